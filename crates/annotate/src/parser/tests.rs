//! Tests of the module above.

use super::state::{LEFT, REDUCE, RIGHT, SHIFT};
use super::*;

#[test]
fn moves_build_a_tree() {
    let (a, b) = (LabelId(1), LabelId(2));
    let mut state = State::default();
    state.reset(&[1, 0, 0, 0]);
    assert_eq!(state.valid(), [true, false, false, false, true]);
    state.apply(SHIFT, a);
    state.apply(LEFT, a);
    assert_eq!((state.l(1, 1), state.s(0), state.b(0)), (0, -1, 1));
    state.apply(SHIFT, a);
    state.apply(RIGHT, b);
    assert_eq!((state.r(1, 1), state.s(0), state.s(1)), (2, 2, 1));
    let mut ids = [0; 8];
    state.ids(&mut ids);
    assert_eq!(ids, [3, -1, 2, 1, -1, -1, -1, -1]);
    // The last word is shifted no more, only attached or left to start anew.
    assert_eq!(state.valid(), [false, true, true, true, false]);
    state.apply(REDUCE, a);
    state.apply(REDUCE, a);
    state.apply(SHIFT, a);
    state.apply(REDUCE, a);
    assert!(state.is_final());
    let mut tree = Tree::default();
    tree.take(&state, LabelId(9));
    tree.set_edges();
    assert_eq!(tree.heads, [1, 1, 1, 3]);
    assert_eq!(tree.labels, [a, LabelId(9), b, LabelId(9)]);
    assert_eq!(tree.sent_start, [true, false, false, true]);
}

#[test]
fn given_boundaries_bind() {
    let mut state = State::default();
    state.reset(&[1, 1, -1]);
    state.apply(SHIFT, LabelId::NONE);
    assert_eq!(state.valid(), [false, true, false, false, false]);
    state.reset(&[1, -1, 0]);
    state.apply(SHIFT, LabelId::NONE);
    assert!(!state.valid()[REDUCE] && state.valid()[4]);
    // A headless word under others goes back to the buffer once.
    state.apply(SHIFT, LabelId::NONE);
    state.apply(REDUCE, LabelId::NONE);
    assert_eq!((state.b(0), state.b(1)), (1, 2));
    assert!(!state.valid()[SHIFT]);
}
