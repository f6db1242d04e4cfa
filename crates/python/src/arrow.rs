//! Arrow in and out by the PyCapsule protocol, and records as tables.

use std::sync::Arc;

use annalist_doc::{Points, WireReport};
use annalist_tables::{Record, Rows, TABLES};
use arrow_array::RecordBatchReader;
use arrow_schema::{Field, SchemaRef};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyTuple};
use pyo3_arrow::ffi::{
    ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule,
};
use pyo3_arrow::input::AnyRecordBatch;

use crate::error::trouble;

/// Anything that gives record batches: a stream, a table, a data frame, a single batch.
pub(crate) fn reader(source: &Bound<'_, PyAny>) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    let any: AnyRecordBatch = source.extract().map_err(|_| {
        let kind = source.get_type().name().map_or_else(|_| "it".to_owned(), |n| n.to_string());
        PyTypeError::new_err(format!(
            "{kind} gives no Arrow data; expected an object with __arrow_c_stream__ or \
             __arrow_c_array__, as pyarrow, polars, pandas (2.2 or later) and DuckDB give"
        ))
    })?;
    any.into_reader()
}

/// Rows of one table. Any Arrow library takes it without a copy.
#[pyclass(frozen, module = "annalist._annalist")]
#[derive(Clone)]
pub(crate) struct RecordBatch(pub(crate) arrow_array::RecordBatch);

#[pymethods]
impl RecordBatch {
    /// How many rows it has.
    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    /// What its columns are called.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        format!(
            "<annalist.RecordBatch, {} rows: {}>",
            self.0.num_rows(),
            self.column_names().join(", ")
        )
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.0.schema_ref().as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let field = Arc::new(Field::new_struct("", self.0.schema_ref().fields().clone(), false));
        let rows: arrow_array::StructArray = self.0.clone().into();
        Ok(to_array_pycapsules(py, field, &rows, requested_schema)?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let field = Arc::new(Field::new_struct("", self.0.schema_ref().fields().clone(), false));
        let rows: arrow_array::ArrayRef = Arc::new(arrow_array::StructArray::from(self.0.clone()));
        let one = Box::new(ArrayIterator::new(std::iter::once(Ok(rows)), field));
        Ok(to_stream_pycapsule(py, one, requested_schema)?)
    }
}

/// Several batches of one table as one.
#[pyfunction]
pub(crate) fn concat(batches: Vec<PyRef<'_, RecordBatch>>) -> PyResult<RecordBatch> {
    let first = batches.first().ok_or_else(|| trouble("there are no batches"))?;
    let schema: SchemaRef = first.0.schema();
    let all = batches.iter().map(|batch| &batch.0);
    arrow_select::concat::concat_batches(&schema, all).map(RecordBatch).map_err(trouble)
}

/// Records, as JSON, as tables.
#[pyfunction]
pub(crate) fn tables<'py>(py: Python<'py>, records: Vec<String>) -> PyResult<Bound<'py, PyDict>> {
    let made = py.detach(|| {
        let mut rows: Vec<Rows> = TABLES.iter().map(Rows::new).collect();
        for json in &records {
            let report = WireReport::from_json(json).map_err(trouble)?.into_report();
            let points = Points::of(&report.document.text);
            rows.iter_mut().for_each(|rows| rows.push(&Record::new(&report, &points)));
        }
        let finish = |rows: &mut Rows| rows.finish().map_err(trouble);
        rows.iter_mut().map(finish).collect::<PyResult<Vec<_>>>()
    })?;
    let all = PyDict::new(py);
    for (table, batch) in TABLES.iter().zip(made) {
        all.set_item(table.name, RecordBatch(batch))?;
    }
    Ok(all)
}

/// An empty batch of each table, for its schema.
#[pyfunction]
pub(crate) fn schemas(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    tables(py, Vec::new())
}
