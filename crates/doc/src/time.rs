//! Time expressions, before and after they are anchored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Span, Tense, TimeId};

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// Its name in this report.
    pub id: TimeId,
    /// The words.
    #[serde(flatten)]
    pub span: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeKind,
    /// TIMEX3 value, for instance `2020-01-22TEV`.
    pub value: Option<String>,
    /// The same as an Extended Date/Time Format string (ISO 8601-2), where that can say it.
    pub edtf: Option<String>,
    /// TIMEX3 modifier.
    #[serde(rename = "mod")]
    pub modifier: Option<TimeMod>,
    /// First possible day, ISO 8601; null when the text does not anchor it.
    pub earliest: Option<String>,
    /// Last possible day, ISO 8601; null when the text does not anchor it.
    pub latest: Option<String>,
}

/// Types of time expressions (TimeML TIMEX3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeKind {
    /// A day or longer on the calendar.
    Date,
    /// A time of a day.
    Time,
    /// A length of time.
    Duration,
    /// A repetition.
    Set,
}

/// Modifiers of time expressions (TimeML TIMEX3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum TimeMod {
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Start,
    Mid,
    End,
    Approx,
}

/// What a time expression says before it is put on a calendar. Written by `extract`, read by `resolve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Its name in this report.
    pub id: TimeId,
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// Its meaning.
    pub expr: TimeExpr,
    /// TIMEX3 modifier.
    pub modifier: Option<TimeMod>,
    /// Tense of the clause it stands in; tells which way an open expression points.
    pub tense: Option<Tense>,
}

/// The meaning of a time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeExpr {
    /// A calendar date, possibly open at the large end ("March 3", "the 5th").
    Calendar(CalendarDate),
    /// A weekday, with a step in weeks when the words give one ("last Friday" −1, "this Friday" 0).
    Weekday {
        /// 1 Monday to 7 Sunday.
        day: u8,
        /// Weeks away, when said.
        step: Option<i32>,
        /// Part of that day.
        part: Option<DayPart>,
    },
    /// A month by name without a year and with a step in years when said ("last March" −1).
    Month {
        /// 1 to 12.
        month: u8,
        /// Years away, when said.
        step: Option<i32>,
    },
    /// A season, possibly of a year.
    Season {
        /// Which.
        season: Season,
        /// The year, when said.
        year: Option<i32>,
        /// Years away, when said.
        step: Option<i32>,
    },
    /// So many units from the day of publication ("yesterday", "two weeks ago", "next month").
    Offset {
        /// The unit counted, which is also how exact the value is.
        unit: TimeUnit,
        /// How many, negative for the past.
        count: i32,
        /// Part of that day.
        part: Option<DayPart>,
    },
    /// So many units from the time the narrative has reached ("two days later", "the next day").
    Narrative {
        /// The unit counted.
        unit: TimeUnit,
        /// How many, negative for the past.
        count: i32,
        /// Part of that day.
        part: Option<DayPart>,
    },
    /// A quarter of a year.
    Quarter {
        /// 1 to 4.
        quarter: u8,
        /// The year, when said.
        year: Option<i32>,
    },
    /// A clock time of a day that something else gives.
    Clock {
        /// 0 to 24.
        hour: u8,
        /// 0 to 59.
        minute: u8,
        /// The day, where said.
        day: Option<Box<TimeExpr>>,
    },
    /// The past, the present or the future without more.
    Vague(VagueTime),
    /// So many units long; `None` for "months", "several years".
    Duration {
        /// The unit.
        unit: TimeUnit,
        /// How many, in halves ("one and a half" is 3).
        halves: Option<u32>,
    },
    /// Again and again, every so many units.
    Set {
        /// The unit.
        unit: TimeUnit,
        /// How many.
        count: u32,
    },
}

/// A date on the calendar; what is `None` is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalendarDate {
    /// Year of the Common Era.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// How many last digits of the year are open: 1 for a decade, 2 for a century.
    pub open: u8,
    /// Part of that day.
    pub part: Option<DayPart>,
}

/// Parts of a day (TIMEX3 `TMO`, `TMI`, `TAF`, `TEV`, `TNI`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum DayPart {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

/// Seasons of the northern year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// Times without a place on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum VagueTime {
    Past,
    Present,
    Future,
}
