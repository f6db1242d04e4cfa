//! What can go wrong while rows are taken elsewhere.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The rows could not be written. Files that were there before are as they were.
#[derive(Debug)]
pub enum Error {
    /// The store could not be read.
    Store(annalist_store::Error),
    /// A file could not be written.
    Write {
        /// Which file; none for what was handed over as a stream.
        path: Option<PathBuf>,
        /// What the system said.
        error: io::Error,
    },
}

impl Error {
    pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Write { path: Some(path.clone()), error }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Write { path: Some(path), error } => {
                write!(f, "{}: could not be written: {error}", path.display())
            }
            Self::Write { path: None, error } => {
                write!(f, "the rows could not be written: {error}")
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<annalist_store::Error> for Error {
    fn from(error: annalist_store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Write { path: None, error }
    }
}

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        Self::Write { path: None, error: error.into() }
    }
}

impl From<parquet::errors::ParquetError> for Error {
    fn from(error: parquet::errors::ParquetError) -> Self {
        Self::Write { path: None, error: io::Error::other(error) }
    }
}

impl From<arrow_schema::ArrowError> for Error {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::Write { path: None, error: io::Error::other(error) }
    }
}
