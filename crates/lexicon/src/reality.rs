//! Words that say how real the event is that they govern: `reality.toml`.

use std::collections::HashMap;

use annalist_doc::Modality;
use serde::Deserialize;

use crate::files::{Error, Files};

/// A word that colours what it governs: "plan", "threaten", "fail".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RealityWord {
    /// Dictionary form; a second word hangs on the first ("rule out").
    pub lemma: String,
    /// How real the event becomes.
    pub modality: Modality,
    /// Whether it colours only clauses ("had to meet", not "had a meeting").
    #[serde(default)]
    pub clause: bool,
    /// Whether it does so only in the present ("has to").
    #[serde(default)]
    pub present: bool,
    /// Whether it does not happen ("failed to").
    #[serde(default)]
    pub negative: bool,
    /// Sentences with the event marked.
    pub examples: Vec<String>,
}

/// All of them.
#[derive(Debug)]
pub struct Reality {
    all: Vec<RealityWord>,
    by_word: HashMap<String, Vec<u32>>,
    /// Words that open a condition: "if".
    pub conditions: Vec<String>,
    /// Adverbs that say that something did not come about: "nearly died".
    pub nearly: Vec<String>,
    /// Helpers that open one before their subject: "had" he known.
    pub inverted: Vec<String>,
    /// Prepositions that deny what follows: "without".
    pub without: Vec<String>,
    /// Verbs of going on with something: "go" on marching.
    pub going_on: Vec<String>,
    /// Verbs that only bring about what their object names: "win" approval.
    pub bringing: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    conditions: Vec<String>,
    nearly: Vec<String>,
    inverted: Vec<String>,
    without: Vec<String>,
    going_on: Vec<String>,
    bringing: Vec<String>,
    word: Vec<RealityWord>,
}

impl Reality {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: File = files.parse("reality.toml")?;
        let mut by_word: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, word) in file.word.iter().enumerate() {
            let first = word.lemma.split(' ').next().unwrap_or_default();
            by_word.entry(first.to_owned()).or_default().push(id as u32);
        }
        Ok(Self {
            all: file.word,
            by_word,
            conditions: file.conditions,
            nearly: file.nearly,
            inverted: file.inverted,
            without: file.without,
            going_on: file.going_on,
            bringing: file.bringing,
        })
    }

    /// All entries.
    #[must_use]
    pub fn all(&self) -> &[RealityWord] {
        &self.all
    }

    /// Entries whose first word is this lemma.
    pub fn starting_with<'a>(
        &'a self,
        lemma: &str,
    ) -> impl Iterator<Item = &'a RealityWord> + use<'a> {
        let ids = self.by_word.get(lemma).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| &self.all[*id as usize])
    }

    /// The entry that is this one word.
    #[must_use]
    pub fn get(&self, lemma: &str) -> Option<&RealityWord> {
        self.starting_with(lemma).find(|word| word.lemma == lemma)
    }
}
