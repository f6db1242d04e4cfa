//! Time expressions: where they are and what they say before they are put on a calendar.
//!
//! The rules are data (`times/` in the lexicon). Here is what runs them: the text in small pieces
//! ([`fine`]), all rules against it at once ([`matcher`]), the meaning of what fits ([`build`]).

mod build;
mod day;
mod fine;
mod matcher;
mod numeral;
mod range;
mod slots;
mod tense;

use annalist_doc::{Span, TimeId, Timex};
use annalist_lexicon::Words;

pub(crate) use tense::tense_of;

use crate::tree::Tree;
use matcher::{Hit, Matcher};

/// Finds all time expressions, in text order, none inside another.
pub(crate) fn find(tree: &Tree<'_>, words: &Words) -> Vec<Timex> {
    let pieces = fine::pieces(tree, &words.time);
    let matcher = Matcher::new(tree, &pieces, &words.time);
    let mut hits: Vec<Hit> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let found = range::all(&matcher, at);
        at = found.last().map_or(at + 1, |last| last.end);
        for hit in found.into_iter().filter(|h| !h.nothing) {
            if let Some(last) = hits.last_mut() {
                range::share_year(&matcher, last, &hit);
            }
            hits.push(hit);
        }
    }
    day::give(&matcher, &mut hits);
    let ends: Vec<bool> =
        hits.windows(2).map(|w| range::is_range(&matcher, &w[0], &w[1])).collect();
    let explained: Vec<bool> =
        hits.windows(2).map(|w| range::is_explained(&matcher, &w[0], &w[1])).collect();
    let timex = |(id, hit): (usize, Hit)| {
        let span = span(&matcher, &hit);
        Timex {
            id: TimeId(id as u32),
            span,
            kind: hit.kind,
            expr: hit.expr,
            modifier: hit.modifier,
            tense: tense::around(tree, &words.time, span),
            scheduled: tense::is_scheduled(tree, &words.time, span),
            will: tense::is_to_come(tree, span),
            aside: tense::aside(tree, span).map(|verb| verb as u32),
            sentence: tree.sentence_index(pieces[hit.first].token as usize) as u32,
            until: ends.get(id).filter(|joined| **joined).map(|_| TimeId(id as u32 + 1)),
            listed: matcher.is_in("listing", hit.end),
            explained: explained.get(id) == Some(&true),
        }
    };
    hits.into_iter().enumerate().map(timex).collect()
}

/// The words of an expression; without a determiner that belongs to a noun after it
/// ("[the] August riots").
fn span(m: &Matcher<'_, '_, '_>, hit: &Hit) -> Span {
    let mut first = hit.first;
    let last = hit.end.saturating_sub(1).max(first);
    let token = m.pieces[first].token as usize;
    let head = m.tree.head(token);
    let determiner = matches!(m.tree.dep(token), annalist_doc::Dep::Det | annalist_doc::Dep::Poss);
    let beyond = head > m.pieces[last].token as usize;
    if first < last && determiner && beyond && m.is_article(first) {
        first += 1;
    }
    Span::new(m.pieces[first].start, m.pieces[last].end)
}
