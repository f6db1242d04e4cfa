//! `attribution`: who says what, beside PolNeAR's annotators and the peers.

mod data;
mod errors;
mod label;
mod parts;
mod quoted;
mod reporting;
mod scorer;
mod speed;
mod table;

use std::path::Path;

use annalist_doc::Report;

pub(crate) use data::Article;
pub(crate) use errors::Kind;
pub(crate) use label::{Examples, examples};
pub(crate) use reporting::Reporting;
use scorer::Scores;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Scores the 840 training articles in place of the 84 development ones.
    #[arg(long)]
    train: bool,
    /// Scores only the first N articles.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stores the figures in scores/attribution.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
    /// Leaves out what was learned: the rules alone.
    #[arg(long)]
    rules_alone: bool,
    /// Also scores the rules alone and what is learned, a part at a time.
    #[arg(long, conflicts_with = "rules_alone")]
    parts: bool,
    /// Measures documents a second of processor time on one core, on top of the parse.
    #[arg(long)]
    speed: bool,
    /// Prints N errors, spread over the articles, and how often each kind of error occurs.
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
    /// Prints only errors of this kind.
    #[arg(long, value_enum, requires = "errors")]
    errors_kind: Option<Kind>,
    /// Prints only errors of this class of attribution.
    #[arg(long, value_enum, requires = "errors")]
    errors_class: Option<quoted::Class>,
    /// Prints only errors whose cue (of the gold for misses, of the record for extras) has this word.
    #[arg(long, value_name = "WORD", requires = "errors")]
    errors_cue: Option<String>,
}

/// Prints the table; always ends well when the gold can be read.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let name = if args.train { "polnear-train" } else { "polnear-dev" };
    let Some(path) = crate::gold::find(&format!("attribution/{name}.jsonl")) else {
        return Ok(true);
    };
    let articles: Vec<data::Article> = crate::gold::rows(&path, args.limit)?;
    let documents: Result<Vec<_>, String> =
        articles.iter().map(|a| crate::gold::document(&a.id, &a.text, None)).collect();
    let documents = documents?;
    let pipeline = crate::model::pipeline_with(model, args.rules_alone)?;
    let speed = args.speed.then(|| speed::measure(&pipeline, &documents));
    let again = if args.parts { documents.clone() } else { Vec::new() };
    let reports = crate::coding::code(&pipeline, documents);
    let reporting = Reporting::load()?;
    let pages: Result<Vec<scorer::Page>, String> = articles
        .iter()
        .zip(&reports)
        .map(|(a, r)| data::page(a, &r.statements, &reporting))
        .collect();
    let pages = pages?;
    let scores = Scores::of(&pages);
    let outermost = Scores::of(&pages.iter().map(scorer::Page::outermost).collect::<Vec<_>>());
    table::print(name, pages.len(), &scores, &outermost);
    if let Some(speed) = &speed {
        speed.print();
    }
    let parts =
        args.parts.then(|| parts::measure(&articles, again, &reports, model)).transpose()?;
    if let Some(wanted) = args.errors {
        let filter = errors::Filter {
            kind: args.errors_kind,
            class: args.errors_class,
            cue: args.errors_cue.as_deref(),
        };
        errors::print(&articles, &pages, &filter, wanted);
    }
    if args.write {
        let program = reports.first().map(|r: &Report| &r.program);
        let mut figures = table::figures(pages.len(), &scores, &outermost);
        if let Some(speed) = &speed {
            figures["speed"] = speed.json();
        }
        if let Some(parts) = parts {
            figures["parts"] = parts;
        }
        let name = if args.rules_alone { format!("{name}, rules alone") } else { name.to_owned() };
        crate::scores::store("attribution", &name, program, figures)?;
    }
    Ok(true)
}

/// F of strict content and source over records, of all statements and by class.
pub(crate) fn strict(
    articles: &[Article],
    reports: &[Report],
) -> Result<[crate::scores::Rate; 4], String> {
    let scores = scores_of(articles, reports, &Reporting::load()?)?;
    let [direct, mixed, indirect] = scores.classes;
    Ok([scores.strict, direct, mixed, indirect])
}

/// All scores of records.
fn scores_of(
    articles: &[Article],
    reports: &[Report],
    reporting: &Reporting,
) -> Result<Scores, String> {
    let pages: Result<Vec<scorer::Page>, String> = articles
        .iter()
        .zip(reports)
        .map(|(a, r)| data::page(a, &r.statements, reporting))
        .collect();
    Ok(Scores::of(&pages?))
}
