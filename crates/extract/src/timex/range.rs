//! Several times that share words: "April 24 and 25", "March 3–5", "1914–18", "1939 to 1945".

use annalist_doc::{CalendarDate, TimeExpr, TimeKind, Year};
use annalist_lexicon::time::Special;

use super::fine::Join;
use super::matcher::{Hit, Matcher};
use super::numeral;

/// The expression that begins at a piece, and those that share its words.
pub(super) fn all(m: &Matcher<'_, '_, '_>, at: usize) -> Vec<Hit> {
    let hit = m.longest(at);
    if hit.as_ref().is_none_or(|h| !h.nothing)
        && let Some(pair) = years(m, at).filter(|p| hit.as_ref().is_none_or(|h| h.end <= p[1].end))
    {
        return pair;
    }
    if hit.as_ref().is_none_or(|h| !h.nothing && h.kind != TimeKind::Date)
        && let Some(pair) = first_day(m, at)
    {
        return pair;
    }
    if hit.is_none()
        && let Some(pair) = first_old_year(m, at).or_else(|| first_century(m, at))
    {
        return pair;
    }
    let Some(hit) = hit else { return Vec::new() };
    let mut hits = vec![hit];
    while hits.len() < 8
        && let Some(next) = hits.last().and_then(|last| next_day(m, last))
    {
        hits.push(next);
    }
    hits
}

/// A piece that joins two times: a dash, "to", "and", "or", a comma; the place after it.
fn after_joint(m: &Matcher<'_, '_, '_>, at: usize) -> Option<usize> {
    let piece = m.pieces.get(at).filter(|p| p.join != Join::Break)?;
    let joins = piece.word.is_some_and(|w| m.times.is_word_in("joint", w));
    let next = at + 1;
    // ", and"
    let more = m.text(at) == ","
        && m.pieces.get(next)?.word.is_some_and(|w| m.times.is_word_in("joint", w));
    let next = next + usize::from(more);
    (joins && m.pieces.get(next)?.join != Join::Break).then_some(next)
}

/// Whether two expressions are the ends of one stretch: "from Monday to Wednesday", "between 2014 and
/// 2017", "March 3–5". Two days that are only named together are one too: it was on them.
pub(super) fn is_range(m: &Matcher<'_, '_, '_>, first: &Hit, second: &Hit) -> bool {
    let point = |hit: &Hit| {
        matches!(hit.kind, TimeKind::Date | TimeKind::Time)
            && !matches!(hit.expr, TimeExpr::Vague(_))
    };
    let joins = m.pieces.get(first.end).is_some_and(|piece| {
        piece.join != Join::Break && piece.word.is_some_and(|w| m.times.is_word_in("range", w))
    });
    joins
        && second.first == first.end + 1
        && m.pieces[second.first].join != Join::Break
        && point(first)
        && point(second)
}

/// Whether the second expression says which time the first one is: "two days later, on 5 March".
pub(super) fn is_explained(m: &Matcher<'_, '_, '_>, first: &Hit, second: &Hit) -> bool {
    let comma = m.mark(first.end, ",");
    let next = first.end + 1 + usize::from(m.is_in("explaining", first.end + 1));
    comma && next == second.first && m.pieces[second.first].join != Join::Break
}

/// "1914–18", "1939-1945": two years that a dash alone shows to be years.
fn years(m: &Matcher<'_, '_, '_>, at: usize) -> Option<Vec<Hit>> {
    let (end, first) = numeral::special(m, Special::Year, at)?;
    if !m.pieces.get(end)?.word.is_some_and(|w| m.times.is_word_in("dash", w)) {
        return None;
    }
    let next = end + 1;
    let close = m.glued(end) && m.glued(next);
    let (stop, second) = numeral::special(m, Special::Year, next)
        .or_else(|| numeral::special(m, Special::ShortYear, next).filter(|_| close))?;
    let second = if second < 100 { first - first % 100 + second } else { second };
    // "1990-12-31", "1234-5678": no pair of years.
    let dashed =
        |i: usize| m.glued(i) && m.pieces[i].word.is_some_and(|w| m.times.is_word_in("dash", w));
    let sound = second > first && (1400..=2100).contains(&first) && second - first <= 200;
    if !sound || dashed(stop) || at > 0 && m.glued(at) && m.text(at - 1) != "(" {
        return None;
    }
    let year = |place, end, year: i64| Hit {
        first: place,
        end,
        kind: TimeKind::Date,
        expr: TimeExpr::Calendar(CalendarDate {
            year: Year::Known(i32::try_from(year).unwrap_or(0)),
            ..CalendarDate::default()
        }),
        modifier: None,
        nothing: false,
    };
    Some(vec![year(at, end, first), year(next, stop, second)])
}

/// "9–12 September", "12 to 15 August": a day whose month stands with the later one.
fn first_day(m: &Matcher<'_, '_, '_>, at: usize) -> Option<Vec<Hit>> {
    let (end, day) = numeral::special(m, Special::Day, at)?;
    let day = u8::try_from(day).ok()?;
    let later = m.longest(after_joint(m, end)?)?;
    let TimeExpr::Calendar(date @ CalendarDate { month: Some(_), day: Some(after), .. }) =
        later.expr
    else {
        return None;
    };
    // The later one must begin with its day: "12 to 15 August", not "12 and August 15".
    let (_, own) = numeral::special(m, Special::Day, later.first)?;
    if later.nothing || i64::from(after) != own || day >= after {
        return None;
    }
    let expr = TimeExpr::Calendar(CalendarDate { day: Some(day), part: None, ..date });
    let first = Hit { first: at, end, kind: TimeKind::Date, expr, modifier: None, nothing: false };
    Some(vec![first, later])
}

/// "218 to 201 BC", "66–73 AD": a year whose era stands with the later one.
fn first_old_year(m: &Matcher<'_, '_, '_>, at: usize) -> Option<Vec<Hit>> {
    let (end, year) = numeral::special(m, Special::OldYear, at)?;
    let later = m.longest(after_joint(m, end)?)?;
    let (_, own) = numeral::special(m, Special::OldYear, later.first)?;
    let TimeExpr::Calendar(date @ CalendarDate { year: Year::Known(after), month: None, .. }) =
        later.expr
    else {
        return None;
    };
    let known = match after {
        ..=0 if year > own => 1 - i32::try_from(year).ok()?,
        1..1000 if year < own => i32::try_from(year).ok()?,
        _ => return None,
    };
    if later.nothing || date.open > 0 {
        return None;
    }
    let expr = TimeExpr::Calendar(CalendarDate { year: Year::Known(known), ..date });
    let first = Hit { first: at, end, kind: TimeKind::Date, expr, modifier: None, nothing: false };
    Some(vec![first, later])
}

/// "the late 19th and early 20th centuries": a century whose noun stands with the later one.
fn first_century(m: &Matcher<'_, '_, '_>, at: usize) -> Option<Vec<Hit>> {
    let mut next = at + usize::from(m.is_article(at));
    let modifier = m.modifier(next);
    next += usize::from(modifier.is_some());
    let (end, year) = numeral::special(m, Special::Century, next)?;
    if (at..end).skip(1).any(|i| m.pieces[i].join == Join::Break) || !m.is_in("joint", end) {
        return None;
    }
    let later = m.longest(after_joint(m, end)?)?;
    let TimeExpr::Calendar(date @ CalendarDate { year: Year::Known(after), open: 2, .. }) =
        later.expr
    else {
        return None;
    };
    let year = i32::try_from(year).ok()?;
    let known = if after <= 0 { 1 - year } else { year };
    let expr = TimeExpr::Calendar(CalendarDate { year: Year::Known(known), ..date });
    let first = Hit { first: at, end, kind: TimeKind::Date, expr, modifier, nothing: false };
    (!later.nothing).then(|| vec![first, later])
}

/// Gives the first of two joined dates the year that stands with the second: "July and August 1874".
pub(super) fn share_year(m: &Matcher<'_, '_, '_>, first: &mut Hit, second: &Hit) {
    let joined = after_joint(m, first.end) == Some(second.first);
    let year = match &second.expr {
        TimeExpr::Calendar(date) => date.year,
        TimeExpr::Period { year, .. } => *year,
        _ => Year::Open,
    };
    if !joined || !matches!(year, Year::Known(_)) {
        return;
    }
    match &mut first.expr {
        TimeExpr::Calendar(date) if date.year == Year::Open => date.year = year,
        TimeExpr::Period { year: open, step: None, .. } if *open == Year::Open => *open = year,
        _ => {}
    }
}

/// "(April 24) and 25", "(April 24)-25, 2014": another day of the same month.
fn next_day(m: &Matcher<'_, '_, '_>, last: &Hit) -> Option<Hit> {
    let TimeExpr::Calendar(date @ CalendarDate { month: Some(_), day: Some(before), .. }) =
        last.expr
    else {
        return None;
    };
    let at = after_joint(m, last.end)?;
    let (mut end, day) = numeral::special(m, Special::Day, at)?;
    let day = u8::try_from(day).ok().filter(|d| *d > before)?;
    // A noun after it is what the number counts; another month has this day; a clock goes on.
    let next = m.pieces.get(end).filter(|p| p.join != Join::Break);
    let taken = next.is_some_and(|piece| {
        m.tag(end).is_noun()
            || m.text(end) == ":"
            || piece.word.is_some_and(|w| {
                m.times.entry(w).number.is_some() || m.times.is_word_in("month", w)
            })
    });
    let own = m.longest(at).is_some_and(|hit| hit.end > end);
    if taken || own {
        return None;
    }
    let mut date = CalendarDate { day: Some(day), ..date };
    let place = end + usize::from(m.mark(end, ","));
    if date.year == Year::Open
        && let Some((stop, year)) = numeral::special(m, Special::Year, place)
    {
        date.year = Year::Known(i32::try_from(year).ok()?);
        end = stop;
    }
    Some(Hit {
        first: at,
        end,
        kind: TimeKind::Date,
        expr: TimeExpr::Calendar(date),
        modifier: None,
        nothing: false,
    })
}
