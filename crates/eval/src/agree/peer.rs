//! Real spaCy as a child process: questions go in as JSON lines, tokens come out.

use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use serde::Deserialize;
use serde_json::Value;

use super::Token;

const SETUP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/setup.sh");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/spacy_tokens.py");

/// What is running.
#[derive(Clone, Deserialize)]
pub(super) struct About {
    pub(super) spacy: String,
    pub(super) numpy: String,
    pub(super) model: String,
    pub(super) version: String,
}

pub(super) struct Peer {
    pub(super) about: About,
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    feed: Option<JoinHandle<()>>,
}

/// The Python that has spaCy.
pub(crate) fn python(given: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(path) = given {
        return Ok(path.to_path_buf());
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache"));
    let cache = cache.or_else(home).ok_or("no home directory")?;
    let path = cache.join("annalist-eval").join("spacy").join("bin").join("python");
    if path.exists() {
        return Ok(path);
    }
    Err(format!("no spaCy at {}: run `bash {SETUP}` once", path.display()))
}

impl Peer {
    /// Starts spaCy and feeds it the questions from a thread of their own, so that neither side waits.
    pub(super) fn start(
        python: &Path,
        model: &Path,
        questions: Vec<Value>,
    ) -> Result<Self, String> {
        let mut child = Command::new(python)
            .arg(SCRIPT)
            .arg(model)
            // One thread gives the same sums on every machine.
            .env("OMP_NUM_THREADS", "1")
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{}: {e}", python.display()))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{}: no pipes", python.display()));
        };
        let feed = std::thread::spawn(move || {
            let mut to = BufWriter::new(stdin);
            for question in questions {
                // A child that has ended is noticed by the reader.
                if writeln!(to, "{question}").is_err() {
                    return;
                }
            }
        });
        let mut lines = BufReader::new(stdout).lines();
        let about = match lines.next() {
            Some(Ok(line)) => parse(&line)?,
            _ => {
                let status = child.wait().map_err(|e| e.to_string())?;
                return Err(format!("spaCy did not start ({status}): run `bash {SETUP}` once"));
            }
        };
        Ok(Self { about, child, lines, feed: Some(feed) })
    }

    /// spaCy's tokens of the next question's text.
    pub(super) fn next(&mut self) -> Result<Vec<Token>, String> {
        match self.lines.next() {
            Some(Ok(line)) => parse(&line),
            Some(Err(e)) => Err(format!("{SCRIPT}: {e}")),
            None => Err(format!("{SCRIPT} ended early: its message stands above")),
        }
    }

    /// Waits for the end.
    pub(super) fn finish(mut self) -> Result<About, String> {
        if let Some(feed) = self.feed.take() {
            let _ = feed.join();
        }
        let status = self.child.wait().map_err(|e| format!("{SCRIPT}: {e}"))?;
        if status.success() { Ok(self.about) } else { Err(format!("{SCRIPT}: {status}")) }
    }
}

fn parse<T: serde::de::DeserializeOwned>(line: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|e| format!("{SCRIPT}: {e}"))
}
