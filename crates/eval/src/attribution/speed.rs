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
}

impl Speed {
    fn documents(&self) -> f64 {
        self.documents as f64 / self.statements.as_secs_f64().max(1e-9)
    }

    fn words(&self) -> f64 {
        self.words as f64 / self.statements.as_secs_f64().max(1e-9)
    }

    pub(super) fn print(&self) {
        println!(
            "{:.0} documents, {:.0} words a second of processor time, one core, on top of the parse",
            self.documents(),
            self.words()
        );
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "documents a second of processor time, one core, on top of the parse": self.documents().round(),
            "words a second": self.words().round(),
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
    Speed {
        documents: documents.len() * ROUNDS as usize,
        words: parsed.iter().map(|l| l.tokens.len()).sum::<usize>() * ROUNDS as usize,
        statements: start.elapsed(),
    }
}
