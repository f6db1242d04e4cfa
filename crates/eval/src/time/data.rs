//! The gold's rows, and a document's expressions of both sides in one form.

use annalist_doc::{Report, Span, TimeKind};
use serde::Deserialize;

use crate::gold::Points;

/// One document of the gold.
#[derive(Deserialize)]
pub(super) struct Article {
    pub(super) id: String,
    pub(super) text: String,
    /// The day it was written.
    pub(super) dct: Option<String>,
    timex: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    value: String,
}

/// A time expression, of the gold or of the record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    pub(super) span: Span,
    pub(super) kind: String,
    pub(super) value: String,
}

impl Article {
    /// The day it was written, where the gold has a whole one.
    pub(super) fn published(&self) -> Option<&str> {
        self.dct.as_deref().filter(|d| annalist_read::published(d).is_ok())
    }

    /// What the gold has, in text order.
    pub(super) fn gold(&self) -> Result<Vec<Expression>, String> {
        let points = Points::new(&self.text);
        let expression = |row: &Row| {
            let span = points.span([row.start, row.end]).ok_or_else(|| {
                format!("{}: {}..{} does not fit the text", self.id, row.start, row.end)
            })?;
            Ok(Expression { span, kind: row.kind.clone(), value: row.value.clone() })
        };
        let mut all: Vec<Expression> =
            self.timex.iter().map(expression).collect::<Result<_, String>>()?;
        all.sort_by_key(|e| e.span);
        Ok(all)
    }
}

/// What a record has, in text order.
pub(super) fn found(report: &Report) -> Vec<Expression> {
    let kind = |kind| match kind {
        TimeKind::Date => "DATE",
        TimeKind::Time => "TIME",
        TimeKind::Duration => "DURATION",
        TimeKind::Set => "SET",
    };
    let expression = |time: &annalist_doc::Time| Expression {
        span: time.span,
        kind: kind(time.kind).to_owned(),
        value: time.value.clone().unwrap_or_default(),
    };
    report.times.iter().map(expression).collect()
}
