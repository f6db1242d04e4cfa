//! The words that make a cue a reporting one.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    phrases: Vec<String>,
    verbs: BTreeMap<String, Vec<String>>,
}

/// Reporting verbs in all their forms, and reporting phrases.
pub(crate) struct Reporting {
    verbs: HashSet<String>,
    phrases: Vec<Vec<String>>,
}

impl Reporting {
    pub(crate) fn load() -> Result<Self, String> {
        Self::parse(include_str!("../../data/reporting.toml"))
            .map_err(|e| format!("crates/eval/data/reporting.toml: {e}"))
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let verbs =
            file.verbs.into_iter().flat_map(|(verb, forms)| forms.into_iter().chain([verb]));
        let words = |phrase: &String| phrase.split(' ').map(str::to_owned).collect();
        Ok(Self { verbs: verbs.collect(), phrases: file.phrases.iter().map(words).collect() })
    }

    /// Whether the words of a cue hold a reporting verb or phrase.
    pub(super) fn found_in<'a>(&self, cue: impl Iterator<Item = &'a str>) -> bool {
        let cue: Vec<String> = cue.map(str::to_lowercase).collect();
        cue.iter().any(|word| self.verbs.contains(word))
            || self.phrases.iter().any(|p| cue.windows(p.len()).any(|w| w == p))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_verbs_and_phrases() {
        let list = Reporting::load().unwrap();
        let found = |cue: &str| list.found_in(cue.split(' '));
        assert!(found("has said"));
        assert!(found("According to"));
        assert!(found("pointed out"));
        assert!(!found("pointed"));
        assert!(!found("wants"));
        assert!(!found(""));
    }
}
