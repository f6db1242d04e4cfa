//! The names of one report and the places that each may be.

use std::collections::HashMap;

use annalist_doc::{PlaceSense, Toponym};
use annalist_gazetteer::{Country, Feature, Gazetteer, Hit, PlaceIndex, fold};
use annalist_lexicon::Weights;

use super::Atlas;
use super::clues::{Clues, size};
use super::nowhere::is_nowhere;
use super::rank;
use super::spots::Spot;
use super::told::Told;

/// The most places of one name that are looked at.
const MOST: usize = 400;
/// How often names are judged by each other.
const ROUNDS: usize = 3;

/// The names of one report and the places that each may be.
#[derive(Debug)]
pub struct Problem {
    pub(super) names: Vec<Name>,
    /// Which name each toponym bears.
    of: Vec<usize>,
    pub(super) home: Option<Spot>,
    /// Where names are said to lie to one another.
    pub(super) told: Vec<Told>,
}

/// One name, however often it occurs.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) options: Vec<Choice>,
    /// How often it occurs.
    pub(super) count: u32,
    /// How much it tells of the country that the report is on.
    pub(super) weight: f64,
    /// The name of what is said to hold it.
    pub(super) within: Option<usize>,
    pub(super) country: Option<Country>,
    pub(super) site: bool,
    pub(super) unsure: bool,
    /// Whether the name says what it is: "Ostwick County".
    pub(super) kind: bool,
    /// Whether the words beside it say that a unit is meant: "the Ostwick region".
    pub(super) unit: bool,
    pub(super) short: bool,
    /// Whether it has several words, and is rarely another's by chance.
    pub(super) several: bool,
}

/// A place that a name may be.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) hit: Hit,
    pub(super) spot: Spot,
    /// How many of the name's places are larger.
    pub(super) rank: usize,
    pub(super) score: i32,
    /// How likely it is among the name's places; they add up to one.
    pub(super) share: f64,
    /// The same, judged by itself alone.
    pub(super) alone: f64,
}

impl Problem {
    /// Gathers names and their places.
    #[must_use]
    pub fn new(toponyms: &[Toponym], atlas: Atlas<'_>) -> Self {
        let mut names: Vec<Name> = Vec::new();
        let mut known: HashMap<(String, Option<String>, bool, bool), usize> = HashMap::new();
        let holders: HashMap<String, usize> = holders(toponyms);
        let mut of = Vec::with_capacity(toponyms.len());
        for toponym in toponyms {
            let folded = fold(&toponym.name);
            let demonym = toponym.sense == PlaceSense::Demonym;
            // "Paris, Texas" and "Paris, France" in one report are two names.
            let two = holders.get(&folded).is_some_and(|n| *n > 1);
            let holder = toponym.within.filter(|_| two).map(|w| fold(&toponyms[w.index()].name));
            let next = names.len();
            let at = *known.entry((folded.clone(), holder, demonym, toponym.unit)).or_insert(next);
            if at == next {
                names.push(name(toponym, &folded, atlas));
            }
            names[at].count += 1;
            names[at].weight += weight(toponym.sense);
            names[at].unsure &= toponym.unsure;
            of.push(at);
        }
        for (t, toponym) in toponyms.iter().enumerate() {
            if let Some(within) = toponym.within {
                names[of[t]].within = Some(of[within.index()]).filter(|w| *w != of[t]);
            }
        }
        let mut told: Vec<Told> = Vec::new();
        for (own, bearing) in toponyms.iter().flat_map(|t| t.bearings.iter().map(move |b| (t, b))) {
            let new = Told::of(of[own.id.index()], of[bearing.from.index()], bearing);
            told.extend(new.filter(|n| !told.contains(n)));
        }
        let home = atlas.home.map(|index| Spot::of(atlas.gazetteer, index));
        Self { names, of, home, told }
    }

    /// Judges all names: by themselves, then by each other.
    pub(super) fn solve(&mut self, atlas: Atlas<'_>) {
        for round in 0..=ROUNDS {
            self.judge(round, atlas.weights);
        }
    }

    /// One round: scores of all places, and how likely each is.
    pub fn judge(&mut self, round: usize, weights: Option<&Weights>) {
        let scores: Vec<Vec<i32>> = (0..self.names.len())
            .map(|n| {
                let places = 0..self.names[n].options.len();
                let all: Vec<Clues<'_>> = places.map(|c| Clues::of(self, n, c, round)).collect();
                rank::scores(&all, weights)
            })
            .collect();
        for (name, scores) in self.names.iter_mut().zip(scores) {
            for (choice, score) in name.options.iter_mut().zip(scores) {
                choice.score = score;
            }
            share(&mut name.options);
            if round == 0 {
                name.options.iter_mut().for_each(|c| c.alone = c.share);
            }
        }
    }

    /// The places of each toponym with their scores, the best first.
    #[must_use]
    pub fn answers(&self) -> Vec<Vec<(PlaceIndex, i32)>> {
        let holds = |n: usize| self.names.iter().any(|name| name.within == Some(n));
        let ranked: Vec<Vec<(PlaceIndex, i32)>> = self
            .names
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let mut all: Vec<&Choice> = name.options.iter().collect();
                all.sort_by_key(|c| (std::cmp::Reverse(c.score), c.rank));
                let better = match name.unit {
                    true => name.whole(&all),
                    false => name.seat(&all).filter(|_| !holds(n)),
                };
                if let Some(better) = better {
                    all[..=better].rotate_right(1);
                }
                all.into_iter().map(|c| (c.hit.place, c.score)).collect()
            })
            .collect();
        self.of.iter().map(|n| ranked[*n].clone()).collect()
    }

    /// For each toponym, whether the best of its `answers` is not meant, nor any other.
    pub(super) fn nowhere(&self, answers: &[Vec<(PlaceIndex, i32)>]) -> Vec<bool> {
        let mut of_name: Vec<Option<bool>> = vec![None; self.names.len()];
        let one = |(n, ranked): (&usize, &Vec<(PlaceIndex, i32)>)| {
            *of_name[*n].get_or_insert_with(|| {
                let place = ranked.first().map(|(place, _)| *place);
                let best = self.names[*n].options.iter().position(|c| Some(c.hit.place) == place);
                best.is_some_and(|best| is_nowhere(self, *n, best))
            })
        };
        self.of.iter().zip(answers).map(one).collect()
    }

    /// For each name, the toponyms that bear it and its places with the names of their features.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn questions(&self, round: usize) -> Vec<Question> {
        let bearers = |n: usize| (0..self.of.len()).filter(|t| self.of[*t] == n).collect();
        let places = |n: usize| {
            let all = self.names[n].options.iter().enumerate().map(|(c, choice)| {
                let mut features: Vec<String> = Vec::new();
                rank::features(&Clues::of(self, n, c, round), &mut |parts| {
                    features.push(parts.join("|"))
                });
                (choice.hit.place, features)
            });
            all.collect()
        };
        (0..self.names.len()).map(|n| (bearers(n), places(n))).collect()
    }
}

impl Name {
    /// Of its places, the best first, the one that is the seat of the best, a unit of the same name:
    /// "Kharkiv" is the city, unless the words say "Kharkiv region". What was learned cannot tell: gold
    /// takes either, they lie together.
    ///
    /// See `whole` for the other way round.
    fn seat(&self, all: &[&Choice]) -> Option<usize> {
        let unit = all.first().filter(|_| !self.kind)?;
        let seat = |c: &&&Choice| match unit.spot.feature {
            Feature::Admin1 => matches!(c.spot.feature, Feature::Capital | Feature::Seat1),
            // Towns of a small unit's name are its seat, called so or not.
            Feature::Admin2 => c.spot.feature.is_settlement(),
            _ => false,
        };
        let seats = all.iter().filter(seat).filter(|c| c.hit.main && c.spot.lies_in(&unit.spot));
        let best = seats.max_by_key(|c| (c.spot.population, std::cmp::Reverse(c.rank)))?;
        all.iter().position(|c| c.hit.place == best.hit.place)
    }

    /// Of its places, the best first, the unit around the best: "the Kharkiv region".
    fn whole(&self, all: &[&Choice]) -> Option<usize> {
        let town = all.first().filter(|c| c.spot.feature.is_settlement())?;
        all.iter().position(|c| c.spot.feature == Feature::Admin1 && town.spot.lies_in(&c.spot))
    }
}

/// A name as a question: the toponyms that bear it, and its places with the names of their features.
#[cfg(feature = "training")]
pub type Question = (Vec<usize>, Vec<(PlaceIndex, Vec<String>)>);

/// How much one occurrence tells of the country that a report is on.
fn weight(sense: PlaceSense) -> f64 {
    match sense {
        PlaceSense::Dateline => 2.0,
        PlaceSense::Place => 1.0,
        PlaceSense::Demonym | PlaceSense::Part => 0.9,
        // "Washington said": others speak of what happens here.
        PlaceSense::Actor => 0.3,
    }
}

/// How many different holders each name has.
fn holders(toponyms: &[Toponym]) -> HashMap<String, usize> {
    let mut all: HashMap<String, Vec<String>> = HashMap::new();
    for toponym in toponyms {
        if let Some(within) = toponym.within {
            let list = all.entry(fold(&toponym.name)).or_default();
            let holder = fold(&toponyms[within.index()].name);
            if !list.contains(&holder) {
                list.push(holder);
            }
        }
    }
    all.into_iter().map(|(name, list)| (name, list.len())).collect()
}

fn name(toponym: &Toponym, folded: &str, atlas: Atlas<'_>) -> Name {
    let gazetteer = atlas.gazetteer;
    let country = toponym.country.as_deref().and_then(Country::parse);
    let demonym = toponym.sense == PlaceSense::Demonym;
    let kind = |word: &str| atlas.words.kinds.iter().any(|k| k == word);
    let mut hits = match country.and_then(|c| gazetteer.country(c)) {
        Some(place) if demonym => vec![Hit { place, main: true, loose: false }],
        Some(place) => {
            let mut all = gazetteer.lookup_folded(folded);
            if !all.iter().any(|h| h.place == place) {
                all.push(Hit { place, main: true, loose: false });
            }
            all
        }
        None => gazetteer.lookup_folded(folded),
    };
    let words: Vec<&str> = folded.split(' ').collect();
    let ends_in_kind = words.len() > 1 && words.last().is_some_and(|w| kind(w));
    if hits.is_empty() && ends_in_kind {
        // "Ostwick province", where the gazetteer has only "Ostwick".
        hits = gazetteer.lookup_folded(&words[..words.len() - 1].join(" "));
        let wide = |h: &Hit| {
            let feature = gazetteer.place(h.place).feature;
            matches!(feature, Feature::Admin1 | Feature::Admin2)
        };
        if hits.iter().any(wide) {
            hits.retain(wide);
        }
    }
    if hits.is_empty() && words.len() > 1 && words.first().is_some_and(|w| kind(w)) {
        let rest = words[1..].join(" ");
        hits = gazetteer.lookup_folded(rest.strip_prefix("of ").unwrap_or(&rest));
    }
    if hits.is_empty() {
        hits = gazetteer.lookup_loose(folded);
    }
    let unit = |h: &Hit| {
        let feature = gazetteer.place(h.place).feature;
        h.main && (feature.is_country() || feature == Feature::Admin1)
    };
    let whole = hits.iter().any(unit);
    for hit in hits.iter_mut().filter(|h| !h.main && !h.loose && !whole) {
        // "Bacolod" is what "Bacolod City" is called; not so "New York", which is a state, too.
        let place = gazetteer.place(hit.place);
        let longer = place.feature.is_settlement() && place.name.len() > folded.len();
        if let Some((rest, last)) = place.name.rsplit_once(' ').filter(|_| longer) {
            hit.main = kind(&last.to_lowercase()) && fold(rest) == folded;
        }
    }
    Name {
        options: choices(gazetteer, hits),
        count: 0,
        weight: 0.0,
        within: None,
        country,
        site: toponym.site,
        unsure: toponym.unsure,
        kind: ends_in_kind,
        unit: toponym.unit,
        several: words.len() > 1,
        short: toponym.name.chars().filter(|c| c.is_alphabetic()).count() < 4,
    }
}

fn choices(gazetteer: &Gazetteer, hits: Vec<Hit>) -> Vec<Choice> {
    let mut all: Vec<(Hit, Spot)> =
        hits.into_iter().map(|hit| (hit, Spot::of(gazetteer, hit.place))).collect();
    // A name of its own counts as much as eight times the people.
    let known = |hit: &Hit, spot: &Spot| size(spot.population) + if hit.main { 3 } else { 0 };
    all.sort_by_key(|(hit, spot)| (std::cmp::Reverse(known(hit, spot)), hit.place));
    all.truncate(MOST);
    let even = 1.0 / all.len().max(1) as f64;
    let ranks: Vec<usize> = all
        .iter()
        .map(|(_, own)| all.iter().filter(|(_, o)| o.population > own.population).count())
        .collect();
    let joined = all.into_iter().zip(ranks);
    joined
        .map(|((hit, spot), rank)| Choice { hit, spot, rank, score: 0, share: even, alone: even })
        .collect()
}

/// Scores become shares.
fn share(options: &mut [Choice]) {
    let best = options.iter().map(|c| c.score).max().unwrap_or(0);
    let weight = |c: &Choice| libm::exp(f64::from(c.score - best) / 1000.0);
    let sum: f64 = options.iter().map(weight).sum();
    options.iter_mut().for_each(|c| c.share = weight(c) / sum);
}
