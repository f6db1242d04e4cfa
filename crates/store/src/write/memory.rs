//! What a writer remembers of what it read and wrote, so as not to ask the file for it again.

use std::collections::BTreeMap;

use super::Writer;
use super::keys::Keys;
use super::names::Names;
use super::tally::Tally;
use crate::error::Error;
use crate::link::{KnownActor, KnownHappening};

/// What a writer remembers of what it read and wrote.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) keys: Keys,
    pub(super) names: Names,
    pub(super) tally: Tally,
}

impl Memory {
    /// Forgets everything: what stands in the tables is not what was written.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.names.clear();
        self.tally.clear();
    }
}

impl Writer {
    /// Actors with a name of this folded form, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_actors(&mut self, folded: &str) -> Result<&[KnownActor], Error> {
        self.memory.names.of(&self.store, folded)
    }

    /// Happenings that stand under one of the keys `near`, the oldest first, and share enough of these and of
    /// `common`; of the latter only as many are named as it takes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_happenings(
        &mut self,
        near: &[i64],
        common: &[i64],
        are_enough: impl Fn(&[i64]) -> bool,
    ) -> Result<Vec<KnownHappening>, Error> {
        let (keys, connection) = (&mut self.memory.keys, &self.store.connection);
        let mut found: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut look = || -> rusqlite::Result<()> {
            for key in near {
                for happening in keys.under(connection, *key)? {
                    found.entry(*happening).or_default().push(*key);
                }
            }
            for (happening, shared) in &mut found {
                for key in common {
                    if are_enough(shared) {
                        break;
                    }
                    if keys.has(connection, *key, *happening)? {
                        shared.push(*key);
                    }
                }
            }
            Ok(())
        };
        look().map_err(|e| self.store.trouble(&e))?;
        found.retain(|_, shared| are_enough(shared));
        let mut known = Vec::with_capacity(found.len());
        for (id, shared) in found {
            let one = self.store.known_happening(id)?;
            known.extend(one.map(|one| KnownHappening { shared, ..one }));
        }
        Ok(known)
    }

    /// Writes down what the batch has counted so far.
    pub(super) fn count(&mut self) -> Result<(), Error> {
        self.memory.tally.write(&self.store.connection).map_err(|e| self.store.trouble(&e))
    }
}
