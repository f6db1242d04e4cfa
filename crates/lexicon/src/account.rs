//! Words on how accounts change and on who did it: `accounts.toml`.

use std::collections::HashMap;

use annalist_doc::Revision;
use serde::Deserialize;

use crate::Slot;
use crate::files::{Error, Files};

/// A verb that says what becomes of an earlier figure: "revise", "rise".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Dictionary form; a second word is a particle.
    pub word: String,
    /// What it says.
    pub means: Revision,
    /// Sentences with the verb marked.
    pub examples: Vec<String>,
}

/// A phrase that says who is responsible for an event: "blame", "claim responsibility".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blame {
    /// Dictionary forms, the verb first.
    pub words: String,
    /// Where the responsible stands.
    pub who: Slot,
    /// Where the event stands.
    pub event: Slot,
    /// Whether it denies it.
    #[serde(default)]
    pub negative: bool,
    /// Whether the responsible says so himself.
    #[serde(default)]
    pub own: bool,
    /// Sentences with phrase, responsible and event marked.
    pub examples: Vec<String>,
}

/// All of them.
#[derive(Debug)]
pub struct AccountWords {
    /// Verbs whose subject gives the figure in their object: "count".
    pub givers: Vec<String>,
    /// Verbs of which nobody as object is no count: "see".
    pub witness: Vec<String>,
    /// Nouns under which an event goes on being spoken of: "the incident".
    pub happenings: Vec<String>,
    /// Words that tie what became of people to the clause that tells in what.
    pub occasions: Vec<String>,
    /// Verbs of speaking without what is said: "speaking in Geneva".
    pub speaking: Vec<String>,
    /// Nouns for when somebody speaks: "at a news conference in Geneva".
    pub speeches: Vec<String>,
    /// Verbs of what force is used for: "fired tear gas to disperse the crowd".
    pub scattering: Vec<String>,
    /// Prepositions that tie it to the noun that tells in what.
    pub scenes: Vec<String>,
    /// Words that open a clause about another time: "after".
    pub apart: Vec<String>,
    /// What opens a time over which a toll adds up: "seven have died since Monday".
    pub sums: Vec<String>,
    /// Endings that make one word for a deed from another: "al".
    pub endings: Vec<String>,
    /// Words that say that a noun is not the one told of: "another".
    pub others: Vec<String>,
    changes: HashMap<String, Change>,
    blames: Vec<Blame>,
    by_verb: HashMap<String, Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    givers: Vec<String>,
    witness: Vec<String>,
    occasions: Vec<String>,
    speaking: Vec<String>,
    speeches: Vec<String>,
    scattering: Vec<String>,
    scenes: Vec<String>,
    apart: Vec<String>,
    sums: Vec<String>,
    happenings: Vec<String>,
    endings: Vec<String>,
    others: Vec<String>,
    change: Vec<Change>,
    blame: Vec<Blame>,
}

impl AccountWords {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: File = files.parse("accounts.toml")?;
        let mut by_verb: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, blame) in file.blame.iter().enumerate() {
            let verb = blame.words.split(' ').next().unwrap_or_default();
            by_verb.entry(verb.to_owned()).or_default().push(id as u32);
        }
        let changes = file.change.into_iter().map(|c| (c.word.clone(), c)).collect();
        Ok(Self {
            givers: file.givers,
            witness: file.witness,
            happenings: file.happenings,
            occasions: file.occasions,
            speaking: file.speaking,
            speeches: file.speeches,
            scattering: file.scattering,
            scenes: file.scenes,
            apart: file.apart,
            sums: file.sums,
            endings: file.endings,
            others: file.others,
            changes,
            blames: file.blame,
            by_verb,
        })
    }

    /// What a verb says about an earlier figure.
    #[must_use]
    pub fn change(&self, word: &str) -> Option<Revision> {
        self.changes.get(word).map(|c| c.means)
    }

    /// All verbs of change, by name.
    #[must_use]
    pub fn changes(&self) -> Vec<&Change> {
        let mut all: Vec<&Change> = self.changes.values().collect();
        all.sort_by(|a, b| a.word.cmp(&b.word));
        all
    }

    /// All phrases of blame.
    #[must_use]
    pub fn blames(&self) -> &[Blame] {
        &self.blames
    }

    /// Phrases of blame with this verb.
    pub fn blames_of<'a>(&'a self, verb: &str) -> impl Iterator<Item = &'a Blame> + use<'a> {
        let ids = self.by_verb.get(verb).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| &self.blames[*id as usize])
    }
}
