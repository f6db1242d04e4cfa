//! The slots of the lexicon, found in the tree: subject, object, what a preposition brings.

use annalist_doc::{Dep, NameLabel};
use annalist_lexicon::{Slot, TriggerPos};

use super::Scene;
use super::trigger::Match;
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
        Slot::Prep(word) => prep(scene, found, word),
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
    let Some(one) = one.filter(|o| !is_time(scene, *o)) else { return Vec::new() };
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
pub(super) fn is_origin(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let tree = scene.tree;
    matches!(tree.dep(t), Dep::Amod | Dep::Compound | Dep::Nmod)
        && scene.lexicon.actors.country_of_adjective(tree.word(t)).is_some()
}

/// Whether a noun before another names who does what that one tells of.
pub(super) fn acts_for(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let tree = scene.tree;
    matches!(tree.dep(t), Dep::Compound | Dep::Nmod)
        && scene.lexicon.actors.role(tree.lemma(t)).is_some()
}

pub(super) fn before(tree: &Tree<'_>, head: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    tree.children(head).filter(|c| *c < head).find(|c| fits(*c))
}

/// The object of a preposition under any token of the trigger, its light verb or its object.
fn prep(scene: &Scene<'_, '_, '_>, found: &Match<'_>, word: &str) -> Option<usize> {
    let tree = scene.tree;
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
        .filter(|o| !found.tokens.contains(o) && !is_time(scene, *o))
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
pub(super) fn is_time(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let (tree, times) = (scene.tree, scene.times);
    let span = tree.span(t);
    let after = times.partition_point(|time| time.span.start <= span.start);
    matches!(tree.token(t).name, Some(NameLabel::Date | NameLabel::Time))
        || after.checked_sub(1).is_some_and(|n| times[n].span.end >= span.end)
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

/// Whether a noun before a trigger names somebody: "coalition airstrike", not "July summit".
pub(super) fn names_somebody(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    scene.index.at(t).is_some() || scene.lexicon.actors.role(scene.tree.lemma(t)).is_some()
}
