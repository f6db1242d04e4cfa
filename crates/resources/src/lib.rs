//! Where are the language pipeline and the gazetteer? Both are found where the user says, or in the
//! user's cache folder, where they are put once: fetched with Python's own package client, checked byte by
//! byte. The program and the Python package share this, so both use the same files.

pub mod check;
mod error;
pub mod fetch;
pub mod folder;
pub mod gazetteer;
pub mod known;
pub mod pipeline;

pub use error::Error;

/// How people are told what takes its time: that something is fetched, or waited for.
pub type Tell = fn(&str);
