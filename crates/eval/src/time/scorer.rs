//! The scores of TempEval-3: exact spans, overlapping spans, values.

use super::data::Expression;
use crate::scores::{harmonic, share};

/// Which expressions of one document were paired: indices into gold and record.
#[derive(Debug, PartialEq)]
pub(super) struct Pairs(pub(super) Vec<(usize, usize)>);

impl Pairs {
    /// One to one: exact spans first, then any overlap in text order.
    pub(super) fn of(gold: &[Expression], found: &[Expression]) -> Self {
        let mut pairs = Vec::new();
        let (mut gold_free, mut found_free) = (vec![true; gold.len()], vec![true; found.len()]);
        for exact in [true, false] {
            for (g, wanted) in gold.iter().enumerate() {
                let fits = |f: &usize| {
                    let span = found[*f].span;
                    found_free[*f]
                        && if exact { span == wanted.span } else { span.overlaps(wanted.span) }
                };
                if gold_free[g]
                    && let Some(f) = (0..found.len()).find(fits)
                {
                    (gold_free[g], found_free[f]) = (false, false);
                    pairs.push((g, f));
                }
            }
        }
        pairs.sort_unstable();
        Self(pairs)
    }
}

/// Counts over documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts {
    pub(super) gold: usize,
    pub(super) found: usize,
    pub(super) strict: usize,
    pub(super) relaxed: usize,
    pub(super) value: usize,
    pub(super) kind: usize,
}

impl Counts {
    /// Adds one document.
    pub(super) fn add(&mut self, gold: &[Expression], found: &[Expression], pairs: &Pairs) {
        self.gold += gold.len();
        self.found += found.len();
        for (g, f) in &pairs.0 {
            let (g, f) = (&gold[*g], &found[*f]);
            self.relaxed += 1;
            self.strict += usize::from(g.span == f.span);
            self.value += usize::from(g.value.eq_ignore_ascii_case(&f.value));
            self.kind += usize::from(g.kind == f.kind);
        }
    }

    /// F of the pairs counted in `right`.
    pub(super) fn f(self, right: usize) -> f64 {
        harmonic(share(right, self.found), share(right, self.gold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_doc::Span;

    fn at(start: u32, end: u32, value: &str) -> Expression {
        Expression { span: Span::new(start, end), kind: "DATE".into(), value: value.into() }
    }

    #[test]
    fn exact_spans_are_paired_before_overlaps() {
        let gold = [at(0, 4, "2001"), at(5, 9, "2002")];
        // The first found one overlaps both; the exact one is not taken from the second.
        let found = [at(3, 8, "2001"), at(5, 9, "2002")];
        assert_eq!(Pairs::of(&gold, &found), Pairs(vec![(0, 0), (1, 1)]));
        let found = [at(3, 9, "2001")];
        assert_eq!(Pairs::of(&gold, &found), Pairs(vec![(0, 0)]));
    }

    #[test]
    fn values_count_whatever_their_case() {
        let (gold, found) = ([at(0, 4, "2001-W05")], [at(0, 5, "2001-w05"), at(8, 9, "X")]);
        let mut counts = Counts::default();
        counts.add(&gold, &found, &Pairs::of(&gold, &found));
        assert_eq!((counts.strict, counts.relaxed, counts.value), (0, 1, 1));
        assert!((counts.f(counts.value) - 2.0 / 3.0).abs() < 1e-9);
    }
}
