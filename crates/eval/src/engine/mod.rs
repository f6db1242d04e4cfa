//! `engine`: how fast the language engine is, with spaCy beside it, how much memory it takes, and how
//! soon it is ready.

mod memory;
mod ours;
mod peak;
mod peer;
mod speed;
mod start;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Deserialize;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    measure: Measure,
}

#[derive(Subcommand)]
enum Measure {
    /// Words a second on one core and on two, spaCy beside it, and the machine's limit.
    Speed(speed::Args),
    /// Peak memory over very many documents, or over one very long one.
    Memory(memory::Args),
    /// Milliseconds from the wheel to the first token, in processes of their own.
    Start(start::Args),
}

/// Measures, prints, and stores the figures when asked to.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let model = crate::model::path(model)?;
    match &args.measure {
        Measure::Speed(args) => speed::run(args, &model),
        Measure::Memory(args) => memory::run(args, &model),
        Measure::Start(args) => start::run(args, &model),
    }
}

#[derive(Deserialize)]
struct Row {
    text: String,
}

/// The texts of a file of articles, by default all of PolNeAR train.
fn texts(given: Option<&PathBuf>, limit: Option<usize>) -> Result<Option<Vec<String>>, String> {
    let path = match given {
        Some(path) => path.clone(),
        None => match crate::gold::find("attribution/polnear-train.jsonl") {
            Some(path) => path,
            None => return Ok(None),
        },
    };
    let rows: Vec<Row> = crate::gold::rows(&path, limit)?;
    Ok(Some(rows.into_iter().map(|r| r.text).collect()))
}

/// The middle one of several measurements.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// What the processor calls itself, and how many of its cores there are.
pub(crate) fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = info.lines().find(|l| l.starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let name = field("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let wide = field("flags").is_some_and(|f| f.split(' ').any(|f| f == "avx512f"));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{name}{}, {cores} cores", if wide { " with AVX-512" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median(&[]).abs() < 1e-9);
    }
}
