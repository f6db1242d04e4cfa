//! From the values in a rule's slots to a meaning.

use annalist_doc::{
    CalendarDate, Clock, DayPart, DayRule, Each, Length, Origin, Period, Season, TimeExpr,
    TimeKind, TimeMod, TimeUnit, VagueTime, Year,
};
use annalist_lexicon::time::{Rule, Sense, Slot, Special, Times};

use super::matcher::Hit;
use super::slots::Slots;

const UNITS: [TimeUnit; 16] = [
    TimeUnit::Second,
    TimeUnit::Minute,
    TimeUnit::Hour,
    TimeUnit::Night,
    TimeUnit::Day,
    TimeUnit::Weekend,
    TimeUnit::Week,
    TimeUnit::Fortnight,
    TimeUnit::Month,
    TimeUnit::Quarter,
    TimeUnit::Half,
    TimeUnit::Year,
    TimeUnit::Decade,
    TimeUnit::Century,
    TimeUnit::Millennium,
    TimeUnit::While,
];
const PARTS: [DayPart; 6] = [
    DayPart::Morning,
    DayPart::Midday,
    DayPart::Afternoon,
    DayPart::Evening,
    DayPart::Night,
    DayPart::Daytime,
];
const SEASONS: [Season; 4] = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
const MODS: [TimeMod; 12] = [
    TimeMod::Before,
    TimeMod::After,
    TimeMod::OnOrBefore,
    TimeMod::OnOrAfter,
    TimeMod::LessThan,
    TimeMod::MoreThan,
    TimeMod::EqualOrLess,
    TimeMod::EqualOrMore,
    TimeMod::Start,
    TimeMod::Mid,
    TimeMod::End,
    TimeMod::Approx,
];
const QUANTS: [&str; 3] = ["EVERY", "EACH", "SOME"];

fn of<T: Copy>(list: &[T], slots: &Slots, slot: Slot) -> Option<T> {
    list.get(slots.small::<usize>(slot)?).copied()
}

/// The modifier that a word gave.
pub(super) fn modifier(slots: &Slots) -> Option<TimeMod> {
    of(&MODS, slots, Slot::Mod)
}

/// The meaning of a rule's slots; none when they make no sense together.
pub(super) fn meaning(
    times: &Times,
    rule: &Rule,
    slots: &Slots,
    inner: Option<&Hit>,
) -> Option<(TimeKind, TimeExpr)> {
    let part = of(&PARTS, slots, Slot::Part);
    let unit = of(&UNITS, slots, Slot::Unit);
    let day_or = |kind| if part.is_some() { TimeKind::Time } else { kind };
    let step = slots.small::<i32>(Slot::Step);
    Some(match rule.sense {
        Sense::Calendar => (day_or(TimeKind::Date), TimeExpr::Calendar(calendar(slots, part)?)),
        Sense::Period => {
            // "two summers ago"
            let ago = || Some(whole(slots, TimeUnit::Year)?.0).filter(|count| *count < 0);
            let step = step.or_else(ago);
            (TimeKind::Date, TimeExpr::Period { period: period(slots)?, year: year(slots), step })
        }
        Sense::Weekday => {
            let day = slots.small(Slot::Weekday)?;
            (day_or(TimeKind::Date), TimeExpr::Weekday { day, step, part, from: Origin::Published })
        }
        Sense::Narrative if slots.get(Slot::Weekday).is_some() => {
            let day = slots.small(Slot::Weekday)?;
            (day_or(TimeKind::Date), TimeExpr::Weekday { day, step, part, from: Origin::Narrative })
        }
        Sense::Named => {
            let rule = match slots.small(Slot::Named) {
                Some(named) => times.day(named)?,
                None => weekday_of_month(slots)?,
            };
            let unit = unit.unwrap_or(TimeUnit::Day);
            (TimeKind::Date, TimeExpr::Named { rule, year: year(slots), step, unit })
        }
        Sense::Offset => offset(slots, Origin::Published, unit?, part),
        Sense::Narrative if period(slots).is_some() => {
            // "March of the following year"; but "the following March" is the next one.
            let said = slots.small::<i32>(Slot::YearStep);
            let year = Year::Narrative(said.unwrap_or(0));
            let step = step.filter(|s| said.is_none() && *s != 0);
            let period = period(slots)?;
            match (period, slots.small(Slot::Day)) {
                (Period::Month(month), Some(day)) => {
                    let date =
                        CalendarDate { year, month: Some(month), day: Some(day), open: 0, part };
                    (day_or(TimeKind::Date), TimeExpr::Calendar(date))
                }
                _ => (TimeKind::Date, TimeExpr::Period { period, year, step }),
            }
        }
        Sense::Narrative => offset(slots, Origin::Narrative, unit?, part),
        Sense::Beside => {
            let base = Box::new(inner?.expr.clone());
            let (count, unit) = whole(slots, unit?)?;
            (TimeKind::Date, TimeExpr::Beside { base, unit, count })
        }
        Sense::Within => {
            let base = Box::new(inner?.expr.clone());
            let week = matches!(base.as_ref(), TimeExpr::Offset { unit: TimeUnit::Week, .. });
            let day = match slots.small(Slot::Weekday) {
                Some(day) => Some(day).filter(|_| week),
                None => slots.small(Slot::Day).or_else(|| slots.small(Slot::Ordinal)),
            };
            (TimeKind::Date, TimeExpr::Within { base, day: day? })
        }
        Sense::Clock => {
            let mut clock = clock(slots)?;
            if slots.get(Slot::Noon).is_none() {
                clock.hour += after_noon(clock.hour, inner.and_then(|h| h.expr.part()));
            }
            let day = inner.map(|h| Box::new(h.expr.clone()));
            (TimeKind::Time, TimeExpr::Clock { clock, day })
        }
        Sense::Part => {
            let day = inner.map(|h| Box::new(earlier_day(&h.expr, slots.small(Slot::Day))));
            (TimeKind::Time, TimeExpr::Part { part: part?, day })
        }
        Sense::Past => (TimeKind::Date, TimeExpr::Vague(VagueTime::Past)),
        Sense::Present => (TimeKind::Date, TimeExpr::Vague(VagueTime::Present)),
        Sense::Future => (TimeKind::Date, TimeExpr::Vague(VagueTime::Future)),
        Sense::Duration => (TimeKind::Duration, TimeExpr::Duration(length(slots, unit?))),
        Sense::Set => (TimeKind::Set, set(slots, unit, part)?),
        Sense::Inner => {
            let hit = inner?;
            (hit.kind, hit.expr.clone())
        }
        Sense::Nothing => return None,
    })
}

/// Hundredths that are counted; less than nothing stands for "several".
fn hundredths(slots: &Slots) -> Option<u64> {
    slots.get(Slot::Count).and_then(|c| u64::try_from(c).ok())
}

fn length(slots: &Slots, unit: TimeUnit) -> Length {
    Length { unit, hundredths: hundredths(slots) }
}

/// A count in whole units; parts of a unit are counted in the next smaller one.
fn whole(slots: &Slots, unit: TimeUnit) -> Option<(i32, TimeUnit)> {
    let sign = slots.get(Slot::Sign).unwrap_or(1);
    let count = i64::try_from(hundredths(slots)?).ok()?.checked_mul(sign)?;
    if count % 100 == 0 {
        return Some((i32::try_from(count / 100).ok()?, unit));
    }
    let (factor, smaller) = match unit {
        TimeUnit::Century => (100, TimeUnit::Year),
        TimeUnit::Decade => (10, TimeUnit::Year),
        TimeUnit::Year => (12, TimeUnit::Month),
        TimeUnit::Month => (30, TimeUnit::Day),
        TimeUnit::Week => (7, TimeUnit::Day),
        TimeUnit::Hour => (60, TimeUnit::Minute),
        _ => (1, unit),
    };
    Some((i32::try_from(count.checked_mul(factor)? / 100).ok()?, smaller))
}

fn offset(
    slots: &Slots,
    from: Origin,
    unit: TimeUnit,
    part: Option<DayPart>,
) -> (TimeKind, TimeExpr) {
    // "last year" is the whole year; "a year ago" may be a quarter.
    let exact = of(&UNITS, slots, Slot::Exact).or(slots.get(Slot::Step).map(|_| unit));
    let counted = match slots.small::<i32>(Slot::Step) {
        Some(step) => Some((step, unit)),
        None => whole(slots, unit),
    };
    let Some((count, unit)) = counted else {
        let back = slots.get(Slot::Sign).unwrap_or(1) < 0;
        let sense = if back { VagueTime::Past } else { VagueTime::Future };
        return (TimeKind::Date, TimeExpr::Vague(sense));
    };
    let short = matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour);
    let kind = if part.is_some() || short { TimeKind::Time } else { TimeKind::Date };
    (kind, TimeExpr::Offset { from, unit, count, exact, part })
}

fn year(slots: &Slots) -> Year {
    if let Some(step) = slots.small(Slot::YearStep) {
        return Year::Step(step);
    }
    let Some(year) = slots.small::<i32>(Slot::Year) else { return Year::Open };
    match slots.get(Slot::Era) {
        Some(era) if era < 0 => Year::Known(1 - year),
        None if year < 100 => {
            // "'89", "the '80s": of the last hundred years or so.
            let decade = slots.get(Slot::Open) == Some(1);
            Year::Known(if year < 20 || year < 30 && !decade { 2000 + year } else { 1900 + year })
        }
        _ => Year::Known(year),
    }
}

fn calendar(slots: &Slots, part: Option<DayPart>) -> Option<CalendarDate> {
    let date = CalendarDate {
        year: year(slots),
        month: slots.small(Slot::Month),
        day: slots.small(Slot::Day),
        open: slots.small(Slot::Open).unwrap_or(0),
        part,
    };
    let some = date.year != Year::Open || date.month.is_some() || date.day.is_some();
    let day = date.day.is_none_or(|d| (1..=days_of(date.month)).contains(&d));
    (some && day).then_some(date)
}

/// The most days that a month has.
fn days_of(month: Option<u8>) -> u8 {
    match month {
        Some(2) => 29,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    }
}

fn period(slots: &Slots) -> Option<Period> {
    if let Some(month) = slots.small(Slot::Month) {
        return Some(Period::Month(month));
    }
    if let Some(season) = of(&SEASONS, slots, Slot::Season) {
        return Some(Period::Season(season));
    }
    let nth = slots.small::<u8>(Slot::Ordinal);
    if let Some(quarter) = slots.small::<u8>(Slot::Quarter) {
        return Some(Period::Quarter(nth.unwrap_or(quarter)))
            .filter(|_| nth.is_none_or(|n| (1..=4).contains(&n)));
    }
    let half = slots.small::<u8>(Slot::Half)?;
    Some(Period::Half(nth.unwrap_or(half))).filter(|_| nth.is_none_or(|n| (1..=2).contains(&n)))
}

fn clock(slots: &Slots) -> Option<Clock> {
    let mut hour: u16 = slots.small(Slot::Hour)?;
    let mut minute = slots.small::<u8>(Slot::Minute);
    if hour > 24 {
        (hour, minute) = (hour / 100, u8::try_from(hour % 100).ok());
    }
    if let Some(noon) = slots.small::<u16>(Slot::Noon) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + noon;
    }
    let hour = u8::try_from(hour).ok().filter(|h| *h <= 24)?;
    let second = slots.small(Slot::Second);
    Some(Clock { hour, minute, second, zone: slots.small(Slot::Zone) })
}

/// The hours to add to one of a part of a day: "4:30 that afternoon", "9 last night".
fn after_noon(hour: u8, part: Option<DayPart>) -> u8 {
    let later = match part {
        Some(DayPart::Afternoon | DayPart::Evening) => hour < 12,
        Some(DayPart::Night) => (6..12).contains(&hour),
        _ => false,
    };
    if later { 12 } else { 0 }
}

/// A date with an earlier day of its month: the night of March 9 to (March 10).
fn earlier_day(expr: &TimeExpr, day: Option<u8>) -> TimeExpr {
    match (expr, day) {
        (TimeExpr::Calendar(date), Some(_)) if date.month.is_some() => {
            TimeExpr::Calendar(CalendarDate { day, ..*date })
        }
        _ => expr.clone(),
    }
}

fn set(slots: &Slots, unit: Option<TimeUnit>, part: Option<DayPart>) -> Option<TimeExpr> {
    let each = match (slots.small(Slot::Weekday), unit, part) {
        (Some(day), _, _) => Each::Weekday(day, part),
        (None, Some(unit), _) => {
            let hundredths = Some(hundredths(slots).unwrap_or(100))
                .filter(|_| slots.get(Slot::Count).is_none_or(|c| c >= 0));
            Each::Length(Length { unit, hundredths })
        }
        (None, None, Some(part)) => Each::Part(part),
        (None, None, None) => Each::Period(period(slots)?),
    };
    let quant = of(&QUANTS, slots, Slot::Quant).map(str::to_owned);
    let freq =
        slots.get(Slot::Freq).map(|n| if n > 0 { format!("{}X", n / 100) } else { "X".to_owned() });
    Some(TimeExpr::Set { each, quant, freq })
}

/// "the first Sunday in May"
fn weekday_of_month(slots: &Slots) -> Option<DayRule> {
    let nth: i8 = slots.small(Slot::Ordinal)?;
    let (month, weekday) = (slots.small(Slot::Month)?, slots.small(Slot::Weekday)?);
    (nth == -1 || (1..=5).contains(&nth)).then_some(DayRule::Weekday {
        month,
        weekday,
        nth,
        plus: 0,
    })
}

/// Whether an expression may stand where a rule asks for one of this sort.
pub(super) fn is_inner(special: Special, hit: &Hit) -> bool {
    let day = || match &hit.expr {
        TimeExpr::Calendar(date) => date.day.is_some(),
        TimeExpr::Weekday { .. } | TimeExpr::Within { .. } => true,
        TimeExpr::Named { unit, .. } => *unit == TimeUnit::Day,
        TimeExpr::Offset { unit, exact, .. } => exact.unwrap_or(*unit) == TimeUnit::Day,
        _ => false,
    };
    let date = hit.kind == TimeKind::Date && !matches!(hit.expr, TimeExpr::Vague(_));
    match special {
        Special::InnerDay => date && day(),
        Special::InnerDate => date,
        Special::InnerYear => match &hit.expr {
            TimeExpr::Calendar(date) => date.month.is_none() && date.day.is_none(),
            TimeExpr::Offset { unit, .. } => *unit >= TimeUnit::Year,
            _ => false,
        },
        Special::InnerDecade => matches!(&hit.expr, TimeExpr::Calendar(date) if date.open > 0),
        Special::InnerPeriod => date && !day(),
        Special::InnerLength => hit.kind == TimeKind::Duration,
        Special::InnerTime => hit.kind == TimeKind::Time,
        Special::InnerPart => hit.kind == TimeKind::Time && hit.expr.part().is_some(),
        Special::InnerAny => date || hit.kind == TimeKind::Time,
        _ => false,
    }
}
