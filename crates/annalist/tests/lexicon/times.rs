//! Every sentence of the rules of time, through the whole program, and histories of our own.
//!
//! The sentences are of Wednesday, January 22, 2020; each mark has the TIMEX3 value after its bar.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annalist::{Config, Pipeline};
use annalist_doc::{Document, Published, PublishedFrom, Report};
use annalist_lexicon::{Example, Lexicon};
use serde::Deserialize;

#[test]
#[expect(clippy::print_stdout, reason = "its output is what the test is read for")]
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
    let reports =
        pipeline().code(cases.iter().map(|(_, s)| document(s, Some("2020-01-22"))).collect());
    let mut wrong = Vec::new();
    let mut tally: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for ((file, marked), report) in cases.iter().zip(&reports) {
        let (found, wanted) = times(marked, report);
        let right = if wanted.is_empty() {
            found.is_empty()
        } else {
            wanted.iter().all(|w| found.contains(w))
        };
        let row = tally.entry(file).or_default();
        row[0] += usize::from(right);
        row[1] += 1;
        if !right {
            wrong.push(format!("{file}: {marked}\n   found {found:?}"));
        }
    }
    let mut table = String::new();
    for (file, [right, all]) in &tally {
        writeln!(table, "{right:5} of {all:5}  {file}").unwrap();
    }
    println!("\n{table}");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[derive(Deserialize)]
struct Stories {
    story: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    name: String,
    published: Option<String>,
    text: String,
}

#[test]
fn histories_keep_their_own_time() {
    let Stories { story: stories } = toml::from_str(include_str!("stories.toml")).unwrap();
    assert!(stories.len() >= 12);
    let documents =
        stories.iter().map(|s| document(s.text.trim(), s.published.as_deref())).collect();
    for (story, report) in stories.iter().zip(pipeline().code(documents)) {
        let (found, wanted) = times(story.text.trim(), &report);
        assert_eq!(found, wanted, "{}", story.name);
    }
}

fn pipeline() -> Pipeline {
    let language = annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
    Pipeline::new(language, Config::default()).unwrap()
}

/// A document of one paragraph, of that day where there is one.
fn document(marked: &str, day: Option<&str>) -> Document {
    let mut document = super::document(&Example::parse(marked).text);
    let given = |day: &str| Published { value: day.to_owned(), from: PublishedFrom::Given };
    document.published = day.map(given);
    document
}

/// Words and value of each time that was found, and of each that is marked.
fn times(marked: &str, report: &Report) -> (Vec<[String; 2]>, Vec<[String; 2]>) {
    let Example { text, parts } = Example::parse(marked);
    let found = report
        .times
        .iter()
        .map(|t| [t.span.of(&text).to_owned(), t.value.clone().unwrap_or_default()])
        .collect();
    let wanted = parts.iter().map(|p| [p.span.of(&text).to_owned(), p.role.clone()]).collect();
    (found, wanted)
}
