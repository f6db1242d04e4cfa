//! The running desk: its store, its readers and its secrets.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use annalist_store::{Decided, Holder, Store, Table};
use axum::body::Bytes;
use axum::http::HeaderMap;
use tokio::sync::Semaphore;

use crate::trouble::Trouble;

/// How a desk is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The store.
    pub store: PathBuf,
    /// Names under which the desk is reached, besides those of this machine.
    pub hosts: Vec<String>,
    /// What a reader must show; none on this machine alone.
    pub token: Option<String>,
    /// Whether corrections may be made.
    pub edit: bool,
    /// Whether this is the demonstration, with invented reports.
    pub demo: bool,
    /// Finds the actors that may be one; without it the desk has no such page.
    pub alike: Option<Alike>,
    /// Carries out what people decide; without it only the rows change that the decision names.
    pub decide: Option<Decide>,
}

/// Writes a decision down beside a store and carries it out.
pub type Decide = fn(&Path, &Holder, Duration, &Decided) -> Result<bool, annalist_store::Error>;

/// Pairs of actors of a store that may be one and on which nobody has decided, at most so many: `id`,
/// `name`, `type`, `country`, `roles` and `reports` of the one, the same with `other_` before it of the
/// other, and `why`.
pub type Alike = fn(&Store, &[Decided], usize) -> Result<Table, annalist_store::Error>;

/// So many millions of SQLite's steps a page may take: some seconds.
const WORK: u32 = 400;

/// A desk.
#[derive(Debug)]
pub struct Desk {
    pub(crate) settings: Settings,
    /// Whoever changes something must show it: it stands only in this desk's own pages.
    pub(crate) change_token: String,
    readers: Mutex<Vec<Store>>,
    turns: Semaphore,
    /// The last answers, by what was asked.
    recent: Mutex<HashMap<String, Slot>>,
    /// Answers that are the same until something is added: by their name, with the store's state.
    kept: Mutex<HashMap<&'static str, (State, Arc<serde_json::Value>)>>,
}

/// An answer that was just given, for whoever asks the same.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) head: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) until: Instant,
}

/// The last answer to one question. Whoever asks it while it is worked out waits for that answer.
pub(crate) type Slot = Arc<tokio::sync::Mutex<Option<Given>>>;

/// So many answers are remembered, each of at most so many bytes.
const ANSWERS: usize = 64;
pub(crate) const LARGEST_ANSWER: usize = 1024 * 1024;

/// How long an answer may be given again: the more work it was, the longer.
pub(crate) fn stays(took: Duration) -> Duration {
    (took * 10).min(Duration::from_secs(30))
}

/// What a store holds, told by its last numbers.
pub(crate) type State = (i64, i64);

impl Desk {
    /// Sets up a desk; the store is opened, so that what is wrong with it is told at once.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub fn new(settings: Settings) -> Result<Self, crate::Stopped> {
        let first =
            Store::open_existing(&settings.store).map_err(|e| crate::Stopped(e.to_string()))?;
        let at_once = std::thread::available_parallelism().map_or(4, |n| n.get() * 2);
        Ok(Self {
            settings,
            change_token: secret()?,
            readers: Mutex::new(vec![first]),
            turns: Semaphore::new(at_once),
            recent: Mutex::default(),
            kept: Mutex::default(),
        })
    }

    /// Lets `read` read the store on a thread of its own, when its turn comes.
    pub(crate) async fn read<T: Send + 'static>(
        self: Arc<Self>,
        read: impl FnOnce(&Self, &Store) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let closed = |detail: String| {
            let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
            Trouble::new(status, "The desk is closing", detail)
        };
        let desk = Arc::clone(&self);
        let _turn = self.turns.acquire().await.map_err(|e| closed(e.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            let kept = desk.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut store = match kept {
                Some(store) => store,
                None => Store::open_existing(&desk.settings.store)?,
            };
            store.work_at_most(WORK)?;
            let answer = store.frozen(|store| read(&desk, store));
            desk.readers.lock().unwrap_or_else(PoisonError::into_inner).push(store);
            answer
        });
        done.await.map_err(|e| closed(e.to_string()))?
    }

    /// An answer that is worked out once for each state of the store.
    pub(crate) fn keep<T: serde::Serialize + serde::de::DeserializeOwned>(
        &self,
        store: &Store,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let state = state(store)?;
        let kept = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get(name).filter(|(then, _)| *then == state).map(|(_, value)| Arc::clone(value))
        };
        if let Some(known) = kept.and_then(|value| T::deserialize(&*value).ok()) {
            return Ok(known);
        }
        let answer = work()?;
        if let Ok(value) = serde_json::to_value(&answer) {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(name, (state, Arc::new(value)));
        }
        Ok(answer)
    }

    /// Where the last answer to a question is.
    pub(crate) fn slot(&self, question: &str) -> Slot {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= ANSWERS && !recent.contains_key(question) {
            // What somebody waits for stays.
            recent.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(recent.entry(question.to_owned()).or_default())
    }

    /// Forgets what was kept: something was changed by hand.
    pub(crate) fn forget(&self) {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn state(store: &Store) -> Result<State, Trouble> {
    let last = "SELECT (SELECT max(id) FROM documents), (SELECT max(id) FROM publications)";
    let table = store.ask(last, &[], 1)?;
    let number = |n: usize| match table.rows.first().and_then(|row| row.get(n)) {
        Some(annalist_store::Cell::Whole(number)) => *number,
        _ => 0,
    };
    Ok((number(0), number(1)))
}

/// Thirty-two letters that nobody guesses.
pub(crate) fn secret() -> Result<String, crate::Stopped> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| crate::Stopped(format!("the system gives no random numbers: {e}")))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// Compares a secret without telling by the time it takes how much of it was right.
pub(crate) fn same_secret(own: &str, shown: &str) -> bool {
    let differ = |sum: u8, (a, b): (u8, u8)| sum | (a ^ b);
    own.len() == shown.len() && own.bytes().zip(shown.bytes()).fold(0, differ) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets() {
        let (one, two) = (secret().unwrap(), secret().unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, two);
        assert!(same_secret(&one, &one.clone()));
        assert!(!same_secret(&one, &two) && !same_secret(&one, "") && !same_secret("", &one));
    }
}
