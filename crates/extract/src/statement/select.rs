//! The likely statements among what is proposed.

use annalist_doc::Span;
use annalist_lexicon::Weights;

use super::propose::{Proposals, What, Whom};
use super::rank::{self, score};
use super::{Draft, Scene};

/// Contents that score less are not looked at further.
const HOPELESS: i32 = -3500;

/// A cue with the content and the source that fit it best.
#[derive(Clone, Copy)]
struct Choice<'p> {
    cue: usize,
    what: &'p What,
    whom: &'p Whom,
    /// Logarithm of the likelihood, in thousandths.
    score: i32,
}

/// The statements that the weights find likely, of those that say the same the best, and inside
/// another one (also in what stands `within` those without a verb) only what is surer still.
pub(crate) fn likely<'l>(
    scene: &Scene<'_, '_, 'l>,
    proposals: &Proposals<'l>,
    weights: &Weights,
    within: &[Span],
) -> Vec<Draft<'l>> {
    let (least, least_inside) = (weights.setting("threshold"), weights.setting("inside"));
    let cues = 0..proposals.matches.len();
    let mut order: Vec<Choice<'_>> = cues
        .filter_map(|m| best(scene, proposals, m, weights))
        .filter(|c| c.score >= least)
        .collect();
    order.sort_by_key(|c| (-c.score, c.cue));
    let at = |c: &Choice<'_>| scene.tree.span(proposals.matches[c.cue].head()).start;
    let holds = |k: &Choice<'_>, c: &Choice<'_>| k.what.spans.iter().any(|s| s.holds(at(c)));
    let mut kept: Vec<Choice<'_>> = Vec::with_capacity(order.len());
    for choice in order {
        // "A said that B said it": what B says is nearly all that A says, and yet there are two.
        let nested = |k: &Choice<'_>| holds(&choice, k) != holds(k, &choice);
        let same = |k: &Choice<'_>| !nested(k) && says_the_same(&choice.what.spans, &k.what.spans);
        if !kept.iter().any(same) {
            kept.push(choice);
        }
    }
    let size = |c: &Choice<'_>| c.what.spans.iter().map(|s| s.len()).sum::<u32>();
    let inside = |c: &Choice<'_>| {
        within.iter().any(|s| s.holds(at(c)))
            || kept.iter().any(|k| k.cue != c.cue && holds(k, c) && size(k) > size(c))
    };
    let mut keep: Vec<Choice<'_>> =
        kept.iter().copied().filter(|c| c.score >= least_inside || !inside(c)).collect();
    keep.sort_by_key(|c| c.cue);
    let draft = |c: &Choice<'_>| {
        super::draft(scene, &proposals.matches[c.cue], c.whom.head, c.what.spans.clone())
    };
    keep.iter().map(draft).collect()
}

/// The content and source of cue `m` that fit best.
fn best<'p>(
    scene: &Scene<'_, '_, '_>,
    proposals: &'p Proposals<'_>,
    m: usize,
    weights: &Weights,
) -> Option<Choice<'p>> {
    let (found, whose) = (&proposals.matches[m], &proposals.by_rule[m]);
    let mut top: Option<Choice<'p>> = None;
    for what in &proposals.contents[m] {
        let content = score(weights, |sink| rank::content(scene, (found, whose), what, sink));
        let ahead = log_likelihood(content);
        if content < HOPELESS || top.is_some_and(|t| t.score >= ahead) {
            continue;
        }
        for whom in &proposals.sources[m] {
            let source = score(weights, |sink| rank::source(scene, (found, what), whom, sink));
            let score = ahead + log_likelihood(source);
            if top.is_none_or(|t| t.score < score) {
                top = Some(Choice { cue: m, what, whom, score });
            }
        }
    }
    top
}

/// Logarithm of the likelihood that log-odds stand for, both in thousandths.
fn log_likelihood(odds: i32) -> i32 {
    /// ln(1 + exp(-x)) for x = 0, 0.5, 1, … in thousandths.
    const SOFT: [i32; 17] = [693, 474, 313, 201, 127, 79, 49, 30, 18, 11, 7, 4, 2, 2, 1, 1, 0];
    let size = odds.unsigned_abs() as usize;
    let soft = match SOFT.get(size / 500..size / 500 + 2) {
        Some(&[low, high]) => low + (high - low) * (size % 500) as i32 / 500,
        _ => 0,
    };
    odds.min(0) - soft
}

/// Keeps the quotations without a cue that score at least their threshold.
pub(crate) fn keep_likely_alone(
    scene: &Scene<'_, '_, '_>,
    drafts: &mut Vec<Draft<'_>>,
    weights: &Weights,
) {
    let least = weights.setting("alone");
    drafts.retain(|d| {
        d.mode.is_some() || score(weights, |sink| rank::alone(scene, d, sink)) >= least
    });
}

/// Whether two contents are the same for the most part (Dice coefficient of their letters at least a half).
fn says_the_same(a: &[Span], b: &[Span]) -> bool {
    let size = |spans: &[Span]| spans.iter().map(|c| c.len()).sum::<u32>();
    let shared: u32 = a
        .iter()
        .flat_map(|x| b.iter().map(|y| x.end.min(y.end).saturating_sub(x.start.max(y.start))))
        .sum();
    4 * shared >= size(a) + size(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihoods_follow_the_odds() {
        assert_eq!(log_likelihood(0), -693);
        assert_eq!(log_likelihood(20_000), 0);
        assert_eq!(log_likelihood(-9_000), -9_000);
        assert!(log_likelihood(-250) < log_likelihood(250));
    }
}
