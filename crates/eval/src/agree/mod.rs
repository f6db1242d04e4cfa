//! `agree`: whether our engine gives spaCy's answers, token by token, with real spaCy beside it.

mod compare;
mod ours;
mod peer;
mod ties;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annalist_annotate::Pipeline;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::scores::share;
use compare::{Difference, LAYERS, Tally};
use peer::Peer;
pub(crate) use peer::python;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Texts to compare on, field `text` or `doctext` (default: the 84 PolNeAR development articles).
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
    #[serde(alias = "docid")]
    id: Option<String>,
    #[serde(alias = "doctext")]
    text: String,
}

impl Row {
    fn name(&self, number: usize) -> String {
        self.id.clone().unwrap_or_else(|| format!("line {}", number + 1))
    }
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
    let engine = Pipeline::open(&model).map_err(|e| e.to_string())?;
    let python = python(args.python.as_deref())?;
    let mut all_well = true;
    for file in &files {
        let rows: Vec<Row> = crate::gold::rows(file, args.limit)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Compared { tally, differences, about } = compare_all(&rows, &engine, &python, &model)?;
        println!("{name}: {} texts, {} tokens, {about}\n", rows.len(), tally.tokens);
        let mut causes: BTreeMap<String, usize> = BTreeMap::new();
        for (row, difference) in &differences {
            println!("{}: {difference}\n", rows[*row].name(*row));
            *causes.entry(difference.cause.clone()).or_default() += 1;
        }
        print(&tally, &causes);
        all_well &= tally.shares().iter().all(|s| *s >= 0.999);
        if args.write {
            let key = format!("{name}, {}", engine.meta().name);
            let figures = figures(rows.len(), &tally, &causes, &about);
            crate::scores::store("agree", &key, None, figures)?;
        }
    }
    Ok(all_well)
}

/// What a comparison found.
struct Compared {
    tally: Tally,
    /// With the number of the row, and with what is known of the cause.
    differences: Vec<(usize, Difference)>,
    /// What ran beside our engine.
    about: String,
}

/// Compares every text.
fn compare_all(
    rows: &[Row],
    engine: &Pipeline,
    python: &Path,
    model: &Path,
) -> Result<Compared, String> {
    let texts = rows.iter().map(|r| Value::from(r.text.as_str())).collect();
    let mut spacy = Peer::start(python, model, texts)?;
    let (about, meta) = (spacy.about.clone(), engine.meta());
    if (&about.version, &about.model) != (&meta.version, &meta.name) {
        return Err(format!(
            "spaCy runs {} {}, our engine {} {}",
            about.model, about.version, meta.name, meta.version
        ));
    }
    let (mut tally, mut differences) = (Tally::default(), Vec::new());
    for (n, row) in rows.iter().enumerate() {
        let theirs = spacy.next()?;
        let ours = ours::tokens(engine, &row.text);
        let found = compare::compare(&row.text, &theirs, &ours, &mut tally);
        differences.extend(found.into_iter().map(|d| (n, d)));
    }
    spacy.finish()?;
    ties::find(rows, &mut differences, engine, python, model)?;
    let about = format!(
        "spaCy {} with {} {}, numpy {}",
        about.spacy, about.model, about.version, about.numpy
    );
    Ok(Compared { tally, differences, about })
}

fn print(tally: &Tally, causes: &BTreeMap<String, usize>) {
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
    if !causes.is_empty() {
        println!("\ndifferences by cause");
    }
    for (cause, count) in causes {
        println!("{count:>7}  {cause}");
    }
}

fn figures(texts: usize, tally: &Tally, causes: &BTreeMap<String, usize>, about: &str) -> Value {
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
        "causes": causes,
    })
}
