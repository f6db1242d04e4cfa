//! What may have happened in each clause: the events of the rules, and the type that the weights choose
//! for whoever takes part.

use annalist_doc::{Dep, EntityKind, Polarity, Role, Tag};
use annalist_lexicon::{Choice, Slot, TriggerPos};

use crate::event::pair::{self, Clause, Link, Pair, Side};
use crate::event::{EventDraft, Participant, Scene, describe, participant, whose};

/// One event that a clause may tell of.
pub(super) struct Offer<'l> {
    pub(super) draft: EventDraft<'l>,
    /// The type that the weights choose for whoever takes part.
    pub(super) chosen: &'l str,
    /// How far the type of this one stands above all others (else below the highest).
    pub(super) lead: i32,
    /// The type that the rules give its words, if they know them.
    pub(super) ruled: Option<&'l str>,
    /// Whether an entry of the lexicon begins with its verb, though none fits.
    pub(super) listed: bool,
    /// Whether the rules know the mode.
    pub(super) moded: bool,
    /// How many events of the rules its clause has.
    pub(super) members: usize,
}

/// All of them, by clause.
pub(super) fn all<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
    weights: &'l Choice,
) -> Vec<Vec<Offer<'l>>> {
    let mut taken = vec![false; rules.len()];
    let verbs: Vec<Option<usize>> = rules.iter().map(|d| clause_of(scene, &rules, d)).collect();
    let mut all = Vec::new();
    for link in pair::links(scene) {
        let same = |n: &usize| {
            !taken[*n]
                && verbs[*n] == Some(link.verb)
                && link.source.is_none_or(|s| takes_part(&rules[*n], s))
        };
        let members: Vec<usize> = (0..rules.len()).filter(same).collect();
        members.iter().for_each(|n| taken[*n] = true);
        // An accident is judged by nobody: of a clause with other events it stands beside them.
        let (mut judged, mut beside): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|n| rules[*n].trigger.quad != 0);
        if judged.is_empty() && !beside.is_empty() {
            judged.push(beside.remove(0));
        }
        all.push(of_clause(scene, &link, &rules, &judged, weights));
        let spared = |n: &usize| typed(scene, vec![rules[*n].clone()], None, &[], weights);
        all.extend(beside.iter().map(spared));
    }
    let alone: Vec<EventDraft<'l>> = rules
        .iter()
        .zip(taken)
        .filter(|(_, taken)| !taken)
        .map(|(draft, _)| draft.clone())
        .collect();
    for draft in alone {
        let pair =
            Pair { source: side(&draft, Role::Actor), target: side(&draft, Role::Recipient) };
        let one = pair.source.head.or(pair.target.head).is_some();
        let scores = if one { pair::scores(scene, &pair, &rules, weights) } else { Vec::new() };
        all.push(typed(scene, vec![draft], None, &scores, weights));
    }
    all
}

/// The verb of the clause that a trigger stands in: its own, or the one that it is the object of, where that
/// tells of nothing else ("held talks", not "condemned the attack").
fn clause_of(
    scene: &Scene<'_, '_, '_>,
    rules: &[EventDraft<'_>],
    draft: &EventDraft<'_>,
) -> Option<usize> {
    let tree = scene.tree;
    let head = draft.head;
    if tree.tag(head).is_verb() {
        return Some(Clause::colouring(scene, head));
    }
    let verb = tree.head(head);
    let own = |d: &EventDraft<'_>| {
        d.head == verb && pair::broad(&d.trigger.kind) != pair::broad(&draft.trigger.kind)
    };
    // "denied the arrests": who only speaks of it has no part in it.
    let spoken = draft.according_to.last().map(|s| &scene.statements[*s]).is_some_and(|s| {
        s.cue_tokens.contains(&verb)
            && (s.polarity == Polarity::Negative
                || tree.is_negated(verb, &scene.lexicon.words.negations))
    });
    let object = matches!(tree.dep(head), Dep::Dobj | Dep::Nsubjpass);
    (object && !spoken && !rules.iter().any(own)).then_some(verb)
}

/// Whether this one may be who does it: nobody else does, or it is in the event in another part.
fn takes_part(draft: &EventDraft<'_>, head: usize) -> bool {
    let mut actors = draft.arguments.iter().filter(|a| a.role == Role::Actor).peekable();
    actors.peek().is_none() || draft.arguments.iter().any(|a| a.head == head)
}

fn side(draft: &EventDraft<'_>, role: Role) -> Side {
    let all = draft.arguments.iter().filter(|a| a.role == role);
    Side { head: all.clone().next().map(|a| a.head), spans: all.map(|a| a.span).collect() }
}

/// What a clause may tell of.
fn of_clause<'l>(
    scene: &Scene<'_, '_, 'l>,
    link: &Link,
    rules: &[EventDraft<'l>],
    members: &[usize],
    weights: &'l Choice,
) -> Vec<Offer<'l>> {
    let own =
        |role, head: Option<usize>| head.and_then(|h| participant::participant(scene, role, h));
    let (source, target) = (own(Role::Actor, link.source), own(Role::Recipient, link.target));
    let of = |p: Option<Participant>| {
        p.map(|p| Side { head: Some(p.head), spans: vec![p.span] }).unwrap_or_default()
    };
    let outer = |n: &usize| (scene.tree.climb(rules[*n].head).count(), *n);
    let mut members: Vec<usize> = members.to_vec();
    members.sort_by_key(outer);
    // "held talks": once is enough.
    let kind = |n: &usize| pair::broad(&rules[*n].trigger.kind);
    let count = members.len();
    members = (0..count)
        .filter(|m| !members[..*m].iter().any(|n| kind(n) == kind(&members[*m])))
        .map(|m| members[m])
        .collect();
    let drafts: Vec<EventDraft<'l>> = members
        .iter()
        .map(|n| {
            let mut draft = rules[*n].clone();
            complete(scene, &mut draft, link, source, target);
            draft
        })
        .collect();
    let both = |d: &&EventDraft<'l>| {
        [Role::Actor, Role::Recipient].iter().all(|r| d.arguments.iter().any(|a| a.role == *r))
    };
    let pair = match drafts.iter().find(both) {
        Some(draft) => {
            Pair { source: side(draft, Role::Actor), target: side(draft, Role::Recipient) }
        }
        None => Pair { source: of(source), target: of(target) },
    };
    let scores = pair::scores(scene, &pair, rules, weights);
    let mut offers = typed(scene, drafts, Some(link), &scores, weights);
    if members.is_empty() {
        offers.iter_mut().for_each(|o| complete(scene, &mut o.draft, link, source, target));
    }
    offers
}

/// Who the rules found for a role stands; the clause fills what they left open.
fn complete(
    scene: &Scene<'_, '_, '_>,
    draft: &mut EventDraft<'_>,
    link: &Link,
    source: Option<Participant>,
    target: Option<Participant>,
) {
    if draft.trigger.quad == 0 {
        return;
    }
    // "supplied equipment to Aland": whoever is reached comes before what is given.
    let thing = |a: &Participant| a.role == Role::Recipient && !pair::acts(scene, a.head);
    if let Some(target) = target.filter(|t| pair::acts(scene, t.head)) {
        let swallowed = draft.arguments.iter().any(|a| a.span.overlaps(target.span));
        let given = !matches!(draft.trigger.quad, 3 | 4);
        if given && link.object != link.target && link.reached && !swallowed {
            draft.arguments.retain(|a| !thing(a));
        }
    }
    for participant in [source, target].into_iter().flatten() {
        let role = participant.role;
        let there = draft.arguments.iter().any(|a| a.role == role);
        let twice = draft.arguments.iter().any(|a| a.span.overlaps(participant.span));
        // "carried out strikes": nobody is reached by that.
        let means = role == Role::Recipient
            && (pair::is_means(scene, participant.head)
                || is_needed(scene, draft, participant.head));
        let where_ =
            role == Role::Recipient && draft.trigger.quad < 4 && is_scene(scene, participant.head);
        let kind = &*draft.trigger.kind;
        let apart = whose::is_out_of_place(scene, kind, draft.head, (role, participant.head));
        if !there && !twice && !means && !where_ && !apart && !participant.span.contains(draft.span)
        {
            draft.arguments.push(participant);
        }
    }
    draft.arguments.sort_by_key(|a: &Participant| (a.role, a.head));
}

/// "fired tear gas": the object by which the trigger is known tells what is done, not to whom.
fn is_needed(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'_>, head: usize) -> bool {
    let object = |slot: &Slot| *slot == Slot::Object;
    let needs = draft.trigger.needs.iter().any(|(slot, _)| object(slot));
    needs
        && !draft.trigger.recipient.iter().any(object)
        && scene.tree.logical_object(draft.head) == Some(head)
}

/// Whether a place only says where it is: "met in Oslo".
fn is_scene(scene: &Scene<'_, '_, '_>, head: usize) -> bool {
    let tree = scene.tree;
    let above = tree.head(head);
    let kind = scene.entity_at(head).map(|(_, cluster)| scene.resolved.clusters[cluster].kind);
    tree.dep(head) == Dep::Pobj
        && matches!(kind, Some(EntityKind::Place | EntityKind::Facility))
        && scene.lexicon.words.place_preps.iter().any(|p| p == tree.lower(above))
        && tree.lower(above) != "on"
}

/// These events as they are, and the first of them with the type that the weights choose.
fn typed<'l>(
    scene: &Scene<'_, '_, 'l>,
    drafts: Vec<EventDraft<'l>>,
    link: Option<&Link>,
    scores: &[i32],
    weights: &'l Choice,
) -> Vec<Offer<'l>> {
    let classes = weights.classes();
    let top = (0..scores.len()).max_by_key(|c| (scores[*c], std::cmp::Reverse(*c)));
    let chosen = top.map_or("", |c| &*classes[c]);
    let lead = |kind: &str| {
        let Some(own) = classes.iter().position(|c| c == kind) else { return -9999 };
        let others = (0..scores.len()).filter(|c| *c != own).map(|c| scores[c]);
        others.max().map_or(0, |next| scores[own] - next)
    };
    let members = drafts.len();
    let moded = drafts.first().is_some_and(|d| d.trigger.mode.is_some());
    let mut offers: Vec<Offer<'l>> = Vec::new();
    let offer = |draft: EventDraft<'l>, ruled, listed| {
        let lead = lead(pair::broad(&draft.trigger.kind));
        Offer { draft, chosen, lead, ruled, listed, moded, members }
    };
    let fits = drafts.iter().any(|d| pair::broad(&d.trigger.kind) == chosen);
    let verb = link.map(|l| l.verb);
    let event = drafts.first().is_none_or(|d| d.trigger.quad != 0);
    // Of one participant the weights know too little to say another type than the rules.
    let mode = drafts.iter().any(|d| d.trigger.mode.is_some());
    let heads = |t: usize| drafts.iter().any(|d| d.head == t);
    let noun = drafts.iter().any(|d| d.trigger.pos == TriggerPos::Noun);
    let known = link.is_some_and(|l| {
        (!mode && !noun) || l.source.is_some() && l.target.is_some_and(|t| !heads(t))
    }) || drafts.iter().all(|d| {
        [Role::Actor, Role::Recipient].iter().all(|r| d.arguments.iter().any(|a| a.role == *r))
    });
    let plain = drafts.iter().any(is_plain);
    if !fits && event && known && !plain && !chosen.is_empty() {
        let words = [verb.or(drafts.first().map(|d| d.head)), link.and_then(|l| l.object)];
        let trigger = scene.lexicon.triggers.of_kind(specific(scene, words, chosen));
        match (drafts.first(), trigger) {
            (Some(first), Some(trigger)) => {
                let ruled = Some(first.trigger.kind.as_str());
                offers.push(offer(EventDraft { trigger, ..first.clone() }, ruled, true));
            }
            (None, Some(trigger)) => {
                // "a law to remove them" tells what a thing is for.
                let purpose =
                    |v: &usize| scene.tree.dep(*v) == Dep::Acl && scene.tree.tag(*v) == Tag::Vb;
                if let Some(verb) = verb.filter(|v| !purpose(v)) {
                    let listed = listed(scene, verb);
                    offers.push(offer(describe(scene, trigger, verb), None, listed));
                }
            }
            _ => {}
        }
    }
    let ruled = drafts.into_iter().map(|d| {
        let kind = Some(d.trigger.kind.as_str());
        offer(d, kind, true)
    });
    let ruled: Vec<Offer<'l>> = ruled.collect();
    ruled.into_iter().chain(offers).collect()
}

/// "called a general strike": that is a protest, whatever else is called for.
pub(super) fn is_plain(draft: &EventDraft<'_>) -> bool {
    let trigger = draft.trigger;
    trigger.kind == "PROTEST" && trigger.pos == TriggerPos::Noun && trigger.words.len() > 1
}

/// Whether an entry of the lexicon begins with this verb.
fn listed(scene: &Scene<'_, '_, '_>, verb: usize) -> bool {
    let entries = scene.lexicon.triggers.starting_with(scene.tree.lemma(verb));
    entries.filter(|t| t.words.len() == 1).any(|t| t.pos == TriggerPos::Verb)
}

/// The type itself, where what is learned has two types as one.
fn specific<'k>(scene: &Scene<'_, '_, '_>, words: [Option<usize>; 2], kind: &'k str) -> &'k str {
    if kind != "YIELD" {
        return kind;
    }
    if words.into_iter().flatten().any(|t| pair::retreats(scene, t)) {
        "RETREAT"
    } else {
        "CONCEDE"
    }
}
