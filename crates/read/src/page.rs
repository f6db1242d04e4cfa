//! A page or text whose bytes are here, and what is known of it beside its bytes.
//!
//! Taking the text out of a page is most of the work of reading, so it is done for many pages at once,
//! on as many threads as the options allow, and comes out in the order of the input.

use std::sync::Arc;
use std::thread;

use annalist_doc::{Document, Format, Published, Source, Warning};

use crate::error::ReadError;
use crate::html::{self, Hints};
use crate::{Options, text};

/// What a source gives.
pub(crate) enum Item {
    /// A document, or why there is none.
    Done(Box<Result<Document, ReadError>>),
    /// A page whose text is still to be taken out.
    Page(Box<Page>),
}

/// A page or text, with what its feed or archive says of it.
pub(crate) struct Page {
    pub(crate) bytes: Vec<u8>,
    pub(crate) source: Source,
    /// The type and encoding that a server gave.
    pub(crate) content_type: Option<String>,
    /// Where it stands in its file, for messages.
    pub(crate) place: Option<String>,
    /// What a feed says of it. It knows better than the page.
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) published: Option<Published>,
    /// What a reader of its record should know of how it came here.
    pub(crate) warnings: Vec<Warning>,
}

impl Item {
    /// An error in place of a document.
    pub(crate) fn failed(error: ReadError) -> Self {
        Self::Done(Box::new(Err(error)))
    }
}

impl Page {
    pub(crate) fn new(source: Source) -> Self {
        Self {
            bytes: Vec::new(),
            source,
            content_type: None,
            place: None,
            title: None,
            byline: None,
            site: None,
            published: None,
            warnings: Vec::new(),
        }
    }

    /// Takes its text out.
    pub(crate) fn read(self, options: &Options) -> Result<Document, ReadError> {
        let file = match (&self.source.container, &self.source.uri) {
            (Some(container), _) => container.clone(),
            (None, uri) => uri.clone().unwrap_or_else(|| "-".to_owned()),
        };
        let read = match self.source.format {
            Format::Html => {
                let hints = Hints {
                    uri: self.source.uri.clone().filter(|uri| uri.starts_with("http")),
                    charset: self.content_type.as_deref().and_then(charset),
                    published: self.published.clone(),
                    aside: options.aside.clone(),
                };
                html::from_html(&self.bytes, self.source, &hints)
            }
            _ => text::of_bytes(&self.bytes, &file, self.source, options),
        };
        let mut document = read.map_err(|error| match self.place {
            Some(place) => error.in_file(&file).at_part(place),
            None => error,
        })?;
        document.title = self.title.or(document.title);
        document.byline = self.byline.or(document.byline);
        document.site = self.site.or(document.site);
        document.published =
            self.published.or(document.published).or_else(|| options.published.clone());
        document.warnings.extend(self.warnings);
        Ok(document)
    }
}

/// The encoding that a content type names.
fn charset(content_type: &str) -> Option<String> {
    let (_, after) = content_type.split_once(';')?;
    let value = after.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

/// Takes the text out of pages, in their order.
pub(crate) struct Pages<I> {
    items: I,
    options: Arc<Options>,
    ready: std::vec::IntoIter<Result<Document, ReadError>>,
}

/// So many pages are worked on together for each thread, of so many bytes in all.
const PAGES: usize = 16;
const BYTES: usize = 16 << 20;

impl<I: Iterator<Item = Item>> Pages<I> {
    pub(crate) fn new(items: I, options: Arc<Options>) -> Self {
        Self { items, options, ready: Vec::new().into_iter() }
    }
}

impl<I: Iterator<Item = Item>> Iterator for Pages<I> {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(document) = self.ready.next() {
            return Some(document);
        }
        let mut batch = Vec::new();
        let (mut pages, mut bytes) = (0, 0);
        while pages < PAGES * self.options.threads && bytes < BYTES {
            match self.items.next() {
                // Documents are passed on as they come, unless a page is waiting before them.
                Some(Item::Done(document)) if batch.is_empty() => return Some(*document),
                Some(Item::Page(page)) if self.options.threads < 2 => {
                    return Some(page.read(&self.options));
                }
                Some(item) => {
                    if let Item::Page(page) = &item {
                        pages += 1;
                        bytes += page.bytes.len();
                    }
                    batch.push(item);
                }
                None => break,
            }
        }
        self.ready = together(batch, &self.options).into_iter();
        self.ready.next()
    }
}

/// Reads a batch of pages on several threads.
fn together(batch: Vec<Item>, options: &Options) -> Vec<Result<Document, ReadError>> {
    let read = |item| match item {
        Item::Done(document) => *document,
        Item::Page(page) => page.read(options),
    };
    let share = batch.len().div_ceil(options.threads.max(1)).max(1);
    let mut batch = batch.into_iter();
    let shares: Vec<Vec<Item>> = std::iter::from_fn(|| {
        let share: Vec<Item> = batch.by_ref().take(share).collect();
        (!share.is_empty()).then_some(share)
    })
    .collect();
    thread::scope(|scope| {
        let work: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(read).collect::<Vec<_>>()))
            .collect();
        work.into_iter()
            .flat_map(|share| share.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
