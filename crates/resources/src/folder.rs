//! The folder that fetched pipelines are kept in.

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::error::Error;
use crate::known::Known;

/// The folder that fetched pipelines are kept in: `annalist/models` in the user's cache folder
/// (`$XDG_CACHE_HOME` or `~/.cache`; `%LOCALAPPDATA%` on Windows).
pub struct Folder(PathBuf);

/// Whether a pipeline is in the folder.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    /// It is, and it has the right size.
    Here,
    /// It is not.
    Missing,
    /// A file of its name is, with another size.
    Broken(u64),
}

impl Folder {
    /// The folder of this user's pipelines; it need not be there yet.
    ///
    /// # Errors
    /// When nobody can tell where the user's cache folder is.
    pub fn open() -> Result<Self, Error> {
        Self::named("models")
    }

    /// A folder beside it.
    ///
    /// # Errors
    /// When nobody can tell where the user's cache folder is.
    pub fn named(name: &str) -> Result<Self, Error> {
        let strategy = etcetera::choose_base_strategy().map_err(|error| {
            Error::because(format!(
                "cannot tell where your cache folder is ({error}); set XDG_CACHE_HOME, or name \
                 what is needed with --model PATH and --gazetteer PATH"
            ))
        })?;
        Ok(Self(strategy.cache_dir().join("annalist").join(name)))
    }

    #[cfg(test)]
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Where the folder is.
    pub fn root(&self) -> &Path {
        &self.0
    }

    /// The folder's path, to be shown.
    pub fn display(&self) -> std::path::Display<'_> {
        self.0.display()
    }

    /// Where a pipeline is, or will be.
    pub fn path(&self, known: &Known) -> PathBuf {
        self.0.join(known.file)
    }

    /// Whether a pipeline is here; looks at its size, not at every byte.
    pub fn state(&self, known: &Known) -> State {
        match fs::metadata(self.path(known)) {
            Ok(file) if file.len() == known.bytes => State::Here,
            Ok(file) => State::Broken(file.len()),
            Err(_) => State::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::ENGLISH;

    #[test]
    fn tells_a_whole_file_from_a_part_of_it() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        assert_eq!(folder.state(&ENGLISH), State::Missing);
        fs::write(folder.path(&ENGLISH), "half").unwrap();
        assert_eq!(folder.state(&ENGLISH), State::Broken(4));
        let file = fs::File::create(folder.path(&ENGLISH)).unwrap();
        file.set_len(ENGLISH.bytes).unwrap();
        assert_eq!(folder.state(&ENGLISH), State::Here);
    }
}
