//! Small closed classes: numbers, the words of time, modal words, pronouns.

use std::collections::HashMap;

use annalist_doc::{DayPart, FigureKind, Modality, Qualifier, Season, TimeMod, TimeUnit};
use serde::Deserialize;

use crate::files::{Error, Files, parse};

/// Small closed classes of words, all in lower case.
#[derive(Debug)]
pub struct Words {
    /// Number words with their values: "eleven" 11, "hundred" 100.
    pub numbers: HashMap<String, u64>,
    /// Ordinal words with their values: "third" 3.
    pub ordinals: HashMap<String, u64>,
    /// Words for numbers nobody counted: "dozens", "several".
    pub vague_numbers: Vec<String>,
    /// Phrases that make a number less than exact: "at least", "about".
    pub qualifiers: Vec<(Vec<String>, Qualifier)>,
    /// Words that make a clause negative: "not", "never", "no".
    pub negations: Vec<String>,
    /// Words that govern a clause and make it less than real.
    pub modals: HashMap<String, Modal>,
    /// Words for how people fared, for figures told without an event verb: "dead" killed.
    pub states: HashMap<String, FigureKind>,
    /// Nouns for people that figures may count: "people", "victim".
    pub people: Vec<String>,
    /// Words that put a statement first among a source's statements: "initially".
    pub first_words: Vec<String>,
    /// Words that put it after others: "later".
    pub later_words: Vec<String>,
    /// Words that say that a value was corrected: "revise".
    pub revision_words: Vec<String>,
    /// Nouns for a count of victims: "toll".
    pub tolls: Vec<String>,
    /// Nouns for documents that can be sources: "report".
    pub documents: Vec<String>,
    /// Nouns that stand for part of a place: "area", "territory".
    pub place_parts: Vec<String>,
    /// Prepositions before the place of an event: "in", "near".
    pub place_preps: Vec<String>,
    /// Prepositions before whom an action reaches, the most telling first: "to", "on".
    pub target_preps: Vec<String>,
    /// Nouns for a country as such: "country", "nation".
    pub country_words: Vec<String>,
    /// Determiners that point back: "the", "this".
    pub definite: Vec<String>,
    /// Words after a person's name that do not count when names are compared: "jr".
    pub name_suffixes: Vec<String>,
    /// Small words that may stand inside a name: "al", "de".
    pub name_particles: Vec<String>,
    /// Who a pronoun may stand for.
    pub pronouns: HashMap<String, Pronoun>,
    /// The words of time.
    pub time: TimeWords,
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

/// How a governing word colours the clause it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modal {
    /// How real the clause becomes.
    pub modality: Modality,
    /// Whether the clause is denied ("failed to").
    #[serde(default)]
    pub negative: bool,
}

/// The words of time.
#[derive(Debug)]
pub struct TimeWords {
    /// "january" 1, "jan" 1.
    pub months: HashMap<String, u8>,
    /// "monday" 1.
    pub weekdays: HashMap<String, u8>,
    /// "summer".
    pub seasons: HashMap<String, Season>,
    /// "evening".
    pub day_parts: HashMap<String, DayPart>,
    /// "week", "weeks".
    pub units: HashMap<String, TimeUnit>,
    /// Single words with a step in days: "yesterday" −1.
    pub days: HashMap<String, i32>,
    /// "last" −1, "this" 0, "next" 1.
    pub steps: HashMap<String, i32>,
    /// "ago", "earlier": count back.
    pub back: Vec<String>,
    /// "later", "after": count on.
    pub on: Vec<String>,
    /// Phrases for the past, the present and the future without more.
    pub vague: Vec<(Vec<String>, annalist_doc::VagueTime)>,
    /// "early" START.
    pub modifiers: HashMap<String, TimeMod>,
    /// "every", "each".
    pub sets: Vec<String>,
    /// "daily" every day.
    pub adverb_sets: HashMap<String, TimeUnit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    numbers: HashMap<String, u64>,
    ordinals: HashMap<String, u64>,
    vague_numbers: Vec<String>,
    qualifiers: HashMap<String, Qualifier>,
    negations: Vec<String>,
    states: HashMap<String, FigureKind>,
    people: Vec<String>,
    first_words: Vec<String>,
    later_words: Vec<String>,
    revision_words: Vec<String>,
    tolls: Vec<String>,
    documents: Vec<String>,
    place_parts: Vec<String>,
    target_preps: Vec<String>,
    place_preps: Vec<String>,
    country_words: Vec<String>,
    definite: Vec<String>,
    name_suffixes: Vec<String>,
    name_particles: Vec<String>,
    pronouns: HashMap<String, Pronoun>,
    modals: HashMap<String, Modal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeFile {
    months: HashMap<String, u8>,
    weekdays: HashMap<String, u8>,
    seasons: HashMap<String, String>,
    day_parts: HashMap<String, String>,
    units: HashMap<String, String>,
    days: HashMap<String, i32>,
    steps: HashMap<String, i32>,
    back: Vec<String>,
    on: Vec<String>,
    past: Vec<String>,
    present: Vec<String>,
    future: Vec<String>,
    modifiers: HashMap<String, TimeMod>,
    sets: Vec<String>,
    adverb_sets: HashMap<String, String>,
}

impl Words {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let file: WordFile = files.parse("words.toml")?;
        let split = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut qualifiers: Vec<(Vec<String>, Qualifier)> =
            file.qualifiers.iter().map(|(words, q)| (split(words), *q)).collect();
        // Longer phrases first; the order of equals must not depend on the hash map.
        qualifiers.sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
        Ok(Self {
            numbers: file.numbers,
            ordinals: file.ordinals,
            vague_numbers: file.vague_numbers,
            qualifiers,
            negations: file.negations,
            modals: file.modals,
            states: file.states,
            people: file.people,
            first_words: file.first_words,
            later_words: file.later_words,
            revision_words: file.revision_words,
            tolls: file.tolls,
            documents: file.documents,
            place_parts: file.place_parts,
            place_preps: file.place_preps,
            target_preps: file.target_preps,
            country_words: file.country_words,
            definite: file.definite,
            name_suffixes: file.name_suffixes,
            name_particles: file.name_particles,
            pronouns: file.pronouns,
            time: TimeWords::read(files.get("times.toml")?)?,
        })
    }
}

impl TimeWords {
    fn read(text: &str) -> Result<Self, Error> {
        use annalist_doc::VagueTime;
        let name = "times.toml";
        let file: TimeFile = parse(name, text)?;
        let unknown = |what: &str, word: &str| Error(format!("{name}: {word:?} is no {what}"));
        let unit = |word: &str| unit(word).ok_or_else(|| unknown("unit", word));
        let mut vague = Vec::new();
        for (phrases, sense) in [
            (&file.past, VagueTime::Past),
            (&file.present, VagueTime::Present),
            (&file.future, VagueTime::Future),
        ] {
            let split = |p: &String| p.split(' ').map(str::to_owned).collect::<Vec<_>>();
            vague.extend(phrases.iter().map(|p| (split(p), sense)));
        }
        vague.sort_by(|a: &(Vec<String>, _), b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
        let mut seasons = HashMap::new();
        for (word, season) in &file.seasons {
            let season = match season.as_str() {
                "spring" => Season::Spring,
                "summer" => Season::Summer,
                "autumn" => Season::Autumn,
                "winter" => Season::Winter,
                other => return Err(unknown("season", other)),
            };
            seasons.insert(word.clone(), season);
        }
        let mut day_parts = HashMap::new();
        for (word, part) in &file.day_parts {
            let part = match part.as_str() {
                "morning" => DayPart::Morning,
                "midday" => DayPart::Midday,
                "afternoon" => DayPart::Afternoon,
                "evening" => DayPart::Evening,
                "night" => DayPart::Night,
                other => return Err(unknown("part of a day", other)),
            };
            day_parts.insert(word.clone(), part);
        }
        let units_of = |map: &HashMap<String, String>| {
            map.iter().map(|(word, u)| Ok((word.clone(), unit(u)?))).collect::<Result<_, Error>>()
        };
        Ok(Self {
            seasons,
            day_parts,
            units: units_of(&file.units)?,
            adverb_sets: units_of(&file.adverb_sets)?,
            months: file.months,
            weekdays: file.weekdays,
            days: file.days,
            steps: file.steps,
            back: file.back,
            on: file.on,
            vague,
            modifiers: file.modifiers,
            sets: file.sets,
        })
    }
}

fn unit(word: &str) -> Option<TimeUnit> {
    Some(match word {
        "second" => TimeUnit::Second,
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "weekend" => TimeUnit::Weekend,
        "week" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "quarter" => TimeUnit::Quarter,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        "century" => TimeUnit::Century,
        _ => return None,
    })
}
