//! Where the telling has come to: the last times it named.

use annalist_doc::{
    CalendarDate, Clock, DayPart, Origin, Period, Tense, TimeExpr, TimeMod, TimeUnit, Timex, Year,
};
use jiff::civil::{Date, DateTime};

use super::is_point;
use crate::value::Value;

/// A time that the text has named.
#[derive(Clone, Copy, Debug)]
struct Point {
    date: Date,
    grain: TimeUnit,
}

/// What the text has named so far.
#[derive(Debug)]
pub(super) struct Reached {
    pub(super) published: Option<Date>,
    /// Whether the text tells of another time than that of its publication.
    story: bool,
    /// The last time of each exactness: day, week, month, quarter, year, and longer.
    last: [Option<Point>; 6],
    /// The last one of all.
    newest: Option<Point>,
    /// The same with the sentence that named it.
    told: Option<(u32, Point)>,
    /// The last year said in full, the sentence, and the clause beside it in which it stood.
    year: Option<(i32, u32, Option<u32>)>,
    /// The last time of day, and the sentence that named it.
    clock: Option<(u32, DateTime)>,
}

fn place(grain: TimeUnit) -> usize {
    match grain {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Night | TimeUnit::Day => 0,
        TimeUnit::Weekend | TimeUnit::Week | TimeUnit::Fortnight => 1,
        TimeUnit::Month => 2,
        TimeUnit::Quarter | TimeUnit::Half => 3,
        TimeUnit::Year | TimeUnit::While => 4,
        TimeUnit::Decade | TimeUnit::Century | TimeUnit::Millennium => 5,
    }
}

/// The year that an expression says in full.
pub(super) fn said_year(expr: &TimeExpr) -> Option<i32> {
    match expr {
        TimeExpr::Calendar(CalendarDate { year: Year::Known(y), open: 0, .. })
        | TimeExpr::Period { year: Year::Known(y), .. }
        | TimeExpr::Named { year: Year::Known(y), .. } => Some(*y),
        TimeExpr::Clock { day: Some(day), .. }
        | TimeExpr::Part { day: Some(day), .. }
        | TimeExpr::Within { base: day, .. } => said_year(day),
        _ => None,
    }
}

/// How strongly the words point from the day of publication, counted in years named in full:
/// "last Tuesday" and "this week" more than "Tuesday" and "last year", which stories have too.
pub(super) fn deictic(expr: &TimeExpr) -> usize {
    match expr {
        TimeExpr::Weekday { step: Some(_), from: Origin::Published, .. } => 6,
        TimeExpr::Weekday { .. } => 3,
        TimeExpr::Offset { from: Origin::Published, unit: TimeUnit::Day, count: 0, .. } => 3,
        TimeExpr::Offset { from: Origin::Published, unit, .. } if *unit < TimeUnit::Month => 6,
        TimeExpr::Offset { from: Origin::Published, unit, .. } if *unit < TimeUnit::Decade => 3,
        TimeExpr::Clock { day: Some(day), .. }
        | TimeExpr::Part { day: Some(day), .. }
        | TimeExpr::Beside { base: day, .. }
        | TimeExpr::Within { base: day, .. } => deictic(day),
        _ => 0,
    }
}

impl Reached {
    pub(super) fn new(times: &[Timex], published: Option<Date>) -> Self {
        let points = || times.iter().filter(|t| is_point(t));
        let told = || points().filter(|t| t.aside.is_none());
        let years = || told().filter_map(|t| said_year(&t.expr));
        let story = match published {
            None => years().next().is_some(),
            Some(day) => {
                let own = i32::from(day.year());
                let far = years().filter(|y| own.abs_diff(*y) > 1).count();
                let near = years().filter(|y| own.abs_diff(*y) <= 1).count();
                let first = told().next().and_then(|t| said_year(&t.expr));
                let begins = first.is_some_and(|y| own.abs_diff(y) > 1);
                let least = if begins { 1 } else { 3 };
                far >= least && far > 2 * near + points().map(|t| deictic(&t.expr)).sum::<usize>()
            }
        };
        Self {
            published,
            story,
            last: [None; 6],
            newest: None,
            told: None,
            year: None,
            clock: None,
        }
    }

    /// Whether open dates are taken from what was told before rather than from the day of publication.
    pub(super) fn is_story(&self) -> bool {
        self.story
    }

    /// What "last year" and "yesterday" count from.
    pub(super) fn origin(&self) -> Option<Date> {
        match self.story {
            true => self.newest.map(|p| p.date).or(self.published),
            false => self.published,
        }
    }

    /// The last time named that is at least as exact as the unit; else the day of publication.
    pub(super) fn at(&self, unit: TimeUnit) -> Option<Date> {
        let newest = self.newest.filter(|p| place(p.grain) <= place(unit));
        let other = || self.last[..=place(unit)].iter().flatten().next();
        newest.as_ref().or_else(other).map(|p| p.date).or(if self.story {
            None
        } else {
            self.published
        })
    }

    /// The year that open dates belong to: in a story the last one named; elsewhere one that the same
    /// sentence names.
    pub(super) fn year(&self, timex: &Timex) -> Option<i32> {
        if self.story {
            return self.newest.map(|p| i32::from(p.date.year()));
        }
        // Not of the sentence before: after "in 1991." a report's "in May" is mostly its own year's.
        let near = |(_, at, aside): &(i32, u32, Option<u32>)| {
            *at == timex.sentence && (aside.is_none() || *aside == timex.aside)
        };
        self.year.filter(near).map(|(year, ..)| year)
    }

    /// The year that this sentence or the one before it said in full.
    pub(super) fn year_said(&self, timex: &Timex) -> Option<i32> {
        let (year, at, aside) = self.year?;
        let told = aside.is_none() || aside == timex.aside;
        (told && at.saturating_add(1) >= timex.sentence).then_some(year)
    }

    /// Whether the last time named is a day.
    pub(super) fn is_day(&self) -> bool {
        self.newest.is_some_and(|p| place(p.grain) == 0)
    }

    pub(super) fn newest(&self) -> Option<Date> {
        self.newest.map(|p| p.date)
    }

    /// Year and month that the telling has come to, and whether only the year was named.
    pub(super) fn told_month(&self) -> Option<((i32, i32), bool)> {
        let date = self.at(TimeUnit::Year)?;
        let whole = self.newest.is_some_and(|p| place(p.grain) == 4);
        Some(((i32::from(date.year()), i32::from(date.month())), whole))
    }

    /// The evening's day, where a time of day of the same sentence is past its midnight: "left at 10 p.m. on
    /// Sunday and crashed at 2 a.m."
    pub(super) fn evening_before(&self, sentence: u32, hour: u8) -> Option<Date> {
        let (at, evening) = self.clock?;
        // "On Monday evening … Earlier, at 4 a.m.": only a night goes on in the next sentence.
        let same = at == sentence && evening.hour() >= 17;
        let next = at.saturating_add(1) == sentence && evening.hour() >= 20;
        (hour < 7 && (same || next)).then_some(evening.date())
    }

    /// The time of day that this sentence or the one before it named, when no other day was named since.
    pub(super) fn clock_told(&self, sentence: u32) -> Option<DateTime> {
        let (at, time) = self.clock?;
        let newest = self.newest.is_some_and(|p| p.date == time.date());
        (at.saturating_add(1) >= sentence && newest).then_some(time)
    }

    /// The month that this sentence or the one before it named, when nothing was named since.
    pub(super) fn month_told(&self, sentence: u32) -> Option<Date> {
        let (at, point) = self.told?;
        (place(point.grain) == 2 && at.saturating_add(1) >= sentence).then_some(point.date)
    }

    /// The last quarter named, unless a time outside it was named since.
    pub(super) fn quarter_told(&self) -> Option<Date> {
        self.newest.filter(|p| p.grain == TimeUnit::Quarter).map(|p| p.date)
    }

    /// The last quarter named.
    pub(super) fn quarter(&self) -> Option<Date> {
        self.last[3].map(|p| p.date)
    }

    /// Goes on to a time that the text names.
    pub(super) fn advance(&mut self, timex: &Timex, value: &Value) {
        let (Some(date), Some(grain), true) = (value.earliest, value.grain, is_point(timex)) else {
            return;
        };
        if let TimeExpr::Clock { clock, .. } = &timex.expr {
            // "6:40 a.m. (0440 GMT)": the hour at the place goes on.
            let again = clock.zone.is_some()
                && self.clock.is_some_and(|(sentence, _)| sentence == timex.sentence);
            if !again {
                self.clock = time_of(date, *clock).map(|time| (timex.sentence, time));
            }
        }
        if let Some(part @ (DayPart::Evening | DayPart::Night)) = timex.expr.part() {
            let hour = if part == DayPart::Night { 22 } else { 19 };
            self.clock = Some((timex.sentence, date.at(hour, 0, 0, 0)));
        }
        if let Some(year) = said_year(&timex.expr) {
            self.year = Some((year, timex.sentence, timex.aside));
        }
        // A report that compares with "a year earlier" has not gone there.
        let compares = matches!(
            timex.expr,
            TimeExpr::Offset { unit: TimeUnit::Year, .. }
                | TimeExpr::Period { year: Year::Step(_), period: Period::Quarter(_), .. }
        );
        // Nor has a story that says what was "two thousand years ago".
        let aside = matches!(
            timex.expr,
            TimeExpr::Offset { from: Origin::Published, exact: None, unit, .. }
                if unit >= TimeUnit::Year
        );
        // "In May 1844 it was freed; it had been held since 1840": a bare year before the day or month that
        // the same sentence has told of. "It would last until 1850": what was yet to come.
        let back = self.told.is_some_and(|(at, before)| {
            at == timex.sentence
                && place(grain) == 4
                && place(before.grain) < 4
                && date.year() < before.date.year()
        });
        let on = timex.tense == Some(Tense::Future);
        // "Pol, who retired in 2012, died in September": the telling has not gone to 2012.
        let by_the_way = timex.aside.is_some() && place(grain) == 4;
        let aside = aside || by_the_way;
        if compares && !self.story || aside || self.story && (back || on) {
            return;
        }
        // "By the end of 1849 … In January": the telling has come to the end of it.
        let ended = self.story && timex.modifier == Some(TimeMod::End) && place(grain) == 4;
        let date = if ended { value.latest.unwrap_or(date) } else { date };
        let point = Point { date, grain };
        // A story that has gone on to another month or year has left its last day behind.
        if self.story && place(grain) < 5 {
            let (date, until) = (value.earliest.unwrap_or(date), value.latest.unwrap_or(date));
            for finer in &mut self.last[..place(grain)] {
                *finer = finer.filter(|p| (date..=until).contains(&p.date));
            }
        }
        // A decade or a century is no place to count from.
        if place(grain) < 5 {
            self.newest = Some(point);
            self.told = Some((timex.sentence, point));
        }
        self.last[place(grain)] = Some(point);
    }
}

/// A time of day as a moment; none for midnight at the end of a day.
fn time_of(date: Date, clock: Clock) -> Option<DateTime> {
    let hour = i8::try_from(clock.hour).ok().filter(|hour| *hour < 24)?;
    let minute = i8::try_from(clock.minute.unwrap_or(0)).ok()?;
    DateTime::new(date.year(), date.month(), date.day(), hour, minute, 0, 0).ok()
}
