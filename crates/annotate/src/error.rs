//! The one error type of the crate.

use std::fmt;
use std::path::Path;

/// What went wrong while a pipeline was opened.
///
/// The type is opaque; ask it with [`is_not_found`](Error::is_not_found),
/// [`is_damaged`](Error::is_damaged) and [`is_unsupported`](Error::is_unsupported). Its message
/// names the file or component, says what was expected, and what to do.
///
/// ```
/// let error = annalist_annotate::Pipeline::open("/no/such/model.whl").unwrap_err();
/// assert!(error.is_not_found());
/// assert!(error.to_string().contains("/no/such/model.whl"));
/// ```
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    place: String,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    NotFound,
    Damaged,
    Unsupported,
}

/// The crate's result.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(kind: Kind, place: impl Into<String>, message: impl Into<String>) -> Self {
        Error(Box::new(Inner { kind, place: place.into(), message: message.into() }))
    }

    pub(crate) fn not_found(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, place, message)
    }

    pub(crate) fn damaged(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Kind::Damaged, place, message)
    }

    pub(crate) fn unsupported(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Kind::Unsupported, place, message)
    }

    /// Puts the package's path in front of the place inside it.
    pub(crate) fn within(mut self, path: &Path) -> Self {
        self.0.place = if self.0.place.is_empty() {
            path.display().to_string()
        } else {
            format!("{}: {}", path.display(), self.0.place)
        };
        self
    }

    /// There is nothing, or nothing readable, at the path.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == Kind::NotFound
    }

    /// The package is there but broken: truncated, altered, or contradicting itself.
    pub fn is_damaged(&self) -> bool {
        self.0.kind == Kind::Damaged
    }

    /// The package is sound but needs something this runtime does not do.
    pub fn is_unsupported(&self) -> bool {
        self.0.kind == Kind::Unsupported
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.place.is_empty() {
            f.write_str(&self.0.message)
        } else {
            write!(f, "{}: {}", self.0.place, self.0.message)
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, {self})", self.0.kind)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_has_path_place_and_advice() {
        let e = Error::damaged("ner/model", "ends early; fetch the package again")
            .within(Path::new("/x/en.whl"));
        assert_eq!(e.to_string(), "/x/en.whl: ner/model: ends early; fetch the package again");
        assert!(e.is_damaged() && !e.is_not_found() && !e.is_unsupported());
        assert_eq!(Error::not_found("", "m").within(Path::new("p")).to_string(), "p: m");
    }
}
