//! The scores, as the gold's own README defines them.

use annalist_doc::Place;
use annalist_gazetteer::Point;
use serde_json::{Value, json};

use super::data::{Corpus, Gold};
use crate::scores::{Rate, percent, share};

/// Farther is wrong, in kilometres.
const NEAR: f64 = 161.0;

/// Whether a place is the gold's: countries by their code, others by number or nearness.
pub(crate) fn right(place: &Place, gold: &Gold) -> bool {
    if place.geonameid.is_some() && place.geonameid == gold.geonameid {
        return true;
    }
    if let Some(code) = &gold.is_country {
        let country = place.precision == Some(annalist_doc::Precision::Country);
        return country && place.country.as_ref() == Some(code);
    }
    let (Some(lat), Some(lon)) = (place.lat, place.lon) else { return false };
    let (Some(north), Some(east)) = (gold.lat, gold.lon) else { return false };
    Point { lat, lon }.distance(Point { lat: north, lon: east }) <= NEAR
}

/// What was reached on one set.
pub(super) struct Scores {
    found: Rate,
    /// Of the names found that have coordinates in the gold.
    placed: usize,
    right: usize,
    /// Names with coordinates in the gold.
    located: usize,
    /// With the words given.
    given: usize,
}

impl Scores {
    pub(super) fn of(corpus: &Corpus, found: &[Vec<&Place>], given: &[Vec<Place>]) -> Self {
        let mut scores = Self { found: Rate::default(), placed: 0, right: 0, located: 0, given: 0 };
        for ((doc, found), given) in corpus.docs.iter().zip(found).zip(given) {
            // The gold names a few words twice.
            let near = |a: u32, b: u32| a.abs_diff(b) <= 1;
            let same = |p: &Place, g: &Gold| {
                near(p.span.start, g.span.start) && near(p.span.end, g.span.end)
            };
            let mut taken = vec![false; found.len()];
            scores.found.found += found.len();
            scores.found.gold += doc.gold.len();
            for gold in &doc.gold {
                let located = gold.lat.is_some();
                scores.located += usize::from(located);
                if let Some(at) = (0..found.len()).find(|f| !taken[*f] && same(found[*f], gold)) {
                    taken[at] = true;
                    scores.found.right += 1;
                    scores.found.hit += 1;
                    scores.placed += usize::from(located);
                    scores.right += usize::from(located && right(found[at], gold));
                }
                let place = given.iter().find(|p| same(p, gold));
                scores.given += usize::from(located && place.is_some_and(|p| right(p, gold)));
            }
        }
        scores
    }

    pub(super) fn print(&self, corpus: &Corpus) {
        println!(
            "\n{}, {} documents, {} names, {} of them with coordinates",
            corpus.name,
            corpus.docs.len(),
            self.found.gold,
            self.located
        );
        println!(
            "  {:<26} {:>8} {:>6} {:>6} {:>11} {:>13} {:>11}",
            "", "found F1", "P", "R", "right/found", "right of all", "words given"
        );
        println!(
            "  {:<26} {:>8.3} {:>6.3} {:>6.3} {:>11.3} {:>13.3} {:>11.3}",
            "annalist",
            self.found.f(),
            self.found.precision(),
            self.found.recall(),
            share(self.right, self.placed),
            share(self.right, self.located),
            share(self.given, self.located)
        );
        let cell = |value: &Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.3}"));
        for (name, [f, right, all]) in corpus.peers {
            println!(
                "  {name:<26} {:>8} {:>6} {:>6} {:>11} {:>13} {:>11}",
                cell(f),
                "",
                "",
                cell(right),
                cell(all),
                "-"
            );
        }
        println!(
            "  {:<26} {:>8} {:>6} {:>6} {:>11} {:>13} {:>11.3}",
            "largest of the name", "-", "", "", "-", "-", corpus.largest
        );
    }

    pub(super) fn figures(&self, corpus: &Corpus) -> Value {
        json!({
            "documents": corpus.docs.len(),
            "demonyms count": corpus.demonyms,
            "found": self.found.json(),
            "located": self.located,
            "right of found": percent(share(self.right, self.placed)),
            "right of all": percent(share(self.right, self.located)),
            "right of all, words given": percent(share(self.given, self.located)),
        })
    }
}
