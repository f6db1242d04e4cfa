//! Our engine's answers in the terms of the comparison.

use annalist_annotate::{Iob, Pipeline};

use super::Token;

/// The tokens of one text, offsets in code points.
pub(super) fn tokens(engine: &Pipeline, text: &str) -> Vec<Token> {
    let docs = engine.annotate(&[text]);
    let Some(doc) = docs.first() else { return Vec::new() };
    let label = |id| engine.label(id).to_owned();
    let (mut bytes, mut points) = (0, 0);
    let mut all = Vec::with_capacity(doc.len());
    for token in doc.tokens() {
        points += text[bytes..token.range().start].chars().count();
        bytes = token.range().start;
        let iob = match token.ent_iob {
            Iob::Outside => "O",
            Iob::Begin => "B",
            Iob::Inside => "I",
        };
        all.push(Token {
            start: points,
            end: points + text[token.range()].chars().count(),
            tag: label(token.tag),
            pos: label(token.pos),
            morph: label(token.morph),
            lemma: doc.lemma(token).to_owned(),
            head: token.head as usize,
            label: label(token.dep),
            starts_sentence: token.sent_start,
            iob: iob.to_owned(),
            entity: label(token.ent_type),
        });
    }
    all
}
