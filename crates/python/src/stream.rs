//! Texts through the pipeline, put in at one end and taken out, in order, at the other.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use annalist::{Coded, Work};
use pyo3::prelude::*;

use crate::error::{broken, trouble};
use crate::row::{Ids, Row, document};

/// What became of a text: its record as JSON, or its id and why there is none.
type Outcome = (Option<String>, Option<String>, Option<String>);

/// Texts on their way. Whoever holds it puts in more than [`Stream::ahead`] before taking one out.
#[pyclass(frozen, module = "annalist._annalist")]
pub(crate) struct Stream {
    to: Mutex<Option<Sender<Row>>>,
    work: Mutex<Work<String>>,
    ids: Ids,
    /// So many texts are put in before one is taken out: enough for all cores.
    #[pyo3(get)]
    ahead: usize,
}

impl Stream {
    pub(crate) fn new(pipeline: Arc<annalist::Pipeline>, jobs: usize) -> Self {
        let (to, from) = channel::<Row>();
        let finish = |report: annalist_doc::Report| report.into_wire().to_json();
        let work = Work::start(from.into_iter().map(document), pipeline, finish, jobs);
        Self {
            to: Mutex::new(Some(to)),
            work: Mutex::new(work),
            ids: Ids::default(),
            ahead: jobs * 128,
        }
    }
}

#[pymethods]
impl Stream {
    /// Puts texts in.
    fn push(&self, rows: Vec<Row>) -> PyResult<()> {
        let to = self.to.lock().map_err(broken)?;
        let to = to.as_ref().ok_or_else(|| trouble("the stream is closed"))?;
        for row in rows {
            self.ids.push(row.1.clone());
            to.send(row).map_err(broken)?;
        }
        Ok(())
    }

    /// Says that no more texts will come.
    fn close(&self) -> PyResult<()> {
        self.to.lock().map_err(broken)?.take();
        Ok(())
    }

    /// Takes the next one out; `None` when all are out.
    fn take(&self, py: Python<'_>) -> PyResult<Option<Outcome>> {
        py.detach(|| {
            let next = self.work.lock().map_err(broken)?.next();
            Ok(next.map(|coded| {
                let id = self.ids.pop();
                match coded {
                    Coded::Record { record, .. } => (Some(record), id, None),
                    Coded::Failure(message) => (None, id, Some(message)),
                }
            }))
        })
    }
}
