//! Adding records: the one writer of a store.

mod changes;
mod decided;
mod renew;
mod rows;
mod told;

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use annalist_doc::{ClaimLinkKind, Document, Points, Report, WireReport};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rusqlite::params;

use crate::cells::word;
use crate::error::Error;
use crate::known::Linked;
use crate::lock::{Holder, Lock};
use crate::open::Store;

use self::changes::Counts;
use self::rows::{Coding, Rows};

pub use decided::{Changed, decide};

/// Which story a document belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoryChoice {
    /// One that the store has.
    Known(i64),
    /// It begins one.
    #[default]
    New,
}

/// Which actor an entity is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorChoice {
    /// One that the store has.
    Known(i64),
    /// A new one.
    New,
    /// The same as an earlier entity of this document (its index).
    As(usize),
}

/// Which happening an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HappeningChoice {
    /// One that the store has.
    Known(i64),
    /// It begins one.
    New,
}

/// Which actor an entity is, and the folded forms of its names; `None` for what is no actor.
pub type ActorLink = Option<(ActorChoice, Vec<String>)>;

/// Which happening an event belongs to, and the keys under which it is looked for.
pub type HappeningLink = Option<(HappeningChoice, Vec<i64>)>;

/// How a document hangs together with what the store has. Lists go by index; what is missing there is
/// not linked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// Its story.
    pub story: StoryChoice,
    /// For each entity, its actor and the folded forms of its names.
    pub actors: Vec<ActorLink>,
    /// For each event, its happening and the keys under which it is looked for.
    pub happenings: Vec<HappeningLink>,
    /// What the document gives to the comparison of stories.
    pub terms: Vec<u8>,
}

/// A record ready for the store: the costly part of writing, done on any thread.
#[derive(Debug)]
pub struct Packed {
    report: Report,
    record: Vec<u8>,
    points: Points,
    print: Option<Vec<u8>>,
}

impl Packed {
    /// Packs a record.
    #[must_use]
    pub fn new(mut report: Report) -> Self {
        let points = Points::of(&report.document.text);
        // The text stands in a column of its own.
        let text = std::mem::take(&mut report.document.text);
        let json = report.clone().into_wire_with(&points).to_json();
        report.document.text = text;
        let mut out = ZlibEncoder::new(Vec::with_capacity(json.len() / 5), Compression::fast());
        // Writing to memory does not fail.
        let _ = out.write_all(json.as_bytes());
        let record = out.finish().unwrap_or_default();
        Self { report, record, points, print: None }
    }

    /// Adds the fingerprint by which reprints of the text are found.
    #[must_use]
    pub fn with_print(mut self, print: Vec<u8>) -> Self {
        self.print = Some(print);
        self
    }

    /// The record.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// The one writer of a store. What is put between [`begin`](Writer::begin) and
/// [`commit`](Writer::commit) is kept as a whole or not at all.
#[derive(Debug)]
pub struct Writer {
    pub(crate) store: Store,
    /// The row of the coding that was met last.
    coding: Option<Coding>,
    counts: Counts,
    _lock: Lock,
}

impl Writer {
    /// Opens a store for writing; waits for so long when another program writes.
    ///
    /// # Errors
    /// When another program keeps writing, or the store cannot be opened, made or written to.
    pub fn open(path: &Path, own: &Holder, wait: Duration) -> Result<Self, Error> {
        let lock = Lock::take(path, own, wait)?;
        let store = Store::writable(path)?;
        Ok(Self { store, coding: None, counts: Counts::default(), _lock: lock })
    }

    /// The store as it is now, what was put since [`begin`](Writer::begin) included.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Begins a batch.
    ///
    /// # Errors
    /// When the store cannot be written to.
    pub fn begin(&mut self) -> Result<(), Error> {
        self.run("BEGIN IMMEDIATE")
    }

    /// Keeps the batch.
    ///
    /// # Errors
    /// When it could not be written; then nothing of it is kept.
    pub fn commit(&mut self) -> Result<(), Error> {
        self.count()?;
        self.run("COMMIT")
    }

    /// Drops the batch.
    ///
    /// # Errors
    /// When SQLite cannot; the batch is dropped when the file is next opened.
    pub fn rollback(&mut self) -> Result<(), Error> {
        self.coding = None;
        self.counts = Counts::default();
        self.run("ROLLBACK")
    }

    fn run(&self, sql: &str) -> Result<(), Error> {
        self.store.connection.execute_batch(sql).map_err(|e| self.store.trouble(&e))
    }

    /// Puts new records, linked by [`Known::link`](crate::Known::link).
    ///
    /// # Errors
    /// When they could not be written.
    pub fn put(&mut self, lot: &[(Packed, Linked)]) -> Result<(), Error> {
        let Self { store, coding, counts, .. } = self;
        let rows = lot.iter().map(|(packed, linked)| Rows::new(&store.connection, packed, linked));
        Rows::put(&mut rows.collect::<Vec<_>>(), coding, counts).map_err(|e| store.trouble(&e))
    }

    /// Notes how a claim relates to one of another document.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn link_claims(&mut self, from: i64, to: i64, kind: ClaimLinkKind) -> Result<(), Error> {
        self.store
            .connection
            .prepare_cached(
                "INSERT INTO claim_links (\"from\", \"to\", type, said) \
                 VALUES (?1, ?2, ?3, (SELECT said_first FROM claims WHERE id = ?1))",
            )
            .and_then(|mut s| s.execute(params![from, to, word(&kind)]))
            .map(drop)
            .map_err(|e| self.store.trouble(&e))
    }

    /// Forgets how the claims of different reports on a happening relate.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn unlink_claims(&mut self, happening: i64) -> Result<(), Error> {
        let sql = "DELETE FROM claim_links WHERE id IN (SELECT l.id FROM claims a \
                   JOIN claim_links l ON l.\"from\" = a.id JOIN claims b ON b.id = l.\"to\" \
                   WHERE a.happening = ?1 AND a.document <> b.document)";
        self.store
            .connection
            .prepare_cached(sql)
            .and_then(|mut s| s.execute([happening]))
            .map(drop)
            .map_err(|e| self.store.trouble(&e))
    }

    /// Notes a further publication of a document: a reprint.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn published_again(
        &mut self,
        number: i64,
        reprint: &Document,
        similarity: f64,
    ) -> Result<(), Error> {
        // The same reprint may be more like a text that was added after it: it is noted once.
        let noted = "SELECT 1 FROM documents WHERE id = ?1 AND uri IS ?2 AND source_id IS ?3 \
            UNION ALL SELECT 1 FROM publications WHERE hash = ?4 AND uri IS ?2 AND source_id IS ?3 \
            AND published IS ?5";
        let again = "INSERT OR IGNORE INTO publications \
            (document, uri, source_id, site, title, published, similarity, hash) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (uri, id, hash) = (&reprint.source.uri, &reprint.source.id, &reprint.id);
        let published = reprint.published.as_ref().map(|p| p.value.as_str());
        let (site, title) = (&reprint.site, &reprint.title);
        let connection = &self.store.connection;
        connection
            .prepare_cached(noted)
            .and_then(|mut s| s.exists(params![number, uri, id, hash, published]))
            .and_then(|noted| {
                if noted {
                    return Ok(0);
                }
                let values = params![number, uri, id, site, title, published, similarity, hash];
                connection.prepare_cached(again)?.execute(values)
            })
            .map(drop)
            .map_err(|e| self.store.trouble(&e))
    }
}

/// Unpacks a record as the store keeps it.
pub(crate) fn unpack(packed: &[u8], text: String) -> Result<WireReport, String> {
    use std::io::Read as _;
    let mut json = String::new();
    flate2::read::ZlibDecoder::new(packed).read_to_string(&mut json).map_err(|e| e.to_string())?;
    let wire = WireReport::from_json(&json).map_err(|e| e.to_string())?;
    Ok(wire.with_text(text))
}
