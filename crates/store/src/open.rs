//! Opening a store and bringing its form up to date.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Error, ErrorKind};

/// Each step from one form to the next; the form's number is how many were taken.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001.sql"),
    include_str!("../migrations/0002.sql"),
    include_str!("../migrations/0003.sql"),
    include_str!("../migrations/0004.sql"),
];

/// The number of the form that this version writes.
pub const FORM: i64 = MIGRATIONS.len() as i64;

/// Marks the file as ours (SQLite's `application_id`): "ANNL".
const APPLICATION: i64 = 0x414e_4e4c;

/// So long a reader waits while the file is being changed.
const PATIENCE: Duration = Duration::from_secs(5);

/// A store, open for reading.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
}

impl Store {
    /// Opens a store for reading, also while another program writes. A file that is not there is made.
    ///
    /// # Errors
    /// When the file cannot be read or made, is no store, is damaged, or comes from a newer version.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let fresh = !path.exists();
        let mut store = Self { connection: connect(path)?, path: path.to_owned() };
        if fresh || store.form()? < FORM {
            store.migrate()?;
        }
        store.connection.execute_batch("PRAGMA query_only = ON").map_err(|e| store.trouble(&e))?;
        Ok(store)
    }

    /// Opens a store that must be there already.
    ///
    /// # Errors
    /// As [`Store::open`], and when there is no such file.
    pub fn open_existing(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            let detail = "no such file; `annalist add -s FILE REPORTS…` makes one";
            return Err(Error::new(ErrorKind::Open, path, detail));
        }
        Self::open(path)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn writable(path: &Path) -> Result<Self, Error> {
        let mut store = Self { connection: connect(path)?, path: path.to_owned() };
        store.migrate()?;
        // A commit is safe against the program's and the system's end alike: WAL with full syncing. Rows
        // refer to rows put before them by the same code, so looking each of them up again would only
        // cost time; the tests look once through whole stores (`PRAGMA foreign_key_check`). A larger hash
        // table lets the full-text index be written in fewer pieces.
        let set = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000; \
                   PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF; \
                   INSERT INTO document_text (document_text, rank) VALUES ('hashsize', 8388608)";
        store.connection.execute_batch(set).map_err(|e| store.trouble(&e))?;
        Ok(store)
    }

    pub(crate) fn trouble(&self, error: &rusqlite::Error) -> Error {
        Error::sql(&self.path, error)
    }

    /// The number of the file's form; 0 for an empty file.
    fn form(&self) -> Result<i64, Error> {
        let number = |pragma: &str| -> Result<i64, Error> {
            self.connection
                .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
                .map_err(|e| self.trouble(&e))
        };
        let (form, application) = (number("user_version")?, number("application_id")?);
        let tables: i64 = self
            .connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(|e| self.trouble(&e))?;
        if tables > 0 && application != APPLICATION {
            let detail = "an SQLite file of another program";
            return Err(Error::new(ErrorKind::NoStore, &self.path, detail));
        }
        if form > FORM {
            let detail = format!("its form is {form}, this version knows up to {FORM}");
            return Err(Error::new(ErrorKind::Newer, &self.path, detail));
        }
        Ok(form)
    }

    /// Takes the steps that are missing, each in a transaction of its own.
    fn migrate(&mut self) -> Result<(), Error> {
        if self.form()? == FORM {
            return Ok(());
        }
        let path = self.path.clone();
        let trouble = |e: &rusqlite::Error| Error::sql(&path, e);
        // Pages of twice the usual size: a little faster to add to.
        let set = format!(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA application_id = {APPLICATION}"
        );
        self.connection.execute_batch(&set).map_err(|e| trouble(&e))?;
        while self.form()? < FORM {
            let step = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(|e| trouble(&e))?;
            // Another program may have taken the step while we waited for our turn.
            let form: i64 = step
                .query_row("PRAGMA user_version", [], |row| row.get(0))
                .map_err(|e| trouble(&e))?;
            if let Some(sql) = usize::try_from(form).ok().and_then(|n| MIGRATIONS.get(n)) {
                let after = format!("{sql}\nPRAGMA user_version = {}", form + 1);
                step.execute_batch(&after).map_err(|e| trouble(&e))?;
            }
            step.commit().map_err(|e| trouble(&e))?;
        }
        Ok(())
    }
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let trouble = |e: &rusqlite::Error| Error::sql(path, e);
    let all = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, all).map_err(|e| trouble(&e))?;
    connection.busy_timeout(PATIENCE).map_err(|e| trouble(&e))?;
    connection.set_prepared_statement_cache_capacity(256);
    // Plans do not depend on what is bound: else every other value has its statement prepared anew.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(|e| trouble(&e))?;
    // A schema from a stranger's file runs nothing by itself.
    connection
        .set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)
        .and_then(|_| connection.execute_batch("PRAGMA trusted_schema = OFF"))
        .map_err(|e| trouble(&e))?;
    Ok(connection)
}
