//! What a report gives to the comparison of stories.

use std::cmp::Reverse;

use annalist_doc::{EntityKind, MentionKind, Report};
use annalist_lexicon::{StoryWords, Weights};
use rustc_hash::FxHashMap;

/// What a report gives to the comparison: its most frequent words, as hashes, with counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(pub(super) Vec<Term>);

/// A word of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) hash: u32,
    /// How often the report has it, at most [`TIMES`]; with [`NAMED`] where it stands in a name.
    mark: u8,
}

/// So often a word is counted.
const TIMES: u8 = 0x7f;
/// Marks words in the names of places, organizations and other things, persons left out: of a story each
/// report may name other persons.
const NAMED: u8 = 0x80;

impl Term {
    pub(super) fn new(hash: u32, times: u32, named: bool) -> Self {
        let times = times.min(u32::from(TIMES)) as u8;
        Self { hash, mark: times | if named { NAMED } else { 0 } }
    }

    /// How often the report has the word.
    pub(super) fn times(self) -> u8 {
        self.mark & TIMES
    }

    /// Whether the word stands in the name of a place, an organization or another thing.
    pub(super) fn is_named(self) -> bool {
        self.mark & NAMED != 0
    }
}

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
        let mut counts: FxHashMap<u32, (u32, bool)> = FxHashMap::default();
        let title = report.document.title.as_deref().unwrap_or_default();
        count(&mut counts, title, (TITLE, false), words);
        count(&mut counts, text.get(..end).unwrap_or(text), (1, false), words);
        let names = report.mentions.iter().filter(|m| m.kind == MentionKind::Name);
        for mention in names.filter(|m| (m.span.end as usize) <= end) {
            let entity = report.entities.get(mention.entity.index());
            let named = entity.is_some_and(|e| e.kind != EntityKind::Person);
            count(&mut counts, mention.span.of(text), (1, named), words);
        }
        let term = |(hash, (times, named)): (u32, (u32, bool))| Term::new(hash, times, named);
        let mut all: Vec<Term> = counts.into_iter().map(term).collect();
        all.sort_unstable_by_key(|term| (Reverse(term.times()), term.hash));
        all.truncate(MOST);
        all.sort_unstable_by_key(|term| term.hash);
        Self(all)
    }

    /// The hashes, each once in rising order, and how often each of them occurs (at most 127 times).
    pub fn counts(&self) -> impl Iterator<Item = (u32, u8)> + '_ {
        self.0.iter().map(|term| (term.hash, term.times()))
    }

    /// As bytes, five a term.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let one = |term: &Term| term.hash.to_le_bytes().into_iter().chain([term.mark]);
        self.0.iter().flat_map(one).collect()
    }

    /// From such bytes; what is left over at the end is dropped.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let one =
            |b: &[u8; 5]| Term { hash: u32::from_le_bytes([b[0], b[1], b[2], b[3]]), mark: b[4] };
        Self(bytes.as_chunks().0.iter().map(one).collect())
    }
}

fn count(
    counts: &mut FxHashMap<u32, (u32, bool)>,
    text: &str,
    (times, named): (u32, bool),
    words: &StoryWords,
) {
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
            let known = counts.entry(term).or_default();
            *known = (known.0 + times, known.1 || named);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        let terms = Terms(vec![Term::new(5, 3, false), Term::new(70_000, 200, true)]);
        assert_eq!(terms.counts().collect::<Vec<_>>(), [(5, 3), (70_000, 127)]);
        assert_eq!(Terms::from_bytes(&terms.to_bytes()), terms);
    }
}
