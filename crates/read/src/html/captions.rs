//! Words under the pictures of an article.
//!
//! Pictures are left out before the library looks for the article, with all that belongs to them. What
//! stood in a `<figcaption>` between its paragraphs, or right before the first, is put back in its place.

use annalist_doc::BlockKind;
use html5gum::emitters::callback::CallbackEvent;

use super::body::{Part, letters};
use super::clean::Cleaned;
use super::events::each;

/// So many letters tell where a paragraph stands in the page.
const KEY: usize = 40;
/// So many paragraphs may be missing in the page before the rest is looked for no more.
const MISSES: usize = 50;
/// The first picture stands so many letters before the first paragraph at most.
const LEAD: usize = 400;

/// Puts the captions of a cleaned page back between the parts of its article.
pub(super) fn put_back(page: &Cleaned, parts: Vec<Part>) -> Vec<Part> {
    if parts.is_empty() || page.captions.is_empty() {
        return parts;
    }
    let (row, stood) = row(&page.html);
    let places = places(&parts, &row);
    let Some(first) = places.iter().flatten().next().copied() else { return parts };
    let from = first.saturating_sub(LEAD);
    let captions = stood.into_iter().zip(&page.captions);
    let mut waiting = captions.filter(|(at, _)| *at >= from).peekable();
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    let last = places.iter().rposition(Option::is_some).unwrap_or(0);
    for (number, (part, place)) in parts.into_iter().zip(&places).enumerate() {
        while let Some((_, words)) =
            waiting.next_if(|(at, _)| number <= last && place.is_some_and(|place| *at <= place))
        {
            if !same(&part.words, words) && !out.iter().any(|other| same(&other.words, words)) {
                out.push(Part { kind: BlockKind::Caption, words: words.clone() });
            }
        }
        out.push(part);
    }
    out
}

fn same(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// The letters of a cleaned page in one row, and how many stand before each caption.
fn row(html: &str) -> (String, Vec<usize>) {
    let (mut row, mut stood) = (String::new(), Vec::new());
    each(html, |event| {
        match event {
            // No other comment is left in it.
            CallbackEvent::Comment { .. } => stood.push(row.len()),
            CallbackEvent::String { value } => {
                row.extend(letters(&String::from_utf8_lossy(value)));
            }
            _ => {}
        }
        true
    });
    (row, stood)
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
    use super::super::clean::clean;
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
        let found = put_back(&clean(&html), vec![part(one), part(two)]);
        let found: Vec<(BlockKind, &str)> =
            found.iter().map(|part| (part.kind, part.words.as_str())).collect();
        let caption = BlockKind::Caption;
        let expected = [(caption, "The ferry Mira"), (BlockKind::Paragraph, one)];
        assert_eq!(found[..2], expected);
        assert_eq!(found[2..], [(caption, "Photo: M. Lind"), (BlockKind::Paragraph, two)]);
    }
}
