//! The line lexicon: what lines that are no sentences look like.
//!
//! The patterns are data, one folder a language (`lexicon/en/lines.toml` here); each comes with lines
//! it must match and lines it must not, which the tests run. To add one, edit the file and run
//! `cargo test -p annalist-read`.

use std::fmt;
use std::sync::LazyLock;

use regex::{RegexSet, RegexSetBuilder};
use serde::Deserialize;

/// What a line is when it is no sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineKind {
    /// Share buttons, advertisements, newsletters and the like.
    Noise,
    /// Words under a picture, or whose picture it is.
    Caption,
    /// Who signed the report.
    Byline,
}

/// One kind of line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What such lines are.
    pub name: String,
    /// What becomes of them.
    pub kind: LineKind,
    /// How many bytes such a line may have.
    #[serde(default = "usual")]
    pub longest: usize,
    /// A regular expression for the whole line.
    pub pattern: String,
    /// Lines it matches.
    pub examples: Vec<String>,
    /// Lines it does not match.
    #[serde(default)]
    pub not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    line: Vec<Entry>,
}

/// All kinds of lines of one language.
#[derive(Clone, Debug)]
pub struct Lines {
    entries: Vec<Entry>,
    patterns: RegexSet,
    longest: usize,
}

/// The longest line, in bytes, of an entry that says nothing of it: prose is longer, noise is not.
fn usual() -> usize {
    120
}

impl Lines {
    /// The English lines that come with the program.
    #[must_use]
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Lines> = LazyLock::new(|| {
            Lines::parse(include_str!("../lexicon/en/lines.toml"))
                .expect("the lines that come with the program are tested")
        });
        &ENGLISH
    }

    /// Reads the lines of one language.
    ///
    /// # Errors
    /// When the words are not TOML of this form, or a pattern is no regular expression.
    pub fn parse(toml: &str) -> Result<Self, BadLines> {
        let File { line: entries } =
            toml::from_str(toml).map_err(|error| BadLines(error.to_string()))?;
        let whole = entries.iter().map(|entry| format!("^(?:{})$", entry.pattern));
        let patterns = RegexSetBuilder::new(whole)
            .case_insensitive(true)
            .size_limit(64 << 20)
            .dfa_size_limit(16 << 20)
            .build()
            .map_err(|error| BadLines(error.to_string()))?;
        let longest = entries.iter().map(|entry| entry.longest).max().unwrap_or(0);
        Ok(Self { entries, patterns, longest })
    }

    /// The first kind of line that matches, in the file's order.
    #[must_use]
    pub fn find(&self, line: &str) -> Option<&Entry> {
        let line = line.trim();
        if line.len() > self.longest {
            return None;
        }
        let matching = self.patterns.matches(line);
        let entries = matching.iter().filter_map(|at| self.entries.get(at));
        entries.into_iter().find(|entry| line.len() <= entry.longest)
    }

    /// All kinds of lines, sorted by name.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// A line lexicon could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLines(String);

impl fmt::Display for BadLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a line lexicon: {}", self.0)
    }
}

impl std::error::Error for BadLines {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_matched_by_its_own_pattern() {
        let lines = Lines::english();
        let mut wrong = Vec::new();
        for (at, entry) in lines.entries.iter().enumerate() {
            for line in &entry.examples {
                if !lines.patterns.matches(line).matched(at) {
                    wrong.push(format!("{}: should match {line:?}", entry.name));
                }
            }
            assert!(!entry.examples.is_empty(), "{} has no example", entry.name);
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn no_pattern_matches_what_another_rules_out() {
        let lines = Lines::english();
        let prose = lines.entries.iter().flat_map(|entry| &entry.not);
        let wrong: Vec<_> =
            prose.filter_map(|line| lines.find(line).map(|e| (e.name.as_str(), line))).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn entries_are_sorted() {
        let names: Vec<_> = Lines::english().entries.iter().map(|entry| &entry.name).collect();
        assert!(names.is_sorted(), "{names:#?}");
    }

    #[test]
    fn a_broken_file_says_where() {
        let error = Lines::parse("[[line]]\nname = 3\n").unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
        let toml = "[[line]]\nname = 'a'\nkind = 'noise'\npattern = '('\nexamples = []\n";
        assert!(Lines::parse(toml).is_err());
    }
}
