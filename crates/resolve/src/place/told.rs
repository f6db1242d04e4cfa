//! Where places are said to lie to one another: "Ostwick, 50 km west of Velmark" speaks for the Ostwick and
//! for the Velmark that lie so.

use annalist_doc::{Bearing, Reach};
use annalist_gazetteer::Feature;

use super::problem::Problem;
use super::spots::Spot;

/// How likely words that seem to say so do not: "the road from Ostwick, 50 km west of Velmark".
const DOUBT_APART: f64 = 0.02;
const DOUBT_NEAR: f64 = 0.1;
const DOUBT_INSIDE: f64 = 0.05;

/// One name is said to lie so to another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) own: usize,
    pub(super) from: usize,
    reach: Reach,
    degrees: Option<u16>,
}

impl Told {
    pub(super) fn of(own: usize, from: usize, bearing: &Bearing) -> Option<Self> {
        let told = Self { own, from, reach: bearing.reach, degrees: bearing.degrees };
        (own != from).then_some(told)
    }

    fn doubt(&self) -> f64 {
        match self.reach {
            Reach::Apart(_) => DOUBT_APART,
            Reach::Near(_) => DOUBT_NEAR,
            Reach::Inside => DOUBT_INSIDE,
        }
    }

    /// How well two places fit what is said: from 0 to 1.
    fn fit(&self, own: &Spot, from: &Spot) -> f64 {
        let wide = |s: &Spot| s.feature.is_country() || s.feature == Feature::Continent;
        if matches!(self.reach, Reach::Inside) {
            // A country lies in none: "troops from Georgia in Iraq".
            return f64::from(u8::from(wide(own) || own.lies_in(from)));
        }
        // Nobody measures from the middle of a country: "near Iraq".
        if wide(own) || wide(from) {
            return 0.3;
        }
        let slack = slack(own) + slack(from);
        let apart = own.kilometres(from);
        let (least, most) = match self.reach {
            // Roads are longer than lines, and numbers are round.
            Reach::Apart(told) => (0.55 * told - 10.0, 1.25 * told + 15.0),
            Reach::Near(within) => (0.0, within),
            Reach::Inside => (0.0, 0.0),
        };
        if apart < least - slack || apart > most + slack {
            return 0.0;
        }
        let Some(degrees) = self.degrees.filter(|_| apart > 10.0 + slack) else { return 1.0 };
        let off = (own.direction(from) - f64::from(degrees)).rem_euclid(360.0);
        match off.min(360.0 - off) {
            off if off < 50.0 => 1.0,
            off if off < 80.0 => 0.4,
            _ => 0.0,
        }
    }
}

/// How far the middle of a unit may be from where it is measured.
fn slack(spot: &Spot) -> f64 {
    match spot.feature {
        Feature::Admin1 => 120.0,
        Feature::Admin2 => 30.0,
        f if f.is_region() => 60.0,
        _ => 0.0,
    }
}

/// What is told of a name speaks so much for one of its places, in thousandths of log-odds; none where
/// nothing is told.
pub(super) fn told(problem: &Problem, n: usize, own: &Spot) -> Option<i32> {
    let mut sum = 0.0;
    let mut any = false;
    for told in problem.told.iter().filter(|t| t.own == n || t.from == n) {
        let other = &problem.names[if told.own == n { told.from } else { told.own }];
        let fits = other.options.iter().map(|choice| {
            let fit = match told.own == n {
                true => told.fit(own, &choice.spot),
                false => told.fit(&choice.spot, own),
            };
            fit * choice.share
        });
        let doubt = told.doubt();
        if !other.options.is_empty() {
            any = true;
            sum += libm::log(doubt + (1.0 - doubt) * fits.sum::<f64>());
        }
    }
    any.then_some((sum * 1000.0) as i32)
}
