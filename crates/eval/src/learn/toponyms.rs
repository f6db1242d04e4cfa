//! `train-toponyms`: which words are names of places, learned from LGL and GeoVirus, and sentences of our own
//! (`data/toponyms-own.txt`).
//!
//! The recipe: every candidate of the documents is an example; it is a name when the gold has its span,
//! within one character at each end. Demonyms of GeoVirus, which annotates none, are left out. With `--folds N` nothing is written: the documents are cut into N parts, and
//! each is scored with weights learned from the others.

use std::fmt::Write as _;
use std::path::Path;

use annalist_doc::{PlaceSense, Span};

use super::logistic::{Example, Names, Settings, learn, rounded};
use crate::place::{corpora, documents};
use crate::scores::{Rate, percent};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Passes over the examples.
    #[arg(long, value_name = "N", default_value_t = 12)]
    passes: usize,
    /// L2 penalty on each weight, per example.
    #[arg(long, value_name = "X", default_value_t = 4e-5)]
    penalty: f64,
    /// Features seen less often are left out.
    #[arg(long, value_name = "N", default_value_t = 4)]
    seen: u32,
    /// Least score of a name, in thousandths of log-odds.
    #[arg(long, value_name = "N", default_value_t = -200, allow_hyphen_values = true)]
    threshold: i32,
    /// Scores by cross-validation over documents, and writes nothing.
    #[arg(long, value_name = "N")]
    folds: Option<usize>,
}

/// A document's candidates: features, whether it is one, its words, whether it counts.
struct Doc {
    set: usize,
    all: Vec<(Span, Example, bool)>,
    gold: Vec<Span>,
}

/// How often each sentence of our own counts.
const OWN: usize = 3;

/// The candidates of the sentences of our own.
fn own_sentences(pipeline: &annalist::Pipeline, names: &mut Names) -> Result<Vec<Example>, String> {
    let lines = include_str!("../../data/toponyms-own.txt").lines();
    let marked: Vec<_> = lines.filter(|l| !l.starts_with('#')).map(unmarked).collect();
    let documents: Result<Vec<_>, String> =
        marked.iter().map(|(text, _)| crate::gold::document("own", text, None)).collect();
    let mut all = Vec::new();
    for ((_, gold), candidates) in marked.iter().zip(pipeline.toponym_candidates(&documents?)) {
        for (span, features, sense) in candidates {
            if sense != PlaceSense::Demonym {
                let features = features.into_iter().map(|f| names.number(f)).collect();
                all.push(Example { features, is: gold.contains(&span) });
            }
        }
    }
    Ok(all)
}

/// A sentence without its brackets, and where they were.
fn unmarked(line: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), 0);
    for c in line.chars() {
        match c {
            '[' => open = text.len(),
            ']' => spans.push(Span::new(open as u32, text.len() as u32)),
            c => text.push(c),
        }
    }
    (text, spans)
}

/// Learns and writes the weights.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some(corpora) = corpora(None)? else { return Ok(true) };
    let pipeline = crate::model::pipeline(model)?;
    let mut names = Names::default();
    let mut docs: Vec<Doc> = Vec::new();
    for (set, corpus) in corpora.iter().enumerate() {
        let candidates = pipeline.toponym_candidates(&documents(corpus)?);
        for (doc, candidates) in corpus.docs.iter().zip(candidates) {
            let near = |a: u32, b: u32| a.abs_diff(b) <= 1;
            let gold: Vec<Span> = doc.gold.iter().map(|g| g.span).collect();
            let all = candidates.into_iter().map(|(span, features, sense)| {
                let is = gold.iter().any(|g| near(g.start, span.start) && near(g.end, span.end));
                let counts = match sense {
                    PlaceSense::Demonym => corpus.demonyms,
                    _ => true,
                };
                let features = features.into_iter().map(|f| names.number(f)).collect();
                (span, Example { features, is }, counts)
            });
            docs.push(Doc { set, all: all.collect(), gold });
        }
    }
    let mut own = own_sentences(&pipeline, &mut names)?;
    for example in docs.iter_mut().flat_map(|d| d.all.iter_mut().map(|a| &mut a.1)).chain(&mut own)
    {
        example.features.retain(|f| names.count(*f) >= args.seen);
    }
    let own: Vec<Example> = (0..OWN).flat_map(|_| own.iter().cloned()).collect();
    let settings = Settings { passes: args.passes, rate: 0.1, penalty: args.penalty };
    let examples = |keep: &dyn Fn(usize) -> bool| -> Vec<Example> {
        let docs = docs.iter().enumerate().filter(|(d, _)| keep(*d)).map(|(_, doc)| doc);
        docs.flat_map(|doc| doc.all.iter().filter(|(_, _, c)| *c).map(|(_, e, _)| e.clone()))
            .chain(own.iter().cloned())
            .collect()
    };
    if let Some(folds) = args.folds {
        let mut rates = vec![Rate::default(); corpora.len()];
        for fold in 0..folds {
            let weights = learn(&examples(&|d| d % folds != fold), names.len(), settings);
            for doc in
                docs.iter().enumerate().filter(|(d, _)| d % folds == fold).map(|(_, doc)| doc)
            {
                score(doc, &weights, args.threshold, &mut rates[doc.set]);
            }
        }
        for (corpus, rate) in corpora.iter().zip(rates) {
            println!(
                "{}, {folds} folds: P {} R {} F {}",
                corpus.name,
                percent(rate.precision()),
                percent(rate.recall()),
                percent(rate.f())
            );
        }
        return Ok(true);
    }
    let all = examples(&|_| true);
    println!("{} candidates, {} features", all.len(), names.len());
    let weights = learn(&all, names.len(), settings);
    let rows = rounded(&names, &weights, 20);
    let mut text = String::from(
        "# Which words are names of places: thousandths of log-odds, learned by\n\
         # `annalist-eval train-toponyms` from LGL and GeoVirus. Do not edit by hand.\n",
    );
    let _ = writeln!(text, "@threshold\t{}", args.threshold);
    for (name, weight) in &rows {
        let _ = writeln!(text, "{name}\t{weight}");
    }
    super::keep("toponyms.tsv", &text, rows.len())
}

/// Scores a document as the program would decide: the best of what overlaps.
fn score(doc: &Doc, weights: &[f64], threshold: i32, rate: &mut Rate) {
    let sum = |e: &Example| e.features.iter().map(|f| weights[*f as usize]).sum::<f64>();
    let mut all: Vec<(f64, Span)> = doc
        .all
        .iter()
        .filter(|(_, _, counts)| *counts)
        .map(|(span, e, _)| (sum(e), *span))
        .filter(|(s, _)| *s > f64::from(threshold) / 1000.0)
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<Span> = Vec::new();
    for (_, span) in all {
        if !kept.iter().any(|k| k.start < span.end && span.start < k.end) {
            kept.push(span);
        }
    }
    let near = |a: u32, b: u32| a.abs_diff(b) <= 1;
    let hits = doc
        .gold
        .iter()
        .filter(|g| kept.iter().any(|k| near(k.start, g.start) && near(k.end, g.end)));
    let hits = hits.count();
    rate.found += kept.len();
    rate.gold += doc.gold.len();
    rate.right += hits;
    rate.hit += hits;
}
