//! What a table of an export is made of.

/// One table: a question to the store, column by column.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// Its name, which is also that of its file.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// Where its rows come from.
    pub(crate) from: &'static str,
    /// In which order.
    pub(crate) order: &'static str,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    pub(crate) sql: &'static str,
}

/// What the values of a column are; every value may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words: `Utf8`.
    Text,
    /// A whole number: `Int64`.
    Whole,
    /// Any number: `Float64`.
    Real,
    /// A day: `Date32`, and `2031-05-02` in CSV.
    Day,
    /// Several words: `List<Utf8>`, and joined by `; ` in CSV.
    Words,
}

impl Sheet {
    /// The question that gives its rows.
    pub(crate) fn question(&self) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|c| c.sql).collect();
        format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), self.from, self.order)
    }
}

/// The parts of a cell that holds several words, as the store joins them.
pub(crate) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(", ").filter(|part| !part.is_empty())
}
