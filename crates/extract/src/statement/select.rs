//! The likely ones among the candidates.

use annalist_lexicon::Weights;

use super::rank::score;
use super::{Draft, Scene};

/// Keeps the candidates that score at least the threshold, of those that say the same the best, and
/// inside another one only what is surer still.
pub(crate) fn keep_likely(
    scene: &Scene<'_, '_, '_>,
    drafts: &mut Vec<Draft<'_>>,
    weights: &Weights,
) {
    let (least, least_inside) = (weights.setting("threshold"), weights.setting("inside"));
    let scores: Vec<i32> = drafts.iter().map(|d| score(scene, d, weights)).collect();
    let mut order: Vec<usize> = (0..drafts.len()).filter(|d| scores[*d] >= least).collect();
    order.sort_by_key(|d| (-scores[*d], *d));
    let mut kept: Vec<usize> = Vec::with_capacity(order.len());
    for d in order {
        let rival = |k: &&usize| says_the_same(&drafts[d], &drafts[**k]);
        if !kept.iter().any(|k| rival(&k)) {
            kept.push(d);
        }
    }
    let at = |d: usize| drafts[d].anchor(scene.tree);
    let size = |d: usize| drafts[d].content.iter().map(|c| c.len()).sum::<u32>();
    let inside =
        |d: usize| kept.iter().any(|k| *k != d && drafts[*k].covers(at(d)) && size(*k) > size(d));
    let keep: Vec<usize> =
        kept.iter().copied().filter(|d| scores[*d] >= least_inside || !inside(*d)).collect();
    let mut number = 0;
    drafts.retain(|_| {
        number += 1;
        keep.contains(&(number - 1))
    });
}

/// Keeps the quotations without a cue that score at least their threshold.
pub(crate) fn keep_likely_alone(
    scene: &Scene<'_, '_, '_>,
    drafts: &mut Vec<Draft<'_>>,
    weights: &Weights,
) {
    let least = weights.setting("alone");
    drafts.retain(|d| d.mode.is_some() || score(scene, d, weights) >= least);
}

/// Whether two contents are the same for the most part (Dice coefficient of their letters at least a half).
fn says_the_same(a: &Draft<'_>, b: &Draft<'_>) -> bool {
    let size = |d: &Draft<'_>| d.content.iter().map(|c| c.len()).sum::<u32>();
    let shared: u32 = a
        .content
        .iter()
        .flat_map(|x| {
            b.content.iter().map(|y| x.end.min(y.end).saturating_sub(x.start.max(y.start)))
        })
        .sum();
    4 * shared >= size(a) + size(b)
}
