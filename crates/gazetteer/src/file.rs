//! The one file: a head, then sections.
//!
//! ```text
//! magic (8 bytes) · CRC-32 of all that follows · format · for each section its start and end (u64) ·
//! exact names (fst) · loose names (fst) · posting lists (u32) · places (32 bytes each) · strings
//! ```
//!
//! All numbers are little-endian. The value of a name is the start of its posting list; a list begins
//! with its length. The lowest bit of a posting tells a place's main names from its other ones.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::{Country, Error, Feature, Place, PlaceIndex, Point, Source, fold, loosen};

/// The version of the file's form and of the data that go into it. A file of another version is built anew.
pub const FORMAT: u32 = 3;

/// The usual name of the file; another version of it stands beside, under another name.
pub const FILE: &str = "places-3.bin";

pub(crate) const MAGIC: &[u8; 8] = b"annalgaz";
pub(crate) const RECORD: usize = 32;
const SECTIONS: usize = 5;
pub(crate) const HEAD: usize = 8 + 4 + 4 + SECTIONS * 16;
/// "None" in a number field.
pub(crate) const NONE: u32 = u32::MAX;

/// Names of places, in memory. Cheap to clone.
#[derive(Clone)]
pub struct Gazetteer {
    exact: fst::Map<Section>,
    loose: fst::Map<Section>,
    postings: Section,
    places: Section,
    strings: Section,
    /// The place of each country, by code.
    countries: Arc<[(Country, PlaceIndex)]>,
    hash: u32,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer({} names, {} places)", self.names(), self.len())
    }
}

/// A part of the file.
#[derive(Clone)]
struct Section {
    file: Arc<Vec<u8>>,
    start: usize,
    end: usize,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.file.get(self.start..self.end).unwrap_or_default()
    }
}

/// A place that bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The place.
    pub place: PlaceIndex,
    /// Whether it is the place's main name, rather than one among many.
    pub main: bool,
    /// Whether the name was found only in another spelling.
    pub loose: bool,
}

impl Gazetteer {
    /// Reads the file and checks it.
    ///
    /// # Errors
    /// When it cannot be read, is of another version, or is damaged.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
        Self::from_bytes(bytes).map_err(|what| Error::new(path, what))
    }

    /// The gazetteer in a file's bytes.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.get(..8) != Some(MAGIC) || bytes.len() < HEAD {
            return Err("not a gazetteer of annalist".to_owned());
        }
        let number = |at: usize| u32_at(&bytes, at);
        let hash = number(8);
        if crc32fast::hash(&bytes[12..]) != hash {
            return Err("damaged: its contents do not add up to its checksum".to_owned());
        }
        if number(12) != FORMAT {
            return Err(format!("of format {}; this program reads {FORMAT}", number(12)));
        }
        // Not copied: reading takes long enough.
        let file = Arc::new(bytes);
        let section = |s: usize| {
            let at = |n: usize| u64::from(u32_at(&file, n)) | u64::from(u32_at(&file, n + 4)) << 32;
            let (start, end) = (at(16 + s * 16) as usize, at(24 + s * 16) as usize);
            let section = Section { file: Arc::clone(&file), start, end };
            (start <= end && end <= file.len()).then_some(section)
        };
        let damaged = || "damaged: its head does not fit its contents".to_owned();
        let get = |s: usize| section(s).ok_or_else(damaged);
        let map =
            |s: usize| get(s).and_then(|d| fst::Map::new(d).map_err(|e| format!("damaged: {e}")));
        let mut all = Self {
            exact: map(0)?,
            loose: map(1)?,
            postings: get(2)?,
            places: get(3)?,
            strings: get(4)?,
            countries: Arc::new([]),
            hash,
        };
        let countries = (0..all.len() as u32).map(PlaceIndex).map(|i| (i, all.place(i)));
        let countries: Vec<_> = countries
            .take_while(|(_, p)| p.feature.is_country())
            .filter_map(|(i, p)| Some((p.country?, i)))
            .collect();
        all.countries = countries.into();
        Ok(all)
    }

    /// How many places there are.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it never is")]
    pub fn len(&self) -> usize {
        self.places.as_ref().len() / RECORD
    }

    /// How many names there are.
    #[must_use]
    pub fn names(&self) -> usize {
        self.exact.len()
    }

    /// A short name for exactly these data.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("{:08x}", self.hash)
    }

    /// All places of a name, as it is or, if there are none, in a spelling that sounds the same.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Vec<Hit> {
        let folded = fold(name);
        let exact = self.lookup_folded(&folded);
        if exact.is_empty() { self.lookup_loose(&folded) } else { exact }
    }

    /// All places of a name that is [folded](fold) already.
    #[must_use]
    pub fn lookup_folded(&self, folded: &str) -> Vec<Hit> {
        self.exact.get(folded).map(|at| self.hits(at, false)).unwrap_or_default()
    }

    /// All places whose names sound like a folded one.
    #[must_use]
    pub fn lookup_loose(&self, folded: &str) -> Vec<Hit> {
        let key = loosen(folded);
        if key.len() < 4 {
            return Vec::new();
        }
        self.loose.get(key).map(|at| self.hits(at, true)).unwrap_or_default()
    }

    /// Whether a folded name is any place's.
    #[must_use]
    pub fn knows(&self, folded: &str) -> bool {
        self.exact.contains_key(folded)
    }

    fn hits(&self, at: u64, loose: bool) -> Vec<Hit> {
        let list = self.postings.as_ref();
        let at = at as usize * 4;
        let count = u32_at(list, at) as usize;
        let all = (1..=count).map(|n| u32_at(list, at + n * 4));
        all.map(|p| Hit { place: PlaceIndex(p >> 1), main: p & 1 == 1, loose }).collect()
    }

    /// A place.
    #[must_use]
    pub fn place(&self, index: PlaceIndex) -> Place<'_> {
        let all = self.places.as_ref();
        let at = index.0 as usize * RECORD;
        let record = all.get(at..at + RECORD).unwrap_or(&[0; RECORD]);
        let number = |n: usize| u32_at(record, n * 4);
        let degrees = |n: usize| f64::from(number(n).cast_signed()) / 1e5;
        let some = |n: u32| (n != NONE).then_some(n);
        let name = number(4) as usize;
        let strings = self.strings.as_ref();
        let length = strings.get(name).copied().unwrap_or(0) as usize;
        let name = strings.get(name + 1..name + 1 + length).unwrap_or_default();
        Place {
            name: std::str::from_utf8(name).unwrap_or(""),
            geonameid: some(number(0)),
            point: Point { lat: degrees(1), lon: degrees(2) },
            population: number(3),
            feature: Feature::from_byte(record[30]).unwrap_or(Feature::Town),
            source: match record[31] {
                0 => Source::GeoNames,
                1 => Source::Airports,
                _ => Source::Hand,
            },
            country: (record[28] != 0).then_some(Country([record[28], record[29]])),
            admin1: some(number(5)).map(PlaceIndex),
            admin2: some(number(6)).map(PlaceIndex),
        }
    }

    /// The largest settlement of a name in a country, given by its ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn largest(&self, name: &str, country: &str) -> Option<PlaceIndex> {
        let country = Country::parse(country)?;
        let hits = self.lookup(name).into_iter().map(|hit| (hit, self.place(hit.place)));
        hits.filter(|(_, p)| p.country == Some(country) && p.feature.is_settlement())
            .max_by_key(|(hit, p)| (p.population, std::cmp::Reverse(hit.place)))
            .map(|(hit, _)| hit.place)
    }

    /// The place that a country is.
    #[must_use]
    pub fn country(&self, code: Country) -> Option<PlaceIndex> {
        self.countries.binary_search_by_key(&code, |(c, _)| *c).ok().map(|at| self.countries[at].1)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}
