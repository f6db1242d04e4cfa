//! Pairs of actors that a clause links, whatever its verb: who stands as its subject, and who or what it
//! reaches.

use annalist_doc::{Dep, Tag};

use super::clause::Clause;
use crate::event::Scene;
use crate::tree::Tree;

/// A clause that links two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// The verb that tells what is done.
    pub(crate) verb: usize,
    /// Its object.
    pub(crate) object: Option<usize>,
    /// Who does it.
    pub(crate) source: Option<usize>,
    /// To whom, or with whom.
    pub(crate) target: Option<usize>,
    /// Whether a word says that the target is whom it reaches: "gave it to", "signed it with".
    pub(crate) reached: bool,
}

/// All of them, in text order.
pub(crate) fn links(scene: &Scene<'_, '_, '_>) -> Vec<Link> {
    (0..scene.tree.len()).filter_map(|verb| link(scene, verb)).collect()
}

fn link(scene: &Scene<'_, '_, '_>, verb: usize) -> Option<Link> {
    let tree = scene.tree;
    let free = tree.tag(verb).is_verb()
        && !matches!(
            tree.dep(verb),
            Dep::Aux | Dep::Auxpass | Dep::Amod | Dep::Compound | Dep::Prep
        );
    if !free {
        return None;
    }
    let clause = Clause::below(scene, verb);
    if clause.verb != verb {
        return None;
    }
    let source = tree.logical_subject(verb).filter(|s| acts(scene, *s));
    let object = tree.logical_object(verb).filter(|o| Some(*o) != source);
    let target = target(scene, verb, object, source);
    let known = |t: Option<usize>| t.is_some_and(|t| acts(scene, t));
    let reached = target.is_some_and(|t| reaches(scene, t));
    (known(source) || known(target)).then_some(Link { verb, object, source, target, reached })
}

fn reaches(scene: &Scene<'_, '_, '_>, target: usize) -> bool {
    let tree = scene.tree;
    let above = tree.head(target);
    let prep = tree.dep(target) == Dep::Pobj
        && scene.lexicon.words.reach_preps.iter().any(|p| p == tree.lower(above));
    prep || tree.dep(target) == Dep::Dative || tree.dep(above) == Dep::Dative
}

/// Whether a head names somebody who can act.
pub(crate) fn acts(scene: &Scene<'_, '_, '_>, head: usize) -> bool {
    scene.entity_at(head).is_some() || scene.lexicon.actors.role(scene.tree.lemma(head)).is_some()
}

/// Whom a clause reaches: its indirect object, its object, whoever stands after a preposition, the other
/// part of a joint subject, and at last any object at all.
fn target(
    scene: &Scene<'_, '_, '_>,
    verb: usize,
    object: Option<usize>,
    source: Option<usize>,
) -> Option<usize> {
    let tree = scene.tree;
    let fits = |t: &usize| Some(*t) != source && acts(scene, *t);
    let dative = tree.child(verb, Dep::Dative).map(|d| tree.prep_object(d).unwrap_or(d));
    dative
        .filter(fits)
        .or_else(|| object.filter(fits))
        .or_else(|| after_preposition(scene, verb, object).filter(fits))
        .or_else(|| source.and_then(|s| tree.joined(s).get(1).copied()))
        .or_else(|| object.filter(|o| tree.tag(*o).is_noun()))
}

/// The actor after the most telling preposition of a verb or its object.
fn after_preposition(
    scene: &Scene<'_, '_, '_>,
    verb: usize,
    object: Option<usize>,
) -> Option<usize> {
    let tree = scene.tree;
    let telling = &scene.lexicon.words.target_preps;
    let mut best: Option<(usize, usize)> = None;
    for bearer in [Some(verb), object].into_iter().flatten() {
        // "In Aland, they carried out strikes": where it is done is not to whom.
        for (prep, noun) in below(tree, bearer).filter(|(p, _)| *p > bearer) {
            let Some(rank) = telling.iter().position(|p| p == tree.lower(prep)) else { continue };
            if acts(scene, noun) && best.is_none_or(|(r, _)| rank < r) {
                best = Some((rank, noun));
            }
        }
    }
    best.map(|(_, noun)| noun)
}

/// The prepositions under a word with their nouns, one noun further down as well.
fn below<'t>(tree: &'t Tree<'_>, bearer: usize) -> impl Iterator<Item = (usize, usize)> + 't {
    let direct = move |t: usize| {
        tree.children(t)
            .filter(|c| tree.dep(*c) == Dep::Prep && tree.tag(*c) != Tag::Vbg)
            .filter_map(|p| tree.child(p, Dep::Pobj).map(|o| (p, o)))
    };
    direct(bearer).flat_map(move |(p, o)| std::iter::once((p, o)).chain(direct(o)))
}
