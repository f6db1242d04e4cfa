//! Weights of a small linear model that chooses among several classes.

use std::collections::HashMap;

use crate::files::{Error, Files};
use crate::weights::{AsIs, Weights};

/// What each feature says for or against each class, in thousandths of log-odds.
///
/// The file is a table: a feature (its parts joined by `|`), a tab, and its weights as `CLASS:weight`
/// with spaces between. `@classes` lists the classes; lines that begin with `#` are remarks, other names
/// that begin with `@` are settings.
#[derive(Debug, Default)]
pub struct Choice {
    classes: Vec<String>,
    /// Where a feature's weights stand in `rows`.
    by_key: HashMap<u64, (u32, u16), std::hash::BuildHasherDefault<AsIs>>,
    rows: Vec<(u8, i16)>,
    settings: HashMap<String, i32>,
}

impl Choice {
    /// The names of the classes.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Adds what a feature says to the score of each class.
    pub fn add(&self, key: u64, scores: &mut [i32]) {
        let Some((first, count)) = self.by_key.get(&key) else { return };
        for (class, weight) in &self.rows[*first as usize..][..*count as usize] {
            scores[*class as usize] += i32::from(*weight);
        }
    }

    /// A setting; 0 where the file has none.
    #[must_use]
    pub fn setting(&self, name: &str) -> i32 {
        self.settings.get(name).copied().unwrap_or(0)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// When a line is not as described above.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut all = Self::default();
        for (n, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: &str| Error(format!("{name}, line {}: expected {what}", n + 1));
            let (feature, rest) =
                line.split_once('\t').ok_or_else(|| wrong("a feature, a tab and weights"))?;
            if feature == "@classes" {
                all.classes = rest.split(' ').map(str::to_owned).collect();
                continue;
            }
            if let Some(setting) = feature.strip_prefix('@') {
                let value = rest.parse().map_err(|_| wrong("a whole number"))?;
                all.settings.insert(setting.to_owned(), value);
                continue;
            }
            let first = all.rows.len() as u32;
            for pair in rest.split(' ') {
                let (class, weight) = pair.split_once(':').ok_or_else(|| wrong("CLASS:weight"))?;
                let class = all
                    .classes
                    .iter()
                    .position(|c| c == class)
                    .ok_or_else(|| wrong("a class that @classes lists"))?;
                let weight = weight.parse().map_err(|_| wrong("a small whole number"))?;
                all.rows.push((class as u8, weight));
            }
            let count = all.rows.len() as u32 - first;
            all.by_key.insert(Weights::named(feature), (first, count as u16));
        }
        Ok(all)
    }

    /// Reads a file; none when the lexicon does not bring it.
    pub(crate) fn read(files: &Files, name: &str) -> Result<Option<Self>, Error> {
        files.get(name).ok().map(|text| Self::parse(name, text)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_by_class() {
        let text = "# remark\n@classes\tAID AGREE\n@sure\t200\nverb|give\tAID:900 AGREE:-10\n";
        let choice = Choice::parse("x", text).unwrap();
        let mut scores = [0, 5];
        choice.add(Weights::feature(&["verb", "give"]), &mut scores);
        choice.add(Weights::feature(&["unknown"]), &mut scores);
        assert_eq!((scores, choice.setting("sure")), ([900, -5], 200));
        let wrong = Choice::parse("x", "@classes\tAID\nf\tNONE:1").unwrap_err();
        assert!(wrong.to_string().contains("line 2"));
    }
}
