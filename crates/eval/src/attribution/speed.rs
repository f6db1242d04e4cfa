//! How much processor time statements take, on top of the parse.

use std::time::Duration;

use annalist::Pipeline;
use annalist_doc::Document;
use cpu_time::ThreadTime;
use serde_json::{Value, json};

/// Times that the documents are read, so that the clock's grain does not matter.
const ROUNDS: u32 = 3;

/// What was measured, on one thread.
pub(super) struct Speed {
    documents: usize,
    words: usize,
    /// For statements with everything they need: mentions, coreference, times.
    statements: Duration,
    /// For whole records: statements, events, figures, claims, places.
    records: Duration,
}

impl Speed {
    fn documents(&self) -> f64 {
        rate(self.documents, self.statements)
    }

    fn words(&self) -> f64 {
        rate(self.words, self.statements)
    }

    /// Documents a second for all that stands in a record beside statements.
    fn events(&self) -> f64 {
        rate(self.documents, self.records.saturating_sub(self.statements))
    }

    pub(super) fn print(&self) {
        println!(
            "{:.0} documents, {:.0} words a second of processor time, one core, on top of the parse",
            self.documents(),
            self.words()
        );
        println!(
            "{:.0} documents a second for events, figures, claims and places beside these; {:.0} for all",
            self.events(),
            rate(self.documents, self.records)
        );
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "documents a second of processor time, one core, on top of the parse": self.documents().round(),
            "words a second": self.words().round(),
            "documents a second for events and what hangs on them, beside statements": self.events().round(),
        })
    }
}

/// Finds the statements of the documents, and who they speak of, over and over.
pub(super) fn measure(pipeline: &Pipeline, documents: &[Document]) -> Speed {
    let parsed = pipeline.parsed(documents);
    let start = ThreadTime::now();
    for _ in 0..ROUNDS {
        for (document, layers) in documents.iter().zip(&parsed) {
            std::hint::black_box(pipeline.statements(document, layers));
        }
    }
    let statements = start.elapsed();
    let start = ThreadTime::now();
    for _ in 0..ROUNDS {
        for (document, layers) in documents.iter().zip(&parsed) {
            std::hint::black_box(pipeline.events(document, layers));
        }
    }
    Speed {
        documents: documents.len() * ROUNDS as usize,
        words: parsed.iter().map(|l| l.tokens.len()).sum::<usize>() * ROUNDS as usize,
        statements,
        records: start.elapsed(),
    }
}

fn rate(number: usize, time: Duration) -> f64 {
    number as f64 / time.as_secs_f64().max(1e-9)
}
