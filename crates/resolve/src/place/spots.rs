//! Places as points and units, ready to be compared.

use annalist_gazetteer::{Country, Feature, Gazetteer, PlaceIndex};

/// What is compared of a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) index: PlaceIndex,
    pub(super) feature: Feature,
    pub(super) population: u32,
    pub(super) country: Option<Country>,
    pub(super) admin1: Option<PlaceIndex>,
    pub(super) admin2: Option<PlaceIndex>,
    /// The point on a globe of radius one.
    at: [f64; 3],
}

impl Spot {
    pub(super) fn of(gazetteer: &Gazetteer, index: PlaceIndex) -> Self {
        let place = gazetteer.place(index);
        let (lat, lon) = (place.point.lat.to_radians(), place.point.lon.to_radians());
        let (north, around) = (libm::sin(lat), libm::cos(lat));
        Self {
            index,
            feature: place.feature,
            population: place.population,
            country: place.country,
            admin1: place.admin1,
            admin2: place.admin2,
            at: [around * libm::cos(lon), around * libm::sin(lon), north],
        }
    }

    /// The square of the straight line between two points, the globe's radius being one.
    pub(super) fn apart(&self, other: &Self) -> f64 {
        let [x, y, z] = [0, 1, 2].map(|i| self.at[i] - other.at[i]);
        x * x + y * y + z * z
    }

    /// How far it is from another.
    pub(super) fn kilometres(&self, other: &Self) -> f64 {
        let half = (self.apart(other).sqrt() / 2.0).min(1.0);
        2.0 * RADIUS * libm::asin(half)
    }

    /// In which direction it lies, seen from another: degrees from the north, the way a clock goes.
    pub(super) fn direction(&self, from: &Self) -> f64 {
        let [x, y, z] = from.at;
        let (east, north) = ([-y, x, 0.0], [-x * z, -y * z, 1.0 - z * z]);
        let along = |way: [f64; 3]| (0..3).map(|i| way[i] * self.at[i]).sum::<f64>();
        libm::atan2(along(east), along(north)).to_degrees().rem_euclid(360.0)
    }

    /// Whether it lies in another, by the units that both belong to.
    pub(super) fn lies_in(&self, other: &Self) -> bool {
        if self.index == other.index {
            return false;
        }
        match other.feature {
            f if f.is_country() => self.country.is_some() && self.country == other.country,
            Feature::Admin1 => self.admin1 == Some(other.index),
            Feature::Admin2 => self.admin2 == Some(other.index),
            Feature::Continent => self.apart(other) < squared(4000.0),
            f if f.is_region() => {
                let same = other.country.is_none() || self.country == other.country;
                same && self.apart(other) < squared(400.0)
            }
            // A quarter and its city, a town and the city it is near.
            _ => self.country == other.country && self.apart(other) < squared(60.0),
        }
    }
}

/// The globe's, in kilometres.
const RADIUS: f64 = 6371.0;

/// The square of so many kilometres, the globe's radius being one.
pub(super) const fn squared(kilometres: f64) -> f64 {
    let part = kilometres / RADIUS;
    part * part
}
