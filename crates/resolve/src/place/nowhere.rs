//! Names of places that the gazetteer lacks: in a report on one country, a small place of the name elsewhere, for
//! which nothing in the report speaks, is not the one that is meant. Nor is, in any report, one whose name only
//! sounds like it, if that is one word.

use annalist_gazetteer::{Country, Feature};

use super::clues::{Clues, HEAVIEST, SURE};
use super::problem::{Choice, Problem};

/// So much of a report speaks of the country that it is on.
const CLEAR: f64 = 2.0;
/// And so many times as much as of the one spoken of next.
const FIRST: f64 = 3.0;
/// Places with as many people are named from afar: by their own name, by one that sounds like it, and by one of
/// their others ("Bombay").
const KNOWN: [u32; 3] = [100_000, 250_000, 1_000_000];

/// A place this near to the middle of a unit may be counted to another by the gazetteer, in kilometres.
const NEAR: f64 = 200.0;

/// Whether even the likeliest place of a name is not meant: `best` is one of its options.
pub(super) fn is_nowhere(problem: &Problem, n: usize, best: usize) -> bool {
    let name = &problem.names[n];
    let spot = &name.options[best].spot;
    let far =
        spot.feature.is_settlement() || spot.feature == Feature::Admin2 || spot.feature.is_site();
    let hit = &name.options[best].hit;
    let known = match (hit.main, hit.loose) {
        (false, _) => KNOWN[2],
        (true, true) => KNOWN[1],
        (true, false) => KNOWN[0],
    };
    let Some(own) = spot.country.filter(|_| far && spot.population < known) else { return false };
    if spot.feature == Feature::Capital || name.country.is_some() {
        return false;
    }
    if hit.loose && !name.several {
        return is_alone(problem, n, best);
    }
    if is_said_elsewhere(problem, n, best) {
        return true;
    }
    let mut spoken = spoken_of(problem, n);
    spoken.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let Some((on, most)) = spoken.first().copied().filter(|(_, most)| *most >= CLEAR) else {
        return false;
    };
    let next = spoken.get(1).map_or(0.0, |(_, sum)| *sum);
    let of =
        |country: Country| spoken.iter().find(|(c, _)| *c == country).map_or(0.0, |(_, sum)| *sum);
    if on == own || most < FIRST * next || of(own) > 0.0 {
        return false;
    }
    if name.options.iter().any(|c: &Choice| c.spot.country == Some(on)) {
        return false;
    }
    is_alone(problem, n, best)
}

/// "The village of Hlyboke in the Kharkiv region": none of the name's places lies there, nor is the best one near.
fn is_said_elsewhere(problem: &Problem, n: usize, best: usize) -> bool {
    let name = &problem.names[n];
    let Some(within) = name.within else { return false };
    let holders = &problem.names[within].options;
    let Some(holder) = holders.iter().max_by(|a, b| a.share.total_cmp(&b.share)) else {
        return false;
    };
    let unit = holder.spot.feature == Feature::Admin1 || holder.spot.feature.is_country();
    let lies = |c: &Choice| holders.iter().any(|holder| c.spot.lies_in(&holder.spot));
    let near = name.options[best].spot.kilometres(&holder.spot) < NEAR;
    unit && holder.share > 0.8 && !name.options.iter().any(lies) && !near
}

/// Whether nothing in the report speaks for a place of a name.
fn is_alone(problem: &Problem, n: usize, best: usize) -> bool {
    let clues = Clues::of(problem, n, best, 1);
    clues.context.is_some_and(|context| {
        context.within300 < 0.3
            && context.held.is_none()
            && context.told.is_none_or(|told| told <= 0)
            && context.country < 0.3
            && context.home < 2
    })
}

/// How much the other names of a report speak of each country, as [`Clues`] has it.
fn spoken_of(problem: &Problem, n: usize) -> Vec<(Country, f64)> {
    let mut all: Vec<(Country, f64)> = Vec::new();
    for (_, other) in problem.names.iter().enumerate().filter(|(o, _)| *o != n) {
        let mut sure: Vec<(Country, f64)> = Vec::new();
        for choice in &other.options {
            let Some(country) = choice.spot.country else { continue };
            match sure.iter_mut().find(|(c, _)| *c == country) {
                Some((_, sum)) => *sum += choice.alone,
                None => sure.push((country, choice.alone)),
            }
        }
        for (country, sum) in sure.into_iter().filter(|(_, sum)| *sum > SURE) {
            let weight = sum * other.weight.min(HEAVIEST);
            match all.iter_mut().find(|(c, _)| *c == country) {
                Some((_, sum)) => *sum += weight,
                None => all.push((country, weight)),
            }
        }
    }
    all
}
