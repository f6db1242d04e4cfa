//! Documents out of what Python holds.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use annalist_doc::Document;
use annalist_read::fingerprint::Fingerprint;
use annalist_read::text;
use pyo3::prelude::*;

/// One text as it is given: the text, its id, its date.
pub(crate) type Row = (Option<String>, Option<String>, Option<String>);

/// Why a row is no document.
#[derive(Debug)]
pub(crate) struct Unfit(String);

impl Unfit {
    pub(crate) fn because(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A text in memory has no file that a message could name.
        f.write_str(self.0.strip_prefix("standard input: ").unwrap_or(&self.0))
    }
}

/// The document of a row.
pub(crate) fn document((text, id, date): Row) -> Result<Document, Unfit> {
    let published = date.as_deref().map(annalist_read::published).transpose();
    let published = published.map_err(Unfit::because)?;
    let text = text.ok_or_else(|| Unfit::because("there is no text"))?;
    text::held(text, id, published).map_err(Unfit::because)
}

/// The ids of the rows on their way, in order: what comes out is matched with what went in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids(Arc<Mutex<VecDeque<Option<String>>>>);

impl Ids {
    pub(crate) fn push(&self, id: Option<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(id);
    }

    pub(crate) fn pop(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front().flatten()
    }
}

/// A text's hash, a number for its words, how many word sequences it has, and its signature.
type Print = (String, String, u32, Option<Vec<u16>>);

/// What is compared of texts to find duplicates. `None` for what is no document.
#[pyfunction]
pub(crate) fn fingerprints(py: Python<'_>, texts: Vec<Option<String>>) -> Vec<Option<Print>> {
    let print = |text: Option<String>| {
        let document = document((text, None, None)).ok()?;
        let Fingerprint { words, shingles, signature } = Fingerprint::of(&document);
        Some((document.id, format!("{words:032x}"), shingles, signature))
    };
    py.detach(|| texts.into_iter().map(print).collect())
}
