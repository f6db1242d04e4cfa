//! What the parser and the name finder share: scoring a state from a few tokens' vectors.

use crate::error::Result;
use crate::kernel;
use crate::model::Model;
use crate::package::Package;
use crate::tensor::{LANES, Packed, padded};
use crate::tok2vec::reserve;
use crate::{config, msgpack};

/// The scorer: a hidden layer that is a sum over the state's tokens, computed once per token and
/// place in the state, and an output layer.
#[derive(Debug)]
pub(crate) struct Scorer {
    reduce: Packed,
    lower: Packed,
    pad: Vec<f32>,
    bias: Vec<f32>,
    upper: Option<Packed>,
    pub(crate) features: usize,
    pieces: usize,
    pub(crate) classes: usize,
}

/// The hidden layer's parts for each token and place.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    reduced: Vec<f32>,
    data: Vec<f32>,
    /// When only some pages of tokens are there: the row of each page's first token.
    pages: Vec<u32>,
}

/// Tokens in a page; a power of two.
pub(crate) const PAGE: usize = 256;

impl Parts {
    #[inline]
    fn row(&self, id: usize) -> usize {
        if self.pages.is_empty() { id } else { self.pages[id / PAGE] as usize + id % PAGE }
    }

    /// Forgets everything and keeps `count` pages' places; 0 stops keeping pages.
    pub(crate) fn start_pages(&mut self, count: usize) {
        self.pages.clear();
        self.pages.resize(count, u32::MAX);
    }

    /// Whether the page of a token is there.
    pub(crate) fn has(&self, id: usize) -> bool {
        self.pages[id / PAGE] != u32::MAX
    }

    /// Puts a page in a place of its own, where `old` was.
    pub(crate) fn turn(&mut self, page: usize, place: usize, old: Option<usize>) {
        if let Some(old) = old {
            self.pages[old] = u32::MAX;
        }
        self.pages[page] = (place * PAGE) as u32;
    }
}

/// Where a parse gets the parts of its tokens from.
pub(crate) trait Source {
    /// The parts, those of the tokens `ids` among them.
    fn parts(&mut self, ids: &[i32]) -> &Parts;
}

impl Source for &Parts {
    fn parts(&mut self, _: &[i32]) -> &Parts {
        self
    }
}

/// A state is at most this many tokens.
pub(crate) const MAX_FEATURES: usize = 13;

/// Room for one state.
#[derive(Debug, Default)]
pub(crate) struct StateRoom {
    hidden: Vec<f32>,
    pub(crate) scores: Vec<f32>,
}

impl Scorer {
    pub(crate) fn load(model: &Model<'_>, width: usize, stride: usize) -> Result<Self> {
        let lower = model.reference("lower")?;
        let (shape, w) = lower.array("W")?;
        let &[features, hidden, pieces, inputs] = &shape[..] else {
            return Err(model.damaged("the lower layer is not four-dimensional"));
        };
        let b = lower.shaped("b", &[hidden, pieces])?;
        let pad = lower.shaped("pad", &[1, features, hidden, pieces])?;
        let upper = Some(model.reference("upper")?).filter(|u| u.name() == "linear");
        let reduces = model.named("linear");
        let reduces: Vec<_> =
            reduces.iter().filter(|l| Some(l.index()) != upper.map(|u| u.index())).collect();
        let [reduce] = reduces[..] else {
            return Err(model.damaged("has not one linear layer after tok2vec"));
        };
        let (reduce_w, reduce_b) = (reduce.matrix("W")?, reduce.shaped("b", &[inputs])?);
        if features > MAX_FEATURES {
            return Err(model.damaged("a state has too many tokens"));
        }
        if reduce_w.cols() != width || reduce_w.rows() != inputs || hidden == 0 || pieces == 0 {
            return Err(model.damaged("layers do not fit each other"));
        }
        let reduce = Packed::new(
            stride,
            padded(inputs),
            |i, j| if i < width && j < inputs { reduce_w.row(j)[i] } else { 0.0 },
            |j| reduce_b.get(j).copied().unwrap_or(0.0),
        );
        // One block of the padded width per piece, pieces side by side, features after another.
        let block = padded(hidden);
        let place = |j: usize| (j / (pieces * block), j / block % pieces, j % block);
        let at = |j: usize| {
            let (f, p, h) = place(j);
            (h < hidden).then_some((f * hidden + h) * pieces + p)
        };
        let all = features * pieces * block;
        let lower = Packed::new(
            padded(inputs),
            all,
            |i, j| at(j).filter(|_| i < inputs).map_or(0.0, |o| w[o * inputs + i]),
            |_| 0.0,
        );
        let (upper, classes) = match upper {
            None => (None, hidden),
            Some(upper) => {
                let w = upper.matrix("W")?;
                let b = upper.shaped("b", &[w.rows()])?;
                if w.cols() != hidden {
                    return Err(model.damaged("the upper layer does not fit the lower"));
                }
                let (n, row) = (w.rows(), |i: usize, j: usize| w.row(j)[i]);
                let weight = |i, j| if i < hidden && j < n { row(i, j) } else { 0.0 };
                let bias = |j: usize| b.get(j).copied().unwrap_or(0.0);
                (Some(Packed::new(block, padded(n), weight, bias)), n)
            }
        };
        Ok(Scorer {
            reduce,
            lower,
            pad: (0..all).map(|j| at(j).map_or(0.0, |o| pad[o])).collect(),
            bias: (0..pieces * block).map(|j| at(j).map_or(0.0, |o| b[o])).collect(),
            upper,
            features,
            pieces,
            classes,
        })
    }

    /// Computes the parts of `rows` tokens and puts them into the rows from `to` on.
    pub(crate) fn prepare(&self, input: &[f32], rows: usize, parts: &mut Parts, to: usize) {
        let reduced = reserve(&mut parts.reduced, rows * self.reduce.n());
        self.reduce.apply(input, self.reduce.k(), rows, reduced);
        let data = reserve(&mut parts.data, (to + rows) * self.lower.n());
        self.lower.apply(reduced, self.reduce.n(), rows, &mut data[to * self.lower.n()..]);
    }

    /// Scores all classes of the state over the tokens `ids` (negative: none).
    pub(crate) fn score(&self, ids: &[i32], parts: &Parts, room: &mut StateRoom) {
        let width = self.bias.len();
        let block = width / self.pieces;
        let mut found: [&[f32]; MAX_FEATURES] = [&[]; MAX_FEATURES];
        for (f, (&id, found)) in ids.iter().zip(&mut found).enumerate() {
            *found = match usize::try_from(id) {
                Ok(id) => &parts.data[parts.row(id) * self.lower.n() + f * width..][..width],
                Err(_) => &self.pad[f * width..][..width],
            };
        }
        let hidden = reserve(&mut room.hidden, block);
        kernel::hidden(&found[..ids.len()], &self.bias, self.pieces, hidden);
        let n = padded(self.classes);
        let scores = reserve(&mut room.scores, n.max(LANES));
        match &self.upper {
            Some(upper) => upper.apply(hidden, 0, 1, scores),
            None => scores[..block].copy_from_slice(hidden),
        }
    }
}

/// Moves of one kind that stand together: their classes are `from..to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) kind: u32,
    from: usize,
    to: usize,
}

/// Groups the kinds of the moves.
pub(crate) fn runs(kinds: impl Iterator<Item = u32>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (i, kind) in kinds.enumerate() {
        match runs.last_mut() {
            Some(run) if run.kind == kind => run.to = i + 1,
            _ => runs.push(Run { kind, from: i, to: i + 1 }),
        }
    }
    runs
}

/// The best of the classes in the valid runs, the first of equals.
pub(crate) fn best(scores: &[f32], runs: &[Run], valid: impl Fn(u32) -> bool) -> Option<usize> {
    let mut best = None;
    let mut largest = f32::NEG_INFINITY;
    for run in runs.iter().filter(|r| valid(r.kind)) {
        let (at, score) = match run.to - run.from {
            1 => (0, scores[run.from]),
            _ => kernel::first_largest(&scores[run.from..run.to]),
        };
        if best.is_none() || score > largest {
            (best, largest) = (Some(run.from + at), score);
        }
    }
    best
}

/// A component's moves: (action, label) in the order of the classes.
pub(crate) fn load_moves(package: &Package, name: &str) -> Result<Vec<(u32, String)>> {
    let place = format!("{name}/moves");
    let bytes = package.read(&place)?;
    let damaged =
        || crate::error::Error::damaged(place.clone(), "lists no moves; fetch the package again");
    let root = msgpack::parse(&bytes).ok_or_else(damaged)?;
    let moves = root.get("moves").and_then(|m| m.as_bytes()).ok_or_else(damaged)?;
    let moves = config::parse_json(&place, moves)?;
    let actions = moves.as_object().ok_or_else(damaged)?;
    let mut actions: Vec<_> = actions.iter().collect();
    actions.sort_by_key(|(action, _)| *action);
    let (mut found, mut added) = (Vec::new(), Vec::new());
    for (action, labels) in actions {
        let action: u32 = action.parse().map_err(|_| damaged())?;
        let labels = labels.as_object().ok_or_else(damaged)?;
        let counts = labels.iter().map(|(l, n)| Some((n.as_i64()?, l.clone())));
        let mut counts: Vec<(i64, String)> = counts.collect::<Option<_>>().ok_or_else(damaged)?;
        counts.sort();
        for (count, label) in counts.into_iter().rev() {
            if count < 0 { &mut added } else { &mut found }.push((count, action, label));
        }
    }
    // Labels added after training come last, whatever their action, the first added first.
    added.sort_by(|a, b| (b.0, &b.2).cmp(&(a.0, &a.2)));
    Ok(found.into_iter().chain(added).map(|(_, action, label)| (action, label)).collect())
}

#[cfg(test)]
mod tests;
