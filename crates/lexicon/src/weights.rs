//! Weights of a small linear model over named features.

use std::collections::HashMap;
use std::hash::Hasher;

use crate::files::{Error, Files};

/// What each feature says for (above 0) or against something, in thousandths of log-odds.
///
/// Whole numbers: a sum is the same on every machine and in every order. The file is a table of two
/// columns, the feature (its parts joined by `|`) and its weight; lines that begin with `#` are remarks,
/// names that begin with `@` are settings.
#[derive(Debug, Default)]
pub struct Weights {
    table: Table,
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

/// Weights by the numbers of their features, eight bytes each, so that all of them stay in a core's cache:
/// hundreds are looked up for each candidate, most of which are not there. The place comes from the lower
/// half of a number, the upper half tells whether it is the one (open addressing, one step at a time).
#[derive(Debug, Default)]
struct Table {
    /// The upper half, never 0 where a weight stands; a power of two of them, or none.
    slots: Vec<(u32, i32)>,
}

impl Table {
    /// Of two weights of one feature the last counts.
    fn new(rows: Vec<(u64, i32)>) -> Self {
        if rows.is_empty() {
            return Self::default();
        }
        let mut slots = vec![(0, 0); (rows.len() * 3 / 2 + 2).next_power_of_two()];
        for (number, weight) in rows {
            let (mut at, own) = (number as usize & (slots.len() - 1), upper(number));
            while slots[at].0 != 0 && slots[at].0 != own {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = (own, weight);
        }
        Self { slots }
    }

    /// The weight of a number; 0 where there is none.
    #[inline]
    fn get(&self, number: u64) -> i32 {
        let own = upper(number);
        let mut at = number as usize;
        loop {
            // Some slot is free, so this ends.
            match self.slots.get(at & self.slots.len().wrapping_sub(1)) {
                Some((one, weight)) if *one == own => return *weight,
                None | Some((0, _)) => return 0,
                Some(_) => at = at.wrapping_add(1),
            }
        }
    }
}

#[inline]
fn upper(number: u64) -> u32 {
    ((number >> 32) as u32).max(1)
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
        self.table.get(Self::feature(parts))
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
        let rows = rows.into_iter().map(|(name, weight)| (Self::named(name), weight)).collect();
        Self { table: Table::new(rows), settings: HashMap::new() }
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
        let mut rows = Vec::new();
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
                None => rows.push((Self::named(feature), weight)),
            }
        }
        all.table = Table::new(rows);
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
