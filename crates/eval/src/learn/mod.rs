//! Small learned parts: their training programs. What they learn is written into the lexicon.

mod logistic;
mod statements;

pub(crate) use statements::{Args as StatementArgs, run as statements};
