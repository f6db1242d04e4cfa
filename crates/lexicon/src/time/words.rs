//! Words of time in classes: each has a value that goes into a slot.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Times;
use crate::files::Error;

/// The number of a word.
pub type WordId = u16;
/// The number of a class.
pub type ClassId = u8;

/// What is known about a word.
#[derive(Debug, Default)]
pub struct TimeWord {
    /// The classes it stands in.
    pub senses: Vec<WordSense>,
    /// Whether a full stop right after it may belong to it ("Jan.").
    pub stop: bool,
    /// Its value as a number word: "twenty" 20.
    pub number: Option<u64>,
    /// Its value as an ordinal: "third" 3.
    pub ordinal: Option<u64>,
}

/// A word in one of its classes.
#[derive(Clone, Copy, Debug)]
pub struct WordSense {
    /// The class.
    pub class: ClassId,
    /// Its value.
    pub value: i32,
    /// What must hold of the word in the text.
    pub need: Need,
}

/// What must hold of a word in the text so that it counts in its class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    #[default]
    Nothing,
    /// It is tagged as a name ("May", not "may").
    Proper,
    /// It is tagged as a noun ("the fall", not "they fall").
    Noun,
    /// It begins with a capital letter and a full stop stands right after it ("Sun.").
    Stop,
    /// It begins with a capital letter.
    Capital,
}

/// Where values of time are kept while an expression is read. Rules name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the rule files' README explains each")]
pub enum Slot {
    Year,
    YearStep,
    Era,
    Open,
    Month,
    Day,
    Weekday,
    Season,
    Quarter,
    Half,
    Part,
    Unit,
    Count,
    Step,
    Sign,
    Hour,
    Minute,
    Second,
    Noon,
    Zone,
    Named,
    Mod,
    Exact,
    Quant,
    Freq,
    Ordinal,
    None,
}

impl Slot {
    /// How many there are.
    pub const COUNT: usize = Self::None as usize;

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text))
            .ok()
    }
}

/// A value as files write it: a number, or a name where the slot has names.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    Number(i32),
    Name(String),
}

impl Value {
    pub(super) fn read(&self, slot: Slot) -> Result<i32, String> {
        let name = match self {
            Self::Number(number) => return Ok(*number),
            Self::Name(name) => name,
        };
        let names = slot.names();
        let place = names.iter().position(|n| n == name);
        place.map(|at| at as i32).ok_or_else(|| format!("{name:?} is none of {names:?}"))
    }
}

/// The names of units, in the order of [`TimeUnit`](annalist_doc::TimeUnit).
const UNITS: &[&str] = &[
    "second",
    "minute",
    "hour",
    "night",
    "day",
    "weekend",
    "week",
    "fortnight",
    "month",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
    "millennium",
    "while",
];
/// The names of parts of a day, in the order of [`DayPart`](annalist_doc::DayPart).
const PARTS: &[&str] = &["morning", "midday", "afternoon", "evening", "night", "daytime"];
/// The names of seasons, in the order of [`Season`](annalist_doc::Season).
const SEASONS: &[&str] = &["spring", "summer", "autumn", "winter"];
/// The names of modifiers, in the order of [`TimeMod`](annalist_doc::TimeMod).
const MODS: &[&str] = &[
    "before",
    "after",
    "on_or_before",
    "on_or_after",
    "less_than",
    "more_than",
    "equal_or_less",
    "equal_or_more",
    "start",
    "mid",
    "end",
    "approx",
];
/// TIMEX3 `quant`.
const QUANTS: &[&str] = &["every", "each", "some"];

impl Slot {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Unit | Self::Exact => UNITS,
            Self::Part => PARTS,
            Self::Season => SEASONS,
            Self::Mod => MODS,
            Self::Quant => QUANTS,
            _ => &[],
        }
    }
}

#[derive(Debug)]
pub(super) struct Class {
    pub(super) name: String,
    pub(super) slot: Slot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) class: Vec<ClassEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassEntry {
    name: String,
    slot: Slot,
    #[serde(default)]
    stop: Vec<String>,
    #[serde(default)]
    proper: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    capital: Vec<String>,
    #[serde(default)]
    with_stop: Vec<String>,
    words: BTreeMap<String, Value>,
}

impl Times {
    pub(super) fn add_class(&mut self, entry: ClassEntry) -> Result<(), Error> {
        let name = "times/words.toml";
        let id = ClassId::try_from(self.classes.len())
            .map_err(|_| Error(format!("{name}: more than 255 classes")))?;
        let listed = [&entry.stop, &entry.proper, &entry.noun, &entry.capital, &entry.with_stop];
        for word in listed.into_iter().flatten() {
            if !entry.words.contains_key(word) {
                return Err(Error(format!("{name}: {word:?} is no word of class {}", entry.name)));
            }
        }
        for (word, value) in &entry.words {
            let need = if entry.proper.contains(word) {
                Need::Proper
            } else if entry.noun.contains(word) {
                Need::Noun
            } else if entry.with_stop.contains(word) {
                Need::Stop
            } else if entry.capital.contains(word) {
                Need::Capital
            } else {
                Need::Nothing
            };
            let value = value.read(entry.slot).map_err(|e| Error(format!("{name}: {e}")))?;
            let at = usize::from(self.intern(word)?);
            self.words[at].senses.push(WordSense { class: id, value, need });
            self.words[at].stop |= entry.stop.contains(word) || entry.with_stop.contains(word);
        }
        self.classes.push(Class { name: entry.name, slot: entry.slot });
        Ok(())
    }
}
