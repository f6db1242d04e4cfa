//! What one expression says, by itself and where it stands.

use annalist_doc::{
    CalendarDate, DayPart, Each, Origin, Tense, TimeExpr, TimeUnit, Timex, VagueTime, Year,
};
use jiff::civil::Date;

use super::reached::Reached;
use super::{named, nearest};
use crate::value::{self, Value};

/// One expression and what is known where it stands.
pub(super) struct Scene<'a> {
    pub(super) timex: &'a Timex,
    /// Which way it points, if it is open.
    pub(super) tense: Option<Tense>,
    pub(super) reached: &'a Reached,
    /// Whether it counts from where a story has come to.
    pub(super) story: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn new(timex: &'a Timex, reached: &'a Reached) -> Self {
        let story = reached.is_story() && !timex.will;
        // A history may be told in the present.
        let coming = timex.scheduled && timex.tense == Some(Tense::Present) && !story;
        let tense = if coming { Some(Tense::Future) } else { timex.tense };
        Self { timex, tense, reached, story }
    }

    /// What "last year" and "on Friday" count from.
    pub(super) fn origin(&self) -> Option<Date> {
        let own = self.reached.published.filter(|_| !self.story);
        own.or_else(|| self.reached.origin())
    }

    pub(super) fn value(&self, expr: &TimeExpr) -> Value {
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
    pub(super) fn year(&self, year: Year) -> Option<i32> {
        match year {
            Year::Known(year) => Some(year),
            Year::Step(step) => self.origin().map(|d| i32::from(d.year()).saturating_add(step)),
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
                self.reached.published.or_else(|| self.origin())
            }
            Origin::Published => self.origin(),
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
        // "since 1988, when … that year": the one said last, though only by the way.
        if from == Origin::Narrative
            && (unit, count) == (TimeUnit::Year, 0)
            && let Some(year) = self.reached.year_said(self.timex)
        {
            return value::year(year);
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

    /// The day of a clock time or a part of a day.
    pub(super) fn day(&self, said: Option<&TimeExpr>) -> Option<Date> {
        match said {
            Some(expr) => self.value(expr).earliest,
            None => self.reached.at(TimeUnit::Day),
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
