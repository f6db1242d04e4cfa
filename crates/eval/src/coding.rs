//! The main path over many documents, on all cores.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use annalist::Pipeline;
use annalist_doc::{Document, Report};

/// Documents that go through the language pipeline together.
const BATCH: usize = 16;

/// The records of the documents, in their order.
pub(crate) fn code(pipeline: &Pipeline, documents: Vec<Document>) -> Vec<Report> {
    let mut documents = documents.into_iter().peekable();
    let mut batches = Vec::new();
    while documents.peek().is_some() {
        let batch: Vec<Document> = documents.by_ref().take(BATCH).collect();
        batches.push((Mutex::new(batch), Mutex::new(Vec::new())));
    }
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((todo, done)) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            let batch = todo.lock().map(|mut b| std::mem::take(&mut *b)).unwrap_or_default();
            let reports = pipeline.code(batch);
            if let Ok(mut done) = done.lock() {
                *done = reports;
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(batches.len());
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    batches.into_iter().flat_map(|(_, done)| done.into_inner().unwrap_or_default()).collect()
}
