//! `train-statements`: which candidates are statements, learned from PolNeAR's training articles.
//!
//! The recipe: every candidate that the rules make of the 840 training articles is an example; it is a
//! statement when it matches an annotated attribution (content Dice at least a half, sources that share a
//! word). Candidates whose cue stands inside an annotated content are left out: PolNeAR annotates nothing
//! there. What is kept of the articles is a weight for each feature, never a sentence.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::logistic::{Example, Names, Settings, learn, rounded};
use crate::attribution::{Labelled, labelled};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Learns from the first N articles only.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Passes over the examples.
    #[arg(long, value_name = "N", default_value_t = 12)]
    passes: usize,
    /// L2 penalty on each weight, per example.
    #[arg(long, value_name = "X", default_value_t = 2e-5)]
    penalty: f64,
    /// Features seen less often are left out.
    #[arg(long, value_name = "N", default_value_t = 3)]
    seen: u32,
    /// Least score of a statement, in thousandths of log-odds.
    #[arg(long, value_name = "N", default_value_t = -400, allow_hyphen_values = true)]
    threshold: i32,
    /// Least score inside another statement.
    #[arg(long, value_name = "N", default_value_t = 1500, allow_hyphen_values = true)]
    inside: i32,
    /// Least score of a quotation without a cue.
    #[arg(long, value_name = "N", default_value_t = -400, allow_hyphen_values = true)]
    alone: i32,
    /// Where the weights go (default: the lexicon).
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Learns and writes the weights.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some(all) = labelled(model, args.limit)? else { return Ok(true) };
    let mut names = Names::default();
    let (mut right, mut examples) = (0, Vec::with_capacity(all.len()));
    for Labelled { features, is } in all {
        right += usize::from(is);
        examples.push(Example {
            features: features.into_iter().map(|f| names.number(f)).collect(),
            is,
        });
    }
    for example in &mut examples {
        example.features.retain(|f| names.count(*f) >= args.seen);
    }
    println!("{} candidates, {right} of them statements; {} features", examples.len(), names.len());
    let settings = Settings { passes: args.passes, rate: 0.1, penalty: args.penalty };
    let weights = learn(&examples, names.len(), settings);
    let rows = rounded(&names, &weights, 20);
    let mut text = String::from(
        "# Which candidates are statements: thousandths of log-odds, learned by\n\
         # `annalist-eval train-statements` from PolNeAR's training articles. Do not edit by hand.\n",
    );
    for (name, value) in
        [("threshold", args.threshold), ("inside", args.inside), ("alone", args.alone)]
    {
        let _ = writeln!(text, "@{name}\t{value}");
    }
    for (name, weight) in &rows {
        let _ = writeln!(text, "{name}\t{weight}");
    }
    let lexicon = concat!(env!("CARGO_MANIFEST_DIR"), "/../lexicon/en/weights/statements.tsv");
    let path = args.output.clone().unwrap_or_else(|| lexicon.into());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    std::fs::write(&path, &text).map_err(|e| format!("{}: {e}", path.display()))?;
    println!("{} weights, {} KB, in {}", rows.len(), text.len() >> 10, path.display());
    Ok(true)
}
