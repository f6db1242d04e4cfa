//! The main path: a document becomes its record.

use std::fmt;

use annalist_doc::{Document, Program, Published, PublishedFrom, Report, SCHEMA, Warning};
use annalist_extract::{Extraction, Keep, Quote, extract, quotes};
use annalist_gazetteer::Gazetteer;
use annalist_lexicon::Lexicon;
use annalist_resolve::{
    Anchor, Atlas, Dateline, Told, Written, actors, anchor, claims, dateline, days, places,
    published_in, where_written,
};

use crate::config::Config;
use crate::layers::Annotator;

/// Everything that is loaded once: language pipeline and lexicon. Shared freely between threads.
#[derive(Debug)]
pub struct Pipeline {
    pub(crate) annotator: Annotator,
    pub(crate) lexicon: Lexicon,
    pub(crate) gazetteer: Option<Gazetteer>,
    program: Program,
    /// The language that the pipeline reads.
    language: String,
    keep: Keep,
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
            lexicon.toponyms = None;
            lexicon.where_ = None;
            lexicon.events_where = None;
            lexicon.events = None;
            lexicon.kept_events = None;
            lexicon.same_events = None;
        }
        let meta = language.meta();
        let program = Program {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pipeline: format!("{}_{} {}", meta.lang, meta.name, meta.version),
            pipeline_hash: meta.hash.clone(),
            lexicon_hash: lexicon.hash.clone(),
            gazetteer_hash: config.gazetteer.as_ref().map(Gazetteer::hash),
        };
        let tag = meta.lang.clone();
        Ok(Self {
            annotator: Annotator::new(language),
            lexicon,
            gazetteer: config.gazetteer,
            program,
            language: tag,
            keep: config.statements,
        })
    }

    /// Codes documents: one record each, in the same order. A batch goes through the language
    /// pipeline together; records do not depend on what else is in the batch. A document in another
    /// language than the pipeline's is recorded with its text and metadata alone.
    #[must_use]
    pub fn code(&self, documents: Vec<Document>) -> Vec<Report> {
        let foreign: Vec<bool> = documents.iter().map(|d| self.is_foreign(d)).collect();
        let (others, documents): (Vec<_>, Vec<_>) =
            documents.into_iter().zip(foreign.iter().copied()).partition(|(_, foreign)| *foreign);
        let documents: Vec<Document> = documents.into_iter().map(|(own, _)| own).collect();
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        let layers = self.annotator.annotate(&documents, &quotes);
        let joined = documents.into_iter().zip(layers).zip(quotes);
        let mut coded = joined.map(|((d, layers), quotes)| self.record(d, &layers, &quotes));
        let mut uncoded = others.into_iter().map(|(other, _)| self.uncoded(other));
        let next = |foreign| if foreign { uncoded.next() } else { coded.next() };
        foreign.into_iter().filter_map(next).collect()
    }

    /// Whether a document is in a language that the pipeline does not know. One whose language could
    /// not be told is taken for the pipeline's.
    fn is_foreign(&self, document: &Document) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        document.language.as_deref().is_some_and(|tag| primary(tag) != primary(&self.language))
    }

    /// The record of a document that cannot be coded: its text and what is known of its publication.
    fn uncoded(&self, mut document: Document) -> Report {
        let mut warnings = std::mem::take(&mut document.warnings);
        let language = document.language.as_deref().unwrap_or("unknown");
        warnings.push(Warning::whole(
            "language-not-coded",
            format!(
                "the text is in another language ({language}) than the language pipeline ({}); it \
                 was recorded, but not coded",
                self.language
            ),
        ));
        Report { warnings, ..self.bare(document) }
    }

    /// What its records say of themselves.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// A record that says nothing of a document: for a text whose record is at hand already.
    #[must_use]
    pub fn bare(&self, document: Document) -> Report {
        Report::empty(document, self.program.clone())
    }

    /// The words of a record that tell stories apart, as hashes, and how often it has each: what stories
    /// are told by when reports are compared elsewhere than in an [`Archive`](crate::Archive).
    #[must_use]
    pub fn story_terms(&self, report: &Report) -> Vec<(u32, u8)> {
        annalist_resolve::Terms::of(report, &self.lexicon.stories).counts().collect()
    }

    /// The words that tell stories apart, for an [`Archive`](crate::Archive).
    pub(crate) fn story_words(&self) -> &annalist_lexicon::StoryWords {
        &self.lexicon.stories
    }

    /// What places of a document are resolved with.
    pub(crate) fn atlas(&self, document: &Document) -> Option<Atlas<'_>> {
        let publisher = [document.site.as_deref(), document.source.uri.as_deref()]
            .into_iter()
            .flatten()
            .find_map(|site| self.lexicon.publishers.find(site));
        self.gazetteer.as_ref().map(|gazetteer| Atlas {
            gazetteer,
            words: &self.lexicon.places,
            weights: self.lexicon.where_.as_ref(),
            home: publisher.and_then(|p| gazetteer.largest(&p.place, &p.country)),
        })
    }

    /// Where what a verb tells happened, for a verb of each document, given by its place in the text: the
    /// question that the record answers for its events, for any verb. The answer is a name of the text
    /// and where it lies on the map, if that is known.
    #[must_use]
    pub fn places_of_verbs(
        &self,
        documents: &[Document],
        verbs: &[annalist_doc::Span],
    ) -> Vec<Option<annalist_doc::Place>> {
        let mut all = Vec::with_capacity(documents.len());
        for (batch, verbs) in documents.chunks(16).zip(verbs.chunks(16)) {
            let quotes: Vec<Vec<Quote>> = batch.iter().map(quotes).collect();
            let layers = self.annotator.annotate(batch, &quotes);
            for ((document, layers), verb) in batch.iter().zip(&layers).zip(verbs) {
                let gazetteer = self.gazetteer.as_ref();
                let mut name = annalist_extract::place_of_verb(
                    document,
                    layers,
                    &self.lexicon,
                    gazetteer,
                    *verb,
                );
                if let Some(name) = &mut name {
                    name.id = annalist_doc::PlaceId(0);
                    name.within = None;
                    name.bearings.clear();
                }
                let names: Vec<annalist_doc::Toponym> = name.into_iter().collect();
                all.push(places(&names, self.atlas(document)).pop());
            }
        }
        all
    }

    /// The record of one annotated document.
    pub(crate) fn record(
        &self,
        document: Document,
        layers: &annalist_doc::Layers,
        quotes: &[Quote],
    ) -> Report {
        let gazetteer = self.gazetteer.as_ref();
        let said = extract(&document, layers, quotes, &self.lexicon, gazetteer, self.keep);
        self.resolve(document, layers, said)
    }

    /// Says what the findings of one document refer to.
    pub(crate) fn resolve(
        &self,
        mut document: Document,
        layers: &annalist_doc::Layers,
        said: Extraction,
    ) -> Report {
        let mut warnings = std::mem::take(&mut document.warnings);
        warnings.extend(date_the_document(&mut document, &said.times));
        let places = places(&said.places, self.atlas(&document));
        if self.gazetteer.is_none() {
            warnings.push(Warning::whole(
                "no-gazetteer",
                "no gazetteer was used, so places are only names, without coordinates; leave out --no-places to have them put on the map".to_owned(),
            ));
        }
        let times = anchor(&said.times, Anchor::of(&document));
        let mut events = said.events;
        for event in &mut events {
            if let Some(time) = event.time {
                [event.earliest, event.latest] = days(&said.times, &times, time);
            }
        }
        let mut entities = said.entities;
        for (entity, actor) in actors(&entities, &self.lexicon).into_iter().enumerate() {
            entities[entity].country = actor.country;
            entities[entity].actor = actor.code;
        }
        let sentences: Vec<_> = layers.sentences.iter().map(|s| s.span).collect();
        let written = where_written(Written {
            events: &events,
            places: &places,
            entities: &entities,
            blocks: &document.blocks,
            sentences: &sentences,
            published: document.published.as_ref().map(|p| p.value.as_str()),
        });
        for (event, place) in events.iter_mut().zip(written) {
            event.place = event.place.or(place);
        }
        let claims = claims(Told {
            accounts: &said.accounts,
            events: &events,
            figures: &said.figures,
            statements: &said.statements,
            entities: &entities,
            times: &times,
            blocks: &document.blocks,
            text: &document.text,
            published: document.published.as_ref().map(|p| p.value.as_str()),
        });
        Report {
            schema: SCHEMA.to_owned(),
            program: self.program.clone(),
            document,
            sentences,
            mentions: said.mentions,
            entities,
            times,
            places,
            statements: said.statements,
            events,
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
pub struct Error(pub(crate) annalist_lexicon::Error);

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
