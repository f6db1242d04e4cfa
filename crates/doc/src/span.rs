//! Stretches of a text.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open stretch of a text.
///
/// Inside the program both ends are **UTF-8 byte offsets** on character
/// boundaries. At the edge, in JSON, they are **Unicode code points** (W3C
/// `TextPositionSelector`); only [`WireReport`](crate::WireReport) makes that
/// change, so a `Span` in any other hand is in bytes.
///
/// ```
/// use annalist_doc::Span;
/// let text = "Zoë spoke.";
/// let name = Span::new(0, 4); // `ë` takes two bytes
/// assert_eq!(name.of(text), "Zoë");
/// assert!(name.overlaps(Span::new(3, 9)));
/// ```
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub struct Span {
    /// Where it begins.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; `end` is never before `start`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Length in the span's own unit.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether nothing lies inside.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The words the span stands for, or `""` where it does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// As a range that indexes bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two share at least one position.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the position lies inside.
    #[must_use]
    pub fn holds(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// The smallest span around both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at its ends.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let words = self.of(text);
        let left = (words.len() - words.trim_start().len()) as u32;
        let right = (words.len() - words.trim_end().len()) as u32;
        if left as usize == words.len() {
            return Self { start: self.start, end: self.start };
        }
        Self { start: self.start + left, end: self.end - right }
    }

    /// Whether the span fits `text` and cuts no character.
    #[must_use]
    pub fn fits(self, text: &str) -> bool {
        self.start <= self.end && text.get(self.range()).is_some()
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start as u32, range.end as u32)
    }
}

/// A span as the pair `[start, end]` in JSON.
pub(crate) mod pair {
    use super::Span;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(span: &Span, to: S) -> Result<S::Ok, S::Error> {
        [span.start, span.end].serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let [start, end] = <[u32; 2]>::deserialize(from)?;
        Ok(Span { start, end })
    }
}

/// Spans as pairs `[[start, end], …]` in JSON.
pub(crate) mod pairs {
    use super::Span;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(spans: &[Span], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(spans.iter().map(|s| [s.start, s.end]))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Span>, D::Error> {
        let raw = <Vec<[u32; 2]>>::deserialize(from)?;
        Ok(raw.into_iter().map(|[start, end]| Span { start, end }).collect())
    }
}

/// Turns UTF-8 byte offsets into one text into Unicode code points.
#[derive(Clone, Debug)]
pub struct Points {
    /// For each byte, how many characters begin before it; empty where all characters are one byte.
    before: Vec<u32>,
    count: u32,
}

impl Points {
    /// Counts once through the text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut count = 0u32;
        let mut before = Vec::new();
        if !text.is_ascii() {
            before.reserve_exact(text.len() + 1);
            for byte in text.bytes() {
                before.push(count);
                count += u32::from((byte & 0xC0) != 0x80);
            }
            before.push(count);
        }
        Self { before, count }
    }

    /// The code point that begins at a byte; beyond the text, the text's end.
    #[must_use]
    pub fn at(&self, byte: u32) -> u32 {
        if self.before.is_empty() {
            return byte;
        }
        self.before.get(byte as usize).copied().unwrap_or(self.count)
    }

    /// The span in code points.
    #[must_use]
    pub fn span(&self, span: Span) -> Span {
        Span { start: self.at(span.start), end: self.at(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_inside_the_text() {
        let text = "  ab \n";
        assert_eq!(Span::new(0, 6).trim(text), Span::new(2, 4));
        assert!(Span::new(0, 2).trim(text).is_empty());
    }

    #[test]
    fn knows_character_boundaries() {
        assert!(!Span::new(1, 2).fits("ë"));
        assert!(Span::new(0, 2).fits("ë"));
        assert_eq!(Span::new(0, 9).of("ë"), "");
    }
}
