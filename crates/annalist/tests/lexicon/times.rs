//! Every sentence of the rules of time, through the whole program.
//!
//! The sentences are of Wednesday, January 22, 2020; each mark has the TIMEX3 value after its bar.

use annalist::{Config, Pipeline};
use annalist_doc::{Published, PublishedFrom};
use annalist_lexicon::{Example, Lexicon};

#[test]
fn every_time_comes_out_as_marked() {
    let lexicon = Lexicon::english().unwrap();
    let mut cases = Vec::new();
    for rule in lexicon.words.time.rules() {
        assert!(
            !rule.examples.is_empty() || !rule.not.is_empty(),
            "{}: a rule has no sentence that shows what it finds",
            rule.file
        );
        cases.extend(rule.examples.iter().map(|s| (&rule.file, s)));
        cases.extend(rule.not.iter().map(|s| (&rule.file, s)));
    }
    let language = annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
    let pipeline = Pipeline::new(language, Config::default()).unwrap();
    let document = |marked: &str| {
        let mut document = super::document(&Example::parse(marked).text);
        let value = "2020-01-22".to_owned();
        document.published = Some(Published { value, from: PublishedFrom::Given });
        document
    };
    let reports = pipeline.code(cases.iter().map(|(_, s)| document(s)).collect());
    let mut wrong = Vec::new();
    for ((file, marked), report) in cases.iter().zip(&reports) {
        let example = Example::parse(marked);
        let found: Vec<_> = report
            .times
            .iter()
            .map(|t| (t.span.of(&example.text), t.value.as_deref().unwrap_or("")))
            .collect();
        let wanted: Vec<_> =
            example.parts.iter().map(|p| (p.span.of(&example.text), p.role.as_str())).collect();
        let right = if wanted.is_empty() {
            found.is_empty()
        } else {
            wanted.iter().all(|w| found.contains(w))
        };
        if !right {
            wrong.push(format!("{file}: {marked}\n   found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
