//! Weights of a small linear model over named features.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::files::{Error, Files};

/// What each feature says for (above 0) or against something, in thousandths of log-odds.
///
/// Whole numbers: a sum is the same on every machine and in every order. The file is a table of two
/// columns, the feature (its parts joined by `|`) and its weight; lines that begin with `#` are remarks,
/// names that begin with `@` are settings.
#[derive(Debug, Default)]
pub struct Weights {
    by_key: HashMap<u64, i32, BuildHasherDefault<AsIs>>,
    settings: HashMap<String, i32>,
}

/// The keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = self.0.rotate_left(8) ^ u64::from(*b));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl Weights {
    /// The number that stands for a feature: FNV-1a over its parts.
    #[must_use]
    pub fn key(parts: &[&str]) -> u64 {
        let mut key = 0xcbf2_9ce4_8422_2325_u64;
        for (n, part) in parts.iter().enumerate() {
            let between = if n > 0 { &b"|"[..] } else { b"" };
            for byte in between.iter().chain(part.as_bytes()) {
                key = (key ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        key
    }

    /// The weight of a feature; 0 for one that was never learned.
    #[must_use]
    pub fn of(&self, key: u64) -> i32 {
        self.by_key.get(&key).copied().unwrap_or(0)
    }

    /// A setting (a threshold); 0 where the file has none.
    #[must_use]
    pub fn setting(&self, name: &str) -> i32 {
        self.settings.get(name).copied().unwrap_or(0)
    }

    /// The same weights with a setting of another value: for programs that learn.
    #[must_use]
    pub fn with(mut self, setting: &str, value: i32) -> Self {
        self.settings.insert(setting.to_owned(), value);
        self
    }

    /// Weights by name, not from a file: for programs that learn.
    #[must_use]
    pub fn from_rows<'a>(rows: impl IntoIterator<Item = (&'a str, i32)>) -> Self {
        let by_key = rows.into_iter().map(|(name, weight)| (Self::key(&[name]), weight)).collect();
        Self { by_key, settings: HashMap::new() }
    }

    /// Reads a file; none when the lexicon does not bring it.
    pub(crate) fn read(files: &Files, name: &str) -> Result<Option<Self>, Error> {
        files.get(name).ok().map(|text| Self::parse(name, text)).transpose()
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// When a line is no feature with a weight.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut all = Self::default();
        for (n, line) in
            text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
        {
            let wrong = || {
                Error(format!(
                    "{name}, line {}: expected a feature, a tab and a whole number",
                    n + 1
                ))
            };
            let (feature, weight) = line.rsplit_once('\t').ok_or_else(wrong)?;
            let weight: i32 = weight.trim().parse().map_err(|_| wrong())?;
            match feature.strip_prefix('@') {
                Some(setting) => all.settings.insert(setting.to_owned(), weight),
                None => all.by_key.insert(Self::key(&[feature]), weight),
            };
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined() {
        assert_eq!(Weights::key(&["cue", "say"]), Weights::key(&["cue|say"]));
        assert_ne!(Weights::key(&["cue", "say"]), Weights::key(&["cuesay"]));
    }
}
