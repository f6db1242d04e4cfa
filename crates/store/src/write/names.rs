//! Which actors stand under a name: most names of a report were in one shortly before.

use std::collections::HashMap;

use crate::error::Error;
use crate::link::KnownActor;
use crate::open::Store;

/// So many names are remembered.
const MOST: usize = 20_000;

/// Names that were asked for, in their folded form, with their actors.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, Vec<KnownActor>>);

impl Names {
    /// The actors under a name, the oldest first.
    pub(super) fn of(&mut self, store: &Store, folded: &str) -> Result<&[KnownActor], Error> {
        if !self.0.contains_key(folded) {
            if self.0.len() >= MOST {
                self.0.clear();
            }
            self.0.insert(folded.to_owned(), store.known_actors(folded)?);
        }
        Ok(self.0.get(folded).map_or(&[], Vec::as_slice))
    }

    /// Somebody new stands under a name.
    pub(super) fn forget(&mut self, folded: &str) {
        self.0.remove(folded);
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
