//! What can go wrong: with a request, and with the desk as a whole.

use std::fmt;

use annalist_store::{Error, ErrorKind};
use axum::http::StatusCode;

/// Why a request has no answer, in words for whoever asked.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    pub(crate) detail: String,
}

impl Trouble {
    pub(crate) fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into() }
    }

    pub(crate) fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not in this store", detail)
    }

    pub(crate) fn wrong(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "This was not understood", detail)
    }

    pub(crate) fn refused(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Not allowed", detail)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let (status, title) = match error.kind() {
            ErrorKind::Question => (StatusCode::BAD_REQUEST, "The question was not understood"),
            ErrorKind::TooMuch => (StatusCode::SERVICE_UNAVAILABLE, "Too much to look through"),
            ErrorKind::Decision => (StatusCode::CONFLICT, "This cannot be decided"),
            ErrorKind::Held => (StatusCode::SERVICE_UNAVAILABLE, "The store is being written to"),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "The store could not be read"),
        };
        Self::new(status, title, error.to_string())
    }
}

/// Why the desk does not run.
#[derive(Debug)]
pub struct Stopped(pub(crate) String);

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Stopped {}
