//! Where the places are that a report names.
//!
//! All occurrences of a name are one question with one answer (`Problem`). First each name is judged by
//! itself, then, twice, by what the others are likely to be: places of one report lie near each
//! other, in countries and regions that it names.

mod clues;
mod nowhere;
mod problem;
mod rank;
mod spots;
mod told;
mod written;

use annalist_doc::{NoPlace, Place, PlaceAlternative, Precision, Toponym};
use annalist_gazetteer::{Country, Feature, Gazetteer, PlaceIndex};
use annalist_lexicon::{PlaceWords, Weights};

pub use problem::Problem;
#[cfg(feature = "training")]
pub use problem::Question;
pub use written::{Written, where_written};

/// What places are resolved with.
#[derive(Clone, Copy, Debug)]
pub struct Atlas<'a> {
    /// Names of places, and where they are.
    pub gazetteer: &'a Gazetteer,
    /// Words around names of places.
    pub words: &'a PlaceWords,
    /// What was learned; without it rules decide.
    pub weights: Option<&'a Weights>,
    /// Where the publisher is at home, if that is known.
    pub home: Option<PlaceIndex>,
}

/// The most alternatives that are kept.
const ALTERNATIVES: usize = 4;
/// Alternatives further behind than this many thousandths of log-odds are not kept.
const HOPELESS: i32 = 8000;

/// The place of each name, in the same order; without an atlas only what the names themselves tell.
#[must_use]
pub fn places(toponyms: &[Toponym], atlas: Option<Atlas<'_>>) -> Vec<Place> {
    let Some(atlas) = atlas else { return toponyms.iter().map(without_gazetteer).collect() };
    let mut problem = Problem::new(toponyms, atlas);
    problem.solve(atlas);
    let answers = problem.answers();
    let nowhere = problem.nowhere(&answers);
    let all = toponyms.iter().zip(answers).zip(nowhere);
    all.map(
        |((t, ranked), nowhere)| {
            if nowhere { bare(t, NoPlace::NoneFits) } else { place(t, &ranked, atlas.gazetteer) }
        },
    )
    .collect()
}

fn bare(toponym: &Toponym, reason: NoPlace) -> Place {
    Place {
        id: toponym.id,
        span: toponym.span,
        name: toponym.name.clone(),
        sense: toponym.sense,
        geonameid: None,
        source: None,
        lat: None,
        lon: None,
        feature: None,
        country: toponym.country.clone(),
        admin1: None,
        precision: None,
        alternatives: Vec::new(),
        reason: Some(reason),
    }
}

fn without_gazetteer(toponym: &Toponym) -> Place {
    let precision = toponym.country.as_ref().map(|_| Precision::Country);
    Place { precision, ..bare(toponym, NoPlace::NoGazetteer) }
}

/// The record of one name; `ranked` holds its places with their scores, the best first.
fn place(toponym: &Toponym, ranked: &[(PlaceIndex, i32)], gazetteer: &Gazetteer) -> Place {
    let Some(((best, score), others)) = ranked.split_first() else {
        return bare(toponym, NoPlace::NotInGazetteer);
    };
    let chosen = gazetteer.place(*best);
    let text = |code: Option<Country>| code.map(|c| c.as_str().to_owned());
    let unit = |index: Option<PlaceIndex>| index.map(|i| gazetteer.place(i).name.to_owned());
    let mut alternatives: Vec<PlaceAlternative> = Vec::new();
    for (index, own) in others {
        let other = gazetteer.place(*index);
        let behind = score - own;
        if alternatives.len() == ALTERNATIVES || behind > HOPELESS {
            break;
        }
        alternatives.push(PlaceAlternative {
            geonameid: other.geonameid,
            name: other.name.to_owned(),
            lat: other.point.lat,
            lon: other.point.lon,
            feature: other.feature.code().to_owned(),
            country: text(other.country),
            admin1: unit(other.admin1),
            score: behind,
        });
    }
    Place {
        geonameid: chosen.geonameid,
        source: Some(chosen.source.as_str().to_owned()),
        lat: Some(chosen.point.lat),
        lon: Some(chosen.point.lon),
        feature: Some(chosen.feature.code().to_owned()),
        country: text(chosen.country),
        admin1: unit(chosen.admin1),
        precision: Some(precision(chosen.feature)),
        alternatives,
        reason: None,
        ..bare(toponym, NoPlace::NotInGazetteer)
    }
}

fn precision(feature: Feature) -> Precision {
    match feature {
        Feature::Country | Feature::Dependency => Precision::Country,
        Feature::Admin1 => Precision::Admin1,
        Feature::Admin2 => Precision::Admin2,
        f if f.is_settlement() => Precision::Settlement,
        f if f.is_site() => Precision::Exact,
        _ => Precision::Region,
    }
}
