//! JSON Lines: one document a line. A line longer than the limit is skipped without ever being in
//! memory as a whole.

use std::io::{BufRead, ErrorKind};
use std::sync::Arc;

use annalist_doc::{Document, Format};
use serde_json::{Map, Value};

use super::{Cell, Columns, Row};
use crate::error::{Kind, ReadError};
use crate::{Options, text};

/// The documents of one JSON Lines file.
pub struct JsonLines {
    from: Box<dyn BufRead + Send>,
    columns: Columns,
    line: u64,
    buffer: Vec<u8>,
    ended: bool,
}

/// What became of reading a line.
enum Taken {
    Line,
    TooLong,
    End,
}

impl JsonLines {
    /// Reads from `from`, which the user knows as `file`.
    #[must_use]
    pub fn new(from: Box<dyn BufRead + Send>, file: &str, options: Arc<Options>) -> Self {
        let columns = Columns::new(file, Format::Jsonl, options);
        Self { from, columns, line: 0, buffer: Vec::new(), ended: false }
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
            if bytes <= self.columns.options().max_line + 1 {
                self.buffer.extend_from_slice(part);
            }
            self.from.consume(used);
            if end.is_some() || used == 0 {
                let length = bytes - usize::from(end.is_some());
                return Ok(match length {
                    0 if end.is_none() => Taken::End,
                    n if n > self.columns.options().max_line => Taken::TooLong,
                    _ => Taken::Line,
                });
            }
        }
    }

    /// Turns the line in the buffer into a document.
    fn document(&mut self) -> Result<Document, ReadError> {
        let file = self.columns.file();
        let line = text::decode(&self.buffer, file).map_err(|e| e.at_line(self.line))?;
        let value: Value = serde_json::from_str(line).map_err(|error| {
            let what = format!("not JSON: {}", without_place(&error.to_string()));
            self.columns.error(Kind::Json, self.line, what).at_column(error.column() as u64)
        })?;
        let Value::Object(mut row) = value else {
            let what = "expected a JSON object such as {\"text\": \"…\"}";
            return Err(self.columns.error(Kind::Json, self.line, what));
        };
        self.columns.document(self.line, &mut row)
    }
}

impl Row for Map<String, Value> {
    fn take(&mut self, column: &str) -> Option<Cell> {
        Some(match self.get_mut(column)?.take() {
            Value::Null => Cell::Null,
            Value::String(words) => Cell::Text(words),
            Value::Number(number) => Cell::Number(number.to_string()),
            Value::Bool(_) => Cell::Other("true or false"),
            Value::Array(_) => Cell::Other("a list"),
            Value::Object(_) => Cell::Other("an object"),
        })
    }

    fn names(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }
}

impl Iterator for JsonLines {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.take_line() {
                Ok(Taken::End) => {
                    self.ended = true;
                    return self.columns.end(self.line).map(Err);
                }
                Ok(taken) => {
                    self.line += 1;
                    if matches!(taken, Taken::TooLong) {
                        let error = text::long_line(self.columns.file(), self.columns.options());
                        return Some(Err(error.at_line(self.line)));
                    }
                    if self.buffer.trim_ascii().is_empty() {
                        continue;
                    }
                    return Some(self.document());
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(
                        ReadError::io(self.columns.file(), &error).at_line(self.line + 1)
                    ));
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
