//! The annotations of one text.

use crate::ner::Entity;
use crate::strings::LabelId;
use crate::vocab::Span;
use std::ops::Range;

/// A text's annotations. Texts are not copied: a token is a range of bytes of the text it came
/// from, so `&text[token.range()]` is its form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<u32>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) strings: String,
}

/// A token. Labels are small numbers; [`Pipeline::label`](crate::Pipeline::label) names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it starts in the text, in bytes of UTF-8.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The token it depends on, as an index into [`Doc::tokens`]; a root depends on itself.
    pub head: u32,
    /// The fine-grained tag, such as `VBD`.
    pub tag: LabelId,
    /// The universal part of speech, such as `VERB`.
    pub pos: LabelId,
    /// The morphological features, such as `Tense=Past|VerbForm=Fin`.
    pub morph: LabelId,
    /// The kind of dependency, such as `nsubj`.
    pub dep: LabelId,
    /// The type of the entity it is part of, such as `PERSON`; empty outside entities.
    pub ent_type: LabelId,
    /// Whether it begins, continues, or is outside an entity.
    pub ent_iob: Iob,
    /// Whether one space follows it, which then is no token of its own.
    pub space_after: bool,
    /// Whether a sentence starts here.
    pub sent_start: bool,
    /// Whether it is white space only.
    pub is_space: bool,
    pub(crate) lemma: Span,
    pub(crate) norm: Span,
}

/// A token's place in an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Iob {
    /// Not in an entity.
    #[default]
    Outside,
    /// The first token of an entity.
    Begin,
    /// A later token of an entity.
    Inside,
}

impl Token {
    /// The token's bytes in the text.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Doc {
    /// All tokens, white space that is more than one space included.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The sentences, as ranges of tokens. Together they hold every token once.
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        let ends = self.sentences.iter().skip(1).copied().chain([self.tokens.len() as u32]);
        let count = self.sentences.len();
        let mut pairs = self.sentences.iter().zip(ends);
        (0..count).map(move |_| pairs.next().map_or(0..0, |(&a, b)| a as usize..b as usize))
    }

    /// The named entities, in order and without overlaps.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    pub(crate) fn set_entities(&mut self, entities: Vec<Entity>) {
        for entity in &entities {
            for (n, token) in self.tokens[entity.tokens()].iter_mut().enumerate() {
                token.ent_type = entity.label;
                token.ent_iob = if n == 0 { Iob::Begin } else { Iob::Inside };
            }
        }
        self.entities = entities;
    }

    /// A token's lemma.
    pub fn lemma(&self, token: &Token) -> &str {
        token.lemma.of(&self.strings)
    }

    /// A token's norm: its lower-case form, or the usual spelling of a variant.
    pub fn norm(&self, token: &Token) -> &str {
        token.norm.of(&self.strings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_hold_every_token_once() {
        let token = Token {
            start: 0,
            end: 1,
            head: 0,
            tag: LabelId::NONE,
            pos: LabelId::NONE,
            morph: LabelId::NONE,
            dep: LabelId::NONE,
            ent_type: LabelId::NONE,
            ent_iob: Iob::Outside,
            space_after: false,
            sent_start: false,
            is_space: false,
            lemma: Span { start: 0, end: 2 },
            norm: Span { start: 2, end: 3 },
        };
        let mut doc = Doc { tokens: vec![token; 5], strings: "abc".into(), ..Doc::default() };
        doc.sentences = vec![0, 2];
        assert_eq!(doc.sentences().collect::<Vec<_>>(), [0..2, 2..5]);
        assert_eq!(doc.sentences().len(), 2);
        doc.set_entities(vec![Entity { start: 1, end: 3, label: LabelId(4) }]);
        let iobs: Vec<_> = doc.tokens().iter().map(|t| t.ent_iob).collect();
        assert_eq!(iobs[..4], [Iob::Outside, Iob::Begin, Iob::Inside, Iob::Outside]);
        assert_eq!((doc.lemma(&doc.tokens()[0]), doc.norm(&doc.tokens()[0])), ("ab", "c"));
        assert_eq!(Doc::default().sentences().count(), 0);
    }
}
