//! From a package's files to a pipeline's components.

use crate::config::{Config, parse_json};
use crate::error::{Error, Result};
use crate::lemma::Lemmatizer;
use crate::model::Model;
use crate::ner::Ner;
use crate::package::Package;
use crate::parser::Parser;
use crate::pipeline::{Meta, Parts};
use crate::ruler::Ruler;
use crate::strings::{LabelId, Labels, string_id};
use crate::tagger::Tagger;
use crate::tok2vec::{Tok2Vec, check_architectures};
use crate::tokenizer::Tokenizer;
use crate::vectors::Vectors;
use crate::vocab::Vocab;

/// Reads all components of a package.
pub(crate) fn load(package: &Package) -> Result<(Parts, Meta)> {
    let config = Config::parse(&package.read("config.cfg")?)?;
    let meta = parse_json("meta.json", &package.read("meta.json")?)?;
    let meta = |key: &str| meta.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
    let lang = config.str("nlp", "lang").unwrap_or("").to_owned();
    let disabled = config.names("nlp", "disabled");
    let mut components = config.names("nlp", "pipeline");
    components.retain(|c| !disabled.contains(c));
    check_components(&config, &components)?;
    let mut networks = Vec::new();
    for name in &components {
        let listens = check_model(&config, name)?;
        networks.extend((listens == Some(false)).then_some(name));
    }
    let mut parts = std::thread::scope(|scope| {
        // Networks and vectors are most of the work: each is read by a thread of its own.
        let vectors = scope.spawn(move || Vectors::load(package));
        let loading = networks
            .iter()
            .map(|name| (*name, scope.spawn(move || load_network(package, name))))
            .collect::<Vec<_>>();
        let mut loader = Loader {
            package,
            config: &config,
            tokenizer: Tokenizer::parse(&package.read("tokenizer")?)?,
            ruler: None,
            lemmatizer: None,
            labels: Labels::new(),
        };
        let mut vocab = Vocab::load(package)?;
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
        let vectors = vectors.join().map_err(|_| Error::damaged("vocab", "cannot be read"))?;
        vocab.vectors = vectors?;
        for (name, (_, network)) in &found {
            if !network.fits(&vocab) {
                let what = "its static vectors are missing from the package or of another width";
                return Err(Error::damaged(format!("{name}/model"), what));
            }
        }
        loader.finish(&components, found, vocab)
    })?;
    parts.pad = parts.networks.iter().map(Tok2Vec::pad).max().unwrap_or(0);
    parts.label_ids =
        (0..parts.labels.len()).map(|i| string_id(parts.labels.name(LabelId(i as u16)))).collect();
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
    Ok((parts, meta))
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
fn load_network(package: &Package, name: &str) -> Result<(Vec<u8>, Tok2Vec)> {
    let place = format!("{name}/model");
    let bytes = package.read(&place)?;
    let network = Tok2Vec::load(&Model::parse(&place, &bytes)?)?;
    Ok((bytes, network))
}

/// Refuses architectures that are not supported; says whether the component listens to the shared
/// network, or `None` for one without a model.
fn check_model(config: &Config, name: &str) -> Result<Option<bool>> {
    let component = format!("components.{name}");
    let section = format!("{component}.model");
    let own = config.str(&section, "@architectures").unwrap_or("none");
    let known: &[&str] = match config.str(&component, "factory").unwrap_or("") {
        "tok2vec" => &["spacy.Tok2Vec.v2", "spacy.Tok2Vec.v1", "spacy.HashEmbedCNN.v2"],
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
        vocab: Vocab,
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
            vocab,
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
}
