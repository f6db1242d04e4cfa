//! Values on the calendar in three notations: TIMEX3, EDTF, and first and last day.

use annalist_doc::{DayPart, Season, TimeUnit};
use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// A value on the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) timex: Option<String>,
    pub(crate) edtf: Option<String>,
    pub(crate) earliest: Option<Date>,
    pub(crate) latest: Option<Date>,
}

impl Value {
    /// A value that is no date: a duration, a set, a vague reference.
    pub(crate) fn bare(timex: String) -> Self {
        Self { timex: Some(timex), ..Self::default() }
    }
}

/// The letters of TIMEX3 for a part of a day.
pub(crate) fn part_code(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "TMO",
        DayPart::Midday => "TMI",
        DayPart::Afternoon => "TAF",
        DayPart::Evening => "TEV",
        DayPart::Night => "TNI",
    }
}

pub(crate) fn day(date: Date, part: Option<DayPart>) -> Value {
    let iso = date.to_string();
    let timex = part.map_or_else(|| iso.clone(), |p| format!("{iso}{}", part_code(p)));
    Value { timex: Some(timex), edtf: Some(iso), earliest: Some(date), latest: Some(date) }
}

pub(crate) fn month(year: i32, month: u8) -> Value {
    let text = format!("{year:04}-{month:02}");
    match first_of(year, month) {
        Some(first) => Value {
            timex: Some(text.clone()),
            edtf: Some(text),
            earliest: Some(first),
            latest: Some(first.last_of_month()),
        },
        None => Value::bare(text),
    }
}

pub(crate) fn year(year: i32) -> Value {
    let text = format!("{year:04}");
    let first = first_of(year, 1);
    Value {
        timex: Some(text.clone()),
        edtf: Some(text),
        earliest: first,
        latest: first.map(Date::last_of_year),
    }
}

/// A year whose last digits are open: 1 for a decade, 2 for a century.
pub(crate) fn open_year(year: i32, open: u8) -> Value {
    let size = 10i32.pow(u32::from(open.min(3)));
    let first = year - year.rem_euclid(size);
    let digits = &format!("{first:04}")[..4usize.saturating_sub(usize::from(open))];
    let earliest = first_of(first, 1);
    let latest = first_of(first + size - 1, 1).map(Date::last_of_year);
    Value {
        timex: Some(digits.to_owned()),
        edtf: Some(format!("{digits}{}", "X".repeat(usize::from(open)))),
        earliest,
        latest,
    }
}

/// A season of a year; winter begins in the year it is named by.
pub(crate) fn season(year: i32, season: Season) -> Value {
    let (letters, number, month) = match season {
        Season::Spring => ("SP", 21, 3),
        Season::Summer => ("SU", 22, 6),
        Season::Autumn => ("FA", 23, 9),
        Season::Winter => ("WI", 24, 12),
    };
    let earliest = first_of(year, month);
    let latest = earliest.and_then(|d| d.checked_add(2.months()).ok()).map(Date::last_of_month);
    Value {
        timex: Some(format!("{year:04}-{letters}")),
        edtf: Some(format!("{year:04}-{number}")),
        earliest,
        latest,
    }
}

pub(crate) fn quarter(year: i32, quarter: u8) -> Value {
    let earliest = first_of(year, (quarter - 1) * 3 + 1);
    let latest = earliest.and_then(|d| d.checked_add(2.months()).ok()).map(Date::last_of_month);
    Value {
        timex: Some(format!("{year:04}-Q{quarter}")),
        edtf: Some(format!("{year:04}-{}", 32 + i32::from(quarter))),
        earliest,
        latest,
    }
}

/// The week (Monday to Sunday) of a day.
pub(crate) fn week(date: Date) -> Value {
    let iso = date.iso_week_date();
    let monday = date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok();
    let sunday = monday.and_then(|m| m.checked_add(6.days()).ok());
    let edtf = monday.zip(sunday).map(|(m, s)| format!("{m}/{s}"));
    Value {
        timex: Some(format!("{:04}-W{:02}", iso.year(), iso.week())),
        edtf,
        earliest: monday,
        latest: sunday,
    }
}

/// Saturday and Sunday of the week of a day.
pub(crate) fn weekend(date: Date) -> Value {
    let mut value = week(date);
    value.timex = value.timex.map(|w| format!("{w}-WE"));
    value.earliest = value.latest.and_then(|sunday| sunday.checked_sub(1.days()).ok());
    value.edtf = value.earliest.zip(value.latest).map(|(a, b)| format!("{a}/{b}"));
    value
}

/// The stretch of length `unit` that holds a day.
pub(crate) fn holding(date: Date, unit: TimeUnit, part: Option<DayPart>) -> Value {
    let y = i32::from(date.year());
    let m = date.month() as u8;
    match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => day(date, part),
        TimeUnit::Weekend => weekend(date),
        TimeUnit::Week => week(date),
        TimeUnit::Month => month(y, m),
        TimeUnit::Quarter => quarter(y, (m - 1) / 3 + 1),
        TimeUnit::Year => year(y),
        TimeUnit::Decade => open_year(y, 1),
        TimeUnit::Century => open_year(y, 2),
    }
}

/// A day so many units away.
pub(crate) fn moved(date: Date, unit: TimeUnit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let span = match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => 0.days(),
        TimeUnit::Day => jiff::Span::new().try_days(count).ok()?,
        TimeUnit::Week | TimeUnit::Weekend => jiff::Span::new().try_weeks(count).ok()?,
        TimeUnit::Month => jiff::Span::new().try_months(count).ok()?,
        TimeUnit::Quarter => jiff::Span::new().try_months(count.checked_mul(3)?).ok()?,
        TimeUnit::Year => jiff::Span::new().try_years(count).ok()?,
        TimeUnit::Decade => jiff::Span::new().try_years(count.checked_mul(10)?).ok()?,
        TimeUnit::Century => jiff::Span::new().try_years(count.checked_mul(100)?).ok()?,
    };
    date.checked_add(span).ok()
}

/// An ISO 8601 duration: `P2W`, `PT3H`, `P1.5Y`; `PXM` when not counted.
pub(crate) fn duration(unit: TimeUnit, halves: Option<u32>) -> String {
    let (time, letter, factor) = match unit {
        TimeUnit::Second => ("T", "S", 1),
        TimeUnit::Minute => ("T", "M", 1),
        TimeUnit::Hour => ("T", "H", 1),
        TimeUnit::Day => ("", "D", 1),
        TimeUnit::Weekend => ("", "WE", 1),
        TimeUnit::Week => ("", "W", 1),
        TimeUnit::Month => ("", "M", 1),
        TimeUnit::Quarter => ("", "Q", 1),
        TimeUnit::Year => ("", "Y", 1),
        TimeUnit::Decade => ("", "DE", 1),
        TimeUnit::Century => ("", "CE", 1),
    };
    let count = match halves.map(|h| h * factor) {
        None => "X".to_owned(),
        Some(h) if h % 2 == 0 => (h / 2).to_string(),
        Some(h) => format!("{}.5", h / 2),
    };
    format!("P{time}{count}{letter}")
}

/// Days from one date to another; negative when `to` is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).map_or(0, |span| span.get_days())
}

fn first_of(year: i32, month: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_in_three_notations() {
        let summer = season(2014, Season::Summer);
        assert_eq!(summer.timex.as_deref(), Some("2014-SU"));
        assert_eq!(summer.edtf.as_deref(), Some("2014-22"));
        assert_eq!(
            (summer.earliest, summer.latest),
            (Some(date(2014, 6, 1)), Some(date(2014, 8, 31)))
        );
        assert_eq!(open_year(1995, 1).edtf.as_deref(), Some("199X"));
        assert_eq!(week(date(2020, 1, 22)).timex.as_deref(), Some("2020-W04"));
        assert_eq!(duration(TimeUnit::Hour, Some(3)), "PT1.5H");
        assert_eq!(duration(TimeUnit::Month, None), "PXM");
    }

    #[test]
    fn years_beyond_the_calendar_have_no_days() {
        assert_eq!(year(99_999).earliest, None);
        assert_eq!(moved(date(2020, 1, 1), TimeUnit::Century, i32::MAX), None);
    }
}
