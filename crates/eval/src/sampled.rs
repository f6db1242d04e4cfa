//! `events-sampled`: a sample of events from re3d's releases for a reader to judge, and what a reader judged.
//!
//! The judgement is kept in `data/events-judged.tsv`: the seed, the number of the document, the bytes of the
//! trigger, the type, and `right` or what is wrong (`type`, `actor`, `recipient`, `polarity`, `none`: no
//! event at all). No text is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use annalist_doc::{Event, Report, Role};
use serde::Deserialize;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which sample.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many events.
    #[arg(long, value_name = "N", default_value_t = 100)]
    count: usize,
    /// Prints a fresh sample to judge; else how the judged ones came out.
    #[arg(long)]
    print: bool,
    /// Prints a sample of another file of the gold folder whose rows have a text.
    #[arg(
        long,
        value_name = "NAME",
        requires = "print",
        default_value = "events/re3d-centcom.jsonl"
    )]
    set: String,
    /// Reads only the first N documents.
    #[arg(long, value_name = "N", requires = "print")]
    limit: Option<usize>,
    /// Prints all events of the lines of a file, each a document.
    #[arg(long, value_name = "FILE", conflicts_with = "print")]
    lines: Option<std::path::PathBuf>,
    /// Stores how the judged ones came out in scores/events-sampled.json.
    #[arg(long, conflicts_with_all = ["print", "lines"])]
    write: bool,
}

const JUDGED: &str = include_str!("../data/events-judged.tsv");

/// What a verdict may be.
const VERDICTS: [&str; 6] = ["right", "type", "actor", "recipient", "polarity", "none"];

#[derive(Deserialize)]
struct Row {
    #[serde(alias = "doctext")]
    text: String,
}

/// Prints the sample, or the precision that was judged.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let judged = judged(JUDGED)?;
    if let Some(path) = &args.lines {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let documents: Result<Vec<_>, String> = text
            .lines()
            .filter(|l| !l.is_empty())
            .enumerate()
            .map(|(n, line)| crate::gold::document(&n.to_string(), line, None))
            .collect();
        let reports = crate::coding::code(&crate::model::pipeline(model)?, documents?);
        for report in &reports {
            println!("{}", report.document.text);
            report.events.iter().for_each(|e| print_event(report, e));
        }
        return Ok(true);
    }
    let Some(path) = crate::gold::find(&args.set) else {
        print_judged(&judged, None);
        return Ok(true);
    };
    let rows: Vec<Row> = crate::gold::rows(&path, args.limit)?;
    let documents: Result<Vec<_>, String> = rows
        .iter()
        .enumerate()
        .map(|(n, row)| crate::gold::document(&n.to_string(), &row.text, None))
        .collect();
    let reports = crate::coding::code(&crate::model::pipeline(model)?, documents?);
    if args.print {
        for (n, event) in sample(&reports, args.seed, args.count) {
            let (start, end) = (event.trigger.start, event.trigger.end);
            println!("{}\t{n}\t{start}\t{end}\t{}\tright", args.seed, event.kind);
            let report = &reports[n];
            let sentence = report.sentences.iter().find(|s| s.contains(event.trigger));
            let words = sentence.map_or("", |s| s.of(&report.document.text));
            println!("    {}", words.replace('\n', " "));
            print_event(report, event);
        }
    } else {
        print_judged(&judged, Some(&reports));
    }
    if args.write {
        let program = reports.first().map(|r| &r.program);
        crate::scores::store("events-sampled", "re3d-centcom", program, figures(&judged))?;
    }
    Ok(true)
}

/// Events of the records in an order that only the seed decides.
fn sample(reports: &[Report], seed: u64, count: usize) -> Vec<(usize, &Event)> {
    let mut all: Vec<(u64, usize, &Event)> = Vec::new();
    for (n, report) in reports.iter().enumerate() {
        for event in &report.events {
            // What an event is drawn by is its place, so that it is drawn again when others change.
            let mut state = seed
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .wrapping_add(((n as u64) << 32) | u64::from(event.trigger.start));
            for _ in 0..2 {
                state = (state ^ (state >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            }
            all.push((state ^ (state >> 29), n, event));
        }
    }
    all.sort_by_key(|(key, n, e)| (*key, *n, e.trigger));
    all.truncate(count);
    all.into_iter().map(|(_, n, event)| (n, event)).collect()
}

fn print_event(report: &Report, event: &Event) {
    let text = &report.document.text;
    let words = |role: Role| -> Vec<&str> {
        event.arguments.iter().filter(|a| a.role == role).map(|a| a.span.of(text)).collect()
    };
    println!(
        "    «{}» {} {:?} {:?} actor {:?} recipient {:?}",
        event.trigger.of(text),
        event.codes.plover,
        event.polarity,
        event.modality,
        words(Role::Actor),
        words(Role::Recipient)
    );
}

/// A judged event.
struct Judged<'t> {
    seed: u64,
    document: usize,
    trigger: (u32, u32),
    kind: &'t str,
    verdict: &'t str,
}

fn judged(text: &str) -> Result<Vec<Judged<'_>>, String> {
    let rows = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    rows.map(|(n, line)| {
        let wrong = || {
            format!("events-judged.tsv, line {}: expected seed, document, start, end, type and one of {VERDICTS:?}", n + 1)
        };
        let parts: Vec<&str> = line.split('\t').collect();
        let [seed, document, start, end, kind, verdict] = parts[..] else { return Err(wrong()) };
        if !VERDICTS.contains(&verdict) {
            return Err(wrong());
        }
        let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
        Ok(Judged {
            seed: u64::from(number(seed)?),
            document: number(document)? as usize,
            trigger: (number(start)?, number(end)?),
            kind,
            verdict,
        })
    })
    .collect()
}

/// For each sample how many were judged, and how many were right.
fn figures(all: &[Judged<'_>]) -> serde_json::Value {
    let mut samples = serde_json::Map::new();
    for seed in all.iter().map(|j| j.seed).collect::<BTreeSet<u64>>() {
        let of = || all.iter().filter(move |j| j.seed == seed);
        let (judged, right) = (of().count(), of().filter(|j| j.verdict == "right").count());
        let share = crate::scores::percent(right as f64 / judged.max(1) as f64);
        let row = serde_json::json!({ "judged": judged, "right": right, "precision": share });
        samples.insert(format!("sample {seed}"), row);
    }
    samples.into()
}

fn print_judged(all: &[Judged<'_>], reports: Option<&[Report]>) {
    let seeds: BTreeSet<u64> = all.iter().map(|j| j.seed).collect();
    println!(
        "events of re3d's releases, read by eye: type, actor, recipient and polarity all right"
    );
    for seed in seeds {
        let of: Vec<&Judged<'_>> = all.iter().filter(|j| j.seed == seed).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        of.iter().for_each(|j| *counts.entry(j.verdict).or_default() += 1);
        let right = counts.get("right").copied().unwrap_or(0);
        println!("sample {seed}: {right} of {}, {counts:?}", of.len());
        let Some(reports) = reports else { continue };
        let there = |j: &&&Judged<'_>| {
            reports.get(j.document).is_some_and(|r| {
                let same = |e: &Event| (e.trigger.start, e.trigger.end) == j.trigger;
                r.events.iter().any(|e| same(e) && e.kind == j.kind)
            })
        };
        let kept = of.iter().filter(there).count();
        let still = of.iter().filter(|j| j.verdict == "right").filter(there).count();
        println!("    in today's records still: {kept} of them, {still} of the right ones");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_checked() {
        assert_eq!(judged("# remark\n1\t2\t3\t4\tAID\tright\n").unwrap().len(), 1);
        assert!(judged("1\t2\t3\t4\tAID\tfine").is_err_and(|e| e.contains("line 1")));
        assert!(judged(JUDGED).is_ok());
    }
}
