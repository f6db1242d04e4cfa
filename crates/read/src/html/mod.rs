//! Web pages: the article in blocks, and what the page says of its publication.
//!
//! Three steps. `clean` goes over the page once, bounds what it may cost, and sets apart what the head
//! and the structured data say. A library finds the article in what is left (`body`). `title`,
//! `author` and `date` weigh what the page says of itself in several places. Nothing here panics,
//! recurses with the page or takes more than time linear in its length.

mod aside;
mod author;
mod body;
mod captions;
mod charset;
mod clean;
mod date;
mod events;
mod hear;
mod ld;
mod markup;
mod moment;
mod nesting;
mod title;
mod words;

use std::sync::Arc;

use annalist_doc::{Document, Published, Source, Told, Warning};

use crate::error::{Kind, ReadError};
use crate::text::fingerprint;

pub use self::aside::{Aside, find_article};

/// What is known about a page beside its bytes.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The page's address; its path often holds the day of publication.
    pub uri: Option<String>,
    /// The charset of the HTTP header.
    pub charset: Option<String>,
    /// When it was published, where somebody else says so.
    pub published: Option<Published>,
    /// Who finds the article of a large page; `None` finds it in place.
    pub aside: Option<Arc<dyn Aside>>,
}

/// A page as a document, and what a document has no field for.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The article.
    pub document: Document,
    /// Who signed it, one name each; the document's byline holds the same names.
    pub authors: Vec<String>,
}

/// Reads a web page; see [`page`] for all it says.
///
/// # Errors
/// When there is no article in it.
pub fn from_html(bytes: &[u8], source: Source, hints: &Hints) -> Result<Document, ReadError> {
    page(bytes, source, hints).map(|page| page.document)
}

/// Reads a web page.
///
/// The page may be of any size and shape: it is cut where it is too long or too deep, with a warning
/// in the document.
///
/// ```
/// use annalist_doc::{Format, Source};
/// use annalist_read::html::{Hints, page};
///
/// let bytes = "<html><head><meta property='og:title' content='Bridge closed'></head><body><nav>Home</nav>
///     <article><h1>Bridge closed</h1><p>The mayor of Ostwick said on Monday that the old bridge will
///     stay closed until the spring.</p></article></body></html>";
/// let source = Source { uri: None, format: Format::Html, ..Source::default() };
/// let page = page(bytes.as_bytes(), source, &Hints::default())?;
/// assert_eq!(page.document.title.as_deref(), Some("Bridge closed"));
/// assert!(page.document.text.starts_with("The mayor of Ostwick said"));
/// # Ok::<(), annalist_read::ReadError>(())
/// ```
///
/// # Errors
/// When there is no article in it, or when finding it took too long (see [`Aside`]).
pub fn page(bytes: &[u8], source: Source, hints: &Hints) -> Result<Page, ReadError> {
    let decoded = charset::decode(bytes, hints.charset.as_deref());
    let head = clean::clean(&decoded);
    drop(decoded);
    let data = ld::read(&head.json_ld);
    let site = title::site(&head, &data);
    let title = title::title(&head, &data, site.as_ref().map(|s| s.0.as_str()));
    let mut parts = aside::article(hints.aside.as_deref(), &head.html)
        .map_err(|why| unfinished(&why, &source, hints))?;
    if let Some(text) = data.body.as_deref() {
        let found: usize = parts.iter().map(|part| part.words.len()).sum();
        if found * 2 < text.len() && found < 1500 {
            parts = body::parts(text);
        }
    }
    let mut signed = None;
    let parts = captions::put_back(&head, parts);
    let (text, blocks) = body::assemble(parts, title.as_ref().map(|t| t.0.as_str()), &mut signed);
    if text.is_empty() {
        let what = "no article was found in this page; nothing to code";
        return Err(ReadError::new(Kind::Empty, name(&source, hints), what));
    }
    let authors = author::authors(&head, &data, signed, site.as_ref().map(|s| s.0.as_str()));
    let canonical = head.canonical.as_deref().or_else(|| head.meta("og:url")).map(str::to_owned);
    let address = hints.uri.as_deref().or(canonical.as_deref());
    let published = date::published(&head, &data, address, hints.published.as_ref());
    let told = Told {
        title: title.as_ref().map(|t| t.1),
        byline: (!authors.0.is_empty()).then_some(authors.1),
        site: site.as_ref().map(|s| s.1),
        published: published.as_ref().map(|p| p.1),
    };
    let document = Document {
        id: fingerprint(&text),
        source: Source { canonical, told, ..source },
        title: title.map(|t| t.0),
        byline: (!authors.0.is_empty()).then(|| authors.0.join("; ")),
        site: site.map(|s| s.0),
        language: head.lang.as_deref().and_then(language),
        published: published.map(|p| p.0),
        duplicate_of: None,
        text,
        blocks,
        warnings: warnings(&head.cut),
    };
    Ok(Page { document, authors: authors.0 })
}

/// How messages call the page.
fn name<'a>(source: &'a Source, hints: &'a Hints) -> &'a str {
    source.uri.as_deref().or(hints.uri.as_deref()).unwrap_or("-")
}

fn unfinished(why: &str, source: &Source, hints: &Hints) -> ReadError {
    let what = format!(
        "the search for the article in this page {why}; save its text as a .txt file to code it"
    );
    ReadError::new(Kind::Unfinished, name(source, hints), what)
}

/// What the page had to be spared.
fn warnings(cut: &[&'static str]) -> Vec<Warning> {
    let say = |what: &&'static str| match *what {
        "length" => format!(
            "the page is longer than {} MiB without its scripts; it was read up to there",
            clean::MAX_BYTES >> 20
        ),
        "elements" => format!(
            "the page has more than {} elements; those beyond were read without their structure",
            clean::MAX_ELEMENTS
        ),
        "weight" => {
            "the page is too long for how deeply it is nested; it was read up to there".to_owned()
        }
        _ => format!(
            "the page is nested deeper than {} elements; those deeper were read without their structure",
            nesting::MAX_DEPTH
        ),
    };
    cut.iter().map(|what| Warning::whole("page-cut", say(what))).collect()
}

/// A language tag as written by a page, if it is one.
fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    let plain = (2..=3).contains(&first.len()) && tag.len() <= 35;
    let fine = tag
        .split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    (plain && fine && first.bytes().all(|b| b.is_ascii_alphabetic())).then(|| {
        let rest: Vec<String> = parts.map(str::to_owned).collect();
        let first = first.to_ascii_lowercase();
        if rest.is_empty() { first } else { format!("{first}-{}", rest.join("-")) }
    })
}
