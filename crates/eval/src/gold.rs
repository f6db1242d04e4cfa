//! Gold data: where it is and how it is read.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use annalist_doc::{Document, Format, Published, Source, Span};
use serde::de::DeserializeOwned;

/// The folder of the gold data: `ANNALIST_GOLD`, or `../shared/gold` beside the checkout.
pub(crate) fn folder() -> PathBuf {
    if let Some(path) = std::env::var_os("ANNALIST_GOLD") {
        return path.into();
    }
    let here = PathBuf::from("../shared/gold");
    if here.is_dir() {
        return here;
    }
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold")
}

/// A file or folder of the gold data. Where it is absent, says so: then nothing is measured.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = folder().join(name);
    if path.exists() {
        return Some(path);
    }
    println!("no gold data at {}: nothing measured", path.display());
    None
}

/// The rows of a JSON Lines file, the first `limit` of them.
pub(crate) fn rows<T: DeserializeOwned>(
    path: &Path,
    limit: Option<usize>,
) -> Result<Vec<T>, String> {
    let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut all = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        if limit.is_some_and(|n| all.len() >= n) {
            break;
        }
        let place = || format!("{}, line {}", path.display(), number + 1);
        let line = line.map_err(|e| format!("{}: {e}", place()))?;
        if line.trim().is_empty() {
            continue;
        }
        all.push(serde_json::from_str(&line).map_err(|e| format!("{}: {e}", place()))?);
    }
    Ok(all)
}

/// A document of a text in memory, unchanged.
pub(crate) fn document(id: &str, text: &str, date: Option<&str>) -> Result<Document, String> {
    let source = Source {
        uri: Some(id.to_owned()),
        format: Format::Jsonl,
        id: Some(id.to_owned()),
        ..Source::default()
    };
    let published: Option<Published> = match date {
        Some(date) => Some(annalist_read::published(date).map_err(|e| format!("{id}: {e}"))?),
        None => None,
    };
    annalist_read::text::from_text(text.to_owned(), source, published).map_err(|e| e.to_string())
}

/// Turns offsets in code points, as the gold has them, into byte spans of one text.
pub(crate) struct Points {
    starts: Vec<u32>,
}

impl Points {
    pub(crate) fn new(text: &str) -> Self {
        let ends = std::iter::once(text.len() as u32);
        Self { starts: text.char_indices().map(|(i, _)| i as u32).chain(ends).collect() }
    }

    /// The span, or `None` when it does not fit the text.
    pub(crate) fn span(&self, [start, end]: [usize; 2]) -> Option<Span> {
        let (start, end) = (*self.starts.get(start)?, *self.starts.get(end)?);
        (start <= end).then(|| Span::new(start, end))
    }

    /// All the spans of one role.
    pub(crate) fn spans(&self, pairs: &[[usize; 2]]) -> Result<Vec<Span>, String> {
        let span = |p: &[usize; 2]| {
            self.span(*p).ok_or_else(|| format!("span {p:?} does not fit the text"))
        };
        pairs.iter().map(span).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_become_bytes() {
        let points = Points::new("Zoë ran");
        assert_eq!(points.span([0, 3]), Some(Span::new(0, 4)));
        assert_eq!(points.span([4, 7]), Some(Span::new(5, 8)));
        assert_eq!(points.span([4, 8]), None);
        assert!(points.spans(&[[0, 1], [9, 10]]).is_err());
    }
}
