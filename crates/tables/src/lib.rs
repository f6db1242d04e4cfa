//! What do records look like as Arrow tables? The columns of each table, and its rows out of a record.
//!
//! Rows name one another by keys (`hash/e1`: the document's hash and the row's name in its record), the
//! same in every table and store that has the report. Links to other reports (`actor_key`, `happening`,
//! `story`) stay empty: a single record does not tell them.

mod batch;
mod cell;
mod rows;
mod schema;

pub use batch::Rows;
pub use rows::Record;
pub use schema::{Column, ERRORS, Kind, TABLES, TERMS, Table};
