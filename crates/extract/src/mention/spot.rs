//! Names of places among the names: whatever the recognizer takes them for.

use annalist_doc::{PlaceSense, Toponym};

use crate::toponym::Standing;
use crate::tree::Tree;

/// Where names of places stand that mean the place: no government, no part of a longer name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spots {
    /// First and last token, in text order, and whether it stands in a dateline.
    all: Vec<(usize, usize, bool)>,
}

impl Spots {
    pub(crate) fn new(tree: &Tree<'_>, places: &[Toponym], standings: &[Standing]) -> Self {
        let meant = places.iter().zip(standings).filter(|(place, standing)| {
            **standing == Standing::Name
                && matches!(place.sense, PlaceSense::Place | PlaceSense::Dateline)
        });
        let all = meant.filter_map(|(place, _)| {
            let tokens = tree.tokens_in(place.span);
            let last = tokens.end.checked_sub(1).filter(|last| *last >= tokens.start)?;
            Some((tokens.start, last, place.sense == PlaceSense::Dateline))
        });
        Self { all: all.collect() }
    }

    /// Whether exactly these tokens name a place.
    pub(super) fn is(&self, first: usize, last: usize) -> bool {
        self.inside(first, last).any(|(f, l, _)| (f, l) == (first, last))
    }

    /// Whether these tokens stand in a dateline.
    pub(super) fn in_dateline(&self, first: usize, last: usize) -> bool {
        self.all.iter().any(|(f, l, dateline)| *dateline && *f <= first && last <= *l)
    }

    /// The place of a dateline that these tokens begin with: "[OSLO] (Nordlys)".
    pub(super) fn opening(&self, first: usize, last: usize) -> Option<usize> {
        let found = self.inside(first, last).find(|(f, _, dateline)| *f == first && *dateline);
        found.map(|(_, last, _)| last)
    }

    /// Where the place begins that these tokens end with.
    pub(super) fn closing(&self, first: usize, last: usize) -> Option<usize> {
        self.inside(first, last).find(|(_, l, _)| *l == last).map(|(first, _, _)| first)
    }

    fn inside(&self, first: usize, last: usize) -> impl Iterator<Item = (usize, usize, bool)> {
        let from = self.all.partition_point(|(f, _, _)| *f < first);
        let rest = self.all.get(from..).unwrap_or_default();
        rest.iter()
            .copied()
            .take_while(move |(f, _, _)| *f <= last)
            .filter(move |(_, l, _)| *l <= last)
    }
}
