//! `plv`: what happens between two marked actors, beside PLOVER's coders.

mod choose;
mod data;
mod table;

use std::path::Path;

use annalist_doc::Report;

use choose::{Choice, choose};
pub(crate) use data::{Sentence, in_its_terms};
use table::Scores;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Scores only the first N sentences.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stores the figures in scores/plv.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
    /// Scores what the rules find alone, without what is learned.
    #[arg(long)]
    rules_alone: bool,
    #[command(flatten)]
    recipe: crate::learn::pairs::Recipe,
    /// Prints a line for each of these pairs of least scores (threshold:propose).
    #[arg(long, value_name = "N:N", value_delimiter = ',', allow_hyphen_values = true)]
    sweep: Vec<crate::learn::pairs::Least>,
    /// Prints N sentences with a fault, spread over the file.
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
    /// Prints only errors of this gold type, such as ACCUSE.
    #[arg(long, value_name = "TYPE", requires = "errors")]
    errors_type: Option<String>,
    /// Which fault.
    #[arg(long, value_name = "FAULT", requires = "errors", default_value = "type")]
    errors_kind: table::Fault,
}

/// The sentences of the file; none where the gold is absent.
pub(crate) fn sentences(limit: Option<usize>) -> Result<Option<Vec<Sentence>>, String> {
    let Some(path) = crate::gold::find("events/plv-train.jsonl") else { return Ok(None) };
    let rows: Vec<data::Row> = crate::gold::rows(&path, limit)?;
    rows.into_iter().map(data::Row::read).collect::<Result<Vec<_>, _>>().map(Some)
}

/// Prints the tables; always ends well when the gold can be read.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let Some(sentences) = sentences(args.limit)? else { return Ok(true) };
    let fallback = data::most_frequent(&sentences);
    if !args.sweep.is_empty() {
        let all = crate::learn::cross::validated(model, &sentences, args.recipe, &args.sweep)?;
        for (least, held) in args.sweep.iter().zip(all) {
            let choices = sentences.iter().zip(&held.reports).map(|(s, r)| choose(s, r, &fallback));
            let choices: Vec<Choice> = choices.collect();
            table::line(*least, &Scores::of(&sentences, &held.reports, &choices));
        }
        return Ok(true);
    }
    let (reports, chosen) = if args.rules_alone {
        let documents: Result<Vec<_>, String> =
            sentences.iter().map(|s| crate::gold::document(&s.id, &s.text, None)).collect();
        let pipeline = crate::model::pipeline_with(model, true)?;
        (crate::coding::code(&pipeline, documents?), None)
    } else {
        let least = [args.recipe.least()];
        let mut all = crate::learn::cross::validated(model, &sentences, args.recipe, &least)?;
        let held = all.remove(0);
        (held.reports, Some(held.chosen))
    };
    let choices: Vec<Choice> =
        sentences.iter().zip(&reports).map(|(s, r)| choose(s, r, &fallback)).collect();
    let scores = Scores::of(&sentences, &reports, &choices);
    let given = chosen.map(|kinds| {
        let choices: Vec<Choice> = kinds.into_iter().map(Choice::given).collect();
        Scores::of(&sentences, &reports, &choices)
    });
    table::print(&scores, given.as_ref(), sentences.len());
    if let Some(wanted) = args.errors {
        let of_type = args.errors_type.as_deref();
        table::errors(&sentences, &reports, &choices, (args.errors_kind, of_type), wanted);
    }
    if args.write {
        let program = reports.first().map(|r: &Report| &r.program);
        let mut figures = scores.figures(sentences.len());
        if let (Some(given), Some(all)) = (&given, figures.as_object_mut()) {
            let marked = given.figures(sentences.len());
            all.insert("given_actors_cross_validated".to_owned(), marked["marked"].clone());
        }
        let name = if args.rules_alone { "plv-train, rules alone" } else { "plv-train" };
        crate::scores::store("plv", name, program, figures)?;
    }
    Ok(true)
}
