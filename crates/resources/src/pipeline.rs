//! The language pipeline to use: one that the user names, or a known one, fetched at first use.

use std::path::{Path, PathBuf};

use annalist_annotate::Pipeline;

use crate::folder::Folder;
use crate::known::{self, ENGLISH, Known};
use crate::{Error, Tell, fetch};

/// The variable that names a pipeline to use instead of the fetched one.
pub const VARIABLE: &str = "ANNALIST_MODEL";

/// Loads the pipeline to use; fetches it first when it is a known one that is not here.
///
/// # Errors
/// When it cannot be fetched or read; the message says what to do.
pub fn load(named: Option<&Path>, tell: Tell) -> Result<Pipeline, Error> {
    let path = match choose(named) {
        Choice::Path(path) => path,
        Choice::Known(known) => fetch::fetch(known, &Folder::open()?, false, tell)?,
    };
    open(&path)
}

/// What somebody means by the name or path of a pipeline.
#[derive(Clone, Debug)]
pub enum Choice {
    /// A wheel or folder.
    Path(PathBuf),
    /// One that is known by name.
    Known(&'static Known),
}

/// What is there under a path is meant by it; else it may be a name.
#[must_use]
pub fn choose(named: Option<&Path>) -> Choice {
    let Some(path) = named else { return Choice::Known(&ENGLISH) };
    match path.to_str().and_then(known::by_name) {
        Some(known) if !path.exists() => Choice::Known(known),
        _ => Choice::Path(path.to_owned()),
    }
}

/// The complaint about a name that means nothing.
#[must_use]
pub fn unknown(name: &str) -> Error {
    let names: Vec<String> =
        known::ALL.iter().map(|k| format!("{} ({})", k.short, k.name)).collect();
    Error::because(format!(
        "there is no pipeline known as \"{name}\"; known are {}.\nOther pipelines are given as a path: \
         --model PATH",
        names.join(" and ")
    ))
}

/// Opens the wheel or folder of a pipeline.
///
/// # Errors
/// When it cannot be read; the message says what to do.
pub fn open(path: &Path) -> Result<Pipeline, Error> {
    if let Err(error) = std::fs::metadata(path) {
        return Err(Error::because(format!(
            "the language pipeline {} cannot be read: {error}\nGive --model (or {VARIABLE}) the path \
             of a spaCy wheel or model folder, or a name (sm, md), or leave it out to use {ENGLISH}.",
            path.display()
        )));
    }
    Pipeline::open(path).map_err(|error| {
        let message = error.to_string();
        let shown = path.display().to_string();
        let place = if message.contains(&shown) { String::new() } else { format!("{shown}: ") };
        Error::because(format!("the language pipeline cannot be used: {place}{message}"))
    })
}

/// The pipeline that the environment names.
#[must_use]
pub fn named() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}
