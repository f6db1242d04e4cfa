//! The words and rules of time: `times/words.toml` and `times/rules/*.toml`.
//!
//! A rule's pattern is spelt out into the plain sequences it allows, and all sequences of all rules
//! become one [`Trie`]: text is matched against every rule at once.

mod pattern;
mod rule;
mod trie;
mod words;

pub use pattern::{Element, Special, Test};
pub use rule::{Rule, Sense};
pub use trie::{Node, Trie};
pub use words::{ClassId, Need, Slot, TimeWord, WordId};

use std::collections::{BTreeMap, HashMap};

use crate::files::{Error, Files, parse};

/// The words and rules of time of one language.
#[derive(Debug, Default)]
pub struct Times {
    vocabulary: HashMap<String, WordId>,
    words: Vec<TimeWord>,
    classes: Vec<words::Class>,
    rules: Vec<Rule>,
    days: Vec<annalist_doc::DayRule>,
    /// Rules that stand by themselves.
    pub core: Trie,
    /// Rules that take in an expression that another rule finds (`<@date>`).
    pub outer: Trie,
}

impl Times {
    pub(crate) fn read(
        files: &Files,
        numbers: &HashMap<String, u64>,
        ordinals: &HashMap<String, u64>,
    ) -> Result<Self, Error> {
        let mut times = Self::default();
        // Sorted, so that the numbers of words do not depend on a hash map's order.
        for (word, value) in numbers.iter().collect::<BTreeMap<_, _>>() {
            let id = times.intern(word)?;
            times.words[usize::from(id)].number = Some(*value);
        }
        for (word, value) in ordinals.iter().collect::<BTreeMap<_, _>>() {
            let id = times.intern(word)?;
            times.words[usize::from(id)].ordinal = Some(*value);
        }
        let file: words::File = files.parse("times/words.toml")?;
        for class in file.class {
            times.add_class(class)?;
        }
        let file: rule::DayFile = files.parse("times/days.toml")?;
        for day in file.day {
            times.add_day(day)?;
        }
        for (name, text) in files.of("times/rules/") {
            let file: rule::File = parse(name, text)?;
            for rule in file.rule {
                times.add_rule(name, rule)?;
            }
        }
        Ok(times)
    }

    /// What is known about a word in lower case.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<WordId> {
        self.vocabulary.get(word).copied()
    }

    /// The entry of a word.
    #[must_use]
    pub fn entry(&self, word: WordId) -> &TimeWord {
        &self.words[usize::from(word)]
    }

    /// A rule by its number.
    #[must_use]
    pub fn rule(&self, rule: u16) -> &Rule {
        &self.rules[usize::from(rule)]
    }

    /// When the named day of this number is.
    #[must_use]
    pub fn day(&self, number: usize) -> Option<annalist_doc::DayRule> {
        self.days.get(number).copied()
    }

    /// All rules, in the order of their files.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether a word in lower case stands in this class.
    #[must_use]
    pub fn is_in(&self, class: &str, word: &str) -> bool {
        self.word(word).is_some_and(|word| self.is_word_in(class, word))
    }

    /// Whether a known word stands in this class.
    #[must_use]
    pub fn is_word_in(&self, class: &str, word: WordId) -> bool {
        self.entry(word).senses.iter().any(|s| self.classes[usize::from(s.class)].name == class)
    }

    /// The value that a known word has in this class.
    #[must_use]
    pub fn value_in(&self, class: &str, word: WordId) -> Option<i32> {
        let in_class = |s: &&words::WordSense| self.classes[usize::from(s.class)].name == class;
        self.entry(word).senses.iter().find(in_class).map(|s| s.value)
    }

    fn intern(&mut self, word: &str) -> Result<WordId, Error> {
        if let Some(known) = self.vocabulary.get(word) {
            return Ok(*known);
        }
        let id = WordId::try_from(self.words.len())
            .map_err(|_| Error("times: more words than can be counted".to_owned()))?;
        self.vocabulary.insert(word.to_owned(), id);
        self.words.push(TimeWord::default());
        Ok(id)
    }

    fn class(&self, name: &str) -> Option<ClassId> {
        self.classes.iter().position(|c| c.name == name).map(|at| at as ClassId)
    }
}
