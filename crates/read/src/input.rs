//! Finding the files: from what a user names to one document after the other.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annalist_doc::{Document, Format, Published};
use walkdir::WalkDir;

use crate::error::{Kind, ReadError};
use crate::jsonl::JsonLines;
use crate::text;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with `.txt`, `.jsonl` and `.ndjson` files at any depth.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl Input {
    /// As people write it on a command line: `-` is standard input.
    #[must_use]
    pub fn from_argument(argument: &Path) -> Self {
        if argument == Path::new("-") { Self::Stdin } else { Self::Path(argument.to_owned()) }
    }

    /// How many bytes there are to read, for a progress bar; `None` for what is no ordinary file.
    #[must_use]
    pub fn size(&self, options: &Options) -> Option<u64> {
        let Self::Path(path) = self else { return None };
        if path.is_dir() {
            let files = walk(path).filter_map(Result::ok).filter(|e| wanted(e.path(), options));
            return Some(files.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum());
        }
        path.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len())
    }
}

/// How to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// What the inputs hold; `None` goes by the name (`.jsonl` and `.ndjson` are JSON Lines, all
    /// else is text).
    pub format: Option<Format>,
    /// The publication date of documents that bring none.
    pub published: Option<Published>,
    /// The column of a JSON Lines file that holds the text.
    pub text_column: String,
    /// The column that holds a name for the document; `None` takes `id` where there is one.
    pub id_column: Option<String>,
    /// The column that holds the publication date; `None` reads none.
    pub date_column: Option<String>,
    /// The largest text file that is read, in bytes. At most 4 GiB, whatever is asked for.
    pub max_bytes: u64,
    /// The longest line that is read, in bytes: a paragraph of a text, a document of JSON Lines.
    pub max_line: usize,
}

impl Default for Options {
    /// Text by name, 64 MiB a file, 4 MiB a line.
    fn default() -> Self {
        Self {
            format: None,
            published: None,
            text_column: "text".to_owned(),
            id_column: None,
            date_column: None,
            max_bytes: 64 << 20,
            max_line: 4 << 20,
        }
    }
}

impl Options {
    /// The limit in force: offsets are 32 bits wide.
    pub(crate) fn limit(&self) -> u64 {
        self.max_bytes.min(u64::from(u32::MAX))
    }

    /// What a file of this name holds.
    #[must_use]
    pub fn format_of(&self, path: &Path) -> Format {
        self.format.unwrap_or(if has_extension(path, &["jsonl", "ndjson"]) {
            Format::Jsonl
        } else {
            Format::Text
        })
    }
}

/// Reads documents one after the other; an unreadable one is an error among them, and the next follows.
///
/// The order is that of the lines in a file and of the file names in a folder, so it is the same on
/// every machine.
#[must_use]
pub fn open(input: Input, options: &Options) -> Documents {
    let waiting = match input {
        Input::Stdin => Waiting::Stdin,
        Input::Path(path) if path.is_dir() => Waiting::Folder(Box::new(walk(&path))),
        Input::Path(path) => Waiting::File(path),
    };
    Documents {
        options: Arc::new(options.clone()),
        waiting,
        lines: None,
        done: Arc::new(AtomicU64::new(0)),
    }
}

/// The documents of one input; made by [`open`].
pub struct Documents {
    options: Arc<Options>,
    waiting: Waiting,
    lines: Option<JsonLines>,
    done: Arc<AtomicU64>,
}

enum Waiting {
    Nothing,
    Stdin,
    File(PathBuf),
    Folder(Box<walkdir::IntoIter>),
}

impl Documents {
    /// A counter of the bytes read so far, to be watched from another thread.
    #[must_use]
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }

    /// Opens one file; text comes back at once, JSON Lines line by line.
    fn begin(&mut self, path: &Path) -> Option<Result<Document, ReadError>> {
        let name = path.to_string_lossy();
        match File::open(path) {
            Ok(file) => {
                let known =
                    file.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
                self.read(file, known, &name, self.options.format_of(path))
            }
            Err(error) => Some(Err(ReadError::io(&name, &error))),
        }
    }

    fn read(
        &mut self,
        from: impl Read + Send + 'static,
        known: Option<u64>,
        name: &str,
        format: Format,
    ) -> Option<Result<Document, ReadError>> {
        if format == Format::Jsonl {
            let from = Box::new(BufReader::with_capacity(1 << 16, from));
            let (options, done) = (Arc::clone(&self.options), Arc::clone(&self.done));
            self.lines = Some(JsonLines::new(from, name, options, done));
            return None;
        }
        let limit = self.options.limit();
        if let Some(bytes) = known.filter(|&bytes| bytes > limit) {
            self.done.fetch_add(bytes, Ordering::Relaxed);
            return Some(Err(text::too_large(name, bytes, &self.options)));
        }
        let mut bytes = Vec::with_capacity(known.unwrap_or(0) as usize);
        let result = from.take(limit + 1).read_to_end(&mut bytes);
        self.done.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Some(match result {
            Ok(_) => text::document(&bytes, name, &self.options),
            Err(error) => Err(ReadError::io(name, &error)),
        })
    }
}

impl Iterator for Documents {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                if let Some(item) = lines.next() {
                    return Some(item);
                }
                self.lines = None;
            }
            let item = match &mut self.waiting {
                Waiting::Nothing => return None,
                Waiting::Stdin => {
                    self.waiting = Waiting::Nothing;
                    let format = self.options.format.unwrap_or_default();
                    self.read(std::io::stdin(), None, "-", format)
                }
                Waiting::File(path) => {
                    let path = std::mem::take(path);
                    self.waiting = Waiting::Nothing;
                    self.begin(&path)
                }
                Waiting::Folder(entries) => match entries.next()? {
                    Ok(entry)
                        if wanted(entry.path(), &self.options) && !entry.file_type().is_dir() =>
                    {
                        self.begin(&entry.into_path())
                    }
                    Ok(_) => None,
                    Err(error) => Some(Err(folder_error(&error))),
                },
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

/// A folder's entries in the order of their names, links followed.
fn walk(path: &Path) -> walkdir::IntoIter {
    WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter()
}

fn has_extension(path: &Path, among: &[&str]) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    among.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Whether a file found in a folder is one of those that are read.
fn wanted(path: &Path, options: &Options) -> bool {
    match options.format {
        None => has_extension(path, &["txt", "jsonl", "ndjson"]),
        Some(Format::Text) => has_extension(path, &["txt"]),
        Some(Format::Jsonl) => has_extension(path, &["jsonl", "ndjson"]),
        Some(Format::Html) => has_extension(path, &["html", "htm", "xhtml"]),
    }
}

fn folder_error(error: &walkdir::Error) -> ReadError {
    let path = error.path().unwrap_or(Path::new("?")).to_string_lossy();
    match (error.io_error(), error.loop_ancestor()) {
        (Some(io), _) => ReadError::io(&path, io),
        (None, Some(above)) => {
            let what = format!("a link back to {}; it was not followed", above.display());
            ReadError::new(Kind::Io, &path, what)
        }
        (None, None) => ReadError::new(Kind::Io, &path, error.to_string()),
    }
}
