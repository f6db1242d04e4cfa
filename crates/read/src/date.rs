//! Publication dates that a user or a table gives.

use std::fmt;

use annalist_doc::{Published, PublishedFrom};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// Reads a publication date: an ISO 8601 day or date-time.
///
/// A time is kept, in the zone it was given in, only when it has a zone or `Z`; without one nobody
/// can say which moment it was, and only the day is kept.
///
/// ```
/// use annalist_read::published;
/// assert_eq!(published("2020-01-22")?.value, "2020-01-22");
/// assert_eq!(published("2020-01-22T19:30:00+03:00")?.value, "2020-01-22T19:30:00+03:00");
/// assert_eq!(published("2020-01-22 19:30")?.value, "2020-01-22");
/// assert!(published("last Tuesday").is_err());
/// # Ok::<(), annalist_read::BadDate>(())
/// ```
///
/// # Errors
/// When the words are no such date; the message says what one looks like.
pub fn published(value: &str) -> Result<Published, BadDate> {
    let bad = || BadDate(value.to_owned());
    let text = value.trim();
    let day = match text.parse::<DateTime>() {
        Ok(moment) => moment.date(),
        // A plain `Z` is no civil time to the parser: the day is what stands before it.
        Err(_) if text.parse::<Timestamp>().is_ok() => {
            text.get(..10).and_then(|d| d.parse::<Date>().ok()).ok_or_else(bad)?
        }
        Err(_) => return Err(bad()),
    };
    if day.year() < 1 {
        return Err(bad());
    }
    let value = if text.parse::<Timestamp>().is_ok() {
        text.replacen([' ', 't'], "T", 1).replace('z', "Z")
    } else {
        day.to_string()
    };
    Ok(Published { value, from: PublishedFrom::Given })
}

/// Words that were given as a date and are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDate(String);

impl fmt::Display for BadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown: String = self.0.chars().take(40).collect();
        if shown.len() < self.0.len() {
            shown.push('…');
        }
        write!(
            f,
            "{shown:?} is not a date; write a day such as 2020-01-22, or a time with its zone such \
             as 2020-01-22T19:30:00Z"
        )
    }
}

impl std::error::Error for BadDate {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_days_and_moments() {
        for (given, value) in [
            ("2020-01-22", "2020-01-22"),
            (" 2020-01-22 ", "2020-01-22"),
            ("20200122", "2020-01-22"),
            ("2020-01-22T10:00:00Z", "2020-01-22T10:00:00Z"),
            ("2020-01-22 10:00:00z", "2020-01-22T10:00:00Z"),
            ("2020-01-22 10:00:00+03:00", "2020-01-22T10:00:00+03:00"),
            ("2020-01-22T10:00:00", "2020-01-22"),
        ] {
            assert_eq!(published(given).map(|p| p.value), Ok(value.to_owned()), "{given}");
        }
    }

    #[test]
    fn refuses_the_rest_and_says_what_a_date_is() {
        for given in
            ["", "yesterday", "2020-13-01", "2020-02-30", "22/01/2020", "2020", "-000001-01-01"]
        {
            let error = published(given).unwrap_err().to_string();
            assert!(error.contains("2020-01-22"), "{error}");
        }
        let long = published(&"é".repeat(500)).unwrap_err().to_string();
        assert!(long.chars().count() < 200, "{long}");
    }
}
