//! A store made anew beside the old one, and put in its place.

use rusqlite::backup::Backup;
use rusqlite::{Result, params};

use super::Writer;
use crate::error::Error;
use crate::open::Store;

impl Store {
    /// The hashes of all documents, in the order in which they were added, each with whether its record
    /// was made by these values: program version, pipeline, its hash, the lexicon's and the gazetteer's.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn codings(&self, of: [&str; 5]) -> std::result::Result<Vec<(String, bool)>, Error> {
        let sql = "SELECT d.hash, c.program_version = ?1 AND c.pipeline = ?2 AND c.pipeline_hash = ?3 \
                   AND c.lexicon_hash = ?4 AND c.gazetteer_hash = ?5 \
                   FROM documents d JOIN codings c ON c.id = d.coding ORDER BY d.id";
        self.list(sql, of, |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

impl Writer {
    /// Takes over from an older store what no coding gives: where texts were published again, and which
    /// codings they had.
    ///
    /// # Errors
    /// When one cannot be read or the other not be written to.
    pub fn take_over(&mut self, old: &Store) -> std::result::Result<(), Error> {
        self.begin()?;
        let done = self.publications_of(old).and_then(|()| self.codings_of(old));
        match done {
            Ok(()) => self.commit(),
            Err(error) => {
                // What failed is told; that the rest is taken back needs no word of its own.
                let _ = self.rollback();
                Err(error)
            }
        }
    }

    fn publications_of(&self, old: &Store) -> std::result::Result<(), Error> {
        let question = "SELECT d.hash, p.uri, p.source_id, p.site, p.title, p.published, p.similarity, p.hash \
                        FROM publications p JOIN documents d ON d.id = p.document ORDER BY p.id";
        old.each(question, &[], |line| {
            let values = params![
                line.text(0),
                line.text(1),
                line.text(2),
                line.text(3),
                line.text(4),
                line.text(5),
                line.real(6),
                line.text(7)
            ];
            self.insert(
                "INSERT OR IGNORE INTO publications (document, uri, source_id, site, title, published, \
                 similarity, hash) SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM documents WHERE hash = ?1",
                values,
            )
        })
    }

    /// Every coding a document had, the last one too where it has another now.
    fn codings_of(&self, old: &Store) -> std::result::Result<(), Error> {
        self.insert("DELETE FROM recodings", &[])?;
        let columns =
            "c.program_version, c.pipeline, c.pipeline_hash, c.lexicon_hash, c.gazetteer_hash";
        let question = format!(
            "SELECT d.hash, {columns} FROM (SELECT document, coding, id FROM recodings UNION ALL \
             SELECT id, coding, 9223372036854775807 FROM documents) r JOIN documents d ON d.id = r.document \
             JOIN codings c ON c.id = r.coding ORDER BY d.id, r.id"
        );
        old.each(&question, &[], |line| {
            let coding = params![line.text(1), line.text(2), line.text(3), line.text(4), line.text(5)];
            self.insert(
                "INSERT OR IGNORE INTO codings (program_version, pipeline, pipeline_hash, lexicon_hash, \
                 gazetteer_hash) VALUES (?1, ?2, ?3, ?4, ?5)",
                coding,
            )?;
            let values = params![
                line.text(1),
                line.text(2),
                line.text(3),
                line.text(4),
                line.text(5),
                line.text(0)
            ];
            self.insert(
                "INSERT INTO recodings (document, coding) SELECT d.id, c.id FROM documents d \
                 JOIN codings c ON c.id <> d.coding WHERE c.program_version = ?1 AND c.pipeline = ?2 \
                 AND c.pipeline_hash = ?3 AND c.lexicon_hash = ?4 AND c.gazetteer_hash = ?5 AND d.hash = ?6",
                values,
            )
        })
    }

    fn insert(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> std::result::Result<(), Error> {
        let insert = || -> Result<()> {
            self.store.connection.prepare_cached(sql)?.execute(values).map(drop)
        };
        insert().map_err(|e| self.store.trouble(&e))
    }

    /// Becomes a copy of another store, as a whole or not at all; readers see the old rows until then.
    ///
    /// # Errors
    /// When one cannot be read or the other not be written to.
    pub fn become_copy_of(&mut self, other: &Store) -> std::result::Result<(), Error> {
        let path = self.store.path.clone();
        let copy = |to: &mut rusqlite::Connection| -> Result<()> {
            Backup::new(&other.connection, to)?.run_to_completion(
                std::ffi::c_int::MAX,
                std::time::Duration::from_millis(20),
                None,
            )?;
            // The log is as large as the store now.
            to.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        };
        copy(&mut self.store.connection).map_err(|e| Error::sql(&path, &e))
    }
}
