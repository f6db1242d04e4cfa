//! The progress bar: on a terminal and for many documents only.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use annalist_read::Documents;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::sources::Sources;
use crate::terminal;

/// How far the work is.
pub(crate) struct Progress {
    bar: ProgressBar,
    read: Read,
    documents: AtomicU64,
}

/// How many bytes were read, in the inputs that are over and in the open one.
#[derive(Clone, Default)]
pub(crate) struct Read(Arc<Mutex<(u64, Arc<AtomicU64>)>>);

impl Read {
    /// A new input begins.
    pub(crate) fn open(&self, documents: &Documents) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1 = documents.progress();
    }

    /// The open input is over.
    pub(crate) fn close(&self, documents: &Documents) {
        let mut both = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        both.0 += documents.progress().load(Ordering::Relaxed);
        both.1 = Arc::default();
    }

    fn bytes(&self) -> u64 {
        let both = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        both.0 + both.1.load(Ordering::Relaxed)
    }
}

impl Progress {
    /// A bar over the bytes of the inputs; hidden unless wanted and seen by a person.
    pub(crate) fn new(sources: &Sources, wanted: bool) -> Self {
        let bar = if wanted && terminal::stderr_is_terminal() {
            let sizes = sources.size();
            let template = match sizes {
                Some(_) => "{bar:24.cyan/dim} {percent:>3}%  {msg}  {elapsed:.dim} {eta:.dim} left",
                None => "{spinner:.cyan} {bytes}  {msg}  {elapsed:.dim}",
            };
            let style = ProgressStyle::with_template(template);
            let style =
                style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━╌");
            ProgressBar::with_draw_target(sizes, ProgressDrawTarget::stderr()).with_style(style)
        } else {
            ProgressBar::hidden()
        };
        Self { bar, read: Read::default(), documents: AtomicU64::new(0) }
    }

    /// The counter that reading moves.
    pub(crate) fn read(&self) -> Read {
        self.read.clone()
    }

    /// One more document is written.
    pub(crate) fn document(&self) {
        let count = 1 + self.documents.fetch_add(1, Ordering::Relaxed);
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_position(self.read.bytes());
        let noun = if count == 1 { "document" } else { "documents" };
        self.bar.set_message(format!("{} {noun}", HumanCount(count)));
    }

    /// Does something that writes to the terminal, with the bar out of its way.
    pub(crate) fn hide_while<T>(&self, write: impl FnOnce() -> T) -> T {
        if self.bar.is_hidden() { write() } else { self.bar.suspend(write) }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
