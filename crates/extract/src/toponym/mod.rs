//! Names of places: which words are one, and what the name stands for.
//!
//! Candidates are what the recognizer calls a place, and every run of capitalized words that the
//! gazetteer knows (`candidate`); which of them are places is weighed in `decide`; `sense` tells a
//! place from a government that acts and from a demonym.

mod candidate;
mod decide;
mod sense;
mod site;

#[cfg(feature = "training")]
use annalist_doc::PlaceSense;
use annalist_doc::{Event, PlaceId, Span, Tag, Toponym};
use annalist_gazetteer::Gazetteer;
use annalist_lexicon::Lexicon;

pub(crate) use candidate::Candidate;

use crate::tree::Tree;

/// What the parts of this module look at.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a, 'd> {
    pub(crate) tree: &'a Tree<'d>,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) gazetteer: Option<&'a Gazetteer>,
}

/// Finds all names of places, in text order.
pub(crate) fn find(scene: Scene<'_, '_>) -> Vec<Toponym> {
    let candidates = candidate::all(scene);
    let kept = decide::decide(scene, &candidates);
    rows(scene, kept.into_iter().map(|c| &candidates[c]))
}

/// The same with names of sites among them, which count only where something happens there; for each
/// row, whether it is a name that counts by itself.
pub(crate) fn with_sites(scene: Scene<'_, '_>) -> (Vec<Toponym>, Vec<bool>) {
    let mut all: Vec<(Toponym, bool)> = find(scene).into_iter().map(|t| (t, true)).collect();
    let sites = site::find(scene, &all);
    all.extend(sites.into_iter().map(|t| (t, false)));
    all.sort_by_key(|(t, named)| (t.span, !named));
    let mut ids = vec![PlaceId(0); all.iter().filter(|(_, named)| *named).count()];
    for (at, (toponym, named)) in all.iter().enumerate() {
        if *named {
            ids[toponym.id.index()] = PlaceId(at as u32);
        }
    }
    for (at, (toponym, _)) in all.iter_mut().enumerate() {
        toponym.id = PlaceId(at as u32);
        toponym.within = toponym.within.map(|w| ids[w.index()]);
    }
    all.into_iter().unzip()
}

/// Leaves out sites at which nothing happens.
pub(crate) fn keep_needed(places: &mut Vec<Toponym>, events: &mut [Event], named: &[bool]) {
    let needed = |id: PlaceId| events.iter().any(|e| e.place == Some(id));
    let kept: Vec<bool> = places.iter().map(|p| named[p.id.index()] || needed(p.id)).collect();
    let mut next = 0;
    let ids: Vec<PlaceId> = kept
        .iter()
        .map(|kept| {
            let id = PlaceId(next);
            next += u32::from(*kept);
            id
        })
        .collect();
    places.retain(|p| kept[p.id.index()]);
    for place in places.iter_mut() {
        place.id = ids[place.id.index()];
        place.within = place.within.map(|w| ids[w.index()]);
    }
    for event in events {
        event.place = event.place.map(|p| ids[p.index()]);
    }
}

/// The names that stand at these words, whatever they would be taken for.
#[cfg(feature = "training")]
pub(crate) fn at(scene: Scene<'_, '_>, spans: &[Span]) -> Vec<Toponym> {
    let given: Vec<Candidate> =
        spans.iter().filter_map(|span| candidate::given(scene, *span)).collect();
    rows(scene, given.iter())
}

/// Everything that may be the name of a place, with what is known of it.
#[cfg(feature = "training")]
pub(crate) fn for_training(scene: Scene<'_, '_>) -> Vec<(Span, Vec<String>, PlaceSense)> {
    let candidates = candidate::all(scene);
    let usages = decide::usages(&candidates);
    let all = candidates.iter().map(|candidate| {
        let usage = usages.get(candidate.folded.as_str()).copied().unwrap_or_default();
        let mut features: Vec<String> = Vec::new();
        decide::features(scene, candidate, usage, &mut features);
        let span = scene.tree.cover(candidate.first..=candidate.last);
        (span, features, sense::of(scene, candidate).0)
    });
    all.collect()
}

fn rows<'c>(scene: Scene<'_, '_>, kept: impl Iterator<Item = &'c Candidate>) -> Vec<Toponym> {
    let mut all: Vec<Toponym> = Vec::new();
    let mut last: Option<&Candidate> = None;
    for candidate in kept {
        let id = PlaceId(all.len() as u32);
        if let Some(before) = last
            && holds(scene.tree, before, candidate)
            && let Some(inner) = all.last_mut()
        {
            inner.within = Some(id);
        }
        last = Some(candidate);
        let tree = scene.tree;
        let span = tree.cover(candidate.first..=candidate.last);
        let name = span.of(tree.text).to_owned();
        let (sense, country) = sense::of(scene, candidate);
        all.push(Toponym {
            id,
            span,
            country,
            name,
            sense,
            within: None,
            sentence: tree.sentence_index(candidate.first) as u32,
            site: candidate.site(),
            unsure: candidate.unsure(),
        });
    }
    all
}

/// Whether the second name says where the first is: "Paris, Texas", "Paris (Texas)".
fn holds(tree: &Tree<'_>, inner: &Candidate, outer: &Candidate) -> bool {
    let gap = Span::new(tree.span(inner.last).end, tree.span(outer.first).start);
    let between = gap.of(tree.text).trim();
    let near = matches!(between, "," | "(" | "in" | ", in");
    near && outer.hits.wide()
        && tree.sentence_index(inner.first) == tree.sentence_index(outer.first)
}

/// Whether a token is the end of a possessive.
fn is_possessive(tree: &Tree<'_>, t: usize) -> bool {
    tree.tag(t) == Tag::Pos || matches!(tree.word(t), "'s" | "’s")
}
