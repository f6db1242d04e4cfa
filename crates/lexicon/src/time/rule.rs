//! Rules: which words make a time expression, and what they mean.

use std::collections::BTreeMap;

use annalist_doc::{DayRule, TimeKind, TimeMod};
use serde::Deserialize;

use super::Times;
use super::pattern::{Test, spell};
use super::words::{Slot, Value};
use crate::files::Error;

/// One rule, ready to use.
#[derive(Debug)]
pub struct Rule {
    /// The file it stands in.
    pub file: String,
    /// How its slots become a meaning.
    pub sense: Sense,
    /// TIMEX3 type, where it differs from what the meaning gives.
    pub kind: Option<TimeKind>,
    /// TIMEX3 modifier.
    pub modifier: Option<TimeMod>,
    /// Slots with a value that no word gives.
    pub set: Vec<(Slot, i32)>,
    /// One of these must stand right before; empty asks for nothing.
    pub before: Vec<Test>,
    /// None of these may stand right before.
    pub before_not: Vec<Test>,
    /// One of these must stand right after.
    pub after: Vec<Test>,
    /// None of these may stand right after.
    pub after_not: Vec<Test>,
    /// Whether the words are no time expression, whatever other rules say.
    pub nothing: bool,
    /// Whether one of its words must begin with a capital letter.
    pub capital: bool,
    /// Sentences with what it finds: `[May 5|2020-05-05]`.
    pub examples: Vec<String>,
    /// Sentences in which it finds nothing.
    pub not: Vec<String>,
}

/// How the slots of a rule become a meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the rule files' README explains each")]
pub enum Sense {
    #[default]
    Calendar,
    Period,
    Weekday,
    Named,
    Offset,
    Narrative,
    Beside,
    Within,
    Clock,
    Part,
    Past,
    Present,
    Future,
    Duration,
    Set,
    /// What the expression inside means.
    Inner,
    /// No time expression.
    Nothing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) rule: Vec<Entry>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    find: String,
    #[serde(rename = "as")]
    sense: Sense,
    #[serde(rename = "type")]
    kind: Option<TimeKind>,
    #[serde(rename = "mod")]
    modifier: Option<TimeMod>,
    #[serde(default)]
    set: BTreeMap<String, Value>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    before_not: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    after_not: Vec<String>,
    #[serde(default)]
    capital: bool,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

/// A day with a name: `times/days.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayFile {
    pub(super) day: Vec<DayEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayEntry {
    /// The patterns of its names.
    names: Vec<String>,
    month: Option<u8>,
    day: Option<u8>,
    weekday: Option<u8>,
    nth: Option<i8>,
    #[serde(default)]
    plus: i8,
    easter: Option<i16>,
    orthodox: Option<i16>,
    #[serde(default = "yes")]
    capital: bool,
    examples: Vec<String>,
}

fn yes() -> bool {
    true
}

impl DayEntry {
    fn rule(&self) -> Option<DayRule> {
        match *self {
            Self { easter: Some(days), .. } => Some(DayRule::Easter(days)),
            Self { orthodox: Some(days), .. } => Some(DayRule::Orthodox(days)),
            Self { month: Some(month), day: Some(day), .. } => Some(DayRule::Fixed { month, day }),
            Self { month: Some(month), weekday: Some(weekday), nth: Some(nth), plus, .. } => {
                Some(DayRule::Weekday { month, weekday, nth, plus })
            }
            _ => None,
        }
    }
}

impl Times {
    /// A named day becomes a rule: its name with "last" before and a year after it.
    pub(super) fn add_day(&mut self, entry: DayEntry) -> Result<(), Error> {
        let file = "times/days.toml";
        let rule = entry.rule().ok_or_else(|| {
            Error(format!(
                "{file}: {:?} needs month and day, month, weekday and nth, easter, or orthodox",
                entry.names
            ))
        })?;
        self.days.push(rule);
        let named = Value::Number(self.days.len() as i32 - 1);
        let find = format!(
            "<step>? ({}) (<unit_of_day>? (,? of? <year>)? | of? <step:year_step> year)",
            entry.names.join(" | ")
        );
        self.add_rule(
            file,
            Entry {
                find,
                sense: Sense::Named,
                set: BTreeMap::from([("named".to_owned(), named)]),
                capital: entry.capital,
                examples: entry.examples,
                ..Entry::default()
            },
        )
    }

    pub(super) fn add_rule(&mut self, file: &str, entry: Entry) -> Result<(), Error> {
        let number = u16::try_from(self.rules.len())
            .map_err(|_| Error(format!("{file}: more rules than can be counted")))?;
        let sequences = spell(self, file, &entry.find)?;
        let outer = sequences
            .iter()
            .flatten()
            .any(|e| matches!(e.test, Test::Special(special) if special.is_inner()));
        for sequence in &sequences {
            let trie = if outer { &mut self.outer } else { &mut self.core };
            trie.add(sequence, number);
        }
        let mut set = Vec::new();
        for (name, value) in &entry.set {
            let slot = Slot::parse(name).ok_or_else(|| {
                Error(format!("{file}: in {:?}: {name:?} is no slot", entry.find))
            })?;
            let value = value.read(slot);
            set.push((
                slot,
                value.map_err(|e| Error(format!("{file}: in {:?}: {e}", entry.find)))?,
            ));
        }
        let mut tests = |words: &[String]| {
            words.iter().map(|w| self.neighbour(w, file)).collect::<Result<Vec<_>, _>>()
        };
        let (before, before_not) = (tests(&entry.before)?, tests(&entry.before_not)?);
        let (after, after_not) = (tests(&entry.after)?, tests(&entry.after_not)?);
        self.rules.push(Rule {
            file: file.to_owned(),
            sense: entry.sense,
            kind: entry.kind,
            modifier: entry.modifier,
            set,
            before,
            before_not,
            after,
            after_not,
            nothing: entry.sense == Sense::Nothing,
            capital: entry.capital,
            examples: entry.examples,
            not: entry.not,
        });
        Ok(())
    }
}
