//! Small closed classes: numbers, pronouns.

use std::collections::HashMap;

use annalist_doc::Qualifier;
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
    /// Nouns that measure what stands after "of": "tonnes of maize".
    pub measures: Vec<String>,
    /// Phrases that make a number less than exact: "at least", "about".
    pub qualifiers: Vec<(Vec<String>, Qualifier)>,
    /// The same behind a number: "or more".
    pub qualifiers_after: Vec<(Vec<String>, Qualifier)>,
    /// Words that make a clause negative: "not", "never", "no".
    pub negations: Vec<String>,
    /// Nouns for people that figures may count: "people", "victim".
    pub people: Vec<String>,
    /// Words that put a statement first among a source's statements: "initially".
    pub first_words: Vec<String>,
    /// Words that put it after others: "later".
    pub later_words: Vec<String>,
    /// Nouns for documents that can be sources: "report".
    pub documents: Vec<String>,
    /// What stands before a colon for a speaker in a transcript: "q", "moderator".
    pub turn_labels: Vec<String>,
    /// What stands before a colon and is nobody: "note".
    pub no_speakers: Vec<String>,
    /// Prepositions that open a passage with its source: "from".
    pub source_openers: Vec<String>,
    /// Nouns for what a parliament decides on: "law", "resolution".
    pub laws: Vec<String>,
    /// Nouns that stand for part of a place: "area", "territory".
    pub place_parts: Vec<String>,
    /// Nouns with a preposition that speak of nobody: "on board".
    pub nobodys: Vec<String>,
    /// Nouns for whoever has a portfolio: "minister".
    pub portfolio_heads: Vec<String>,
    /// Prepositions before the place of an event: "in", "near".
    pub place_preps: Vec<String>,
    /// Prepositions before whom an action reaches, the most telling first: "to", "on".
    pub target_preps: Vec<String>,
    /// Those of them that lead to whom a thing goes.
    pub reach_preps: Vec<String>,
    /// Prepositions before what somebody does a thing with.
    pub means_preps: Vec<String>,
    /// Prepositions before whom somebody wins or fights: "over".
    pub opponent_preps: Vec<String>,
    /// Nouns for several of what stands after "of".
    pub series: Vec<String>,
    /// Nouns for a country as such: "country", "nation".
    pub country_words: Vec<String>,
    /// Determiners that point back: "the", "this".
    pub definite: Vec<String>,
    /// Those of them that point at what was told last: "those".
    pub demonstrative: Vec<String>,
    /// What opens a clause in which a cue stands beside what is stated ("as the mayor said").
    pub aside_marks: Vec<String>,
    /// What sets what one says against what another says: "…, while the army said".
    pub contrast_marks: Vec<String>,
    /// What anybody may be called once it is known who is meant.
    pub broad_people: Vec<String>,
    /// What any body may be called once it is known which is meant.
    pub broad_bodies: Vec<String>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    numbers: HashMap<String, u64>,
    ordinals: HashMap<String, u64>,
    vague_numbers: Vec<String>,
    measures: Vec<String>,
    qualifiers: HashMap<String, Qualifier>,
    qualifiers_after: HashMap<String, Qualifier>,
    negations: Vec<String>,
    people: Vec<String>,
    first_words: Vec<String>,
    later_words: Vec<String>,
    documents: Vec<String>,
    turn_labels: Vec<String>,
    no_speakers: Vec<String>,
    source_openers: Vec<String>,
    laws: Vec<String>,
    place_parts: Vec<String>,
    portfolio_heads: Vec<String>,
    nobodys: Vec<String>,
    target_preps: Vec<String>,
    reach_preps: Vec<String>,
    means_preps: Vec<String>,
    opponent_preps: Vec<String>,
    series: Vec<String>,
    place_preps: Vec<String>,
    country_words: Vec<String>,
    aside_marks: Vec<String>,
    contrast_marks: Vec<String>,
    definite: Vec<String>,
    demonstrative: Vec<String>,
    broad_people: Vec<String>,
    broad_bodies: Vec<String>,
    name_suffixes: Vec<String>,
    name_particles: Vec<String>,
    pronouns: HashMap<String, Pronoun>,
}

impl Words {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: WordFile = files.parse("words.toml")?;
        let split = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let phrases = |map: &HashMap<String, Qualifier>| {
            let mut all: Vec<(Vec<String>, Qualifier)> =
                map.iter().map(|(words, q)| (split(words), *q)).collect();
            // Longer phrases first; the order of equals must not depend on the hash map.
            all.sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
            all
        };
        let time = Times::read(files, &file.numbers, &file.ordinals)?;
        Ok(Self {
            numbers: file.numbers,
            ordinals: file.ordinals,
            vague_numbers: file.vague_numbers,
            measures: file.measures,
            qualifiers: phrases(&file.qualifiers),
            qualifiers_after: phrases(&file.qualifiers_after),
            negations: file.negations,
            people: file.people,
            first_words: file.first_words,
            later_words: file.later_words,
            documents: file.documents,
            turn_labels: file.turn_labels,
            no_speakers: file.no_speakers,
            source_openers: file.source_openers,
            laws: file.laws,
            place_parts: file.place_parts,
            portfolio_heads: file.portfolio_heads,
            nobodys: file.nobodys,
            place_preps: file.place_preps,
            target_preps: file.target_preps,
            reach_preps: file.reach_preps,
            means_preps: file.means_preps,
            opponent_preps: file.opponent_preps,
            series: file.series,
            country_words: file.country_words,
            definite: file.definite,
            demonstrative: file.demonstrative,
            aside_marks: file.aside_marks,
            contrast_marks: file.contrast_marks,
            broad_people: file.broad_people,
            broad_bodies: file.broad_bodies,
            name_suffixes: file.name_suffixes,
            name_particles: file.name_particles,
            pronouns: file.pronouns,
            time,
        })
    }
}
