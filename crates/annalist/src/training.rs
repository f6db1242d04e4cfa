//! What programs need that learn weights: the parts of the main path one by one.

use annalist_doc::{Document, Layers, Report, Span};
use annalist_extract::{Quote, StatementCandidate, quotes};
use annalist_lexicon::Weights;

use crate::pipeline::{Error, Pipeline};

/// A document with everything that does not depend on weights.
#[derive(Clone, Debug)]
pub struct Annotated {
    document: Document,
    layers: Layers,
    quotes: Vec<Quote>,
}

impl Pipeline {
    /// Reads documents as far as the language pipeline goes.
    #[must_use]
    pub fn annotate(&self, documents: Vec<Document>) -> Vec<Annotated> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        let layers = self.annotator.annotate(&documents, &quotes);
        let joined = documents.into_iter().zip(layers).zip(quotes);
        joined.map(|((document, layers), quotes)| Annotated { document, layers, quotes }).collect()
    }

    /// Everything in a document that may be a statement. `is_right` tells whether a cue with a content is
    /// wanted.
    #[must_use]
    pub fn statement_candidates(
        &self,
        of: &Annotated,
        is_right: &dyn Fn(&[Span], &[Span]) -> bool,
    ) -> Vec<StatementCandidate> {
        annalist_extract::statement_candidates(
            &of.document,
            &of.layers,
            &of.quotes,
            &self.lexicon,
            is_right,
        )
    }

    /// Takes other weights for statements; the text is that of a weights file.
    ///
    /// # Errors
    /// When the text is no table of weights.
    pub fn set_statement_weights(&mut self, text: &str) -> Result<(), Error> {
        self.lexicon.statements = Some(Weights::parse("weights", text).map_err(Error)?);
        Ok(())
    }

    /// The record of an annotated document.
    #[must_use]
    pub fn record_of(&self, of: &Annotated) -> Report {
        self.record(of.document.clone(), &of.layers, &of.quotes)
    }
}
