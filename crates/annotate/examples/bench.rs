//! Measures a pipeline over the texts of a JSON-lines file: seconds to open it, tokens a second
//! on one thread and on several, and memory.
//!
//! `bench MODEL FILE [ROUNDS] [THREADS] [REPEAT]`
// A measurement needs a clock.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use annalist_annotate::Pipeline;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const USAGE: &str = "usage: bench MODEL FILE [ROUNDS] [THREADS] [REPEAT]";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (model, file) = (args.next().ok_or(USAGE)?, args.next().ok_or(USAGE)?);
    let mut number = |default| args.next().map_or(Ok(default), |a| a.parse::<usize>());
    let (rounds, threads, repeat) = (number(5)?, number(1)?, number(1)?);
    let start = Instant::now();
    let pipeline = Pipeline::open(&model)?;
    let opened = start.elapsed();
    let first = pipeline.annotate(&["First words."]).len();
    println!("open {opened:.1?}, first document after {:.1?} ({first})", start.elapsed());
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        texts.push(record["text"].as_str().unwrap_or("").to_owned());
    }
    let batches: Vec<Vec<&str>> =
        texts.chunks(16).map(|c| c.iter().map(String::as_str).collect()).collect();
    let mut rates = Vec::new();
    for _ in 0..rounds {
        let (next, tokens) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        if i >= batches.len() * repeat {
                            break;
                        }
                        let docs = pipeline.annotate(&batches[i % batches.len()]);
                        let count = docs.iter().map(|d| d.len()).sum();
                        tokens.fetch_add(count, Ordering::Relaxed);
                    }
                });
            }
        });
        let seconds = start.elapsed().as_secs_f64();
        let tokens = tokens.load(Ordering::Relaxed);
        rates.push(tokens as f64 / seconds);
        println!("{tokens} tokens in {seconds:.2} s: {:.0} a second", tokens as f64 / seconds);
    }
    rates.sort_by(f64::total_cmp);
    println!("median {:.0} tokens a second on {threads} thread(s)", rates[rates.len() / 2]);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("VmHWM unknown");
    println!("{peak}");
    Ok(())
}
