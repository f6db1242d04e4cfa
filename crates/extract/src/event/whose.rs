//! Whose doing an event is where the tree names something else: the owner of the means, who stands behind an
//! operation, who is reached by what is sent.

use annalist_doc::{Dep, EntityKind, Role, Tag};
use annalist_lexicon::{Slot, TriggerPos};

use super::Scene;
use super::argument::{fill, names_somebody};
use super::trigger::Match;

/// "announced the start of an operation to isolate the town": a thing that is the object of another verb does
/// nothing; whoever that verb tells of does.
pub(super) fn behind(scene: &Scene<'_, '_, '_>, found: &Match<'_>, actor: usize) -> Vec<usize> {
    let tree = scene.tree;
    let verb = tree.head(actor);
    let object = tree.dep(actor) == Dep::Dobj
        && found.trigger.pos == TriggerPos::Verb
        && tree.tag(actor).is_noun()
        && !super::pair::acts(scene, actor)
        && !super::pair::is_means(scene, actor)
        && !is_event(scene, actor)
        && tree.dominates(verb, found.head);
    let doer = tree.logical_subject(verb).filter(|s| object && super::pair::acts(scene, *s));
    doer.map_or_else(|| vec![actor], |d| tree.joined(d))
}

/// "investigates the collision that injured three": what happened is not its investigators' doing.
fn is_event(scene: &Scene<'_, '_, '_>, noun: usize) -> bool {
    let mut entries = scene.lexicon.triggers.starting_with(scene.tree.lemma(noun));
    entries.any(|t| t.pos == TriggerPos::Noun && t.words.len() == 1)
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
pub(super) fn served(scene: &Scene<'_, '_, '_>, noun: usize) -> Vec<usize> {
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
pub(super) fn owners(scene: &Scene<'_, '_, '_>, found: &Match<'_>, means: usize) -> Vec<usize> {
    if !super::pair::is_means(scene, means) {
        return Vec::new();
    }
    let noun = Match { tokens: vec![means], head: means, light: None, ..found.clone() };
    let slots = [Slot::Possessor, Slot::Adjective, Slot::Compound];
    let of = |slot: &Slot| {
        let mut heads = fill(scene, &noun, slot);
        heads.retain(|h| *slot != Slot::Compound || names_somebody(scene, *h));
        // "the Ostwick market bombing" is not the town's.
        heads.retain(|h| !is_spot(scene, *h));
        heads
    };
    let own = slots.iter().map(of).find(|heads| !heads.is_empty());
    own.unwrap_or_else(|| {
        let doer = scene.tree.object_of(means, "by");
        doer.map(|d| scene.tree.joined(d)).unwrap_or_default()
    })
}

/// "Fired tear gas to disperse the crowd": whom the force was used on.
pub(super) fn scattered(scene: &Scene<'_, '_, '_>, verb: usize) -> Vec<usize> {
    let tree = scene.tree;
    let purpose = tree.children(verb).find(|c| {
        tree.tag(*c) == Tag::Vb
            && tree.children(*c).any(|t| tree.tag(t) == Tag::To)
            && scene.lexicon.accounts.scattering.iter().any(|w| w == tree.lemma(*c))
    });
    let object = purpose.and_then(|purpose| tree.child(purpose, Dep::Dobj));
    object.map(|object| tree.joined(object)).unwrap_or_default()
}

/// "won over the rebels by taking the hill": what is done by the way is done to those whom the verb above
/// reaches.
pub(super) fn overcome(scene: &Scene<'_, '_, '_>, head: usize) -> Vec<usize> {
    let tree = scene.tree;
    let by = tree.head(head);
    if tree.dep(head) != Dep::Pcomp || tree.lower(by) != "by" {
        return Vec::new();
    }
    let Some(verb) = tree.climb(by).find(|t| tree.tag(*t).is_verb()) else { return Vec::new() };
    let object = tree.logical_object(verb);
    let preps = &scene.lexicon.words.opponent_preps;
    let opponent = |t: usize| preps.iter().find_map(|p| tree.object_of(t, p));
    let reached = opponent(verb).or_else(|| object.and_then(opponent)).or(object);
    let reached = reached.filter(|r| *r < head && super::pair::acts(scene, *r));
    reached.map(|r| tree.joined(r)).unwrap_or_default()
}

/// "the vote on the law to expel the envoys": whom the law is about.
pub(super) fn concerned(scene: &Scene<'_, '_, '_>, law: usize) -> Option<usize> {
    let tree = scene.tree;
    if !scene.lexicon.words.laws.iter().any(|w| w == tree.lemma(law)) {
        return None;
    }
    let aim = tree
        .children(law)
        .find(|c| *c > law && tree.dep(*c) == Dep::Acl && tree.tag(*c) == Tag::Vb)?;
    tree.logical_object(aim).filter(|o| super::pair::acts(scene, *o))
}

/// Whether a word names a place that has no government.
fn is_spot(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let kind = scene.entity_at(t).map(|(_, cluster)| scene.resolved.clusters[cluster].kind);
    matches!(kind, Some(EntityKind::Place | EntityKind::Facility))
}

/// "send experts to Aland": whoever has no name of his own is sent, and somebody else reached.
pub(super) fn sent_to(scene: &Scene<'_, '_, '_>, object: usize) -> Option<usize> {
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
