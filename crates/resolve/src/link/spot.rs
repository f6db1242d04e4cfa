//! Where happenings were, and which places cannot be one.

use super::fold::fold;

/// Where something happened.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    name: String,
    /// ISO 3166-1 alpha-2 code.
    country: Option<String>,
    /// Latitude and longitude in degrees of what is no larger than a town.
    point: Option<(f64, f64)>,
}

/// The same as a store keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToldSpot<'a> {
    /// Its name.
    pub name: &'a str,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<&'a str>,
    /// Latitude and longitude in degrees of what is no larger than a town.
    pub point: Option<(f64, f64)>,
}

/// Towns so many kilometres from one another are two places.
const APART_KM: f64 = 30.0;

impl Spot {
    /// A place by its name; `point` has the latitude and longitude of what is no larger than a town.
    pub(super) fn new(name: &str, country: Option<String>, point: Option<(f64, f64)>) -> Self {
        Self { name: fold(name), country, point }
    }

    /// Its name, folded.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether they are certainly two: a town and the province around it may be one.
    pub(super) fn differs(&self, other: &ToldSpot<'_>) -> bool {
        let countries = self.country.as_deref().zip(other.country);
        let far = |(a, b): ((f64, f64), (f64, f64))| kilometres(a, b) > APART_KM;
        let apart =
            countries.is_some_and(|(a, b)| a != b) || self.point.zip(other.point).is_some_and(far);
        apart && self.name != fold(other.name)
    }
}

/// The distance of two points on the ground, near enough for neighbours (equirectangular).
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const DEGREE: f64 = 111.2;
    let north = (a.0 - b.0) * DEGREE;
    let east = ((a.1 - b.1 + 540.0) % 360.0 - 180.0) * DEGREE * a.0.to_radians().cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_near_one_another_may_be_one_place() {
        let spot = |name, country, point| ToldSpot { name, country, point };
        let ostwick = Spot::new("Ostwick", Some("GB".to_owned()), Some((51.0, 0.5)));
        assert!(!ostwick.differs(&spot("OSTWICK", Some("IE"), None)));
        assert!(!ostwick.differs(&spot("Skarra", Some("GB"), Some((51.1, 0.5)))));
        assert!(ostwick.differs(&spot("Velmark", Some("GB"), Some((52.0, 0.5)))));
        assert!(ostwick.differs(&spot("Tarrin", Some("IE"), None)));
        // How large a place is that has no point is not known: a province may hold the town.
        assert!(!ostwick.differs(&spot("Westshire", Some("GB"), None)));
        let east = Spot::new("Lume", None, Some((-16.0, 179.95)));
        assert!(!east.differs(&spot("Lumat", None, Some((-16.0, -179.95)))));
    }
}
