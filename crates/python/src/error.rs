//! What can go wrong, as Python exceptions.

use std::fmt::Display;

use pyo3::prelude::*;
use pyo3::{create_exception, exceptions::PyException};

create_exception!(annalist, AnnalistError, PyException, "Whatever goes wrong in annalist.");
create_exception!(
    annalist,
    ResourceError,
    AnnalistError,
    "The language pipeline or the gazetteer cannot be had; the message says what to do."
);

/// An `AnnalistError` that says what an error says.
pub(crate) fn trouble(error: impl Display) -> PyErr {
    AnnalistError::new_err(error.to_string())
}

/// The message of a thread that broke down while it held a lock.
pub(crate) fn broken<T>(_: T) -> PyErr {
    AnnalistError::new_err("the coder broke down earlier; load the pipeline anew")
}
