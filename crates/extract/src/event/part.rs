//! Figures that are a part of another: "including three children", "two of the dead were children".

use annalist_doc::{Dep, FigureKind, Tag};

use super::Scene;
use super::figure::{FigureDraft, figure, is_people};
use crate::number::quantity;

/// How many words behind "including" a list of parts may go on.
const REACH: usize = 16;

/// Adds the parts of figures to the figures of a document.
pub(crate) fn find(scene: &Scene<'_, '_, '_>, all: &mut Vec<FigureDraft>) {
    let tree = scene.tree;
    let words = &scene.lexicon.outcomes.parts;
    let mut more = Vec::new();
    for t in 0..tree.len() {
        if !words.iter().any(|w| w == tree.lower(t)) {
            continue;
        }
        more.extend(of_outcome(scene, t));
        let Some((from, kind, outcome)) = opens(scene, all, t) else { continue };
        let end = (from + REACH).min(tree.sentence(t).last as usize);
        for n in from..end {
            // A verb or a new clause ends the list.
            if tree.tag(n).is_finite() && n > from + 1 && tree.tag(n) != Tag::Md
                || tree.lower(n) == ";"
            {
                break;
            }
            if !tree.tag(n).is_noun()
                || !is_people(scene, n)
                || quantity(tree, &scene.lexicon.words, n).is_none()
            {
                continue;
            }
            if let Some(mut part) = figure(scene, kind, outcome, n) {
                part.part = true;
                part.scope = part.scope.or_else(|| part.who.clone());
                if part.scope.is_some() {
                    more.push(part);
                }
            }
        }
    }
    for part in more {
        match all.iter_mut().find(|f| f.number == part.number) {
            Some(known) => *known = part,
            None => all.push(part),
        }
    }
}

/// Where a list of parts begins, what its people share, and the word that tells it.
fn opens(
    scene: &Scene<'_, '_, '_>,
    all: &[FigureDraft],
    t: usize,
) -> Option<(usize, FigureKind, usize)> {
    let tree = scene.tree;
    let whole = |t: usize| {
        let here = tree.sentence_index(t);
        let before = all.iter().filter(|f| f.head < t && !f.part && f.quantity.high != Some(0));
        before.max_by_key(|f| f.head).filter(|f| tree.sentence_index(f.head) + 1 >= here)
    };
    let next = t + 1;
    if next >= tree.len() {
        return None;
    }
    let object = tree.lower(next);
    let back =
        matches!(tree.tag(next), Tag::Prp | Tag::Wp) && !matches!(object, "it" | "us" | "what");
    match tree.lower(t) {
        "including" => whole(t).map(|f| (next, f.kind, f.outcome)),
        // "among them", "of whom"; "two of them" counts before it.
        _ if back => whole(t).map(|f| (next + 1, f.kind, f.outcome)),
        "among" => {
            // "among the dead were three nurses".
            let object = tree.child(t, Dep::Pobj)?;
            let kind = told_by(scene, object)?;
            Some((object + 1, kind, object))
        }
        _ => None,
    }
}

/// What became of people whom a noun names by it: "the dead".
pub(crate) fn told_by(scene: &Scene<'_, '_, '_>, noun: usize) -> Option<FigureKind> {
    let outcomes = &scene.lexicon.outcomes;
    let mut of = outcomes.of(scene.tree.lower(noun)).chain(outcomes.of(scene.tree.lemma(noun)));
    of.find_map(|o| o.what.first().copied())
}

/// "Two of the dead were children": the number stands before, who they are behind the verb.
fn of_outcome(scene: &Scene<'_, '_, '_>, of: usize) -> Option<FigureDraft> {
    let tree = scene.tree;
    let number = tree.head(of);
    let outcome = tree.child(of, Dep::Pobj)?;
    let kind = told_by(scene, outcome)?;
    let verb = tree.head(number);
    let who = tree.child(verb, Dep::Attr).filter(|w| tree.tag(*w).is_noun())?;
    let quantity = quantity(tree, &scene.lexicon.words, number)?;
    let words = tree.cover(quantity.first..=quantity.last);
    Some(FigureDraft {
        kind,
        span: words.cover(tree.span(outcome)),
        quantity,
        number: words,
        who: Some(tree.lower(who).to_owned()),
        scope: Some(tree.lower(who).to_owned()),
        outcome,
        head: number,
        part: true,
    })
}
