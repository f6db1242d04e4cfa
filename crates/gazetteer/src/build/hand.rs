//! The tables kept by hand: what no package has.

use std::collections::HashMap;

use super::settlements::Near;
use super::write::{Draft, Entry};
use crate::{Country, Feature, Point, Source};

const PLACES: &str = include_str!("../../data/places.tsv");
const ALIASES: &str = include_str!("../../data/aliases.tsv");
const POINTS: &str = include_str!("../../data/points.tsv");
const KINDS: &str = include_str!("../../data/kinds.tsv");

/// The rows of a table: lines that are no remarks, their columns.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::trim).collect())
}

/// Adds regions, waters, mountains, sites.
pub(super) fn add(draft: &mut Draft, near: &Near<'_>) {
    for row in rows(PLACES) {
        if let Some(mut entry) = place(&row) {
            // Regions and waters may lie in several units.
            if entry.feature.is_site() || entry.feature.is_settlement() {
                entry.admin1 = near.unit(draft, entry.point, entry.country);
            }
            draft.add(entry);
        }
    }
}

fn place(row: &[&str]) -> Option<Entry> {
    let [names, feature, lat, lon, country, id, ..] = row else { return None };
    let mut names = names.split('|').map(|n| n.trim().to_owned());
    Some(Entry {
        name: names.next()?,
        main: names.collect(),
        others: Vec::new(),
        geonameid: id.parse().ok(),
        point: Point { lat: lat.parse().ok()?, lon: lon.parse().ok()? },
        population: 0,
        feature: Feature::parse(feature)?,
        source: if id.parse::<u32>().is_ok() { Source::GeoNames } else { Source::Hand },
        country: Country::parse(country),
        admin1: None,
        admin2: None,
        code: None,
    })
}

/// Further names of countries and units, by code, and of settlements, by GeoNames' number.
pub(super) fn aliases() -> HashMap<&'static str, Vec<String>> {
    rows(ALIASES)
        .filter_map(|row| match row.as_slice() {
            [code, names] => Some((*code, names.split('|').map(|n| n.trim().to_owned()).collect())),
            _ => None,
        })
        .collect()
}

/// Middles of countries and large units, by code.
pub(super) fn points() -> HashMap<&'static str, Point> {
    rows(POINTS)
        .filter_map(|row| match row.as_slice() {
            [code, lat, lon] => {
                Some((*code, Point { lat: lat.parse().ok()?, lon: lon.parse().ok()? }))
            }
            _ => None,
        })
        .collect()
}

fn kinds(of: &'static str) -> impl Iterator<Item = &'static str> {
    rows(KINDS).filter(move |row| row.first() == Some(&of)).filter_map(|row| row.get(1).copied())
}

/// Whether a country's code is a dependent territory's.
pub(super) fn is_dependency(code: &str) -> bool {
    kinds("dependency").any(|c| c == code)
}

/// Whether an airfield's name says that armed forces use it.
pub(super) fn is_military(name: &str) -> bool {
    kinds("military").any(|word| name.contains(word))
}

/// A unit's or base's name without the word that says what it is: "Zabul Province", "City of York".
pub(super) fn without_kind(name: &str) -> Option<String> {
    let after = || kinds("after").find_map(|k| name.strip_suffix(k)?.strip_suffix(' '));
    let before = || kinds("before").find_map(|k| name.strip_prefix(k)?.strip_prefix(' '));
    after().or_else(before).filter(|rest| rest.len() > 2).map(|rest| rest.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        for row in rows(PLACES) {
            assert!(place(&row).is_some(), "places.tsv: {row:?}");
        }
        assert_eq!(rows(POINTS).count(), points().len());
        assert_eq!(rows(ALIASES).count(), aliases().len());
        assert!(rows(KINDS).all(|row| row.len() == 2));
    }

    #[test]
    fn kinds_are_taken_off() {
        assert_eq!(without_kind("Zabul Province").as_deref(), Some("Zabul"));
        assert_eq!(without_kind("City of York").as_deref(), Some("York"));
        assert_eq!(without_kind("Al Asad Air Base").as_deref(), Some("Al Asad"));
        assert_eq!(without_kind("Ohio"), None);
        assert!(is_military("Incirlik Air Base") && !is_military("Erbil International Airport"));
    }
}
