//! What reports are compared by when they are sorted into stories.

use std::collections::HashSet;

use serde::Deserialize;

use crate::files::{Error, Files, parse};

/// Words that do not tell stories apart.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryWords {
    ignore: HashSet<String>,
    endings: Vec<String>,
}

/// Shorter words keep their endings.
const LONG: usize = 6;

impl StoryWords {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        parse("stories.toml", files.get("stories.toml")?)
    }

    /// The stem of a word in lower case by which it is compared; `None` for one that says nothing.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Option<&'a str> {
        if self.ignore.contains(word) {
            return None;
        }
        if word.chars().nth(LONG - 1).is_none() {
            return Some(word);
        }
        let ending = self.endings.iter().find_map(|e| word.strip_suffix(e.as_str()));
        Some(ending.unwrap_or(word))
    }
}
