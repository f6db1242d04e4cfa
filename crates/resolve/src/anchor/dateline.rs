//! Datelines: "HARROWMOUTH, Jan. 22 (Agency) -- Two miners…".

use annalist_doc::{BlockKind, CalendarDate, Document, Period, Span, TimeExpr, Timex, Year};
use jiff::civil::Date;

use super::nearest;
use crate::value;

/// The date that a report's first lines give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// Where it stands.
    pub span: Span,
    year: Option<i32>,
    month: u8,
    day: u8,
}

impl Dateline {
    /// Its day, when it has a year.
    #[must_use]
    pub fn date(&self) -> Option<String> {
        nearest::civil(self.year?, self.month, self.day).map(|date| date.to_string())
    }

    /// Whether it cannot be of the day of publication or the two days before or after.
    #[must_use]
    pub fn contradicts(&self, published: &str) -> bool {
        let Some(day) = published.get(..10).and_then(|d| d.parse::<Date>().ok()) else {
            return false;
        };
        let own = i32::from(day.year());
        let years = match self.year {
            Some(year) => [year; 3],
            None => [own - 1, own, own + 1],
        };
        let mut days = years.into_iter().filter_map(|y| nearest::civil(y, self.month, self.day));
        !days.any(|date| value::days_between(day, date).abs() <= 2)
    }
}

/// How many days a report may lie after the last date that its text gives in full, for that date to tell
/// the year of its dateline.
const NEAR: i32 = 120;

/// The dateline of a document: at the beginning of a paragraph, after a place in capitals (or one before an
/// agency in brackets) and before a dash or an agency. A year that it does not say, and that
/// nothing else dates, is that of the last date the text gives in full, when the dateline follows within a few months.
#[must_use]
pub fn dateline(document: &Document, times: &[Timex]) -> Option<Dateline> {
    let line = stands(document, times)?;
    let told = || document.published.is_none().then(|| year_told(times, line)).flatten();
    let year = line.year.or_else(told);
    Some(Dateline { year, ..line })
}

/// The year of a dateline that says none.
fn year_told(times: &[Timex], line: Dateline) -> Option<i32> {
    let full = times.iter().filter_map(|timex| match timex.expr {
        TimeExpr::Calendar(CalendarDate {
            year: Year::Known(y),
            month: Some(m),
            day,
            open: 0,
            ..
        }) if timex.span != line.span => nearest::civil(y, m, day.unwrap_or(1)),
        TimeExpr::Period { period: Period::Month(m), year: Year::Known(y), .. } => {
            nearest::civil(y, m, 1)
        }
        _ => None,
    });
    let last = full.max()?;
    let own = i32::from(last.year());
    [own, own + 1].into_iter().find(|year| {
        nearest::civil(*year, line.month, line.day)
            .is_some_and(|date| (0..=NEAR).contains(&value::days_between(last, date)))
    })
}

fn stands(document: &Document, times: &[Timex]) -> Option<Dateline> {
    times.iter().take(4).find_map(|timex| {
        let TimeExpr::Calendar(CalendarDate { year, month: Some(month), day: Some(day), .. }) =
            timex.expr
        else {
            return None;
        };
        let year = match year {
            Year::Known(year) => Some(year),
            _ => None,
        };
        let block = document.blocks.iter().find(|b| {
            b.kind == BlockKind::Paragraph
                && b.span.start <= timex.span.start
                && timex.span.end <= b.span.end
        })?;
        let text = &document.text;
        let before = text.get(block.span.start as usize..timex.span.start as usize)?.trim();
        let after = text.get(timex.span.end as usize..block.span.end as usize)?;
        let capitals = before.chars().filter(|c| c.is_uppercase()).count();
        let short = before.chars().count() <= 60 && before.ends_with(',');
        let shouted = capitals >= 3
            && before.split_whitespace().next().is_some_and(|word| {
                word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            });
        // "Damascus, 22 January (Agency)"
        let named = before.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        let head: String = after.chars().take(48).collect();
        let dash = ["--", " - ", "—", "–"].iter().any(|mark| head.contains(mark));
        let agency = head.trim_start().starts_with('(');
        (short && (shouted && (dash || agency) || named && agency)).then_some(Dateline {
            span: timex.span,
            year,
            month,
            day,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(year: Option<i32>, month: u8, day: u8) -> Dateline {
        Dateline { span: Span::new(0, 1), year, month, day }
    }

    #[test]
    fn two_days_are_no_contradiction() {
        assert!(!line(None, 1, 1).contradicts("2019-12-31T22:00:00Z"));
        assert!(line(None, 1, 22).contradicts("2020-03-01"));
        assert!(line(Some(2019), 1, 22).contradicts("2020-01-22"));
        assert!(!line(Some(2019), 2, 30).contradicts("no date"));
        assert_eq!(line(Some(2020), 1, 22).date().as_deref(), Some("2020-01-22"));
    }
}
