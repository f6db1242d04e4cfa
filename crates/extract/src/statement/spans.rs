//! How far the words of a source and of a cue go.

use annalist_doc::{Dep, Span, Tag};

use super::Scene;
use super::cue::Match;
use crate::tree::Tree;

/// A clause or apposition of more words is told about a source and does not name it.
const LONG: usize = 8;

/// How far up from a content its cue is looked for.
const UP: usize = 4;

/// The whole phrase of a source: with title, apposition and what tells it from others, without what is
/// only added.
pub(crate) fn source(scene: &Scene<'_, '_, '_>, head: usize) -> Span {
    let tree = scene.tree;
    let mut range = tree.subtree(head);
    if !tree.tag(head).is_noun() && tree.tag(head) != Tag::Cd {
        // A pronoun, or a clause that got the subject's place.
        range = tree.phrase(head);
    }
    let (start, mut end) = (*range.start(), *range.end());
    let added = tree.children(head).find(|c| *c > head && *c <= end && is_added(tree, head, *c));
    if let Some(added) = added {
        end = end.min(*tree.subtree(added).start() - 1).max(head);
    }
    while end > head
        && (tree.dep(end) == Dep::Punct || tree.tag(end) == Tag::Cc || tree.tag(end) == Tag::Pos)
    {
        end -= 1;
    }
    let mut first = own_start(scene, start, head);
    while first < head && tree.dep(first) == Dep::Punct {
        first += 1;
    }
    // A source that runs into a quotation ends before it.
    let span = tree.cover(first..=end);
    let at = tree.span(head);
    let cut = scene
        .quotes
        .iter()
        .filter(|q| q.outer.start >= at.end && q.outer.start < span.end && q.words(tree.text) > 4);
    cut.map(|q| q.outer.start)
        .min()
        .map_or(span, |stop| Span::new(span.start, stop).trim(tree.text))
}

/// "near the village of Ostwick, army spokesman Jules Ilunga said": the parser takes place and speaker for one
/// phrase. What hangs on a preposition before it is not the speaker's.
fn own_start(scene: &Scene<'_, '_, '_>, start: usize, head: usize) -> usize {
    let tree = scene.tree;
    let outside = start.checked_sub(1).is_some_and(|p| {
        tree.tag(p) == Tag::In && tree.sentence_index(p) == tree.sentence_index(start)
    });
    let title = |comma: usize| {
        (comma + 1..head).any(|t| scene.lexicon.actors.role(tree.lemma(t)).is_some())
    };
    let comma = (start + 1..head).rfind(|t| tree.lower(*t) == ",");
    let clean = |c: usize| !(start..c).any(|t| tree.lower(t) == ",") && tree.tag(start).is_proper();
    if let Some(comma) = comma.filter(|c| outside && clean(*c) && title(*c)) {
        return comma + 1;
    }
    // "…, coast guard spokeswoman Eleni Pol said": a title that the parser left with what is stated.
    let same = |t: usize| tree.sentence_index(t) == tree.sentence_index(start);
    let word = |t: usize| tree.tag(t).is_noun() || tree.tag(t) == Tag::Jj;
    let mut first = start;
    while first > 0 && same(first - 1) && word(first - 1) {
        first -= 1;
    }
    let titled = first > 0
        && first < start
        && tree.lower(first - 1) == ","
        && tree.tag(start).is_proper()
        && scene.lexicon.actors.role(tree.lemma(start - 1)).is_some();
    if titled { first } else { start }
}

/// The same for the source of a cue: where the cue stands in a clause about it ("the clerk who said"), up
/// to the relative pronoun.
pub(crate) fn source_of(scene: &Scene<'_, '_, '_>, head: usize, cue: usize) -> Span {
    let tree = scene.tree;
    let span = source(scene, head);
    let way: Vec<usize> = tree.climb(cue).take_while(|t| *t != head).collect();
    let Some(&top) = way.last().filter(|t| tree.head(**t) == head && **t > head) else {
        return span;
    };
    let pronoun = way
        .iter()
        .find_map(|t| tree.child(*t, Dep::Nsubj))
        .filter(|p| *p > head && tree.is_relative(*p));
    let last = pronoun.unwrap_or_else(|| (*tree.subtree(top).start()).max(head + 1) - 1);
    let end = tree.span(last).end;
    let end = if pronoun.is_some() { end } else { end.min(span.end) };
    Span::new(span.start, end.max(tree.span(head).end))
}

/// Whether a child after a noun only adds something: "Ana Pol, who lives in Tarrin"; but not "officials
/// who asked not to be named".
fn is_added(tree: &Tree<'_>, head: usize, child: usize) -> bool {
    let range = tree.subtree(child);
    let long = range.end() - range.start() >= LONG;
    let set_off = *range.start() > 0 && tree.dep(range.start() - 1) == Dep::Punct;
    match tree.dep(child) {
        Dep::Acl => set_off || long || tree.tag(child) == Tag::Vbg,
        Dep::Relcl => set_off || long && tree.tag(head).is_proper(),
        Dep::Appos => !set_off && long,
        Dep::Advcl | Dep::Parataxis => true,
        _ => false,
    }
}

/// The words of a cue, in text order: with its helpers, its "not" and what stands between it and what it
/// governs ("is not expected to", "expressed concern about").
pub(crate) fn cue(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    source: Option<usize>,
    content: &[Span],
) -> Vec<usize> {
    let tree = scene.tree;
    let inside = |t: usize| content.iter().any(|c| c.holds(tree.span(t).start));
    let mut all = found.tokens.clone();
    for span in content {
        let governor = tree
            .tokens_in(*span)
            .find(|t| tree.dep(*t) != Dep::Punct && !tree.is_root(*t) && !inside(tree.head(*t)));
        let Some(governor) = governor else { continue };
        let way: Vec<usize> = tree.climb(governor).skip(1).take(UP).collect();
        if let Some(end) = way.iter().position(|t| found.tokens.contains(t)) {
            all.extend(way[..end].iter().filter(|t| Some(**t) != source));
        }
    }
    let mut verb = found.head();
    helpers(scene, verb, &mut all);
    // "refused to say", "went on to warn".
    for _ in 0..2 {
        let up = tree.head(verb);
        let led = tree.dep(verb) == Dep::Xcomp
            && tree.tag(up).is_verb()
            && tree.child(up, Dep::Dobj).is_none()
            && !inside(up);
        if !led {
            break;
        }
        all.push(up);
        helpers(scene, up, &mut all);
        verb = up;
    }
    all.retain(|t| !inside(*t) || found.tokens.contains(t));
    all.sort_unstable();
    all.dedup();
    all
}

/// "had", "not", "out", "also"; what tells when ("later") is no part of a cue.
fn helpers(scene: &Scene<'_, '_, '_>, verb: usize, all: &mut Vec<usize>) {
    let (tree, words) = (scene.tree, &scene.lexicon.words);
    for child in tree.children(verb) {
        let helps = match tree.dep(child) {
            Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Prt => true,
            Dep::Advmod => {
                let when = words.first_words.iter().chain(&words.later_words);
                child < verb
                    && !when.into_iter().any(|w| w == tree.lower(child))
                    && tree.tag(child) == Tag::Rb
                    && verb - child <= 2
                    && tree.subtree(child).count() == 1
            }
            _ => false,
        };
        if helps && child.abs_diff(verb) <= 6 {
            all.push(child);
        }
    }
}
