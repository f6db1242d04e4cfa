//! Lemmas: suffix rules checked against a list of known forms, with exceptions; or a plain table.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::msgpack::{self, Value};
use crate::package::Package;
use crate::strings::{Fast, LabelId, Labels, murmur64, string_id};
use crate::unicode;
use crate::vocab::{Span, entries};
use hashbrown::{HashMap, HashSet};

/// A lemmatizer.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    rules: bool,
    lookup: HashMap<u64, Box<str>, Fast>,
    tables: HashMap<u64, Tables, Fast>,
    /// For each label: what it says as a part of speech, and as morphology.
    pos: Vec<Pos>,
    morph: Vec<Morph>,
}

/// The tables of one part of speech.
#[derive(Debug, Default)]
struct Tables {
    index: HashSet<u64, Fast>,
    exceptions: HashMap<u64, Vec<Box<str>>, Fast>,
    rules: Vec<(Box<str>, Box<str>)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Pos {
    kind: Kind,
    /// The key of its tables, when it has any.
    tables: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Kind {
    /// No part of speech, or white space.
    Blank,
    Noun,
    Verb,
    Adjective,
    ProperNoun,
    #[default]
    Other,
}

#[derive(Clone, Copy, Debug, Default)]
struct Morph {
    singular: bool,
    no_number: bool,
    infinitive: bool,
    finite: bool,
    present: bool,
    positive: bool,
    form_none: bool,
}

/// Lemmas found before.
#[derive(Debug, Default)]
pub(crate) struct LemmaCache {
    known: HashMap<(u32, LabelId, LabelId), Span, Fast>,
    store: String,
}

impl LemmaCache {
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }

    pub(crate) fn clear(&mut self) {
        *self = LemmaCache::default();
    }
}

impl Lemmatizer {
    pub(crate) fn load(package: &Package, name: &str, config: &Config, lang: &str) -> Result<Self> {
        let mode = config.str(&format!("components.{name}"), "mode").unwrap_or("rule");
        if lang != "en" || !matches!(mode, "rule" | "lookup") {
            let what = format!(
                "the component \"{name}\" in mode \"{mode}\" for the language \"{lang}\" is not \
                 supported; English in the modes \"rule\" and \"lookup\" is"
            );
            return Err(Error::unsupported(name, what));
        }
        let place = format!("{name}/lookups/lookups.bin");
        let bytes = package.read(&place)?;
        let damaged =
            || Error::damaged(place.clone(), "is not a table of lookups; fetch the package again");
        let root = msgpack::parse(&bytes).ok_or_else(damaged)?;
        let mut lemmatizer = Lemmatizer {
            rules: mode == "rule",
            lookup: HashMap::default(),
            tables: HashMap::default(),
            pos: Vec::new(),
            morph: Vec::new(),
        };
        if let Some(table) = root.get("lemma_lookup").filter(|_| mode == "lookup") {
            let found = entries(table, |v| v.as_str()).ok_or_else(damaged)?;
            lemmatizer.lookup = found.into_iter().map(|(k, v)| (k, v.into())).collect();
        } else if mode == "rule" {
            lemmatizer.load_tables(&root).ok_or_else(damaged)?;
        } else {
            return Err(damaged());
        }
        Ok(lemmatizer)
    }

    fn load_tables(&mut self, root: &Value<'_>) -> Option<()> {
        let tables = &mut self.tables;
        for (pos, rules) in entries(root.get("lemma_rules")?, Value::as_array)? {
            for rule in rules {
                let [old, new] = rule.as_array()? else { return None };
                let rules = &mut tables.entry(pos).or_default().rules;
                rules.push((old.as_str()?.into(), new.as_str()?.into()));
            }
        }
        if let Some(index) = root.get("lemma_index") {
            for (pos, forms) in entries(index, Value::as_array)? {
                let ids = forms.iter().map(|f| f.as_bytes().map(murmur64));
                tables.entry(pos).or_default().index = ids.collect::<Option<_>>()?;
            }
        }
        if let Some(exceptions) = root.get("lemma_exc") {
            for (pos, table) in entries(exceptions, Some)? {
                for (form, lemmas) in entries(table, Value::as_array)? {
                    let lemmas = lemmas.iter().map(|l| l.as_str().map(Into::into));
                    let lemmas = lemmas.collect::<Option<_>>()?;
                    tables.entry(pos).or_default().exceptions.insert(form, lemmas);
                }
            }
        }
        tables
            .retain(|_, t| !(t.index.is_empty() && t.exceptions.is_empty() && t.rules.is_empty()));
        Some(())
    }

    /// Works out what each label means as a part of speech and as morphology.
    pub(crate) fn prepare(&mut self, labels: &Labels) {
        for i in 0..labels.len() {
            let name = labels.name(LabelId(i as u16));
            let lower = name.to_lowercase();
            let kind = match lower.as_str() {
                "" | "eol" | "space" => Kind::Blank,
                "noun" => Kind::Noun,
                "verb" => Kind::Verb,
                "adj" => Kind::Adjective,
                "propn" => Kind::ProperNoun,
                _ => Kind::Other,
            };
            let key = string_id(&lower);
            self.pos.push(Pos { kind, tables: self.tables.contains_key(&key).then_some(key) });
            let has = |feature: &str| name.split('|').any(|f| f == feature);
            self.morph.push(Morph {
                singular: has("Number=Sing"),
                no_number: !name.split('|').any(|f| f.starts_with("Number=")),
                infinitive: has("VerbForm=Inf"),
                finite: has("VerbForm=Fin"),
                present: has("Tense=Pres"),
                positive: has("Degree=Pos"),
                form_none: has("VerbForm=None"),
            });
        }
    }

    /// The lemma of a form with a part of speech and morphology, appended to `out`.
    #[expect(clippy::too_many_arguments, reason = "a form and its two spellings")]
    pub(crate) fn lemma(
        &self,
        lexeme: u32,
        text: &str,
        lower: &str,
        orth: u64,
        pos: LabelId,
        morph: LabelId,
        cache: &mut LemmaCache,
        out: &mut String,
    ) {
        if let Some(&span) = cache.known.get(&(lexeme, pos, morph)) {
            out.push_str(span.of(&cache.store));
            return;
        }
        let lemma = self.find(text, lower, orth, pos, morph);
        let start = cache.store.len() as u32;
        cache.store.push_str(&lemma);
        let span = Span { start, end: cache.store.len() as u32 };
        cache.known.insert((lexeme, pos, morph), span);
        out.push_str(&lemma);
    }

    fn find(&self, text: &str, lower: &str, orth: u64, pos: LabelId, morph: LabelId) -> String {
        if !self.rules {
            return self.lookup.get(&orth).map_or(text, |l| l).to_owned();
        }
        let pos = self.pos.get(pos.index()).copied().unwrap_or_default();
        let morph = self.morph.get(morph.index()).copied().unwrap_or_default();
        if pos.kind == Kind::Blank || is_base_form(pos.kind, morph) {
            return lower.to_owned();
        }
        let Some(tables) = pos.tables.and_then(|key| self.tables.get(&key)) else {
            return if pos.kind == Kind::ProperNoun { text } else { lower }.to_owned();
        };
        tables.first(text, lower)
    }
}

/// Whether a form is its own lemma.
fn is_base_form(kind: Kind, m: Morph) -> bool {
    (kind == Kind::Noun && m.singular)
        || (kind == Kind::Verb && m.finite && m.present && m.no_number)
        || (m.infinitive || m.form_none || m.positive)
}

impl Tables {
    /// The first of the lemmas that rules and exceptions give.
    fn first(&self, text: &str, lower: &str) -> String {
        let (mut forms, mut unknown) = (Vec::<String>::new(), Vec::<String>::new());
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.contains(&murmur64(form.as_bytes())) {
                forms.insert(0, form);
            } else if !form.chars().all(unicode::is_alpha) {
                forms.push(form);
            } else {
                unknown.push(form);
            }
        }
        for form in self.exceptions.get(&string_id(lower)).into_iter().flatten() {
            if !forms.iter().any(|f| **f == **form) {
                forms.insert(0, form.to_string());
            }
        }
        let first = forms.into_iter().chain(unknown).next();
        first.unwrap_or_else(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests;
