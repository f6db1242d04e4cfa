//! From the wheel to the first token, each time in a process of its own.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use annalist_annotate::Pipeline;
use serde_json::json;

use super::median;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Processes started one after the other; their median counts.
    #[arg(long, value_name = "N", default_value_t = 11)]
    rounds: usize,
    /// One start in this process: prints its milliseconds.
    #[arg(long, hide = true)]
    once: bool,
    /// Stores the figures in scores/engine.json.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(args: &Args, model: &Path) -> Result<bool, String> {
    if args.once {
        let start = Instant::now();
        let engine = Pipeline::open(model).map_err(|e| e.to_string())?;
        let docs = engine.annotate(&["Rain fell."]);
        println!("{}", start.elapsed().as_secs_f64() * 1000.0);
        return Ok(docs.first().is_some_and(|d| !d.is_empty()));
    }
    let me = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut all = Vec::new();
    // The first one warms the operating system's cache and does not count.
    for round in 0..=args.rounds {
        let out = Command::new(&me)
            .arg("--model")
            .arg(model)
            .args(["engine", "start", "--once"])
            .output()
            .map_err(|e| format!("{}: {e}", me.display()))?;
        let line = String::from_utf8_lossy(&out.stdout);
        let time: f64 = line.trim().parse().map_err(|_| {
            format!("a start failed: {}", String::from_utf8_lossy(&out.stderr).trim())
        })?;
        if round > 0 {
            all.push(time);
        }
    }
    let (least, most) = all.iter().fold((f64::MAX, 0f64), |(a, b), &t| (a.min(t), b.max(t)));
    let middle = median(&all);
    println!(
        "from the wheel to the first token: median {middle:.0} ms ({least:.0} to {most:.0}, {} starts)",
        all.len()
    );
    if args.write {
        let figures = json!({
            "machine": super::machine(),
            "starts": all.len(),
            "median_ms": middle.round(),
            "least_ms": least.round(),
            "most_ms": most.round(),
        });
        crate::scores::store("engine", "start", None, figures)?;
    }
    Ok(true)
}
