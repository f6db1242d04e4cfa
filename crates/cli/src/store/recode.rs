//! `annalist recode`: records made by another version of the program, of the pipeline or of the data are
//! made anew.
//!
//! The store is filled a second time beside the old one, in the same order, and takes its place at the
//! end: what comes out is what adding everything with this version would have given. Readers see the old
//! rows until then; cut off, it goes on where it was.

use std::path::PathBuf;
use std::time::Duration;

use annalist::{Archive, Pipeline, Ready};
use annalist_doc::{Document, Report};
use annalist_store::{Holder, Store, Writer, decisions_of, read_decisions};

use super::add::{BATCH, Keeping, pipeline, ready};
use super::args::Recode;
use crate::exit::{Outcome, Stop};
use crate::terminal;

/// Runs `annalist recode`.
pub(crate) fn run(args: &Recode) -> Result<Outcome, Stop> {
    let path = &args.which.store;
    let store = Store::open_existing(path).map_err(Stop::because)?;
    let holder = Holder(format!("annalist recode, process {}", std::process::id()));
    let wait = Duration::from_secs(args.wait);
    let mut writer = Writer::open(path, &holder, wait).map_err(Stop::because)?;
    let pipeline = pipeline(&args.coding)?;
    let program = pipeline.program();
    let same = [
        program.version.as_str(),
        program.pipeline.as_str(),
        program.pipeline_hash.as_str(),
        program.lexicon_hash.as_str(),
        program.gazetteer_hash.as_deref().unwrap_or_default(),
    ];
    let documents = store.codings(same).map_err(Stop::because)?;
    let other = documents.iter().filter(|(_, same)| !same).count();
    if other == 0 {
        terminal::note(&format!("{}: every record is of this version", path.display()));
        return Ok(Outcome::Done);
    }
    let beside = beside(path);
    let decided = read_decisions(&decisions_of(path)).map_err(Stop::because)?;
    let open = || {
        Archive::with_decisions(&beside, &holder, Duration::ZERO, decided.clone())
            .map_err(Stop::because)
    };
    let mut anew = open()?;
    // What a run that was cut off had coded is of use only when it was this version.
    let before = anew.store().codings(same).map_err(Stop::because)?;
    if before.iter().any(|(_, same)| !same) {
        drop(anew);
        remove(&beside);
        anew = open()?;
    }
    let mut keeping = Keeping::default();
    for batch in documents.chunks(BATCH) {
        let made = made(&store, &pipeline, &anew, batch)?;
        anew.add(made).map_err(Stop::because)?;
        keeping.keep(&mut anew)?;
    }
    anew.keep().map_err(Stop::because)?;
    drop(anew);
    let mut anew = Writer::open(&beside, &holder, Duration::ZERO).map_err(Stop::because)?;
    anew.take_over(&store).map_err(Stop::because)?;
    writer.become_copy_of(anew.store()).map_err(Stop::because)?;
    drop(anew);
    remove(&beside);
    terminal::note(&format!(
        "{}: {other} of {} records made anew",
        path.display(),
        documents.len()
    ));
    Ok(Outcome::Done)
}

/// The records of a batch: those of this version as they are, the others coded.
fn made(
    store: &Store,
    pipeline: &Pipeline,
    anew: &Archive,
    batch: &[(String, bool)],
) -> Result<Vec<Ready>, Stop> {
    let mut reports: Vec<Option<Report>> = Vec::new();
    let mut to_code: Vec<Document> = Vec::new();
    for (hash, same) in batch {
        if anew.has(hash).map_err(Stop::because)? {
            continue;
        }
        let record = store.record(hash).map_err(Stop::because)?;
        let Some(report) = record.map(annalist_doc::WireReport::into_report) else { continue };
        if *same {
            reports.push(Some(report));
        } else {
            reports.push(None);
            to_code.push(report.document);
        }
    }
    let mut coded = pipeline.code(to_code).into_iter();
    let all = reports.into_iter().filter_map(|report| report.or_else(|| coded.next()));
    Ok(all.map(|report| ready(report, pipeline)).collect())
}

/// Where the store is made anew.
fn beside(store: &std::path::Path) -> PathBuf {
    let mut name = store.file_name().unwrap_or_default().to_owned();
    name.push(".recoding");
    store.with_file_name(name)
}

fn remove(store: &std::path::Path) {
    for ending in ["", "-wal", "-shm", ".lock"] {
        let mut name = store.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        // What is left is found and used, or taken away, by the next run.
        let _ = std::fs::remove_file(store.with_file_name(name));
    }
}
