//! Who is said to be responsible for an event: "blamed rebels for the attack", "claimed responsibility".

use annalist_doc::{Dep, Polarity, Span, Tag};
use annalist_lexicon::{Blame, Slot};

use super::{EventDraft, Scene, told_by};
use crate::tree::Tree;

/// One word on who did it.
#[derive(Clone, Debug)]
pub(crate) struct BlameDraft {
    /// Index of the event.
    pub(crate) event: usize,
    /// Cluster of whoever is said to be responsible, or not to be.
    pub(crate) who: usize,
    pub(crate) words: Span,
    pub(crate) negative: bool,
    pub(crate) according_to: Vec<usize>,
    pub(crate) by: Option<usize>,
    /// Whether `by` holds, whatever statement it stands in.
    pub(crate) own: bool,
    pub(crate) evidence: Vec<Span>,
}

/// Finds them, in text order.
pub(crate) fn find(scene: &Scene<'_, '_, '_>, events: &[EventDraft<'_>]) -> Vec<BlameDraft> {
    let tree = scene.tree;
    let mut all: Vec<BlameDraft> = Vec::new();
    for t in 0..tree.len() {
        if !tree.tag(t).is_verb() {
            continue;
        }
        let mut entries: Vec<&Blame> = scene.lexicon.accounts.blames_of(tree.lemma(t)).collect();
        entries.sort_by_key(|b| std::cmp::Reverse(b.words.len()));
        if let Some(found) = entries.into_iter().find_map(|b| at(scene, events, t, b)) {
            all.push(found);
        }
    }
    all.extend(denied_deeds(scene, events));
    all.sort_by_key(|b| b.evidence.first().copied());
    all
}

fn at(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    verb: usize,
    entry: &Blame,
) -> Option<BlameDraft> {
    let tree = scene.tree;
    let mut tokens = vec![verb];
    for word in entry.words.split(' ').skip(1) {
        let found = tokens.iter().find_map(|t| tree.children(*t).find(|c| tree.is(*c, word)))?;
        tokens.push(found);
    }
    let slot = |slot: &Slot| match slot {
        Slot::Subject => subject(tree, verb),
        Slot::Object => tree.logical_object(verb).filter(|o| !tokens.contains(o)),
        Slot::Prep(word) => tokens
            .iter()
            .find_map(|t| {
                if tree.lower(*t) == word { tree.prep_object(*t) } else { tree.object_of(*t, word) }
            })
            .or_else(|| tree.logical_object(verb).and_then(|o| tree.object_of(o, word)))
            .or_else(|| tree.children(verb).find_map(|c| tree.object_of(c, word)))
            .or_else(|| {
                // "had nothing to do with it".
                let prep = tree.subtree(verb).find(|t| *t > verb && tree.lower(*t) == word)?;
                tree.prep_object(prep)
            }),
        _ => None,
    };
    let event = slot(&entry.event)?;
    let who = slot(&entry.who)?;
    let (cluster, words) = responsible(scene, who)?;
    let event = meant(scene, events, event, verb)?;
    let no = |t: usize| tree.is_negated(t, &scene.lexicon.words.negations);
    let according_to = told_by(scene, verb);
    let denied =
        according_to.last().is_some_and(|s| scene.statements[*s].polarity == Polarity::Negative);
    let negative = entry.negative || no(verb) != (denied && !entry.own);
    let by = if entry.own {
        Some(cluster)
    } else if entry.who == Slot::Subject {
        None
    } else {
        let subject = tree.logical_subject(verb)?;
        scene.entity_at(subject).map(|(_, c)| c)
    };
    let span = tokens.iter().fold(tree.span(verb), |s, t| s.cover(tree.span(*t)));
    Some(BlameDraft {
        event,
        who: cluster,
        words,
        negative,
        according_to,
        own: by.is_some(),
        by,
        evidence: vec![span, words],
    })
}

fn subject(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    tree.logical_subject(verb).or_else(|| tree.surface_subject(verb))
}

/// The entity of whoever is responsible, and the words; of "its men" whose men they are.
fn responsible(scene: &Scene<'_, '_, '_>, head: usize) -> Option<(usize, Span)> {
    let tree = scene.tree;
    let none = tree.children(head).any(|c| {
        tree.dep(c) == Dep::Det && scene.lexicon.words.negations.iter().any(|n| n == tree.lower(c))
    }) || scene.lexicon.words.negations.iter().any(|n| n == tree.lower(head));
    if none {
        return None;
    }
    let owner = tree
        .child(head, Dep::Poss)
        .filter(|p| tree.tag(*p) == Tag::PrpPoss && tree.tag(head).is_plural())
        .and_then(|p| scene.entity_at(p));
    // "a splinter group, the New Circle": the name says who.
    let named = tree
        .child(head, Dep::Appos)
        .filter(|a| tree.tag(*a).is_proper())
        .and_then(|a| scene.entity_at(a));
    let (_, cluster) = owner.or(named).or_else(|| scene.entity_at(head))?;
    Some((cluster, tree.cover(tree.phrase(head))))
}

/// The event that is spoken of: told there, or the one told before ("the attack", "it").
fn meant(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    t: usize,
    verb: usize,
) -> Option<usize> {
    let tree = scene.tree;
    if let Some(own) = events.iter().position(|e| e.head == t) {
        return Some(own);
    }
    let verbal = matches!(tree.tag(t), Tag::Prp | Tag::Dt);
    let known = scene.lexicon.accounts.happenings.iter().any(|h| h == tree.lemma(t));
    if let Some(inner) =
        tree.object_of(t, "of").and_then(|o| events.iter().position(|e| e.head == o))
    {
        return Some(inner);
    }
    if !verbal && !known {
        return None;
    }
    let violent = |e: &&EventDraft<'_>| matches!(e.trigger.quad, 0 | 4) && e.head < verb;
    events.iter().rposition(|e| violent(&e) && e.trigger.kind != "COERCE")
}

/// "The militia denied attacking the camp": who denies a deed of his own denies being responsible.
fn denied_deeds(scene: &Scene<'_, '_, '_>, events: &[EventDraft<'_>]) -> Vec<BlameDraft> {
    let mut all = Vec::new();
    for (e, event) in events.iter().enumerate() {
        let Some(s) = event.according_to.last() else { continue };
        let draft = &scene.statements[*s];
        if draft.polarity != Polarity::Negative || event.trigger.quad != 4 {
            continue;
        }
        let Some((_, source)) = draft.source.and_then(|h| scene.entity_at(h)) else { continue };
        let actor = event
            .arguments
            .iter()
            .find(|a| a.role == annalist_doc::Role::Actor && a.cluster == Some(source));
        let cue = draft.cue_tokens.first().map(|t| scene.tree.span(*t));
        let (Some(actor), Some(cue)) = (actor, cue) else { continue };
        all.push(BlameDraft {
            event: e,
            who: source,
            words: actor.span,
            negative: true,
            according_to: event.according_to.clone(),
            by: Some(source),
            own: true,
            evidence: vec![cue, event.span],
        });
    }
    all
}
