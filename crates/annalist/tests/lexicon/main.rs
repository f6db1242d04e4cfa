//! Every sentence of the lexicon, through the whole program.
//!
//! The entries of `crates/lexicon/en` carry marked sentences. This test codes all of them and prints
//! each one that does not come out as marked, with what came out instead:
//!
//! ```sh
//! cargo test -p annalist --test lexicon -- --nocapture
//! LEXICON=assault cargo test -p annalist --test lexicon -- --nocapture    # what has this in its file or lemma
//! ```

mod bearings;
mod check;
mod parse;
mod shades;
mod times;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annalist::{Config, Pipeline};
use annalist_doc::{Block, BlockKind, Document, Source};
use annalist_lexicon::Lexicon;

use check::{Case, Expect};
use parse::Parser;

/// The share of sentences, in percent, that must come out as marked. These numbers only go up.
const EXPECTED: [(&str, f64); 7] = [
    ("cues", 96.5),
    // Whether these are cues, the weights decide.
    ("cues learned", 48.0),
    ("cues not", 100.0),
    ("events", 97.5),
    ("events not", 98.5),
    // What was learned takes an invitation for no event.
    ("lights", 96.9),
    ("roles", 98.0),
];

#[test]
#[expect(clippy::print_stdout, reason = "its output is what the test is read for")]
#[expect(clippy::disallowed_methods, reason = "its user picks sentences with a variable")]
fn every_sentence_comes_out_as_marked() {
    let lexicon = Lexicon::english().unwrap();
    let open = || annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
    let gazetteer = annalist_gazetteer::Gazetteer::open(annalist_testing::gazetteer()).unwrap();
    let config = Config { gazetteer: Some(gazetteer), ..Config::default() };
    let mut cases = check::cases(&lexicon);
    let only = std::env::var("LEXICON").ok().filter(|word| !word.is_empty());
    if let Some(word) = &only {
        cases
            .retain(|case| case.file.contains(word.as_str()) || case.entry.contains(word.as_str()));
    }
    let documents = cases.iter().map(|case| document(case.text())).collect();
    let reports = Pipeline::new(open(), config).unwrap().code(documents);
    let sentences = Parser::new(open()).parse(cases.iter().map(Case::text));

    let mut tally: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut by_file: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for ((case, report), sentence) in cases.iter().zip(&reports).zip(&sentences) {
        let wrong = case.wrong(report, sentence);
        for row in [tally.entry(case.kind()).or_default(), by_file.entry(&case.file).or_default()] {
            row[0] += usize::from(wrong.is_empty());
            row[1] += 1;
        }
        if !wrong.is_empty() {
            println!("{}: {}\n   marked  {}", case.file, case.entry, case.marked);
            println!("   wrong   {}", wrong.join("; "));
            check::found(&case.expect, report).iter().for_each(|row| println!("   found   {row}"));
        }
    }
    let mut table = String::new();
    for (file, [right, all]) in &by_file {
        writeln!(table, "{right:5} of {all:5}  {file}").unwrap();
    }
    for (kind, [right, all]) in &tally {
        writeln!(table, "{right:5} of {all:5}  {:6.2} %  {kind}", percent(*right, *all)).unwrap();
    }
    println!("\n{table}");
    if only.is_some() {
        return;
    }
    for (kind, least) in EXPECTED {
        let [right, all] = tally.get(kind).copied().unwrap_or_default();
        let is = percent(right, all);
        assert!(
            is >= least,
            "{kind}: {is:.2} % is less than the {least} % that was reached before"
        );
        if is >= least + 1.0 {
            println!("{kind}: {is:.2} % is reached; raise EXPECTED ({least} %)");
        }
    }
}

fn percent(right: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { 100.0 * right as f64 / all as f64 }
}

/// A document of one paragraph.
fn document(text: &str) -> Document {
    Document {
        id: annalist_read::text::fingerprint(text),
        source: Source::default(),
        title: None,
        byline: None,
        site: None,
        language: None,
        published: None,
        duplicate_of: None,
        text: text.to_owned(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span: (0..text.len()).into() }],
        warnings: Vec::new(),
    }
}

/// Which of the sentences a case is and what must come out.
impl Case<'_> {
    fn kind(&self) -> &'static str {
        match self.expect {
            Expect::Cue { not: false, cue } if cue.learned => "cues learned",
            Expect::Cue { not: false, .. } => "cues",
            Expect::Cue { not: true, .. } => "cues not",
            Expect::Event { not: false, .. } => "events",
            Expect::Event { not: true, .. } => "events not",
            Expect::Light => "lights",
            Expect::Role => "roles",
        }
    }
}
