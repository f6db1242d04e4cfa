//! `run`: the whole main path over real documents, with every promise of the record checked.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use annalist::Pipeline;
use annalist_doc::{Document, Report, WireReport, json_schema};
use annalist_read::{Input, Options};
use jsonschema::Validator;

/// Documents coded and checked together.
const BATCH: usize = 64;

/// What is run where nothing is named: 107 real documents.
const DEFAULT: [&str; 2] = ["attribution/polnear-dev.jsonl", "events/re3d-centcom.jsonl"];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folders, text files and .jsonl files (default: the 84 PolNeAR dev and 23 CENTCOM articles).
    paths: Vec<PathBuf>,
    /// Runs only the first N documents of each.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The column of .jsonl files that holds the text.
    #[arg(long, default_value = "text")]
    text_column: String,
    /// Codes every document again, alone, and compares: the same input must give the same bytes.
    #[arg(long)]
    again: bool,
}

/// Counts over the run.
#[derive(Default)]
struct Totals {
    documents: usize,
    characters: usize,
    violations: usize,
    coding: Duration,
    layers: [usize; LAYERS.len()],
}

/// A layer's name and its number of rows in a record.
type Layer = (&'static str, fn(&Report) -> usize);

const LAYERS: [Layer; 11] = [
    ("sentences", |r| r.sentences.len()),
    ("mentions", |r| r.mentions.len()),
    ("entities", |r| r.entities.len()),
    ("times", |r| r.times.len()),
    ("places", |r| r.places.len()),
    ("statements", |r| r.statements.len()),
    ("events", |r| r.events.len()),
    ("figures", |r| r.figures.len()),
    ("claims", |r| r.claims.len()),
    ("claim links", |r| r.claim_links.len()),
    ("warnings", |r| r.warnings.len()),
];

/// Codes everything and checks every record. `Ok(false)` when any promise is broken.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let mut paths = args.paths.clone();
    if paths.is_empty() {
        paths = DEFAULT.iter().filter_map(|name| crate::gold::find(name)).collect();
    }
    if paths.is_empty() {
        return Ok(true);
    }
    let pipeline = crate::model::pipeline(model)?;
    let schema = jsonschema::validator_for(&json_schema()).map_err(|e| format!("schema: {e}"))?;
    let mut totals = Totals::default();
    let options = Options { text_column: args.text_column.clone(), ..Options::default() };
    for path in &paths {
        let documents = annalist_read::open(Input::Path(path.clone()), &options);
        let mut batch = Vec::with_capacity(BATCH);
        for document in documents.take(args.limit.unwrap_or(usize::MAX)) {
            match document {
                Ok(document) => batch.push(document),
                Err(error) => totals.broken(&error),
            }
            if batch.len() == BATCH {
                totals.batch(&pipeline, &schema, args.again, std::mem::take(&mut batch));
            }
        }
        totals.batch(&pipeline, &schema, args.again, batch);
    }
    totals.print();
    Ok(totals.violations == 0)
}

impl Totals {
    fn broken(&mut self, what: &dyn Display) {
        self.violations += 1;
        println!("BROKEN  {what}");
    }

    /// Codes a batch; when that panics, its documents one by one, to name the one at fault.
    fn batch(
        &mut self,
        pipeline: &Pipeline,
        schema: &Validator,
        again: bool,
        documents: Vec<Document>,
    ) {
        let begin = Instant::now();
        let together =
            catch_unwind(AssertUnwindSafe(|| crate::coding::code(pipeline, documents.clone())));
        self.coding += begin.elapsed();
        let coded = match together {
            Ok(reports) if reports.len() == documents.len() => reports,
            _ => documents.iter().filter_map(|d| self.alone(pipeline, d)).collect(),
        };
        for report in &coded {
            self.documents += 1;
            self.characters += report.document.text.chars().count();
            for (sum, (_, count)) in self.layers.iter_mut().zip(LAYERS) {
                *sum += count(report);
            }
            let mut broken = broken_promises(report, schema);
            if again {
                let document = documents.iter().find(|d| same(d, &report.document));
                let second = document.and_then(|d| self.alone(pipeline, d));
                if second.is_some_and(|s| s != *report) {
                    broken.push("another record when coded alone".to_owned());
                }
            }
            for what in broken {
                self.broken(&format!("{}: {what}", name(&report.document)));
            }
        }
    }

    fn alone(&mut self, pipeline: &Pipeline, document: &Document) -> Option<Report> {
        let coded = catch_unwind(AssertUnwindSafe(|| pipeline.code(vec![document.clone()])));
        let report = coded.ok().and_then(|mut reports| reports.pop());
        if report.is_none() {
            self.broken(&format!("{}: the program failed on it", name(document)));
        }
        report
    }

    fn print(&self) {
        for (sum, (layer, _)) in self.layers.iter().zip(LAYERS) {
            println!("{layer:<12}{sum:>9}{:>9.1} a document", ratio(*sum, self.documents));
        }
        let seconds = self.coding.as_secs_f64();
        println!(
            "\n{} documents, {} characters, coded in {seconds:.2} s: {:.1} documents a second \
             (all cores, checks excluded)",
            self.documents,
            self.characters,
            self.documents as f64 / seconds.max(1e-9)
        );
        match self.violations {
            0 => println!("all spans valid, all records whole, all JSON as the schema says"),
            n => println!("{n} promises broken"),
        }
    }
}

fn ratio(sum: usize, documents: usize) -> f64 {
    if documents == 0 { 0.0 } else { sum as f64 / documents as f64 }
}

fn same(a: &Document, b: &Document) -> bool {
    a.id == b.id && a.source == b.source
}

fn name(document: &Document) -> String {
    let uri = document.source.uri.as_deref().unwrap_or("-");
    document.source.id.as_ref().map_or_else(|| uri.to_owned(), |id| format!("{uri}, {id}"))
}

/// Everything that is wrong with a record.
fn broken_promises(report: &Report, schema: &Validator) -> Vec<String> {
    let mut broken = Vec::new();
    if let Err(span) = report.check_spans() {
        broken.push(format!("span {}..{} does not fit the text", span.start, span.end));
    }
    broken.extend(dangling(report).into_iter().map(|what| format!("{what} does not exist")));
    let json = report.clone().into_wire().to_json();
    match WireReport::from_json(&json) {
        Ok(wire) if wire.clone().into_report() != *report => {
            broken.push("another record after its way through JSON".to_owned());
        }
        Ok(wire) if wire.to_json() != json => broken.push("other JSON the second time".to_owned()),
        Ok(_) => {}
        Err(error) => broken.push(error.to_string()),
    }
    match serde_json::from_str(&json) {
        Ok(value) => {
            for error in schema.iter_errors(&value).take(3) {
                broken
                    .push(format!("not as the schema says: {error} at {}", error.instance_path()));
            }
        }
        Err(error) => broken.push(format!("not JSON: {error}")),
    }
    broken
}

/// References to rows that are not there.
fn dangling(report: &Report) -> Vec<String> {
    let mut all = Vec::new();
    let mut check = |id: &dyn Display, index: usize, len: usize| {
        if index >= len {
            all.push(id.to_string());
        }
    };
    let entities = report.entities.len();
    for mention in &report.mentions {
        check(&mention.entity, mention.entity.index(), entities);
    }
    for entity in &report.entities {
        entity.mentions.iter().for_each(|m| check(m, m.index(), report.mentions.len()));
        entity.affiliation.iter().for_each(|e| check(e, e.index(), entities));
    }
    for statement in &report.statements {
        let source = &statement.source;
        source.mention.iter().for_each(|m| check(m, m.index(), report.mentions.len()));
        source.entity.iter().for_each(|e| check(e, e.index(), entities));
        statement.parent.iter().for_each(|s| check(s, s.index(), report.statements.len()));
        statement.time.iter().for_each(|t| check(t, t.index(), report.times.len()));
    }
    for event in &report.events {
        let arguments = event.arguments.iter().filter_map(|a| a.entity);
        arguments.for_each(|e| check(&e, e.index(), entities));
        event.time.iter().for_each(|t| check(t, t.index(), report.times.len()));
        event.place.iter().for_each(|p| check(p, p.index(), report.places.len()));
        event.figures.iter().for_each(|f| check(f, f.index(), report.figures.len()));
        event.according_to.iter().for_each(|s| check(s, s.index(), report.statements.len()));
    }
    for claim in &report.claims {
        check(&claim.event, claim.event.index(), report.events.len());
        claim.by.iter().for_each(|e| check(e, e.index(), entities));
        claim.statement.iter().for_each(|s| check(s, s.index(), report.statements.len()));
    }
    for link in &report.claim_links {
        check(&link.from, link.from.index(), report.claims.len());
        check(&link.to, link.to.index(), report.claims.len());
    }
    all
}
