//! Where a pipeline's files come from: a wheel, or a directory.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipArchive;

/// No part of a pipeline is larger than this.
const MAX_PART: u64 = 4 << 30;
/// Deflate cannot do better than about 1032 to 1.
const MAX_RATIO: u64 = 1100;

/// A pipeline's files, read on demand. Shared by the threads that load its parts.
#[derive(Debug)]
pub(crate) struct Package {
    source: Source,
    hashes: Mutex<BTreeMap<String, [u8; 32]>>,
}

enum Source {
    Directory(PathBuf),
    Wheel { archive: ZipArchive<Cursor<Bytes>>, base: String },
}

/// A wheel in memory, shared by all readers.
#[derive(Clone)]
struct Bytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Directory(path) => f.debug_tuple("Directory").field(path).finish(),
            Source::Wheel { base, .. } => f.debug_tuple("Wheel").field(base).finish(),
        }
    }
}

impl Package {
    /// Finds the model in a wheel, a model directory, or a package directory around one.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let source = if path.is_dir() {
            Source::Directory(find_directory(path)?)
        } else {
            open_wheel(path)?
        };
        Ok(Package { source, hashes: Mutex::default() })
    }

    /// A part's bytes, or `None` when there is no such part.
    pub(crate) fn read_optional(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let bytes = match &self.source {
            Source::Directory(base) => match std::fs::read(base.join(name)) {
                Ok(bytes) => bytes,
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                Err(e) => return Err(Error::not_found(name, format!("cannot be read ({e})"))),
            },
            Source::Wheel { archive, base } => {
                let mut archive = archive.clone();
                match archive.by_name(&format!("{base}{name}")) {
                    Ok(entry) => read_entry(entry, name)?,
                    Err(zip::result::ZipError::FileNotFound) => return Ok(None),
                    Err(e) => return Err(damaged_wheel(name, &e)),
                }
            }
        };
        let hash = Sha256::digest(&bytes).into();
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), hash);
        Ok(Some(bytes))
    }

    /// A part that has to be there.
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>> {
        self.read_optional(name)?.ok_or_else(|| {
            Error::damaged(name, "is missing from the package; fetch the package again")
        })
    }

    /// SHA-256 over the names and hashes of all parts read so far.
    pub(crate) fn content_hash(&self) -> String {
        let mut sum = Sha256::new();
        for (name, hash) in &*self.hashes.lock().unwrap_or_else(PoisonError::into_inner) {
            sum.update((name.len() as u64).to_le_bytes());
            sum.update(name.as_bytes());
            sum.update(hash);
        }
        sum.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

fn damaged_wheel(place: &str, e: &dyn std::fmt::Display) -> Error {
    Error::damaged(place, format!("not a sound wheel ({e}); fetch the package again"))
}

fn read_entry(entry: zip::read::ZipFile<'_, Cursor<Bytes>>, name: &str) -> Result<Vec<u8>> {
    let size = entry.size();
    if size > MAX_PART || size > entry.compressed_size().saturating_mul(MAX_RATIO) + 1024 {
        return Err(damaged_wheel(name, &format!("claims {size} bytes")));
    }
    // The claim is bounded by the data; room is still made only as bytes arrive.
    let mut bytes = Vec::with_capacity(size.min(64 << 20) as usize);
    entry.take(size + 1).read_to_end(&mut bytes).map_err(|e| damaged_wheel(name, &e))?;
    if bytes.len() as u64 != size {
        return Err(damaged_wheel(name, &format!("has {} bytes, not {size}", bytes.len())));
    }
    Ok(bytes)
}

fn no_model(path: &Path) -> Error {
    let what = if path.exists() {
        "holds no spaCy pipeline (no config.cfg); give a wheel (.whl), a model directory, or an \
         installed package's directory"
    } else {
        "no such file or directory; give a wheel (.whl) or directory of a spaCy pipeline"
    };
    Error::not_found("", what)
}

/// The directory with `config.cfg`: the given one, or one just below it.
fn find_directory(path: &Path) -> Result<PathBuf> {
    if path.join("config.cfg").is_file() {
        return Ok(path.to_owned());
    }
    let entries = std::fs::read_dir(path)
        .map_err(|e| Error::not_found("", format!("the directory cannot be read ({e})")))?;
    let below = entries.flatten().map(|e| e.path()).filter(|p| p.join("config.cfg").is_file());
    // With several versions side by side the last name wins.
    below.max().ok_or_else(|| no_model(path))
}

fn open_wheel(path: &Path) -> Result<Source> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => Bytes(Arc::new(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(no_model(path)),
        Err(e) => return Err(Error::not_found("", format!("cannot be read ({e})"))),
    };
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged_wheel("", &e))?;
    let base = archive
        .file_names()
        .filter_map(|n| n.strip_suffix("config.cfg"))
        .filter(|b| b.is_empty() || b.ends_with('/'))
        .min_by_key(|b| (b.len(), b.to_string()))
        .map(str::to_owned);
    match base {
        Some(base) => Ok(Source::Wheel { archive, base }),
        None => Err(no_model(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_and_empty_places_are_not_found() {
        assert!(Package::open(Path::new("/no/such/thing.whl")).unwrap_err().is_not_found());
        let dir = std::env::temp_dir().join(format!("annotate-package-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("inner-1.0")).unwrap();
        assert!(Package::open(&dir).unwrap_err().is_not_found());
        std::fs::write(dir.join("inner-1.0/config.cfg"), "x").unwrap();
        let package = Package::open(&dir).unwrap();
        assert_eq!(package.read("config.cfg").unwrap(), b"x");
        assert!(package.read("tokenizer").unwrap_err().is_damaged());
        assert_eq!(package.content_hash().len(), 64);
        std::fs::write(dir.join("bad.whl"), "PK not a wheel").unwrap();
        assert!(Package::open(&dir.join("bad.whl")).unwrap_err().is_damaged());
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
