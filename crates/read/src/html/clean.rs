//! The first pass over a page: what its head says, and a lighter page to find the text in.
//!
//! One streaming pass of a tokenizer, in time and memory linear in the page. Scripts, styles, drawings
//! and most attributes go; structured data and meta tags are set apart. Nesting, attributes and length
//! are bounded here, **before** anything builds a tree: the libraries behind this pass are recursive
//! in places, or quadratic, and a page is whatever its author wants it to be.

use std::fmt::Write as _;

use html5gum::emitters::callback::CallbackEvent;

use super::events::each;
use super::hear::{Listener, Told};
use super::markup::{
    Attributes, HEAD, KEPT, SKIPPED, WRITTEN, escape, is_beside, is_json_ld, is_plain, value, words,
};
use super::nesting::{self, MAX_DEPTH, Nesting};
use crate::text::one_line;

/// Elements beyond so many are dropped, their words kept up to [`MAX_BYTES`].
pub(super) const MAX_ELEMENTS: usize = 40_000;
/// The lighter page ends here.
pub(super) const MAX_BYTES: usize = 3 << 20;
/// The lighter page ends also where its bytes, each counted as often as it is nested, come to so many:
/// what finds the article looks at the words of an element once for each element around it.
const MAX_WEIGHT: usize = 64 << 20;
/// Attributes of one element beyond so many are dropped.
const MAX_ATTRIBUTES: usize = 12;
/// An attribute's value ends here; classes and addresses are shorter.
const MAX_VALUE: usize = 512;
/// A meta tag's value, and the title, end here.
const MAX_META: usize = 4096;
/// So many captions are kept.
const MAX_CAPTIONS: usize = 200;
/// So many meta tags are read.
const MAX_METAS: usize = 400;
/// Structured data is read up to so many bytes a script, in so many scripts.
const MAX_JSON: usize = 1 << 20;
const MAX_SCRIPTS: usize = 30;

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
    /// The words under pictures; a comment with its number stands where each stood.
    pub(super) captions: Vec<String>,
    /// Elements of the page that may tell headline, author and date.
    pub(super) told: Vec<Told>,
    /// What was too much for us.
    pub(super) cut: Vec<&'static str>,
}

impl Cleaned {
    /// What the first meta tag of a name says.
    pub(super) fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|(key, _)| key == name).map(|(_, words)| words.as_str())
    }
}

/// Goes over the page once.
pub(super) fn clean(page: &str) -> Cleaned {
    let mut pass = Pass::default();
    pass.out.html.reserve(page.len().min(MAX_BYTES) / 2);
    each(page, |event| {
        pass.take(event);
        !pass.full
    });
    pass.out.told = pass.listener.finish();
    pass.out
}

#[derive(Default)]
struct Pass {
    out: Cleaned,
    nesting: Nesting,
    elements: usize,
    full: bool,
    weight: usize,
    weighed: usize,
    /// The start tag being read.
    tag: Vec<u8>,
    attributes: Attributes,
    /// The attribute whose value comes next.
    attribute: Option<&'static str>,
    skip: Option<Skip>,
    json: Option<String>,
    in_title: bool,
    titled: bool,
    listener: Listener,
    /// The depth of the element whose content is left out, if any.
    mute: Option<usize>,
    /// Whether that is a picture, and the words under it being read.
    pictured: bool,
    caption: Option<String>,
}

/// An element that is passed over with all it holds.
struct Skip {
    name: &'static [u8],
    depth: usize,
}

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
        value(&self.attributes, name)
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
        if is_plain(tag) {
            self.element(tag);
        }
    }

    /// An element of the page itself.
    fn element(&mut self, tag: &[u8]) {
        if self.elements >= MAX_ELEMENTS {
            self.note("elements");
            return self.space();
        }
        let opened = self.nesting.open(tag);
        let depth = self.nesting.depth();
        // The new element itself is no part of what it has closed.
        self.close_to(depth - usize::from(!nesting::is_void(tag)).min(depth));
        if self.mute.is_some() {
            match &mut self.caption {
                Some(words) => words.push(' '),
                None if self.pictured && tag == b"figcaption" => self.caption = Some(String::new()),
                None => {}
            }
            return;
        }
        if opened.is_err() {
            self.note("nesting");
            return self.space();
        }
        if is_beside(tag) {
            (self.mute, self.pictured) = (Some(depth), tag == b"figure");
            return self.space();
        }
        self.elements += 1;
        let Self { listener, attributes, .. } = self;
        listener.start(tag, depth, |name| value(attributes, name));
        self.write(tag);
    }

    /// What lies deeper than this is over.
    fn close_to(&mut self, depth: usize) {
        self.listener.end(depth);
        if self.mute.is_some_and(|at| at > depth) {
            self.mute = None;
            self.captioned();
        }
    }

    /// The words under a picture are over.
    fn captioned(&mut self) {
        let Some(words) = self.caption.take().map(|words| one_line(&words)) else { return };
        if words.chars().any(char::is_alphanumeric) && self.out.captions.len() < MAX_CAPTIONS {
            let _ = write!(self.out.html, "<!--{}-->", self.out.captions.len());
            self.out.captions.push(words);
        }
    }

    /// Writes the start tag out again.
    fn write(&mut self, tag: &[u8]) {
        let html = &mut self.out.html;
        html.push('<');
        html.push_str(std::str::from_utf8(tag).unwrap_or("span"));
        // Differing attributes would let unclosed formatting pile up in the tree.
        if !nesting::is_formatting(tag) || tag == b"a" {
            for (name, value) in self.attributes.iter().filter(|(name, _)| WRITTEN.contains(name)) {
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
        if !is_plain(name) {
            return;
        }
        if name == b"figcaption" {
            self.captioned();
        }
        let muted = self.mute.is_some();
        let written = self.nesting.close(name);
        self.close_to(self.nesting.depth());
        if !written || muted {
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
        if self.mute.is_some() {
            if let Some(caption) = self.caption.as_mut().filter(|c| c.len() < MAX_META) {
                caption.push_str(&words(value, MAX_META));
            }
            return;
        }
        if value.trim_ascii().is_empty() {
            self.listener.text(" ");
            return self.space();
        }
        let text = String::from_utf8_lossy(value);
        self.listener.text(&text);
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
        if !self.out.html.ends_with([' ', '\n']) {
            self.out.html.push(' ');
        }
    }

    fn measure(&mut self) {
        let length = self.out.html.len();
        self.weight += length.saturating_sub(self.weighed) * self.nesting.depth().min(MAX_DEPTH);
        self.weighed = length;
        if self.weight > MAX_WEIGHT {
            self.full = true;
            self.note("weight");
        }
        if length > MAX_BYTES {
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
