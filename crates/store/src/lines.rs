//! Rows one after the other, for answers that do not fit in memory.

use rusqlite::types::ValueRef;

use crate::error::Error;
use crate::open::Store;

/// One row of an answer while it is looked at. Columns are counted from 0; what is not there is `None`.
#[derive(Debug)]
pub struct Line<'a>(&'a rusqlite::Row<'a>);

impl Line<'_> {
    /// The words of a column.
    #[must_use]
    pub fn text(&self, column: usize) -> Option<&str> {
        self.0.get_ref(column).ok()?.as_str_or_null().ok().flatten()
    }

    /// The whole number of a column.
    #[must_use]
    pub fn whole(&self, column: usize) -> Option<i64> {
        self.0.get_ref(column).ok()?.as_i64_or_null().ok().flatten()
    }

    /// The number of a column, whole or not.
    #[must_use]
    pub fn real(&self, column: usize) -> Option<f64> {
        match self.0.get_ref(column).ok()? {
            ValueRef::Integer(n) => Some(n as f64),
            ValueRef::Real(x) => Some(x),
            _ => None,
        }
    }
}

impl Store {
    /// Asks a question that reads, with words or numbers for its `?1`, `?2`, …, and hands over each row of
    /// the answer as it comes. What the receiver fails with ends it.
    ///
    /// # Errors
    /// When the store cannot be read, and what the receiver failed with.
    pub fn each<E: From<Error>>(
        &self,
        question: &str,
        given: &[i64],
        mut receive: impl FnMut(&Line<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement =
            self.connection.prepare_cached(question).map_err(|e| self.trouble(&e))?;
        let mut rows =
            statement.query(rusqlite::params_from_iter(given)).map_err(|e| self.trouble(&e))?;
        while let Some(row) = rows.next().map_err(|e| self.trouble(&e))? {
            receive(&Line(row))?;
        }
        Ok(())
    }

    /// Answers all questions that `work` asks from one state of the store, whatever is added meanwhile.
    ///
    /// # Errors
    /// When the store cannot be read, and what the work failed with.
    pub fn frozen<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection.execute_batch("BEGIN").map_err(|e| self.trouble(&e))?;
        let done = work(self);
        // Nothing was written; what cannot be ended now ends with the connection.
        let _ = self.connection.execute_batch("ROLLBACK");
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_one_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("a.db")).unwrap();
        let mut seen = Vec::new();
        let question = "WITH n(x) AS (VALUES (1), (2), (3)) SELECT x, x / 2.0, 'no ' || x, NULL FROM n WHERE x > ?1";
        let done: Result<(), Error> = store.frozen(|store| {
            store.each(question, &[1], |line| {
                seen.push((line.whole(0), line.real(1), line.text(2).map(str::to_owned)));
                assert_eq!((line.text(3), line.whole(2), line.real(9)), (None, None, None));
                Ok(())
            })
        });
        done.unwrap();
        let words = |n| Some(format!("no {n}"));
        assert_eq!(seen, [(Some(2), Some(1.0), words(2)), (Some(3), Some(1.5), words(3))]);
    }
}
