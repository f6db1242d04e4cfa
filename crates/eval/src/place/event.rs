//! Where events happen: sentences with a marked verb and the place, or none.

use annalist_doc::{Document, Report, Span};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::gold::Points;
use crate::scores::{harmonic, percent, share};

/// One sentence.
pub(crate) struct EventSentence {
    pub(crate) verb: Span,
    /// Where it happened; none where the sentence does not say.
    pub(crate) places: Vec<Span>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    spans: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    start: usize,
    end: usize,
    label: String,
}

/// The sentences with each as a document of its own; none where there is no gold.
type Items = Option<(Vec<EventSentence>, Vec<Document>)>;

/// The sentences as they are marked, and as documents; none where the gold data are absent.
pub(crate) fn event_sentences(limit: Option<usize>) -> Result<Items, String> {
    let Some(path) = crate::gold::find("place/event-location-a.jsonl") else { return Ok(None) };
    let rows: Vec<Row> = crate::gold::rows(&path, limit)?;
    let mut all = (Vec::new(), Vec::new());
    for row in rows {
        let points = Points::new(&row.text);
        let of = |label: &str| {
            let marked = row.spans.iter().filter(|m| m.label == label);
            marked.filter_map(|m| points.span([m.start, m.end])).collect::<Vec<Span>>()
        };
        let Some(verb) = of("VERB").first().copied() else { continue };
        all.0.push(EventSentence { verb, places: of("LOCATION") });
        all.1.push(crate::gold::document(&row.id, &row.text, None)?);
    }
    Ok(Some(all))
}

/// What the record says of the event that the marked verb tells.
pub(super) fn recorded(sentence: &EventSentence, report: &Report) -> Option<Span> {
    let told = report.events.iter().filter(|e| e.trigger.overlaps(sentence.verb));
    told.filter_map(|e| e.place).next().map(|p| report.places[p.index()].span)
}

/// Counts of answers.
#[derive(Default)]
pub(crate) struct EventTally {
    all: usize,
    right: usize,
    answered: usize,
    placed: usize,
    found: usize,
}

impl EventTally {
    pub(crate) fn add(&mut self, sentence: &EventSentence, answer: Option<Span>) {
        let hit = answer.is_some_and(|a| sentence.places.iter().any(|p| p.overlaps(a)));
        self.all += 1;
        self.right += usize::from(hit || answer.is_none() && sentence.places.is_empty());
        self.answered += usize::from(answer.is_some());
        self.placed += usize::from(!sentence.places.is_empty());
        self.found += usize::from(hit);
    }

    /// F1 over places alone: "no place" is no answer.
    fn without(&self) -> [f64; 3] {
        let (p, r) = (share(self.found, self.answered), share(self.found, self.placed));
        [p, r, harmonic(p, r)]
    }

    pub(crate) fn line(&self) -> String {
        let [p, r, f] = self.without().map(percent);
        format!(
            "with the \"no place\" items F1 {} ({} of {}), without P {p} R {r} F1 {f}",
            percent(share(self.right, self.all)),
            self.right,
            self.all
        )
    }

    pub(super) fn figures(&self) -> Value {
        let [p, r, f] = self.without().map(percent);
        json!({
            "sentences": self.all,
            "f with no place": percent(share(self.right, self.all)),
            "precision": p,
            "recall": r,
            "f": f,
        })
    }
}
