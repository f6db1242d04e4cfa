//! A fast, exact runtime for spaCy v3 CNN pipelines such as `en_core_web_sm`: tokens, tags, parts
//! of speech, morphology, lemmas, dependencies, sentences and named entities, the same as spaCy
//! gives, without Python.
//!
//! ```no_run
//! let pipeline = annalist_annotate::Pipeline::open("en_core_web_sm-3.8.0.whl")?;
//! let text = "Ann Lee flew to Rome. She was late.";
//! for doc in pipeline.annotate(&[text]) {
//!     for token in doc.tokens() {
//!         let head = &text[doc.tokens()[token.head as usize].range()];
//!         let (tag, dep) = (pipeline.label(token.tag), pipeline.label(token.dep));
//!         println!("{}\t{}\t{tag}\t{dep}\t{head}", &text[token.range()], doc.lemma(token));
//!     }
//!     for entity in doc.entities() {
//!         println!("{:?} is a {}", entity.tokens(), pipeline.label(entity.label()));
//!     }
//! }
//! # Ok::<(), annalist_annotate::Error>(())
//! ```
//!
//! A [`Pipeline`] is read from a wheel, a model directory, or an installed package's directory. It
//! can be shared by threads. Results depend on the text alone: not on what else is in the batch,
//! on the number of threads, or on the processor.

mod config;
mod doc;
mod embed;
mod error;
mod kernel;
mod lemma;
mod load;
mod model;
mod msgpack;
mod ner;
mod package;
mod pager;
mod parser;
mod pattern;
mod pipeline;
mod ruler;
mod strings;
mod tables;
mod tagger;
mod tensor;
mod tok2vec;
mod tokenizer;
mod transition;
mod unicode;
mod vectors;
mod vocab;
mod worker;

pub use doc::{Doc, Iob, Token};
pub use error::Error;
pub use ner::Entity;
pub use pipeline::{Input, Meta, Pipeline, SentStart};
pub use strings::LabelId;

/// The floating-point operations of all matrix products that this process has taken so far, on
/// all threads: two for each multiply-add. For measurements.
#[cfg(feature = "flops")]
#[must_use]
pub fn flops() -> u64 {
    kernel::FLOPS.load(std::sync::atomic::Ordering::Relaxed)
}
