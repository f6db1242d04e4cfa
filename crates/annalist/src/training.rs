//! What programs need that learn weights: the parts of the main path one by one.

use annalist_doc::{Document, Layers, Report, Span};
use annalist_extract::{Quote, StatementCandidate, quotes};
use annalist_gazetteer::Gazetteer;
use annalist_lexicon::Weights;
use annalist_resolve::{Anchor, anchor, places};

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

    /// What the language pipeline says about documents, to measure what comes after it by itself.
    #[must_use]
    pub fn parsed(&self, documents: &[Document]) -> Vec<Layers> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        self.annotator.annotate(documents, &quotes)
    }

    /// The time expressions of one parsed document, and nothing else.
    #[must_use]
    pub fn times(&self, document: &Document, layers: &Layers) -> Vec<annalist_doc::Time> {
        anchor(&annalist_extract::times(document, layers, &self.lexicon), Anchor::of(document))
    }

    /// How many statements one parsed document has, with who they speak of, and nothing else.
    #[must_use]
    pub fn statements(&self, document: &Document, layers: &Layers) -> usize {
        annalist_extract::statements(document, layers, &quotes(document), &self.lexicon)
    }

    /// How many events one parsed document has, with the whole of its record.
    #[must_use]
    pub fn events(&self, document: &Document, layers: &Layers) -> usize {
        self.record(document.clone(), layers, &quotes(document)).events.len()
    }

    /// Documents with their layers, and a gazetteer: what programs that learn about places need.
    fn with_layers<T>(
        &self,
        documents: &[Document],
        mut each: impl FnMut(usize, &Document, &Layers, &Gazetteer) -> T,
    ) -> Vec<T> {
        let Some(gazetteer) = &self.gazetteer else { return Vec::new() };
        let mut all = Vec::with_capacity(documents.len());
        for (b, batch) in documents.chunks(16).enumerate() {
            let quotes: Vec<Vec<Quote>> = batch.iter().map(quotes).collect();
            let layers = self.annotator.annotate(batch, &quotes);
            for (d, (document, layers)) in batch.iter().zip(&layers).enumerate() {
                all.push(each(b * 16 + d, document, layers, gazetteer));
            }
        }
        all
    }

    /// Everything in documents that may be the name of a place: its words, features and sense.
    #[must_use]
    pub fn toponym_candidates(
        &self,
        documents: &[Document],
    ) -> Vec<Vec<(Span, Vec<String>, annalist_doc::PlaceSense)>> {
        self.with_layers(documents, |_, document, layers, gazetteer| {
            annalist_extract::toponym_candidates(document, layers, &self.lexicon, gazetteer)
        })
    }

    /// The names of places at given words of documents, and where they are.
    #[must_use]
    pub fn places_at(
        &self,
        documents: &[Document],
        spans: &[Vec<Span>],
    ) -> Vec<(Vec<annalist_doc::Toponym>, Vec<annalist_doc::Place>)> {
        self.with_layers(documents, |d, document, layers, gazetteer| {
            let given = annalist_extract::toponyms_at(
                document,
                layers,
                &self.lexicon,
                gazetteer,
                &spans[d],
            );
            let resolved = places(&given, self.atlas(document));
            (given, resolved)
        })
    }

    /// What the language pipeline says of documents, for measuring what comes after it.
    #[must_use]
    pub fn layers(&self, documents: &[Document]) -> Vec<Layers> {
        self.with_layers(documents, |_, _, layers, _| layers.clone())
    }

    /// The places of annotated documents, and nothing else.
    #[must_use]
    pub fn places_of(
        &self,
        documents: &[Document],
        layers: &[Layers],
    ) -> Vec<Vec<annalist_doc::Place>> {
        let found = |(document, layers): (&Document, &Layers)| {
            let gazetteer = self.gazetteer.as_ref();
            let names = annalist_extract::toponyms(document, layers, &self.lexicon, gazetteer);
            places(&names, self.atlas(document))
        };
        documents.iter().zip(layers).map(found).collect()
    }

    /// Each place that may be where a given verb's event happens, in sentences of their own.
    #[must_use]
    pub fn event_place_candidates(
        &self,
        documents: &[Document],
        verbs: &[Span],
    ) -> Vec<Vec<(Span, Vec<String>)>> {
        self.with_layers(documents, |d, document, layers, gazetteer| {
            annalist_extract::event_place_candidates(
                document,
                layers,
                &self.lexicon,
                gazetteer,
                verbs[d],
            )
        })
    }

    /// The names of a document and the places that each may be, to learn from.
    #[must_use]
    pub fn place_problem(
        &self,
        document: &Document,
        toponyms: &[annalist_doc::Toponym],
    ) -> Option<annalist_resolve::PlaceProblem> {
        let atlas = self.atlas(document)?;
        Some(annalist_resolve::PlaceProblem::new(toponyms, atlas))
    }

    /// Documents with their layers and what is marked in them.
    fn with_marked<T>(
        &self,
        documents: &[(Document, Vec<Span>)],
        mut each: impl FnMut(&Document, &Layers, &[Quote], &[Span]) -> T,
    ) -> Vec<T> {
        let alone: Vec<Document> = documents.iter().map(|(d, _)| d.clone()).collect();
        let quotes: Vec<Vec<Quote>> = alone.iter().map(quotes).collect();
        let layers = self.annotator.annotate(&alone, &quotes);
        let joined = documents.iter().zip(&layers).zip(&quotes);
        joined.map(|(((d, marked), l), q)| each(d, l, q, marked)).collect()
    }

    /// Which of the places marked as events in each document tell of the same one; see
    /// [`annalist_extract::event_chains`].
    #[must_use]
    pub fn event_chains(&self, documents: &[(Document, Vec<Span>)]) -> Vec<Vec<(usize, String)>> {
        self.with_marked(documents, |d, l, q, marked| {
            annalist_extract::event_chains(d, l, q, &self.lexicon, marked)
        })
    }

    /// The records of documents of which the places marked are all the events; see
    /// [`annalist_extract::extract_marked`].
    #[must_use]
    pub fn code_marked(&self, documents: &[(Document, Vec<Span>)]) -> Vec<Report> {
        let gazetteer = self.gazetteer.as_ref();
        self.with_marked(documents, |d, l, q, marked| {
            let said = annalist_extract::extract_marked(d, l, q, &self.lexicon, gazetteer, marked);
            self.resolve(d.clone(), l, said)
        })
    }

    /// What holds of each two of the places marked as events in each document; see
    /// [`annalist_extract::event_pairs`].
    #[must_use]
    pub fn event_pairs(
        &self,
        documents: &[(Document, Vec<Span>)],
    ) -> Vec<Vec<(usize, usize, Vec<String>)>> {
        self.with_marked(documents, |d, l, q, marked| {
            annalist_extract::event_pairs(d, l, q, &self.lexicon, marked)
        })
    }

    /// All events of documents before any is dropped, to learn from.
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
    pub fn use_event_weights(
        &mut self,
        types: Option<annalist_lexicon::Choice>,
        kept: Option<annalist_lexicon::Weights>,
    ) {
        self.lexicon.events = types;
        self.lexicon.kept_events = kept;
    }

    /// The features of the two marked actors of each document, to learn from.
    #[must_use]
    pub fn pair_features(
        &self,
        documents: &[Document],
        actors: &[(&[Span], &[Span])],
    ) -> Vec<Vec<String>> {
        let quotes: Vec<Vec<Quote>> = documents.iter().map(quotes).collect();
        let layers = self.annotator.annotate(documents, &quotes);
        let joined = documents.iter().zip(&layers).zip(&quotes).zip(actors);
        joined
            .map(|(((d, l), q), a)| annalist_extract::pair_features(d, l, q, &self.lexicon, *a))
            .collect()
    }

    /// The record of an annotated document.
    #[must_use]
    pub fn record_of(&self, of: &Annotated) -> Report {
        self.record(of.document.clone(), &of.layers, &of.quotes)
    }
}
