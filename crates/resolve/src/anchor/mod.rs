//! Puts time expressions on the calendar.
//!
//! Open ones count from the day of publication, or, in a text that tells of another time
//! ([`Reached::is_story`]), from the time that the text has reached.

mod clock;
mod dateline;
mod named;
mod nearest;
mod range;
mod reached;
mod scene;

use annalist_doc::{
    CalendarDate, Document, Origin, Tense, Time, TimeExpr, TimeKind, TimeMod, Timex, Year,
};
use jiff::civil::Date;

pub use dateline::{Dateline, dateline};
pub use range::days;

use crate::value::{self, Value};
use clock::{is_habit, undated};
use reached::Reached;
use scene::Scene;

/// What open time expressions count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The day of publication.
    pub published: Option<Date>,
}

impl Anchor {
    /// Reads the day of publication from a document's date: a day, or a day with time and zone.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let value = document.published.as_ref().map(|p| p.value.as_str()).unwrap_or_default();
        // Of a date with time and zone, the day as written at the publisher.
        let day = value.get(..10).and_then(|d| d.parse::<Date>().ok());
        Self { published: day }
    }
}

/// Gives every time expression its value, in the same order.
#[must_use]
pub fn anchor(times: &[Timex], anchor: Anchor) -> Vec<Time> {
    let mut reached = Reached::new(times, anchor.published);
    let mut values: Vec<Value> = Vec::with_capacity(times.len());
    for (n, timex) in times.iter().enumerate() {
        let mut value = Scene::new(timex, &reached).value(&timex.expr);
        if is_habit(times, n) {
            value = undated(&timex.expr).unwrap_or(value);
        }
        if let Some(next) = times.get(n + 1).filter(|_| timex.explained) {
            let said = Scene::new(next, &reached).value(&next.expr);
            value = explained(&timex.expr, &said).unwrap_or(value);
        }
        if let Some(first) = n.checked_sub(1)
            && times[first].until == Some(timex.id)
            && !times[first].listed
        {
            range::align(&times[first], &mut values[first], timex, &mut value, anchor.published);
        }
        reached.advance(timex, &value);
        values.push(value);
    }
    times.iter().zip(values).map(|(timex, value)| time(timex, value, anchor.published)).collect()
}

/// "Two days later, on 5 March": the day, week, month … that the date after it lies in; none where the
/// expression counts from no time told before, or the date is less exact than it.
fn explained(expr: &TimeExpr, said: &Value) -> Option<Value> {
    let TimeExpr::Offset { from: Origin::Narrative, unit, exact, part, .. } = *expr else {
        return None;
    };
    let grain = exact.unwrap_or(unit);
    let date = said.earliest.filter(|_| said.grain.is_some_and(|said| said <= grain))?;
    Some(value::holding(date, grain, part))
}

/// The finished record of one expression.
fn time(timex: &Timex, value: Value, published: Option<Date>) -> Time {
    let Value { timex: text, mut edtf, mut earliest, mut latest, .. } = value;
    match timex.modifier {
        // "earlier this month" is over by the day of publication, "later" is yet to come.
        Some(TimeMod::Start) if is_running(&timex.expr) && timex.tense == Some(Tense::Past) => {
            latest =
                latest.map(|l| published.filter(|p| Some(*p) >= earliest).map_or(l, |p| l.min(p)));
        }
        Some(TimeMod::Approx) => edtf = edtf.filter(|e| !e.contains('/')).map(|e| format!("{e}~")),
        Some(TimeMod::Before) => (latest, earliest, edtf) = (earliest, None, None),
        Some(TimeMod::OnOrBefore) => (earliest, edtf) = (None, None),
        Some(TimeMod::After) => (earliest, latest, edtf) = (latest, None, None),
        Some(TimeMod::OnOrAfter) => (latest, edtf) = (None, None),
        _ if is_running(&timex.expr) && timex.tense == Some(Tense::Past) => {
            latest =
                latest.map(|l| published.filter(|p| Some(*p) >= earliest).map_or(l, |p| l.min(p)));
        }
        _ => {}
    }
    let (quant, freq) = match &timex.expr {
        TimeExpr::Set { quant, freq, .. } => (quant.clone(), freq.clone()),
        _ => (None, None),
    };
    Time {
        id: timex.id,
        span: timex.span,
        kind: timex.kind,
        value: text,
        edtf,
        modifier: timex.modifier,
        quant,
        freq,
        earliest: earliest.map(value::iso),
        latest: latest.map(value::iso),
    }
}

/// Whether the stretch is the one that the day of publication lies in.
fn is_running(expr: &TimeExpr) -> bool {
    matches!(expr, TimeExpr::Offset { count: 0, from: Origin::Published, .. })
}

/// The first full calendar date among the document's first expressions: a dateline or a date of its own. Not
/// one of a text that begins with another year, or tells of other years and never of "yesterday" or "on
/// Friday": that is a history, and its dates are not its own.
#[must_use]
pub fn published_in(times: &[Timex]) -> Option<(String, annalist_doc::Span)> {
    let full = |timex: &Timex| match timex.expr {
        TimeExpr::Calendar(CalendarDate {
            year: Year::Known(y),
            month: Some(m),
            day: Some(d),
            ..
        }) => nearest::civil(y, m, d),
        _ => None,
    };
    let (n, date) = times.iter().take(3).enumerate().find_map(|(n, t)| Some((n, full(t)?)))?;
    let is_near = |year: i32| i32::from(date.year()).abs_diff(year) <= 1;
    let near =
        |times: &[Timex]| times.iter().filter_map(|t| reached::said_year(&t.expr)).all(is_near);
    let is_news = near(&times[..n]) && times.iter().any(|t| reached::deictic(&t.expr) > 0);
    (is_news || near(times)).then(|| (date.to_string(), times[n].span))
}

/// Whether a time may be reached in the telling: a date or a time of day, not a length.
fn is_point(timex: &Timex) -> bool {
    matches!(timex.kind, TimeKind::Date | TimeKind::Time)
}

#[cfg(test)]
mod tests;
