//! What to read: all documents of all inputs that the user names, one input after the other.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annalist_doc::Document;
use annalist_read::fetch::{Limits, fetch};
use annalist_read::fingerprint::Publications;
use annalist_read::{Documents, Input, Options, ReadError, open};

use crate::args::{self, Reading};
use crate::exit::Stop;
use crate::progress;
use crate::read;
use crate::terminal;

/// The inputs that are still to be read.
pub(crate) struct Sources {
    inputs: Vec<Named>,
    options: Options,
    publications: Publications,
    skip_duplicates: bool,
    allow_private: bool,
}

/// Something the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    Here(Input),
    /// The address of a page, a feed or a file.
    Address(String),
}

impl Sources {
    /// What the user names, or a pipe. `example` is a whole command line that reads something.
    pub(crate) fn new(reading: &Reading, threads: usize, example: &str) -> Result<Self, Stop> {
        Ok(Self {
            inputs: inputs(reading, example)?,
            options: options(reading, threads),
            publications: Publications::default(),
            skip_duplicates: reading.skip_duplicates,
            allow_private: reading.allow_private,
        })
    }

    /// Lets reprints be found of texts that were read before, by their fingerprints.
    pub(crate) fn recall(&mut self, prints: Vec<(String, Vec<u8>)>) {
        for (id, print) in prints {
            self.publications.recall(id, &print);
        }
    }

    /// Whether there may be more than one document, by the kind of the inputs.
    pub(crate) fn may_be_many(&self) -> bool {
        let many = |named: &Named| match named {
            Named::Here(input) => input.may_hold_many(&self.options),
            Named::Address(_) => false,
        };
        self.inputs.len() > 1 || self.inputs.iter().any(many)
    }

    /// How many bytes there are to read, where that is known.
    pub(crate) fn size(&self) -> Option<u64> {
        let size = |named: &Named| match named {
            Named::Here(input) => input.size(&self.options),
            Named::Address(_) => None,
        };
        self.inputs.iter().map(size).sum()
    }

    /// Starts reading.
    pub(crate) fn read(self, read: progress::Read) -> Reader {
        Reader {
            inputs: self.inputs.into_iter(),
            options: self.options,
            current: None,
            read,
            publications: self.publications,
            skip_duplicates: self.skip_duplicates,
            allow_private: self.allow_private,
            skipped: Arc::default(),
        }
    }
}

fn inputs(reading: &Reading, example: &str) -> Result<Vec<Named>, Stop> {
    if reading.inputs.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(Stop::because(format!(
                "nothing to read: give a FILE, a folder or an address, or - to read what you type, \
                 for example\n  {example}"
            )));
        }
        return Ok(vec![Named::Here(Input::Stdin)]);
    }
    let inputs: Vec<Named> = reading.inputs.iter().map(|argument| named(argument)).collect();
    if inputs.iter().filter(|input| **input == Named::Here(Input::Stdin)).count() > 1 {
        return Err(Stop::because("standard input (-) can be read only once"));
    }
    Ok(inputs)
}

fn named(argument: &Path) -> Named {
    let address = argument.to_str().filter(|text| {
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    match address {
        Some(address) => Named::Address(address.to_owned()),
        None => Named::Here(Input::from_argument(argument)),
    }
}

fn options(reading: &Reading, threads: usize) -> Options {
    use annalist_doc::Format;
    Options {
        format: reading.from.map(|kind| match kind {
            args::From::Text => Format::Text,
            args::From::Html => Format::Html,
            args::From::Feed => Format::Feed,
            args::From::Warc => Format::Warc,
            args::From::Jsonl => Format::Jsonl,
            args::From::Csv => Format::Csv,
            args::From::Parquet => Format::Parquet,
        }),
        published: reading.published.clone(),
        text_column: reading.text_column.clone(),
        id_column: reading.id_column.clone(),
        date_column: reading.date_column.clone(),
        title_column: reading.title_column.clone(),
        site_column: reading.site_column.clone(),
        threads,
        aside: read::aside(),
        ..Options::default()
    }
}

/// All documents, duplicates marked.
pub(crate) struct Reader {
    inputs: std::vec::IntoIter<Named>,
    options: Options,
    current: Option<Documents>,
    read: progress::Read,
    publications: Publications,
    skip_duplicates: bool,
    allow_private: bool,
    skipped: Arc<AtomicU64>,
}

impl Reader {
    /// A counter of the duplicates that were left out.
    pub(crate) fn skipped(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.skipped)
    }

    fn open(&mut self, named: Named) -> Result<Documents, ReadError> {
        match named {
            Named::Here(input) => Ok(open(input, &self.options)),
            Named::Address(address) => {
                let limits = Limits {
                    max_bytes: self.options.max_bytes,
                    allow_private: self.allow_private,
                    ..Limits::default()
                };
                let fetched = fetch(&address, &limits)?;
                Ok(open(Input::Fetched(fetched), &self.options))
            }
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(documents) = &mut self.current {
                match documents.next() {
                    Some(Ok(mut document)) => {
                        document.duplicate_of = self.publications.note(&document);
                        if self.skip_duplicates && document.duplicate_of.is_some() {
                            self.skipped.fetch_add(1, Ordering::Relaxed);
                            continue;
                        }
                        return Some(Ok(document));
                    }
                    Some(error) => return Some(error),
                    None => self.read.close(documents),
                }
                self.current = None;
            }
            let next = self.inputs.next()?;
            match self.open(next) {
                Ok(documents) => {
                    self.read.open(&documents);
                    self.current = Some(documents);
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Says how many duplicates were left out, if any.
pub(crate) fn tell_skipped(skipped: &AtomicU64) {
    match skipped.load(Ordering::Relaxed) {
        0 => {}
        1 => terminal::note("1 duplicate was left out"),
        many => terminal::note(&format!("{many} duplicates were left out")),
    }
}
