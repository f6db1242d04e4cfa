//! What was learned about events, laid over what the rules found: one event for one clause of an actor,
//! of the type that holds between the two whom the clause links; and whether an event is one that a
//! coder would put down.

use annalist_doc::{Dep, Modality, Polarity, Role};
use annalist_lexicon::{Choice, TriggerPos, Weights};

use super::pair::{self, Clause, Link, Pair, Side};
use super::{EventDraft, Participant, Scene, argument, describe};
use crate::statement::Sink;

/// An event with what it is judged by.
struct Judged<'l> {
    draft: EventDraft<'l>,
    /// The type that the weights choose for its two actors, and by how much.
    chosen: Option<(&'l str, i32)>,
    /// The type that the rules give, if they found it.
    ruled: Option<&'l str>,
    /// How many events of the rules its clause had.
    merged: usize,
}

/// The events of the rules, judged.
pub(crate) fn judge<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
) -> Vec<EventDraft<'l>> {
    let Some(weights) = &scene.lexicon.events else { return rules };
    let all = joined(scene, rules, weights);
    let keep = scene.lexicon.kept_events.as_ref();
    let kept = |j: &Judged<'_>| {
        // Whoever counts people counts them in an event.
        !j.draft.counted.is_empty()
            || keep.is_none_or(|w| {
                let mut sum = Sum { weights: w, sum: 0 };
                features(scene, j, &mut sum);
                sum.sum >= w.setting("threshold")
            })
    };
    let mut all: Vec<EventDraft<'l>> = all.into_iter().filter(kept).map(|j| j.draft).collect();
    all.sort_by_key(|d| (d.span.start, d.span.end));
    all
}

/// An event before it is kept or dropped, for learning.
#[cfg(feature = "training")]
pub(crate) fn for_training<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
) -> Vec<(EventDraft<'l>, Vec<String>)> {
    let Some(weights) = &scene.lexicon.events else { return Vec::new() };
    let named = joined(scene, rules, weights).into_iter().map(|j| {
        let mut names = Vec::new();
        features(scene, &j, &mut names);
        (j.draft, names)
    });
    named.collect()
}

/// Sums weights.
struct Sum<'w> {
    weights: &'w Weights,
    sum: i32,
}

impl Sink for Sum<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.sum += self.weights.of(Weights::key(parts));
    }
}

/// One event a clause.
fn joined<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
    weights: &'l Choice,
) -> Vec<Judged<'l>> {
    let mut taken = vec![false; rules.len()];
    let verbs: Vec<Option<usize>> = rules.iter().map(|d| clause_of(scene, d.head)).collect();
    let mut all = Vec::new();
    for link in pair::links(scene) {
        let same = |n: &usize| {
            !taken[*n]
                && verbs[*n] == Some(link.verb)
                && actor(&rules[*n]).is_none_or(|a| a == link.source)
        };
        let members: Vec<usize> = (0..rules.len()).filter(same).collect();
        members.iter().for_each(|n| taken[*n] = true);
        all.extend(one(scene, &link, &rules, &members, weights));
    }
    for (draft, _) in rules.into_iter().zip(taken).filter(|(_, taken)| !taken) {
        let ruled = Some(draft.trigger.kind.as_str());
        all.push(Judged { draft, chosen: None, ruled, merged: 1 });
    }
    all
}

/// The verb of the clause that a trigger stands in: its own, or the one it is the object of.
fn clause_of(scene: &Scene<'_, '_, '_>, head: usize) -> Option<usize> {
    let tree = scene.tree;
    if tree.tag(head).is_verb() {
        return Some(Clause::below(scene, head).verb);
    }
    let object = matches!(tree.dep(head), Dep::Dobj | Dep::Nsubjpass);
    object.then(|| tree.head(head))
}

fn actor(draft: &EventDraft<'_>) -> Option<usize> {
    draft.arguments.iter().find(|a| a.role == Role::Actor).map(|a| a.head)
}

fn side(draft: &EventDraft<'_>, role: Role) -> Side {
    let all = draft.arguments.iter().filter(|a| a.role == role);
    Side { head: all.clone().next().map(|a| a.head), spans: all.map(|a| a.span).collect() }
}

/// The event of a clause that links two.
fn one<'l>(
    scene: &Scene<'_, '_, 'l>,
    link: &Link,
    rules: &[EventDraft<'l>],
    members: &[usize],
    weights: &'l Choice,
) -> Option<Judged<'l>> {
    let tree = scene.tree;
    let own = |role, head| argument::participant(scene, role, head);
    let (source, target) = (own(Role::Actor, link.source)?, own(Role::Recipient, link.target)?);
    // Who the rules found for a role stands; the clause fills what they left open.
    let complete = |draft: &mut EventDraft<'l>| {
        // "supplied equipment to Aland": whoever is reached comes before what is given.
        let thing = |a: &Participant| a.role == Role::Recipient && !pair::acts(scene, a.head);
        let swallowed = draft.arguments.iter().any(|a| a.span.overlaps(target.span));
        if link.object != Some(link.target) && pair::acts(scene, link.target) && !swallowed {
            draft.arguments.retain(|a| !thing(a));
        }
        for participant in [source, target] {
            let role = participant.role;
            let there = draft.arguments.iter().any(|a| a.role == role);
            let twice = draft.arguments.iter().any(|a| a.span.overlaps(participant.span));
            if !there && !twice && !participant.span.contains(draft.span) {
                draft.arguments.push(participant);
            }
        }
        draft.arguments.sort_by_key(|a: &Participant| (a.role, a.head));
    };
    let pair = match members.iter().map(|n| &rules[*n]).find(|d| {
        [Role::Actor, Role::Recipient].iter().all(|r| d.arguments.iter().any(|a| a.role == *r))
    }) {
        Some(draft) => {
            Pair { source: side(draft, Role::Actor), target: side(draft, Role::Recipient) }
        }
        None => {
            let of = |p: Participant| Side { head: Some(p.head), spans: vec![p.span] };
            Pair { source: of(source), target: of(target) }
        }
    };
    let scores = pair::scores(scene, &pair, rules, weights);
    let (kind, lead) = best(&scores, weights)?;
    let chosen = Some((kind, lead));
    let fits = |n: &&usize| pair::broad(&rules[**n].trigger.kind) == kind;
    // The clause that the actor's own verb opens is what the weights know about.
    let first = tree.climb(link.source).skip(1).find(|a| tree.tag(*a).is_verb());
    let opens = first.is_some_and(|v| Clause::below(scene, v).verb == link.verb);
    let outer = |n: &&usize| (tree.climb(rules[**n].head).count(), **n);
    let ruled = members.iter().min_by_key(outer).map(|n| rules[*n].trigger.kind.as_str());
    let draft = match members.iter().filter(fits).min_by_key(outer) {
        Some(n) => rules[*n].clone(),
        None => {
            let known = members.iter().min_by_key(outer);
            // The lexicon knows the word, and that it means nothing here; or it knows nothing of it.
            let senseless = || pair::sense_names(scene, link.verb).next().is_none();
            if known.is_none() && (listed(scene, link.verb) || senseless()) {
                return None;
            }
            let least = weights.setting(if known.is_some() { "retype" } else { "propose" });
            let sure = opens && lead >= least;
            match known {
                Some(n) if !sure => rules[*n].clone(),
                None if !sure => return None,
                _ => {
                    let trigger = scene.lexicon.triggers.of_kind(specific(scene, link, kind))?;
                    match known {
                        Some(n) => EventDraft { trigger, ..rules[*n].clone() },
                        None => describe(scene, trigger, link.verb),
                    }
                }
            }
        }
    };
    let mut draft = draft;
    complete(&mut draft);
    Some(Judged { draft, chosen, ruled, merged: members.len() })
}

/// Whether an entry of the lexicon begins with this verb.
fn listed(scene: &Scene<'_, '_, '_>, verb: usize) -> bool {
    let entries = scene.lexicon.triggers.starting_with(scene.tree.lemma(verb));
    entries.filter(|t| t.words.len() == 1).any(|t| t.pos == TriggerPos::Verb)
}

/// The class with the highest score and its lead.
fn best<'w>(scores: &[i32], weights: &'w Choice) -> Option<(&'w str, i32)> {
    let top = (0..scores.len()).max_by_key(|c| (scores[*c], std::cmp::Reverse(*c)))?;
    let next = (0..scores.len()).filter(|c| *c != top).map(|c| scores[c]).max()?;
    Some((&weights.classes()[top], scores[top] - next))
}

/// The type itself, where what is learned has two types as one.
fn specific<'k>(scene: &Scene<'_, '_, '_>, link: &Link, kind: &'k str) -> &'k str {
    if kind != "YIELD" {
        return kind;
    }
    let words = [Some(link.verb), link.object];
    if words.into_iter().flatten().any(|t| pair::retreats(scene, t)) {
        "RETREAT"
    } else {
        "CONCEDE"
    }
}

/// Names what an event is judged by.
fn features(scene: &Scene<'_, '_, '_>, judged: &Judged<'_>, sink: &mut dyn Sink) {
    let tree = scene.tree;
    let draft = &judged.draft;
    let kind = pair::broad(&draft.trigger.kind);
    let has = |role: Role| draft.arguments.iter().any(|a| a.role == role);
    let who = match (has(Role::Actor), has(Role::Recipient)) {
        (true, true) => "both",
        (true, false) => "actor",
        (false, true) => "recipient",
        (false, false) => "none",
    };
    let head = draft.head;
    let dep = tree.dep(head).as_str();
    let depth = ["0", "1", "2", "3", "4"][(tree.climb(head).count() - 1).min(4)];
    let part = if tree.tag(head).is_verb() { "verb" } else { "noun" };
    let real = match (draft.modality, draft.polarity) {
        (Modality::Actual, Polarity::Positive) => "real",
        (Modality::Actual, Polarity::Negative) => "not",
        (_, Polarity::Positive) => "open",
        (_, Polarity::Negative) => "open not",
    };
    let named = match judged.ruled {
        None => "proposed",
        Some(ruled) if pair::broad(ruled) == kind => "ruled",
        Some(_) => "retyped",
    };
    sink.add(&["any"]);
    sink.add(&["kind", kind, named]);
    sink.add(&["who", who, named]);
    sink.add(&["who", who, part]);
    sink.add(&["dep", dep, part]);
    sink.add(&["dep", dep, who]);
    sink.add(&["depth", depth, part]);
    sink.add(&["real", real, depth]);
    sink.add(&["real", real, kind]);
    sink.add(&["merged", ["0", "1", "more"][judged.merged.min(2)]]);
    match judged.chosen {
        Some((chosen, lead)) => {
            let lead = match lead {
                ..300 => "0",
                300..800 => "3",
                800..1500 => "8",
                1500..2500 => "15",
                _ => "25",
            };
            let agree = if chosen == kind { "agree" } else { "differ" };
            sink.add(&["lead", lead, agree]);
            sink.add(&["chosen", agree, depth]);
        }
        None => sink.add(&["lead", "none"]),
    }
    let up = tree.climb(head).skip(1).find(|a| tree.tag(*a).is_verb());
    if let Some(up) = up {
        pair::sense_names(scene, up).for_each(|s| sink.add(&["below is", s, dep]));
    }
    sink.add(&[
        "said",
        if draft.according_to.is_empty() { "by the report" } else { "by a source" },
    ]);
}
