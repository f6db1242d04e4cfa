//! Claims: a source's word on one attribute of one event, and how claims relate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::pairs;
use crate::{ClaimId, EntityId, EventId, FigureId, Polarity, Qualifier, Span, StatementId};

/// One source's word, once, on one attribute of one event. Never changed afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Its name in this report.
    pub id: ClaimId,
    /// The event it is about.
    pub event: EventId,
    /// What it is about: `killed`, `injured`, `arrested`, … for figures, `responsible` for who did it,
    /// `occurred` for whether it happened (only where somebody denies it).
    pub attribute: String,
    /// Who was counted, where that is a part of all: "children", "soldiers"; null for the total.
    pub scope: Option<String>,
    /// The value claimed.
    pub value: ClaimValue,
    /// Whose claim it is; null when the report itself tells it.
    pub by: Option<EntityId>,
    /// The statement it stands in; null when the report itself tells it.
    pub statement: Option<StatementId>,
    /// When it was said.
    pub said: Said,
    /// The words that show it.
    #[serde(with = "pairs")]
    #[schemars(with = "Vec<[u32; 2]>")]
    pub evidence: Vec<Span>,
}

/// The value of a claim: a number, an entity, or only a yes or no.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimValue {
    /// Whether the claim is that it is so, or that it is not ("denied any role").
    pub polarity: Polarity,
    /// Who is said to be responsible.
    pub entity: Option<EntityId>,
    /// The lowest number the words allow; null for vague words.
    pub low: Option<u64>,
    /// The highest number the words allow; null when open or vague.
    pub high: Option<u64>,
    /// How exact the words are.
    pub qualifier: Qualifier,
    /// The words as written.
    pub text: String,
}

/// The days between which a claim was made, ISO 8601.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Said {
    /// First possible day.
    pub earliest: Option<String>,
    /// Last possible day.
    pub latest: Option<String>,
}

/// How one claim relates to an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimLink {
    /// The later claim.
    pub from: ClaimId,
    /// The earlier one.
    pub to: ClaimId,
    /// How they relate.
    #[serde(rename = "type")]
    pub kind: ClaimLinkKind,
    /// The words that show it, such as "initially" and "later"; empty where only the values show it.
    #[serde(with = "pairs")]
    #[schemars(with = "Vec<[u32; 2]>")]
    pub evidence: Vec<Span>,
}

/// How one claim relates to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ClaimLinkKind {
    /// The same source says the same again.
    Repeats,
    /// Says it more exactly.
    Refines,
    /// The same source gives a later value.
    Updates,
    /// The same source gives a later value and the text says so.
    Corrects,
    /// Takes it back.
    Retracts,
    /// Another source denies it.
    Denies,
    /// Another source gives a value that cannot be true beside it.
    Contradicts,
    /// Another source says the same.
    Corroborates,
}

/// One source's word on an event, before it is set down as a claim. A layer: written by `extract`, read by
/// `resolve`.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The event it is about.
    pub event: EventId,
    /// What is said of it.
    pub matter: Matter,
    /// Whether it is said to be so or not.
    pub polarity: Polarity,
    /// Who was counted, where that is a part of all.
    pub scope: Option<String>,
    /// The statements it stands in, the outermost first.
    pub according_to: Vec<StatementId>,
    /// Whoever gives it where no statement tells.
    pub by: Option<EntityId>,
    /// Words on how it relates to the same source's other accounts.
    pub revisions: Vec<(Revision, Span)>,
    /// Told in the pluperfect: before what is told around it.
    pub before: bool,
    /// The words that show it, the first for its place in the text.
    pub evidence: Vec<Span>,
}

/// What an account is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// How many.
    Figure(FigureId),
    /// Who did it.
    Responsible(EntityId, Span),
    /// Whether it happened.
    Occurred,
}

/// What a word says about the order of one source's accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Revision {
    /// "initially", "at first": there will be another.
    First,
    /// "later", "now": there was another.
    Later,
    /// "rose to", "climbed to": the thing counted has grown since.
    Grown,
    /// "revised", "lowered": the earlier one was wrong.
    Replaced,
    /// "withdrew", "retracted": the earlier one is taken back.
    Withdrawn,
}
