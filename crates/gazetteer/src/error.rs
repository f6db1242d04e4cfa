//! What can go wrong with the file.

use std::fmt;
use std::path::{Path, PathBuf};

/// The gazetteer cannot be used, or not be built. The message says which file and why.
#[derive(Debug)]
pub struct Error {
    path: PathBuf,
    what: String,
    missing: bool,
}

impl Error {
    pub(crate) fn new(path: &Path, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), what: what.into(), missing: false }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        Self { path: path.to_owned(), what: format!("cannot be read ({error})"), missing }
    }

    /// Whether there is no such file.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.missing
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.what)
    }
}

impl std::error::Error for Error {}
