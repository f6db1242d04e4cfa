//! spaCy as a child process that annotates the same texts each time it is told to.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;

use super::ours::Pass;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/spacy_speed.py");

pub(super) struct Peer {
    /// spaCy's version and the pipeline's.
    pub(super) about: String,
    child: Child,
    to: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

#[derive(Deserialize)]
struct Answer {
    tokens: usize,
    seconds: f64,
    busy: f64,
}

impl Peer {
    /// Starts spaCy on one core, loads the pipeline and hands it the texts.
    pub(super) fn start(python: &Path, model: &Path, texts: &[&str]) -> Result<Self, String> {
        let mut child = Command::new(python)
            .arg(SCRIPT)
            .arg(model)
            .env("OMP_NUM_THREADS", "1")
            .env("OPENBLAS_NUM_THREADS", "1")
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{}: {e}", python.display()))?;
        let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{}: no pipes", python.display()));
        };
        let all = serde_json::to_string(texts).map_err(|e| e.to_string())?;
        writeln!(to, "{all}").map_err(|e| format!("{SCRIPT}: {e}"))?;
        let mut lines = BufReader::new(from).lines();
        let about = match lines.next() {
            Some(Ok(line)) => line,
            _ => return Err(format!("{SCRIPT} did not start: its message stands above")),
        };
        Ok(Self { about, child, to, lines })
    }

    /// Annotates all texts once.
    pub(super) fn pass(&mut self) -> Result<Pass, String> {
        writeln!(self.to, "go").map_err(|e| format!("{SCRIPT}: {e}"))?;
        let line = match self.lines.next() {
            Some(line) => line.map_err(|e| format!("{SCRIPT}: {e}"))?,
            None => return Err(format!("{SCRIPT} ended early: its message stands above")),
        };
        let answer: Answer = serde_json::from_str(&line).map_err(|e| format!("{SCRIPT}: {e}"))?;
        Ok(Pass { tokens: answer.tokens, seconds: answer.seconds, busy: answer.busy })
    }

    pub(super) fn finish(mut self) -> Result<(), String> {
        drop(self.to);
        let status = self.child.wait().map_err(|e| format!("{SCRIPT}: {e}"))?;
        if status.success() { Ok(()) } else { Err(format!("{SCRIPT}: {status}")) }
    }
}
