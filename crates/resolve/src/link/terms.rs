//! What a report gives to the comparison of stories.

use std::cmp::Reverse;

use annalist_doc::{MentionKind, Report};
use annalist_lexicon::{StoryWords, Weights};
use rustc_hash::FxHashMap;

/// What a report gives to the comparison: its most frequent words, as hashes, with counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(pub(super) Vec<(u32, u8)>);

/// So many words of a report count.
const MOST: usize = 120;
/// So many characters from its beginning are read: news comes first.
const READ: usize = 4000;
/// The title's words count so many times.
const TITLE: u32 = 2;

impl Terms {
    /// Takes the terms of a record.
    #[must_use]
    pub fn of(report: &Report, words: &StoryWords) -> Self {
        let text = &report.document.text;
        let end = text.char_indices().nth(READ).map_or(text.len(), |(at, _)| at);
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        let title = report.document.title.as_deref().unwrap_or_default();
        count(&mut counts, title, TITLE, words);
        count(&mut counts, text.get(..end).unwrap_or(text), 1, words);
        let names = report.mentions.iter().filter(|m| m.kind == MentionKind::Name);
        for mention in names.filter(|m| (m.span.end as usize) <= end) {
            count(&mut counts, mention.span.of(text), 1, words);
        }
        let mut all: Vec<(u32, u8)> =
            counts.into_iter().map(|(term, n)| (term, n.min(255) as u8)).collect();
        all.sort_unstable_by_key(|(term, n)| (Reverse(*n), *term));
        all.truncate(MOST);
        all.sort_unstable();
        Self(all)
    }

    /// The hashes, each once in rising order, and how often each of them occurs.
    #[must_use]
    pub fn counts(&self) -> &[(u32, u8)] {
        &self.0
    }

    /// As bytes, five a term.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let one = |(term, n): &(u32, u8)| term.to_le_bytes().into_iter().chain([*n]);
        self.0.iter().flat_map(one).collect()
    }

    /// From such bytes; what is left over at the end is dropped.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let one = |b: &[u8; 5]| (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), b[4]);
        Self(bytes.as_chunks().0.iter().map(one).collect())
    }
}

fn count(counts: &mut FxHashMap<u32, u32>, text: &str, times: u32, words: &StoryWords) {
    let mut lower = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let number = word.starts_with(|c: char| c.is_numeric());
        if word.chars().nth(if number { 1 } else { 2 }).is_none() {
            continue;
        }
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower = word.to_lowercase();
        }
        if let Some(stem) = words.stem(&lower) {
            let term = (Weights::key(&[stem]) >> 16) as u32;
            *counts.entry(term).or_default() += times;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        let terms = Terms(vec![(5, 3), (70_000, 3)]);
        assert_eq!(Terms::from_bytes(&terms.to_bytes()), terms);
    }
}
