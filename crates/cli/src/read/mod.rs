//! `annalist read`: the texts, their parts and their publication, as the program sees them.

mod aside;

use std::path::Path;

pub(crate) use aside::{ARTICLE, article, aside};

use crate::args::Read;
use crate::exit::{Outcome, Stop};
use crate::progress::Progress;
use crate::show::View;
use crate::sink::{self, Sink};
use crate::sources::{Sources, tell_skipped};
use crate::tally::NO_DOCUMENT;
use crate::terminal;

/// Runs `annalist read`.
pub(crate) fn run(read: &Read) -> Result<Outcome, Stop> {
    let threads = std::thread::available_parallelism().map_or(1, Into::into);
    let sources = Sources::new(&read.reading, threads, "annalist read report.html")?;
    let many = sources.may_be_many();
    let output = read.output.as_deref().filter(|path| *path != Path::new("-"));
    let format = read.format.unwrap_or_else(|| sink::usual_format(output));
    let progress = Progress::new(&sources, many && sink::is_elsewhere(output));
    let documents = sources.read(progress.read());
    let skipped = documents.skipped();
    let mut sink = Sink::open(output, format, many)?;
    let view =
        View { width: terminal::width(), color: output.is_none() && terminal::stdout_has_color() };
    let writer = sink.writer(view);
    let (mut read, mut failed) = (0u64, 0u64);
    for document in documents {
        match document {
            Ok(document) => {
                progress.hide_while(|| sink.write(&writer.write_document(&document)))?;
                progress.document();
                read += 1;
            }
            Err(error) => {
                progress.hide_while(|| terminal::error(&error.to_string()));
                failed += 1;
            }
        }
    }
    progress.finish();
    // A file is not replaced by nothing.
    if read > 0 {
        sink.finish()?;
    }
    tell_skipped(&skipped);
    Ok(match (read, failed) {
        (0, 0) => {
            terminal::note(NO_DOCUMENT);
            Outcome::Nothing
        }
        (_, 0) => Outcome::Done,
        _ => {
            if read + failed > 1 {
                let all = read + failed;
                terminal::note(&format!("{failed} of {all} documents failed, see above"));
            }
            Outcome::SomeFailed
        }
    })
}
