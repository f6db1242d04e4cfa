//! Numbers in digits and words, with the words that make them less than exact.

use annalist_doc::{Dep, Qualifier, Tag};
use annalist_lexicon::Words;

use crate::tree::Tree;

/// A number of things as the text gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub(crate) low: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) qualifier: Qualifier,
    /// First and last token of the number with its qualifier.
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// How many of what `noun` names: "at least 11 soldiers", "dozens of people", "no one".
pub(crate) fn quantity(tree: &Tree<'_>, words: &Words, noun: usize) -> Option<Quantity> {
    let numeral = tree.child(noun, Dep::Nummod).filter(|n| *n < noun);
    if let Some(at) = numeral.or_else(|| (tree.tag(noun) == Tag::Cd).then_some(noun)) {
        return around(tree, words, at);
    }
    // "dozens of people": the vague word heads the phrase; "several people": it modifies.
    let vague = |t: usize| words.vague_numbers.iter().any(|v| v == tree.lower(t));
    let head = (vague(noun) && tree.object_of(noun, "of").is_some()).then_some(noun);
    let modifier = || {
        tree.children(noun).find(|c| {
            *c < noun && vague(*c) && matches!(tree.dep(*c), Dep::Amod | Dep::Nummod | Dep::Det)
        })
    };
    if let Some(at) = head.or_else(modifier) {
        return Some(Quantity {
            low: None,
            high: None,
            qualifier: Qualifier::Vague,
            first: at,
            last: at,
        });
    }
    // "nobody", "none of the miners".
    let nobody = words.negations.iter().any(|n| n == tree.lower(noun)) && tree.tag(noun).is_noun();
    if nobody {
        return Some(Quantity {
            low: Some(0),
            high: Some(0),
            qualifier: Qualifier::Exact,
            first: noun,
            last: noun,
        });
    }
    let none = tree.children(noun).find(|c| tree.dep(*c) == Dep::Det && tree.lower(*c) == "no");
    none.map(|at| Quantity {
        low: Some(0),
        high: Some(0),
        qualifier: Qualifier::Exact,
        first: at,
        last: at,
    })
}

/// The number that the numeral token `at` is a part of.
pub(crate) fn around(tree: &Tree<'_>, words: &Words, at: usize) -> Option<Quantity> {
    let sentence = tree.sentence(at).tokens();
    let mut first = at;
    while first > sentence.start && is_part(tree, words, first - 1, at) {
        first -= 1;
    }
    while first < at && value_of(tree, words, first).is_none() {
        first += 1;
    }
    let mut last = at;
    while last + 1 < sentence.end && is_part(tree, words, last + 1, at) {
        last += 1;
    }
    while last > at && value_of(tree, words, last).is_none() {
        last -= 1;
    }
    let (low, high) = read(tree, words, first, last)?;
    let (qualifier, first) = qualifier(tree, words, first, sentence.start);
    let (low, high) = match qualifier {
        Qualifier::AtLeast => (Some(low), None),
        Qualifier::AtMost => (Some(0), Some(high)),
        _ => (Some(low), Some(high)),
    };
    Some(Quantity { low, high, qualifier, first, last })
}

/// Whether token `t` belongs to the same number as the numeral `at`.
fn is_part(tree: &Tree<'_>, words: &Words, t: usize, at: usize) -> bool {
    if value_of(tree, words, t).is_some() {
        return true;
    }
    let glue = matches!(tree.lower(t), "-" | "–" | "and" | "to" | "or");
    let beyond = if t < at { t.checked_sub(1) } else { Some(t + 1) };
    glue && beyond.is_some_and(|b| {
        b < tree.len()
            && tree.sentence_index(b) == tree.sentence_index(at)
            && value_of(tree, words, b).is_some()
    })
}

/// The value of one token, if it is a number.
pub(crate) fn value_of(tree: &Tree<'_>, words: &Words, t: usize) -> Option<u64> {
    let lower = tree.lower(t);
    words
        .numbers
        .get(lower)
        .copied()
        .or_else(|| {
            let digits = lower.starts_with(|c: char| c.is_ascii_digit());
            let plain: String = lower.chars().filter(|c| *c != ',').collect();
            digits.then(|| plain.parse::<u64>().ok()).flatten()
        })
        .or_else(|| decimal(lower).map(|d| d as u64))
}

fn decimal(word: &str) -> Option<f64> {
    let plain: String = word.chars().filter(|c| *c != ',').collect();
    let shaped = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && plain.starts_with(|c: char| c.is_ascii_digit());
    shaped.then(|| plain.parse::<f64>().ok()).flatten()
}

/// Lowest and highest value of a stretch of number words: "two hundred and five", "5 to 10", "2.5 million".
fn read(tree: &Tree<'_>, words: &Words, first: usize, last: usize) -> Option<(u64, u64)> {
    let split = (first..=last).find(|t| {
        matches!(tree.lower(*t), "to" | "or")
            || matches!(tree.lower(*t), "-" | "–") && is_range(tree, words, *t)
    });
    if let Some(at) = split.filter(|at| *at > first && *at < last) {
        let (low, high) = (single(tree, words, first, at - 1)?, single(tree, words, at + 1, last)?);
        return Some((low.min(high), low.max(high)));
    }
    single(tree, words, first, last).map(|v| (v, v))
}

/// A hyphen between digits gives a range; between words ("twenty-five") it joins.
fn is_range(tree: &Tree<'_>, words: &Words, t: usize) -> bool {
    let digits = |t: usize| {
        tree.word(t).starts_with(|c: char| c.is_ascii_digit()) && value_of(tree, words, t).is_some()
    };
    t > 0 && t + 1 < tree.len() && digits(t - 1) && digits(t + 1)
}

fn single(tree: &Tree<'_>, words: &Words, first: usize, last: usize) -> Option<u64> {
    let (mut total, mut part, mut seen) = (0f64, 0f64, false);
    for t in first..=last {
        let lower = tree.lower(t);
        let value = decimal(lower).or_else(|| words.numbers.get(lower).map(|v| *v as f64));
        let Some(value) = value else { continue };
        seen = true;
        if value >= 1000.0 && words.numbers.contains_key(lower) {
            total += part.max(1.0) * value;
            part = 0.0;
        } else if (value == 100.0 || value == 12.0 && lower == "dozen")
            && words.numbers.contains_key(lower)
        {
            part = part.max(1.0) * value;
        } else {
            part += value;
        }
    }
    let value = total + part;
    (seen && (0.0..1e15).contains(&value)).then_some(value.round() as u64)
}

/// The longest qualifying phrase right before the number, and where the whole begins.
fn qualifier(tree: &Tree<'_>, words: &Words, first: usize, floor: usize) -> (Qualifier, usize) {
    for (phrase, qualifier) in &words.qualifiers {
        let Some(start) = first.checked_sub(phrase.len()).filter(|s| *s >= floor) else { continue };
        if phrase.iter().enumerate().all(|(k, word)| tree.lower(start + k) == word) {
            return (*qualifier, start);
        }
    }
    // "between 5 and 10" was read as one number with its "and".
    (Qualifier::Exact, first)
}
