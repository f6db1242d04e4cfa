//! The text of a page in blocks.
//!
//! The library finds the part of the page that is the article and gives it back as simple HTML; this
//! reads the blocks off that.

use annalist_doc::{Block, BlockKind, Span};
use html5gum::emitters::callback::CallbackEvent;
use trafilatura::dom::Document;
use trafilatura::{ExtractionFocus, Options};

use super::clean::MAX_ELEMENTS;
use super::events::each;
use super::nesting::MAX_DEPTH;
use crate::lexicon::{LineKind, Lines};
use crate::text::one_line;

/// One block of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: BlockKind,
    pub(super) words: String,
}

/// Finds the article in a cleaned page. Empty where there is none.
pub(super) fn article(html: &str) -> Vec<Part> {
    let options = Options::default()
        .with_exclude_comments(true)
        .with_fallback(true)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let document = Document::parse(html);
    if !is_shallow(&document) {
        return Vec::new();
    }
    match trafilatura::extract_document(document, &options) {
        Ok(found) => parts(&found.content_html),
        Err(_) => Vec::new(),
    }
}

/// Whether the tree is as shallow as its tags were: what follows is recursive.
fn is_shallow(document: &Document) -> bool {
    let mut open = vec![(document.root(), 0usize)];
    while let Some((node, depth)) = open.pop() {
        if depth > 2 * MAX_DEPTH {
            return false;
        }
        let children = document.children(node);
        open.extend(children.into_iter().map(|child| (child, depth + 1)));
    }
    true
}

/// The blocks of simple HTML.
pub(super) fn parts(html: &str) -> Vec<Part> {
    let mut reader = Reader::default();
    each(html, |event| {
        match event {
            CallbackEvent::OpenStartTag { name } => reader.start(name),
            CallbackEvent::EndTag { name } => reader.end(name),
            CallbackEvent::String { value } => reader.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
        true
    });
    reader.flush();
    reader.parts
}

#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    words: String,
    /// Open elements that say what a block is.
    open: Vec<BlockKind>,
    broken: bool,
}

impl Reader {
    fn start(&mut self, name: &[u8]) {
        match name {
            b"br" => self.line(),
            b"td" | b"th" => self.cell(),
            _ => {
                if let Some(kind) = kind_of(name) {
                    self.flush();
                    if self.open.len() < MAX_ELEMENTS {
                        self.open.push(kind);
                    }
                } else if is_block(name) {
                    self.flush();
                }
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(kind) = kind_of(name) {
            self.flush();
            if let Some(at) = self.open.iter().rposition(|open| *open == kind) {
                self.open.truncate(at);
            }
        } else if is_block(name) {
            self.flush();
        }
    }

    /// The end of a line: of a block, when a sentence ends there or another line end follows.
    fn line(&mut self) {
        let bare = self.words.trim_end();
        if self.broken || crate::blocks::ends_sentence(bare) {
            self.flush();
        } else {
            self.words.push(' ');
            self.broken = true;
        }
    }

    /// Cells of a row stand in one line.
    fn cell(&mut self) {
        if !self.words.trim().is_empty() {
            self.words.push_str(" | ");
        }
    }

    fn text(&mut self, text: &str) {
        self.broken &= text.trim().is_empty();
        self.words.push_str(text);
    }

    fn flush(&mut self) {
        self.broken = false;
        let words = one_line(&self.words);
        self.words.clear();
        if words.chars().any(char::is_alphanumeric) {
            let kind = self.open.iter().copied().max_by_key(|kind| rank(*kind));
            self.parts.push(Part { kind: kind.unwrap_or(BlockKind::Paragraph), words });
        }
    }
}

/// Which of the elements around a block says what it is.
fn rank(kind: BlockKind) -> u8 {
    match kind {
        BlockKind::Heading | BlockKind::Caption => 4,
        BlockKind::List => 3,
        BlockKind::Quote => 2,
        BlockKind::Paragraph | BlockKind::Noise => 1,
    }
}

fn kind_of(name: &[u8]) -> Option<BlockKind> {
    Some(match name {
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => BlockKind::Heading,
        b"li" | b"dt" | b"dd" => BlockKind::List,
        b"blockquote" => BlockKind::Quote,
        b"figcaption" => BlockKind::Caption,
        b"p" => BlockKind::Paragraph,
        _ => return None,
    })
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"div"
            | b"section"
            | b"article"
            | b"ul"
            | b"ol"
            | b"dl"
            | b"table"
            | b"tr"
            | b"caption"
            | b"pre"
            | b"hr"
            | b"figure"
            | b"main"
            | b"body"
            | b"aside"
            | b"details"
            | b"summary"
    )
}

/// Longer blocks are prose: the line lexicon is not asked.
const LONGEST_LINE: usize = 200;

/// What is left of the parts once leftovers of the page are gone, as a text with its blocks; the
/// first line that says who signed it goes to `byline`.
pub(super) fn assemble(
    parts: Vec<Part>,
    title: Option<&str>,
    byline: &mut Option<String>,
) -> (String, Vec<Block>) {
    let lines = Lines::english();
    let (mut text, mut blocks) = (String::new(), Vec::new());
    let same = |words: &str| title.is_some_and(|title| letters(title).eq(letters(words)));
    for part in parts {
        let known = (part.words.len() <= LONGEST_LINE).then(|| lines.find(&part.words)).flatten();
        let kind = match known.map(|entry| entry.kind) {
            Some(LineKind::Noise) => continue,
            Some(LineKind::Byline) => {
                if blocks.len() <= 3 && byline.is_none() {
                    *byline = Some(part.words);
                }
                continue;
            }
            Some(LineKind::Caption) => BlockKind::Caption,
            None => part.kind,
        };
        // The headline is known already.
        if blocks.len() < 2 && same(&part.words) {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&part.words);
        blocks.push(Block { kind, span: Span::from(start..text.len()) });
    }
    (text, blocks)
}

/// The letters and digits of a line, in lower case.
pub(super) fn letters(words: &str) -> impl Iterator<Item = char> {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
