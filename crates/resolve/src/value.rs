//! Values on the calendar in three notations: TIMEX3, EDTF, and first and last day.

use annalist_doc::{DayPart, Length, Period, Season, TimeUnit};
use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// A value on the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) timex: Option<String>,
    pub(crate) edtf: Option<String>,
    pub(crate) earliest: Option<Date>,
    pub(crate) latest: Option<Date>,
    /// How exact it is: the length of the stretch between the two days.
    pub(crate) grain: Option<TimeUnit>,
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
        DayPart::Daytime => "TDT",
    }
}

/// A stretch with the same text in both notations.
fn stretch(text: String, edtf: String, days: Option<(Date, Date)>, grain: TimeUnit) -> Value {
    Value {
        timex: Some(text),
        edtf: days.map(|_| edtf),
        earliest: days.map(|d| d.0),
        latest: days.map(|d| d.1),
        grain: Some(grain),
    }
}

/// A year as TIMEX3 writes it: four digits, or `BC` and four digits.
fn year_text(year: i32) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - year) }
}

/// A year as EDTF writes it: the year before 1 is 0.
fn year_edtf(year: i32) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

pub(crate) fn day(date: Date, part: Option<DayPart>) -> Value {
    let (year, m, d) = (i32::from(date.year()), date.month(), date.day());
    let text = format!("{}-{m:02}-{d:02}{}", year_text(year), part.map_or("", part_code));
    let edtf = format!("{}-{m:02}-{d:02}", year_edtf(year));
    stretch(text, edtf, Some((date, date)), TimeUnit::Day)
}

pub(crate) fn month(year: i32, month: u8) -> Value {
    let days = first_of(year, month).map(|first| (first, first.last_of_month()));
    let text = |year: String| format!("{year}-{month:02}");
    stretch(text(year_text(year)), text(year_edtf(year)), days, TimeUnit::Month)
}

/// A day of a month that is not known.
pub(crate) fn open_day(month_of: Date, part: Option<DayPart>) -> Value {
    let Value { timex, edtf, earliest, latest, grain } =
        month(i32::from(month_of.year()), month_of.month() as u8);
    let part = part.map_or("", part_code);
    let timex = timex.map(|month| format!("{month}-XX{part}"));
    Value { timex, edtf: edtf.map(|month| month + "-XX"), earliest, latest, grain }
}

pub(crate) fn year(year: i32) -> Value {
    let days = first_of(year, 1).map(|first| (first, first.last_of_year()));
    stretch(year_text(year), year_edtf(year), days, TimeUnit::Year)
}

/// A day as ISO 8601 writes it, with four digits for a year before the Common Era too.
pub(crate) fn iso(date: Date) -> String {
    format!("{}-{:02}-{:02}", year_edtf(i32::from(date.year())), date.month(), date.day())
}

/// A year whose last digits are open: 1 for a decade, 2 for a century, 3 for a millennium.
pub(crate) fn open_year(year: i32, open: u8) -> Value {
    let open = open.clamp(1, 3);
    let size = 10i32.pow(u32::from(open));
    let grain = match open {
        1 => TimeUnit::Decade,
        2 => TimeUnit::Century,
        _ => TimeUnit::Millennium,
    };
    let keep = |text: String| text[..text.len() - usize::from(open)].to_owned();
    let stretch_of = |first: i32| {
        let last = first_of(first.saturating_add(size - 1), 1).map(Date::last_of_year);
        first_of(first, 1).zip(last)
    };
    if year <= 0 {
        // "the 5th century BC" is 500 to 401 BC; EDTF has no word for it.
        let digits = (1 - year) / size;
        let text = format!("BC{digits:0width$}", width = 4 - usize::from(open));
        let shift = i32::from(open > 1);
        let first = first_of(1 - (digits * size + size - 1 + shift), 1);
        let last = first_of(1 - (digits * size + shift), 1).map(Date::last_of_year);
        return Value { edtf: None, ..stretch(text, String::new(), first.zip(last), grain) };
    }
    let first = year - year.rem_euclid(size);
    let digits = keep(format!("{first:04}"));
    let edtf = format!("{digits}{}", "X".repeat(usize::from(open)));
    stretch(digits, edtf, stretch_of(first.max(1)), grain)
}

/// A month, season, quarter or half of a year; winter begins in the year it is named by.
pub(crate) fn period(year: i32, period: Period) -> Value {
    let (number, month_one, length, grain) = match period {
        Period::Month(m) => return month(year, m),
        Period::Season(Season::Spring) => (21, 3, 3, TimeUnit::Quarter),
        Period::Season(Season::Summer) => (22, 6, 3, TimeUnit::Quarter),
        Period::Season(Season::Autumn) => (23, 9, 3, TimeUnit::Quarter),
        Period::Season(Season::Winter) => (24, 12, 3, TimeUnit::Quarter),
        Period::Quarter(q) => {
            let q = q.clamp(1, 4);
            (32 + i32::from(q), (q - 1) * 3 + 1, 3, TimeUnit::Quarter)
        }
        Period::Half(h) => {
            let h = h.clamp(1, 2);
            (39 + i32::from(h), (h - 1) * 6 + 1, 6, TimeUnit::Half)
        }
    };
    let first = first_of(year, month_one);
    let last =
        first.and_then(|d| d.checked_add((length - 1).months()).ok()).map(Date::last_of_month);
    let text = format!("{}-{}", year_text(year), period_code(period));
    let mut value = stretch(text, format!("{}-{number}", year_edtf(year)), first.zip(last), grain);
    if matches!(period, Period::Season(_)) {
        // "a year earlier" than a summer is a year.
        value.grain = Some(TimeUnit::Half);
    }
    value
}

/// What TIMEX3 writes after the year.
pub(crate) fn period_code(period: Period) -> String {
    match period {
        Period::Month(m) => format!("{m:02}"),
        Period::Season(Season::Spring) => "SP".to_owned(),
        Period::Season(Season::Summer) => "SU".to_owned(),
        Period::Season(Season::Autumn) => "FA".to_owned(),
        Period::Season(Season::Winter) => "WI".to_owned(),
        Period::Quarter(0) => "QX".to_owned(),
        Period::Quarter(q) => format!("Q{q}"),
        Period::Half(h) => format!("H{h}"),
    }
}

/// What stands for a date of this length when nothing is known of it.
pub(crate) fn open(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Week | TimeUnit::Fortnight => "XXXX-WXX",
        TimeUnit::Weekend => "XXXX-WXX-WE",
        TimeUnit::Month => "XXXX-XX",
        TimeUnit::Quarter => "XXXX-QX",
        TimeUnit::Half => "XXXX-HX",
        TimeUnit::Year => "XXXX",
        TimeUnit::Decade => "XXX",
        TimeUnit::Century => "XX",
        TimeUnit::Millennium => "X",
        _ => "XXXX-XX-XX",
    }
}

/// A zone's distance from UTC, as ISO 8601 writes it.
pub(crate) fn zone(minutes: i16) -> String {
    if minutes == 0 {
        return "Z".to_owned();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
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
        grain: Some(TimeUnit::Week),
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
        TimeUnit::Night => day(date, part.or(Some(DayPart::Night))),
        TimeUnit::Weekend => weekend(date),
        TimeUnit::Week | TimeUnit::Fortnight => week(date),
        TimeUnit::Month => month(y, m),
        TimeUnit::Quarter => period(y, Period::Quarter((m - 1) / 3 + 1)),
        TimeUnit::Half => period(y, Period::Half((m - 1) / 6 + 1)),
        TimeUnit::Year | TimeUnit::While => year(y),
        TimeUnit::Decade => open_year(y, 1),
        TimeUnit::Century => open_year(y, 2),
        TimeUnit::Millennium => open_year(y, 3),
    }
}

/// A day so many units away.
pub(crate) fn moved(date: Date, unit: TimeUnit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let months = |each: i64| jiff::Span::new().try_months(count.checked_mul(each)?).ok();
    let years = |each: i64| jiff::Span::new().try_years(count.checked_mul(each)?).ok();
    let span = match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::While => 0.days(),
        TimeUnit::Day | TimeUnit::Night => jiff::Span::new().try_days(count).ok()?,
        TimeUnit::Week | TimeUnit::Weekend => jiff::Span::new().try_weeks(count).ok()?,
        TimeUnit::Fortnight => jiff::Span::new().try_weeks(count.checked_mul(2)?).ok()?,
        TimeUnit::Month => months(1)?,
        TimeUnit::Quarter => months(3)?,
        TimeUnit::Half => months(6)?,
        TimeUnit::Year => years(1)?,
        TimeUnit::Decade => years(10)?,
        TimeUnit::Century => years(100)?,
        TimeUnit::Millennium => years(1000)?,
    };
    date.checked_add(span).ok()
}

/// An ISO 8601 duration: `P2W`, `PT3H`, `P1Y6M`, `P1.5W`; `PXM` when not counted.
pub(crate) fn duration(length: Length) -> String {
    let (time, letter, factor) = match length.unit {
        TimeUnit::Second => ("T", "S", 1),
        TimeUnit::Minute => ("T", "M", 1),
        TimeUnit::Hour => ("T", "H", 1),
        TimeUnit::Night => ("", "NI", 1),
        TimeUnit::Day => ("", "D", 1),
        TimeUnit::Weekend => ("", "WE", 1),
        TimeUnit::Week => ("", "W", 1),
        TimeUnit::Fortnight => ("", "W", 2),
        TimeUnit::Month => ("", "M", 1),
        TimeUnit::Quarter => ("", "Q", 1),
        TimeUnit::Half => ("", "M", 6),
        TimeUnit::Year => ("", "Y", 1),
        TimeUnit::Decade => ("", "DE", 1),
        TimeUnit::Century => ("", "CE", 1),
        TimeUnit::Millennium => ("", "L", 1),
        TimeUnit::While => return "PXX".to_owned(),
    };
    // Counted decades are counted in years.
    if let (TimeUnit::Decade | TimeUnit::Century | TimeUnit::Millennium, Some(count)) =
        (length.unit, length.hundredths)
    {
        let years = match length.unit {
            TimeUnit::Decade => 10,
            TimeUnit::Century => 100,
            _ => 1000,
        };
        let hundredths = count.checked_mul(years);
        return duration(Length { unit: TimeUnit::Year, hundredths });
    }
    // "Two and a half years" are two years and six months, half an hour is thirty minutes.
    let parts = match length.unit {
        TimeUnit::Year => Some((12, "M")),
        TimeUnit::Day => Some((24, "H")),
        TimeUnit::Hour => Some((60, "M")),
        TimeUnit::Minute => Some((60, "S")),
        _ => None,
    };
    if let (Some((size, smaller)), Some(count)) = (parts, length.hundredths)
        && count % 100 > 0
        && count % 100 * size % 100 == 0
    {
        let whole = count / 100;
        let whole = if whole > 0 { format!("{time}{whole}{letter}") } else { time.to_owned() };
        let turn = if length.unit == TimeUnit::Day { "T" } else { "" };
        return format!("P{whole}{turn}{}{smaller}", count % 100 * size / 100);
    }
    let count = match length.hundredths.and_then(|h| h.checked_mul(factor)) {
        None => "X".to_owned(),
        Some(h) if h % 100 == 0 => (h / 100).to_string(),
        Some(h) if h % 10 == 0 => format!("{}.{}", h / 100, h / 10 % 10),
        Some(h) => format!("{}.{:02}", h / 100, h % 100),
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
        let summer = period(2014, Period::Season(Season::Summer));
        assert_eq!(summer.timex.as_deref(), Some("2014-SU"));
        assert_eq!(summer.edtf.as_deref(), Some("2014-22"));
        assert_eq!(
            (summer.earliest, summer.latest),
            (Some(date(2014, 6, 1)), Some(date(2014, 8, 31)))
        );
        assert_eq!(open_year(1995, 1).edtf.as_deref(), Some("199X"));
        assert_eq!(week(date(2020, 1, 22)).timex.as_deref(), Some("2020-W04"));
        assert_eq!(duration(Length { unit: TimeUnit::Hour, hundredths: Some(150) }), "PT1H30M");
        assert_eq!(duration(Length { unit: TimeUnit::Month, hundredths: None }), "PXM");
        assert_eq!(duration(Length { unit: TimeUnit::Day, hundredths: Some(150) }), "P1DT12H");
        assert_eq!(duration(Length { unit: TimeUnit::Hour, hundredths: Some(25) }), "PT15M");
        assert_eq!(duration(Length { unit: TimeUnit::Week, hundredths: Some(150) }), "P1.5W");
    }

    #[test]
    fn years_beyond_the_calendar_have_no_days() {
        assert_eq!(year(99_999).earliest, None);
        assert_eq!(moved(date(2020, 1, 1), TimeUnit::Century, i32::MAX), None);
    }
}
