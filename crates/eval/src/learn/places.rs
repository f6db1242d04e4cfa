//! `train-places`: which place a name means, learned from LGL and GeoVirus.
//!
//! The recipe: with the gold's words given, each name of a document is a question, its places the
//! answers; those are right that the gold's rule takes (same country, same number, or near). A
//! conditional logistic regression gives the right answers the most weight. First names are judged by themselves;
//! then three times by each other, learning anew each time from what the round before found likely.
//! With `--folds N` nothing is written: the documents are cut into N parts, and each is scored with
//! weights learned from the others.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use annalist::PlaceProblem;
use annalist_doc::Place;
use annalist_gazetteer::PlaceIndex;
use annalist_lexicon::Weights;

use crate::place::{GoldCorpus, corpora, documents, gold_spans, is_right};
use crate::scores::{percent, share};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Passes over the questions, in each round.
    #[arg(long, value_name = "N", default_value_t = 15)]
    passes: usize,
    /// L2 penalty on each weight, per question.
    #[arg(long, value_name = "X", default_value_t = 1e-4)]
    penalty: f64,
    /// How fast to learn.
    #[arg(long, value_name = "X", default_value_t = 0.1)]
    rate: f64,
    /// What a doubling of its people counts for a place that nothing else speaks for, in thousandths of
    /// log-odds. Not learned: both sets are of papers that write for their own towns and of one subject.
    #[arg(long, value_name = "N", default_value_t = 400)]
    fame: i32,
    /// Scores by cross-validation over documents, and writes nothing.
    #[arg(long, value_name = "N")]
    folds: Option<usize>,
}

/// One document: its problem, and for each toponym which places are right.
struct Doc {
    set: usize,
    problem: PlaceProblem,
    /// For each toponym: whether the gold knows where it is, and the right ones among its places.
    right: Vec<Option<Vec<PlaceIndex>>>,
}

/// A question: features of each answer, and whether it is right.
struct Question {
    answers: Vec<(Vec<u32>, bool)>,
    weight: f64,
}

/// Learns and writes the weights.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some(corpora) = corpora(None)? else { return Ok(true) };
    let pipeline = crate::model::pipeline(model)?;
    let gazetteer = crate::model::gazetteer()?.ok_or("no gazetteer")?;
    let mut docs = Vec::new();
    for (set, corpus) in corpora.iter().enumerate() {
        read(&pipeline, &gazetteer, set, corpus, &mut docs)?;
    }
    if let Some(folds) = args.folds {
        let mut reached = vec![[0usize; 2]; corpora.len()];
        for fold in 0..folds {
            let rows = train(args, &mut docs, &|d| d % folds != fold);
            let weights = Weights::from_rows(rows.iter().map(|(n, w)| (n.as_str(), *w)))
                .with("fame", args.fame);
            for (_, doc) in docs.iter_mut().enumerate().filter(|(d, _)| d % folds == fold) {
                (0..=3).for_each(|round| doc.problem.judge(round, Some(&weights)));
                score(doc, &mut reached[doc.set]);
            }
        }
        for (corpus, [right, all]) in corpora.iter().zip(reached) {
            println!(
                "{}, {folds} folds, words given: {} of {all}",
                corpus.name,
                percent(share(right, all))
            );
        }
        return Ok(true);
    }
    let rows = train(args, &mut docs, &|_| true);
    let mut text = String::from(
        "# Which place a name means: thousandths of log-odds, learned by `annalist-eval train-places`\n\
         # from LGL and GeoVirus. Do not edit by hand.\n",
    );
    let _ = writeln!(text, "@fame\t{}", args.fame);
    for (name, weight) in &rows {
        let _ = writeln!(text, "{name}\t{weight}");
    }
    super::keep("places.tsv", &text, rows.len())
}

fn read(
    pipeline: &annalist::Pipeline,
    gazetteer: &annalist_gazetteer::Gazetteer,
    set: usize,
    corpus: &GoldCorpus,
    docs: &mut Vec<Doc>,
) -> Result<(), String> {
    let documents = documents(corpus)?;
    let given = pipeline.places_at(&documents, &gold_spans(corpus));
    for ((doc, document), (toponyms, places)) in corpus.docs.iter().zip(&documents).zip(given) {
        let Some(problem) = pipeline.place_problem(document, &toponyms) else { continue };
        let mut right: Vec<Option<Vec<PlaceIndex>>> = vec![None; toponyms.len()];
        for (bearers, options) in problem.questions(0) {
            for t in bearers {
                let near = |a: u32, b: u32| a.abs_diff(b) <= 1;
                let span = toponyms[t].span;
                let gold = doc.gold.iter().find(|g| {
                    near(g.span.start, span.start) && near(g.span.end, span.end) && g.lat.is_some()
                });
                let Some(gold) = gold else { continue };
                let fits = |index: &PlaceIndex| {
                    let at = gazetteer.place(*index);
                    let country = at.feature.is_country();
                    let precision = country.then_some(annalist_doc::Precision::Country);
                    let place = Place {
                        geonameid: at.geonameid,
                        lat: Some(at.point.lat),
                        lon: Some(at.point.lon),
                        country: at.country.map(|c| c.as_str().to_owned()),
                        precision,
                        ..places[t].clone()
                    };
                    is_right(&place, gold)
                };
                right[t] = Some(options.iter().map(|(i, _)| *i).filter(fits).collect());
            }
        }
        docs.push(Doc { set, problem, right });
    }
    Ok(())
}

fn score(doc: &Doc, [right, all]: &mut [usize; 2]) {
    for (answer, gold) in doc.problem.answers().iter().zip(&doc.right) {
        let Some(gold) = gold else { continue };
        *all += 1;
        *right += usize::from(answer.first().is_some_and(|(best, _)| gold.contains(best)));
    }
}

/// Weights of all rounds, learned from the documents that are kept.
fn train(args: &Args, docs: &mut [Doc], keep: &dyn Fn(usize) -> bool) -> BTreeMap<String, i32> {
    let mut rows: BTreeMap<String, i32> = BTreeMap::new();
    for round in 0..=3 {
        let mut ids: HashMap<String, u32> = HashMap::new();
        let mut questions = Vec::new();
        for (_, doc) in docs.iter().enumerate().filter(|(d, _)| keep(*d)) {
            for (bearers, options) in doc.problem.questions(round) {
                // What the first bearer that the gold knows says; all bearers are one question.
                let known: Vec<&Vec<PlaceIndex>> =
                    bearers.iter().filter_map(|t| doc.right[*t].as_ref()).collect();
                let Some(right) = known.iter().find(|r| !r.is_empty()) else { continue };
                let answers: Vec<(Vec<u32>, bool)> = options
                    .into_iter()
                    .map(|(index, features)| {
                        let numbers = features.into_iter().map(|f| {
                            let next = ids.len() as u32;
                            *ids.entry(f).or_insert(next)
                        });
                        (numbers.collect(), right.contains(&index))
                    })
                    .collect();
                if answers.iter().any(|(_, is)| !is) {
                    questions.push(Question { answers, weight: (known.len() as f64).sqrt() });
                }
            }
        }
        let weights = learn(&questions, ids.len(), args);
        let prefix = if round == 0 { "0|" } else { "1|" };
        rows.retain(|name, _| !name.starts_with(prefix));
        for (name, id) in ids {
            let weight = (weights[id as usize] * 1000.0).round() as i32;
            if weight.abs() >= 15 {
                rows.insert(name, weight);
            }
        }
        let weights = Weights::from_rows(rows.iter().map(|(n, w)| (n.as_str(), *w)));
        for doc in docs.iter_mut() {
            doc.problem.judge(round, Some(&weights));
        }
    }
    rows
}

/// Conditional logistic regression: the right answers of a question against all of them.
fn learn(questions: &[Question], features: usize, args: &Args) -> Vec<f64> {
    let mut weights = vec![0f64; features];
    let mut steps = vec![1e-6f64; features];
    let mut order: Vec<usize> = (0..questions.len()).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..args.passes {
        super::logistic::shuffle(&mut order, &mut state);
        for &q in &order {
            let question = &questions[q];
            let sums: Vec<f64> = question
                .answers
                .iter()
                .map(|(f, _)| f.iter().map(|f| weights[*f as usize]).sum::<f64>())
                .collect();
            let best = sums.iter().copied().fold(f64::MIN, f64::max);
            let likely: Vec<f64> = sums.iter().map(|s| (s - best).exp()).collect();
            let all: f64 = likely.iter().sum();
            let good: f64 = likely
                .iter()
                .zip(&question.answers)
                .filter(|(_, (_, is))| *is)
                .map(|(l, _)| l)
                .sum();
            let mut slopes: HashMap<u32, f64> = HashMap::new();
            for (l, (f, is)) in likely.iter().zip(&question.answers) {
                let slope = l / all - if *is { l / good } else { 0.0 };
                f.iter().for_each(|f| *slopes.entry(*f).or_default() += slope * question.weight);
            }
            let mut slopes: Vec<(u32, f64)> = slopes.into_iter().collect();
            slopes.sort_unstable_by_key(|(f, _)| *f);
            for (f, slope) in slopes {
                let f = f as usize;
                let slope = slope + args.penalty * weights[f];
                steps[f] += slope * slope;
                weights[f] -= args.rate * slope / steps[f].sqrt();
            }
        }
    }
    weights
}
