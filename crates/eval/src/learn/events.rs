//! `train-events`: the type of event that holds between two actors, learned from PLV's sentences.
//!
//! The recipe: each sentence of the training file is an example, with its two actors marked; so is, for
//! less, each marked example sentence of the event lexicon. The features are those of
//! `extract/src/event/pair`; the learner is multinomial logistic regression. Which of the events that are offered for a clause is put down is learned
//! from what is offered for the same sentences (by weights that have not seen them), for the lexicon's, and
//! for sentences of our own in which nothing happens (`data/no-events.txt`). What is kept of the file is
//! weights of features, never a sentence. `annalist-eval plv` shows, cross-validated, what they are worth.

use std::path::{Path, PathBuf};

use super::cross::Material;
use super::pairs::Recipe;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    recipe: Recipe,
    /// The folder that the weights go into (default: the lexicon's).
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// What stands at the beginning of each file.
const HEADS: [&str; 2] = [
    "# What holds between two actors: thousandths of log-odds for each event type, learned by\n\
     # `annalist-eval train-events` from PLV's training sentences and the examples of this lexicon.\n\
     # Do not edit by hand.\n",
    "# Which events a coder would put down: thousandths of log-odds, learned by `annalist-eval train-events`\n\
     # from PLV's training sentences and the examples of this lexicon. Do not edit by hand.\n",
];

/// Learns and writes the weights.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some(sentences) = crate::plv::sentences(None)? else { return Ok(true) };
    let mut pipeline = crate::model::pipeline(model)?;
    let material = Material::new(&pipeline, &sentences, args.recipe)?;
    let all: Vec<usize> = (0..sentences.len()).collect();
    let (types, kept) = material.learn(&mut pipeline, &all, args.recipe)?;
    let lexicon = concat!(env!("CARGO_MANIFEST_DIR"), "/../lexicon/en/weights");
    let folder = args.output.clone().unwrap_or_else(|| lexicon.into());
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for ((name, head), text) in
        ["events.tsv", "kept-events.tsv"].iter().zip(HEADS).zip([types, kept])
    {
        let path = folder.join(name);
        let text = head.to_owned() + &text;
        std::fs::write(&path, &text).map_err(|e| format!("{}: {e}", path.display()))?;
        println!("{name}: {} features, {} KB", text.lines().count(), text.len() >> 10);
    }
    println!("from {} pairs", material.len());
    Ok(true)
}
