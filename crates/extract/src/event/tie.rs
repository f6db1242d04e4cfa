//! What the grammar ties into one event: "killed by an airstrike", "was killed when gunmen attacked".

use annalist_doc::{Dep, Role};

use super::same::merge;
use super::{EventDraft, Participant, Scene, home};

/// Joins what the grammar ties together: "killed by an airstrike", "a bomb exploded", "was killed when gunmen
/// attacked", "killed them by bombing".
pub(super) fn tied(scene: &Scene<'_, '_, '_>, drafts: &[EventDraft<'_>], first: &mut [usize]) {
    let tree = scene.tree;
    let violent = |d: &EventDraft<'_>| matches!(d.trigger.quad, 0 | 4);
    for own in 0..drafts.len() {
        let doer = |other: &EventDraft<'_>| {
            let does = |a: &Participant| {
                matches!(a.role, Role::Actor | Role::Instrument) && a.head == other.head
            };
            drafts[own].arguments.iter().any(does)
        };
        let outcome = home::is_outcome(scene, &drafts[own]);
        let explains = |other: &EventDraft<'_>| {
            let above = tree.head(other.head);
            let when = above == drafts[own].head
                && tree.dep(other.head) == Dep::Advcl
                && tree.any_child(other.head, &[Dep::Advmod, Dep::Mark]).is_some_and(|m| {
                    scene.lexicon.accounts.occasions.iter().any(|w| w == tree.lower(m))
                });
            let by = tree.dep(other.head) == Dep::Pcomp
                && tree.lower(above) == "by"
                && tree.head(above) == drafts[own].head;
            // "were killed in an airstrike", "wounded four guards during a raid".
            let object = tree.logical_object(drafts[own].head);
            let inside = tree.dep(other.head) == Dep::Pobj
                && scene.lexicon.accounts.scenes.iter().any(|w| w == tree.lower(above))
                && (tree.head(above) == drafts[own].head || Some(tree.head(above)) == object);
            // "killed seven people and wounded 23".
            let joined = tree.dep(other.head) == Dep::Conj
                && above == drafts[own].head
                && tree.any_child(other.head, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
                && home::is_outcome(scene, other);
            // "A bus crashed and a woman was killed".
            let follows = tree.dep(drafts[own].head) == Dep::Conj
                && tree.head(drafts[own].head) == other.head
                && other.trigger.quad == 0
                && !home::is_outcome(scene, other);
            outcome && (when || by || inside || joined || follows)
        };
        for other in 0..drafts.len() {
            let (a, b) = (&drafts[own], &drafts[other]);
            if own != other
                && violent(a)
                && violent(b)
                && a.polarity == b.polarity
                && tree.sentence_index(a.head) == tree.sentence_index(b.head)
                && (doer(b) && (outcome || a.trigger.kind == b.trigger.kind) || explains(b))
                && same_doer(scene, drafts, own, other)
            {
                merge(first, own, other);
            }
        }
    }
}

/// Whether what became of people is told without a doer, or with one of the event's own.
pub(super) fn same_doer(
    scene: &Scene<'_, '_, '_>,
    drafts: &[EventDraft<'_>],
    outcome: usize,
    home: usize,
) -> bool {
    let actors = |d: usize| drafts[d].arguments.iter().filter(|a| a.role == Role::Actor);
    let event = |a: &Participant| drafts.iter().any(|d| d.head == a.head);
    let lemma = |a: &Participant| scene.tree.lemma(a.head);
    actors(outcome)
        .filter(|a| a.cluster.is_some() && !event(a))
        .all(|a| actors(home).any(|b| b.cluster == a.cluster || lemma(a) == lemma(b)))
}
