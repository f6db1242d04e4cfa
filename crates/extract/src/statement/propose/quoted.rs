//! Quotations near a cue.

use annalist_doc::Span;

use super::super::Scene;
use super::super::cue::Match;
use crate::quote::Quote;

/// Quotations that may belong to a cue, in text order.
#[derive(Debug, Default)]
pub(super) struct Near {
    /// In the sentences before the cue's own, going on without a word between.
    before: Vec<Span>,
    /// In the cue's sentence.
    here: Vec<Span>,
    /// After it.
    after: Vec<Span>,
}

impl Near {
    /// The combinations that are proposed.
    pub(super) fn choices(&self, scene: &Scene<'_, '_, '_>) -> Vec<(&'static str, Vec<Span>)> {
        let words = |s: &Span| s.of(scene.tree.text).split_whitespace().count();
        let mut all = Vec::new();
        let whole = [&self.before[..], &self.here, &self.after].concat();
        if whole.iter().map(words).sum::<usize>() < 2 {
            return all;
        }
        if !self.here.is_empty() {
            let mut on = self.here.clone();
            on.extend(&self.after);
            all.push(("here", self.here.clone()));
            all.push(("on", on));
            if let Some(longest) = self.here.iter().max_by_key(|s| words(s)) {
                all.push(("longest", vec![*longest]));
            }
        } else {
            all.push(("before", self.before.clone()));
            all.push(("after", self.after.clone()));
        }
        all.push(("all", whole));
        all
    }
}

/// The quotations near a cue.
pub(super) fn near(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Near {
    let tree = scene.tree;
    let sentence = tree.sentence(found.head());
    let at = tree.span(found.head()).start;
    let mut near = Near::default();
    let blank = |from: u32, to: u32| {
        tree.text.get(from as usize..to as usize).is_some_and(|t| t.trim().is_empty())
    };
    let quotes = scene.quotes;
    let first = quotes.partition_point(|q| q.outer.end <= sentence.span.start);
    let last = quotes.partition_point(|q| q.outer.start < sentence.span.end);
    if scene.quote_around(found.head()).is_some() {
        return near;
    }
    near.here.extend(quotes[first..last].iter().map(|q| q.outer).filter(|o| !o.holds(at)));
    // What goes on after the sentence: quotations with nothing between, also over reopened paragraphs.
    let mut end = sentence.span.end.max(near.here.last().map_or(0, |s| s.end));
    let mut open = quotes[first..last].last().filter(|q| q.open);
    for quote in &quotes[last..] {
        let same = quote.block == sentence.block;
        let reopened =
            open.is_some_and(|o: &Quote| quote.block > o.block && quote.block - o.block <= 2);
        let introduced = near.after.is_empty()
            && sentence.span.of(tree.text).trim_end().ends_with(':')
            && blank(sentence.span.end, quote.outer.start);
        let speech = same && blank(end, quote.outer.start) || reopened || introduced;
        if !speech {
            break;
        }
        near.after.push(quote.outer);
        end = quote.outer.end;
        // The rest of a sentence that ends with the quotation is over with it.
        open = Some(quote).filter(|q| q.open);
    }
    let mut start = sentence.span.start;
    for quote in quotes[..first].iter().rev() {
        if quote.block != sentence.block || !blank(quote.outer.end, start) {
            break;
        }
        near.before.insert(0, quote.outer);
        start = quote.outer.start;
    }
    near
}

/// A content with the quotations that go on where it ends; none if there are none.
pub(super) fn going_on(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    near: &Near,
    spans: &[Span],
) -> Option<Vec<Span>> {
    let last = spans.last()?;
    let more: Vec<Span> = near.here.iter().chain(&near.after).copied().collect();
    let more: Vec<Span> =
        more.into_iter().filter(|q| !spans.iter().any(|s| s.overlaps(*q))).collect();
    let at = scene.tree.span(found.head()).start;
    if more.is_empty() || last.end < at && near.after.is_empty() && near.here.len() < 2 {
        return None;
    }
    let mut all = spans.to_vec();
    all.extend(more);
    all.sort();
    Some(all)
}
