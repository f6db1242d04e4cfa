//! Loading, and coding one text.

use std::path::PathBuf;
use std::sync::Arc;

use annalist::Keep;
use annalist_resources::{gazetteer, pipeline};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::arrow::reader;
use crate::batches::{Batches, Columns};
use crate::error::{ResourceError, trouble};
use crate::row::document;
use crate::stream::Stream;

/// Everything that is loaded once. It is shared freely between threads.
#[pyclass(frozen, module = "annalist._annalist")]
pub(crate) struct Pipeline {
    pub(crate) pipeline: Arc<annalist::Pipeline>,
    /// So many documents are worked on at once.
    #[pyo3(get)]
    jobs: usize,
}

#[pymethods]
impl Pipeline {
    /// Finds the language pipeline and the gazetteer, or fetches them, and loads both.
    #[new]
    #[pyo3(signature = (model=None, gazetteer=None, places=true, reported=false, jobs=None))]
    fn new(
        py: Python<'_>,
        model: Option<PathBuf>,
        gazetteer: Option<PathBuf>,
        places: bool,
        reported: bool,
        jobs: Option<usize>,
    ) -> PyResult<Self> {
        let missing = |error: annalist_resources::Error| ResourceError::new_err(error.to_string());
        py.detach(|| {
            let language = pipeline::load(model.or_else(pipeline::named).as_deref(), tell);
            let language = language.map_err(missing)?;
            let named = gazetteer.or_else(gazetteer::named);
            let gazetteer = places.then(|| gazetteer::load(named.as_deref(), tell));
            let gazetteer = gazetteer.transpose().map_err(missing)?;
            let statements = if reported { Keep::Reported } else { Keep::All };
            let config = annalist::Config { gazetteer, statements, ..Default::default() };
            let pipeline = annalist::Pipeline::new(language, config).map_err(trouble)?;
            let cores = || std::thread::available_parallelism().map_or(1, Into::into);
            let jobs = jobs.unwrap_or_else(cores).clamp(1, 1024);
            Ok(Self { pipeline: Arc::new(pipeline), jobs })
        })
    }

    /// The record of one text, as JSON.
    #[pyo3(signature = (text, id=None, published=None))]
    fn code(
        &self,
        py: Python<'_>,
        text: String,
        id: Option<String>,
        published: Option<String>,
    ) -> PyResult<String> {
        py.detach(|| {
            let document = document((Some(text), id, published))
                .map_err(|unfit| PyValueError::new_err(unfit.to_string()))?;
            let report = self.pipeline.code(vec![document]).into_iter().next();
            let report = report.ok_or_else(|| trouble("the document was lost in the coder"))?;
            Ok(report.into_wire().to_json())
        })
    }

    /// Texts through the pipeline on all cores, in order.
    fn stream(&self) -> Stream {
        Stream::new(Arc::clone(&self.pipeline), self.jobs)
    }

    /// Arrow batches of texts in, tables out.
    #[pyo3(signature = (source, text, id, date, batch_size, nested, terms))]
    #[expect(clippy::too_many_arguments, reason = "keywords, on the Python side")]
    fn code_batches(
        &self,
        source: &Bound<'_, PyAny>,
        text: String,
        id: Option<String>,
        date: Option<String>,
        batch_size: usize,
        nested: bool,
        terms: bool,
    ) -> PyResult<Batches> {
        let reader = reader(source)?;
        let columns = Columns::find(&reader.schema(), &text, id.as_deref(), date.as_deref())
            .map_err(PyValueError::new_err)?;
        let pipeline = Arc::clone(&self.pipeline);
        Ok(Batches::new(pipeline, self.jobs, reader, columns, batch_size, nested, terms))
    }

    /// What makes the records: versions and hashes of all that is loaded, as JSON.
    fn program(&self) -> PyResult<String> {
        serde_json::to_string(self.pipeline.program()).map_err(trouble)
    }
}

/// Tells people on standard error what takes its time.
fn tell(message: &str) {
    Python::attach(|py| {
        let written = py.import("sys").and_then(|sys| {
            sys.getattr("stderr")?.call_method1("write", (format!("annalist: {message}\n"),))
        });
        // Where standard error cannot be written to, there is nobody to tell.
        drop(written);
    });
}
