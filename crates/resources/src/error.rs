//! What is missing, and what to do.

use std::fmt;

/// A resource cannot be had. The message says which, why, and how to get it by hand.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    pub(crate) fn because(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
