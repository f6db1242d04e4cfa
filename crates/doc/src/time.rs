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
    /// TIMEX3 `quant` of a repeated time, for instance `EVERY`.
    pub quant: Option<String>,
    /// TIMEX3 `freq` of a repeated time: how often, for instance `2X`.
    pub freq: Option<String>,
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
    /// Whether the clause's present tells in news what is yet to come ("the truce expires on Friday").
    pub scheduled: bool,
    /// Whether the clause says "will": it is yet to come, in a story too.
    pub will: bool,
    /// The verb of a clause that only tells by the way who somebody is, where it stands in one: "Pol, who retired in
    /// 2012, died in September".
    pub aside: Option<u32>,
    /// Index of the sentence it begins in.
    pub sentence: u32,
    /// The expression that ends the range that this one begins ("from Monday to Wednesday").
    pub until: Option<TimeId>,
    /// Whether the two are only named together ("Friday and Thursday"), in whatever order.
    pub listed: bool,
    /// Whether the next expression says which time it is ("two days later, on 5 March").
    pub explained: bool,
}

/// The meaning of a time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeExpr {
    /// A day, a year or a stretch of years on the calendar, possibly open at the large end ("March 3").
    Calendar(CalendarDate),
    /// A named stretch of a year, possibly without the year ("summer", "the third quarter").
    Period {
        /// Which.
        period: Period,
        /// The year.
        year: Year,
        /// Steps to the one that is meant: "last March" −1, "this summer" 0.
        step: Option<i32>,
    },
    /// A weekday, with a step in weeks when the words give one ("last Friday" −1, "this Friday" 0).
    Weekday {
        /// 1 Monday to 7 Sunday.
        day: u8,
        /// Weeks away, when said.
        step: Option<i32>,
        /// Part of that day.
        part: Option<DayPart>,
        /// Where the counting begins.
        from: Origin,
    },
    /// A day with a name, such as a holiday.
    Named {
        /// When it is.
        rule: DayRule,
        /// The year.
        year: Year,
        /// Steps to the one that is meant.
        step: Option<i32>,
        /// What of it is meant: the day itself, the week or the weekend that holds it.
        unit: TimeUnit,
    },
    /// So many units from somewhere ("yesterday", "two weeks ago", "the next day").
    Offset {
        /// Where the counting begins.
        from: Origin,
        /// The unit counted.
        unit: TimeUnit,
        /// How many, negative for the past.
        count: i32,
        /// How exact the value is, where that is not the unit: "a year ago today" is a day.
        exact: Option<TimeUnit>,
        /// Part of that day.
        part: Option<DayPart>,
    },
    /// So many units before or after another time ("two days before Christmas").
    Beside {
        /// The other time.
        base: Box<TimeExpr>,
        /// The unit counted.
        unit: TimeUnit,
        /// How many, negative for before.
        count: i32,
    },
    /// A day of a longer time ("Tuesday of last week", "the last day of September", "the 5th of this month").
    Within {
        /// The longer time.
        base: Box<TimeExpr>,
        /// Its how-manieth day, from 1; negative from its end.
        day: i8,
    },
    /// A clock time of a day that something else gives.
    Clock {
        /// The time.
        clock: Clock,
        /// The day, where said.
        day: Option<Box<TimeExpr>>,
    },
    /// A part of a day that something else gives ("the morning", "the morning of June 5").
    Part {
        /// Which.
        part: DayPart,
        /// The day, where said.
        day: Option<Box<TimeExpr>>,
    },
    /// The past, the present or the future without more.
    Vague(VagueTime),
    /// A length of time.
    Duration(Length),
    /// Again and again.
    Set {
        /// What comes again.
        each: Each,
        /// TIMEX3 `quant`, for instance `EVERY`.
        quant: Option<String>,
        /// TIMEX3 `freq`: how often in that time, for instance `2X`.
        freq: Option<String>,
    },
}

impl TimeExpr {
    /// The part of a day that the words name, but no hour.
    #[must_use]
    pub fn part(&self) -> Option<DayPart> {
        match self {
            Self::Calendar(date) => date.part,
            Self::Weekday { part, .. } | Self::Offset { part, .. } => *part,
            Self::Part { part, .. } => Some(*part),
            _ => None,
        }
    }
}

/// A length of time: so many units, in hundredths; `None` for "months", "several years".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The unit.
    pub unit: TimeUnit,
    /// How many, in hundredths ("one and a half" is 150).
    pub hundredths: Option<u64>,
}

/// What a repeated time comes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// Every so many units.
    Length(Length),
    /// Every one of a weekday, 1 Monday to 7 Sunday, or a part of it.
    Weekday(u8, Option<DayPart>),
    /// Every day's part.
    Part(DayPart),
    /// Every year's part.
    Period(Period),
}

/// Where counting begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The day of publication ("two weeks ago").
    Published,
    /// The time the narrative has reached ("two weeks later").
    Narrative,
}

/// A year, said or pointed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Year {
    /// Not said.
    #[default]
    Open,
    /// Of the Common Era; 0 is 1 BC.
    Known(i32),
    /// So many years from the year of publication ("last year" −1).
    Step(i32),
    /// So many years from the one the narrative has reached ("that year" 0).
    Narrative(i32),
}

/// A date on the calendar; what is `None` is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalendarDate {
    /// The year.
    pub year: Year,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// How many last digits of the year are open: 1 for a decade, 2 for a century.
    pub open: u8,
    /// Part of that day.
    pub part: Option<DayPart>,
}

/// A named stretch of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// 1 to 12.
    Month(u8),
    /// One of the four seasons.
    Season(Season),
    /// 1 to 4; 0 for one that is not said.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
}

/// When in a year a named day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRule {
    /// Always the same day of the same month.
    Fixed {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// The nth such weekday of a month; −1 for the last.
    Weekday {
        /// 1 to 12.
        month: u8,
        /// 1 Monday to 7 Sunday.
        weekday: u8,
        /// 1 to 5, or −1.
        nth: i8,
        /// Days after that one ("the Tuesday after the first Monday").
        plus: i8,
    },
    /// So many days from Easter Sunday of the western churches.
    Easter(i16),
    /// So many days from Easter Sunday of the eastern churches.
    Orthodox(i16),
}

/// A time on the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: u8,
    /// 0 to 59, when said.
    pub minute: Option<u8>,
    /// 0 to 59, when said.
    pub second: Option<u8>,
    /// Minutes from UTC, when said.
    pub zone: Option<i16>,
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
    Daytime,
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

/// Units of time, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
    /// A stretch of time of no known length.
    While,
}

/// Times without a place on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum VagueTime {
    Past,
    Present,
    Future,
}
