//! The commands of the store: `add`, `find`, `sql`, `happening`, `story`, `recode`, `review`, `export`.

mod add;
pub(crate) mod args;
mod export;
mod find;
mod recode;
mod review;
mod rows;
mod tell;

pub(crate) use add::run as add;
pub(crate) use export::run as export;
pub(crate) use find::{find, sql};
pub(crate) use recode::run as recode;
pub(crate) use review::{alike, run as review};
pub(crate) use tell::{happening, story};
