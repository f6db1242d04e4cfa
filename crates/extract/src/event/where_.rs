//! Where an event happened: not where somebody spoke of it.
//!
//! What hangs on the trigger's words by a preposition of place is surest. Otherwise, of a verb, each place
//! of the sentence is weighed by how it hangs together with the verb: a sum of whole numbers,
//! thousandths of log-odds, learned by `annalist-eval train-event-places`.

use annalist_doc::{Dep, EntityKind, PlaceId, PlaceSense, Role, Toponym};
use annalist_lexicon::{Lexicon, TriggerPos, Weights};

use super::trigger::Match;
use super::{Participant, Scene};
use crate::tree::Tree;

/// The place of an event.
pub(crate) fn of(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    arguments: &[Participant],
) -> Option<PlaceId> {
    let ruled = by_rules(scene, found, arguments).and_then(|m| named(scene, m));
    if ruled.is_some() {
        return ruled;
    }
    let weights = scene.lexicon.events_where.as_ref()?;
    if found.trigger.pos == TriggerPos::Noun {
        return None;
    }
    best(scene.tree, scene.lexicon, scene.places, found.head, weights)
}

/// The place that a mention names.
fn named(scene: &Scene<'_, '_, '_>, mention: usize) -> Option<PlaceId> {
    let core = scene.mentions[mention].core;
    let at = scene.places.partition_point(|p| p.span.end <= core.start);
    let place = scene.places.get(at).filter(|p| p.span.start < core.end)?;
    is_where(place).then_some(place.id)
}

/// Whether the place itself is meant, not somebody.
fn is_where(place: &Toponym) -> bool {
    matches!(place.sense, PlaceSense::Place | PlaceSense::Part)
}

/// The places of a token's sentence.
fn around<'p>(tree: &Tree<'_>, places: &'p [Toponym], token: usize) -> &'p [Toponym] {
    let sentence = tree.sentence_index(token) as u32;
    let from = places.partition_point(|p| p.sentence < sentence);
    let to = places.partition_point(|p| p.sentence <= sentence);
    &places[from..to]
}

/// The likeliest place of a verb's event, if it is likely enough.
fn best(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    places: &[Toponym],
    verb: usize,
    weights: &Weights,
) -> Option<PlaceId> {
    let near = around(tree, places, verb);
    let scored = near.iter().filter(|p| is_where(p)).map(|place| {
        let mut sum = 0;
        features(tree, lexicon, near, verb, place, &mut |parts| {
            sum += weights.of(Weights::key(parts))
        });
        (sum, place.id)
    });
    let best = scored.max_by_key(|(sum, id)| (*sum, std::cmp::Reverse(*id)));
    best.filter(|(sum, _)| *sum > weights.setting("threshold")).map(|(_, id)| id)
}

/// Each place that may be where a verb's event happens, with the names of its features.
#[cfg(feature = "training")]
pub(crate) fn for_training(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    places: &[Toponym],
    verb: annalist_doc::Span,
) -> Vec<(annalist_doc::Span, Vec<String>)> {
    let Some(verb) = tree.tokens_in(verb).next() else { return Vec::new() };
    let near = around(tree, places, verb);
    near.iter()
        .filter(|p| is_where(p))
        .map(|place| {
            let mut all: Vec<String> = Vec::new();
            features(tree, lexicon, near, verb, place, &mut |parts| all.push(parts.join("|")));
            (place.span, all)
        })
        .collect()
}

/// The longest way from a place to a verb that is spelt out.
const LONGEST: usize = 6;

/// Names every feature of a verb and a place to `sink`.
fn features(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    near: &[Toponym],
    verb: usize,
    place: &Toponym,
    sink: &mut dyn FnMut(&[&str]),
) {
    let tokens = tree.tokens_in(place.span);
    let head = tokens.clone().find(|t| !tokens.contains(&tree.head(*t)) || tree.is_root(*t));
    let head = head.unwrap_or(tokens.start);
    let lemma = tree.lemma(verb);
    let says = lexicon.cues.starting_with(lemma).any(|c| c.reporting);
    let says = if says { "says" } else { "acts" };
    let verb_dep = tree.dep(verb).as_str();
    // Up from the place to the first token above the verb too, then down to the verb.
    let above: Vec<usize> = tree.climb(verb).collect();
    let up: Vec<usize> = tree.climb(head).take_while(|t| !above.contains(t)).collect();
    let meet = tree.climb(head).find(|t| above.contains(t));
    let down = meet.map_or(99, |m| above.iter().position(|a| *a == m).unwrap_or(99));
    let mut way = String::new();
    for t in up.iter().take(LONGEST) {
        let prep = tree.dep(*t) == Dep::Prep || tree.dep(*t) == Dep::Agent;
        way.push_str(if prep { tree.lower(*t) } else { tree.dep(*t).as_str() });
        way.push('>');
    }
    let mut short = String::new();
    for t in &up {
        // Of names within names only the outermost counts.
        if !matches!(tree.dep(*t), Dep::Compound | Dep::Appos | Dep::Conj | Dep::Nmod | Dep::Pobj) {
            short.push_str(tree.dep(*t).as_str());
            short.push('>');
        }
    }
    let lower: Vec<&str> =
        above[..down.min(above.len())].iter().map(|t| tree.dep(*t).as_str()).collect();
    let lower = lower.join("<");
    let meets = if meet.is_none() {
        "apart"
    } else if down == 0 {
        "below"
    } else if up.is_empty() {
        "above"
    } else {
        "beside"
    };
    let prep = up.iter().find(|t| tree.dep(**t) == Dep::Prep).map_or("none", |t| tree.lower(*t));
    let side = if head < verb { "before" } else { "after" };
    let apart = match head.abs_diff(verb) {
        0..=2 => "2",
        3..=4 => "4",
        5..=7 => "7",
        8..=12 => "12",
        13..=20 => "20",
        _ => "far",
    };
    let (from, to) = (head.min(verb), head.max(verb));
    let verbs = (from + 1..to).filter(|t| tree.tag(*t).is_verb()).count().min(3);
    let verbs = ["0", "1", "2", "3"][verbs];
    let nearest = near
        .iter()
        .filter(|p| is_where(p))
        .min_by_key(|p| tree.tokens_in(p.span).start.abs_diff(verb))
        .is_some_and(|p| p.id == place.id);
    let nearest = if nearest { "nearest" } else { "other" };
    let count = ["0", "1", "2", "3", "4"][near.iter().filter(|p| is_where(p)).count().min(4)];
    let wide = if place.country.is_some() {
        "country"
    } else if place.site {
        "site"
    } else {
        "place"
    };
    let held = if near.iter().any(|p| p.within == Some(place.id)) { "holds" } else { "free" };
    let said = if tree.is_passive(verb) { "passive" } else { tree.tag(verb).as_str() };
    sink(&["any"]);
    sink(&["says", says, meets]);
    sink(&["verb", lemma]);
    sink(&["verb", lemma, meets, prep]);
    sink(&["way", &way, meets]);
    sink(&["way", &short, &lower]);
    sink(&["way", &short, meets, prep]);
    sink(&["lower", &lower, says]);
    sink(&["prep", prep, meets, wide]);
    sink(&["prep", prep, says, side]);
    sink(&["apart", apart, side, verbs]);
    sink(&["apart", apart, nearest, count]);
    sink(&["nearest", nearest, count, wide]);
    sink(&["held", held, nearest]);
    sink(&["wide", wide, meets, side]);
    sink(&["dep", verb_dep, meets, side]);
    sink(&["tag", said, meets, side]);
    sink(&["sense", if place.sense == PlaceSense::Part { "part" } else { "place" }, wide]);
    sink(&["mixed", meets, says, nearest, verbs]);
}

/// The mention that names where the event happened.
fn by_rules(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    arguments: &[Participant],
) -> Option<usize> {
    let tree = scene.tree;
    let placed = |head: usize| {
        let (m, cluster) = scene.entity_at(head)?;
        let kinds = [scene.mentions[m].what, scene.resolved.clusters[cluster].kind];
        kinds
            .iter()
            .any(|k| matches!(k, EntityKind::Place | EntityKind::Country | EntityKind::Facility))
            .then_some(m)
    };
    let mut bearers = found.tokens.clone();
    bearers.extend(found.light.map(|(verb, _)| verb));
    bearers.extend(arguments.iter().filter(|a| a.role == Role::Recipient).map(|a| a.head));
    // A noun's place may hang on the verb above it, and an open clause's on the verb that opens it.
    if found.trigger.pos == TriggerPos::Noun {
        bearers.extend(tree.climb(found.head).skip(1).take(4).find(|a| tree.tag(*a).is_verb()));
    } else if tree.dep(found.head) == Dep::Xcomp {
        bearers.push(tree.head(found.head));
    }
    for bearer in &bearers {
        for p in tree.children(*bearer).filter(|c| tree.dep(*c) == Dep::Prep) {
            if !scene.lexicon.words.place_preps.iter().any(|w| w == tree.lower(p)) {
                continue;
            }
            let Some(object) = tree.prep_object(p) else { continue };
            let inner = placed(object)
                .or_else(|| tree.object_of(object, "of").and_then(placed))
                .or_else(|| tree.child(object, Dep::Poss).and_then(placed));
            if inner.is_some() {
                return inner;
            }
        }
    }
    let target = arguments
        .iter()
        .filter(|a| a.role == Role::Recipient)
        .find_map(|a| placed(a.head).filter(|m| scene.mentions[*m].what != EntityKind::Country));
    target.filter(|_| found.trigger.quad == 4)
}
