//! Reads JSON lines `{"id", "text"}` and prints their tokens as JSON lines.
//!
//! `annotate_json MODEL [FILE]`
#![allow(clippy::print_stdout)]

use annalist_annotate::{Iob, Pipeline};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let model = args.next().ok_or("usage: annotate_json MODEL [FILE]")?;
    let pipeline = Pipeline::open(model)?;
    let input: Box<dyn BufRead> = match args.next() {
        Some(path) => Box::new(std::io::BufReader::new(std::fs::File::open(path)?)),
        None => Box::new(std::io::stdin().lock()),
    };
    let lines = input.lines().collect::<Result<Vec<_>, _>>()?;
    let records =
        lines.iter().map(|l| serde_json::from_str(l)).collect::<Result<Vec<Value>, _>>()?;
    let texts: Vec<&str> = records.iter().map(|r| r["text"].as_str().unwrap_or("")).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (doc, record) in pipeline.annotate(&texts).iter().zip(&records) {
        let text = record["text"].as_str().unwrap_or("");
        let tokens: Vec<Value> = doc
            .tokens()
            .iter()
            .map(|t| {
                let iob = match t.ent_iob {
                    Iob::Outside => "O",
                    Iob::Begin => "B",
                    Iob::Inside => "I",
                };
                json!([
                    &text[t.range()],
                    doc.norm(t),
                    pipeline.label(t.tag),
                    pipeline.label(t.pos),
                    pipeline.label(t.morph),
                    doc.lemma(t),
                    t.head,
                    pipeline.label(t.dep),
                    iob,
                    pipeline.label(t.ent_type),
                    t.sent_start,
                    t.space_after,
                    t.start,
                ])
            })
            .collect();
        writeln!(out, "{}", json!({"id": record["id"], "tokens": tokens}))?;
    }
    Ok(())
}
