//! Descriptions beside a name: "the commander of X, General A", "A, the commander of X,".

use annalist_doc::{Dep, EntityKind, MentionKind, Tag};

use super::{Resolved, Scene};
use crate::tree::Tree;

/// Joins descriptions with the names they stand beside.
pub(crate) fn join<'l>(scene: &Scene<'_, '_, 'l>, work: &mut Resolved<'l>) {
    for m in 0..scene.mentions.len() {
        let found = &scene.mentions[m];
        if found.kind != MentionKind::Nominal
            || work.of_mention[m].is_some()
            || found.role.is_none()
        {
            continue;
        }
        let name =
            before_name(scene, m).or_else(|| after_name(scene, m)).or_else(|| predicate(scene, m));
        let Some(name) = name else { continue };
        let Some(cluster) = work.of_mention[name] else { continue };
        let kind = work.clusters[cluster].kind;
        if kind == EntityKind::Place && is_located(scene, name) {
            continue;
        }
        let fits = match found.what {
            EntityKind::Person => {
                matches!(kind, EntityKind::Person | EntityKind::Other)
                    || !work.clusters[cluster].sure && kind == EntityKind::Place
                    // "his spokesman, Bayo Onanuga": taken for a body's name.
                    || !work.clusters[cluster].sure
                        && kind == EntityKind::Organization
                        && found.role.is_some_and(|r| r.title)
                        && is_of_two(scene, name)
            }
            EntityKind::Organization | EntityKind::Group => {
                !found.plural
                    && matches!(
                        kind,
                        EntityKind::Organization | EntityKind::Other | EntityKind::Group
                    )
            }
            _ => false,
        };
        // "Harrow Freight, the company that …": a name taken for a person's that nothing else shows
        // to be one.
        let person = &work.clusters[cluster];
        let mistaken = found.what == EntityKind::Organization
            && !found.plural
            && kind == EntityKind::Person
            && !person.sure
            && person.roles.is_empty()
            && person.female.is_none();
        if mistaken {
            work.clusters[cluster].kind = EntityKind::Organization;
        }
        if fits || mistaken {
            if found.what == EntityKind::Person {
                work.clusters[cluster].kind = EntityKind::Person;
            }
            work.add(scene, m, cluster);
        }
    }
}

/// "In Ostwick, a man and a woman were killed": the town is no man.
fn is_located(scene: &Scene<'_, '_, '_>, name: usize) -> bool {
    let tree = scene.tree;
    let head = scene.mentions[name].head;
    let preps = &scene.lexicon.words.place_preps;
    tree.dep(head) == Dep::Pobj && preps.iter().any(|w| w == tree.lower(tree.head(head)))
}

/// Whether a name is of two or three words, the last of which is none for a body.
fn is_of_two(scene: &Scene<'_, '_, '_>, name: usize) -> bool {
    let tree = scene.tree;
    let words = tree.tokens_in(scene.mentions[name].core);
    let body = scene.lexicon.actors.role(tree.lower(words.end - 1)).is_some();
    (2..=3).contains(&words.len()) && words.clone().all(|t| tree.tag(t).is_proper()) && !body
}

/// "the commander of the guards, NAME" or "the group NAME".
fn before_name(scene: &Scene<'_, '_, '_>, m: usize) -> Option<usize> {
    let tree = scene.tree;
    let found = &scene.mentions[m];
    let end = right_edge(tree, found.head);
    let next = end + 1;
    let sentence = tree.sentence(found.head).tokens();
    if next >= sentence.end {
        return None;
    }
    let (comma, start) =
        if tree.tag(next) == Tag::Comma { (true, next + 1) } else { (false, next) };
    if start >= sentence.end || !comma && tree.tag(start) == Tag::Dt {
        return None;
    }
    // "the minister, Ana Pol" with a comma, "the group Red Line" without; "the rebel commander Musa Bello" is
    // one person if the parser has it so.
    let named = |n: usize| {
        let name = &scene.mentions[n];
        name.what == EntityKind::Person
            && tree.dep(name.head) == Dep::Appos
            && tree.head(name.head) == found.head
    };
    let person = found.what == EntityKind::Person;
    let bare = person && !comma && start == found.head + 1;
    let bare = bare && scene.index.name(start).is_some_and(named);
    if comma != person && !bare || !tree.tag(start).is_proper() {
        return None;
    }
    let bearer = match bare {
        true => scene.index.name(start),
        false => name_at(scene, start),
    };
    bearer.filter(|n| {
        let name = &scene.mentions[*n];
        // "the minister, Ana Pol, said": a comma, the verb or the sentence's end follows the name.
        let after = tree.tokens_in(name.core).end;
        let closed = after >= sentence.end
            || tree.dep(after) == Dep::Punct
            || tree.tag(after).is_verb()
            || matches!(tree.tag(after), Tag::Md | Tag::In | Tag::Cc | Tag::Rb);
        let list = comma
            && after < sentence.end
            && tree.tag(after) == Tag::Cc
            && tree.dep(name.head) == Dep::Conj;
        closed
            && !list
            && (!comma
                || name.what != EntityKind::Country && name.what != EntityKind::Place
                || found.definite)
    })
}

/// "NAME, the deputy commander of X," or "NAME, a spokesman for X".
fn after_name(scene: &Scene<'_, '_, '_>, m: usize) -> Option<usize> {
    let tree = scene.tree;
    let found = &scene.mentions[m];
    let first = tree.tokens_in(found.span).start;
    let head = tree.head(found.head);
    if tree.dep(found.head) == Dep::Appos
        && let Some(name) = name_at_head(scene, head)
    {
        return Some(name);
    }
    let comma = first.checked_sub(1).filter(|t| {
        tree.tag(*t) == Tag::Comma && tree.sentence_index(*t) == tree.sentence_index(first)
    })?;
    let last = comma.checked_sub(1)?;
    let name = scene.index.name(last)?;
    if tree.tokens_in(scene.mentions[name].core).end != comma
        || scene.mentions[name].what != EntityKind::Person
    {
        return None;
    }
    // Not the next item of a list, and not the subject of a clause of its own.
    let joined =
        tree.dep(found.head) == Dep::Conj && tree.children(head).any(|c| tree.dep(c) == Dep::Cc);
    let subject = matches!(tree.dep(found.head), Dep::Nsubj | Dep::Nsubjpass)
        && tree.tag(tree.head(found.head)).is_finite()
        && tree.climb(scene.mentions[name].head).nth(1) != Some(tree.head(found.head));
    (!joined && !subject).then_some(name)
}

/// "NAME is the commander of X", "NAME, who was the mayor".
fn predicate(scene: &Scene<'_, '_, '_>, m: usize) -> Option<usize> {
    let tree = scene.tree;
    let found = &scene.mentions[m];
    if tree.dep(found.head) != Dep::Attr || found.plural {
        return None;
    }
    let verb = tree.head(found.head);
    if tree.lemma(verb) != "be" || tree.child(verb, Dep::Neg).is_some() {
        return None;
    }
    name_at_head(scene, tree.logical_subject(verb)?)
}

/// The last token of the description, with the phrases that hang on it even where the parser hung
/// them one step higher.
pub(crate) fn right_edge(tree: &Tree<'_>, head: usize) -> usize {
    let at_comma = |first: usize, last: usize| {
        (first..=last).find(|t| tree.tag(*t) == Tag::Comma).map(|c| c - 1)
    };
    let mut end = *tree.phrase(head).end();
    if tree.tag(end) == Tag::Pos && end > head {
        return end - 1;
    }
    if let Some(cut) = at_comma(head, end) {
        return cut;
    }
    loop {
        let next = end + 1;
        if next >= tree.sentence(head).last as usize || tree.dep(next) != Dep::Prep {
            return end;
        }
        let above = tree.head(next);
        let loose =
            above < head && tree.tag(above).is_noun() && tree.climb(head).any(|a| a == above);
        if !loose && !tree.dominates(head, next) {
            return end;
        }
        let edge = *tree.subtree(next).end();
        if edge <= end {
            return end;
        }
        // A phrase may itself swallow the comma and the name behind it.
        if let Some(cut) = at_comma(next, edge) {
            return cut;
        }
        end = edge;
    }
}

/// The name that begins at a token and can be what a description describes.
fn name_at(scene: &Scene<'_, '_, '_>, token: usize) -> Option<usize> {
    let kinds =
        [EntityKind::Person, EntityKind::Other, EntityKind::Organization, EntityKind::Place];
    scene.index.name_from(token).filter(|n| kinds.contains(&scene.mentions[*n].what))
}

fn name_at_head(scene: &Scene<'_, '_, '_>, head: usize) -> Option<usize> {
    scene.index.name(head).filter(|n| scene.mentions[*n].head == head)
}

/// Fills in to which country or organization each entity is said to belong.
pub(crate) fn affiliate<'l>(scene: &Scene<'_, '_, 'l>, work: &mut Resolved<'l>) {
    let tree = scene.tree;
    for m in 0..scene.mentions.len() {
        let found = &scene.mentions[m];
        let Some(own) = work.of_mention[m] else { continue };
        if found.kind == MentionKind::Pronoun
            || work.clusters[own].affiliation.is_some()
            || matches!(work.clusters[own].kind, EntityKind::Country | EntityKind::Place)
        {
            continue;
        }
        let range = tree.tokens_in(found.span);
        let body = |c: usize| {
            matches!(work.clusters[c].kind, EntityKind::Country | EntityKind::Organization)
        };
        // Within the phrase: "US officials", "the Quds Force commander", "Turkey's president".
        let inside = range
            .clone()
            .filter(|t| *t < found.head)
            .filter_map(|t| scene.index.name(t))
            .filter(|o| *o != m);
        let inside: Vec<usize> = inside.filter_map(|o| work.of_mention[o]).collect();
        let mut answer = inside.into_iter().rfind(|c| body(*c) && *c != own);
        if answer.is_none() && found.kind == MentionKind::Nominal {
            for word in ["of", "for", "from", "in", "at", "with"] {
                let object = tree.object_of(found.head, word);
                answer = object
                    .and_then(|o| work.at_head(scene, o))
                    .map(|(_, c)| c)
                    .filter(|c| body(*c) && *c != own);
                if answer.is_some() {
                    break;
                }
            }
        }
        work.clusters[own].affiliation = answer;
    }
}
