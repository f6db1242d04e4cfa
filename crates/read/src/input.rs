//! Finding the files: from what a user names to one document after the other.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annalist_doc::{Document, Format, Published, Source};
use walkdir::WalkDir;

use crate::error::{Kind, ReadError};
use crate::format::{self, format_of_bytes};
use crate::html::Aside;
use crate::page::{Item, Page, Pages};
use crate::table::csv::Csv;
use crate::table::jsonl::JsonLines;
use crate::table::parquet::Parquet;
use crate::unpack::{Counted, Packing, look, unpack, unpack_start};
use crate::warc::Warc;
use crate::{feed, language, text};

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with files of known kinds at any depth.
    Path(PathBuf),
    /// All files whose path fits a pattern with `*`, `?`, `[…]` or `**`.
    Glob(String),
    /// Standard input.
    Stdin,
    /// What an address gave.
    Fetched(Fetched),
}

/// What an address gave: its bytes, and what the server said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The address it came from in the end.
    pub uri: String,
    /// The field `Content-Type`.
    pub content_type: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Input {
    /// As people write it on a command line: `-` is standard input, and a name with `*`, `?` or `[`
    /// that no file has is a pattern.
    #[must_use]
    pub fn from_argument(argument: &Path) -> Self {
        match argument.to_str() {
            Some("-") => Self::Stdin,
            Some(pattern) if pattern.contains(['*', '?', '[']) && !argument.exists() => {
                Self::Glob(pattern.to_owned())
            }
            _ => Self::Path(argument.to_owned()),
        }
    }

    /// How many bytes there are to read, for a progress bar; `None` for what is no ordinary file.
    #[must_use]
    pub fn size(&self, options: &Options) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::Fetched(fetched) => Some(fetched.bytes.len() as u64),
            Self::Glob(pattern) => {
                let paths = glob::glob(pattern).ok()?.filter_map(Result::ok);
                Some(paths.filter_map(|path| Self::Path(path).size(options)).sum())
            }
            Self::Path(path) if path.is_dir() => {
                let files = walk(path).filter_map(Result::ok).filter(|e| wanted(e.path(), options));
                Some(files.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum())
            }
            Self::Path(path) => {
                path.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len())
            }
        }
    }

    /// Whether it may hold more than one document, by its kind.
    #[must_use]
    pub fn may_hold_many(&self, options: &Options) -> bool {
        let many = |format: Option<Format>| !matches!(format, Some(Format::Text | Format::Html));
        match self {
            Self::Stdin => options.format.is_some() && many(options.format),
            Self::Glob(_) => true,
            Self::Path(path) => {
                let known = options.format.or_else(|| format::by_name(path));
                path.is_dir() || known.map_or_else(|| begins_like_many(path), |f| many(Some(f)))
            }
            Self::Fetched(fetched) => {
                many(Some(options.format.unwrap_or_else(|| fetched.format())))
            }
        }
    }
}

impl Fetched {
    fn format(&self) -> Format {
        let packing = Packing::of(&self.bytes);
        let start = unpack_start(
            self.bytes.get(..LOOK_PACKED).unwrap_or(&self.bytes),
            packing,
            format::LOOK,
        );
        let path = self.uri.split(['?', '#']).next().unwrap_or_default();
        let table = format::by_name(Path::new(path))
            .filter(|named| matches!(named, Format::Csv | Format::Jsonl | Format::Parquet));
        match self.content_type.as_deref() {
            _ if packing == Packing::None && table.is_some() => table.unwrap_or_default(),
            Some(kind) if kind.contains("html") => Format::Html,
            Some(kind) if kind.starts_with("text/csv") => Format::Csv,
            _ => format_of_bytes(&start),
        }
    }
}

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the inputs hold; `None` goes by the name, and by how the bytes begin where the name does
    /// not tell.
    pub format: Option<Format>,
    /// The publication date of documents that bring none.
    pub published: Option<Published>,
    /// The column of a table that holds the text.
    pub text_column: String,
    /// The column that holds a name for the document; `None` takes `id` where there is one.
    pub id_column: Option<String>,
    /// The column that holds the publication date; `None` reads none.
    pub date_column: Option<String>,
    /// The column that holds the headline; `None` reads none.
    pub title_column: Option<String>,
    /// The column that holds who published it: a name, a host or an address; `None` reads none.
    pub site_column: Option<String>,
    /// The largest text, page, feed or record of an archive that is read, in bytes, unpacked. At most
    /// 4 GiB, whatever is asked for.
    pub max_bytes: u64,
    /// The longest line that is read, in bytes: a paragraph of a text, a document of a table.
    pub max_line: usize,
    /// How many threads take texts out of pages. The documents are the same whatever the number.
    pub threads: usize,
    /// Who finds the articles of large web pages; `None` finds them in place, which cannot be ended.
    pub aside: Option<Arc<dyn Aside>>,
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
            title_column: None,
            site_column: None,
            max_bytes: 64 << 20,
            max_line: 4 << 20,
            threads: 1,
            aside: None,
        }
    }
}

impl Options {
    /// The limit in force: offsets are 32 bits wide.
    pub(crate) fn limit(&self) -> u64 {
        self.max_bytes.min(u64::from(u32::MAX))
    }
}

/// So many packed bytes are looked at where the name does not tell what is in them: a block of
/// Zstandard may be as long.
const LOOK_PACKED: usize = 192 << 10;
/// So many bytes tell what a file holds.
const ENOUGH: usize = 512;

/// Reads documents one after the other; an unreadable one is an error among them, and the next follows.
///
/// The order is that of the lines in a file and of the file names in a folder, so it is the same on
/// every machine.
#[must_use]
pub fn open(input: Input, options: &Options) -> Documents {
    let waiting = match input {
        Input::Stdin => Waiting::Stdin,
        Input::Path(path) if path.is_dir() => Waiting::Folder(Box::new(walk(&path))),
        Input::Path(path) => Waiting::Files(vec![path]),
        Input::Glob(pattern) => paths(&pattern),
        Input::Fetched(fetched) => Waiting::Fetched(Box::new(fetched)),
    };
    let options = Arc::new(options.clone());
    let done = Arc::new(AtomicU64::new(0));
    let files =
        Files { options: Arc::clone(&options), waiting, open: None, done: Arc::clone(&done) };
    Documents { pages: Pages::new(files, options), done }
}

/// The documents of one input; made by [`open`].
pub struct Documents {
    pages: Pages<Files>,
    done: Arc<AtomicU64>,
}

impl Documents {
    /// A counter of the bytes read so far, to be watched from another thread.
    #[must_use]
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }
}

impl Iterator for Documents {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut item = self.pages.next()?;
        if let Ok(document) = &mut item {
            language::set(document);
        }
        Some(item)
    }
}

/// What is in one open file.
type Contents = Box<dyn Iterator<Item = Item> + Send>;

/// What the files of one input hold, one file after the other.
struct Files {
    options: Arc<Options>,
    waiting: Waiting,
    open: Option<Contents>,
    done: Arc<AtomicU64>,
}

enum Waiting {
    Nothing,
    Stdin,
    Fetched(Box<Fetched>),
    /// The next is the last.
    Files(Vec<PathBuf>),
    Folder(Box<walkdir::IntoIter>),
    Bad(Box<ReadError>),
}

impl Files {
    /// What the files of a folder hold.
    fn inside(&self, folder: &Path) -> Contents {
        let (options, done) = (Arc::clone(&self.options), Arc::clone(&self.done));
        let waiting = Waiting::Folder(Box::new(walk(folder)));
        Box::new(Self { options, waiting, open: None, done })
    }

    /// Opens one file.
    fn begin(&mut self, path: &Path) -> Contents {
        let name = path.to_string_lossy();
        let begun = File::open(path).and_then(|file| {
            let known = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
            let format = self.options.format.or_else(|| format::by_name(path));
            let bare = format::unpacked(path) == path;
            if bare && known.is_some() && format == Some(Format::Parquet) {
                let (options, done) = (Arc::clone(&self.options), Arc::clone(&self.done));
                return Ok(of_table(Parquet::of_file(file, &name, options, done)));
            }
            if let Some(bytes) = known.filter(|&bytes| {
                bytes > self.options.limit() && bare && format == Some(Format::Text)
            }) {
                self.done.fetch_add(bytes, Ordering::Relaxed);
                return Ok(failed(text::too_large(&name, bytes, &self.options)));
            }
            self.contents(file, &name, format, None)
        });
        begun.unwrap_or_else(|error| failed(ReadError::io(&name, &error)))
    }

    /// What a stream of bytes holds.
    fn contents(
        &self,
        from: impl Read + Send + 'static,
        name: &str,
        format: Option<Format>,
        content_type: Option<String>,
    ) -> io::Result<Contents> {
        let from = Counted::new(from, Arc::clone(&self.done));
        let (mut start, from) = look(from, ENOUGH)?;
        let packing = Packing::of(&start);
        let mut from: Box<dyn Read + Send> = Box::new(from);
        let format = match format {
            Some(format) => format,
            None => {
                if packing == Packing::Zstd {
                    let (more, rest) = look(from, LOOK_PACKED)?;
                    (start, from) = (more, Box::new(rest));
                }
                format_of_bytes(&unpack_start(&start, packing, format::LOOK))
            }
        };
        let options = Arc::clone(&self.options);
        // An archive is unpacked member by member, so that a damaged one does not end it.
        if format == Format::Warc {
            return Ok(Box::new(Warc::new(from, name, options)));
        }
        let from = unpack(from, packing)?;
        Ok(match format {
            Format::Jsonl => {
                let from = BufReader::with_capacity(1 << 16, from);
                of_table(JsonLines::new(Box::new(from), name, options))
            }
            Format::Csv => of_table(Csv::new(from, name, options)),
            Format::Text | Format::Html | Format::Feed | Format::Parquet | Format::Warc => {
                self.whole(from, name, format, content_type)?
            }
        })
    }

    /// What is read as a whole.
    fn whole(
        &self,
        from: impl Read,
        name: &str,
        format: Format,
        content_type: Option<String>,
    ) -> io::Result<Contents> {
        let options = &self.options;
        // A table that is packed or comes from a pipe is read as a whole: its end is needed first.
        let limit = if format == Format::Parquet { u64::from(u32::MAX) } else { options.limit() };
        let mut bytes = Vec::new();
        from.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            let error = if format == Format::Text {
                text::too_large(name, bytes.len() as u64, options)
            } else {
                text::too_large_a_page(name, limit)
            };
            return Ok(failed(error));
        }
        Ok(match format {
            Format::Parquet => of_table(Parquet::of_bytes(bytes, name, Arc::clone(options))),
            Format::Feed => Box::new(feed::items(&bytes, name, options).into_iter()),
            format => {
                let source = Source { uri: Some(name.to_owned()), format, ..Source::default() };
                let page = Page { bytes, content_type, ..Page::new(source) };
                Box::new(std::iter::once(Item::Page(Box::new(page))))
            }
        })
    }
}

impl Iterator for Files {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(item) = open.next() {
                    return Some(item);
                }
                self.open = None;
            }
            let contents = match std::mem::replace(&mut self.waiting, Waiting::Nothing) {
                Waiting::Nothing => return None,
                Waiting::Bad(error) => failed(*error),
                Waiting::Stdin => self
                    .contents(io::stdin(), "-", self.options.format, None)
                    .unwrap_or_else(|error| failed(ReadError::io("-", &error))),
                Waiting::Fetched(fetched) => {
                    let format = self.options.format.unwrap_or_else(|| fetched.format());
                    let Fetched { uri, content_type, bytes } = *fetched;
                    self.contents(io::Cursor::new(bytes), &uri, Some(format), content_type)
                        .unwrap_or_else(|error| failed(ReadError::io(&uri, &error)))
                }
                Waiting::Files(mut paths) => {
                    let path = paths.pop()?;
                    self.waiting = Waiting::Files(paths);
                    if path.is_dir() { self.inside(&path) } else { self.begin(&path) }
                }
                Waiting::Folder(mut entries) => {
                    let next = entries.next()?;
                    self.waiting = Waiting::Folder(entries);
                    match next {
                        Ok(entry)
                            if wanted(entry.path(), &self.options)
                                && !entry.file_type().is_dir() =>
                        {
                            self.begin(&entry.into_path())
                        }
                        Ok(_) => continue,
                        Err(error) => failed(folder_error(&error)),
                    }
                }
            };
            self.open = Some(contents);
        }
    }
}

/// The rows of a table as items.
fn of_table(rows: impl Iterator<Item = Result<Document, ReadError>> + Send + 'static) -> Contents {
    Box::new(rows.map(|row| Item::Done(Box::new(row))))
}

/// An error in place of what a file holds.
fn failed(error: ReadError) -> Contents {
    Box::new(std::iter::once(Item::failed(error)))
}

/// The paths that fit a pattern, in the order of their names.
fn paths(pattern: &str) -> Waiting {
    let bad = |what: String| Waiting::Bad(Box::new(ReadError::new(Kind::Missing, pattern, what)));
    match glob::glob(pattern) {
        Ok(found) => {
            let mut paths: Vec<PathBuf> = found.filter_map(Result::ok).collect();
            paths.sort_unstable_by(|a, b| b.cmp(a));
            if paths.is_empty() {
                return bad("no file fits this pattern; check the name".to_owned());
            }
            Waiting::Files(paths)
        }
        Err(error) => bad(format!("no such file, and no pattern either: {}", error.msg)),
    }
}

/// Whether a file whose name does not tell begins like one that holds many documents.
fn begins_like_many(path: &Path) -> bool {
    let ordinary = path.metadata().is_ok_and(|m| m.is_file());
    let start = ordinary
        .then(|| File::open(path).and_then(|file| look(file, LOOK_PACKED)))
        .and_then(Result::ok);
    start.is_some_and(|(start, _)| {
        let start = unpack_start(&start, Packing::of(&start), format::LOOK);
        !matches!(format_of_bytes(&start), Format::Text | Format::Html)
    })
}

/// A folder's entries in the order of their names, links followed.
fn walk(path: &Path) -> walkdir::IntoIter {
    WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter()
}

/// Whether a file found in a folder is one of those that are read.
fn wanted(path: &Path, options: &Options) -> bool {
    match options.format {
        None => format::promising(path),
        Some(Format::Feed) => {
            format::promising(path) && format::by_name(path).is_none_or(|f| f == Format::Feed)
        }
        format => format::by_name(path) == format,
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
