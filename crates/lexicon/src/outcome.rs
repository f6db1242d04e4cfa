//! What becomes of people, for figures: `outcomes.toml`.

use std::collections::{BTreeMap, HashMap};

use annalist_doc::FigureKind;
use serde::Deserialize;

use crate::Slot;
use crate::files::{Error, Files};

/// A word that tells what became of people: "die", "dead", "arrests".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Dictionary form.
    pub word: String,
    /// How it tells it.
    pub pos: OutcomePos,
    /// What became of them.
    pub what: Vec<FigureKind>,
    /// Where the people stand beside a verb.
    #[serde(default = "object")]
    pub slot: Slot,
    /// Lemmas of which one must stand below a verb: "took part".
    #[serde(default)]
    pub beside: Vec<String>,
    /// Sentences with the people marked.
    pub examples: Vec<String>,
}

/// How a word tells what became of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomePos {
    /// "killed seven people".
    Verb,
    /// "seven deaths".
    Noun,
    /// "seven people dead".
    State,
}

fn object() -> Slot {
    Slot::Object
}

/// All of them, with the nouns around counts.
#[derive(Debug)]
pub struct Outcomes {
    all: Vec<Outcome>,
    by_word: HashMap<String, Vec<u32>>,
    /// Nouns for a count, with what they count if they do not say: "toll".
    tolls: HashMap<String, Option<FigureKind>>,
    /// Types of events that figures of a kind may belong to.
    homes: BTreeMap<String, Vec<String>>,
    /// Verbs that need people of a group as their object: "lose".
    pub soldierly: Vec<String>,
    /// Words that put a number on top of another: "more".
    pub adding: Vec<String>,
    /// Nouns of which a number is no toll: "bodies".
    pub found: Vec<String>,
    /// Nouns whose number is that of those who took part.
    pub crowds: Vec<String>,
    /// Words before a part of a number: "including".
    pub parts: Vec<String>,
    /// Nouns that count all people: "person".
    pub everyone: Vec<String>,
    /// Determiners that leave one person alone: "a teacher", not "another teacher".
    pub of_one: Vec<String>,
    /// Nouns for a group that is a part of all: "soldier".
    pub groups: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tolls: BTreeMap<String, String>,
    homes: BTreeMap<String, Vec<String>>,
    soldierly: Vec<String>,
    adding: Vec<String>,
    crowds: Vec<String>,
    found: Vec<String>,
    parts: Vec<String>,
    everyone: Vec<String>,
    of_one: Vec<String>,
    groups: Vec<String>,
    outcome: Vec<Outcome>,
}

impl Outcomes {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let name = "outcomes.toml";
        let file: File = files.parse(name)?;
        let mut by_word: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, outcome) in file.outcome.iter().enumerate() {
            by_word.entry(outcome.word.clone()).or_default().push(id as u32);
        }
        let kind = |what: &String| {
            let kinds = file.outcome.iter().flat_map(|o| &o.what);
            let found = kinds.copied().find(|k| k.as_str() == what);
            if what.is_empty() || found.is_some() {
                Ok(found)
            } else {
                Err(Error(format!("{name}: tolls: {what:?} is no kind of figure")))
            }
        };
        let tolls: Result<_, Error> =
            file.tolls.iter().map(|(word, what)| Ok((word.clone(), kind(what)?))).collect();
        Ok(Self {
            tolls: tolls?,
            by_word,
            all: file.outcome,
            homes: file.homes,
            soldierly: file.soldierly,
            adding: file.adding,
            found: file.found,
            crowds: file.crowds,
            parts: file.parts,
            everyone: file.everyone,
            of_one: file.of_one,
            groups: file.groups,
        })
    }

    /// All entries.
    #[must_use]
    pub fn all(&self) -> &[Outcome] {
        &self.all
    }

    /// The entries of a word.
    pub fn of<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a Outcome> + use<'a> {
        let ids = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| &self.all[*id as usize])
    }

    /// Whether the word is a noun for a count; if so, what it counts by itself.
    #[must_use]
    pub fn toll(&self, word: &str) -> Option<Option<FigureKind>> {
        self.tolls.get(word).copied()
    }

    /// Types of events that figures of this kind may belong to.
    #[must_use]
    pub fn homes(&self, kind: FigureKind) -> &[String] {
        self.homes.get(kind.as_str()).map_or(&[], Vec::as_slice)
    }
}
