//! Small closed classes: numbers, modal words, pronouns.

use std::collections::HashMap;

use annalist_doc::{FigureKind, Modality, Qualifier};
use serde::Deserialize;

use crate::files::{Error, Files};
use crate::time::Times;

/// Small closed classes of words, all in lower case.
#[derive(Debug)]
pub struct Words {
    /// Number words with their values: "eleven" 11, "hundred" 100.
    pub numbers: HashMap<String, u64>,
    /// Ordinal words with their values: "third" 3.
    pub ordinals: HashMap<String, u64>,
    /// Words for numbers nobody counted: "dozens", "several".
    pub vague_numbers: Vec<String>,
    /// Phrases that make a number less than exact: "at least", "about".
    pub qualifiers: Vec<(Vec<String>, Qualifier)>,
    /// Words that make a clause negative: "not", "never", "no".
    pub negations: Vec<String>,
    /// Words that govern a clause and make it less than real.
    pub modals: HashMap<String, Modal>,
    /// Words for how people fared, for figures told without an event verb: "dead" killed.
    pub states: HashMap<String, FigureKind>,
    /// Nouns for people that figures may count: "people", "victim".
    pub people: Vec<String>,
    /// Words that put a statement first among a source's statements: "initially".
    pub first_words: Vec<String>,
    /// Words that put it after others: "later".
    pub later_words: Vec<String>,
    /// Words that say that a value was corrected: "revise".
    pub revision_words: Vec<String>,
    /// Nouns for a count of victims: "toll".
    pub tolls: Vec<String>,
    /// Nouns for documents that can be sources: "report".
    pub documents: Vec<String>,
    /// Nouns that stand for part of a place: "area", "territory".
    pub place_parts: Vec<String>,
    /// Prepositions before the place of an event: "in", "near".
    pub place_preps: Vec<String>,
    /// Nouns for a country as such: "country", "nation".
    pub country_words: Vec<String>,
    /// Determiners that point back: "the", "this".
    pub definite: Vec<String>,
    /// Words after a person's name that do not count when names are compared: "jr".
    pub name_suffixes: Vec<String>,
    /// Small words that may stand inside a name: "al", "de".
    pub name_particles: Vec<String>,
    /// Who a pronoun may stand for.
    pub pronouns: HashMap<String, Pronoun>,
    /// The words and rules of time.
    pub time: Times,
}

/// Who a pronoun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pronoun {
    /// One woman.
    Female,
    /// One man.
    Male,
    /// A thing, a body, a state.
    Thing,
    /// Several.
    Plural,
    /// Whoever speaks.
    Speaker,
    /// Whoever speaks and others.
    Speakers,
}

/// How a governing word colours the clause it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modal {
    /// How real the clause becomes.
    pub modality: Modality,
    /// Whether the clause is denied ("failed to").
    #[serde(default)]
    pub negative: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    numbers: HashMap<String, u64>,
    ordinals: HashMap<String, u64>,
    vague_numbers: Vec<String>,
    qualifiers: HashMap<String, Qualifier>,
    negations: Vec<String>,
    states: HashMap<String, FigureKind>,
    people: Vec<String>,
    first_words: Vec<String>,
    later_words: Vec<String>,
    revision_words: Vec<String>,
    tolls: Vec<String>,
    documents: Vec<String>,
    place_parts: Vec<String>,
    place_preps: Vec<String>,
    country_words: Vec<String>,
    definite: Vec<String>,
    name_suffixes: Vec<String>,
    name_particles: Vec<String>,
    pronouns: HashMap<String, Pronoun>,
    modals: HashMap<String, Modal>,
}

impl Words {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: WordFile = files.parse("words.toml")?;
        let split = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut qualifiers: Vec<(Vec<String>, Qualifier)> =
            file.qualifiers.iter().map(|(words, q)| (split(words), *q)).collect();
        // Longer phrases first; the order of equals must not depend on the hash map.
        qualifiers.sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
        let time = Times::read(files, &file.numbers, &file.ordinals)?;
        Ok(Self {
            numbers: file.numbers,
            ordinals: file.ordinals,
            vague_numbers: file.vague_numbers,
            qualifiers,
            negations: file.negations,
            modals: file.modals,
            states: file.states,
            people: file.people,
            first_words: file.first_words,
            later_words: file.later_words,
            revision_words: file.revision_words,
            tolls: file.tolls,
            documents: file.documents,
            place_parts: file.place_parts,
            place_preps: file.place_preps,
            country_words: file.country_words,
            definite: file.definite,
            name_suffixes: file.name_suffixes,
            name_particles: file.name_particles,
            pronouns: file.pronouns,
            time,
        })
    }
}
