//! Which of the record's mentions is which of the gold's.

use std::collections::HashMap;

use annalist_doc::{Report, Span};

use super::gum::Document;

/// When two mentions are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// When their spans are equal.
    Exact,
    /// When, besides, the record's lies inside the gold's and holds its head (as CorefUD's partial
    /// match does): GUM's mentions take relative clauses and appositions in, the record's do not.
    Head,
}

/// Both sides' entities as clusters of mention numbers. Numbers below the gold's count of mentions are
/// gold mentions; the record's mentions that are none of these come after.
pub(super) struct Aligned {
    pub(super) gold: Vec<Vec<usize>>,
    pub(super) found: Vec<Vec<usize>>,
    /// For each of the record's mentions its number.
    pub(super) number: Vec<usize>,
}

impl Aligned {
    pub(super) fn new(document: &Document, report: &Report, how: How) -> Self {
        let count = document.mentions.len();
        let mut taken = vec![false; count];
        let mut number: Vec<Option<usize>> = vec![None; report.mentions.len()];
        // Equal spans first, so that no inner mention takes an outer one's place.
        for exact in [true, false] {
            if !exact && how == How::Exact {
                break;
            }
            for (mention, number) in report.mentions.iter().zip(&mut number) {
                let fits = |g: &usize| {
                    let gold = &document.mentions[*g];
                    let same = gold.span == mention.span;
                    let held = gold.span.contains(mention.span) && mention.span.contains(gold.head);
                    !taken[*g] && if exact { same } else { held }
                };
                if number.is_none() {
                    let length = |g: &usize| document.mentions[*g].span.len();
                    *number = (0..count).filter(fits).min_by_key(length);
                    if let Some(g) = *number {
                        taken[g] = true;
                    }
                }
            }
        }
        let number: Vec<usize> =
            number.into_iter().enumerate().map(|(n, g)| g.unwrap_or(count + n)).collect();
        let mut gold: HashMap<&str, Vec<usize>> = HashMap::new();
        for (n, mention) in document.mentions.iter().enumerate() {
            gold.entry(&mention.entity).or_default().push(n);
        }
        let mut gold: Vec<Vec<usize>> = gold.into_values().collect();
        gold.sort();
        let mut found = vec![Vec::new(); report.entities.len()];
        for (mention, &n) in report.mentions.iter().zip(&number) {
            found[mention.entity.index()].push(n);
        }
        found.retain(|cluster| !cluster.is_empty());
        Self { gold, found, number }
    }
}

/// The words of a span on one line.
pub(super) fn words(span: Span, text: &str) -> String {
    span.of(text).replace('\n', " ⏎ ")
}
