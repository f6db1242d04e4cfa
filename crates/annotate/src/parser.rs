//! Dependencies and sentences: an arc-eager transition parser that can also end sentences, with
//! labels that undo projectivization.

mod state;
mod tree;

use crate::error::{Error, Result};
use crate::model::Model;
use crate::package::Package;
use crate::strings::{LabelId, Labels};
use crate::transition::{Run, Scorer, Source, StateRoom, best, load_moves, runs};
use state::{KINDS, State};
pub(crate) use tree::Tree;

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

/// What a parse works with.
#[derive(Debug, Default)]
pub(crate) struct ParseRoom {
    state: State,
    pub(crate) scores: StateRoom,
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

#[cfg(test)]
mod tests;
