//! Happenings: events of several reports about one occurrence.
//!
//! Two events are one happening when they are of one type, can have been on the same day, do not lie in
//! different places, and share two of these: a participant, a place, the mode or the trigger's words, the
//! story (or two participants). What they
//! share is found by keys, so an event is compared with the few happenings that have one of its keys.

use std::collections::HashSet;

use annalist_doc::{Event, Modality, Report, Role};
use annalist_lexicon::Weights;
use jiff::civil::Date;

use super::fold::fold;

/// An event's keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventKeys {
    /// Under which it is kept: of its own day.
    pub own: Vec<i64>,
    /// Under which others are looked for: of its day and those beside it.
    pub near: Vec<i64>,
    /// Further keys of theirs, under which so many stand that nobody is looked for there: who shares one
    /// of these shares one of the others too, or is not the same.
    pub common: Vec<i64>,
    place: Option<String>,
    days: (Option<i32>, Option<i32>),
}

impl EventKeys {
    /// A happening that shares fewer keys is none of the event's.
    pub const LEAST: usize = 2;
}

/// A happening that shares keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldHappening {
    /// Its number.
    pub id: i64,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// The folded name of its place.
    pub place: Option<String>,
    /// First and last day, as day numbers.
    pub days: (Option<i32>, Option<i32>),
    /// The keys that it shares.
    pub shared: HashSet<i64>,
}

/// What a key is made of; the kinds that two events share tell how sure it is that they are one.
const KINDS: i64 = 4;
const WHO: i64 = 0;
const WHERE: i64 = 1;
const STORY: i64 = 2;
const WHAT: i64 = 3;

/// Stands for the day where none is known; no day of a calendar has this number.
const UNDATED: i32 = i32::MIN / 2;
/// The digits of a key below those of its day.
const DAY: u32 = 42;

/// A day's place among the keys: days of the years −900 to 4800 have one each, all others share two.
fn place_of(day: i32) -> i64 {
    const HALF: i64 = 1 << 20;
    (i64::from(day) + HALF).clamp(0, 2 * HALF - 1)
}

/// The number of a day, counted from 1970; `None` for what is no ISO 8601 day.
#[must_use]
pub fn day_number(day: &str) -> Option<i32> {
    let day: Date = day.get(..10)?.parse().ok()?;
    i32::try_from(day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24).ok()
}

/// For each event its keys; `None` for one that is only thought of.
///
/// `story` is the number of the report's story.
#[must_use]
pub fn event_keys(report: &Report, story: i64) -> Vec<Option<EventKeys>> {
    let published = report.document.published.as_ref().and_then(|p| day_number(&p.value));
    report.events.iter().map(|event| keys(report, event, story, published)).collect()
}

fn keys(report: &Report, event: &Event, story: i64, published: Option<i32>) -> Option<EventKeys> {
    if !matches!(event.modality, Modality::Actual | Modality::Possible) {
        return None;
    }
    let bound = |d: Option<&String>| d.and_then(|d| day_number(d));
    let days = (bound(event.earliest.as_ref()), bound(event.latest.as_ref()));
    let day = days.0.filter(|f| days.1.is_some_and(|l| l - f <= 7)).or(published);
    // Reports that nothing dates are compared with one another only.
    let day = day.unwrap_or(UNDATED);
    let place = event.place.and_then(|p| report.places.get(p.index())).map(|p| fold(&p.name));
    let mut parts: Vec<(i64, String)> = Vec::new();
    for argument in &event.arguments {
        let taking_part = matches!(argument.role, Role::Actor | Role::Recipient);
        let entity = argument.entity.and_then(|e| report.entities.get(e.index()));
        let name = entity.and_then(|e| e.name.as_ref()).filter(|_| taking_part);
        parts.extend(name.map(|n| (WHO, fold(n))));
    }
    parts.extend(place.clone().map(|p| (WHERE, p)));
    parts.push((STORY, story.to_string()));
    let what = || event.trigger.of(&report.document.text).to_lowercase();
    parts.push((WHAT, event.mode.clone().unwrap_or_else(what)));
    let key = |kind: i64, word: &str, day: i32| {
        let hash = Weights::key(&[&event.kind, word]);
        // The day first: keys of reports that come one after the other lie side by side in a store. The
        // kind last, so that shared kinds can be counted.
        (place_of(day) << DAY) | ((hash >> 24) as i64) << 2 | kind
    };
    let own: Vec<i64> = parts.iter().map(|(kind, word)| key(*kind, word, day)).collect();
    let beside =
        |(kind, word): &(i64, String)| [day - 1, day, day + 1].map(|d| key(*kind, word, d));
    let (common, near): (Vec<_>, Vec<_>) = parts.iter().partition(|(kind, _)| *kind == WHAT);
    let near = near.into_iter().flat_map(beside).collect();
    let common = common.into_iter().flat_map(beside).collect();
    Some(EventKeys { own, near, common, place, days })
}

/// Which of the happenings that share its keys an event belongs to, if any.
#[must_use]
pub fn same_happening(event: &Event, keys: &EventKeys, known: &[ToldHappening]) -> Option<i64> {
    let sure = |h: &&ToldHappening| {
        let kinds: HashSet<i64> = h.shared.iter().map(|k| k % KINDS).collect();
        let people = h.shared.iter().filter(|k| *k % KINDS == WHO).count();
        let modes = match (&event.mode, &h.mode) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let places = match (&keys.place, &h.place) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        modes && places && together(keys.days, h.days) && (kinds.len() >= 2 || people >= 2)
    };
    // The one that shares most; of equals, the oldest.
    let best = known.iter().filter(sure);
    best.max_by_key(|h| (h.shared.len(), std::cmp::Reverse(h.id))).map(|h| h.id)
}

/// Whether two stretches of days can mean one day, give or take one.
fn together(a: (Option<i32>, Option<i32>), b: (Option<i32>, Option<i32>)) -> bool {
    let before = |x: Option<i32>, y: Option<i32>| x.zip(y).is_some_and(|(x, y)| x + 1 < y);
    !before(a.1, b.0) && !before(b.1, a.0)
}

impl ToldHappening {
    /// Made of what a store keeps.
    #[must_use]
    pub fn new(
        id: i64,
        mode: Option<String>,
        place: Option<&str>,
        days: (Option<&str>, Option<&str>),
        shared: impl IntoIterator<Item = i64>,
    ) -> Self {
        Self {
            id,
            mode,
            place: place.map(fold),
            days: (days.0.and_then(day_number), days.1.and_then(day_number)),
            shared: shared.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_numbers() {
        let number = |d| day_number(d).unwrap();
        assert_eq!(number("2024-03-01") - number("2024-02-28"), 2);
        assert_eq!(number("2025-01-01") - number("2024-12-31"), 1);
        assert_eq!(day_number("soon"), None);
    }
}
