//! Puts time expressions on the calendar.
//!
//! Open ones count from the day of publication, or, in a text that tells of another time
//! ([`Reached::is_story`]), from the time that the text has reached.

mod dateline;
mod named;
mod nearest;
mod range;
mod reached;

use annalist_doc::{
    CalendarDate, Clock, DayPart, Document, Each, Origin, Tense, Time, TimeExpr, TimeKind, TimeMod,
    TimeUnit, Timex, VagueTime, Year,
};
use jiff::civil::Date;

pub use dateline::{Dateline, dateline};
pub use range::days;

use crate::value::{self, Value};
use reached::Reached;

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

/// Whether the sentence says of a time of day that it comes every day: "from 8 p.m. to 5 a.m. every day".
fn is_habit(times: &[Timex], n: usize) -> bool {
    let daily = |timex: &Timex| match &timex.expr {
        TimeExpr::Set { each: Each::Weekday(..), .. } => true,
        TimeExpr::Set { each: Each::Length(length), .. } => length.unit == TimeUnit::Day,
        _ => false,
    };
    let same = |t: &&Timex| t.sentence == times[n].sentence;
    times[n + 1..].iter().take_while(same).any(daily)
        || times[..n].iter().rev().take_while(same).any(daily)
}

/// A time of day that belongs to no day.
fn undated(expr: &TimeExpr) -> Option<Value> {
    let TimeExpr::Clock { clock, day: None } = expr else { return None };
    Some(Value::bare(format!("XXXX-XX-XX{}", hours(*clock))))
}

fn hours(clock: Clock) -> String {
    let second = clock.second.map_or(String::new(), |s| format!(":{s:02}"));
    format!("T{:02}:{:02}{second}", clock.hour, clock.minute.unwrap_or(0))
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

/// One expression and what is known where it stands.
struct Scene<'a> {
    timex: &'a Timex,
    /// Which way it points, if it is open.
    tense: Option<Tense>,
    reached: &'a Reached,
}

impl<'a> Scene<'a> {
    fn new(timex: &'a Timex, reached: &'a Reached) -> Self {
        // A history may be told in the present.
        let coming = timex.scheduled && timex.tense == Some(Tense::Present) && !reached.is_story();
        let tense = if coming { Some(Tense::Future) } else { timex.tense };
        Self { timex, tense, reached }
    }

    fn value(&self, expr: &TimeExpr) -> Value {
        match expr {
            TimeExpr::Calendar(date) => self.calendar(date),
            TimeExpr::Period { period, year, step } => nearest::period(self, *period, *year, *step),
            TimeExpr::Weekday { day, step, part, from } => {
                nearest::weekday(self, *day, *step, *part, *from)
            }
            TimeExpr::Named { rule, year, step, unit } => {
                let date = named::date(self, *rule, *year, *step);
                date.map_or_else(Value::default, |date| value::holding(date, *unit, None))
            }
            TimeExpr::Offset { from, unit, count, exact, part } => {
                self.offset(*from, *unit, *count, *exact, *part)
            }
            TimeExpr::Beside { base, unit, count } => {
                let base = self.value(base);
                let from = if *count < 0 { base.earliest } else { base.latest };
                let there = from.and_then(|from| value::moved(from, *unit, *count));
                there.map_or_else(Value::default, |date| value::holding(date, *unit, None))
            }
            TimeExpr::Within { base, day } => within(&self.value(base), *day),
            TimeExpr::Clock { clock, day } => self.clock(*clock, day.as_deref()),
            TimeExpr::Part { part, day } => match self.day(day.as_deref()) {
                Some(date) => value::day(date, Some(*part)),
                None => Value::bare(format!("XXXX-XX-XX{}", value::part_code(*part))),
            },
            TimeExpr::Vague(VagueTime::Past) => Value::bare("PAST_REF".to_owned()),
            TimeExpr::Vague(VagueTime::Present) => {
                let day = self.reached.published;
                Value { latest: day, earliest: day, ..Value::bare("PRESENT_REF".to_owned()) }
            }
            TimeExpr::Vague(VagueTime::Future) => Value::bare("FUTURE_REF".to_owned()),
            TimeExpr::Duration(length) => Value::bare(value::duration(*length)),
            TimeExpr::Set { each, .. } => Value::bare(each_of(*each)),
        }
    }

    /// The year that is meant, as far as the words say.
    fn year(&self, year: Year) -> Option<i32> {
        match year {
            Year::Known(year) => Some(year),
            Year::Step(step) => {
                self.reached.origin().map(|d| i32::from(d.year()).saturating_add(step))
            }
            Year::Narrative(step) => {
                self.reached.at(TimeUnit::Year).map(|d| i32::from(d.year()).saturating_add(step))
            }
            Year::Open => None,
        }
    }

    fn calendar(&self, date: &CalendarDate) -> Value {
        let CalendarDate { year, month, day, open, part } = *date;
        match (self.year(year), month, day) {
            (Some(y), _, _) if open > 0 => value::open_year(y, open),
            (Some(y), Some(m), Some(d)) => match nearest::civil(y, m, d) {
                Some(date) => value::day(date, part),
                None => value::month(y, m),
            },
            (Some(y), Some(m), None) => value::month(y, m),
            (Some(y), None, _) => value::year(y),
            (None, Some(m), Some(d)) => nearest::day(self, m, d, part),
            (None, None, Some(d)) => nearest::day_alone(self, d, part),
            (None, Some(_), None) | (None, None, None) => Value::default(),
        }
    }

    fn offset(
        &self,
        from: Origin,
        unit: TimeUnit,
        count: i32,
        exact: Option<TimeUnit>,
        part: Option<DayPart>,
    ) -> Value {
        let short = matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour);
        let start = match from {
            // "two centuries ago" is said of today, in a story too; "last year" is not.
            Origin::Published if exact.is_none() => {
                self.reached.published.or_else(|| self.reached.origin())
            }
            Origin::Published => self.reached.origin(),
            Origin::Narrative if short => self.reached.at(TimeUnit::Day),
            Origin::Narrative => self.reached.at(unit),
        };
        // "They will meet at the weekend": the one ahead.
        let ahead = (unit, count, from) == (TimeUnit::Weekend, -1, Origin::Published)
            && self.tense == Some(Tense::Future);
        let count = if ahead { 0 } else { count };
        // A history's "today" is the reader's.
        if from == Origin::Published
            && (unit, count, part) == (TimeUnit::Day, 0, None)
            && self.reached.is_story()
        {
            return self.value(&TimeExpr::Vague(VagueTime::Present));
        }
        // "He was shot last October. That same day …": a day of October.
        if from == Origin::Narrative
            && (unit, count) == (TimeUnit::Day, 0)
            && let Some(month) = self.reached.month_told(self.timex.sentence)
        {
            return value::open_day(month, part);
        }
        let vague = if count < 0 { "PAST_REF" } else { "FUTURE_REF" };
        let Some(start) = start else {
            let open = if short { return Value::bare(vague.to_owned()) } else { value::open(unit) };
            return Value::bare(format!("{open}{}", part.map_or("", value::part_code)));
        };
        if short {
            if let Some(time) = self.later(from, unit, count) {
                return time;
            }
            // "an hour later": no hour is known, but most likely the day.
            let day = Some(start).filter(|_| from == Origin::Narrative && self.reached.is_day());
            return Value { earliest: day, latest: day, ..Value::bare(vague.to_owned()) };
        }
        // "a year earlier" than a quarter is a quarter.
        let same = (unit == TimeUnit::Year && count == -1 && exact.is_none())
            .then(|| self.reached.quarter_told())
            .flatten();
        let (start, grain) = match same {
            Some(quarter) => (quarter, TimeUnit::Quarter),
            None => (start, exact.unwrap_or(unit)),
        };
        value::moved(start, unit, count)
            .map_or_else(Value::default, |date| value::holding(date, grain, part))
    }

    /// "Ten minutes later", a little after a time of day was told.
    fn later(&self, from: Origin, unit: TimeUnit, count: i32) -> Option<Value> {
        let span = match unit {
            TimeUnit::Minute => jiff::Span::new().try_minutes(count),
            TimeUnit::Hour => jiff::Span::new().try_hours(count),
            _ => return None,
        };
        let span = span.ok()?;
        let told = self.reached.clock_told(self.timex.sentence);
        let time = told.filter(|_| from == Origin::Narrative)?.checked_add(span).ok()?;
        let day = value::day(time.date(), None);
        let (hour, minute) = (time.hour(), time.minute());
        Some(Value {
            timex: day.timex.map(|day| format!("{day}T{hour:02}:{minute:02}")),
            edtf: Some(format!("{}T{hour:02}:{minute:02}:00", time.date())),
            ..day
        })
    }

    /// The day of a clock time or a part of a day.
    fn day(&self, said: Option<&TimeExpr>) -> Option<Date> {
        match said {
            Some(expr) => self.value(expr).earliest,
            None => self.reached.at(TimeUnit::Day),
        }
    }

    fn clock(&self, clock: Clock, day: Option<&TimeExpr>) -> Value {
        let minute = clock.minute.unwrap_or(0);
        let time = hours(clock);
        let after = day
            .is_none()
            .then(|| self.reached.evening_before(self.timex.sentence, clock.hour))
            .flatten()
            .and_then(|evening| value::moved(evening, TimeUnit::Day, 1));
        match after.or_else(|| self.day(day)) {
            Some(date) => {
                let zone = clock.zone.map_or(String::new(), value::zone);
                let full = format!(
                    "{date}T{:02}:{minute:02}:{:02}{zone}",
                    clock.hour,
                    clock.second.unwrap_or(0)
                );
                Value {
                    timex: value::day(date, None).timex.map(|day| day + &time),
                    edtf: Some(full),
                    earliest: Some(date),
                    latest: Some(date),
                    grain: Some(TimeUnit::Day),
                }
            }
            None => Value::bare(format!("XXXX-XX-XX{time}")),
        }
    }
}

/// A day of a longer time, counted from its beginning or, where negative, from its end.
fn within(base: &Value, day: i8) -> Value {
    let Some((first, last)) = base.earliest.zip(base.latest) else { return Value::default() };
    let (from, count) = if day < 0 { (last, day + 1) } else { (first, day - 1) };
    value::moved(from, TimeUnit::Day, i32::from(count))
        .filter(|date| (first..=last).contains(date))
        .map_or_else(Value::default, |date| value::day(date, None))
}

fn each_of(each: Each) -> String {
    match each {
        Each::Length(length) => value::duration(length),
        Each::Weekday(day, part) => format!("XXXX-WXX-{day}{}", part.map_or("", value::part_code)),
        Each::Part(part) => format!("XXXX-XX-XX{}", value::part_code(part)),
        Each::Period(period) => format!("XXXX-{}", value::period_code(period)),
    }
}

/// Whether a time may be reached in the telling: a date or a time of day, not a length.
fn is_point(timex: &Timex) -> bool {
    matches!(timex.kind, TimeKind::Date | TimeKind::Time)
}

#[cfg(test)]
mod tests;
