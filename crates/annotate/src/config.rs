//! `config.cfg` and `meta.json`: what a pipeline is made of.

use crate::error::{Error, Result};
use serde_json::Value;
use std::collections::HashMap;

const CONFIG: &str = "config.cfg";

/// The sections of a `config.cfg`, values as JSON.
#[derive(Debug, Default)]
pub(crate) struct Config {
    sections: HashMap<String, HashMap<String, Value>>,
}

impl Config {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Error::damaged(CONFIG, "is not UTF-8; fetch the package again"))?;
        let mut config = Config::default();
        let mut section = String::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name.to_owned();
                config.sections.entry(section.clone()).or_default();
            } else if let Some((key, value)) = line.split_once('=') {
                let value = value.trim();
                let value =
                    serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
                let entries = config.sections.entry(section.clone()).or_default();
                entries.insert(key.trim().to_owned(), value);
            } else if number == 0 {
                return Err(Error::damaged(CONFIG, "is not a spaCy configuration"));
            }
        }
        Ok(config)
    }

    pub(crate) fn has(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    pub(crate) fn get(&self, section: &str, key: &str) -> Option<&Value> {
        self.sections.get(section)?.get(key)
    }

    pub(crate) fn str(&self, section: &str, key: &str) -> Option<&str> {
        self.get(section, key)?.as_str()
    }

    pub(crate) fn bool(&self, section: &str, key: &str) -> bool {
        self.get(section, key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A list of names.
    pub(crate) fn names(&self, section: &str, key: &str) -> Vec<String> {
        let items = self.get(section, key).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    }
}

/// A JSON part.
pub(crate) fn parse_json(name: &str, bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes)
        .map_err(|e| Error::damaged(name, format!("is not JSON ({e}); fetch the package again")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_keys_and_references() {
        let text = b"[nlp]\nlang = \"en\"\npipeline = [\"a\",\"b\"]\n# no\n\n[x.y]\n\
                     @architectures = \"s.v1\"\nw = ${a.b:c}\nflag = true\n";
        let c = Config::parse(text).unwrap();
        assert_eq!(c.str("nlp", "lang"), Some("en"));
        assert_eq!(c.names("nlp", "pipeline"), ["a", "b"]);
        assert_eq!(c.str("x.y", "@architectures"), Some("s.v1"));
        assert_eq!(c.str("x.y", "w"), Some("${a.b:c}"));
        assert!(c.bool("x.y", "flag") && c.has("x.y") && !c.has("z"));
        assert!(Config::parse(b"\xff").unwrap_err().is_damaged());
        assert!(Config::parse(b"rubbish").unwrap_err().is_damaged());
    }
}
