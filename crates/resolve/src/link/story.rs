//! Stories: reports about one thing over time, sorted as they come.
//!
//! A report joins the story whose reports it shares the most telling words with, or begins one. Words are
//! weighed by how rare they are among the last reports and how often the report has them (TF-IDF with the
//! cosine of Salton and McGill 1983, single pass as in topic detection and tracking, Allan and others
//! 1998); words of names count double, and the likeness fades with the days between, and where both name
//! places or organizations but no common one: another town's fire. Only the last
//! [`WINDOW`](Stories::WINDOW) reports are looked at, so memory is bounded and the state can be had again
//! by going through them once more.

use std::cmp::Reverse;
use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::terms::{Term, Terms};
use super::weigh::{Logarithms, fixed, with_ln};

/// Names a story; numbers are given by whoever keeps them.
pub type StoryId = i64;

/// So many of a report's words are looked up, the most telling first.
const TELLING: usize = 40;
/// So many stories are compared in full.
const CANDIDATES: usize = 24;
/// Likeness, in thousandths, from which a report joins a story.
const ALIKE: i64 = 145;
/// What is left of the likeness, in thousandths, of a report and a story that name different places and
/// organizations only.
const STRANGERS: i64 = 500;
/// Likeness falls to half in so many days.
const HALF_LIFE: i64 = 30;
/// Reports that are taken to have been seen before the first: without them no word would be rare.
const BEFORE: f64 = 50.0;

/// A report within the window: its story, and its words by their slots.
#[derive(Debug)]
struct Entry {
    story: u32,
    words: Vec<Sum>,
}

/// How often a story's reports have a word, and how many of them as part of a name.
#[derive(Clone, Copy, Debug)]
struct Sum {
    slot: u32,
    times: u32,
    named: u32,
}

/// A story within the window.
#[derive(Debug, Default)]
struct Story {
    id: StoryId,
    reports: u32,
    /// How often its reports have each word, in order of the words' slots.
    sums: Vec<Sum>,
    days: VecDeque<Option<i32>>,
}

/// A word of the window's reports.
#[derive(Debug, Default)]
struct Word {
    term: u32,
    reports: u32,
    stories: Vec<u32>,
}

/// The stories of the last reports.
///
/// Words are kept in slots, so that what is looked up for every word of every story compared lies side by
/// side in memory.
#[derive(Debug, Default)]
pub struct Stories {
    window: VecDeque<Entry>,
    /// Stories have places, too; `at` knows them by their numbers.
    stories: Vec<Story>,
    at: FxHashMap<StoryId, u32>,
    empty: Vec<u32>,
    /// What each story shares with the report looked at: its words' weights, and these squared. Zero between
    /// two looks.
    shared: Vec<(i64, i64)>,
    /// Which stories share a word with it; empty between two looks.
    sharing: Vec<u32>,
    slots: FxHashMap<u32, u32>,
    words: Vec<Word>,
    /// For each slot the logarithm of the number of reports with the word, and a half more.
    reports_ln: Vec<f64>,
    free: Vec<u32>,
    logarithms: Logarithms,
}

/// A word of the report that is looked at: how much it says of it, and its slot where the window has it.
type Weighed = (i64, u32, Option<u32>);

impl Stories {
    /// So many reports are looked back upon.
    pub const WINDOW: usize = 20_000;

    /// The story that a report belongs to, if any; `day` counts days from any fixed day.
    pub fn find(&mut self, terms: &Terms, day: Option<i32>) -> Option<StoryId> {
        let all = self.all_ln();
        let mut words: Vec<Weighed> = terms
            .0
            .iter()
            .map(|term| {
                let slot = self.slots.get(&term.hash).copied();
                (self.weight(all, u32::from(term.times()), 1, slot), term.hash, slot)
            })
            .collect();
        let norm: i64 = words.iter().map(|(w, ..)| w * w).sum();
        words.sort_unstable_by_key(|(weight, term, _)| (Reverse(*weight), *term));
        let candidates = self.candidates(&words);
        let rest = words.iter().skip(TELLING).filter(|(.., slot)| slot.is_some());
        let rest: i64 = rest.map(|(w, ..)| w * w).sum();
        let mut known: Vec<(u32, i64)> =
            words.iter().filter_map(|(w, _, slot)| Some(((*slot)?, *w))).collect();
        known.sort_unstable();
        let norm = (norm as f64).sqrt();
        let names = terms.0.iter().any(|term| term.is_named());
        let named = terms.0.iter().filter(|term| term.is_named());
        let mut named: Vec<u32> =
            named.filter_map(|term| self.slots.get(&term.hash).copied()).collect();
        named.sort_unstable();
        let mut best: Option<(i64, Reverse<StoryId>)> = None;
        for (at, shared) in candidates {
            let story = &self.stories[at as usize];
            let least = best.map_or(ALIKE, |(likeness, _)| likeness);
            let gap = story.gap(day);
            // The cosine is at most the share that the words in common have of the report.
            let at_most =
                |shared: i64| thousandths((shared as f64).sqrt() / norm.max(1.0), gap) + 1;
            if at_most(shared + rest) < least {
                continue;
            }
            let (product, shared) = self.product(&known, story);
            if at_most(shared) < least {
                continue;
            }
            let cosine = product as f64 / (norm * self.norm(story)).max(1.0);
            let mut likeness = thousandths(cosine, gap);
            if likeness >= least && names && story.names_others(&named) {
                likeness = likeness * STRANGERS / 1000;
            }
            if likeness >= least {
                best = best.max(Some((likeness, Reverse(story.id))));
            }
        }
        best.map(|(_, Reverse(id))| id)
    }

    /// The product of a report's words and a story's, and the squares of the report's that the story has.
    fn product(&self, known: &[(u32, i64)], story: &Story) -> (i64, i64) {
        let all = self.all_ln();
        let (mut product, mut shared) = (0, 0);
        let mut rest = known;
        for sum in &story.sums {
            while let Some(((own, weight), after)) = rest.split_first()
                && *own <= sum.slot
            {
                if *own == sum.slot {
                    product += weight * self.weight(all, sum.times, story.reports, Some(sum.slot));
                    shared += weight * weight;
                }
                rest = after;
            }
        }
        (product, shared)
    }

    /// The length of a story's words.
    fn norm(&self, story: &Story) -> f64 {
        let all = self.all_ln();
        let of = |sum: &Sum| self.weight(all, sum.times, story.reports, Some(sum.slot));
        let own: i64 = story.sums.iter().map(|sum| of(sum).pow(2)).sum();
        (own as f64).sqrt()
    }

    /// The stories that share the most of a report's most telling words, with the squares of what they share.
    fn candidates(&mut self, words: &[Weighed]) -> Vec<(u32, i64)> {
        for (weight, _, slot) in words.iter().take(TELLING) {
            let Some(slot) = slot else { continue };
            for story in &self.words[*slot as usize].stories {
                let shared = &mut self.shared[*story as usize];
                if shared.0 == 0 {
                    self.sharing.push(*story);
                }
                shared.0 += weight;
                shared.1 += weight * weight;
            }
        }
        let mut most: Vec<(Reverse<i64>, StoryId, u32, i64)> = Vec::with_capacity(2 * CANDIDATES);
        // Thousands share a word or two: what is behind the first so many is let go of on the way.
        let mut least = 0;
        for at in self.sharing.drain(..) {
            let (shared, squares) = std::mem::take(&mut self.shared[at as usize]);
            if shared < least {
                continue;
            }
            if most.len() == 2 * CANDIDATES {
                let (_, last, _) = most.select_nth_unstable(CANDIDATES - 1);
                least = last.0.0;
                most.truncate(CANDIDATES);
            }
            most.push((Reverse(shared), self.stories[at as usize].id, at, squares));
        }
        most.sort_unstable();
        most.truncate(CANDIDATES);
        most.into_iter().map(|(.., at, squares)| (at, squares)).collect()
    }

    /// Takes note of a report and its story.
    pub fn note(&mut self, story: StoryId, day: Option<i32>, terms: &Terms) {
        let own = |term: &Term| Sum {
            slot: self.slot(term.hash),
            times: u32::from(term.times()),
            named: u32::from(term.is_named()),
        };
        let mut words: Vec<Sum> = terms.0.iter().map(own).collect();
        words.sort_unstable_by_key(|word| word.slot);
        let at = self.place(story);
        let entry = &mut self.stories[at as usize];
        entry.reports += 1;
        entry.days.push_back(day);
        let old = std::mem::take(&mut entry.sums);
        entry.sums.reserve(old.len() + words.len());
        let mut old = old.into_iter().peekable();
        for own in &words {
            while let Some(before) = old.next_if(|sum| sum.slot < own.slot) {
                entry.sums.push(before);
            }
            let before = old.next_if(|sum| sum.slot == own.slot);
            let (times, named) = before.map_or((0, 0), |sum| (sum.times, sum.named));
            let (times, named) = (times + own.times, named + own.named);
            entry.sums.push(Sum { slot: own.slot, times, named });
            let word = &mut self.words[own.slot as usize];
            if before.is_none() {
                word.stories.push(at);
            }
            word.reports += 1;
            self.reports_ln[own.slot as usize] = with_ln(word.reports);
        }
        entry.sums.extend(old);
        self.window.push_back(Entry { story: at, words });
        if self.window.len() > Self::WINDOW {
            self.forget();
        }
    }

    /// The place of a story, a new one where it has none.
    fn place(&mut self, id: StoryId) -> u32 {
        if let Some(at) = self.at.get(&id) {
            return *at;
        }
        let story = Story { id, ..Story::default() };
        let at = match self.empty.pop() {
            Some(at) => {
                self.stories[at as usize] = story;
                at
            }
            None => {
                self.stories.push(story);
                self.shared.push((0, 0));
                self.stories.len() as u32 - 1
            }
        };
        self.at.insert(id, at);
        at
    }

    /// The slot of a word, a new one where it has none.
    fn slot(&mut self, term: u32) -> u32 {
        if let Some(slot) = self.slots.get(&term) {
            return *slot;
        }
        let word = Word { term, ..Word::default() };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.words[slot as usize] = word;
                slot
            }
            None => {
                self.words.push(word);
                self.reports_ln.push(0.0);
                self.words.len() as u32 - 1
            }
        };
        self.slots.insert(term, slot);
        slot
    }

    /// Takes the oldest report out of the count.
    fn forget(&mut self) {
        let Some(old) = self.window.pop_front() else { return };
        let story = &mut self.stories[old.story as usize];
        story.reports -= 1;
        story.days.pop_front();
        for own in &old.words {
            let word = &mut self.words[own.slot as usize];
            word.reports -= 1;
            self.reports_ln[own.slot as usize] = with_ln(word.reports);
            let Ok(at) = story.sums.binary_search_by_key(&own.slot, |sum| sum.slot) else {
                continue;
            };
            let sum = &mut story.sums[at];
            sum.times -= own.times;
            sum.named -= own.named;
            if sum.times == 0 {
                // The oldest stand near the front; their order says nothing.
                if let Some(first) = word.stories.iter().position(|s| *s == old.story) {
                    word.stories.swap_remove(first);
                }
            }
            if word.reports == 0 {
                self.slots.remove(&word.term);
                self.free.push(own.slot);
            }
        }
        story.sums.retain(|sum| sum.times > 0);
        if story.reports == 0 {
            self.at.remove(&story.id);
            self.empty.push(old.story);
        }
    }

    /// The logarithm of the number of reports that rarity is measured against.
    fn all_ln(&self) -> f64 {
        (self.window.len() as f64 + 1.0 + BEFORE).ln()
    }

    /// How much a word says of a text that has it `count` times in `reports` reports: its frequency's
    /// logarithm times its rarity among the last reports, in 1/1024. A word without a slot is new.
    fn weight(&self, all: f64, count: u32, reports: u32, slot: Option<u32>) -> i64 {
        let with = slot.map_or_else(|| with_ln(0), |slot| self.reports_ln[slot as usize]);
        let often = self.logarithms.of(count + reports) - self.logarithms.of(reports);
        (fixed(all - with) * fixed(often)) >> 10
    }
}

impl Story {
    /// Whether it names places or organizations, but none of these words, which are in order.
    fn names_others(&self, named: &[u32]) -> bool {
        let mut own = self.sums.iter().filter(|sum| sum.named > 0).peekable();
        own.peek().is_some() && own.all(|sum| named.binary_search(&sum.slot).is_err())
    }

    /// Days between a day and the story's nearest report; 0 where one of them is unknown.
    fn gap(&self, day: Option<i32>) -> i64 {
        let Some(day) = day else { return 0 };
        let gaps = self.days.iter().flatten().map(|d| i64::from(d.abs_diff(day)));
        gaps.min().unwrap_or(0)
    }
}

/// A cosine in thousandths, faded by the days between.
fn thousandths(cosine: f64, days: i64) -> i64 {
    faded((cosine * 1000.0) as i64, days)
}

/// Likeness after so many days.
fn faded(likeness: i64, days: i64) -> i64 {
    likeness * HALF_LIFE / (HALF_LIFE + days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(words: &[u32]) -> Terms {
        Terms(words.iter().map(|w| Term::new(*w, 3, false)).collect())
    }

    #[test]
    fn the_same_thing_in_another_town_is_another_story() {
        let report = |town: Option<u32>, other: u32| {
            let mut terms = terms(&[1, other, other + 1, other + 2]);
            terms.0.extend(town.map(|town| Term::new(town, 1, true)));
            terms
        };
        let mut stories = Stories::default();
        stories.note(7, None, &report(Some(100), 11));
        assert_eq!(stories.find(&report(Some(100), 21), None), Some(7));
        assert_eq!(stories.find(&report(None, 21), None), Some(7));
        assert_eq!(stories.find(&report(Some(200), 21), None), None);
    }

    #[test]
    fn alike_reports_share_a_story() {
        let mut stories = Stories::default();
        assert_eq!(stories.find(&terms(&[1, 2, 3]), Some(0)), None);
        stories.note(7, Some(0), &terms(&[1, 2, 3, 4]));
        stories.note(8, Some(0), &terms(&[11, 12, 13]));
        assert_eq!(stories.find(&terms(&[1, 2, 3]), Some(1)), Some(7));
        assert_eq!(stories.find(&terms(&[12, 13, 14]), Some(1)), Some(8));
        assert_eq!(stories.find(&terms(&[21, 22]), Some(1)), None);
        assert_eq!(stories.find(&terms(&[1, 2, 3]), Some(2000)), None);
    }

    #[test]
    fn what_leaves_the_window_leaves_no_trace() {
        let mut stories = Stories::default();
        for n in 0..Stories::WINDOW as u32 + 5 {
            stories.note(i64::from(n), None, &terms(&[n % 3, 100 + n]));
        }
        assert_eq!(stories.window.len(), Stories::WINDOW);
        assert_eq!(stories.at.len(), Stories::WINDOW);
        assert_eq!(stories.stories.len() - stories.empty.len(), Stories::WINDOW);
        assert!(!stories.slots.contains_key(&104));
        assert!(stories.slots.contains_key(&105));
        assert_eq!(stories.words.len() - stories.free.len(), stories.slots.len());
    }
}
