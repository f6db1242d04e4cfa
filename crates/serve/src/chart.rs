//! Charts as SVG, drawn here: they need no script, and their numbers stand in tables beside them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use maud::{Markup, html};
use serde::Serialize;

use crate::names::{FAMILIES, family, month, number, short_day};

/// How wide the steps of time are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
}

impl Step {
    /// The step that makes a chart of readable width.
    fn fitting(days: i64) -> Self {
        match days {
            ..=120 => Self::Day,
            121..=900 => Self::Week,
            _ => Self::Month,
        }
    }

    fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let after = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(after.days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
        }
    }

    fn next(self, start: Date) -> Option<Date> {
        match self {
            Self::Day => start.checked_add(1.day()).ok(),
            Self::Week => start.checked_add(1.week()).ok(),
            Self::Month => start.checked_add(1.month()).ok(),
        }
    }
}

/// What happened in one step of time: how many of each type.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Bin {
    /// Its first day.
    pub(crate) first: String,
    /// Its last day.
    pub(crate) last: String,
    /// How many of each type.
    pub(crate) types: BTreeMap<String, i64>,
    /// How many in all.
    pub(crate) events: i64,
}

/// The steps between the first and the last day, also those in which nothing happened.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Series {
    /// How wide a step is.
    pub(crate) step: Step,
    /// The steps.
    pub(crate) bins: Vec<Bin>,
}

/// A chart has at most so many steps; the earliest are left out.
const MOST: usize = 600;

/// Of a hundred events at most so many are left out when they lie so far from all others (a year misread,
/// history retold) that they would squeeze the rest.
const STRAY: i64 = 2;

/// The first and the last day to show: without few days far before and after all others.
fn extent(days: &BTreeMap<Date, BTreeMap<String, i64>>) -> Option<(Date, Date)> {
    let counts: Vec<(Date, i64)> =
        days.iter().map(|(d, types)| (*d, types.values().sum())).collect();
    let all: i64 = counts.iter().map(|(_, n)| n).sum();
    let between =
        |a: Date, b: Date| a.until((Unit::Day, b)).map_or(0, |span| i64::from(span.get_days()));
    let (mut from, mut to) = (0, counts.len().checked_sub(1)?);
    let mut left = all * STRAY / 100;
    loop {
        // The widest gap, if it is wider than all that lies on its far side.
        let gaps = counts[from..=to].windows(2).map(|pair| between(pair[0].0, pair[1].0));
        let Some((n, gap)) = gaps.enumerate().max_by_key(|(_, gap)| *gap) else { break };
        let cut = from + n;
        let sum = |part: &[(Date, i64)]| part.iter().map(|(_, n)| n).sum::<i64>();
        let (before, after) = (sum(&counts[from..=cut]), sum(&counts[cut + 1..=to]));
        let wide = |rest: i64| gap > 30 && gap > rest;
        if before <= left && wide(between(counts[cut + 1].0, counts[to].0)) {
            (from, left) = (cut + 1, left - before);
        } else if after <= left && wide(between(counts[from].0, counts[cut].0)) {
            (to, left) = (cut, left - after);
        } else {
            break;
        }
    }
    Some((counts[from].0, counts[to].0))
}

impl Series {
    /// Sorts counts by day and type into steps.
    pub(crate) fn of<'a>(counts: impl IntoIterator<Item = (&'a str, &'a str, i64)>) -> Self {
        let mut days: BTreeMap<Date, BTreeMap<String, i64>> = BTreeMap::new();
        for (day, kind, events) in counts {
            let Ok(day) = day.parse::<Date>() else { continue };
            *days.entry(day).or_default().entry(kind.to_owned()).or_default() += events;
        }
        let Some((first, last)) = extent(&days) else {
            return Self { step: Step::Day, bins: Vec::new() };
        };
        let between = first.until((Unit::Day, last)).map_or(0, |span| i64::from(span.get_days()));
        let step = Step::fitting(between);
        let mut bins = Vec::new();
        let mut start = Some(step.start(first));
        while let Some(from) = start.filter(|from| *from <= last) {
            let next = step.next(from);
            let mut types: BTreeMap<String, i64> = BTreeMap::new();
            let upto = next.unwrap_or(Date::MAX);
            for (kind, events) in days.range(from..upto).flat_map(|(_, types)| types) {
                *types.entry(kind.clone()).or_default() += events;
            }
            let end = upto.checked_sub(1.day()).unwrap_or(upto);
            bins.push(Bin {
                first: from.to_string(),
                last: end.to_string(),
                events: types.values().sum(),
                types,
            });
            start = next;
        }
        bins.drain(..bins.len().saturating_sub(MOST));
        Self { step, bins }
    }

    /// The largest step.
    fn top(&self) -> i64 {
        self.bins.iter().map(|bin| bin.events).max().unwrap_or(0)
    }
}

impl Bin {
    /// How many of each family, in their order.
    pub(crate) fn families(&self) -> impl Iterator<Item = (&'static str, i64)> {
        FAMILIES.iter().map(|f| {
            let of = |(kind, _): &(&String, &i64)| family(kind).key == f.key;
            (f.key, self.types.iter().filter(of).map(|(_, n)| n).sum())
        })
    }
}

/// How a chart of time is drawn.
pub(crate) struct Look {
    /// In units of the drawing.
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Whether it has axes; a small one has none.
    pub(crate) axes: bool,
    /// What it shows, for whoever does not see it.
    pub(crate) label: String,
}

/// Bars of events by step, one above the other by family.
pub(crate) fn bars(series: &Series, look: &Look) -> Markup {
    let top = series.top().max(1) as f64;
    let (left, bottom) = if look.axes { (34.0, 22.0) } else { (0.0, 0.0) };
    let (wide, high) = (look.width - left, look.height - bottom - 6.0);
    let each = wide / series.bins.len().max(1) as f64;
    // A single day is a bar, not a wall.
    let each = each.min(if look.axes { 46.0 } else { 16.0 });
    let gap = (each * 0.16).clamp(0.2, 3.0);
    html! {
        svg .chart .small[!look.axes] viewBox={ "0 0 " (look.width) " " (look.height) }
            role="img" aria-label=(look.label) data-left=(left) data-each=(round(each))
            preserveAspectRatio=[(!look.axes).then_some("none")] {
            @if look.axes {
                @for value in ticks(series.top()) {
                    @let y = 6.0 + high - high * value as f64 / top;
                    line .grid x1=(left) x2=(look.width) y1=(round(y)) y2=(round(y)) {}
                    text .tick x=(left - 6.0) y=(round(y + 4.0)) text-anchor="end" { (number(value)) }
                }
            }
            @for (n, bin) in series.bins.iter().enumerate() {
                @let x = left + each * n as f64 + gap / 2.0;
                @let mut y = 6.0 + high;
                g .bin data-first=(bin.first) data-last=(bin.last) data-events=(bin.events) {
                    @for (key, events) in bin.families().filter(|(_, n)| *n > 0) {
                        @let part = high * events as f64 / top;
                        @let () = y -= part;
                        rect .(key) x=(round(x)) y=(round(y)) width=(round(each - gap)) height=(round(part)) {}
                    }
                }
                @if look.axes && labelled(series, n, each) {
                    // On a narrow screen only one in four has room.
                    text .tick .fine[!(n / every(each)).is_multiple_of(4)] x=(round(x)) y=(look.height - 5.0) { (label(series.step, &bin.first, n)) }
                }
            }
        }
    }
}

/// A length with as many digits as a screen shows.
pub(crate) fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

/// How many steps there are from one name to the next.
fn every(each: f64) -> usize {
    (64.0 / each).ceil().max(1.0) as usize
}

/// Whether a step's name has room below it.
fn labelled(series: &Series, n: usize, each: f64) -> bool {
    let every = every(each);
    // The first has its year and wants more room.
    n == 0
        || (n.is_multiple_of(every)
            && n as f64 * each > 96.0
            && (n as f64 + 0.5) * each < (series.bins.len() as f64) * each - 24.0)
}

fn label(step: Step, first: &str, n: usize) -> String {
    let Ok(day) = first.parse::<Date>() else { return String::new() };
    match step {
        Step::Month => {
            format!("{} {}", month(day.month()).get(..3).unwrap_or_default(), day.year())
        }
        _ if n == 0 => format!("{} {}", short_day(first), day.year()),
        _ => short_day(first),
    }
}

/// A few round numbers up to the largest.
fn ticks(top: i64) -> Vec<i64> {
    let mut steps = (0..18).flat_map(|power| [1, 2, 5].map(|n| n * 10_i64.pow(power)));
    let step = steps.find(|step| top / step <= 4).unwrap_or(top);
    (1..=top / step).map(|n| n * step).collect()
}

/// What the colours mean.
pub(crate) fn legend() -> Markup {
    html! {
        ul .legend aria-label="Colours" {
            @for family in FAMILIES { li { span .swatch .(family.key) aria-hidden="true" {} (family.name) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_events_have_a_place() {
        let series = Series::of([("2031-03-04", "ASSAULT", 2), ("2031-03-07", "AGREE", 1)]);
        assert_eq!(series.step, Step::Day);
        let events: Vec<i64> = series.bins.iter().map(|b| b.events).collect();
        assert_eq!(events, [2, 0, 0, 1]);
        let weeks = Series::of([("2031-03-05", "AGREE", 1), ("2031-12-07", "AGREE", 1)]);
        assert_eq!((weeks.step, weeks.bins[0].first.as_str()), (Step::Week, "2031-03-03"));
        assert_eq!(weeks.bins[0].last, "2031-03-09");
        let months = Series::of([("2028-03-05", "AGREE", 1), ("2031-12-07", "AGREE", 1)]);
        assert_eq!((months.step, months.bins.len()), (Step::Month, 46));
        assert!(Series::of([("soon", "AGREE", 1)]).bins.is_empty());
        assert_eq!(Series::of([("2031-03-05", "AGREE", 1)]).bins.len(), 1);
    }

    #[test]
    fn a_stray_day_does_not_squeeze_the_rest() {
        let days: Vec<String> = (1..=28).map(|d| format!("2031-02-{d:02}")).collect();
        let mut counts: Vec<(&str, &str, i64)> =
            days.iter().map(|d| (d.as_str(), "AGREE", 20)).collect();
        counts.push(("1912-04-15", "INCIDENT", 1));
        assert_eq!(Series::of(counts).bins.len(), 28);
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(3), [1, 2, 3]);
        assert_eq!(ticks(9), [2, 4, 6, 8]);
        assert_eq!(ticks(23), [5, 10, 15, 20]);
        assert_eq!(ticks(0), Vec::<i64>::new());
        assert!(ticks(123_456).len() <= 5);
    }
}
