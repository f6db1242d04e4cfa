//! What stands in one column of one row.

use std::borrow::Cow;

/// One value, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Whole(i64),
    Real(f64),
    /// An ISO 8601 day.
    Day(&'a str),
    List(Vec<String>),
}

impl<'a> Cell<'a> {
    pub(crate) fn day(day: Option<&'a str>) -> Self {
        day.map_or(Self::Null, Self::Day)
    }

    /// Several words; nothing for none.
    pub(crate) fn words(words: &[String]) -> Self {
        if words.is_empty() { Self::Null } else { Self::List(words.to_vec()) }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
