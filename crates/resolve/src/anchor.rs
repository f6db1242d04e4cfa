//! Puts time expressions on the calendar.

use annalist_doc::{
    CalendarDate, DayPart, Document, Tense, Time, TimeExpr, TimeKind, TimeUnit, Timex, VagueTime,
};
use jiff::civil::Date;

use crate::value::{self, Value};

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
    let mut narrative = anchor.published;
    times
        .iter()
        .map(|timex| {
            let value = resolve(timex, anchor.published, narrative);
            // A plain past date moves the narrative; "two days later" counts from there.
            if matches!(timex.kind, TimeKind::Date | TimeKind::Time)
                && value.earliest.is_some()
                && value.earliest == value.latest
            {
                narrative = value.earliest;
            }
            let (value, edtf) = (value.clone(), value.edtf);
            let mut latest = value.latest;
            if let (
                Some(day),
                Some(published),
                TimeExpr::Offset { count: 0, .. },
                Some(Tense::Past),
            ) = (latest, anchor.published, &timex.expr, timex.tense)
            {
                // "earlier this month" is over by the day of publication.
                latest = Some(day.min(published))
                    .filter(|d| value.earliest.is_none_or(|e| e <= *d))
                    .or(Some(day));
            }
            Time {
                id: timex.id,
                span: timex.span,
                kind: timex.kind,
                value: value.timex,
                edtf,
                modifier: timex.modifier,
                earliest: value.earliest.map(|d| d.to_string()),
                latest: latest.map(|d| d.to_string()),
            }
        })
        .collect()
}

/// The first full calendar date among the document's first expressions: a dateline or a date of its own.
#[must_use]
pub fn published_in(times: &[Timex]) -> Option<(String, annalist_doc::Span)> {
    times.iter().take(3).find_map(|timex| match timex.expr {
        TimeExpr::Calendar(CalendarDate {
            year: Some(y), month: Some(m), day: Some(d), ..
        }) => {
            let date =
                Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?)
                    .ok()?;
            Some((date.to_string(), timex.span))
        }
        _ => None,
    })
}

fn resolve(timex: &Timex, published: Option<Date>, narrative: Option<Date>) -> Value {
    match &timex.expr {
        TimeExpr::Calendar(date) => calendar(date, published, timex.tense),
        TimeExpr::Weekday { day, step, part } => match published {
            Some(from) => weekday(from, *day, *step, *part, timex.tense),
            None => Value::bare(format!("XXXX-WXX-{day}{}", part.map_or("", value::part_code))),
        },
        TimeExpr::Month { month, step } => match published {
            Some(from) => open_month(from, *month, *step, timex.tense),
            None => Value::bare(format!("XXXX-{month:02}")),
        },
        TimeExpr::Season { season, year, step } => match (year, published) {
            (Some(year), _) => value::season(*year, *season),
            (None, Some(from)) => {
                value::season(i32::from(from.year()) + step.unwrap_or(0), *season)
            }
            (None, None) => Value::default(),
        },
        TimeExpr::Quarter { quarter, year } => match (year, published) {
            (Some(year), _) => value::quarter(*year, *quarter),
            (None, Some(from)) => value::quarter(i32::from(from.year()), *quarter),
            (None, None) => Value::bare(format!("XXXX-Q{quarter}")),
        },
        TimeExpr::Offset { unit, count, part } => counted(published, *unit, *count, *part),
        TimeExpr::Narrative { unit, count, part } => counted(narrative, *unit, *count, *part),
        TimeExpr::Clock { hour, minute, day } => {
            clock(timex, *hour, *minute, day.as_deref(), published, narrative)
        }
        TimeExpr::Vague(VagueTime::Past) => Value::bare("PAST_REF".to_owned()),
        TimeExpr::Vague(VagueTime::Present) => Value {
            latest: published,
            earliest: published,
            ..Value::bare("PRESENT_REF".to_owned())
        },
        TimeExpr::Vague(VagueTime::Future) => Value::bare("FUTURE_REF".to_owned()),
        TimeExpr::Duration { unit, halves } => Value::bare(value::duration(*unit, *halves)),
        TimeExpr::Set { unit, count } => Value::bare(value::duration(*unit, count.checked_mul(2))),
    }
}

fn calendar(date: &CalendarDate, published: Option<Date>, tense: Option<Tense>) -> Value {
    let CalendarDate { year, month, day, open, part } = *date;
    match (year, month, day) {
        (Some(y), _, _) if open > 0 => value::open_year(y, open),
        (Some(y), Some(m), Some(d)) => exact(y, m, d, part),
        (Some(y), Some(m), None) => value::month(y, m),
        (Some(y), None, _) => value::year(y),
        (None, Some(m), Some(d)) => match published {
            Some(from) => {
                // Of the three nearest years, the one nearest to publication that the tense allows.
                let years = [-1, 0, 1].map(|step| i32::from(from.year()) + step);
                let dates = years.into_iter().filter_map(|y| civil(y, m, d));
                let best = dates.min_by_key(|date| {
                    let gap = value::days_between(from, *date);
                    let wrong = match tense {
                        Some(Tense::Past) => gap > 0,
                        Some(Tense::Future) => gap < 0,
                        _ => false,
                    };
                    (wrong, gap.abs())
                });
                best.map_or_else(Value::default, |date| value::day(date, part))
            }
            None => Value::bare(format!("XXXX-{m:02}-{d:02}{}", part.map_or("", value::part_code))),
        },
        _ => Value::default(),
    }
}

fn civil(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn exact(year: i32, month: u8, day: u8, part: Option<DayPart>) -> Value {
    civil(year, month, day).map_or_else(|| value::month(year, month), |date| value::day(date, part))
}

/// A weekday near the day of publication: back for the past, on for the future, the same day itself
/// when the report is of that day.
fn weekday(
    from: Date,
    day: u8,
    step: Option<i32>,
    part: Option<DayPart>,
    tense: Option<Tense>,
) -> Value {
    let own = from.weekday().to_monday_one_offset() as i32;
    let ahead = (i32::from(day) - own).rem_euclid(7);
    let back = (own - i32::from(day)).rem_euclid(7);
    let offset = match step {
        Some(0) => i32::from(day) - own,
        Some(step) if step < 0 => -(if back == 0 { 7 } else { back }),
        Some(_) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        None if tense == Some(Tense::Future) => ahead,
        None => -back,
    };
    value::moved(from, TimeUnit::Day, offset)
        .map_or_else(Value::default, |date| value::day(date, part))
}

/// A month without a year: the latest one not after publication for the past, the next one for the future.
fn open_month(from: Date, month: u8, step: Option<i32>, tense: Option<Tense>) -> Value {
    let own = from.month() as u8;
    let year = i32::from(from.year());
    let year = match step {
        Some(0) => year,
        Some(step) if step < 0 => {
            if month < own {
                year
            } else {
                year - 1
            }
        }
        Some(_) => {
            if month > own {
                year
            } else {
                year + 1
            }
        }
        None if tense == Some(Tense::Future) => {
            if month < own {
                year + 1
            } else {
                year
            }
        }
        None if tense == Some(Tense::Past) => {
            if month > own {
                year - 1
            } else {
                year
            }
        }
        None => year,
    };
    value::month(year, month)
}

fn counted(from: Option<Date>, unit: TimeUnit, count: i32, part: Option<DayPart>) -> Value {
    let small = matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour);
    match from {
        None if small => Value::default(),
        None => {
            let open = match unit {
                TimeUnit::Week => "XXXX-WXX",
                TimeUnit::Weekend => "XXXX-WXX-WE",
                TimeUnit::Month => "XXXX-XX",
                TimeUnit::Quarter => "XXXX-QX",
                TimeUnit::Year => "XXXX",
                TimeUnit::Decade => "XXX",
                TimeUnit::Century => "XX",
                _ => "XXXX-XX-XX",
            };
            Value::bare(format!("{open}{}", part.map_or("", value::part_code)))
        }
        Some(_) if small => {
            Value::bare(if count < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned())
        }
        Some(from) => value::moved(from, unit, count).map_or_else(Value::default, |date| {
            // "two years ago" is a year, "three weeks ago" a week; "ten days ago" a day.
            value::holding(date, unit, part)
        }),
    }
}

fn clock(
    timex: &Timex,
    hour: u8,
    minute: u8,
    day: Option<&TimeExpr>,
    published: Option<Date>,
    narrative: Option<Date>,
) -> Value {
    let date = match day {
        Some(expr) => {
            let inner = Timex { expr: expr.clone(), ..timex.clone() };
            resolve(&inner, published, narrative).earliest
        }
        None => narrative.or(published),
    };
    let time = format!("T{hour:02}:{minute:02}");
    match date {
        Some(date) => Value {
            timex: Some(format!("{date}{time}")),
            edtf: Some(format!("{date}{time}:00")),
            earliest: Some(date),
            latest: Some(date),
        },
        None => Value::bare(format!("XXXX-XX-XX{time}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_doc::{Season, Span, TimeId};

    fn value_of(expr: TimeExpr, tense: Option<Tense>) -> Time {
        let timex = Timex {
            id: TimeId(0),
            span: Span::new(0, 1),
            kind: TimeKind::Date,
            expr,
            modifier: None,
            tense,
        };
        let published = "2020-01-22".parse().ok(); // a Wednesday
        anchor(&[timex], Anchor { published }).remove(0)
    }

    #[test]
    fn weekdays_follow_the_tense() {
        let day = |day, step, tense| {
            value_of(TimeExpr::Weekday { day, step, part: None }, tense).value.unwrap()
        };
        assert_eq!(day(3, None, Some(Tense::Past)), "2020-01-22");
        assert_eq!(day(5, None, Some(Tense::Past)), "2020-01-17");
        assert_eq!(day(5, None, Some(Tense::Future)), "2020-01-24");
        assert_eq!(day(3, Some(-1), Some(Tense::Past)), "2020-01-15");
        assert_eq!(day(1, Some(0), None), "2020-01-20");
    }

    #[test]
    fn offsets_are_as_exact_as_their_unit() {
        let away =
            |unit, count| value_of(TimeExpr::Offset { unit, count, part: None }, Some(Tense::Past));
        assert_eq!(away(TimeUnit::Day, -1).value.unwrap(), "2020-01-21");
        assert_eq!(away(TimeUnit::Week, -1).value.unwrap(), "2020-W03");
        let month = away(TimeUnit::Month, 0);
        assert_eq!(month.value.unwrap(), "2020-01");
        assert_eq!(
            (month.earliest.unwrap(), month.latest.unwrap()),
            ("2020-01-01".into(), "2020-01-22".into())
        );
    }

    #[test]
    fn months_and_seasons_find_their_year() {
        let month = |month, tense| {
            value_of(TimeExpr::Month { month, step: None }, Some(tense)).value.unwrap()
        };
        assert_eq!(month(12, Tense::Past), "2019-12");
        assert_eq!(month(3, Tense::Future), "2020-03");
        let summer = value_of(
            TimeExpr::Season { season: Season::Summer, year: Some(2014), step: None },
            None,
        );
        assert_eq!(summer.edtf.unwrap(), "2014-22");
    }

    #[test]
    fn without_publication_a_day_stays_open() {
        let expr = |unit| TimeExpr::Offset { unit, count: 0, part: None };
        let open = |unit| {
            let (kind, modifier) = (TimeKind::Date, None);
            let timex = Timex {
                id: TimeId(0),
                span: Span::new(0, 1),
                kind,
                expr: expr(unit),
                modifier,
                tense: None,
            };
            anchor(&[timex], Anchor { published: None }).remove(0)
        };
        assert_eq!(open(TimeUnit::Day).value.unwrap(), "XXXX-XX-XX");
        assert_eq!(open(TimeUnit::Week).value.unwrap(), "XXXX-WXX");
        assert_eq!(open(TimeUnit::Year).earliest, None);
    }
}
