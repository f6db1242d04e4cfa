//! How much processor time the time expressions take, on top of the parse.

use std::fmt;
use std::time::Duration;

use annalist::Pipeline;
use annalist_doc::Document;
use cpu_time::ThreadTime;

/// Times that the documents are read, so that the clock's grain does not matter.
const ROUNDS: u32 = 10;

/// What was measured.
pub(super) struct Speed {
    documents: usize,
    words: usize,
    taken: Duration,
}

impl Speed {
    /// Documents a second of processor time.
    pub(super) fn documents(&self) -> f64 {
        self.documents as f64 / self.taken.as_secs_f64().max(1e-9)
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words as f64 / self.taken.as_secs_f64().max(1e-9);
        write!(
            f,
            "{:.0} documents, {words:.0} words a second of processor time, one core, on top of the parse",
            self.documents()
        )
    }
}

/// Finds and anchors all times of the documents, over and over, on one thread.
pub(super) fn measure(pipeline: &Pipeline, documents: &[Document]) -> Speed {
    let parsed = pipeline.parsed(documents);
    let start = ThreadTime::now();
    for _ in 0..ROUNDS {
        for (document, layers) in documents.iter().zip(&parsed) {
            std::hint::black_box(pipeline.times(document, layers));
        }
    }
    Speed {
        documents: documents.len() * ROUNDS as usize,
        words: parsed.iter().map(|l| l.tokens.len()).sum::<usize>() * ROUNDS as usize,
        taken: start.elapsed(),
    }
}
