//! Places that somebody else marked as events, read as the program's own are: to learn from, and to measure
//! what comes after the finding of events by itself.

use annalist_doc::Span;
use annalist_lexicon::Trigger;

use super::same::{self, Mention};
use super::{EventDraft, Participant, Scene, Story, describe, find, join};

/// For marked places, in text order: the first of those that tell of the same event, and the dictionary
/// form of the word.
pub(crate) fn chains(scene: &Scene<'_, '_, '_>, spans: &[Span]) -> Vec<(usize, String)> {
    let mentions = same::marked(scene, &find(scene), spans);
    let lemma = |m: &Mention<'_>| scene.tree.lemma(m.head).to_lowercase();
    let mut first: Vec<usize> = (0..mentions.len()).collect();
    same::chains(scene, &mentions, &mut first);
    first.into_iter().zip(mentions.iter().map(lemma)).collect()
}

/// What holds of each two of the marked places.
pub(crate) fn pairs(scene: &Scene<'_, '_, '_>, spans: &[Span]) -> Vec<(usize, usize, Vec<String>)> {
    same::for_training(scene, &same::marked(scene, &find(scene), spans))
}

/// What a report tells when the marked places, in text order, are its events. Those that the lexicon does
/// not know have the trigger `other`.
pub(crate) fn story<'l>(
    scene: &Scene<'_, '_, 'l>,
    spans: &[Span],
    other: &'l Trigger,
) -> Story<'l> {
    let known = find(scene);
    let mentions = same::marked(scene, &known, spans);
    let party = |m: &Mention<'_>| -> Vec<Participant> {
        let whole = |head: usize| scene.tree.span(head);
        let one = |(role, head, cluster): &(_, usize, Option<usize>)| Participant {
            role: *role,
            head: *head,
            span: whole(*head),
            cluster: *cluster,
        };
        m.parties.iter().map(one).collect()
    };
    let drafts = mentions.iter().zip(spans).map(|(mention, span)| {
        let draft = known.iter().find(|d| d.head == mention.head).cloned();
        let draft = draft.unwrap_or_else(|| EventDraft {
            arguments: party(mention),
            ..describe(scene, other, mention.head)
        });
        EventDraft { span: *span, ..draft }
    });
    let drafts: Vec<EventDraft<'l>> = drafts.collect();
    let mut first: Vec<usize> = (0..mentions.len()).collect();
    same::chains(scene, &mentions, &mut first);
    join::of_chains(scene, &drafts, &first)
}
