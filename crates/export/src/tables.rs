//! Tables as CSV and as Parquet.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::sync::Arc;

use annalist_store::{Line, Store};
use arrow_array::builder::{
    ArrayBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use crate::codes::day_number;
use crate::error::Error;
use crate::sheet::{Kind, Sheet, parts};

/// So many rows are gathered before they are packed.
const ROWS: usize = 2048;
/// A group of rows is written out when it has so many bytes.
const GROUP: usize = 16 << 20;

/// Writes a table as CSV (RFC 4180, UTF-8).
pub(crate) fn csv(store: &Store, sheet: &Sheet, to: BufWriter<File>) -> Result<u64, Error> {
    let mut out = ::csv::Writer::from_writer(to);
    out.write_record(sheet.columns.iter().map(|c| c.name))?;
    let mut rows = 0;
    let mut cell = String::new();
    store.each(&sheet.question(), &[], |line| {
        for (n, column) in sheet.columns.iter().enumerate() {
            cell.clear();
            match column.kind {
                Kind::Text | Kind::Day => cell.push_str(line.text(n).unwrap_or_default()),
                Kind::Whole => cell.extend(line.whole(n).map(|x| x.to_string())),
                Kind::Real => cell.extend(line.real(n).map(|x| x.to_string())),
                Kind::Words => {
                    let words: Vec<&str> = parts(line.text(n).unwrap_or_default()).collect();
                    cell.push_str(&words.join("; "));
                }
            }
            out.write_field(&cell)?;
        }
        out.write_record(None::<&[u8]>)?;
        rows += 1;
        Ok::<(), Error>(())
    })?;
    out.flush()?;
    Ok(rows)
}

/// Writes a table as Parquet with Arrow's types.
pub(crate) fn parquet(store: &Store, sheet: &Sheet, to: BufWriter<File>) -> Result<u64, Error> {
    let schema: SchemaRef =
        Arc::new(Schema::new(sheet.columns.iter().map(field).collect::<Vec<_>>()));
    let attribution = KeyValue::new("attribution".to_owned(), crate::ATTRIBUTION.to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by(concat!("annalist ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![attribution]))
        .build();
    let mut out = ArrowWriter::try_new(to, Arc::clone(&schema), Some(properties))?;
    let mut batch = Batch::new(sheet);
    let mut rows = 0;
    store.each(&sheet.question(), &[], |line| {
        batch.push(line);
        rows += 1;
        if batch.rows == ROWS {
            out.write(&batch.take(&schema)?)?;
            if out.in_progress_size() > GROUP {
                out.flush()?;
            }
        }
        Ok::<(), Error>(())
    })?;
    out.write(&batch.take(&schema)?)?;
    out.into_inner()?.flush()?;
    Ok(rows)
}

fn field(column: &crate::Column) -> Field {
    Field::new(column.name, data_type(column.kind), true)
}

/// The Arrow type of a column's values.
#[must_use]
pub fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Whole => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Day => DataType::Date32,
        Kind::Words => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
    }
}

/// Some rows, column by column.
struct Batch {
    columns: Vec<Values>,
    rows: usize,
}

enum Values {
    Text(StringBuilder),
    Whole(Int64Builder),
    Real(Float64Builder),
    Day(Date32Builder),
    Words(ListBuilder<StringBuilder>),
}

impl Batch {
    fn new(sheet: &Sheet) -> Self {
        let values = |c: &crate::Column| match c.kind {
            Kind::Text => Values::Text(StringBuilder::new()),
            Kind::Whole => Values::Whole(Int64Builder::new()),
            Kind::Real => Values::Real(Float64Builder::new()),
            Kind::Day => Values::Day(Date32Builder::new()),
            Kind::Words => Values::Words(ListBuilder::new(StringBuilder::new())),
        };
        Self { columns: sheet.columns.iter().map(values).collect(), rows: 0 }
    }

    fn push(&mut self, line: &Line<'_>) {
        for (n, values) in self.columns.iter_mut().enumerate() {
            match values {
                Values::Text(to) => to.append_option(line.text(n)),
                Values::Whole(to) => to.append_option(line.whole(n)),
                Values::Real(to) => to.append_option(line.real(n)),
                Values::Day(to) => to.append_option(line.text(n).and_then(day_number)),
                Values::Words(to) => {
                    for word in line.text(n).into_iter().flat_map(parts) {
                        to.values().append_value(word);
                    }
                    to.append(line.text(n).is_some());
                }
            }
        }
        self.rows += 1;
    }

    fn take(&mut self, schema: &SchemaRef) -> Result<RecordBatch, Error> {
        self.rows = 0;
        let columns: Vec<ArrayRef> = self
            .columns
            .iter_mut()
            .map(|values| match values {
                Values::Text(from) => ArrayBuilder::finish(from),
                Values::Whole(from) => ArrayBuilder::finish(from),
                Values::Real(from) => ArrayBuilder::finish(from),
                Values::Day(from) => ArrayBuilder::finish(from),
                Values::Words(from) => ArrayBuilder::finish(from),
            })
            .collect();
        Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
    }
}
