//! Times that count from another one: "yesterday", "last week", "two days later", "Wednesday evening".

use annalist_doc::{TimeExpr, TimeKind, TimeUnit};

use super::{Hit, Reader};

impl Reader<'_, '_, '_> {
    pub(super) fn relative(&self, i: usize) -> Option<Hit> {
        self.vague(i)
            .or_else(|| self.clock(i))
            .or_else(|| self.weekday(i))
            .or_else(|| self.named_day(i))
            .or_else(|| self.stepped(i))
            .or_else(|| self.set(i))
            .or_else(|| self.counted(i))
    }

    /// "in recent weeks", "now".
    fn vague(&self, i: usize) -> Option<Hit> {
        let fits = |phrase: &Vec<String>| {
            phrase.iter().enumerate().all(|(k, word)| self.at(i, i + k) == Some(word))
        };
        let (phrase, sense) = self.time().vague.iter().find(|(phrase, _)| fits(phrase))?;
        Some(Hit::new(i, i + phrase.len(), TimeKind::Date, TimeExpr::Vague(*sense)))
    }

    /// "10:30", "3 p.m.", "3:15pm (on) Monday".
    fn clock(&self, i: usize) -> Option<Hit> {
        let word = self.tree.lower(i);
        let (digits, glued) = match word.find(|c: char| c.is_ascii_alphabetic()) {
            Some(at) => word.split_at(at),
            None => (word, ""),
        };
        let (hour, minute) = match digits.split_once(':') {
            Some((h, m)) if m.len() == 2 => (h.parse::<u8>().ok()?, m.parse::<u8>().ok()?),
            Some(_) => return None,
            None => (digits.parse::<u8>().ok()?, 0),
        };
        let mut end = i + 1;
        let half = |w: &str| match w.trim_end_matches('.') {
            "am" | "a.m" => Some(0),
            "pm" | "p.m" => Some(12),
            _ => None,
        };
        let shift = if glued.is_empty() { self.at(i, end).and_then(half) } else { half(glued) };
        if glued.is_empty() && shift.is_some() {
            end += 1;
        }
        let hour = match shift {
            Some(shift) if (1..=12).contains(&hour) => hour % 12 + shift,
            None if digits.contains(':') && hour < 25 && glued.is_empty() => hour,
            _ => return None,
        };
        if minute > 59 {
            return None;
        }
        // A named day right before or after gives the day.
        let mut after = end;
        if self.is(i, after, &["on", ","]) {
            after += 1;
        }
        let day =
            self.weekday(after).or_else(|| self.named_day(after)).filter(|h| h.first == after);
        let day = self.at(i, after).and(day);
        let end = day.as_ref().map_or(end, |h| h.end);
        Some(Hit::new(
            i,
            end,
            TimeKind::Time,
            TimeExpr::Clock { hour, minute, day: day.map(|h| Box::new(h.expr)) },
        ))
    }

    /// "Wednesday", "last Wednesday", "Wednesday evening".
    fn weekday(&self, i: usize) -> Option<Hit> {
        let step = self.time().steps.get(self.at(i, i)?).copied();
        // "Following Monday's debate": a preposition.
        if self.tree.tag(i).is_verb() && i.checked_sub(1).and_then(|b| self.at(i, b)) != Some("the")
        {
            return None;
        }
        let at = i + usize::from(step.is_some());
        let word = self.at(i, at)?;
        let day = self.time().weekdays.get(word).copied()?;
        if !self.tree.word(at).starts_with(char::is_uppercase) {
            return None;
        }
        let part = self.part(i, at + 1);
        let end = at + 1 + usize::from(part.is_some());
        let kind = if part.is_some() { TimeKind::Time } else { TimeKind::Date };
        Some(Hit::new(i, end, kind, TimeExpr::Weekday { day, step, part }))
    }

    /// "today", "yesterday morning", "tonight", "this morning", "last night", "the same day".
    fn named_day(&self, i: usize) -> Option<Hit> {
        let word = self.at(i, i)?;
        if let Some(count) = self.time().days.get(word).copied() {
            let part =
                self.part(i, i + 1).or((word == "tonight").then_some(annalist_doc::DayPart::Night));
            let end = i + 1 + usize::from(self.part(i, i + 1).is_some());
            let kind = if part.is_some() { TimeKind::Time } else { TimeKind::Date };
            return Some(Hit::new(
                i,
                end,
                kind,
                TimeExpr::Offset { unit: TimeUnit::Day, count, part },
            ));
        }
        let part = self.part(i, i + 1);
        match (word, part) {
            ("this", Some(part)) => Some(Hit::new(
                i,
                i + 2,
                TimeKind::Time,
                TimeExpr::Offset { unit: TimeUnit::Day, count: 0, part: Some(part) },
            )),
            ("last", Some(part)) => Some(Hit::new(
                i,
                i + 2,
                TimeKind::Time,
                TimeExpr::Offset { unit: TimeUnit::Day, count: -1, part: Some(part) },
            )),
            ("same" | "that", Some(part)) => Some(Hit::new(
                i,
                i + 2,
                TimeKind::Time,
                TimeExpr::Narrative { unit: TimeUnit::Day, count: 0, part: Some(part) },
            )),
            ("same" | "that", None) => {
                let unit = self.unit(i, i + 1)?;
                let singular = !self.at(i, i + 1)?.ends_with('s');
                singular.then(|| {
                    Hit::new(
                        i,
                        i + 2,
                        TimeKind::Date,
                        TimeExpr::Narrative { unit, count: 0, part: None },
                    )
                })
            }
            _ => None,
        }
    }

    /// "last week", "this month", "next year", "the following day", "the past two weeks".
    fn stepped(&self, i: usize) -> Option<Hit> {
        let word = self.at(i, i)?;
        let step = *self.time().steps.get(word)?;
        if let Some(unit) = self.unit(i, i + 1) {
            if self.at(i, i + 1)?.ends_with('s') {
                return None;
            }
            // "the next day": from where the narrative stands; "next week": from the day of publication.
            let article = i.checked_sub(1).and_then(|b| self.at(i, b)) == Some("the");
            let narrative = matches!(word, "following" | "previous")
                || unit == TimeUnit::Day && step != 0
                || article && word == "next";
            let past_stretch = word == "past" && article;
            let expr = if past_stretch {
                TimeExpr::Duration { unit, halves: Some(2) }
            } else if narrative {
                TimeExpr::Narrative { unit, count: step, part: None }
            } else {
                TimeExpr::Offset { unit, count: step, part: None }
            };
            let kind = if past_stretch { TimeKind::Duration } else { TimeKind::Date };
            return Some(Hit::new(i, i + 2, kind, expr));
        }
        let count = self.number(i, i + 1)?;
        let unit = self.unit(i, i + 2)?;
        Some(Hit::new(
            i,
            i + 3,
            TimeKind::Duration,
            TimeExpr::Duration { unit, halves: halves(count) },
        ))
    }

    /// "every day", "each week", "daily".
    fn set(&self, i: usize) -> Option<Hit> {
        let word = self.at(i, i)?;
        if let Some(unit) = self.time().adverb_sets.get(word) {
            return Some(Hit::new(
                i,
                i + 1,
                TimeKind::Set,
                TimeExpr::Set { unit: *unit, count: 1 },
            ));
        }
        if !self.time().sets.iter().any(|s| s == word) {
            return None;
        }
        let count = self.number(i, i + 1);
        let at = i + 1 + usize::from(count.is_some());
        let unit = self.unit(i, at)?;
        Some(Hit::new(
            i,
            at + 1,
            TimeKind::Set,
            TimeExpr::Set { unit, count: count.unwrap_or(1).min(999) as u32 },
        ))
    }

    /// "two weeks ago", "three days later", "five hours", "a year ago", "several months".
    fn counted(&self, i: usize) -> Option<Hit> {
        let word = self.at(i, i)?;
        let article = matches!(word, "a" | "an");
        let vague = self.words.vague_numbers.iter().any(|v| v == word);
        let count = if article { Some(1) } else { self.number(i, i) };
        if count.is_none() && !vague {
            return None;
        }
        // "a few days", "several weeks".
        let mut at = i + 1;
        let mut known = count;
        if article && self.is(i, at, &["few", "couple"]) {
            known = self.is(i, at, &["couple"]).then_some(2);
            at += 1;
            at += usize::from(self.is(i, at, &["of"]));
        }
        at += usize::from(self.is(i, at, &["-"]));
        let unit = self.unit(i, at)?;
        let mut end = at + 1;
        let turn = self.at(i, end);
        let back = turn.is_some_and(|w| self.time().back.iter().any(|b| b == w));
        let on = turn.is_some_and(|w| self.time().on.iter().any(|b| b == w))
            && !self.is(i, end + 1, &["the", "a"]);
        if back || on {
            let direction = if back { -1 } else { 1 };
            let ago = turn == Some("ago");
            end += 1;
            let Some(count) = known.filter(|c| *c < 10_000) else {
                let sense = if back {
                    annalist_doc::VagueTime::Past
                } else {
                    annalist_doc::VagueTime::Future
                };
                return Some(Hit::new(i, end, TimeKind::Date, TimeExpr::Vague(sense)));
            };
            let count = direction * count as i32;
            let expr = if ago {
                TimeExpr::Offset { unit, count, part: None }
            } else {
                TimeExpr::Narrative { unit, count, part: None }
            };
            return Some(Hit::new(i, end, TimeKind::Date, expr));
        }
        // "a day", "a second" by themselves are mostly no lengths of time.
        if article
            && known == Some(1)
            && !matches!(
                unit,
                TimeUnit::Decade
                    | TimeUnit::Century
                    | TimeUnit::Year
                    | TimeUnit::Month
                    | TimeUnit::Week
                    | TimeUnit::Hour
            )
        {
            return None;
        }
        Some(Hit::new(
            i,
            end,
            TimeKind::Duration,
            TimeExpr::Duration { unit, halves: known.and_then(halves) },
        ))
    }

    fn unit(&self, from: usize, i: usize) -> Option<TimeUnit> {
        self.time().units.get(self.at(from, i)?).copied()
    }
}

fn halves(count: u64) -> Option<u32> {
    u32::try_from(count).ok().and_then(|c| c.checked_mul(2))
}
