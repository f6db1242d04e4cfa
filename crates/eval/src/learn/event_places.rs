//! `train-event-places`: where a verb's event happens, learned from sentences with a marked verb.
//!
//! The recipe: each place of the sentence is an example; it is right when it overlaps the gold's. With
//! `--folds N` nothing is written: the sentences are cut into N parts, and each is scored with weights
//! learned from the others.

use std::fmt::Write as _;
use std::path::Path;

use annalist_doc::Span;

use super::logistic::{Example, Names, Settings, learn, rounded};
use crate::place::{EventSentence, EventTally, event_sentences};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Passes over the examples.
    #[arg(long, value_name = "N", default_value_t = 12)]
    passes: usize,
    /// L2 penalty on each weight, per example.
    #[arg(long, value_name = "X", default_value_t = 1e-4)]
    penalty: f64,
    /// Features seen less often are left out.
    #[arg(long, value_name = "N", default_value_t = 3)]
    seen: u32,
    /// Least score of a place, in thousandths of log-odds.
    #[arg(long, value_name = "N", default_value_t = -1000, allow_hyphen_values = true)]
    threshold: i32,
    /// Scores by cross-validation over sentences, and writes nothing.
    #[arg(long, value_name = "N")]
    folds: Option<usize>,
}

/// Learns and writes the weights.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some((sentences, documents)) = event_sentences(None)? else { return Ok(true) };
    let pipeline = crate::model::pipeline(model)?;
    let verbs: Vec<Span> = sentences.iter().map(|s| s.verb).collect();
    let mut names = Names::default();
    let mut all: Vec<Vec<(Span, Example)>> = Vec::new();
    for (sentence, places) in
        sentences.iter().zip(pipeline.event_place_candidates(&documents, &verbs))
    {
        let examples = places.into_iter().map(|(span, features)| {
            let is = sentence.places.iter().any(|p| p.overlaps(span));
            (
                span,
                Example { features: features.into_iter().map(|f| names.number(f)).collect(), is },
            )
        });
        all.push(examples.collect());
    }
    for (_, example) in all.iter_mut().flatten() {
        example.features.retain(|f| names.count(*f) >= args.seen);
    }
    let settings = Settings { passes: args.passes, rate: 0.1, penalty: args.penalty };
    let examples = |keep: &dyn Fn(usize) -> bool| -> Vec<Example> {
        let kept = all.iter().enumerate().filter(|(s, _)| keep(*s));
        kept.flat_map(|(_, e)| e.iter().map(|(_, e)| e.clone())).collect()
    };
    if let Some(folds) = args.folds {
        for threshold in [-1200, -900, -600, -300, 0] {
            let mut tally = EventTally::default();
            for fold in 0..folds {
                let weights = learn(&examples(&|s| s % folds != fold), names.len(), settings);
                let test =
                    sentences.iter().zip(&all).enumerate().filter(|(s, _)| s % folds == fold);
                for (_, (sentence, places)) in test {
                    tally.add(sentence, answer(places, &weights, threshold));
                }
            }
            println!("threshold {threshold}, {folds} folds: {}", tally.line());
        }
        let reach = |(s, p): &(&EventSentence, &Vec<(Span, Example)>)| {
            !s.places.is_empty() && p.iter().any(|(_, e)| e.is)
        };
        let with = sentences.iter().filter(|s| !s.places.is_empty()).count();
        println!(
            "the right place is among those weighed in {} of {with}",
            sentences.iter().zip(&all).filter(reach).count()
        );
        return Ok(true);
    }
    let weights = learn(&examples(&|_| true), names.len(), settings);
    let rows = rounded(&names, &weights, 20);
    let mut text = String::from(
        "# Where a verb's event happens: thousandths of log-odds, learned by\n\
         # `annalist-eval train-event-places` from the event_location sentences. Do not edit by hand.\n",
    );
    let _ = writeln!(text, "@threshold\t{}", args.threshold);
    for (name, weight) in &rows {
        let _ = writeln!(text, "{name}\t{weight}");
    }
    super::keep("event-places.tsv", &text, rows.len())
}

fn answer(places: &[(Span, Example)], weights: &[f64], threshold: i32) -> Option<Span> {
    let sum = |e: &Example| e.features.iter().map(|f| weights[*f as usize]).sum::<f64>();
    let scored = places.iter().map(|(span, e)| (sum(e), *span));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.filter(|(s, _)| *s * 1000.0 > f64::from(threshold)).map(|(_, span)| span)
}
