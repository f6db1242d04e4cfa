//! One place of the gazetteer.

use crate::{Feature, Point};

/// Where a place stands in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceIndex(pub(crate) u32);

/// ISO 3166-1 alpha-2 code of a country (Kosovo XK).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(pub(crate) [u8; 2]);

impl Country {
    /// The code of two letters, or none for anything else.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => Some(Self([*a, *b])),
            _ => None,
        }
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// GeoNames.
    GeoNames,
    /// airportsdata.
    Airports,
    /// The table kept by hand in this repository.
    Hand,
}

impl Source {
    /// As in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GeoNames => "geonames",
            Self::Airports => "airportsdata",
            Self::Hand => "annalist",
        }
    }
}

/// One place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place<'a> {
    /// Its usual name.
    pub name: &'a str,
    /// GeoNames' number.
    pub geonameid: Option<u32>,
    /// Where it is.
    pub point: Point,
    /// How many people live there; 0 where nobody counts.
    pub population: u32,
    /// What it is.
    pub feature: Feature,
    /// Who says so.
    pub source: Source,
    /// Its country.
    pub country: Option<Country>,
    /// The first-order unit it lies in (itself, if it is one).
    pub admin1: Option<PlaceIndex>,
    /// The second-order unit it lies in (itself, if it is one).
    pub admin2: Option<PlaceIndex>,
}
