//! What was learned about events, laid over what the rules found: for each clause of an actor, which of the
//! types that the rules and the weights offer for it holds; and whether a coder would put it down at all.

mod features;
mod offer;

use annalist_doc::{Dep, EntityKind, Modality, Polarity, Role, Tag};
use annalist_lexicon::Weights;

use super::{EventDraft, Participant, Scene, blame, pair, participant, trigger};
use crate::feature::score;
use features::features;
use offer::Offer;

/// The events of the rules, judged.
pub(crate) fn judge<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
) -> Vec<EventDraft<'l>> {
    let Some(weights) = &scene.lexicon.events else { return rules };
    let keep = scene.lexicon.kept_events.as_ref();
    let all = offer::all(scene, rules, weights).into_iter();
    let (mut all, mut kept): (Vec<EventDraft<'l>>, Vec<bool>) =
        all.filter_map(|offers| best(scene, offers, keep)).unzip();
    // What somebody is said to have done is needed for who says so.
    blame::find(scene, &all).iter().for_each(|b| kept[b.event] = true);
    // "The attack" speaks of one that is told elsewhere.
    let again = |n: usize| {
        let same = |o: usize| kept[o] && all[o].trigger.kind == all[n].trigger.kind;
        // And what somebody denies is what others tell.
        let denied = all[n].polarity == Polarity::Negative && !all[n].according_to.is_empty();
        kept[n] || (denied || points_back(scene, &all[n])) && (0..all.len()).any(same)
    };
    let mut keep = (0..all.len()).map(again).collect::<Vec<_>>().into_iter();
    all.retain(|_| keep.next().unwrap_or(true));
    all.iter_mut().for_each(|d| only_people(scene, d));
    all.sort_by_key(|d| (d.span.start, d.span.end));
    all
}

/// Whoever talks, promises, asks or threatens reaches somebody; a thing is what it is about, and what is his
/// own is neither.
fn only_people(scene: &Scene<'_, '_, '_>, draft: &mut EventDraft<'_>) {
    let tree = scene.tree;
    let kind = draft.trigger.kind.as_str();
    let visit = draft.trigger.mode.as_deref() == Some("visit");
    if !matches!(kind, "AGREE" | "CONSULT" | "REQUEST") || visit {
        return;
    }
    let actors: Vec<usize> = draft
        .arguments
        .iter()
        .filter(|a| a.role == Role::Actor)
        .filter_map(|a| a.cluster)
        .collect();
    let own = |a: &Participant| {
        let owner = tree.child(a.head, Dep::Poss).filter(|p| tree.tag(*p) == Tag::PrpPoss);
        let whose = owner.and_then(|p| scene.entity_at(p)).map(|(_, cluster)| cluster);
        // "his counterpart" is somebody else.
        tree.tag(a.head).is_plural()
            && tree.dep(a.head) != Dep::Pobj
            && whose.is_some_and(|c| actors.contains(&c))
    };
    let thing = |a: &Participant| {
        let place = scene.lexicon.words.place_parts.iter().any(|p| p == tree.lemma(a.head));
        a.cluster.is_none()
            && !pair::acts(scene, a.head)
            && !place
            && is_object(scene, draft.head, a.head)
    };
    for n in (0..draft.arguments.len()).rev() {
        let a = draft.arguments[n];
        if a.role != Role::Recipient || !thing(&a) && !own(&a) {
            continue;
        }
        if !thing(&a) {
            draft.arguments.remove(n);
            continue;
        }
        draft.arguments[n].role = Role::Topic;
        // "agreed to open its borders to Aland's products", not "discussed the arrests in Aland".
        let taken = |p: &Participant| {
            p.cluster.is_none_or(|c| actors.contains(&c))
                || draft.arguments.iter().any(|o| o.head == p.head)
        };
        let mut inside = scene.tree.tokens_in(a.span).start..=*tree.subtree(a.head).end();
        let somebody = inside
            .by_ref()
            .filter(|t| kind == "AGREE" && is_somebody(scene, *t))
            .filter_map(|t| participant::participant(scene, Role::Recipient, t))
            .find(|p| !taken(p));
        if let Some(somebody) = somebody.filter(|_| !own(&a) || tree.subtree(a.head).count() > 2) {
            draft.arguments.push(somebody);
        }
    }
    draft.arguments.sort_by_key(|a: &Participant| (a.role, a.head));
}

/// Whether a word hangs on a trigger without a word between that leads to somebody: no other verb ("vowed to
/// help the homeless"), no "to" or "with".
fn is_object(scene: &Scene<'_, '_, '_>, trigger: usize, word: usize) -> bool {
    let tree = scene.tree;
    let mut between = tree.climb(word).skip(1).take_while(|t| *t != trigger);
    !between.any(|t| {
        tree.tag(t).is_verb()
            || scene.lexicon.words.reach_preps.iter().any(|p| p == tree.lower(t) && p != "for")
    })
}

/// Whether the token is the head of a mention of somebody who can act.
fn is_somebody(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    use EntityKind::{Country, Group, Organization, Person};
    let cluster = scene.index.at(t).and_then(|m| scene.resolved.of_mention[m]);
    cluster.is_some_and(|c| {
        matches!(scene.resolved.clusters[c].kind, Country | Group | Organization | Person)
    })
}

/// Whether a noun stands for something that is already known.
fn points_back(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'_>) -> bool {
    let tree = scene.tree;
    let definite = &scene.lexicon.words.definite;
    let det = tree.child(draft.head, Dep::Det);
    tree.tag(draft.head).is_noun()
        && det.is_some_and(|d| definite.iter().any(|w| w == tree.lower(d)))
}

/// The likeliest of what is offered for one clause, and whether it is likely enough.
fn best<'l>(
    scene: &Scene<'_, '_, 'l>,
    offers: Vec<Offer<'l>>,
    keep: Option<&Weights>,
) -> Option<(EventDraft<'l>, bool)> {
    let Some(weights) = keep else {
        return offers.into_iter().find(|o| o.ruled.is_some()).map(|o| (o.draft, true));
    };
    let score = |offer: &Offer<'_>| score(weights, |sink| features(scene, offer, sink));
    let scored = offers.into_iter().map(|o| (score(&o), o));
    // A clause of a longer report must say in its own words what it tells of.
    let own = |(sum, o): &(i32, Offer<'_>)| {
        let plain = o.ruled.is_some_and(|r| pair::broad(r) == pair::broad(&o.draft.trigger.kind));
        plain || *sum >= weights.setting("later") || is_brief(scene)
    };
    let scored = scored.filter(own);
    // Of equals the first.
    let (sum, top) = scored.reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let has = |role: Role| top.draft.arguments.iter().any(|a| a.role == role);
    // Of whom the rules know what he does to whom, that is put down though coders seldom do.
    let told =
        matches!(top.draft.modality, Modality::Actual | Modality::Attempted) && !is_brief(scene);
    let alone = top.draft.trigger.recipient.is_empty();
    let whole = !told && has(Role::Actor) && (alone || has(Role::Recipient));
    let least = weights.setting(match top.ruled {
        None => "propose",
        Some(_) if whole || is_headed(scene, &top) => "whole",
        // What a longer report names in passing is more often no event; what a verb carries ("signed a
        // deal") is not named in passing.
        Some(_) if !is_brief(scene) && is_passing(scene, top.draft.head) => "passing",
        Some(_) => "threshold",
    });
    // Whoever counts people counts them in an event; what is no event of PLOVER's is not judged.
    let called = offer::is_plain(&top.draft) && has(Role::Actor);
    let spared = !top.draft.counted.is_empty()
        || top.draft.trigger.quad == 0
        || called
        || is_joint(scene, &top);
    let bare = !is_brief(scene)
        && (is_generic(scene, &top.draft) || is_done_by_a_thing(scene, &top.draft));
    Some((top.draft, sum >= least && !bare || spared))
}

/// "The kingdom pledged ten million": what a sentence says first, of somebody who can act, by a word of its
/// type.
fn is_headed(scene: &Scene<'_, '_, '_>, offer: &Offer<'_>) -> bool {
    let (tree, draft) = (scene.tree, &offer.draft);
    let first = tree.climb(draft.head).find(|t| tree.dep(*t) != Dep::Conj).unwrap_or(draft.head);
    let mut actors = draft.arguments.iter().filter(|a| a.role == Role::Actor);
    tree.dep(first) == Dep::Root
        && tree.tag(draft.head).is_finite()
        && offer.ruled == Some(&*draft.trigger.kind)
        && actors.any(|a| is_somebody(scene, a.head))
}

/// Whether a noun is neither the clause's own news nor carried by its verb.
fn is_passing(scene: &Scene<'_, '_, '_>, head: usize) -> bool {
    scene.tree.tag(head).is_noun() && trigger::light_verb(scene, head).is_none()
}

/// "The two countries signed an accord": who does it with whom is told in one word.
fn is_joint(scene: &Scene<'_, '_, '_>, offer: &Offer<'_>) -> bool {
    let (tree, draft) = (scene.tree, &offer.draft);
    let mut actors = draft.arguments.iter().filter(|a| a.role == Role::Actor);
    let countries = &scene.lexicon.words.country_words;
    let somebody = |t: usize| pair::acts(scene, t) || countries.iter().any(|w| w == tree.lemma(t));
    draft.trigger.reciprocal
        && offer.ruled == Some(&*draft.trigger.kind)
        && draft.polarity == Polarity::Positive
        && matches!(draft.modality, Modality::Actual | Modality::Planned)
        && !is_passing(scene, draft.head)
        && actors.any(|a| tree.tag(a.head).is_plural() && somebody(a.head))
}

/// "the planning of airstrikes", "through airstrikes": the kind of thing, and nobody in it.
fn is_generic(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'_>) -> bool {
    let tree = scene.tree;
    let first = tree.climb(draft.head).find(|t| tree.dep(*t) != Dep::Conj).unwrap_or(draft.head);
    let limits = [Dep::Det, Dep::Nummod, Dep::Poss, Dep::Relcl, Dep::Acl, Dep::Prep];
    tree.tag(draft.head) == Tag::Nns
        && draft.arguments.is_empty()
        && draft.place.is_none()
        && tree.dep(first) == Dep::Pobj
        && tree.any_child(draft.head, &limits).is_none()
}

/// "the peace will free them", "assistance from the ground": helping, talking and giving way need somebody.
fn is_done_by_a_thing(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'_>) -> bool {
    let tree = scene.tree;
    let thing = |a: &Participant| {
        a.cluster.is_none()
            && matches!(tree.tag(a.head), Tag::Nn | Tag::Nns)
            && !pair::acts(scene, a.head)
    };
    let mut actors = draft.arguments.iter().filter(|a| a.role == Role::Actor).peekable();
    matches!(draft.trigger.kind.as_str(), "AID" | "CONSULT" | "COOPERATE" | "MOBILIZE" | "RETREAT")
        && actors.peek().is_some()
        && actors.all(thing)
}

/// Sentences that a brief has at most.
const BRIEF: usize = 3;

/// Whether a report is so short that every clause of it is its news.
fn is_brief(scene: &Scene<'_, '_, '_>) -> bool {
    scene.tree.sentence_count() <= BRIEF
}

/// Everything that is offered, for learning.
#[cfg(feature = "training")]
pub(crate) fn for_training<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
) -> Vec<(EventDraft<'l>, Vec<String>)> {
    let Some(weights) = &scene.lexicon.events else { return Vec::new() };
    let named = offer::all(scene, rules, weights).into_iter().flatten().map(|offer| {
        let mut names = Vec::new();
        features(scene, &offer, &mut names);
        (offer.draft, names)
    });
    named.collect()
}
