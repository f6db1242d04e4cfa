//! Features of what is weighed: who names them, and what becomes of the names.

use annalist_lexicon::Weights;

/// Takes the features of one candidate.
pub(crate) trait Sink {
    /// One feature; its parts make its name.
    fn add(&mut self, parts: &[&str]);
}

/// Sums the weights of features, thousandths of log-odds: whole numbers, the same on every machine.
pub(crate) struct Score<'w> {
    weights: &'w Weights,
    sum: i32,
}

impl Sink for Score<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.sum += self.weights.of(parts);
    }
}

/// Keeps the names of features, for learning.
impl Sink for Vec<String> {
    fn add(&mut self, parts: &[&str]) {
        self.push(parts.join("|"));
    }
}

/// What the weights say of the features that `name` names.
pub(crate) fn score(weights: &Weights, name: impl FnOnce(&mut Score<'_>)) -> i32 {
    let mut score = Score { weights, sum: 0 };
    name(&mut score);
    score.sum
}
