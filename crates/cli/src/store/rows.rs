//! Rows on a terminal, as CSV or as JSON.

use std::io::IsTerminal;

use annalist_store::{Cell, Table};
use comfy_table::{ContentArrangement, presets};
use serde_json::{Map, Value};

use super::args::Rows;
use crate::exit::{Outcome, Stop};
use crate::terminal;

/// A column of a table that is narrower than this is hard to read.
const NARROW: usize = 14;

/// Writes the rows of an answer to standard output.
pub(super) fn write(table: &Table, format: Option<Rows>) -> Result<Outcome, Stop> {
    let usual = if std::io::stdout().is_terminal() { Rows::Table } else { Rows::Csv };
    let text = match format.unwrap_or(usual) {
        Rows::Table => drawn(table),
        Rows::Csv => csv(table)?,
        Rows::Json => {
            let list = Value::Array(objects(table).collect());
            serde_json::to_string_pretty(&list).unwrap_or_default() + "\n"
        }
        Rows::Ndjson => objects(table).map(|row| row.to_string() + "\n").collect(),
    };
    terminal::print(&text)?;
    if table.rows.is_empty() {
        terminal::note("no row fits");
        return Ok(Outcome::Nothing);
    }
    if table.more {
        let shown = table.rows.len();
        terminal::note(&format!("the first {shown} rows; --limit 0 shows all"));
    }
    Ok(Outcome::Done)
}

/// A cell in words; an empty one for what is not known. What could steer a terminal is replaced.
fn words(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Whole(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
        Cell::Text(text) => text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
        Cell::Bytes(n) => format!("({n} bytes)"),
    }
}

/// A table for a terminal: columns in which nothing stands are left out.
pub(super) fn drawn(table: &Table) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let filled: Vec<usize> = (0..table.columns.len())
        .filter(|c| table.rows.iter().any(|row| row[*c] != Cell::Null))
        .collect();
    let width = terminal::width().max(60);
    if filled.len() * NARROW > width {
        return blocks(table, &filled);
    }
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_preset(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(100))
        .set_header(filled.iter().map(|c| table.columns[*c].replace('_', " ")));
    for row in &table.rows {
        drawn.add_row(filled.iter().map(|c| words(&row[*c])));
    }
    format!("{drawn}\n")
}

/// A row of many columns reads better as lines, one for each cell that is not empty.
fn blocks(table: &Table, filled: &[usize]) -> String {
    let names: Vec<String> = filled.iter().map(|c| table.columns[*c].replace('_', " ")).collect();
    let longest = names.iter().map(|n| n.chars().count()).max().unwrap_or(0);
    let lines = |row: &Vec<Cell>| {
        let cells = filled.iter().zip(&names).filter(|(c, _)| row[**c] != Cell::Null);
        let line = |(c, name): (&usize, &String)| {
            let value = super::tell::wrapped(&words(&row[*c]), longest + 4);
            format!("  {name:longest$}  {}\n", value.join(&format!("\n{:1$}", "", longest + 4)))
        };
        cells.map(line).collect::<String>()
    };
    table.rows.iter().map(lines).collect::<Vec<_>>().join("\n")
}

fn csv(table: &Table) -> Result<String, Stop> {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    let failed = |e: &dyn std::fmt::Display| Stop::because(format!("the rows do not fit CSV: {e}"));
    out.write_record(&table.columns).map_err(|e| failed(&e))?;
    for row in &table.rows {
        out.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => text.clone(),
            other => words(other),
        }))
        .map_err(|e| failed(&e))?;
    }
    let bytes = out.into_inner().map_err(|e| failed(&e))?;
    String::from_utf8(bytes).map_err(|e| failed(&e))
}

fn objects(table: &Table) -> impl Iterator<Item = Value> {
    table.rows.iter().map(|row| {
        let cells = table.columns.iter().cloned().zip(row.iter().map(value));
        Value::Object(cells.collect::<Map<_, _>>())
    })
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Whole(n) => (*n).into(),
        Cell::Real(x) => (*x).into(),
        Cell::Text(text) => text.clone().into(),
        Cell::Bytes(_) => words(cell).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let text = |t: &str| Cell::Text(t.to_owned());
        Table {
            columns: vec!["day".into(), "said_by".into(), "empty".into()],
            rows: vec![
                vec![text("2031-05-02"), text("Kolt, \"Ansa\""), Cell::Null],
                vec![text("2031-05-03"), text("two\nlines\u{1b}[31m"), Cell::Null],
            ],
            more: false,
        }
    }

    #[test]
    fn rows_in_every_form() {
        let csv = csv(&table()).unwrap();
        assert!(csv.contains("2031-05-02,\"Kolt, \"\"Ansa\"\"\",\n"), "{csv}");
        let first = objects(&table()).next().unwrap();
        assert_eq!(first["said_by"], "Kolt, \"Ansa\"");
        assert_eq!(first["empty"], Value::Null);
        let drawn = drawn(&table());
        assert!(drawn.contains("said by") && !drawn.contains("empty"), "{drawn}");
        assert!(!drawn.contains('\u{1b}'), "what could steer a terminal is gone");
    }
}
