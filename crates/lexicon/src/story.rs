//! What reports are compared by when they are sorted into stories.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::files::{Error, Files, parse};

/// Words that do not tell stories apart, and words that tell one thing.
#[derive(Debug, Default)]
pub struct StoryWords {
    ignore: HashSet<String>,
    endings: Vec<String>,
    /// For each word of a group the first of it.
    alike: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ignore: HashSet<String>,
    endings: Vec<String>,
    alike: Vec<Vec<String>>,
}

/// Shorter words keep their endings.
const LONG: usize = 6;

impl StoryWords {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: File = parse("stories.toml", files.get("stories.toml")?)?;
        let group = |words: Vec<String>| {
            let first = words.first().cloned().unwrap_or_default();
            words.into_iter().map(move |word| (word, first.clone()))
        };
        let alike = file.alike.into_iter().flat_map(group).collect();
        Ok(Self { ignore: file.ignore, endings: file.endings, alike })
    }

    /// The word for all that tell the same as this one of an event, in lower case: "died", "death"; `None` for
    /// one that stands for itself.
    #[must_use]
    pub fn alike(&self, word: &str) -> Option<&str> {
        self.alike.get(word).map(String::as_str)
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
