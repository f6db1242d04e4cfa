//! Documents through the pipeline on several threads, in order and in flat memory.
//!
//! One thread reads documents into batches, `jobs` threads code them, and whoever iterates gets the
//! records in the order of the input. Only so many batches are on their way at once: reading waits for
//! a permit, which comes back when a batch has been handed over.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, thread};

use annalist_doc::{Document, Report};

use crate::Pipeline;

/// So many documents are coded together.
const BATCH_DOCUMENTS: usize = 32;
/// A batch is full at so many bytes of text, too.
const BATCH_BYTES: usize = 128 << 10;
/// So many batches are on their way for each job.
const BATCHES_PER_JOB: usize = 3;

/// What became of one document.
#[derive(Debug)]
pub enum Coded<T> {
    /// Its record as it is wanted, and whether it holds a statement or an event.
    Record {
        /// As it is wanted.
        record: T,
        /// Whether it says anything.
        found: bool,
    },
    /// Why there is none.
    Failure(String),
}

/// What turns documents into reports: one each, in the same order.
pub trait Coder: Send + Sync + 'static {
    /// Codes a batch.
    fn code(&self, documents: Vec<Document>) -> Vec<Report>;
}

impl Coder for Pipeline {
    fn code(&self, documents: Vec<Document>) -> Vec<Report> {
        Self::code(self, documents)
    }
}

#[derive(Debug)]
struct Batch<T> {
    number: u64,
    items: Vec<T>,
}

/// Work on its way; an iterator over what becomes of the documents, in the order of the input.
#[derive(Debug)]
pub struct Work<T> {
    done: Receiver<Batch<Coded<T>>>,
    permits: SyncSender<()>,
    early: BTreeMap<u64, Vec<Coded<T>>>,
    next: u64,
    ready: std::vec::IntoIter<Coded<T>>,
}

impl<T: Send + 'static> Work<T> {
    /// Starts the threads; `finish` makes of each record what is wanted of it, on the thread that coded it.
    pub fn start<C: Coder, E: fmt::Display + Send + 'static>(
        documents: impl Iterator<Item = Result<Document, E>> + Send + 'static,
        coder: Arc<C>,
        finish: impl Fn(Report) -> T + Clone + Send + 'static,
        jobs: usize,
    ) -> Self {
        let jobs = jobs.clamp(1, 1024);
        let on_their_way = jobs * BATCHES_PER_JOB;
        let (permits, permit) = sync_channel(on_their_way);
        for _ in 0..on_their_way {
            // The channel was made for exactly so many.
            let _ = permits.send(());
        }
        let (to_code, waiting) = channel();
        let (to_write, done) = channel();
        thread::spawn(move || read(documents, &permit, &to_code));
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..jobs {
            let (coder, waiting, to_write) = (coder.clone(), waiting.clone(), to_write.clone());
            let finish = finish.clone();
            thread::spawn(move || code(coder.as_ref(), &finish, &waiting, &to_write));
        }
        let ready = Vec::new().into_iter();
        Self { done, permits, early: BTreeMap::new(), next: 0, ready }
    }
}

impl<T> Iterator for Work<T> {
    type Item = Coded<T>;

    fn next(&mut self) -> Option<Coded<T>> {
        loop {
            if let Some(coded) = self.ready.next() {
                return Some(coded);
            }
            if let Some(items) = self.early.remove(&self.next) {
                self.next += 1;
                self.ready = items.into_iter();
                // When reading is over nobody needs the permit.
                let _ = self.permits.try_send(());
                continue;
            }
            let batch = self.done.recv().ok()?;
            self.early.insert(batch.number, batch.items);
        }
    }
}

/// Reads documents into batches until there are no more, or nobody wants them.
fn read<E>(
    documents: impl Iterator<Item = Result<Document, E>>,
    permit: &Receiver<()>,
    to_code: &Sender<Batch<Result<Document, E>>>,
) {
    let mut documents = documents.peekable();
    for number in 0.. {
        if documents.peek().is_none() || permit.recv().is_err() {
            return;
        }
        let mut items = Vec::new();
        let mut bytes = 0;
        while items.len() < BATCH_DOCUMENTS && bytes < BATCH_BYTES {
            let Some(item) = documents.next() else { break };
            bytes += item.as_ref().map_or(0, |document| document.text.len());
            items.push(item);
        }
        if to_code.send(Batch { number, items }).is_err() {
            return;
        }
    }
}

/// Codes batches until there are no more.
fn code<C: Coder, T, E: fmt::Display>(
    coder: &C,
    finish: &impl Fn(Report) -> T,
    waiting: &Mutex<Receiver<Batch<Result<Document, E>>>>,
    to_write: &Sender<Batch<Coded<T>>>,
) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Batch { number, items }) = next else { return };
        let items = code_batch(coder, finish, items);
        if to_write.send(Batch { number, items }).is_err() {
            return;
        }
    }
}

/// Codes one batch; the failures of reading stay in their places.
fn code_batch<C: Coder, T, E: fmt::Display>(
    coder: &C,
    finish: &impl Fn(Report) -> T,
    items: Vec<Result<Document, E>>,
) -> Vec<Coded<T>> {
    let mut documents = Vec::with_capacity(items.len());
    let failures: Vec<Option<E>> =
        items.into_iter().map(|item| item.map(|document| documents.push(document)).err()).collect();
    let mut records = code_all(coder, finish, documents).into_iter();
    let missing =
        || Coded::Failure("a document was lost in the coder; please report this".to_owned());
    failures
        .into_iter()
        .map(|failure| match failure {
            Some(error) => Coded::Failure(error.to_string()),
            None => records.next().unwrap_or_else(missing),
        })
        .collect()
}

/// Codes documents together. Should the coder break down, they are coded one by one, so that only the
/// one it breaks down on is lost.
fn code_all<C: Coder, T>(
    coder: &C,
    finish: &impl Fn(Report) -> T,
    documents: Vec<Document>,
) -> Vec<Coded<T>> {
    let write = |report: Report| Coded::Record {
        found: !report.statements.is_empty() || !report.events.is_empty(),
        record: finish(report),
    };
    let together = documents.clone();
    let attempt = || coder.code(together).into_iter().map(write).collect::<Vec<Coded<T>>>();
    match catch_unwind(AssertUnwindSafe(attempt)) {
        Ok(coded) if coded.len() == documents.len() => coded,
        _ if documents.len() > 1 => {
            documents.into_iter().flat_map(|one| code_all(coder, finish, vec![one])).collect()
        }
        _ => {
            let name = |document: Document| {
                let id = document.source.id.map(|id| format!(", document {id:?}"));
                document.source.uri.unwrap_or(document.id) + &id.unwrap_or_default()
            };
            let broken = |name| format!("{name}: the coder broke down on it; please report this");
            documents.into_iter().map(|document| Coded::Failure(broken(name(document)))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use annalist_doc::{Program, Source};
    use annalist_read::{ReadError, text};

    use super::*;

    type Item = Result<Document, ReadError>;

    /// Breaks down on one text, and is slower on some than on others.
    struct Fake;

    impl Coder for Fake {
        fn code(&self, documents: Vec<Document>) -> Vec<Report> {
            documents.into_iter().map(report).collect()
        }
    }

    fn report(document: Document) -> Report {
        assert!(document.text != "broken");
        if document.text.ends_with('7') {
            thread::sleep(std::time::Duration::from_millis(1));
        }
        Report::empty(document, Program::default())
    }

    fn write() -> impl Fn(Report) -> String + Clone + Send + 'static {
        |report| report.into_wire().to_json()
    }

    fn document(words: &str) -> Item {
        let source = Source { uri: Some("a.jsonl".into()), ..Source::default() };
        text::from_text(words.to_owned(), source, None)
    }

    fn texts(work: Work<String>) -> Vec<String> {
        work.map(|coded| match coded {
            Coded::Record { record, .. } => {
                let json: serde_json::Value = serde_json::from_str(&record).unwrap();
                json["document"]["text"].as_str().unwrap().to_owned()
            }
            Coded::Failure(message) => message,
        })
        .collect()
    }

    #[test]
    fn records_come_in_the_order_of_documents() {
        for jobs in [1, 2, 7] {
            let documents = (0..1000).map(|n| document(&n.to_string()));
            let texts = texts(Work::start(documents, Arc::new(Fake), write(), jobs));
            assert!(texts.iter().map(|t| t.parse::<i32>().unwrap()).eq(0..1000), "{jobs} jobs");
        }
    }

    #[test]
    fn one_broken_document_does_not_take_the_others_along() {
        let documents = ["one", "broken", "", "two"].map(document).into_iter();
        assert_eq!(
            texts(Work::start(documents, Arc::new(Fake), write(), 2)),
            [
                "one",
                "a.jsonl: the coder broke down on it; please report this",
                "a.jsonl: there are no words in it; nothing to code",
                "two"
            ]
        );
    }

    #[test]
    fn reading_waits_for_writing() {
        let read = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&read);
        let documents = (0..100_000).map(move |n| {
            count.fetch_add(1, Ordering::Relaxed);
            document(&n.to_string())
        });
        let mut work = Work::start(documents, Arc::new(Fake), write(), 2);
        assert!(work.next().is_some());
        thread::sleep(std::time::Duration::from_millis(50));
        let most = (2 * BATCHES_PER_JOB + 2) * BATCH_DOCUMENTS;
        assert!(read.load(Ordering::Relaxed) <= most, "{} > {most}", read.load(Ordering::Relaxed));
    }
}
