//! Mentions and the entities behind them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EntityId, MentionId, Span};

/// A place in the text that speaks of an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Its name in this report.
    pub id: MentionId,
    /// The words, determiner and apposition-free modifiers included.
    #[serde(flatten)]
    pub span: Span,
    /// How it speaks of the entity.
    pub kind: MentionKind,
    /// The entity.
    pub entity: EntityId,
}

/// How a mention speaks of its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a common noun: "the general".
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// Somebody or something that the report speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Its name in this report.
    pub id: EntityId,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// The fullest name in the text; null for the unnamed ("US officials").
    pub name: Option<String>,
    /// Other names in the text.
    pub aliases: Vec<String>,
    /// What it is called for what it does: "deputy commander", "spokeswoman".
    pub roles: Vec<String>,
    /// The organization or country it is said to belong to.
    pub affiliation: Option<EntityId>,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: Option<String>,
    /// Who it is in the terms of event coders.
    pub actor: Option<ActorCode>,
    /// Its mentions in text order.
    pub mentions: Vec<MentionId>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body with a name: a ministry, a company, an armed group, a newspaper.
    Organization,
    /// Several people without a common name: "demonstrators", "US officials".
    Group,
    /// A state.
    Country,
    /// A town, region, river, …
    Place,
    /// A building, base, road, …
    Facility,
    /// Anything else with a name.
    Other,
}

/// Country and sector codes as CAMEO, PLOVER and ICEWS use them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActorCode {
    /// ISO 3166-1 alpha-3 code.
    pub country: Option<String>,
    /// Sectors, the most specific first: `GOV`, `MIL`, `REB`, `OPP`, `CVL`, …
    pub sectors: Vec<String>,
}
