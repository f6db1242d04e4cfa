//! Accidents, disasters and deaths without an attack, which coders of events leave out: they are set down for
//! their figures, and where their words can mean nothing else.

use annalist_doc::{Dep, Modality, Polarity};

use super::join::real;
use super::{EventDraft, Scene, home, tally};

/// Whether an event is set down: of accidents one that has a figure, or that stands without.
pub(super) fn is_kept(
    scene: &Scene<'_, '_, '_>,
    drafts: &[EventDraft<'_>],
    homes: &[Option<usize>],
    members: &[usize],
) -> bool {
    members.iter().any(|d| {
        drafts[*d].trigger.quad != 0
            || homes.contains(&Some(*d))
            || stands_alone(scene, &drafts[*d])
    })
}

/// Whether an accident is told that happened, and not a kind of accident ("by accident", "natural disasters").
fn stands_alone(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'_>) -> bool {
    let tree = scene.tree;
    let noun = tree.tag(draft.head).is_noun();
    let limits = [Dep::Det, Dep::Nummod, Dep::Poss, Dep::Amod, Dep::Compound, Dep::Nmod];
    let limited = |limits: &[Dep]| tree.any_child(draft.head, limits).is_some();
    let certain = || {
        if tree.tag(draft.head).is_plural() {
            draft.place.is_some() || draft.time.is_some() || limited(&limits[..3])
        } else {
            limited(&limits) || tree.dep(draft.head) != Dep::Pobj
        }
    };
    draft.trigger.alone && real(draft) && (!noun || certain())
}

/// Figures of victims without any event: what happened is set down at the word that tells of them.
pub(super) fn without_name<'l>(
    scene: &Scene<'_, '_, 'l>,
    drafts: &mut Vec<EventDraft<'l>>,
    counted: &[tally::Counted],
    homes: &mut [Option<usize>],
) {
    let Some(trigger) = scene.lexicon.triggers.unnamed() else { return };
    let mut founded = None;
    for (count, home) in counted.iter().zip(homes.iter_mut()) {
        if home.is_some() || !count.real || home::family(count.figure.kind) > 1 {
            continue;
        }
        let event = *founded.get_or_insert_with(|| {
            let head = count.figure.outcome;
            drafts.push(EventDraft {
                trigger,
                head,
                span: scene.tree.span(head),
                arguments: Vec::new(),
                contexts: Vec::new(),
                polarity: Polarity::Positive,
                modality: Modality::Actual,
                evidence: Vec::new(),
                tense: None,
                time: None,
                place: None,
                counted: Vec::new(),
                according_to: count.according_to.clone(),
            });
            drafts.len() - 1
        });
        *home = Some(event);
    }
}
