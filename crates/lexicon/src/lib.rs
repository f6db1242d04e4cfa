//! What Annalist knows about words, as data.
//!
//! Each folder beside `src` holds one language; `en/` is English. A file is read once, when the
//! program starts, and checked as it is read: an entry that makes no sense is named with its file.
//! Adding a verb or an event type is editing one of these files. Some function words of
//! English ("by", "that") still stand in the code of `extract`.

mod account;
mod actor;
mod bearing;
mod choice;
mod context;
mod cue;
mod example;
mod files;
mod outcome;
mod place;
mod publisher;
mod reality;
mod senses;
mod story;
pub mod time;
mod trigger;
mod weights;
mod words;

pub use account::{AccountWords, Blame, Change};
pub use actor::{Actors, Country, Organization, Role, RoleKind};
pub use bearing::{Bearings, Bond, Piece, Tells};
pub use choice::Choice;
pub use context::{Context, Contexts};
pub use cue::{Cue, CuePos, Cues, Take};
pub use example::{Example, Part};
pub use files::Error;
pub use outcome::{Outcome, OutcomePos, Outcomes};
pub use place::PlaceWords;
pub use publisher::{Publisher, Publishers};
pub use reality::{Reality, RealityWord};
pub use senses::{Sense, SensePos, Senses, Tone};
pub use story::StoryWords;
pub use trigger::{Filler, Light, Slot, Trigger, TriggerPos, Triggers};
pub use weights::Weights;
pub use words::{Pronoun, Words};

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
    /// Small closed classes: numbers, months, pronouns.
    pub words: Words,
    /// Words around names of places.
    pub places: PlaceWords,
    /// Where one place is said to lie to another.
    pub bearings: Bearings,
    /// Where publishers are at home.
    pub publishers: Publishers,
    /// What was learned about names of places: which words are one. Without it the rules stand alone.
    pub toponyms: Option<Weights>,
    /// What was learned about which place a name means. Without it the rules stand alone.
    pub where_: Option<Weights>,
    /// What reports are compared by when they are sorted into stories.
    pub stories: StoryWords,
    /// What was learned about where events happen. Without it the rules stand alone.
    pub events_where: Option<Weights>,
    /// Words that say how real an event is.
    pub reality: Reality,
    /// Words for what became of people.
    pub outcomes: Outcomes,
    /// Words on how accounts change and who did it.
    pub accounts: AccountWords,
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
    /// What was learned about events: which mentions speak of one. Without it the rules stand alone.
    pub same_events: Option<Weights>,
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
            places: PlaceWords::read(files)?,
            bearings: Bearings::read(files)?,
            publishers: Publishers::read(files)?,
            toponyms: Weights::read(files, "weights/toponyms.tsv")?,
            where_: Weights::read(files, "weights/places.tsv")?,
            stories: StoryWords::read(files)?,
            events_where: Weights::read(files, "weights/event-places.tsv")?,
            reality: Reality::read(files)?,
            outcomes: Outcomes::read(files)?,
            accounts: AccountWords::read(files)?,
            contexts: Contexts::read(files)?,
            senses: Senses::read(files)?,
            statements: Weights::read(files, "weights/statements.tsv")?,
            events: Choice::read(files, "weights/events.tsv")?,
            kept_events: Weights::read(files, "weights/kept-events.tsv")?,
            same_events: Weights::read(files, "weights/same-events.tsv")?,
            hash: files.hash(),
        })
    }
}
