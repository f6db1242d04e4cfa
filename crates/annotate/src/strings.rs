//! Strings as 64-bit ids, the way spaCy's `StringStore` numbers them.

use crate::tables::SYMBOLS;
use hashbrown::HashMap;

/// MurmurHash64A with seed 1 over the UTF-8 bytes.
pub(crate) fn murmur64(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut h = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut k = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        k = k.wrapping_mul(M);
        k ^= k >> 47;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut tail = [0u8; 8];
        tail[..rest.len()].copy_from_slice(rest);
        h = (h ^ u64::from_le_bytes(tail)).wrapping_mul(M);
    }
    h ^= h >> 47;
    h = h.wrapping_mul(M);
    h ^ (h >> 47)
}

/// The id of a string: 0 for the empty one, a small number for a reserved name, else its hash.
pub(crate) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    // Reserved names are ASCII letters, digits and underscores, 23 bytes at most.
    let first = text.as_bytes()[0];
    let may = text.len() <= 23 && (first.is_ascii_alphabetic() || first == b'_');
    if may && let Ok(at) = SYMBOLS.binary_search_by(|(name, _)| (*name).cmp(text)) {
        return SYMBOLS[at].1;
    }
    murmur64(text.as_bytes())
}

/// The name of a reserved id.
pub(crate) fn symbol_name(id: u64) -> Option<&'static str> {
    SYMBOLS.iter().find(|s| s.1 == id).map(|s| s.0)
}

/// The four rows-to-be of a hash embedding: a 64-bit key under a seed.
pub(crate) fn embed_hash(key: u64, seed: u32) -> [u32; 4] {
    fn mix(mut h: u64) -> u64 {
        h ^= h >> 33;
        h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 33;
        h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    }
    let mut h1 = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
    h1 = h1.wrapping_mul(0x4cf5_ad43_2745_937f) ^ u64::from(seed) ^ 8;
    let mut h2 = u64::from(seed) ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

/// A label of a pipeline (a tag, a part of speech, a dependency, an entity type, a set of
/// morphological features), as a small number. [`Pipeline::label`](crate::Pipeline::label) gives
/// its name; two labels are equal exactly when their names are. The default is the empty label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelId(pub(crate) u16);

impl LabelId {
    /// The empty label.
    pub const NONE: LabelId = LabelId(0);

    /// Whether this is the empty label.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The label's number, from 0 to one less than the number of the pipeline's labels.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// All labels of a pipeline.
#[derive(Debug)]
pub(crate) struct Labels {
    names: Vec<Box<str>>,
    ids: HashMap<Box<str>, LabelId, Fast>,
}

impl Labels {
    pub(crate) fn new() -> Self {
        let mut labels = Labels { names: Vec::new(), ids: HashMap::default() };
        labels.add("");
        labels
    }

    /// The label's id, or `None` when there are more labels than ids.
    pub(crate) fn try_add(&mut self, name: &str) -> Option<LabelId> {
        if let Some(&id) = self.ids.get(name) {
            return Some(id);
        }
        let id = LabelId(u16::try_from(self.names.len()).ok()?);
        self.names.push(name.into());
        self.ids.insert(name.into(), id);
        Some(id)
    }

    /// As [`Self::try_add`]; past the last id the empty label.
    pub(crate) fn add(&mut self, name: &str) -> LabelId {
        self.try_add(name).unwrap_or_default()
    }

    pub(crate) fn name(&self, id: LabelId) -> &str {
        self.names.get(id.index()).map_or("", |n| n)
    }

    pub(crate) fn get(&self, name: &str) -> Option<LabelId> {
        self.ids.get(name).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

/// A hasher for our own keys: short strings and ids that are hashes already.
#[derive(Clone, Default)]
pub(crate) struct Fast;

impl std::hash::BuildHasher for Fast {
    type Hasher = FastHasher;
    fn build_hasher(&self) -> FastHasher {
        FastHasher(0)
    }
}

impl std::fmt::Debug for Fast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fast")
    }
}

/// See [`Fast`].
#[derive(Debug)]
pub(crate) struct FastHasher(u64);

impl std::hash::Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = fold(self.0 ^ fast_hash(bytes));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = fold(self.0 ^ n);
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

#[inline]
fn fold(x: u64) -> u64 {
    let wide = u128::from(x ^ 0x9e37_79b9_7f4a_7c15) * u128::from(0xd6e8_feb8_6659_fd93_u64);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// A quick hash of an id for the internal tables (never stored).
#[inline]
pub(crate) fn mix(id: u64) -> u64 {
    fold(id)
}

/// A quick hash for the internal tables (never stored).
#[inline]
pub(crate) fn fast_hash(bytes: &[u8]) -> u64 {
    let mut h = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        h = fold(h ^ u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let mut tail = 0u64;
    for &b in chunks.remainder() {
        tail = (tail << 8) | u64::from(b);
    }
    fold(h ^ tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_spacys() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("punct"), 445);
        assert_eq!(string_id("noun"), 16833663260455505849);
        assert_eq!(string_id("adv"), 10054248821341768113);
        assert_eq!(symbol_name(65), Some("ORTH"));
    }

    #[test]
    fn labels_round_trip() {
        let mut labels = Labels::new();
        let nn = labels.add("NN");
        assert_eq!(labels.add("NN"), nn);
        assert_eq!(labels.name(nn), "NN");
        assert_eq!(labels.get("VB"), None);
        assert!(labels.get("").is_some_and(LabelId::is_none));
    }
}
