//! Dependencies and sentences: an arc-eager transition parser that can also end sentences, with
//! labels that undo projectivization.

use crate::error::{Error, Result};
use crate::model::Model;
use crate::package::Package;
use crate::strings::{LabelId, Labels};
use crate::transition::{Run, Scorer, Source, StateRoom, best, load_moves, runs};

const SHIFT: usize = 0;
const REDUCE: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;
/// Shift, reduce, left arc, right arc, sentence break.
const KINDS: usize = 5;

/// A dependency parser.
#[derive(Debug)]
pub(crate) struct Parser {
    pub(crate) scorer: Scorer,
    moves: Vec<(usize, LabelId)>,
    runs: Vec<Run>,
    root: LabelId,
    /// For a label `a||b`: the labels `a` and `b`.
    split: Vec<Option<(LabelId, LabelId)>>,
}

/// What the parser finds out about one document.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) heads: Vec<u32>,
    pub(crate) labels: Vec<LabelId>,
    pub(crate) sent_start: Vec<bool>,
    left_edge: Vec<u32>,
    right_edge: Vec<u32>,
}

/// A parse under way. Tokens are numbered from 0; -1 is none.
#[derive(Debug, Default)]
struct State {
    len: usize,
    next: usize,
    stack: Vec<i32>,
    rebuffer: Vec<i32>,
    heads: Vec<i32>,
    labels: Vec<LabelId>,
    unshiftable: Vec<bool>,
    /// 1 starts a sentence, -1 must not, 0 is open.
    starts: Vec<i8>,
    left: Vec<i32>,
    right: Vec<i32>,
    sibling: Vec<i32>,
}

/// What a parse works with.
#[derive(Debug, Default)]
pub(crate) struct ParseRoom {
    state: State,
    pub(crate) scores: StateRoom,
}

impl State {
    fn reset(&mut self, presets: &[i8]) {
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

    fn s(&self, i: usize) -> i32 {
        self.stack.len().checked_sub(i + 1).map_or(-1, |at| self.stack[at])
    }

    fn b(&self, i: usize) -> i32 {
        if let Some(at) = self.rebuffer.len().checked_sub(i + 1) {
            return self.rebuffer[at];
        }
        let at = self.next + i - self.rebuffer.len();
        if at < self.len { at as i32 } else { -1 }
    }

    fn buffer_len(&self) -> usize {
        self.len - self.next + self.rebuffer.len()
    }

    fn is_final(&self) -> bool {
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

    fn l(&self, head: i32, n: usize) -> i32 {
        self.child(&self.left, head, n)
    }

    fn r(&self, head: i32, n: usize) -> i32 {
        self.child(&self.right, head, n)
    }

    fn ids(&self, out: &mut [i32]) {
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

    fn valid(&self) -> [bool; KINDS] {
        let (b0, b1, depth, len) = (self.b(0), self.b(1), self.stack.len(), self.buffer_len());
        let b0_starts = self.start(b0) == 1;
        let arc = depth > 0 && len > 0 && !b0_starts;
        let shift = depth == 0
            || (len >= 2 && !b0_starts && !usize::try_from(b0).is_ok_and(|b| self.unshiftable[b]));
        let reduce = depth > 0 && (len == 0 || depth != 1 || self.start(b0) != -1);
        let end = len >= 2 && b1 == b0 + 1 && self.start(b1) == 0;
        [shift, reduce, arc, arc, end]
    }

    fn apply(&mut self, kind: usize, label: LabelId) {
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

impl Parser {
    pub(crate) fn load(
        package: &Package,
        name: &str,
        model: &Model<'_>,
        width: usize,
        stride: usize,
        labels: &mut Labels,
    ) -> Result<Self> {
        let scorer = Scorer::load(model, width, stride)?;
        let place = format!("{name}/moves");
        let moves = load_moves(package, name)?;
        if moves.len() != scorer.classes {
            let what = format!("lists {} moves for {} classes", moves.len(), scorer.classes);
            return Err(Error::damaged(place, what));
        }
        if scorer.features != 8 && scorer.features != 13 {
            let what = format!("states of {} tokens are not supported", scorer.features);
            return Err(Error::unsupported(name, what));
        }
        let mut found = Vec::new();
        for (action, label) in moves {
            if action as usize >= KINDS || label == "subtok" {
                let what = format!("the move {action} {label:?} is not supported");
                return Err(Error::unsupported(place, what));
            }
            found.push((action as usize, label_id(labels, &label, &place)?));
        }
        let root = label_id(labels, "ROOT", &place)?;
        let mut split = vec![None; labels.len()];
        for &(_, label) in &found {
            let name = labels.name(label).to_owned();
            if let Some((own, head)) = name.split_once("||") {
                let pair = (label_id(labels, own, &place)?, label_id(labels, head, &place)?);
                split[label.index()] = Some(pair);
            }
        }
        let runs = runs(found.iter().map(|m| m.0 as u32));
        Ok(Parser { scorer, moves: found, runs, root, split })
    }

    /// Parses a document whose tokens have the rows `first..` in the source of parts.
    pub(crate) fn run(
        &self,
        presets: &[i8],
        first: usize,
        source: &mut impl Source,
        is_space: &dyn Fn(usize) -> bool,
        room: &mut ParseRoom,
    ) -> Tree {
        let ParseRoom { state, scores: room } = room;
        let mut tree = Tree::default();
        state.reset(presets);
        let mut ids = [-1i32; 13];
        let ids = &mut ids[..self.scorer.features];
        while !state.is_final() {
            state.ids(ids);
            for id in ids.iter_mut().filter(|id| **id >= 0) {
                *id += first as i32;
            }
            self.scorer.score(ids, source.parts(ids), room);
            let valid = state.valid();
            let best = best(&room.scores, &self.runs, |kind| valid[kind as usize]);
            // There is always a valid move; were there none, the parse would end here.
            let Some(best) = best else { break };
            let (kind, label) = self.moves[best];
            state.apply(kind, label);
        }
        tree.take(state, self.root);
        tree.set_edges();
        if tree.labels.iter().any(|l| self.split_of(*l).is_some()) {
            self.deprojectivize(&mut tree, is_space);
            tree.set_edges();
        }
        tree.set_starts();
        tree
    }

    fn split_of(&self, label: LabelId) -> Option<(LabelId, LabelId)> {
        self.split.get(label.index()).copied().flatten()
    }

    /// Moves each word labelled `a||b` to the first descendant of its head labelled `b`.
    fn deprojectivize(&self, tree: &mut Tree, is_space: &dyn Fn(usize) -> bool) {
        let (mut queue, mut next) = (Vec::new(), Vec::new());
        for i in 0..tree.heads.len() {
            let Some((own, wanted)) = self.split_of(tree.labels[i]) else { continue };
            let mut head = tree.heads[i];
            queue.clear();
            queue.push(head);
            'search: while !queue.is_empty() {
                next.clear();
                for &q in &queue {
                    let (from, to) = (tree.left_edge[q as usize], tree.right_edge[q as usize]);
                    for child in from..=to {
                        let is_child = child != q && tree.heads[child as usize] == q;
                        if !is_child || is_space(child as usize) || child as usize == i {
                            continue;
                        }
                        if tree.labels[child as usize] == wanted {
                            head = child;
                            break 'search;
                        }
                        next.push(child);
                    }
                }
                // A cycle would go round for ever; a tree is shallower than it is long.
                if next.len() > tree.heads.len() {
                    break;
                }
                std::mem::swap(&mut queue, &mut next);
            }
            tree.heads[i] = head;
            tree.labels[i] = own;
        }
    }
}

fn label_id(labels: &mut Labels, name: &str, place: &str) -> Result<LabelId> {
    labels.try_add(name).ok_or_else(|| Error::unsupported(place, "has too many labels"))
}

impl Tree {
    fn take(&mut self, state: &State, root: LabelId) {
        self.heads.clear();
        self.labels.clear();
        for (i, (&head, &label)) in state.heads.iter().zip(&state.labels).enumerate() {
            self.heads.push(if head < 0 { i as u32 } else { head as u32 });
            self.labels.push(if head < 0 { root } else { label });
        }
    }

    /// The outermost descendants of each word. One round is enough for a projective tree.
    fn set_edges(&mut self) {
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

    fn set_starts(&mut self) {
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

#[cfg(test)]
mod tests;
