//! `annalist code`: reports in, records out.

use std::path::Path;
use std::sync::Arc;

use annalist::{Coded, Work};

use crate::args::{Code, Statements};
use crate::exit::{Outcome, Stop};
use crate::progress::Progress;
use crate::show::View;
use crate::sink::{self, Sink};
use crate::sources::{Sources, tell_skipped};
use crate::tally::Tally;
use crate::{gazetteer, model, terminal};

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
    let writer = sink.writer(view);
    let write = move |report| writer.write(report);
    for coded in Work::start(all, Arc::new(pipeline), write, jobs) {
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
