//! Figures of one town are not those of an event in another.

use annalist_doc::{PlaceSense, Toponym};

use super::{EventDraft, FigureDraft, Scene};

/// "In Goma, police found the bodies of three students": counted in another town than that of the event.
pub(super) fn is_counted_elsewhere(
    scene: &Scene<'_, '_, '_>,
    figure: &FigureDraft,
    event: &EventDraft<'_>,
) -> bool {
    let tree = scene.tree;
    let sentence = tree.sentence_index(figure.head);
    let Some(other) = event.place.and_then(|place| scene.places.get(place.index())) else {
        return false;
    };
    let cue = |t: usize| scene.lexicon.cues.starting_with(tree.lemma(t)).next().is_some();
    let at_figure = |place: &&Toponym| {
        let Some(top) = tree.top(tree.tokens_in(place.span)) else {
            return false;
        };
        let verb = tree.climb(top).find(|a| tree.tag(*a).is_verb() && !cue(*a));
        tree.climb(top).take(5).any(|a| a == figure.head || a == figure.outcome)
            || verb.is_some_and(|verb| tree.dominates(verb, figure.head))
    };
    let is_of = |p: &Toponym, q: &Toponym| {
        let held = p.within.and_then(|w| scene.places.get(w.index()));
        held.is_some_and(|held| held.name == q.name)
            || p.bearings
                .iter()
                .any(|b| scene.places.get(b.from.index()).is_some_and(|from| from.name == q.name))
    };
    let differ = |place: &Toponym| {
        place.country.is_some() == other.country.is_some()
            && place.name != other.name
            && !is_of(place, other)
            && !is_of(other, place)
    };
    tree.sentence_index(event.head) != sentence
        && scene
            .places
            .iter()
            .filter(|p| p.sentence as usize == sentence && p.sense == PlaceSense::Place && !p.site)
            .find(at_figure)
            .is_some_and(differ)
}
