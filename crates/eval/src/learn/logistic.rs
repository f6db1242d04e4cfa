//! Logistic regression over named features, by stochastic gradient descent with AdaGrad steps (Duchi and
//! others 2011). One order of examples, one thread: the same weights every time.

use std::collections::{BTreeMap, HashMap};

/// Something that is, or is not.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) features: Vec<u32>,
    pub(super) is: bool,
}

/// Numbers for names.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: HashMap<String, u32>,
    counts: Vec<u32>,
}

impl Names {
    pub(super) fn number(&mut self, name: String) -> u32 {
        let next = self.counts.len() as u32;
        let id = *self.ids.entry(name).or_insert(next);
        if id == next {
            self.counts.push(0);
        }
        self.counts[id as usize] += 1;
        id
    }

    /// How often a feature was seen.
    pub(super) fn count(&self, id: u32) -> u32 {
        self.counts[id as usize]
    }

    /// All names with their numbers, by name.
    pub(super) fn sorted(&self) -> BTreeMap<&str, u32> {
        self.ids.iter().map(|(name, id)| (name.as_str(), *id)).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) passes: usize,
    pub(super) rate: f64,
    /// L2 penalty on each weight, per example.
    pub(super) penalty: f64,
}

/// Weights in log-odds.
pub(super) fn learn(examples: &[Example], features: usize, settings: Settings) -> Vec<f64> {
    let mut weights = vec![0f64; features];
    let mut steps = vec![1e-6f64; features];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..settings.passes {
        shuffle(&mut order, &mut state);
        for &e in &order {
            let example = &examples[e];
            let sum: f64 = example.features.iter().map(|f| weights[*f as usize]).sum();
            let wrong = 1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(example.is));
            for &f in &example.features {
                let f = f as usize;
                let slope = wrong + settings.penalty * weights[f];
                steps[f] += slope * slope;
                weights[f] -= settings.rate * slope / steps[f].sqrt();
            }
        }
    }
    weights
}

/// Fisher and Yates's shuffle with a xorshift generator.
pub(super) fn shuffle(order: &mut [usize], state: &mut u64) {
    for i in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(i, (*state % (i as u64 + 1)) as usize);
    }
}

/// The weights that matter, by name, in thousandths.
pub(super) fn rounded(names: &Names, weights: &[f64], least: i32) -> BTreeMap<String, i32> {
    let all =
        names.ids.iter().map(|(name, id)| (name, (weights[*id as usize] * 1000.0).round() as i32));
    all.filter(|(_, w)| w.abs() >= least).map(|(name, w)| (name.clone(), w)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_tells_apart() {
        let mut names = Names::default();
        let (a, b, c) =
            (names.number("a".into()), names.number("b".into()), names.number("c".into()));
        let example = |features: &[u32], is| Example { features: features.to_vec(), is };
        let all = [example(&[a, c], true), example(&[b, c], false), example(&[a], true)];
        let settings = Settings { passes: 50, rate: 0.2, penalty: 1e-4 };
        let weights = learn(&all, names.len(), settings);
        assert!(weights[a as usize] > 0.5 && weights[b as usize] < -0.5);
        assert_eq!(weights, learn(&all, names.len(), settings));
        assert_eq!(rounded(&names, &weights, 100).get("a").map(|w| *w > 0), Some(true));
    }
}
