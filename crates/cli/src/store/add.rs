//! `annalist add`: reports into a store.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use annalist::{Added, Archive, Coded, Coder, Pipeline, Ready, Work};
use annalist_doc::{Document, Report};
use annalist_read::fingerprint;
use annalist_store::{Holder, Store};

use super::args::{Add, Coding};
use crate::exit::{Outcome, Stop};
use crate::progress::Progress;
use crate::sources::Sources;
use crate::tally::Tally;
use crate::{gazetteer, model, terminal};

/// So many records are put down in one go.
pub(super) const BATCH: usize = 32;
/// What was added is kept after so long at the latest: who stops the program loses no more than this.
const LATEST: Duration = Duration::from_secs(5);

/// When records were last kept.
pub(super) struct Keeping(Instant);

impl Default for Keeping {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Keeping {
    /// Begins to keep what was added where that is worth it.
    pub(super) fn keep(&mut self, archive: &mut Archive) -> Result<(), Stop> {
        if archive.unkept() >= Archive::TOGETHER || self.0.elapsed() >= LATEST {
            archive.begin_keeping().map_err(Stop::because)?;
            self.0 = Instant::now();
        }
        Ok(())
    }
}

/// Codes what is new; of a text that the store has, or a reprint of one, only its publication matters.
struct Newcomers {
    pipeline: Arc<Pipeline>,
    store: Mutex<Store>,
}

impl Coder for Newcomers {
    fn code(&self, documents: Vec<Document>) -> Vec<Report> {
        let known: Vec<bool> = {
            let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
            // Where the store does not answer, coding once more does no harm: adding will tell.
            let has = |hash: &str| store.has(hash).unwrap_or(false);
            let first = |d: &Document| d.duplicate_of.as_ref().is_some_and(|first| has(&first.id));
            documents.iter().map(|d| has(&d.id) || first(d)).collect()
        };
        let mut reports: Vec<Option<Report>> = Vec::with_capacity(documents.len());
        let mut new = Vec::new();
        for (document, known) in documents.into_iter().zip(known) {
            if known {
                reports.push(Some(self.pipeline.bare(document)));
            } else {
                reports.push(None);
                new.push(document);
            }
        }
        let mut coded = self.pipeline.code(new).into_iter();
        reports.into_iter().filter_map(|report| report.or_else(|| coded.next())).collect()
    }
}

/// A record ready for the store, with the fingerprint by which reprints are found in later runs.
pub(super) fn ready(report: Report, pipeline: &Pipeline) -> Ready {
    let print = fingerprint::print(&report.document);
    Ready::new(report, pipeline).with_print(print)
}

/// What reports are coded with.
pub(super) fn pipeline(args: &Coding) -> Result<Pipeline, Stop> {
    let language = model::load(args.model.as_deref().filter(|p| !p.as_os_str().is_empty()))?;
    let gazetteer = if args.no_places {
        None
    } else {
        let named = args.gazetteer.as_deref().filter(|path| !path.as_os_str().is_empty());
        Some(gazetteer::load(named)?)
    };
    let config = annalist::Config { gazetteer, ..annalist::Config::default() };
    Pipeline::new(language, config)
        .map_err(|error| Stop::because(format!("the coder could not be set up: {error}")))
}

/// Runs `annalist add`.
pub(crate) fn run(args: &Add) -> Result<Outcome, Stop> {
    let jobs =
        args.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, Into::into);
    let path = &args.which.store;
    let mut sources = Sources::new(&args.reading, jobs, "annalist add -s news.db reports/")?;
    let holder = Holder(format!("annalist add, process {}", std::process::id()));
    let mut archive =
        Archive::open(path, &holder, Duration::from_secs(args.wait)).map_err(Stop::because)?;
    sources.recall(archive.store().prints(fingerprint::REMEMBERED).map_err(Stop::because)?);
    let progress = Progress::new(&sources, true);
    let documents = sources.read(progress.read());
    let pipeline = Arc::new(pipeline(&args.coding)?);
    let store = Mutex::new(Store::open(path).map_err(Stop::because)?);
    let coder = Arc::new(Newcomers { pipeline: Arc::clone(&pipeline), store });

    let mut tally = Tally::default();
    let (mut new, mut known) = (0u64, 0u64);
    let mut batch: Vec<Ready> = Vec::with_capacity(BATCH);
    let mut work = Work::start(documents, coder, move |report| ready(report, &pipeline), jobs);
    let mut keeping = Keeping::default();
    loop {
        let next = work.next();
        let over = next.is_none();
        match next {
            Some(Coded::Record { record, found }) => {
                tally.coded(found);
                batch.push(record);
            }
            Some(Coded::Failure(message)) => tally.failed(&progress, &message),
            None => {}
        }
        if batch.len() == BATCH || (over && !batch.is_empty()) {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            for added in archive.add(full).map_err(Stop::because)? {
                match added {
                    Added::New => new += 1,
                    Added::Known => known += 1,
                }
                progress.document();
            }
        }
        if over {
            archive.keep().map_err(Stop::because)?;
            break;
        }
        keeping.keep(&mut archive)?;
    }
    progress.finish();
    tally.close();
    terminal::note(&format!("{}: {new} reports added, {known} known before", path.display()));
    Ok(tally.outcome_of_adding())
}
