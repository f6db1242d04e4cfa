//! The dependency tree of a document, ready to walk.

use std::ops::RangeInclusive;

use annalist_doc::{Dep, Document, Layers, Sentence, Span, Tag, Token};

/// The words of a document with their tree. All indices are token indices of the whole document.
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(crate) document: &'a Document,
    pub(crate) layers: &'a Layers,
    /// Children of token `i`: `children[starts[i]..starts[i + 1]]`, in text order.
    children: Vec<u32>,
    starts: Vec<u32>,
    /// First and last token of each subtree.
    edges: Vec<(u32, u32)>,
    sentence_of: Vec<u32>,
    lower: String,
    lower_ends: Vec<u32>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(document: &'a Document, layers: &'a Layers) -> Self {
        let tokens = &layers.tokens;
        let count = tokens.len();
        let mut starts = vec![0u32; count + 1];
        for (i, token) in tokens.iter().enumerate() {
            if token.head as usize != i {
                starts[token.head as usize + 1] += 1;
            }
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut children = vec![0u32; starts[count] as usize];
        for (i, token) in tokens.iter().enumerate() {
            let head = token.head as usize;
            if head != i {
                children[next[head] as usize] = i as u32;
                next[head] += 1;
            }
        }
        let mut sentence_of = vec![0u32; count];
        for (s, sentence) in layers.sentences.iter().enumerate() {
            sentence_of[sentence.tokens()].fill(s as u32);
        }
        let mut edges: Vec<(u32, u32)> = (0..count as u32).map(|i| (i, i)).collect();
        for i in 0..count {
            // Climb from every token; trees of news sentences are shallow.
            let mut at = i;
            for _ in 0..256 {
                let head = tokens[at].head as usize;
                if head == at {
                    break;
                }
                let edge = &mut edges[head];
                *edge = (edge.0.min(i as u32), edge.1.max(i as u32));
                at = head;
            }
        }
        let mut lower = String::with_capacity(document.text.len());
        let mut lower_ends = Vec::with_capacity(count);
        for token in tokens {
            lower.extend(token.span.of(&document.text).chars().flat_map(char::to_lowercase));
            lower_ends.push(lower.len() as u32);
        }
        Self {
            text: &document.text,
            document,
            layers,
            children,
            starts,
            edges,
            sentence_of,
            lower,
            lower_ends,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.layers.tokens.len()
    }

    pub(crate) fn token(&self, i: usize) -> &'a Token {
        &self.layers.tokens[i]
    }

    pub(crate) fn span(&self, i: usize) -> Span {
        self.token(i).span
    }

    pub(crate) fn word(&self, i: usize) -> &'a str {
        self.span(i).of(self.text)
    }

    /// The token's letters in lower case.
    pub(crate) fn lower(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.lower_ends[i - 1] };
        &self.lower[start as usize..self.lower_ends[i] as usize]
    }

    pub(crate) fn lemma(&self, i: usize) -> &'a str {
        self.layers.lemma(self.token(i))
    }

    /// Whether the token has this word (in lower case) as its lemma or as its letters.
    pub(crate) fn is(&self, i: usize, word: &str) -> bool {
        self.lower(i) == word || self.lemma(i).eq_ignore_ascii_case(word)
    }

    /// The token of these that the others hang on.
    pub(crate) fn top(&self, tokens: std::ops::Range<usize>) -> Option<usize> {
        tokens.min_by_key(|t| self.climb(*t).count())
    }

    pub(crate) fn dep(&self, i: usize) -> Dep {
        self.token(i).dep
    }

    pub(crate) fn tag(&self, i: usize) -> Tag {
        self.token(i).tag
    }

    pub(crate) fn head(&self, i: usize) -> usize {
        self.token(i).head as usize
    }

    pub(crate) fn is_root(&self, i: usize) -> bool {
        self.head(i) == i
    }

    pub(crate) fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.starts[i] as usize..self.starts[i + 1] as usize;
        self.children[range].iter().map(|c| *c as usize)
    }

    /// The first child with this relation.
    pub(crate) fn child(&self, i: usize, dep: Dep) -> Option<usize> {
        self.children(i).find(|c| self.dep(*c) == dep)
    }

    pub(crate) fn any_child(&self, i: usize, deps: &[Dep]) -> Option<usize> {
        self.children(i).find(|c| deps.contains(&self.dep(*c)))
    }

    /// The object of the preposition `word` under `i`.
    pub(crate) fn object_of(&self, i: usize, word: &str) -> Option<usize> {
        let preps = self
            .children(i)
            .filter(|c| matches!(self.dep(*c), Dep::Prep | Dep::Agent | Dep::Dative));
        preps.filter(|c| self.lower(*c) == word).find_map(|p| self.prep_object(p))
    }

    /// The noun or clause after a preposition.
    pub(crate) fn prep_object(&self, prep: usize) -> Option<usize> {
        self.any_child(prep, &[Dep::Pobj, Dep::Pcomp])
            .map(|o| {
                // "due to", "because of": the inner preposition holds the noun.
                if self.dep(o) == Dep::Pcomp && self.tag(o) == Tag::In {
                    self.any_child(o, &[Dep::Pobj, Dep::Pcomp]).unwrap_or(o)
                } else {
                    o
                }
            })
            .or_else(|| {
                self.child(prep, Dep::Prep).and_then(|p| self.child(p, Dep::Pobj)).or_else(|| {
                    // "due to the rain": the object may hang on the preposition before it.
                    let next = prep + 1;
                    (next < self.len() && self.dep(prep) == Dep::Pcomp).then_some(next)?;
                    self.child(self.head(prep), Dep::Pobj)
                })
            })
    }

    /// "saw the law as unfair": the adjective after a preposition.
    pub(crate) fn predicate_after(&self, prep: usize) -> Option<usize> {
        self.any_child(prep, &[Dep::Amod, Dep::Acomp]).filter(|o| *o > prep)
    }

    /// All tokens of the subtree, ends included.
    pub(crate) fn subtree(&self, i: usize) -> RangeInclusive<usize> {
        self.edges[i].0 as usize..=self.edges[i].1 as usize
    }

    /// Whether `inner` is `outer` or stands below it.
    pub(crate) fn dominates(&self, outer: usize, inner: usize) -> bool {
        self.climb(inner).any(|a| a == outer)
    }

    /// The token and everything above it, up to the root.
    pub(crate) fn climb(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let up = move |at: &usize| {
            let head = self.head(*at);
            (head != *at).then_some(head)
        };
        std::iter::successors(Some(i), up).take(256)
    }

    pub(crate) fn sentence_index(&self, i: usize) -> usize {
        self.sentence_of[i] as usize
    }

    /// How many sentences there are.
    pub(crate) fn sentence_count(&self) -> usize {
        self.layers.sentences.len()
    }

    pub(crate) fn sentence(&self, i: usize) -> &'a Sentence {
        &self.layers.sentences[self.sentence_index(i)]
    }

    /// The characters from the first to the last of these tokens.
    pub(crate) fn cover(&self, tokens: RangeInclusive<usize>) -> Span {
        self.span(*tokens.start()).cover(self.span(*tokens.end()))
    }

    /// The noun phrase around `head` without relative clauses, appositions and what is joined to it.
    pub(crate) fn phrase(&self, head: usize) -> RangeInclusive<usize> {
        self.phrase_without(
            head,
            &[
                Dep::Relcl,
                Dep::Acl,
                Dep::Appos,
                Dep::Conj,
                Dep::Cc,
                Dep::Punct,
                Dep::Advcl,
                Dep::Parataxis,
                Dep::DepRel,
                Dep::Npadvmod,
            ],
        )
    }

    /// The noun phrase without any complement on its right.
    pub(crate) fn short_phrase(&self, head: usize) -> RangeInclusive<usize> {
        let left = self
            .children(head)
            .filter(|c| {
                *c < head
                    && !matches!(
                        self.dep(*c),
                        Dep::Punct
                            | Dep::Cc
                            | Dep::Preconj
                            | Dep::Prep
                            | Dep::Advmod
                            | Dep::Mark
                            | Dep::Aux
                            | Dep::Nsubj
                    )
            })
            .map(|c| *self.subtree(c).start())
            .min();
        left.unwrap_or(head).min(head)..=head
    }

    fn phrase_without(&self, head: usize, left_out: &[Dep]) -> RangeInclusive<usize> {
        let (mut start, mut end) = (head, head);
        for child in self.children(head) {
            if left_out.contains(&self.dep(child)) && child > head {
                // What follows a clause or a comma is no longer the short phrase.
                break;
            }
            if child < head
                && matches!(
                    self.dep(child),
                    Dep::Punct
                        | Dep::Cc
                        | Dep::Preconj
                        | Dep::Nsubj
                        | Dep::Aux
                        | Dep::Mark
                        | Dep::Case
                )
            {
                continue;
            }
            let edge = self.subtree(child);
            start = start.min(*edge.start());
            end = end.max(*edge.end());
        }
        while end > head
            && self.dep(end) == Dep::Punct
            && !matches!(self.tag(end), Tag::CloseBracket)
        {
            end -= 1;
        }
        start..=end
    }

    /// The head and everything joined to it by "and", "or" and commas.
    pub(crate) fn joined(&self, head: usize) -> Vec<usize> {
        let mut all = vec![head];
        let mut at = head;
        while let Some(next) = self.children(at).find(|c| self.dep(*c) == Dep::Conj && *c > at) {
            all.push(next);
            at = next;
            if all.len() > 64 {
                break;
            }
        }
        all
    }

    /// The tokens that overlap a stretch of text.
    pub(crate) fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let tokens = &self.layers.tokens;
        let first = tokens.partition_point(|t| t.span.end <= span.start);
        let last = tokens.partition_point(|t| t.span.start < span.end);
        first..last.max(first)
    }
}
