//! Events and figures: what happened.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::{pair, pairs};
use crate::{EntityId, EventId, FigureId, PlaceId, Polarity, Span, StatementId, TimeId};

/// Something that happened, or is said to have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its name in this report.
    pub id: EventId,
    /// The word or words that tell of it.
    #[serde(with = "pair")]
    #[schemars(with = "[u32; 2]")]
    pub trigger: Span,
    /// PLOVER root type, for instance `ASSAULT`; or `INCIDENT`, an accident, a disaster or a death without an attack.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode, for instance `aerial`.
    pub mode: Option<String>,
    /// PLOVER contexts, for instance `military`.
    pub contexts: Vec<String>,
    /// GDELT quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict; 0 for an
    /// `INCIDENT`, which event coders leave out.
    pub quad: u8,
    /// The same event in the terms of other coders.
    pub codes: EventCodes,
    /// Who and what takes part.
    pub arguments: Vec<Argument>,
    /// When it happened: the time expression, the first one of a range ("from Monday to Wednesday").
    pub time: Option<TimeId>,
    /// First possible day, ISO 8601; over both ends of a range. Null when the text does not anchor it.
    #[serde(default)]
    pub earliest: Option<String>,
    /// Last possible day, ISO 8601; over both ends of a range. Null when the text does not anchor it.
    #[serde(default)]
    pub latest: Option<String>,
    /// Where it happened.
    pub place: Option<PlaceId>,
    /// Its figures.
    pub figures: Vec<FigureId>,
    /// Whether it is told to have happened or not to have.
    pub polarity: Polarity,
    /// How real it is in the words of whoever tells it.
    pub modality: Modality,
    /// The words that show polarity and modality: "not", "plans to", "denied"; empty for a plain event.
    #[serde(with = "pairs")]
    #[schemars(with = "Vec<[u32; 2]>")]
    pub modality_evidence: Vec<Span>,
    /// Every place in the text that speaks of this event, the trigger among them, in text order.
    pub mentions: Vec<EventMention>,
    /// The tense of its trigger.
    pub tense: Option<Tense>,
    /// The chain of statements it stands in, the outermost first; empty when the report itself tells it.
    pub according_to: Vec<StatementId>,
    /// How much of the event was found: 0.8 with actor and recipient, 0.65 with one of them, 0.5 with
    /// neither. A fixed ranking, not yet calibrated against cases judged by people.
    pub confidence: f32,
}

/// A place in the text that speaks of an event, and how it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventMention {
    /// The words.
    #[serde(flatten)]
    pub span: Span,
    /// Whether it is told here to have happened or not to have.
    pub polarity: Polarity,
    /// How real it is here.
    pub modality: Modality,
    /// The chain of statements that it is told in here, the outermost first.
    pub according_to: Vec<StatementId>,
}

/// An event in the terms of other coders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventCodes {
    /// PLOVER type, with the mode after a dot where there is one.
    pub plover: String,
    /// CAMEO root code, two digits.
    pub cameo: Option<String>,
    /// ACLED sub-event type.
    pub acled: Option<String>,
}

/// Somebody or something that takes part in an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Argument {
    /// What part it takes.
    pub role: Role,
    /// The words.
    #[serde(flatten)]
    pub span: Span,
    /// The entity behind them.
    pub entity: Option<EntityId>,
}

/// What part an argument takes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom, or with whom, it is done.
    Recipient,
    /// With what.
    Instrument,
    /// About what.
    Topic,
    /// Where, in words of the event itself.
    Location,
}

/// How real an event is in the words of whoever tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// Told as happening or having happened.
    #[default]
    Actual,
    /// May have happened.
    Possible,
    /// Is intended.
    Planned,
    /// Is threatened.
    Threatened,
    /// Is called for.
    Demanded,
    /// Is ordered by somebody who can.
    Ordered,
    /// Was tried.
    Attempted,
    /// Depends on something.
    Conditional,
    /// Is only thought of.
    Hypothetical,
    /// Happened, but long before the report: told as history.
    Historical,
}

/// Tense of an event's trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tense {
    /// Before now.
    Past,
    /// Now.
    Present,
    /// After now.
    Future,
}

/// A number of people something happened to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Its name in this report.
    pub id: FigureId,
    /// The words.
    #[serde(flatten)]
    pub span: Span,
    /// What happened to them.
    pub what: FigureKind,
    /// The lowest number the words allow; null for vague words.
    pub low: Option<u64>,
    /// The highest number the words allow; null when open or vague.
    pub high: Option<u64>,
    /// The number as written; the words for them, where people are told of one by one ("a teacher").
    pub text: String,
    /// Who was counted: "soldiers".
    pub who: Option<String>,
    /// How exact the words are.
    pub qualifier: Qualifier,
}

/// What happened to the people a figure counts.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FigureKind {
    Killed,
    Injured,
    Missing,
    Arrested,
    Displaced,
    Evacuated,
    Participants,
}

impl FigureKind {
    /// As in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Injured => "injured",
            Self::Missing => "missing",
            Self::Arrested => "arrested",
            Self::Displaced => "displaced",
            Self::Evacuated => "evacuated",
            Self::Participants => "participants",
        }
    }
}

/// How exact a figure's words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// "eleven".
    Exact,
    /// "at least", "more than".
    AtLeast,
    /// "about", "some".
    About,
    /// "up to", "fewer than".
    AtMost,
    /// "dozens", "several": no number is made of it.
    Vague,
}
