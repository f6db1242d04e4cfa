//! What an event is about: PLOVER's contexts, by the words that tell of them.

use std::collections::HashMap;

use serde::Deserialize;

use crate::files::{Error, Files};

/// A context and its words in dictionary form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Its name.
    pub name: String,
    words: Vec<String>,
    /// A marked sentence.
    pub example: String,
}

/// All contexts.
#[derive(Debug)]
pub struct Contexts {
    all: Vec<Context>,
    by_word: HashMap<String, Vec<u16>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    context: Vec<Context>,
}

impl Contexts {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let all = files.parse::<File>("contexts.toml")?.context;
        let mut by_word: HashMap<String, Vec<u16>> = HashMap::new();
        for (id, context) in all.iter().enumerate() {
            for word in &context.words {
                by_word.entry(word.clone()).or_default().push(id as u16);
            }
        }
        Ok(Self { all, by_word })
    }

    /// The contexts that a word tells of.
    pub fn of<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let ids = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| self.all[*id as usize].name.as_str())
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Context] {
        &self.all
    }
}
