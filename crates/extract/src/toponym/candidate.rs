//! Words that may be the name of a place.

use annalist_doc::{NameLabel, Tag};
use annalist_gazetteer::{Country, Gazetteer, fold, is_article};

use super::{Scene, is_possessive};
use crate::tree::Tree;

/// The most tokens a name has.
const LONGEST: usize = 7;

/// Words that may be the name of a place.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// The name as it is compared.
    pub(crate) folded: String,
    /// What the recognizer calls the words, and whether its span is this one.
    pub(crate) label: Option<NameLabel>,
    pub(crate) fit: Fit,
    pub(crate) hits: Hits,
    /// Whether it is only a part of a longer name that the gazetteer has: "Mazar" in "Mazar-i-Sharif".
    pub(crate) shorter: bool,
    /// Whether the lexicon has it as a country's name, adjective or people.
    pub(crate) country: bool,
    pub(crate) demonym: bool,
}

/// How a candidate lies to the recognizer's span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// No name was recognized here.
    None,
    /// The same words.
    Same,
    /// At the beginning of a longer name.
    Begin,
    /// At the end of a longer name.
    End,
    /// Inside a longer name.
    Inside,
    /// It goes over the edge of a recognized name.
    Across,
}

/// What the gazetteer has under a name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hits {
    pub(crate) count: usize,
    pub(crate) main: bool,
    pub(crate) loose: bool,
    pub(crate) country: bool,
    pub(crate) admin1: bool,
    pub(crate) admin2: bool,
    pub(crate) region: bool,
    pub(crate) site: bool,
    pub(crate) settlement: bool,
    /// Of the largest place under its main name.
    pub(crate) population: u32,
    /// Of the largest place under any name.
    pub(crate) largest: u32,
    /// The country of the largest place, of those under their main names if there are any.
    pub(crate) home: Option<Country>,
}

impl Hits {
    /// Whether it can hold other places.
    pub(crate) fn wide(self) -> bool {
        self.country || self.admin1 || self.admin2 || self.region
    }

    fn of(gazetteer: &Gazetteer, folded: &str, loose: bool) -> Self {
        let mut hits = Self::default();
        let mut first = (false, 0);
        let mut all = gazetteer.lookup_folded(folded);
        if all.is_empty() && loose {
            all = gazetteer.lookup_loose(folded);
        }
        for hit in all {
            let place = gazetteer.place(hit.place);
            let feature = place.feature;
            hits.count += 1;
            let rank = (hit.main, place.population);
            if hits.home.is_none() || rank > first {
                (hits.home, first) = (place.country, rank);
            }
            hits.main |= hit.main;
            hits.loose |= hit.loose;
            hits.largest = hits.largest.max(place.population);
            if !hit.main {
                continue;
            }
            hits.country |= feature.is_country();
            hits.admin1 |= feature == annalist_gazetteer::Feature::Admin1;
            hits.admin2 |= feature == annalist_gazetteer::Feature::Admin2;
            hits.region |= feature.is_region();
            hits.site |= feature.is_site();
            hits.settlement |= feature.is_settlement();
            hits.population = hits.population.max(place.population);
        }
        hits
    }
}

impl Candidate {
    /// Whether a site rather than an area was recognized.
    pub(crate) fn site(&self) -> bool {
        self.label == Some(NameLabel::Fac) && self.fit == Fit::Same
    }

    /// Whether the recognizer took it for something else.
    pub(crate) fn unsure(&self) -> bool {
        !matches!(
            self.label,
            Some(NameLabel::Gpe | NameLabel::Loc | NameLabel::Fac | NameLabel::Norp)
        )
    }
}

/// All candidates, by their first and last token. They may overlap.
pub(super) fn all(scene: Scene<'_, '_>) -> Vec<Candidate> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    recognized(scene.tree, &mut spans);
    known(scene, &mut spans);
    spans.sort_unstable();
    spans.dedup();
    let mut all: Vec<Candidate> =
        spans.into_iter().filter_map(|(first, last)| candidate(scene, first, last)).collect();
    for c in 0..all.len() {
        let own = &all[c];
        // Sorted by their beginnings: longer ones that begin here stand next.
        let next = all[c + 1..].iter().take_while(|o| o.first == own.first);
        let before = all[..c].iter().rev().take_while(|o| o.first + LONGEST > own.first);
        let holds = |o: &Candidate| o.first <= own.first && o.last >= own.last && o.hits.count > 0;
        let shorter =
            next.chain(before).any(|o| (o.first, o.last) != (own.first, own.last) && holds(o));
        all[c].shorter = shorter;
    }
    all
}

/// The candidate that stands at given words.
#[cfg(feature = "training")]
pub(super) fn given(scene: Scene<'_, '_>, span: annalist_doc::Span) -> Option<Candidate> {
    let tokens = scene.tree.tokens_in(span);
    candidate(scene, tokens.start, tokens.end.checked_sub(1)?.max(tokens.start))
        .map(|c| Candidate { folded: fold(span.of(scene.tree.text)), ..c })
}

fn candidate(scene: Scene<'_, '_>, first: usize, last: usize) -> Option<Candidate> {
    let tree = scene.tree;
    let folded = fold(tree.cover(first..=last).of(tree.text));
    if folded.is_empty() || !folded.contains(char::is_alphabetic) {
        return None;
    }
    let (label, fit) = fit(tree, first, last);
    let actors = &scene.lexicon.actors;
    // "Interior Minister": the first word of what somebody is.
    if first == last && last + 1 < tree.len() {
        let role = format!("{} {}", tree.lower(last), tree.lower(last + 1));
        if actors.role(&role).is_some() {
            return None;
        }
    }
    let words = tree.cover(first..=last).of(tree.text);
    let place = matches!(label, Some(NameLabel::Gpe | NameLabel::Loc | NameLabel::Fac));
    let loose = place && fit == Fit::Same || has_article(tree, first, last);
    let hits = scene.gazetteer.map(|g| Hits::of(g, &folded, loose));
    let country = actors.country(words).is_some();
    let demonym = !country
        && (actors.country_of_adjective(words).is_some()
            || actors.country_of_people(words).is_some());
    Some(Candidate {
        first,
        last,
        folded,
        label,
        fit,
        hits: hits.unwrap_or_default(),
        shorter: false,
        country,
        demonym,
    })
}

/// First and last token of the recognized name around a token.
pub(super) fn around(tree: &Tree<'_>, i: usize) -> Option<(usize, usize, NameLabel)> {
    let label = tree.token(i).name?;
    let mut first = i;
    while first > 0 && !tree.token(first).name_begins && tree.token(first - 1).name.is_some() {
        first -= 1;
    }
    let mut last = i;
    while last + 1 < tree.len()
        && tree.token(last + 1).name.is_some()
        && !tree.token(last + 1).name_begins
    {
        last += 1;
    }
    Some((first, last, label))
}

/// Whether words have an Arabic article among them, as names in transliteration do.
fn has_article(tree: &Tree<'_>, first: usize, last: usize) -> bool {
    first < last && (first..last).any(|t| is_article(tree.lower(t)))
}

/// Whether a name begins here with an article in small letters: "al-Qaim".
fn small_article(tree: &Tree<'_>, i: usize) -> bool {
    is_article(tree.lower(i))
        && i + 2 < tree.len()
        && tree.word(i + 1) == "-"
        && tree.word(i + 2).starts_with(char::is_uppercase)
        && tree.span(i).end == tree.span(i + 1).start
        && tree.span(i + 1).end == tree.span(i + 2).start
}

/// Leaves out the article and the ending of a possessive.
fn trimmed(tree: &Tree<'_>, mut first: usize, mut last: usize) -> (usize, usize) {
    let upper = |t: usize| tree.word(t).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    while first < last
        && (tree.tag(first) == Tag::Dt || !upper(first) && !small_article(tree, first))
    {
        first += 1;
    }
    while first < last
        && (is_possessive(tree, last) || !tree.word(last).chars().any(char::is_alphanumeric))
    {
        last -= 1;
    }
    (first, last)
}

fn fit(tree: &Tree<'_>, first: usize, last: usize) -> (Option<NameLabel>, Fit) {
    let Some((a, b, label)) = around(tree, first) else {
        let inside = (first..=last).find_map(|t| tree.token(t).name);
        return (inside, if inside.is_some() { Fit::Across } else { Fit::None });
    };
    let (a, b) = trimmed(tree, a, b);
    let fit = match (first == a, last == b) {
        (true, true) => Fit::Same,
        (true, false) if last < b => Fit::Begin,
        (false, true) if first > a => Fit::End,
        (false, false) if first > a && last < b => Fit::Inside,
        _ if first < a && last <= b && last >= a => Fit::Across,
        _ => Fit::Across,
    };
    (Some(label), fit)
}

/// What the recognizer calls a place, cut at its commas.
fn recognized(tree: &Tree<'_>, spans: &mut Vec<(usize, usize)>) {
    for i in 0..tree.len() {
        let token = tree.token(i);
        let place = matches!(token.name, Some(NameLabel::Gpe | NameLabel::Loc | NameLabel::Fac));
        if !place || !token.name_begins {
            continue;
        }
        let Some((a, b, _)) = around(tree, i) else { continue };
        let mut first = a;
        for t in a..=b + 1 {
            let end = t > b || matches!(tree.word(t), "," | "(" | ")" | "/");
            if end {
                if t > first {
                    spans.push(trimmed(tree, first, t - 1));
                }
                first = t + 1;
            }
        }
    }
}

/// Runs of capitalized words that the gazetteer or the lexicon knows.
fn known(scene: Scene<'_, '_>, spans: &mut Vec<(usize, usize)>) {
    let tree = scene.tree;
    let actors = &scene.lexicon.actors;
    for i in 0..tree.len() {
        if !begins(tree, i) {
            continue;
        }
        let end = tree.sentence(i).last as usize;
        let mut longest = true;
        for j in (i..end.min(i + LONGEST)).rev() {
            if !ends(tree, j) || !run(scene, i, j) {
                continue;
            }
            let words = tree.cover(i..=j).of(tree.text);
            let one = i == j;
            let lexical = actors.country(words).is_some()
                || one
                    && (actors.country_of_adjective(words).is_some()
                        || actors.country_of_people(words).is_some());
            let folded = || fold(words);
            let listed = scene.gazetteer.is_some_and(|g| {
                let folded = folded();
                (folded.len() > 2 || words.contains('.') || words.len() == 2)
                    && (g.knows(&folded)
                        || has_article(tree, i, j) && !g.lookup_loose(&folded).is_empty())
            });
            if lexical || listed {
                spans.push((i, j));
                // A shorter name inside is of interest only at its beginning: "Baghdad Police".
                if !longest || one {
                    break;
                }
                longest = false;
            }
        }
    }
}

fn begins(tree: &Tree<'_>, i: usize) -> bool {
    let word = tree.word(i);
    (word.starts_with(char::is_uppercase) || small_article(tree, i))
        && (i == 0 || tree.word(i - 1) != "-" || tree.span(i - 1).end < tree.span(i).start)
}

fn ends(tree: &Tree<'_>, j: usize) -> bool {
    tree.word(j).starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

/// Whether the words between are such as stand in names.
fn run(scene: Scene<'_, '_>, i: usize, j: usize) -> bool {
    let tree = scene.tree;
    (i..=j).all(|t| {
        let word = tree.word(t);
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || matches!(word, "-" | "'" | "’" | ".")
            || t == i && small_article(tree, i)
            || t > i && t < j && (is_article(tree.lower(t)) || is_possessive(tree, t))
            || scene.lexicon.words.name_particles.iter().any(|p| p == tree.lower(t))
            || t > i && scene.lexicon.places.particles.iter().any(|p| p == tree.lower(t))
    })
}
