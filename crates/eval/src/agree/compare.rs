//! Token by token: what differs, where, and why, as far as that can be guessed.

use std::collections::HashMap;
use std::fmt;

use super::Token;

/// Characters of context shown on each side of a difference.
const CONTEXT: usize = 40;

/// A layer of annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    Boundaries,
    Tag,
    Pos,
    Morph,
    Lemma,
    Head,
    Label,
    Sentence,
    Entity,
}

pub(super) const LAYERS: [Layer; 9] = [
    Layer::Boundaries,
    Layer::Tag,
    Layer::Pos,
    Layer::Morph,
    Layer::Lemma,
    Layer::Head,
    Layer::Label,
    Layer::Sentence,
    Layer::Entity,
];

impl Layer {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Boundaries => "boundaries",
            Self::Tag => "tag",
            Self::Pos => "part of speech",
            Self::Morph => "morphology",
            Self::Lemma => "lemma",
            Self::Head => "head",
            Self::Label => "label",
            Self::Sentence => "sentence start",
            Self::Entity => "entity",
        }
    }

    /// The layer's value; heads as the head's span, since indices differ after a tokenization.
    fn value(self, token: &Token, all: &[Token]) -> String {
        match self {
            Self::Boundaries => format!("{}..{}", token.start, token.end),
            Self::Tag => token.tag.clone(),
            Self::Pos => token.pos.clone(),
            Self::Morph => token.morph.clone(),
            Self::Lemma => token.lemma.clone(),
            Self::Head => {
                all.get(token.head).map_or_else(String::new, |h| format!("{}..{}", h.start, h.end))
            }
            Self::Label => token.label.clone(),
            Self::Sentence => token.starts_sentence.to_string(),
            Self::Entity => format!("{} {}", token.iob, token.entity),
        }
    }
}

/// Counts of spaCy's tokens.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) tokens: usize,
    pub(super) all_equal: usize,
    pub(super) equal: [usize; LAYERS.len()],
}

impl Tally {
    /// The share of equal tokens in each layer.
    pub(super) fn shares(&self) -> [f64; LAYERS.len()] {
        self.equal.map(|e| if self.tokens == 0 { 1.0 } else { e as f64 / self.tokens as f64 })
    }
}

/// A token that is not the same.
pub(super) struct Difference {
    /// spaCy's token, in code points.
    pub(super) span: (usize, usize),
    word: String,
    context: String,
    /// Layer, spaCy's value, ours.
    what: Vec<(Layer, String, String)>,
    pub(super) cause: String,
}

impl Difference {
    /// Whether the words themselves differ: no tie of scores can explain that.
    pub(super) fn is_cut(&self) -> bool {
        self.what.iter().any(|(layer, ..)| *layer == Layer::Boundaries)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {:?} ({})", self.word, self.context, self.cause)?;
        for (layer, theirs, ours) in &self.what {
            write!(f, "\n    {:<16}spaCy {theirs:?}, ours {ours:?}", layer.name())?;
        }
        Ok(())
    }
}

/// Compares one text and counts.
pub(super) fn compare(
    text: &str,
    theirs: &[Token],
    ours: &[Token],
    tally: &mut Tally,
) -> Vec<Difference> {
    let chars: Vec<char> = text.chars().collect();
    let words = |from: usize, to: usize| -> String {
        let to = to.min(chars.len());
        chars[from.min(to)..to].iter().collect::<String>().replace(['\n', '\r', '\t'], " ")
    };
    let own: HashMap<(usize, usize), &Token> = ours.iter().map(|t| ((t.start, t.end), t)).collect();
    let sentences = sentences(theirs);
    let mut all = Vec::new();
    for (n, token) in theirs.iter().enumerate() {
        tally.tokens += 1;
        let found = own.get(&(token.start, token.end)).copied();
        let mut what = Vec::new();
        for (layer, equal) in LAYERS.iter().zip(&mut tally.equal) {
            let spacy = layer.value(token, theirs);
            let mine = found.map(|t| layer.value(t, ours));
            if mine.as_ref() == Some(&spacy) {
                *equal += 1;
            } else if found.is_some() || *layer == Layer::Boundaries {
                // Without the token itself, its other layers are not listed one by one.
                let other = || pieces(token, ours, &words);
                what.push((*layer, spacy, mine.unwrap_or_else(other)));
            }
        }
        if what.is_empty() {
            tally.all_equal += 1;
            continue;
        }
        let near = &theirs[sentences[n].clone()];
        let cause = cause(&what, near, &own).to_owned();
        let context = words(token.start.saturating_sub(CONTEXT), token.end + CONTEXT);
        let (span, word) = ((token.start, token.end), words(token.start, token.end));
        all.push(Difference { span, word, context, what, cause });
    }
    all
}

/// Our tokens where spaCy has one.
fn pieces(token: &Token, ours: &[Token], words: &dyn Fn(usize, usize) -> String) -> String {
    let there = ours.iter().filter(|t| t.start < token.end && token.start < t.end);
    there.map(|t| words(t.start, t.end)).collect::<Vec<_>>().join("|")
}

/// For each token its sentence's range.
fn sentences(tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let starts = (0..tokens.len()).filter(|&n| n == 0 || tokens[n].starts_sentence);
    let mut starts: Vec<usize> = starts.collect();
    starts.push(tokens.len());
    let ranges = starts.windows(2).map(|w| w[0]..w[1]);
    ranges.flat_map(|range| std::iter::repeat_n(range.clone(), range.len())).collect()
}

/// A guess: what comes first in the pipeline explains what follows from it.
fn cause(
    what: &[(Layer, String, String)],
    sentence: &[Token],
    own: &HashMap<(usize, usize), &Token>,
) -> &'static str {
    let differs = |layer| what.iter().any(|(l, ..)| *l == layer);
    let other_tokens = sentence.iter().any(|t| !own.contains_key(&(t.start, t.end)));
    let other_starts = sentence.iter().any(|t| {
        own.get(&(t.start, t.end)).is_some_and(|o| o.starts_sentence != t.starts_sentence)
    });
    if differs(Layer::Boundaries) {
        "tokenizer: another cut"
    } else if other_tokens {
        "follows from another cut in the same sentence"
    } else if differs(Layer::Tag) {
        "tagger: another tag"
    } else if differs(Layer::Pos) || differs(Layer::Morph) {
        "attribute ruler: another pattern, or it follows from the parse"
    } else if differs(Layer::Lemma) {
        "lemmatizer: another table or rule"
    } else if differs(Layer::Sentence) || (differs(Layer::Head) && other_starts) {
        "parser: another sentence end"
    } else if differs(Layer::Head) || differs(Layer::Label) {
        "parser: another move"
    } else {
        "names: another move"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(start: usize, end: usize, tag: &str, head: usize) -> Token {
        let text = |s: &str| s.to_owned();
        Token {
            start,
            end,
            tag: text(tag),
            pos: text("X"),
            morph: String::new(),
            lemma: text("x"),
            head,
            label: text("dep"),
            starts_sentence: start == 0,
            iob: text("O"),
            entity: String::new(),
        }
    }

    #[test]
    fn another_tag_is_one_difference() {
        let theirs = [token(0, 2, "A", 1), token(3, 5, "B", 1)];
        let ours = [token(0, 2, "A", 1), token(3, 5, "C", 1)];
        let mut tally = Tally::default();
        let found = compare("ab cd", &theirs, &ours, &mut tally);
        assert_eq!((found.len(), tally.tokens, tally.all_equal), (1, 2, 1));
        assert_eq!(tally.equal, [2, 1, 2, 2, 2, 2, 2, 2, 2]);
        assert!(found[0].to_string().contains("tagger"));
    }

    #[test]
    fn heads_are_compared_by_place_after_another_cut() {
        // "abcd" is one token for spaCy and two for us; the second word's head is the last word.
        let theirs = [token(0, 4, "A", 2), token(5, 6, "A", 2), token(7, 8, "A", 2)];
        let ours =
            [token(0, 2, "A", 3), token(2, 4, "A", 3), token(5, 6, "A", 3), token(7, 8, "A", 3)];
        let mut tally = Tally::default();
        let found = compare("abcd e f", &theirs, &ours, &mut tally);
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("ab|cd"));
        assert_eq!((tally.equal[0], tally.equal[5]), (2, 2));
    }
}
