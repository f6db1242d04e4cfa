//! Figures of one: "gunmen shot dead a teacher", "a man and a woman were wounded", "Ada Pol was killed".
//!
//! A person who is named or told of without a number counts where nobody else is counted: beside "nine people
//! died" a driver who was killed is one of the nine.

use std::collections::BTreeMap;

use annalist_doc::{Dep, FigureKind, Modality, NameLabel, Polarity, Qualifier, Tag, Tense};
use annalist_lexicon::RoleKind;

use super::figure::{self, FigureDraft};
use super::tally::{self, Counted};
use super::{EventDraft, Scene};
use crate::number::Quantity;

/// Places that tell what became of people: each with the heads of whom it names.
type Places = Vec<(usize, Vec<usize>)>;

/// Figures of one, or of so many told one by one, each with the index of its event's first place.
pub(super) fn find(
    scene: &Scene<'_, '_, '_>,
    drafts: &[EventDraft<'_>],
    first: &[usize],
    counted: &[Counted],
    homes: &[Option<usize>],
) -> Vec<(Counted, usize)> {
    // Of each event the places that tell what became of whom.
    let mut told: BTreeMap<(usize, FigureKind), Places> = BTreeMap::new();
    for (d, draft) in drafts.iter().enumerate() {
        for (kind, heads) in heads_of(scene, draft) {
            told.entry((first[d], kind)).or_default().push((d, heads));
        }
    }
    let mut all = Vec::new();
    for ((root, kind), places) in told {
        let is_counted = counted.iter().zip(homes).any(|(count, home)| {
            count.figure.kind == kind && home.is_some_and(|home| first[home] == root)
        });
        let heads: Vec<&[usize]> = places.iter().map(|(_, heads)| heads.as_slice()).collect();
        let (d, one) = &places[0];
        // "Killing a policeman is a crime."
        let verb = drafts[*d].head;
        let general = scene.tree.dep(verb) == Dep::Csubj || is_list(scene, verb);
        if !is_counted && !general && are_same(scene, &heads) && is_told(&drafts[*d]) {
            let figure = figure(scene, kind, drafts[*d].head, one);
            all.push((tally::counted(scene, figure, drafts[*d].head), *d));
        }
    }
    all
}

/// "A policeman and four soldiers were wounded": five, of whom four are soldiers.
pub(super) fn add_beside(scene: &Scene<'_, '_, '_>, counted: &mut Vec<Counted>) {
    let tree = scene.tree;
    let mut sums: Vec<Counted> = Vec::new();
    for c in 0..counted.len() {
        let (figure, kind) = (&counted[c].figure, counted[c].figure.kind);
        let top =
            tree.climb(figure.head).take_while(|t| tree.tag(*t).is_noun() || *t == figure.head);
        let mut first = figure.head;
        for t in top {
            first = t;
            if tree.dep(t) != Dep::Conj {
                break;
            }
        }
        let all = tree.joined(first);
        let ones: Vec<usize> = all.iter().copied().filter(|h| is_one(scene, *h)).collect();
        let alone =
            counted.iter().filter(|o| all.contains(&o.figure.head) && o.figure.kind == kind);
        let quantity = &figure.quantity;
        let exact = quantity.qualifier == Qualifier::Exact && quantity.low.is_some_and(|n| n > 0);
        if ones.is_empty()
            || figure.part
            || !exact
            || ones.len() + 1 != all.len()
            || !all.contains(&figure.head)
            || alone.count() != 1
        {
            continue;
        }
        let (from, last) = (*tree.short_phrase(first).start(), all.iter().copied().max());
        let more = ones.len() as u64;
        let mut sum = counted[c].clone();
        let figure = &mut sum.figure;
        let span = tree.cover(from..=last.unwrap_or(figure.head));
        figure.quantity.low = figure.quantity.low.map(|n| n + more);
        figure.quantity.high = figure.quantity.high.map(|n| n + more);
        (figure.span, figure.number) = (span, span);
        (figure.who, figure.scope) = (None, None);
        sums.push(sum);
        let part = &mut counted[c].figure;
        part.scope = part.scope.take().or_else(|| part.who.clone());
    }
    counted.extend(sums);
    counted.sort_by_key(|c| (c.figure.number, c.figure.kind));
}

/// Whether a place tells as a fact that it happened.
fn is_told(draft: &EventDraft<'_>) -> bool {
    // "A child dies every ten seconds", "is killed in the film": no certain one.
    draft.polarity == Polarity::Positive
        && draft.tense != Some(Tense::Present)
        && matches!(draft.modality, Modality::Actual | Modality::Historical)
}

/// Whom a place tells of, and what became of them.
fn heads_of(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'_>) -> Vec<(FigureKind, Vec<usize>)> {
    let mut all: Vec<(FigureKind, Vec<usize>)> = figure::of_verbs(scene, draft.head)
        .chain(draft.counted.iter().map(|(kind, head)| (*kind, scene.tree.joined(*head))))
        .filter(|(kind, heads)| {
            use FigureKind::{Injured, Killed, Missing};
            matches!(kind, Killed | Injured | Missing) && !heads.is_empty()
        })
        .collect();
    all.dedup_by(|a, b| a.0 == b.0);
    all
}

/// "A teacher, a nurse and four soldiers were killed": a list that the parser takes for several subjects.
fn is_list(scene: &Scene<'_, '_, '_>, verb: usize) -> bool {
    let tree = scene.tree;
    [Dep::Nsubjpass, Dep::Nsubj, Dep::Dobj]
        .iter()
        .any(|dep| tree.children(verb).filter(|c| tree.dep(*c) == *dep).count() > 1)
}

/// Whether all places tell of the same people, each of whom is one.
fn are_same(scene: &Scene<'_, '_, '_>, told: &[&[usize]]) -> bool {
    let who = |h: &usize| scene.entity_at(*h).map(|(_, cluster)| cluster);
    let first: Vec<Option<usize>> = told[0].iter().map(who).collect();
    told[0].iter().all(|h| is_one(scene, *h))
        && told[1..].iter().all(|heads| heads.iter().all(|h| first.contains(&who(h))))
}

/// Whether a noun phrase is one person, whom nothing sets beside others: "a teacher", "Ada Pol", not "another".
fn is_one(scene: &Scene<'_, '_, '_>, head: usize) -> bool {
    let tree = scene.tree;
    let role = scene.lexicon.actors.role(tree.lemma(head));
    let alone = match tree.tag(head) {
        Tag::Nnp => tree.token(head).name == Some(NameLabel::Person),
        Tag::Nn if role.is_some_and(|r| r.kind != RoleKind::Person) => false,
        Tag::Nn => {
            figure::is_people(scene, head)
                && tree.children(head).any(|c| {
                    tree.dep(c) == Dep::Poss
                        || tree.dep(c) == Dep::Det
                            && scene.lexicon.outcomes.of_one.iter().any(|w| w == tree.lower(c))
                })
        }
        _ => false,
    };
    // "A teacher, a nurse and four soldiers": a list that the parser takes for one person's descriptions.
    let listed = |c: usize| {
        tree.dep(c) == Dep::Appos
            && tree.children(c).any(|n| matches!(tree.dep(n), Dep::Cc | Dep::Nummod))
    };
    alone && !tree.children(head).any(|c| tree.dep(c) == Dep::Nummod || listed(c))
}

fn figure(
    scene: &Scene<'_, '_, '_>,
    kind: FigureKind,
    outcome: usize,
    heads: &[usize],
) -> FigureDraft {
    let tree = scene.tree;
    let (first, last) = (heads[0], heads[heads.len() - 1]);
    let from = *tree.short_phrase(first).start();
    let count = Some(heads.len() as u64);
    let span = tree.cover(from..=last);
    let common = heads.len() == 1 && tree.tag(first) == Tag::Nn;
    FigureDraft {
        kind,
        span,
        quantity: Quantity {
            low: count,
            high: count,
            qualifier: Qualifier::Exact,
            first: from,
            last,
        },
        number: span,
        who: common.then(|| tree.lower(first).to_owned()),
        scope: figure::scope_of(scene, first).filter(|_| common && figure::splits(kind)),
        outcome,
        head: first,
        part: false,
    }
}
