//! `agree`: whether our engine gives spaCy's answers, token by token, with real spaCy beside it.

mod compare;
mod ours;
mod peer;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::scores::share;
use compare::{Difference, LAYERS, Tally};
use peer::Peer;
pub(crate) use peer::python;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Texts to compare on, field `text` (default: the 84 PolNeAR development articles).
    #[arg(long, value_name = "FILE.jsonl", num_args = 1..)]
    data: Vec<PathBuf>,
    /// Compares only the first N texts of each file.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The Python that has spaCy (default: the environment that peers/setup.sh makes).
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,
    /// Stores the figures in scores/agree.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
}

/// A token's annotations, the same from both sides.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Token {
    start: usize,
    end: usize,
    tag: String,
    pos: String,
    morph: String,
    lemma: String,
    head: usize,
    label: String,
    starts_sentence: bool,
    iob: String,
    entity: String,
}

#[derive(Deserialize)]
struct Row {
    id: Option<String>,
    text: String,
}

/// Prints every difference and the shares. `Ok(false)` when a layer agrees on less than 99.9 %.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let mut files = args.data.clone();
    if files.is_empty() {
        match crate::gold::find("attribution/polnear-dev.jsonl") {
            Some(path) => files.push(path),
            None => return Ok(true),
        }
    }
    let model = crate::model::path(model)?;
    let engine = annalist_annotate::Pipeline::open(&model).map_err(|e| e.to_string())?;
    let python = python(args.python.as_deref(), &model)?;
    let mut all_well = true;
    for file in &files {
        let rows: Vec<Row> = crate::gold::rows(file, args.limit)?;
        let mut tally = Tally::default();
        let mut differences: Vec<(String, Difference)> = Vec::new();
        let texts: Vec<String> = rows.iter().map(|r| r.text.clone()).collect();
        let mut spacy = Peer::start(&python, &model, texts)?;
        if spacy.about.version != engine.meta().version || spacy.about.model != engine.meta().name {
            return Err(format!(
                "spaCy runs {} {}, our engine {} {}: run `bash crates/eval/peers/setup.sh {}`",
                spacy.about.model,
                spacy.about.version,
                engine.meta().name,
                engine.meta().version,
                model.display()
            ));
        }
        for (n, row) in rows.iter().enumerate() {
            let theirs = spacy.next()?;
            let ours = ours::tokens(&engine, &row.text);
            let id = row.id.clone().unwrap_or_else(|| format!("line {}", n + 1));
            let found = compare::compare(&row.text, &theirs, &ours, &mut tally);
            differences.extend(found.into_iter().map(|d| (id.clone(), d)));
        }
        let about = spacy.finish()?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        println!(
            "{name}: {} texts, {} tokens, spaCy {} ({} {}, numpy {})\n",
            rows.len(),
            tally.tokens,
            about.spacy,
            about.model,
            about.version,
            about.numpy
        );
        for (id, difference) in &differences {
            println!("{id}: {difference}\n");
        }
        print(&tally);
        all_well &= tally.shares().iter().all(|s| *s >= 0.999);
        if args.write {
            let about = format!("spaCy {}, {} {}", about.spacy, about.model, about.version);
            crate::scores::store("agree", &name, None, figures(rows.len(), &tally, &about))?;
        }
    }
    Ok(all_well)
}

fn print(tally: &Tally) {
    println!("{:<16}{:>10}{:>12}", "layer", "equal", "different");
    for (layer, equal) in LAYERS.iter().zip(tally.equal) {
        println!(
            "{:<16}{:>9.3}%{:>12}",
            layer.name(),
            100.0 * share(equal, tally.tokens),
            tally.tokens - equal
        );
    }
    println!(
        "{:<16}{:>9.3}%{:>12}",
        "all of them",
        100.0 * share(tally.all_equal, tally.tokens),
        tally.tokens - tally.all_equal
    );
    if !tally.causes.is_empty() {
        println!("\ndifferences by likely cause");
    }
    for (cause, count) in &tally.causes {
        println!("{count:>7}  {cause}");
    }
}

fn figures(texts: usize, tally: &Tally, about: &str) -> Value {
    let mut layers = Map::new();
    for (layer, equal) in LAYERS.iter().zip(tally.equal) {
        let shared = json!({
            "equal": equal,
            "different": tally.tokens - equal,
            "per_cent": (share(equal, tally.tokens) * 100_000.0).round() / 1000.0,
        });
        layers.insert(layer.name().to_owned(), shared);
    }
    json!({
        "peer": about,
        "texts": texts,
        "tokens": tally.tokens,
        "all_layers_equal": tally.all_equal,
        "layers": layers,
        "causes": tally.causes,
    })
}
