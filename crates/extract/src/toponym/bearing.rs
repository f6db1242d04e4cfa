//! Where one place is said to lie to another: "Ostwick, about 50 km (30 miles) west of Velmark".
//!
//! Which words say so is data (`lexicon/en/bearings.toml`); here its patterns run over the words between
//! and around two names that follow one another in a sentence.

use annalist_doc::{Bearing, PlaceId, PlaceSense, Reach, Toponym};
use annalist_lexicon::{Bond, Piece, Tells};

use super::{Scene, is_possessive};

/// Names farther apart than this many tokens are not looked at.
const FAR: usize = 24;
/// So many tokens before the first name a pattern may begin.
const BEFORE: usize = 12;
/// The most tokens that stand for anything.
const ANY: usize = 8;

/// Two names that follow one another: first and last token of the one that is told of, and of the other.
#[derive(Clone, Copy)]
struct Pair {
    own: (usize, usize),
    other: (usize, usize),
    /// Where their sentence ends.
    end: usize,
}

/// How far a pattern fits, and what it told.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fit {
    next: usize,
    kilometres: Option<f64>,
    degrees: Option<u16>,
}

/// Adds to names what is told of them, seen from others; names that do not `count` are passed over.
pub(super) fn add(scene: Scene<'_, '_>, names: &mut [Toponym], count: impl Fn(usize) -> bool) {
    let tree = scene.tree;
    let counted = (0..names.len()).filter(|n| count(*n));
    let words: Vec<(usize, (usize, usize))> = counted
        .filter_map(|n| {
            let tokens = tree.tokens_in(names[n].span);
            Some((n, (tokens.start, tokens.end.checked_sub(1)?)))
        })
        .collect();
    for both in words.windows(2) {
        let (first, second) = (both[0], both[1]);
        let (start, end) = (first.1.0, second.1.0);
        if end > first.1.1 + FAR || tree.sentence_index(start) != tree.sentence_index(end) {
            continue;
        }
        let end = tree.sentence(start).last as usize;
        // The first pattern that fits says it best.
        let told = scene.lexicon.bearings.bonds().iter().find_map(|bond| {
            let (own, other) = if bond.forward { (first, second) } else { (second, first) };
            let fit = fits(scene, bond, Pair { own: own.1, other: other.1, end })?;
            let reach = match bond.tells {
                Tells::Apart => Reach::Apart(fit.kilometres?),
                Tells::Near(within) => Reach::Near(within),
                // Whence somebody comes lies in nothing: "the Velmark town of Ostwick".
                Tells::Inside if names[own.0].sense == PlaceSense::Demonym => return None,
                Tells::Inside => Reach::Inside,
            };
            let from = PlaceId(other.0 as u32);
            Some((own.0, Bearing { from, reach, degrees: fit.degrees }))
        });
        if let Some((own, bearing)) = told {
            names[own].bearings.push(bearing);
        }
    }
}

/// Whether one of two names that follow one another is said to be so many kilometres from the other.
pub(super) fn measured(
    scene: Scene<'_, '_>,
    first: (usize, usize),
    second: (usize, usize),
) -> bool {
    let tree = scene.tree;
    if second.0 > first.1 + FAR || tree.sentence_index(first.0) != tree.sentence_index(second.0) {
        return false;
    }
    let end = tree.sentence(first.0).last as usize;
    let bonds = scene.lexicon.bearings.bonds().iter().filter(|b| b.tells == Tells::Apart);
    let pair = |bond: &Bond| match bond.forward {
        true => Pair { own: first, other: second, end },
        false => Pair { own: second, other: first, end },
    };
    bonds.into_iter().any(|bond| fits(scene, bond, pair(bond)).is_some())
}

/// Whether a pattern fits over two names.
fn fits(scene: Scene<'_, '_>, bond: &Bond, pair: Pair) -> Option<Fit> {
    let first = pair.own.0.min(pair.other.0);
    let starts = match bond.pieces.first() {
        Some(Piece::Name { .. }) => first..=first,
        _ => {
            let sentence = scene.tree.sentence(first).first as usize;
            first.saturating_sub(BEFORE).max(sentence)..=first
        }
    };
    let mut states = Vec::new();
    for next in starts {
        states.push(Fit { next, kilometres: None, degrees: None });
        step(scene, &bond.pieces, pair, &mut states);
        if let Some(fit) = states.pop() {
            return Some(fit);
        }
    }
    None
}

/// Goes on from each place that was reached, over all pieces.
fn step(scene: Scene<'_, '_>, pieces: &[Piece], pair: Pair, states: &mut Vec<Fit>) {
    for piece in pieces {
        let mut after: Vec<Fit> = Vec::new();
        for state in states.iter() {
            one(scene, piece, pair, *state, &mut after);
        }
        *states = after;
        if states.is_empty() {
            return;
        }
    }
}

/// Goes on from one place over one piece, in every way that fits.
fn one(scene: Scene<'_, '_>, piece: &Piece, pair: Pair, at: Fit, after: &mut Vec<Fit>) {
    let tree = scene.tree;
    let is = |t: usize, word: &str| t < pair.end && tree.lower(t) == word;
    let mut go = |next: usize| after.push(Fit { next, ..at });
    match piece {
        Piece::Name { own } => {
            let (first, last) = if *own { pair.own } else { pair.other };
            if at.next == first {
                go(last + 1);
            }
        }
        Piece::Words(words) => {
            if words.iter().enumerate().all(|(w, word)| is(at.next + w, word)) {
                go(at.next + words.len());
            }
        }
        Piece::Any => {
            (at.next..=(at.next + ANY).min(pair.end)).for_each(go);
        }
        Piece::Open if is(at.next, "(") => go(at.next + 1),
        Piece::Close if is(at.next, ")") => go(at.next + 1),
        Piece::Possessive if at.next < pair.end && is_possessive(tree, at.next) => go(at.next + 1),
        Piece::Open | Piece::Close | Piece::Possessive => {}
        Piece::Choice(ways) => {
            for way in ways {
                let mut states = vec![at];
                step(scene, way, pair, &mut states);
                after.extend(states);
            }
        }
        Piece::Distance => {
            if let Some((next, kilometres)) = distance(scene, pair, at.next) {
                after.push(Fit { next, kilometres: Some(kilometres), ..at });
            }
        }
        Piece::Direction => {
            let found =
                scene.lexicon.bearings.directions().find_map(|(words, degrees)| {
                    Some((joined(scene, pair, at.next, words)?, degrees))
                });
            if let Some((next, degrees)) = found {
                after.push(Fit { next, degrees: Some(degrees), ..at });
            }
        }
    }
}

/// Where words end that may be joined with "-".
fn joined(scene: Scene<'_, '_>, pair: Pair, at: usize, words: &[String]) -> Option<usize> {
    let tree = scene.tree;
    let mut next = at;
    for (w, word) in words.iter().enumerate() {
        next += usize::from(w > 0 && next < pair.end && tree.word(next) == "-");
        if next >= pair.end || tree.lower(next) != word {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// A number with a unit, and the same in another unit in brackets; in kilometres.
fn distance(scene: Scene<'_, '_>, pair: Pair, at: usize) -> Option<(usize, f64)> {
    let tree = scene.tree;
    let one = |at: usize| -> Option<(usize, f64)> {
        let (mut next, number) = number(scene, pair, at)?;
        next += usize::from(next < pair.end && tree.word(next) == "-");
        let unit = (next < pair.end).then(|| scene.lexicon.bearings.unit(tree.lower(next)))??;
        Some((next + 1, number * unit))
    };
    let (next, kilometres) = one(at)?;
    let is = |t: usize, word: &str| t < pair.end && tree.word(t) == word;
    let again = || {
        let (end, _) = is(next, "(").then(|| one(next + 1))??;
        is(end, ")").then_some(end + 1)
    };
    Some((again().unwrap_or(next), kilometres))
}

/// A number in digits or words: "1,200", "2.5", "twenty-five", "a hundred".
fn number(scene: Scene<'_, '_>, pair: Pair, at: usize) -> Option<(usize, f64)> {
    let tree = scene.tree;
    if at >= pair.end {
        return None;
    }
    let word = tree.lower(at);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = word.chars().filter(|c| *c != ',').collect();
        return digits.parse().ok().map(|number| (at + 1, number));
    }
    let value = |t: usize| {
        let known = (t < pair.end).then(|| scene.lexicon.words.numbers.get(tree.lower(t)))?;
        known.map(|n| *n as f64)
    };
    let first = value(at).or_else(|| (word == "a").then(|| value(at + 1).map(|_| 1.0))?)?;
    let next = at + 1 + usize::from(at + 1 < pair.end && tree.word(at + 1) == "-");
    Some(match value(next) {
        // "two hundred"; "twenty-five"; two numbers side by side are not one.
        Some(more) if more >= 100.0 && first < 100.0 => (next + 1, first * more),
        Some(more) if more < 10.0 && first >= 20.0 => (next + 1, first + more),
        Some(_) => return None,
        None => (at + 1, first),
    })
}
