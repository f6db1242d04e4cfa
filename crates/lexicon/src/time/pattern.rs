//! Patterns of rules, as they are written: `(the | this) <month> ,? <year>?`.

use std::fmt::Write as _;

use super::Times;
use super::words::{ClassId, Slot, WordId};
use crate::files::Error;

/// One place of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// What fits there.
    pub test: Test,
    /// Where its value goes.
    pub slot: Slot,
    /// Whether it must follow without white space.
    pub glued: bool,
}

/// What fits at a place of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// This word.
    Word(WordId),
    /// A word of this class.
    Class(ClassId),
    /// Something that code knows.
    Special(Special),
}

macro_rules! specials {
    ($($(#[$doc:meta])* $variant:ident $name:literal $slot:ident)*) => {
        /// What no list of words can say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Special { $($(#[$doc])* $variant,)* }

        impl Special {
            fn parse(name: &str) -> Option<(Self, Slot)> {
                match name { $($name => Some((Self::$variant, Slot::$slot)),)* _ => None }
            }

            /// Whether it takes in an expression that another rule finds.
            #[must_use]
            pub fn is_inner(self) -> bool {
                match self { $(Self::$variant => $name.starts_with('@'),)* }
            }
        }
    };
}

specials! {
    /// A number in digits or words, possibly of several words.
    Number "number" Count
    /// An ordinal in digits or words.
    Ordinal "ordinal" Ordinal
    /// A year in four digits.
    Year "year" Year
    /// A year in four digits that the language pipeline takes for a date.
    DatedYear "dated_year" Year
    /// A year in words: "nineteen eighty-four".
    YearWords "year_words" Year
    /// A year as a number in words: "two thousand and four".
    CountedYear "counted_year" Year
    /// A number in one to four digits, as years far back have.
    OldYear "old_year" Year
    /// A year in three digits.
    EarlyYear "early_year" Year
    /// The last two digits of a year.
    ShortYear "yy" Year
    /// 1 to 31 in digits, with or without "th".
    Day "day" Day
    /// An ordinal from 1st to 31st in digits or words.
    DayTh "dayth" Day
    /// Two digits, 01 to 31.
    TwoDay "dd" Day
    /// One or two digits, 1 to 12.
    TwoMonth "mm" Month
    /// One or two digits, 0 to 24.
    Hour "hour" Hour
    /// Hours and minutes in four digits: "1830".
    HourMinute "hhmm" Hour
    /// Two digits, 00 to 59.
    Minute "minute" Minute
    /// Two digits, 00 to 59.
    Second "second" Second
    /// A century's ordinal: the year it begins in.
    Century "century" Year
    /// Any noun.
    Noun "noun" None
    /// Any plural noun.
    Plural "plural" None
    /// Any adjective.
    Adjective "adjective" None
    /// Any name.
    Name "name" None
    /// Any verb.
    Verb "verb" None
    /// Any digits.
    Digits "digits" None
    /// Any word at all.
    Any "any" None
    /// A stretch of text that is a day.
    InnerDay "@day" None
    /// A date of any length.
    InnerDate "@date" None
    /// A year, a decade or a century.
    InnerYear "@year" None
    /// A decade.
    InnerDecade "@decade" None
    /// A month, season or quarter, and longer dates.
    InnerPeriod "@period" None
    /// A length of time.
    InnerLength "@length" None
    /// A time of a day.
    InnerTime "@time" None
    /// A part of a day: "that night", "Monday evening".
    InnerPart "@part" None
    /// A date or a time of a day.
    InnerAny "@any" None
}

/// The plain sequences that a pattern allows.
pub(super) fn spell(
    times: &mut Times,
    place: &str,
    pattern: &str,
) -> Result<Vec<Vec<Element>>, Error> {
    let mut reader = Reader { times, place, pattern, words: split(pattern), at: 0 };
    let all = reader.alternatives(0)?;
    if reader.at < reader.words.len() {
        return Err(reader.error("a ) too many"));
    }
    if all.iter().any(Vec::is_empty) {
        return Err(reader.error("it fits nothing at all"));
    }
    if all.len() > 4096 {
        return Err(reader.error("it allows more than 4096 sequences; make two rules of it"));
    }
    Ok(all)
}

/// Words of the pattern; brackets and bars stand alone, `)?` together.
fn split(pattern: &str) -> Vec<String> {
    let mut spaced = String::new();
    for c in pattern.chars() {
        match c {
            '(' | '|' | ')' => write!(spaced, " {c} ").unwrap_or_default(),
            _ => spaced.push(c),
        }
    }
    let spaced = spaced.replace(")  ?", ")?").replace(") ?", ")?");
    spaced.split_whitespace().map(str::to_owned).collect()
}

struct Reader<'a> {
    times: &'a mut Times,
    place: &'a str,
    pattern: &'a str,
    words: Vec<String>,
    at: usize,
}

impl Reader<'_> {
    fn error(&self, what: &str) -> Error {
        Error(format!("{}: in {:?}: {what}", self.place, self.pattern))
    }

    fn alternatives(&mut self, depth: usize) -> Result<Vec<Vec<Element>>, Error> {
        let mut all = Vec::new();
        loop {
            all.extend(self.sequence(depth)?);
            match self.words.get(self.at).map(String::as_str) {
                Some("|") => self.at += 1,
                Some(")" | ")?") if depth == 0 => return Err(self.error("a ) too many")),
                _ => return Ok(all),
            }
        }
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Vec<Element>>, Error> {
        let mut all: Vec<Vec<Element>> = vec![Vec::new()];
        while let Some(word) = self.words.get(self.at).cloned() {
            let options = match word.as_str() {
                "|" | ")" | ")?" => break,
                "(" => {
                    self.at += 1;
                    let mut inside = self.alternatives(depth + 1)?;
                    match self.words.get(self.at).map(String::as_str) {
                        Some(")?") => inside.push(Vec::new()),
                        Some(")") => {}
                        _ => return Err(self.error("a ( without its )")),
                    }
                    inside
                }
                _ => self.element(&word)?,
            };
            self.at += 1;
            all = all
                .iter()
                .flat_map(|head| options.iter().map(|tail| [head.as_slice(), tail].concat()))
                .collect();
            if all.len() > 4096 {
                return Err(self.error("it allows more than 4096 sequences; make two rules of it"));
            }
        }
        Ok(all)
    }

    /// `word`, `<class>`, `<class:slot>`, with `~` before when glued and `?` after when optional.
    fn element(&mut self, written: &str) -> Result<Vec<Vec<Element>>, Error> {
        let (glued, rest) = match written.strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let (optional, rest) = match rest.strip_suffix('?').filter(|r| !r.is_empty()) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let (test, slot) = match rest.strip_prefix('<').and_then(|r| r.strip_suffix('>')) {
            Some(inside) => {
                let (name, slot) = match inside.split_once(':') {
                    Some((name, slot)) => (name, Some(slot)),
                    None => (inside, None),
                };
                let (test, own) = self
                    .times
                    .named(name)
                    .ok_or_else(|| self.error(&format!("<{name}> is no class of words")))?;
                let slot = match slot {
                    Some(slot) => Slot::parse(slot)
                        .ok_or_else(|| self.error(&format!("{slot:?} is no slot")))?,
                    None => own,
                };
                (test, slot)
            }
            None => (Test::Word(self.times.intern(rest)?), Slot::None),
        };
        let mut options = vec![vec![Element { test, slot, glued }]];
        if optional {
            options.push(Vec::new());
        }
        Ok(options)
    }
}

impl Times {
    /// A class of words, or something that code knows, by its name.
    pub(super) fn named(&self, name: &str) -> Option<(Test, Slot)> {
        if let Some(class) = self.class(name) {
            return Some((Test::Class(class), self.classes[usize::from(class)].slot));
        }
        Special::parse(name).map(|(special, slot)| (Test::Special(special), slot))
    }

    /// What a word or `<class>` of a rule's neighbours means.
    pub(super) fn neighbour(&mut self, written: &str, place: &str) -> Result<Test, Error> {
        match written.strip_prefix('<').and_then(|r| r.strip_suffix('>')) {
            Some(name) => self
                .named(name)
                .map(|(test, _)| test)
                .ok_or_else(|| Error(format!("{place}: <{name}> is no class of words"))),
            None => Ok(Test::Word(self.intern(written)?)),
        }
    }
}
