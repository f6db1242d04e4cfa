//! One thread's room and caches, and the path of a batch through the components.

use crate::doc::{Doc, Iob, Token};
use crate::embed::MixCache;
use crate::lemma::LemmaCache;
use crate::pager::{Pager, Pages};
use crate::parser::{ParseRoom, Tree};
use crate::pipeline::{Input, Parts, SentStart};
use crate::ruler::{Attributes, RulerCache, Seen};
use crate::strings::LabelId;
use crate::tok2vec::{Key, Room, Words};
use crate::tokenizer::{ChunkCache, Tok};
use crate::transition::{PAGE, Parts as StateParts};
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
    parse: ParseRoom,
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
/// A longer document is worked on page by page.
const LONG: usize = 4 * BATCH;
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
            self.lay_out(parts);
            if self.toks.len() > LONG && batch.len() == 1 {
                self.run_long(parts, batch[0], out);
            } else {
                self.run(parts, &batch, out);
            }
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
        self.run_networks(parts);
        self.tag(parts);
        let mut trees = Vec::new();
        self.parts.start_pages(0);
        if let Some((parser, source)) = &parts.parser {
            parser.scorer.prepare(&self.vectors[*source], self.rows.len(), &mut self.parts, 0);
            for (place, input) in self.docs.iter().zip(batch) {
                let toks = &self.toks[place.toks.clone()];
                presets(&mut self.presets, toks, input);
                let is_space = |t: usize| self.lexicon.get(toks[t].lexeme).is_space;
                let source = &mut &self.parts;
                let room = &mut self.parse;
                trees.push(parser.run(&self.presets, place.row, source, &is_space, room));
            }
        }
        let first = out.len();
        for (i, input) in batch.iter().enumerate() {
            let doc = self.assemble(parts, i, input, trees.get(i));
            out.push(doc);
        }
        if let Some((ner, source)) = &parts.ner {
            ner.scorer.prepare(&self.vectors[*source], self.rows.len(), &mut self.parts, 0);
            for (place, doc) in self.docs.iter().zip(&mut out[first..]) {
                let (source, room) = (&mut &self.parts, &mut self.parse.scores);
                let entities = ner.run(&doc.tokens, place.row, source, room);
                doc.set_entities(entities);
            }
        }
    }

    /// The same for one document, whose vectors are computed as they are needed.
    fn run_long(&mut self, parts: &Parts, input: &Input<'_>, out: &mut Vec<Doc>) {
        self.mixes.resize_with(parts.networks.len(), MixCache::default);
        self.vectors.resize_with(parts.networks.len(), Vec::new);
        let n = self.toks.len();
        self.tags.clear();
        self.tags.resize(self.rows.len(), LabelId::NONE);
        if let Some((tagger, source)) = &parts.tagger {
            let mut tags = std::mem::take(&mut self.tags);
            let (mut scores, pad) = (std::mem::take(&mut self.scores), parts.pad);
            let (mut pages, _) = self.pages(parts, *source, n);
            for page in 0..n.div_ceil(PAGE) {
                let (vectors, rows) = pages.run(page);
                let first = pad + page * PAGE;
                tagger.run(vectors, rows, &mut scores, |row, tag| tags[first + row] = tag);
            }
            (self.tags, self.scores) = (tags, scores);
        }
        let mut tree = None;
        if let Some((parser, source)) = &parts.parser {
            let mut room = std::mem::take(&mut self.parse);
            let (toks, mut starts) = (std::mem::take(&mut self.toks), Vec::new());
            presets(&mut starts, &toks, input);
            let (pages, state_parts) = self.pages(parts, *source, n);
            let lexicon = pages.words.lexicon;
            let is_space = |t: usize| lexicon.get(toks[t].lexeme).is_space;
            let mut pager = Pager::new(pages, &parser.scorer, state_parts);
            tree = Some(parser.run(&starts, 0, &mut pager, &is_space, &mut room));
            (self.parse, self.toks) = (room, toks);
        }
        let mut doc = self.assemble(parts, 0, input, tree.as_ref());
        drop(tree);
        if let Some((ner, source)) = &parts.ner {
            let mut room = std::mem::take(&mut self.parse);
            let (pages, state_parts) = self.pages(parts, *source, n);
            let mut pager = Pager::new(pages, &ner.scorer, state_parts);
            let entities = ner.run(&doc.tokens, 0, &mut pager, &mut room.scores);
            doc.set_entities(entities);
        }
        out.push(doc);
        // The room a long document took is given back; what was learnt is kept.
        *self = Worker {
            lexicon: std::mem::take(&mut self.lexicon),
            chunks: std::mem::take(&mut self.chunks),
            mixes: std::mem::take(&mut self.mixes),
            ruler: std::mem::take(&mut self.ruler),
            lemmas: std::mem::take(&mut self.lemmas),
            ..Worker::default()
        };
    }

    fn pages<'a>(
        &'a mut self,
        parts: &'a Parts,
        source: usize,
        tokens: usize,
    ) -> (Pages<'a>, &'a mut StateParts) {
        let (vocab, tokenizer) = (&parts.vocab, &parts.tokenizer);
        let pages = Pages {
            network: &parts.networks[source],
            rows: &self.rows,
            pad: parts.pad,
            tokens,
            words: Words { vocab, lexicon: &self.lexicon, tokenizer },
            mix: &mut self.mixes[source],
            room: &mut self.room,
            vectors: &mut self.vectors[source],
        };
        (pages, &mut self.parts)
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

#[cfg(test)]
mod tests;
