//! Points on the globe.

/// A point: degrees north and east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// The earth's mean radius in kilometres.
const RADIUS: f64 = 6371.0088;

impl Point {
    /// Kilometres along the great circle.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let (north, east) = ((b - a) / 2.0, (other.lon - self.lon).to_radians() / 2.0);
        let (n, e) = (libm::sin(north), libm::sin(east));
        let h = n * n + libm::cos(a) * libm::cos(b) * e * e;
        2.0 * RADIUS * libm::asin(h.sqrt().min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        let baghdad = Point { lat: 33.34, lon: 44.40 };
        let mosul = Point { lat: 36.335, lon: 43.119 };
        assert!((baghdad.distance(mosul) - 353.0).abs() < 3.0);
        let (fiji, samoa) = (Point { lat: -18.0, lon: 179.0 }, Point { lat: -14.0, lon: -172.0 });
        assert!(fiji.distance(samoa) < 1100.0);
        assert_eq!(mosul.distance(mosul), 0.0);
    }
}
