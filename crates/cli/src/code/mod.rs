//! `annalist code`: reports in, records out.

mod work;

use std::path::Path;
use std::sync::Arc;

use crate::args::{Code, Statements};
use crate::exit::{Outcome, Stop};
use crate::progress::Progress;
use crate::show::View;
use crate::sink::{self, Sink};
use crate::sources::{Sources, tell_skipped};
use crate::{gazetteer, model, terminal};

use self::work::{Coded, Work};

/// Runs `annalist code`.
pub(crate) fn run(code: &Code) -> Result<Outcome, Stop> {
    let jobs =
        code.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, Into::into);
    let example = "annalist code report.txt --published 2020-01-22";
    let sources = Sources::new(&code.reading, jobs, example)?;
    let many = sources.may_be_many();
    let output = code.output.as_deref().filter(|path| *path != Path::new("-"));
    let format = code.format.unwrap_or_else(|| sink::usual_format(output));

    // Reading starts before anything else: where nothing can be read, no language pipeline is needed.
    let progress = Progress::new(&sources, many && sink::is_elsewhere(output));
    let mut documents = sources.read(progress.read());
    let skipped = documents.skipped();
    let mut tally = Tally::default();
    let first = loop {
        match documents.next() {
            Some(Ok(document)) => break Some(document),
            Some(Err(error)) => tally.failed(&progress, &error.to_string()),
            None => break None,
        }
    };
    let Some(first) = first else {
        progress.finish();
        tally.close();
        return Ok(tally.outcome());
    };
    let mut sink = Sink::open(output, format, many)?;
    let language = model::load(code.model.as_deref().filter(|path| !path.as_os_str().is_empty()))?;
    let gazetteer = if code.no_places {
        None
    } else {
        let named = code.gazetteer.as_deref().filter(|path| !path.as_os_str().is_empty());
        Some(gazetteer::load(named)?)
    };
    let statements = match code.statements {
        Statements::All => annalist::Keep::All,
        Statements::Reported => annalist::Keep::Reported,
    };
    let config = annalist::Config { gazetteer, statements, ..Default::default() };
    let pipeline = annalist::Pipeline::new(language, config)
        .map_err(|error| Stop::because(format!("the coder could not be set up: {error}")))?;

    let view =
        View { width: terminal::width(), color: output.is_none() && terminal::stdout_has_color() };
    let all = std::iter::once(Ok(first)).chain(documents);
    for coded in Work::start(all, Arc::new(pipeline), sink.writer(view), jobs) {
        match coded {
            Coded::Record { record, found } => {
                progress.hide_while(|| sink.write(&record))?;
                tally.coded(found);
                progress.document();
            }
            Coded::Failure(message) => tally.failed(&progress, &message),
        }
    }
    progress.finish();
    sink.finish()?;
    tell_skipped(&skipped);
    tally.close();
    Ok(tally.outcome())
}

/// Said when there was nothing to read at all.
pub(crate) const NO_DOCUMENT: &str = "there was no document to read (in folders only files of known \
    kinds are read: .txt, .html, .xml, .rss, .atom, .warc, .jsonl, .ndjson, .csv, .tsv, .parquet)";

/// What became of the documents so far.
#[derive(Debug, Default)]
struct Tally {
    coded: u64,
    failed: u64,
    found: bool,
}

impl Tally {
    fn coded(&mut self, found: bool) {
        self.coded += 1;
        self.found |= found;
    }

    /// Notes and lists a document that failed.
    fn failed(&mut self, progress: &Progress, message: &str) {
        self.failed += 1;
        progress.hide_while(|| terminal::error(message));
    }

    /// Says how many failed, where there were many.
    fn close(&self) {
        let all = self.coded + self.failed;
        if self.failed > 0 && all > 1 {
            terminal::note(&format!("{} of {all} documents failed, see above", self.failed));
        }
    }

    fn outcome(&self) -> Outcome {
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
