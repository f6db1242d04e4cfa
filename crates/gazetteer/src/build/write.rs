//! Putting the file together.

use std::collections::{BTreeMap, HashMap};

use crate::file::{FORMAT, HEAD, MAGIC, NONE, RECORD};
use crate::{Country, Feature, Point, Source, fold, loosen};

/// A place that goes into the file.
pub(super) struct Entry {
    /// Its usual name.
    pub(super) name: String,
    /// Names that are as good.
    pub(super) main: Vec<String>,
    /// All others.
    pub(super) others: Vec<String>,
    pub(super) geonameid: Option<u32>,
    pub(super) point: Point,
    pub(super) population: u32,
    pub(super) feature: Feature,
    pub(super) source: Source,
    pub(super) country: Option<Country>,
    pub(super) admin1: Option<u32>,
    pub(super) admin2: Option<u32>,
    /// The code of a country or unit.
    pub(super) code: Option<String>,
}

/// The file so far.
#[derive(Default)]
pub(super) struct Draft {
    places: Vec<u8>,
    strings: Vec<u8>,
    /// Postings of each folded name, in order of the places.
    names: BTreeMap<String, Vec<u32>>,
    units: HashMap<String, u32>,
    /// How many places there are.
    count: u32,
}

impl Draft {
    /// The unit of a code.
    pub(super) fn unit(&self, code: &str) -> Option<u32> {
        self.units.get(code).copied()
    }

    /// Adds a place under all its names.
    pub(super) fn add(&mut self, entry: Entry) {
        let own = self.count;
        self.count += 1;
        let is = |feature| entry.feature == feature;
        let admin1 = if is(Feature::Admin1) { Some(own) } else { entry.admin1 };
        let admin2 = if is(Feature::Admin2) { Some(own) } else { entry.admin2 };
        let degrees = |d: f64| ((d * 1e5).round() as i32).cast_unsigned();
        let numbers = [
            entry.geonameid.unwrap_or(NONE),
            degrees(entry.point.lat),
            degrees(entry.point.lon),
            entry.population,
            self.strings.len() as u32,
            admin1.unwrap_or(NONE),
            admin2.unwrap_or(NONE),
        ];
        self.places.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
        self.places.extend(entry.country.map_or([0, 0], |c| c.0));
        let source = match entry.source {
            Source::GeoNames => 0,
            Source::Airports => 1,
            Source::Hand => 2,
        };
        self.places.extend([entry.feature as u8, source]);
        let shown = cut(&entry.name);
        self.strings.push(shown.len() as u8);
        self.strings.extend(shown.as_bytes());
        let main = std::iter::once(&entry.name).chain(&entry.main).map(|n| (n, true));
        for (name, main) in main.chain(entry.others.iter().map(|n| (n, false))) {
            self.name(name, own, main);
        }
        if let Some(code) = entry.code {
            self.units.insert(code, own);
        }
    }

    fn name(&mut self, name: &str, place: u32, main: bool) {
        let folded = fold(name);
        if folded.is_empty() || folded.len() > 120 {
            return;
        }
        let list = self.names.entry(folded).or_default();
        match list.last_mut().filter(|p| **p >> 1 == place) {
            Some(last) => *last |= u32::from(main),
            None => list.push(place << 1 | u32::from(main)),
        }
    }

    /// The bytes of the file.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut loose: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (name, list) in &self.names {
            let key = loosen(name);
            if !name.is_ascii() || key.len() < 4 {
                continue;
            }
            let own = loose.entry(key).or_default();
            own.extend(list);
        }
        for list in loose.values_mut() {
            list.sort_unstable_by_key(|p| (p >> 1, std::cmp::Reverse(p & 1)));
            list.dedup_by_key(|p| *p >> 1);
        }
        let mut postings: Vec<u32> = Vec::new();
        let mut known: HashMap<Vec<u32>, u64> = HashMap::new();
        let mut map = |names: BTreeMap<String, Vec<u32>>| {
            let mut builder = fst::MapBuilder::memory();
            for (name, list) in names {
                let at = *known.entry(list).or_insert_with_key(|list| {
                    let at = postings.len() as u64;
                    postings.push(list.len() as u32);
                    postings.extend(list);
                    at
                });
                // Names come in order and each once, which is all that can be wrong.
                let _ = builder.insert(name, at);
            }
            builder.into_inner().unwrap_or_default()
        };
        let sections = [map(self.names), map(loose)];
        let postings: Vec<u8> = postings.iter().flat_map(|n| n.to_le_bytes()).collect();
        debug_assert_eq!(self.places.len() % RECORD, 0);
        let [exact, loose] = sections;
        let sections = [exact, loose, postings, self.places, self.strings];
        let mut body = FORMAT.to_le_bytes().to_vec();
        let mut at = HEAD as u64;
        for section in &sections {
            body.extend(at.to_le_bytes());
            at += section.len() as u64;
            body.extend(at.to_le_bytes());
        }
        sections.iter().for_each(|s| body.extend(s));
        let mut file = MAGIC.to_vec();
        file.extend(crc32fast::hash(&body).to_le_bytes());
        file.extend(body);
        file
    }
}

/// A name of at most 255 bytes.
fn cut(name: &str) -> &str {
    let end = (0..=name.len().min(255)).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    &name[..end]
}
