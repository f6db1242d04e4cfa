//! The main path: a document becomes its record.

use std::fmt;

use annalist_doc::{Document, Program, Published, PublishedFrom, Report, SCHEMA, Warning};
use annalist_extract::{Quote, extract, quotes};
use annalist_lexicon::Lexicon;
use annalist_resolve::{Anchor, Told, actors, anchor, claims, published_in};

use crate::config::Config;
use crate::layers::Annotator;

/// Everything that is loaded once: language pipeline and lexicon. Shared freely between threads.
#[derive(Debug)]
pub struct Pipeline {
    annotator: Annotator,
    lexicon: Lexicon,
    program: Program,
}

impl Pipeline {
    /// Joins a language pipeline with the lexicon.
    ///
    /// # Errors
    /// When the lexicon folder of the configuration cannot be read or understood.
    pub fn new(language: annalist_annotate::Pipeline, config: Config) -> Result<Self, Error> {
        let lexicon = match &config.lexicon {
            Some(folder) => Lexicon::open(folder),
            None => Lexicon::english(),
        };
        let mut lexicon = lexicon.map_err(Error)?;
        if config.rules_alone {
            lexicon.statements = None;
            lexicon.events = None;
            lexicon.kept_events = None;
        }
        let meta = language.meta();
        let program = Program {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pipeline: format!("{}_{} {}", meta.lang, meta.name, meta.version),
            pipeline_hash: meta.hash.clone(),
            lexicon_hash: lexicon.hash.clone(),
        };
        Ok(Self { annotator: Annotator::new(language), lexicon, program })
    }

    /// Codes documents: one record each, in the same order. A batch goes through the language
    /// pipeline together; records do not depend on what else is in the batch.
    #[must_use]
    pub fn code(&self, documents: Vec<Document>) -> Vec<Report> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        let layers = self.annotator.annotate(&documents, &quotes);
        let joined = documents.into_iter().zip(layers).zip(quotes);
        joined.map(|((document, layers), quotes)| self.record(document, &layers, &quotes)).collect()
    }

    /// Everything in documents that may be a statement, to learn from.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn statement_candidates(
        &self,
        documents: &[Document],
    ) -> Vec<Vec<annalist_extract::StatementCandidate>> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        let layers = self.annotator.annotate(documents, &quotes);
        let joined = documents.iter().zip(&layers).zip(&quotes);
        joined
            .map(|((d, l), q)| annalist_extract::statement_candidates(d, l, q, &self.lexicon))
            .collect()
    }

    /// All events of documents before any is dropped, to learn from.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn event_candidates(
        &self,
        documents: &[Document],
    ) -> Vec<Vec<annalist_extract::EventCandidate>> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        let layers = self.annotator.annotate(documents, &quotes);
        let joined = documents.iter().zip(&layers).zip(&quotes);
        joined
            .map(|((d, l), q)| annalist_extract::event_candidates(d, l, q, &self.lexicon))
            .collect()
    }

    /// Takes other weights for events, to see what they do.
    #[cfg(feature = "training")]
    pub fn use_event_weights(
        &mut self,
        types: Option<annalist_lexicon::Choice>,
        kept: Option<annalist_lexicon::Weights>,
    ) {
        self.lexicon.events = types;
        self.lexicon.kept_events = kept;
    }

    /// The features of the two marked actors of each document, to learn from.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn pair_features(
        &self,
        documents: &[Document],
        actors: &[(&[annalist_doc::Span], &[annalist_doc::Span])],
    ) -> Vec<Vec<String>> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        let layers = self.annotator.annotate(documents, &quotes);
        let joined = documents.iter().zip(&layers).zip(&quotes).zip(actors);
        joined
            .map(|(((d, l), q), a)| annalist_extract::pair_features(d, l, q, &self.lexicon, *a))
            .collect()
    }

    /// The record of one annotated document.
    fn record(
        &self,
        mut document: Document,
        layers: &annalist_doc::Layers,
        quotes: &[Quote],
    ) -> Report {
        let said = extract(&document, layers, quotes, &self.lexicon);
        let mut warnings = Vec::new();
        if document.published.is_none() {
            match published_in(&said.times) {
                Some((value, span)) => {
                    warnings.push(Warning::at("date-from-text", format!("no publication date was given; {value} was taken from the text"), span));
                    document.published = Some(Published { value, from: PublishedFrom::Text });
                }
                None => warnings.push(Warning::whole(
                    "no-publication-date",
                    "no publication date is known, so relative dates such as \"yesterday\" have no day; give one with --published".to_owned(),
                )),
            }
        }
        let times = anchor(&said.times, Anchor::of(&document));
        let mut entities = said.entities;
        for (entity, actor) in actors(&entities, &self.lexicon).into_iter().enumerate() {
            entities[entity].country = actor.country;
            entities[entity].actor = actor.code;
        }
        let sentences: Vec<_> = layers.sentences.iter().map(|s| s.span).collect();
        let claims = claims(Told {
            events: &said.events,
            figures: &said.figures,
            tallies: &said.tallies,
            statements: &said.statements,
            order_evidence: &said.order_evidence,
            times: &times,
            published: document.published.as_ref().map(|p| p.value.as_str()),
            sentences: &sentences,
        });
        Report {
            schema: SCHEMA.to_owned(),
            program: self.program.clone(),
            document,
            sentences,
            mentions: said.mentions,
            entities,
            times,
            places: said.places,
            statements: said.statements,
            events: said.events,
            figures: said.figures,
            claims: claims.claims,
            claim_links: claims.links,
            warnings,
        }
    }
}

/// The pipeline could not be put together. The message says which file and why.
#[derive(Debug)]
pub struct Error(annalist_lexicon::Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
