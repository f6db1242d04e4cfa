//! Numbers, ordinals, years and days of the month, in digits and in words.

use annalist_lexicon::time::Special;

use super::fine::{Join, PieceKind};
use super::matcher::Matcher;

/// The end and the value of a number of this kind at a piece. [`Special::Number`] counts in hundredths.
pub(super) fn special(
    m: &Matcher<'_, '_, '_>,
    special: Special,
    at: usize,
) -> Option<(usize, i64)> {
    match special {
        Special::Number => number(m, at),
        Special::Ordinal => ordinal(m, at),
        Special::Year => digits(m, at, 4..=4, 1000, 2199).filter(|_| !is_part_of_number(m, at)),
        Special::DatedYear => {
            digits(m, at, 4..=4, 1000, 2199).filter(|_| !is_part_of_number(m, at) && m.is_dated(at))
        }
        Special::YearWords => year_words(m, at),
        Special::CountedYear => counted_year(m, at),
        Special::OldYear => digits(m, at, 1..=4, 1, 9999).filter(|_| !is_part_of_number(m, at)),
        Special::EarlyYear => digits(m, at, 3..=3, 100, 999).filter(|_| !is_part_of_number(m, at)),
        Special::ShortYear => digits(m, at, 2..=2, 0, 99),
        Special::Day => {
            let (end, day) = digits(m, at, 1..=2, 1, 31)?;
            Some((end + usize::from(is_ending(m, end)), day)).filter(|_| !is_part_of_number(m, at))
        }
        Special::DayTh => ordinal(m, at).filter(|(_, day)| (1..=31).contains(day)),
        Special::TwoDay => digits(m, at, 2..=2, 1, 31),
        Special::TwoMonth => digits(m, at, 1..=2, 1, 12),
        Special::Hour => digits(m, at, 1..=2, 0, 24),
        Special::HourMinute => {
            let (end, value) = digits(m, at, 4..=4, 0, 2400)?;
            (value % 100 < 60).then_some((end, value))
        }
        Special::Minute | Special::Second => digits(m, at, 2..=2, 0, 59),
        Special::Century => {
            let (end, nth) = ordinal(m, at)?;
            (1..=30).contains(&nth).then_some((end, (nth - 1) * 100))
        }
        _ => None,
    }
}

fn digits(
    m: &Matcher<'_, '_, '_>,
    at: usize,
    lengths: std::ops::RangeInclusive<u8>,
    least: i64,
    most: i64,
) -> Option<(usize, i64)> {
    let PieceKind::Digits(length, value) = m.pieces.get(at)?.kind else { return None };
    let value = i64::try_from(value?).ok()?;
    (lengths.contains(&length) && (least..=most).contains(&value)).then_some((at + 1, value))
}

/// Whether the digits are only part of a longer number: "1,200", "3.14", "$12", "50%".
fn is_part_of_number(m: &Matcher<'_, '_, '_>, at: usize) -> bool {
    let digit = |i: usize| m.glued(i) && matches!(m.pieces[i].kind, PieceKind::Digits(..));
    let after =
        (m.mark(at + 1, ",") || m.mark(at + 1, ".")) && digit(at + 2) || m.mark(at + 1, "%");
    let sum = |mark: &str| matches!(mark, "$" | "£" | "€" | "¥" | "#");
    let before = at.checked_sub(1).is_some_and(|b| {
        m.pieces[at].join != Join::Break && sum(m.text(b))
            || m.glued(at)
                && matches!(m.text(b), "," | ".")
                && b > 0
                && m.glued(b)
                && matches!(m.pieces[b - 1].kind, PieceKind::Digits(..))
    });
    after || before
}

fn is_ending(m: &Matcher<'_, '_, '_>, at: usize) -> bool {
    m.glued(at) && m.is_in("ordinal_ending", at)
}

/// "22nd", "third", "twenty-first".
fn ordinal(m: &Matcher<'_, '_, '_>, at: usize) -> Option<(usize, i64)> {
    let piece = m.pieces.get(at)?;
    if let PieceKind::Digits(_, value) = piece.kind {
        let value = i64::try_from(value?).ok()?;
        return is_ending(m, at + 1).then_some((at + 2, value));
    }
    let entry = |i: usize| m.pieces.get(i)?.word.map(|w| m.times.entry(w));
    let own = entry(at)?;
    if let Some(value) = own.ordinal {
        return Some((at + 1, i64::try_from(value).ok()?));
    }
    // "twenty-first"
    let tens = own.number.filter(|n| (20..=90).contains(n) && n % 10 == 0)?;
    let next = if m.mark(at + 1, "-") { at + 2 } else { at + 1 };
    let ones = entry(next)?.ordinal.filter(|n| (1..=9).contains(n))?;
    Some((next + 1, i64::try_from(tens + ones).ok()?))
}

/// "nineteen eighty-four", "nineteen hundred".
fn year_words(m: &Matcher<'_, '_, '_>, at: usize) -> Option<(usize, i64)> {
    let number = |i: usize| m.pieces.get(i)?.word.and_then(|w| m.times.entry(w).number);
    let hundreds = number(at).filter(|n| (10..=20).contains(n))?;
    let mut next = at + 1 + usize::from(m.mark(at + 1, "-"));
    let tens = number(next)?;
    let mut rest = match tens {
        20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 | 11..=19 => tens,
        _ => return None,
    };
    next += 1;
    let after = next + usize::from(m.mark(next, "-"));
    if rest >= 20
        && let Some(ones) = number(after).filter(|n| (1..=9).contains(n))
    {
        rest += ones;
        next = after + 1;
    }
    Some((next, i64::try_from(hundreds * 100 + rest).ok()?))
}

/// "two thousand", "two thousand and four".
fn counted_year(m: &Matcher<'_, '_, '_>, at: usize) -> Option<(usize, i64)> {
    let whole = |at: usize| {
        m.pieces.get(at).filter(|piece| piece.word.is_some())?;
        number(m, at).filter(|(_, hundredths)| hundredths % 100 == 0)
    };
    let (mut end, hundredths) = whole(at)?;
    let mut year = hundredths / 100;
    if year % 100 == 0
        && m.is_in("number_and", end)
        && let Some((after, more)) = whole(end + 1).filter(|(_, more)| *more < 100 * 100)
    {
        (end, year) = (after, year + more / 100);
    }
    (1000..2200).contains(&year).then_some((end, year))
}

/// The most pieces that a number in words or digits may have.
const LONGEST: usize = 24;

/// What numbers are counted in.
const ONE: u64 = 100;
const HUNDRED: u64 = 100 * ONE;
const THOUSAND: u64 = 1000 * ONE;

/// A number in hundredths: "1,200", "2.5", "twenty-five", "two and a half", "two hundred thousand".
fn number(m: &Matcher<'_, '_, '_>, at: usize) -> Option<(usize, i64)> {
    m.pieces.get(at)?;
    let (mut next, mut total, mut part) = (at, 0u64, 0u64);
    let is_digits = |i: usize| matches!(m.pieces[i].kind, PieceKind::Digits(..));
    // "40 million two years ago": no number begins at its "million".
    let counts = |i: usize| token(m, i).is_some_and(|(_, n)| n >= HUNDRED);
    let inside = at > 0 && m.pieces[at].join == Join::Space && is_digits(at - 1);
    if inside && !is_digits(at) && counts(at) {
        return None;
    }
    loop {
        let first = next == at;
        // No number is longer; a text of nothing but numbers must not be read over and over.
        if next - at > LONGEST {
            return None;
        }
        let mut here = next;
        if !first {
            here += usize::from(m.mark(next, "-"));
            if part >= HUNDRED && m.is_in("number_and", here) {
                here += 1;
            }
        }
        let piece = m.pieces.get(here).filter(|p| first || p.join != Join::Break);
        let Some((end, value)) = piece.and_then(|_| token(m, here)) else { break };
        let in_words = m.pieces[here].word.is_some();
        let fits = match value {
            _ if first => true,
            _ if !in_words => false,
            THOUSAND.. => true,
            HUNDRED => part < HUNDRED,
            // "fell to 300 two years ago"
            _ if is_digits(at) => false,
            _ => {
                part % HUNDRED == 0
                    || part % HUNDRED >= 20 * ONE && part % (10 * ONE) == 0 && value < 10 * ONE
            }
        };
        if !fits {
            break;
        }
        if in_words && value >= THOUSAND {
            total = total.checked_add(part.max(100).checked_mul(value / 100)?)?;
            part = 0;
        } else if in_words && value == HUNDRED {
            part = part.max(100).checked_mul(100)?;
        } else {
            part = part.checked_add(value)?;
        }
        next = end;
    }
    let mut value = total.checked_add(part)?;
    if next == at {
        return None;
    }
    if let Some(end) = half(m, next) {
        (next, value) = (end, value.checked_add(50)?);
    }
    let whole = i64::try_from(value).ok()?;
    Some((next, whole))
}

/// One number word, or one number in digits with its commas and decimals, in hundredths.
fn token(m: &Matcher<'_, '_, '_>, at: usize) -> Option<(usize, u64)> {
    let piece = m.pieces.get(at)?;
    let PieceKind::Digits(_, value) = piece.kind else {
        let value = m.times.entry(piece.word?).number?;
        return Some((at + 1, value.checked_mul(100)?));
    };
    let mut value = value?;
    let mut end = at + 1;
    let digits = |i: usize| match m.pieces.get(i)?.kind {
        PieceKind::Digits(length, value) if m.glued(i) => Some((length, value?)),
        _ => None,
    };
    while m.mark(end, ",")
        && let Some((3, more)) = digits(end + 1)
    {
        value = value.checked_mul(1000)?.checked_add(more)?;
        end += 2;
    }
    let mut value = value.checked_mul(100)?;
    if m.mark(end, ".")
        && let Some((length, more)) = digits(end + 1)
    {
        let hundredths = match length {
            1 => more * 10,
            2 => more,
            n => more.checked_div(10u64.checked_pow(u32::from(n) - 2)?)?,
        };
        value = value.checked_add(hundredths)?;
        end += 2;
    }
    Some((end, value))
}

/// The end of "and a half", "-and-a-half", " 1/2".
fn half(m: &Matcher<'_, '_, '_>, at: usize) -> Option<usize> {
    let skip = |i: usize| i + usize::from(m.mark(i, "-"));
    let and = skip(at);
    if m.is_in("number_and", and) {
        let one = skip(and + 1);
        let half = skip(one + 1);
        if m.is_in("one", one) && m.is_in("half_word", half) {
            return Some(half + 1);
        }
    }
    let fraction = m.text(at) == "1" && m.mark(at + 1, "/") && m.text(at + 2) == "2";
    (fraction || m.text(at) == "½").then_some(if fraction { at + 3 } else { at + 1 })
}
