//! Statements: who says what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::pairs;
use crate::{EntityId, MentionId, Span, StatementId, TimeId};

/// Something said, written, promised, ordered or believed by a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Its name in this report.
    pub id: StatementId,
    /// Whether the words are quoted.
    pub kind: StatementKind,
    /// Whose statement it is.
    pub source: StatementSource,
    /// The words that tell that somebody states.
    pub cue: Cue,
    /// What is stated, quotation marks included.
    #[serde(with = "pairs")]
    #[schemars(with = "Vec<[u32; 2]>")]
    pub content: Vec<Span>,
    /// The statement that this one stands in.
    pub parent: Option<StatementId>,
    /// Whether the source affirms or denies the content.
    pub polarity: Polarity,
    /// How sure the source is.
    pub certainty: Certainty,
    /// When it was stated.
    pub time: Option<TimeId>,
    /// Where among the source's statements the text itself puts it.
    pub order: Option<Order>,
}

/// Whether a statement's words are the source's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// All words are quoted.
    Direct,
    /// None is.
    Indirect,
    /// Some are.
    Mixed,
}

/// Whose statement it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementSource {
    /// The words that name the source; empty for an implicit one.
    #[serde(with = "pairs")]
    #[schemars(with = "Vec<[u32; 2]>")]
    pub spans: Vec<Span>,
    /// The mention at the heart of them.
    pub mention: Option<MentionId>,
    /// The entity behind it.
    pub entity: Option<EntityId>,
    /// What kind of source it is.
    pub class: SourceClass,
}

/// What kind of source a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceClass {
    /// A person under a name.
    Named,
    /// A pronoun.
    Pronoun,
    /// A person without a name: "a US military official".
    Unnamed,
    /// Several people: "four sources", "officials".
    Collective,
    /// A body or a state.
    Organization,
    /// A report, a law, data.
    Document,
    /// Nobody is named: "reportedly".
    Implicit,
}

/// The words that tell that somebody states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// Where they are; empty when only quotation marks tell.
    #[serde(with = "pairs")]
    #[schemars(with = "Vec<[u32; 2]>")]
    pub spans: Vec<Span>,
    /// Dictionary form: `say`, `point out`, `according to`.
    pub lemma: String,
    /// What kind of stating it is: a class of the cue lexicon, such as `neutral` or `denying`.
    pub class: String,
}

/// Whether something is affirmed or denied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// Affirmed.
    #[default]
    Positive,
    /// Denied or negated.
    Negative,
}

/// How sure a source is of what it states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// States it as a fact.
    #[default]
    Certain,
    /// Thinks it likely: "believe", "expect", "estimate".
    Probable,
    /// Thinks it possible: "suggest", "may".
    Possible,
}

/// Where among a source's statements the text itself puts this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// "initially", "at first".
    First,
    /// "later", "then".
    Later,
}
