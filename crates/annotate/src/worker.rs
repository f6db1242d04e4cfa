//! One thread's room and caches, and the path of a batch through the components.

use crate::doc::{Doc, Iob, Token};
use crate::embed::MixCache;
use crate::lemma::LemmaCache;
use crate::parser::{State, Tree};
use crate::pipeline::{Input, Parts, SentStart};
use crate::ruler::{Attributes, RulerCache, Seen};
use crate::strings::LabelId;
use crate::tok2vec::{Key, Room, Words};
use crate::tokenizer::{ChunkCache, Tok};
use crate::transition::{Parts as StateParts, StateRoom};
use crate::vocab::{Lexicon, Span};
use std::ops::Range;

/// What one thread works with. Everything in it can be forgotten without changing an answer.
#[derive(Debug, Default)]
pub(crate) struct Worker {
    lexicon: Lexicon,
    chunks: ChunkCache,
    mixes: Vec<MixCache>,
    room: Room,
    vectors: Vec<Vec<f32>>,
    scores: Vec<f32>,
    parts: StateParts,
    state: State,
    state_room: StateRoom,
    tree: Tree,
    ruler: RulerCache,
    lemmas: LemmaCache,
    toks: Vec<Tok>,
    rows: Vec<Option<Key>>,
    docs: Vec<Place>,
    tags: Vec<LabelId>,
    seen: Vec<Seen>,
    set: Vec<Attributes>,
    presets: Vec<i8>,
}

/// Where a document's tokens and rows are in the batch.
#[derive(Clone, Debug)]
struct Place {
    toks: Range<usize>,
    row: usize,
}

/// Tokens worked on together: enough to fill the vector units, few enough to stay in the cache.
const BATCH: usize = 1024;
/// Word forms, and bytes of them, after which a worker starts afresh.
const MAX_FORMS: usize = 1 << 16;
const MAX_BYTES: usize = 16 << 20;

impl Worker {
    /// Annotates all inputs, in batches.
    pub(crate) fn annotate(&mut self, parts: &Parts, inputs: &[Input<'_>], out: &mut Vec<Doc>) {
        let mut inputs = inputs.iter().peekable();
        while inputs.peek().is_some() {
            self.limit();
            self.toks.clear();
            self.docs.clear();
            let mut batch = Vec::new();
            while let Some(input) = inputs.peek() {
                // A long document is a batch of its own.
                if !batch.is_empty() && self.toks.len() + input.text.len() / 6 > BATCH {
                    break;
                }
                let from = self.toks.len();
                self.tokenize(parts, input.text);
                self.docs.push(Place { toks: from..self.toks.len(), row: 0 });
                batch.extend(inputs.next());
            }
            self.run(parts, &batch, out);
        }
    }

    /// Forgets what has grown too large.
    fn limit(&mut self) {
        let large = self.lexicon.len() > MAX_FORMS
            || self.lexicon.bytes() > MAX_BYTES
            || self.chunks.len() > 2 * MAX_FORMS
            || self.ruler.len() > 2 * MAX_FORMS
            || self.lemmas.len() > 2 * MAX_FORMS;
        if large {
            self.lexicon.clear();
            self.chunks.clear();
            self.ruler.clear();
            self.lemmas.clear();
            self.mixes.iter_mut().for_each(MixCache::clear);
        }
    }

    fn tokenize(&mut self, parts: &Parts, text: &str) {
        let (lexicon, chunks) = (&mut self.lexicon, &mut self.chunks);
        parts.tokenizer.tokenize(text, &parts.vocab, lexicon, chunks, &mut self.toks);
    }

    /// The tokens of one text, without annotations.
    pub(crate) fn spans(&mut self, parts: &Parts, text: &str) -> Vec<Range<usize>> {
        self.limit();
        self.toks.clear();
        self.tokenize(parts, text);
        self.toks.iter().map(|t| t.start as usize..t.end as usize).collect()
    }

    fn run(&mut self, parts: &Parts, batch: &[&Input<'_>], out: &mut Vec<Doc>) {
        self.lay_out(parts);
        self.run_networks(parts);
        self.tag(parts);
        let mut trees = Vec::new();
        if let Some((parser, source)) = &parts.parser {
            parser.scorer.prepare(&self.vectors[*source], self.rows.len(), &mut self.parts);
            for (i, input) in batch.iter().enumerate() {
                self.parse(parts, i, input);
                trees.push(std::mem::take(&mut self.tree));
            }
        }
        let first = out.len();
        for (i, input) in batch.iter().enumerate() {
            let tree = trees.get(i);
            let doc = self.assemble(parts, i, input, tree);
            out.push(doc);
        }
        if let Some((ner, source)) = &parts.ner {
            ner.scorer.prepare(&self.vectors[*source], self.rows.len(), &mut self.parts);
            for (i, doc) in out[first..].iter_mut().enumerate() {
                let (place, parts) = (&self.docs[i], &self.parts);
                let tokens = &doc.tokens;
                ner.run(
                    tokens.len(),
                    place.row,
                    parts,
                    &|t| tokens[t].is_space,
                    &|t| tokens[t].sent_start,
                    &mut self.state_room,
                    &mut doc.entities,
                );
                for entity in &doc.entities {
                    for (n, t) in entity.tokens().enumerate() {
                        doc.tokens[t].ent_type = entity.label;
                        doc.tokens[t].ent_iob = if n == 0 { Iob::Begin } else { Iob::Inside };
                    }
                }
            }
        }
    }

    /// Puts documents side by side with padding between and around them.
    fn lay_out(&mut self, parts: &Parts) {
        self.rows.clear();
        for place in &mut self.docs {
            self.rows.resize((self.rows.len() + parts.pad).next_multiple_of(2), None);
            place.row = self.rows.len();
            let toks = &self.toks[place.toks.clone()];
            let key = |t: &Tok| Some(Key { lexeme: t.lexeme, norm: t.norm, space: t.space });
            self.rows.extend(toks.iter().map(key));
        }
        self.rows.resize((self.rows.len() + parts.pad).next_multiple_of(2) + 2, None);
    }

    fn run_networks(&mut self, parts: &Parts) {
        self.mixes.resize_with(parts.networks.len(), MixCache::default);
        self.vectors.resize_with(parts.networks.len(), Vec::new);
        let words =
            Words { vocab: &parts.vocab, lexicon: &self.lexicon, tokenizer: &parts.tokenizer };
        for (i, network) in parts.networks.iter().enumerate() {
            let (mix, out) = (&mut self.mixes[i], &mut self.vectors[i]);
            network.run(&self.rows, words, mix, &mut self.room, out);
        }
    }

    fn tag(&mut self, parts: &Parts) {
        self.tags.clear();
        self.tags.resize(self.rows.len(), LabelId::NONE);
        if let Some((tagger, source)) = &parts.tagger {
            let (vectors, rows) = (&self.vectors[*source], self.rows.len());
            tagger.run(vectors, rows, &mut self.scores, |row, tag| self.tags[row] = tag);
        }
    }

    fn parse(&mut self, parts: &Parts, doc: usize, input: &Input<'_>) {
        let Some((parser, _)) = &parts.parser else { return };
        let place = &self.docs[doc];
        let toks = &self.toks[place.toks.clone()];
        presets(&mut self.presets, toks, input);
        let is_space = |t: usize| self.lexicon.get(toks[t].lexeme).is_space;
        parser.run(
            &self.presets,
            place.row,
            &self.parts,
            &is_space,
            &mut self.state,
            &mut self.state_room,
            &mut self.tree,
        );
    }

    fn assemble(
        &mut self,
        parts: &Parts,
        doc: usize,
        input: &Input<'_>,
        tree: Option<&Tree>,
    ) -> Doc {
        let place = self.docs[doc].clone();
        let toks = &self.toks[place.toks.clone()];
        presets(&mut self.presets, toks, input);
        let mut tokens = Vec::with_capacity(toks.len());
        let mut strings = String::with_capacity(input.text.len() * 2);
        self.seen.clear();
        for (i, tok) in toks.iter().enumerate() {
            let tag = self.tags[place.row + i];
            let dep = tree.map_or(LabelId::NONE, |t| t.labels[i]);
            self.seen.push(Seen { lexeme: tok.lexeme, tag, dep });
            let lexeme = self.lexicon.get(tok.lexeme);
            let norm = match tok.norm {
                0 => self.lexicon.str(lexeme.norm),
                norm => parts.tokenizer.norm(norm).0,
            };
            let start = strings.len() as u32;
            strings.push_str(norm);
            tokens.push(Token {
                start: tok.start,
                end: tok.end,
                head: tree.map_or(i as u32, |t| t.heads[i]),
                tag,
                pos: LabelId::NONE,
                morph: LabelId::NONE,
                dep,
                ent_type: LabelId::NONE,
                ent_iob: Iob::Outside,
                space_after: tok.space,
                sent_start: tree.map_or(self.presets[i] == 1, |t| t.sent_start[i]),
                is_space: lexeme.is_space,
                lemma: Span::default(),
                norm: Span { start, end: strings.len() as u32 },
            });
        }
        self.set.clear();
        self.set.resize(toks.len(), Attributes::default());
        if let Some(ruler) = &parts.ruler {
            let (lexicon, set) = (&self.lexicon, &mut self.set);
            ruler.run(&self.seen, lexicon, &parts.label_ids, &mut self.ruler, |i, s| set[i] = *s);
        }
        for ((token, set), tok) in tokens.iter_mut().zip(&self.set).zip(toks) {
            token.tag = set.tag.unwrap_or(token.tag);
            token.pos = set.pos.unwrap_or_default();
            token.morph = set.morph.unwrap_or_default();
            token.dep = set.dep.unwrap_or(token.dep);
            let start = strings.len() as u32;
            if let (Some(lemma), Some(ruler)) = (set.lemma, &parts.ruler) {
                strings.push_str(ruler.lemma(lemma));
            } else if let Some(lemmatizer) = &parts.lemmatizer {
                let lexeme = self.lexicon.get(tok.lexeme);
                let (text, lower) = (self.lexicon.str(lexeme.text), self.lexicon.str(lexeme.lower));
                let (pos, morph) = (token.pos, token.morph);
                let (id, orth, cache) = (tok.lexeme, lexeme.orth, &mut self.lemmas);
                lemmatizer.lemma(id, text, lower, orth, pos, morph, cache, &mut strings);
            }
            token.lemma = Span { start, end: strings.len() as u32 };
        }
        let starts = tokens.iter().enumerate().filter(|(i, t)| *i == 0 || t.sent_start);
        let sentences = starts.map(|(i, _)| i as u32).collect();
        Doc { tokens, sentences, entities: Vec::new(), strings }
    }
}

/// The sentence starts given with a text, token by token. The first token always is one, unless
/// it is said not to be.
fn presets(presets: &mut Vec<i8>, toks: &[Tok], input: &Input<'_>) {
    presets.clear();
    presets.resize(toks.len(), 0);
    if let Some(first) = presets.first_mut() {
        *first = 1;
    }
    for &(offset, start) in input.sent_starts {
        let Ok(offset) = u32::try_from(offset) else { continue };
        if let Ok(token) = toks.binary_search_by_key(&offset, |t| t.start) {
            presets[token] = if start == SentStart::Always { 1 } else { -1 };
        }
    }
}
