//! Rows as Arrow arrays.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use jiff::civil::{Date, date};

use crate::cell::Cell;
use crate::rows::Record;
use crate::schema::{Column, Kind, Table};

/// The Arrow field of a column. Every value may be missing.
fn field(column: &Column) -> Field {
    Field::new(column.name, annalist_export::data_type(column.kind), true)
}

/// The Arrow schema of a table.
fn schema(table: &Table) -> SchemaRef {
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}

/// Rows of one table, column by column, and how many of them each record has.
#[derive(Debug)]
pub struct Rows {
    table: &'static Table,
    columns: Vec<Values>,
    of_each: Vec<usize>,
}

#[derive(Debug)]
enum Values {
    Text(StringBuilder),
    Whole(Int64Builder),
    Real(Float64Builder),
    Day(Date32Builder),
    Words(ListBuilder<StringBuilder>),
}

impl Rows {
    /// No rows yet.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        let values = |column: &Column| match column.kind {
            Kind::Text => Values::Text(StringBuilder::new()),
            Kind::Whole => Values::Whole(Int64Builder::new()),
            Kind::Real => Values::Real(Float64Builder::new()),
            Kind::Day => Values::Day(Date32Builder::new()),
            Kind::Words => Values::Words(ListBuilder::new(StringBuilder::new())),
        };
        Self { table, columns: table.columns.iter().map(values).collect(), of_each: Vec::new() }
    }

    /// Adds the rows of a record.
    pub fn push(&mut self, record: &Record<'_>) {
        let rows = record.rows(self.table.name);
        for row in 0..rows {
            for (column, values) in self.table.columns.iter().zip(&mut self.columns) {
                let cell = record.cell(self.table.name, row, column.name);
                put(values, cell.unwrap_or(Cell::Null));
            }
        }
        self.of_each.push(rows);
    }

    /// Adds rows of words alone, for tables that tell of more than records; what is missing stays empty.
    pub fn push_texts(&mut self, cells: &[Option<&str>]) {
        for (n, values) in self.columns.iter_mut().enumerate() {
            put(values, cells.get(n).copied().flatten().into());
        }
        self.of_each.push(1);
    }

    /// Adds rows to a table of terms: a row for each of a document's.
    pub fn push_terms(&mut self, document: &str, terms: &[(u32, u8)]) {
        for (term, count) in terms {
            let cells = [document.into(), i64::from(*term).into(), i64::from(*count).into()];
            self.columns.iter_mut().zip(cells).for_each(|(values, cell)| put(values, cell));
        }
        self.of_each.push(terms.len());
    }

    /// Says that a record has no rows here.
    pub fn push_none(&mut self) {
        self.of_each.push(0);
    }

    /// All rows as one batch; none are left.
    ///
    /// # Errors
    /// When Arrow finds the columns to be of different lengths, which would be a mistake here.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.of_each.clear();
        RecordBatch::try_new(schema(self.table), self.arrays())
    }

    /// The rows of each record as a list of its own; none are left.
    ///
    /// # Errors
    /// As for [`finish`](Self::finish).
    pub fn finish_lists(&mut self) -> Result<(Field, ArrayRef), ArrowError> {
        let offsets = OffsetBuffer::from_lengths(std::mem::take(&mut self.of_each));
        let fields: Fields = self.table.columns.iter().map(field).collect();
        let rows = StructArray::try_new(fields, self.arrays(), None)?;
        let item = Arc::new(Field::new_list_field(rows_type(self.table), true));
        let lists = ListArray::try_new(Arc::clone(&item), offsets, Arc::new(rows), None)?;
        let field = Field::new(self.table.name, DataType::List(item), true);
        Ok((field, Arc::new(lists)))
    }

    fn arrays(&mut self) -> Vec<ArrayRef> {
        let finish = |values: &mut Values| match values {
            Values::Text(from) => ArrayBuilder::finish(from),
            Values::Whole(from) => ArrayBuilder::finish(from),
            Values::Real(from) => ArrayBuilder::finish(from),
            Values::Day(from) => ArrayBuilder::finish(from),
            Values::Words(from) => ArrayBuilder::finish(from),
        };
        self.columns.iter_mut().map(finish).collect()
    }
}

/// The type of a table's rows.
fn rows_type(table: &Table) -> DataType {
    DataType::Struct(table.columns.iter().map(field).collect())
}

/// Puts a cell into its column. One of another kind than the column's is left empty.
fn put(values: &mut Values, cell: Cell<'_>) {
    match (values, cell) {
        (Values::Text(to), Cell::Text(text)) => to.append_value(text),
        (Values::Text(to), _) => to.append_null(),
        (Values::Whole(to), Cell::Whole(number)) => to.append_value(number),
        (Values::Whole(to), _) => to.append_null(),
        (Values::Real(to), Cell::Real(number)) => to.append_value(number),
        (Values::Real(to), _) => to.append_null(),
        (Values::Day(to), Cell::Day(day)) => to.append_option(day_number(day)),
        (Values::Day(to), _) => to.append_null(),
        (Values::Words(to), Cell::List(words)) if !words.is_empty() => {
            words.iter().for_each(|word| to.values().append_value(word));
            to.append(true);
        }
        (Values::Words(to), _) => to.append(false),
    }
}

/// The number of a day from 1970 on.
fn day_number(day: &str) -> Option<i32> {
    let day: Date = day.get(..10)?.parse().ok()?;
    i32::try_from(day.duration_since(date(1970, 1, 1)).as_hours() / 24).ok()
}
