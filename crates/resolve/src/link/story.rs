//! Stories: reports about one thing over time, sorted as they come.
//!
//! A report joins the story whose reports it shares the most telling words with, or begins one. Words are
//! weighed by how rare they are among the last reports and how often the report has them (TF-IDF with the
//! cosine of Salton and McGill 1983, single pass as in topic detection and tracking, Allan and others
//! 1998); words of names count double, and the likeness fades with the days between. Only the last
//! [`WINDOW`](Stories::WINDOW) reports are looked at, so memory is bounded and the state can be had again
//! by going through them once more.

use std::collections::{HashMap, VecDeque};

use annalist_doc::{MentionKind, Report};
use annalist_lexicon::{StoryWords, Weights};

/// Names a story; numbers are given by whoever keeps them.
pub type StoryId = i64;

/// What a report gives to the comparison: its most frequent words, as hashes, with counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(Vec<(u32, u8)>);

/// So many words of a report count.
const MOST: usize = 120;
/// So many characters from its beginning are read: news comes first.
const READ: usize = 4000;
/// The title's words count so many times.
const TITLE: u32 = 2;
/// So many of a report's words are looked up, the most telling first.
const TELLING: usize = 40;
/// So many stories are compared in full.
const CANDIDATES: usize = 24;
/// Likeness, in thousandths, from which a report joins a story.
const ALIKE: i64 = 135;
/// Likeness falls to half in so many days.
const HALF_LIFE: i64 = 30;
/// Reports that are taken to have been seen before the first: without them no word would be rare.
const BEFORE: f64 = 50.0;

impl Terms {
    /// Takes the terms of a record.
    #[must_use]
    pub fn of(report: &Report, words: &StoryWords) -> Self {
        let text = &report.document.text;
        let end = text.char_indices().nth(READ).map_or(text.len(), |(at, _)| at);
        let mut counts: HashMap<u32, u32> = HashMap::new();
        let title = report.document.title.as_deref().unwrap_or_default();
        count(&mut counts, title, TITLE, words);
        count(&mut counts, text.get(..end).unwrap_or(text), 1, words);
        let names = report.mentions.iter().filter(|m| m.kind == MentionKind::Name);
        for mention in names.filter(|m| (m.span.end as usize) <= end) {
            count(&mut counts, mention.span.of(text), 1, words);
        }
        let mut all: Vec<(u32, u8)> =
            counts.into_iter().map(|(term, n)| (term, n.min(255) as u8)).collect();
        all.sort_unstable_by_key(|(term, n)| (std::cmp::Reverse(*n), *term));
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

fn count(counts: &mut HashMap<u32, u32>, text: &str, times: u32, words: &StoryWords) {
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.chars().nth(2).is_none() || word.starts_with(|c: char| c.is_numeric()) {
            continue;
        }
        let lower = word.to_lowercase();
        if let Some(stem) = words.stem(&lower) {
            let term = (Weights::key(&[stem]) >> 16) as u32;
            *counts.entry(term).or_default() += times;
        }
    }
}

/// A report within the window.
#[derive(Debug)]
struct Entry {
    story: StoryId,
    terms: Terms,
}

/// A story within the window.
#[derive(Debug, Default)]
struct Story {
    reports: u32,
    sums: HashMap<u32, u32>,
    days: VecDeque<Option<i32>>,
}

/// The stories of the last reports.
#[derive(Debug, Default)]
pub struct Stories {
    window: VecDeque<Entry>,
    stories: HashMap<StoryId, Story>,
    reports_with: HashMap<u32, u32>,
    stories_with: HashMap<u32, Vec<StoryId>>,
}

impl Stories {
    /// So many reports are looked back upon.
    pub const WINDOW: usize = 20_000;

    /// The story that a report belongs to, if any; `day` counts days from any fixed day.
    #[must_use]
    pub fn find(&self, terms: &Terms, day: Option<i32>) -> Option<StoryId> {
        let mut weights: Vec<(i64, u32)> =
            terms.0.iter().map(|(term, n)| (self.weight(i64::from(*n), 1, *term), *term)).collect();
        let norm: i64 = weights.iter().map(|(w, _)| w * w).sum();
        weights.sort_unstable_by_key(|(weight, term)| (std::cmp::Reverse(*weight), *term));
        let alike = |id: StoryId| {
            let story = self.stories.get(&id)?;
            let of =
                |term: u32, sum: u32| self.weight(i64::from(sum), i64::from(story.reports), term);
            let own: i64 = story.sums.iter().map(|(t, sum)| of(*t, *sum).pow(2)).sum();
            let shared = weights.iter().filter_map(|(w, t)| Some(w * of(*t, *story.sums.get(t)?)));
            let product: i64 = shared.sum();
            let cosine = product as f64 / ((norm as f64).sqrt() * (own as f64).sqrt()).max(1.0);
            Some((faded((cosine * 1000.0) as i64, story.gap(day)), id))
        };
        let best = self.candidates(&weights).into_iter().filter_map(alike);
        let best = best.max_by_key(|(likeness, id)| (*likeness, std::cmp::Reverse(*id)));
        best.filter(|(likeness, _)| *likeness >= ALIKE).map(|(_, id)| id)
    }

    /// The stories that share the most of a report's most telling words.
    fn candidates(&self, weights: &[(i64, u32)]) -> Vec<StoryId> {
        let mut shared: HashMap<StoryId, i64> = HashMap::new();
        for (weight, term) in weights.iter().take(TELLING) {
            for story in self.stories_with.get(term).map_or(&[][..], Vec::as_slice) {
                *shared.entry(*story).or_default() += weight;
            }
        }
        let mut all: Vec<(i64, StoryId)> = shared.into_iter().map(|(id, w)| (w, id)).collect();
        all.sort_unstable_by_key(|(weight, id)| (std::cmp::Reverse(*weight), *id));
        all.truncate(CANDIDATES);
        all.into_iter().map(|(_, id)| id).collect()
    }

    /// Takes note of a report and its story.
    pub fn note(&mut self, story: StoryId, day: Option<i32>, terms: Terms) {
        let entry = self.stories.entry(story).or_default();
        entry.reports += 1;
        entry.days.push_back(day);
        for (term, n) in &terms.0 {
            let sum = entry.sums.entry(*term).or_default();
            if *sum == 0 {
                self.stories_with.entry(*term).or_default().push(story);
            }
            *sum += u32::from(*n);
            *self.reports_with.entry(*term).or_default() += 1;
        }
        self.window.push_back(Entry { story, terms });
        if self.window.len() > Self::WINDOW {
            self.forget();
        }
    }

    /// Takes the oldest report out of the count.
    fn forget(&mut self) {
        let Some(old) = self.window.pop_front() else { return };
        let Some(story) = self.stories.get_mut(&old.story) else { return };
        story.reports -= 1;
        story.days.pop_front();
        for (term, n) in &old.terms.0 {
            if let Some(count) = self.reports_with.get_mut(term) {
                *count -= 1;
                if *count == 0 {
                    self.reports_with.remove(term);
                }
            }
            let Some(sum) = story.sums.get_mut(term) else { continue };
            *sum -= u32::from(*n);
            if *sum == 0 {
                story.sums.remove(term);
                if let Some(with) = self.stories_with.get_mut(term) {
                    with.retain(|s| *s != old.story);
                    if with.is_empty() {
                        self.stories_with.remove(term);
                    }
                }
            }
        }
        if story.reports == 0 {
            self.stories.remove(&old.story);
        }
    }

    /// How much a word says of a text that has it `count` times in `reports` reports: its frequency's
    /// logarithm times its rarity among the last reports, in 1/1024.
    fn weight(&self, count: i64, reports: i64, term: u32) -> i64 {
        let with = f64::from(self.reports_with.get(&term).copied().unwrap_or(0)) + 1.5;
        let rarity = fixed(((self.window.len() as f64 + 1.0 + BEFORE) / with).ln());
        let often = fixed((count as f64 / reports as f64 + 1.0).ln());
        (rarity * often) >> 10
    }
}

impl Story {
    /// Days between a day and the story's nearest report; 0 where one of them is unknown.
    fn gap(&self, day: Option<i32>) -> i64 {
        let Some(day) = day else { return 0 };
        let gaps = self.days.iter().flatten().map(|d| i64::from(d.abs_diff(day)));
        gaps.min().unwrap_or(0)
    }
}

/// In 1/1024. Whole numbers add up to the same in any order, on any machine.
fn fixed(x: f64) -> i64 {
    (x * 1024.0).round() as i64
}

/// Likeness after so many days.
fn faded(likeness: i64, days: i64) -> i64 {
    likeness * HALF_LIFE / (HALF_LIFE + days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(words: &[u32]) -> Terms {
        Terms(words.iter().map(|w| (*w, 3)).collect())
    }

    #[test]
    fn alike_reports_share_a_story() {
        let mut stories = Stories::default();
        assert_eq!(stories.find(&terms(&[1, 2, 3]), Some(0)), None);
        stories.note(7, Some(0), terms(&[1, 2, 3, 4]));
        stories.note(8, Some(0), terms(&[11, 12, 13]));
        assert_eq!(stories.find(&terms(&[1, 2, 3]), Some(1)), Some(7));
        assert_eq!(stories.find(&terms(&[12, 13, 14]), Some(1)), Some(8));
        assert_eq!(stories.find(&terms(&[21, 22]), Some(1)), None);
        assert_eq!(stories.find(&terms(&[1, 2, 3]), Some(2000)), None);
    }

    #[test]
    fn what_leaves_the_window_leaves_no_trace() {
        let mut stories = Stories::default();
        for n in 0..Stories::WINDOW as u32 + 5 {
            stories.note(i64::from(n), None, terms(&[n % 3, 100 + n]));
        }
        assert_eq!(stories.window.len(), Stories::WINDOW);
        assert_eq!(stories.stories.len(), Stories::WINDOW);
        assert!(!stories.reports_with.contains_key(&104));
        assert!(stories.reports_with.contains_key(&105));
    }

    #[test]
    fn bytes_come_back() {
        let terms = terms(&[5, 70_000]);
        assert_eq!(Terms::from_bytes(&terms.to_bytes()), terms);
    }
}
