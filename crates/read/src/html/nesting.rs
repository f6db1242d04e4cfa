//! How deep a page is nested, measured on its tags.
//!
//! A tree builder closes elements by rules; this follows the ones that matter for depth, and where it
//! is in doubt it takes an element to be still open. The tree that is built from what it lets through
//! is measured once more.

/// Elements deeper than this are dropped; their words stay.
pub(super) const MAX_DEPTH: usize = 200;
/// So many formatting elements may be open at once: the builder opens them anew in each paragraph.
const MAX_FORMATTING: usize = 12;

/// The elements that are open.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
    kept: usize,
    formatting: usize,
}

#[derive(Debug)]
struct Open {
    name: Box<[u8]>,
    kept: bool,
}

impl Nesting {
    /// Takes a start tag; an error when it would lie too deep and is to be dropped.
    pub(super) fn open(&mut self, name: &[u8]) -> Result<(), ()> {
        if is_void(name) {
            return Ok(());
        }
        let closes = |open: &[u8]| match name {
            b"li" => open == b"li",
            b"dt" | b"dd" => matches!(open, b"dt" | b"dd"),
            b"tr" => matches!(open, b"td" | b"th" | b"tr"),
            b"td" | b"th" => matches!(open, b"td" | b"th"),
            b"option" => open == b"option",
            b"a" => open == b"a",
            _ => false,
        };
        while self.top().is_some_and(|top| closes(top) || top == b"p" && closes_paragraph(name)) {
            self.pop();
        }
        let formats = is_formatting(name);
        let keep = self.kept < MAX_DEPTH && !(formats && self.formatting >= MAX_FORMATTING);
        // What is far too deep is not even remembered: its end tags close nothing.
        if self.open.len() < 100 * MAX_DEPTH {
            self.open.push(Open { name: name.into(), kept: keep });
            self.kept += usize::from(keep);
            self.formatting += usize::from(keep && formats);
        }
        if keep { Ok(()) } else { Err(()) }
    }

    /// Takes an end tag; whether it is to be written.
    pub(super) fn close(&mut self, name: &[u8]) -> bool {
        if is_void(name) {
            return name == b"br";
        }
        // How far an end tag may look for its element.
        const REACH: usize = 64;
        let bounded = !is_bound(name);
        let special = is_special(name);
        let mut found = None;
        for (at, open) in self.open.iter().enumerate().rev().take(REACH) {
            if *open.name == *name {
                found = Some(at);
                break;
            }
            if bounded && is_bound(&open.name) || !special && is_special(&open.name) {
                break;
            }
        }
        let Some(at) = found else {
            // The builder may still know what to do with it (`</p>`, `</a>`).
            return is_formatting(name) || name == b"p";
        };
        let kept = self.open.get(at).is_some_and(|open| open.kept);
        while self.open.len() > at {
            self.pop();
        }
        kept
    }

    /// How many elements are open, dropped ones included.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    fn top(&self) -> Option<&[u8]> {
        self.open.last().map(|open| &*open.name)
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop()
            && open.kept
        {
            self.kept -= 1;
            self.formatting -= usize::from(is_formatting(&open.name));
        }
    }
}

pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(name, b"br" | b"hr" | b"img" | b"embed" | b"keygen" | b"bgsound" | b"image")
}

/// Elements that the tree builder opens anew after a block has closed them.
pub(super) fn is_formatting(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"b"
            | b"big"
            | b"code"
            | b"em"
            | b"font"
            | b"i"
            | b"nobr"
            | b"s"
            | b"small"
            | b"strike"
            | b"strong"
            | b"tt"
            | b"u"
    )
}

/// Elements beyond which an end tag inside does not look.
fn is_bound(name: &[u8]) -> bool {
    matches!(
        name,
        b"applet" | b"caption" | b"html" | b"table" | b"td" | b"th" | b"marquee" | b"object"
    )
}

/// Elements that an inline element's end tag does not close.
pub(super) fn is_special(name: &[u8]) -> bool {
    is_bound(name)
        || closes_paragraph(name)
        || matches!(
            name,
            b"body"
                | b"button"
                | b"colgroup"
                | b"frameset"
                | b"head"
                | b"tbody"
                | b"tfoot"
                | b"thead"
                | b"tr"
        )
}

/// Blocks whose start ends an open paragraph.
fn closes_paragraph(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"center"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"header"
            | b"hgroup"
            | b"li"
            | b"listing"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"p"
            | b"pre"
            | b"search"
            | b"section"
            | b"summary"
            | b"table"
            | b"ul"
            | b"xmp"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_items_close_each_other() {
        let mut nesting = Nesting::default();
        for _ in 0..1000 {
            assert!(nesting.open(b"p").is_ok() && nesting.open(b"li").is_ok());
        }
        assert!(nesting.open.len() < 4, "{}", nesting.open.len());
    }

    #[test]
    fn what_lies_too_deep_is_dropped_with_its_end() {
        let mut nesting = Nesting::default();
        let kept = (0..1000).filter(|_| nesting.open(b"div").is_ok()).count();
        assert_eq!(kept, MAX_DEPTH);
        let closed = (0..1000).filter(|_| nesting.close(b"div")).count();
        assert_eq!(closed, MAX_DEPTH);
        assert!(nesting.open.is_empty());
    }

    #[test]
    fn an_end_tag_does_not_look_beyond_a_bound() {
        let mut nesting = Nesting::default();
        for _ in 0..500 {
            let _ = nesting.open(b"div");
            let _ = nesting.open(b"marquee");
            nesting.close(b"div");
        }
        assert_eq!(nesting.kept, MAX_DEPTH);
    }
}
