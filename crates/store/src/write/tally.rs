//! What a batch adds to counts: kept in memory and written once for all of its records.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result, params};

/// So many actors are remembered with their names between two batches.
const REMEMBERED: usize = 20_000;

/// An actor's names and how often the batch has each; and in how many of its documents the actor stands.
#[derive(Debug, Default)]
struct Named {
    documents: i64,
    names: Vec<(String, i64)>,
}

/// Counts that are not yet in the tables.
#[derive(Debug, Default)]
pub(super) struct Tally {
    events: BTreeMap<(String, String, String), i64>,
    actors: BTreeMap<i64, Named>,
}

impl Tally {
    /// Another event of a type on a day in a country.
    pub(super) fn event(&mut self, day: &str, kind: &str, country: &str) {
        let of = (day.to_owned(), kind.to_owned(), country.to_owned());
        *self.events.entry(of).or_default() += 1;
    }

    /// Another document in which an actor of the store stands.
    pub(super) fn actor(&mut self, actor: i64) {
        self.actors.entry(actor).or_default().documents += 1;
    }

    /// Another document that has this name of an actor; says whether the name is new.
    pub(super) fn name(&mut self, store: &Connection, actor: i64, name: &str) -> Result<bool> {
        let names = &mut self.actors.entry(actor).or_default().names;
        if let Some((_, times)) = names.iter_mut().find(|(known, _)| known == name) {
            *times += 1;
            return Ok(false);
        }
        let known = store
            .prepare_cached("SELECT 1 FROM actor_names WHERE actor = ?1 AND name = ?2")?
            .exists(params![actor, name])?;
        // A new name is written with a count of one.
        names.push((name.to_owned(), i64::from(known)));
        Ok(!known)
    }

    /// Writes all counts down.
    pub(super) fn write(&mut self, store: &Connection) -> Result<()> {
        let mut events = store.prepare_cached(
            "INSERT INTO event_counts (day, type, country, events) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO UPDATE SET events = events + ?4",
        )?;
        for ((day, kind, country), times) in std::mem::take(&mut self.events) {
            events.execute(params![day, kind, country, times])?;
        }
        let mut documents =
            store.prepare_cached("UPDATE actors SET documents = documents + ?2 WHERE id = ?1")?;
        let mut of_name = store.prepare_cached(
            "UPDATE actor_names SET documents = documents + ?3 WHERE actor = ?1 AND name = ?2",
        )?;
        for (actor, named) in &mut self.actors {
            if named.documents > 0 {
                documents.execute(params![actor, std::mem::take(&mut named.documents)])?;
            }
            for (name, times) in named.names.iter_mut().filter(|(_, times)| *times > 0) {
                of_name.execute(params![actor, &*name, std::mem::take(times)])?;
            }
        }
        if self.actors.len() > REMEMBERED {
            self.actors.clear();
        }
        Ok(())
    }

    /// Forgets everything: what was counted was taken back, or rows were changed by others.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
