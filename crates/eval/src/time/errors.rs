//! Errors shown one by one, with the words around them.

use annalist_doc::Span;

use super::data::{Article, Expression};
use super::scorer::Pairs;

/// What can be wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// In the gold, not in the record.
    Missed,
    /// In the record, not in the gold.
    Extra,
    /// Found, with other ends.
    Span,
    /// Found, with another value.
    Value,
}

/// One error as a line.
pub(super) struct Line {
    pub(super) kind: Kind,
    pub(super) text: String,
}

/// All errors of one document.
pub(super) fn of(
    article: &Article,
    gold: &[Expression],
    found: &[Expression],
    pairs: &Pairs,
) -> Vec<Line> {
    let text = &article.text;
    let words = |e: &Expression| format!("[{}] {} {}", clean(e.span.of(text)), e.kind, e.value);
    let day = article.dct.as_deref().unwrap_or("no date");
    let mut all = Vec::new();
    let mut add = |kind, at: Span, what: String| {
        all.push(Line {
            kind,
            text: format!("{what}   {}   ({day}, {})", around(text, at), article.id),
        });
    };
    for (g, wanted) in gold.iter().enumerate() {
        match pairs.0.iter().find(|(a, _)| *a == g) {
            None => add(Kind::Missed, wanted.span, words(wanted)),
            Some((_, f)) => {
                let both = || format!("{} not {}", words(wanted), words(&found[*f]));
                if wanted.span != found[*f].span {
                    add(Kind::Span, wanted.span, both());
                }
                if !wanted.value.eq_ignore_ascii_case(&found[*f].value) {
                    add(Kind::Value, wanted.span, both());
                }
            }
        }
    }
    for (f, extra) in found.iter().enumerate() {
        if !pairs.0.iter().any(|(_, b)| *b == f) {
            add(Kind::Extra, extra.span, words(extra));
        }
    }
    all
}

/// Prints how many errors of each kind there are, and the first of those asked for.
pub(super) fn print(lines: &[Line], kind: Option<Kind>, wanted: usize) {
    for k in [Kind::Missed, Kind::Extra, Kind::Span, Kind::Value] {
        println!("{k:?}: {}", lines.iter().filter(|l| l.kind == k).count());
    }
    let chosen = lines.iter().filter(|l| kind.is_none_or(|k| l.kind == k));
    chosen.take(wanted).for_each(|l| println!("{:?}: {}", l.kind, l.text));
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The expression with some words before and after it.
fn around(text: &str, at: Span) -> String {
    let (start, end) = (at.start as usize, at.end as usize);
    let before = text[..start].char_indices().rev().nth(50).map_or(0, |(i, _)| i);
    let after = text[end..].char_indices().nth(40).map_or(text.len(), |(i, _)| end + i);
    format!(
        "…{}«{}»{}…",
        clean_edge(&text[before..start]),
        clean(&text[start..end]),
        clean_edge(&text[end..after])
    )
}

fn clean_edge(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
