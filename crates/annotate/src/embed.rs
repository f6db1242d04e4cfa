//! Word forms to vectors: hash embeddings, mixed by one layer, kept for the next time.

use crate::error::{Error, Result};
use crate::kernel::{self, Norm};
use crate::model::Model;
use crate::msgpack;
use crate::strings::{Fast, embed_hash};
use crate::tensor::{Matrix, Packed};
use crate::tok2vec::{Key, Maxout, Words, reserve};
use crate::vocab::{Lexeme, Vocab};
use hashbrown::HashMap;

/// The part of a network that looks at one token alone.
#[derive(Debug, Default)]
pub(crate) struct Embedder {
    embeds: Vec<Embed>,
    vectors: Option<Packed>,
    mixer: Option<(Packed, Norm)>,
    /// The first layer's products, when they are kept too.
    first: Option<Packed>,
}

#[derive(Debug)]
struct Embed {
    column: Column,
    seed: u32,
    table: Matrix,
}

/// What of a token is embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Orth,
    Lower,
    Norm,
    Prefix,
    Suffix,
    Shape,
    Space,
    IsSpace,
}

/// The vectors of the keys seen lately. Slot 0 is padding.
#[derive(Debug, Default)]
pub(crate) struct MixCache {
    slots: HashMap<u64, u32, Fast>,
    keys: Vec<u64>,
    /// The batch in which a slot was used last, and whether it was used since the hand passed.
    used: Vec<(u32, bool)>,
    hand: usize,
    batch: u32,
    mixed: Vec<f32>,
    products: Vec<f32>,
}

/// Room for new keys.
#[derive(Debug, Default)]
pub(crate) struct MixRoom {
    slots: Vec<u32>,
    new: Vec<(Key, u32)>,
    concat: Vec<f32>,
    vector: Vec<f32>,
    wide: Vec<f32>,
    mixed: Vec<f32>,
    products: Vec<f32>,
}

/// Keys kept, about 4 KB each, unless one batch has more.
const MAX_KEYS: usize = 10_000;

impl MixRoom {
    /// The slot of each row.
    pub(crate) fn slots(&self) -> &[u32] {
        &self.slots
    }
}

impl MixCache {
    pub(crate) fn clear(&mut self) {
        *self = MixCache::default();
    }

    pub(crate) fn mixed(&self, slot: u32, stride: usize) -> &[f32] {
        &self.mixed[slot as usize * stride..][..stride]
    }

    /// The products of all slots.
    pub(crate) fn products(&self) -> &[f32] {
        &self.products
    }

    /// Starts a batch.
    fn start(&mut self) {
        self.batch = self.batch.wrapping_add(1);
        if self.keys.is_empty() {
            self.keys.push(0);
            self.used.push((0, true));
        }
        self.used[0] = (self.batch, true);
    }

    /// The slot of a key, and whether it has to be filled.
    fn slot(&mut self, key: u64) -> (u32, bool) {
        if let Some(&slot) = self.slots.get(&key) {
            self.used[slot as usize] = (self.batch, true);
            return (slot, false);
        }
        let slot = self.free().unwrap_or_else(|| {
            self.keys.push(key);
            self.used.push((self.batch, true));
            self.keys.len() - 1
        });
        self.keys[slot] = key;
        self.used[slot] = (self.batch, false);
        self.slots.insert(key, slot as u32);
        (slot as u32, true)
    }

    /// Takes a slot away from a key that was not used for a while.
    fn free(&mut self) -> Option<usize> {
        if self.keys.len() < MAX_KEYS {
            return None;
        }
        for _ in 0..2 * self.keys.len() {
            self.hand = (self.hand + 1) % self.keys.len();
            let (batch, recent) = &mut self.used[self.hand];
            if *batch != self.batch && !std::mem::take(recent) {
                self.slots.remove(&self.keys[self.hand]);
                return Some(self.hand);
            }
        }
        None
    }
}

impl Key {
    fn pack(self) -> u64 {
        u64::from(self.lexeme) << 17 | u64::from(self.norm) << 1 | u64::from(self.space)
    }
}

impl Embedder {
    pub(crate) fn load(model: &Model<'_>, mixer: Maxout, first: Option<Packed>) -> Result<Self> {
        let columns = model.one("extract_features")?;
        let columns = columns.attribute("columns").and_then(msgpack::parse);
        let columns: Vec<Column> = columns
            .as_ref()
            .and_then(|c| c.as_array())
            .ok_or_else(|| model.damaged("lists no features"))?
            .iter()
            .map(|c| Column::parse(c.as_str().unwrap_or("?")))
            .collect::<Result<_>>()?;
        let mut embeds = Vec::new();
        for layer in model.named("hashembed") {
            let column = layer.number("column").and_then(|c| columns.get(c as usize));
            let seed = layer.number("seed").and_then(|s| u32::try_from(s).ok());
            let (Some(&column), Some(seed)) = (column, seed) else {
                return Err(model.damaged("an embedding has no column or seed"));
            };
            let table = layer.matrix("E")?;
            if table.rows() == 0 || table.rows() > u32::MAX as usize {
                return Err(model.damaged("an embedding has no rows"));
            }
            embeds.push(Embed { column, seed, table });
        }
        let mut inputs: usize = embeds.iter().map(|e| e.table.cols()).sum();
        let mut vectors = None;
        let statics = model.named("static_vectors");
        if let [layer] = statics[..] {
            let weights = layer.matrix("W")?;
            inputs += weights.rows();
            vectors = Some(Packed::linear(&weights, &[]));
        }
        if statics.len() > 1 || embeds.is_empty() || mixer.inputs != inputs {
            return Err(model.damaged("embeddings and the first layer do not fit each other"));
        }
        Ok(Embedder { embeds, vectors, mixer: Some(mixer.dense()), first })
    }

    /// Whether the static vectors are those that the network was made for.
    pub(crate) fn fits(&self, vocab: &Vocab) -> bool {
        let width = vocab.vectors.as_ref().map(|v| v.width());
        self.vectors.as_ref().is_none_or(|layer| width == Some(layer.k()))
    }

    /// Finds or computes the vectors before context; leaves the slots in `room`.
    pub(crate) fn mix(
        &self,
        rows: &[Option<Key>],
        words: Words<'_>,
        cache: &mut MixCache,
        room: &mut MixRoom,
    ) {
        let Some((mixer, norm)) = &self.mixer else { return };
        room.slots.clear();
        room.new.clear();
        cache.start();
        for row in rows {
            let slot = match row {
                None => 0,
                Some(key) => {
                    let (slot, new) = cache.slot(key.pack());
                    if new {
                        room.new.push((*key, slot));
                    }
                    slot
                }
            };
            room.slots.push(slot);
        }
        let stride = norm.gain.len() * crate::tensor::LANES;
        let wide = self.first.as_ref().map_or(0, Packed::n);
        if cache.products.capacity() == 0 {
            // Room for all keys at once is not touched before it is used; growing would copy.
            cache.mixed.reserve_exact((MAX_KEYS + 1) * stride);
            cache.products.reserve_exact((MAX_KEYS + 1) * wide);
        }
        cache.mixed.resize(cache.keys.len() * stride, 0.0);
        cache.products.resize(cache.keys.len() * wide, 0.0);
        let (n, inputs) = (room.new.len(), mixer.k());
        if n == 0 {
            return;
        }
        let concat = reserve(&mut room.concat, n * inputs);
        for ((key, _), row) in room.new.iter().zip(concat.chunks_exact_mut(inputs)) {
            self.embed(*key, words, &mut room.vector, row);
        }
        let products = reserve(&mut room.wide, n * mixer.n());
        mixer.apply(concat, inputs, n, products);
        let mixed = reserve(&mut room.mixed, n * stride);
        kernel::maxout_norm(products, norm, mixed);
        for ((_, slot), row) in room.new.iter().zip(mixed.chunks_exact(stride)) {
            cache.mixed[*slot as usize * stride..][..stride].copy_from_slice(row);
        }
        if let Some(first) = &self.first {
            let products = reserve(&mut room.products, n * wide);
            first.apply(mixed, stride, n, products);
            for ((_, slot), row) in room.new.iter().zip(products.chunks_exact(wide)) {
                cache.products[*slot as usize * wide..][..wide].copy_from_slice(row);
            }
        }
    }

    /// The embeddings of one token side by side.
    fn embed(&self, key: Key, words: Words<'_>, vector: &mut Vec<f32>, row: &mut [f32]) {
        let lexeme = words.lexicon.get(key.lexeme);
        let mut at = 0;
        for embed in &self.embeds {
            let id = embed.column.value(lexeme, key, words);
            let sum = &mut row[at..at + embed.table.cols()];
            sum.fill(0.0);
            for hash in embed_hash(id, embed.seed) {
                let part = embed.table.row(hash as usize % embed.table.rows());
                sum.iter_mut().zip(part).for_each(|(s, x)| *s += x);
            }
            at += embed.table.cols();
        }
        if let (Some(layer), Some(vectors)) = (&self.vectors, &words.vocab.vectors) {
            let (vector, out) = reserve(vector, layer.k() + layer.n()).split_at_mut(layer.k());
            if vectors.get(lexeme.orth, vector) {
                layer.apply(vector, 0, 1, out);
            } else {
                out.fill(0.0);
            }
            let len = row.len() - at;
            row[at..].copy_from_slice(&out[..len]);
        }
    }
}

impl Column {
    fn parse(name: &str) -> Result<Self> {
        Ok(match name {
            "ORTH" => Column::Orth,
            "LOWER" => Column::Lower,
            "NORM" => Column::Norm,
            "PREFIX" => Column::Prefix,
            "SUFFIX" => Column::Suffix,
            "SHAPE" => Column::Shape,
            "SPACY" => Column::Space,
            "IS_SPACE" => Column::IsSpace,
            _ => {
                let what = format!("embeds the attribute {name}, which is not supported");
                return Err(Error::unsupported("tok2vec", what));
            }
        })
    }

    fn value(self, lexeme: &Lexeme, key: Key, words: Words<'_>) -> u64 {
        match self {
            Column::Orth => lexeme.orth,
            Column::Lower => lexeme.lower_id,
            Column::Norm => match words.tokenizer.norm(key.norm).1 {
                0 => lexeme.norm_id,
                id => id,
            },
            Column::Prefix => lexeme.prefix,
            Column::Suffix => lexeme.suffix,
            Column::Shape => lexeme.shape,
            Column::Space => u64::from(key.space),
            Column::IsSpace => u64::from(lexeme.is_space),
        }
    }
}

#[cfg(test)]
mod tests;
