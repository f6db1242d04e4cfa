//! Whether a file is the one it should be.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::known::Known;

/// Why a file is not the one it should be.
#[derive(Debug)]
pub enum Wrong {
    /// It cannot be read.
    Unreadable(io::Error),
    /// It has another size.
    Size {
        /// As it should be.
        expected: u64,
        /// As it is.
        found: u64,
    },
    /// It has other content.
    Hash {
        /// As it should be.
        expected: String,
        /// As it is.
        found: String,
    },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "cannot be read: {error}"),
            Self::Size { expected, found } => {
                write!(f, "has {found} bytes, expected {expected}")
            }
            Self::Hash { expected, found } => {
                write!(f, "has sha256 {found}, expected {expected}")
            }
        }
    }
}

/// Compares a file's size and SHA-256 with those of a known pipeline.
///
/// # Errors
/// What differs, or that the file cannot be read.
pub fn sha256(path: &Path, known: &Known) -> Result<(), Wrong> {
    let mut file = File::open(path).map_err(Wrong::Unreadable)?;
    let found = file.metadata().map_err(Wrong::Unreadable)?.len();
    if found != known.bytes {
        return Err(Wrong::Size { expected: known.bytes, found });
    }
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => hash.update(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Wrong::Unreadable(error)),
        }
    }
    let found: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if found == known.sha256 {
        return Ok(());
    }
    Err(Wrong::Hash { expected: known.sha256.to_owned(), found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::ENGLISH;

    #[test]
    fn size_then_content() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("a.whl");
        assert!(matches!(sha256(&path, &ENGLISH), Err(Wrong::Unreadable(_))));
        std::fs::write(&path, "abc").unwrap();
        let wrong = sha256(&path, &ENGLISH).unwrap_err();
        assert_eq!(wrong.to_string(), "has 3 bytes, expected 12807453");
        let abc = Known { bytes: 3, ..ENGLISH };
        assert!(matches!(sha256(&path, &abc), Err(Wrong::Hash { .. })));
        let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert!(sha256(&path, &Known { sha256: sha, ..abc }).is_ok());
    }
}
