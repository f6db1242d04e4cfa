//! The articles of large pages: this program starts itself for each, and ends what takes too long.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use annalist_read::html::{Aside, find_article};

use crate::exit::{Outcome, Stop};

/// The command by which this program starts itself.
pub(crate) const ARTICLE: &str = "page-article";

/// How long the search may take for a page, by the clock. Of the hostile pages known the worst takes
/// two seconds.
const LIMIT: Duration = Duration::from_secs(30);

/// A program that gets a cleaned page on its standard input and writes the article.
#[derive(Debug)]
struct Process {
    program: PathBuf,
    arguments: &'static [&'static str],
    limit: Duration,
}

/// This program; `None` where it does not know its own file.
pub(crate) fn aside() -> Option<Arc<dyn Aside>> {
    let program = std::env::current_exe().ok()?;
    Some(Arc::new(Process { program, arguments: &[ARTICLE], limit: LIMIT }))
}

/// Finds the article of the cleaned page on standard input.
pub(crate) fn article() -> Result<Outcome, Stop> {
    let done = find_article(io::stdin().lock(), io::stdout().lock());
    done.map(|()| Outcome::Done).map_err(|error| Stop::writing("standard output", &error))
}

impl Aside for Process {
    fn find(&self, html: &str) -> Result<Vec<u8>, String> {
        let child = Command::new(&self.program)
            .args(self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        match child {
            Ok(child) => self.wait(child, html),
            // Without processes (too many of them, the program's file replaced) it is found here.
            Err(_) => {
                let mut found = Vec::new();
                find_article(html.as_bytes(), &mut found).map_err(|error| error.to_string())?;
                Ok(found)
            }
        }
    }
}

impl Process {
    fn wait(&self, mut child: Child, html: &str) -> Result<Vec<u8>, String> {
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (send, receive) = channel();
        thread::scope(|scope| {
            // It may end before it has read all: how it ended says more than what could not be written.
            scope.spawn(move || input.map(|mut input| input.write_all(html.as_bytes())));
            scope.spawn(move || {
                let mut bytes = Vec::new();
                let read = output.map(|mut output| output.read_to_end(&mut bytes));
                // Nobody listens any more when it was late.
                let _ = send.send(read.is_some_and(|r| r.is_ok()).then_some(bytes));
            });
            let found = receive.recv_timeout(self.limit);
            if found.is_err() {
                // The pipes close with it, and both threads end.
                let _ = child.kill();
            }
            let status = child.wait().map_err(|error| format!("was lost ({error})"))?;
            match found {
                Err(RecvTimeoutError::Timeout) => {
                    Err(format!("took longer than {} s and was ended", self.limit.as_secs_f32()))
                }
                Ok(Some(bytes)) if status.success() => Ok(bytes),
                _ => Err(format!("broke off ({status})")),
            }
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    fn shell(arguments: &'static [&'static str]) -> Process {
        Process { program: "/bin/sh".into(), arguments, limit: Duration::from_millis(300) }
    }

    #[test]
    fn a_process_that_takes_too_long_is_ended() {
        let start = Instant::now();
        let found = shell(&["-c", "exec sleep 60"]).find("<p>The bridge stays closed.</p>");
        assert_eq!(found, Err("took longer than 0.3 s and was ended".to_owned()));
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_process_that_dies_is_told() {
        let found = shell(&["-c", "kill -ABRT $$"]).find("<p>The bridge stays closed.</p>");
        assert!(found.is_err_and(|why| why.starts_with("broke off (signal: 6")));
    }

    #[test]
    fn what_a_process_writes_comes_back() {
        let page = "<p>The bridge stays closed.</p>".repeat(50_000);
        assert_eq!(shell(&["-c", "exec cat"]).find(&page), Ok(page.into_bytes()));
    }
}
