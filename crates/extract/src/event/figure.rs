//! How many people an event concerns.

use annalist_doc::{Dep, FigureKind, Span, Tag};

use super::trigger::Match;
use super::{Scene, argument};
use crate::number::{Quantity, quantity};

/// A figure before ids are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FigureDraft {
    pub(crate) kind: FigureKind,
    pub(crate) span: Span,
    pub(crate) quantity: Quantity,
    pub(crate) number: Span,
    pub(crate) who: Option<String>,
}

/// The figures that an event's words give.
pub(crate) fn of(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Vec<FigureDraft> {
    let mut all: Vec<FigureDraft> = Vec::new();
    let mut push = |figure: Option<FigureDraft>| {
        if let Some(figure) =
            figure.filter(|f| !all.iter().any(|o| o.span == f.span && o.kind == f.kind))
        {
            all.push(figure);
        }
    };
    if let Some((kind, slot)) = &found.trigger.figure {
        let mut heads = argument::fill(scene, found, slot);
        if heads.is_empty()
            && found.trigger.words.len() == 1
            && scene.tree.tag(found.head).is_noun()
        {
            heads.push(found.head);
        }
        for head in heads {
            push(figure(scene, *kind, head));
        }
    }
    for (kind, head) in states(scene, found) {
        push(figure(scene, kind, head));
    }
    all
}

pub(crate) fn figure(
    scene: &Scene<'_, '_, '_>,
    kind: FigureKind,
    head: usize,
) -> Option<FigureDraft> {
    let tree = scene.tree;
    let quantity = quantity(tree, &scene.lexicon.words, head)?;
    let number = tree.cover(quantity.first..=quantity.last);
    let phrase = tree.cover(tree.short_phrase(head)).cover(number);
    let counted = tree
        .object_of(head, "of")
        .filter(|_| quantity.first == head || tree.tag(head) == Tag::Cd)
        .unwrap_or(head);
    let noun = tree.tag(counted).is_noun();
    // Things are no people: "killed two birds", "seized 3 trucks".
    let lemma = tree.lemma(counted);
    let people = !noun
        || scene.lexicon.actors.role(lemma).is_some()
        || scene.lexicon.words.people.iter().any(|p| p == lemma)
        || scene.lexicon.words.states.contains_key(tree.lower(counted))
        || scene.lexicon.actors.country_of_people(tree.word(counted)).is_some()
        || scene.lexicon.triggers.starting_with(lemma).any(|t| t.figure.is_some());
    let who = noun
        .then(|| tree.lower(counted).to_owned())
        .filter(|w| !scene.lexicon.words.states.contains_key(w));
    people.then_some(FigureDraft { kind, span: phrase, quantity, number, who })
}

/// "leaving 11 dead", "with five people wounded": states told under the trigger.
fn states(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Vec<(FigureKind, usize)> {
    let tree = scene.tree;
    let mut all = Vec::new();
    for t in tree.subtree(found.governor()) {
        let Some(kind) = scene.lexicon.words.states.get(tree.lower(t)) else { continue };
        let verb_of_own = tree.tag(t).is_verb()
            && !matches!(tree.dep(t), Dep::Acl | Dep::Oprd | Dep::Acomp | Dep::Ccomp | Dep::Amod);
        if t == found.head
            || verb_of_own
            || scene.lexicon.triggers.starting_with(tree.lemma(t)).next().is_some()
                && tree.tag(t).is_verb()
        {
            continue;
        }
        if tree.child(t, Dep::Nummod).is_some() {
            all.push((*kind, t));
        } else if let Some(counted) = tree.any_child(t, &[Dep::Nsubj, Dep::Nsubjpass]) {
            all.push((*kind, counted));
        } else if matches!(tree.dep(t), Dep::Amod | Dep::Acl | Dep::Acomp | Dep::Oprd) {
            let head = tree.head(t);
            all.push((
                *kind,
                if tree.tag(head).is_verb() {
                    tree.child(head, Dep::Dobj).unwrap_or(head)
                } else {
                    head
                },
            ));
        }
    }
    all
}
