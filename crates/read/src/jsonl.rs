//! JSON Lines: one document a line.
//!
//! The text of a column is kept exactly as it is, so offsets count into the user's own column. A bad
//! line is an error that names it, and the next line follows; a line longer than the limit is skipped
//! without ever being in memory as a whole.

use std::io::{BufRead, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annalist_doc::{Document, Format, Published, Source};
use serde_json::{Map, Value};

use crate::error::{Kind, ReadError};
use crate::{Options, published, text};

/// The documents of one JSON Lines file.
pub struct JsonLines {
    from: Box<dyn BufRead + Send>,
    file: String,
    options: Arc<Options>,
    done: Arc<AtomicU64>,
    line: u64,
    buffer: Vec<u8>,
    /// Columns that were asked for and that no line has had so far.
    unseen: Vec<String>,
    documents: bool,
    ended: bool,
}

/// What became of reading a line.
enum Taken {
    Line,
    TooLong,
    End,
}

impl JsonLines {
    /// Reads from `from`, which the user knows as `file`; `done` counts the bytes.
    pub fn new(
        from: Box<dyn BufRead + Send>,
        file: &str,
        options: Arc<Options>,
        done: Arc<AtomicU64>,
    ) -> Self {
        let unseen = [&options.id_column, &options.date_column].into_iter().flatten().cloned();
        Self {
            from,
            file: file.to_owned(),
            unseen: unseen.collect(),
            options,
            done,
            line: 0,
            buffer: Vec::new(),
            documents: false,
            ended: false,
        }
    }

    /// Takes the next line into the buffer, or passes over it when it is too long.
    fn take_line(&mut self) -> std::io::Result<Taken> {
        self.buffer.clear();
        let mut bytes = 0usize;
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let used = end.map_or(chunk.len(), |at| at + 1);
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            bytes += used;
            if bytes <= self.options.max_line + 1 {
                self.buffer.extend_from_slice(part);
            }
            self.from.consume(used);
            self.done.fetch_add(used as u64, Ordering::Relaxed);
            if end.is_some() || used == 0 {
                let length = bytes - usize::from(end.is_some());
                return Ok(match length {
                    0 if end.is_none() => Taken::End,
                    n if n > self.options.max_line => Taken::TooLong,
                    _ => Taken::Line,
                });
            }
        }
    }

    fn error(&self, kind: Kind, what: impl Into<String>) -> ReadError {
        ReadError::new(kind, &self.file, what).at_line(self.line)
    }

    /// Turns the line in the buffer into a document.
    fn document(&mut self) -> Result<Document, ReadError> {
        let line = text::decode(&self.buffer, &self.file).map_err(|e| e.at_line(self.line))?;
        let value: Value = serde_json::from_str(line).map_err(|error| {
            let what = format!("not JSON: {}", without_place(&error.to_string()));
            self.error(Kind::Json, what).at_column(error.column() as u64)
        })?;
        let Value::Object(mut row) = value else {
            return Err(self.error(Kind::Json, "expected a JSON object such as {\"text\": \"…\"}"));
        };
        self.unseen.retain(|column| !row.contains_key(column));
        let id = self.id(&row)?;
        let published = self.date(&row)?;
        let column = self.options.text_column.as_str();
        let words = match row.remove(column) {
            Some(Value::String(words)) => words,
            Some(other) => return Err(self.wrong(column, "a text", &other)),
            None => {
                let what = format!(
                    "no column {column:?}; {}; name the one that holds the text",
                    columns(&row)
                );
                return Err(self.error(Kind::Column, what));
            }
        };
        let source = Source { uri: Some(self.file.clone()), format: Format::Jsonl, id };
        text::from_text(words, source, published).map_err(|e| e.at_line(self.line))
    }

    fn id(&self, row: &Map<String, Value>) -> Result<Option<String>, ReadError> {
        let column = self.options.id_column.as_deref();
        match (row.get(column.unwrap_or("id")), column) {
            (None | Some(Value::Null), _) => Ok(None),
            (Some(Value::String(id)), _) => Ok(Some(id.clone())),
            (Some(Value::Number(id)), _) => Ok(Some(id.to_string())),
            (Some(other), Some(column)) => Err(self.wrong(column, "a text or a number", other)),
            (Some(_), None) => Ok(None),
        }
    }

    fn date(&self, row: &Map<String, Value>) -> Result<Option<Published>, ReadError> {
        let Some(column) = self.options.date_column.as_deref() else {
            return Ok(self.options.published.clone());
        };
        match row.get(column) {
            None | Some(Value::Null) => Ok(self.options.published.clone()),
            Some(Value::String(day)) => published(day)
                .map(Some)
                .map_err(|bad| self.error(Kind::Date, format!("column {column:?}: {bad}"))),
            Some(other) => Err(self.wrong(column, "a date such as \"2020-01-22\"", other)),
        }
    }

    fn wrong(&self, column: &str, expected: &str, found: &Value) -> ReadError {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.error(Kind::Column, format!("column {column:?}: expected {expected}, found {found}"))
    }

    /// What there is to say once the file is over.
    fn end(&mut self) -> Option<ReadError> {
        self.ended = true;
        if self.line == 0 {
            return Some(ReadError::new(Kind::Empty, &self.file, "there are no lines in it"));
        }
        let column = self.unseen.first().filter(|_| self.documents)?;
        let what = format!("no line has a column {column:?}; check its name");
        Some(ReadError::new(Kind::Column, &self.file, what))
    }
}

impl Iterator for JsonLines {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.take_line() {
                Ok(Taken::End) => return self.end().map(Err),
                Ok(taken) => {
                    self.line += 1;
                    if matches!(taken, Taken::TooLong) {
                        let error = text::long_line(&self.file, &self.options);
                        return Some(Err(error.at_line(self.line)));
                    }
                    if self.buffer.trim_ascii().is_empty() {
                        continue;
                    }
                    let document = self.document();
                    self.documents |= document.is_ok();
                    return Some(document);
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(ReadError::io(&self.file, &error).at_line(self.line + 1)));
                }
            }
        }
        None
    }
}

/// The parser's words without its own "at line 1 column 7".
fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

/// The names of a row's columns, for a message.
fn columns(row: &Map<String, Value>) -> String {
    if row.is_empty() {
        return "the line has no columns at all".to_owned();
    }
    let names: Vec<String> = row.keys().take(12).map(|name| format!("{name:?}")).collect();
    let more = if row.len() > names.len() { ", …" } else { "" };
    format!("the line has {}{more}", names.join(", "))
}
