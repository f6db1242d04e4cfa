//! Whom a pronoun speaks of.

use annalist_doc::{Dep, EntityKind, Tag};
use annalist_lexicon::Pronoun;

use super::salience::{around, best};
use super::{Resolved, Scene};
use crate::statement::quote_at;

/// A thing is spoken of by a pronoun within this many sentences.
const FAR: usize = 2;

/// The entity of pronoun `m`.
pub(super) fn entity(scene: &Scene<'_, '_, '_>, work: &Resolved<'_>, m: usize) -> Option<usize> {
    let found = &scene.mentions[m];
    match found.pronoun? {
        Pronoun::Female => best(scene, work, m, |c| {
            c.kind == EntityKind::Person && !c.plural && c.female != Some(false)
        }),
        Pronoun::Male => best(scene, work, m, |c| {
            c.kind == EntityKind::Person && !c.plural && c.female != Some(true)
        }),
        Pronoun::Thing => best(scene, work, m, |c| {
            let body = matches!(
                c.kind,
                EntityKind::Organization
                    | EntityKind::Country
                    | EntityKind::Facility
                    | EntityKind::Other
                    | EntityKind::Group
            );
            // "The organiser said … It added": whoever has no name may be a body.
            let speaks = || scene.drafts.iter().any(|d| d.source == Some(found.head));
            let unnamed = || c.kind == EntityKind::Person && c.names.is_empty();
            !c.plural && (body || unnamed() && c.female.is_none() && speaks())
        })
        .filter(|c| nothing_nearer(scene, work, m, *c)),
        Pronoun::Plural => best(scene, work, m, |c| {
            c.plural || matches!(c.kind, EntityKind::Group | EntityKind::Organization)
        }),
        Pronoun::Speaker => quoted_speaker(scene, work, m),
        Pronoun::Speakers => None,
    }
}

/// Whether no thing that is nobody ("the bridge … it") stands nearer to "it" than an entity does. Who
/// speaks is somebody all the same.
fn nothing_nearer(
    scene: &Scene<'_, '_, '_>,
    work: &Resolved<'_>,
    m: usize,
    cluster: usize,
) -> bool {
    let tree = scene.tree;
    let head = scene.mentions[m].head;
    let here = tree.sentence_index(head);
    if scene.drafts.iter().any(|d| d.source == Some(head)) {
        return true;
    }
    // "fewer had joined it": most often a thing, or what was told.
    if matches!(tree.dep(head), Dep::Dobj | Dep::Pobj | Dep::Dative) {
        return false;
    }
    let last = work.clusters[cluster].mentions.iter().rev().find(|x| **x < m);
    let Some(from) = last.map(|x| scene.mentions[*x].head) else { return false };
    let thing = |t: usize| {
        tree.tag(t) == Tag::Nn
            && matches!(tree.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr)
            && scene.index.at(t).is_none()
    };
    here - tree.sentence_index(from) <= FAR && !(from + 1..head).any(thing)
}

/// The speaker of the innermost statement that a mention stands in the quoted words of.
fn quoted_speaker(scene: &Scene<'_, '_, '_>, work: &Resolved<'_>, m: usize) -> Option<usize> {
    let quote = quote_at(scene.quotes, scene.mentions[m].span.start)?;
    let quoting = around(scene, m).filter(|d| d.content.iter().any(|c| c.overlaps(quote.inner)));
    let draft = quoting.min_by_key(|d| d.content.iter().map(|c| c.len()).sum::<u32>())?;
    work.at_head(scene, draft.source?).map(|(_, c)| c)
}
