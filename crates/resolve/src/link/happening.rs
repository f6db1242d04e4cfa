//! Happenings: events of several reports about one occurrence.
//!
//! Two events are one happening when they can have been on the same day, do not lie in different places or
//! have different modes, and are told in the same words, or in words that tell the same (`alike`), in one story. Of events of one type it is enough to
//! share two of a participant, a place and the mode or the trigger's words, or two participants, or the
//! place, the story and the day. What nothing dates is compared within its story. What they share is found
//! by keys, so an event is compared with the few happenings that have one of its keys.
//!
//! The words of the trigger in one story are what the lemma is within a topic: the strongest plain rule for
//! events across documents (Upadhyay and others 2016).

use annalist_doc::{Event, Modality, Place, Precision, Report, Role};
use annalist_lexicon::{StoryWords, Weights};
use jiff::civil::Date;

use super::fold::fold;
use super::spot::{Spot, ToldSpot};

/// An event's keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventKeys {
    /// Under which it is kept: of its own day.
    pub own: Vec<i64>,
    /// Under which others are looked for: of its day and those beside it.
    pub near: Vec<i64>,
    /// Further keys of theirs, under which so many stand that nobody is looked for there: who shares one
    /// of these shares one of the others too, or is not the same.
    pub common: Vec<i64>,
    spot: Option<Spot>,
    days: (Option<i32>, Option<i32>),
    typed: bool,
    dated: bool,
}

impl EventKeys {
    /// Whether keys that are shared with a happening are enough for an event to be it.
    #[must_use]
    pub fn are_enough(&self, shared: &[i64]) -> bool {
        let count = |kind: i64| shared.iter().filter(|k| *k % KINDS == kind).count();
        let has = |kind: i64| count(kind) > 0;
        // The same words in one story tell of one thing, whatever its type.
        has(TOLD)
            || self.typed
                && (count(WHO) >= 2
                    || has(WHERE) && (has(WHO) || has(STORY) && self.dated || has(WHAT))
                    || has(WHO) && has(WHAT))
    }
}

/// A happening that shares keys, as a store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldHappening<'a> {
    /// Its number.
    pub id: i64,
    /// PLOVER mode.
    pub mode: Option<&'a str>,
    /// Its place.
    pub spot: Option<ToldSpot<'a>>,
    /// First and last day, as ISO 8601 days.
    pub days: (Option<&'a str>, Option<&'a str>),
    /// How many events it has.
    pub events: i64,
    /// The keys that it shares.
    pub shared: Vec<i64>,
}

/// What a key is made of; the kinds that two events share tell how sure it is that they are one.
const KINDS: i64 = 8;
const WHO: i64 = 0;
const WHERE: i64 = 1;
const STORY: i64 = 2;
const WHAT: i64 = 3;
const TOLD: i64 = 4;

/// So many letters of a stem count: "nominated", "nomination".
const STEM: usize = 6;
/// The digits of a key below those of its day.
const DAY: u32 = 42;

/// Half of the places of days among the keys; day 0 stands in their middle.
const HALF: i64 = 1 << 20;

/// A day's place among the keys: days of the years −900 to 4800 have one each, all others share two.
fn place_of(day: i32) -> i64 {
    (i64::from(day) + HALF).clamp(0, 2 * HALF - 1)
}

/// The place of what nothing dates: that of its story, among days of long ago.
fn place_of_undated(story: i64) -> i64 {
    story.rem_euclid(HALF)
}

/// The number of a day, counted from 1970; `None` for what is no ISO 8601 day.
#[must_use]
pub fn day_number(day: &str) -> Option<i32> {
    let day: Date = day.get(..10)?.parse().ok()?;
    i32::try_from(day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24).ok()
}

/// What an event gives to the comparison of happenings by itself, worked out on any thread.
#[derive(Clone, Debug, PartialEq)]
pub struct EventFacets {
    kind: String,
    day: Option<i32>,
    days: (Option<i32>, Option<i32>),
    spot: Option<Spot>,
    /// Kinds of parts and the hash of each with the event's type.
    parts: Vec<(i64, i64)>,
    /// In which words it is told, and its type with its mode.
    told: Vec<String>,
}

/// For each event what it gives; `None` for one that is only thought of.
#[must_use]
pub fn event_facets(report: &Report, words: &StoryWords) -> Vec<Option<EventFacets>> {
    let published = report.document.published.as_ref().and_then(|p| day_number(&p.value));
    report.events.iter().map(|event| facets(report, event, published, words)).collect()
}

fn facets(
    report: &Report,
    event: &Event,
    published: Option<i32>,
    words: &StoryWords,
) -> Option<EventFacets> {
    if !matches!(
        event.modality,
        Modality::Actual | Modality::Possible | Modality::Attempted | Modality::Planned
    ) {
        return None;
    }
    let bound = |d: Option<&String>| d.and_then(|d| day_number(d));
    let days = (bound(event.earliest.as_ref()), bound(event.latest.as_ref()));
    let day = days.0.filter(|f| days.1.is_some_and(|l| l - f <= 7)).or(published);
    let place = event.place.and_then(|p| report.places.get(p.index()));
    let small = |p: &Place| matches!(p.precision, Some(Precision::Exact | Precision::Settlement));
    let point = |p: &Place| p.lat.zip(p.lon).filter(|_| small(p));
    let spot = place.map(|p| Spot::new(&p.name, p.country.clone(), point(p)));
    let mut parts: Vec<(i64, i64)> = Vec::new();
    let mut add = |kind: i64, word: &str| parts.push((kind, part(&event.kind, word)));
    for argument in &event.arguments {
        let taking_part = matches!(argument.role, Role::Actor | Role::Recipient);
        let entity = argument.entity.and_then(|e| report.entities.get(e.index()));
        let name = entity.and_then(|e| e.name.as_ref()).filter(|_| taking_part);
        if let Some(name) = name {
            add(WHO, &fold(name));
        }
    }
    if let Some(spot) = &spot {
        add(WHERE, spot.name());
    }
    let spans = event.mentions.iter().map(|m| m.span).chain([event.trigger]);
    let mut told: Vec<String> =
        spans.map(|s| telling(s.of(&report.document.text), words)).collect();
    told.sort_unstable();
    told.dedup();
    for word in told.iter().chain(&event.mode) {
        add(WHAT, word);
    }
    if let Some(mode) = &event.mode {
        told.push(format!("{} {mode}", event.kind));
    }
    parts.sort_unstable();
    parts.dedup();
    Some(EventFacets { kind: event.kind.clone(), day, days, spot, parts, told })
}

/// What a trigger tells: the word for all that tell the same; else the stems of its words, those left out that
/// say nothing, or all of its words where none is left.
fn telling(trigger: &str, words: &StoryWords) -> String {
    let lower = trigger.to_lowercase();
    let all = || lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    // "opened fire" before "fire".
    if let Some(word) = words.alike(&lower).or_else(|| all().find_map(|w| words.alike(w))) {
        return word.to_owned();
    }
    let stems = all().filter_map(|w| words.stem(w));
    let stems: Vec<&str> =
        stems.map(|s| s.char_indices().nth(STEM).map_or(s, |(end, _)| &s[..end])).collect();
    if stems.is_empty() { lower } else { stems.join(" ") }
}

fn part(kind: &str, word: &str) -> i64 {
    (Weights::key(&[kind, word]) >> 25) as i64
}

impl EventFacets {
    /// The event's keys, for a report of this story.
    #[must_use]
    pub fn keys(&self, story: i64) -> EventKeys {
        let mut parts = self.parts.clone();
        let of_story = story.to_string();
        parts.push((STORY, part(&self.kind, &of_story)));
        parts.extend(self.told.iter().map(|word| (TOLD, part(&of_story, word))));
        // The day first: keys of reports that come one after the other lie side by side in a store. The
        // kind last, so that shared kinds can be counted.
        let key = |place: i64, (kind, hash): &(i64, i64)| (place << DAY) | hash << 3 | kind;
        // Events that nothing dates are compared with such events of their story only.
        let (own, near) = match self.day {
            Some(day) => (place_of(day), [-1, 0, 1].map(|step| place_of(day + step)).to_vec()),
            None => (place_of_undated(story), vec![place_of_undated(story)]),
        };
        let own: Vec<i64> = parts.iter().map(|p| key(own, p)).collect();
        let keys = |telling: bool| -> Vec<i64> {
            let is = |(kind, _): &&(i64, i64)| matches!(*kind, WHAT | STORY) != telling;
            let some = parts.iter().filter(is);
            some.flat_map(|p| near.iter().map(move |place| key(*place, p))).collect()
        };
        let (near, common) = (keys(true), keys(false));
        EventKeys {
            own,
            near,
            common,
            spot: self.spot.clone(),
            days: self.days,
            typed: !self.kind.is_empty(),
            dated: self.day.is_some(),
        }
    }
}

/// Which of the happenings that share enough of its keys ([`EventKeys::are_enough`]) an event belongs to, if
/// any.
#[must_use]
pub fn same_happening(event: &Event, keys: &EventKeys, known: &[ToldHappening<'_>]) -> Option<i64> {
    let sure = |h: &&ToldHappening<'_>| {
        let modes = match (event.mode.as_deref(), h.mode) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let days = || (h.days.0.and_then(day_number), h.days.1.and_then(day_number));
        let spots = keys.spot.as_ref().zip(h.spot.as_ref());
        modes && together(keys.days, days()) && !spots.is_some_and(|(a, b)| a.differs(b))
    };
    // Told in the same words, with the same people and place, the one that most tell of; of equals, the oldest.
    let best = known.iter().filter(sure);
    let shares = |h: &ToldHappening<'_>, kinds: &[i64]| {
        h.shared.iter().filter(|k| kinds.contains(&(*k % KINDS))).count()
    };
    best.max_by_key(|h| {
        (shares(h, &[TOLD]).min(1), shares(h, &[WHO, WHERE]), h.events, std::cmp::Reverse(h.id))
    })
    .map(|h| h.id)
}

/// Whether two stretches of days can mean one day, give or take one.
fn together(a: (Option<i32>, Option<i32>), b: (Option<i32>, Option<i32>)) -> bool {
    let before = |x: Option<i32>, y: Option<i32>| x.zip(y).is_some_and(|(x, y)| x + 1 < y);
    !before(a.1, b.0) && !before(b.1, a.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_must_be_enough() {
        let keys = |typed, dated| EventKeys { typed, dated, ..EventKeys::default() };
        let key = |kind: i64| (place_of(20_000) << DAY) | 77 << 3 | kind;
        for (shared, typed, untyped) in [
            (&[TOLD][..], true, true),
            (&[WHO, WHERE], true, false),
            (&[WHERE, STORY], true, false),
            (&[WHO, WHAT], true, false),
            (&[WHO, WHO], true, false),
            (&[WHO, STORY], false, false),
            (&[WHO], false, false),
        ] {
            let shared: Vec<i64> = shared.iter().map(|kind| key(*kind)).collect();
            assert_eq!(keys(true, true).are_enough(&shared), typed, "{shared:?}");
            assert_eq!(keys(false, true).are_enough(&shared), untyped, "{shared:?}");
            // One place and one story do for one day only.
            let undated = typed && shared != [key(WHERE), key(STORY)];
            assert_eq!(keys(true, false).are_enough(&shared), undated, "{shared:?}");
        }
    }

    #[test]
    fn words_that_tell_one_thing_are_one() {
        let lexicon = annalist_lexicon::Lexicon::english().unwrap();
        let told = |words: &str| telling(words, &lexicon.stories);
        assert_eq!(told("died"), told("was killed"));
        assert_eq!(told("deaths"), told("died"));
        assert_ne!(told("died"), told("was arrested"));
        // A charge of murder is no death.
        assert_ne!(told("murder"), told("died"));
        assert_ne!(told("opened fire"), told("fire"));
        assert_eq!(told("nominated"), told("nomination"));
    }

    #[test]
    fn days_have_numbers() {
        let number = |d| day_number(d).unwrap();
        assert_eq!(number("2024-03-01") - number("2024-02-28"), 2);
        assert_eq!(number("2025-01-01") - number("2024-12-31"), 1);
        assert_eq!(day_number("soon"), None);
    }
}
