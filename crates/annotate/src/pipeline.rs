//! A pipeline: opened from a package, shared by threads, applied to texts.

use crate::doc::Doc;
use crate::error::Result;
use crate::lemma::Lemmatizer;
use crate::load::load;
use crate::ner::Ner;
use crate::package::Package;
use crate::parser::Parser;
use crate::ruler::Ruler;
use crate::strings::{LabelId, Labels};
use crate::tagger::Tagger;
use crate::tok2vec::Tok2Vec;
use crate::tokenizer::Tokenizer;
use crate::vocab::Vocab;
use crate::worker::Worker;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A spaCy pipeline, ready to annotate texts.
///
/// It is `Send` and `Sync`: share it by reference or in an `Arc`. Each call takes a set of caches
/// for itself, so threads do not wait for each other; the number of cached words is bounded.
pub struct Pipeline {
    parts: Parts,
    meta: Meta,
    idle: Mutex<Vec<Worker>>,
}

/// What a pipeline says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// The pipeline's full name, such as `en_core_web_sm`.
    pub name: String,
    /// Its version, such as `3.8.0`.
    pub version: String,
    /// Its language, such as `en`.
    pub lang: String,
    /// The names of the components in use, in order.
    pub components: Vec<String>,
    /// SHA-256 in hexadecimal over all of the package's parts in use. Two pipelines with the same
    /// hash give the same annotations.
    pub hash: String,
}

/// A text to annotate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The text.
    pub text: &'a str,
    /// Tokens that are known to start a sentence, or not to, by their first byte in the text.
    /// Offsets at which no token starts are ignored.
    pub sent_starts: &'a [(usize, SentStart)],
}

/// What is known about a sentence start; spaCy's `token.is_sent_start` set to true or false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SentStart {
    /// A sentence starts here.
    Always,
    /// No sentence starts here.
    Never,
}

/// The components.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) tokenizer: Tokenizer,
    pub(crate) vocab: Vocab,
    pub(crate) networks: Vec<Tok2Vec>,
    /// Rows of padding between documents.
    pub(crate) pad: usize,
    /// Components over a network, with the network's number.
    pub(crate) tagger: Option<(Tagger, usize)>,
    pub(crate) parser: Option<(Parser, usize)>,
    pub(crate) ner: Option<(Ner, usize)>,
    pub(crate) ruler: Option<Ruler>,
    pub(crate) lemmatizer: Option<Lemmatizer>,
    pub(crate) labels: Labels,
    pub(crate) label_ids: Vec<u64>,
}

/// Workers kept for later calls.
const MAX_IDLE: usize = 64;

impl Pipeline {
    /// Opens a pipeline: a wheel (`.whl`), a model directory (with `config.cfg`), or a directory
    /// around one, such as an installed Python package.
    ///
    /// # Errors
    /// Fails when nothing is there, when a part is missing or damaged, and when the pipeline has a
    /// component that is not supported, such as a transformer.
    ///
    /// ```no_run
    /// let pipeline = annalist_annotate::Pipeline::open("en_core_web_sm-3.8.0.whl")?;
    /// assert_eq!(pipeline.meta().lang, "en");
    /// # Ok::<(), annalist_annotate::Error>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let loaded = Package::open(path).and_then(|package| load(&package));
        let (parts, meta) = loaded.map_err(|e| e.within(path))?;
        Ok(Pipeline { parts, meta, idle: Mutex::default() })
    }

    /// What the pipeline says about itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// A label's name.
    pub fn label(&self, id: LabelId) -> &str {
        self.parts.labels.name(id)
    }

    /// The label of a name, or `None` when the pipeline never gives it.
    ///
    /// Look labels up once and compare tokens' labels to them: that is cheaper than comparing
    /// names.
    ///
    /// ```no_run
    /// # let pipeline = annalist_annotate::Pipeline::open("en_core_web_sm-3.8.0.whl")?;
    /// let nsubj = pipeline.label_id("nsubj");
    /// let docs = pipeline.annotate(&["They left."]);
    /// assert!(docs[0].tokens().iter().any(|t| Some(t.dep) == nsubj));
    /// # Ok::<(), annalist_annotate::Error>(())
    /// ```
    pub fn label_id(&self, name: &str) -> Option<LabelId> {
        self.parts.labels.get(name)
    }

    /// How many labels there are; ids count from 0.
    pub fn label_count(&self) -> usize {
        self.parts.labels.len()
    }

    /// Annotates texts. A batch goes through the matrix products together, so many short texts
    /// are best given at once; the answers are the same as one by one.
    ///
    /// Of a text of more than 2 GiB only the first 2 GiB are read.
    pub fn annotate(&self, texts: &[&str]) -> Vec<Doc> {
        let inputs: Vec<_> = texts.iter().map(|text| Input { text, sent_starts: &[] }).collect();
        self.annotate_with(&inputs)
    }

    /// Annotates texts some of whose sentence boundaries are known.
    ///
    /// ```no_run
    /// use annalist_annotate::{Input, Pipeline, SentStart};
    /// let pipeline = Pipeline::open("en_core_web_sm-3.8.0.whl")?;
    /// let text = "Storm hits coast\nThousands fled.";
    /// let input = Input { text, sent_starts: &[(17, SentStart::Always)] };
    /// let docs = pipeline.annotate_with(&[input]);
    /// # Ok::<(), annalist_annotate::Error>(())
    /// ```
    pub fn annotate_with(&self, inputs: &[Input<'_>]) -> Vec<Doc> {
        let inputs: Vec<_> =
            inputs.iter().map(|i| Input { text: readable(i.text), ..*i }).collect();
        let mut docs = Vec::with_capacity(inputs.len());
        self.with_worker(|worker| worker.annotate(&self.parts, &inputs, &mut docs));
        docs
    }

    /// Cuts a text into tokens, without annotating them.
    pub fn tokenize(&self, text: &str) -> Vec<Range<usize>> {
        self.with_worker(|worker| worker.spans(&self.parts, readable(text)))
    }

    fn with_worker<T>(&self, f: impl FnOnce(&mut Worker) -> T) -> T {
        let lock = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut worker = lock().pop().unwrap_or_default();
        let result = f(&mut worker);
        let mut idle = lock();
        if idle.len() < MAX_IDLE {
            idle.push(worker);
        }
        result
    }
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipeline").field("meta", &self.meta).finish_non_exhaustive()
    }
}

/// Offsets are 32-bit numbers.
fn readable(text: &str) -> &str {
    let mut end = text.len().min(i32::MAX as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipeline_is_shared_by_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Pipeline>();
        assert_eq!(readable("äö"), "äö");
    }
}
