//! Peak memory over very many documents, or over one very long one.

use std::path::{Path, PathBuf};

use annalist_annotate::Pipeline;
use serde_json::json;

use super::ours;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Texts to repeat, field `text` (default: the 840 PolNeAR train articles).
    #[arg(long, value_name = "FILE.jsonl")]
    data: Option<PathBuf>,
    /// Documents to annotate: the texts over and over.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    documents: usize,
    /// Only so many bytes of each text; 100,000 whole articles take two cores ten minutes.
    #[arg(long, value_name = "N", default_value_t = 2_400)]
    bytes: usize,
    /// Instead, one document of so many words: the texts one after the other, whole.
    #[arg(long, value_name = "N")]
    words: Option<usize>,
    /// Threads.
    #[arg(long, value_name = "N", default_value_t = 2)]
    threads: usize,
    /// Stores the figures in scores/engine.json.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(args: &Args, model: &Path) -> Result<bool, String> {
    let Some(texts) = super::texts(args.data.as_ref(), None)? else { return Ok(true) };
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let held = texts.iter().map(|t| t.len()).sum::<usize>() >> 20;
    let engine = Pipeline::open(model).map_err(|e| e.to_string())?;
    println!("the texts themselves take {held} MB; {}", super::machine());
    if let Some(words) = args.words {
        return long(args, &engine, &texts, words);
    }
    let texts: Vec<&str> = texts.iter().map(|t| &t[..t.floor_char_boundary(args.bytes)]).collect();
    let (mut done, mut words, mut samples) = (0, 0, Vec::new());
    println!("{:>10}{:>12}{:>14}", "documents", "now MB", "highest MB");
    while done < args.documents {
        let these = &texts[..texts.len().min(args.documents - done)];
        words += ours::pass(&engine, these, args.threads).tokens;
        done += these.len();
        if done * 10 / args.documents > samples.len() || done == args.documents {
            let (now, most) = (megabytes("VmRSS")?, megabytes("VmHWM")?);
            println!("{done:>10}{now:>12}{most:>14}");
            samples.push(json!({ "documents": done, "now_mb": now, "highest_mb": most }));
        }
    }
    if args.write {
        let figures = json!({
            "machine": super::machine(),
            "threads": args.threads,
            "texts_mb": held,
            "bytes_of_each": args.bytes,
            "words": words,
            "samples": samples,
        });
        let name = format!("memory, {} documents", args.documents);
        crate::scores::store("engine", &name, None, figures)?;
    }
    Ok(true)
}

fn long(args: &Args, engine: &Pipeline, texts: &[&str], words: usize) -> Result<bool, String> {
    let mut one = String::new();
    let mut count = 0;
    for text in texts.iter().cycle() {
        if count >= words {
            break;
        }
        count += engine.tokenize(text).len();
        one.push_str(text);
        one.push_str("\n\n");
    }
    let before = megabytes("VmRSS")?;
    let pass = ours::pass(engine, &[&one], 1);
    let most = megabytes("VmHWM")?;
    println!(
        "one document of {} words: {:.1} s, {before} MB before, highest {most} MB",
        pass.tokens, pass.seconds
    );
    if args.write {
        let figures = json!({
            "machine": super::machine(),
            "words": pass.tokens,
            "seconds": (pass.seconds * 10.0).round() / 10.0,
            "before_mb": before,
            "highest_mb": most,
        });
        crate::scores::store("engine", "memory, one long document", None, figures)?;
    }
    Ok(true)
}

/// A figure of this process as Linux tells it.
fn megabytes(field: &str) -> Result<usize, String> {
    let path = "/proc/self/status";
    let status = std::fs::read_to_string(path)
        .map_err(|e| format!("{path}: {e}; memory is measured on Linux"))?;
    let line = status.lines().find_map(|l| l.strip_prefix(field));
    let number = line.and_then(|l| l.trim_matches([':', '\t', ' ']).split(' ').next());
    let kilobytes: Option<usize> = number.and_then(|n| n.parse().ok());
    kilobytes.map(|k| k >> 10).ok_or_else(|| format!("{path}: no {field}"))
}
