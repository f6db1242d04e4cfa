//! Which events a coder would put down: those of PLV's sentences that have the sentence's type.

use annalist::{EventCandidate, Pipeline};
use annalist_lexicon::{Example as Marked, Lexicon};

use super::logistic::Names;
use super::pairs::Least;
use super::softmax::{Example, Settings, learn};
use crate::plv::{Sentence, in_its_terms};

/// An event and whether it is one that a coder put down.
#[derive(Clone, Debug)]
pub(crate) struct Labelled {
    features: Vec<String>,
    is: bool,
    weight: f64,
}

/// The events of each sentence.
pub(crate) fn of_sentences(
    pipeline: &Pipeline,
    sentences: &[&Sentence],
) -> Result<Vec<Labelled>, String> {
    let texts: Vec<&str> = sentences.iter().map(|s| &*s.text).collect();
    let all = sentences.iter().zip(candidates(pipeline, &texts)?);
    let labelled = all.flat_map(|(s, events)| {
        events.into_iter().map(|e| Labelled {
            is: in_its_terms(&e.kind) == s.kind,
            features: e.features,
            weight: 1.0,
        })
    });
    Ok(labelled.collect())
}

/// The events that the example sentences of the lexicon are about, and other types for the same words; of
/// its sentences that are about none, what the word in question is taken for. What else stands in them is
/// left out.
pub(crate) fn of_lexicon(
    pipeline: &Pipeline,
    [weight, nothing]: [f64; 2],
) -> Result<Vec<Labelled>, String> {
    let lexicon = Lexicon::english().map_err(|e| e.to_string())?;
    let all = lexicon.triggers.all();
    let rows: Vec<(Marked, &str, bool)> = all
        .iter()
        .flat_map(|t| {
            let yes = t.examples.iter().map(|e| (Marked::parse(e), &*t.kind, true));
            yes.chain(t.not.iter().map(|e| (Marked::parse(e), &*t.kind, false)))
        })
        .collect();
    let texts: Vec<&str> = rows.iter().map(|(marked, ..)| &*marked.text).collect();
    let mut labelled = Vec::new();
    for ((marked, kind, is), events) in rows.iter().zip(candidates(pipeline, &texts)?) {
        let words: Vec<_> = marked.spans("trigger").collect();
        for e in events {
            let same = in_its_terms(&e.kind) == in_its_terms(kind);
            let here = words.iter().any(|w| w.overlaps(e.trigger));
            if if *is { same || here } else { same } {
                let weight = if *is { weight } else { nothing };
                labelled.push(Labelled { features: e.features, is: *is && same, weight });
            }
        }
    }
    Ok(labelled)
}

/// Sentences of our own without any event.
const NO_EVENTS: &str = include_str!("../../data/no-events.txt");

/// What is offered for sentences without events.
pub(crate) fn of_nothing(pipeline: &Pipeline, weight: f64) -> Result<Vec<Labelled>, String> {
    let texts: Vec<&str> =
        NO_EVENTS.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let all = candidates(pipeline, &texts)?.into_iter().flatten();
    Ok(all.map(|e| Labelled { features: e.features, is: false, weight }).collect())
}

fn candidates(pipeline: &Pipeline, texts: &[&str]) -> Result<Vec<Vec<EventCandidate>>, String> {
    let mut all = Vec::new();
    for some in texts.chunks(32) {
        let documents: Result<Vec<_>, String> =
            some.iter().map(|t| crate::gold::document("event", t, None)).collect();
        all.extend(pipeline.event_candidates(&documents?));
    }
    Ok(all)
}

/// The lines of a file that say what is kept.
pub(crate) fn settings(least: Least) -> String {
    let Least { ruled, passing, proposed, later, whole } = least;
    format!(
        "@threshold\t{ruled}\n@passing\t{passing}\n@whole\t{whole}\n@propose\t{proposed}\n@later\t{later}\n"
    )
}

/// The weights of a file, as its text.
pub(crate) fn weights(all: &[Labelled], least: Least) -> String {
    let mut names = Names::default();
    let mut examples = Vec::new();
    for l in all {
        let mut features: Vec<u32> = l.features.iter().map(|f| names.number(f.clone())).collect();
        features.sort_unstable();
        features.dedup();
        examples.push(Example { features, class: usize::from(l.is), weight: l.weight });
    }
    for example in &mut examples {
        example.features.retain(|f| names.count(*f) >= 3);
    }
    let learned = learn(&examples, names.len(), 2, Settings { steps: 300, penalty: 2.0 });
    let mut text = settings(least);
    for (name, id) in names.sorted() {
        let row = &learned[id as usize * 2..][..2];
        let weight = ((row[1] - row[0]) * 1000.0).round() as i32;
        if weight.abs() >= 10 {
            text.push_str(&format!("{name}\t{weight}\n"));
        }
    }
    text
}
