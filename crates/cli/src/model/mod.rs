//! `annalist model`, and the pipeline that `annalist code` uses.
//!
//! Where a pipeline comes from: `--model` or `ANNALIST_MODEL` name one; otherwise it is the English
//! one in the cache folder, which is fetched there once.

mod check;
mod fetch;
mod folder;
mod known;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use annalist_annotate::Pipeline;

use crate::args::{Model, ModelAction};
use crate::exit::{Outcome, Stop};
use crate::terminal;

use self::folder::{Folder, State};
use self::known::{ENGLISH, Known};

/// The variable that names a pipeline to use instead of the fetched one.
const VARIABLE: &str = "ANNALIST_MODEL";

/// Runs `annalist model`.
pub(crate) fn run(model: Model) -> Result<Outcome, Stop> {
    match model.action.unwrap_or(ModelAction::List) {
        ModelAction::List => list(),
        ModelAction::Path => path(),
        ModelAction::Fetch { force } => {
            let path = fetch::fetch(&ENGLISH, &Folder::open()?, force)?;
            terminal::print(&format!("{}\n", path.display()))?;
            Ok(Outcome::Done)
        }
        ModelAction::Check { path } => match path.or_else(named) {
            Some(path) => loads(&path),
            None => check(&ENGLISH),
        },
    }
}

/// Loads the pipeline to use; fetches it first when it is not here.
pub(crate) fn load(named: Option<&Path>) -> Result<Pipeline, Stop> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => fetch::fetch(&ENGLISH, &Folder::open()?, false)?,
    };
    open(&path)
}

fn open(path: &Path) -> Result<Pipeline, Stop> {
    if let Err(error) = std::fs::metadata(path) {
        return Err(Stop::because(format!(
            "the language pipeline {} cannot be read: {error}\nGive --model (or {VARIABLE}) the path \
             of a spaCy wheel or model folder, or leave it out to use {ENGLISH}.",
            path.display()
        )));
    }
    Pipeline::open(path).map_err(|error| {
        let message = error.to_string();
        let shown = path.display().to_string();
        let place = if message.contains(&shown) { String::new() } else { format!("{shown}: ") };
        Stop::because(format!("the language pipeline cannot be used: {place}{message}"))
    })
}

/// The pipeline that the environment names.
fn named() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn list() -> Result<Outcome, Stop> {
    let folder = Folder::open()?;
    let path = folder.path(&ENGLISH);
    let state = match folder.state(&ENGLISH) {
        State::Here => "here".to_owned(),
        State::Missing => {
            "not here yet; `annalist model fetch`, or the first use, gets it".to_owned()
        }
        State::Broken(bytes) => format!("broken ({bytes} bytes); `annalist model fetch --force`"),
    };
    let mut out = String::new();
    let rows = [
        ("name", ENGLISH.to_string()),
        ("language", ENGLISH.language.to_owned()),
        ("licence", ENGLISH.licence.to_owned()),
        ("size", known::megabytes(ENGLISH.bytes)),
        ("sha256", ENGLISH.sha256.to_owned()),
        ("state", state),
        ("path", path.display().to_string()),
    ];
    for (name, value) in rows {
        let _ = writeln!(out, "{name:<9} {value}");
    }
    if let Some(path) = named() {
        let _ = writeln!(out, "\n{VARIABLE} names another, which is used: {}", path.display());
    }
    terminal::print(&out)?;
    Ok(Outcome::Done)
}

fn path() -> Result<Outcome, Stop> {
    let folder = Folder::open()?;
    let path = named().unwrap_or_else(|| folder.path(&ENGLISH));
    if !path.exists() {
        return Err(Stop::because(format!(
            "{} is not there; `annalist model fetch` gets {ENGLISH}",
            path.display()
        )));
    }
    terminal::print(&format!("{}\n", path.display()))?;
    Ok(Outcome::Done)
}

/// Checks the fetched pipeline, byte by byte.
fn check(known: &Known) -> Result<Outcome, Stop> {
    let folder = Folder::open()?;
    let path = folder.path(known);
    match folder.state(known) {
        State::Missing => {
            return Err(Stop::because(format!(
                "{known} is not in {}; `annalist model fetch` gets it",
                folder.display()
            )));
        }
        State::Broken(_) | State::Here => {}
    }
    check::sha256(&path, known).map_err(|wrong| {
        Stop::because(format!(
            "{}: {wrong}\n`annalist model fetch --force` gets it again",
            path.display()
        ))
    })?;
    loads(&path)
}

fn loads(path: &Path) -> Result<Outcome, Stop> {
    open(path)?;
    terminal::print(&format!("{}: all well\n", path.display()))?;
    Ok(Outcome::Done)
}
