//! What kind of thing a word tells of: coarse senses, each with the words that have it.

use std::collections::HashMap;

use serde::Deserialize;

use crate::files::{Error, Files};

/// A coarse sense and its words in dictionary form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sense {
    /// Its name.
    pub name: String,
    /// Whether it brings people together or sets them against each other.
    #[serde(default)]
    pub tone: Tone,
    /// The parts of speech in which it colours the clause below it: "agreed to", "a plan to".
    #[serde(default)]
    pub governs: Vec<SensePos>,
    /// Whether a concession of this kind is a retreat in PLOVER's terms.
    #[serde(default)]
    pub retreats: bool,
    /// Whether it says how a thing goes on, not what it is: "began to", "a plot to".
    #[serde(default)]
    pub faint: bool,
    /// Whether its nouns are no actors, but what something is done with: "an airstrike killed".
    #[serde(default)]
    pub means: bool,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    others: Vec<String>,
    /// A marked sentence.
    #[serde(default)]
    pub example: String,
}

/// Part of speech of a word with a sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SensePos {
    Verb,
    Noun,
    /// Adjectives, adverbs, prepositions.
    Other,
}

/// Whether a sense brings people together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Tone {
    #[default]
    Neutral,
    Cooperative,
    Conflictual,
    /// Turns the tone of what it is done to: "lifted the ban".
    Reversing,
}

/// All senses.
#[derive(Debug, Default)]
pub struct Senses {
    all: Vec<Sense>,
    words: [HashMap<String, Vec<u16>>; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sense: Vec<Sense>,
}

impl Senses {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let all = files.parse::<File>("senses.toml")?.sense;
        let mut words: [HashMap<String, Vec<u16>>; 3] = Default::default();
        for (id, sense) in all.iter().enumerate() {
            for (map, list) in words.iter_mut().zip([&sense.verbs, &sense.nouns, &sense.others]) {
                for word in list {
                    map.entry(word.clone()).or_default().push(id as u16);
                }
            }
        }
        Ok(Self { all, words })
    }

    /// The senses of a word, in the order of the file.
    pub fn of<'a>(
        &'a self,
        word: &str,
        pos: SensePos,
    ) -> impl Iterator<Item = &'a Sense> + Clone + use<'a> {
        let ids = self.words[pos as usize].get(word).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| &self.all[*id as usize])
    }

    /// Whether any sense has the word in this part of speech.
    #[must_use]
    pub fn has(&self, word: &str, pos: SensePos) -> bool {
        self.words[pos as usize].contains_key(word)
    }

    /// Whether the sense of this name is faint.
    #[must_use]
    pub fn is_faint(&self, name: &str) -> bool {
        self.all.iter().any(|s| s.faint && s.name == name)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Sense] {
        &self.all
    }
}
