//! Airfields and air bases.

use std::path::Path;

use super::hand;
use super::settlements::Near;
use super::write::{Draft, Entry};
use crate::{Country, Error, Feature, Point, Source};

/// Adds airfields that scheduled flights or armed forces use.
pub(super) fn add(draft: &mut Draft, wheel: &Path, near: &Near<'_>) -> Result<(), Error> {
    let name = "airportsdata/airports.csv";
    let bytes = super::from_wheel(wheel, name)?;
    let text = String::from_utf8(bytes).map_err(|e| Error::new(wheel, format!("{name}: {e}")))?;
    for line in text.lines().skip(1) {
        let row = columns(line);
        let [icao, iata, name, city, _, country, _, lat, lon, ..] = row.as_slice() else {
            return Err(Error::new(wheel, format!("a line of {name} is not as expected: {line}")));
        };
        let military = hand::is_military(name);
        let known = icao.len() == 4 && icao.bytes().all(|b| b.is_ascii_uppercase());
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
        if name.is_empty() || !(military || known && !iata.is_empty()) {
            continue;
        }
        let mut main: Vec<String> = Vec::new();
        if military {
            // "Kirkuk" is the town, "Kirkuk Air Base" the base.
            let point = Point { lat, lon };
            main.extend(hand::without_kind(name).filter(|short| !near.has_town(point, short)));
        }
        // "Erbil International Airport" is also the airport of Erbil.
        let others = if city.is_empty() { Vec::new() } else { vec![format!("{city} Airport")] };
        let (point, country) = (Point { lat, lon }, Country::parse(country));
        let admin1 = near.unit(draft, point, country);
        draft.add(Entry {
            name: name.clone(),
            main,
            others,
            geonameid: None,
            point,
            population: 0,
            feature: if military { Feature::AirBase } else { Feature::Airport },
            source: Source::Airports,
            country,
            admin1,
            admin2: None,
            code: None,
        });
    }
    Ok(())
}

/// The columns of a line of comma-separated values.
fn columns(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            c => all.last_mut().into_iter().for_each(|l| l.push(c)),
        }
    }
    all
}
