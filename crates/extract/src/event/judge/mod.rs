//! What was learned about events, laid over what the rules found: for each clause of an actor, which of the
//! types that the rules and the weights offer for it holds; and whether a coder would put it down at all.

mod features;
mod offer;

use annalist_doc::Dep;
use annalist_lexicon::Weights;

use super::{EventDraft, Scene, blame};
use crate::statement::Sink;
use features::features;
use offer::Offer;

/// The events of the rules, judged.
pub(crate) fn judge<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
) -> Vec<EventDraft<'l>> {
    let Some(weights) = &scene.lexicon.events else { return rules };
    let keep = scene.lexicon.kept_events.as_ref();
    let all = offer::all(scene, rules, weights).into_iter();
    let (mut all, mut kept): (Vec<EventDraft<'l>>, Vec<bool>) =
        all.filter_map(|offers| best(scene, offers, keep)).unzip();
    // What somebody is said to have done is needed for who says so.
    blame::find(scene, &all).iter().for_each(|b| kept[b.event] = true);
    // "The attack" speaks of one that is told elsewhere.
    let again = |n: usize| {
        let same = |o: usize| kept[o] && all[o].trigger.kind == all[n].trigger.kind;
        kept[n] || points_back(scene, &all[n]) && (0..all.len()).any(same)
    };
    let mut keep = (0..all.len()).map(again).collect::<Vec<_>>().into_iter();
    all.retain(|_| keep.next().unwrap_or(true));
    all.sort_by_key(|d| (d.span.start, d.span.end));
    all
}

/// Whether a noun stands for something that is already known.
fn points_back(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'_>) -> bool {
    let tree = scene.tree;
    let definite = &scene.lexicon.words.definite;
    let det = tree.child(draft.head, Dep::Det);
    tree.tag(draft.head).is_noun()
        && det.is_some_and(|d| definite.iter().any(|w| w == tree.lower(d)))
}

/// The likeliest of what is offered for one clause, and whether it is likely enough.
fn best<'l>(
    scene: &Scene<'_, '_, 'l>,
    offers: Vec<Offer<'l>>,
    keep: Option<&Weights>,
) -> Option<(EventDraft<'l>, bool)> {
    let Some(weights) = keep else {
        return offers.into_iter().find(|o| o.ruled.is_some()).map(|o| (o.draft, true));
    };
    let score = |offer: &Offer<'_>| {
        let mut sum = Sum { weights, sum: 0 };
        features(scene, offer, &mut sum);
        sum.sum
    };
    let scored = offers.into_iter().map(|o| (score(&o), o));
    // Of equals the first.
    let (sum, top) = scored.reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let least = weights.setting(if top.ruled.is_some() { "threshold" } else { "propose" });
    // Whoever counts people counts them in an event; what is no event of PLOVER's is not judged.
    let spared = !top.draft.counted.is_empty() || top.draft.trigger.quad == 0;
    Some((top.draft, sum >= least || spared))
}

/// Everything that is offered, for learning.
#[cfg(feature = "training")]
pub(crate) fn for_training<'l>(
    scene: &Scene<'_, '_, 'l>,
    rules: Vec<EventDraft<'l>>,
) -> Vec<(EventDraft<'l>, Vec<String>)> {
    let Some(weights) = &scene.lexicon.events else { return Vec::new() };
    let named = offer::all(scene, rules, weights).into_iter().flatten().map(|offer| {
        let mut names = Vec::new();
        features(scene, &offer, &mut names);
        (offer.draft, names)
    });
    named.collect()
}

/// Sums weights.
struct Sum<'w> {
    weights: &'w Weights,
    sum: i32,
}

impl Sink for Sum<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.sum += self.weights.of(Weights::feature(parts));
    }
}
