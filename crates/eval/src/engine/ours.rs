//! Our engine over all texts, on so many threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use annalist_annotate::Pipeline;
use cpu_time::ProcessTime;

/// Texts given to the engine at once, as `annalist code` does.
const BATCH: usize = 16;

/// What one pass took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    pub(super) tokens: usize,
    /// On the clock.
    pub(super) seconds: f64,
    /// Of the processor, all threads together.
    pub(super) busy: f64,
}

/// Annotates all texts once.
pub(super) fn pass(engine: &Pipeline, texts: &[&str], threads: usize) -> Pass {
    let (next, tokens) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let batches: Vec<&[&str]> = texts.chunks(BATCH).collect();
    let work = || {
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            let count = engine.annotate(batch).iter().map(|d| d.len()).sum();
            tokens.fetch_add(count, Ordering::Relaxed);
        }
    };
    let (clock, busy) = (Instant::now(), ProcessTime::now());
    if threads == 1 {
        work();
    } else {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(work);
            }
        });
    }
    Pass {
        seconds: clock.elapsed().as_secs_f64(),
        busy: busy.elapsed().as_secs_f64(),
        tokens: tokens.into_inner(),
    }
}
