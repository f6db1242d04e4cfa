//! What can go wrong with a store, in words that say what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// The store could not do what was asked. It is as it was before.
#[derive(Clone, Debug)]
pub struct Error {
    kind: ErrorKind,
    path: PathBuf,
    detail: String,
}

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// No such file, and none could be made.
    Open,
    /// A file that is no store.
    NoStore,
    /// The file is damaged.
    Damaged,
    /// The file was written by a newer program.
    Newer,
    /// Another program writes to it.
    Held,
    /// The file or its folder cannot be written to.
    ReadOnly,
    /// No room on the disk.
    Full,
    /// A question that SQLite does not understand.
    Question,
    /// A decision that cannot be read or carried out.
    Decision,
    /// A question that takes more work than it may.
    TooMuch,
    /// Anything else that SQLite said.
    Other,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, path: &Path, detail: impl Into<String>) -> Self {
        Self { kind, path: path.to_owned(), detail: detail.into() }
    }

    pub(crate) fn sql(path: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let kind = match error.sqlite_error_code() {
            Some(Code::NotADatabase) => ErrorKind::NoStore,
            Some(Code::DatabaseCorrupt) => ErrorKind::Damaged,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => ErrorKind::Held,
            Some(Code::ReadOnly | Code::PermissionDenied) => ErrorKind::ReadOnly,
            Some(Code::DiskFull) => ErrorKind::Full,
            Some(Code::OperationInterrupted) => ErrorKind::TooMuch,
            Some(Code::SystemIoFailure) if refused_to_write(error) => ErrorKind::Full,
            Some(Code::CannotOpen) => ErrorKind::Open,
            _ => ErrorKind::Other,
        };
        Self::new(kind, path, error.to_string())
    }

    /// Trouble around a store that is none of its own.
    #[must_use]
    pub fn other(path: &Path, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Other, path, detail)
    }

    /// What kind of trouble it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

/// Whether the system would not take more bytes: a quota or a limit, which SQLite does not tell from a
/// disk that fails.
fn refused_to_write(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};
    let codes = [SQLITE_IOERR_WRITE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_SHMSIZE];
    error.sqlite_error().is_some_and(|e| codes.contains(&e.extended_code))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, detail) = (self.path.display(), &self.detail);
        match self.kind {
            ErrorKind::Open => write!(
                f,
                "{path}: the store cannot be opened ({detail}); see whether the folder is there and may be read"
            ),
            ErrorKind::NoStore => write!(
                f,
                "{path}: this is no store of annalist ({detail}); name another file, or a new one to begin with"
            ),
            ErrorKind::Damaged => write!(
                f,
                "{path}: the store is damaged ({detail}); nothing was changed. Keep a copy, then save what can be read: sqlite3 {path} .recover | sqlite3 saved.db"
            ),
            ErrorKind::Newer => write!(
                f,
                "{path}: the store was written by a newer annalist ({detail}); use that version"
            ),
            ErrorKind::Held => write!(
                f,
                "{path}: another program is writing to the store ({detail}); wait until it is done"
            ),
            ErrorKind::ReadOnly => write!(
                f,
                "{path}: the store cannot be written to ({detail}); see the file's and its folder's permissions"
            ),
            ErrorKind::Full => write!(
                f,
                "{path}: there is no room left ({detail}); what was added before is safe. Make room and run the same command again"
            ),
            ErrorKind::Question => write!(f, "{path}: the question was not understood: {detail}"),
            ErrorKind::Decision => write!(f, "{path}: {detail}"),
            ErrorKind::TooMuch => write!(
                f,
                "{path}: the question takes too much work and was given up; narrow it, for instance to some days"
            ),
            ErrorKind::Other => write!(f, "{path}: {detail}"),
        }
    }
}

impl std::error::Error for Error {}
