//! What is known of a statement once its cue, source and content are.

use annalist_doc::{Certainty, Dep, Order, Polarity, Span, Tag};
use annalist_lexicon::{Cue, CuePos};

use super::cue::{Match, Mode};
use super::{Draft, Scene, kind_of, spans};

/// The statement of a cue.
pub(super) fn of_cue<'l>(
    scene: &Scene<'_, '_, 'l>,
    found: &Match<'l>,
    source: Option<usize>,
    content: Vec<Span>,
) -> Draft<'l> {
    let tree = scene.tree;
    let words = &scene.lexicon.words;
    let source_span = source.map(|of| spans::source_of(scene, of, found.head()));
    let cue_words = spans::cue(scene, found, source, &content);
    let cue = sense(scene, found, &cue_words);
    let nobody = source.is_none() && (found.mode == Mode::Noun || tree.is_passive(found.head()));
    let unsourced = cue.unsourced.as_deref().filter(|_| nobody);
    let own_not = found.tokens.iter().any(|t| tree.dep(*t) == Dep::Neg);
    let negated = !own_not && tree.is_negated(found.head(), &words.negations);
    let negative = (cue.polarity == Polarity::Negative) != negated;
    let (order, order_span) = match order_of(scene, found.head()) {
        Some((order, span)) => (Some(order), Some(span)),
        None => (None, None),
    };
    Draft {
        cue: Some(cue),
        cue_words,
        cue_tokens: found.tokens.clone(),
        lemma: if found.cue.is_listed() {
            found.cue.lemma().to_owned()
        } else {
            tree.lemma(found.head()).to_owned()
        },
        class: unsourced.unwrap_or(&cue.class),
        relayed_by: None,
        mode: Some(found.mode),
        source,
        source_span,
        kind: kind_of(scene, &content),
        content,
        polarity: if negative { Polarity::Negative } else { Polarity::Positive },
        certainty: match unsourced {
            Some(_) if cue.certainty == Certainty::Certain => Certainty::Probable,
            _ => cue.certainty,
        },
        order,
        order_span,
    }
}

/// The entry that tells what kind of stating it is: the cue's own, or for a word without one that of a
/// noun or adjective among its words ("voiced fears", "is adamant"), or one that only gives its class.
fn sense<'l>(scene: &Scene<'_, '_, 'l>, found: &Match<'l>, cue_words: &[usize]) -> &'l Cue {
    if found.cue.is_listed() {
        return found.cue;
    }
    let tree = scene.tree;
    let named = cue_words.iter().filter(|t| tree.tag(**t).is_noun() || tree.tag(**t) == Tag::Jj);
    let entry = |t: &usize| {
        let mut all = scene.lexicon.cues.starting_with(tree.lemma(*t));
        all.find(|c| c.words.len() == 1 && c.pos != CuePos::Verb)
    };
    let own = || scene.lexicon.cues.learned(tree.lemma(found.head()));
    named.rev().find_map(entry).or_else(own).unwrap_or(found.cue)
}

/// Whether the text itself says that this came first or later.
fn order_of(scene: &Scene<'_, '_, '_>, verb: usize) -> Option<(Order, Span)> {
    let tree = scene.tree;
    let words = &scene.lexicon.words;
    for child in tree.children(verb) {
        let range = tree.subtree(child);
        if range.end() - range.start() > 2 {
            continue;
        }
        let span = tree.cover(range);
        let text = span.of(tree.text).to_lowercase();
        if words.first_words.contains(&text) {
            return Some((Order::First, span));
        }
        if words.later_words.contains(&text) {
            return Some((Order::Later, span));
        }
    }
    None
}
