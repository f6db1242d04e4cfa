//! Comma-, semicolon- or tab-separated values with a line of column names: one document a row.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annalist_doc::{Document, Format};
use csv::{ByteRecord, ReaderBuilder};

use super::{Cell, Columns, Row};
use crate::error::{Kind, ReadError};
use crate::unpack::Bytes;
use crate::{Options, text};

/// The documents of one table.
pub(crate) struct Csv {
    rows: csv::Reader<Rationed>,
    /// How many bytes the current row may still take.
    ration: Arc<AtomicU64>,
    names: Vec<String>,
    record: ByteRecord,
    columns: Columns,
    row: u64,
    /// What there is to say before the first row.
    bad_start: Option<ReadError>,
    ended: bool,
}

/// Ends with an error when a row takes more than its ration, as one with an unclosed quotation mark
/// would: it would swallow the rest of the table.
struct Rationed {
    from: Bytes,
    ration: Arc<AtomicU64>,
}

impl Read for Rationed {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.ration.load(Ordering::Relaxed) == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let read = self.from.read(to)?;
        let left = self.ration.load(Ordering::Relaxed).saturating_sub(read as u64);
        self.ration.store(left, Ordering::Relaxed);
        Ok(read)
    }
}

impl Csv {
    /// Reads from `from`, which the user knows as `file`. What separates the columns is what the first
    /// line has most of.
    pub(crate) fn new(from: impl Read + Send + 'static, file: &str, options: Arc<Options>) -> Self {
        let mut from = BufReader::with_capacity(1 << 16, from);
        let separator = from.fill_buf().map_or(b',', separator);
        let most = options.max_line as u64 * 2;
        let ration = Arc::new(AtomicU64::new(most));
        let from = Rationed { from: Box::new(from), ration: Arc::clone(&ration) };
        let rows = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(from);
        let columns = Columns::new(file, Format::Csv, options);
        let record = ByteRecord::new();
        let (names, bad_start) = (Vec::new(), None);
        let mut table =
            Self { rows, ration, names, record, columns, row: 0, bad_start, ended: false };
        match table.rows.byte_headers().cloned() {
            Ok(names) => {
                let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
                table.names = names.iter().map(name).collect();
                if let Some(first) = table.names.first_mut() {
                    *first = first.trim_start_matches('\u{FEFF}').to_owned();
                }
            }
            Err(error) => {
                table.ended = true;
                table.bad_start = Some(table.broken(&error));
            }
        }
        table
    }

    /// The line that the current row begins on.
    fn line(&self) -> u64 {
        self.record.position().map_or(1, csv::Position::line)
    }

    fn broken(&self, error: &csv::Error) -> ReadError {
        let line =
            error.position().map_or_else(|| self.rows.position().line(), csv::Position::line);
        match error.kind() {
            csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => {
                let what = "a row that is too long; is a quotation mark not closed? The rest of the \
                            table was not read";
                ReadError::new(Kind::TooLarge, self.columns.file(), what).at_line(line)
            }
            csv::ErrorKind::Io(io) => ReadError::io(self.columns.file(), io).at_line(line),
            _ => {
                ReadError::new(Kind::Damaged, self.columns.file(), error.to_string()).at_line(line)
            }
        }
    }

    fn document(&mut self) -> Result<Document, ReadError> {
        let line = self.line();
        let file = self.columns.file();
        for cell in &self.record {
            text::decode(cell, file).map_err(|error| error.at_line(line))?;
        }
        let cells = self.record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned());
        let mut row = Cells { names: &self.names, cells: cells.map(Some).collect() };
        self.columns.document(line, &mut row)
    }
}

impl Iterator for Csv {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.bad_start.take() {
            return Some(Err(error));
        }
        while !self.ended {
            self.ration.store(self.columns.options().max_line as u64 * 2, Ordering::Relaxed);
            let mut record = std::mem::take(&mut self.record);
            let read = self.rows.read_byte_record(&mut record);
            self.record = record;
            match read {
                Ok(true) => {
                    self.row += 1;
                    let blank = self.record.iter().all(|cell| cell.trim_ascii().is_empty());
                    if !blank {
                        return Some(self.document());
                    }
                }
                Ok(false) => {
                    self.ended = true;
                    return self.columns.end(self.row).map(Err);
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.broken(&error)));
                }
            }
        }
        None
    }
}

/// A row with the names of its columns.
struct Cells<'a> {
    names: &'a [String],
    cells: Vec<Option<String>>,
}

impl Row for Cells<'_> {
    fn take(&mut self, column: &str) -> Option<Cell> {
        let at = self.names.iter().position(|name| name == column)?;
        // A short row has nothing in its last columns.
        let cell = self.cells.get_mut(at).and_then(Option::take);
        Some(cell.map_or(Cell::Null, Cell::Text))
    }

    fn names(&self) -> Vec<String> {
        self.names.to_vec()
    }
}

/// What the first line has most of, outside quotation marks: tabs, semicolons, bars or commas.
fn separator(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for &byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(s, _)| *s == byte).for_each(|(_, n)| *n += 1),
        }
    }
    // Of equally many the first: `max_by_key` would take the last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(s, _)| s)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(table: &[u8], options: &Options) -> Vec<Result<Document, ReadError>> {
        let from = Cursor::new(table.to_vec());
        Csv::new(from, "a.csv", Arc::new(options.clone())).collect()
    }

    #[test]
    fn columns_quotes_and_separators() {
        let options = Options { date_column: Some("day".into()), ..Options::default() };
        let table =
            "\u{FEFF}id;day;text\r\n7;2031-05-14;\"One; and\r\n\"\"two\"\".\"\r\n\r\n8;;Three.\r\n";
        let found = read(table.as_bytes(), &options);
        let first = found[0].as_ref().unwrap();
        assert_eq!(first.text, "One; and\r\n\"two\".");
        assert_eq!(first.source.id.as_deref(), Some("7"));
        assert_eq!(first.published.as_ref().unwrap().value, "2031-05-14");
        let second = found[1].as_ref().unwrap();
        assert_eq!((second.text.as_str(), &second.published), ("Three.", &None));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn headlines_and_publishers() {
        let options = Options {
            title_column: Some("headline".into()),
            site_column: Some("from".into()),
            ..Options::default()
        };
        let table =
            b"text,headline,from\nOne.,Bridge  shut,https://news.example.org/a?b=1\nTwo.,,\n\
                      Three.,,The Ostwick Times\n";
        let found = read(table, &options);
        let parts = |n: usize| {
            let document = found[n].as_ref().unwrap();
            (document.title.as_deref(), document.site.as_deref())
        };
        assert_eq!(parts(0), (Some("Bridge shut"), Some("news.example.org")));
        assert_eq!(parts(1), (None, None));
        assert_eq!(parts(2), (None, Some("The Ostwick Times")));
        let options = Options { site_column: Some("publisher".into()), ..Options::default() };
        let said = read(table, &options).pop().unwrap().unwrap_err().to_string();
        assert!(said.contains("no row has a column \"publisher\""), "{said}");
    }

    #[test]
    fn bad_rows_are_named() {
        let found =
            read(b"text,id\nOne.,1\ncaf\xE9,2\n,3\n\"Two.\",4,extra\n", &Options::default());
        let said: Vec<String> =
            found.iter().filter_map(|row| row.as_ref().err()).map(ToString::to_string).collect();
        assert!(said[0].starts_with("a.csv, line 3: not UTF-8 at byte 3"), "{said:?}");
        assert!(said[1].starts_with("a.csv, line 4: there are no words"), "{said:?}");
        assert_eq!(found.iter().flatten().count(), 2);
        let none = read(b"words\nOne.\n", &Options::default());
        let said = none[0].as_ref().unwrap_err().to_string();
        assert!(said.contains("no column \"text\"; the table has \"words\""), "{said}");
        assert!(read(b"", &Options::default())[0].as_ref().unwrap_err().is_empty());
    }

    #[test]
    fn an_unclosed_quotation_mark_does_not_swallow_all() {
        let options = Options { max_line: 1000, ..Options::default() };
        let table = format!("text\nOne.\n\"Two\n{}", "Three.\n".repeat(100_000));
        let found = read(table.as_bytes(), &options);
        assert!(found[1].as_ref().unwrap_err().is_too_large(), "{found:?}");
    }
}
