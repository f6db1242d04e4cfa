//! Sentences of the words that colour events: how real they are, who is counted, whose doing they are, and
//! what they are about.

use annalist::{Config, Pipeline};
use annalist_doc::{Polarity, Report, Span};
use annalist_lexicon::{Example, Lexicon};

/// Least share of sentences, in per cent, that must come out as marked; it only goes up. Where the
/// word is an event itself ("agreed to withdraw") that is the one event, and the marked one is not there.
const EXPECTED: [(&str, f64); 5] = [
    ("reality", 70.0),
    ("outcomes", 100.0),
    ("changes", 95.0),
    ("blames", 80.0),
    ("contexts", 100.0),
];

/// Whether a record holds what a marked sentence says.
type Holds<'l> = Box<dyn Fn(&Report, &Example) -> bool + 'l>;

/// A sentence with what its record must hold.
struct Case<'l> {
    file: &'static str,
    marked: &'l str,
    holds: Holds<'l>,
}

fn cases(lexicon: &Lexicon) -> Vec<Case<'_>> {
    let mut all = Vec::new();
    for word in lexicon.reality.all() {
        for marked in &word.examples {
            let polarity = if word.negative { Polarity::Negative } else { Polarity::Positive };
            let holds = move |report: &Report, example: &Example| {
                let event = marks(example, "event");
                let mut mentions = report.events.iter().flat_map(|e| &e.mentions);
                mentions.any(|m| {
                    touches(m.span, &event) && m.modality == word.modality && m.polarity == polarity
                })
            };
            all.push(Case { file: "reality", marked, holds: Box::new(holds) });
        }
    }
    for outcome in lexicon.outcomes.all() {
        for marked in &outcome.examples {
            let holds = move |report: &Report, example: &Example| {
                let words = marks(example, "figure");
                outcome.what.iter().all(|what| {
                    report.figures.iter().any(|f| f.what == *what && touches(f.span, &words))
                })
            };
            all.push(Case { file: "outcomes", marked, holds: Box::new(holds) });
        }
    }
    for change in lexicon.accounts.changes() {
        for marked in &change.examples {
            // What a sentence alone shows of it: the new figure, claimed.
            let holds = |report: &Report, _: &Example| {
                report.claims.iter().any(|c| c.value.low.is_some() && c.by.is_some())
            };
            all.push(Case { file: "changes", marked, holds: Box::new(holds) });
        }
    }
    for blame in lexicon.accounts.blames() {
        for marked in &blame.examples {
            let polarity = if blame.negative { Polarity::Negative } else { Polarity::Positive };
            let holds = move |report: &Report, _: &Example| {
                let mut claims = report.claims.iter().filter(|c| c.attribute == "responsible");
                claims.any(|c| c.value.polarity == polarity)
            };
            all.push(Case { file: "blames", marked, holds: Box::new(holds) });
        }
    }
    for context in lexicon.contexts.all() {
        let holds = |report: &Report, _: &Example| {
            report.events.iter().any(|e| e.contexts.contains(&context.name))
        };
        all.push(Case { file: "contexts", marked: &context.example, holds: Box::new(holds) });
    }
    all
}

fn marks(example: &Example, role: &str) -> Vec<Span> {
    example.spans(role).collect()
}

fn touches(span: Span, marked: &[Span]) -> bool {
    marked.iter().any(|m| m.overlaps(span))
}

#[test]
#[expect(clippy::print_stdout, reason = "its output is what the test is read for")]
fn words_around_events_do_as_marked() {
    let lexicon = Lexicon::english().unwrap();
    let cases = cases(&lexicon);
    let examples: Vec<Example> = cases.iter().map(|c| Example::parse(c.marked)).collect();
    let documents = examples.iter().map(|e| crate::document(&e.text)).collect();
    let open = annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
    let reports = Pipeline::new(open, Config::default()).unwrap().code(documents);
    let mut failed = String::new();
    for (file, least) in EXPECTED {
        let (mut right, mut all) = (0usize, 0usize);
        for ((case, example), report) in cases.iter().zip(&examples).zip(&reports) {
            if case.file != file {
                continue;
            }
            let holds = (case.holds)(report, example);
            right += usize::from(holds);
            all += 1;
            if !holds {
                println!("{file}: {}", case.marked);
            }
        }
        let is = crate::percent(right, all);
        println!("{file}: {right} of {all}, {is:.2} %");
        if is < least {
            failed.push_str(&format!("{file}: {is:.2} % is less than {least} %\n"));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
