//! Parquet: one document a row. Only the columns that are asked for are read, a page at a time.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annalist_doc::{Document, Format};
use jiff::Timestamp;
use jiff::civil::Date;
use parquet::basic::{LogicalType, TimeUnit, TimestampType};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row as ParquetRow};
use parquet::schema::types::Type;

use super::pages::Bounded;
use super::{Cell, Columns, Row};
use crate::Options;
use crate::error::{Kind, ReadError};

/// Columns of moments, by name: in which unit they count, and whether they know their zone.
type Moments = Vec<(String, TimestampType)>;

/// The documents of one table.
pub(crate) struct Parquet {
    rows: Option<RowIter<'static>>,
    names: Vec<String>,
    moments: Moments,
    columns: Columns,
    row: u64,
    bad_start: Option<ReadError>,
    /// Where reading is counted, and how many bytes all rows together count for.
    done: Arc<AtomicU64>,
    bytes: u64,
    all: u64,
}

impl Parquet {
    /// Reads a file, which the user knows as `name`.
    pub(crate) fn of_file(
        file: File,
        name: &str,
        options: Arc<Options>,
        done: Arc<AtomicU64>,
    ) -> Self {
        let bytes = file.metadata().map_or(0, |m| m.len());
        Self::new(|| Ok((file.try_clone()?, file)), bytes, name, options, done)
    }

    /// Reads a table that is in memory.
    pub(crate) fn of_bytes(bytes: Vec<u8>, name: &str, options: Arc<Options>) -> Self {
        let bytes = bytes::Bytes::from(bytes);
        Self::new(|| Ok((bytes.clone(), bytes)), 0, name, options, Arc::default())
    }

    fn new<R: ChunkReader + 'static>(
        twice: impl FnOnce() -> std::io::Result<(R, R)>,
        bytes: u64,
        name: &str,
        options: Arc<Options>,
        done: Arc<AtomicU64>,
    ) -> Self {
        let columns = Columns::new(name, Format::Parquet, options);
        let mut table = Self {
            rows: None,
            names: Vec::new(),
            moments: Vec::new(),
            columns,
            row: 0,
            bad_start: None,
            done,
            bytes,
            all: 0,
        };
        let begun = guarded(|| {
            let (from, again) = twice().map_err(ParquetError::from)?;
            table.start(from, again)
        });
        match begun {
            Ok(rows) => table.rows = Some(rows),
            Err(error) => table.bad_start = Some(error.into_complaint(&table.columns, None)),
        }
        table
    }

    fn start<R: ChunkReader + 'static>(
        &mut self,
        from: R,
        again: R,
    ) -> Result<RowIter<'static>, Trouble> {
        let reader = SerializedFileReader::new(from)?;
        let about = reader.metadata().file_metadata();
        self.all = u64::try_from(about.num_rows()).unwrap_or(0);
        let schema = about.schema().clone();
        let options = self.columns.options();
        let wanted = [
            Some(options.text_column.as_str()),
            Some(options.id_column.as_deref().unwrap_or("id")),
            options.date_column.as_deref(),
            options.title_column.as_deref(),
            options.site_column.as_deref(),
        ];
        let fields = schema.get_fields();
        self.names = fields.iter().map(|field| field.name().to_owned()).collect();
        let moment = |field: &Arc<Type>| match field.get_basic_info().logical_type_ref() {
            Some(LogicalType::Timestamp(kind)) => Some((field.name().to_owned(), kind.clone())),
            _ => None,
        };
        self.moments = fields.iter().filter_map(moment).collect();
        let kept: Vec<_> =
            fields.iter().filter(|f| wanted.contains(&Some(f.name()))).cloned().collect();
        let projection = Type::group_type_builder(schema.name()).with_fields(kept).build()?;
        Ok(RowIter::from_file_into(Box::new(Bounded::new(reader, again)))
            .project(Some(projection))?)
    }

    /// Counts the row's share of the file's bytes.
    fn note_row(&self) {
        let part = |row: u64| {
            (u128::from(self.bytes) * u128::from(row) / u128::from(self.all.max(1))) as u64
        };
        if self.row <= self.all {
            self.done.fetch_add(part(self.row) - part(self.row - 1), Ordering::Relaxed);
        }
    }
}

impl Iterator for Parquet {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.bad_start.take() {
            return Some(Err(error));
        }
        let rows = self.rows.as_mut()?;
        match guarded(|| Ok(rows.next().transpose()?)) {
            Ok(Some(found)) => {
                self.row += 1;
                self.note_row();
                let mut row = Fields::new(found, &self.names, &self.moments);
                Some(self.columns.document(self.row, &mut row))
            }
            Ok(None) => {
                self.rows = None;
                self.columns.end(self.row).map(Err)
            }
            Err(trouble) => {
                self.rows = None;
                Some(Err(trouble.into_complaint(&self.columns, Some(self.row + 1))))
            }
        }
    }
}

/// Why a table cannot be read, in the library's words; nothing where it broke down on damaged bytes.
struct Trouble(Option<String>);

impl From<ParquetError> for Trouble {
    fn from(error: ParquetError) -> Self {
        Self(Some(error.to_string()))
    }
}

impl Trouble {
    fn into_complaint(self, columns: &Columns, row: Option<u64>) -> ReadError {
        let why = self.0.unwrap_or_else(|| "its pages make no sense".to_owned());
        let rest = if row.is_some() { "; the rest of the table was not read" } else { "" };
        let what = format!("not a whole Parquet table: {why}{rest}");
        let error = ReadError::new(Kind::Damaged, columns.file(), what);
        match row {
            Some(row) => error.at_row(row),
            None => error,
        }
    }
}

/// The library trusts what a table says of itself and panics where that is not so.
fn guarded<T>(read: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Trouble(None)))
}

/// A row, and the names of all columns of the table.
struct Fields<'a> {
    fields: Vec<(String, Option<Field>)>,
    names: &'a [String],
    moments: &'a Moments,
}

impl<'a> Fields<'a> {
    fn new(row: ParquetRow, names: &'a [String], moments: &'a Moments) -> Self {
        let fields = row.into_columns().into_iter().map(|(name, field)| (name, Some(field)));
        Self { fields: fields.collect(), names, moments }
    }
}

impl Row for Fields<'_> {
    fn take(&mut self, column: &str) -> Option<Cell> {
        let (_, field) = self.fields.iter_mut().find(|(name, _)| name == column)?;
        let kind = self.moments.iter().find(|(name, _)| name == column).map(|(_, kind)| kind);
        Some(match (field.take(), kind) {
            (None, _) => Cell::Null,
            (Some(field), None) => cell(field),
            (Some(field), Some(kind)) => moment_cell(field, kind),
        })
    }

    fn names(&self) -> Vec<String> {
        self.names.to_vec()
    }
}

fn cell(field: Field) -> Cell {
    let number = |n: &dyn std::fmt::Display| Cell::Number(n.to_string());
    match field {
        Field::Null => Cell::Null,
        Field::Str(words) => Cell::Text(words),
        // Older writers leave out that a column is text.
        Field::Bytes(bytes) => String::from_utf8(bytes.data().to_vec())
            .map_or(Cell::Other("bytes that are no UTF-8"), Cell::Text),
        Field::Byte(n) => number(&n),
        Field::Short(n) => number(&n),
        Field::Int(n) => number(&n),
        Field::Long(n) => number(&n),
        Field::UByte(n) => number(&n),
        Field::UShort(n) => number(&n),
        Field::UInt(n) => number(&n),
        Field::ULong(n) => number(&n),
        Field::Float(n) => number(&n),
        Field::Double(n) => number(&n),
        Field::Date(days) => day(days).map_or(Cell::Other("a date out of range"), Cell::Date),
        Field::TimestampMillis(ms) => moment(Timestamp::from_millisecond(ms)),
        Field::TimestampMicros(us) => moment(Timestamp::from_microsecond(us)),
        Field::Bool(_) => Cell::Other("true or false"),
        Field::Float16(_) | Field::Decimal(_) => Cell::Other("a number of a rare kind"),
        Field::TimeMillis(_) | Field::TimeMicros(_) => Cell::Other("a time of day"),
        Field::Group(_) | Field::MapInternal(_) => Cell::Other("an object"),
        Field::ListInternal(_) => Cell::Other("a list"),
    }
}

/// The day that is so many days after 1 January 1970.
fn day(days: i32) -> Option<String> {
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok().map(|day| day.to_string())
}

/// A moment in the column's unit. Without a zone nobody can say which moment it was: the day is kept.
fn moment_cell(field: Field, kind: &TimestampType) -> Cell {
    let found = match (&field, &kind.unit) {
        (Field::Long(n), TimeUnit::NANOS) => Timestamp::from_nanosecond(i128::from(*n)),
        (Field::Long(n) | Field::TimestampMicros(n), TimeUnit::MICROS) => {
            Timestamp::from_microsecond(*n)
        }
        (Field::Long(n) | Field::TimestampMillis(n), TimeUnit::MILLIS) => {
            Timestamp::from_millisecond(*n)
        }
        _ => return cell(field),
    };
    match moment(found) {
        Cell::Date(moment) if !kind.is_adjusted_to_u_t_c => {
            Cell::Date(moment.split('T').next().unwrap_or_default().to_owned())
        }
        other => other,
    }
}

fn moment(found: Result<Timestamp, jiff::Error>) -> Cell {
    found.map_or(Cell::Other("a moment out of range"), |moment| Cell::Date(moment.to_string()))
}

#[cfg(test)]
mod tests {
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    /// A table with three rows.
    fn table() -> Vec<u8> {
        let schema = "message news { required binary body (UTF8); required int64 day \
                      (TIMESTAMP(NANOS,false)); required int64 key; required binary more (UTF8); }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let properties = WriterProperties::builder()
            .set_compression(parquet::basic::Compression::ZSTD(Default::default()))
            .build();
        let mut bytes = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
        let mut rows = writer.next_row_group().unwrap();
        let words = ["The first report.", "", "The third report."].map(ByteArray::from);
        let more = ["", "", ""].map(ByteArray::from);
        let day = 1_936_483_200_000_000_000; // 2031-05-14 as nanoseconds
        for at in 0..4 {
            let mut column = rows.next_column().unwrap().unwrap();
            match at {
                0 => column.typed::<ByteArrayType>().write_batch(&words, None, None).unwrap(),
                1 => column.typed::<Int64Type>().write_batch(&[day; 3], None, None).unwrap(),
                2 => column.typed::<Int64Type>().write_batch(&[7, 8, 9], None, None).unwrap(),
                _ => column.typed::<ByteArrayType>().write_batch(&more, None, None).unwrap(),
            };
            column.close().unwrap();
        }
        rows.close().unwrap();
        writer.close().unwrap();
        bytes
    }

    fn read(bytes: &[u8]) -> Vec<Result<Document, ReadError>> {
        let options = Options {
            text_column: "body".into(),
            id_column: Some("key".into()),
            date_column: Some("day".into()),
            ..Options::default()
        };
        Parquet::of_bytes(bytes.to_vec(), "a.parquet", Arc::new(options)).collect()
    }

    #[test]
    fn a_document_a_row() {
        let found = read(&table());
        let third = found[2].as_ref().unwrap();
        assert_eq!(
            (third.text.as_str(), third.source.id.as_deref()),
            ("The third report.", Some("9"))
        );
        assert_eq!(third.published.as_ref().unwrap().value, "2031-05-14");
        let said = found[1].as_ref().unwrap_err().to_string();
        assert!(said.starts_with("a.parquet, row 2: there are no words"), "{said}");
    }

    #[test]
    fn a_damaged_table_is_an_error_and_no_end_of_the_run() {
        let whole = table();
        for cut in [0, 3, 20, whole.len() / 2, whole.len() - 1] {
            let found = read(&whole[..cut]);
            assert!(
                found.iter().any(|row| row.as_ref().is_err_and(ReadError::is_damaged)),
                "{cut}"
            );
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x41;
            read(&bytes);
        }
        let options = Arc::new(Options::default());
        let found: Vec<_> = Parquet::of_bytes(whole, "a.parquet", options).collect();
        let said = found[0].as_ref().unwrap_err().to_string();
        assert!(said.contains("no column \"text\"; the table has \"body\", \"day\""), "{said}");
    }
}
