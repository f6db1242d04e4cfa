//! Logistic regression over named features, by FTRL-Proximal (McMahan and others 2013), which leaves most
//! weights at nothing. One order of examples, one thread: the same weights every time.

use super::logistic::{Example, shuffle};

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) passes: usize,
    pub(super) rate: f64,
    /// How strongly weights are drawn to nothing (L1): most of them stay there.
    pub(super) sparse: f64,
    /// How strongly weights are kept small (L2).
    pub(super) small: f64,
}

/// Weights in log-odds.
pub(super) fn learn(examples: &[Example], features: usize, settings: Settings) -> Vec<f64> {
    let mut all = vec![State::default(); features];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..settings.passes {
        shuffle(&mut order, &mut state);
        for &e in &order {
            let example = &examples[e];
            let sum: f64 = example.features.iter().map(|f| all[*f as usize].weight).sum();
            let slope = 1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(example.is));
            for &f in &example.features {
                all[f as usize].step(slope, settings);
            }
        }
    }
    all.into_iter().map(|s| s.weight).collect()
}

/// What is known of one weight.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    weight: f64,
    /// Sum of slopes, corrected for the steps taken.
    pull: f64,
    /// Sum of squared slopes.
    squares: f64,
}

impl State {
    fn step(&mut self, slope: f64, settings: Settings) {
        let squares = self.squares + slope * slope;
        let sigma = (squares.sqrt() - self.squares.sqrt()) / settings.rate;
        self.pull += slope - sigma * self.weight;
        self.squares = squares;
        self.weight = if self.pull.abs() <= settings.sparse {
            0.0
        } else {
            let pull = self.pull - settings.sparse * self.pull.signum();
            -pull / ((1.0 + squares.sqrt()) / settings.rate + settings.small)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_tells_apart_and_nothing_else() {
        let example = |features: &[u32], is| Example { features: features.to_vec(), is };
        let all = [example(&[0, 2], true), example(&[1, 2], false), example(&[0], true)];
        let settings = Settings { passes: 50, rate: 0.2, sparse: 0.5, small: 0.1 };
        let weights = learn(&all, 3, settings);
        assert!(weights[0] > 0.2 && weights[1] < -0.2);
        // What stands with both says little.
        assert!(weights[2].abs() < weights[0] / 2.0, "{weights:?}");
        assert_eq!(weights, learn(&all, 3, settings));
    }
}
