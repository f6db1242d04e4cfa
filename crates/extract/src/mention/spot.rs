//! Names of places and times among the names: whatever the recognizer takes them for.

use annalist_doc::{PlaceSense, Timex, Toponym};

use crate::toponym::Standing;
use crate::tree::Tree;

/// Where names of places stand that mean the place (no government, no part of a longer name), and time
/// expressions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spots {
    /// First and last token, in text order, and whether it stands in a dateline.
    all: Vec<(usize, usize, bool)>,
    /// First and last token of each time expression, in text order.
    times: Vec<(usize, usize)>,
}

impl Spots {
    pub(crate) fn new(
        tree: &Tree<'_>,
        (places, standings): (&[Toponym], &[Standing]),
        times: &[Timex],
    ) -> Self {
        let meant = places.iter().zip(standings).filter(|(place, standing)| {
            **standing == Standing::Name
                && matches!(place.sense, PlaceSense::Place | PlaceSense::Dateline)
        });
        let all = meant.filter_map(|(place, _)| {
            let tokens = tree.tokens_in(place.span);
            let last = tokens.end.checked_sub(1).filter(|last| *last >= tokens.start)?;
            Some((tokens.start, last, place.sense == PlaceSense::Dateline))
        });
        let times = times.iter().filter_map(|time| {
            let tokens = tree.tokens_in(time.span);
            tokens.end.checked_sub(1).map(|last| (tokens.start, last))
        });
        Self { all: all.collect(), times: times.collect() }
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

    /// Where the place or time begins that these tokens end with.
    pub(super) fn closing(&self, first: usize, last: usize) -> Option<usize> {
        let place = self.inside(first, last).find(|(_, l, _)| *l == last).map(|(f, _, _)| f);
        let from = self.times.partition_point(|(f, _)| *f <= first);
        let mut times = self.times.get(from..).unwrap_or_default().iter();
        place.or_else(|| times.find(|(_, l)| *l >= last).map(|(f, _)| *f).filter(|f| *f <= last))
    }

    /// Whether these tokens are all part of one time expression.
    pub(super) fn is_time(&self, first: usize, last: usize) -> bool {
        let after = self.times.partition_point(|(f, _)| *f <= first);
        after.checked_sub(1).is_some_and(|n| self.times[n].1 >= last)
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
