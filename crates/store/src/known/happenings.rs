//! Happenings: which of them share keys with an event, and what another event adds to one.

use annalist_doc::{Event, Report};

use super::held::Held;
use super::keys::{Keys, NewKeys};
use crate::cells::{sentence, word};
use crate::error::Error;
use crate::link::KnownHappening;
use crate::open::Store;
use crate::write::{HappeningChoice, HappeningLink};

/// So many happenings are held at least.
const MOST: usize = 20_000;

/// A happening with the publishers that tell of it.
#[derive(Debug)]
struct Told {
    row: KnownHappening,
    /// What the first report says of it, until that is written.
    summary: Option<String>,
    sites: Vec<Box<str>>,
}

/// A happening as it is to be written: with a summary where it is new.
#[derive(Debug)]
pub(crate) struct HappeningChange {
    pub(crate) row: KnownHappening,
    pub(crate) summary: Option<String>,
}

/// Happenings and the keys under which they stand.
#[derive(Debug)]
pub(super) struct Happenings {
    held: Held<i64, Told>,
    keys: Keys,
    next: i64,
}

/// What a report tells of its happenings' publishers and of where the events stand in it.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub(super) report: &'a Report,
    pub(super) site: &'a str,
    pub(super) batch: u64,
}

impl Happenings {
    pub(super) fn open(store: &Store) -> Result<Self, Error> {
        let next = store.next("happenings")?;
        Ok(Self { held: Held::new(MOST), keys: Keys::default(), next })
    }

    /// The number that the next happening will have.
    pub(super) fn next(&self) -> i64 {
        self.next
    }

    /// Happenings that stand under one of the keys `near`, the oldest first, and share enough of these and of
    /// `common`, with what they share; of `common` only as many are named as it takes.
    pub(super) fn sharing(
        &mut self,
        store: &Store,
        near: &[i64],
        common: &[i64],
        are_enough: impl Fn(&[i64]) -> bool,
    ) -> Result<Vec<(&KnownHappening, Vec<i64>)>, Error> {
        let (keys, connection) = (&mut self.keys, &store.connection);
        let mut found: Vec<(i64, Vec<i64>)> = Vec::new();
        let mut look = || -> rusqlite::Result<()> {
            let mut under: Vec<(i64, i64)> = Vec::new();
            for key in near {
                under.extend(keys.under(connection, *key)?.iter().map(|of| (*of, *key)));
            }
            under.sort_unstable();
            let mut shared: Vec<i64> = Vec::new();
            for of_one in under.chunk_by(|a, b| a.0 == b.0) {
                let happening = of_one[0].0;
                shared.clear();
                shared.extend(of_one.iter().map(|(_, key)| key));
                for key in common {
                    if are_enough(&shared) {
                        break;
                    }
                    if keys.has(connection, *key, happening)? {
                        shared.push(*key);
                    }
                }
                if are_enough(&shared) {
                    found.push((happening, shared.clone()));
                }
            }
            Ok(())
        };
        look().map_err(|e| store.trouble(&e))?;
        for (number, _) in &found {
            self.load(store, *number)?;
        }
        let held = &self.held;
        let known = found.into_iter();
        Ok(known.filter_map(|(id, shared)| Some((&held.peek(&id)?.row, shared))).collect())
    }

    fn load(&mut self, store: &Store, number: i64) -> Result<(), Error> {
        if self.held.get(&number).is_none()
            && let Some(row) = store.known_happening(number)?
        {
            let sites = store.sites_telling(number)?;
            self.held.read(number, Told { row, summary: None, sites });
        }
        Ok(())
    }

    /// Gives each event of a document its happening, as was chosen.
    pub(super) fn link(
        &mut self,
        store: &Store,
        telling: Telling<'_>,
        links: &[HappeningLink],
    ) -> Result<Vec<Option<i64>>, Error> {
        let mut numbers: Vec<Option<i64>> = Vec::with_capacity(links.len());
        for (n, event) in telling.report.events.iter().enumerate() {
            let Some((choice, own)) = links.get(n).and_then(Option::as_ref) else {
                numbers.push(None);
                continue;
            };
            let number = match *choice {
                HappeningChoice::Known(number) => {
                    let is_new_report = !numbers.contains(&Some(number));
                    self.load(store, number)?;
                    if let Some(told) = self.held.change(&number, telling.batch) {
                        told.go_on(telling, event, is_new_report);
                    }
                    number
                }
                HappeningChoice::New => self.begin(telling, event),
            };
            self.keys
                .put(&store.connection, own, number, telling.batch)
                .map_err(|e| store.trouble(&e))?;
            numbers.push(Some(number));
        }
        Ok(numbers)
    }

    fn begin(&mut self, telling: Telling<'_>, event: &Event) -> i64 {
        let Telling { report, site, batch } = telling;
        let number = self.next;
        self.next += 1;
        let mut row = KnownHappening {
            id: number,
            kind: event.kind.clone(),
            mode: event.mode.clone(),
            first_day: event.earliest.clone(),
            last_day: event.latest.clone(),
            events: 1,
            reports: 1,
            publishers: 1,
            ..KnownHappening::default()
        };
        row.take_place(report, event);
        let told = Told { row, summary: Some(sentence(report, event)), sites: vec![site.into()] };
        self.held.make(number, told, batch);
        number
    }

    /// What is to be written since this was last asked.
    pub(super) fn changes(&mut self, batch: u64) -> (Vec<HappeningChange>, Vec<NewKeys>) {
        let changed = self.held.changed(batch);
        let mut changes: Vec<HappeningChange> = changed
            .map(|(_, told)| HappeningChange {
                row: told.row.clone(),
                summary: told.summary.take(),
            })
            .collect();
        changes.sort_unstable_by_key(|change| change.row.id);
        (changes, self.keys.changes())
    }

    pub(super) fn kept(&mut self, batch: u64) {
        self.keys.kept(batch);
    }

    pub(super) fn bound(&mut self, kept: u64) {
        self.held.bound(kept);
    }
}

impl Told {
    /// Another event of it; a report counts once, and so does a publisher.
    fn go_on(&mut self, telling: Telling<'_>, event: &Event, is_new_report: bool) {
        let row = &mut self.row;
        row.events += 1;
        if is_new_report {
            row.reports += 1;
            if !self.sites.iter().any(|site| **site == *telling.site) {
                row.publishers += 1;
                self.sites.push(telling.site.into());
            }
        }
        let or = |own: &mut Option<String>, other: &Option<String>| {
            if own.is_none() {
                own.clone_from(other);
            }
        };
        or(&mut row.first_day, &event.earliest);
        or(&mut row.last_day, &event.latest);
        if row.place.is_none() {
            row.take_place(telling.report, event);
        }
    }
}

impl KnownHappening {
    /// Takes an event's place for its own.
    fn take_place(&mut self, report: &Report, event: &Event) {
        let place = event.place.and_then(|p| report.places.get(p.index()));
        self.place = place.map(|p| p.name.clone());
        if self.country.is_none() {
            self.country = place.and_then(|p| p.country.clone());
        }
        self.precision = place.and_then(|p| p.precision.as_ref().and_then(word));
        (self.latitude, self.longitude) = (place.and_then(|p| p.lat), place.and_then(|p| p.lon));
    }
}
