//! The two ends of a stretch of time: "from Monday to Wednesday".

use annalist_doc::{Origin, Tense, Time, TimeExpr, TimeId, TimeUnit, Timex};
use jiff::civil::Date;

use crate::value::{self, Value};

/// First and last possible day of an expression and of the range that it begins.
#[must_use]
pub fn days(timexes: &[Timex], times: &[Time], id: TimeId) -> [Option<String>; 2] {
    let Some(time) = times.get(id.index()) else { return [None, None] };
    let (earliest, mut latest) = (time.earliest.clone(), time.latest.clone());
    let mut end = id;
    while let Some(until) = timexes.get(end.index()).and_then(|t| t.until).filter(|u| *u > end) {
        end = until;
        let day = times.get(end.index()).and_then(|t| t.latest.clone());
        // An end that lies before its beginning was no end.
        latest = day.filter(|day| earliest.as_ref().is_none_or(|first| first <= day)).or(latest);
    }
    [earliest, latest]
}

/// Two weekdays of one stretch follow one another: on a Tuesday, "from Monday to Wednesday" was last
/// week, or is yet to end.
pub(super) fn align(
    first: &Timex,
    begin: &mut Value,
    second: &Timex,
    end: &mut Value,
    published: Option<Date>,
) {
    let plain = |t: &Timex| match t.expr {
        TimeExpr::Weekday { step: None, part, from: Origin::Published, .. } => Some(part),
        _ => None,
    };
    let (Some(one), Some(two)) = (plain(first), plain(second)) else { return };
    let (Some(from), Some(to)) = (begin.earliest, end.earliest) else { return };
    if from <= to {
        return;
    }
    let past = [first.tense, second.tense].contains(&Some(Tense::Past));
    let week = |date, weeks| value::moved(date, TimeUnit::Week, weeks);
    if past && published.is_none_or(|p| to <= p) {
        *begin = week(from, -1).map_or_else(Value::default, |date| value::day(date, one));
    } else {
        *end = week(to, 1).map_or_else(Value::default, |date| value::day(date, two));
    }
}
