//! Which earlier texts are worth a comparison: those that agree in at least one band of a signature.

use super::minhash::{HASHES, Signature, mix};

/// So many numbers of a signature make a band.
pub(super) const ROWS: usize = 2;
const BANDS: usize = HASHES / ROWS;
/// The table of a band begins with so many places.
const FEWEST: usize = 1 << 10;

/// For each band a table with one place for a text. A place that another text needs is taken over:
/// there are many bands, and one is enough.
#[derive(Clone, Debug)]
pub(super) struct Bands {
    /// All bands' tables, one after the other; a number is that of a text and one.
    places: Vec<u32>,
    size: usize,
    most: usize,
    /// What is in them, to fill larger tables from.
    texts: usize,
}

impl Bands {
    pub(super) fn new(most: usize) -> Self {
        let most = (most * 2).next_power_of_two().max(FEWEST);
        Self { places: vec![0; FEWEST * BANDS], size: FEWEST, most, texts: 0 }
    }

    fn place(&self, band: usize, signature: &Signature) -> usize {
        let key = signature
            .0
            .iter()
            .skip(band * ROWS)
            .take(ROWS)
            .fold(band as u64, |key, &row| key << 16 | u64::from(row));
        band * self.size + (mix(key) >> 32) as usize % self.size
    }

    pub(super) fn insert(&mut self, signature: &Signature, text: u32) {
        self.texts += 1;
        if self.texts * 2 > self.size && self.size < self.most {
            self.grow();
        }
        for band in 0..BANDS {
            let place = self.place(band, signature);
            if let Some(place) = self.places.get_mut(place) {
                *place = text + 1;
            }
        }
    }

    /// Doubles every table. Where a text was found it may now stand at one of two places: it is put
    /// at both, and a comparison tells whether it belongs there.
    fn grow(&mut self) {
        let old = std::mem::take(&mut self.places);
        self.places = Vec::with_capacity(old.len() * 2);
        for table in old.chunks(self.size) {
            self.places.extend_from_slice(table);
            self.places.extend_from_slice(table);
        }
        self.size *= 2;
    }

    /// The texts at the signature's places, each once, the earliest first.
    pub(super) fn candidates(&self, signature: &Signature) -> Vec<u32> {
        let at = |band| self.places.get(self.place(band, signature)).copied().unwrap_or(0);
        let mut found: Vec<u32> =
            (0..BANDS).map(at).filter_map(|text| text.checked_sub(1)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
