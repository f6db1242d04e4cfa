//! Which mentions speak of the same event.
//!
//! Mentions are taken in text order; each looks back for the nearest event that it may be another word for.
//! A noun that points back ("the attack") needs little; a verb needs the same word and nobody in the way.

mod apart;
mod likely;

use std::collections::{BTreeMap, BTreeSet};

use annalist_doc::{Dep, PlaceId, Role, TimeId};
use annalist_lexicon::Weights;

use super::Scene;
pub(super) use apart::{conflict, counts_differ, is_elsewhere};
use apart::{is_bar, is_far, is_of_others, shares, tolls_differ};

/// How many mentions a mention is compared with: those right before it, and those that open the report.
const NEAR: usize = 60;
const OPENING: usize = 12;

/// How many sentences a noun looks back for an event under another name.
const REACH: usize = 12;

/// A place that speaks of an event.
#[derive(Clone, Debug)]
pub(crate) struct Mention<'l> {
    pub(crate) head: usize,
    /// Type and mode, where the lexicon knows them.
    pub(crate) kind: Option<(&'l str, Option<&'l str>)>,
    /// What did it, of an accident or a disaster.
    pub(crate) hazard: Option<&'l str>,
    /// Heads and entities of who takes part.
    pub(crate) parties: Vec<(Role, usize, Option<usize>)>,
    /// Where it is.
    pub(crate) place: Option<PlaceId>,
    pub(crate) time: Option<TimeId>,
    /// Told as history.
    pub(crate) old: bool,
    /// Told not to have happened.
    pub(crate) negative: bool,
    /// Only what became of people: "were killed".
    pub(crate) outcome: bool,
}

/// Joins mentions of one event: `first` tells of each mention (in text order) the first of its event, as far as
/// the grammar told already.
pub(crate) fn chains(scene: &Scene<'_, '_, '_>, mentions: &[Mention<'_>], first: &mut [usize]) {
    if let Some(weights) = &scene.lexicon.same_events {
        return learned(scene, mentions, weights, first);
    }
    for j in 1..mentions.len() {
        let joins = |i: &usize| {
            // Nothing that is already in the event may stand in the way.
            let root = first[*i];
            same(scene, &mentions[*i], &mentions[j])
                && (0..j)
                    .filter(|k| first[*k] == root)
                    .all(|k| !conflict(scene, &mentions[k], &mentions[j]))
        };
        if let Some(i) = (0..j).rev().find(joins) {
            merge(first, i, j);
        }
    }
}

/// Makes one event of two.
pub(super) fn merge(first: &mut [usize], a: usize, b: usize) {
    let (a, b) = (first[a].min(first[b]), first[a].max(first[b]));
    first.iter_mut().filter(|f| **f == b).for_each(|f| *f = a);
}

/// The same by what was learned: each mention joins the event of the earlier mention that it most likely
/// speaks of, if the event as a whole allows it.
fn learned(
    scene: &Scene<'_, '_, '_>,
    mentions: &[Mention<'_>],
    weights: &Weights,
    first: &mut [usize],
) {
    let (least, whole) = (weights.setting("threshold"), weights.setting("whole"));
    let tied = first.to_vec();
    let mut units: Vec<Vec<usize>> = vec![Vec::new(); first.len()];
    for (m, unit) in tied.iter().enumerate().take(mentions.len()) {
        units[*unit].push(m);
    }
    let unit = |m: usize| &units[tied[m]];
    for j in 1..mentions.len() {
        // What is tied to it may have joined an event for both.
        if first[j] != tied[j] {
            continue;
        }
        if let Some(i) = meant_by_that(scene, mentions, j) {
            merge(first, i, j);
            continue;
        }
        let near = (0..j.min(OPENING)).chain(j.saturating_sub(NEAR).max(OPENING)..j);
        let near: Vec<usize> = near.filter(|i| first[*i] != first[j]).collect();
        let alone = |m: usize| !mentions[m].outcome || unit(m).len() == 1;
        let bar = |i: usize, k: usize| {
            let (a, b) = (&mentions[i], &mentions[k]);
            // What became of people in an event does not tell it from others by who they are.
            match alone(i) && alone(k) {
                true => is_bar(scene, a, b),
                false => is_far(scene, a, b) || a.outcome == b.outcome && is_of_others(scene, a, b),
            }
        };
        // What is tied to it counts with it: "died in a flood" is not the fire in which others died.
        let bars = |i: &&usize| {
            unit(j).iter().any(|k| bar(**i, *k))
                || tolls_differ(scene, mentions, unit(**i), unit(j))
        };
        let barred: BTreeSet<usize> = near.iter().filter(bars).map(|i| first[*i]).collect();
        let near = near.into_iter().filter(|i| !barred.contains(&first[*i]));
        let score = |i: usize| {
            let score = likely::score(scene, weights, mentions, (i, j));
            if is_named_again(scene, &mentions[i], &mentions[j]) { score.max(least) } else { score }
        };
        let scores: Vec<(i32, usize)> = near.map(|i| (score(i), i)).collect();
        // What the grammar ties together speaks with the voice of whoever fits best.
        let mut voices: BTreeMap<usize, i32> = BTreeMap::new();
        for (score, i) in &scores {
            let voice = voices.entry(tied[*i]).or_insert(*score);
            *voice = (*voice).max(*score);
        }
        // Of each event the sum over its voices, and how many they are.
        let mut events: BTreeMap<usize, (i32, i32)> = BTreeMap::new();
        for (voice, score) in &voices {
            let (sum, count) = events.entry(first[*voice]).or_default();
            (*sum, *count) = (*sum + score, *count + 1);
        }
        let fits = |i: usize| events.get(&first[i]).is_none_or(|(sum, n)| sum / n >= whole);
        let best = scores.iter().filter(|(score, i)| *score >= least && fits(*i)).max();
        if let Some((_, i)) = best {
            merge(first, *i, j);
        }
    }
}

/// "Soldiers shot dead seven protesters. … those killings": the nearest event of its type before it.
fn meant_by_that(scene: &Scene<'_, '_, '_>, mentions: &[Mention<'_>], j: usize) -> Option<usize> {
    let tree = scene.tree;
    let noun = &mentions[j];
    let (kind, _) = noun.kind.filter(|_| tree.tag(noun.head).is_noun())?;
    let that = tree.child(noun.head, Dep::Det)?;
    if !scene.lexicon.words.demonstrative.iter().any(|w| w == tree.lower(that)) {
        return None;
    }
    let here = tree.sentence_index(noun.head);
    let near = |i: &usize| here - tree.sentence_index(mentions[*i].head) <= 2;
    let fits = |i: &usize| {
        mentions[*i].kind.is_some_and(|(k, _)| k == kind) && !conflict(scene, &mentions[*i], noun)
    };
    (0..j).rev().take_while(near).find(fits)
}

/// "Soldiers opened fire. … the shooting": a noun that points back to what was told in other words a little
/// before, of one type and mode. The learned weights alone do not join such words when they differ.
fn is_named_again(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let tree = scene.tree;
    let near = tree.sentence_index(b.head).abs_diff(tree.sentence_index(a.head)) <= 2;
    let kind = |m: &Mention<'_>| m.kind.map(|(kind, _)| kind.to_owned());
    near && tree.tag(b.head).is_noun()
        && points_back(scene, b.head) == Some(true)
        && same_mode(a, b)
        && kind(a) == kind(b)
        && !conflict(scene, a, b)
}

/// Names what holds of each two of the places that somebody else marked as events.
#[cfg(feature = "training")]
pub(crate) fn for_training(
    scene: &Scene<'_, '_, '_>,
    mentions: &[Mention<'_>],
) -> Vec<(usize, usize, Vec<String>)> {
    let pairs = (1..mentions.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
    pairs
        .map(|(i, j)| {
            let mut names = Vec::new();
            likely::features(scene, mentions, (i, j), &mut names);
            (i, j, names)
        })
        .collect()
}

/// What is known about places that somebody else marked as events.
#[cfg(feature = "training")]
pub(crate) fn marked<'l>(
    scene: &Scene<'_, '_, 'l>,
    drafts: &[super::EventDraft<'l>],
    spans: &[annalist_doc::Span],
) -> Vec<Mention<'l>> {
    let tree = scene.tree;
    let top = |span: &annalist_doc::Span| {
        tree.tokens_in(*span).min_by_key(|t| (tree.climb(*t).count(), *t)).unwrap_or(0)
    };
    let party = |role: Role, head: Option<usize>| {
        head.map(|h| (role, h, scene.entity_at(h).map(|(_, cluster)| cluster)))
    };
    let when = super::When::new(scene);
    let one = |span: &annalist_doc::Span| {
        let head = top(span);
        if let Some(draft) = drafts.iter().find(|d| d.head == head) {
            return super::join::mention(scene, draft);
        }
        let verb = tree.tag(head).is_verb();
        let [actor, recipient] = if verb {
            [tree.logical_subject(head), tree.logical_object(head)]
        } else {
            let owner = tree.child(head, Dep::Poss).or_else(|| tree.object_of(head, "by"));
            [owner, tree.object_of(head, "of").or_else(|| tree.object_of(head, "against"))]
        };
        let parties =
            party(Role::Actor, actor).into_iter().chain(party(Role::Recipient, recipient));
        Mention {
            head,
            kind: None,
            hazard: None,
            parties: parties.collect(),
            place: None,
            time: when.of(head),
            old: false,
            negative: false,
            outcome: false,
        }
    };
    spans.iter().map(one).collect()
}

/// Whether the later mention may speak of the earlier one's event.
fn same(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    if conflict(scene, a, b) {
        return false;
    }
    let tree = scene.tree;
    let word = tree.lemma(a.head).eq_ignore_ascii_case(tree.lemma(b.head));
    let related = word || related(scene, a.head, b.head);
    let alike = match (a.kind, b.kind) {
        (Some((x, m)), Some((y, n))) => x == y && (m == n || m.is_none() || n.is_none()),
        _ => false,
    };
    let shared = shares(scene, a, b);
    let near = tree.sentence_index(b.head).abs_diff(tree.sentence_index(a.head)) <= REACH;
    if !tree.tag(b.head).is_noun() {
        // Who says something twice says two things.
        let says = scene.lexicon.cues.starting_with(tree.lemma(b.head)).any(|c| c.reporting);
        return !says && (related || alike && shared && same_mode(a, b));
    }
    let general = scene.lexicon.accounts.happenings.iter().any(|h| h == tree.lemma(b.head));
    let violent =
        |m: &Mention<'_>| m.kind.is_some_and(|(k, _)| matches!(k, "ASSAULT" | "INCIDENT"));
    match points_back(scene, b.head) {
        Some(true) => {
            related
                || near && alike && (same_mode(a, b) || general)
                || near && general && violent(a) && b.kind.is_none_or(|_| violent(b))
        }
        // "a bombing" brings a new one, unless the first to tell of it was a verb or the same people are in it.
        Some(false) => word && (shared || a.parties.is_empty() || !tree.tag(a.head).is_noun()),
        None => related,
    }
}

fn same_mode(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let mode = |m: &Mention<'_>| m.kind.and_then(|(_, mode)| mode.map(str::to_owned));
    mode(a).is_some() && mode(a) == mode(b)
}

/// Whether a noun points back ("the", "this", "its"), brings something new ("a"), or leaves it open.
fn points_back(scene: &Scene<'_, '_, '_>, noun: usize) -> Option<bool> {
    let tree = scene.tree;
    let words = &scene.lexicon.words;
    for c in tree.children(noun).filter(|c| *c < noun) {
        if tree.dep(c) == Dep::Poss || words.definite.iter().any(|d| d == tree.lower(c)) {
            return Some(true);
        }
        if matches!(tree.lower(c), "a" | "an") {
            return Some(false);
        }
    }
    tree.tag(noun).is_proper().then_some(true)
}

/// Whether two words are the same, or one is made from the other: "explode", "explosion".
pub(crate) fn related(scene: &Scene<'_, '_, '_>, a: usize, b: usize) -> bool {
    let tree = scene.tree;
    let (a, b) = (tree.lemma(a).to_lowercase(), tree.lemma(b).to_lowercase());
    if a == b {
        return true;
    }
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let short = a.len().min(b.len());
    let ending = |word: &str| {
        let rest = word.get(common..).unwrap_or_default();
        rest.is_empty() || scene.lexicon.accounts.endings.iter().any(|e| e == rest)
    };
    common >= 5 && common + 2 >= short || common >= 4 && ending(&a) && ending(&b)
}
