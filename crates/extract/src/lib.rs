//! What a report says: mentions and entities, statements, events, figures and time expressions, from
//! its words, their grammar and the [lexicon](annalist_lexicon). Nothing here looks at a calendar, a
//! map or another document: that is `resolve`.
//!
//! The order of work is the body of [`extract`].

mod coref;
mod event;
mod grammar;
mod mention;
mod number;
mod output;
mod quote;
mod statement;
mod timex;
mod tree;

#[cfg(feature = "training")]
use annalist_doc::Span;
use annalist_doc::{Document, Entity, Event, Figure, Layers, Mention, Place, Statement, Timex};
use annalist_lexicon::Lexicon;

pub use quote::{Quote, quotes};

/// What one report says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Entities in order of their first mention; their `country` and `actor` are left to `resolve`.
    pub entities: Vec<Entity>,
    /// Time expressions in text order, not yet on a calendar.
    pub times: Vec<Timex>,
    /// Place names in text order, not yet on a map.
    pub places: Vec<Place>,
    /// Statements in text order.
    pub statements: Vec<Statement>,
    /// Events in text order.
    pub events: Vec<Event>,
    /// Figures in text order.
    pub figures: Vec<Figure>,
    /// Figures about events that other sentences tell, in text order.
    pub tallies: Vec<annalist_doc::Tally>,
    /// For each statement, the words that put it first or later ("initially"), if any.
    pub order_evidence: Vec<Option<annalist_doc::Span>>,
}

/// Something that may be a statement, as the program that learns weights sees it.
#[cfg(feature = "training")]
#[derive(Clone, Debug)]
pub struct StatementCandidate {
    /// Names of what holds of it.
    pub features: Vec<String>,
    /// Words of the source.
    pub source: Vec<Span>,
    /// Words of the cue; none for a quotation alone.
    pub cue: Vec<Span>,
    /// Words of the content.
    pub content: Vec<Span>,
}

/// All candidates of an annotated document, whatever weights the lexicon brings.
#[cfg(feature = "training")]
#[must_use]
pub fn statement_candidates(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
) -> Vec<StatementCandidate> {
    let tree = tree::Tree::new(document, layers);
    statement::for_training(&statement::Scene { tree: &tree, lexicon, quotes })
}

/// The features of two actors between which something holds, to learn from.
#[cfg(feature = "training")]
#[must_use]
pub fn pair_features(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
    (source, target): (&[Span], &[Span]),
) -> Vec<String> {
    with_scene(document, layers, quotes, lexicon, |scene| {
        event::pair_for_training(scene, source, target)
    })
}

/// An event before it is kept or dropped, as the program that learns weights sees it.
#[cfg(feature = "training")]
#[derive(Clone, Debug)]
pub struct EventCandidate {
    /// Its type.
    pub kind: String,
    /// Names of what holds of it.
    pub features: Vec<String>,
    /// The words of each participant.
    pub arguments: Vec<(annalist_doc::Role, Span)>,
}

/// All events of a document before any is dropped.
#[cfg(feature = "training")]
#[must_use]
pub fn event_candidates(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
) -> Vec<EventCandidate> {
    with_scene(document, layers, quotes, lexicon, |scene| {
        let all = event::judged_for_training(scene).into_iter();
        all.map(|(draft, features)| EventCandidate {
            kind: draft.trigger.kind.clone(),
            features,
            arguments: draft.arguments.iter().map(|a| (a.role, a.span)).collect(),
        })
        .collect()
    })
}

/// Reads one annotated document.
#[must_use]
pub fn extract(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
) -> Extraction {
    with_scene(document, layers, quotes, lexicon, |scene| {
        let events = event::find(scene);
        let tallies = event::tallies(scene, &events);
        output::assemble(scene, &events, &tallies)
    })
}

/// Everything that is found before events.
fn with_scene<T>(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
    read: impl FnOnce(&event::Scene<'_, '_, '_>) -> T,
) -> T {
    let tree = tree::Tree::new(document, layers);
    let times = timex::find(&tree, &lexicon.words);
    let mentions = mention::find(&tree, lexicon);
    let statements = statement::find(&statement::Scene { tree: &tree, lexicon, quotes });
    let index = mention::MentionIndex::new(&tree, &mentions);
    let told = statement::Told::new(&tree, &statements);
    let resolved = coref::resolve(&coref::Scene {
        tree: &tree,
        lexicon,
        quotes,
        mentions: &mentions,
        index: &index,
        drafts: &statements,
        told: &told,
    });
    read(&event::Scene {
        tree: &tree,
        lexicon,
        mentions: &mentions,
        index: &index,
        resolved: &resolved,
        statements: &statements,
        told: &told,
        times: &times,
    })
}
