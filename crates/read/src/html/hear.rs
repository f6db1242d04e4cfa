//! Listening to the elements of a page that may tell headline, author and day.

use super::nesting;
use super::words::Classes;

/// So many elements are listened to.
const MAX_TOLD: usize = 400;
/// So many bytes of each.
const MAX_WORDS: usize = 512;

/// An element that may tell something about the article's publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) kind: ToldKind,
    /// What its attribute says (`datetime`, `content`), if anything.
    pub(super) value: Option<String>,
    /// Its words, a line end between its blocks.
    pub(super) words: String,
    /// How many elements came before.
    at: usize,
}

/// What an element may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToldKind {
    /// `<h1>`.
    Headline,
    /// Says by `rel` or `itemprop` that it names the author.
    Author,
    /// Has a class of authors.
    Byline,
    /// Says by `itemprop` or `pubdate` that it is the day of publication.
    Published,
    /// `<time>`.
    Time,
    /// Has a class of dates.
    Date,
}

/// What has been heard so far.
#[derive(Debug, Default)]
pub(super) struct Listener {
    told: Vec<Told>,
    /// Elements that are open, with the depth they lie at.
    open: Vec<(usize, Told)>,
    count: usize,
}

impl Listener {
    /// A start tag, `depth` deep itself; `value` knows its attributes.
    pub(super) fn start<'a>(
        &mut self,
        tag: &[u8],
        depth: usize,
        value: impl Fn(&str) -> Option<&'a str>,
    ) {
        self.count += 1;
        let Some(kind) = kind(tag, &value) else {
            if !self.open.is_empty() && (nesting::is_special(tag) || tag == b"br") {
                self.open.iter_mut().for_each(|(_, told)| told.words.push('\n'));
            }
            return;
        };
        if self.open.len() + self.told.len() >= MAX_TOLD {
            return;
        }
        let says = value("datetime").or_else(|| value("content")).map(str::to_owned);
        let told = Told { kind, value: says, words: String::new(), at: self.count };
        if nesting::is_void(tag) {
            self.told.push(told);
        } else {
            self.open.push((depth, told));
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        for (_, told) in &mut self.open {
            if told.words.len() < MAX_WORDS {
                let end = text.floor_char_boundary(MAX_WORDS);
                told.words.push_str(text.get(..end).unwrap_or(""));
            }
        }
    }

    /// Only elements down to this depth are still open.
    pub(super) fn end(&mut self, depth: usize) {
        while let Some((_, told)) = self.open.pop_if(|(at, _)| *at > depth) {
            self.told.push(told);
        }
    }

    /// All that was told, in the page's order.
    pub(super) fn finish(mut self) -> Vec<Told> {
        self.end(0);
        self.told.extend(self.open.into_iter().map(|(_, told)| told));
        self.told.sort_by_key(|told| told.at);
        self.told
    }
}

fn kind<'a>(tag: &[u8], value: &impl Fn(&str) -> Option<&'a str>) -> Option<ToldKind> {
    let item = value("itemprop").unwrap_or("");
    if tag == b"h1" {
        return Some(ToldKind::Headline);
    }
    if item == "datePublished" || value("pubdate").is_some() {
        return Some(ToldKind::Published);
    }
    if tag == b"time" {
        return Some(ToldKind::Time);
    }
    let rel = value("rel").unwrap_or("");
    if matches!(item, "author" | "creator") || rel.split_whitespace().any(|r| r == "author") {
        return Some(ToldKind::Author);
    }
    if matches!(tag, b"body" | b"html" | b"article" | b"main") {
        return None;
    }
    let words = Classes::get();
    let names = ["class", "id", "data-testid", "data-component"];
    let mut date = false;
    for name in names.iter().filter_map(|name| value(name)) {
        if words.is_author(name) {
            return Some(ToldKind::Byline);
        }
        date |= words.is_date(name);
    }
    date.then_some(ToldKind::Date)
}
