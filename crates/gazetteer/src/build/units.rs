//! Countries and their units of the first and second order. Where a unit is, its settlements tell.

use std::collections::HashMap;

use super::facts::Facts;
use super::hand;
use super::settlements::{Town, Towns};
use super::write::{Draft, Entry};
use crate::{Country, Feature, Point, Source};

/// Adds countries, then units of the first order, then of the second.
pub(super) fn add(draft: &mut Draft, facts: &Facts, all: &Towns) {
    let mut extents: HashMap<String, Extent> = HashMap::new();
    for town in &all.towns {
        let first = format!("{}.{}", town.countrycode, town.first);
        let second = format!("{first}.{}", town.second);
        for code in [town.countrycode.clone(), first, second] {
            extents.entry(code).or_default().add(town);
        }
    }
    let points = hand::points();
    let aliases = hand::aliases();
    let point =
        |code: &str| points.get(code).copied().or_else(|| extents.get(code).map(Extent::middle));
    let also = |code: &str| aliases.get(code).cloned().unwrap_or_default();
    let by_code: HashMap<&str, _> = facts.units.iter().map(|u| (u.code.as_str(), u)).collect();
    for state in &all.states {
        let Some(point) = point(&state.iso) else { continue };
        draft.add(Entry {
            name: state.name.clone(),
            main: also(&state.iso),
            others: by_code.get(state.iso.as_str()).map(|u| u.others.clone()).unwrap_or_default(),
            geonameid: Some(state.geonameid),
            point,
            population: u32::try_from(state.population).unwrap_or(u32::MAX),
            feature: if hand::is_dependency(&state.iso) {
                Feature::Dependency
            } else {
                Feature::Country
            },
            source: Source::GeoNames,
            country: Country::parse(&state.iso),
            admin1: None,
            admin2: None,
            code: Some(state.iso.clone()),
        });
    }
    for order in [1, 2] {
        for unit in facts.units.iter().filter(|u| u.code.matches('.').count() == order) {
            let Some(point) = point(&unit.code) else { continue };
            let first: Vec<&str> = unit.code.splitn(3, '.').take(2).collect();
            let bare = hand::without_kind(&unit.name);
            let mut others = unit.others.clone();
            let mut main = also(&unit.code);
            match (order, bare) {
                (1, Some(bare)) => main.push(bare),
                (_, Some(bare)) => others.push(bare),
                _ => {}
            }
            draft.add(Entry {
                name: unit.name.clone(),
                main,
                others,
                geonameid: unit.geonameid,
                point,
                population: extents.get(&unit.code).map_or(0, |e| e.population),
                feature: if order == 1 { Feature::Admin1 } else { Feature::Admin2 },
                source: Source::GeoNames,
                country: Country::parse(first[0]),
                admin1: (order == 2).then(|| draft.unit(&first.join("."))).flatten(),
                admin2: None,
                code: Some(unit.code.clone()),
            });
        }
    }
}

/// Where the settlements of a unit are.
#[derive(Default)]
struct Extent {
    sides: Option<[f64; 4]>,
    population: u32,
}

impl Extent {
    fn add(&mut self, town: &Town) {
        let (lat, lon) = (town.latitude, town.longitude);
        let [south, north, west, east] = self.sides.unwrap_or([lat, lat, lon, lon]);
        self.sides = Some([south.min(lat), north.max(lat), west.min(lon), east.max(lon)]);
        self.population =
            self.population.saturating_add(u32::try_from(town.population).unwrap_or(0));
    }

    /// The middle of the box around them.
    fn middle(&self) -> Point {
        let [south, north, west, east] = self.sides.unwrap_or_default();
        Point { lat: (south + north) / 2.0, lon: (west + east) / 2.0 }
    }
}
