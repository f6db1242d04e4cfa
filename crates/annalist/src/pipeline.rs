//! The main path: a document becomes its record.

use std::fmt;

use annalist_doc::{Document, Program, Published, PublishedFrom, Report, SCHEMA, Warning};
use annalist_extract::{Quote, extract, quotes};
use annalist_lexicon::Lexicon;
use annalist_resolve::{Anchor, Dateline, Told, actors, anchor, claims, dateline, published_in};

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

    /// What the language pipeline says about documents, to measure what comes after it by itself.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn parsed(&self, documents: &[Document]) -> Vec<annalist_doc::Layers> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        self.annotator.annotate(documents, &quotes)
    }

    /// The time expressions of one parsed document, and nothing else.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn times(
        &self,
        document: &Document,
        layers: &annalist_doc::Layers,
    ) -> Vec<annalist_doc::Time> {
        anchor(&annalist_extract::times(document, layers, &self.lexicon), Anchor::of(document))
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

    /// The record of one annotated document.
    fn record(
        &self,
        mut document: Document,
        layers: &annalist_doc::Layers,
        quotes: &[Quote],
    ) -> Report {
        let said = extract(&document, layers, quotes, &self.lexicon);
        let mut warnings = std::mem::take(&mut document.warnings);
        warnings.extend(date_the_document(&mut document, &said.times));
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

/// Gives a document without a publication date the one of its dateline, and says what is doubtful.
fn date_the_document(document: &mut Document, times: &[annalist_doc::Timex]) -> Vec<Warning> {
    let line = dateline(document, times);
    if let Some(published) = &document.published {
        let conflict = line.filter(|line| line.contradicts(&published.value));
        let message = |line: Dateline| {
            let words = line.span.of(&document.text);
            format!("the dateline says {words:?}, but the publication date is {}", published.value)
        };
        return conflict
            .map(|line| Warning::at("date-conflict", message(line), line.span))
            .into_iter()
            .collect();
    }
    let dated = line.and_then(|line| line.date().map(|date| (date, line.span)));
    match dated.or_else(|| published_in(times)) {
        Some((value, span)) => {
            let message = format!("no publication date was given; {value} was taken from the text");
            document.published = Some(Published { value, from: PublishedFrom::Text });
            vec![Warning::at("date-from-text", message, span)]
        }
        None => vec![Warning::whole(
            "no-publication-date",
            "no publication date is known, so relative dates such as \"yesterday\" have no day; give one with --published".to_owned(),
        )],
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
