//! One report in, its record out.
//!
//! ```text
//! Document ─annotate→ layers ─extract→ what the text says ─resolve→ what it refers to → Report
//! ```
//!
//! The whole path is [`Pipeline::code`]; everything else is detail.
//!
//! ```no_run
//! use annalist::{Config, Pipeline};
//! let language = annalist_annotate::Pipeline::open("en_core_web_sm-3.8.0.whl")?;
//! let pipeline = Pipeline::new(language, Config::default())?;
//! # let documents: Vec<annalist_doc::Document> = Vec::new();
//! for report in pipeline.code(documents) {
//!     println!("{}", report.into_wire().to_json());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod archive;
mod claims;
mod config;
mod decisions;
mod layers;
mod pipeline;
mod review;
#[cfg(feature = "training")]
mod training;
mod work;

pub use annalist_extract::Keep;
pub use archive::{Added, Archive, Ready};
pub use config::Config;
pub use decisions::decide;
pub use pipeline::{Error, Pipeline};
pub use review::{Candidate, Likeness, UnsurePair, unsure_pairs};
pub use work::{Coded, Coder, Work};

#[cfg(feature = "training")]
pub use annalist_extract::{EventCandidate, StatementCandidate};
#[cfg(feature = "training")]
pub use annalist_resolve::PlaceProblem;
#[cfg(feature = "training")]
pub use training::Annotated;
