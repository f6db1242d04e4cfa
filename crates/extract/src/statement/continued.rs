//! Quotations without a cue of their own: the speaker before them goes on.

use annalist_doc::{BlockKind, Certainty, Polarity, Span, StatementKind};

use super::{Draft, Scene, UNCUED, kind_of};
use crate::quote::Quote;

/// Fewer words than this without a cue are a title or a scare quote.
const SPEECH_WORDS: usize = 5;

/// Gives every quotation that no statement covers and that stands as a sentence of its own to the
/// speaker before it: as more of the same speech within a paragraph, or when an unclosed mark is
/// reopened; as a statement of its own otherwise.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>, drafts: &mut Vec<Draft<'l>>) {
    let tree = scene.tree;
    drafts.sort_by_key(|d| d.anchor(tree));
    let mut previous: Option<Quote> = None;
    for quote in scene.quotes {
        let reopened =
            previous.is_some_and(|p| p.open && p.block < quote.block && quote.block - p.block <= 2);
        let before = previous.replace(*quote);
        // What somebody says inside the quotation does not say whose the quotation is.
        let inside = |d: &Draft<'_>| {
            d.cue_tokens.first().is_some_and(|t| quote.inner.contains(tree.span(*t)))
        };
        let covered =
            drafts.iter().any(|d| !inside(d) && d.content.iter().any(|c| c.overlaps(quote.inner)));
        if covered || !reopened && !is_speech(scene, quote) {
            continue;
        }
        let told = introduced(scene, quote);
        if told.is_none()
            && let Some(before) = before.filter(|b| reopened || b.block == quote.block)
            && let Some(d) = same_speech(drafts, &before)
            && (reopened || nothing_between(scene, drafts, d, quote))
        {
            drafts[d].content.push(quote.outer);
            drafts[d].kind = kind_of(scene, &drafts[d].content);
            continue;
        }
        if let Some(speaker) = told.or_else(|| speaker(drafts, scene, quote)) {
            let content: Vec<Span> = vec![quote.outer];
            drafts.push(Draft {
                cue: None,
                lemma: speaker.cue_tokens.first().map_or("", |t| tree.lemma(*t)).to_owned(),
                class: UNCUED,
                relayed_by: None,
                mode: None,
                cue_words: speaker.cue_tokens.clone(),
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
    }
}

/// The statement that ends with a quotation as direct speech.
fn same_speech(drafts: &[Draft<'_>], before: &Quote) -> Option<usize> {
    let ends = |d: &Draft<'_>| {
        d.kind == StatementKind::Direct
            && d.content.last().is_some_and(|c| c.overlaps(before.inner))
    };
    drafts.iter().rposition(ends)
}

/// Whether only the statement's own cue sentence stands between its words and the next quotation.
fn nothing_between(
    scene: &Scene<'_, '_, '_>,
    drafts: &[Draft<'_>],
    d: usize,
    quote: &Quote,
) -> bool {
    let tree = scene.tree;
    let cue = drafts[d].cue_tokens.first().map_or(0, |t| tree.sentence_index(*t));
    let Some(first) = tree.tokens_in(quote.outer).next() else { return false };
    let here = tree.sentence_index(first);
    let rival = drafts.iter().enumerate().any(|(o, other)| {
        o != d
            && other.cue_tokens.first().is_some_and(|t| {
                tree.sentence_index(*t) == here && !quote.outer.contains(tree.span(*t))
            })
    });
    here <= cue + 1 && !rival
        || drafts[d].content.last().is_some_and(|c| {
            tree.text[c.end as usize..quote.outer.start as usize].trim().is_empty()
        })
}

/// Whether a quotation fills a sentence, so that it is speech and no title.
fn is_speech(scene: &Scene<'_, '_, '_>, quote: &Quote) -> bool {
    let tree = scene.tree;
    if is_apart(scene, quote.outer) {
        return true;
    }
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

/// Whether words stand in a block quotation.
pub(super) fn is_apart(scene: &Scene<'_, '_, '_>, words: Span) -> bool {
    let blocks = &scene.tree.document.blocks;
    let block = blocks.partition_point(|b| b.span.end <= words.start);
    blocks.get(block).is_some_and(|b| b.kind == BlockKind::Quote)
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
    let span = super::spans::source(scene, source);
    Some(Speaker { source: Some(source), source_span: Some(span), cue_tokens: vec![verb] })
}
