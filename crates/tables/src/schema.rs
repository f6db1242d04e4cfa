//! Which tables there are, and what their columns hold: those of `annalist export`, and a few besides.

use std::sync::LazyLock;

pub use annalist_export::Kind;
use annalist_export::SHEETS;

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// The tables of an export that a single record has rows for.
const OF_RECORDS: [&str; 11] = [
    "documents",
    "statements",
    "events",
    "arguments",
    "figures",
    "claims",
    "claim_links",
    "entities",
    "places",
    "times",
    "warnings",
];

/// The tables of records.
pub static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let exported = OF_RECORDS.iter().filter_map(|name| SHEETS.iter().find(|s| s.name == *name));
    let table = |sheet: &annalist_export::Sheet| Table {
        name: sheet.name,
        columns: sheet.columns.iter().map(|c| Column { name: c.name, kind: c.kind }).collect(),
    };
    let (text, whole) = (Kind::Text, Kind::Whole);
    let mentions = own(
        "mentions",
        &[
            ("key", text),
            ("entity", text),
            ("kind", text),
            ("text", text),
            ("start", whole),
            ("end", whole),
        ],
    );
    exported.map(table).chain([mentions]).collect()
});

/// What could not be coded.
pub static ERRORS: LazyLock<Table> =
    LazyLock::new(|| own("errors", &[("source_id", Kind::Text), ("message", Kind::Text)]));

/// The words that tell a report's story: hashes, and how often they occur.
pub static TERMS: LazyLock<Table> = LazyLock::new(|| {
    own("terms", &[("document", Kind::Text), ("term", Kind::Whole), ("count", Kind::Whole)])
});

/// A table that exports do not have.
fn own(name: &'static str, columns: &[(&'static str, Kind)]) -> Table {
    let columns = columns.iter().map(|(name, kind)| Column { name, kind: *kind }).collect();
    Table { name, columns }
}
