//! A parse under way: stack, buffer and arcs, and what each move does to them.

use crate::strings::LabelId;

pub(super) const SHIFT: usize = 0;
pub(super) const REDUCE: usize = 1;
pub(super) const LEFT: usize = 2;
pub(super) const RIGHT: usize = 3;
/// Shift, reduce, left arc, right arc, sentence break.
pub(super) const KINDS: usize = 5;

/// A parse under way. Tokens are numbered from 0; -1 is none.
#[derive(Debug, Default)]
pub(super) struct State {
    len: usize,
    next: usize,
    stack: Vec<i32>,
    rebuffer: Vec<i32>,
    pub(super) heads: Vec<i32>,
    pub(super) labels: Vec<LabelId>,
    unshiftable: Vec<bool>,
    /// 1 starts a sentence, -1 must not, 0 is open.
    starts: Vec<i8>,
    left: Vec<i32>,
    right: Vec<i32>,
    sibling: Vec<i32>,
}

impl State {
    pub(super) fn reset(&mut self, presets: &[i8]) {
        let n = presets.len();
        self.len = n;
        self.next = 0;
        self.stack.clear();
        self.rebuffer.clear();
        self.starts.clear();
        self.starts.extend_from_slice(presets);
        for list in [&mut self.heads, &mut self.left, &mut self.right, &mut self.sibling] {
            list.clear();
            list.resize(n, -1);
        }
        self.labels.clear();
        self.labels.resize(n, LabelId::NONE);
        self.unshiftable.clear();
        self.unshiftable.resize(n, false);
    }

    pub(super) fn s(&self, i: usize) -> i32 {
        self.stack.len().checked_sub(i + 1).map_or(-1, |at| self.stack[at])
    }

    pub(super) fn b(&self, i: usize) -> i32 {
        if let Some(at) = self.rebuffer.len().checked_sub(i + 1) {
            return self.rebuffer[at];
        }
        let at = self.next + i - self.rebuffer.len();
        if at < self.len { at as i32 } else { -1 }
    }

    fn buffer_len(&self) -> usize {
        self.len - self.next + self.rebuffer.len()
    }

    pub(super) fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn start(&self, token: i32) -> i8 {
        usize::try_from(token).map_or(0, |t| self.starts[t])
    }

    /// The `n`th last child (1 or 2) in a list of last children.
    fn child(&self, last: &[i32], head: i32, n: usize) -> i32 {
        let Ok(head) = usize::try_from(head) else { return -1 };
        match usize::try_from(last[head]) {
            Ok(child) if n == 2 => self.sibling[child],
            _ => last[head],
        }
    }

    pub(super) fn l(&self, head: i32, n: usize) -> i32 {
        self.child(&self.left, head, n)
    }

    pub(super) fn r(&self, head: i32, n: usize) -> i32 {
        self.child(&self.right, head, n)
    }

    pub(super) fn ids(&self, out: &mut [i32]) {
        let (b0, b1) = (self.b(0), self.b(1));
        let (s0, s1, s2) = (self.s(0), self.s(1), self.s(2));
        if out.len() == 8 {
            let more = [self.l(b0, 1), self.l(s0, 1), self.r(s0, 1)];
            out.copy_from_slice(&[b0, b1, s0, s1, s2, more[0], more[1], more[2]]);
        } else {
            // The seventh place holds a right child, not the second left one: as in spaCy.
            let kids = [self.l(s0, 1), self.r(s0, 1), self.l(b0, 1), self.r(s0, 2)];
            let far = [self.l(s1, 1), self.l(s1, 2), self.r(s1, 1), self.r(s1, 2)];
            out[..5].copy_from_slice(&[b0, b1, s0, s1, s2]);
            out[5..9].copy_from_slice(&kids);
            out[9..].copy_from_slice(&far);
        }
    }

    fn push(&mut self) {
        let token = self.rebuffer.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next as i32 - 1
        });
        self.stack.push(token);
    }

    fn add_arc(&mut self, head: i32, child: i32, label: LabelId) {
        let c = child as usize;
        if self.heads[c] >= 0 {
            let h = self.heads[c] as usize;
            let list = if h > c { &mut self.left } else { &mut self.right };
            if list[h] == child {
                list[h] = self.sibling[c];
            }
        }
        let list = if head > child { &mut self.left } else { &mut self.right };
        self.sibling[c] = list[head as usize];
        list[head as usize] = child;
        self.heads[c] = head;
        self.labels[c] = label;
    }

    pub(super) fn valid(&self) -> [bool; KINDS] {
        let (b0, b1, depth, len) = (self.b(0), self.b(1), self.stack.len(), self.buffer_len());
        let b0_starts = self.start(b0) == 1;
        let arc = depth > 0 && len > 0 && !b0_starts;
        let shift = depth == 0
            || (len >= 2 && !b0_starts && !usize::try_from(b0).is_ok_and(|b| self.unshiftable[b]));
        let reduce = depth > 0 && (len == 0 || depth != 1 || self.start(b0) != -1);
        let end = len >= 2 && b1 == b0 + 1 && self.start(b1) == 0;
        [shift, reduce, arc, arc, end]
    }

    pub(super) fn apply(&mut self, kind: usize, label: LabelId) {
        let (b0, s0) = (self.b(0), self.s(0));
        match kind {
            SHIFT => self.push(),
            REDUCE => {
                self.stack.pop();
                if self.heads[s0 as usize] < 0 && !self.stack.is_empty() {
                    self.unshiftable[s0 as usize] = true;
                    self.rebuffer.push(s0);
                }
            }
            LEFT => {
                self.add_arc(b0, s0, label);
                self.unshiftable[b0 as usize] = false;
                self.stack.pop();
            }
            RIGHT => {
                self.add_arc(s0, b0, label);
                self.push();
            }
            _ => {
                let b1 = self.b(1) as usize;
                self.starts[b1] = 1;
            }
        }
    }
}
