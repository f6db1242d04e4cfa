//! What a batch changes beside the rows of its records: actors, stories and happenings, and counts.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result, params};

use super::Writer;
use crate::error::Error;
use crate::known::{ActorChanges, Changes, HappeningChange, StoryChange, write_keys};

/// Counts of events that are not yet in the tables, by day, type and country.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<(String, String, String), i64>);

impl Counts {
    /// Another event of a type on a day in a country.
    pub(super) fn event(&mut self, day: &str, kind: &str, country: &str) {
        let of = (day.to_owned(), kind.to_owned(), country.to_owned());
        *self.0.entry(of).or_default() += 1;
    }

    fn write(&mut self, store: &Connection) -> Result<()> {
        let mut events = store.prepare_cached(
            "INSERT INTO event_counts (day, type, country, events) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO UPDATE SET events = events + ?4",
        )?;
        for ((day, kind, country), times) in std::mem::take(&mut self.0) {
            events.execute(params![day, kind, country, times])?;
        }
        Ok(())
    }
}

impl Writer {
    /// Writes what the records put since [`begin`](Writer::begin) change beside their own rows.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn change(&mut self, changes: &Changes) -> std::result::Result<(), Error> {
        let store = &self.store.connection;
        actors(store, &changes.actors)
            .and_then(|()| stories(store, &changes.stories))
            .and_then(|()| happenings(store, &changes.happenings))
            .and_then(|()| write_keys(store, &changes.keys))
            .map_err(|e| self.store.trouble(&e))
    }

    /// Writes down what the batch has counted so far.
    pub(super) fn count(&mut self) -> std::result::Result<(), Error> {
        self.counts.write(&self.store.connection).map_err(|e| self.store.trouble(&e))
    }
}

fn actors(store: &Connection, changes: &ActorChanges) -> Result<()> {
    let mut new = store.prepare_cached(
        "INSERT INTO actors (id, name, type, country, sectors, documents) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for one in &changes.new {
        let actor = &one.actor;
        let (name, country) = (&actor.name, &actor.country);
        new.execute(params![actor.id, name, actor.kind, country, one.sectors, actor.documents])?;
    }
    let mut name = store.prepare_cached(
        "INSERT INTO actor_names (actor, name, folded, documents) VALUES (?1, ?2, ?3, 1)",
    )?;
    let mut words =
        store.prepare_cached("INSERT INTO actor_words (name, actor) VALUES (?1, ?2)")?;
    for (actor, written, folded) in &changes.names {
        name.execute(params![actor, written, folded])?;
        words.execute(params![written, actor])?;
    }
    let mut documents =
        store.prepare_cached("UPDATE actors SET documents = documents + ?2 WHERE id = ?1")?;
    for (actor, times) in &changes.documents {
        documents.execute(params![actor, times])?;
    }
    let mut again = store.prepare_cached(
        "UPDATE actor_names SET documents = documents + ?3 WHERE actor = ?1 AND name = ?2",
    )?;
    for (actor, name, times) in &changes.again {
        again.execute(params![actor, name, times])?;
    }
    Ok(())
}

fn stories(store: &Connection, changes: &[StoryChange]) -> Result<()> {
    let mut begin = store.prepare_cached(
        "INSERT INTO stories (id, title, first_day, last_day, reports, publishers) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut go_on = store.prepare_cached(
        "UPDATE stories SET first_day = ?2, last_day = ?3, reports = ?4, publishers = ?5 WHERE id = ?1",
    )?;
    for StoryChange { row, is_new } in changes {
        let (first, last) = (&row.first_day, &row.last_day);
        let (reports, publishers) = (row.reports, row.publishers);
        if *is_new {
            begin.execute(params![row.id, row.title, first, last, reports, publishers])?;
        } else {
            go_on.execute(params![row.id, first, last, reports, publishers])?;
        }
    }
    Ok(())
}

fn happenings(store: &Connection, changes: &[HappeningChange]) -> Result<()> {
    let mut begin = store.prepare_cached(
        "INSERT INTO happenings (id, first_day, last_day, place, country, precision, latitude, \
         longitude, events, reports, publishers, type, mode, summary) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    let mut go_on = store.prepare_cached(
        "UPDATE happenings SET first_day = ?2, last_day = ?3, place = ?4, country = ?5, \
         precision = ?6, latitude = ?7, longitude = ?8, events = ?9, reports = ?10, \
         publishers = ?11 WHERE id = ?1",
    )?;
    for HappeningChange { row, summary } in changes {
        let of_both = params![
            row.id,
            row.first_day,
            row.last_day,
            row.place,
            row.country,
            row.precision,
            row.latitude,
            row.longitude,
            row.events,
            row.reports,
            row.publishers
        ];
        match summary {
            Some(summary) => {
                let of_new = params![row.kind, row.mode, summary];
                begin.execute([of_both, of_new].concat().as_slice())?;
            }
            None => {
                go_on.execute(of_both)?;
            }
        }
    }
    Ok(())
}
