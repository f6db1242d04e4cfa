//! `time`: when things happened, beside TimeBank's and AQUAINT's annotators and HeidelTime.

mod data;
mod errors;
mod scorer;
mod speed;

use std::path::{Path, PathBuf};

use serde_json::json;

pub(crate) use errors::Kind;
use scorer::{Counts, Pairs};

use crate::scores::percent;

/// What HeidelTime reaches by the same scorer, as `gold/README.md` has it: strict, relaxed, value.
const HEIDELTIME: [(&str, [f64; 3]); 2] =
    [("timebank", [85.3, 91.9, 79.6]), ("aquaint", [81.3, 92.5, 73.1])];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this data set (timebank or aquaint).
    #[arg(long, value_name = "NAME")]
    data: Option<String>,
    /// Scores only the first N documents of each.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stores the figures in scores/time.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
    /// Prints the first N errors, and how often each kind of error occurs.
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
    /// Prints only errors of this kind.
    #[arg(long, value_enum, requires = "errors")]
    errors_kind: Option<Kind>,
    /// A lexicon folder to use in place of the one built in: rules can be tried without building.
    #[arg(long, value_name = "FOLDER", conflicts_with = "write")]
    lexicon: Option<PathBuf>,
    /// Measures documents a second of processor time on one core, on top of the parse.
    #[arg(long)]
    speed: bool,
}

/// Prints the table; always ends well when the gold can be read.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let config = annalist::Config { lexicon: args.lexicon.clone(), ..Default::default() };
    let pipeline = crate::model::configured(model, config)?;
    let chosen =
        HEIDELTIME.iter().filter(|(name, _)| args.data.as_deref().is_none_or(|d| d == *name));
    let mut lines = Vec::new();
    println!(
        "{:<36}{:>8}{:>9}{:>8}{:>8}{:>8}{:>7}",
        "", "strict F", "relaxed F", "value F", "type F", "found", "gold"
    );
    for (name, peer) in chosen {
        let Some(path) = crate::gold::find(&format!("time/{name}.jsonl")) else { continue };
        let articles: Vec<data::Article> = crate::gold::rows(&path, args.limit)?;
        let documents: Result<Vec<_>, String> =
            articles.iter().map(|a| crate::gold::document(&a.id, &a.text, a.published())).collect();
        let documents = documents?;
        let speed = args.speed.then(|| speed::measure(&pipeline, &documents));
        let reports = crate::coding::code(&pipeline, documents);
        let mut counts = Counts::default();
        for (article, report) in articles.iter().zip(&reports) {
            let (gold, found) = (article.gold()?, data::found(report));
            let pairs = Pairs::of(&gold, &found);
            counts.add(&gold, &found, &pairs);
            lines.extend(errors::of(article, &gold, &found, &pairs));
        }
        let row = [counts.strict, counts.relaxed, counts.value, counts.kind]
            .map(|right| percent(counts.f(right)));
        println!(
            "{:<36}{:>8.1}{:>9.1}{:>8.1}{:>8.1}{:>8}{:>7}",
            format!("{name}, {} documents", articles.len()),
            row[0],
            row[1],
            row[2],
            row[3],
            counts.found,
            counts.gold
        );
        println!("{:<36}{:>8.1}{:>9.1}{:>8.1}", "  HeidelTime", peer[0], peer[1], peer[2]);
        if let Some(speed) = &speed {
            println!("  {speed}");
        }
        if args.write {
            let mut figures = json!({
                "documents": articles.len(),
                "strict F": row[0], "relaxed F": row[1], "value F": row[2], "type F": row[3],
                "found": counts.found, "gold": counts.gold,
                "HeidelTime": {"strict F": peer[0], "relaxed F": peer[1], "value F": peer[2]},
            });
            if let Some(speed) = &speed {
                figures["documents a second of processor time, on top of the parse"] =
                    json!(speed.documents().round());
            }
            crate::scores::store("time", name, reports.first().map(|r| &r.program), figures)?;
        }
    }
    if let Some(wanted) = args.errors {
        errors::print(&lines, args.errors_kind, wanted);
    }
    Ok(true)
}
