//! How likely each place of a name is: a sum of whole numbers, thousandths of log-odds, learned
//! elsewhere (`annalist-eval train-places`) and given with the lexicon, or set by a few rules.

use annalist_gazetteer::Feature;
use annalist_lexicon::Weights;

use super::clues::{Clues, size};

/// What the clues say of each place of one name.
pub(super) fn scores(all: &[Clues<'_>], weights: Option<&Weights>) -> Vec<i32> {
    let Some(weights) = weights else { return all.iter().map(by_rules).collect() };
    // Where the report speaks for one of them, that is worth more than how well others are known.
    let alone = all.iter().all(is_alone);
    let of_world = is_of_world(all);
    let said = all.iter().any(is_held);
    let weight = weights.setting("fame");
    let most = all.iter().filter_map(|c| c.context.map(|c| c.spoken_of)).fold(0.0, f64::max);
    let score = |clues: &Clues<'_>| {
        let mut sum = 0;
        features(clues, &mut |parts| sum += weights.of(parts));
        let known = match alone {
            true => weight * fame(clues),
            // A region over several countries has its name to itself: "Indian soldiers in Kashmir".
            false if is_wide(clues) => weight * REGION / 5,
            false if of_world => weight * fame(clues) * 4 / 5,
            false => 0,
        };
        let elsewhere = if said && !is_held(clues) { ELSEWHERE } else { 0 };
        sum + known + told(clues) + unit(clues) - abroad(clues, most) - elsewhere
    };
    all.iter().map(score).collect()
}

/// Whether nothing else in the report speaks for a place, or it is not yet asked.
fn is_alone(clues: &Clues<'_>) -> bool {
    clues.context.is_none_or(|context| {
        context.held.is_none()
            && context.within300 < 0.3
            && context.country < 0.3
            && context.country_named < 0.3
            && context.home < 2
    })
}

/// What speaks against a place where the report says in what the name lies, and another place of the name lies there:
/// "Cleveland, Tennessee" in a report from Ohio.
const ELSEWHERE: i32 = 4000;

/// Whether a place lies in what the report says of the name.
fn is_held(clues: &Clues<'_>) -> bool {
    clues.context.and_then(|context| context.held).is_some_and(|held| held > 0.5)
}

/// So much of a report must speak of a country before places elsewhere are less likely.
const CLEAR: f64 = 1.5;

/// What speaks against a place outside of the country that the report is on: of the countries that the name's
/// places lie in, the one that `most` of the report speaks of.
fn abroad(clues: &Clues<'_>, most: f64) -> i32 {
    let Some(context) = clues.context.filter(|_| most > CLEAR) else { return 0 };
    let spot = &clues.choice.spot;
    // What everybody knows is named from afar.
    let part = match spot.feature {
        f if f.is_country() => 0.0,
        _ if spot.country.is_none() => 0.0,
        Feature::Capital => 0.3,
        Feature::Admin1 => 0.6,
        _ => 1.0,
    };
    let doubt = 0.25;
    (part * 900.0 * libm::log((most + doubt) / (context.spoken_of + doubt))) as i32
}

/// "The Ostwick region" is one rather than a town.
fn unit(clues: &Clues<'_>) -> i32 {
    let feature = clues.choice.spot.feature;
    let is = clues.name.unit && (feature == Feature::Admin1 || feature.is_region());
    1500 * i32::from(is)
}

fn told(clues: &Clues<'_>) -> i32 {
    clues.context.and_then(|context| context.told).unwrap_or(0)
}

/// A capital, or a city of half a million or more.
const WORLD: i32 = 20;

/// Whether everybody thinks of a city of the world at this name, whatever country is spoken of: Paris, Lima. Not
/// where the report says in what the place lies, or how far from another, nor at a name that a country has.
fn is_of_world(all: &[Clues<'_>]) -> bool {
    let is_said = |clues: &Clues<'_>| {
        clues.context.is_some_and(|context| {
            context.told.is_some_and(|told| told != 0)
                || context.held.is_some_and(|held| held > 0.5)
        })
    };
    let mut named = all.iter().filter(|clues| clues.choice.hit.main);
    let feature = |clues: &Clues<'_>| clues.choice.spot.feature;
    named.clone().any(|clues| feature(clues).is_settlement() && fame(clues) >= WORLD)
        && !named.any(|clues| feature(clues).is_country())
        && !all.iter().any(is_said)
}

/// A region over several countries is as well known as a city of a million.
const REGION: i32 = 20;

fn is_wide(clues: &Clues<'_>) -> bool {
    let spot = &clues.choice.spot;
    spot.feature.is_region() && spot.country.is_none()
}

/// How well a place is known the world over, in powers of two of its people: what was learned from papers that
/// write for their own towns says too little of it.
fn fame(clues: &Clues<'_>) -> i32 {
    let spot = &clues.choice.spot;
    let known = match spot.feature {
        Feature::Capital => 5,
        // Regions have no people of their own in the gazetteer, which has only those that the world knows.
        _ if is_wide(clues) => REGION,
        _ => 0,
    };
    size(spot.population) as i32 + known
}

/// Large places are named more often; what a report names together lies together.
fn by_rules(clues: &Clues<'_>) -> i32 {
    let spot = &clues.choice.spot;
    let own = match spot.feature {
        f if f.is_country() => 9000,
        Feature::Continent | Feature::Ocean => 8000,
        Feature::Admin1 => 6500,
        Feature::Capital => 5500 + 200 * size(spot.population) as i32,
        Feature::Admin2 => {
            if clues.name.kind {
                6000
            } else {
                1000
            }
        }
        f if f.is_settlement() => 300 * size(spot.population) as i32,
        f if f.is_site() => {
            if clues.name.site {
                4000
            } else {
                1000
            }
        }
        _ => 4500,
    };
    let named = if clues.choice.hit.main { 3000 } else { 0 }
        - if clues.choice.hit.loose { 1500 } else { 0 };
    let Some(context) = clues.context else { return own + named };
    let part = |share: f64, points: f64| (share * points) as i32;
    own + named
        + told(clues)
        + unit(clues)
        + context.held.map_or(0, |held| part(held, 8000.0))
        + part(context.country.min(3.0), 500.0)
        + part(context.country_named, 1500.0)
        + part(context.admin1_named, 3000.0)
        + part(context.admin2_named, 2500.0)
        + part(context.admin1.min(3.0), 700.0)
        + part(context.within100.min(4.0), 600.0)
        + part(context.within30.min(3.0), 400.0)
        + [0, 0, 300, 1500, 3000][usize::from(context.home.min(4))]
}

fn kind(feature: Feature) -> &'static str {
    match feature {
        f if f.is_country() => "country",
        Feature::Admin1 => "admin1",
        Feature::Admin2 => "admin2",
        Feature::Capital => "capital",
        Feature::Seat1 => "seat1",
        Feature::Seat2 => "seat2",
        Feature::Quarter => "quarter",
        f if f.is_settlement() => "town",
        f if f.is_site() => "site",
        _ => "region",
    }
}

/// A sum in a few steps.
fn step(sum: f64) -> &'static str {
    match sum {
        s if s < 0.05 => "0",
        s if s < 0.3 => "1",
        s if s < 0.7 => "2",
        s if s < 1.3 => "3",
        s if s < 2.3 => "4",
        s if s < 4.5 => "5",
        _ => "6",
    }
}

const NUMBERS: [&str; 33] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
    "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32",
];

fn number(n: usize) -> &'static str {
    NUMBERS[n.min(NUMBERS.len() - 1)]
}

fn yes(is: bool) -> &'static str {
    if is { "y" } else { "n" }
}

/// Names every feature of a place to `sink`.
pub(super) fn features(clues: &Clues<'_>, sink: &mut dyn FnMut(&[&str])) {
    let (name, choice) = (clues.name, clues.choice);
    let spot = &choice.spot;
    let kind = kind(spot.feature);
    let main = yes(choice.hit.main);
    let round = if clues.context.is_some() { "1" } else { "0" };
    let mut add = |parts: &[&str]| {
        let mut all = [round; 8];
        all[1..=parts.len()].copy_from_slice(parts);
        sink(&all[..=parts.len()]);
    };
    add(&["kind", kind, main]);
    add(&["people", number(size(spot.population) as usize), main]);
    add(&["rank", number(choice.rank.min(6)), main]);
    add(&["rank", number(choice.rank.min(6)), number(clues.behind.min(12) as usize)]);
    add(&["behind", number(clues.behind.min(16) as usize), main]);
    add(&["loose", yes(choice.hit.loose), yes(name.unsure)]);
    add(&["says", yes(name.kind), kind]);
    add(&["short", yes(name.short), kind, main]);
    add(&["site", yes(name.site), kind]);
    if clues.options > 1 {
        add(&["unsure", yes(name.unsure), kind]);
    }
    let named = name.country.is_some();
    add(&["lexicon", yes(named), yes(named && spot.country == name.country), kind]);
    let Some(context) = clues.context else { return };
    let held = match context.held {
        None => "none",
        Some(h) if h < 0.1 => "no",
        Some(h) if h < 0.6 => "perhaps",
        Some(_) => "yes",
    };
    add(&["held", held]);
    add(&["held", held, kind]);
    let people = number(size(spot.population) as usize / 2);
    let share = |part: f64| step(4.0 * part / (context.others.max(1) as f64));
    for (what, sum) in [
        ("country", context.country),
        ("admin1", context.admin1),
        ("admin2", context.admin2),
        ("30", context.within30),
        ("100", context.within100),
        ("300", context.within300),
        ("holds", context.holds),
    ] {
        add(&["near", what, step(sum)]);
        add(&["near", what, step(sum), kind]);
        add(&["part", what, share(sum), number(context.others.min(4))]);
    }
    add(&["near", "100", step(context.within100), people]);
    add(&["near", "admin1", step(context.admin1), people]);
    for (what, share) in [
        ("country", context.country_named),
        ("admin1", context.admin1_named),
        ("admin2", context.admin2_named),
    ] {
        add(&["named", what, step(share)]);
        add(&["named", what, step(share), kind]);
    }
    add(&[
        "named",
        step(context.country_named),
        step(context.admin1_named),
        step(context.admin2_named),
    ]);
    add(&["none near", yes(context.within300 < 0.3), number(context.others.min(5)), people]);
    if context.home > 0 {
        add(&["home", number(usize::from(context.home))]);
        add(&["home", number(usize::from(context.home)), kind]);
    }
}
