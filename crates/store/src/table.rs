//! Rows for people and programs: what a question answers.

use rusqlite::types::ValueRef;

use crate::error::{Error, ErrorKind};
use crate::open::Store;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not known.
    Null,
    /// A whole number.
    Whole(i64),
    /// Any number.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes, of which only the number is told.
    Bytes(usize),
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(n) => Self::Whole(n),
            ValueRef::Real(x) => Self::Real(x),
            ValueRef::Text(text) => Self::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Self::Bytes(bytes.len()),
        }
    }
}

/// The rows of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows; each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Whether there are more rows than were asked for.
    pub more: bool,
}

impl Store {
    /// Answers a question in SQL that reads and changes nothing; at most so many rows.
    ///
    /// # Errors
    /// When SQLite does not understand the question, or it would change the store.
    pub fn sql(&self, question: &str, most: usize) -> Result<Table, Error> {
        let mut statement = self.connection.prepare(question).map_err(|e| {
            let place = match &e {
                rusqlite::Error::SqlInputError { msg, offset, .. } if *offset >= 0 => {
                    format!("{msg}, at character {}", offset + 1)
                }
                other => other.to_string(),
            };
            Error::new(ErrorKind::Question, &self.path, place)
        })?;
        if !statement.readonly() {
            let detail = "only questions that read are answered (SELECT, WITH … SELECT)";
            return Err(Error::new(ErrorKind::Question, &self.path, detail));
        }
        self.rows(&mut statement, [], most)
    }

    pub(crate) fn rows(
        &self,
        statement: &mut rusqlite::Statement<'_>,
        given: impl rusqlite::Params,
        most: usize,
    ) -> Result<Table, Error> {
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let width = columns.len();
        let mut table = Table { columns, ..Table::default() };
        let mut rows = statement.query(given).map_err(|e| self.trouble(&e))?;
        while let Some(row) = rows.next().map_err(|e| self.question(&e))? {
            if table.rows.len() == most {
                table.more = true;
                break;
            }
            let cells: Result<Vec<Cell>, _> =
                (0..width).map(|n| row.get_ref(n).map(Cell::from)).collect();
            table.rows.push(cells.map_err(|e| self.trouble(&e))?);
        }
        Ok(table)
    }

    /// Trouble while an answer is being read: often the words of a full-text question.
    fn question(&self, error: &rusqlite::Error) -> Error {
        let said = error.to_string();
        if said.contains("fts5:") || said.contains("unterminated string") {
            let detail =
                format!("{said}; words that are joined by AND, OR, NOT, \"a phrase\", begin*");
            return Error::new(ErrorKind::Question, &self.path, detail);
        }
        self.trouble(error)
    }
}
