//! Where an event happened: not where somebody spoke of it.
//!
//! Of a verb, each place of its sentence is weighed (`spot`). Otherwise what hangs on the trigger's words
//! by a preposition of place is where it happened.

use annalist_doc::{Block, BlockKind, Dep, EntityKind, PlaceId, PlaceSense, Role, Toponym};
use annalist_lexicon::TriggerPos;

use super::trigger::Match;
use super::{Participant, Scene};

/// The place of an event.
pub(crate) fn of(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    arguments: &[Participant],
) -> Option<PlaceId> {
    let weights =
        scene.lexicon.events_where.as_ref().filter(|_| found.trigger.pos != TriggerPos::Noun);
    weights
        .and_then(|w| {
            let left_out = |place: &Toponym| {
                is_somebody(scene, place, arguments)
                    || is_of_speaker(scene, place, found.head)
                    || is_whence(scene, place)
            };
            super::spot::best(scene.tree, scene.lexicon, scene.places, found.head, w, left_out)
        })
        .or_else(|| by_rules(scene, found, arguments))
        .map(|place| narrowed(scene, place))
        .or_else(|| headed(scene, found))
}

/// "In Chile, a bus crashed in Los Angeles": where the same verb names a place within the place, it was there.
fn narrowed(scene: &Scene<'_, '_, '_>, place: PlaceId) -> PlaceId {
    let tree = scene.tree;
    let verb = |place: &Toponym| {
        let head = tree.top(tree.tokens_in(place.span))?;
        tree.climb(head).find(|a| tree.tag(*a).is_verb())
    };
    let Some(wide) = scene.places.get(place.index()) else { return place };
    let inside = scene.places[place.index() + 1..]
        .iter()
        .take_while(|other| other.sentence == wide.sentence)
        .filter(|other| other.within == Some(place) && other.sense == PlaceSense::Place);
    let mut at_verb = inside.filter(|other| verb(other).is_some() && verb(other) == verb(wide));
    at_verb.next().map_or(place, |inner| inner.id)
}

/// Whether what may be a village is somebody who takes part: "killed the commander Musa Bello in Ostwick".
fn is_somebody(scene: &Scene<'_, '_, '_>, place: &Toponym, arguments: &[Participant]) -> bool {
    let clusters = arguments.iter().filter_map(|a| Some(&scene.resolved.clusters[a.cluster?]));
    let mut people =
        clusters.filter(|c| c.kind == EntityKind::Person && (c.sure || !c.roles.is_empty()));
    place.site
        && people.any(|c| c.mentions.iter().any(|m| scene.mentions[*m].core.overlaps(place.span)))
}

/// "A Warri-based trader", "a Kano-born preacher", "students from Boston University rallied in Ankara": whence
/// somebody is.
fn is_whence(scene: &Scene<'_, '_, '_>, place: &Toponym) -> bool {
    let other =
        |p: &&Toponym| p.sentence == place.sentence && p.sense == PlaceSense::Place && !p.site;
    let tree = scene.tree;
    let from = tree
        .tokens_in(place.span)
        .next()
        .and_then(|t| tree.climb(t).find(|a| tree.dep(*a) == Dep::Prep))
        .is_some_and(|prep| tree.is(prep, "from"));
    if place.sense == PlaceSense::Part && from && scene.places.iter().any(|p| other(&p)) {
        return true;
    }
    let rest = &tree.text[place.span.end as usize..];
    let word = rest.strip_prefix(['-', '‑', '–']).unwrap_or_default();
    let word = word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    scene.lexicon.places.whence.iter().any(|w| w == word)
}

/// "Pol, speaking in Geneva, said troops had bombed the village", "told reporters in Brussels that …": there it was
/// said, not done.
fn is_of_speaker(scene: &Scene<'_, '_, '_>, place: &Toponym, event: usize) -> bool {
    let tree = scene.tree;
    let Some(head) = tree.top(tree.tokens_in(place.span)) else {
        return false;
    };
    let told = super::told_by(scene, event).into_iter().map(|s| &scene.statements[s]);
    let mut around = told.filter(|s| !s.covers(place.span.start)).peekable();
    if head > event || around.peek().is_none() {
        return false;
    }
    let way: Vec<usize> = tree.climb(head).skip(1).take(4).collect();
    let Some(above) = way.iter().copied().find(|a| tree.tag(*a).is_verb()) else { return false };
    let among = |words: &[String], t: usize| words.iter().any(|w| w == tree.lemma(t));
    let speaks = among(&scene.lexicon.accounts.speaking, above);
    let occasion = way.into_iter().any(|a| among(&scene.lexicon.accounts.speeches, a));
    let at_cue = around.any(|s| s.cue_tokens.contains(&above) && head > above);
    at_cue || speaks || occasion
}

/// The place that an event's section is on, where that alone stands over it: "Kano. Gunmen killed four people."
/// Where somebody only spoke is nothing that a heading tells.
fn headed(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Option<PlaceId> {
    if !matches!(found.trigger.quad, 0 | 2 | 4) {
        return None;
    }
    let document = scene.tree.document;
    let own = scene.tree.sentence(found.head).block as usize;
    let at = |block: &Block| {
        let first = scene.places.partition_point(|p| p.span.start < block.span.start);
        let place = scene.places.get(first).filter(|p| p.span.end <= block.span.end)?;
        let before = &document.text[block.span.start as usize..place.span.start as usize];
        let rest = document.text[place.span.end as usize..block.span.end as usize].trim_start();
        let open = before.trim().is_empty() && is_where(place);
        open.then_some((place.id, rest))
    };
    if let Some((place, rest)) = document.blocks.get(own).and_then(at)
        && rest.starts_with(['.', ':'])
    {
        return Some(place);
    }
    let heading = document.blocks[..own].iter().rfind(|b| b.kind == BlockKind::Heading)?;
    at(heading).filter(|(_, rest)| rest.is_empty() || *rest == ":").map(|(place, _)| place)
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

/// The place that hangs on the event's words.
fn by_rules(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    arguments: &[Participant],
) -> Option<PlaceId> {
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
        // "the flood killed 87 people in the north": what hangs on the object too.
        let verb = verb_over(scene, found.head);
        bearers.extend(verb);
        bearers.extend(verb.and_then(|v| tree.logical_object(v)));
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
                .or_else(|| tree.child(object, Dep::Poss).and_then(placed))
                .and_then(|m| named(scene, m));
            if inner.is_some() {
                return inner;
            }
        }
    }
    let target = arguments
        .iter()
        .filter(|a| a.role == Role::Recipient)
        .find_map(|a| placed(a.head).filter(|m| scene.mentions[*m].what != EntityKind::Country));
    let target = target.and_then(|m| named(scene, m));
    // "seized a third of the country": in that country.
    let part = || {
        let reached = arguments.iter().filter(|a| a.role == Role::Recipient);
        let parts = reached.filter(|a| scene.entity_at(a.head).is_none());
        parts.filter_map(|a| Some((a.head, a.cluster?))).find_map(|(t, c)| last_named(scene, c, t))
    };
    target.or_else(part).filter(|_| found.trigger.quad == 4)
}

/// The verb that happened where and when a noun did: that of which it is a part, not one before or after which
/// it was ("after the raid, they met in Ostwick").
fn verb_over(scene: &Scene<'_, '_, '_>, noun: usize) -> Option<usize> {
    let tree = scene.tree;
    let apart = &scene.lexicon.accounts.apart;
    let mut way = tree.climb(noun).take(5);
    way.find(|a| tree.tag(*a).is_verb() || apart.iter().any(|w| w == tree.lower(*a)))
        .filter(|a| tree.tag(*a).is_verb())
}

/// The place that an entity's last mention before a token names.
fn last_named(scene: &Scene<'_, '_, '_>, cluster: usize, before: usize) -> Option<PlaceId> {
    let mentions = scene.resolved.clusters[cluster].mentions.iter();
    let known = mentions.filter(|m| scene.mentions[**m].head < before);
    let named = known.filter_map(|m| Some((scene.mentions[*m].head, named(scene, *m)?)));
    named.max_by_key(|(head, _)| *head).map(|(_, place)| place)
}
