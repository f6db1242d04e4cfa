//! Times of day: which day they are of, and what comes a little after them.

use annalist_doc::{Clock, Each, Origin, TimeExpr, TimeUnit, Timex};

use jiff::civil::Date;

use super::scene::Scene;
use crate::value::{self, Value};

/// Whether the sentence says of a time of day that it comes every day: "from 8 p.m. to 5 a.m. every day".
pub(super) fn is_habit(times: &[Timex], n: usize) -> bool {
    let daily = |timex: &Timex| match &timex.expr {
        TimeExpr::Set { each: Each::Weekday(..), .. } => true,
        TimeExpr::Set { each: Each::Length(length), .. } => length.unit == TimeUnit::Day,
        _ => false,
    };
    let same = |t: &&Timex| t.sentence == times[n].sentence;
    // "the market, which opens every day, at 9 p.m."
    let daily = |timex: &Timex| daily(timex) && timex.aside == times[n].aside;
    times[n + 1..].iter().take_while(same).any(daily)
        || times[..n].iter().rev().take_while(same).any(daily)
}

/// A time of day that belongs to no day.
pub(super) fn undated(expr: &TimeExpr) -> Option<Value> {
    let TimeExpr::Clock { clock, day: None } = expr else { return None };
    Some(Value::bare(format!("XXXX-XX-XX{}", hours(*clock))))
}

fn hours(clock: Clock) -> String {
    let second = clock.second.map_or(String::new(), |s| format!(":{s:02}"));
    format!("T{:02}:{:02}{second}", clock.hour, clock.minute.unwrap_or(0))
}

impl Scene<'_> {
    /// "Ten minutes later", a little after a time of day was told.
    pub(super) fn later(&self, from: Origin, unit: TimeUnit, count: i32) -> Option<Value> {
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

    pub(super) fn clock(&self, clock: Clock, day: Option<&TimeExpr>) -> Value {
        let minute = clock.minute.unwrap_or(0);
        let time = hours(clock);
        let after = day.is_none().then(|| self.morning_after(clock.hour)).flatten();
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

    /// The day after the evening or night that was just told of, for an hour of the morning.
    pub(super) fn morning_after(&self, hour: u8) -> Option<Date> {
        let evening = self.reached.evening_before(self.timex.sentence, hour)?;
        value::moved(evening, TimeUnit::Day, 1)
    }
}
