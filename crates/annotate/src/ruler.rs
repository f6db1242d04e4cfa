//! The attribute ruler: patterns over tokens that set parts of speech, morphology and lemmas.

use crate::error::{Error, Result};
use crate::msgpack::{self, Value};
use crate::package::Package;
use crate::pattern::{Pattern, Stack};
use crate::strings::{Fast, LabelId, Labels, string_id, symbol_name};
use crate::vocab::{Lexeme, Lexicon};
use hashbrown::HashMap;

/// An attribute ruler.
#[derive(Debug)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    lemmas: Vec<Box<str>>,
}

#[derive(Debug)]
struct Rule {
    patterns: Vec<Vec<Spec>>,
    index: i64,
    set: Attributes,
}

/// What to set on a token; `None` leaves it alone. A lemma is the number of one of the ruler's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) tag: Option<LabelId>,
    pub(crate) pos: Option<LabelId>,
    pub(crate) morph: Option<LabelId>,
    pub(crate) dep: Option<LabelId>,
    pub(crate) lemma: Option<u32>,
}

/// Conditions on one token.
type Spec = Vec<Check>;

#[derive(Debug)]
enum Check {
    /// The attribute is (or is not) one of these.
    Among(Attr, Vec<u64>, bool),
    Matches(Attr, Pattern),
    IsSpace(bool),
}

#[derive(Clone, Copy, Debug)]
enum Attr {
    Orth,
    Lower,
    Tag,
    Dep,
}

/// The token a pattern looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Seen {
    pub(crate) lexeme: u32,
    pub(crate) tag: LabelId,
    pub(crate) dep: LabelId,
}

/// What the rules say about tokens seen before.
#[derive(Debug, Default)]
pub(crate) struct RulerCache {
    outcomes: HashMap<Seen, u32, Fast>,
    found: Vec<Outcome>,
    late: Vec<(usize, u32)>,
    pub(crate) stack: Stack,
}

#[derive(Debug)]
struct Outcome {
    set: Attributes,
    /// Rules of one token that match, in order.
    single: Vec<u32>,
    /// Rules of several tokens that may start here, with the pattern's number.
    longer: Vec<(u32, u32)>,
}

impl RulerCache {
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    pub(crate) fn clear(&mut self) {
        *self = RulerCache::default();
    }
}

impl Attributes {
    fn then(&mut self, later: &Attributes) {
        self.tag = later.tag.or(self.tag);
        self.pos = later.pos.or(self.pos);
        self.morph = later.morph.or(self.morph);
        self.dep = later.dep.or(self.dep);
        self.lemma = later.lemma.or(self.lemma);
    }
}

impl Ruler {
    pub(crate) fn load(package: &Package, name: &str, labels: &mut Labels) -> Result<Self> {
        let place = format!("{name}/patterns");
        let bytes = package.read(&place)?;
        let damaged =
            || Error::damaged(place.clone(), "is not a list of rules; fetch the package again");
        let root = msgpack::parse(&bytes).ok_or_else(damaged)?;
        let mut ruler = Ruler { rules: Vec::new(), lemmas: Vec::new() };
        for rule in root.as_array().ok_or_else(damaged)? {
            let patterns = rule.get("patterns").and_then(Value::as_array).ok_or_else(damaged)?;
            let attrs = rule.get("attrs").and_then(Value::as_map).ok_or_else(damaged)?;
            let index = match rule.get("index") {
                Some(Value::Int(n)) => *n,
                Some(v) => v.as_u64().and_then(|n| i64::try_from(n).ok()).ok_or_else(damaged)?,
                None => 0,
            };
            let mut found = Vec::new();
            for pattern in patterns {
                let specs = pattern.as_array().ok_or_else(damaged)?;
                let specs = specs.iter().map(|s| spec(s, &place)).collect::<Result<Vec<_>>>()?;
                let len = specs.len() as i64;
                if specs.is_empty() || index >= len || index < -len {
                    return Err(damaged());
                }
                found.push(specs);
            }
            let set = ruler.attributes(attrs, labels, &place)?;
            ruler.rules.push(Rule { patterns: found, index, set });
        }
        Ok(ruler)
    }

    fn attributes(
        &mut self,
        attrs: &[(Value<'_>, Value<'_>)],
        labels: &mut Labels,
        place: &str,
    ) -> Result<Attributes> {
        let mut set = Attributes::default();
        for (key, value) in attrs {
            let name = attr_name(key);
            let (Some(name), Some(value)) = (name.as_deref(), value.as_str()) else {
                return Err(Error::damaged(place, "a rule sets something that is no name"));
            };
            let mut label = |text: &str| {
                let id = labels.try_add(text);
                id.map(Some).ok_or_else(|| Error::unsupported(place, "has too many labels"))
            };
            match name {
                "TAG" => set.tag = label(value)?,
                "POS" => set.pos = label(value)?,
                "DEP" => set.dep = label(value)?,
                "MORPH" => set.morph = label(&normalized_morph(value))?,
                "LEMMA" => {
                    set.lemma = Some(self.lemmas.len() as u32);
                    self.lemmas.push(value.into());
                }
                _ => {
                    let what = format!("a rule sets {name}, which is not supported");
                    return Err(Error::unsupported(place, what));
                }
            }
        }
        Ok(set)
    }

    /// A lemma that a rule sets.
    pub(crate) fn lemma(&self, number: u32) -> &str {
        &self.lemmas[number as usize]
    }

    /// Matches all rules and gives what they set, token by token. All matching is done on the
    /// tokens as they were; a later rule has the last word.
    pub(crate) fn run(
        &self,
        tokens: &[Seen],
        lexicon: &Lexicon,
        label_ids: &[u64],
        cache: &mut RulerCache,
        mut each: impl FnMut(usize, &Attributes),
    ) {
        cache.late.clear();
        for i in 0..tokens.len() {
            let at = self.outcome(tokens[i], lexicon, label_ids, cache);
            for n in 0..cache.found[at].longer.len() {
                let (rule, pattern) = cache.found[at].longer[n];
                let Rule { patterns, index, .. } = &self.rules[rule as usize];
                let specs = &patterns[pattern as usize];
                let Some(window) = tokens.get(i..i + specs.len()) else { continue };
                let mut pairs = specs.iter().zip(window).skip(1);
                if pairs.all(|(s, t)| fits(s, *t, lexicon, label_ids, &mut cache.stack)) {
                    let shift = if *index < 0 { specs.len() as i64 + index } else { *index };
                    cache.late.push((i + shift as usize, rule));
                }
            }
            each(i, &cache.found[at].set);
        }
        // Longer matches are rare: redo their tokens in the order of the rules.
        cache.late.sort_unstable();
        let late = std::mem::take(&mut cache.late);
        for group in late.chunk_by(|a, b| a.0 == b.0) {
            let token = group[0].0;
            let at = self.outcome(tokens[token], lexicon, label_ids, cache);
            let mut rules: Vec<u32> = group.iter().map(|g| g.1).collect();
            rules.extend(&cache.found[at].single);
            rules.sort_unstable();
            let mut set = Attributes::default();
            rules.iter().for_each(|&r| set.then(&self.rules[r as usize].set));
            each(token, &set);
        }
        cache.late = late;
    }

    fn outcome(
        &self,
        seen: Seen,
        lexicon: &Lexicon,
        label_ids: &[u64],
        cache: &mut RulerCache,
    ) -> usize {
        if let Some(&at) = cache.outcomes.get(&seen) {
            return at as usize;
        }
        let mut outcome =
            Outcome { set: Attributes::default(), single: Vec::new(), longer: Vec::new() };
        for (r, rule) in self.rules.iter().enumerate() {
            let mut matched = false;
            for (p, specs) in rule.patterns.iter().enumerate() {
                if !fits(&specs[0], seen, lexicon, label_ids, &mut cache.stack) {
                } else if specs.len() == 1 {
                    matched = true;
                } else {
                    outcome.longer.push((r as u32, p as u32));
                }
            }
            if matched {
                outcome.single.push(r as u32);
                outcome.set.then(&rule.set);
            }
        }
        let at = cache.found.len();
        cache.found.push(outcome);
        cache.outcomes.insert(seen, at as u32);
        at
    }
}

fn fits(
    spec: &[Check],
    seen: Seen,
    lexicon: &Lexicon,
    label_ids: &[u64],
    stack: &mut Stack,
) -> bool {
    let lexeme = lexicon.get(seen.lexeme);
    spec.iter().all(|check| match check {
        Check::Among(attr, ids, yes) => ids.contains(&attr.id(lexeme, seen, label_ids)) == *yes,
        Check::IsSpace(yes) => lexeme.is_space == *yes,
        Check::Matches(attr, pattern) => {
            let text = if matches!(attr, Attr::Orth) { lexeme.text } else { lexeme.lower };
            pattern.search(lexicon.str(text), 0, stack).is_some()
        }
    })
}

impl Attr {
    fn id(self, lexeme: &Lexeme, seen: Seen, label_ids: &[u64]) -> u64 {
        let label = |l: LabelId| label_ids.get(l.index()).copied().unwrap_or(0);
        match self {
            Attr::Orth => lexeme.orth,
            Attr::Lower => lexeme.lower_id,
            Attr::Tag => label(seen.tag),
            Attr::Dep => label(seen.dep),
        }
    }
}

fn attr_name(key: &Value<'_>) -> Option<String> {
    let name = key.as_u64().and_then(symbol_name).or_else(|| key.as_str())?;
    Some(name.to_ascii_uppercase())
}

fn spec(value: &Value<'_>, place: &str) -> Result<Spec> {
    let entries = value.as_map();
    let entries = entries.ok_or_else(|| Error::damaged(place, "a pattern is no list of maps"))?;
    entries.iter().map(|(key, value)| check(key, value, place)).collect()
}

fn check(key: &Value<'_>, value: &Value<'_>, place: &str) -> Result<Check> {
    let name = attr_name(key).unwrap_or_default();
    let no = |what: &str| {
        Error::unsupported(place, format!("a pattern with {name} {what} is not supported"))
    };
    let attr = match name.as_str() {
        "ORTH" | "TEXT" => Attr::Orth,
        "LOWER" => Attr::Lower,
        "TAG" => Attr::Tag,
        "DEP" => Attr::Dep,
        "IS_SPACE" => {
            return match value {
                Value::Bool(yes) => Ok(Check::IsSpace(*yes)),
                _ => Err(no("that is not true or false")),
            };
        }
        _ => return Err(no("as a condition")),
    };
    if let Some(text) = value.as_str() {
        return Ok(Check::Among(attr, vec![string_id(text)], true));
    }
    match value.as_map() {
        Some([(operator, operand)]) => {
            let operator = operator.as_str().unwrap_or("?");
            let list = operand.as_array().map(|items| {
                items.iter().map(|i| i.as_str().map(string_id)).collect::<Option<Vec<_>>>()
            });
            match (operator, list, operand.as_str()) {
                ("IN", Some(Some(ids)), _) => Ok(Check::Among(attr, ids, true)),
                ("NOT_IN", Some(Some(ids)), _) => Ok(Check::Among(attr, ids, false)),
                ("REGEX", None, Some(text)) if matches!(attr, Attr::Orth | Attr::Lower) => {
                    let pattern = Pattern::new(text).map_err(|e| no(&format!("/{text}/ ({e})")))?;
                    Ok(Check::Matches(attr, pattern))
                }
                _ => Err(no(operator)),
            }
        }
        _ => Err(no("of this form")),
    }
}

/// Features sorted by name; `_` is none.
fn normalized_morph(text: &str) -> String {
    if text == "_" {
        return String::new();
    }
    let mut features: Vec<&str> = text.split('|').collect();
    features.sort_by_key(|f| f.split('=').next().unwrap_or("").to_lowercase());
    features.join("|")
}

#[cfg(test)]
mod tests;
