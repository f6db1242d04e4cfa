//! Actors under their names: most names of a report were in one shortly before.

use annalist_doc::Entity;

use super::held::Held;
use crate::cells::{joined, word};
use crate::error::Error;
use crate::link::KnownActor;
use crate::open::Store;
use crate::write::{ActorChoice, ActorLink};

/// So many names, and so many actors with theirs, are held at least.
const MOST: usize = 20_000;

/// An actor with its names, and what the file has not counted yet.
#[derive(Debug)]
struct Named {
    actor: KnownActor,
    /// Further documents in which it stands.
    documents: i64,
    /// Its names, each with the number of further documents that have it.
    names: Vec<(String, i64)>,
}

/// An actor that begins.
#[derive(Debug)]
pub(crate) struct NewActor {
    pub(crate) actor: KnownActor,
    pub(crate) sectors: Option<String>,
}

/// What is to be written of actors.
#[derive(Debug, Default)]
pub(crate) struct ActorChanges {
    pub(crate) new: Vec<NewActor>,
    /// Names that an actor did not have: its number, the name, the folded form.
    pub(crate) names: Vec<(i64, String, String)>,
    /// Further documents of actors.
    pub(crate) documents: Vec<(i64, i64)>,
    /// Further documents of an actor's names.
    pub(crate) again: Vec<(i64, String, i64)>,
}

/// Actors under their names.
#[derive(Debug)]
pub(super) struct Actors {
    under: Held<String, Vec<KnownActor>>,
    named: Held<i64, Named>,
    next: i64,
    changes: ActorChanges,
}

impl Actors {
    pub(super) fn open(store: &Store) -> Result<Self, Error> {
        let next = store.next("actors")?;
        let changes = ActorChanges::default();
        Ok(Self { under: Held::new(MOST), named: Held::new(MOST), next, changes })
    }

    /// The actors under a name, the oldest first.
    pub(super) fn under(&mut self, store: &Store, folded: &str) -> Result<&[KnownActor], Error> {
        if self.under.get(folded).is_none() {
            self.under.read(folded.to_owned(), store.known_actors(folded)?);
        }
        Ok(self.under.get(folded).map_or(&[], |actors| actors))
    }

    /// Gives each entity of a document its actor, as was chosen.
    pub(super) fn link(
        &mut self,
        store: &Store,
        entities: &[Entity],
        links: &[ActorLink],
        batch: u64,
    ) -> Result<Vec<Option<i64>>, Error> {
        let mut numbers: Vec<Option<i64>> = Vec::with_capacity(entities.len());
        for (n, entity) in entities.iter().enumerate() {
            let Some((choice, folded)) = links.get(n).and_then(Option::as_ref) else {
                numbers.push(None);
                continue;
            };
            let number = match choice {
                ActorChoice::As(earlier) => numbers.get(*earlier).copied().flatten(),
                ActorChoice::Known(number) => {
                    if let Some(named) = self.named(store, *number, batch)? {
                        named.documents += 1;
                    }
                    Some(*number)
                }
                ActorChoice::New => Some(self.begin(entity, batch)),
            };
            numbers.push(number);
            let Some(number) = number else { continue };
            let written = entity.name.iter().chain(&entity.aliases);
            for (name, folded) in written.zip(folded) {
                self.name(store, number, name, folded, batch)?;
            }
        }
        Ok(numbers)
    }

    fn begin(&mut self, entity: &Entity, batch: u64) -> i64 {
        let number = self.next;
        self.next += 1;
        let actor = KnownActor {
            id: number,
            name: entity.name.clone().unwrap_or_default(),
            kind: word(&entity.kind).unwrap_or_default(),
            country: entity.country.clone(),
            documents: 1,
        };
        let named = Named { actor: actor.clone(), documents: 0, names: Vec::new() };
        self.named.make(number, named, batch);
        let sectors = entity.actor.as_ref().and_then(|a| joined(&a.sectors));
        self.changes.new.push(NewActor { actor, sectors });
        number
    }

    /// Another document that has this name of an actor.
    fn name(
        &mut self,
        store: &Store,
        number: i64,
        name: &str,
        folded: &str,
        batch: u64,
    ) -> Result<(), Error> {
        let Some(named) = self.named(store, number, batch)? else { return Ok(()) };
        if let Some((_, times)) = named.names.iter_mut().find(|(known, _)| known == name) {
            *times += 1;
            return Ok(());
        }
        // A new name is written with a count of one.
        named.names.push((name.to_owned(), 0));
        let actor = named.actor.clone();
        self.changes.names.push((number, name.to_owned(), folded.to_owned()));
        self.under(store, folded)?;
        if let Some(actors) = self.under.change(folded, batch)
            && let Err(at) = actors.binary_search_by_key(&number, |actor| actor.id)
        {
            actors.insert(at, actor);
        }
        Ok(())
    }

    /// An actor with its names, to be changed by a batch.
    fn named(
        &mut self,
        store: &Store,
        number: i64,
        batch: u64,
    ) -> Result<Option<&mut Named>, Error> {
        if self.named.get(&number).is_none()
            && let Some(actor) = store.known_actor(number)?
        {
            let names = store.names_of(number)?.into_iter().map(|name| (name, 0)).collect();
            self.named.read(number, Named { actor, documents: 0, names });
        }
        Ok(self.named.change(&number, batch))
    }

    /// What is to be written since this was last asked.
    pub(super) fn changes(&mut self, batch: u64) -> ActorChanges {
        let mut changes = std::mem::take(&mut self.changes);
        for (number, named) in self.named.changed(batch) {
            if named.documents > 0 {
                changes.documents.push((*number, std::mem::take(&mut named.documents)));
            }
            for (name, times) in named.names.iter_mut().filter(|(_, times)| *times > 0) {
                changes.again.push((*number, name.clone(), std::mem::take(times)));
            }
        }
        changes.documents.sort_unstable();
        changes.again.sort_unstable();
        changes
    }

    pub(super) fn bound(&mut self, kept: u64) {
        self.under.bound(kept);
        self.named.bound(kept);
    }
}
