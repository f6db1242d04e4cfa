//! The data files, from the program or from a folder.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

static ENGLISH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/en");

/// Names of files with `/` between folders, and their text.
#[derive(Debug)]
pub(crate) struct Files(BTreeMap<String, String>);

impl Files {
    pub(crate) fn english() -> Self {
        let mut all = BTreeMap::new();
        let mut folders = vec![&ENGLISH];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                    all.insert(name.replace('\\', "/"), text.to_owned());
                }
            }
        }
        Self(all)
    }

    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        let mut folders = vec![(folder.to_path_buf(), String::new())];
        while let Some((path, prefix)) = folders.pop() {
            let failed = |e: std::io::Error| Error(format!("{}: {e}", path.display()));
            for entry in std::fs::read_dir(&path).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.path().is_dir() {
                    folders.push((entry.path(), format!("{name}/")));
                } else if is_data(&name) {
                    all.insert(name, std::fs::read_to_string(entry.path()).map_err(failed)?);
                }
            }
        }
        Ok(Self(all))
    }

    /// The text of one file.
    pub(crate) fn get(&self, name: &str) -> Result<&str, Error> {
        let missing = || Error(format!("{name}: the lexicon has no such file"));
        self.0.get(name).map(String::as_str).ok_or_else(missing)
    }

    /// The `.toml` files of a folder, by name.
    pub(crate) fn of<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        all.filter(move |(name, _)| name.starts_with(folder) && name.ends_with(".toml"))
    }

    /// Reads one file into a type.
    pub(crate) fn parse<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        parse(name, self.get(name)?)
    }

    pub(crate) fn hash(&self) -> String {
        let mut sum = Sha256::new();
        for (name, text) in self.0.iter().filter(|(name, _)| is_data(name)) {
            sum.update((name.len() as u64).to_le_bytes());
            sum.update(name);
            sum.update((text.len() as u64).to_le_bytes());
            sum.update(text);
        }
        sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether a file holds entries or weights; others are there for people.
fn is_data(name: &str) -> bool {
    name.ends_with(".toml") || name.ends_with(".tsv")
}

/// Reads the text of a file into a type.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| Error(format!("{name}: {e}")))
}

/// A lexicon file that is missing or cannot be understood. The message names file, line and what was expected.
#[derive(Debug)]
pub struct Error(pub(crate) String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lexicon: {}", self.0)
    }
}

impl std::error::Error for Error {}
