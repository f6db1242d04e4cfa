//! Words around names of places.

use serde::Deserialize;

use crate::files::{Error, Files};

/// Words around names of places, all in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    /// Small words that may stand inside a name.
    pub particles: Vec<String>,
    /// Words before a name: "in", "near".
    pub before: Vec<String>,
    /// Small words before a name that are told apart in what is learned: "the".
    pub small_before: Vec<String>,
    /// The same after a name: "and".
    pub small_after: Vec<String>,
    /// Nouns that say what the name beside them is: "city".
    pub kinds: Vec<String>,
    /// Those of them that say that a unit is meant and no town: "province".
    pub units: Vec<String>,
    /// Nouns at the end of the names of sites: "hospital".
    pub sites: Vec<String>,
    /// Words that join names of one kind: "and".
    pub joins: Vec<String>,
    /// Words behind a name and a hyphen for whence somebody is: "Ostwick-based".
    pub whence: Vec<String>,
    /// Nouns right before a name that is theirs: "the ship Dali".
    pub bearers: Vec<String>,
    /// Dictionary forms of verbs that are done to towns: "shelled Ostwick".
    pub struck: Vec<String>,
    /// Dictionary forms of nouns of what is done to them: "a strike on Ostwick".
    pub strikes: Vec<String>,
    /// Titles that make a person of the name after them.
    pub persons: Vec<String>,
}

impl PlaceWords {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        files.parse("places.toml")
    }
}
