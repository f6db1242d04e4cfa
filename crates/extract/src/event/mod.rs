//! Events: triggers of the lexicon with their participants, polarity, modality and figures.

mod argument;
mod figure;
mod modality;
mod tally;
mod trigger;
mod when;
mod where_;

use annalist_doc::{Modality, PlaceId, Polarity, Role, Span, Tense, TimeId, Timex, Toponym};
use annalist_lexicon::{Lexicon, Trigger};

pub(crate) use figure::FigureDraft;
pub(crate) use tally::{TallyDraft, find as tallies};
pub(crate) use when::When;
#[cfg(feature = "training")]
pub(crate) use where_::for_training as places_for_training;

use crate::coref::Resolved;
use crate::mention::{Found, MentionIndex};
use crate::statement::{Draft, Told};
use crate::timex;
use crate::tree::Tree;

/// Everything the parts of this module look at.
pub(crate) struct Scene<'a, 'd, 'l> {
    pub(crate) tree: &'a Tree<'d>,
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) mentions: &'a [Found<'l>],
    pub(crate) index: &'a MentionIndex,
    pub(crate) resolved: &'a Resolved<'l>,
    pub(crate) statements: &'a [Draft<'l>],
    pub(crate) told: &'a Told,
    pub(crate) times: &'a [Timex],
    pub(crate) places: &'a [Toponym],
}

impl Scene<'_, '_, '_> {
    /// The mention and entity at the head of an argument.
    pub(crate) fn entity_at(&self, head: usize) -> Option<(usize, usize)> {
        let best = self.index.around(head)?;
        self.resolved.of_mention[best].map(|cluster| (best, cluster))
    }
}

/// An event before ids are given.
#[derive(Clone, Debug)]
pub(crate) struct EventDraft<'l> {
    pub(crate) trigger: &'l Trigger,
    pub(crate) span: Span,
    pub(crate) arguments: Vec<Participant>,
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    pub(crate) tense: Option<Tense>,
    pub(crate) time: Option<TimeId>,
    pub(crate) place: Option<PlaceId>,
    pub(crate) figures: Vec<FigureDraft>,
    /// Indices of the statements it stands in, the outermost first.
    pub(crate) according_to: Vec<usize>,
}

/// Somebody or something that takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Participant {
    pub(crate) role: Role,
    pub(crate) head: usize,
    pub(crate) span: Span,
    pub(crate) cluster: Option<usize>,
}

/// Finds all events, in text order.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>) -> Vec<EventDraft<'l>> {
    let tree = scene.tree;
    let when = When::new(scene);
    let mut all = Vec::new();
    for found in trigger::find(scene) {
        let arguments = argument::participants(scene, &found);
        let (mut polarity, own) = modality::of(scene, found.head);
        let told =
            found.trigger.modality.or_else(|| found.light.and_then(|(_, light)| light.modality));
        let modality = told.filter(|_| own == Modality::Actual).unwrap_or(own);
        let according_to = told_by(scene, found.head);
        let denied = according_to
            .last()
            .is_some_and(|s| scene.statements[*s].polarity == Polarity::Negative);
        if denied {
            polarity = flip(polarity);
        }
        all.push(EventDraft {
            figures: figure::of(scene, &found),
            time: when.of(found.governor()).or_else(|| when.of(found.head)),
            place: where_::of(scene, &found, &arguments),
            tense: timex::tense_of(tree, found.verb()),
            trigger: found.trigger,
            span: found.span(tree),
            arguments,
            polarity,
            modality,
            according_to,
        });
    }
    all
}

fn flip(polarity: Polarity) -> Polarity {
    match polarity {
        Polarity::Positive => Polarity::Negative,
        Polarity::Negative => Polarity::Positive,
    }
}

/// The statements that a token stands in, the outermost first.
fn told_by(scene: &Scene<'_, '_, '_>, token: usize) -> Vec<usize> {
    let at = scene.tree.span(token).start;
    let size = |s: usize| scene.statements[s].content.iter().map(|c| c.len()).sum::<u32>();
    let near = scene.told.near(scene.tree.sentence_index(token));
    let mut all: Vec<usize> = near.filter(|s| scene.statements[*s].covers(at)).collect();
    all.sort_by_key(|s| std::cmp::Reverse((size(*s), usize::MAX - *s)));
    all
}
