//! Named entities: a transition system over begin, in, last, unit and out.

use crate::doc::Token;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::package::Package;
use crate::strings::{Fast, LabelId, Labels};
use crate::transition::{Run, Scorer, Source, StateRoom, best, load_moves, runs};
use hashbrown::HashMap;

const BEGIN: u32 = 1;
const IN: u32 = 2;
const LAST: u32 = 3;
const UNIT: u32 = 4;
const OUT: u32 = 5;

/// A name finder.
#[derive(Debug)]
pub(crate) struct Ner {
    pub(crate) scorer: Scorer,
    moves: Vec<(u32, LabelId)>,
    runs: Vec<Run>,
    /// The classes of "in" and "last" for each label.
    inner: HashMap<(u32, LabelId), usize, Fast>,
}

/// An entity: a range of tokens and its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: LabelId,
}

impl Entity {
    /// The entity's tokens, as indices into [`Doc::tokens`](crate::Doc::tokens).
    pub fn tokens(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The entity's type, such as `PERSON` or `GPE`.
    pub fn label(&self) -> LabelId {
        self.label
    }
}

impl Ner {
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
        // A label may not be put on "out"; an action numbered 0 is "missing" and no class.
        let moves = moves.into_iter().filter(|(a, l)| *a != 0 && (*a != OUT || l.is_empty()));
        let mut found = Vec::new();
        for (action, label) in moves {
            let Some(id) = labels.try_add(&label).filter(|_| action <= OUT) else {
                let what = format!("the move {action} {label:?} is not supported");
                return Err(Error::unsupported(place, what));
            };
            found.push((action, id));
        }
        if found.len() != scorer.classes {
            let what = format!("lists {} moves for {} classes", found.len(), scorer.classes);
            return Err(Error::damaged(place, what));
        }
        if scorer.features != 3 && scorer.features != 6 {
            let what = format!("states of {} tokens are not supported", scorer.features);
            return Err(Error::unsupported(name, what));
        }
        // "Unit" without a label is for blocked tokens only: never valid here.
        let kind = |&(kind, label): &(u32, LabelId)| match kind {
            UNIT | BEGIN if label.is_none() => 0,
            kind => kind,
        };
        let runs = runs(found.iter().map(kind));
        let inner = found.iter().enumerate().filter(|(_, m)| m.0 == IN || m.0 == LAST);
        let inner = inner.filter(|(_, m)| !m.1.is_none()).map(|(i, m)| (*m, i)).collect();
        Ok(Ner { scorer, moves: found, runs, inner })
    }

    /// Finds the names among tokens that have the rows `first..` in the source of parts.
    pub(crate) fn run(
        &self,
        tokens: &[Token],
        first: usize,
        source: &mut impl Source,
        room: &mut StateRoom,
    ) -> Vec<Entity> {
        let (len, mut out) = (tokens.len(), Vec::new());
        let mut open: Option<(usize, LabelId)> = None;
        let mut ids = [-1i32; 6];
        let ids = &mut ids[..self.scorer.features];
        for at in 0..len {
            ids.fill(-1);
            ids[0] = (first + at) as i32;
            if let Some((start, _)) = open {
                if ids.len() == 3 {
                    ids[1] = (first + start) as i32;
                    ids[2] = ids[0] - 1;
                } else {
                    for (id, token) in ids[1..].iter_mut().zip(start..at) {
                        *id = (first + token) as i32;
                    }
                }
            }
            self.scorer.score(ids, source.parts(ids), room);
            let last = at + 1 == len;
            let ends = !last && tokens[at + 1].sent_start;
            let space = tokens[at].is_space;
            // An open entity goes on or ends with its own label; otherwise whole kinds are valid.
            let valid = |kind: u32| match kind {
                BEGIN => !last && !ends && !space,
                UNIT => !space,
                kind => kind == OUT,
            };
            let best = match open {
                None => best(&room.scores, &self.runs, valid),
                Some((_, label)) => {
                    let of = |kind| self.inner.get(&(kind, label)).copied();
                    let go_on = of(IN).filter(|_| !last && !ends);
                    match (go_on, of(LAST)) {
                        (Some(a), Some(b)) => Some(larger(&room.scores, a.min(b), a.max(b))),
                        (a, b) => a.or(b),
                    }
                }
            };
            let Some(best) = best else { break };
            let (kind, label) = self.moves[best];
            let (here, next) = (at as u32, at as u32 + 1);
            match kind {
                BEGIN => open = Some((at, label)),
                UNIT => out.push(Entity { start: here, end: next, label }),
                LAST => {
                    if let Some((start, label)) = open.take() {
                        out.push(Entity { start: start as u32, end: next, label });
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// The class with the larger score, the first of equals.
fn larger(scores: &[f32], first: usize, second: usize) -> usize {
    if scores[second] > scores[first] { second } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_ranges_with_a_label() {
        let entity = Entity { start: 2, end: 4, label: LabelId(7) };
        assert_eq!((entity.tokens(), entity.label()), (2..4, LabelId(7)));
        assert_eq!(larger(&[1.0, 1.0, 2.0], 0, 1), 0);
        assert_eq!(larger(&[1.0, 1.0, 2.0], 0, 2), 2);
    }
}
