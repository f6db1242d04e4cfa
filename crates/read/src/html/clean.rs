//! The first pass over a page: what its head says, and a lighter page to find the text in.
//!
//! One streaming pass of a tokenizer, in time and memory linear in the page. Scripts, styles, drawings
//! and most attributes go; structured data and meta tags are set apart. Nesting, attributes and length
//! are bounded here, **before** anything builds a tree: the libraries behind this pass are recursive
//! in places, or quadratic, and a page is whatever its author wants it to be.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::nesting::{self, Nesting};
use super::words::Classes;

/// Elements beyond so many are dropped, their words kept up to [`MAX_BYTES`].
pub(super) const MAX_ELEMENTS: usize = 30_000;
/// The lighter page ends here.
pub(super) const MAX_BYTES: usize = 3 << 20;
/// Attributes of one element beyond so many are dropped.
const MAX_ATTRIBUTES: usize = 12;
/// An attribute's value ends here; classes and addresses are shorter.
const MAX_VALUE: usize = 512;
/// A meta tag's value, and the title, end here.
const MAX_META: usize = 4096;
/// So many meta tags are read.
const MAX_METAS: usize = 400;
/// Structured data is read up to so many bytes a script, in so many scripts.
const MAX_JSON: usize = 1 << 20;
const MAX_SCRIPTS: usize = 30;
/// So many elements are listened to.
const MAX_TOLD: usize = 400;

/// What the first pass brings.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// The lighter page.
    pub(super) html: String,
    /// The language the page says it is in.
    pub(super) lang: Option<String>,
    /// The words of the first `<title>`.
    pub(super) title: String,
    /// Names (lower case) and contents of meta tags, in order.
    pub(super) metas: Vec<(String, String)>,
    /// `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    /// Scripts with JSON-LD.
    pub(super) json_ld: Vec<String>,
    /// Elements of the page that may tell headline, author and date.
    pub(super) told: Vec<Told>,
    /// What was too much for us.
    pub(super) cut: Vec<&'static str>,
}

/// An element of the page that may tell something about its publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) kind: ToldKind,
    /// What its attribute says (`datetime`, `content`), if anything.
    pub(super) value: Option<String>,
    /// Its words.
    pub(super) words: String,
    /// How many elements came before.
    pub(super) at: usize,
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

/// Goes over the page once.
pub(super) fn clean(page: &str) -> Cleaned {
    let mut pass = Pass::default();
    pass.out.html.reserve(page.len().min(MAX_BYTES) / 2);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        pass.take(event);
        pass.full.then_some(())
    });
    emitter.naively_switch_states(true);
    // The first thing that comes out is the sign that there is enough.
    let _ = Tokenizer::new_with_emitter(page, emitter).next();
    let heard = std::mem::take(&mut pass.heard);
    pass.out.told.extend(heard.into_iter().map(|(_, told)| told));
    pass.out.told.sort_by_key(|told| told.at);
    pass.out
}

#[derive(Default)]
struct Pass {
    out: Cleaned,
    nesting: Nesting,
    elements: usize,
    full: bool,
    /// The start tag being read.
    tag: Vec<u8>,
    attributes: Vec<(&'static str, String)>,
    /// The attribute whose value comes next.
    attribute: Option<&'static str>,
    skip: Option<Skip>,
    json: Option<String>,
    in_title: bool,
    titled: bool,
    /// Elements being listened to, with the depth they lie at.
    heard: Vec<(usize, Told)>,
}

/// An element that is passed over with all it holds.
struct Skip {
    name: &'static [u8],
    depth: usize,
}

/// Elements whose content is no prose.
const SKIPPED: [&[u8]; 14] = [
    b"script",
    b"style",
    b"svg",
    b"noscript",
    b"iframe",
    b"canvas",
    b"template",
    b"select",
    b"textarea",
    b"object",
    b"audio",
    b"video",
    b"math",
    b"datalist",
];

/// Attributes that say what an element is for.
const KEPT: [&str; 17] = [
    "class",
    "id",
    "itemprop",
    "itemtype",
    "role",
    "rel",
    "href",
    "datetime",
    "content",
    "title",
    "aria-hidden",
    "hidden",
    "style",
    "data-component",
    "data-testid",
    "aria-label",
    "pubdate",
];
/// Attributes of elements of the head.
const HEAD: [&str; 5] = ["name", "property", "lang", "type", "http-equiv"];

impl Pass {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.clear();
                self.tag.extend_from_slice(name);
                self.attributes.clear();
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => {
                let longest = if self.tag == b"meta" { MAX_META } else { MAX_VALUE };
                if self.attribute.is_some()
                    && let Some((_, slot)) = self.attributes.last_mut()
                {
                    *slot = words(value, longest);
                }
                self.attribute = None;
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    /// Keeps an attribute that says something, once.
    fn attribute(&mut self, name: &[u8]) {
        self.attribute = None;
        let head = matches!(&*self.tag, b"meta" | b"link" | b"html" | b"script");
        let among = KEPT.iter().chain(if head { &HEAD[..] } else { &[] });
        let Some(&known) = among.into_iter().find(|k| name.eq_ignore_ascii_case(k.as_bytes()))
        else {
            return;
        };
        if self.attributes.len() < MAX_ATTRIBUTES
            && self.attributes.iter().all(|(other, _)| *other != known)
        {
            self.attributes.push((known, String::new()));
            self.attribute = Some(known);
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn start(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        self.start_of(&tag, self_closing);
        self.tag = tag;
    }

    fn start_of(&mut self, tag: &[u8], self_closing: bool) {
        if let Some(skip) = &mut self.skip {
            if tag == skip.name && !self_closing {
                skip.depth += 1;
            }
            // A drawing ends where the page goes on, as it does in browsers.
            if !(skip.name == b"svg" && matches!(tag, b"p" | b"div" | b"h1" | b"h2" | b"body")) {
                return;
            }
            self.skip = None;
        }
        if let Some(&name) = SKIPPED.iter().find(|&&known| known == tag) {
            let raw = matches!(tag, b"script" | b"style");
            if tag == b"script" && self.value("type").is_some_and(is_json_ld) {
                self.json = Some(String::new());
            }
            if raw || !self_closing {
                self.skip = Some(Skip { name, depth: 1 });
            }
            return;
        }
        match tag {
            b"html" if self.out.lang.is_none() => {
                self.out.lang = self.value("lang").map(str::to_owned);
            }
            b"meta" => return self.meta(),
            b"link" => return self.link(),
            b"title" if !self.titled => {
                (self.in_title, self.titled) = (true, true);
                return;
            }
            b"title" | b"source" | b"input" | b"col" | b"wbr" | b"param" | b"track" | b"area"
            | b"base" | b"frame" | b"plaintext" => return,
            _ => {}
        }
        let plain =
            tag.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'));
        if !plain || tag.len() > 40 {
            return;
        }
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            self.note("elements");
            return self.space();
        }
        let opened = self.nesting.open(tag);
        // The new element itself is no part of what it has closed.
        self.stop_listening(self.nesting.depth() - usize::from(!nesting::is_void(tag)));
        match opened {
            Ok(()) => {
                self.listen(tag);
                self.write(tag);
            }
            Err(()) => {
                self.note("nesting");
                self.space();
            }
        }
    }

    /// Begins to listen to an element that may tell something.
    fn listen(&mut self, tag: &[u8]) {
        let Some(kind) = self.tells(tag) else {
            for (_, told) in &mut self.heard {
                if nesting::is_special(tag) || tag == b"br" {
                    told.words.push('\n');
                }
            }
            return;
        };
        if self.heard.len() + self.out.told.len() >= MAX_TOLD {
            return;
        }
        let value = self.value("datetime").or_else(|| self.value("content")).map(str::to_owned);
        let told = Told { kind, value, words: String::new(), at: self.elements };
        if nesting::is_void(tag) {
            self.out.told.push(told);
        } else {
            self.heard.push((self.nesting.depth(), told));
        }
    }

    fn tells(&self, tag: &[u8]) -> Option<ToldKind> {
        let item = self.value("itemprop").unwrap_or("");
        let rel = self.value("rel").unwrap_or("");
        if tag == b"h1" {
            return Some(ToldKind::Headline);
        }
        if item == "datePublished" || self.value("pubdate").is_some() {
            return Some(ToldKind::Published);
        }
        if tag == b"time" {
            return Some(ToldKind::Time);
        }
        if matches!(item, "author" | "creator") || rel.split_whitespace().any(|r| r == "author") {
            return Some(ToldKind::Author);
        }
        if matches!(tag, b"body" | b"html" | b"article" | b"main") {
            return None;
        }
        let names = ["class", "id", "data-testid", "data-component"];
        let words = Classes::get();
        let named = |which: fn(&Classes, &str) -> bool| {
            names.iter().filter_map(|name| self.value(name)).any(|value| which(words, value))
        };
        if named(Classes::is_author) {
            return Some(ToldKind::Byline);
        }
        named(Classes::is_date).then_some(ToldKind::Date)
    }

    /// Ends listening to elements that are over.
    fn stop_listening(&mut self, depth: usize) {
        while let Some((_, told)) = self.heard.pop_if(|(at, _)| *at > depth) {
            self.out.told.push(told);
        }
    }

    /// Writes the start tag out again.
    fn write(&mut self, tag: &[u8]) {
        let html = &mut self.out.html;
        html.push('<');
        html.push_str(std::str::from_utf8(tag).unwrap_or("span"));
        // Differing attributes would let unclosed formatting pile up in the tree.
        if !nesting::is_formatting(tag) || tag == b"a" {
            for (name, value) in &self.attributes {
                html.push(' ');
                html.push_str(name);
                html.push_str("=\"");
                escape(value, html);
                html.push('"');
            }
        }
        html.push('>');
        self.measure();
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(skip) = &mut self.skip {
            if name == skip.name {
                skip.depth -= 1;
                if skip.depth == 0 {
                    self.skip = None;
                    if let Some(json) = self.json.take()
                        && self.out.json_ld.len() < MAX_SCRIPTS
                    {
                        self.out.json_ld.push(json);
                    }
                    self.space();
                }
            }
            return;
        }
        if name == b"title" {
            self.in_title = false;
            return;
        }
        let plain =
            name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'));
        if !plain || name.len() > 40 {
            return;
        }
        let written = self.nesting.close(name);
        self.stop_listening(self.nesting.depth());
        if !written {
            return;
        }
        let html = &mut self.out.html;
        html.push_str("</");
        html.push_str(std::str::from_utf8(name).unwrap_or("span"));
        html.push('>');
        self.measure();
    }

    fn text(&mut self, value: &[u8]) {
        if self.skip.is_some() {
            if let Some(json) = &mut self.json
                && json.len() + value.len() <= MAX_JSON
            {
                json.push_str(&String::from_utf8_lossy(value));
            }
            return;
        }
        if self.in_title {
            let room = MAX_META.saturating_sub(self.out.title.len());
            self.out.title.push_str(&words(value, room));
            return;
        }
        let text = String::from_utf8_lossy(value);
        for (_, told) in &mut self.heard {
            if told.words.len() < MAX_VALUE {
                let end = text.floor_char_boundary(MAX_VALUE);
                told.words.push_str(text.get(..end).unwrap_or(""));
            }
        }
        escape(&text, &mut self.out.html);
        self.measure();
    }

    fn meta(&mut self) {
        let name = ["property", "name", "itemprop", "http-equiv"]
            .into_iter()
            .find_map(|key| self.value(key))
            .map(str::to_ascii_lowercase);
        let content = self.value("content").map(str::trim).filter(|c| !c.is_empty());
        if let (Some(name), Some(content)) = (name, content)
            && self.out.metas.len() < MAX_METAS
        {
            let content = content.to_owned();
            self.out.metas.push((name, content));
        }
    }

    fn link(&mut self) {
        let canonical = self.value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
        if canonical && self.out.canonical.is_none() {
            self.out.canonical = self.value("href").map(str::to_owned);
        }
    }

    /// What stood between two words kept them apart.
    fn space(&mut self) {
        if !self.out.html.ends_with([' ', '\n', '>']) {
            self.out.html.push(' ');
        }
    }

    fn measure(&mut self) {
        if self.out.html.len() > MAX_BYTES {
            let end = self.out.html.floor_char_boundary(MAX_BYTES);
            // Not in the middle of a tag or an entity.
            let whole = self.out.html.get(..end).and_then(|h| h.rfind(['<', '&', ' ']));
            self.out.html.truncate(whole.unwrap_or(end));
            self.full = true;
            self.note("length");
        }
    }

    fn note(&mut self, what: &'static str) {
        if !self.out.cut.contains(&what) {
            self.out.cut.push(what);
        }
    }
}

fn is_json_ld(kind: &str) -> bool {
    kind.trim().to_ascii_lowercase().starts_with("application/ld+json")
}

/// The bytes as text of at most so many bytes.
fn words(value: &[u8], longest: usize) -> String {
    let text = String::from_utf8_lossy(value.get(..longest + 4).unwrap_or(value));
    let end = text.floor_char_boundary(longest);
    text.get(..end).unwrap_or("").to_owned()
}

/// Writes text so that it reads as text; NULs and other control characters become spaces.
fn escape(text: &str, to: &mut String) {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}');
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        let (before, after) = rest.split_at(at);
        to.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('&') => to.push_str("&amp;"),
            Some('<') => to.push_str("&lt;"),
            Some('>') => to.push_str("&gt;"),
            Some('"') => to.push_str("&quot;"),
            _ => to.push(' '),
        }
        rest = chars.as_str();
    }
    to.push_str(rest);
}
