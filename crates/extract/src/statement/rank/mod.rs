//! Which candidates are statements: a linear model over their grammar, its weights learned elsewhere
//! (`annalist-eval train-statements`) and given with the lexicon.
//!
//! A score is a sum of whole numbers, thousandths of log-odds. There are three: how likely words are what a
//! cue states ([`content`]), how likely they are then somebody's ([`source`]), and whether a quotation
//! without a cue is a statement ([`alone`]).

mod alone;
mod content;
mod describe;
mod source;

use annalist_lexicon::Weights;

use super::cue::Match;
use super::propose::{What, Whom};
use super::source::Found;
use super::{Draft, Scene};

/// Takes the features of one candidate.
pub(crate) trait Sink {
    /// One feature; its parts make its name.
    fn add(&mut self, parts: &[&str]);
}

/// Sums the weights of features.
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

/// How likely a cue states this.
pub(crate) fn content(
    scene: &Scene<'_, '_, '_>,
    (found, whose): (&Match<'_>, &Found),
    what: &What,
    sink: &mut impl Sink,
) {
    content::features(scene, found, whose, what, sink);
}

/// How likely what a cue states is whose.
pub(crate) fn source(
    scene: &Scene<'_, '_, '_>,
    (found, what): (&Match<'_>, &What),
    whom: &Whom,
    sink: &mut impl Sink,
) {
    source::features(scene, found, what, whom, sink);
}

/// How likely a quotation without a cue is a statement.
pub(crate) fn alone(scene: &Scene<'_, '_, '_>, draft: &Draft<'_>, sink: &mut impl Sink) {
    alone::features(scene, draft, sink);
}

/// What the weights say of the features that `name` names.
pub(crate) fn score(weights: &Weights, name: impl FnOnce(&mut Score<'_>)) -> i32 {
    let mut score = Score { weights, sum: 0 };
    name(&mut score);
    score.sum
}
