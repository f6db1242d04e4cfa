//! The published examples, with the figures their authors give.

use super::*;

fn scores(key: &[&[usize]], response: &[&[usize]]) -> Scores {
    let own = |all: &[&[usize]]| all.iter().map(|c| c.to_vec()).collect::<Vec<_>>();
    let mut scores = Scores::default();
    scores.add_clusters(&own(key), &own(response));
    scores
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 5e-4
}

/// Pradhan et al. 2014, "Scoring Coreference Partitions of Predicted Mentions", the worked example:
/// key {a,b,c} {d,e,f,g}, response {a,b} {c,d} {f,g,h,i}.
#[test]
fn the_reference_scorers_example() {
    let s = scores(&[&[1, 2, 3], &[4, 5, 6, 7]], &[&[1, 2], &[3, 4], &[6, 7, 8, 9]]);
    assert!(same(s.muc.r(), 2.0 / 5.0) && same(s.muc.p(), 2.0 / 5.0) && same(s.muc.f(), 0.4));
    // Recall (1/7)(4/3 + 1/3 + 1/4 + 4/4); precision (1/8)(4/2 + 1/2 + 1/2 + 4/4).
    assert!(same(s.b_cubed.r(), 35.0 / 84.0) && same(s.b_cubed.p(), 0.5));
    assert!(same(s.b_cubed.f(), 0.4545));
    // (4/5 + 4/8) over two key and three response entities.
    assert!(same(s.ceaf_e.r(), 0.65) && same(s.ceaf_e.p(), 0.4333) && same(s.ceaf_e.f(), 0.52));
    assert!(same(conll(&s), (0.4 + 0.4545 + 0.52) / 3.0));
}

/// Luo 2005, "On Coreference Resolution Performance Metrics", table 1: one key, four responses, and F
/// of MUC, B-cubed and CEAF with φ4.
#[test]
fn luos_four_responses() {
    let key: [&[usize]; 3] = [&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]];
    let all: Vec<usize> = (1..=12).collect();
    let ones: Vec<Vec<usize>> = all.iter().map(|m| vec![*m]).collect();
    let ones: Vec<&[usize]> = ones.iter().map(Vec::as_slice).collect();
    let a = scores(&key, &[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]]);
    assert!(same(a.muc.f(), 0.947) && same(a.b_cubed.f(), 0.865) && same(a.ceaf_e.f(), 0.733));
    let b = scores(&key, &[&[1, 2, 3, 4, 5, 8, 9, 10, 11, 12], &[6, 7]]);
    assert!(same(b.muc.f(), 0.947) && same(b.b_cubed.f(), 0.737) && same(b.ceaf_e.f(), 0.667));
    let c = scores(&key, &[&all]);
    assert!(same(c.muc.f(), 0.9) && same(c.b_cubed.f(), 0.545) && same(c.ceaf_e.f(), 0.294));
    let d = scores(&key, &ones);
    assert!(same(d.muc.f(), 0.0) && same(d.b_cubed.f(), 0.4) && same(d.ceaf_e.f(), 0.178));
}

#[test]
fn the_same_clusters_are_perfect_and_nothing_is_nothing() {
    let key: [&[usize]; 2] = [&[1, 2], &[3, 4, 5]];
    assert!(same(conll(&scores(&key, &key)), 1.0));
    assert!(same(conll(&scores(&key, &[])), 0.0));
    assert!(same(conll(&scores(&[], &key)), 0.0));
}

#[test]
fn the_best_pairing_is_not_the_greedy_one() {
    let gain = vec![vec![0.9, 0.8, 0.0], vec![0.8, 0.1, 0.0], vec![0.0, 0.0, 0.3]];
    assert!(same(best_pairing(&gain), 1.9));
}
