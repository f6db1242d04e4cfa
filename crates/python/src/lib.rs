//! The same pipeline as a Python package: the part of it that is Rust. What people see is in
//! `python/annalist`; here are loading, coding on all cores without the interpreter's lock, and Arrow.

mod arrow;
mod batches;
mod error;
mod pipeline;
mod row;
mod stream;

use pyo3::prelude::*;

/// `annalist._annalist`.
#[pymodule]
mod _annalist {
    #[pymodule_export]
    use crate::arrow::{RecordBatch, concat, schemas, tables};
    #[pymodule_export]
    use crate::batches::{Batches, nested};
    #[pymodule_export]
    use crate::error::{AnnalistError, ResourceError};
    #[pymodule_export]
    use crate::pipeline::Pipeline;
    #[pymodule_export]
    use crate::row::fingerprints;
    #[pymodule_export]
    use crate::stream::Stream;

    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
