//! A store's rows in the forms that other tools read.
//!
//! `docs/export.md` tells every form column by column, and what is approximated. All forms are written row
//! by row, from one state of the store; memory does not grow with it. Rows are named by keys
//! (`documents.hash/local`) that are the same in every store that has the report.

mod acled;
mod annotation;
mod codes;
mod error;
mod ftm;
mod gdelt;
mod geojson;
mod sheet;
mod sheets;
mod tables;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use annalist_store::Store;

pub use error::Error;
pub use sheet::{Column, Kind, Sheet};
pub use sheets::SHEETS;
pub use tables::data_type;

/// Whom users of rows with places have to name.
pub const ATTRIBUTION: &str = "Places: GeoNames (https://www.geonames.org), CC BY 4.0; airfields: airportsdata (MIT); \
     others: annalist. The column or property on the place's source tells which.";

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Apache Parquet, one file for each table.
    Parquet,
    /// CSV, one file for each table.
    Csv,
    /// GeoJSON: events that have a place.
    GeoJson,
    /// CSV in the shape of ACLED's.
    Acled,
    /// A table in the shape of GDELT's events 2.0.
    Gdelt,
    /// FollowTheMoney entities, one object a line.
    Ftm,
    /// W3C Web Annotations with PROV, as JSON-LD.
    WebAnnotation,
}

impl Form {
    /// Whether it is a folder of tables, not one file.
    #[must_use]
    pub fn is_folder(self) -> bool {
        matches!(self, Self::Parquet | Self::Csv)
    }

    /// The columns of a form that is one table.
    #[must_use]
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Acled => &acled::COLUMNS,
            Self::Gdelt => &gdelt::COLUMNS,
            _ => &[],
        }
    }

    /// Whether the form has no room in itself to name whose the places are.
    #[must_use]
    pub fn needs_attribution_beside(self) -> bool {
        matches!(self, Self::Acled | Self::Gdelt) || self.is_folder()
    }
}

/// Writes a form of one file; gives back how many rows there were.
///
/// # Errors
/// When the store cannot be read or the rows cannot be written; also for forms that are folders.
pub fn to_stream(store: &Store, form: Form, to: &mut dyn Write) -> Result<u64, Error> {
    store.frozen(|store| match form {
        Form::GeoJson => geojson::write(store, to),
        Form::Acled => acled::write(store, to),
        Form::Gdelt => gdelt::write(store, to),
        Form::Ftm => ftm::write(store, to),
        Form::WebAnnotation => annotation::write(store, to),
        Form::Parquet | Form::Csv => {
            let said = "this form is a folder of tables";
            Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, said).into())
        }
    })
}

/// Writes a form to a file, or to a folder for those of many tables; gives back how many rows there were.
/// A file gets its name only when it is whole.
///
/// # Errors
/// When the store cannot be read or a file cannot be written.
pub fn to_path(store: &Store, form: Form, path: &Path) -> Result<u64, Error> {
    if !form.is_folder() {
        let rows = whole(path, |mut to| {
            let rows = to_stream(store, form, &mut to)?;
            to.flush().map_err(Error::at(path)).map(|()| rows)
        })?;
        if form.needs_attribution_beside() {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(".attribution.txt");
            attribution(&path.with_file_name(name))?;
        }
        return Ok(rows);
    }
    fs::create_dir_all(path).map_err(Error::at(path))?;
    let rows = store.frozen(|store| {
        let mut rows = 0;
        for sheet in SHEETS {
            let ending = if form == Form::Csv { "csv" } else { "parquet" };
            let file = path.join(format!("{}.{ending}", sheet.name));
            rows += whole(&file, |to| match form {
                Form::Csv => tables::csv(store, sheet, to),
                _ => tables::parquet(store, sheet, to),
            })?;
        }
        Ok::<_, Error>(rows)
    })?;
    attribution(&path.join("ATTRIBUTION.txt"))?;
    Ok(rows)
}

fn attribution(path: &Path) -> Result<(), Error> {
    fs::write(path, format!("{ATTRIBUTION}\n")).map_err(Error::at(path))
}

/// Writes a file under another name first.
fn whole(
    path: &Path,
    fill: impl FnOnce(BufWriter<File>) -> Result<u64, Error>,
) -> Result<u64, Error> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part: PathBuf = path.with_file_name(name);
    let named = |error: Error| match error {
        Error::Write { path: None, error } => Error::Write { path: Some(path.to_owned()), error },
        other => other,
    };
    let filled = File::create(&part).map_err(Error::at(path)).and_then(|file| {
        let rows = fill(BufWriter::with_capacity(1 << 16, file)).map_err(named)?;
        fs::rename(&part, path).map_err(Error::at(path)).map(|()| rows)
    });
    if filled.is_err() {
        // What is left of a failed attempt does no harm.
        let _ = fs::remove_file(&part);
    }
    filled
}
