//! Numbers in digits and words, with the words that make them less than exact.

use annalist_doc::{Dep, NameLabel, Qualifier, Tag};
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
    let zero = |at: usize| Quantity {
        low: Some(0),
        high: Some(0),
        qualifier: Qualifier::Exact,
        first: at,
        last: at,
    };
    // "nobody", "none of the miners"; "no soldiers", "no one".
    let nobody = words.negations.iter().any(|n| n == tree.lower(noun)) && !tree.tag(noun).is_verb();
    if nobody && !matches!(tree.dep(noun), Dep::Neg | Dep::Det) {
        return Some(zero(noun));
    }
    if let Some(no) = tree
        .children(noun)
        .find(|c| tree.dep(*c) == Dep::Det && tree.lower(*c) == "no" && *c < noun)
    {
        return Some(zero(no));
    }
    let counts = |t: usize| {
        !matches!(
            tree.token(t).name,
            Some(
                NameLabel::Date
                    | NameLabel::Time
                    | NameLabel::Percent
                    | NameLabel::Money
                    | NameLabel::Ordinal
            )
        )
    };
    let numeral = tree.children(noun).rfind(|c| tree.dep(*c) == Dep::Nummod && *c < noun);
    if let Some(at) = numeral.or_else(|| (tree.tag(noun) == Tag::Cd).then_some(noun)) {
        return if counts(at) { around(tree, words, at) } else { None };
    }
    // "a dozen people", "a hundred of them": the number is a noun.
    let counted = tree.object_of(noun, "of").is_some();
    if value_of(tree, words, noun).is_some()
        && (counted || tree.tag(noun).is_noun())
        && counts(noun)
    {
        return around(tree, words, noun);
    }
    // A parse that hangs both ends of a range elsewhere: "between 60 and 70 passengers".
    let near = noun.checked_sub(1).filter(|b| {
        tree.tag(noun).is_plural()
            && tree.sentence_index(*b) == tree.sentence_index(noun)
            && tree.tag(*b) == Tag::Cd
            && !tree.is_root(*b)
            && counts(*b)
    });
    if let Some(at) = near {
        return around(tree, words, at);
    }
    // "dozens of people": the vague word heads the phrase; "several people": it modifies.
    let vague = |t: usize| words.vague_numbers.iter().any(|v| v == tree.lower(t));
    let head = (vague(noun) && counted).then_some(noun);
    let modifier = || {
        tree.children(noun).find(|c| {
            *c < noun && vague(*c) && matches!(tree.dep(*c), Dep::Amod | Dep::Nummod | Dep::Det)
        })
    };
    // "Dozens were hurt".
    let stands = matches!(tree.dep(noun), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj);
    let alone = || (vague(noun) && (tree.tag(noun).is_plural() || stands)).then_some(noun);
    let at = head.or_else(modifier).or_else(alone)?;
    let (_, first) = qualifier(tree, words, at, tree.sentence(at).first as usize);
    Some(Quantity { low: None, high: None, qualifier: Qualifier::Vague, first, last: at })
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
    let before = |t: usize| t.checked_sub(1).filter(|b| *b >= sentence.start);
    let between = before(first).filter(|b| tree.lower(*b) == "between");
    let and = (first..=last).find(|t| tree.lower(*t) == "and" || is_dash(tree, *t));
    let (mut low, mut high) = match between.zip(and) {
        Some((_, and)) if and > first && and < last => {
            (single(tree, words, first, and - 1)?, single(tree, words, and + 1, last)?)
        }
        _ => read(tree, words, first, last)?,
    };
    let mut start = between.unwrap_or(first);
    // "a hundred", "half a million".
    if let Some(article) = before(start).filter(|b| matches!(tree.lower(*b), "a" | "an")) {
        start = article;
        if let Some(half) = before(article).filter(|b| tree.lower(*b) == "half") {
            start = half;
            (low, high) = (low / 2, high / 2);
        }
    }
    // "several thousand", "a few hundred": nobody counted.
    if let Some(vague) = before(start)
        .filter(|b| words.vague_numbers.iter().any(|v| v == tree.lower(*b)))
        .filter(|b| !words.qualifiers.iter().any(|(q, _)| q.len() == 1 && q[0] == tree.lower(*b)))
    {
        let first = before(vague).filter(|b| tree.lower(*b) == "a").unwrap_or(vague);
        return Some(Quantity { low: None, high: None, qualifier: Qualifier::Vague, first, last });
    }
    let (mut qualifier, first) = qualifier(tree, words, start, sentence.start);
    if qualifier == Qualifier::Exact
        && let Some((phrase, after)) = words.qualifiers_after.iter().find(|(phrase, _)| {
            last + phrase.len() < sentence.end
                && phrase.iter().enumerate().all(|(k, w)| tree.lower(last + 1 + k) == w)
        })
    {
        qualifier = *after;
        last += phrase.len();
    }
    let (low, high) = match qualifier {
        Qualifier::AtLeast => (Some(low), None),
        Qualifier::AtMost => (Some(0), Some(high)),
        _ => (Some(low), Some(high)),
    };
    Some(Quantity { low, high, qualifier, first, last })
}

fn is_dash(tree: &Tree<'_>, t: usize) -> bool {
    matches!(tree.lower(t), "-" | "–" | "—")
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
    if matches!(tree.token(t).name, Some(NameLabel::Date | NameLabel::Time))
        && tree.tag(t) != Tag::Cd
    {
        return None;
    }
    words
        .numbers
        .get(lower)
        .copied()
        .or_else(|| glued(words, lower))
        .or_else(|| {
            let digits = lower.starts_with(|c: char| c.is_ascii_digit());
            let plain: String = lower.chars().filter(|c| *c != ',').collect();
            digits.then(|| plain.parse::<u64>().ok()).flatten()
        })
        .or_else(|| decimal(lower).map(|d| d as u64))
}

/// "thirty-one" as one token; the tokenizer keeps some of them together.
fn glued(words: &Words, lower: &str) -> Option<u64> {
    let (tens, ones) = lower.split_once('-')?;
    Some(words.numbers.get(tens)? + words.numbers.get(ones)?)
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
        let value = decimal(lower)
            .or_else(|| words.numbers.get(lower).map(|v| *v as f64))
            .or_else(|| glued(words, lower).map(|v| v as f64));
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
    (Qualifier::Exact, first)
}
