//! What Annalist knows about words, as data.
//!
//! Each folder beside `src` holds one language; `en/` is English. A file is read once, when the
//! program starts, and checked as it is read: an entry that makes no sense is named with its file.
//! Adding a verb or an event type is editing one of these files. Some function words of
//! English ("by", "that") still stand in the code of `extract`.

mod actor;
mod choice;
mod context;
mod cue;
mod example;
mod files;
mod senses;
mod trigger;
mod weights;
mod words;

pub use actor::{Actors, Country, Organization, Role, RoleKind};
pub use choice::Choice;
pub use context::{Context, Contexts};
pub use cue::{Cue, CuePos, Cues, Take};
pub use example::{Example, Part};
pub use files::Error;
pub use senses::{Sense, SensePos, Senses, Tone};
pub use trigger::{Filler, Light, Slot, Trigger, TriggerPos, Triggers};
pub use weights::Weights;
pub use words::{Modal, Pronoun, TimeWords, Words};

use files::Files;

/// All data of one language.
#[derive(Debug)]
pub struct Lexicon {
    /// Words that tell that somebody states something.
    pub cues: Cues,
    /// Words that tell that something happened.
    pub triggers: Triggers,
    /// Countries, organizations, roles and given names.
    pub actors: Actors,
    /// Small closed classes: numbers, months, modal words, pronouns.
    pub words: Words,
    /// What events are about.
    pub contexts: Contexts,
    /// Coarse senses of words.
    pub senses: Senses,
    /// What was learned about statements: which candidate is one. Without it the rules stand alone.
    pub statements: Option<Weights>,
    /// What was learned about events: the type that holds between two actors. Without it the rules
    /// stand alone.
    pub events: Option<Choice>,
    /// What was learned about events: which of them a coder would put down.
    pub kept_events: Option<Weights>,
    /// SHA-256 of all files, in hexadecimal: records made with the same hash used the same words.
    pub hash: String,
}

impl Lexicon {
    /// The English data that comes with the program.
    ///
    /// # Errors
    /// When a file cannot be understood; the tests make sure that this does not happen in a release.
    pub fn english() -> Result<Self, Error> {
        Self::read(&Files::english())
    }

    /// Data of one language from a folder of the same layout.
    ///
    /// # Errors
    /// When a file is missing or cannot be understood.
    pub fn open(folder: &std::path::Path) -> Result<Self, Error> {
        Self::read(&Files::open(folder)?)
    }

    fn read(files: &Files) -> Result<Self, Error> {
        Ok(Self {
            cues: Cues::read(files)?,
            triggers: Triggers::read(files)?,
            actors: Actors::read(files)?,
            words: Words::read(files)?,
            contexts: Contexts::read(files)?,
            senses: Senses::read(files)?,
            statements: Weights::read(files, "weights/statements.tsv")?,
            events: Choice::read(files, "weights/events.tsv")?,
            kept_events: Weights::read(files, "weights/kept-events.tsv")?,
            hash: files.hash(),
        })
    }
}
