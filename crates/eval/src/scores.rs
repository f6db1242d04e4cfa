//! Figures kept in the repository: what was measured, by which command, when, on what.

use std::path::{Path, PathBuf};

use annalist_doc::Program;
use serde_json::{Map, Value, json};

/// Precision, recall and F from counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rate {
    /// Of what was found, how many are right.
    pub(crate) right: usize,
    pub(crate) found: usize,
    /// Of what is to be found, how many were.
    pub(crate) hit: usize,
    pub(crate) gold: usize,
}

impl Rate {
    #[cfg(test)]
    pub(crate) fn new(right: usize, found: usize, hit: usize, gold: usize) -> Self {
        Self { right, found, hit, gold }
    }

    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.hit, self.gold)
    }

    pub(crate) fn f(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }

    /// In per cent with one decimal, and the counts.
    pub(crate) fn json(self) -> Value {
        json!({
            "precision": percent(self.precision()),
            "recall": percent(self.recall()),
            "f": percent(self.f()),
            "found": self.found,
            "right": self.right,
            "gold": self.gold,
            "hit": self.hit,
        })
    }
}

/// `part` of `whole`; of nothing, none.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The harmonic mean.
pub(crate) fn harmonic(a: f64, b: f64) -> f64 {
    if a + b == 0.0 { 0.0 } else { 2.0 * a * b / (a + b) }
}

/// A share in per cent with one decimal, as it is stored.
pub(crate) fn percent(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

/// Stores the figures for one data set under `scores/TASK.json`; other data sets' figures stay.
pub(crate) fn store(
    task: &str,
    data: &str,
    program: Option<&Program>,
    figures: Value,
) -> Result<(), String> {
    let path = file(task);
    let mut all = read(&path)?;
    let mut entry = json!({
        "command": command(),
        "date": jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        "data": data,
        "figures": figures,
    });
    if let Some(program) = program {
        entry["program"] = json!(program);
    }
    all.insert(data.to_owned(), entry);
    let text = serde_json::to_string_pretty(&all).map_err(|e| e.to_string())? + "\n";
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|e| format!("{}: {e}", path.display()))?;
    println!("\nstored in {}", path.display());
    Ok(())
}

fn file(task: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scores").join(format!("{task}.json"))
}

fn read(path: &Path) -> Result<Map<String, Value>, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Map::new()),
        Err(e) => Err(format!("{}: {e}", path.display())),
    }
}

/// The command as somebody would type it; of paths only the last part, for they differ by machine.
fn command() -> String {
    let words = std::env::args().skip(1).map(|word| match Path::new(&word).file_name() {
        Some(name) if Path::new(&word).is_absolute() => name.to_string_lossy().into_owned(),
        _ => word,
    });
    let all: Vec<String> = words.collect();
    format!("cargo run --release -p annalist-eval -- {}", all.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_found_is_no_precision() {
        let rate = Rate::new(0, 0, 0, 4);
        assert_eq!((rate.precision(), rate.recall(), rate.f()), (0.0, 0.0, 0.0));
        let rate = Rate::new(1, 2, 1, 4);
        assert!((rate.f() - 1.0 / 3.0).abs() < 1e-9);
        assert!((percent(0.12345) - 12.3).abs() < 1e-9);
    }
}
