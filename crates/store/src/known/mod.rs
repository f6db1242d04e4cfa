//! What a store knows, ahead of its file: new records are linked here while those before them are still
//! being written.
//!
//! What was asked for lately is held in memory, the rest is read from the file. Whatever a batch of records
//! changes stays in memory until the file has that batch, so that nothing stale is ever read.

mod actors;
mod claims;
mod happenings;
mod held;
mod keys;
mod stories;

use std::path::Path;

use annalist_doc::ClaimLinkKind;
use rustc_hash::FxHashMap;

use self::actors::Actors;
use self::claims::Claims;
use self::happenings::{Happenings, Telling};
use self::stories::Stories;
use crate::error::Error;
use crate::link::{KnownActor, KnownClaim, KnownHappening};
use crate::open::Store;
use crate::write::{Links, Packed};

pub(crate) use self::actors::ActorChanges;
pub(crate) use self::happenings::HappeningChange;
use self::keys::NewKeys;
pub(crate) use self::keys::write_keys;
pub(crate) use self::stories::{StoryChange, StoryRow};

/// A record's numbers in the store, and how its claims relate to those of others: what is needed to write
/// it without asking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linked {
    pub(crate) document: i64,
    pub(crate) story: i64,
    /// The actor of each entity.
    pub(crate) actors: Vec<Option<i64>>,
    /// The happening of each event.
    pub(crate) happenings: Vec<Option<i64>>,
    /// The number of its first claim; the others follow.
    pub(crate) claims: i64,
    /// Relations of its claims to those of other documents: its own by index, the other's number.
    pub(crate) claim_links: Vec<(usize, i64, ClaimLinkKind)>,
    pub(crate) terms: Vec<u8>,
}

impl Linked {
    /// The document's number.
    #[must_use]
    pub fn document(&self) -> i64 {
        self.document
    }

    /// The number of the actor of each entity.
    #[must_use]
    pub fn actors(&self) -> &[Option<i64>] {
        &self.actors
    }

    /// The number of the happening of each event.
    #[must_use]
    pub fn happenings(&self) -> &[Option<i64>] {
        &self.happenings
    }

    /// The number of a claim, by its index.
    #[must_use]
    pub fn claim(&self, index: usize) -> i64 {
        self.claims.saturating_add(i64::try_from(index).unwrap_or(i64::MAX))
    }

    /// Notes how one of its claims (its index) relates to one of another document (its number).
    pub fn link_claims(&mut self, own: usize, other: i64, kind: ClaimLinkKind) {
        self.claim_links.push((own, other, kind));
    }
}

/// What a batch of records changes beside the rows of its records.
#[derive(Debug, Default)]
pub struct Changes {
    pub(crate) actors: ActorChanges,
    pub(crate) stories: Vec<StoryChange>,
    pub(crate) happenings: Vec<HappeningChange>,
    pub(crate) keys: Vec<NewKeys>,
}

/// What a store knows, with the records that are not yet in its file.
#[derive(Debug)]
pub struct Known {
    store: Store,
    actors: Actors,
    stories: Stories,
    happenings: Happenings,
    claims: Claims,
    /// Texts that the file lacks yet: the document's number, and its batch.
    texts: FxHashMap<String, (i64, u64)>,
    next: i64,
    /// The batch that is being linked, and the last one that the file has.
    batch: u64,
    kept: u64,
}

impl Known {
    /// A claim is compared with so many before it.
    pub const CLAIMS: usize = Claims::WINDOW;

    /// Opens a store for linking; only its one writer may do so.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        let store = Store::open(path)?;
        Ok(Self {
            actors: Actors::open(&store)?,
            stories: Stories::open(&store)?,
            happenings: Happenings::open(&store)?,
            claims: Claims::open(&store)?,
            texts: FxHashMap::default(),
            next: store.next("documents")?,
            batch: 1,
            kept: 0,
            store,
        })
    }

    /// The file as it is: records that are not kept yet are missing.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The number of the document with this content hash.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn number_of(&self, hash: &str) -> Result<Option<i64>, Error> {
        match self.texts.get(hash) {
            Some((number, _)) => Ok(Some(*number)),
            None => self.store.number_of(hash),
        }
    }

    /// The number that the next story will have.
    #[must_use]
    pub fn next_story(&self) -> i64 {
        self.stories.next()
    }

    /// Actors with a name of this folded form, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn actors(&mut self, folded: &str) -> Result<&[KnownActor], Error> {
        self.actors.under(&self.store, folded)
    }

    /// Happenings that stand under one of the keys `near`, the oldest first, and share enough of these and of
    /// `common`, each with the keys that it shares; of `common` only as many are named as it takes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn happenings(
        &mut self,
        near: &[i64],
        common: &[i64],
        are_enough: impl Fn(&[i64]) -> bool,
    ) -> Result<Vec<(&KnownHappening, Vec<i64>)>, Error> {
        self.happenings.sharing(&self.store, near, common, are_enough)
    }

    /// The last claims on one thing about a happening (an attribute, of all or of a part), at most
    /// [`Known::CLAIMS`], in the order in which they were added.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claims(
        &mut self,
        happening: i64,
        attribute: &str,
        scope: Option<&str>,
    ) -> Result<&[KnownClaim], Error> {
        self.claims.on(&self.store, happening, attribute, scope).map(|claims| &**claims)
    }

    /// Takes up a new record as it was linked: it has its numbers now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn link(&mut self, packed: &Packed, links: Links) -> Result<Linked, Error> {
        self.bound();
        let (store, batch, report) = (&self.store, self.batch, packed.report());
        let document = self.next;
        self.next += 1;
        self.texts.insert(report.document.id.clone(), (document, batch));
        let story = self.stories.link(store, links.story, &report.document, batch)?;
        let actors = self.actors.link(store, &report.entities, &links.actors, batch)?;
        let site = report.document.site.as_deref().unwrap_or_default();
        let telling = Telling { report, site, batch };
        let before = self.happenings.next();
        let happenings = self.happenings.link(store, telling, &links.happenings)?;
        for new in before..self.happenings.next() {
            self.claims.begin(new, batch);
        }
        let first = self.claims.number(report.claims.len());
        for (id, claim) in (first..).zip(&report.claims) {
            if let Some(happening) = happenings.get(claim.event.index()).copied().flatten() {
                let claim = KnownClaim::of(report, claim, id, document, &actors);
                self.claims.put(store, happening, claim, batch)?;
            }
        }
        Ok(Linked {
            document,
            story,
            actors,
            happenings,
            claims: first,
            claim_links: Vec::new(),
            terms: links.terms,
        })
    }

    /// What is to be written beside the records' own rows since this was last asked.
    #[must_use]
    pub fn changes(&mut self) -> Changes {
        let (happenings, keys) = self.happenings.changes(self.batch);
        let actors = self.actors.changes(self.batch);
        Changes { actors, stories: self.stories.changes(self.batch), happenings, keys }
    }

    /// Ends a batch, whose changes were asked for; gives its number.
    pub fn end(&mut self) -> u64 {
        self.batch += 1;
        self.batch - 1
    }

    /// The file has a batch now, and those before it.
    pub fn kept(&mut self, batch: u64) {
        self.kept = batch;
        self.happenings.kept(batch);
        self.texts.retain(|_, (_, of)| *of > batch);
    }

    /// Reads anew whatever hangs on who an actor is: people changed it, and the file has every batch.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn actors_changed(&mut self) -> Result<(), Error> {
        self.actors = Actors::open(&self.store)?;
        self.claims.forget();
        Ok(())
    }

    /// Forgets what the file does not have.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn take_back(&mut self) -> Result<(), Error> {
        *self = Self::open(self.store.path())?;
        Ok(())
    }

    fn bound(&mut self) {
        self.actors.bound(self.kept);
        self.stories.bound(self.kept);
        self.happenings.bound(self.kept);
        self.claims.bound(self.kept);
    }
}

impl Store {
    /// The number that the next row of a table will have.
    fn next(&self, table: &str) -> Result<i64, Error> {
        let sql = format!("SELECT coalesce(max(id), 0) + 1 FROM {table}");
        Ok(self.one(&sql, [], |row| row.get(0))?.unwrap_or(1))
    }
}
