//! Hand-made cases.

use super::*;

fn att(source: &[usize], cue: &[usize], content: std::ops::Range<usize>) -> Attribution {
    Attribution {
        source: source.to_vec(),
        cue: cue.to_vec(),
        content: content.collect(),
        class: Class::Indirect,
        reporting: true,
        nested: false,
    }
}

fn page(gold: Vec<Attribution>, found: Vec<Attribution>) -> Page {
    Page { words: Vec::new(), gold, found }
}

#[test]
fn half_the_words_and_one_of_the_source_are_enough() {
    // Dice of 2..12 and 2..7 is 10/15; sources share the word 1.
    let scores = Scores::of(&[page(vec![att(&[0, 1], &[2], 2..12)], vec![att(&[1], &[3], 2..7)])]);
    assert_eq!(scores.strict, Rate::new(1, 1, 1, 1));
    // Dice of 0..10 and 5..8 is 6/13: too little, though all of the finding lies inside.
    let scores = Scores::of(&[page(vec![att(&[0], &[], 0..10)], vec![att(&[0], &[], 5..8)])]);
    assert_eq!(scores.strict, Rate::new(0, 1, 0, 1));
    assert_eq!(scores.lenient, Rate::new(1, 1, 0, 1));
}

#[test]
fn sources_must_agree() {
    let wrong = page(vec![att(&[0], &[], 5..9)], vec![att(&[1], &[], 5..9)]);
    let scores = Scores::of(&[wrong]);
    assert_eq!(scores.strict, Rate::new(0, 1, 0, 1));
    assert_eq!(scores.content_only, Rate::new(1, 1, 1, 1));
    assert_eq!(scores.lenient, Rate::new(0, 1, 0, 1));
    let both_empty = page(vec![att(&[], &[], 5..9)], vec![att(&[], &[], 5..9)]);
    assert_eq!(Scores::of(&[both_empty]).strict, Rate::new(1, 1, 1, 1));
    let one_empty = page(vec![att(&[], &[], 5..9)], vec![att(&[0], &[], 5..9)]);
    assert_eq!(Scores::of(&[one_empty]).strict, Rate::new(0, 1, 0, 1));
}

#[test]
fn the_best_overlap_is_matched_first_and_once() {
    let gold = vec![att(&[0], &[], 0..6), att(&[0], &[], 0..9)];
    let found = vec![att(&[0], &[], 0..8)];
    // Dice 12/14 with the first, 16/17 with the second.
    assert_eq!(matched(&page(gold, found), true), [(1, 0)]);
}

#[test]
fn fragments_of_gold_may_be_found_by_several() {
    let gold = vec![att(&[0], &[], 0..10)];
    let found = vec![att(&[0], &[], 0..3), att(&[0], &[], 7..10)];
    let scores = Scores::of(&[page(gold, found)]);
    assert_eq!(scores.lenient, Rate::new(2, 2, 1, 1));
    assert_eq!(scores.strict, Rate::new(0, 2, 0, 1));
}

#[test]
fn classes_count_precision_by_finding_and_recall_by_gold() {
    let gold = Attribution { class: Class::Direct, ..att(&[0], &[], 0..4) };
    let found = Attribution { class: Class::Mixed, ..att(&[0], &[], 0..5) };
    let scores = Scores::of(&[page(vec![gold], vec![found])]);
    assert_eq!(scores.classes[Class::Direct as usize], Rate::new(0, 0, 1, 1));
    assert_eq!(scores.classes[Class::Mixed as usize], Rate::new(1, 1, 0, 0));
}

#[test]
fn only_reporting_cues_count_in_their_subset() {
    let gold = vec![
        att(&[0], &[1], 2..6),
        Attribution { reporting: false, ..att(&[0], &[7], 8..12) },
        Attribution { content: Vec::new(), ..att(&[0], &[1], 0..0) },
    ];
    let found = vec![att(&[0], &[1], 2..6)];
    let scores = Scores::of(&[page(gold, found)]);
    assert_eq!(scores.reporting, Rate::new(1, 1, 1, 2));
    assert_eq!(scores.reporting_strict, Rate::new(1, 1, 1, 2));
}

#[test]
fn words_of_a_role_are_united_per_article() {
    let gold = vec![att(&[0, 1], &[2], 3..6), att(&[1, 9], &[2], 4..8)];
    let found = vec![att(&[1], &[2, 3], 4..9)];
    let scores = Scores::of(&[page(gold, found)]);
    assert_eq!(scores.tokens[0], Rate::new(1, 1, 1, 3));
    assert_eq!(scores.tokens[1], Rate::new(1, 2, 1, 1));
    assert_eq!(scores.tokens[2], Rate::new(4, 5, 4, 5));
}

#[test]
fn nested_findings_can_be_left_out() {
    let gold = vec![att(&[0], &[1], 2..10)];
    let found =
        vec![att(&[0], &[1], 2..10), Attribution { nested: true, ..att(&[3], &[4], 5..10) }];
    let page = page(gold, found);
    assert_eq!(Scores::of(&[page.outermost()]).strict, Rate::new(1, 1, 1, 1));
    assert_eq!(Scores::of(&[page]).strict, Rate::new(1, 2, 1, 1));
}
