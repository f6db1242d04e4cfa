//! Tables: a document a row. What the columns mean is the same in all of them.
//!
//! The text of a column is kept exactly as it is, so offsets count into the user's own column. A bad
//! row is an error that names it, and the next row follows.

pub(crate) mod csv;
pub mod jsonl;
mod pages;
pub(crate) mod parquet;

use std::sync::Arc;

use annalist_doc::{Document, Format, Published, Source};
use url::Url;

use crate::error::{Kind, ReadError};
use crate::{Options, published, text};

/// What stands in one column of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    Null,
    Text(String),
    /// A whole number or one with a fraction, as people write it.
    Number(String),
    /// A day or moment, as ISO 8601.
    Date(String),
    /// Something else, in words: "a list".
    Other(&'static str),
}

impl Cell {
    fn what(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Date(_) => "a date",
            Self::Other(what) => what,
        }
    }
}

/// A row of a table, whatever the table's format. `None` where there is no such column.
pub(crate) trait Row {
    /// Takes what stands in a column.
    fn take(&mut self, column: &str) -> Option<Cell>;
    /// The names of the columns, for a message.
    fn names(&self) -> Vec<String>;
}

/// What the user said of the columns, and which of them were never seen.
pub(crate) struct Columns {
    file: String,
    format: Format,
    options: Arc<Options>,
    /// Columns that were asked for and that no row has had so far.
    unseen: Vec<String>,
    documents: bool,
}

impl Columns {
    pub(crate) fn new(file: &str, format: Format, options: Arc<Options>) -> Self {
        let asked =
            [&options.id_column, &options.date_column, &options.title_column, &options.site_column];
        let unseen = asked.into_iter().flatten().cloned();
        Self { file: file.to_owned(), format, unseen: unseen.collect(), options, documents: false }
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// A complaint about a row.
    pub(crate) fn error(&self, kind: Kind, row: u64, what: impl Into<String>) -> ReadError {
        let error = ReadError::new(kind, &self.file, what);
        if self.format == Format::Parquet { error.at_row(row) } else { error.at_line(row) }
    }

    /// Turns a row into a document.
    pub(crate) fn document(
        &mut self,
        number: u64,
        row: &mut impl Row,
    ) -> Result<Document, ReadError> {
        let id = self.id(number, row)?;
        let published = self.date(number, row)?;
        let title = self.words(number, row, self.options.title_column.clone())?;
        let site = self.words(number, row, self.options.site_column.clone())?;
        let column = self.options.text_column.as_str();
        let words = match row.take(column) {
            Some(Cell::Text(words)) => words,
            Some(other) => return Err(self.wrong(number, column, "a text", &other)),
            None => {
                let what = format!(
                    "no column {column:?}; {}; name the one that holds the text",
                    listed(self.format, &row.names())
                );
                return Err(self.error(Kind::Column, number, what));
            }
        };
        if words.len() > self.options.max_line {
            return Err(text::long_line(&self.file, &self.options).at_line(number));
        }
        let uri = Some(self.file.clone());
        let source = Source { uri, format: self.format, id, ..Source::default() };
        let mut document = text::from_text(words, source, published).map_err(|error| {
            if self.format == Format::Parquet {
                error.at_row(number)
            } else {
                error.at_line(number)
            }
        })?;
        document.title = title.or(document.title);
        document.site = site.map(host_of);
        self.documents = true;
        Ok(document)
    }

    /// The words of a column that may be asked for, on one line.
    fn words(
        &mut self,
        number: u64,
        row: &mut impl Row,
        column: Option<String>,
    ) -> Result<Option<String>, ReadError> {
        let Some(column) = column else { return Ok(None) };
        let found = row.take(&column);
        if found.is_some() {
            self.seen(&column);
        }
        match found {
            None | Some(Cell::Null) => Ok(None),
            Some(Cell::Text(words) | Cell::Number(words)) => {
                let words = text::one_line(&words);
                Ok(Some(words).filter(|words| !words.is_empty()))
            }
            Some(other) => Err(self.wrong(number, &column, "a text", &other)),
        }
    }

    fn seen(&mut self, column: &str) {
        self.unseen.retain(|unseen| unseen != column);
    }

    fn id(&mut self, number: u64, row: &mut impl Row) -> Result<Option<String>, ReadError> {
        let asked = self.options.id_column.clone();
        let found = row.take(asked.as_deref().unwrap_or("id"));
        if let (Some(column), Some(_)) = (&asked, &found) {
            self.seen(column);
        }
        match (found, asked) {
            (None | Some(Cell::Null), _) => Ok(None),
            (Some(Cell::Text(id) | Cell::Number(id) | Cell::Date(id)), _) => Ok(Some(id)),
            (Some(other), Some(column)) => {
                Err(self.wrong(number, &column, "a text or a number", &other))
            }
            (Some(_), None) => Ok(None),
        }
    }

    fn date(&mut self, number: u64, row: &mut impl Row) -> Result<Option<Published>, ReadError> {
        let Some(column) = self.options.date_column.clone() else {
            return Ok(self.options.published.clone());
        };
        let found = row.take(&column);
        if found.is_some() {
            self.seen(&column);
        }
        match found {
            None | Some(Cell::Null) => Ok(self.options.published.clone()),
            // In a table of texts alone, nothing is an empty cell.
            Some(Cell::Text(day)) if self.format == Format::Csv && day.trim().is_empty() => {
                Ok(self.options.published.clone())
            }
            Some(Cell::Text(day) | Cell::Date(day)) => published(&day)
                .map(Some)
                .map_err(|bad| self.error(Kind::Date, number, format!("column {column:?}: {bad}"))),
            Some(other) => {
                Err(self.wrong(number, &column, "a date such as \"2020-01-22\"", &other))
            }
        }
    }

    fn wrong(&self, number: u64, column: &str, expected: &str, found: &Cell) -> ReadError {
        let found = found.what();
        let what = format!("column {column:?}: expected {expected}, found {found}");
        self.error(Kind::Column, number, what)
    }

    /// What there is to say once the table is over, after so many rows.
    pub(crate) fn end(&self, rows: u64) -> Option<ReadError> {
        let a_row = if self.format == Format::Jsonl { "line" } else { "row" };
        if rows == 0 {
            let what = format!("there are no {a_row}s in it");
            return Some(ReadError::new(Kind::Empty, &self.file, what));
        }
        let column = self.unseen.first().filter(|_| self.documents)?;
        let what = format!("no {a_row} has a column {column:?}; check its name");
        Some(ReadError::new(Kind::Column, &self.file, what))
    }
}

/// The host of an address; any other name of a publisher as it is.
fn host_of(site: String) -> String {
    let address = Url::parse(&site).ok().filter(Url::has_host);
    let host = address.as_ref().and_then(Url::host_str).map(str::to_owned);
    host.unwrap_or(site)
}

/// The names of a row's columns, for a message.
fn listed(format: Format, names: &[String]) -> String {
    let who = if format == Format::Jsonl { "the line" } else { "the table" };
    if names.is_empty() {
        return format!("{who} has no columns at all");
    }
    let shown: Vec<String> = names.iter().take(12).map(|name| format!("{name:?}")).collect();
    let more = if names.len() > shown.len() { ", …" } else { "" };
    format!("{who} has {}{more}", shown.join(", "))
}
