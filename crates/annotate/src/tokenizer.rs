//! Text into tokens: whitespace first, then prefixes, suffixes, infixes, URLs and exceptions.

use crate::error::{Error, Result};
use crate::msgpack::{self, Value};
use crate::pattern::{Pattern, Stack};
use crate::strings::{Fast, fast_hash, string_id, symbol_name};
use crate::unicode;
use crate::vocab::{Lexicon, Span, Vocab};
use hashbrown::{HashMap, HashTable};

const FILE: &str = "tokenizer";

/// A token as the tokenizer makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tok {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) lexeme: u32,
    /// The norm an exception gives it; 0 is none.
    pub(crate) norm: u16,
    pub(crate) space: bool,
}

/// The tokenizer of a pipeline.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    token_match: Option<Pattern>,
    url_match: Option<Pattern>,
    specials: HashMap<Box<str>, Box<[Piece]>, Fast>,
    longest_special: usize,
    norms: Vec<(Box<str>, u64)>,
    /// Exceptions that ordinary rules would cut differently, as sequences of form ids.
    sequences: HashMap<Box<[u64]>, (), Fast>,
    sequence_starts: HashMap<u64, u32, Fast>,
}

/// One token of an exception.
#[derive(Clone, Copy, Debug)]
struct Piece {
    len: u32,
    norm: u16,
}

/// What a worker keeps between texts: chunks already cut.
#[derive(Debug, Default)]
pub(crate) struct ChunkCache {
    table: HashTable<u32>,
    chunks: Vec<(Span, Span)>,
    store: String,
    pieces: Vec<CachedTok>,
    pub(crate) stack: Stack,
    suffixes: Vec<(usize, usize)>,
    cut: Vec<CachedTok>,
}

#[derive(Clone, Copy, Debug)]
struct CachedTok {
    len: u32,
    lexeme: u32,
    norm: u16,
}

/// Longer chunks are rare and are cut anew each time.
const MAX_CACHED_CHUNK: usize = 64;

impl ChunkCache {
    pub(crate) fn len(&self) -> usize {
        self.chunks.len()
    }

    /// Forgets all chunks; they name forms by number.
    pub(crate) fn clear(&mut self) {
        *self = ChunkCache { stack: std::mem::take(&mut self.stack), ..ChunkCache::default() };
    }
}

impl Tokenizer {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self> {
        let damaged = |what: &str| Error::damaged(FILE, format!("{what}; fetch the package again"));
        let root = msgpack::parse(bytes).ok_or_else(|| damaged("is not MessagePack"))?;
        let pattern = |key: &str| match root.get(key) {
            None | Some(Value::Nil) => Ok(None),
            Some(value) => {
                let text = value.as_str().ok_or_else(|| damaged("a pattern is no string"))?;
                Pattern::new(text).map(Some).map_err(|e| {
                    Error::unsupported(FILE, format!("the pattern {key} is not supported: {e}"))
                })
            }
        };
        let mut tokenizer = Tokenizer {
            prefix: pattern("prefix_search")?,
            suffix: pattern("suffix_search")?,
            infix: pattern("infix_finditer")?,
            token_match: pattern("token_match")?,
            url_match: pattern("url_match")?,
            specials: HashMap::default(),
            longest_special: 0,
            norms: vec![("".into(), 0)],
            sequences: HashMap::default(),
            sequence_starts: HashMap::default(),
        };
        if let Some(rules) = root.get("exceptions") {
            let rules = rules.as_map().ok_or_else(|| damaged("exceptions are no map"))?;
            for (text, pieces) in rules {
                tokenizer.add_special(text, pieces).ok_or_else(|| damaged("a broken exception"))?;
            }
        }
        let faster = !matches!(root.get("faster_heuristics"), Some(Value::Bool(false)));
        tokenizer.find_sequences(faster);
        Ok(tokenizer)
    }

    fn add_special(&mut self, text: &Value<'_>, pieces: &Value<'_>) -> Option<()> {
        let text = text.as_str().filter(|t| !t.is_empty())?;
        let (mut found, mut rest) = (Vec::new(), text);
        for piece in pieces.as_array()? {
            let (mut orth, mut norm) = (None, 0);
            for (key, value) in piece.as_map()? {
                let name = key.as_u64().and_then(symbol_name).or_else(|| key.as_str())?;
                match (name.to_ascii_uppercase().as_str(), value.as_str()) {
                    ("ORTH", Some(value)) => orth = Some(value),
                    ("NORM", Some(value)) => {
                        norm = u16::try_from(self.norms.len()).ok()?;
                        self.norms.push((value.into(), string_id(value)));
                    }
                    _ => return None,
                }
            }
            let orth = orth.filter(|o| !o.is_empty())?;
            rest = rest.strip_prefix(orth)?;
            found.push(Piece { len: orth.len() as u32, norm });
        }
        self.longest_special = self.longest_special.max(text.len());
        self.specials.insert(text.into(), found.into());
        rest.is_empty().then_some(())
    }

    /// Collects the exceptions that the ordinary rules would cut: they are put together again
    /// afterwards, wherever their pieces stand side by side.
    fn find_sequences(&mut self, faster: bool) {
        let (vocab, mut lexicon) = (Vocab::default(), Lexicon::default());
        let mut cache = ChunkCache::default();
        let (mut toks, mut sequences) = (Vec::new(), Vec::new());
        for text in self.specials.keys() {
            let hit = |p: &Option<Pattern>, stack: &mut Stack| {
                p.as_ref().is_some_and(|p| p.search(text, 0, stack).is_some_and(|(a, b)| a < b))
            };
            let affix = hit(&self.prefix, &mut cache.stack)
                || hit(&self.infix, &mut cache.stack)
                || hit(&self.suffix, &mut cache.stack);
            if !faster || affix || text.contains(' ') {
                toks.clear();
                self.cut_text(text, false, &vocab, &mut lexicon, &mut cache, &mut toks);
                let ids = toks.iter().map(|t| lexicon.get(t.lexeme).orth);
                sequences.push(ids.collect::<Box<[u64]>>());
            }
        }
        for ids in sequences {
            let Some(&first) = ids.first() else { continue };
            let longest = self.sequence_starts.entry(first).or_default();
            *longest = (*longest).max(ids.len() as u32);
            self.sequences.insert(ids, ());
        }
    }

    /// The norm an exception gives, by number.
    pub(crate) fn norm(&self, norm: u16) -> (&str, u64) {
        let (text, id) = &self.norms[usize::from(norm)];
        (text, *id)
    }

    fn special(&self, text: &str) -> Option<&[Piece]> {
        if text.len() > self.longest_special {
            return None;
        }
        self.specials.get(text).map(|pieces| &**pieces)
    }

    /// Cuts a text into tokens, appended to `out`.
    pub(crate) fn tokenize(
        &self,
        text: &str,
        vocab: &Vocab,
        lexicon: &mut Lexicon,
        cache: &mut ChunkCache,
        out: &mut Vec<Tok>,
    ) {
        let from = out.len();
        self.cut_text(text, true, vocab, lexicon, cache, out);
        if !self.sequences.is_empty() {
            self.join_sequences(text, vocab, lexicon, from, out);
        }
    }

    fn cut_text(
        &self,
        text: &str,
        specials: bool,
        vocab: &Vocab,
        lexicon: &mut Lexicon,
        cache: &mut ChunkCache,
        out: &mut Vec<Tok>,
    ) {
        let Some(first) = text.chars().next() else { return };
        let (mut start, mut in_space) = (0, unicode::is_space(first));
        let mut chunk = |from: usize, to: usize, out: &mut Vec<Tok>| {
            let chunk = &text[from..to];
            self.chunk(chunk, from, specials, vocab, lexicon, cache, out);
        };
        for (i, c) in text.char_indices() {
            if unicode::is_space(c) == in_space {
                continue;
            }
            if start < i {
                chunk(start, i, out);
            }
            start = i;
            if c == ' ' {
                if let Some(last) = out.last_mut() {
                    last.space = true;
                }
                start = i + 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            chunk(start, text.len(), out);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the worker's parts are borrowed one by one")]
    fn chunk(
        &self,
        chunk: &str,
        offset: usize,
        specials: bool,
        vocab: &Vocab,
        lexicon: &mut Lexicon,
        cache: &mut ChunkCache,
        out: &mut Vec<Tok>,
    ) {
        let mut at = offset as u32;
        let mut emit = |t: &CachedTok| {
            out.push(Tok {
                start: at,
                end: at + t.len,
                lexeme: t.lexeme,
                norm: t.norm,
                space: false,
            });
            at += t.len;
        };
        let hash = fast_hash(chunk.as_bytes());
        let cached = specials && chunk.len() <= MAX_CACHED_CHUNK;
        if cached {
            let (chunks, store) = (&cache.chunks, &cache.store);
            if let Some(&i) = cache.table.find(hash, |&i| chunks[i as usize].0.of(store) == chunk) {
                let span = chunks[i as usize].1;
                cache.pieces[span.start as usize..span.end as usize].iter().for_each(&mut emit);
                return;
            }
        }
        let mut cut = std::mem::take(&mut cache.cut);
        cut.clear();
        self.cut_chunk(chunk, specials, cache, &mut |text, norm| {
            let lexeme = lexicon.intern(vocab, text);
            cut.push(CachedTok { len: text.len() as u32, lexeme, norm });
        });
        cut.iter().for_each(&mut emit);
        if cached {
            let text = Span {
                start: cache.store.len() as u32,
                end: (cache.store.len() + chunk.len()) as u32,
            };
            cache.store.push_str(chunk);
            let pieces = Span {
                start: cache.pieces.len() as u32,
                end: (cache.pieces.len() + cut.len()) as u32,
            };
            cache.pieces.extend_from_slice(&cut);
            cache.chunks.push((text, pieces));
            let id = cache.chunks.len() as u32 - 1;
            let (chunks, store) = (&cache.chunks, &cache.store);
            cache
                .table
                .insert_unique(hash, id, |&i| fast_hash(chunks[i as usize].0.of(store).as_bytes()));
        }
        cache.cut = cut;
    }

    fn push_special(text: &str, pieces: &[Piece], push: &mut dyn FnMut(&str, u16)) {
        let mut rest = text;
        for piece in pieces {
            let (head, tail) = rest.split_at(piece.len as usize);
            push(head, piece.norm);
            rest = tail;
        }
    }

    /// Strips prefixes and suffixes from a chunk until nothing changes, then cuts what is left.
    fn cut_chunk(
        &self,
        chunk: &str,
        specials: bool,
        cache: &mut ChunkCache,
        push: &mut dyn FnMut(&str, u16),
    ) {
        let special = |text: &str| if specials { self.special(text) } else { None };
        let stack = &mut cache.stack;
        cache.suffixes.clear();
        let (mut low, mut high, mut last) = (0, chunk.len(), 0);
        while low < high && high - low != last {
            let text = &chunk[low..high];
            if self.matches(&self.token_match, text, stack) || special(text).is_some() {
                break;
            }
            last = text.len();
            let pre = affix_len(&self.prefix, text, true, stack);
            if pre != 0 && pre < text.len() && special(&text[pre..]).is_some() {
                push(&text[..pre], 0);
                low += pre;
                break;
            }
            let suf = affix_len(&self.suffix, &text[pre..], false, stack);
            if suf != 0 && suf < text.len() && special(&text[..text.len() - suf]).is_some() {
                cache.suffixes.push((high - suf, high));
                high -= suf;
                break;
            }
            if pre != 0 {
                push(&text[..pre], 0);
                low += pre;
            }
            if suf != 0 {
                cache.suffixes.push((high - suf, high));
                high -= suf;
            }
        }
        let text = &chunk[low..high];
        if text.is_empty() {
        } else if let Some(pieces) = special(text) {
            Self::push_special(text, pieces, push);
        } else if self.matches(&self.token_match, text, stack)
            || self.matches(&self.url_match, text, stack)
        {
            push(text, 0);
        } else {
            self.cut_infixes(text, stack, push);
        }
        for &(start, end) in cache.suffixes.iter().rev() {
            push(&chunk[start..end], 0);
        }
    }

    fn matches(&self, pattern: &Option<Pattern>, text: &str, stack: &mut Stack) -> bool {
        pattern.as_ref().is_some_and(|p| p.match_start(text, stack).is_some())
    }

    fn cut_infixes(&self, text: &str, stack: &mut Stack, push: &mut dyn FnMut(&str, u16)) {
        let (mut start, mut from) = (0, 0);
        while let Some((a, b)) = self.infix.as_ref().and_then(|p| p.search(text, from, stack)) {
            // An empty match moves on by one character.
            let step = text[b..].chars().next().map_or(1, char::len_utf8);
            from = if a == b { b + step } else { b };
            if a != 0 {
                if a != start {
                    push(&text[start..a], 0);
                }
                if a != b {
                    push(&text[a..b], 0);
                }
                start = b;
            }
            if from > text.len() {
                break;
            }
        }
        if start < text.len() {
            push(&text[start..], 0);
        }
    }

    /// Puts exceptions together again whose pieces stand side by side.
    fn join_sequences(
        &self,
        text: &str,
        vocab: &Vocab,
        lexicon: &mut Lexicon,
        from: usize,
        out: &mut Vec<Tok>,
    ) {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut ids = Vec::new();
        for i in from..out.len() {
            let first = lexicon.get(out[i].lexeme).orth;
            let Some(&longest) = self.sequence_starts.get(&first) else { continue };
            ids.clear();
            for (n, tok) in out[i..].iter().take(longest as usize).enumerate() {
                ids.push(lexicon.get(tok.lexeme).orth);
                if self.sequences.contains_key(&ids[..]) {
                    found.push((i, i + n + 1));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        // The longest first, of equals the earliest; one that overlaps another's ends is dropped.
        found.sort_by_key(|&(a, b)| (usize::MAX - (b - a), a));
        let mut seen = hashbrown::HashSet::<usize, Fast>::default();
        found.retain(|&(a, b)| {
            let free = !seen.contains(&a) && !seen.contains(&(b - 1));
            seen.extend(a..b);
            free
        });
        found.sort_unstable();
        let old = out.split_off(from);
        let mut next = 0;
        for (a, b) in found {
            let (a, b) = (a - from, b - from);
            out.extend_from_slice(&old[next..a]);
            next = b;
            let (start, end) = (old[a].start, old[b - 1].end);
            match self.special(&text[start as usize..end as usize]) {
                None => out.extend_from_slice(&old[a..b]),
                Some(pieces) => {
                    let mut at = start;
                    for piece in pieces {
                        let end = at + piece.len;
                        let lexeme = lexicon.intern(vocab, &text[at as usize..end as usize]);
                        out.push(Tok { start: at, end, lexeme, norm: piece.norm, space: false });
                        at = end;
                    }
                    if let Some(last) = out.last_mut() {
                        last.space = old[b - 1].space;
                    }
                }
            }
        }
        out.extend_from_slice(&old[next..]);
    }
}

/// The length in bytes of the affix a pattern finds: as many characters as its match has.
fn affix_len(pattern: &Option<Pattern>, text: &str, start: bool, stack: &mut Stack) -> usize {
    let Some((a, b)) = pattern.as_ref().and_then(|p| p.search(text, 0, stack)) else { return 0 };
    if (start && a == 0) || (!start && b == text.len()) {
        return b - a;
    }
    let count = text[a..b].chars().count();
    let width = |c: char| c.len_utf8();
    if start {
        text.chars().take(count).map(width).sum()
    } else {
        text.chars().rev().take(count).map(width).sum()
    }
}

#[cfg(test)]
mod tests;
