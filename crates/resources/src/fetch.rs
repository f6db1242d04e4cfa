//! Getting a pipeline with Python's own package client.
//!
//! The client works in a folder of its own inside the cache folder; its result is checked byte by byte
//! and then renamed to its place, so a file with the right name is always whole. A lock file keeps two
//! programs from fetching at once: the second waits and finds the file there.

use std::fs::{self, File};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::folder::{Folder, State};
use crate::known::{Known, megabytes};
use crate::{Error, Tell, check};

/// What Python is called here and there.
const PYTHONS: [&str; 2] = ["python3", "python"];
pub(crate) const TEMPORARY: &str = ".fetching-";

/// The pipeline's path; fetches it when it is not here, or in any case when forced to.
///
/// # Errors
/// When it cannot be fetched; the message says how to get it by hand.
pub fn fetch(known: &Known, folder: &Folder, force: bool, tell: Tell) -> Result<PathBuf, Error> {
    let path = folder.path(known);
    match folder.state(known) {
        State::Here if !force => return Ok(path),
        State::Broken(bytes) if !force => {
            return Err(Error::because(format!(
                "{} is broken: it has {bytes} bytes, expected {}\n`{} --force` gets it again",
                path.display(),
                known.bytes,
                known.command()
            )));
        }
        _ => {}
    }
    let failed = |reason: String| {
        Error::because(format!(
            "the language pipeline {known} could not be fetched: {reason}\n\n{}",
            known.by_hand(folder.display())
        ))
    };
    let _lock = lock(folder, known.what, tell)
        .map_err(|error| failed(format!("{} cannot be written to ({error})", folder.display())))?;
    if !force && folder.state(known) == State::Here {
        return Ok(path);
    }
    let work =
        tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(folder.root()).map_err(|error| {
            failed(format!("no temporary folder in {} ({error})", folder.display()))
        })?;
    let file = download(known, work.path(), tell).map_err(failed)?;
    check::sha256(&file, known).map_err(|wrong| {
        failed(format!("what came is not the file that was asked for: it {wrong}"))
    })?;
    fs::rename(&file, &path)
        .map_err(|error| failed(format!("{} cannot be written ({error})", path.display())))?;
    Ok(path)
}

/// Waits until no other program is fetching, and clears away what one that was stopped has left.
pub(crate) fn lock(folder: &Folder, what: &str, tell: Tell) -> io::Result<File> {
    fs::create_dir_all(folder.root())?;
    let lock = File::create(folder.root().join(".lock"))?;
    if lock.try_lock().is_err() {
        tell(&format!("waiting for another annalist, which is fetching the {what}"));
        lock.lock()?;
    }
    for entry in fs::read_dir(folder.root())?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            // What cannot be removed does no harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(lock)
}

/// Runs the package client in `work` and gives the file it brought, or the reason it did not.
pub(crate) fn download(known: &Known, work: &Path, tell: Tell) -> Result<PathBuf, String> {
    let result = work.join("result");
    let scratch = work.join("scratch");
    let log = work.join("log");
    for folder in [&result, &scratch] {
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let mut child = start(known, &result, &scratch, &log)?;
    let bar = bar(known, tell);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => {
                bar.set_position(largest_file(work).min(known.bytes));
                std::thread::sleep(Duration::from_millis(60));
            }
            Err(error) => return Err(error.to_string()),
        }
    };
    bar.finish_and_clear();
    let file = result.join(known.file);
    if status.success() && file.is_file() {
        return Ok(file);
    }
    let said = fs::read_to_string(&log).unwrap_or_default();
    Err(format!("pip did not bring {} ({status}){}", known.file, last_words(&said)))
}

/// Starts the package client under the first name of Python that there is.
fn start(known: &Known, result: &Path, scratch: &Path, log: &Path) -> Result<Child, String> {
    for python in PYTHONS {
        let out = File::create(log).map_err(|error| error.to_string())?;
        let err = out.try_clone().map_err(|error| error.to_string())?;
        let child = Command::new(python)
            .args(["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input"])
            .args(["--disable-pip-version-check", "--progress-bar", "off", "--retries", "1"])
            .args(known.flags())
            .arg("--dest")
            .arg(result)
            .arg(known.requirement())
            .envs(["TMPDIR", "TEMP", "TMP"].map(|name| (name, scratch)))
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn();
        match child {
            Ok(child) => return Ok(child),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{python} could not be started ({error})")),
        }
    }
    Err("there is no Python here (looked for python3 and python)".to_owned())
}

/// A progress bar on a terminal; elsewhere one line that says what is going on.
fn bar(known: &Known, tell: Tell) -> ProgressBar {
    if !io::stderr().is_terminal() {
        tell(&format!("fetching the {} {known} ({}), once", known.what, megabytes(known.bytes)));
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(
        "{msg} {bar:24.cyan/dim} {decimal_bytes}/{decimal_total_bytes} {elapsed:.dim}",
    );
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━╌");
    ProgressBar::with_draw_target(Some(known.bytes), ProgressDrawTarget::stderr())
        .with_style(style)
        .with_message(format!("fetching {known}"))
}

/// The size of the largest file in a folder, at any depth: the one that is growing.
fn largest_file(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(file) if file.is_dir() => largest_file(&entry.path()),
        Ok(file) => file.len(),
        Err(_) => 0,
    };
    entries.flatten().map(size).max().unwrap_or(0)
}

/// What the client said at its end: its errors, or the last lines.
fn last_words(said: &str) -> String {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut words: Vec<&str> = lines().filter(|line| line.starts_with("ERROR")).collect();
    if words.is_empty() {
        words = lines().collect();
    }
    let from = words.len().saturating_sub(3);
    words.iter().skip(from).map(|line| format!("\n  {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_clients_errors() {
        let said = "Looking\nERROR: no network\n\nNotice: new version\nERROR: nothing found\n";
        assert_eq!(last_words(said), "\n  ERROR: no network\n  ERROR: nothing found");
        assert_eq!(last_words("a\nb\nc\nd\n"), "\n  b\n  c\n  d");
        assert_eq!(last_words(""), "");
    }

    #[test]
    fn sees_the_growing_file() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("a")).unwrap();
        fs::write(temp.path().join("a/b"), "12345").unwrap();
        fs::write(temp.path().join("c"), "123").unwrap();
        assert_eq!(largest_file(temp.path()), 5);
    }
}
