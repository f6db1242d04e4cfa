//! Which of many is meant: the Friday, the March, the 3rd of March, the summer.

use annalist_doc::{DayPart, Origin, Period, Tense, TimeUnit, Year};
use jiff::civil::Date;

use super::Scene;
use crate::value::{self, Value};

pub(super) fn civil(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// How many days farther off a day counts that lies on the side that the tense speaks against.
/// Reports mostly tell of what was: where no tense helps, the past is a little nearer.
fn against(tense: Option<Tense>, gap: i32, strong: i32) -> i32 {
    let wrong = match tense {
        Some(Tense::Past) if gap > 0 => strong,
        Some(Tense::Future) if gap < 0 => strong,
        None | Some(Tense::Present) if gap > 0 => 80,
        _ => 0,
    };
    gap.abs() + wrong
}

/// The one of several days that lies nearest to the day of publication, with the tense.
pub(super) fn of(
    from: Date,
    tense: Option<Tense>,
    days: impl Iterator<Item = Date>,
) -> Option<Date> {
    days.min_by_key(|date| against(tense, value::days_between(from, *date), 300))
}

/// A day of a month without its year.
pub(super) fn day(scene: &Scene<'_>, month: u8, day: u8, part: Option<DayPart>) -> Value {
    let open =
        || Value::bare(format!("XXXX-{month:02}-{day:02}{}", part.map_or("", value::part_code)));
    if let Some(year) = open_year(scene, month) {
        return civil(year, month, day).map_or_else(open, |date| value::day(date, part));
    }
    let Some(from) = scene.reached.published else { return open() };
    let years = [-1, 0, 1].map(|step| i32::from(from.year()) + step);
    let days = years.into_iter().filter_map(|year| civil(year, month, day));
    of(from, scene.tense, days).map_or_else(open, |date| value::day(date, part))
}

/// "the 5th": of the month that was named last.
pub(super) fn day_alone(scene: &Scene<'_>, day: u8, part: Option<DayPart>) -> Value {
    let told = scene.reached.at(TimeUnit::Month);
    // "The final will be on the 30th": of this month or the next, whatever was told of before.
    let ahead =
        scene.reached.published.filter(|_| !scene.story && scene.tense == Some(Tense::Future));
    let month = match ahead {
        Some(now) if told.is_none_or(|told| told < now) => {
            let on = i32::from(i32::from(now.day()) > i32::from(day));
            value::moved(now.first_of_month(), TimeUnit::Month, on)
        }
        _ => told,
    };
    let date = month.and_then(|m| civil(i32::from(m.year()), m.month() as u8, day));
    date.map_or_else(|| Value::bare(format!("XXXX-XX-{day:02}")), |date| value::day(date, part))
}

/// The year that a story has come to, for a month in it: a month long before the last one named is the
/// next year's.
fn open_year(scene: &Scene<'_>, month: u8) -> Option<i32> {
    let year = scene.reached.year(scene.timex)?;
    if !scene.story && scene.tense == Some(Tense::Future) {
        return None;
    }
    let before = scene.reached.newest().filter(|_| scene.story);
    let turned = before.is_some_and(|d| {
        i32::from(d.year()) == year && i32::from(d.month()) - i32::from(month) >= 8
    });
    Some(if turned { year + 1 } else { year })
}

/// A weekday near the day of publication: back for the past, on for the future, the same day itself
/// when the report is of that day.
pub(super) fn weekday(
    scene: &Scene<'_>,
    day: u8,
    step: Option<i32>,
    part: Option<DayPart>,
    origin: Origin,
) -> Value {
    let told = || scene.reached.at(TimeUnit::Day).or(scene.reached.published);
    let from = if origin == Origin::Narrative { told() } else { scene.origin() };
    let Some(from) = from else {
        return Value::bare(format!("XXXX-WXX-{day}{}", part.map_or("", value::part_code)));
    };
    let own = i32::from(from.weekday().to_monday_one_offset());
    let ahead = (i32::from(day) - own).rem_euclid(7);
    let back = (own - i32::from(day)).rem_euclid(7);
    let whole = |days: i32| if days == 0 { 7 } else { days };
    let future = scene.tense == Some(Tense::Future);
    let offset = match step {
        Some(0) if future => ahead,
        Some(0) if scene.tense == Some(Tense::Past) => -back,
        Some(0) => i32::from(day) - own,
        Some(step) if step < 0 => -whole(back).saturating_add((-1 - step).saturating_mul(7)),
        Some(_) => whole(ahead),
        None if scene.story => ahead,
        None if future => ahead,
        // "They meet on Friday": whichever is nearer.
        None if scene.tense == Some(Tense::Present) && ahead < back => ahead,
        None => -back,
    };
    value::moved(from, TimeUnit::Day, offset)
        .map_or_else(Value::default, |date| value::day(date, part))
}

/// The first and last month of a stretch of a year, as numbers that may be compared.
fn months(period: Period) -> (i32, i32) {
    use annalist_doc::Season;
    match period {
        Period::Month(m) => (i32::from(m), i32::from(m)),
        Period::Season(Season::Spring) => (3, 5),
        Period::Season(Season::Summer) => (6, 8),
        Period::Season(Season::Autumn) => (9, 11),
        Period::Season(Season::Winter) => (12, 14),
        Period::Quarter(0) => (1, 12),
        Period::Quarter(q) => (i32::from(q) * 3 - 2, i32::from(q) * 3),
        Period::Half(h) => (i32::from(h) * 6 - 5, i32::from(h) * 6),
    }
}

/// A month, season or quarter: the latest one not after publication for the past, the next one for the future.
pub(super) fn period(scene: &Scene<'_>, period: Period, year: Year, step: Option<i32>) -> Value {
    if let (Year::Narrative(0), Some(step)) = (year, step)
        && let Some((told, whole)) = scene.reached.told_month()
    {
        let (first, last) = months(period);
        let ahead = i32::from(told.1 >= first || whole);
        let back = i32::from(last >= told.1 || whole);
        return value::period(told.0 + if step > 0 { ahead } else { -back }, period);
    }
    if let Some(year) = scene.year(year) {
        return value::period(year, period);
    }
    let open = || Value::bare(format!("XXXX-{}", value::period_code(period)));
    if period == Period::Quarter(0) {
        return quarter(scene, step).unwrap_or_else(open);
    }
    let (first, last) = months(period);
    if step.is_none()
        && let Some(year) = open_year(scene, first.min(12) as u8)
    {
        return value::period(year, period);
    }
    let Some(from) = scene.origin() else { return open() };
    let (own, year) = (i32::from(from.month()), i32::from(from.year()));
    let winter = last > 12;
    // In January and February the running winter is the one that began last year.
    let early = winter && own <= last - 12;
    let (passed, begun) = (last < own, first <= own || early);
    let running = if early { year - 1 } else { year };
    let year = match step {
        Some(0) if winter && scene.tense == Some(Tense::Future) => year,
        Some(0) => running,
        Some(s) if s < 0 => {
            let last = if passed && !winter { year } else { running - 1 };
            // "the summer before last"
            last.saturating_add(s + 1)
        }
        Some(_) => {
            if begun {
                running + 1
            } else {
                year
            }
        }
        None => {
            let near = |year: &i32| {
                let (a, b) = ((year * 12 + first) * 30, (year * 12 + last) * 30);
                let now = (i32::from(from.year()) * 12 + own) * 30;
                let gap = if now < a {
                    a - now
                } else if now > b {
                    b - now
                } else {
                    0
                };
                let strong = if matches!(period, Period::Quarter(_)) { 150 } else { 300 };
                against(scene.tense, gap, strong)
            };
            [year - 1, year, year + 1].into_iter().min_by_key(near).unwrap_or(year)
        }
    };
    value::period(year, period)
}

/// "the quarter": the one named last, or the last full one.
fn quarter(scene: &Scene<'_>, step: Option<i32>) -> Option<Value> {
    let from = scene.origin();
    let base = match step {
        Some(step) => value::moved(from?, TimeUnit::Quarter, step)?,
        None => match scene.reached.quarter() {
            Some(named) => named,
            None => value::moved(from?, TimeUnit::Quarter, -1)?,
        },
    };
    Some(value::holding(base, TimeUnit::Quarter, None))
}
