//! What a report says: mentions and entities, statements, events, figures and time expressions, from
//! its words, their grammar and the [lexicon](annalist_lexicon). Nothing here looks at a calendar, a
//! map or another document: that is `resolve`.
//!
//! The order of work is the body of [`extract`].

mod coref;
mod event;
mod feature;
mod grammar;
mod mention;
mod number;
mod output;
mod quote;
mod statement;
mod timex;
mod toponym;
mod tree;

use annalist_doc::{
    Document, Entity, Event, Figure, Layers, Mention, Span, Statement, Timex, Toponym,
};
use annalist_gazetteer::Gazetteer;
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
    pub places: Vec<Toponym>,
    /// Statements in text order.
    pub statements: Vec<Statement>,
    /// Events in text order.
    pub events: Vec<Event>,
    /// Figures in text order.
    pub figures: Vec<Figure>,
    /// What sources say about events, in text order: what claims are made from.
    pub accounts: Vec<annalist_doc::Account>,
}

/// Something that may be a statement, as the program that learns weights sees it.
#[cfg(feature = "training")]
#[derive(Clone, Debug)]
pub struct StatementCandidate {
    /// The lexicon's entry; empty for a word without one.
    pub lemma: String,
    /// Words of the cue; none for a quotation alone.
    pub cue: Vec<Span>,
    /// Words of the content.
    pub content: Vec<Span>,
    /// Names of what holds of cue and content.
    pub features: Vec<String>,
    /// If the content is right, the sources it may have, and names of what holds of each.
    pub sources: Vec<(Vec<Span>, Vec<String>)>,
}

/// All candidates of an annotated document, whatever weights the lexicon brings; `is_right` tells whether
/// a cue with a content is wanted.
#[cfg(feature = "training")]
#[must_use]
pub fn statement_candidates(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
    is_right: &dyn Fn(&[Span], &[Span]) -> bool,
) -> Vec<StatementCandidate> {
    let tree = tree::Tree::new(document, layers);
    statement::for_training(&statement::Scene { tree: &tree, lexicon, quotes }, is_right)
}

/// Which statements are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// All of them.
    #[default]
    All,
    /// Only what was said or written: no beliefs, wishes and intentions.
    Reported,
}

/// Everything that may be the name of a place: its words, names of what holds of it, its sense.
#[cfg(feature = "training")]
#[must_use]
pub fn toponym_candidates(
    document: &Document,
    layers: &Layers,
    lexicon: &Lexicon,
    gazetteer: &Gazetteer,
) -> Vec<(Span, Vec<String>, annalist_doc::PlaceSense)> {
    let tree = tree::Tree::new(document, layers);
    toponym::for_training(toponym::Scene { tree: &tree, lexicon, gazetteer: Some(gazetteer) })
}

/// The names of places of an annotated document, and nothing else.
#[cfg(feature = "training")]
#[must_use]
pub fn toponyms(
    document: &Document,
    layers: &Layers,
    lexicon: &Lexicon,
    gazetteer: Option<&Gazetteer>,
) -> Vec<Toponym> {
    let tree = tree::Tree::new(document, layers);
    toponym::find(toponym::Scene { tree: &tree, lexicon, gazetteer })
}

/// Each place that may be where a given verb's event happens: its words, names of what holds of it.
#[cfg(feature = "training")]
#[must_use]
pub fn event_place_candidates(
    document: &Document,
    layers: &Layers,
    lexicon: &Lexicon,
    gazetteer: &Gazetteer,
    verb: Span,
) -> Vec<(Span, Vec<String>)> {
    let tree = tree::Tree::new(document, layers);
    let scene = toponym::Scene { tree: &tree, lexicon, gazetteer: Some(gazetteer) };
    event::places_for_training(&tree, lexicon, &toponym::with_sites(scene).0, verb)
}

/// The names of places at words that are given.
#[cfg(feature = "training")]
#[must_use]
pub fn toponyms_at(
    document: &Document,
    layers: &Layers,
    lexicon: &Lexicon,
    gazetteer: &Gazetteer,
    spans: &[Span],
) -> Vec<Toponym> {
    let tree = tree::Tree::new(document, layers);
    toponym::at(toponym::Scene { tree: &tree, lexicon, gazetteer: Some(gazetteer) }, spans)
}

/// The time expressions of an annotated document alone, as [`extract`] finds them.
#[cfg(feature = "training")]
#[must_use]
pub fn times(document: &Document, layers: &Layers, lexicon: &Lexicon) -> Vec<Timex> {
    timex::find(&tree::Tree::new(document, layers), &lexicon.words)
}

/// How many statements an annotated document has: they, mentions and coreference, and nothing after them.
#[cfg(feature = "training")]
#[must_use]
pub fn statements(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
) -> usize {
    let then = |scene: &event::Scene<'_, '_, '_>, _: &[toponym::Standing]| scene.statements.len();
    with_scene(document, layers, quotes, lexicon, None, Keep::All, then)
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
    with_scene(document, layers, quotes, lexicon, None, Keep::All, |scene, _| {
        event::pair_for_training(scene, source, target)
    })
}

/// An event before it is kept or dropped, as the program that learns weights sees it.
#[cfg(feature = "training")]
#[derive(Clone, Debug)]
pub struct EventCandidate {
    /// Its type.
    pub kind: String,
    /// Its words.
    pub trigger: Span,
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
    with_scene(document, layers, quotes, lexicon, None, Keep::All, |scene, _| {
        let all = event::judged_for_training(scene).into_iter();
        all.map(|(draft, features)| EventCandidate {
            kind: draft.trigger.kind.clone(),
            trigger: draft.span,
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
    gazetteer: Option<&Gazetteer>,
    keep: Keep,
) -> Extraction {
    with_scene(document, layers, quotes, lexicon, gazetteer, keep, |scene, named| {
        let places = event::find(scene);
        let story = event::join(scene, places);
        let mut said = output::assemble(scene, &story);
        toponym::keep_needed(&mut said.places, &mut said.events, named);
        said
    })
}

/// Where what a given verb tells happened, whether or not it is an event of the lexicon; none where its
/// sentence does not say, or where the lexicon has no weights for it.
#[must_use]
pub fn place_of_verb(
    document: &Document,
    layers: &Layers,
    lexicon: &Lexicon,
    gazetteer: Option<&Gazetteer>,
    verb: Span,
) -> Option<Toponym> {
    let tree = tree::Tree::new(document, layers);
    let token = tree.tokens_in(verb).next()?;
    let weights = lexicon.events_where.as_ref()?;
    let (mut places, _) = toponym::with_sites(toponym::Scene { tree: &tree, lexicon, gazetteer });
    let id = event::place_of_verb(&tree, lexicon, &places, token, weights, |_| false)?;
    Some(places.swap_remove(id.index()))
}

/// For places of an annotated document that are marked as events, in text order: which is the first that
/// tells of the same event, and the dictionary form of its word.
#[cfg(feature = "training")]
#[must_use]
pub fn event_chains(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
    marked: &[Span],
) -> Vec<(usize, String)> {
    let then = |scene: &event::Scene<'_, '_, '_>, _: &[toponym::Standing]| {
        event::marked::chains(scene, marked)
    };
    with_scene(document, layers, quotes, lexicon, None, Keep::All, then)
}

/// For each two places of an annotated document that are marked as events, in text order, what holds of
/// them: to learn from.
#[cfg(feature = "training")]
#[must_use]
pub fn event_pairs(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
    marked: &[Span],
) -> Vec<(usize, usize, Vec<String>)> {
    with_scene(document, layers, quotes, lexicon, None, Keep::All, |scene, _| {
        event::marked::pairs(scene, marked)
    })
}

/// Reads one annotated document of which somebody else marked what its events are, in text order. An event
/// that the lexicon does not know has no type.
#[cfg(feature = "training")]
#[must_use]
pub fn extract_marked(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
    gazetteer: Option<&Gazetteer>,
    marked: &[Span],
) -> Extraction {
    with_scene(document, layers, quotes, lexicon, gazetteer, Keep::All, |scene, named| {
        let Some(other) = lexicon.triggers.unnamed() else { return Extraction::default() };
        let story = event::marked::story(scene, marked, other);
        let mut said = output::assemble(scene, &story);
        for (event, told) in said.events.iter_mut().zip(&story.events) {
            if std::ptr::eq(told.lead.trigger, other) {
                event.kind.clear();
            }
        }
        toponym::keep_needed(&mut said.places, &mut said.events, named);
        said
    })
}

/// Everything that is found before events are.
fn with_scene<T>(
    document: &Document,
    layers: &Layers,
    quotes: &[Quote],
    lexicon: &Lexicon,
    gazetteer: Option<&Gazetteer>,
    keep: Keep,
    then: impl FnOnce(&event::Scene<'_, '_, '_>, &[toponym::Standing]) -> T,
) -> T {
    let tree = tree::Tree::new(document, layers);
    let (places, named) = toponym::with_sites(toponym::Scene { tree: &tree, lexicon, gazetteer });
    let times = timex::find(&tree, &lexicon.words);
    let spots = mention::Spots::new(&tree, (&places, &named), &times);
    let mut mentions = mention::find(&tree, lexicon, &spots);
    let mut statements = statement::find(&statement::Scene { tree: &tree, lexicon, quotes });
    if keep == Keep::Reported {
        statements.retain(statement::Draft::is_reported);
    }
    mention::add_speakers(&tree, lexicon, &mut mentions, &mut statements);
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
    let scene = event::Scene {
        tree: &tree,
        lexicon,
        mentions: &mentions,
        index: &index,
        resolved: &resolved,
        statements: &statements,
        told: &told,
        times: &times,
        places: &places,
    };
    then(&scene, &named)
}
