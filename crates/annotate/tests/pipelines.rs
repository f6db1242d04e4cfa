//! Pipelines of other shapes than `en_core_web_sm`: small ones that `make_pipelines.py` made, with
//! spaCy's answers.

use annalist_annotate::{Iob, Pipeline};
use serde_json::{Value, json};
use std::path::Path;

fn pipeline(name: &str) -> Pipeline {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pipelines");
    Pipeline::open(folder.join(format!("{name}.zip"))).expect("the pipeline opens")
}

/// The tokens of a text as the script writes them.
fn tokens(pipeline: &Pipeline, text: &str) -> Vec<Value> {
    let docs = pipeline.annotate(&[text]);
    let label = |id| pipeline.label(id);
    let points = |at: usize| text[..at].chars().count();
    let token = |t: &annalist_annotate::Token| {
        let iob = match t.ent_iob {
            Iob::Outside => "O",
            Iob::Begin => "B",
            Iob::Inside => "I",
        };
        json!([
            points(t.range().start),
            points(t.range().end),
            label(t.tag),
            label(t.pos),
            label(t.morph),
            docs[0].lemma(t),
            t.head,
            label(t.dep),
            t.sent_start,
            iob,
            label(t.ent_type),
        ])
    };
    docs[0].tokens().iter().map(token).collect()
}

fn check(name: &str) {
    let pipeline = pipeline(name);
    let answers: Value =
        serde_json::from_str(include_str!("pipelines/answers.json")).expect("answers are JSON");
    let cases = answers[name].as_array().expect("cases");
    assert!(!cases.is_empty());
    for case in cases {
        let text = case["text"].as_str().expect("a text");
        let spacys = case["tokens"].as_array().expect("tokens");
        let ours = tokens(&pipeline, text);
        for (ours, spacys) in ours.iter().zip(spacys) {
            assert_eq!(ours, spacys, "{name}, in {text:?}");
        }
        assert_eq!(ours.len(), spacys.len(), "{name}, in {text:?}");
    }
}

#[test]
fn components_with_networks_of_their_own() {
    check("own");
}

#[test]
fn a_shared_network_with_vectors_and_a_wide_window() {
    check("shared");
}

#[test]
fn names_alone_in_no_language() {
    check("names");
}
