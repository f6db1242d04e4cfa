//! The same report again: exactly, or nearly so.
//!
//! Who reprinted what matters, so a duplicate is not thrown away: it is marked as a further
//! publication of the first ([`Publications::note`]). Exact duplicates have the same words in the same
//! order. Near ones share most of their three-word sequences: MinHash estimates how many, and bands of
//! it (locality-sensitive hashing) find the few earlier documents that are worth a comparison.
//!
//! Memory is bounded: of very many first publications the latest [`REMEMBERED`] are known.

mod bands;
mod minhash;

use std::collections::HashMap;

use annalist_doc::{Document, Duplicate, DuplicateKind};

use self::bands::Bands;
use self::minhash::{Signature, shingles, words};

/// So many first publications are remembered (about 80 MB when all are there).
pub const REMEMBERED: usize = 1 << 17;
/// A text of fewer word sequences is only ever an exact duplicate: too little to estimate from.
const FEWEST: usize = 16;
/// How alike two texts are at least, as the share of all their word sequences that both have.
const ALIKE: f64 = 0.2;
/// How much of the shorter text stands in the longer one at least.
const CONTAINED: f64 = 0.5;

/// The documents read so far, to find duplicates of them.
///
/// ```
/// use annalist_doc::{DuplicateKind, Source};
/// use annalist_read::{fingerprint::Publications, text};
///
/// let document = |words: &str| text::from_text(words.to_owned(), Source::default(), None);
/// let mut seen = Publications::default();
/// assert!(seen.note(&document("A ferry ran aground, the coast guard said.")?).is_none());
/// let again = seen.note(&document("A FERRY ran aground – the coast guard said")?);
/// assert_eq!(again.map(|d| d.kind), Some(DuplicateKind::Exact));
/// # Ok::<(), annalist_read::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Publications {
    /// The first publications, in a ring: the oldest makes room for the newest.
    known: Vec<Known>,
    next: usize,
    most: usize,
    exact: HashMap<u128, u32>,
    bands: Bands,
}

/// A first publication.
#[derive(Clone, Debug)]
struct Known {
    id: String,
    words: u128,
    shingles: u32,
    signature: Option<Box<Signature>>,
}

/// What is compared of a document, for whoever compares elsewhere, on many machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// A number for all the words: exact duplicates have the same.
    pub words: u128,
    /// How many different word sequences it has.
    pub shingles: u32,
    /// For each order of all sequences, which of its own comes first; none for a text too short for an
    /// estimate.
    pub signature: Option<Vec<u16>>,
}

impl Fingerprint {
    /// So many numbers of a signature in a row make a band; only texts with a band in common are compared.
    pub const BAND: usize = bands::ROWS;
    /// How alike two texts are at least, as the share of all their word sequences that both have.
    pub const ALIKE: f64 = ALIKE;
    /// How much of the shorter text stands in the longer one at least.
    pub const CONTAINED: f64 = CONTAINED;

    /// The fingerprint of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let Print { words, shingles, signature } = Print::of(document);
        Self { words, shingles, signature: signature.map(|s| s.0.to_vec()) }
    }
}

/// What is compared of a document.
struct Print {
    words: u128,
    shingles: u32,
    signature: Option<Box<Signature>>,
}

/// A document's fingerprint as bytes, for [`Publications::recall`] in a later run.
#[must_use]
pub fn print(document: &Document) -> Vec<u8> {
    let Print { words, shingles, signature } = Print::of(document);
    let rows = signature.iter().flat_map(|s| s.0).flat_map(u16::to_le_bytes);
    words.to_le_bytes().into_iter().chain(shingles.to_le_bytes()).chain(rows).collect()
}

impl Print {
    /// From such bytes; none from others.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.split_first_chunk()?;
        let (shingles, rest) = rest.split_first_chunk()?;
        let rows: Vec<u16> = rest.as_chunks().0.iter().map(|b| u16::from_le_bytes(*b)).collect();
        let signature = match rows.len() {
            0 => None,
            _ => Some(Box::new(Signature(rows.try_into().ok()?))),
        };
        let (words, shingles) = (u128::from_le_bytes(*words), u32::from_le_bytes(*shingles));
        Some(Self { words, shingles, signature })
    }

    fn of(document: &Document) -> Self {
        let read = document.blocks.iter().filter(|block| block.kind.is_read());
        let words = words(read.map(|block| block.span.of(&document.text)));
        let shingles = shingles(&words);
        let enough = shingles.len() >= FEWEST;
        let signature = enough.then(|| Box::new(Signature::of(&shingles)));
        Self { words: minhash::whole(&words), shingles: shingles.len() as u32, signature }
    }
}

impl Default for Publications {
    fn default() -> Self {
        Self::remembering(REMEMBERED)
    }
}

impl Publications {
    /// Remembers so many first publications.
    #[must_use]
    pub fn remembering(most: usize) -> Self {
        let most = most.clamp(1, 1 << 24);
        Self { known: Vec::new(), next: 0, most, exact: HashMap::new(), bands: Bands::new(most) }
    }

    /// Says which earlier document this one repeats; where there is none, remembers it as the first
    /// of its kind.
    pub fn note(&mut self, document: &Document) -> Option<Duplicate> {
        let print = Print::of(document);
        let found = self.match_of(&print);
        if found.is_none() {
            let Print { words, shingles, signature } = print;
            self.remember(Known { id: document.id.clone(), words, shingles, signature });
        }
        found
    }

    /// Remembers a first publication of an earlier run by its [`print()`]; bytes that are none are passed
    /// over.
    pub fn recall(&mut self, id: String, bytes: &[u8]) {
        if let Some(Print { words, shingles, signature }) = Print::from_bytes(bytes) {
            self.remember(Known { id, words, shingles, signature });
        }
    }

    /// Says which earlier document this one repeats, and remembers nothing.
    #[must_use]
    pub fn find(&self, document: &Document) -> Option<Duplicate> {
        self.match_of(&Print::of(document))
    }

    fn match_of(&self, print: &Print) -> Option<Duplicate> {
        let same = self.exact.get(&print.words).and_then(|&at| self.known.get(at as usize));
        if let Some(known) = same {
            let (id, kind) = (known.id.clone(), DuplicateKind::Exact);
            return Some(Duplicate { id, kind, similarity: 1.0 });
        }
        self.near(print.signature.as_deref()?, print.shingles)
    }

    /// The earlier document that is most alike, if it is alike enough.
    fn near(&self, signature: &Signature, shingles: u32) -> Option<Duplicate> {
        let mut best: Option<(f64, f64, u32)> = None;
        for at in self.bands.candidates(signature) {
            let Some(known) = self.known.get(at as usize) else { continue };
            let Some(other) = &known.signature else { continue };
            let alike = signature.alike(other);
            let (a, b) = (f64::from(shingles), f64::from(known.shingles));
            let common = alike / (1.0 + alike) * (a + b);
            let contained = (common / a.min(b)).min(1.0);
            let better = best.is_none_or(|(most, _, _)| alike > most);
            if alike >= ALIKE && contained >= CONTAINED && better {
                best = Some((alike, contained, at));
            }
        }
        let (_, contained, at) = best?;
        let id = self.known.get(at as usize)?.id.clone();
        let similarity = (contained * 100.0).round() / 100.0;
        Some(Duplicate { id, kind: DuplicateKind::Near, similarity })
    }

    fn remember(&mut self, known: Known) {
        let at = self.next;
        self.next = (self.next + 1) % self.most;
        self.exact.insert(known.words, at as u32);
        if let Some(signature) = &known.signature {
            self.bands.insert(signature, at as u32);
        }
        match self.known.get_mut(at) {
            // Its bands point to another signature now, which every comparison looks at.
            Some(old) => {
                if self.exact.get(&old.words) == Some(&(at as u32)) {
                    self.exact.remove(&old.words);
                }
                *old = known;
            }
            None => self.known.push(known),
        }
    }
}

#[cfg(test)]
mod tests {
    use annalist_doc::Source;

    use super::*;
    use crate::text;

    /// A report of its own for each number.
    fn report(number: u64) -> Vec<String> {
        let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1;
        (0..300)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                format!("w{}", state % 500)
            })
            .collect()
    }

    fn document(words: &[String]) -> Document {
        text::from_text(words.join(" "), Source::default(), None).unwrap()
    }

    #[test]
    fn finds_reprints_and_nothing_else() {
        let mut seen = Publications::default();
        for number in 0..500 {
            assert_eq!(seen.note(&document(&report(number))), None, "{number}");
        }
        for number in 0..500 {
            let id = document(&report(number)).id;
            let mut words = report(number);
            words.truncate(200);
            let cut = seen.note(&document(&words)).unwrap();
            assert_eq!((cut.id, cut.kind), (id.clone(), DuplicateKind::Near));
            assert!(cut.similarity > 0.7, "{}", cut.similarity);
            let mut words = report(number);
            words.iter_mut().step_by(10).for_each(|word| *word = format!("x{word}"));
            assert_eq!(seen.note(&document(&words)).unwrap().id, id);
            let mut words = report(number);
            words[0].make_ascii_uppercase();
            words[1].push(',');
            assert_eq!(seen.note(&document(&words)).unwrap().kind, DuplicateKind::Exact);
        }
    }

    #[test]
    fn fingerprints_are_known_in_a_later_run() {
        let first = document(&report(7));
        let little = document(&["one".into(), "two".into()]);
        let mut later = Publications::default();
        for known in [&first, &little] {
            later.recall(known.id.clone(), &print(known));
        }
        later.recall("damaged".into(), &print(&first)[..25]);
        let mut words = report(7);
        words.truncate(200);
        assert_eq!(later.note(&document(&words)).unwrap().id, first.id);
        assert_eq!(later.note(&little).unwrap().kind, DuplicateKind::Exact);
        assert_eq!(later.note(&document(&report(8))), None);
    }

    #[test]
    fn forgets_the_oldest() {
        let mut seen = Publications::remembering(10);
        for number in 0..25 {
            assert_eq!(seen.note(&document(&report(number))), None);
        }
        assert_eq!((seen.known.len(), seen.exact.len()), (10, 10));
        for number in [15, 24] {
            assert!(seen.note(&document(&report(number))).is_some(), "{number}");
        }
        assert_eq!(seen.note(&document(&report(14))), None);
    }

    #[test]
    fn little_texts_are_duplicates_only_to_the_word() {
        let mut seen = Publications::default();
        let little = |words: &str| text::from_text(words.into(), Source::default(), None).unwrap();
        assert_eq!(seen.note(&little("The ferry ran aground near Ostwick on Monday.")), None);
        assert_eq!(seen.note(&little("The ferry ran aground near Ostwick on Tuesday.")), None);
        assert!(seen.note(&little("“The ferry ran aground near Ostwick on Monday”")).is_some());
    }
}
