//! What tells two mentions of events apart, and who takes part in both.

use annalist_doc::{NameLabel, PlaceSense, Role, Tag, Toponym, Year};

use super::{Mention, points_back, related};
use crate::event::Scene;
use crate::event::home::is_apart;
use crate::number::quantity;

/// Whether somebody or something takes part in both.
pub(super) fn shares(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    a.parties.iter().any(|x| b.parties.iter().any(|y| same_party(scene, x, y)))
}

pub(super) fn same_party(
    scene: &Scene<'_, '_, '_>,
    x: &(Role, usize, Option<usize>),
    y: &(Role, usize, Option<usize>),
) -> bool {
    match (x.2, y.2) {
        (Some(x), Some(y)) if x == y => true,
        _ => {
            let tree = scene.tree;
            tree.tag(x.1).is_noun() && tree.lemma(x.1) == tree.lemma(y.1)
        }
    }
}

/// Whether something tells the two apart: other people in the same part, another day, another place, "another".
pub(in crate::event) fn conflict(
    scene: &Scene<'_, '_, '_>,
    a: &Mention<'_>,
    b: &Mention<'_>,
) -> bool {
    is_other(scene, b.head)
        || is_past(scene, a, b)
        || people_differ(scene, a, b)
        || times_differ(scene, a, b)
        || places_differ(scene, a, b)
}

/// Whether what became of people, told in `b`, became of them in another event than `a`. A death on another day
/// may well be one.
pub(in crate::event) fn is_elsewhere(
    scene: &Scene<'_, '_, '_>,
    a: &Mention<'_>,
    b: &Mention<'_>,
) -> bool {
    is_past(scene, a, b)
        || people_differ(scene, a, b)
        || towns_differ(scene, a, b)
        || !dies(b) && times_differ(scene, a, b)
}

/// "Two of the wounded died on Tuesday": of what was on Monday.
fn dies(mention: &Mention<'_>) -> bool {
    mention.outcome && mention.kind.is_some_and(|(kind, _)| kind == "INCIDENT")
}

/// Whether others are known to have the same part.
fn people_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    for role in [Role::Actor, Role::Recipient] {
        let of = |m: &Mention<'_>| -> Vec<(Role, usize, Option<usize>)> {
            m.parties.iter().filter(|p| p.0 == role).copied().collect()
        };
        let (x, y) = (of(a), of(b));
        if x.is_empty() || y.is_empty() {
            continue;
        }
        let agree = x.iter().any(|x| y.iter().any(|y| same_party(scene, x, y)));
        if !agree && x.iter().all(|p| is_sure(scene, p)) && y.iter().all(|p| is_sure(scene, p)) {
            return true;
        }
    }
    false
}

/// Whether two mentions can be of one event in no case, whatever the weights say.
pub(super) fn is_bar(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let tree = scene.tree;
    // "The bombing came a week after soldiers shot dead seven."
    let clauses = tree.sentence_index(a.head) == tree.sentence_index(b.head)
        && is_apart(scene, a.head) != is_apart(scene, b.head);
    clauses
        || is_past(scene, a, b)
        || kinds_differ(scene, a, b)
        || is_far(scene, a, b)
        || is_of_others(scene, a, b)
        || counts_differ(scene, a, b)
        || sides_differ(scene, a, b)
}

/// "A fire", "a flood"; or a flood, and whom gunmen killed.
fn hazards_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let sector = |head: usize| scene.lexicon.actors.role(scene.tree.lemma(head))?.sector.as_deref();
    let armed = |m: &Mention<'_>| {
        let armed = ["COP", "CRM", "MIL", "REB", "SPY", "UAF"];
        let mut actors = m.parties.iter().filter(|p| p.0 == Role::Actor);
        actors.any(|p| sector(p.1).is_some_and(|s| armed.contains(&s)))
    };
    match (a.hazard, b.hazard) {
        (Some(x), Some(y)) => x != y,
        (Some(_), None) => armed(b),
        (None, Some(_)) => armed(a),
        (None, None) => false,
    }
}

/// "In Accra police arrested nine people. In Kumasi they arrested two": what tells of an event anew tells of one
/// day and one town.
fn days_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let anew = tells_anew(scene, a) && tells_anew(scene, b);
    let dies = dies(a) || dies(b);
    anew && (!dies && times_differ(scene, a, b) || towns_differ(scene, a, b))
}

/// "gunmen attacked", "a drone attack": no word for what was told before.
fn tells_anew(scene: &Scene<'_, '_, '_>, mention: &Mention<'_>) -> bool {
    scene.tree.tag(mention.head).is_verb() || points_back(scene, mention.head) == Some(false)
}

/// "41 people have died in six districts. Twelve drowned when a boat capsized": a toll that others bring with an
/// event of their own. Both are all mentions of what the grammar ties together.
pub(super) fn tolls_differ(
    scene: &Scene<'_, '_, '_>,
    mentions: &[Mention<'_>],
    earlier: &[usize],
    later: &[usize],
) -> bool {
    let anew = |m: &usize| !mentions[*m].outcome && tells_anew(scene, &mentions[*m]);
    let toll = |all: &[usize]| {
        let outcomes = all.iter().map(|m| &mentions[*m]).filter(|m| m.outcome);
        let mut victims = outcomes.flat_map(|m| &m.parties);
        let (_, head, _) = victims.find(|p| p.0 == Role::Recipient)?;
        let number = quantity(scene.tree, &scene.lexicon.words, *head)?;
        number.low.filter(|low| number.high == Some(*low))
    };
    later.iter().any(anew)
        && earlier.iter().all(|m| mentions[*m].outcome)
        && toll(earlier).zip(toll(later)).is_some_and(|(m, n)| m > n)
}

/// Whether they are of other days, towns or hazards.
pub(super) fn is_far(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    days_differ(scene, a, b) || hazards_differ(scene, a, b)
}

/// "an army raid", "rebels ambushed a patrol": a state's people do it, or others do.
fn sides_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let of = |m: &Mention<'_>, role: Role| m.parties.iter().find(|p| p.0 == role).copied();
    let state = |head: usize| {
        let role = scene.lexicon.actors.role(scene.tree.lemma(head))?;
        match role.sector.as_deref()? {
            "COP" | "GOV" | "MIL" | "SPY" => Some(true),
            "CVL" | "CRM" | "LAB" | "OPP" | "REB" => Some(false),
            _ => None,
        }
    };
    let Some((x, y)) = of(a, Role::Actor).zip(of(b, Role::Actor)) else { return false };
    // Of a clash one tells it from this side, one from that.
    let turned = |one, other: &Mention<'_>| {
        of(other, Role::Recipient).is_some_and(|p| same_party(scene, one, &p))
    };
    let opposed = state(x.1).zip(state(y.1)).is_some_and(|(one, other)| one != other);
    opposed && !turned(&x, b) && !turned(&y, a)
}

/// "the demonstrations", "the strikes": of two types and two modes, under two words.
fn kinds_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let (Some((x, m)), Some((y, n))) = (a.kind, b.kind) else { return false };
    let moded = m.is_some() && n.is_some();
    x != y && moded && m != n && !related(scene, a.head, b.head)
}

/// "killed the general", "nobody was killed": what did not happen to some is not what happened to others.
pub(super) fn is_of_others(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let of = |m: &Mention<'_>| -> Vec<(Role, usize, Option<usize>)> {
        m.parties.iter().filter(|p| p.0 == Role::Recipient).copied().collect()
    };
    let (x, y) = (of(a), of(b));
    let shared = x.iter().any(|x| y.iter().any(|y| same_party(scene, x, y)));
    a.negative != b.negative && !x.is_empty() && !y.is_empty() && !shared
}

/// Whether one tells of years ago, and a verb of now.
fn is_past(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let now = |m: &Mention<'_>| !m.old && scene.tree.tag(m.head).is_verb();
    let known = a.kind.is_some() && b.kind.is_some();
    known && (a.old && now(b) || b.old && now(a))
}

/// "killed 11 members of a militia", "the murder of three leaders": others, and not as many.
pub(in crate::event) fn counts_differ(
    scene: &Scene<'_, '_, '_>,
    a: &Mention<'_>,
    b: &Mention<'_>,
) -> bool {
    let (tree, words) = (scene.tree, &scene.lexicon.words);
    // "14 demonstrators", "the lawmaker Hasan Polat"
    let many = |m: &Mention<'_>| {
        let (_, head, _) = m.parties.iter().find(|p| p.0 == Role::Recipient)?;
        quantity(tree, words, *head)?.low.filter(|low| *low > 1)
    };
    let named = |m: &Mention<'_>| {
        let mut all = m.parties.iter().filter(|p| p.0 == Role::Recipient);
        all.next().is_some_and(|p| {
            all.next().is_none()
                && tree.tag(p.1) == Tag::Nnp
                && tree.token(p.1).name == Some(NameLabel::Person)
        })
    };
    if many(a).is_some() && named(b) || many(b).is_some() && named(a) {
        return true;
    }
    let counted = |m: &Mention<'_>| {
        let (_, head, _) = m.parties.iter().find(|p| p.0 == Role::Recipient)?;
        let number = quantity(tree, words, *head).filter(|q| q.low.is_some() && q.low == q.high)?;
        let who = tree.lemma(*head);
        let plain = words.people.iter().any(|w| w == who) || number.first == *head;
        (!plain).then_some((number.low, who))
    };
    counted(a).zip(counted(b)).is_some_and(|((m, one), (n, other))| m != n && one != other)
}

/// Whether a word says that an event is not the one told of: "another attack".
pub(super) fn is_other(scene: &Scene<'_, '_, '_>, head: usize) -> bool {
    let tree = scene.tree;
    tree.children(head)
        .any(|c| c < head && scene.lexicon.accounts.others.iter().any(|w| w == tree.lower(c)))
}

/// Whether it is certain who is meant, so that another is somebody else.
pub(super) fn is_sure(scene: &Scene<'_, '_, '_>, party: &(Role, usize, Option<usize>)) -> bool {
    let named = |c: usize| !scene.resolved.clusters[c].names.is_empty();
    party.2.is_some_and(named)
}

pub(super) fn times_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let expr = |m: &Mention<'_>| m.time.map(|id| &scene.times[id.index()]);
    match (expr(a), expr(b)) {
        (Some(x), Some(y)) => {
            use annalist_doc::TimeExpr::{Calendar, Weekday};
            match (&x.expr, &y.expr) {
                (Weekday { day: x, step: s, .. }, Weekday { day: y, step: t, .. }) => {
                    x != y || s != t
                }
                (Calendar(x), Calendar(y)) => {
                    let known = |year: Year| match year {
                        Year::Known(year) => Some(year),
                        _ => None,
                    };
                    let differ =
                        |p: Option<i32>, q: Option<i32>| p.zip(q).is_some_and(|(p, q)| p != q);
                    differ(known(x.year), known(y.year))
                        || differ(x.month.map(i32::from), y.month.map(i32::from))
                        || differ(x.day.map(i32::from), y.day.map(i32::from))
                }
                _ => false,
            }
        }
        _ => false,
    }
}

pub(super) fn places_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let cluster = |m: &Mention<'_>| {
        let place = scene.places.get(m.place?.index())?;
        let named = scene.tree.tokens_in(place.span).last()?;
        scene.entity_at(named).map(|(_, cluster)| cluster)
    };
    // "Portland, Oregon", "Portland, Maine"
    let holder = |m: &Mention<'_>| {
        let place = scene.places.get(m.place?.index())?;
        Some((&place.name, scene.places.get(place.within?.index())?))
    };
    // Not "London, England" and "London, UK".
    let two = holder(a).zip(holder(b)).is_some_and(|((x, in_x), (y, in_y))| {
        x == y && in_x.name != in_y.name && in_x.country.is_some() == in_y.country.is_some()
    });
    match (cluster(a), cluster(b)) {
        _ if two => true,
        // A town and the country around it do not differ.
        (Some(x), Some(y)) => {
            x != y && scene.resolved.clusters[x].kind == scene.resolved.clusters[y].kind
        }
        _ => false,
    }
}

/// Whether two towns are told, neither of which is said to lie in the other or near it.
fn towns_differ(scene: &Scene<'_, '_, '_>, a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let town = |m: &Mention<'_>| {
        let place = scene.places.get(m.place?.index())?;
        (place.sense == PlaceSense::Place && !place.unit && !place.site).then_some(place)
    };
    let Some((x, y)) = town(a).zip(town(b)) else { return false };
    let tied = |x: &Toponym, y: &Toponym| {
        let held = x.within.and_then(|w| scene.places.get(w.index()));
        held.is_some_and(|w| w.name == y.name)
            || x.bearings
                .iter()
                .filter_map(|b| scene.places.get(b.from.index()))
                .any(|from| from.name == y.name)
    };
    places_differ(scene, a, b) && !tied(x, y) && !tied(y, x)
}
