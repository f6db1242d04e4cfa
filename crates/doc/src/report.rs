//! The whole record of one document, and its JSON form.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::Points;
use crate::{
    Claim, ClaimLink, Document, Entity, Event, Figure, Mention, Place, Span, Statement, Time,
};

/// The name of the JSON form that this version writes.
pub const SCHEMA: &str = "annalist.report/1";

/// The record of one document. Offsets are UTF-8 bytes of `document.text`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "annalist.report/1")]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Always `annalist.report/1`.
    pub schema: String,
    /// What made the record.
    pub program: Program,
    /// The text and its publication.
    pub document: Document,
    /// Sentences in text order.
    pub sentences: Vec<Span>,
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Entities in order of their first mention.
    pub entities: Vec<Entity>,
    /// Time expressions in text order.
    pub times: Vec<Time>,
    /// Place names in text order.
    pub places: Vec<Place>,
    /// Statements in text order of their cues.
    pub statements: Vec<Statement>,
    /// Events in text order of their triggers.
    pub events: Vec<Event>,
    /// Figures in text order.
    pub figures: Vec<Figure>,
    /// Claims in text order.
    pub claims: Vec<Claim>,
    /// How claims relate.
    pub claim_links: Vec<ClaimLink>,
    /// What the reader of this record should know about how it was made.
    pub warnings: Vec<Warning>,
}

/// What made a record: enough to make it again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// Program version.
    pub version: String,
    /// Name and version of the language pipeline.
    pub pipeline: String,
    /// Hash of the language pipeline's files.
    pub pipeline_hash: String,
    /// Hash of the lexicon's files.
    pub lexicon_hash: String,
    /// Hash of the gazetteer; null when none was used. It holds data of GeoNames (CC BY 4.0).
    #[serde(default)]
    pub gazetteer_hash: Option<String>,
}

/// Something the reader of a record should know about how it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// A short fixed name, for instance `no-publication-date`.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
    /// Where it begins, when it is about a part of the text.
    pub start: Option<u32>,
    /// Where it ends.
    pub end: Option<u32>,
}

impl Warning {
    /// A warning about the whole document.
    #[must_use]
    pub fn whole(code: &str, message: String) -> Self {
        Self { code: code.to_owned(), message, start: None, end: None }
    }

    /// A warning about a part of the text.
    #[must_use]
    pub fn at(code: &str, message: String, span: Span) -> Self {
        Self { code: code.to_owned(), message, start: Some(span.start), end: Some(span.end) }
    }
}

impl Report {
    /// A record that says nothing of a document yet.
    #[must_use]
    pub fn empty(document: Document, program: Program) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            program,
            document,
            sentences: Vec::new(),
            mentions: Vec::new(),
            entities: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            statements: Vec::new(),
            events: Vec::new(),
            figures: Vec::new(),
            claims: Vec::new(),
            claim_links: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Calls `change` on every span of the record.
    fn each_span(&mut self, change: &mut impl FnMut(&mut Span)) {
        let all = |spans: &mut Vec<Span>, change: &mut dyn FnMut(&mut Span)| {
            spans.iter_mut().for_each(change);
        };
        self.document.blocks.iter_mut().for_each(|b| change(&mut b.span));
        all(&mut self.sentences, change);
        self.mentions.iter_mut().for_each(|m| change(&mut m.span));
        self.times.iter_mut().for_each(|t| change(&mut t.span));
        self.places.iter_mut().for_each(|p| change(&mut p.span));
        for statement in &mut self.statements {
            all(&mut statement.source.spans, change);
            all(&mut statement.cue.spans, change);
            all(&mut statement.content, change);
        }
        for event in &mut self.events {
            change(&mut event.trigger);
            all(&mut event.modality_evidence, change);
            event.mentions.iter_mut().for_each(|m| change(&mut m.span));
            event.arguments.iter_mut().for_each(|a| change(&mut a.span));
        }
        self.figures.iter_mut().for_each(|f| change(&mut f.span));
        self.claims.iter_mut().for_each(|c| all(&mut c.evidence, change));
        self.claim_links.iter_mut().for_each(|l| all(&mut l.evidence, change));
        for warning in &mut self.warnings {
            if let (Some(start), Some(end)) = (warning.start, warning.end) {
                let mut span = Span { start, end };
                change(&mut span);
                (warning.start, warning.end) = (Some(span.start), Some(span.end));
            }
        }
    }

    /// Whether every span fits the text and cuts no character; the first that does not, otherwise.
    ///
    /// # Errors
    /// The offending span.
    pub fn check_spans(&self) -> Result<(), Span> {
        let mut bad = None;
        let text = self.document.text.as_str();
        let mut copy = Self {
            document: Document { text: String::new(), ..self.document.clone() },
            ..self.clone()
        };
        copy.each_span(&mut |span| {
            if bad.is_none() && !span.fits(text) {
                bad = Some(*span);
            }
        });
        bad.map_or(Ok(()), Err)
    }

    /// The record with its offsets in code points, ready for JSON.
    #[must_use]
    pub fn into_wire(self) -> WireReport {
        let points = Points::of(&self.document.text);
        self.into_wire_with(&points)
    }

    /// The same with the count of the text's characters given, which need not be in the record.
    #[must_use]
    pub fn into_wire_with(mut self, points: &Points) -> WireReport {
        self.each_span(&mut |span| *span = points.span(*span));
        WireReport(self)
    }
}

/// A record whose offsets are code points. It can only be written, or turned back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WireReport(Report);

impl WireReport {
    /// The record with its text, where that was kept elsewhere.
    #[must_use]
    pub fn with_text(mut self, text: String) -> Self {
        self.0.document.text = text;
        self
    }

    /// One line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// JSON for people, over many lines.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        serde_json::to_string_pretty(&self.0).unwrap_or_default()
    }

    /// Reads a record back from JSON.
    ///
    /// # Errors
    /// When the JSON is not a record of this schema.
    pub fn from_json(json: &str) -> Result<Self, WireError> {
        let wire: Self = serde_json::from_str(json).map_err(|e| WireError(e.to_string()))?;
        if wire.0.schema != SCHEMA {
            return Err(WireError(format!(
                "expected schema {SCHEMA:?}, found {:?}",
                wire.0.schema
            )));
        }
        Ok(wire)
    }

    /// The record with its offsets in bytes again; offsets beyond the text are cut to its end.
    #[must_use]
    pub fn into_report(self) -> Report {
        let mut report = self.0;
        let text = std::mem::take(&mut report.document.text);
        let starts: Vec<u32> =
            text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect();
        let at = |point: u32| starts.get(point as usize).copied().unwrap_or(text.len() as u32);
        report.each_span(&mut |span| *span = Span { start: at(span.start), end: at(span.end) });
        report.document.text = text;
        report
    }
}

/// A record could not be read from JSON.
#[derive(Debug)]
pub struct WireError(String);

impl std::fmt::Display for WireError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a record: {}", self.0)
    }
}

impl std::error::Error for WireError {}

/// The JSON Schema of the record.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}
