//! How large the gazetteer's file is, and how long it takes to open.

use std::time::{Duration, Instant};

use annalist_gazetteer::Gazetteer;
use cpu_time::ProcessTime;
use serde_json::{Value, json};

/// Times that it is opened.
const ROUNDS: usize = 31;

/// Opens the file over and over; the first time may read it from the disk, and does not count.
pub(super) fn measure() -> Result<Value, String> {
    let path = crate::model::gazetteer_path()?;
    let bytes = std::fs::metadata(&path).map_err(|e| format!("{}: {e}", path.display()))?.len();
    let open = || Gazetteer::open(&path).map_err(|e| e.to_string());
    let mut wall: Vec<Duration> = Vec::new();
    let mut processor: Vec<Duration> = Vec::new();
    open()?;
    for _ in 0..ROUNDS {
        let (clock, own) = (Instant::now(), ProcessTime::now());
        let opened = open()?;
        wall.push(clock.elapsed());
        processor.push(own.elapsed());
        drop(std::hint::black_box(opened));
    }
    let median = |all: &mut Vec<Duration>| {
        all.sort_unstable();
        (all[ROUNDS / 2].as_secs_f64() * 1e4).round() / 10.0
    };
    let (wall, processor) = (median(&mut wall), median(&mut processor));
    let megabytes = (bytes as f64 / 1e5).round() / 10.0;
    println!(
        "the gazetteer: {megabytes} MB; opened and checked in {wall} ms, {processor} ms of processor time \
         (median of {ROUNDS})"
    );
    Ok(json!({
        "megabytes": megabytes,
        "opened in, ms": wall,
        "opened in, ms of processor time": processor,
    }))
}
