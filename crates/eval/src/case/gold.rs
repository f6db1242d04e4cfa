//! A careful reader's record.

use std::collections::BTreeMap;

use annalist_doc::Span;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Gold {
    pub(super) published: String,
    #[serde(default)]
    pub(super) noise: Vec<Words>,
    #[serde(default)]
    pub(super) entities: Vec<Entity>,
    #[serde(default)]
    pub(super) statements: Vec<Statement>,
    #[serde(default)]
    pub(super) events: Vec<Event>,
    #[serde(default)]
    pub(super) claims: Vec<Claim>,
}

/// Words of the report: their first occurrence, or the `nth`.
#[derive(Deserialize)]
pub(super) struct Words {
    pub(super) text: String,
    nth: Option<usize>,
}

impl Words {
    pub(super) fn span(&self, text: &str) -> Option<Span> {
        let at = text.match_indices(&self.text).nth(self.nth.unwrap_or(1).max(1) - 1)?.0;
        Some((at..at + self.text.len()).into())
    }
}

#[derive(Deserialize)]
pub(super) struct Entity {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) mentions: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Statement {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) entity: String,
    pub(super) cue: String,
    pub(super) kind: String,
    pub(super) content: String,
}

#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) trigger: String,
    pub(super) what: String,
    pub(super) agent: Option<String>,
    #[serde(default)]
    pub(super) patients: Vec<String>,
    pub(super) when: Option<When>,
    #[serde(rename = "where")]
    pub(super) place: Option<Where>,
    pub(super) reality: String,
    pub(super) according_to: String,
}

#[derive(Deserialize)]
pub(super) struct When {
    pub(super) text: String,
    pub(super) value: String,
}

#[derive(Deserialize)]
pub(super) struct Where {
    pub(super) text: String,
    /// The place itself, where the words only describe it.
    pub(super) place: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Claim {
    pub(super) id: String,
    pub(super) value: BTreeMap<String, u64>,
    pub(super) by: String,
    pub(super) statement: String,
    pub(super) revises: Option<String>,
}
