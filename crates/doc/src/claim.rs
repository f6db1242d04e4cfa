//! Claims: a source's word on one attribute of one event, and how claims relate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::pairs;
use crate::{ClaimId, EntityId, EventId, Qualifier, Span, StatementId};

/// One source's word, once, on one attribute of one event. Never changed afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Its name in this report.
    pub id: ClaimId,
    /// The event it is about.
    pub event: EventId,
    /// What it is about: `killed`, `injured`, `arrested`, …
    pub attribute: String,
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

/// The value of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimValue {
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

/// A figure about an event that another sentence tells. A layer: written by `extract`, read by `resolve`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The figure.
    pub figure: crate::FigureId,
    /// The event it is about.
    pub event: EventId,
    /// The statements it stands in, the outermost first.
    pub according_to: Vec<StatementId>,
    /// Whoever gives it where no statement tells.
    pub by: Option<EntityId>,
    /// The word that says that an earlier figure is replaced.
    pub revised: Option<Span>,
}
