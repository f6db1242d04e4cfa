//! Words under the pictures of an article.
//!
//! The library that finds the article leaves pictures out with all that belongs to them. What stands
//! in a `<figcaption>` between its paragraphs, or right before the first, is put back in its place.

use annalist_doc::BlockKind;
use html5gum::emitters::callback::CallbackEvent;

use super::body::{Part, letters, one_line};
use super::events::each;

/// So many captions of a page are looked at.
const MOST: usize = 200;
/// So many letters tell where a paragraph stands in the page.
const KEY: usize = 40;
/// So many paragraphs may be missing in the page before the rest is looked for no more.
const MISSES: usize = 50;
/// The first picture stands so many letters before the first paragraph at most.
const LEAD: usize = 400;

/// A page's letters in one row, and where its captions stand in it.
#[derive(Default)]
struct Row {
    letters: String,
    captions: Vec<(usize, String)>,
    open: Option<String>,
}

/// Puts captions back between the parts, and marks those that the library took for paragraphs.
pub(super) fn put_back(html: &str, parts: Vec<Part>) -> Vec<Part> {
    if parts.is_empty() || !html.contains("<figcaption") {
        return parts;
    }
    let row = row(html);
    let places = places(&parts, &row.letters);
    let Some(first) = places.iter().flatten().next().copied() else { return parts };
    let from = first.saturating_sub(LEAD);
    let mut waiting = row.captions.into_iter().filter(|(at, _)| *at >= from).peekable();
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    let last = places.iter().rposition(Option::is_some).unwrap_or(0);
    for (number, (mut part, place)) in parts.into_iter().zip(&places).enumerate() {
        let mut known =
            place.is_none() && waiting.next_if(|(_, words)| same(&part.words, words)).is_some();
        while let Some((_, words)) =
            waiting.next_if(|(at, _)| number <= last && place.is_some_and(|place| *at <= place))
        {
            if same(&part.words, &words) {
                known = true;
            } else if !out.iter().any(|other| same(&other.words, &words)) {
                out.push(Part { kind: BlockKind::Caption, words });
            }
        }
        if known {
            part.kind = BlockKind::Caption;
        }
        out.push(part);
    }
    out
}

fn same(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// Reads the row off a cleaned page.
fn row(html: &str) -> Row {
    let mut row = Row::default();
    each(html, |event| {
        match event {
            CallbackEvent::OpenStartTag { name: b"figcaption" } => {
                row.open.get_or_insert_default();
            }
            CallbackEvent::EndTag { name: b"figcaption" | b"figure" } => row.close(),
            CallbackEvent::String { value } => {
                let text = String::from_utf8_lossy(value);
                match &mut row.open {
                    Some(words) => words.push_str(&text),
                    None => row.letters.extend(letters(&text)),
                }
            }
            // Elements inside a caption keep its words apart.
            CallbackEvent::OpenStartTag { .. } => {
                if let Some(words) = &mut row.open {
                    words.push(' ');
                }
            }
            _ => {}
        }
        true
    });
    row
}

impl Row {
    fn close(&mut self) {
        let Some(words) = self.open.take().map(|words| one_line(&words)) else { return };
        if words.chars().any(char::is_alphanumeric) && self.captions.len() < MOST {
            self.captions.push((self.letters.len(), words));
        }
    }
}

/// Where each part begins in the row, as far as it is found; later parts stand later.
fn places(parts: &[Part], row: &str) -> Vec<Option<usize>> {
    let (mut from, mut misses) = (0, 0);
    parts
        .iter()
        .map(|part| {
            let key: String = letters(&part.words).take(KEY).collect();
            if key.len() < KEY / 2 || misses >= MISSES {
                return None;
            }
            let found = row.get(from..)?.find(&key);
            misses += usize::from(found.is_none());
            from += found?;
            Some(from)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_come_back_where_they_stood() {
        let one = "The ferry left the harbour of Ostwick at noon with forty people on board.";
        let two = "It ran aground an hour later, and the coast guard took everybody off.";
        let html = format!(
            "<nav>Home</nav><figure><img><figcaption>A menu picture</figcaption></figure>{}\
             <h1>Ferry aground</h1><figure><figcaption>The ferry <b>Mira</b></figcaption></figure>\
             <p>{one}</p><figure><figcaption>Photo: M. Lind</figcaption></figure><p>{two}</p>\
             <figure><figcaption>Another story</figcaption></figure>",
            "<p>Menu</p>".repeat(200)
        );
        let part = |words: &str| Part { kind: BlockKind::Paragraph, words: words.to_owned() };
        let found = put_back(&html, vec![part(one), part(two)]);
        let found: Vec<(BlockKind, &str)> =
            found.iter().map(|part| (part.kind, part.words.as_str())).collect();
        let caption = BlockKind::Caption;
        let expected = [(caption, "The ferry Mira"), (BlockKind::Paragraph, one)];
        assert_eq!(found[..2], expected);
        assert_eq!(found[2..], [(caption, "Photo: M. Lind"), (BlockKind::Paragraph, two)]);
    }
}
