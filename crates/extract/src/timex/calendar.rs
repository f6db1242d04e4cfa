//! Dates as a calendar writes them: "January 22, 2020", "summer of 2014", "the 1990s", "in 2017".

use annalist_doc::{CalendarDate, DayPart, NameLabel, Tag, TimeExpr, TimeKind};

use super::{Hit, Reader};

impl Reader<'_, '_, '_> {
    pub(super) fn calendar(&self, i: usize) -> Option<Hit> {
        self.iso(i)
            .or_else(|| self.weekday_first(i))
            .or_else(|| self.month_first(i))
            .or_else(|| self.day_first(i))
            .or_else(|| self.season(i))
            .or_else(|| self.quarter(i))
            .or_else(|| self.decade(i))
            .or_else(|| self.year_alone(i))
    }

    /// "2020-01-22", "22.01.2020" (day first).
    fn iso(&self, i: usize) -> Option<Hit> {
        let word = self.tree.word(i);
        if word.len() < 8 || word.len() > 10 || !word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
        let [a, b, c] = parts[..] else { return None };
        let number = |s: &str| s.parse::<i32>().ok();
        let (year, month, day) = match (a.len(), c.len()) {
            (4, _) => (number(a)?, number(b)?, number(c)?),
            (_, 4) if !word.contains('/') => (number(c)?, number(b)?, number(a)?),
            _ => return None,
        };
        let date = CalendarDate {
            year: Some(year),
            month: month_of(month),
            day: day_of(day),
            open: 0,
            part: None,
        };
        (date.month.is_some() && date.day.is_some())
            .then(|| Hit::new(i, i + 1, TimeKind::Date, TimeExpr::Calendar(date)))
    }

    /// "Monday, Jan. 22": the weekday adds nothing to the date after it.
    fn weekday_first(&self, i: usize) -> Option<Hit> {
        self.time().weekdays.get(self.tree.lower(i))?;
        let next = i + 1 + usize::from(self.is(i, i + 1, &[","]));
        self.at(i, next)?;
        let dated =
            |h: &Hit| matches!(h.expr, TimeExpr::Calendar(CalendarDate { day: Some(_), .. }));
        self.month_first(next)
            .or_else(|| self.day_first(next))
            .filter(dated)
            .map(|hit| Hit { first: i, ..hit })
    }

    /// "January", "January 22", "January 22, 2020", "January 2020".
    fn month_first(&self, i: usize) -> Option<Hit> {
        let month = self.month(i)?;
        let mut end = i + 1;
        let mut date = CalendarDate { month: Some(month), ..CalendarDate::default() };
        if let Some(day) = self.day(i, end) {
            date.day = Some(day);
            end += 1;
        }
        if let Some((year, after)) = self.trailing_year(i, end) {
            date.year = Some(year);
            end = after;
        }
        self.finish(i, end, date)
    }

    /// "22 January 2020", "the 22nd of January", "Wednesday, 22 January".
    fn day_first(&self, i: usize) -> Option<Hit> {
        let day = self.day(i, i)?;
        let mut end = i + 1;
        if self.is(i, end, &["of"]) {
            end += 1;
        }
        let month = (end < self.tree.len()).then(|| self.month(end)).flatten()?;
        self.at(i, end)?;
        end += 1;
        let mut date =
            CalendarDate { month: Some(month), day: Some(day), ..CalendarDate::default() };
        if let Some((year, after)) = self.trailing_year(i, end) {
            date.year = Some(year);
            end = after;
        }
        self.finish(i, end, date)
    }

    /// Adds a weekday before and a part of the day after.
    fn finish(&self, first: usize, mut end: usize, mut date: CalendarDate) -> Option<Hit> {
        let mut first = first;
        if date.day.is_some() && first > 0 {
            let comma = self.is(first, first - 1, &[","]);
            let before = if comma { first.checked_sub(2) } else { Some(first - 1) };
            if let Some(b) = before
                && self.at(first, b).is_some_and(|w| self.time().weekdays.contains_key(w))
            {
                first = b;
            }
        }
        if date.day.is_some()
            && let Some(part) = self.part(first, end)
        {
            date.part = Some(part);
            end += 1;
        }
        if date.year.is_none() && date.day.is_none() {
            let month = date.month?;
            let step = first
                .checked_sub(1)
                .and_then(|b| self.at(first, b))
                .and_then(|w| self.time().steps.get(w).copied());
            if step.is_some() {
                first -= 1;
            }
            return Some(Hit::new(first, end, TimeKind::Date, TimeExpr::Month { month, step }));
        }
        let kind = if date.part.is_some() { TimeKind::Time } else { TimeKind::Date };
        Some(Hit::new(first, end, kind, TimeExpr::Calendar(date)))
    }

    /// A month's name; "may" and "march" only when they stand as names.
    fn month(&self, i: usize) -> Option<u8> {
        let month = *self.time().months.get(self.tree.lower(i))?;
        let named =
            self.tree.tag(i).is_proper() || self.tree.token(i).name == Some(NameLabel::Date);
        let capital = self.tree.word(i).starts_with(char::is_uppercase);
        let word = self.tree.lower(i).len() > 5 && !matches!(self.tree.lower(i), "march");
        (named && capital || word || named && self.tree.token(i).name == Some(NameLabel::Date))
            .then_some(month)
    }

    /// A day of a month: "22", "22nd".
    fn day(&self, from: usize, i: usize) -> Option<u8> {
        let word = self.at(from, i)?;
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        let ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th");
        let day = digits.parse::<i32>().ok().filter(|_| ordinal && digits.len() <= 2)?;
        day_of(day)
    }

    /// ", 2020" or "2020" or "of 2020".
    fn trailing_year(&self, from: usize, i: usize) -> Option<(i32, usize)> {
        let skip = usize::from(self.is(from, i, &[",", "of"]));
        self.year(from, i + skip).map(|year| (year, i + skip + 1))
    }

    /// A year in four digits.
    fn year(&self, from: usize, i: usize) -> Option<i32> {
        let word = self.at(from, i)?;
        let shaped = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let year = shaped.then(|| word.parse::<i32>().ok()).flatten()?;
        (1000..=2199).contains(&year).then_some(year)
    }

    /// "summer of 2014", "summer 2014", "last summer".
    fn season(&self, i: usize) -> Option<Hit> {
        let season = *self.time().seasons.get(self.tree.lower(i))?;
        let before = i.checked_sub(1).and_then(|b| self.at(i, b));
        let step = before.and_then(|w| self.time().steps.get(w).copied());
        let year = self.trailing_year(i, i + 1);
        let article = matches!(before, Some("the" | "in" | "of"));
        if self.tree.tag(i).is_verb()
            || year.is_none()
                && step.is_none()
                && !(article && self.tree.token(i).name == Some(NameLabel::Date))
        {
            return None;
        }
        let first = if step.is_some() { i - 1 } else { i };
        let end = year.map_or(i + 1, |(_, end)| end);
        Some(Hit::new(
            first,
            end,
            TimeKind::Date,
            TimeExpr::Season { season, year: year.map(|(y, _)| y), step },
        ))
    }

    /// "first quarter of 2019", "the fourth quarter".
    fn quarter(&self, i: usize) -> Option<Hit> {
        let ordinal = *self.words.ordinals.get(self.tree.lower(i))?;
        if !self.is(i, i + 1, &["quarter"]) || !(1..=4).contains(&ordinal) {
            return None;
        }
        let year = self.trailing_year(i, i + 2);
        let end = year.map_or(i + 2, |(_, end)| end);
        Some(Hit::new(
            i,
            end,
            TimeKind::Date,
            TimeExpr::Quarter { quarter: ordinal as u8, year: year.map(|(y, _)| y) },
        ))
    }

    /// "1990s", "the '90s".
    fn decade(&self, i: usize) -> Option<Hit> {
        let word = self.tree.lower(i);
        let digits =
            word.trim_start_matches(['\'', '’']).strip_suffix('s')?.trim_end_matches(['\'', '’']);
        let number = digits.parse::<i32>().ok().filter(|n| n % 10 == 0)?;
        let year = match digits.len() {
            4 if (1000..=2190).contains(&number) => number,
            2 => 1900 + number,
            _ => return None,
        };
        let date = CalendarDate { year: Some(year), open: 1, ..CalendarDate::default() };
        Some(Hit::new(i, i + 1, TimeKind::Date, TimeExpr::Calendar(date)))
    }

    /// A year by itself, where its neighbours show that it is one.
    fn year_alone(&self, i: usize) -> Option<Hit> {
        let year = self.year(i, i)?;
        if !(1500..=2100).contains(&year) {
            return None;
        }
        let dated = self.tree.token(i).name == Some(NameLabel::Date);
        let before = i.checked_sub(1).and_then(|b| self.at(i, b)).unwrap_or_default();
        let led = matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "from"
                | "during"
                | "before"
                | "after"
                | "of"
                | "between"
                | "early"
                | "late"
                | "mid"
                | "for"
                | "and"
                | "to"
                | "through"
                | "around"
                | "circa"
        );
        let next = i + 1;
        let counts = next < self.tree.len()
            && self.at(i, next).is_some()
            && self.tree.tag(next).is_noun()
            && self.tree.tag(next).is_plural()
            && !dated;
        if !(dated || led) || counts || self.tree.tag(i) != Tag::Cd {
            return None;
        }
        let date = CalendarDate { year: Some(year), ..CalendarDate::default() };
        Some(Hit::new(i, i + 1, TimeKind::Date, TimeExpr::Calendar(date)))
    }

    /// A part of the day at this token.
    pub(super) fn part(&self, from: usize, i: usize) -> Option<DayPart> {
        self.time().day_parts.get(self.at(from, i)?).copied()
    }
}

fn month_of(number: i32) -> Option<u8> {
    (1..=12).contains(&number).then_some(number as u8)
}

fn day_of(number: i32) -> Option<u8> {
    (1..=31).contains(&number).then_some(number as u8)
}
