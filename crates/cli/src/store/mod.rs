//! The commands of the store: `add`, `find`, `sql`, `happening`, `story`.

mod add;
pub(crate) mod args;
mod find;
mod rows;
mod tell;

pub(crate) use add::run as add;
pub(crate) use find::{find, sql};
pub(crate) use tell::{happening, story};
