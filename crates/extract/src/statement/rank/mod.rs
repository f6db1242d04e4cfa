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

use super::cue::Match;
use super::propose::{What, Whom};
use super::source::Found;
use super::{Draft, Scene};
use crate::feature::Sink;

/// How likely a cue states anything, by a source that a rule found.
pub(crate) fn cue(
    scene: &Scene<'_, '_, '_>,
    (found, whose): (&Match<'_>, &Found),
    sink: &mut impl Sink,
) {
    content::of_cue(scene, found, whose, sink);
}

/// How likely a cue states this, beyond what [`cue`] says.
pub(crate) fn content(
    scene: &Scene<'_, '_, '_>,
    (found, whose): (&Match<'_>, &Found),
    what: &What,
    sink: &mut impl Sink,
) {
    content::features(scene, found, whose, what, sink);
}

/// How likely anything that a cue states is whose.
pub(crate) fn whom(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    whom: &Whom,
    sink: &mut impl Sink,
) {
    source::of_cue(scene, found, whom, sink);
}

/// How likely what a cue states is whose, beyond what [`whom`] says.
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
