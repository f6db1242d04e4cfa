//! Heads and lemmas of a sentence, from the language pipeline itself.

use annalist_annotate::Pipeline;
use annalist_doc::Span;

pub(crate) struct Parser(Pipeline);

pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) lemma: String,
    head: usize,
}

pub(crate) struct Sentence(pub(crate) Vec<Word>);

impl Parser {
    pub(crate) fn new(pipeline: Pipeline) -> Self {
        Self(pipeline)
    }

    pub(crate) fn parse<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vec<Sentence> {
        let texts: Vec<&str> = texts.collect();
        let docs = self.0.annotate(&texts);
        docs.iter()
            .map(|doc| {
                let word = |token: &annalist_annotate::Token| Word {
                    span: Span::new(token.start, token.end),
                    lemma: doc.lemma(token).to_lowercase(),
                    head: token.head as usize,
                };
                Sentence(doc.tokens().iter().map(word).collect())
            })
            .collect()
    }
}

impl Sentence {
    /// The first word of the span whose head is outside of it.
    pub(crate) fn head(&self, span: Span) -> Span {
        let inside = |word: &&Word| span.overlaps(word.span);
        let outer = |word: &&Word| {
            let head = &self.0[word.head];
            head.span == word.span || !span.overlaps(head.span)
        };
        let mut words = self.0.iter().filter(inside);
        words.find(outer).map_or(span, |word| word.span)
    }
}
