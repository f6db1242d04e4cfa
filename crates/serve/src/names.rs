//! What codes are called: countries, types of events and their families, roles of accounts.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A country: its number on the map and its name.
struct Country {
    number: &'static str,
    name: &'static str,
}

static COUNTRIES: LazyLock<HashMap<&'static str, Country>> = LazyLock::new(|| {
    let lines = include_str!("../data/countries.tsv").lines().filter(|l| !l.starts_with('#'));
    let country = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, Country { number: cells.next()?, name: cells.next()? }))
    };
    lines.filter_map(country).collect()
});

/// A country's name by its two letters; these where there is no such country.
pub(crate) fn country(code: &str) -> &str {
    COUNTRIES.get(code).map_or(code, |c| c.name)
}

/// A country's number on the map (ISO 3166-1 numeric); none where the map numbers it not.
pub(crate) fn country_number(code: &str) -> Option<&'static str> {
    COUNTRIES.get(code).map(|c| c.number).filter(|n| !n.is_empty())
}

/// All countries by name: letters and name.
pub(crate) fn countries() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = COUNTRIES.iter().map(|(code, c)| (*code, c.name)).collect();
    all.sort_unstable_by_key(|(_, name)| *name);
    all
}

/// A family of event types: the quad class with the accidents beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Family {
    /// Its name in classes of style and in data.
    pub(crate) key: &'static str,
    /// Its name for people.
    pub(crate) name: &'static str,
    /// The types in it.
    pub(crate) types: &'static [&'static str],
}

/// PLOVER's types in their order from cooperation to conflict, and what PLOVER leaves out.
pub(crate) const FAMILIES: &[Family] = &[
    Family {
        key: "talk",
        name: "Talks and agreement",
        types: &["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
    },
    Family { key: "help", name: "Help", types: &["COOPERATE", "AID", "RETREAT"] },
    Family { key: "dispute", name: "Dispute", types: &["REQUEST", "ACCUSE", "REJECT", "THREATEN"] },
    Family {
        key: "force",
        name: "Protest and force",
        types: &["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
    },
    Family { key: "accident", name: "Accidents", types: &["INCIDENT"] },
];

/// The family of a type; the last for a type that is not known.
pub(crate) fn family(kind: &str) -> Family {
    let found = FAMILIES.iter().find(|f| f.types.contains(&kind));
    found.or(FAMILIES.last()).copied().unwrap_or(Family { key: "accident", name: "", types: &[] })
}

/// All types in their order.
pub(crate) fn types() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|f| f.types.iter().copied())
}

/// A code in words: `AGREE` is "Agree", `at_least` is "at least".
pub(crate) fn words(code: &str) -> String {
    let mut out = code.to_lowercase().replace('_', " ");
    if code.chars().all(|c| c.is_ascii_uppercase()) && !out.is_empty() {
        out[..1].make_ascii_uppercase();
    }
    out
}

/// A day for people: `2031-03-04` is "4 March 2031". What is no day stays as it is.
pub(crate) fn day(day: &str) -> String {
    match day.get(..10).unwrap_or(day).parse::<jiff::civil::Date>() {
        Ok(date) => format!("{} {} {}", date.day(), month(date.month()), date.year()),
        Err(_) => day.to_owned(),
    }
}

/// A day without its year: "4 Mar".
pub(crate) fn short_day(day: &str) -> String {
    match day.get(..10).unwrap_or(day).parse::<jiff::civil::Date>() {
        Ok(date) => {
            format!("{} {}", date.day(), month(date.month()).get(..3).unwrap_or_default())
        }
        Err(_) => day.to_owned(),
    }
}

/// One day, or the first and the last of several.
pub(crate) fn days(first: Option<&str>, last: Option<&str>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => {
            Some(format!("{} – {}", day(first), day(last)))
        }
        (Some(one), _) | (None, Some(one)) => Some(day(one)),
        (None, None) => None,
    }
}

/// The English name of a month.
pub(crate) fn month(number: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(number - 1).ok().and_then(|n| MONTHS.get(n)).copied().unwrap_or_default()
}

/// A number with its thousands set apart.
pub(crate) fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if n < 0 { format!("−{out}") } else { out }
}

/// "1 report", "2 reports".
pub(crate) fn count(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_words() {
        assert_eq!(words("AGREE"), "Agree");
        assert_eq!(words("at_least"), "at least");
        assert_eq!(country("IS"), "Iceland");
        assert_eq!(country_number("IS"), Some("352"));
        assert_eq!(country_number("XK"), None);
        assert_eq!(country("<b>"), "<b>");
        assert_eq!(family("ASSAULT").key, "force");
        assert_eq!(family("SOMETHING").key, "accident");
    }

    #[test]
    fn days_and_numbers() {
        assert_eq!(day("2031-03-04"), "4 March 2031");
        assert_eq!(day("2031-03-04T10:00:00Z"), "4 March 2031");
        assert_eq!(day("soon"), "soon");
        assert_eq!(short_day("2031-12-31"), "31 Dec");
        assert_eq!(days(Some("2031-03-04"), Some("2031-03-04")).unwrap(), "4 March 2031");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(-12), "−12");
        assert_eq!(count(1, "report", "reports"), "1 report");
    }
}
