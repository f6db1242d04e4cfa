//! `pages`: the text and the facts of web pages, beside Python's trafilatura.

mod facts;
mod peer;
mod scorer;

use std::io::Read;
use std::path::PathBuf;

use annalist_doc::{Format, Source};
use annalist_read::html::{Hints, Page, page};
use cpu_time::ProcessTime;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use facts::{Facts, Right};
use scorer::{Overlap, averages};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The sets of pages: pages/NAME.jsonl of the gold data.
    #[arg(long = "set", value_name = "NAME", default_values = ["news181", "fundus80"])]
    sets: Vec<String>,
    /// Scores only the first N pages of each set.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Without Python's trafilatura beside it.
    #[arg(long)]
    alone: bool,
    /// The Python that has trafilatura (default: the environment that peers/pages-setup.sh makes).
    #[arg(long, value_name = "PATH", conflicts_with = "alone")]
    python: Option<PathBuf>,
    /// Prints the N pages with the worst text.
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Prints what was found about each page.
    #[arg(long)]
    facts: bool,
    /// Writes what was found, a page a line, for a closer look.
    #[arg(long, value_name = "FILE.jsonl")]
    output: Option<PathBuf>,
    /// Stores the figures in scores/pages.json.
    #[arg(long, conflicts_with_all = ["limit"])]
    write: bool,
}

/// A page of the gold.
#[derive(Deserialize)]
struct Row {
    id: String,
    url: Option<String>,
    body: String,
    file: PathBuf,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// What one program reaches on one set.
struct Outcome {
    pages: Vec<Overlap>,
    facts: Right,
    /// Seconds of processor time.
    seconds: f64,
}

pub(crate) fn run(args: &Args) -> Result<bool, String> {
    let python = if args.alone { None } else { Some(peer::python(args.python.as_deref())?) };
    let mut output = String::new();
    for set in &args.sets {
        let Some(path) = crate::gold::find(&format!("pages/{set}.jsonl")) else { continue };
        let folder = path.parent().map(std::path::Path::to_path_buf).unwrap_or_default();
        let rows: Vec<Row> = crate::gold::rows(&path, args.limit)?;
        let files: Vec<PathBuf> = rows.iter().map(|row| folder.join(&row.file)).collect();
        let ours = ours(args, &rows, &files, &mut output)?;
        println!("{set}: {} pages\n", rows.len());
        println!(
            "{:<28}{:>8}{:>8}{:>8}{:>11}   {}",
            "",
            "P",
            "R",
            "F",
            "pages/s",
            Right::NAMES.join(", ")
        );
        line("Annalist", &ours);
        let mut figures = json!({"Annalist": json(&ours)});
        if let Some(python) = &python {
            let (version, answers) = peer::run(python, &files)?;
            let theirs = theirs(&rows, &answers);
            line(&version, &theirs);
            let faster = theirs.seconds / ours.seconds.max(1e-9);
            println!("{:<28}{faster:.1} times as many pages a second of one core's time", "");
            figures[version] = json(&theirs);
            figures["times as fast"] = json!((faster * 10.0).round() / 10.0);
        }
        println!();
        worst(&rows, &ours.pages, args.errors);
        if args.write {
            crate::scores::store("pages", set, None, figures)?;
        }
    }
    if let Some(path) = &args.output {
        std::fs::write(path, output).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(true)
}

/// Reads every page, and the text of the blocks that are read.
fn ours(
    args: &Args,
    rows: &[Row],
    files: &[PathBuf],
    output: &mut String,
) -> Result<Outcome, String> {
    let mut outcome = Outcome { pages: Vec::new(), facts: Right::default(), seconds: 0.0 };
    for (row, file) in rows.iter().zip(files) {
        let bytes = bytes(file)?;
        let source = Source {
            uri: row.url.clone(),
            format: Format::Html,
            id: Some(row.id.clone()),
            ..Source::default()
        };
        let hints = Hints { uri: row.url.clone(), ..Hints::default() };
        let start = ProcessTime::now();
        let found = page(&bytes, source, &hints);
        outcome.seconds += start.elapsed().as_secs_f64();
        let (text, facts) = match &found {
            Ok(page) => (read_text(page), facts_of(page)),
            Err(_) => (String::new(), Facts::default()),
        };
        outcome.pages.push(Overlap::of(&row.body, &text));
        outcome.facts.add(&Facts::of(&Value::Object(row.rest.clone())), &facts);
        if args.facts {
            println!("{}", row.file.display());
            let place = |place| format!("{place:?}");
            match &found {
                Ok(page) => {
                    let document = &page.document;
                    let told = document.source.told;
                    println!("  title   {:?} {}", facts.title, place(told.title));
                    println!("  authors {:?} {}", page.authors, place(told.byline));
                    println!("  date    {:?} {}", facts.date, place(told.published));
                    println!(
                        "  site    {:?} {}, language {:?}",
                        document.site,
                        place(told.site),
                        document.language
                    );
                    println!(
                        "  url     {:?}",
                        document.source.canonical.as_ref().or(row.url.as_ref())
                    );
                }
                Err(error) => println!("  {error}"),
            }
        }
        if args.output.is_some() {
            let page = json!({"id": row.id, "text": text, "title": facts.title, "date": facts.date, "authors": facts.authors});
            output.push_str(&page.to_string());
            output.push('\n');
        }
    }
    Ok(outcome)
}

/// The text as the program reads it: captions are kept in a document, but not read.
fn read_text(page: &Page) -> String {
    let document = &page.document;
    let blocks = document.blocks.iter().filter(|block| block.kind.is_read());
    blocks.map(|block| block.span.of(&document.text)).collect::<Vec<_>>().join("\n")
}

fn facts_of(page: &Page) -> Facts {
    Facts {
        title: page.document.title.clone(),
        date: page.document.published.as_ref().map(|p| p.value.clone()),
        authors: (!page.authors.is_empty()).then(|| page.authors.clone()),
    }
}

fn theirs(rows: &[Row], answers: &[peer::Answer]) -> Outcome {
    let mut outcome = Outcome { pages: Vec::new(), facts: Right::default(), seconds: 0.0 };
    for (row, answer) in rows.iter().zip(answers) {
        outcome.pages.push(Overlap::of(&row.body, &answer.text));
        outcome.facts.add(&Facts::of(&Value::Object(row.rest.clone())), &Facts::of(&answer.facts));
        outcome.seconds += answer.seconds;
    }
    outcome
}

fn bytes(file: &std::path::Path) -> Result<Vec<u8>, String> {
    let complaint = |e: std::io::Error| format!("{}: {e}", file.display());
    let from = std::fs::File::open(file).map_err(complaint)?;
    let mut bytes = Vec::new();
    if file.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(from).read_to_end(&mut bytes).map_err(complaint)?;
    } else {
        std::io::BufReader::new(from).read_to_end(&mut bytes).map_err(complaint)?;
    }
    Ok(bytes)
}

fn line(name: &str, outcome: &Outcome) {
    let [p, r, f] = averages(&outcome.pages);
    let rate = outcome.pages.len() as f64 / outcome.seconds.max(1e-9);
    let facts =
        outcome.facts.right.iter().zip(outcome.facts.gold).map(|(right, gold)| match gold {
            0 => "–".to_owned(),
            gold => format!("{right} of {gold}"),
        });
    let facts: Vec<String> = facts.collect();
    println!("{name:<28}{p:>8.4}{r:>8.4}{f:>8.4}{rate:>11.1}   {}", facts.join(", "));
}

fn json(outcome: &Outcome) -> Value {
    let [p, r, f] = averages(&outcome.pages).map(|share| (share * 10_000.0).round() / 10_000.0);
    let mut all = json!({
        "pages": outcome.pages.len(), "precision": p, "recall": r, "f": f,
        "pages a second of processor time": (outcome.pages.len() as f64 / outcome.seconds.max(1e-9)).round(),
    });
    for (at, name) in Right::NAMES.iter().enumerate() {
        if outcome.facts.gold[at] > 0 {
            all[*name] = json!({"gold": outcome.facts.gold[at], "right": outcome.facts.right[at]});
        }
    }
    all
}

/// The pages whose text is farthest from the gold's.
fn worst(rows: &[Row], pages: &[Overlap], wanted: usize) {
    let mut all: Vec<(&Row, &Overlap)> = rows.iter().zip(pages).collect();
    all.sort_by(|a, b| {
        (a.1.precision() + a.1.recall()).total_cmp(&(b.1.precision() + b.1.recall()))
    });
    for (row, overlap) in all.into_iter().take(wanted) {
        println!(
            "{:<26} P {:.3} R {:.3}  {} right, {} extra, {} missing  {}",
            row.file.display(),
            overlap.precision(),
            overlap.recall(),
            overlap.both,
            overlap.extra,
            overlap.missing,
            row.url.as_deref().unwrap_or("")
        );
    }
}
