//! Which candidates are names of places.
//!
//! A candidate's score is a sum of whole numbers, thousandths of log-odds, either learned
//! (`annalist-eval train-toponyms`) or, without weights, given by a few rules. Candidates that overlap
//! exclude each other: the best stays.

use std::collections::HashMap;

use annalist_doc::{NameLabel, Tag};
use annalist_gazetteer::Country;

use super::candidate::{Candidate, Fit};
use super::{Scene, beside, elsewhere, is_possessive};
use crate::feature::{Score, Sink, score};

/// How a document uses a name elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    places: u32,
    persons: u32,
    bodies: u32,
}

pub(crate) fn usages(candidates: &[Candidate]) -> HashMap<&str, Usage> {
    let mut all: HashMap<&str, Usage> = HashMap::new();
    for candidate in candidates {
        let usage = all.entry(candidate.folded.as_str()).or_default();
        match (candidate.label, candidate.fit) {
            (Some(NameLabel::Gpe | NameLabel::Loc), Fit::Same) => usage.places += 1,
            (Some(NameLabel::Person), _) => usage.persons += 1,
            (Some(NameLabel::Org), _) => usage.bodies += 1,
            _ => {}
        }
    }
    all
}

/// The countries that a document names, by themselves or as whence somebody comes.
pub(crate) fn countries(scene: Scene<'_, '_>, candidates: &[Candidate]) -> Vec<Country> {
    let actors = &scene.lexicon.actors;
    let named = candidates.iter().filter(|c| c.country || c.demonym).filter_map(|c| {
        let words = scene.tree.cover(c.first..=c.last).of(scene.tree.text);
        let found = actors
            .country(words)
            .or_else(|| actors.country_of_adjective(words))
            .or_else(|| actors.country_of_people(words))?;
        Country::parse(&found.code)
    });
    let mut all: Vec<Country> = named.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The candidates that are names of places, in text order, none over another.
pub(super) fn decide(scene: Scene<'_, '_>, candidates: &[Candidate]) -> Vec<usize> {
    let usages = usages(candidates);
    let countries = countries(scene, candidates);
    let score = |c: usize| {
        let candidate = &candidates[c];
        let usage = usages.get(candidate.folded.as_str()).copied().unwrap_or_default();
        match &scene.lexicon.toponyms {
            Some(weights) if scene.gazetteer.is_some() => {
                let name = |sink: &mut Score<'_>| {
                    features(scene, candidate, usage, &countries, sink);
                };
                score(weights, name) - weights.setting("threshold")
            }
            _ => by_rules(scene, candidate, usage),
        }
    };
    let surnames = elsewhere::surnames(scene.tree);
    let no_place = |c: &usize| elsewhere::is_none(scene, &candidates[*c], &surnames);
    let scores: Vec<Option<i32>> =
        (0..candidates.len()).map(|c| (!no_place(&c)).then(|| score(c))).collect();
    let kept = best(candidates, &scores);
    // Those that are sure speak for names beside them.
    let sure: Vec<usize> =
        kept.iter().copied().filter(|c| scores[*c].is_some_and(|s| s >= SURE)).collect();
    let mut more = scores;
    let mut changed = false;
    for c in 0..candidates.len() {
        let free = !kept.iter().any(|k| is_over(&candidates[*k], &candidates[c]));
        if let Some(score) = more[c].as_mut().filter(|s| **s <= 0 && free) {
            let beside = beside::speaks(scene, candidates, c, &sure);
            changed |= beside > 0;
            *score += beside;
        }
    }
    if changed { best(candidates, &more) } else { kept }
}

fn is_over(one: &Candidate, other: &Candidate) -> bool {
    one.first <= other.last && other.first <= one.last
}

/// A name with this score is surely a place's, in thousandths of log-odds.
const SURE: i32 = 700;

/// Those with the best scores, none over another, in text order.
fn best(candidates: &[Candidate], scores: &[Option<i32>]) -> Vec<usize> {
    let mut scored: Vec<(i32, usize)> = scores
        .iter()
        .enumerate()
        .filter_map(|(c, score)| Some((score.filter(|s| *s > 0)?, c)))
        .collect();
    scored.sort_by_key(|(s, c)| {
        (std::cmp::Reverse(*s), candidates[*c].first, std::cmp::Reverse(candidates[*c].last))
    });
    let mut kept: Vec<usize> = Vec::new();
    for (_, c) in scored {
        if !kept.iter().any(|k| is_over(&candidates[*k], &candidates[c])) {
            kept.push(c);
        }
    }
    kept.sort_unstable();
    kept
}

/// What stands directly before and after a candidate.
pub(super) struct Around<'t> {
    pub(super) before: &'t str,
    pub(super) after: &'t str,
    proper_before: bool,
    proper_after: bool,
}

pub(super) fn around<'t>(scene: Scene<'t, '_>, candidate: &Candidate) -> Around<'t> {
    let tree = scene.tree;
    let sentence = tree.sentence(candidate.first);
    let before = candidate.first.checked_sub(1).filter(|t| *t >= sentence.first as usize);
    let after = Some(candidate.last + 1).filter(|t| *t < sentence.last as usize);
    let word = |t: Option<usize>| t.map_or("-", |t| tree.lower(t));
    let proper = |t: Option<usize>| {
        t.is_some_and(|t| tree.tag(t).is_proper() && tree.word(t).starts_with(char::is_uppercase))
    };
    Around {
        before: word(before),
        after: word(after),
        proper_before: proper(before),
        proper_after: proper(after),
    }
}

/// Without weights: what the recognizer and the gazetteer agree on.
fn by_rules(scene: Scene<'_, '_>, candidate: &Candidate, usage: Usage) -> i32 {
    let around = around(scene, candidate);
    let words = &scene.lexicon.places;
    let hits = candidate.hits;
    let listed = hits.main || candidate.country;
    let big = hits.wide() || hits.population >= 100_000 || candidate.country;
    let led = words.before.iter().any(|w| w == around.before);
    let alone = !around.proper_before && !around.proper_after;
    let size = (candidate.last - candidate.first) as i32;
    let score = match (candidate.label, candidate.fit) {
        (Some(NameLabel::Gpe | NameLabel::Loc), Fit::Same) => 3000,
        (Some(NameLabel::Fac), Fit::Same) => 800 + 1000 * i32::from(listed),
        (Some(NameLabel::Norp), Fit::Same) if candidate.demonym || candidate.country => 2500,
        (Some(NameLabel::Gpe | NameLabel::Loc), _) if listed => 1000,
        (Some(NameLabel::Person | NameLabel::Org), Fit::Same)
            if listed && hits.admin2 && size > 0 =>
        {
            1500
        }
        (Some(NameLabel::Person | NameLabel::Org), Fit::Same)
            if listed && (led || usage.places > 0) =>
        {
            900
        }
        (Some(NameLabel::Org), Fit::Begin) if big => 700,
        (None, _) if candidate.demonym => 1500,
        (None, _) if listed && alone && (big || led || usage.places > 0) => 1200,
        _ => -1000,
    };
    score + size * 10
}

fn population(people: u32) -> &'static str {
    match people {
        0 => "0",
        1..=1999 => "2k",
        2000..=9999 => "10k",
        10_000..=49_999 => "50k",
        50_000..=199_999 => "200k",
        200_000..=999_999 => "1m",
        _ => "big",
    }
}

fn few(n: u32) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2..=3 => "3",
        _ => "many",
    }
}

/// Names every feature of a candidate.
pub(crate) fn features(
    scene: Scene<'_, '_>,
    candidate: &Candidate,
    usage: Usage,
    countries: &[Country],
    sink: &mut dyn Sink,
) {
    let tree = scene.tree;
    let words = &scene.lexicon.places;
    let around = around(scene, candidate);
    let hits = candidate.hits;
    let label = candidate.label.map_or("none", NameLabel::as_str);
    let fit = match candidate.fit {
        Fit::None => "none",
        Fit::Same => "same",
        Fit::Begin => "begin",
        Fit::End => "end",
        Fit::Inside => "inside",
        Fit::Across => "across",
    };
    let class = if candidate.country {
        "country"
    } else if candidate.demonym {
        "demonym"
    } else if hits.country {
        "country2"
    } else if hits.admin1 {
        "admin1"
    } else if hits.region {
        "region"
    } else if hits.admin2 {
        "admin2"
    } else if hits.settlement {
        population(hits.population)
    } else if hits.site {
        "site"
    } else if hits.count > 0 {
        if hits.largest > 100_000 { "other-big" } else { "other" }
    } else {
        "unlisted"
    };
    let tag = tree.tag(candidate.last);
    let first_tag = tree.tag(candidate.first);
    let head = (candidate.first..=candidate.last)
        .find(|t| !(candidate.first..=candidate.last).contains(&tree.head(*t)))
        .unwrap_or(candidate.last);
    let dep = tree.dep(head).as_str();
    let before = match around.before {
        w if words.before.iter().any(|b| b == w) => w,
        "," | "(" | "-" | "--" | "–" | "—" | "'s" | "’s" => around.before,
        w if words.small_before.iter().any(|b| b == w) => w,
        w if words.kinds.iter().any(|b| b == w) => "kind",
        w if words.persons.iter().any(|b| b == w) => "title",
        _ if around.proper_before => "proper",
        _ => "other",
    };
    let after = match around.after {
        "," | ")" | "." | "-" | "--" | "'s" | "’s" | "(" => around.after,
        w if words.small_after.iter().any(|b| b == w) => w,
        w if words.kinds.iter().any(|b| b == w) => "kind",
        w if words.before.iter().any(|b| b == w) => "prep",
        w if scene.lexicon.actors.role(w).is_some() => "role",
        _ if around.proper_after => "proper",
        _ => "other",
    };
    let size = few((candidate.last - candidate.first) as u32);
    let shape = shape(tree.word(candidate.first));
    sink.add(&["any"]);
    sink.add(&["label", label, fit]);
    sink.add(&["class", class]);
    sink.add(&["class", class, label, fit]);
    sink.add(&["class", class, before]);
    sink.add(&["class", class, after]);
    sink.add(&["size", size, label, fit]);
    sink.add(&["size", size, class]);
    sink.add(&["tag", tag.as_str(), first_tag.as_str(), class]);
    sink.add(&["dep", dep, label, fit]);
    sink.add(&["dep", dep, class]);
    sink.add(&["before", before, label, fit]);
    sink.add(&["after", after, label, fit]);
    sink.add(&["around", before, after]);
    sink.add(&["shape", shape, class, label]);
    sink.add(&["used", few(usage.places), few(usage.persons), few(usage.bodies), fit]);
    sink.add(&["used", few(usage.places), label, fit]);
    sink.add(&["length", if candidate.folded.len() < 4 { "short" } else { "long" }, class, label]);
    if hits.loose {
        sink.add(&["loose", label]);
    }
    // "Ethiopian jets bombed Mekelle": a place of a country that the text speaks of.
    let home = match hits.home {
        None => "none",
        Some(home) if countries.contains(&home) => "named",
        Some(_) if countries.is_empty() => "nobody",
        Some(_) => "other",
    };
    let single = candidate.first == candidate.last;
    let given = single && scene.lexicon.actors.is_female_name(tree.word(candidate.first)).is_some();
    let given = if given { "given" } else { "no" };
    sink.add(&["home", home, class]);
    sink.add(&["home", home, label, fit]);
    sink.add(&["home", home, before, label]);
    sink.add(&["rivals", few(hits.count as u32), class, label]);
    sink.add(&["given", given, label, class]);
    if candidate.shorter {
        sink.add(&["shorter", class]);
        sink.add(&["shorter", label, fit]);
    }
    let last = tree.lower(candidate.last);
    if words.kinds.iter().any(|k| k == last) {
        sink.add(&["ends", last, label]);
        sink.add(&["ends", class, label]);
    }
    if candidate.last + 1 < tree.len() && is_possessive(tree, candidate.last + 1) {
        sink.add(&["possessive", class, label]);
    }
    if candidate.first == tree.sentence(candidate.first).first as usize {
        sink.add(&["begins", class, label, fit]);
    }
    // "Ostwick, Velmark": a larger place follows after a comma.
    if let Some(next) = next_after_comma(scene, candidate) {
        sink.add(&["holder", next, class]);
        sink.add(&["holder", next, label, fit]);
    }
    if tag == Tag::Nnps || tag == Tag::Nns {
        sink.add(&["plural", class, label]);
    }
}

/// What kind of word follows after a comma.
fn next_after_comma(scene: Scene<'_, '_>, candidate: &Candidate) -> Option<&'static str> {
    let tree = scene.tree;
    let end = tree.sentence(candidate.first).last as usize;
    let t = candidate.last + 2;
    if t >= end
        || tree.word(candidate.last + 1) != ","
        || !tree.word(t).starts_with(char::is_uppercase)
    {
        return None;
    }
    let name = tree.cover(t..=t).of(tree.text);
    if scene.lexicon.actors.country(name).is_some() {
        return Some("country");
    }
    let gazetteer = scene.gazetteer?;
    let hits = gazetteer.lookup_folded(&annalist_gazetteer::fold(name));
    let wide = hits.iter().any(|h| {
        let feature = gazetteer.place(h.place).feature;
        h.main && (feature.is_country() || feature == annalist_gazetteer::Feature::Admin1)
    });
    Some(if wide {
        "wide"
    } else if tree.tag(t).is_proper() {
        "name"
    } else {
        "other"
    })
}

fn shape(word: &str) -> &'static str {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    match letters().count() {
        0 => "none",
        1 => "one",
        n if letters().all(char::is_uppercase) => {
            if word.contains('.') {
                "dotted"
            } else if n == 2 {
                "two"
            } else {
                "caps"
            }
        }
        _ if word.ends_with('.') => "short",
        _ => "plain",
    }
}
