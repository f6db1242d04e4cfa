//! What the store knows that a new document may belong to.

use rusqlite::{OptionalExtension, Row, params};

use crate::error::Error;
use crate::known::StoryRow;
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
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// The place's country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// How much of the earth the place is.
    pub precision: Option<String>,
    /// Latitude of the place in degrees.
    pub latitude: Option<f64>,
    /// Longitude of the place in degrees.
    pub longitude: Option<f64>,
    /// How many events it has.
    pub events: i64,
    /// In how many reports.
    pub reports: i64,
    /// Of how many publishers.
    pub publishers: i64,
}

impl KnownHappening {
    /// Latitude and longitude in degrees of a place no larger than a town.
    #[must_use]
    pub fn point(&self) -> Option<(f64, f64)> {
        let small = matches!(self.precision.as_deref(), Some("exact" | "settlement"));
        self.latitude.zip(self.longitude).filter(|_| small)
    }
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
    /// Who was counted, where that is a part of all.
    pub scope: Option<String>,
    /// Whether it is denied.
    pub denied: bool,
    /// Who is said to have done it.
    pub responsible: Option<i64>,
    /// The value in its own words.
    pub text: String,
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

impl Store {
    /// Actors with a name of this folded form, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_actors(&self, folded: &str) -> Result<Vec<KnownActor>, Error> {
        let sql = "SELECT DISTINCT a.id, a.name, a.type, a.country, a.documents \
                   FROM actor_names n JOIN actors a ON a.id = n.actor \
                   WHERE n.folded = ?1 ORDER BY a.id";
        self.list(sql, [folded], actor)
    }

    /// The actor with a number.
    pub(crate) fn known_actor(&self, id: i64) -> Result<Option<KnownActor>, Error> {
        let sql = "SELECT id, name, type, country, documents FROM actors WHERE id = ?1";
        self.one(sql, [id], actor)
    }

    /// An actor's names.
    pub(crate) fn names_of(&self, actor: i64) -> Result<Vec<String>, Error> {
        self.list("SELECT name FROM actor_names WHERE actor = ?1", [actor], |row| row.get(0))
    }

    /// The happening with a number.
    pub(crate) fn known_happening(&self, id: i64) -> Result<Option<KnownHappening>, Error> {
        let sql = "SELECT id, type, mode, first_day, last_day, place, country, precision, latitude, \
                   longitude, events, reports, publishers FROM happenings WHERE id = ?1";
        self.one(sql, [id], |row| {
            Ok(KnownHappening {
                id: row.get(0)?,
                kind: row.get(1)?,
                mode: row.get(2)?,
                first_day: row.get(3)?,
                last_day: row.get(4)?,
                place: row.get(5)?,
                country: row.get(6)?,
                precision: row.get(7)?,
                latitude: row.get(8)?,
                longitude: row.get(9)?,
                events: row.get(10)?,
                reports: row.get(11)?,
                publishers: row.get(12)?,
            })
        })
    }

    /// The publishers of the reports that tell of a happening.
    pub(crate) fn sites_telling(&self, happening: i64) -> Result<Vec<Box<str>>, Error> {
        let sql = "SELECT DISTINCT ifnull(d.site, '') FROM events e \
                   JOIN documents d ON d.id = e.document WHERE e.happening = ?1";
        self.sites(sql, happening)
    }

    /// The story with a number.
    pub(crate) fn known_story(&self, id: i64) -> Result<Option<StoryRow>, Error> {
        let sql =
            "SELECT id, title, first_day, last_day, reports, publishers FROM stories WHERE id = ?1";
        self.one(sql, [id], |row| {
            Ok(StoryRow {
                id: row.get(0)?,
                title: row.get(1)?,
                first_day: row.get(2)?,
                last_day: row.get(3)?,
                reports: row.get(4)?,
                publishers: row.get(5)?,
            })
        })
    }

    /// The publishers of a story's reports.
    pub(crate) fn sites_of_story(&self, story: i64) -> Result<Vec<Box<str>>, Error> {
        let sql = "SELECT DISTINCT ifnull(site, '') FROM documents WHERE story = ?1";
        self.sites(sql, story)
    }

    /// What was claimed of one thing about a happening (an attribute, of all or of a part), in the order in
    /// which it was added; of many claims the last `most`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known_claims(
        &self,
        happening: i64,
        attribute: &str,
        scope: Option<&str>,
        most: Option<usize>,
    ) -> Result<Vec<KnownClaim>, Error> {
        // To SQLite a limit below zero is none.
        let most = most.map_or(-1, |most| i64::try_from(most).unwrap_or(i64::MAX));
        let sql = "SELECT * FROM (SELECT c.id, c.document, c.attribute, c.low, c.high, c.qualifier, \
                   c.by, c.actor, d.site, c.scope, c.polarity IS 'negative', c.responsible, c.text \
                   FROM claims c JOIN documents d ON d.id = c.document \
                   WHERE c.happening = ?1 AND c.attribute = ?2 AND c.scope IS ?3 \
                   ORDER BY c.id DESC LIMIT ?4) ORDER BY id";
        self.list(sql, params![happening, attribute, scope, most], |row| {
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
                scope: row.get(9)?,
                denied: row.get(10)?,
                responsible: row.get(11)?,
                text: row.get(12)?,
            })
        })
    }

    /// The happenings of which an actor claims something, or for which it is blamed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn happenings_claimed_by(&self, actor: i64) -> Result<Vec<i64>, Error> {
        let sql = "SELECT DISTINCT happening FROM claims \
                   WHERE (actor = ?1 OR responsible = ?1) AND happening IS NOT NULL ORDER BY happening";
        self.list(sql, params![actor], |row| row.get(0))
    }

    /// What is claimed of a happening: each attribute with its scope.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn claimed_of(&self, happening: i64) -> Result<Vec<(String, Option<String>)>, Error> {
        let sql = "SELECT DISTINCT attribute, scope FROM claims WHERE happening = ?1 ORDER BY 1, 2";
        self.list(sql, params![happening], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Whether the store has a text, by its content hash.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has(&self, hash: &str) -> Result<bool, Error> {
        Ok(self.number_of(hash)?.is_some())
    }

    /// The number of the document with this content hash, where the store has it.
    pub(crate) fn number_of(&self, hash: &str) -> Result<Option<i64>, Error> {
        self.one("SELECT id FROM documents WHERE hash = ?1", [hash], |row| row.get(0))
    }

    /// The last so many documents, in the order in which they were added.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn recent(&self, most: usize) -> Result<Vec<RecentDocument>, Error> {
        let sql = "SELECT story, day, terms FROM (SELECT d.id, d.story, d.day, r.terms \
                   FROM documents d JOIN records r ON r.document = d.id \
                   ORDER BY d.id DESC LIMIT ?1) ORDER BY id";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.list(sql, [most], |row| {
            Ok(RecentDocument { story: row.get(0)?, day: row.get(1)?, terms: row.get(2)? })
        })
    }

    /// The fingerprints of the last so many documents that have one, by content hash, in the order in
    /// which they were added.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn prints(&self, most: usize) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let sql = "SELECT hash, print FROM (SELECT d.id, d.hash, r.print \
                   FROM documents d JOIN records r ON r.document = d.id \
                   WHERE r.print IS NOT NULL ORDER BY d.id DESC LIMIT ?1) ORDER BY id";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.list(sql, [most], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn sites(&self, sql: &str, of: i64) -> Result<Vec<Box<str>>, Error> {
        self.list(sql, [of], |row| Ok(row.get::<_, String>(0)?.into_boxed_str()))
    }

    /// All rows of an answer.
    pub(crate) fn list<T>(
        &self,
        sql: &str,
        given: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let all = || -> rusqlite::Result<Vec<T>> {
            self.connection.prepare_cached(sql)?.query_map(given, read)?.collect()
        };
        all().map_err(|e| self.trouble(&e))
    }

    /// The first row of an answer.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        given: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let one = || self.connection.prepare_cached(sql)?.query_row(given, read).optional();
        one().map_err(|e| self.trouble(&e))
    }
}

fn actor(row: &Row<'_>) -> rusqlite::Result<KnownActor> {
    Ok(KnownActor {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        country: row.get(3)?,
        documents: row.get(4)?,
    })
}
