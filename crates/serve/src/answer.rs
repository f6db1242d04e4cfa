//! A question and its answer, as a page, JSON or CSV.

use annalist_store::{Cell, Store, Table};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::desk::Desk;
use crate::filter::Filter;
use crate::page::layout;
use crate::trouble::Trouble;

/// The form an answer is wanted in, told by the end of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// For people.
    Page,
    /// For programs.
    Json,
    /// A list for a spreadsheet.
    Csv,
}

impl Form {
    /// Splits a path into the page it names and the form.
    pub(crate) fn of(path: &str) -> (&str, Self) {
        if let Some(page) = path.strip_suffix(".json") {
            (page, Self::Json)
        } else if let Some(page) = path.strip_suffix(".csv") {
            (page, Self::Csv)
        } else {
            (path, Self::Page)
        }
    }
}

/// What is asked.
pub(crate) struct Ask<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) store: &'a Store,
    /// What stands for `{id}` in the route; empty where there is none.
    pub(crate) id: &'a str,
    pub(crate) form: Form,
    pub(crate) query: &'a [(String, String)],
    pub(crate) filter: Filter,
}

impl Ask<'_> {
    /// Asks the store.
    pub(crate) fn table(&self, sql: &str, given: &[Cell], most: usize) -> Result<Table, Trouble> {
        Ok(self.store.ask(sql, given, most)?)
    }

    /// The number in the address.
    pub(crate) fn number(&self, what: &str) -> Result<i64, Trouble> {
        let missing = || Trouble::missing(format!("{what} have numbers; {:?} is none.", self.id));
        self.id.parse().map_err(|_| missing())
    }

    /// A parameter that is no filter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// One number.
    pub(crate) fn one(&self, sql: &str, given: &[Cell]) -> Result<i64, Trouble> {
        let table = self.table(sql, given, 1)?;
        let rows = rows(&table);
        Ok(rows.first().map_or(0, |row| match row.cells.first() {
            Some(Cell::Whole(n)) => *n,
            _ => 0,
        }))
    }
}

/// A row whose cells are called by their columns.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    columns: &'a [String],
    pub(crate) cells: &'a [Cell],
}

/// The rows of a table.
pub(crate) fn rows(table: &Table) -> Vec<Row<'_>> {
    table.rows.iter().map(|cells| Row { columns: &table.columns, cells }).collect()
}

impl<'a> Row<'a> {
    fn cell(&self, column: &str) -> Option<&'a Cell> {
        let n = self.columns.iter().position(|c| c == column);
        debug_assert!(n.is_some(), "no column {column}");
        n.and_then(|n| self.cells.get(n))
    }

    /// Words, where there are any.
    pub(crate) fn maybe(&self, column: &str) -> Option<&'a str> {
        match self.cell(column) {
            Some(Cell::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Words; none are empty ones.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        self.maybe(column).unwrap_or_default()
    }

    /// A number, where there is one.
    pub(crate) fn whole(&self, column: &str) -> Option<i64> {
        match self.cell(column) {
            Some(Cell::Whole(n)) => Some(*n),
            _ => None,
        }
    }

    /// A number; 0 where there is none.
    pub(crate) fn number(&self, column: &str) -> i64 {
        self.whole(column).unwrap_or(0)
    }

    /// Any number.
    pub(crate) fn real(&self, column: &str) -> Option<f64> {
        match self.cell(column) {
            Some(Cell::Real(x)) => Some(*x),
            Some(Cell::Whole(n)) => Some(*n as f64),
            _ => None,
        }
    }
}

/// Rows as a list of objects.
pub(crate) fn objects(table: &Table) -> Value {
    let cell = |cell: &Cell| match cell {
        Cell::Null | Cell::Bytes(_) => Value::Null,
        Cell::Whole(n) => (*n).into(),
        Cell::Real(x) => (*x).into(),
        Cell::Text(text) => text.clone().into(),
    };
    let object = |row: &Vec<Cell>| {
        Value::Object(
            table.columns.iter().cloned().zip(row.iter().map(cell)).collect::<Map<_, _>>(),
        )
    };
    Value::Array(table.rows.iter().map(object).collect())
}

/// A page for people.
pub(crate) struct Page {
    /// Its name in the browser's title.
    pub(crate) title: String,
    /// Which part of the desk it belongs to: a path of the navigation.
    pub(crate) here: &'static str,
    pub(crate) body: Markup,
    /// Scripts that it needs besides the common one.
    pub(crate) scripts: &'static [&'static str],
}

/// An answer.
pub(crate) enum Answer {
    /// A page.
    Page(Page),
    /// Data.
    Json(Value),
    /// A record, or another text that is JSON already.
    JsonText(String),
    /// A list.
    Csv(Table),
    /// Look there: something was changed.
    SeeOther(String),
}

/// Data as JSON.
pub(crate) fn json(data: &impl Serialize) -> Result<Answer, Trouble> {
    serde_json::to_value(data).map(Answer::Json).map_err(|e| {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Trouble::new(status, "The answer could not be written", e.to_string())
    })
}

/// A list as a spreadsheet reads it. A cell that a spreadsheet would take for a formula gets an
/// apostrophe before it: text from the web must not run there either.
fn csv(table: &Table) -> Result<String, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&table.columns)?;
    for row in &table.rows {
        out.write_record(row.iter().map(|cell| match cell {
            Cell::Null | Cell::Bytes(_) => String::new(),
            Cell::Whole(n) => n.to_string(),
            Cell::Real(x) => x.to_string(),
            Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
                format!("'{text}")
            }
            Cell::Text(text) => text.clone(),
        }))?;
    }
    let bytes = out.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl Answer {
    /// The answer as it goes over the wire.
    pub(crate) fn response(self, desk: &Desk, path: &str, query: &str) -> Response {
        let typed = |kind: &'static str, body: String| {
            ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
        };
        const JSON: &str = "application/json";
        match self {
            Self::Page(page) => {
                typed("text/html; charset=utf-8", layout::whole(desk, &page, path, query))
            }
            Self::Json(value) => typed(JSON, format!("{value}\n")),
            Self::JsonText(text) => typed(JSON, text + "\n"),
            Self::SeeOther(to) => match HeaderValue::from_str(&to) {
                Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
                Err(_) => StatusCode::BAD_REQUEST.into_response(),
            },
            Self::Csv(table) => match csv(&table) {
                Ok(text) => typed("text/csv; charset=utf-8; header=present", text),
                Err(e) => {
                    let status = StatusCode::INTERNAL_SERVER_ERROR;
                    let trouble =
                        Trouble::new(status, "The list could not be written", e.to_string());
                    trouble.response(desk, Form::Csv)
                }
            },
        }
    }
}

impl Trouble {
    /// The trouble in the form that was asked for.
    pub(crate) fn response(self, desk: &Desk, form: Form) -> Response {
        let status = self.status;
        let mut response = if form == Form::Page {
            Answer::Page(layout::trouble(&self)).response(desk, "", "")
        } else {
            let error = serde_json::json!({ "error": self.title, "detail": self.detail });
            Answer::Json(error).response(desk, "", "")
        };
        *response.status_mut() = status;
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        let text = |t: &str| Cell::Text(t.to_owned());
        let table = Table {
            columns: vec!["title".into(), "n".into()],
            rows: vec![
                vec![text("=HYPERLINK(\"x\")"), Cell::Whole(-4)],
                vec![text("a, \"b\""), Cell::Null],
            ],
            more: false,
        };
        let csv = csv(&table).unwrap();
        assert_eq!(csv, "title,n\n\"'=HYPERLINK(\"\"x\"\")\",-4\n\"a, \"\"b\"\"\",\n");
    }

    #[test]
    fn the_end_of_an_address_tells_the_form() {
        assert_eq!(Form::of("/search.json"), ("/search", Form::Json));
        assert_eq!(Form::of("/happenings/4.csv"), ("/happenings/4", Form::Csv));
        assert_eq!(Form::of("/happenings/4"), ("/happenings/4", Form::Page));
    }
}
