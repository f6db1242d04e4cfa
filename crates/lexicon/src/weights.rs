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
    /// The number that stands for a feature, reckoned from its parts; no part holds a bar.
    ///
    /// Features are named by the hundred for each candidate, so eight bytes are taken at a time (a
    /// multiplication and a shift each, as in Fibonacci hashing). The numbers are of this program alone:
    /// what is kept in files is numbered by [`key`](Weights::key).
    #[inline]
    #[must_use]
    pub fn feature(parts: &[&str]) -> u64 {
        let mut number = 0x51_7c_c1_b7_27_22_0a_95_u64;
        for part in parts {
            let (chunks, rest) = part.as_bytes().as_chunks::<8>();
            for chunk in chunks {
                number = stirred(number ^ u64::from_le_bytes(*chunk));
            }
            // The length tells an end of zeros from none.
            number = stirred((number ^ few(rest)).wrapping_add(part.len() as u64 + 1));
        }
        number
    }

    /// The number of a feature written as in a file, its parts joined by bars.
    #[must_use]
    pub fn named(name: &str) -> u64 {
        let parts: Vec<&str> = name.split('|').collect();
        Self::feature(&parts)
    }

    /// A number that stands for words, the same in every version: FNV-1a over its parts.
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

    /// The weight of a feature, by its parts; 0 for one that was never learned.
    #[inline]
    #[must_use]
    pub fn of(&self, parts: &[&str]) -> i32 {
        self.by_key.get(&Self::feature(parts)).copied().unwrap_or(0)
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
        let by_key = rows.into_iter().map(|(name, weight)| (Self::named(name), weight)).collect();
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
                Some(setting) => drop(all.settings.insert(setting.to_owned(), weight)),
                None => drop(all.by_key.insert(Self::named(feature), weight)),
            }
        }
        Ok(all)
    }
}

/// At most seven bytes as a number: the first four and the last four, or each of three.
#[inline]
fn few(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>(), bytes) {
        (Some(first), Some(last), _) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        (.., &[a, b, c]) => u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16,
        (.., &[a, b]) => u64::from(a) | u64::from(b) << 8,
        (.., &[a]) => u64::from(a),
        _ => 0,
    }
}

/// Spreads what was put in over all digits.
#[inline]
fn stirred(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    number ^ (number >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined() {
        assert_eq!(Weights::key(&["cue", "say"]), Weights::key(&["cue|say"]));
        assert_ne!(Weights::key(&["cue", "say"]), Weights::key(&["cuesay"]));
        assert_eq!(Weights::feature(&["cue", "", "say"]), Weights::named("cue||say"));
    }

    #[test]
    fn every_weight_is_found_and_nothing_else() {
        let names: Vec<String> = (0..5000).map(|n| format!("cue|{n}")).collect();
        let rows = names.iter().enumerate().map(|(n, name)| (name.as_str(), n as i32 + 1));
        let weights = Weights::from_rows(rows);
        for n in 0..5000 {
            assert_eq!(weights.of(&["cue", &n.to_string()]), n + 1);
            assert_eq!(weights.of(&["source", &n.to_string()]), 0);
        }
        assert_eq!(Weights::default().of(&["cue", "1"]), 0);
    }

    #[test]
    fn features_have_numbers_of_their_own() {
        let words = ["", "a", "ab", "ba", "announce", "announced", "announcement", "\0", "ab\0"];
        let mut numbers: Vec<u64> = Vec::new();
        for one in words {
            numbers.push(Weights::feature(&[one]));
            numbers.extend(words.map(|other| Weights::feature(&[one, other])));
        }
        let all = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all);
    }
}
