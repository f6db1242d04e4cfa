//! The likely statements among what is proposed.

use annalist_doc::{Dep, Span};
use annalist_lexicon::Weights;

use super::content::{cut, tidy};
use super::continued::is_apart;
use super::propose::{Proposals, What, Whom};
use super::rank;
use super::{Draft, Scene};
use crate::feature::score;

/// Contents that score less are not looked at further.
const HOPELESS: i32 = -3500;

/// `"It is ours," said Ana Pol`: a speaker on the cue's other side that was not known when the content was cut.
fn without_source(scene: &Scene<'_, '_, '_>, cue: usize, choice: &Choice<'_>) -> Vec<Span> {
    let mut spans = choice.what.spans.clone();
    let beside = |s: &usize| scene.tree.head(*s) == cue && choice.what.top != Some(*s);
    if let Some(source) = choice.whom.head.filter(beside) {
        cut(&mut spans, super::spans::source_of(scene, source, cue));
        spans = tidy(scene, spans);
    }
    if spans.is_empty() { choice.what.spans.clone() } else { spans }
}

/// A content that is less likely than the best of its cue by more than this is not looked at.
const NEAR: i32 = 1000;

/// What the lexicon calls hearsay, and a clause with its speaker behind a comma, where the rules find them,
/// need no more than this.
const PLAIN: i32 = -3000;

/// A cue with the content and the source that fit it best.
#[derive(Clone, Copy)]
struct Choice<'p> {
    cue: usize,
    what: &'p What,
    whom: &'p Whom,
    /// Logarithm of the likelihood, in thousandths.
    score: i32,
    /// Whether nothing fits its cue better.
    best: bool,
}

/// The statements that the weights find likely, of those that say the same the best, and inside
/// another one (also in what stands `within` those without a verb) only what is surer still.
pub(crate) fn likely<'l>(
    scene: &Scene<'_, '_, 'l>,
    proposals: &Proposals<'l>,
    weights: &Weights,
    within: &[Span],
) -> Vec<Draft<'l>> {
    let least = weights.setting("threshold");
    // Inside a statement only what the rules find as well, a clause that is said; anything else is surer.
    let least_inside = |c: &Choice<'_>| {
        let cue = proposals.matches[c.cue].cue;
        let clause = c.what.path[0] == "ccomp" || c.what.path[0] == "above";
        let plain = cue.reporting && c.what.ruled && c.whom.ruled && clause;
        weights.setting(if plain { "inside" } else { "inside-other" })
    };
    let cues = 0..proposals.matches.len();
    let mut order: Vec<Choice<'_>> = cues
        .flat_map(|m| best(scene, proposals, m, weights))
        .filter(|c| {
            let plain = is_hearsay(proposals, c) || is_run_on(scene, proposals, c);
            c.score >= if plain { PLAIN } else { least }
        })
        .collect();
    order.sort_by_key(|c| (-c.score, c.cue));
    let at = |c: &Choice<'_>| scene.tree.span(proposals.matches[c.cue].head()).start;
    let holds = |k: &Choice<'_>, c: &Choice<'_>| k.what.spans.iter().any(|s| s.holds(at(c)));
    let mut kept: Vec<Choice<'_>> = Vec::with_capacity(order.len());
    for choice in order {
        // "A said that B said it": what B says is nearly all that A says, and yet there are two.
        let nested = |k: &Choice<'_>| holds(&choice, k) != holds(k, &choice);
        let same = |k: &Choice<'_>| !nested(k) && says_the_same(&choice.what.spans, &k.what.spans);
        // What is not the best of its cue must have words of its own.
        let taken = |k: &Choice<'_>| {
            k.cue == choice.cue || !choice.best && overlap(&choice.what.spans, &k.what.spans)
        };
        if !kept.iter().any(|k| same(k) || taken(k)) {
            kept.push(choice);
        }
    }
    let size = |c: &Choice<'_>| c.what.spans.iter().map(|s| s.len()).sum::<u32>();
    let inside = |c: &Choice<'_>| {
        within.iter().any(|s| s.holds(at(c)))
            || kept.iter().any(|k| k.cue != c.cue && holds(k, c) && size(k) > size(c))
    };
    let mut keep: Vec<Choice<'_>> =
        kept.iter().copied().filter(|c| c.score >= least_inside(c) || !inside(c)).collect();
    keep.sort_by_key(|c| c.cue);
    let sentence = |c: &Choice<'_>| scene.tree.sentence(proposals.matches[c.cue].head()).span;
    let draft = |c: &Choice<'_>| {
        let found = &proposals.matches[c.cue];
        let mut content = without_source(scene, found.head(), c);
        // `"It is cold," he said. "It is dark," she said.`: what goes on after its sentence ends where
        // another cue has words of its own.
        let (own, mut whole) = (sentence(c), content.clone());
        let beside = |k: &&Choice<'_>| !content.iter().any(|s| s.holds(at(k)));
        for other in keep.iter().filter(|k| sentence(k) != own).filter(beside) {
            let there = sentence(other);
            for span in other.what.spans.iter().filter(|s| there.contains(**s)) {
                whole.retain(|w| w.overlaps(own) || !w.overlaps(*span));
            }
        }
        if !whole.is_empty() {
            content = whole;
        }
        super::draft::of_cue(scene, found, c.whom.head, content)
    };
    keep.iter().map(draft).collect()
}

/// "Rumours that", "allegedly": nobody is looked for, and seldom annotated, but it is no statement of the
/// report's own.
fn is_hearsay(proposals: &Proposals<'_>, choice: &Choice<'_>) -> bool {
    let cue = proposals.matches[choice.cue].cue;
    cue.nobodys && choice.whom.head.is_none() && choice.what.ruled
}

/// "Troops killed nine near Velmark, Minister Ada Pol said.": joined by the parser, which the weights do not
/// know from "went home and said".
fn is_run_on(scene: &Scene<'_, '_, '_>, proposals: &Proposals<'_>, choice: &Choice<'_>) -> bool {
    let (found, tree) = (&proposals.matches[choice.cue], scene.tree);
    let cue = tree.span(found.head()).start;
    found.cue.reporting
        && tree.dep(found.head()) == Dep::Conj
        && choice.what.ruled
        && choice.whom.ruled
        && choice.what.spans.last().is_some_and(|s| s.end <= cue)
}

/// The contents of cue `m` with the source that fits each best, and which of them fits best.
fn best<'p>(
    scene: &Scene<'_, '_, '_>,
    proposals: &'p Proposals<'_>,
    m: usize,
    weights: &Weights,
) -> Vec<Choice<'p>> {
    let (found, whose) = (&proposals.matches[m], &proposals.by_rule[m]);
    let mut all: Vec<Choice<'p>> = Vec::new();
    // What hangs on the cue, or on cue and source, is summed once for all contents.
    let cue = score(weights, |sink| rank::cue(scene, (found, whose), sink));
    let mut sources: Vec<i32> = Vec::new();
    for what in &proposals.contents[m] {
        let content = cue + score(weights, |sink| rank::content(scene, (found, whose), what, sink));
        let ahead = log_likelihood(content);
        let top = all.iter().map(|c| c.score).max();
        if content < HOPELESS || top.is_some_and(|t| t - NEAR >= ahead) {
            continue;
        }
        if sources.is_empty() {
            let one = |whom| score(weights, |sink| rank::whom(scene, found, whom, sink));
            sources.extend(proposals.sources[m].iter().map(one));
        }
        let whom = proposals.sources[m].iter().zip(&sources).map(|(whom, alone)| {
            let source =
                alone + score(weights, |sink| rank::source(scene, (found, what), whom, sink));
            (ahead + log_likelihood(source), whom)
        });
        // Of equals the first.
        let surest = whom.rev().max_by_key(|(score, _)| *score);
        all.extend(surest.map(|(score, whom)| Choice { cue: m, what, whom, score, best: false }));
    }
    let top = all.iter().map(|c| c.score).max();
    if let Some(first) = all.iter_mut().find(|c| Some(c.score) == top) {
        first.best = true;
    }
    all
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
        let apart = d.content.first().is_some_and(|c| is_apart(scene, *c));
        d.mode.is_some() || apart || score(weights, |sink| rank::alone(scene, d, sink)) >= least
    });
}

/// Whether two contents have words in common.
fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.overlaps(*y)))
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
