//! Places the report names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{PlaceId, Span};

/// A place name in the text and what is known about where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its name in this report.
    pub id: PlaceId,
    /// The words.
    #[serde(flatten)]
    pub span: Span,
    /// The name as written, without article.
    pub name: String,
    /// What the name stands for here.
    pub sense: PlaceSense,
    /// GeoNames' number of the place, where it has one.
    pub geonameid: Option<u32>,
    /// Who says where it is: `geonames`, `airportsdata`, `annalist` (a table kept by hand).
    pub source: Option<String>,
    /// Degrees north of its middle (WGS 84).
    pub lat: Option<f64>,
    /// Degrees east of its middle.
    pub lon: Option<f64>,
    /// What kind of place it is: a feature code of GeoNames, for instance `PPLA`.
    pub feature: Option<String>,
    /// ISO 3166-1 alpha-2 code of the country it is, or is said to lie in.
    pub country: Option<String>,
    /// The first-order unit (state, province, governorate) it is or lies in.
    pub admin1: Option<String>,
    /// How exactly the place is known; null while it is only a name.
    pub precision: Option<Precision>,
    /// Other places of the name, the likeliest first.
    pub alternatives: Vec<PlaceAlternative>,
    /// Why it is not known where it is; null when it is.
    pub reason: Option<NoPlace>,
}

/// Another place that a name may mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceAlternative {
    /// GeoNames' number of the place, where it has one.
    pub geonameid: Option<u32>,
    /// Its usual name.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// A feature code of GeoNames.
    pub feature: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The first-order unit it lies in.
    pub admin1: Option<String>,
    /// How far it is behind the chosen place, in thousandths of log-odds: 0 would be as likely.
    pub score: i32,
}

/// What a place name stands for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum PlaceSense {
    /// The place itself: "in Mosul".
    Place,
    /// A government, a people, a body that acts or is acted on: "Washington said".
    Actor,
    /// Whence something or somebody comes: "Iraqi", "Iraqis".
    Demonym,
    /// Part of another name: "Baghdad Police".
    Part,
    /// Where the report was written: "BAGHDAD, Jan 22".
    Dateline,
}

/// Why it is not known where a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoPlace {
    /// The gazetteer has no place of the name.
    NotInGazetteer,
    /// No gazetteer was used.
    NoGazetteer,
    /// None of the places of the name fits.
    NoneFits,
}

/// How exactly a place is known.
///
/// | here | ACLED `geo_precision` | UCDP GED `where_prec` |
/// |---|---|---|
/// | exact | 1 | 1 |
/// | settlement | 1 | 1 |
/// | admin2 | 2 | 3 |
/// | admin1 | 3 | 4 |
/// | region | 3 | 5 |
/// | country | (not coded) | 6 |
///
/// ACLED leaves out events known only by country; UCDP's 2 ("near a known place") and 7 (at sea, in the
/// air) depend on the event, not on the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One spot: an air base, a crossing, a building.
    Exact,
    /// A city, town, village or quarter.
    Settlement,
    /// A second-order unit: county, district.
    Admin2,
    /// A first-order unit: state, province, governorate.
    Admin1,
    /// A region, water or range of mountains, with or without clear borders.
    Region,
    /// A whole country.
    Country,
}

impl Precision {
    /// ACLED's `geo_precision`; none for countries, which ACLED does not code.
    #[must_use]
    pub fn acled(self) -> Option<u8> {
        match self {
            Self::Exact | Self::Settlement => Some(1),
            Self::Admin2 => Some(2),
            Self::Admin1 | Self::Region => Some(3),
            Self::Country => None,
        }
    }

    /// The `where_prec` of UCDP's Georeferenced Event Dataset.
    #[must_use]
    pub fn ucdp(self) -> u8 {
        match self {
            Self::Exact | Self::Settlement => 1,
            Self::Admin2 => 3,
            Self::Admin1 => 4,
            Self::Region => 5,
            Self::Country => 6,
        }
    }
}

/// A place name as it was found, not yet on a map: what `extract` hands to `resolve`.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// Its name in this report.
    pub id: PlaceId,
    /// The words.
    pub span: Span,
    /// The name as written, without article.
    pub name: String,
    /// What the name stands for here.
    pub sense: PlaceSense,
    /// Code of the country that the lexicon says it is, or that a demonym belongs to.
    pub country: Option<String>,
    /// The place that is said to hold it: Texas in "Paris, Texas".
    pub within: Option<PlaceId>,
    /// Where it is said to lie, seen from other names: "Ostwick, 50 km west of Velmark".
    pub bearings: Vec<Bearing>,
    /// Which sentence it stands in.
    pub sentence: u32,
    /// Whether a site rather than an area was recognized: "Imam Bridge".
    pub site: bool,
    /// Whether the words beside it say that a unit is meant, and no town: "the Ostwick region".
    pub unit: bool,
    /// Whether it was taken for a person's name or a body's, and is a place by other clues.
    pub unsure: bool,
}

/// Where a place is said to lie, seen from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearing {
    /// The other.
    pub from: PlaceId,
    /// How far from it.
    pub reach: Reach,
    /// In which direction from it: degrees from the north, the way a clock goes.
    pub degrees: Option<u16>,
}

/// How far a place is said to be from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// So many kilometres.
    Apart(f64),
    /// At most so many kilometres.
    Near(f64),
    /// It lies in the other.
    Inside,
}
