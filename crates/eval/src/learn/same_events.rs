//! `train-same-events`: which mentions of a document speak of one event, learned from ECB+'s training part.
//!
//! The recipe: every two event mentions of a document are an example, those of one chain for, all others
//! against; pairs of words are features where they were seen in several topics. The features are those of
//! `extract/src/event/same/likely.rs`. Nothing of the texts is kept but weights of features.
//! `annalist-eval events-coref` shows on the development part what they are worth.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use super::logistic::{Example, Names, Settings, learn, rounded};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Passes over the examples.
    #[arg(long, value_name = "N", default_value_t = 20)]
    passes: usize,
    /// L2 penalty on each weight, per example.
    #[arg(long, value_name = "X", default_value_t = 1e-4)]
    penalty: f64,
    /// Features seen less often are left out.
    #[arg(long, value_name = "N", default_value_t = 5)]
    seen: u32,
    /// Words and pairs of words seen in fewer topics are left out.
    #[arg(long, value_name = "N", default_value_t = 3)]
    topics: usize,
    /// Least score of two mentions of one event, in thousandths of log-odds.
    #[arg(long, value_name = "N", default_value_t = 0, allow_hyphen_values = true)]
    threshold: i32,
    /// Least mean score of a mention with all of an event.
    #[arg(long, value_name = "N", default_value_t = -1500, allow_hyphen_values = true)]
    whole: i32,
}

/// Learns and writes the weights.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some(all) = crate::coref::events::chained("ecbplus-train")? else { return Ok(true) };
    let pipeline = crate::model::pipeline(model)?;
    let documents: Vec<_> = all.iter().map(|(d, spans, _)| (d.clone(), spans.clone())).collect();
    let mut named: Vec<(Vec<String>, bool)> = Vec::new();
    let mut topics: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for (some, of) in documents.chunks(32).zip(all.chunks(32)) {
        for (pairs, (document, _, chains)) in pipeline.event_pairs(some).into_iter().zip(of) {
            let topic = document.source.id.as_deref().unwrap_or_default();
            let topic = topic.split('_').next().unwrap_or_default();
            for (i, j, features) in pairs {
                for feature in features.iter().filter(|f| is_lexical(f)) {
                    topics.entry(feature.clone()).or_default().insert(topic);
                }
                named.push((features, chains[i] == chains[j]));
            }
        }
    }
    let mut names = Names::default();
    let general =
        |f: &String| !is_lexical(f) || topics.get(f).is_some_and(|seen| seen.len() >= args.topics);
    let mut examples: Vec<Example> = named
        .into_iter()
        .map(|(features, is)| Example {
            features: features.into_iter().filter(general).map(|f| names.number(f)).collect(),
            is,
        })
        .collect();
    for example in &mut examples {
        example.features.retain(|f| names.count(*f) >= args.seen);
    }
    println!("{} pairs, {} features", examples.len(), names.len());
    let settings = Settings { passes: args.passes, rate: 0.05, penalty: args.penalty };
    let rows = rounded(&names, &learn(&examples, names.len(), settings), 20);
    let mut text = String::from(
        "# Which mentions speak of one event: thousandths of log-odds, learned by\n\
         # `annalist-eval train-same-events` from ECB+'s training part. Do not edit by hand.\n",
    );
    let _ = writeln!(text, "@threshold\t{}\n@whole\t{}", args.threshold, args.whole);
    for (name, weight) in &rows {
        let _ = writeln!(text, "{name}\t{weight}");
    }
    super::keep("same-events.tsv", &text, rows.len())
}

/// Whether a feature names words of the text.
fn is_lexical(feature: &str) -> bool {
    feature.starts_with("pair|") || feature.starts_with("lemma|")
}
