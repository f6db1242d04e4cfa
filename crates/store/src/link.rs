//! What the store knows that a new document may belong to.

use rusqlite::{Result, Row};

use crate::error::Error;
use crate::open::Store;

/// An actor under one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownActor {
    /// Its number.
    pub id: i64,
    /// Its first name in the store.
    pub name: String,
    /// `person`, `organization`, …
    pub kind: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// In how many documents it stands.
    pub documents: i64,
}

/// A happening that shares keys with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownHappening {
    /// Its number.
    pub id: i64,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// First day on which it may have been.
    pub first_day: Option<String>,
    /// Last such day.
    pub last_day: Option<String>,
    /// The name of its place.
    pub place: Option<String>,
    /// The story of the report that told of it first.
    pub story: Option<i64>,
    /// The keys that it shares.
    pub shared: Vec<i64>,
}

/// A claim about a happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownClaim {
    /// Its number.
    pub id: i64,
    /// Its document's number.
    pub document: i64,
    /// What it is about.
    pub attribute: String,
    /// The lowest number its words allow.
    pub low: Option<i64>,
    /// The highest.
    pub high: Option<i64>,
    /// How exact the words are.
    pub qualifier: String,
    /// Whose claim it is, in words.
    pub by: Option<String>,
    /// The actor behind these.
    pub actor: Option<i64>,
    /// The publisher of the report that has it.
    pub site: Option<String>,
}

/// What a document gave to the comparison of stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentDocument {
    /// Its story.
    pub story: i64,
    /// The day of its publication.
    pub day: Option<String>,
    /// Its terms, as they were given.
    pub terms: Vec<u8>,
}

fn actor(row: &Row<'_>) -> Result<KnownActor> {
    Ok(KnownActor {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        country: row.get(3)?,
        documents: row.get(4)?,
    })
}

impl Store {
    /// Actors with a name of this folded form, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_actors(&self, folded: &str) -> std::result::Result<Vec<KnownActor>, Error> {
        let known = |connection: &rusqlite::Connection| {
            connection
                .prepare_cached(
                    "SELECT DISTINCT a.id, a.name, a.type, a.country, a.documents \
                     FROM actor_names n JOIN actors a ON a.id = n.actor \
                     WHERE n.folded = ?1 ORDER BY a.id",
                )?
                .query_map([folded], actor)?
                .collect::<Result<Vec<_>>>()
        };
        known(&self.connection).map_err(|e| self.trouble(&e))
    }

    /// Happenings that stand under any of these keys, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_happenings(
        &self,
        keys: &[i64],
    ) -> std::result::Result<Vec<KnownHappening>, Error> {
        let known = |connection: &rusqlite::Connection| {
            let mut found: std::collections::BTreeMap<i64, Vec<i64>> = Default::default();
            let mut with_key =
                connection.prepare_cached("SELECT happening FROM happening_keys WHERE key = ?1")?;
            for key in keys {
                for happening in with_key.query_map([key], |row| row.get(0))? {
                    found.entry(happening?).or_default().push(*key);
                }
            }
            let mut one = connection.prepare_cached(
                "SELECT h.id, h.type, h.mode, h.first_day, h.last_day, h.place, \
                 (SELECT d.story FROM events e JOIN documents d ON d.id = e.document \
                  WHERE e.happening = h.id ORDER BY e.id LIMIT 1) \
                 FROM happenings h WHERE h.id = ?1",
            )?;
            let read = |(id, shared): (i64, Vec<i64>)| {
                one.query_row([id], |row| {
                    Ok(KnownHappening {
                        id: row.get(0)?,
                        kind: row.get(1)?,
                        mode: row.get(2)?,
                        first_day: row.get(3)?,
                        last_day: row.get(4)?,
                        place: row.get(5)?,
                        story: row.get(6)?,
                        shared,
                    })
                })
            };
            found.into_iter().map(read).collect::<Result<Vec<_>>>()
        };
        known(&self.connection).map_err(|e| self.trouble(&e))
    }

    /// What was claimed of a happening, in the order in which it was added; of many claims the last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_claims(&self, happening: i64) -> std::result::Result<Vec<KnownClaim>, Error> {
        const MOST: i64 = 200;
        let known = |connection: &rusqlite::Connection| {
            connection
                .prepare_cached(
                    "SELECT * FROM (SELECT c.id, c.document, c.attribute, c.low, c.high, c.qualifier, \
                     c.by, c.actor, d.site FROM claims c JOIN documents d ON d.id = c.document \
                     WHERE c.happening = ?1 ORDER BY c.id DESC LIMIT ?2) ORDER BY id",
                )?
                .query_map([happening, MOST], |row| {
                    Ok(KnownClaim {
                        id: row.get(0)?,
                        document: row.get(1)?,
                        attribute: row.get(2)?,
                        low: row.get(3)?,
                        high: row.get(4)?,
                        qualifier: row.get(5)?,
                        by: row.get(6)?,
                        actor: row.get(7)?,
                        site: row.get(8)?,
                    })
                })?
                .collect::<Result<Vec<_>>>()
        };
        known(&self.connection).map_err(|e| self.trouble(&e))
    }

    /// Whether the store has a text, by its content hash.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has(&self, hash: &str) -> std::result::Result<bool, Error> {
        self.connection
            .prepare_cached("SELECT 1 FROM documents WHERE hash = ?1")
            .and_then(|mut s| s.exists([hash]))
            .map_err(|e| self.trouble(&e))
    }

    /// The number that the next story will have.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_story(&self) -> std::result::Result<i64, Error> {
        self.connection
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM stories")
            .and_then(|mut s| s.query_row([], |row| row.get(0)))
            .map_err(|e| self.trouble(&e))
    }

    /// The last so many documents, in the order in which they were added.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn recent(&self, most: usize) -> std::result::Result<Vec<RecentDocument>, Error> {
        let recent = |connection: &rusqlite::Connection| {
            connection
                .prepare(
                    "SELECT story, day, terms FROM (SELECT d.id, d.story, d.day, r.terms \
                     FROM documents d JOIN records r ON r.document = d.id \
                     ORDER BY d.id DESC LIMIT ?1) ORDER BY id",
                )?
                .query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| {
                    Ok(RecentDocument { story: row.get(0)?, day: row.get(1)?, terms: row.get(2)? })
                })?
                .collect::<Result<Vec<_>>>()
        };
        recent(&self.connection).map_err(|e| self.trouble(&e))
    }
}
