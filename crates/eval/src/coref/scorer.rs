//! MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e (Luo 2005), mentions as they
//! were found: the definitions of the reference scorer (Pradhan et al. 2014).

use std::collections::HashMap;

use super::align::Aligned;
use crate::scores::harmonic;

/// Numerators and denominators of recall and precision, summed over documents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Metric {
    recall: [f64; 2],
    precision: [f64; 2],
}

impl Metric {
    pub(super) fn p(self) -> f64 {
        ratio(self.precision)
    }

    pub(super) fn r(self) -> f64 {
        ratio(self.recall)
    }

    pub(super) fn f(self) -> f64 {
        harmonic(self.p(), self.r())
    }

    fn add(&mut self, recall: [f64; 2], precision: [f64; 2]) {
        for (sum, more) in [(&mut self.recall, recall), (&mut self.precision, precision)] {
            sum[0] += more[0];
            sum[1] += more[1];
        }
    }
}

fn ratio([part, whole]: [f64; 2]) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// All three.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scores {
    pub(super) muc: Metric,
    pub(super) b_cubed: Metric,
    pub(super) ceaf_e: Metric,
}

/// The CoNLL figure: the mean of the three F.
pub(super) fn conll(scores: &Scores) -> f64 {
    (scores.muc.f() + scores.b_cubed.f() + scores.ceaf_e.f()) / 3.0
}

impl Scores {
    /// Adds one document; clusters of one mention count only when asked for.
    pub(super) fn add(&mut self, aligned: &Aligned, singletons: bool) {
        let keep = |all: &[Vec<usize>]| -> Vec<Vec<usize>> {
            all.iter().filter(|c| singletons || c.len() > 1).cloned().collect()
        };
        self.add_clusters(&keep(&aligned.gold), &keep(&aligned.found));
    }

    pub(super) fn add_clusters(&mut self, key: &[Vec<usize>], response: &[Vec<usize>]) {
        self.muc.add(muc(key, response), muc(response, key));
        self.b_cubed.add(b_cubed(key, response), b_cubed(response, key));
        let similar = ceaf_e(key, response);
        self.ceaf_e.add([similar, key.len() as f64], [similar, response.len() as f64]);
    }

    /// Name, precision, recall and F of each.
    pub(super) fn rows(&self) -> [(&'static str, f64, f64, f64); 3] {
        [("MUC", self.muc), ("B-cubed", self.b_cubed), ("CEAF-e", self.ceaf_e)]
            .map(|(name, m)| (name, m.p(), m.r(), m.f()))
    }
}

/// For each mention its cluster's number.
fn membership(clusters: &[Vec<usize>]) -> HashMap<usize, usize> {
    let pairs = clusters.iter().enumerate();
    pairs.flat_map(|(n, c)| c.iter().map(move |m| (*m, n))).collect()
}

/// How many mentions of `cluster` each of the other side's clusters holds; strangers come one by one.
fn parts(cluster: &[usize], other: &HashMap<usize, usize>) -> (HashMap<usize, usize>, usize) {
    let mut shared = HashMap::new();
    let mut strangers = 0;
    for mention in cluster {
        match other.get(mention) {
            Some(n) => *shared.entry(*n).or_default() += 1,
            None => strangers += 1,
        }
    }
    (shared, strangers)
}

/// Links of `of` that `by` keeps, out of all.
fn muc(of: &[Vec<usize>], by: &[Vec<usize>]) -> [f64; 2] {
    let by = membership(by);
    let mut sums = [0.0; 2];
    for cluster in of {
        let (shared, strangers) = parts(cluster, &by);
        sums[0] += (cluster.len() - shared.len() - strangers) as f64;
        sums[1] += (cluster.len() - 1) as f64;
    }
    sums
}

/// Each mention's share of its cluster that the other side keeps with it, out of all mentions.
fn b_cubed(of: &[Vec<usize>], by: &[Vec<usize>]) -> [f64; 2] {
    let by = membership(by);
    let mut sums = [0.0; 2];
    for cluster in of {
        let (shared, _) = parts(cluster, &by);
        let kept: usize = shared.values().map(|n| n * n).sum();
        sums[0] += kept as f64 / cluster.len() as f64;
        sums[1] += cluster.len() as f64;
    }
    sums
}

/// The sum of similarities (Luo's φ4) of the best one-to-one pairing of clusters.
fn ceaf_e(key: &[Vec<usize>], response: &[Vec<usize>]) -> f64 {
    let by = membership(response);
    let size = key.len().max(response.len());
    let mut similar = vec![vec![0.0; size]; size];
    for (k, cluster) in key.iter().enumerate() {
        for (r, shared) in parts(cluster, &by).0 {
            similar[k][r] = 2.0 * shared as f64 / (cluster.len() + response[r].len()) as f64;
        }
    }
    best_pairing(&similar)
}

/// The largest sum of a square matrix with one entry from each row and column (Kuhn and Munkres, with
/// potentials; rows and columns count from 1, 0 is the free one).
fn best_pairing(gain: &[Vec<f64>]) -> f64 {
    let n = gain.len();
    let (mut of_row, mut of_column) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let mut row_at = vec![0; n + 1];
    let mut came_from = vec![0; n + 1];
    for row in 1..=n {
        row_at[0] = row;
        let mut column = 0;
        let mut slack = vec![f64::INFINITY; n + 1];
        let mut used = vec![false; n + 1];
        while row_at[column] != 0 {
            used[column] = true;
            let here = row_at[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in 1..=n {
                if used[c] {
                    continue;
                }
                let cost = -gain[here - 1][c - 1] - of_row[here] - of_column[c];
                if cost < slack[c] {
                    (slack[c], came_from[c]) = (cost, column);
                }
                if slack[c] < step {
                    (step, next) = (slack[c], c);
                }
            }
            for c in 0..=n {
                if used[c] {
                    of_row[row_at[c]] += step;
                    of_column[c] -= step;
                } else {
                    slack[c] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_at[column] = row_at[came_from[column]];
            column = came_from[column];
        }
    }
    (1..=n).map(|c| gain[row_at[c] - 1][c - 1]).sum()
}

#[cfg(test)]
#[path = "scorer_tests.rs"]
mod tests;
