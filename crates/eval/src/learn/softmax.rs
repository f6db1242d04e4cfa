//! Multinomial logistic regression over named features: all examples at once, by accelerated gradient
//! steps (Nesterov 1983, restarted as by O'Donoghue and Candès 2015). One order, one thread: the same
//! weights every time.

/// Something of one class.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// Numbers of what holds of it, each once.
    pub(crate) features: Vec<u32>,
    /// Its class.
    pub(crate) class: usize,
    /// How much it counts.
    pub(crate) weight: f64,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// Steps at most.
    pub(crate) steps: usize,
    /// L2 penalty on each weight.
    pub(crate) penalty: f64,
}

/// Weights in log-odds, those of one feature together.
pub(crate) fn learn(
    examples: &[Example],
    features: usize,
    classes: usize,
    settings: Settings,
) -> Vec<f64> {
    let mut counts = vec![0f64; features];
    let mut most = 1usize;
    for example in examples {
        most = most.max(example.features.len());
        example.features.iter().for_each(|f| counts[*f as usize] += example.weight);
    }
    // The curvature of the loss along a feature is at most this.
    let step: Vec<f64> =
        counts.iter().map(|c| 1.0 / (settings.penalty + 0.5 * most as f64 * c)).collect();
    let mut weights = vec![0f64; features * classes];
    let mut ahead = weights.clone();
    let mut momentum = 1f64;
    for _ in 0..settings.steps {
        let slope = slope(examples, &ahead, classes, settings.penalty);
        let (mut against, mut moved, mut size) = (0.0, 0f64, 1f64);
        let next: Vec<f64> =
            (0..weights.len()).map(|i| ahead[i] - step[i / classes] * slope[i]).collect();
        for i in 0..weights.len() {
            let change = next[i] - weights[i];
            against += slope[i] * change;
            moved += change * change;
            size += next[i] * next[i];
        }
        let restart = against > 0.0;
        let after =
            if restart { 1.0 } else { (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) / 2.0 };
        let carry = if restart { 0.0 } else { (momentum - 1.0) / after };
        for i in 0..weights.len() {
            ahead[i] = next[i] + carry * (next[i] - weights[i]);
        }
        weights = next;
        momentum = after;
        if moved < 1e-9 * size {
            break;
        }
    }
    weights
}

fn slope(examples: &[Example], weights: &[f64], classes: usize, penalty: f64) -> Vec<f64> {
    let mut slope: Vec<f64> = weights.iter().map(|w| penalty * w).collect();
    for example in examples {
        let mut wrong = chances(&example.features, weights, classes);
        wrong[example.class] -= 1.0;
        for f in &example.features {
            let row = &mut slope[*f as usize * classes..][..classes];
            row.iter_mut().zip(&wrong).for_each(|(s, w)| *s += example.weight * w);
        }
    }
    slope
}

/// The probability of each class.
fn chances(features: &[u32], weights: &[f64], classes: usize) -> Vec<f64> {
    let mut sums = vec![0f64; classes];
    for f in features {
        let row = &weights[*f as usize * classes..][..classes];
        sums.iter_mut().zip(row).for_each(|(s, w)| *s += w);
    }
    let top = sums.iter().copied().fold(f64::MIN, f64::max);
    sums.iter_mut().for_each(|s| *s = (*s - top).exp());
    let all: f64 = sums.iter().sum();
    sums.iter_mut().for_each(|s| *s /= all);
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_tells_three_apart() {
        let example = |f: &[u32], class| Example { features: f.to_vec(), class, weight: 1.0 };
        let all = [example(&[0, 3], 0), example(&[1, 3], 1), example(&[2, 3], 2)];
        let settings = Settings { steps: 200, penalty: 0.01 };
        let weights = learn(&all, 4, 3, settings);
        for e in &all {
            let chances = chances(&e.features, &weights, 3);
            assert!(chances[e.class] > 0.8, "{chances:?}");
        }
        assert_eq!(weights, learn(&all, 4, 3, settings));
    }
}
