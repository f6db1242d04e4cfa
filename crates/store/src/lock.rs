//! One writer at a time: a lock file beside the store that the system frees when its holder ends, however.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, ErrorKind};

/// Who writes, in words for whoever has to wait: "annalist add, process 4711".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder(pub String);

/// The right to write; given back when dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

const STEP: Duration = Duration::from_millis(50);

/// The lock file of a store.
pub(crate) fn path_of(store: &Path) -> PathBuf {
    let mut name = store.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    store.with_file_name(name)
}

impl Lock {
    /// Takes the lock, waiting for so long when another holds it.
    pub(crate) fn take(store: &Path, own: &Holder, wait: Duration) -> Result<Self, Error> {
        let path = path_of(store);
        let trouble = |e: &std::io::Error| {
            let kind = match e.kind() {
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                    ErrorKind::ReadOnly
                }
                std::io::ErrorKind::StorageFull => ErrorKind::Full,
                _ => ErrorKind::Open,
            };
            Error::new(kind, store, format!("{}: {e}", path.display()))
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(|e| trouble(&e))?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if waited < wait => {
                    std::thread::sleep(STEP);
                    waited += STEP;
                }
                Err(TryLockError::WouldBlock) => {
                    let mut who = String::new();
                    // Where nobody wrote a name there is none to tell.
                    let _ = file.read_to_string(&mut who);
                    let who = if who.is_empty() { "a program without a name".into() } else { who };
                    return Err(Error::new(ErrorKind::Held, store, who));
                }
                Err(TryLockError::Error(e)) => return Err(trouble(&e)),
            }
        }
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(own.0.as_bytes()))
            .map_err(|e| trouble(&e))?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_hears_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("a.db");
        let holder = |n| Holder(format!("annalist add, process {n}"));
        let first = Lock::take(&store, &holder(1), Duration::ZERO).unwrap();
        let second = Lock::take(&store, &holder(2), Duration::from_millis(60)).unwrap_err();
        assert_eq!(second.kind(), ErrorKind::Held);
        assert!(second.to_string().contains("annalist add, process 1"), "{second}");
        drop(first);
        Lock::take(&store, &holder(2), Duration::ZERO).unwrap();
    }
}
