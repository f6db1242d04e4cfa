//! What speaks for a place: its own weight, and what the report's other names may be.

use annalist_gazetteer::Feature;

use super::problem::{Choice, Name, Problem};
use super::spots::{Spot, squared};
use super::told::told;

/// Of each other name, so many of its likeliest places are looked at.
const LOOKED_AT: usize = 10;

/// No name counts for more than so many.
pub(super) const HEAVIEST: f64 = 3.0;

/// A name whose likeliest places lie in one country with this share is surely there.
pub(super) const SURE: f64 = 0.95;

/// What speaks for one place of one name. Shares and sums are of at most one for each other name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clues<'p> {
    pub(super) name: &'p Name,
    pub(super) choice: &'p Choice,
    /// Of how many places.
    pub(super) options: usize,
    /// How much larger the largest place of the name is, in powers of two.
    pub(super) behind: u32,
    /// Whether other names have been judged already.
    pub(super) context: Option<Context>,
}

/// What the report's other names say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    /// How likely what is said to hold it does; none where nothing is said.
    pub(super) held: Option<f64>,
    /// How much of the other names lies in its country, first-order unit, second-order unit.
    pub(super) country: f64,
    pub(super) admin1: f64,
    pub(super) admin2: f64,
    /// How much the report speaks of its country, by names that are surely there: countries, and names
    /// with no likely place elsewhere. Those count more that occur often and in telling places.
    pub(super) spoken_of: f64,
    /// How likely one of the other names is its country, first-order unit, second-order unit.
    pub(super) country_named: f64,
    pub(super) admin1_named: f64,
    pub(super) admin2_named: f64,
    /// How many other names are near.
    pub(super) within30: f64,
    pub(super) within100: f64,
    pub(super) within300: f64,
    /// How many places of other names lie in it, if it is a unit or country.
    pub(super) holds: f64,
    /// How many other names there are.
    pub(super) others: usize,
    /// What is told of where it lies to others, in thousandths of log-odds; none where nothing is.
    pub(super) told: Option<i32>,
    /// Where the publisher is: 4 near, 3 in the same unit of the first order, 2 same country, 1 elsewhere.
    pub(super) home: u8,
}

impl<'p> Clues<'p> {
    pub(super) fn of(problem: &'p Problem, n: usize, c: usize, round: usize) -> Self {
        let name = &problem.names[n];
        let choice = &name.options[c];
        let largest = name.options.iter().map(|o| o.spot.population).max().unwrap_or(0);
        let behind = size(largest).saturating_sub(size(choice.spot.population));
        let context = (round > 0).then(|| context(problem, n, &choice.spot));
        Self { name, choice, options: name.options.len(), behind, context }
    }
}

/// A number's power of two.
pub(super) fn size(people: u32) -> u32 {
    u32::BITS - people.leading_zeros()
}

fn context(problem: &Problem, n: usize, own: &Spot) -> Context {
    let mut all = Context {
        home: home(problem.home.as_ref(), own),
        told: told(problem, n, own),
        ..Context::default()
    };
    let unit = matches!(own.feature, Feature::Admin1 | Feature::Admin2) || own.feature.is_country();
    for (o, other) in problem.names.iter().enumerate() {
        if o == n || other.options.is_empty() {
            continue;
        }
        let mut sums = [0f64; 9];
        let mut held = 0.0;
        let likely = likeliest(&other.options);
        for choice in likely {
            let (spot, share) = (&choice.spot, choice.share);
            if share < 0.004 {
                continue;
            }
            let country = own.country.is_some() && spot.country == own.country;
            let is = |unit, of| {
                spot.feature == unit && of == Some(spot.index) && own.index != spot.index
            };
            let apart = own.apart(spot);
            let point = !spot.feature.is_country() && spot.feature != Feature::Continent;
            let facts = [
                country,
                own.admin1.is_some() && spot.admin1 == own.admin1 && spot.index != own.index,
                own.admin2.is_some() && spot.admin2 == own.admin2 && spot.index != own.index,
                country && spot.feature.is_country() && !own.feature.is_country(),
                is(Feature::Admin1, own.admin1),
                is(Feature::Admin2, own.admin2),
                point && apart < squared(30.0),
                point && apart < squared(100.0),
                point && apart < squared(300.0),
            ];
            facts.iter().zip(&mut sums).filter(|(f, _)| **f).for_each(|(_, sum)| *sum += share);
            if problem.names[n].within == Some(o) && own.lies_in(spot) {
                held += share;
            }
            if unit && spot.lies_in(own) {
                all.holds += share;
            }
        }
        all.others += 1;
        all.country += sums[0];
        if own.country.is_some() {
            let there = other.options.iter().filter(|c| c.spot.country == own.country);
            let sure = there.map(|c| c.alone).sum::<f64>();
            if sure > SURE {
                all.spoken_of += sure * other.weight.min(HEAVIEST);
            }
        }
        all.admin1 += sums[1];
        all.admin2 += sums[2];
        all.country_named = all.country_named.max(sums[3]);
        all.admin1_named = all.admin1_named.max(sums[4]);
        all.admin2_named = all.admin2_named.max(sums[5]);
        all.within30 += sums[6];
        all.within100 += sums[7];
        all.within300 += sums[8];
        if problem.names[n].within == Some(o) {
            all.held = Some(held);
        }
    }
    all
}

/// The likeliest places of a name.
fn likeliest(options: &[Choice]) -> impl Iterator<Item = &Choice> {
    // Few names have more; those are cut by their share.
    let least = if options.len() <= LOOKED_AT {
        0.0
    } else {
        let mut shares: Vec<f64> = options.iter().map(|c| c.share).collect();
        shares.sort_by(|a, b| b.total_cmp(a));
        shares[LOOKED_AT - 1]
    };
    options.iter().filter(move |c| c.share >= least)
}

fn home(home: Option<&Spot>, own: &Spot) -> u8 {
    let Some(home) = home else { return 0 };
    if own.apart(home) < squared(60.0) {
        4
    } else if home.admin1.is_some() && home.admin1 == own.admin1 {
        3
    } else if home.country == own.country {
        2
    } else {
        1
    }
}
