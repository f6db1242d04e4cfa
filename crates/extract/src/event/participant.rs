//! Who takes part in an event, and in which role: the filled slots as people, bodies and things.

use std::ops::RangeInclusive;

use annalist_doc::{Dep, EntityKind, FigureKind, MentionKind, Role, Span, Tag};
use annalist_lexicon::{Slot, TriggerPos};

use super::argument::{acts_for, before, fill, is_origin, is_time, names_somebody};
use super::trigger::Match;
use super::whose::{
    behind, concerned, is_out_of_place, overcome, owners, scattered, sent_to, served,
};
use super::{Participant, Scene};
use crate::tree::Tree;

/// All participants of an event, actors first.
pub(crate) fn participants(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Vec<Participant> {
    let mut actors = first_filled(scene, found, &found.trigger.actor);
    let mut recipients = first_filled(scene, found, &found.trigger.recipient);
    if let Some((verb, light)) = found.light {
        if actors.is_empty() && light.actor == Slot::Subject {
            actors =
                scene.tree.logical_subject(verb).map(|s| scene.tree.joined(s)).unwrap_or_default();
        }
        if recipients.is_empty() {
            let carried = Match { tokens: vec![verb], head: verb, light: None, ..found.clone() };
            recipients = light
                .recipient
                .iter()
                .map(|slot| match slot {
                    // "fought off an attack".
                    Slot::Subject => {
                        let subject = scene.tree.logical_subject(verb);
                        subject.map(|s| scene.tree.joined(s)).unwrap_or_default()
                    }
                    _ => fill(scene, &carried, slot),
                })
                .find(|f| !f.is_empty())
                .unwrap_or_default();
        }
    }
    actors = actors.into_iter().flat_map(|a| behind(scene, found, a)).collect();
    let kind = &*found.trigger.kind;
    actors.retain(|a| !is_out_of_place(scene, kind, found.head, (Role::Actor, *a)));
    recipients.retain(|r| !is_out_of_place(scene, kind, found.head, (Role::Recipient, *r)));
    if actors.is_empty() && found.trigger.pos == TriggerPos::Noun && found.trigger.quad != 1 {
        actors = served(scene, found.head);
    }
    let mut means = Vec::new();
    for actor in std::mem::take(&mut actors) {
        let owners = if found.trigger.quad == 4 { owners(scene, found, actor) } else { Vec::new() };
        if owners.is_empty() {
            actors.push(actor);
        } else {
            means.push(actor);
            actors.extend(owners);
        }
    }
    if recipients.is_empty()
        && found.trigger.pos == TriggerPos::Noun
        && found.trigger.quad == 4
        && actors.first().is_some_and(|a| is_taken(scene, found, *a) || is_victim(scene, found, *a))
    {
        // "the city's liberation": the possessor suffers it.
        std::mem::swap(&mut actors, &mut recipients);
    }
    // "Two officers shot dead in Ostwick": a headline's participle without "were".
    let fatal = found.trigger.figure.as_ref().is_some_and(|(kind, _)| *kind == FigureKind::Killed)
        && found.trigger.pos == TriggerPos::Verb
        && found.trigger.words.len() > 1;
    if fatal && recipients.is_empty() && scene.tree.child(found.head, Dep::Aux).is_none() {
        std::mem::swap(&mut actors, &mut recipients);
    }
    recipients.retain(|r| !actors.contains(r));
    // "took the sailors to a hospital": where an entry asks for the place, nobody is reached there.
    let placed = |(slot, _): &(Slot, _)| *slot == Slot::Prep("to".to_owned());
    let aimed = !found.trigger.needs.iter().any(placed);
    for recipient in recipients.iter_mut().filter(|_| aimed) {
        if let Some(reached) = sent_to(scene, *recipient).filter(|r| !actors.contains(r)) {
            *recipient = reached;
        }
    }
    let laws = recipients.iter().chain(std::iter::once(&found.head));
    let mut more: Vec<usize> = laws.filter_map(|r| concerned(scene, *r)).collect();
    if found.trigger.quad == 4 && !recipients.iter().any(|r| super::pair::acts(scene, *r)) {
        more.extend(overcome(scene, found.head));
    }
    if found.trigger.quad == 4 && recipients.is_empty() {
        more.extend(scattered(scene, found.head));
    }
    more.retain(|m| !actors.contains(m) && !recipients.contains(m));
    recipients.extend(more);
    if found.trigger.reciprocal && recipients.is_empty() && actors.len() > 1 {
        // "A and B clashed": the first is put down as actor, the others as recipients.
        recipients = actors.split_off(1);
    }
    let parts = [(Role::Actor, actors), (Role::Recipient, recipients), (Role::Instrument, means)];
    let mut all: Vec<Participant> = Vec::new();
    if let Some(sides) = sides(scene, found, &parts) {
        return sides;
    }
    for (role, heads) in parts {
        for head in heads {
            if let Some(participant) =
                participant(scene, role, head).filter(|p| !all.iter().any(|o| o.span == p.span))
            {
                all.push(participant);
            }
        }
    }
    part(scene.tree, &mut all);
    all
}

/// "Aland and Norland officials met": the two sides that share a noun.
fn sides(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    parts: &[(Role, Vec<usize>)],
) -> Option<Vec<Participant>> {
    let tree = scene.tree;
    let [(_, actors), (_, recipients), _] = parts else { return None };
    let (true, true, [noun]) = (found.trigger.reciprocal, recipients.is_empty(), &actors[..])
    else {
        return None;
    };
    let from = |t: usize| {
        scene.lexicon.actors.country_of_adjective(tree.word(t)).is_some()
            || scene.index.at(t).is_some()
    };
    let owns = |c: usize| {
        matches!(tree.dep(c), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss) && from(c)
    };
    let first = before(tree, *noun, owns)?;
    let second =
        tree.children(first).find(|c| tree.dep(*c) == Dep::Conj && *c < *noun && from(*c))?;
    let side = |role: Role, head: usize, span: Span| Participant {
        role,
        head,
        span,
        cluster: scene.entity_at(head).map(|(_, c)| c),
    };
    Some(vec![
        side(Role::Actor, first, tree.span(first)),
        side(Role::Recipient, second, tree.cover(second..=*noun)),
    ])
}

/// "the priest's murder": the possessor suffers it.
fn is_victim(scene: &Scene<'_, '_, '_>, found: &Match<'_>, head: usize) -> bool {
    let kind = scene.entity_at(head).map(|(_, c)| scene.resolved.clusters[c].kind);
    found.trigger.figure.as_ref().is_some_and(|(kind, _)| *kind == FigureKind::Killed)
        && scene.tree.child(found.head, Dep::Poss) == Some(head)
        && kind == Some(EntityKind::Person)
}

/// Whether a possessor is a place without a government, which does nothing itself.
fn is_taken(scene: &Scene<'_, '_, '_>, found: &Match<'_>, head: usize) -> bool {
    let tree = scene.tree;
    let place = scene.lexicon.words.place_parts.iter().any(|p| p == tree.lemma(head));
    let named = scene.entity_at(head).is_some_and(|(_, c)| {
        // "the Ostwick Market attack".
        let thing = tree.dep(head) != Dep::Poss && tree.tag(head).is_proper();
        let kind = scene.resolved.clusters[c].kind;
        matches!(kind, EntityKind::Place | EntityKind::Facility)
            || thing && kind == EntityKind::Other
    });
    let before = [Dep::Poss, Dep::Compound, Dep::Nmod].contains(&tree.dep(head));
    tree.head(head) == found.head && head < found.head && before && (place || named)
}

fn first_filled(scene: &Scene<'_, '_, '_>, found: &Match<'_>, slots: &[Slot]) -> Vec<usize> {
    let of = |slot: &Slot| {
        let mut heads = fill(scene, found, slot);
        if *slot == Slot::Compound {
            heads.retain(|h| names_somebody(scene, *h));
        }
        heads
    };
    slots.iter().map(of).find(|heads| !heads.is_empty()).unwrap_or_default()
}

/// "the killing of a farmer by border guards": where one participant's phrase swallows another's, it
/// ends before the preposition of the other.
fn part(tree: &Tree<'_>, all: &mut [Participant]) {
    for p in 0..all.len() {
        let inside =
            |q: &&Participant| q.head > all[p].head && all[p].span.contains(tree.span(q.head));
        let preps = all
            .iter()
            .filter(inside)
            .map(|q| tree.head(q.head))
            .filter(|t| tree.dep(*t) == Dep::Prep && *t > all[p].head);
        if let Some(prep) = preps.min() {
            let first = tree.tokens_in(all[p].span).start;
            all[p].span = tree.cover(first..=prep - 1);
        }
    }
}

pub(crate) fn participant(
    scene: &Scene<'_, '_, '_>,
    role: Role,
    head: usize,
) -> Option<Participant> {
    let tree = scene.tree;
    if matches!(tree.tag(head), Tag::Wrb | Tag::Ex) || tree.dep(head) == Dep::Expl {
        return None;
    }
    // A clause, or an "it" that stands for nothing, does nothing.
    let empty = tree.lower(head) == "it" && scene.entity_at(head).is_none();
    if role == Role::Actor && (tree.tag(head).is_verb() || empty) {
        return None;
    }
    let mut range = if tree.tag(head).is_verb() {
        tree.subtree(head)
    } else {
        without_strays(scene, head, tree.phrase(head))
    };
    let origin = range.start().checked_sub(1).filter(|o| {
        acts_for(scene, head) && tree.head(*o) == tree.head(head) && is_origin(scene, *o)
    });
    if let Some(origin) = origin {
        range = origin..=*range.end();
    }
    // "Near Ostwick, two strikes": the parser sometimes takes the place for who does it.
    let place = tree.tag(head).is_proper()
        && *range.start() < head
        && scene.lexicon.places.before.iter().any(|w| w == tree.lower(*range.start()));
    if role == Role::Actor && place {
        return None;
    }
    let cluster = scene
        .entity_at(head)
        .map(|(_, c)| c)
        .or_else(|| owner(scene, head))
        .or_else(|| described(scene, head));
    let span = cluster.and_then(|c| antecedent(scene, head, c)).unwrap_or(tree.cover(range));
    Some(Participant { role, head, span, cluster })
}

/// A phrase without what the parser hung on its noun by mistake: when it happened ("summoned the envoy
/// [on Tuesday]"), what somebody is accused of ("the owner [of ignoring warnings]"), where a person was
/// met ("Ada Pol [in Ostwick]").
fn without_strays(
    scene: &Scene<'_, '_, '_>,
    head: usize,
    phrase: RangeInclusive<usize>,
) -> RangeInclusive<usize> {
    let tree = scene.tree;
    let kind = scene.entity_at(head).map(|(_, c)| scene.resolved.clusters[c].kind);
    let place = |t: usize| {
        let kind = scene.entity_at(t).map(|(_, c)| scene.resolved.clusters[c].kind);
        matches!(kind, Some(EntityKind::Place | EntityKind::Country | EntityKind::Facility))
    };
    let named = tree.tag(head).is_proper() && kind == Some(EntityKind::Person);
    let somewhere = |p: usize| scene.lexicon.words.place_preps.iter().any(|w| w == tree.lower(p));
    let stray = |p: &usize| {
        tree.dep(*p) == Dep::Prep
            && (tree
                .child(*p, Dep::Pobj)
                .is_some_and(|o| is_time(scene, o) || named && somewhere(*p) && place(o))
                || kind.is_some()
                    && tree.child(*p, Dep::Pcomp).is_some_and(|c| tree.tag(c).is_verb()))
    };
    let inside = tree.children(head).filter(|c| *c > head && phrase.contains(c));
    let Some(cut) = inside.filter(stray).min() else { return phrase };
    let mut last = cut - 1;
    while last > head && tree.dep(last) == Dep::Punct {
        last -= 1;
    }
    *phrase.start()..=last
}

/// "Aland said it would": the words that say who a personal pronoun stands for, in the same sentence.
fn antecedent(scene: &Scene<'_, '_, '_>, head: usize, cluster: usize) -> Option<Span> {
    let tree = scene.tree;
    if tree.tag(head) != Tag::Prp {
        return None;
    }
    let sentence = tree.sentence_index(head);
    let mentions = &scene.resolved.clusters[cluster].mentions;
    let mentions = mentions.iter().map(|m| &scene.mentions[*m]);
    let named = mentions.filter(|m| {
        m.kind != MentionKind::Pronoun && m.head < head && tree.sentence_index(m.head) == sentence
    });
    named.max_by_key(|m| m.head).map(|m| m.span)
}

/// The entity whose part is meant: "a third of the country", "the village's outskirts".
fn owner(scene: &Scene<'_, '_, '_>, head: usize) -> Option<usize> {
    let tree = scene.tree;
    let mut at = head;
    for _ in 0..4 {
        let part = scene.lexicon.words.place_parts.iter().any(|p| p == tree.lemma(at));
        let vague = scene.lexicon.words.vague_numbers.iter().any(|v| v == tree.lower(at))
            || tree.tag(at) == Tag::Cd;
        if !part && !vague {
            return None;
        }
        let next = tree
            .child(at, Dep::Poss)
            .or_else(|| tree.object_of(at, "of"))
            .or_else(|| tree.object_of(at, "in"))?;
        if let Some((_, cluster)) = scene.entity_at(next) {
            return Some(cluster);
        }
        at = next;
    }
    None
}

/// The entity that describes a thing without an entity of its own: "strikes against the group".
fn described(scene: &Scene<'_, '_, '_>, head: usize) -> Option<usize> {
    let tree = scene.tree;
    if !tree.tag(head).is_noun() {
        return None;
    }
    let event_noun =
        scene.lexicon.triggers.starting_with(tree.lemma(head)).any(|t| t.pos == TriggerPos::Noun);
    let target = event_noun
        .then(|| tree.object_of(head, "against").or_else(|| tree.object_of(head, "on")))
        .flatten()?;
    scene.entity_at(target).map(|(_, c)| c)
}
