//! Tests of the module above.

use super::*;

#[test]
fn the_first_of_the_best_valid_classes_wins() {
    let runs = runs([0, 2, 2, 2, 3, 3].into_iter());
    assert_eq!(runs.len(), 3);
    let scores = [9.0, 1.0, 5.0, 5.0, 5.0, 6.0];
    assert_eq!(best(&scores, &runs, |_| true), Some(0));
    assert_eq!(best(&scores, &runs, |kind| kind == 2), Some(2));
    assert_eq!(best(&scores, &runs, |kind| kind > 1), Some(5));
    assert_eq!(best(&scores, &runs, |_| false), None);
}

#[test]
fn pages_have_rows_of_their_own() {
    let mut parts = Parts::default();
    assert_eq!(parts.row(300), 300);
    parts.start_pages(3);
    parts.turn(1, 0, None);
    assert_eq!(parts.row(PAGE + 5), 5);
    parts.turn(2, 0, Some(1));
    assert!(!parts.has(PAGE) && parts.has(2 * PAGE));
}
