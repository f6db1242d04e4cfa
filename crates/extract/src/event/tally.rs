//! Figures told without an event of their own: "confirmed four deaths", "revised the toll to seven".

use annalist_doc::{Dep, FigureKind, Modality, Polarity, Span, Tag};

use super::figure::{FigureDraft, figure};
use super::{EventDraft, Scene, told_by};
use crate::number::around;

/// A figure with the event that it is about.
#[derive(Clone, Debug)]
pub(crate) struct TallyDraft {
    pub(crate) figure: FigureDraft,
    /// Index of the event.
    pub(crate) event: usize,
    pub(crate) according_to: Vec<usize>,
    /// Cluster of whoever gives the figure where no statement tells.
    pub(crate) by: Option<usize>,
    /// The word that says that an earlier figure is replaced: "revised".
    pub(crate) revised: Option<Span>,
}

/// Finds them, in text order.
pub(crate) fn find(scene: &Scene<'_, '_, '_>, events: &[EventDraft<'_>]) -> Vec<TallyDraft> {
    let tree = scene.tree;
    let words = &scene.lexicon.words;
    let mut all = Vec::new();
    for t in 0..tree.len() {
        let at = tree.span(t);
        let counted = events.iter().any(|e| e.figures.iter().any(|f| f.span.contains(at)));
        let toll = words.tolls.iter().any(|w| w == tree.lemma(t));
        let state = words.states.get(tree.lower(t)).filter(|_| !tree.tag(t).is_verb());
        if counted || state.is_none() && !toll {
            continue;
        }
        let (figure, by, revised) = match state {
            Some(kind) if tree.child(t, Dep::Nummod).is_some() => {
                (figure(scene, *kind, t), None, None)
            }
            None => (toll_figure(scene, t), giver(scene, t), revision(scene, t)),
            _ => continue,
        };
        let (Some(figure), Some(event)) = (figure, incident(events, at)) else { continue };
        all.push(TallyDraft { figure, event, according_to: told_by(scene, t), by, revised });
    }
    all
}

/// The number of a toll: "a toll of seven", "the toll rose to 12", "put the toll at nine".
fn toll_figure(scene: &Scene<'_, '_, '_>, toll: usize) -> Option<FigureDraft> {
    let tree = scene.tree;
    let number = |t: usize| {
        let numeral = if tree.tag(t) == Tag::Cd { Some(t) } else { tree.child(t, Dep::Nummod) };
        numeral.filter(|n| {
            !matches!(
                tree.token(*n).name,
                Some(annalist_doc::NameLabel::Date | annalist_doc::NameLabel::Time)
            )
        })
    };
    let verb = tree.head(toll);
    let beside = ["to", "at", "as"]
        .iter()
        .filter_map(|word| tree.object_of(verb, word).or_else(|| tree.object_of(toll, word)));
    let own = tree.object_of(toll, "of").into_iter();
    let predicate =
        tree.any_child(verb, &[Dep::Attr, Dep::Dobj]).filter(|o| *o != toll).into_iter();
    let numeral = own.chain(beside).chain(predicate).find_map(number)?;
    let quantity = around(tree, &scene.lexicon.words, numeral)?;
    let number = tree.cover(quantity.first..=quantity.last);
    Some(FigureDraft { kind: FigureKind::Killed, span: number, quantity, number, who: None })
}

/// Who puts or revises a toll.
fn giver(scene: &Scene<'_, '_, '_>, toll: usize) -> Option<usize> {
    let tree = scene.tree;
    let verb = tree.head(toll);
    let subject = (tree.dep(toll) == Dep::Dobj).then(|| tree.logical_subject(verb)).flatten()?;
    scene.entity_at(subject).map(|(_, cluster)| cluster)
}

fn revision(scene: &Scene<'_, '_, '_>, toll: usize) -> Option<Span> {
    let verb = scene.tree.head(toll);
    scene
        .lexicon
        .words
        .revision_words
        .iter()
        .any(|w| w == scene.tree.lemma(verb))
        .then(|| scene.tree.span(verb))
}

/// The last attack or disaster told before the figure that is told as real; else the first one.
fn incident(events: &[EventDraft<'_>], at: Span) -> Option<usize> {
    let real = |e: &EventDraft<'_>| {
        e.trigger.quad == 4
            && e.trigger.kind == "ASSAULT"
            && e.modality == Modality::Actual
            && e.polarity == Polarity::Positive
    };
    let before = events.iter().rposition(|e| e.span.start < at.start && real(e));
    before.or_else(|| events.iter().position(real))
}
