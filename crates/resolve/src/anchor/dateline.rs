//! Datelines: "HARROWMOUTH, Jan. 22 (Agency) -- Two miners…".

use annalist_doc::{BlockKind, CalendarDate, Document, Span, TimeExpr, Timex, Year};
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

/// The dateline of a document: at the beginning of a paragraph, after a place in capitals and before a
/// dash or an agency in brackets.
#[must_use]
pub fn dateline(document: &Document, times: &[Timex]) -> Option<Dateline> {
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
        let place = before.chars().count() <= 60
            && capitals >= 3
            && before.ends_with(',')
            && before.split_whitespace().next().is_some_and(|word| {
                word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            });
        let head: String = after.chars().take(48).collect();
        let dash = ["--", " - ", "—", "–"].iter().any(|mark| head.contains(mark));
        let agency = head.trim_start().starts_with('(');
        (place && (dash || agency)).then_some(Dateline { span: timex.span, year, month, day })
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
