//! Event triggers and how their participants are found.

use std::collections::{BTreeMap, HashMap};

use annalist_doc::{FigureKind, Modality};
use serde::Deserialize;

use crate::files::{Error, Files, parse};

/// One entry of the event lexicon.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Its words in dictionary form.
    pub words: Vec<String>,
    /// Other lemmas that the first word may get ("rap" for "raped").
    pub also: Vec<String>,
    /// Verb or noun.
    pub pos: TriggerPos,
    /// PLOVER root type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// What did it, of accidents and disasters: two of different hazards are two events.
    pub hazard: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// GDELT quad class.
    pub quad: u8,
    /// CAMEO root code.
    pub cameo: Option<String>,
    /// ACLED sub-event type.
    pub acled: Option<String>,
    /// Where its actor stands, first choice first.
    pub actor: Vec<Slot>,
    /// Where its recipient stands, first choice first.
    pub recipient: Vec<Slot>,
    /// What a number of people means, and the slot in which it counts.
    pub figure: Option<(FigureKind, Slot)>,
    /// What must stand in a slot for the entry to fire.
    pub needs: Vec<(Slot, Vec<Filler>)>,
    /// What must not stand in a slot.
    pub without: Vec<(Slot, Vec<Filler>)>,
    /// Whether it counts without a recipient (or, for nouns, an actor or a light verb).
    pub bare: bool,
    /// Whether it is set down though nobody is counted in it: only accidents and disasters ask.
    pub alone: bool,
    /// Whether both sides do it to each other.
    pub reciprocal: bool,
    /// Set when the word itself tells that the thing is only planned or demanded.
    pub modality: Option<Modality>,
    /// Marked sentences in which it fires.
    pub examples: Vec<String>,
    /// Sentences in which it must not fire.
    pub not: Vec<String>,
}

/// Kinds of trigger words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TriggerPos {
    /// "bomb", "open fire".
    Verb,
    /// "airstrike", "press conference".
    Noun,
}

/// A syntactic place beside a trigger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "String")]
pub enum Slot {
    /// Logical subject.
    Subject,
    /// Logical object.
    Object,
    /// Complement clause.
    Complement,
    /// Indirect object.
    Dative,
    /// Possessor.
    Possessor,
    /// Noun modifier.
    Compound,
    /// Nationality adjective.
    Adjective,
    /// What follows this preposition.
    Prep(String),
    /// This slot of the complement clause.
    OfComplement(Box<Slot>),
}

impl From<String> for Slot {
    fn from(text: String) -> Self {
        match text.as_str() {
            "subj" => Self::Subject,
            "obj" => Self::Object,
            "comp" => Self::Complement,
            "dative" => Self::Dative,
            "poss" => Self::Possessor,
            "compound" => Self::Compound,
            "amod" => Self::Adjective,
            _ => match text.strip_prefix("comp.") {
                Some(inner) => Self::OfComplement(Box::new(Self::from(inner.to_owned()))),
                None => Self::Prep(text),
            },
        }
    }
}

/// What may stand in a slot: a class of things or a word.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Filler {
    Person,
    Group,
    Organization,
    Country,
    Place,
    Facility,
    Number,
    /// Anything at all.
    Any,
    Word(String),
}

impl From<String> for Filler {
    fn from(text: String) -> Self {
        match text.as_str() {
            "person" => Self::Person,
            "group" => Self::Group,
            "organization" => Self::Organization,
            "country" => Self::Country,
            "place" => Self::Place,
            "facility" => Self::Facility,
            "number" => Self::Number,
            "*" => Self::Any,
            _ => Self::Word(text),
        }
    }
}

/// A verb that carries an event noun: "carry out (an attack)".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Light {
    /// Dictionary form.
    pub lemma: String,
    /// Other lemmas that the verb may get.
    #[serde(default)]
    pub also: Vec<String>,
    /// The nouns it carries; `*` for any.
    #[serde(default)]
    pub of: Vec<String>,
    /// Where the actor of the event stands beside the verb.
    #[serde(default = "subject")]
    pub actor: Slot,
    /// Where its recipient stands beside the verb, if there.
    #[serde(default)]
    pub recipient: Vec<Slot>,
    /// Set when the verb itself tells that the thing is only planned or demanded.
    pub modality: Option<Modality>,
    /// Marked sentences.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Sentences in which it carries nothing.
    #[serde(default)]
    pub not: Vec<String>,
}

fn yes() -> bool {
    true
}

fn subject() -> Slot {
    Slot::Subject
}

/// The event lexicon.
#[derive(Debug)]
pub struct Triggers {
    all: Vec<Trigger>,
    unnamed: Option<Trigger>,
    by_word: HashMap<String, Vec<u32>>,
    /// One entry without words for each type: an event that no entry tells of.
    kinds: Vec<Trigger>,
    lights: Vec<Light>,
    light_by_verb: HashMap<String, Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "type")]
    kind: String,
    quad: u8,
    #[serde(default, rename = "cameo")]
    _cameo: Option<String>,
    #[serde(default)]
    trigger: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    lemma: String,
    #[serde(default)]
    also: Vec<String>,
    pos: TriggerPos,
    mode: Option<String>,
    hazard: Option<String>,
    quad: Option<u8>,
    cameo: Option<String>,
    acled: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    actor: Option<Vec<Slot>>,
    recipient: Option<Vec<Slot>>,
    figure: Option<FigureKind>,
    figure_slot: Option<Slot>,
    #[serde(default)]
    needs: BTreeMap<String, Vec<Filler>>,
    #[serde(default)]
    without: BTreeMap<String, Vec<Filler>>,
    #[serde(default = "yes")]
    bare: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    reciprocal: bool,
    modality: Option<Modality>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightFile {
    #[serde(default)]
    light: Vec<Light>,
}

impl Triggers {
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let (mut all, mut kinds) = (Vec::new(), Vec::new());
        let mut lights: Vec<Light> = Vec::new();
        let mut mapping = Mapping::default();
        for (name, text) in files.of("events/") {
            match name {
                "events/light.toml" => {
                    lights.extend(parse::<LightFile>(name, text)?.light);
                }
                "events/mapping.toml" => mapping = parse(name, text)?,
                _ => kinds.push(read_file(name, text, &mut all)?),
            }
        }
        for trigger in all.iter_mut().chain(&mut kinds) {
            mapping.fill(trigger);
        }
        let mut by_word: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, trigger) in all.iter().enumerate() {
            for form in trigger.words.first().into_iter().chain(&trigger.also) {
                by_word.entry(form.clone()).or_default().push(id as u32);
            }
        }
        let mut light_by_verb: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, light) in lights.iter().enumerate() {
            let verb = light.lemma.split(' ').next().unwrap_or_default().to_owned();
            for form in std::iter::once(verb).chain(light.also.iter().cloned()) {
                light_by_verb.entry(form).or_default().push(id as u32);
            }
        }
        let unnamed = all.iter().find(|t| t.quad == 0).map(|t: &Trigger| Trigger {
            words: Vec::new(),
            also: Vec::new(),
            mode: None,
            hazard: None,
            alone: false,
            figure: None,
            needs: Vec::new(),
            without: Vec::new(),
            examples: Vec::new(),
            not: Vec::new(),
            ..t.clone()
        });
        Ok(Self { all, unnamed, by_word, kinds, lights, light_by_verb })
    }

    /// All entries.
    #[must_use]
    pub fn all(&self) -> &[Trigger] {
        &self.all
    }

    /// Something that happened under no name of its own: the type of accidents and disasters.
    #[must_use]
    pub fn unnamed(&self) -> Option<&Trigger> {
        self.unnamed.as_ref()
    }

    /// The entry without words of a type.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Option<&Trigger> {
        self.kinds.iter().find(|t| t.kind == kind)
    }

    /// Entries whose first word is this lemma.
    pub fn starting_with<'a>(&'a self, lemma: &str) -> impl Iterator<Item = &'a Trigger> + use<'a> {
        let ids = self.by_word.get(lemma).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| &self.all[*id as usize])
    }

    /// Light verbs whose verb is this lemma.
    pub fn lights<'a>(&'a self, lemma: &str) -> impl Iterator<Item = &'a Light> + use<'a> {
        let ids = self.light_by_verb.get(lemma).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| &self.lights[*id as usize])
    }

    /// All light verbs.
    #[must_use]
    pub fn all_lights(&self) -> &[Light] {
        &self.lights
    }
}

/// From PLOVER to the other codings.
#[derive(Debug, Default, Deserialize)]
struct Mapping {
    map: Vec<MapRow>,
}

#[derive(Debug, Deserialize)]
struct MapRow {
    plover: String,
    mode: Option<String>,
    cameo: Option<String>,
    acled_sub_event: Option<String>,
}

impl Mapping {
    /// Fills in the codes that an entry leaves to its type and mode.
    fn fill(&self, trigger: &mut Trigger) {
        let rows = || self.map.iter().filter(|row| row.plover == trigger.kind);
        let of_mode = rows().find(|row| row.mode.is_some() && row.mode == trigger.mode);
        let of_type = rows().find(|row| row.mode.is_none());
        for row in of_mode.into_iter().chain(of_type) {
            trigger.cameo = trigger.cameo.take().or_else(|| row.cameo.clone());
            trigger.acled = trigger.acled.take().or_else(|| row.acled_sub_event.clone());
        }
    }
}

/// Reads the entries of a type; gives the one without words.
fn read_file(name: &str, text: &str, all: &mut Vec<Trigger>) -> Result<Trigger, Error> {
    let file: File = parse(name, text)?;
    for entry in file.trigger {
        let words: Vec<String> = entry.lemma.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return Err(Error(format!("{name}: a trigger has an empty lemma")));
        }
        let slots = |words: &[&str]| words.iter().map(|w| Slot::from((*w).to_owned())).collect();
        let (actor, recipient): (Vec<Slot>, Vec<Slot>) = match entry.pos {
            TriggerPos::Verb => (slots(&["subj"]), slots(&["obj"])),
            TriggerPos::Noun => {
                (slots(&["by", "poss", "amod", "compound"]), slots(&["of", "against", "on"]))
            }
        };
        let recipient = entry.recipient.unwrap_or(recipient);
        let counted = || recipient.first().cloned().unwrap_or(Slot::Object);
        all.push(Trigger {
            words,
            also: entry.also,
            pos: entry.pos,
            kind: file.kind.clone(),
            mode: entry.mode,
            hazard: entry.hazard,
            contexts: entry.contexts,
            quad: entry.quad.unwrap_or(file.quad),
            cameo: entry.cameo,
            acled: entry.acled,
            actor: entry.actor.unwrap_or(actor),
            figure: entry.figure.map(|kind| (kind, entry.figure_slot.unwrap_or_else(counted))),
            recipient,
            needs: entry.needs.into_iter().map(|(slot, f)| (Slot::from(slot), f)).collect(),
            without: entry.without.into_iter().map(|(slot, f)| (Slot::from(slot), f)).collect(),
            bare: entry.bare,
            alone: entry.alone,
            reciprocal: entry.reciprocal,
            modality: entry.modality,
            examples: entry.examples,
            not: entry.not,
        });
    }
    Ok(Trigger {
        words: Vec::new(),
        also: Vec::new(),
        pos: TriggerPos::Verb,
        kind: file.kind,
        mode: None,
        hazard: None,
        contexts: Vec::new(),
        quad: file.quad,
        cameo: None,
        acled: None,
        actor: Vec::new(),
        recipient: Vec::new(),
        figure: None,
        needs: Vec::new(),
        without: Vec::new(),
        bare: true,
        alone: false,
        reciprocal: false,
        modality: None,
        examples: Vec::new(),
        not: Vec::new(),
    })
}
