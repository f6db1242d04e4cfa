//! What people decide on actors and events, kept in a text file beside the store.
//!
//! The file has one decision a line, as JSON, in the order in which they were made; lines that begin with
//! `#` are remarks. It can be kept under version control and replayed on a store that is made anew: rows
//! are named by keys and names, not by numbers of one store. A decision that finds nothing changes nothing.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// An actor, so that it is found in every store: by an entity that belongs to it, else by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The name it goes by.
    pub name: String,
    /// `person`, `organization`, `group`, `country`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The key of the entity that first bore the name: `HASH/n3`.
    pub entity: String,
}

/// One thing decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "lowercase")]
pub enum Decision {
    /// Two actors are one.
    Join {
        /// The one.
        one: Who,
        /// The other.
        other: Who,
    },
    /// Two actors are looked at and stay two.
    Apart {
        /// The one.
        one: Who,
        /// The other.
        other: Who,
    },
    /// In these reports the name means somebody else.
    Split {
        /// Whose name it is.
        of: Who,
        /// The reports, by hash.
        reports: Vec<String>,
        /// What the other is called from now on.
        name: String,
    },
    /// The event is not what its report says.
    Wrong {
        /// Its key: `HASH/e3`.
        event: String,
        /// Its type.
        #[serde(rename = "type")]
        kind: String,
        /// The words that tell of it.
        trigger: String,
    },
    /// The event is right after all.
    Right {
        /// Its key.
        event: String,
        /// Its type.
        #[serde(rename = "type")]
        kind: String,
        /// The words that tell of it.
        trigger: String,
    },
}

/// A decision with what whoever made it wants to be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
    /// The day on which it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Decision {
    /// The hashes of the reports that it names.
    pub fn reports(&self) -> impl Iterator<Item = &str> {
        let (event, reports) = match self {
            Self::Wrong { event, .. } | Self::Right { event, .. } => (Some(event), None),
            Self::Split { reports, .. } => (None, Some(reports)),
            Self::Join { .. } | Self::Apart { .. } => (None, None),
        };
        let event = event.and_then(|key| key.split('/').next());
        event.into_iter().chain(reports.into_iter().flatten().map(String::as_str))
    }

    /// The names of the actors that it is about.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            Self::Join { one, other } | Self::Apart { one, other } => [Some(one), Some(other)],
            Self::Split { of, .. } => [Some(of), None],
            Self::Wrong { .. } | Self::Right { .. } => [None, None],
        };
        names.into_iter().flatten().map(|who| who.name.as_str())
    }
}

/// The file of decisions that belongs to a store.
#[must_use]
pub fn decisions_of(store: &Path) -> PathBuf {
    let mut name = store.file_name().unwrap_or_default().to_owned();
    name.push(".decisions.ndjson");
    store.with_file_name(name)
}

/// Reads decisions in their order; none where there is no such file.
///
/// # Errors
/// When the file cannot be read or a line is no decision; the line is named.
pub fn read_decisions(path: &Path) -> Result<Vec<Decided>, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Error::new(ErrorKind::Open, path, e.to_string())),
    };
    let lines = text.lines().enumerate().map(|(n, line)| (n, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let read = |(n, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|e| {
            let detail = format!("line {} is no decision: {e}", n + 1);
            Error::new(ErrorKind::Decision, path, detail)
        })
    };
    lines.map(read).collect()
}

/// Puts a decision at the end of the file and makes sure that it is on the disk.
pub(crate) fn append(path: &Path, decided: &Decided) -> Result<(), Error> {
    let line = serde_json::to_string(decided).unwrap_or_default() + "\n";
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(line.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|e| {
            let kind = match e.kind() {
                std::io::ErrorKind::StorageFull => ErrorKind::Full,
                _ => ErrorKind::ReadOnly,
            };
            Error::new(kind, path, e.to_string())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_lines_for_people() {
        let folder = tempfile::tempdir().unwrap();
        let path = decisions_of(&folder.path().join("news.db"));
        assert_eq!(read_decisions(&path).unwrap(), []);
        let who =
            |name: &str| Who { name: name.into(), kind: "person".into(), entity: "ab/n1".into() };
        let join = Decided {
            decision: Decision::Join { one: who("Ada Okoro"), other: who("A. Okoro") },
            on: Some("2031-05-02".into()),
            note: None,
        };
        append(&path, &join).unwrap();
        append(&path, &join).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with(r#"{"decision":"join","one":{"name":"Ada Okoro","type":"person""#),
            "{text}"
        );
        assert_eq!(read_decisions(&path).unwrap(), [join.clone(), join]);
        fs::write(&path, "# remark\n\n{\"decision\":\"guess\"}\n").unwrap();
        let error = read_decisions(&path).unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("guess"), "{error}");
    }
}
