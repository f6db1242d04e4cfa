//! Names of places: which words are one, and what the name stands for.
//!
//! Candidates are what the recognizer calls a place, and every run of capitalized words that the
//! gazetteer knows (`candidate`); which of them are places is weighed in `decide`; `sense` tells a
//! place from a government that acts and from a demonym.

mod bearing;
mod beside;
mod candidate;
mod decide;
mod elsewhere;
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

/// What a name counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is a place's name by itself.
    Name,
    /// It is one where something happens there.
    Site,
    /// It may be where something happens; too unsure for the record.
    Guess,
}

/// The same with names of sites and others that may be where something happens, with what each counts for.
pub(crate) fn with_sites(scene: Scene<'_, '_>) -> (Vec<Toponym>, Vec<Standing>) {
    let mut all: Vec<(Toponym, Standing)> =
        find(scene).into_iter().map(|t| (t, Standing::Name)).collect();
    let sites = site::find(scene, &all);
    all.extend(sites);
    all.sort_by_key(|(t, standing)| (t.span, *standing != Standing::Name));
    let names = all.iter().filter(|(_, s)| *s == Standing::Name).count();
    let mut ids = vec![PlaceId(0); names];
    for (at, (toponym, standing)) in all.iter().enumerate() {
        if *standing == Standing::Name {
            ids[toponym.id.index()] = PlaceId(at as u32);
        }
    }
    for (at, (toponym, _)) in all.iter_mut().enumerate() {
        toponym.id = PlaceId(at as u32);
        toponym.within = toponym.within.map(|w| ids[w.index()]);
    }
    let (mut all, standings): (Vec<Toponym>, Vec<Standing>) = all.into_iter().unzip();
    bearing::add(scene, &mut all, |t| standings[t] != Standing::Guess);
    (all, standings)
}

/// Leaves out sites at which nothing happens, and guesses.
pub(crate) fn keep_needed(places: &mut Vec<Toponym>, events: &mut [Event], standings: &[Standing]) {
    let needed = |id: PlaceId| events.iter().any(|e| e.place == Some(id));
    let kept: Vec<bool> = places
        .iter()
        .zip(standings)
        .map(|(place, standing)| match standing {
            Standing::Name => true,
            Standing::Site => needed(place.id),
            Standing::Guess => false,
        })
        .collect();
    let mut next = 0;
    let ids: Vec<Option<PlaceId>> = kept
        .iter()
        .map(|kept| {
            let id = PlaceId(next);
            next += u32::from(*kept);
            kept.then_some(id)
        })
        .collect();
    let renamed = |id: PlaceId| ids[id.index()];
    places.retain(|p| kept[p.id.index()]);
    for place in places.iter_mut() {
        place.id = renamed(place.id).unwrap_or(place.id);
        place.within = place.within.and_then(renamed);
        place.bearings.retain_mut(|b| renamed(b.from).map(|id| b.from = id).is_some());
    }
    for event in events {
        event.place = event.place.and_then(renamed);
    }
}

/// The names that stand at these words, whatever they would be taken for.
#[cfg(feature = "training")]
pub(crate) fn at(scene: Scene<'_, '_>, spans: &[Span]) -> Vec<Toponym> {
    let given: Vec<Candidate> =
        spans.iter().filter_map(|span| candidate::given(scene, *span)).collect();
    let mut all = rows(scene, given.iter());
    bearing::add(scene, &mut all, |_| true);
    all
}

/// Everything that may be the name of a place, with what is known of it.
#[cfg(feature = "training")]
pub(crate) fn for_training(scene: Scene<'_, '_>) -> Vec<(Span, Vec<String>, PlaceSense)> {
    let candidates = candidate::all(scene);
    let usages = decide::usages(&candidates);
    let countries = decide::countries(scene, &candidates);
    let all = candidates.iter().map(|candidate| {
        let usage = usages.get(candidate.folded.as_str()).copied().unwrap_or_default();
        let mut features: Vec<String> = Vec::new();
        decide::features(scene, candidate, usage, &countries, &mut features);
        let span = scene.tree.cover(candidate.first..=candidate.last);
        (span, features, sense::of(scene, candidate).0)
    });
    all.collect()
}

fn rows<'c>(scene: Scene<'_, '_>, kept: impl Iterator<Item = &'c Candidate>) -> Vec<Toponym> {
    let mut all: Vec<Toponym> = Vec::new();
    let mut last: Option<&Candidate> = None;
    let mut front: Option<Front> = None;
    for candidate in kept {
        let id = PlaceId(all.len() as u32);
        let within = front.filter(|front| front.holds(scene, candidate)).map(|front| front.id);
        front = Front::of(scene, candidate, id).or(front);
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
            within,
            bearings: Vec::new(),
            sentence: tree.sentence_index(candidate.first) as u32,
            site: candidate.site(),
            unit: says_unit(scene, candidate),
            unsure: candidate.unsure(),
        });
    }
    all
}

/// Whether the second name says where the first is: "Paris, Texas", "Paris (Texas)".
fn holds(tree: &Tree<'_>, inner: &Candidate, outer: &Candidate) -> bool {
    let gap = Span::new(tree.span(inner.last).end, tree.span(outer.first).start);
    let between = gap.of(tree.text).trim();
    let near = matches!(between, "," | "(" | "in" | ", in" | "in the" | ", in the");
    near && outer.hits.wide()
        && tree.sentence_index(inner.first) == tree.sentence_index(outer.first)
}

/// A country or a unit that opens a sentence: "In Chile, a bus crashed in Los Angeles".
#[derive(Clone, Copy)]
struct Front {
    id: PlaceId,
    sentence: usize,
    /// What it is the place of.
    verb: usize,
}

impl Front {
    fn of(scene: Scene<'_, '_>, candidate: &Candidate, id: PlaceId) -> Option<Self> {
        let tree = scene.tree;
        let sentence = tree.sentence(candidate.first);
        let before = sentence.first as usize..candidate.first;
        let opens = before.len() == 1 || before.len() == 2 && tree.is(candidate.first - 1, "the");
        let after = candidate.last + 1;
        let closed = (after..sentence.last as usize)
            .take(2)
            .find(|t| !scene.lexicon.places.units.iter().any(|u| u == tree.word(*t)))
            .is_some_and(|t| tree.tag(t) == Tag::Comma);
        let is = opens && tree.is(before.start, "in") && closed && candidate.hits.wide();
        let verb = tree.climb(candidate.last).find(|a| tree.tag(*a).is_verb()).filter(|_| is)?;
        Some(Self { id, sentence: tree.sentence_index(candidate.first), verb })
    }

    /// Whether the same verb has it at a place, by a preposition right before it: not the attack "in Paris" that
    /// somebody there only speaks of.
    fn holds(self, scene: Scene<'_, '_>, candidate: &Candidate) -> bool {
        let tree = scene.tree;
        let preps = &scene.lexicon.words.place_preps;
        tree.sentence_index(candidate.first) == self.sentence
            && candidate.first.checked_sub(1).is_some_and(|before| {
                // "the town of Ostwick"
                let kind = |t: usize| scene.lexicon.places.kinds.iter().any(|k| k == tree.lower(t));
                let called = tree.is(before, "of") && before > 0 && kind(before - 1);
                let at = if called { before - 1 } else { before };
                let led =
                    tree.tag(before) == Tag::In && preps.iter().any(|w| w == tree.lower(before));
                tree.head(at) == self.verb && (called || led)
            })
    }
}

/// Whether a unit is meant: "the Ostwick region", "the province of Ostwick".
fn says_unit(scene: Scene<'_, '_>, candidate: &Candidate) -> bool {
    let tree = scene.tree;
    let sentence = tree.sentence(candidate.first);
    // "Ostwick State" is a name of its own.
    let unit = |t: usize| scene.lexicon.places.units.iter().any(|u| u == tree.word(t));
    let (first, after) = (candidate.first, candidate.last + 1);
    after < sentence.last as usize && unit(after)
        || first >= sentence.first as usize + 3
            && tree.is(first - 1, "of")
            && unit(first - 2)
            // "a northern district of Ostwick" is a part of the town.
            && tree.tag(first - 3) == Tag::Dt
            && !tree.is(first - 3, "a")
}

/// Whether a token is the end of a possessive.
fn is_possessive(tree: &Tree<'_>, t: usize) -> bool {
    tree.tag(t) == Tag::Pos || matches!(tree.word(t), "'s" | "’s")
}
