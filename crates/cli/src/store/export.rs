//! `annalist export`: a store's rows for other tools.

use std::io::{IsTerminal, Write};
use std::path::Path;

use annalist_export::{Error, Form, to_path, to_stream};
use annalist_store::Store;

use super::args::{Export, ExportForm};
use crate::exit::{Outcome, Stop};
use crate::terminal;

/// Runs `annalist export`.
pub(crate) fn run(args: &Export) -> Result<Outcome, Stop> {
    let store = Store::open_existing(&args.which.store).map_err(Stop::because)?;
    let form = match args.format {
        ExportForm::Parquet => Form::Parquet,
        ExportForm::Csv => Form::Csv,
        ExportForm::Geojson => Form::GeoJson,
        ExportForm::Acled => Form::Acled,
        ExportForm::Gdelt => Form::Gdelt,
        ExportForm::Ftm => Form::Ftm,
        ExportForm::Webannotation => Form::WebAnnotation,
    };
    let output = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let rows = match output {
        Some(path) => to_path(&store, form, path).map_err(|e| stop(&e))?,
        None if form.is_folder() => {
            return Err(Stop::because("this form has many files: name a folder with --output"));
        }
        None => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            let rows = to_stream(&store, form, &mut out).map_err(|e| stop(&e))?;
            out.flush().map_err(|e| Stop::writing("standard output", &e))?;
            if form.needs_attribution_beside() && !std::io::stdout().is_terminal() {
                terminal::note(annalist_export::ATTRIBUTION);
            }
            rows
        }
    };
    if rows == 0 {
        terminal::note("the store has no row for this form");
        return Ok(Outcome::Nothing);
    }
    if let Some(path) = output {
        terminal::note(&format!("{}: {rows} rows", path.display()));
    }
    Ok(Outcome::Done)
}

fn stop(error: &Error) -> Stop {
    match error {
        Error::Write { path: None, error } => Stop::writing("standard output", error),
        other => Stop::because(other),
    }
}
