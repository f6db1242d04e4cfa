//! How many people something happened to: "killed seven people", "16 dead", "no injuries".
//!
//! Words of the lexicon tell what became of people; the tree tells which people, and their noun phrase
//! how many. To which event a figure belongs is decided in [`home`](super::home).

use annalist_doc::{Dep, FigureKind, NameLabel, Span, Tag};
use annalist_lexicon::{Outcome, OutcomePos, Slot};

use super::{EventDraft, Scene, modality, part};
use crate::number::{Quantity, quantity};

/// A figure before ids are given.
#[derive(Clone, Debug)]
pub(crate) struct FigureDraft {
    pub(crate) kind: FigureKind,
    pub(crate) span: Span,
    pub(crate) quantity: Quantity,
    pub(crate) number: Span,
    pub(crate) who: Option<String>,
    /// Who was counted, where that is a part of all.
    pub(crate) scope: Option<String>,
    /// The token that tells what became of them.
    pub(crate) outcome: usize,
    /// The token at the head of what was counted.
    pub(crate) head: usize,
    /// Whether it is a part of a figure just told: "including three children".
    pub(crate) part: bool,
}

/// All figures that outcome words and the triggers of events tell, in text order, parts of figures included.
pub(crate) fn find(scene: &Scene<'_, '_, '_>, events: &[EventDraft<'_>]) -> Vec<FigureDraft> {
    let tree = scene.tree;
    let mut all: Vec<FigureDraft> = Vec::new();
    for t in 0..tree.len() {
        let outcomes = &scene.lexicon.outcomes;
        let by_lemma = outcomes.of(tree.lemma(t));
        let by_form = outcomes.of(tree.lower(t)).filter(|o| o.word != tree.lemma(t));
        let mut done: Vec<FigureKind> = Vec::new();
        for outcome in by_lemma.chain(by_form) {
            if outcome.what.iter().all(|k| done.contains(k)) || !is_told(scene, t, outcome) {
                continue;
            }
            let heads = match outcome.pos {
                OutcomePos::Verb => of_verb(scene, t, outcome),
                OutcomePos::State => of_state(scene, t, 0),
                OutcomePos::Noun => of_noun(scene, t),
            };
            for kind in &outcome.what {
                for head in &heads {
                    let Some(found) = figure(scene, *kind, t, *head) else { continue };
                    if !all.iter().any(|o| o.number == found.number && o.kind == found.kind) {
                        done.push(*kind);
                        all.push(found);
                    }
                }
            }
        }
    }
    for event in events {
        // Outcome words were looked at above.
        let known = scene.lexicon.outcomes.of(tree.lemma(event.head)).any(|o| {
            // "left for treatment" is not "left their homes".
            o.beside.is_empty() || is_told(scene, event.head, o)
        });
        for (kind, head) in event.counted.iter().filter(|_| !known) {
            let found = figure(scene, *kind, event.head, *head);
            all.extend(
                found.filter(|f| !all.iter().any(|o| o.number == f.number && o.kind == f.kind)),
            );
        }
    }
    all.sort_by_key(|f| f.number);
    inherit(scene, &mut all);
    part::find(scene, &mut all);
    all.sort_by_key(|f| (f.number, f.kind));
    all
}

/// What a verb says became of people, and of whom.
pub(super) fn of_verbs<'a>(
    scene: &'a Scene<'_, '_, '_>,
    t: usize,
) -> impl Iterator<Item = (FigureKind, Vec<usize>)> + 'a {
    let told = move |o: &&Outcome| o.pos == OutcomePos::Verb && is_told(scene, t, o);
    let all = scene.lexicon.outcomes.of(scene.tree.lemma(t)).filter(told);
    all.flat_map(move |outcome| {
        let heads = of_verb(scene, t, outcome);
        outcome.what.iter().map(move |kind| (*kind, heads.clone())).collect::<Vec<_>>()
    })
}

/// Whether the word has the entry's part of speech here and tells of something real.
fn is_told(scene: &Scene<'_, '_, '_>, t: usize, outcome: &Outcome) -> bool {
    let tree = scene.tree;
    let verb = tree.tag(t).is_verb();
    match outcome.pos {
        OutcomePos::Verb => {
            let beside = outcome.beside.is_empty()
                || tree.subtree(t).any(|x| outcome.beside.iter().any(|w| tree.is(x, w)));
            let particle = tree
                .child(t, Dep::Prt)
                .is_none_or(|p| outcome.beside.iter().any(|w| tree.is(p, w)));
            verb && !matches!(tree.dep(t), Dep::Amod | Dep::Compound) && beside && particle
        }
        OutcomePos::Noun => {
            tree.tag(t).is_noun() && !matches!(tree.dep(t), Dep::Compound | Dep::Amod)
        }
        OutcomePos::State => tree.dep(t) != Dep::Compound,
    }
}

fn of_verb(scene: &Scene<'_, '_, '_>, t: usize, outcome: &Outcome) -> Vec<usize> {
    let tree = scene.tree;
    // "and 14 injured": the number stands before the participle, whatever hangs where.
    let before = t.checked_sub(1).filter(|b| {
        let vague = scene.lexicon.words.vague_numbers.iter().any(|v| v == tree.lower(*b));
        tree.tag(t) == Tag::Vbn
            && (tree.tag(*b) == Tag::Cd || vague)
            && tree.sentence_index(*b) == tree.sentence_index(t)
            && outcome.slot == Slot::Object
    });
    if let Some(number) = before {
        return vec![number];
    }
    let one = match outcome.slot {
        Slot::Subject => tree.logical_subject(t),
        _ => tree.logical_object(t),
    };
    // "it is feared that killed": without a place for people there is no figure.
    let Some(one) = one else { return Vec::new() };
    let mut all = tree.joined(one);
    if scene.lexicon.outcomes.soldierly.iter().any(|v| v == tree.lemma(t)) {
        all.retain(|h| {
            scope_of(scene, *h).is_some()
                || scene.lexicon.words.people.iter().any(|p| p == tree.lemma(*h))
        });
    }
    all
}

/// The people that a state is told of: "16 people dead", "two are missing", "left four wounded".
fn of_state(scene: &Scene<'_, '_, '_>, t: usize, depth: usize) -> Vec<usize> {
    let tree = scene.tree;
    let counted = |h: usize| quantity(tree, &scene.lexicon.words, h).is_some();
    if counted(t) {
        return vec![t];
    }
    if let Some(subject) = tree.any_child(t, &[Dep::Nsubj, Dep::Nsubjpass]) {
        return tree.joined(tree.antecedent(subject));
    }
    let head = tree.head(t);
    let mut found = match tree.dep(t) {
        _ if head == t => None,
        Dep::Amod | Dep::Acl | Dep::Relcl | Dep::Nmod | Dep::Appos | Dep::Npadvmod
            if !tree.tag(head).is_verb() =>
        {
            Some(head)
        }
        Dep::Conj if depth < 3 => return of_state(scene, head, depth + 1),
        Dep::Acomp
        | Dep::Attr
        | Dep::Oprd
        | Dep::Xcomp
        | Dep::Ccomp
        | Dep::Advmod
        | Dep::Dobj
        | Dep::Advcl
            if tree.tag(head).is_verb() =>
        {
            let object = tree.child(head, Dep::Dobj).filter(|o| *o != t);
            object.or_else(|| tree.surface_subject(head)).or_else(|| tree.logical_subject(head))
        }
        _ => None,
    };
    // A parse that hangs the number elsewhere: "one dead".
    if found.is_none_or(|h| !counted(h))
        && t > 0
        && tree.sentence_index(t - 1) == tree.sentence_index(t)
    {
        let before = t - 1;
        let beside = tree.tag(before) == Tag::Cd || tree.tag(before).is_noun() && counted(before);
        found = beside.then_some(before).or(found);
    }
    found.into_iter().collect()
}

/// "45 deaths", "the deaths of three miners".
fn of_noun(scene: &Scene<'_, '_, '_>, t: usize) -> Vec<usize> {
    let tree = scene.tree;
    let counted = |h: &usize| quantity(tree, &scene.lexicon.words, *h).is_some();
    if counted(&t) {
        return vec![t];
    }
    tree.object_of(t, "of")
        .map(|o| tree.joined(o))
        .unwrap_or_default()
        .into_iter()
        .filter(counted)
        .collect()
}

/// The figure of `kind` with this head, if it is a number of people.
pub(crate) fn figure(
    scene: &Scene<'_, '_, '_>,
    kind: FigureKind,
    outcome: usize,
    head: usize,
) -> Option<FigureDraft> {
    let tree = scene.tree;
    let quantity = quantity(tree, &scene.lexicon.words, head)?;
    let number = tree.cover(quantity.first..=quantity.last);
    let phrase = tree.cover(tree.short_phrase(head)).cover(number);
    let mut counted = head;
    for _ in 0..3 {
        let inner = (quantity.last >= counted || tree.tag(counted) == Tag::Cd)
            .then(|| tree.object_of(counted, "of"))
            .flatten();
        counted = match inner {
            Some(inner) if inner > counted => inner,
            _ => break,
        };
    }
    // "many of them", "two of whom": nobody new is counted.
    if counted != head && matches!(tree.tag(counted), Tag::Prp | Tag::Wp | Tag::Wdt) {
        return None;
    }
    // "two more bodies": how many in all is not told.
    let adds = |h: usize| {
        tree.children(h)
            .any(|c| c < h && scene.lexicon.outcomes.adding.iter().any(|w| w == tree.lower(c)))
    };
    if quantity.qualifier == annalist_doc::Qualifier::Exact && (adds(head) || adds(counted)) {
        return None;
    }
    let noun = tree.tag(counted).is_noun();
    if !(is_people(scene, counted) || !noun && fits_people(scene, counted)) {
        return None;
    }
    let lower = tree.lower(counted);
    let outcomes = &scene.lexicon.outcomes;
    let own = |o: &Outcome| o.pos != OutcomePos::Verb;
    let telling = outcomes.of(lower).any(own) || outcomes.of(tree.lemma(counted)).any(own);
    let vague = scene.lexicon.words.vague_numbers.iter().any(|v| v == lower);
    // "two of the wounded had died": a part of others.
    let others = part::told_by(scene, counted).filter(|k| counted != head && *k != kind);
    let scope = scope_of(scene, counted).or_else(|| others.map(|_| lower.to_owned()));
    let who = (noun && !telling && !vague && quantity.low != Some(0)
        || noun && !telling && counted != quantity.last)
        .then(|| lower.to_owned());
    Some(FigureDraft {
        kind,
        span: phrase,
        quantity,
        number,
        who: who.filter(|_| crate::number::value_of(tree, &scene.lexicon.words, counted).is_none()),
        scope: scope.filter(|_| splits(kind)),
        outcome,
        head,
        part: false,
    })
}

/// Whether figures of this kind are told by groups of people; a crowd is a crowd, whoever is in it.
pub(super) fn splits(kind: FigureKind) -> bool {
    matches!(kind, FigureKind::Killed | FigureKind::Injured | FigureKind::Missing)
}

/// Things are no people: "killed two birds", "seized 3 trucks".
pub(crate) fn is_people(scene: &Scene<'_, '_, '_>, counted: usize) -> bool {
    let tree = scene.tree;
    let (lemma, lower) = (tree.lemma(counted), tree.lower(counted));
    let outcomes = &scene.lexicon.outcomes;
    let words = &scene.lexicon.words;
    words.people.iter().any(|p| p == lemma)
        || words.negations.iter().any(|n| n == lower)
        || outcomes.everyone.iter().any(|p| p == lemma)
        || scope_of(scene, counted).is_some()
        || scene.lexicon.actors.role(lemma).is_some()
        || outcomes.of(lower).chain(outcomes.of(lemma)).next().is_some()
        || scene.lexicon.actors.country_of_people(tree.word(counted)).is_some()
        || words.vague_numbers.iter().any(|v| v == lower)
        || crate::number::value_of(tree, words, counted).is_some()
}

/// A bare number or pronoun that may stand for people.
fn fits_people(scene: &Scene<'_, '_, '_>, counted: usize) -> bool {
    let tree = scene.tree;
    !matches!(
        tree.token(counted).name,
        Some(
            NameLabel::Date
                | NameLabel::Time
                | NameLabel::Money
                | NameLabel::Percent
                | NameLabel::Ordinal
                | NameLabel::Quantity
        )
    )
}

/// The group that a noun names, where that is a part of all who may be counted.
pub(crate) fn scope_of(scene: &Scene<'_, '_, '_>, noun: usize) -> Option<String> {
    let tree = scene.tree;
    if !tree.tag(noun).is_noun() {
        return None;
    }
    let groups = &scene.lexicon.outcomes.groups;
    let lemma = tree.lemma(noun);
    let modifier = tree.children(noun).rfind(|c| tree.dep(*c) == Dep::Compound && *c + 1 == noun);
    let pair = modifier.map(|m| (m, format!("{} {lemma}", tree.lemma(m).to_lowercase())));
    if let Some((m, _)) = pair.filter(|(_, p)| groups.contains(p)) {
        return Some(format!("{} {}", tree.lower(m), tree.lower(noun)));
    }
    let known = groups.iter().any(|g| g == lemma)
        || scene.lexicon.actors.country_of_people(tree.word(noun)).is_some();
    known.then(|| tree.lower(noun).to_owned())
}

/// "40 civilians were killed and 100 wounded": the bare number counts the same group.
fn inherit(scene: &Scene<'_, '_, '_>, all: &mut [FigureDraft]) {
    let tree = scene.tree;
    for f in 1..all.len() {
        let (before, here) = (&all[f - 1], &all[f]);
        let bare = !tree.tag(here.head).is_noun()
            || crate::number::value_of(tree, &scene.lexicon.words, here.head).is_some()
            || scene.lexicon.words.vague_numbers.iter().any(|w| w == tree.lower(here.head));
        if bare
            && here.who.is_none()
            && here.scope.is_none()
            && here.quantity.high != Some(0)
            && tree.sentence_index(before.head) == tree.sentence_index(here.head)
            && here.head - before.head < 10
        {
            let scope = before.scope.clone();
            all[f].scope = scope;
        }
    }
}

/// Whether a figure is told as a fact (or a possibility), and whether it is denied.
pub(crate) fn is_real(scene: &Scene<'_, '_, '_>, figure: &FigureDraft) -> bool {
    use annalist_doc::Modality::{Actual, Historical, Possible};
    let colour = modality::of(scene, figure.outcome);
    let tree = scene.tree;
    let zero = figure.quantity.high == Some(0);
    // "had seen no wounded" is no count; nor is how many bodies were found so far.
    let verb = tree.climb(figure.head).skip(1).take(2).find(|a| tree.tag(*a).is_verb());
    let seen = zero
        && verb.is_some_and(|v| scene.lexicon.accounts.witness.iter().any(|w| w == tree.lemma(v)))
        && !matches!(tree.dep(figure.head), Dep::Nsubj | Dep::Nsubjpass);
    // "had counted seven bodies" is one, though.
    let accounts = &scene.lexicon.accounts;
    let counts = verb.is_some_and(|v| {
        let among = |words: &[String]| words.iter().any(|w| w == tree.lemma(v));
        among(&accounts.givers) && !among(&accounts.witness)
    });
    let found = scene.lexicon.outcomes.found.iter().any(|w| w == tree.lemma(figure.head));
    let found = found && !counts;
    if seen || found {
        return false;
    }
    matches!(colour.modality, Actual | Possible | Historical) && (zero || !colour.negative)
}
