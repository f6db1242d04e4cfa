//! Long documents: their vectors are computed a page at a time, as the parse comes to them.

use crate::embed::MixCache;
use crate::tok2vec::{Key, Room, Tok2Vec, Words};
use crate::transition::{PAGE, Parts, Scorer, Source};

/// The parts of a long document's tokens, a few pages of them at a time.
pub(crate) struct Pager<'a> {
    pub(crate) pages: Pages<'a>,
    pub(crate) scorer: &'a Scorer,
    pub(crate) parts: &'a mut Parts,
    places: Vec<Place>,
    clock: u64,
}

/// The word vectors of a long document, page by page.
pub(crate) struct Pages<'a> {
    pub(crate) network: &'a Tok2Vec,
    /// The document's rows, with padding before and after.
    pub(crate) rows: &'a [Option<Key>],
    /// How many rows of padding there are before, and how many tokens.
    pub(crate) pad: usize,
    pub(crate) tokens: usize,
    pub(crate) words: Words<'a>,
    pub(crate) mix: &'a mut MixCache,
    pub(crate) room: &'a mut Room,
    pub(crate) vectors: &'a mut Vec<f32>,
}

struct Place {
    page: usize,
    used: u64,
}

/// Pages kept: more than the tokens of a state, so that one state never needs a page twice.
const PLACES: usize = 16;

impl Pages<'_> {
    /// Computes the vectors of a page's tokens, and gives them with the number of rows. Rows of
    /// the pages beside it stand in for padding, so they are the same as of the whole document.
    pub(crate) fn run(&mut self, page: usize) -> (&[f32], usize) {
        let from = page * PAGE;
        let to = (from + PAGE + 2 * self.pad + 2).min(self.rows.len());
        self.network.run(&self.rows[from..to], self.words, self.mix, self.room, self.vectors);
        let rows = PAGE.min(self.tokens - from);
        (&self.vectors[self.pad * self.network.stride()..], rows)
    }
}

impl<'a> Pager<'a> {
    pub(crate) fn new(pages: Pages<'a>, scorer: &'a Scorer, parts: &'a mut Parts) -> Self {
        parts.start_pages(pages.rows.len().div_ceil(PAGE));
        Pager { pages, scorer, parts, places: Vec::new(), clock: 0 }
    }

    fn fetch(&mut self, page: usize) {
        let place = if self.places.len() < PLACES {
            self.places.push(Place { page, used: 0 });
            self.parts.turn(page, self.places.len() - 1, None);
            self.places.len() - 1
        } else {
            let oldest = self.places.iter().enumerate().min_by_key(|(_, p)| p.used);
            let oldest = oldest.map_or(0, |(i, _)| i);
            self.parts.turn(page, oldest, Some(self.places[oldest].page));
            oldest
        };
        self.places[place] = Place { page, used: self.clock };
        let (input, rows) = self.pages.run(page);
        self.scorer.prepare(input, rows, self.parts, place * PAGE);
    }
}

impl Source for Pager<'_> {
    fn parts(&mut self, ids: &[i32]) -> &Parts {
        self.clock += 1;
        let mut missing = false;
        for id in ids.iter().filter_map(|id| usize::try_from(*id).ok()) {
            match self.places.iter_mut().find(|p| p.page == id / PAGE) {
                Some(place) => place.used = self.clock,
                None => missing = true,
            }
        }
        if missing {
            for id in ids.iter().filter_map(|id| usize::try_from(*id).ok()) {
                if !self.parts.has(id) {
                    self.fetch(id / PAGE);
                }
            }
        }
        self.parts
    }
}
