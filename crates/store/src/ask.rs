//! Questions with values, for programs that show a store to people.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};

use crate::error::Error;
use crate::open::Store;
use crate::table::{Cell, Table};

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null | Self::Bytes(_) => ToSqlOutput::Owned(Value::Null),
            Self::Whole(n) => ToSqlOutput::Owned(Value::Integer(*n)),
            Self::Real(x) => ToSqlOutput::Owned(Value::Real(*x)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl Store {
    /// Answers a question of the program's own in SQL, its values given apart; at most so many rows.
    ///
    /// # Errors
    /// When the store cannot be read, the words of a full-text question are not understood, or the
    /// answer would take more work than [`Store::work_at_most`] allows.
    pub fn ask(&self, question: &str, given: &[Cell], most: usize) -> Result<Table, Error> {
        let mut statement =
            self.connection.prepare_cached(question).map_err(|e| self.trouble(&e))?;
        self.rows(&mut statement, rusqlite::params_from_iter(given), most)
    }

    /// Gives up when the questions from now on take more than so many million steps of SQLite's machine.
    ///
    /// # Errors
    /// When SQLite does not take the limit.
    pub fn work_at_most(&mut self, million: u32) -> Result<(), Error> {
        let mut taken = 0;
        let step = move || {
            taken += 1;
            taken > million
        };
        let set = self.connection.progress_handler(1_000_000, Some(step));
        set.map_err(|e| Error::sql(&self.path, &e))
    }

    /// Changes whenever another program has changed the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn version(&self) -> Result<i64, Error> {
        self.connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .map_err(|e| self.trouble(&e))
    }
}
