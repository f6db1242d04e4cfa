//! The quotations that belong to a cue.

use annalist_doc::Span;
use annalist_lexicon::Take;

use super::super::cue::Mode;
use super::Contents;
use crate::quote::Quote;

/// A quotation of fewer words that no comma or colon introduces is a title or a scare quote.
const SPEECH_WORDS: usize = 3;

impl Contents<'_, '_, '_, '_> {
    /// Adds the quotations that belong to the cue, whole, however many sentences they run over.
    pub(super) fn add_quotes(&self, m: usize, spans: &mut Vec<Span>) {
        let (scene, tree, found) = (self.scene, self.scene.tree, &self.matches[m]);
        let sentence = tree.sentence(found.head());
        let takes_quotes = found.mode == Mode::Verb && found.cue.may_take(&Take::Quote);
        let at = tree.span(found.head()).start;
        for quote in scene.quotes {
            let near = quote.block == sentence.block
                || takes_quotes && self.opens_next_block(sentence, quote);
            if !near || quote.outer.holds(at) {
                continue;
            }
            let within = spans.iter_mut().find(|s| s.overlaps(quote.inner));
            if let Some(span) = within {
                *span = span.cover(quote.outer);
            } else if takes_quotes && self.belongs(m, quote) {
                spans.push(quote.outer);
            }
        }
        spans.sort();
    }

    /// `He said:` and the quotation begins the next paragraph.
    fn opens_next_block(&self, sentence: &annalist_doc::Sentence, quote: &Quote) -> bool {
        let tree = self.scene.tree;
        let between = tree.text.get(sentence.span.end as usize..quote.outer.start as usize);
        sentence.block < quote.block
            && between.is_some_and(|t| t.trim().is_empty())
            && sentence.span.of(tree.text).trim_end().ends_with(':')
    }

    /// Whether a quotation that the tree does not put under the cue is the cue's all the same.
    fn belongs(&self, m: usize, quote: &Quote) -> bool {
        let (tree, found) = (self.scene.tree, &self.matches[m]);
        let sentence = tree.sentence(found.head());
        let speech = quote.words(tree.text) >= SPEECH_WORDS || is_introduced(tree.text, quote);
        if !speech {
            return false;
        }
        if quote.outer.overlaps(sentence.span) {
            return self.nearest(quote) == Some(m);
        }
        // `She said: "…"` and `"…" she said` cut apart by the sentence splitter.
        let between = |from: u32, to: u32| {
            tree.text.get(from as usize..to as usize).is_some_and(|t| t.trim().is_empty())
        };
        let before = between(quote.outer.end, sentence.span.start) && {
            let early = found.head() < sentence.first as usize + 5;
            let lower = tree.word(sentence.first as usize).starts_with(char::is_lowercase);
            early
                && (lower
                    || quote.inner.of(tree.text).trim_end().ends_with([',', '?', '!', '-', '—']))
        };
        let after = between(sentence.span.end, quote.outer.start)
            && sentence.span.of(tree.text).trim_end().ends_with([':', ',']);
        (before || after) && self.rivals(sentence.tokens()).next() == Some(m)
    }

    /// The cues among some tokens that could take a quotation.
    fn rivals(&self, tokens: std::ops::Range<usize>) -> impl Iterator<Item = usize> + '_ {
        self.matches.within(tokens).filter(|o| {
            let other = &self.matches[*o];
            other.mode == Mode::Verb
                && other.cue.may_take(&Take::Quote)
                && self.scene.quote_around(other.head()).is_none()
        })
    }

    /// The cue nearest to a quotation among those of its sentences; none when a cue's own clause holds it.
    fn nearest(&self, quote: &Quote) -> Option<usize> {
        let tree = self.scene.tree;
        let inside = tree.tokens_in(quote.outer);
        if inside.is_empty() {
            return None;
        }
        let tokens =
            tree.sentence(inside.start).first as usize..tree.sentence(inside.end - 1).last as usize;
        let mut best: Option<((bool, u32), usize)> = None;
        for o in self.rivals(tokens) {
            if self.governed[o]
                .is_some_and(|(first, last)| first < inside.end && inside.start <= last)
            {
                return None;
            }
            let span = tree.span(self.matches[o].head());
            let distance = if span.start >= quote.outer.end {
                span.start - quote.outer.end
            } else {
                quote.outer.start.saturating_sub(span.end)
            };
            // A cue that already has a clause of its own yields to one that has none.
            let key = (self.governed[o].is_some(), distance);
            if best.is_none_or(|(top, _)| key < top) {
                best = Some((key, o));
            }
        }
        best.map(|(_, o)| o)
    }
}

/// Whether a comma or colon stands before the quotation, or one of its own stops ends it.
fn is_introduced(text: &str, quote: &Quote) -> bool {
    let before = text[..quote.outer.start as usize].trim_end();
    let ending = quote.inner.of(text).trim_end();
    before.ends_with([',', ':']) || ending.ends_with([',', '.', '?', '!'])
}
