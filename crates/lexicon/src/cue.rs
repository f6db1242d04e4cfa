//! Cues: words that tell that somebody states, thinks, promises or orders something.

use std::collections::HashMap;

use annalist_doc::{Certainty, Polarity};
use serde::Deserialize;

use crate::files::{Error, Files, parse};

/// One entry of the cue lexicon.
#[derive(Debug)]
pub struct Cue {
    /// Its words in dictionary form, the verb or noun first ("point", "out").
    pub words: Vec<String>,
    /// The same, separated by a space.
    name: String,
    /// Odd dictionary forms that the lemmatizer gives ("hop" for "hoped").
    pub forms: Vec<String>,
    /// The class, which is its file's: `neutral`, `denying`, …
    pub class: String,
    /// What kind of word it is.
    pub pos: CuePos,
    /// What its content may be.
    pub takes: Vec<Take>,
    /// Negative for a cue that denies its content.
    pub polarity: Polarity,
    /// How sure its source is.
    pub certainty: Certainty,
    /// Whether it reports an utterance rather than an attitude.
    pub reporting: bool,
    /// Whether it is a cue only with a person or body as its subject.
    pub speaker_only: bool,
    /// Whether its object's words are passed on: "quote as saying", "cite".
    pub relays: bool,
    /// The class that it is of where nobody is named as its source: "it is said".
    pub unsourced: Option<String>,
    /// Whether what it governs is not said: "declined to comment". It is its file's.
    pub unsaid: bool,
    /// Whether nobody is named for what it states: "rumours". It is its file's.
    pub nobodys: bool,
    /// Whether only learned weights find it, and the entry tells its class; the rules leave it alone.
    pub learned: bool,
    /// Marked sentences in which it fires.
    pub examples: Vec<String>,
    /// Sentences in which it must not fire.
    pub not: Vec<String>,
}

impl Cue {
    /// The dictionary form, words separated by a space.
    #[must_use]
    pub fn lemma(&self) -> &str {
        &self.name
    }

    /// Whether the lexicon has it.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        !self.words.is_empty()
    }

    /// Whether its content may be this.
    #[must_use]
    pub fn may_take(&self, take: &Take) -> bool {
        self.takes.contains(take)
    }
}

/// Kinds of cue words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CuePos {
    /// "say", "point out".
    Verb,
    /// "claim", "warning".
    Noun,
    /// "according to".
    Phrase,
    /// "reportedly".
    Adverb,
}

/// What a cue's content may be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Take {
    /// A finite clause.
    Clause,
    /// A direct quotation.
    Quote,
    /// A noun phrase.
    Object,
    /// A to-infinitive.
    To,
    /// An -ing clause.
    Ing,
    /// What follows this preposition.
    Prep(String),
}

impl From<String> for Take {
    fn from(text: String) -> Self {
        match text.as_str() {
            "clause" => Self::Clause,
            "quote" => Self::Quote,
            "object" => Self::Object,
            "to" => Self::To,
            "ing" => Self::Ing,
            _ => Self::Prep(text),
        }
    }
}

/// The cue lexicon.
#[derive(Debug)]
pub struct Cues {
    all: Vec<Cue>,
    by_word: HashMap<String, Vec<u32>>,
    /// Those that only learned weights find.
    learned: HashMap<String, Vec<u32>>,
    unlisted: [Cue; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: String,
    #[serde(default)]
    unsaid: bool,
    #[serde(default)]
    nobodys: bool,
    #[serde(default)]
    cue: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    lemma: String,
    #[serde(default)]
    forms: Vec<String>,
    pos: CuePos,
    #[serde(default)]
    takes: Vec<Take>,
    #[serde(default)]
    polarity: Option<Polarity>,
    #[serde(default)]
    certainty: Option<Certainty>,
    #[serde(default)]
    reporting: bool,
    #[serde(default)]
    speaker_only: bool,
    #[serde(default)]
    learned: bool,
    #[serde(default)]
    relays: bool,
    #[serde(default)]
    unsourced: Option<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl Cues {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let mut cues = Self {
            all: Vec::new(),
            by_word: HashMap::new(),
            learned: HashMap::new(),
            unlisted: [CuePos::Verb, CuePos::Noun, CuePos::Phrase].map(unlisted),
        };
        for (name, text) in files.of("cues/") {
            let file: File = parse(name, text)?;
            for entry in file.cue {
                let words: Vec<String> =
                    entry.lemma.split_whitespace().map(str::to_lowercase).collect();
                let Some(first) = words.first().cloned() else {
                    return Err(Error(format!("{name}: a cue has an empty lemma")));
                };
                let id = cues.all.len() as u32;
                let table = if entry.learned { &mut cues.learned } else { &mut cues.by_word };
                for form in std::iter::once(&first).chain(&entry.forms) {
                    table.entry(form.clone()).or_default().push(id);
                }
                cues.all.push(Cue {
                    name: words.join(" "),
                    words,
                    forms: entry.forms,
                    class: file.class.clone(),
                    pos: entry.pos,
                    takes: entry.takes,
                    polarity: entry.polarity.unwrap_or_default(),
                    certainty: entry.certainty.unwrap_or_default(),
                    reporting: entry.reporting,
                    speaker_only: entry.speaker_only,
                    relays: entry.relays,
                    unsourced: entry.unsourced,
                    unsaid: file.unsaid,
                    learned: entry.learned,
                    nobodys: file.nobodys,
                    examples: entry.examples,
                    not: entry.not,
                });
            }
        }
        // Longer entries first: "point out" before "point".
        let Self { all, by_word, .. } = &mut cues;
        let longest = |id: &u32| std::cmp::Reverse(all[*id as usize].words.len());
        by_word.values_mut().for_each(|ids| ids.sort_by_key(longest));
        Ok(cues)
    }

    /// All entries.
    #[must_use]
    pub fn all(&self) -> &[Cue] {
        &self.all
    }

    /// What is taken of a word that governs a clause and has no entry, where learned weights decide on it:
    /// a verb, a noun, or an adjective (as a phrase).
    #[must_use]
    pub fn unlisted(&self, pos: CuePos) -> &Cue {
        match pos {
            CuePos::Verb => &self.unlisted[0],
            CuePos::Noun => &self.unlisted[1],
            CuePos::Phrase | CuePos::Adverb => &self.unlisted[2],
        }
    }

    /// The entry that tells the class of a word which only learned weights find.
    #[must_use]
    pub fn learned(&self, lemma: &str) -> Option<&Cue> {
        self.learned.get(lemma)?.first().map(|id| &self.all[*id as usize])
    }

    /// Entries whose first word is this lemma or form, longer entries first.
    pub fn starting_with<'a>(&'a self, lemma: &str) -> impl Iterator<Item = &'a Cue> + use<'a> {
        let ids = self.by_word.get(lemma).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| &self.all[*id as usize])
    }
}

fn unlisted(pos: CuePos) -> Cue {
    Cue {
        words: Vec::new(),
        name: String::new(),
        forms: Vec::new(),
        class: "neutral".to_owned(),
        pos,
        takes: vec![Take::Clause, Take::Quote, Take::To],
        polarity: Polarity::default(),
        certainty: Certainty::default(),
        reporting: false,
        speaker_only: false,
        relays: false,
        unsourced: None,
        unsaid: false,
        learned: false,
        nobodys: false,
        examples: Vec::new(),
        not: Vec::new(),
    }
}
