//! Small learned parts: their training programs. What they learn is written into the lexicon.

pub(crate) mod cross;
mod events;
mod kept;
mod logistic;
pub(crate) mod pairs;
mod softmax;
mod statements;

pub(crate) use events::{Args as EventArgs, run as events};
pub(crate) use statements::{Args as StatementArgs, run as statements};
