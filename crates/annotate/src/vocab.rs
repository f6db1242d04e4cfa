//! Word forms and what spaCy derives from each: norm, prefix, suffix, shape.

use crate::error::{Error, Result};
use crate::msgpack::{self, Value};
use crate::package::Package;
use crate::strings::{Fast, fast_hash, string_id};
use crate::tables::BASE_NORMS;
use crate::unicode;
use crate::vectors::Vectors;
use hashbrown::{HashMap, HashTable};

/// A piece of one of the text stores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// What is fixed about word forms in a pipeline.
#[derive(Debug, Default)]
pub(crate) struct Vocab {
    norms: HashMap<u64, Box<str>, Fast>,
    pub(crate) vectors: Option<Vectors>,
}

impl Vocab {
    /// The forms with norms of their own; the vectors are loaded apart.
    pub(crate) fn load(package: &Package) -> Result<Self> {
        let mut vocab = Vocab::default();
        let name = "vocab/lookups.bin";
        if let Some(bytes) = package.read_optional(name)? {
            let damaged =
                || Error::damaged(name, "is not a table of lookups; fetch the package again");
            let root = msgpack::parse(&bytes).ok_or_else(damaged)?;
            if let Some(table) = root.get("lexeme_norm") {
                for (key, value) in table.as_map().ok_or_else(damaged)? {
                    let (Some(key), Some(value)) = (key.as_u64(), value.as_str()) else {
                        return Err(damaged());
                    };
                    vocab.norms.insert(key, value.into());
                }
            }
        }
        Ok(vocab)
    }

    fn norm<'a>(&'a self, text: &str, id: u64) -> Option<&'a str> {
        if let Some(norm) = self.norms.get(&id) {
            return Some(norm);
        }
        // No form of the fixed table is longer than nine bytes.
        if text.len() > 9 {
            return None;
        }
        let at = BASE_NORMS.binary_search_by(|(form, _)| (*form).cmp(text)).ok()?;
        Some(BASE_NORMS[at].1)
    }
}

/// A word form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexeme {
    pub(crate) text: Span,
    pub(crate) lower: Span,
    pub(crate) norm: Span,
    pub(crate) orth: u64,
    pub(crate) lower_id: u64,
    pub(crate) norm_id: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
}

/// The word forms seen by one worker.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    table: HashTable<u32>,
    lexemes: Vec<Lexeme>,
    store: String,
    shape: String,
}

impl Lexicon {
    /// The number of a form, which is added when it is new.
    pub(crate) fn intern(&mut self, vocab: &Vocab, text: &str) -> u32 {
        let hash = fast_hash(text.as_bytes());
        let (lexemes, store) = (&self.lexemes, &self.store);
        if let Some(&id) = self.table.find(hash, |&i| lexemes[i as usize].text.of(store) == text) {
            return id;
        }
        let id = self.lexemes.len() as u32;
        let lexeme = self.derive(vocab, text);
        self.lexemes.push(lexeme);
        let (lexemes, store) = (&self.lexemes, &self.store);
        self.table
            .insert_unique(hash, id, |&i| fast_hash(lexemes[i as usize].text.of(store).as_bytes()));
        id
    }

    fn push(&mut self, text: &str) -> Span {
        let start = self.store.len() as u32;
        self.store.push_str(text);
        Span { start, end: self.store.len() as u32 }
    }

    fn derive(&mut self, vocab: &Vocab, text: &str) -> Lexeme {
        let span = self.push(text);
        let orth = string_id(text);
        let lowered = if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            None
        } else {
            Some(text.to_lowercase()).filter(|l| l != text)
        };
        let (lower, lower_id) = match &lowered {
            Some(l) => (self.push(l), string_id(l)),
            None => (span, orth),
        };
        let (norm, norm_id) = match vocab.norm(text, orth) {
            Some(norm) => (self.push(norm), string_id(norm)),
            None => (lower, lower_id),
        };
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
        word_shape(text, &mut self.shape);
        Lexeme {
            text: span,
            lower,
            norm,
            orth,
            lower_id,
            norm_id,
            prefix: string_id(&text[..first]),
            suffix: string_id(&text[last..]),
            shape: string_id(&self.shape),
            is_space: !text.is_empty() && text.chars().all(unicode::is_space),
        }
    }

    #[inline]
    pub(crate) fn get(&self, id: u32) -> &Lexeme {
        &self.lexemes[id as usize]
    }

    /// The text of one of a form's spans.
    #[inline]
    pub(crate) fn str(&self, span: Span) -> &str {
        span.of(&self.store)
    }

    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// Bytes of text held.
    pub(crate) fn bytes(&self) -> usize {
        self.store.len()
    }

    pub(crate) fn clear(&mut self) {
        *self = Lexicon::default();
    }
}

/// `Xxxx`, `dd:dd`, `LONG`: letters and digits by kind, runs cut at four.
fn word_shape(text: &str, out: &mut String) {
    out.clear();
    if text.len() >= 100 && text.chars().count() >= 100 {
        out.push_str("LONG");
        return;
    }
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let shape = if unicode::is_alpha(c) {
            if unicode::is_upper(c) { 'X' } else { 'x' }
        } else if unicode::is_digit(c) {
            'd'
        } else {
            c
        };
        run = if last == Some(shape) { run + 1 } else { 0 };
        last = Some(shape);
        if run < 4 {
            out.push(shape);
        }
    }
}

/// The entries of a MessagePack map, strings among the keys made ids.
pub(crate) fn entries<'v, 'a, T>(
    table: &'v Value<'a>,
    f: impl Fn(&'v Value<'a>) -> Option<T>,
) -> Option<Vec<(u64, T)>> {
    let id = |key: &Value<'_>| key.as_u64().or_else(|| key.as_str().map(string_id));
    table.as_map()?.iter().map(|(k, v)| Some((id(k)?, f(v)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let shape = |text: &str| {
            let mut out = String::new();
            word_shape(text, &mut out);
            out
        };
        assert_eq!(shape("McDonalds12345"), "XxXxxxxdddd");
        assert_eq!(shape("C-3PO."), "X-dXX.");
        assert_eq!(shape(&"x".repeat(100)), "LONG");
        assert_eq!(shape("été²"), "xxxd");
    }

    #[test]
    fn forms_are_interned_with_their_attributes() {
        let vocab = Vocab::default();
        let mut lexicon = Lexicon::default();
        let id = lexicon.intern(&vocab, "£");
        assert_eq!(lexicon.intern(&vocab, "£"), id);
        let lexeme = *lexicon.get(id);
        assert_eq!(lexicon.str(lexeme.norm), "$");
        let id = lexicon.intern(&vocab, "Straße");
        let lexeme = *lexicon.get(id);
        assert_eq!(lexicon.str(lexeme.lower), "straße");
        assert_eq!(lexeme.suffix, string_id("aße"));
        assert_eq!(lexeme.prefix, string_id("S"));
        let id = lexicon.intern(&vocab, "\n\u{a0}");
        assert!(lexicon.get(id).is_space);
    }
}
