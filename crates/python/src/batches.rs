//! Texts in Arrow batches through the pipeline: tables out.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use annalist::{Coded, Work};
use annalist_doc::{Points, Report};
use annalist_tables::{ERRORS, Record, Rows, TABLES, TERMS};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatchReader, StringArray};
use arrow_schema::{DataType, Schema};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::arrow::RecordBatch;
use crate::error::{broken, trouble};
use crate::row::{Ids, Row, Unfit, document};

/// Where in a batch the text, the id and the date stand.
pub(crate) struct Columns {
    text: usize,
    id: Option<usize>,
    date: Option<usize>,
}

impl Columns {
    /// Finds them by name. The id is in the column `id` where none is named and there is one.
    pub(crate) fn find(
        schema: &Schema,
        text: &str,
        id: Option<&str>,
        date: Option<&str>,
    ) -> Result<Self, String> {
        let find = |name: &str| {
            schema.index_of(name).map_err(|_| {
                let names: Vec<String> =
                    schema.fields().iter().take(12).map(|f| format!("{:?}", f.name())).collect();
                format!("there is no column {name:?}; the data has {}", names.join(", "))
            })
        };
        let id = match id {
            Some(name) => Some(find(name)?),
            None => schema.index_of("id").ok(),
        };
        Ok(Self { text: find(text)?, id, date: date.map(find).transpose()? })
    }
}

/// The rows of a stream of batches, as documents.
struct Texts {
    reader: Box<dyn RecordBatchReader + Send>,
    columns: Columns,
    ready: VecDeque<Row>,
    ids: Ids,
    failed: Arc<Mutex<Option<String>>>,
}

impl Texts {
    fn read(&mut self, batch: &arrow_array::RecordBatch) -> Result<(), String> {
        let words = |at: Option<usize>| at.map(|at| words(batch.column(at))).transpose();
        let text = words(Some(self.columns.text))?;
        let (id, date) = (words(self.columns.id)?, words(self.columns.date)?);
        let cell = |column: &Option<StringArray>, row: usize| {
            let column = column.as_ref()?;
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        for row in 0..batch.num_rows() {
            let date = cell(&date, row).filter(|day| !day.trim().is_empty());
            self.ready.push_back((cell(&text, row), cell(&id, row), date));
        }
        Ok(())
    }
}

/// A column as words. Strings of Arrow's usual kind are not copied.
fn words(column: &ArrayRef) -> Result<StringArray, String> {
    if let Some(words) = column.as_string_opt::<i32>() {
        return Ok(words.clone());
    }
    let cast = arrow_cast::cast(column, &DataType::Utf8).map_err(|error| error.to_string())?;
    cast.as_string_opt::<i32>().cloned().ok_or_else(|| "the column holds no words".to_owned())
}

impl Iterator for Texts {
    type Item = Result<annalist_doc::Document, Unfit>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                self.ids.push(row.1.clone());
                return Some(document(row));
            }
            let read = match self.reader.next()? {
                Ok(batch) => self.read(&batch),
                Err(error) => Err(error.to_string()),
            };
            if let Err(why) = read {
                // The data itself cannot be read on: that ends the whole, and is told at the end.
                if let Ok(mut failed) = self.failed.lock() {
                    *failed = Some(why);
                }
                return None;
            }
        }
    }
}

/// A record with what stories are told by.
type Told = (Report, Vec<(u32, u8)>);

/// Tables of some documents after the other.
#[pyclass(frozen, module = "annalist._annalist")]
pub(crate) struct Batches {
    work: Mutex<Work<Told>>,
    ids: Ids,
    failed: Arc<Mutex<Option<String>>>,
    size: usize,
    nested: bool,
    terms: bool,
}

/// What `Batches` gives: a table each, or one batch with a row a document.
#[derive(IntoPyObject)]
enum Given<'py> {
    Tables(Bound<'py, PyDict>),
    Nested(RecordBatch),
}

impl Batches {
    pub(crate) fn new(
        pipeline: Arc<annalist::Pipeline>,
        jobs: usize,
        reader: Box<dyn RecordBatchReader + Send>,
        columns: Columns,
        size: usize,
        nested: bool,
        terms: bool,
    ) -> Self {
        let (ids, failed) = (Ids::default(), Arc::default());
        let texts = Texts {
            reader,
            columns,
            ready: VecDeque::new(),
            ids: ids.clone(),
            failed: Arc::clone(&failed),
        };
        let teller = Arc::clone(&pipeline);
        let finish = move |report: Report| {
            let told = if terms { teller.story_terms(&report) } else { Vec::new() };
            (report, told)
        };
        let work = Work::start(texts, pipeline, finish, jobs);
        Self { work: Mutex::new(work), ids, failed, size: size.max(1), nested, terms }
    }

    /// The next documents, and how many of them there are.
    fn fill(&self, filled: &mut Filled) -> PyResult<usize> {
        let mut work = self.work.lock().map_err(broken)?;
        let mut documents = 0;
        while documents < self.size {
            let Some(coded) = work.next() else { break };
            documents += 1;
            let id = self.ids.pop();
            match coded {
                Coded::Record { record: (report, terms), .. } => filled.record(&report, &terms),
                Coded::Failure(message) => filled.failure(id.as_deref(), &message),
            }
        }
        Ok(documents)
    }
}

/// Tables that are being filled.
struct Filled {
    tables: Vec<Rows>,
    errors: Rows,
    terms: Option<Rows>,
}

impl Filled {
    fn new(terms: bool) -> Self {
        Self {
            tables: TABLES.iter().map(Rows::new).collect(),
            errors: Rows::new(&ERRORS),
            terms: terms.then(|| Rows::new(&TERMS)),
        }
    }

    fn record(&mut self, report: &Report, terms: &[(u32, u8)]) {
        let points = Points::of(&report.document.text);
        self.tables.iter_mut().for_each(|rows| rows.push(&Record::new(report, &points)));
        self.errors.push_none();
        if let Some(rows) = &mut self.terms {
            rows.push_terms(&report.document.id, terms);
        }
    }

    fn failure(&mut self, id: Option<&str>, message: &str) {
        self.tables.iter_mut().for_each(Rows::push_none);
        self.errors.push_texts(&[id, Some(message)]);
        if let Some(rows) = &mut self.terms {
            rows.push_none();
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Rows> {
        self.tables.iter_mut().chain([&mut self.errors]).chain(&mut self.terms)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        let terms = self.terms.iter().map(|_| TERMS.name);
        TABLES.iter().map(|t| t.name).chain([ERRORS.name]).chain(terms)
    }

    /// One batch, a row a document, with a list of rows for each table.
    fn nested(&mut self) -> PyResult<RecordBatch> {
        let lists: Result<Vec<_>, _> = self.all().map(Rows::finish_lists).collect();
        let (fields, columns): (Vec<_>, Vec<_>) = lists.map_err(trouble)?.into_iter().unzip();
        let schema = Arc::new(Schema::new(fields));
        arrow_array::RecordBatch::try_new(schema, columns).map(RecordBatch).map_err(trouble)
    }

    fn apart(&mut self) -> PyResult<Vec<RecordBatch>> {
        self.all().map(|rows| rows.finish().map(RecordBatch).map_err(trouble)).collect()
    }
}

#[pymethods]
impl Batches {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Given<'py>>> {
        let mut filled = Filled::new(self.terms);
        let nested = self.nested;
        let (documents, one, apart) = py.detach(|| {
            let documents = self.fill(&mut filled)?;
            let one = (nested && documents > 0).then(|| filled.nested()).transpose()?;
            let apart = if nested || documents == 0 { Vec::new() } else { filled.apart()? };
            PyResult::Ok((documents, one, apart))
        })?;
        if documents == 0 {
            return match self.failed.lock().map_err(broken)?.take() {
                Some(why) => Err(trouble(format!("the data cannot be read: {why}"))),
                None => Ok(None),
            };
        }
        if let Some(one) = one {
            return Ok(Some(Given::Nested(one)));
        }
        let tables = PyDict::new(py);
        for (name, batch) in filled.names().zip(apart) {
            tables.set_item(name, batch)?;
        }
        Ok(Some(Given::Tables(tables)))
    }
}

/// A batch without rows as `Batches` gives them with a row a document, for its schema.
#[pyfunction]
pub(crate) fn nested(terms: bool) -> PyResult<RecordBatch> {
    Filled::new(terms).nested()
}
