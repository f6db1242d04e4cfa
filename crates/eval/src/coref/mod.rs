//! `coref`: who is who within a document, beside GUM's annotators.

mod across;
mod align;
pub(crate) mod events;
mod gum;
mod links;
mod scorer;

use std::path::Path;

use annalist_doc::Report;
use serde_json::{Map, Value, json};

use crate::scores::{Rate, percent};
use align::{Aligned, How};
use links::Links;
use scorer::{Scores, conll};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Scores the 19 interviews in place of the 16 news documents.
    #[arg(long)]
    interviews: bool,
    /// Scores only the first N documents.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stores the figures in scores/coref.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
    /// Prints N wrong and N missed links, spread over the documents.
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
}

/// One way of scoring, over all documents.
struct Table {
    name: &'static str,
    scores: Scores,
}

/// Prints the figures; always ends well when the gold can be read.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let genre = if args.interviews { "interview" } else { "news" };
    let Some(folder) = crate::gold::find("coref") else { return Ok(true) };
    let gold = gum::documents(&folder, &format!("GUM_{genre}_"), args.limit)?;
    let documents: Result<Vec<_>, String> =
        gold.iter().map(|d| crate::gold::document(&d.id, &d.text, d.date.as_deref())).collect();
    let pipeline = crate::model::pipeline(model)?;
    let reports = crate::coding::code(&pipeline, documents?);
    let mut tables = [
        Table { name: "by head, no singletons", scores: Scores::default() },
        Table { name: "by head, singletons kept", scores: Scores::default() },
        Table { name: "exact spans, no singletons", scores: Scores::default() },
    ];
    let mut links = Links::default();
    for (document, report) in gold.iter().zip(&reports) {
        let by_head = Aligned::new(document, report, How::Head);
        let exact = Aligned::new(document, report, How::Exact);
        tables[0].scores.add(&by_head, false);
        tables[1].scores.add(&by_head, true);
        tables[2].scores.add(&exact, false);
        links.add(document, report, &by_head);
    }
    let name = format!("gum-{genre}");
    print(&name, gold.len(), &tables, &links);
    if let Some(wanted) = args.errors {
        links.show(wanted);
    }
    if args.write {
        let program = reports.first().map(|r: &Report| &r.program);
        let figures = figures(gold.len(), &tables, &links);
        crate::scores::store("coref", &name, program, figures)?;
    }
    Ok(true)
}

fn print(name: &str, documents: usize, tables: &[Table], links: &Links) {
    println!("{name}: {documents} documents\n");
    println!("{:<28}{:>8}{:>7}{:>7}{:>8}", "", "P", "R", "F", "CoNLL");
    for table in tables {
        println!("{:<52}{:>6.1}", table.name, 100.0 * conll(&table.scores));
        for (metric, p, r, f) in table.scores.rows() {
            println!("  {metric:<26}{:>8.1}{:>7.1}{:>7.1}", 100.0 * p, 100.0 * r, 100.0 * f);
        }
    }
    println!("\nlinks to the nearest earlier mention of the right kind (by head)");
    println!("{:<28}{:>8}{:>7}{:>7}{:>8}{:>7}", "", "P", "R", "F", "found", "gold");
    for (kind, rate) in links.rows() {
        let Rate { found, gold, .. } = rate;
        let [p, r, f] = [rate.precision(), rate.recall(), rate.f()].map(|x| 100.0 * x);
        println!("  {kind:<26}{p:>8.1}{r:>7.1}{f:>7.1}{found:>8}{gold:>7}");
    }
}

fn figures(documents: usize, tables: &[Table], links: &Links) -> Value {
    let mut all = Map::new();
    all.insert("documents".to_owned(), json!(documents));
    for table in tables {
        let mut one = Map::new();
        one.insert("conll_f".to_owned(), json!(percent(conll(&table.scores))));
        for (metric, p, r, f) in table.scores.rows() {
            let row = json!({"precision": percent(p), "recall": percent(r), "f": percent(f)});
            one.insert(metric.to_owned(), row);
        }
        all.insert(table.name.to_owned(), Value::Object(one));
    }
    for (kind, rate) in links.rows() {
        all.insert(format!("links: {kind}"), rate.json());
    }
    Value::Object(all)
}
