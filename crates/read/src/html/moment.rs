//! Days and moments as machines and people write them.

use jiff::civil::Date;

use super::words::month;
use crate::text::one_line;

/// A day that can be one of publication.
fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    (1990..=2100).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// Reads what machines write: ISO 8601 and its relatives, seconds since 1970, RFC 2822; then what
/// people write.
pub(super) fn moment(words: &str, american: bool) -> Option<String> {
    let words = words.trim();
    if words.len() > 100 {
        return None;
    }
    iso(words)
        .or_else(|| seconds(words))
        .or_else(|| {
            let zoned = jiff::fmt::rfc2822::parse(words).ok()?;
            day(zoned.year(), zoned.month(), zoned.day())?;
            Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
        })
        .or_else(|| in_words(words, american))
}

/// `2020-01-22`, with a time and zone where both are given.
fn iso(words: &str) -> Option<String> {
    let mut scan = Scan(words);
    let year = scan.digits(4)?;
    let dashed = scan.sign(&['-', '/', '.']);
    let month = scan.number(2, !dashed)?;
    if dashed {
        scan.sign(&['-', '/', '.']).then_some(())?;
    }
    let date = scan.number(2, !dashed)?;
    let date = day(year as i16, month as i8, date as i8)?;
    if scan.0.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(scan.time().map_or_else(|| date.to_string(), |time| format!("{date}T{time}")))
}

struct Scan<'a>(&'a str);

impl Scan<'_> {
    fn digits(&mut self, count: usize) -> Option<u32> {
        self.number(count, true)
    }

    /// A number of at most, or exactly, so many digits.
    fn number(&mut self, most: usize, exact: bool) -> Option<u32> {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at_checked(count)?;
        if count == 0 || exact && count < most {
            return None;
        }
        self.0 = rest;
        number.parse().ok()
    }

    fn sign(&mut self, signs: &[char]) -> bool {
        let rest = self.0.strip_prefix(signs);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// A time of day and its zone.
    fn time(&mut self) -> Option<String> {
        self.0 = self.0.trim_start_matches([' ', ',']);
        self.sign(&['T', 't']);
        let (hour, colon) = (self.number(2, false)?, self.sign(&[':']));
        let minute = self.digits(2)?;
        let second = if self.sign(&[':']) || !colon { self.digits(2).unwrap_or(0) } else { 0 };
        if self.sign(&['.', ',']) {
            self.0 = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let time = format!("{hour:02}:{minute:02}:{:02}", second.min(59));
        self.0 = self.0.trim_start();
        let upper = self.0.to_ascii_uppercase();
        if matches!(upper.as_str(), "Z" | "UTC" | "GMT") {
            return Some(format!("{time}Z"));
        }
        let sign = ['+', '-'].into_iter().find(|&sign| self.sign(&[sign]))?;
        let hours = self.digits(2)?;
        self.sign(&[':']);
        let minutes = self.digits(2).unwrap_or(0);
        (hours <= 14 && minutes <= 59).then(|| format!("{time}{sign}{hours:02}:{minutes:02}"))
    }
}

/// Seconds or milliseconds since 1970.
fn seconds(words: &str) -> Option<String> {
    let number: i64 = words.parse().ok()?;
    let stamp = match words.len() {
        9..=10 => jiff::Timestamp::from_second(number),
        12..=13 => jiff::Timestamp::from_millisecond(number),
        _ => return None,
    };
    let utc = stamp.ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    day(utc.year(), utc.month(), utc.day())?;
    Some(utc.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A piece of a date as people write it.
enum Piece {
    Number(u32, usize),
    Month(i8),
}

/// The first day named in words: "22 January 2020", "January 22nd, 2020", "22.01.2020", "2020年1月22日".
pub(super) fn in_words(words: &str, american: bool) -> Option<String> {
    let line = one_line(words);
    let mut pieces: Vec<(Piece, usize)> = Vec::new();
    let mut at = 0;
    for token in tokens(&line) {
        at += 1;
        if let Some(number) = digits(token) {
            pieces.push((Piece::Number(number, token.chars().count()), at));
        } else if let Some(month) = month(token.to_lowercase().as_str()) {
            pieces.push((Piece::Month(month), at));
        }
        if pieces.len() > 40 {
            break;
        }
    }
    pieces.windows(3).find_map(|window| {
        let [(a, first), (b, _), (c, last)] = window else { return None };
        // Three pieces of one date stand together.
        if last - first > 6 {
            return None;
        }
        let date = match (a, b, c) {
            (&Piece::Number(d, 1..=2), &Piece::Month(m), &Piece::Number(y, 4))
            | (&Piece::Month(m), &Piece::Number(d, 1..=2), &Piece::Number(y, 4))
            | (&Piece::Number(y, 4), &Piece::Month(m), &Piece::Number(d, 1..=2)) => {
                day(y as i16, m, d as i8)
            }
            (&Piece::Number(y, 4), &Piece::Number(m, 1..=2), &Piece::Number(d, 1..=2)) => {
                day(y as i16, m as i8, d as i8)
            }
            (&Piece::Number(d, 1..=2), &Piece::Number(m, 1..=2), &Piece::Number(y, 4)) => {
                let (d, m) = if american && !line.contains('.') && d <= 12 || m > 12 {
                    (m, d)
                } else {
                    (d, m)
                };
                day(y as i16, m as i8, d as i8)
            }
            _ => None,
        };
        date.map(|date| date.to_string())
    })
}

/// Runs of letters and runs of digits.
fn tokens(line: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| {
        if c.is_numeric() {
            1
        } else {
            u8::from(
                c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}'),
            ) * 2
        }
    };
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| kind(c) == 0);
        let first = kind(rest.chars().next()?);
        let end = rest.find(|c| kind(c) != first).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}

/// A number in the digits of any script that has ten in a row.
fn digits(token: &str) -> Option<u32> {
    if token.chars().count() > 4 {
        return None;
    }
    token.chars().try_fold(0u32, |sum, c| {
        let zero = ['0', '٠', '۰', '०', '০']
            .into_iter()
            .find(|&z| (z..=char::from_u32(z as u32 + 9).unwrap_or(z)).contains(&c))?;
        Some(sum * 10 + (c as u32 - zero as u32))
    })
}

/// The day in an address: `/2020/01/22/`, `/2020-01-22-…`, `/20200122`, `/2020/jan/22`.
pub(super) fn in_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or("");
    let mut parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    parts.truncate(60);
    let number = |part: &str, most: usize| {
        (part.len() <= most && !part.is_empty()).then(|| part.parse::<u32>().ok()).flatten()
    };
    parts
        .windows(3)
        .find_map(|window| {
            let [y, m, d] = window else { return None };
            let year = (y.len() == 4).then(|| number(y, 4)).flatten()?;
            let m = number(m, 2).map(|m| m as i8).or_else(|| month(m.to_lowercase().as_str()))?;
            day(year as i16, m, number(d, 2)? as i8)
        })
        .or_else(|| {
            parts.iter().find_map(|part| {
                let number = (part.len() == 8).then(|| number(part, 8)).flatten()?;
                day((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8)
            })
        })
        .map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_machines_write() {
        for (words, expected) in [
            ("2020-01-22", "2020-01-22"),
            ("2020-01-22T19:30:00+03:00", "2020-01-22T19:30:00+03:00"),
            ("2020-01-22T19:30:00.123Z", "2020-01-22T19:30:00Z"),
            ("2020-01-22 19:30:00 +0300", "2020-01-22T19:30:00+03:00"),
            ("2020-01-22T19:30+03", "2020-01-22T19:30:00+03:00"),
            ("2020-01-22T19:30:00", "2020-01-22"),
            ("20200122T193000Z", "2020-01-22T19:30:00Z"),
            ("20200122", "2020-01-22"),
            ("2020/1/2", "2020-01-02"),
            ("1579721400", "2020-01-22T19:30:00Z"),
            ("1579721400000", "2020-01-22T19:30:00Z"),
            ("Wed, 22 Jan 2020 19:30:00 +0300", "2020-01-22T19:30:00+03:00"),
        ] {
            assert_eq!(moment(words, false).as_deref(), Some(expected), "{words}");
        }
    }

    #[test]
    fn what_people_write() {
        for words in [
            "Published January 22nd, 2020 at 7:30 pm",
            "22. Januar 2020, 19:30 Uhr",
            "22 de enero de 2020",
            "22 janvier 2020 à 19h30",
            "22.01.2020 19:30",
            "22/01/2020",
            "2020年1月22日",
            "2020년 1월 22일",
            "22 января 2020",
            "22 stycznia 2020",
            "٢٢ يناير ٢٠٢٠",
            "22 जनवरी 2020",
        ] {
            assert_eq!(in_words(words, false).as_deref(), Some("2020-01-22"), "{words}");
        }
        assert_eq!(in_words("01/02/2020", true).as_deref(), Some("2020-01-02"));
        assert_eq!(in_words("01/02/2020", false).as_deref(), Some("2020-02-01"));
        for words in ["", "3 hours ago", "12345678901234", "31 February 2020", "call 22 01 20 20"] {
            assert_eq!(in_words(words, false), None, "{words}");
        }
    }

    #[test]
    fn addresses_hold_days() {
        for address in [
            "https://example.org/2020/01/22/ferry",
            "https://example.org/news/2020-01-22-ferry.html",
            "https://example.org/a/20200122/ferry",
            "https://example.org/2020/jan/22/ferry",
        ] {
            assert_eq!(in_address(address).as_deref(), Some("2020-01-22"), "{address}");
        }
        for address in
            ["https://example.org/ferry-99999999", "https://example.org/2020/ferry", "2020/13/01"]
        {
            assert_eq!(in_address(address), None, "{address}");
        }
    }
}
