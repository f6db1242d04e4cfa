//! What became of the documents, and how the program ends.

use crate::exit::Outcome;
use crate::progress::Progress;
use crate::terminal;

/// Said when there was nothing to read at all.
pub(crate) const NO_DOCUMENT: &str = "there was no document to read (in folders only files of known \
    kinds are read: .txt, .html, .xml, .rss, .atom, .warc, .jsonl, .ndjson, .csv, .tsv, .parquet)";

/// What became of the documents so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    coded: u64,
    failed: u64,
    found: bool,
}

impl Tally {
    /// Notes a document that was coded, and whether its record says anything.
    pub(crate) fn coded(&mut self, found: bool) {
        self.coded += 1;
        self.found |= found;
    }

    /// Notes and lists a document that failed.
    pub(crate) fn failed(&mut self, progress: &Progress, message: &str) {
        self.failed += 1;
        progress.hide_while(|| terminal::error(message));
    }

    /// Says how many failed, where there were many.
    pub(crate) fn close(&self) {
        let all = self.coded + self.failed;
        if self.failed > 0 && all > 1 {
            terminal::note(&format!("{} of {all} documents failed, see above", self.failed));
        }
    }

    /// How adding ends: that a report says nothing is no failure there.
    pub(crate) fn outcome_of_adding(&self) -> Outcome {
        Self { found: self.found || self.coded > 0, ..*self }.outcome()
    }

    /// How coding ends.
    pub(crate) fn outcome(&self) -> Outcome {
        match (self.failed, self.coded, self.found) {
            (1.., _, _) => Outcome::SomeFailed,
            (0, 0, _) => {
                terminal::note(NO_DOCUMENT);
                Outcome::Nothing
            }
            (0, _, false) => Outcome::Nothing,
            (0, _, true) => Outcome::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_count_more_than_findings() {
        let outcome = |coded, failed, found| Tally { coded, failed, found }.outcome();
        assert_eq!(outcome(3, 0, true), Outcome::Done);
        assert_eq!(outcome(3, 0, false), Outcome::Nothing);
        assert_eq!(outcome(0, 0, false), Outcome::Nothing);
        assert_eq!(outcome(3, 1, true), Outcome::SomeFailed);
        assert_eq!(outcome(0, 1, false), Outcome::SomeFailed);
    }
}
