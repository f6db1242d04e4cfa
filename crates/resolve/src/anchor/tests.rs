//! Which day is meant.

use annalist_doc::{Period, Season, Span, TimeId, TimeUnit};

use super::*;

fn timex(expr: TimeExpr, tense: Option<Tense>) -> Timex {
    Timex {
        id: TimeId(0),
        span: Span::new(0, 1),
        kind: TimeKind::Date,
        expr,
        modifier: None,
        tense,
        scheduled: false,
        will: false,
        aside: None,
        sentence: 0,
        until: None,
        listed: false,
        explained: false,
    }
}

fn time_of(expr: TimeExpr, tense: Option<Tense>) -> Time {
    let published = "2020-01-22".parse().ok(); // a Wednesday
    anchor(&[timex(expr, tense)], Anchor { published }).remove(0)
}

fn calendar(year: Year, month: Option<u8>, day: Option<u8>) -> TimeExpr {
    TimeExpr::Calendar(CalendarDate { year, month, day, ..CalendarDate::default() })
}

fn away(from: Origin, unit: TimeUnit, count: i32) -> TimeExpr {
    TimeExpr::Offset { from, unit, count, exact: None, part: None }
}

#[test]
fn weekdays_follow_the_tense() {
    let day = |day, step, tense| {
        time_of(TimeExpr::Weekday { day, step, part: None, from: Origin::Published }, tense)
            .value
            .unwrap()
    };
    assert_eq!(day(3, None, Some(Tense::Past)), "2020-01-22");
    assert_eq!(day(5, None, Some(Tense::Past)), "2020-01-17");
    assert_eq!(day(5, None, Some(Tense::Future)), "2020-01-24");
    assert_eq!(day(3, Some(-1), Some(Tense::Past)), "2020-01-15");
    assert_eq!(day(1, Some(0), None), "2020-01-20");
}

#[test]
fn offsets_are_as_exact_as_their_unit() {
    let value = |unit, count| time_of(away(Origin::Published, unit, count), Some(Tense::Past));
    assert_eq!(value(TimeUnit::Day, -1).value.unwrap(), "2020-01-21");
    assert_eq!(value(TimeUnit::Week, -1).value.unwrap(), "2020-W03");
    let month = value(TimeUnit::Month, 0);
    assert_eq!(month.value.unwrap(), "2020-01");
    assert_eq!(
        (month.earliest.unwrap(), month.latest.unwrap()),
        ("2020-01-01".into(), "2020-01-22".into())
    );
}

#[test]
fn months_and_seasons_find_their_year() {
    let value = |period, step, tense| {
        let expr = TimeExpr::Period { period, year: Year::Open, step };
        time_of(expr, tense).value.unwrap()
    };
    assert_eq!(value(Period::Month(12), None, Some(Tense::Past)), "2019-12");
    assert_eq!(value(Period::Month(3), None, Some(Tense::Future)), "2020-03");
    assert_eq!(value(Period::Month(3), Some(-1), None), "2019-03");
    assert_eq!(value(Period::Season(Season::Summer), Some(-1), Some(Tense::Past)), "2019-SU");
    // January lies in the winter that began the year before.
    assert_eq!(value(Period::Season(Season::Winter), Some(0), None), "2019-WI");
    assert_eq!(value(Period::Quarter(4), None, Some(Tense::Past)), "2019-Q4");
    assert_eq!(value(Period::Quarter(0), None, Some(Tense::Past)), "2019-Q4");
}

#[test]
fn a_story_of_another_time_goes_by_its_own_dates() {
    let told = [
        timex(calendar(Year::Known(1871), Some(3), Some(9)), None),
        timex(calendar(Year::Known(1871), Some(11), None), None),
        timex(calendar(Year::Known(1871), Some(12), Some(30)), None),
        timex(calendar(Year::Open, Some(1), Some(4)), None),
        timex(away(Origin::Narrative, TimeUnit::Day, 2), None),
        timex(away(Origin::Narrative, TimeUnit::Year, 1), None),
        timex(calendar(Year::Known(-43), None, None), None),
    ];
    let values: Vec<_> = anchor(&told, Anchor { published: "2010-05-05".parse().ok() })
        .into_iter()
        .map(|t| t.value.unwrap())
        .collect();
    assert_eq!(values[3..], ["1872-01-04", "1872-01-06", "1873", "BC0044"]);
}

#[test]
fn a_history_does_not_say_when_it_was_published() {
    let day = || timex(calendar(Year::Known(1874), Some(3), Some(3)), None);
    let year = || timex(calendar(Year::Known(1871), None, None), None);
    let friday = || {
        timex(TimeExpr::Weekday { day: 5, step: None, part: None, from: Origin::Published }, None)
    };
    let found = |times: &[Timex]| published_in(times).map(|(day, _)| day);
    assert_eq!(found(&[day()]).as_deref(), Some("1874-03-03"));
    assert_eq!(found(&[year(), day(), friday()]), None);
    assert_eq!(found(&[day(), year()]), None);
    assert_eq!(found(&[day(), year(), friday()]).as_deref(), Some("1874-03-03"));
}

#[test]
fn what_nothing_anchors_stays_open() {
    let told = [
        timex(away(Origin::Published, TimeUnit::Day, -1), Some(Tense::Past)),
        timex(calendar(Year::Open, Some(2), Some(29)), None),
        timex(TimeExpr::Weekday { day: 5, step: None, part: None, from: Origin::Published }, None),
    ];
    for time in anchor(&told, Anchor { published: None }) {
        assert!(time.value.unwrap().starts_with("XXXX"));
        assert_eq!((time.earliest, time.latest, time.edtf), (None, None, None));
    }
}
