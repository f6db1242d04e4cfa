//! Words as rules of time see them: runs of letters, runs of digits, single marks.
//!
//! "mid-1990s", "33-year-old" and "10:30" come apart here whatever the language pipeline's tokens are;
//! each piece knows the token it lies in.

use annalist_lexicon::time::{Times, WordId};

use crate::tree::Tree;

/// How a piece hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// Nothing lies between.
    Glued,
    /// White space.
    Space,
    /// Another block, or an empty line.
    Break,
}

/// A run of letters, a run of digits, or a single mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The token it begins in.
    pub(super) token: u32,
    pub(super) join: Join,
    pub(super) kind: PieceKind,
    /// What the words of time know of it.
    pub(super) word: Option<WordId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    Letters,
    /// So many digits; with their value when it fits.
    Digits(u8, Option<u64>),
    Mark,
}

/// All pieces of the tokens of a document.
pub(super) fn pieces(tree: &Tree<'_>, times: &Times) -> Vec<Piece> {
    let text = tree.text;
    let mut all: Vec<Piece> = Vec::with_capacity(tree.len() + tree.len() / 8);
    let mut lower = String::new();
    let mut last_end = 0usize;
    for token in 0..tree.len() {
        let span = tree.span(token);
        // A piece may reach over the token's end ("p.m." cut in two).
        let mut at = (span.start as usize).max(last_end);
        while at < span.end as usize {
            let (end, kind) = piece(text, at);
            if kind == PieceKind::Mark && text[at..end].chars().all(char::is_whitespace) {
                at = end;
                continue;
            }
            let join = join(&text[last_end.min(at)..at], all.is_empty());
            let word = if kind == PieceKind::Letters || kind == PieceKind::Mark {
                lower.clear();
                lower.extend(plain(&text[at..end]).flat_map(char::to_lowercase));
                let known = lower.strip_suffix('.').filter(|w| w.contains('.')).unwrap_or(&lower);
                times.word(known)
            } else {
                None
            };
            all.push(Piece {
                start: at as u32,
                end: end as u32,
                token: token as u32,
                join,
                kind,
                word,
            });
            last_end = end;
            at = end;
        }
    }
    all
}

/// The letters with typographic marks written straight.
fn plain(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(|c| match c {
        '’' | '‘' | '`' => '\'',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        _ => c,
    })
}

fn join(between: &str, first: bool) -> Join {
    if first || between.matches('\n').count() > 1 {
        Join::Break
    } else if between.is_empty() {
        Join::Glued
    } else {
        Join::Space
    }
}

/// The end and kind of the piece that begins at `at`.
fn piece(text: &str, at: usize) -> (usize, PieceKind) {
    let rest = &text[at..];
    let first = rest.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() {
        let len = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count = u8::try_from(len).unwrap_or(u8::MAX);
        return (at + len, PieceKind::Digits(count, rest[..len].parse().ok()));
    }
    if first.is_alphabetic() {
        if let Some(len) = initials(rest) {
            return (at + len, PieceKind::Letters);
        }
        let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        return (at + len, PieceKind::Letters);
    }
    (at + first.len_utf8(), PieceKind::Mark)
}

/// The length of letters with full stops: "p.m.", "A.D.".
fn initials(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    let mut letters = 0;
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        letters += 1;
        at += 1;
        if bytes.get(at) == Some(&b'.') {
            at += 1;
        } else {
            break;
        }
    }
    let goes_on = bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    (letters >= 2 && at > letters && !goes_on).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut at = 0;
        let mut all = Vec::new();
        while at < text.len() {
            let (end, _) = piece(text, at);
            all.push(&text[at..end]);
            at = end;
        }
        all
    }

    #[test]
    fn letters_digits_and_marks_come_apart() {
        assert_eq!(cut("mid-1990s"), ["mid", "-", "1990", "s"]);
        assert_eq!(cut("10:30p.m."), ["10", ":", "30", "p.m."]);
        assert_eq!(cut("Jan.22"), ["Jan", ".", "22"]);
        assert_eq!(cut("A.D.5"), ["A", ".", "D", ".", "5"]);
        assert_eq!(cut("é年"), ["é年"]);
    }
}
