//! What can go wrong while reading.

use std::fmt;
use std::io;

/// A document could not be read.
///
/// Its message says the file, where in it, what was expected and what to do. Reading goes on with
/// the next document. The predicates tell kinds of trouble apart; more kinds may come.
#[derive(Debug)]
pub struct ReadError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    file: String,
    line: Option<u64>,
    column: Option<u64>,
    /// The place in a file that has no lines: `row 7`, `record 3 at byte 900`.
    part: Option<String>,
    what: String,
}

/// Kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Missing,
    Permission,
    TooLarge,
    NotUtf8,
    Binary,
    Empty,
    Json,
    Column,
    Date,
    Damaged,
    Refused,
    Unfinished,
    Io,
}

impl ReadError {
    /// A complaint about a file as a whole.
    pub(crate) fn new(kind: Kind, file: &str, what: impl Into<String>) -> Self {
        let (file, what) = (file.to_owned(), what.into());
        Self(Box::new(Inner { kind, file, line: None, column: None, part: None, what }))
    }

    /// The same complaint, about a line (from 1).
    pub(crate) fn at_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    /// The same complaint, about a column (from 1) of its line.
    pub(crate) fn at_column(mut self, column: u64) -> Self {
        self.0.column = Some(column);
        self
    }

    /// The same complaint, about a row (from 1) of a table without lines.
    pub(crate) fn at_row(self, row: u64) -> Self {
        self.at_part(format!("row {row}"))
    }

    /// The same complaint, about the file that holds what it was about.
    pub(crate) fn in_file(mut self, file: &str) -> Self {
        if self.0.file != file {
            self.0.what = format!("{} ({})", self.0.what, self.0.file);
            self.0.file = file.to_owned();
        }
        self
    }

    /// The same complaint, about a part of the file.
    pub(crate) fn at_part(mut self, part: impl Into<String>) -> Self {
        self.0.part = Some(part.into());
        self
    }

    /// What the operating system said about a file.
    pub(crate) fn io(file: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => {
                Self::new(Kind::Missing, file, "no such file or folder; check the name")
            }
            io::ErrorKind::PermissionDenied => Self::new(
                Kind::Permission,
                file,
                "no permission to read it; change its permissions or run as a user who may",
            ),
            _ => Self::new(Kind::Io, file, format!("could not be read: {error}")),
        }
    }

    /// The file as the user named it, or as it was found in a folder; `-` for standard input.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.0.file
    }

    /// The line it is about, from 1, where it is about one.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The file or folder is not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.0.kind == Kind::Missing
    }

    /// The operating system does not let us read it.
    #[must_use]
    pub fn is_permission(&self) -> bool {
        self.0.kind == Kind::Permission
    }

    /// The file or one of its lines is longer than [`Options`](crate::Options) allow.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.0.kind == Kind::TooLarge
    }

    /// The bytes are text in another encoding than UTF-8.
    #[must_use]
    pub fn is_not_utf8(&self) -> bool {
        self.0.kind == Kind::NotUtf8
    }

    /// The bytes are no text at all.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.0.kind == Kind::Binary
    }

    /// There are no words in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.kind == Kind::Empty
    }

    /// A line of a JSON Lines file is not a JSON object.
    #[must_use]
    pub fn is_bad_json(&self) -> bool {
        self.0.kind == Kind::Json
    }

    /// A column is missing or holds something other than it should.
    #[must_use]
    pub fn is_bad_column(&self) -> bool {
        self.0.kind == Kind::Column
    }

    /// A part of the file is damaged: it is lost, the rest was read.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.0.kind == Kind::Damaged
    }

    /// An address may not be fetched: by its owner's wish (robots.txt), or for our own safety.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.0.kind == Kind::Refused
    }

    /// Finding the article of a page took too long, or broke off.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.0.kind == Kind::Unfinished
    }

    /// A publication date is not a date.
    #[must_use]
    pub fn is_bad_date(&self) -> bool {
        self.0.kind == Kind::Date
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { file, line, column, part, what, .. } = &*self.0;
        f.write_str(if file == "-" { "standard input" } else { file })?;
        if let Some(part) = part {
            write!(f, ", {part}")?;
        }
        if let Some(line) = line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {what}")
    }
}

impl std::error::Error for ReadError {}

/// A number of bytes as people say it: `64 MiB`, `200 MB` stays `190.7 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    match bytes {
        b if b >= MIB && b.is_multiple_of(MIB) => format!("{} MiB", b / MIB),
        b if b >= MIB => format!("{:.1} MiB", b as f64 / MIB as f64),
        b if b >= 1 << 10 => format!("{} KiB", b >> 10),
        b => format!("{b} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_file_line_and_column() {
        let error = ReadError::new(Kind::Json, "a.jsonl", "not JSON").at_line(3).at_column(7);
        assert_eq!(error.to_string(), "a.jsonl, line 3, column 7: not JSON");
        assert!(error.is_bad_json() && !error.is_missing());
        assert_eq!((error.file(), error.line()), ("a.jsonl", Some(3)));
    }

    #[test]
    fn knows_what_the_system_said() {
        let of = |kind: io::ErrorKind| ReadError::io("-", &io::Error::from(kind));
        assert!(of(io::ErrorKind::NotFound).is_missing());
        assert!(of(io::ErrorKind::PermissionDenied).is_permission());
        let other = of(io::ErrorKind::TimedOut).to_string();
        assert!(other.starts_with("standard input: could not be read"), "{other}");
    }

    #[test]
    fn sizes_are_readable() {
        assert_eq!(size(64 << 20), "64 MiB");
        assert_eq!(size(200_000_000), "190.7 MiB");
        assert_eq!(size(2048), "2 KiB");
        assert_eq!(size(12), "12 bytes");
    }
}
