//! Days with a name, on the calendar of a year.

use annalist_doc::{DayRule, Tense, Year};
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Scene, nearest};

/// The named day that is meant.
pub(super) fn date(
    scene: &Scene<'_>,
    rule: DayRule,
    year: Year,
    step: Option<i32>,
) -> Option<Date> {
    if let Some(year) = scene.year(year) {
        return in_year(rule, year);
    }
    if let Some(year) = scene.reached.year(scene.timex).filter(|_| !scene.timex.will) {
        // "On 30 December 1941 … on New Year's Day": the year has turned.
        let before = scene.reached.newest().filter(|_| scene.story);
        let own = in_year(rule, year)?;
        let turned = before.is_some_and(|before| {
            i32::from(before.year()) == year
                && i32::from(before.month()) - i32::from(own.month()) >= 8
        });
        return if turned { in_year(rule, year + 1) } else { Some(own) };
    }
    let from = scene.origin()?;
    let own = i32::from(from.year());
    let days = [own - 1, own, own + 1].into_iter().filter_map(|year| in_year(rule, year));
    match step {
        Some(0) => in_year(rule, own),
        Some(step) if step < 0 => days.filter(|d| *d < from).max(),
        Some(_) => days.filter(|d| *d > from).min(),
        None => nearest::of(from, scene.tense.filter(|t| *t != Tense::Present), days),
    }
}

/// The day of a rule in a year.
fn in_year(rule: DayRule, year: i32) -> Option<Date> {
    match rule {
        DayRule::Fixed { month, day } => nearest::civil(year, month, day),
        DayRule::Weekday { month, weekday, nth, plus } => {
            let first = nearest::civil(year, month, 1)?;
            let weekday =
                jiff::civil::Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
            first.nth_weekday_of_month(nth, weekday).ok()?.checked_add(i64::from(plus).days()).ok()
        }
        DayRule::Easter(days) => easter(year)?.checked_add(i64::from(days).days()).ok(),
        DayRule::Orthodox(days) => orthodox(year)?.checked_add(i64::from(days).days()).ok(),
    }
}

/// Easter Sunday of the Gregorian calendar (the computus of 1876).
fn easter(year: i32) -> Option<Date> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    nearest::civil(year, u8::try_from(n / 31).ok()?, u8::try_from(n % 31 + 1).ok()?)
}

/// Easter Sunday of the Julian calendar, as a day of the Gregorian one.
fn orthodox(year: i32) -> Option<Date> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let d = (19 * (year % 19) + 15) % 30;
    let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    let n = d + e + 114;
    let julian = nearest::civil(year, u8::try_from(n / 31).ok()?, u8::try_from(n % 31 + 1).ok()?)?;
    let behind = year / 100 - year / 400 - 2;
    julian.checked_add(i64::from(behind).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn movable_days_are_where_calendars_print_them() {
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(easter(1998), Some(date(1998, 4, 12)));
        assert_eq!(orthodox(2024), Some(date(2024, 5, 5)));
        assert_eq!(orthodox(2025), easter(2025));
        let thanksgiving = DayRule::Weekday { month: 11, weekday: 4, nth: 4, plus: 0 };
        assert_eq!(in_year(thanksgiving, 1999), Some(date(1999, 11, 25)));
        let election = DayRule::Weekday { month: 11, weekday: 1, nth: 1, plus: 1 };
        assert_eq!(in_year(election, 1998), Some(date(1998, 11, 3)));
        assert_eq!(in_year(DayRule::Fixed { month: 2, day: 30 }, 2024), None);
    }
}
