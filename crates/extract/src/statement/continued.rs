//! Quotations without a cue of their own: the speaker before them goes on.

use annalist_doc::{Certainty, Polarity, Span};

use super::{Draft, Scene, kind_of};
use crate::quote::Quote;

/// Fewer words than this without a cue are a title or a scare quote.
const SPEECH_WORDS: usize = 5;

/// Adds a statement for every quotation that stands as a sentence of its own and that no statement covers.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>, drafts: &mut Vec<Draft<'l>>) {
    let tree = scene.tree;
    drafts.sort_by_key(|d| d.anchor(tree));
    let mut previous: Option<Quote> = None;
    for quote in scene.quotes {
        let covered = drafts.iter().any(|d| d.content.iter().any(|c| c.overlaps(quote.inner)));
        let reopened =
            previous.is_some_and(|p| p.open && p.block < quote.block && quote.block - p.block <= 2);
        if !covered
            && (reopened || is_speech(scene, quote))
            && let Some(speaker) = introduced(scene, quote).or_else(|| speaker(drafts, scene, quote))
        {
            let content: Vec<Span> = vec![quote.outer];
            drafts.push(Draft {
                cue: None,
                cue_tokens: speaker.cue_tokens,
                source: speaker.source,
                source_span: speaker.source_span,
                kind: kind_of(scene, &content),
                content,
                polarity: Polarity::Positive,
                certainty: Certainty::Certain,
                order: None,
                order_span: None,
            });
        }
        previous = Some(*quote);
    }
}

/// Whether a quotation fills a sentence, so that it is speech and no title.
fn is_speech(scene: &Scene<'_, '_, '_>, quote: &Quote) -> bool {
    let tree = scene.tree;
    if quote.words(tree.text) < SPEECH_WORDS {
        return false;
    }
    let before = tree.text[..quote.outer.start as usize].trim_end();
    let starts = before.is_empty()
        || before.ends_with(['.', '!', '?', '”', '"', '\n', ':'])
        || at_block_start(scene, quote);
    let ends = quote.open || quote.inner.of(tree.text).trim_end().ends_with(['.', '!', '?', '…']);
    starts && ends
}

fn at_block_start(scene: &Scene<'_, '_, '_>, quote: &Quote) -> bool {
    let block = scene.tree.document.blocks[quote.block as usize].span;
    Span::new(block.start, quote.outer.start).of(scene.tree.text).trim().is_empty()
}

/// The statement whose speaker goes on: the last one before the quotation in this paragraph or the one before.
fn speaker(drafts: &[Draft<'_>], scene: &Scene<'_, '_, '_>, quote: &Quote) -> Option<Speaker> {
    let tree = scene.tree;
    let blocks = &tree.document.blocks;
    let floor = blocks[quote.block as usize].span.start;
    let read_before = blocks[..quote.block as usize].iter().rev().find(|b| b.kind.is_read());
    let floor = read_before.map_or(floor, |b| b.span.start);
    let spoken = |d: &&Draft<'_>| {
        d.source.is_some()
            && d.cue.is_none_or(|c| c.reporting)
            && d.anchor(tree) < quote.outer.start
            && d.anchor(tree) >= floor
    };
    let outermost = |d: &&Draft<'_>| {
        !drafts.iter().any(|o| o.covers(d.anchor(tree)) && o.anchor(tree) != d.anchor(tree))
    };
    let last = drafts.iter().filter(spoken).filter(outermost).max_by_key(|d| d.anchor(tree))?;
    Some(Speaker { source: last.source, source_span: last.source_span, cue_tokens: Vec::new() })
}

/// Whoever a quotation without a cue of the lexicon belongs to.
struct Speaker {
    source: Option<usize>,
    source_span: Option<Span>,
    cue_tokens: Vec<usize>,
}

/// "The general released the following statement:" and then the quotation: whoever does what the
/// sentence before a colon tells.
fn introduced(scene: &Scene<'_, '_, '_>, quote: &Quote) -> Option<Speaker> {
    let tree = scene.tree;
    let before = tree.text[..quote.outer.start as usize].trim_end();
    if !before.ends_with(':') {
        return None;
    }
    let colon = tree.tokens_in(Span::new(before.len() as u32 - 1, before.len() as u32)).next()?;
    let sentence = tree.sentence(colon).tokens();
    let verb = sentence.clone().find(|t| tree.is_root(*t) && tree.tag(*t).is_verb())?;
    let source = tree.logical_subject(verb)?;
    if !super::source::speaks(scene, source) {
        return None;
    }
    let span = super::source::span_of(scene, source);
    Some(Speaker { source: Some(source), source_span: Some(span), cue_tokens: vec![verb] })
}
