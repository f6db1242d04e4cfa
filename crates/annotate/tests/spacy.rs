//! The answers are spaCy's: invented texts against the answers that `make_fixture.py` stored.

mod common;

use annalist_annotate::{Input, SentStart};
use serde_json::{Value, json};

fn fixture() -> Value {
    serde_json::from_str(include_str!("fixture.json")).expect("the fixture is JSON")
}

#[test]
fn every_layer_of_every_text() {
    let pipeline = common::pipeline();
    let fixture = fixture();
    let cases = fixture["cases"].as_array().expect("cases");
    let texts: Vec<&str> = cases.iter().map(|c| c["text"].as_str().expect("a text")).collect();
    for (doc, case) in pipeline.annotate(&texts).iter().zip(cases) {
        let text = case["text"].as_str().expect("a text");
        let label = |id| pipeline.label(id);
        let tokens: Vec<Value> = doc
            .tokens()
            .iter()
            .map(|t| {
                json!([
                    t.start,
                    t.end,
                    t.space_after,
                    doc.norm(t),
                    label(t.tag),
                    label(t.pos),
                    label(t.morph),
                    doc.lemma(t),
                    t.head,
                    label(t.dep),
                    t.sent_start,
                ])
            })
            .collect();
        for (ours, spacys) in tokens.iter().zip(case["tokens"].as_array().expect("tokens")) {
            assert_eq!(ours, spacys, "in {text:?}");
        }
        assert_eq!(tokens.len(), case["tokens"].as_array().map_or(0, Vec::len), "in {text:?}");
        let entities = doc.entities().iter();
        let entities: Vec<Value> =
            entities.map(|e| json!([e.tokens().start, e.tokens().end, label(e.label())])).collect();
        assert_eq!(Value::from(entities), case["entities"], "in {text:?}");
        let spans = pipeline.tokenize(text);
        assert_eq!(spans, doc.tokens().iter().map(|t| t.range()).collect::<Vec<_>>());
    }
}

#[test]
fn preset_sentence_starts() {
    let pipeline = common::pipeline();
    for case in fixture()["presets"].as_array().expect("presets") {
        let starts = case["starts"].as_array().expect("starts").iter();
        let starts: Vec<_> = starts
            .map(|s| {
                let kind = if s[1] == true { SentStart::Always } else { SentStart::Never };
                (s[0].as_u64().expect("an offset") as usize, kind)
            })
            .collect();
        let text = case["text"].as_str().expect("a text");
        let docs = pipeline.annotate_with(&[Input { text, sent_starts: &starts }]);
        let tokens = docs[0].tokens();
        let heads: Vec<_> = tokens.iter().map(|t| t.head).collect();
        let deps: Vec<_> = tokens.iter().map(|t| pipeline.label(t.dep)).collect();
        let starts: Vec<_> = tokens.iter().map(|t| t.sent_start).collect();
        assert_eq!(json!(heads), case["heads"], "in {text:?}");
        assert_eq!(json!(deps), case["deps"], "in {text:?}");
        assert_eq!(json!(starts), case["sent_starts"], "in {text:?}");
    }
}

#[test]
fn the_package_says_what_it_is() {
    let meta = common::pipeline().meta();
    assert_eq!((meta.lang.as_str(), meta.version.as_str()), ("en", "3.8.0"));
    assert!(meta.name.starts_with("en_core_web_sm"), "{}", meta.name);
    let components = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"];
    assert_eq!(meta.components, components);
    assert_eq!(meta.hash.len(), 64);
}
