//! `plv`: what happens between two marked actors, beside PLOVER's coders.

mod choose;
mod data;
mod table;

use std::path::Path;

use annalist_doc::Report;

use choose::{Choice, choose};
use table::Scores;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Scores only the first N sentences.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stores the figures in scores/plv.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
    /// Prints N sentences whose type is wrong, spread over the file.
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
    /// Prints only errors of this gold type, such as ACCUSE.
    #[arg(long, value_name = "TYPE", requires = "errors")]
    errors_type: Option<String>,
}

/// Prints the tables; always ends well when the gold can be read.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some(path) = crate::gold::find("events/plv-train.jsonl") else { return Ok(true) };
    let rows: Vec<data::Row> = crate::gold::rows(&path, args.limit)?;
    let sentences: Result<Vec<data::Sentence>, String> =
        rows.into_iter().map(data::Row::read).collect();
    let sentences = sentences?;
    let documents: Result<Vec<_>, String> =
        sentences.iter().map(|s| crate::gold::document(&s.id, &s.text, None)).collect();
    let pipeline = crate::model::pipeline(model)?;
    let reports = crate::coding::code(&pipeline, documents?);
    let fallback = data::most_frequent(&sentences);
    let choices: Vec<Choice> =
        sentences.iter().zip(&reports).map(|(s, r)| choose(s, r, &fallback)).collect();
    let scores = Scores::of(&sentences, &reports, &choices);
    scores.print(sentences.len());
    if let Some(wanted) = args.errors {
        let of_type = args.errors_type.as_deref();
        table::errors(&sentences, &reports, &choices, of_type, wanted);
    }
    if args.write {
        let program = reports.first().map(|r: &Report| &r.program);
        crate::scores::store("plv", "plv-train", program, scores.figures(sentences.len()))?;
    }
    Ok(true)
}
