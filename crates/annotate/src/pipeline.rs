//! A pipeline: opened from a package, shared by threads, applied to texts.

use crate::config::{Config, parse_json};
use crate::doc::Doc;
use crate::error::{Error, Result};
use crate::lemma::Lemmatizer;
use crate::model::Model;
use crate::ner::Ner;
use crate::package::Package;
use crate::parser::Parser;
use crate::ruler::Ruler;
use crate::strings::{LabelId, Labels, string_id};
use crate::tagger::Tagger;
use crate::tok2vec::{Tok2Vec, check_architectures};
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
        Package::open(path).and_then(|p| Self::load(&p)).map_err(|e| e.within(path))
    }

    fn load(package: &Package) -> Result<Self> {
        let config = Config::parse(&package.read("config.cfg")?)?;
        let meta = parse_json("meta.json", &package.read("meta.json")?)?;
        let meta = |key: &str| meta.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let lang = config.str("nlp", "lang").unwrap_or("").to_owned();
        let disabled = config.names("nlp", "disabled");
        let mut components = config.names("nlp", "pipeline");
        components.retain(|c| !disabled.contains(c));
        check_components(&config, &components)?;
        let vocab = Vocab::load(package)?;
        let mut networks = Vec::new();
        for name in &components {
            let listens = check_model(&config, name)?;
            networks.extend((listens == Some(false)).then_some(name));
        }
        let mut parts = std::thread::scope(|scope| {
            // Networks are most of the work: each is read by a thread of its own.
            let loading = networks.iter().map(|name| {
                let vocab = &vocab;
                (*name, scope.spawn(move || load_network(package, name, vocab)))
            });
            let loading: Vec<_> = loading.collect();
            let mut loader = Loader {
                package,
                config: &config,
                tokenizer: Tokenizer::parse(&package.read("tokenizer")?)?,
                ruler: None,
                lemmatizer: None,
                labels: Labels::new(),
            };
            for name in components.iter() {
                if loader.is_table(name) {
                    loader.table(name, &lang)?;
                }
            }
            let mut found = Vec::new();
            for (name, thread) in loading {
                let network = thread.join().map_err(|_| Error::damaged(name, "cannot be read"))?;
                found.push((name.clone(), network?));
            }
            loader.finish(&components, found)
        })?;
        parts.vocab = vocab;
        parts.pad = parts.networks.iter().map(Tok2Vec::pad).max().unwrap_or(0);
        parts.label_ids = (0..parts.labels.len())
            .map(|i| string_id(parts.labels.name(LabelId(i as u16))))
            .collect();
        if let Some(lemmatizer) = &mut parts.lemmatizer {
            lemmatizer.prepare(&parts.labels);
        }
        let meta = Meta {
            name: format!("{lang}_{}", meta("name")),
            version: meta("version"),
            lang,
            components,
            hash: package.content_hash(),
        };
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

fn unsupported(config: &Config, name: &str) -> Error {
    let factory = config.str(&format!("components.{name}"), "factory").unwrap_or("unknown");
    Error::unsupported(
        "config.cfg",
        format!(
            "the component \"{name}\" ({factory}) is not supported; supported are tok2vec, tagger, \
             parser, attribute_ruler, lemmatizer and ner: choose a CNN pipeline such as \
             en_core_web_sm"
        ),
    )
}

/// Refuses components that are unknown, or stand where they would give other answers.
fn check_components(config: &Config, components: &[String]) -> Result<()> {
    let tokenizer = config.get("nlp", "tokenizer").and_then(|t| t.get("@tokenizers")?.as_str());
    let tokenizer = tokenizer.or_else(|| config.str("nlp.tokenizer", "@tokenizers"));
    if tokenizer.is_some_and(|t| t != "spacy.Tokenizer.v1") {
        let what = format!("the tokenizer {} is not supported", tokenizer.unwrap_or_default());
        return Err(Error::unsupported("config.cfg", what));
    }
    let order = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"];
    let mut last = 0;
    let mut seen = [false; 6];
    for name in components {
        let factory = config.str(&format!("components.{name}"), "factory");
        let Some(at) = order.iter().position(|k| Some(*k) == factory) else {
            return Err(unsupported(config, name));
        };
        // The name finder may stand anywhere after the parser.
        let early = at == 5 && !seen[2] && components.iter().any(|c| c == "parser");
        if seen[at] || early || (at != 5 && at < last) {
            let what = format!("the component \"{name}\" in this place is not supported");
            return Err(Error::unsupported("config.cfg", what));
        }
        seen[at] = true;
        last = if at == 5 { last } else { at };
    }
    Ok(())
}

/// A component's model file, and the network in it.
fn load_network(package: &Package, name: &str, vocab: &Vocab) -> Result<(Vec<u8>, Tok2Vec)> {
    let place = format!("{name}/model");
    let bytes = package.read(&place)?;
    let network = Tok2Vec::load(&Model::parse(&place, &bytes)?, vocab)?;
    Ok((bytes, network))
}

/// Refuses architectures that are not supported; says whether the component listens to the shared
/// network, or `None` for one without a model.
fn check_model(config: &Config, name: &str) -> Result<Option<bool>> {
    let component = format!("components.{name}");
    let section = format!("{component}.model");
    let own = config.str(&section, "@architectures").unwrap_or("none");
    let known: &[&str] = match config.str(&component, "factory").unwrap_or("") {
        "tok2vec" => &["spacy.Tok2Vec.v2", "spacy.Tok2Vec.v1"],
        "tagger" => &["spacy.Tagger.v2", "spacy.Tagger.v1"],
        "parser" | "ner" => &["spacy.TransitionBasedParser.v2"],
        _ => return Ok(None),
    };
    let beam = config.get(&component, "beam_width").is_some();
    if !known.contains(&own) || config.bool(&component, "learn_tokens") || beam {
        let what = format!(
            "the component \"{name}\" ({own}) is not supported as configured; choose a CNN pipeline \
             such as en_core_web_sm"
        );
        return Err(Error::unsupported("config.cfg", what));
    }
    let inner = config.str(&format!("{section}.tok2vec"), "@architectures");
    if inner == Some("spacy.Tok2VecListener.v1") {
        return Ok(Some(true));
    }
    check_architectures(config, name)?;
    Ok(Some(false))
}

struct Loader<'a> {
    package: &'a Package,
    config: &'a Config,
    tokenizer: Tokenizer,
    ruler: Option<Ruler>,
    lemmatizer: Option<Lemmatizer>,
    labels: Labels,
}

impl Loader<'_> {
    fn factory(&self, name: &str) -> &str {
        self.config.str(&format!("components.{name}"), "factory").unwrap_or("")
    }

    /// Whether a component has tables and no model.
    fn is_table(&self, name: &str) -> bool {
        matches!(self.factory(name), "attribute_ruler" | "lemmatizer")
    }

    fn table(&mut self, name: &str, lang: &str) -> Result<()> {
        if self.factory(name) == "attribute_ruler" {
            self.ruler = Some(Ruler::load(self.package, name, &mut self.labels)?);
        } else {
            self.lemmatizer = Some(Lemmatizer::load(self.package, name, self.config, lang)?);
        }
        Ok(())
    }

    /// Adds the components with models to the rest.
    fn finish(
        mut self,
        components: &[String],
        networks: Vec<(String, (Vec<u8>, Tok2Vec))>,
    ) -> Result<Parts> {
        let (package, labels) = (self.package, &mut self.labels);
        let (mut tagger, mut parser, mut ner) = (None, None, None);
        let mut shared = None;
        for name in components {
            let factory = self.config.str(&format!("components.{name}"), "factory").unwrap_or("");
            let place = format!("{name}/model");
            let own = networks.iter().position(|(n, _)| n == name);
            let read;
            let bytes = match own {
                Some(at) => &networks[at].1.0,
                None if matches!(factory, "attribute_ruler" | "lemmatizer") => continue,
                None => {
                    read = package.read(&place)?;
                    &read
                }
            };
            if factory == "tok2vec" {
                shared = own;
                continue;
            }
            let Some(source) = own.or(shared) else { return Err(unsupported(self.config, name)) };
            let model = Model::parse(&place, bytes)?;
            let network = &networks[source].1.1;
            let (width, stride) = (network.width(), network.stride());
            match factory {
                "tagger" => {
                    let found = Tagger::load(package, name, &model, width, stride, labels)?;
                    tagger = Some((found, source));
                }
                "parser" => {
                    let found = Parser::load(package, name, &model, width, stride, labels)?;
                    parser = Some((found, source));
                }
                _ => {
                    let found = Ner::load(package, name, &model, width, stride, labels)?;
                    ner = Some((found, source));
                }
            }
        }
        Ok(Parts {
            tokenizer: self.tokenizer,
            vocab: Vocab::default(),
            networks: networks.into_iter().map(|(_, (_, network))| network).collect(),
            pad: 0,
            tagger,
            parser,
            ner,
            ruler: self.ruler,
            lemmatizer: self.lemmatizer,
            labels: self.labels,
            label_ids: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_checked_by_kind_and_place() {
        let check = |names: &[&str]| {
            let mut text = String::from("[nlp]\nlang = \"en\"\n");
            for name in names {
                text += &format!("[components.{name}]\nfactory = \"{name}\"\n");
            }
            let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
            check_components(&Config::parse(text.as_bytes()).unwrap(), &names)
        };
        assert!(check(&["tok2vec", "tagger", "parser", "ner", "attribute_ruler"]).is_ok());
        assert!(check(&["tok2vec", "ner"]).is_ok());
        for bad in [&["transformer"][..], &["attribute_ruler", "tagger"], &["ner", "parser"]] {
            assert!(check(bad).unwrap_err().is_unsupported());
        }
    }

    #[test]
    fn a_pipeline_is_shared_by_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Pipeline>();
        assert_eq!(readable("äö"), "äö");
    }
}
