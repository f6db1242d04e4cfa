//! `warc`: records of a web archive a second, beside Python's warcio, with one damaged member.
//!
//! The archive is made first, from pages of our own: a gzip member a record, as crawlers write it.

mod make;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use annalist_read::{Input, Options, open};
use cpu_time::ProcessTime;
use serde::Deserialize;
use serde_json::json;

const SETUP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/warc-setup.sh");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/warcio_records.py");

#[derive(clap::Args)]
pub(crate) struct Args {
    /// So many records.
    #[arg(long, default_value_t = 100_000)]
    records: usize,
    /// Where the archive is put [default: the folder for temporary files; taken away afterwards].
    #[arg(long)]
    keep: Option<PathBuf>,
    /// The Python with warcio (default: the one that the setup script made).
    #[arg(long)]
    python: Option<PathBuf>,
    /// Measures Annalist alone.
    #[arg(long)]
    alone: bool,
    /// Stores the figures.
    #[arg(long)]
    write: bool,
}

/// What a pass over an archive came to.
#[derive(Deserialize)]
struct Pass {
    records: usize,
    busy: f64,
    seconds: f64,
}

/// Measures, prints, and stores the figures when asked to.
pub(crate) fn run(args: &Args) -> Result<bool, String> {
    let folder = args.keep.clone().unwrap_or_else(std::env::temp_dir);
    let stem = format!("annalist-eval-{}", std::process::id());
    let (whole, damaged) =
        (folder.join(format!("{stem}.warc.gz")), folder.join(format!("{stem}-damaged.warc.gz")));
    let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
    let made = make::archive(&whole, args.records).map_err(failed)?;
    make::damage(&whole, &damaged, made.middle).map_err(failed)?;
    let done = measure(args, &whole, &damaged, &made);
    if args.keep.is_none() {
        let _ = std::fs::remove_file(&whole);
        let _ = std::fs::remove_file(&damaged);
    }
    done
}

fn measure(args: &Args, whole: &Path, damaged: &Path, made: &make::Made) -> Result<bool, String> {
    println!("{} records, {} MB packed", args.records, made.bytes >> 20);
    // Reading the archive as such: a text for each record, no page to take apart.
    let records = pass(whole, made)?;
    let before = megabytes("VmHWM");
    let broken = pass(damaged, made)?;
    let highest = megabytes("VmHWM");
    say("annalist", &records.0);
    let lost = broken.1;
    println!("with one damaged member: {} records, lost: {}", broken.0.records, lost.join("; "));
    println!("highest memory {before} MB after the first pass, {highest} MB after the second");
    let peer = if args.alone { None } else { Some(peer(args, whole)?) };
    if let Some((version, pass)) = &peer {
        say(version, pass);
        let times = pass.busy / records.0.busy;
        println!("annalist is {times:.1} times as fast per CPU second");
    }
    let named = lost.len() == 1 && lost[0].contains(&format!("at byte {}", made.middle.0));
    let good = records.0.records == args.records && broken.0.records + 1 == args.records && named;
    if args.write {
        let mut figures = json!({
            "machine": crate::engine::machine(),
            "records": args.records,
            "packed_mb": made.bytes >> 20,
            "records_per_cpu_second": (records.0.records as f64 / records.0.busy).round(),
            "highest_memory_mb": highest,
            "records_read_beside_the_damaged_one": broken.0.records,
            "named": lost,
        });
        if let Some((version, pass)) = peer {
            figures["peer"] = json!(version);
            figures["peer_records_per_cpu_second"] =
                json!((pass.records as f64 / pass.busy).round());
        }
        crate::scores::store("warc", "made from pages of our own", None, figures)?;
    }
    Ok(good)
}

fn say(who: &str, pass: &Pass) {
    let (busy, clock) = (pass.records as f64 / pass.busy, pass.records as f64 / pass.seconds);
    println!("{who:<16} {busy:9.0} records per CPU second, {clock:9.0} by the clock");
}

/// Reads an archive to its end; what was lost is named.
fn pass(path: &Path, made: &make::Made) -> Result<(Pass, Vec<String>), String> {
    let (start, busy) = (Instant::now(), ProcessTime::now());
    let (mut records, mut lost, mut bytes) = (0, Vec::new(), 0);
    for document in open(Input::Path(path.to_owned()), &Options::default()) {
        match document {
            Ok(document) => {
                records += 1;
                bytes += document.text.len();
            }
            Err(error) => {
                let said = error.to_string();
                lost.push(said.split_once(", ").map_or(said.clone(), |(_, said)| said.to_owned()));
            }
        }
    }
    if bytes == 0 || bytes > made.text {
        return Err(format!(
            "{}: {bytes} bytes of text, at most {} expected",
            path.display(),
            made.text
        ));
    }
    let (busy, seconds) = (busy.elapsed().as_secs_f64(), start.elapsed().as_secs_f64());
    Ok((Pass { records, busy, seconds }, lost))
}

/// warcio over the same archive.
fn peer(args: &Args, path: &Path) -> Result<(String, Pass), String> {
    let python = match &args.python {
        Some(python) => python.clone(),
        None => {
            let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
            let home = || std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache"));
            let cache = cache.or_else(home).ok_or("no home directory")?;
            cache.join("annalist-eval/warcio/bin/python")
        }
    };
    if !python.exists() {
        let python = python.display();
        return Err(format!("no warcio at {python}: run `bash {SETUP}` once, or use --alone"));
    }
    let output = Command::new(&python)
        .arg(SCRIPT)
        .arg(path)
        .output()
        .map_err(|e| format!("{}: {e}", python.display()))?;
    if !output.status.success() {
        return Err(format!("{SCRIPT}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let (version, pass) = said.split_once('\n').ok_or("warcio said nothing")?;
    let pass = serde_json::from_str(pass).map_err(|e| format!("{SCRIPT}: {e}"))?;
    Ok((version.to_owned(), pass))
}

/// A figure of this process in MB as Linux tells it; 0 elsewhere.
fn megabytes(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let number = line.and_then(|line| line.trim_matches([':', '\t', ' ']).split(' ').next());
    number.and_then(|n| n.parse::<usize>().ok()).map_or(0, |kilobytes| kilobytes >> 10)
}
