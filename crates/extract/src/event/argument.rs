//! Who takes part in an event: the slots of the lexicon, found in the tree.

use annalist_doc::{Dep, EntityKind, MentionKind, NameLabel, Role, Span, Tag};
use annalist_lexicon::{Slot, TriggerPos};

use super::trigger::Match;
use super::{Participant, Scene};
use crate::tree::Tree;

/// The heads that stand in one slot of a trigger, conjuncts included.
pub(crate) fn fill(scene: &Scene<'_, '_, '_>, found: &Match<'_>, slot: &Slot) -> Vec<usize> {
    let tree = scene.tree;
    let head = found.head;
    let noun = found.trigger.pos == TriggerPos::Noun;
    let one = match slot {
        Slot::Subject if noun => match found.light {
            Some((verb, light)) if light.actor == Slot::Subject => tree.logical_subject(verb),
            _ => None,
        },
        Slot::Subject => tree.logical_subject(head),
        Slot::Object if noun => None,
        Slot::Object => {
            let object = tree.logical_object(head).filter(|o| !found.tokens.contains(o));
            // "sent in the army": the parser often takes the particle for a preposition.
            let under = || found.tokens[1..].iter().find_map(|t| tree.child(*t, Dep::Pobj));
            object.or_else(|| under().filter(|_| found.tokens[0] == head))
        }
        Slot::Complement => tree.any_child(head, &[Dep::Xcomp, Dep::Ccomp, Dep::Oprd, Dep::Acomp]),
        Slot::Dative => tree.child(head, Dep::Dative).map(|d| tree.prep_object(d).unwrap_or(d)),
        Slot::Possessor => tree.child(head, Dep::Poss),
        Slot::Compound => {
            let modifies = |c: usize| {
                let modifier =
                    matches!(tree.dep(c), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Npadvmod);
                tree.tag(c).is_noun() && modifier && !found.tokens.contains(&c)
            };
            // "precision Aland airstrikes": whoever is named.
            before(tree, head, |c| modifies(c) && names_somebody(scene, c))
                .or_else(|| before(tree, head, modifies))
        }
        // "an Aland army attack": the army, not Aland.
        Slot::Adjective => before(tree, head, |c| is_origin(scene, c)).map(|c| {
            let whose =
                tree.children(head).find(|w| *w == c + 1 && *w < head && acts_for(scene, *w));
            whose.unwrap_or(c)
        }),
        Slot::Prep(word) => prep(tree, found, word),
        Slot::OfComplement(inner) => {
            let clause = tree.any_child(head, &[Dep::Xcomp, Dep::Ccomp, Dep::Oprd, Dep::Acomp]);
            return clause
                .map(|c| {
                    fill(
                        scene,
                        &Match { tokens: vec![c], head: c, light: None, ..found.clone() },
                        inner,
                    )
                })
                .unwrap_or_default();
        }
    };
    let Some(one) = one.filter(|o| !is_time(tree, *o)) else { return Vec::new() };
    // "a series of airstrikes killed": the airstrikes.
    let transparent = &scene.lexicon.words.series;
    let one = Some(one)
        .filter(|o| transparent.iter().any(|w| w == tree.lemma(*o)))
        .and_then(|o| tree.object_of(o, "of"))
        .unwrap_or(one);
    let mut all = tree.joined(one);
    all.extend(added(tree, found, slot, one));
    all
}

/// Whether a word says from which country something comes.
fn is_origin(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let tree = scene.tree;
    matches!(tree.dep(t), Dep::Amod | Dep::Compound | Dep::Nmod)
        && scene.lexicon.actors.country_of_adjective(tree.word(t)).is_some()
}

/// Whether a noun before another names who does what that one tells of.
fn acts_for(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let tree = scene.tree;
    matches!(tree.dep(t), Dep::Compound | Dep::Nmod)
        && scene.lexicon.actors.role(tree.lemma(t)).is_some()
}

fn before(tree: &Tree<'_>, head: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    tree.children(head).filter(|c| *c < head).find(|c| fits(*c))
}

/// The object of a preposition under any token of the trigger, its light verb or its object.
fn prep(tree: &Tree<'_>, found: &Match<'_>, word: &str) -> Option<usize> {
    let own = found.tokens.iter().find_map(|t| {
        if tree.lower(*t) == word { tree.prep_object(*t) } else { tree.object_of(*t, word) }
    });
    // "the killing of a farmer by guards": the parser often hangs "by" on the farmer.
    let beside = || {
        let noun = found.trigger.pos == TriggerPos::Noun;
        let mut below = tree
            .children(found.head)
            .filter(|c| noun && *c > found.head && tree.dep(*c) == Dep::Prep);
        below.find_map(|p| tree.child(p, Dep::Pobj).and_then(|o| tree.object_of(o, word)))
    };
    own.or_else(beside)
        .or_else(|| found.light.and_then(|(verb, _)| tree.object_of(verb, word)))
        .or_else(|| {
            // "lost her battle with cancer": the parser often hangs it on the verb.
            let verb = tree.head(found.head);
            let object = found.trigger.pos == TriggerPos::Noun
                && tree.dep(found.head) == Dep::Dobj
                && word != "by"
                && word != "of";
            object.then(|| tree.object_of(verb, word)).flatten().filter(|o| *o > found.head)
        })
        .or_else(|| beside_it(tree, found, word))
        .or_else(|| far(tree, found, word))
        .or_else(|| {
            let object = tree
                .logical_object(found.head)
                .filter(|_| found.trigger.pos == TriggerPos::Verb)?;
            tree.object_of(object, word)
        })
        .filter(|o| !found.tokens.contains(o) && !is_time(tree, *o))
}

/// "reacting to attacks by the group", "the planning and execution of raids": what stands right after a noun, or
/// after the one that it is joined to, belongs to it.
fn beside_it(tree: &Tree<'_>, found: &Match<'_>, word: &str) -> Option<usize> {
    if found.trigger.pos != TriggerPos::Noun {
        return None;
    }
    let last = found.tokens.iter().max().copied().unwrap_or(found.head);
    let next = Some(last + 1).filter(|t| {
        *t < tree.len()
            && tree.sentence_index(*t) == tree.sentence_index(last)
            && tree.lower(*t) == word
    });
    next.and_then(|t| tree.child(t, Dep::Pobj))
}

/// "conducted strikes using aircraft against the group": the parser hangs "against" on what is nearest.
fn far(tree: &Tree<'_>, found: &Match<'_>, word: &str) -> Option<usize> {
    let (verb, _) = found.light.filter(|_| word == "against")?;
    let mut below = tree.subtree(verb).filter(|t| *t > found.head && tree.lower(*t) == word);
    let plain = |t: usize| {
        let mut between = tree.climb(t).skip(1).take_while(|a| *a != verb);
        !between.any(|a| tree.tag(a).is_finite())
    };
    below.find(|t| plain(*t)).and_then(|t| tree.child(t, Dep::Pobj))
}

/// "marched on Thursday": a time fills no place of a participant.
fn is_time(tree: &Tree<'_>, t: usize) -> bool {
    matches!(tree.token(t).name, Some(NameLabel::Date | NameLabel::Time))
}

/// "killed A, along with B": B takes the part of A.
fn added(tree: &Tree<'_>, found: &Match<'_>, slot: &Slot, filler: usize) -> Vec<usize> {
    if !matches!(slot, Slot::Subject | Slot::Object) {
        return Vec::new();
    }
    let joins = |p: &usize| {
        tree.dep(*p) == Dep::Prep
            && (matches!(tree.lower(*p), "along" | "together" | "alongside" | "including")
                || tree.lower(*p) == "well")
    };
    let below = tree.children(found.head).chain(tree.children(filler)).filter(joins);
    let mut all = Vec::new();
    for p in below {
        let inner = tree.child(p, Dep::Prep).unwrap_or(p);
        let Some(object) = tree.child(inner, Dep::Pobj) else { continue };
        // It joins the participant that it follows.
        let object_side = tree.child(found.head, Dep::Dobj).is_some_and(|o| o < p);
        let fits = match slot {
            Slot::Object => {
                object_side || filler < p && filler > found.head || tree.is_passive(found.head)
            }
            _ => {
                !object_side
                    && !tree.is_passive(found.head)
                    && tree.child(found.head, Dep::Dobj).is_none_or(|o| p < o)
            }
        };
        if fits {
            all.extend(tree.joined(object));
        }
    }
    all
}

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
        && actors.first().is_some_and(|a| is_taken(scene, found, *a))
    {
        // "the city's liberation": the possessor suffers it.
        std::mem::swap(&mut actors, &mut recipients);
    }
    recipients.retain(|r| !actors.contains(r));
    for recipient in &mut recipients {
        if let Some(reached) = sent_to(scene, *recipient).filter(|r| !actors.contains(r)) {
            *recipient = reached;
        }
    }
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

/// "announced the start of an operation to isolate the town": a thing that is the object of another verb does
/// nothing; whoever that verb tells of does.
fn behind(scene: &Scene<'_, '_, '_>, found: &Match<'_>, actor: usize) -> Vec<usize> {
    let tree = scene.tree;
    let verb = tree.head(actor);
    let object = tree.dep(actor) == Dep::Dobj
        && found.trigger.pos == TriggerPos::Verb
        && tree.tag(actor).is_noun()
        && !super::pair::acts(scene, actor)
        && !super::pair::is_means(scene, actor)
        && tree.dominates(verb, found.head);
    let doer = tree.logical_subject(verb).filter(|s| object && super::pair::acts(scene, *s));
    doer.map_or_else(|| vec![actor], |d| tree.joined(d))
}

/// Whether somebody cannot be in this part: who only talks of it, and what is given.
pub(crate) fn is_out_of_place(
    scene: &Scene<'_, '_, '_>,
    kind: &str,
    event: usize,
    (role, head): (Role, usize),
) -> bool {
    match role {
        Role::Actor => only_talked_of(scene, event),
        // "the support provided by its allies".
        _ => kind == "AID" && is_gift(scene, head),
    }
}

/// "discussed the plan to free the town": who talks of it does not do it.
fn only_talked_of(scene: &Scene<'_, '_, '_>, head: usize) -> bool {
    let tree = scene.tree;
    let verb = tree.climb(head).skip(1).find(|t| tree.tag(*t).is_verb());
    let talks = |verb: usize| {
        let mut entries = scene.lexicon.triggers.starting_with(tree.lemma(verb));
        entries.any(|t| t.pos == TriggerPos::Verb && t.kind == "CONSULT" && t.words.len() == 1)
    };
    tree.dep(head) == Dep::Acl && tree.tag(head) == Tag::Vb && verb.is_some_and(talks)
}

/// Whether a noun tells of help itself.
fn is_gift(scene: &Scene<'_, '_, '_>, noun: usize) -> bool {
    let tree = scene.tree;
    let mut entries = scene.lexicon.triggers.starting_with(tree.lemma(noun));
    !super::pair::acts(scene, noun)
        && entries.any(|t| t.pos == TriggerPos::Noun && matches!(&*t.kind, "AID" | "SUPPORT"))
}

/// Whose doing it is where it serves something else: "supports the front through airstrikes".
fn served(scene: &Scene<'_, '_, '_>, noun: usize) -> Vec<usize> {
    let tree = scene.tree;
    let first = tree.climb(noun).take_while(|t| tree.tag(*t).is_noun()).last().unwrap_or(noun);
    let mut chain = tree.climb(noun).take_while(|t| *t != first);
    if chain.any(|t| tree.dep(t) != Dep::Conj) || tree.dep(first) != Dep::Pobj {
        return Vec::new();
    }
    let (prep, words) = (tree.head(first), &scene.lexicon.words.means_preps);
    let verb = tree.head(prep);
    let serves = words.iter().any(|w| w == tree.lower(prep)) && tree.tag(verb).is_verb();
    let doer = tree.logical_subject(verb).filter(|_| serves && !tree.is_passive(verb));
    doer.map(|d| tree.joined(d)).unwrap_or_default()
}

/// Whose means does it: "killed by a coalition airstrike", "bombs of the rebels".
fn owners(scene: &Scene<'_, '_, '_>, found: &Match<'_>, means: usize) -> Vec<usize> {
    if !super::pair::is_means(scene, means) {
        return Vec::new();
    }
    let noun = Match { tokens: vec![means], head: means, light: None, ..found.clone() };
    let slots = [Slot::Possessor, Slot::Adjective, Slot::Compound];
    let of = |slot: &Slot| {
        let mut heads = fill(scene, &noun, slot);
        heads.retain(|h| *slot != Slot::Compound || names_somebody(scene, *h));
        heads
    };
    let own = slots.iter().map(of).find(|heads| !heads.is_empty());
    own.unwrap_or_else(|| {
        let doer = scene.tree.object_of(means, "by");
        doer.map(|d| scene.tree.joined(d)).unwrap_or_default()
    })
}

/// "send experts to Aland": whoever has no name of his own is sent, and somebody else reached.
fn sent_to(scene: &Scene<'_, '_, '_>, object: usize) -> Option<usize> {
    let tree = scene.tree;
    let verb = tree.head(object);
    let nameless =
        scene.entity_at(object).is_none_or(|(_, c)| scene.resolved.clusters[c].names.is_empty());
    let person = scene
        .entity_at(object)
        .is_some_and(|(_, c)| scene.resolved.clusters[c].kind == EntityKind::Person);
    let sends = tree.dep(object) == Dep::Dobj
        && nameless
        && tree.tag(object).is_noun()
        && (!person || tree.tag(object).is_plural());
    let reached = tree.object_of(verb, "to").filter(|r| sends && *r > object)?;
    let kind = scene.entity_at(reached).map(|(_, c)| scene.resolved.clusters[c].kind);
    use EntityKind::{Country, Group, Organization, Person};
    matches!(kind, Some(Country | Group | Organization | Person)).then_some(reached)
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

/// Whether a noun before a trigger names somebody: "coalition airstrike", not "July summit".
fn names_somebody(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    scene.index.at(t).is_some() || scene.lexicon.actors.role(scene.tree.lemma(t)).is_some()
}

/// Whether a possessor is a place without a government, which does nothing itself.
fn is_taken(scene: &Scene<'_, '_, '_>, found: &Match<'_>, head: usize) -> bool {
    let tree = scene.tree;
    let place = scene.lexicon.words.place_parts.iter().any(|p| p == tree.lemma(head));
    let named = scene.entity_at(head).is_some_and(|(_, c)| {
        matches!(scene.resolved.clusters[c].kind, EntityKind::Place | EntityKind::Facility)
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
    let mut range = if tree.tag(head).is_verb() { tree.subtree(head) } else { tree.phrase(head) };
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
