//! What a parse comes to: heads, labels and sentences.

use super::state::State;
use crate::strings::LabelId;

/// What the parser finds out about one document.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) heads: Vec<u32>,
    pub(crate) labels: Vec<LabelId>,
    pub(crate) sent_start: Vec<bool>,
    pub(super) left_edge: Vec<u32>,
    pub(super) right_edge: Vec<u32>,
}

impl Tree {
    pub(super) fn take(&mut self, state: &State, root: LabelId) {
        self.heads.clear();
        self.labels.clear();
        for (i, (&head, &label)) in state.heads.iter().zip(&state.labels).enumerate() {
            self.heads.push(if head < 0 { i as u32 } else { head as u32 });
            self.labels.push(if head < 0 { root } else { label });
        }
    }

    /// The outermost descendants of each word. One round is enough for a projective tree.
    pub(super) fn set_edges(&mut self) {
        let n = self.heads.len();
        self.left_edge.clear();
        self.left_edge.extend(0..n as u32);
        self.right_edge.clear();
        self.right_edge.extend(0..n as u32);
        for _ in 0..12 {
            for i in (0..n).chain((0..n).rev()) {
                let head = self.heads[i] as usize;
                self.left_edge[head] = self.left_edge[head].min(self.left_edge[i]);
                self.right_edge[head] = self.right_edge[head].max(self.right_edge[i]);
            }
            self.set_starts();
            if self.heads_within_sentences() {
                break;
            }
        }
    }

    pub(super) fn set_starts(&mut self) {
        self.sent_start.clear();
        self.sent_start.resize(self.heads.len(), false);
        for (i, &head) in self.heads.iter().enumerate() {
            if head as usize == i {
                self.sent_start[self.left_edge[i] as usize] = true;
            }
        }
    }

    fn heads_within_sentences(&self) -> bool {
        let (n, mut from) = (self.heads.len(), 0);
        for i in 0..n {
            if (i > 0 && self.sent_start[i]) || i + 1 == n {
                let heads = &self.heads[from..i];
                if heads.iter().any(|&h| (h as usize) < from || h as usize > i) {
                    return false;
                }
                from = i;
            }
        }
        true
    }
}
