//! The benchmark's own measure: runs of four words, page by page.

use std::collections::HashMap;

/// What a page's runs came to, as shares of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Overlap {
    pub(super) both: usize,
    pub(super) extra: usize,
    pub(super) missing: usize,
}

impl Overlap {
    pub(super) fn of(gold: &str, found: &str) -> Self {
        let (gold, found) = (words(gold), words(found));
        let (gold, found) = (runs(&gold), runs(&found));
        let mut overlap = Self::default();
        for (run, &count) in &gold {
            let other = found.get(run).copied().unwrap_or(0);
            overlap.both += count.min(other);
            overlap.missing += count.saturating_sub(other);
        }
        for (run, &count) in &found {
            overlap.extra += count.saturating_sub(gold.get(run).copied().unwrap_or(0));
        }
        overlap
    }

    pub(super) fn precision(self) -> f64 {
        crate::scores::share(self.both, self.both + self.extra)
    }

    pub(super) fn recall(self) -> f64 {
        crate::scores::share(self.both, self.both + self.missing)
    }
}

/// Mean precision, mean recall and their harmonic mean. A page with nothing found has no precision.
pub(super) fn averages(pages: &[Overlap]) -> [f64; 3] {
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let p = mean(pages.iter().filter(|o| o.both + o.extra > 0).map(|o| o.precision()).collect());
    let r = mean(pages.iter().filter(|o| o.both + o.missing > 0).map(|o| o.recall()).collect());
    [p, r, crate::scores::harmonic(p, r)]
}

/// Matches of `\w+`: letters, digits and underscores of any script, marks excepted.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect()
}

/// Every run of four words with how often it stands; of a shorter text, the whole.
fn runs<'a>(words: &'a [&'a str]) -> HashMap<&'a [&'a str], usize> {
    let mut counts = HashMap::new();
    if words.len() < 4 {
        counts.insert(words, 1);
        return counts;
    }
    for run in words.windows(4) {
        *counts.entry(run).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_four_words_are_counted() {
        let overlap = Overlap::of("a b c d e", "a b c d, x");
        assert_eq!(overlap, Overlap { both: 1, extra: 1, missing: 1 });
        assert_eq!(overlap.precision(), 0.5);
        let same = Overlap::of("one two", "One two");
        assert_eq!((same.both, same.missing), (0, 1));
        let nothing = Overlap::of("one two three four", "");
        assert_eq!((nothing.both, nothing.missing), (0, 1));
        let [p, r, f] = averages(&[overlap, Overlap { both: 4, extra: 0, missing: 0 }]);
        assert!((p - 0.75).abs() < 1e-9 && (r - 0.75).abs() < 1e-9 && (f - 0.75).abs() < 1e-9);
    }
}
