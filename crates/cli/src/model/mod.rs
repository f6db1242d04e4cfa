//! `annalist model`, and the pipeline that `annalist code` uses.
//!
//! Where a pipeline comes from: `--model` or `ANNALIST_MODEL` give the path of one, or the name of one
//! that the program knows; otherwise it is the small English one. Known ones are fetched once into the
//! cache folder.

use std::fmt::Write as _;
use std::path::Path;

use annalist_annotate::Pipeline;
use annalist_resources::folder::{Folder, State};
use annalist_resources::known::{self, ENGLISH, Known};
use annalist_resources::pipeline::{self, Choice, VARIABLE, choose, named, open, unknown};
use annalist_resources::{check, fetch};

use crate::args::{Model, ModelAction};
use crate::exit::{Outcome, Stop};
use crate::terminal;

/// Runs `annalist model`.
pub(crate) fn run(model: Model) -> Result<Outcome, Stop> {
    match model.action.unwrap_or(ModelAction::List) {
        ModelAction::List => list(),
        ModelAction::Path => path(),
        ModelAction::Fetch { name, force } => {
            let known = match name {
                None => &ENGLISH,
                Some(name) => known::by_name(&name).ok_or_else(|| unknown(&name))?,
            };
            let path = fetch::fetch(known, &Folder::open()?, force, terminal::note)?;
            terminal::print(&format!("{}\n", path.display()))?;
            Ok(Outcome::Done)
        }
        ModelAction::Check { path } => match choose(path.or_else(named).as_deref()) {
            Choice::Path(path) => loads(&path),
            Choice::Known(known) => check(known),
        },
    }
}

/// Loads the pipeline to use; fetches it first when the program knows it and it is not here.
pub(crate) fn load(named: Option<&Path>) -> Result<Pipeline, Stop> {
    Ok(pipeline::load(named, terminal::note)?)
}

fn list() -> Result<Outcome, Stop> {
    let folder = Folder::open()?;
    let mut out = String::new();
    for known in known::ALL {
        let state = match folder.state(known) {
            State::Here => "here".to_owned(),
            State::Missing => {
                format!("not here yet; `{}`, or the first use, gets it", known.command())
            }
            State::Broken(bytes) => {
                format!("broken ({bytes} bytes); `{} --force`", known.command())
            }
        };
        let rows = [
            ("name", format!("{known} (--model {})", known.short)),
            ("language", known.language.to_owned()),
            ("licence", known.licence.to_owned()),
            ("size", known::megabytes(known.bytes)),
            ("sha256", known.sha256.to_owned()),
            ("state", state),
            ("path", folder.path(known).display().to_string()),
        ];
        for (name, value) in rows {
            let _ = writeln!(out, "{name:<9} {value}");
        }
        out.push('\n');
    }
    let _ = match named() {
        Some(path) => writeln!(out, "{VARIABLE} names the one that is used: {}", path.display()),
        None => writeln!(out, "used when none is named: {ENGLISH}"),
    };
    terminal::print(&out)?;
    Ok(Outcome::Done)
}

fn path() -> Result<Outcome, Stop> {
    let (path, advice) = match choose(named().as_deref()) {
        Choice::Path(path) => (path, format!("{VARIABLE} names it")),
        Choice::Known(known) => {
            (Folder::open()?.path(known), format!("`{}` gets {known}", known.command()))
        }
    };
    if !path.exists() {
        return Err(Stop::because(format!("{} is not there; {advice}", path.display())));
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
                "{known} is not in {}; `{}` gets it",
                folder.display(),
                known.command()
            )));
        }
        State::Broken(_) | State::Here => {}
    }
    check::sha256(&path, known).map_err(|wrong| {
        Stop::because(format!(
            "{}: {wrong}\n`{} --force` gets it again",
            path.display(),
            known.command()
        ))
    })?;
    loads(&path)
}

fn loads(path: &Path) -> Result<Outcome, Stop> {
    open(path)?;
    terminal::print(&format!("{}: all well\n", path.display()))?;
    Ok(Outcome::Done)
}
