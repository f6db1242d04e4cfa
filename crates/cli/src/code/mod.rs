//! `annalist code`: reports in, records out.

mod progress;
mod sink;
mod work;

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use annalist_read::{Documents, Input, Options, open};

use crate::args::{self, Code, Format};
use crate::exit::{Outcome, Stop};
use crate::show::View;
use crate::{model, terminal};

use self::progress::Progress;
use self::sink::Sink;
use self::work::{Coded, Work};

/// Runs `annalist code`.
pub(crate) fn run(code: Box<Code>) -> Result<Outcome, Stop> {
    let inputs = inputs(&code)?;
    let options = options(&code);
    let format = code.format.unwrap_or_else(|| usual_format(&code));
    let many = inputs.len() > 1 || inputs.iter().any(|input| holds_many(input, &options));
    let output = code.output.as_deref().filter(|path| *path != Path::new("-"));

    // Reading starts before anything else: where nothing can be read, no language pipeline is needed.
    let progress = Progress::new(&inputs, &options, many && (output.is_some() || !screen()));
    let mut documents = Reader::new(inputs, options, progress.read());
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
    let pipeline = annalist::Pipeline::new(language, annalist::Config::default())
        .map_err(|error| Stop::because(format!("the coder could not be set up: {error}")))?;

    let view =
        View { width: terminal::width(), color: output.is_none() && terminal::stdout_has_color() };
    let jobs =
        code.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, Into::into);
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
    tally.close();
    Ok(tally.outcome())
}

/// What to read: what the user names, or a pipe.
fn inputs(code: &Code) -> Result<Vec<Input>, Stop> {
    if code.inputs.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(Stop::because(
                "nothing to read: give a FILE or a folder, or - to read what you type, for example\n  \
                 annalist code report.txt --published 2020-01-22",
            ));
        }
        return Ok(vec![Input::Stdin]);
    }
    let inputs: Vec<Input> = code.inputs.iter().map(|path| Input::from_argument(path)).collect();
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(Stop::because("standard input (-) can be read only once"));
    }
    Ok(inputs)
}

fn options(code: &Code) -> Options {
    Options {
        format: code.from.map(|kind| match kind {
            args::From::Text => annalist_doc::Format::Text,
            args::From::Jsonl => annalist_doc::Format::Jsonl,
        }),
        published: code.published.clone(),
        text_column: code.text_column.clone(),
        id_column: code.id_column.clone(),
        date_column: code.date_column.clone(),
        ..Options::default()
    }
}

/// Whether records go to a terminal, where a person sees them.
fn screen() -> bool {
    std::io::stdout().is_terminal()
}

/// Text where a person reads it, JSON Lines where a program does.
fn usual_format(code: &Code) -> Format {
    if code.output.is_none() && screen() { Format::Text } else { Format::Ndjson }
}

/// Whether an input may hold more than one document, by its kind.
fn holds_many(input: &Input, options: &Options) -> bool {
    match input {
        Input::Stdin => options.format == Some(annalist_doc::Format::Jsonl),
        Input::Path(path) => {
            path.is_dir() || options.format_of(path) == annalist_doc::Format::Jsonl
        }
    }
}

/// All documents of all inputs, one input after the other.
struct Reader {
    inputs: std::vec::IntoIter<Input>,
    options: Options,
    current: Option<Documents>,
    read: progress::Read,
}

impl Reader {
    fn new(inputs: Vec<Input>, options: Options, read: progress::Read) -> Self {
        Self { inputs: inputs.into_iter(), options, current: None, read }
    }
}

impl Iterator for Reader {
    type Item = <Documents as Iterator>::Item;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(documents) = &mut self.current {
                if let Some(item) = documents.next() {
                    return Some(item);
                }
                self.read.close(documents);
            }
            let documents = open(self.inputs.next()?, &self.options);
            self.read.open(&documents);
            self.current = Some(documents);
        }
    }
}

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
                terminal::note(
                    "there was no document to read (folders: only .txt, .jsonl and .ndjson)",
                );
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
