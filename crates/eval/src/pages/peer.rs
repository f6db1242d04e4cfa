//! Python's trafilatura as a child process: pages go in by name, what it found comes out.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

const SETUP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/pages-setup.sh");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/trafilatura_pages.py");

/// What the peer makes of one page.
#[derive(Deserialize)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) facts: Value,
    /// Seconds of processor time.
    pub(super) seconds: f64,
}

/// The Python that has trafilatura, made once by the script.
pub(super) fn python(given: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(path) = given {
        return Ok(path.to_path_buf());
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache"));
    let cache = cache.or_else(home).ok_or("no home directory")?;
    let path = cache.join("annalist-eval").join("trafilatura").join("bin").join("python");
    if path.exists() {
        return Ok(path);
    }
    Err(format!(
        "no trafilatura at {}: run `bash {SETUP}` once, or leave it out with --alone",
        path.display()
    ))
}

/// Its version, and its answer to each page.
pub(super) fn run(python: &Path, pages: &[PathBuf]) -> Result<(String, Vec<Answer>), String> {
    let mut child = Command::new(python)
        .arg(SCRIPT)
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{}: {e}", python.display()))?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(format!("{}: no pipes", python.display()));
    };
    let names: Vec<String> = pages.iter().map(|p| p.display().to_string()).collect();
    let feed = std::thread::spawn(move || {
        // A child that has ended is noticed by the reader.
        names.iter().all(|name| writeln!(to, "{name}").is_ok())
    });
    let mut lines = BufReader::new(from).lines().map_while(Result::ok);
    let version =
        lines.next().ok_or_else(|| format!("{SCRIPT} did not start: run `bash {SETUP}` once"))?;
    let read = |line: String| serde_json::from_str(&line).map_err(|e| format!("{SCRIPT}: {e}"));
    let answers: Vec<Answer> = lines.map(read).collect::<Result<_, _>>()?;
    let _ = feed.join();
    let status = child.wait().map_err(|e| format!("{SCRIPT}: {e}"))?;
    if !status.success() || answers.len() != pages.len() {
        return Err(format!("{SCRIPT} ended early ({status}): its message stands above"));
    }
    Ok((version, answers))
}
