//! Sentences with two marked actors and the type that holds between them.

use std::collections::BTreeMap;

use annalist_doc::Span;
use serde::Deserialize;

/// A line of the file.
#[derive(Deserialize)]
pub(super) struct Row {
    id: String,
    marked: String,
    #[serde(rename = "type")]
    kind: String,
    quad: u8,
}

/// A sentence without its marks. An actor may be marked in several places, or nowhere, where the
/// sentence does not name one ("were ordered to …").
pub(crate) struct Sentence {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) source: Vec<Span>,
    pub(crate) target: Vec<Span>,
    pub(crate) kind: String,
    pub(super) quad: u8,
}

impl Row {
    /// Takes the marks `<s>…</s>` and `<t>…</t>` out; a mark may stand inside another.
    pub(super) fn read(self) -> Result<Sentence, String> {
        let mut text = String::new();
        let (mut source, mut target) = (Marks::default(), Marks::default());
        let mut rest = self.marked.as_str();
        while let Some(open) = rest.find('<') {
            text.push_str(&rest[..open]);
            let at = text.len() as u32;
            let mark = MARKS.into_iter().find(|m| rest[open..].starts_with(m));
            let length = match mark {
                Some(mark) => {
                    let whose = if mark.ends_with("s>") { &mut source } else { &mut target };
                    let done = whose.mark(at, !mark.starts_with("</"));
                    done.map_err(|e| format!("{}: {mark} {e}", self.id))?;
                    mark.len()
                }
                None => {
                    text.push('<');
                    1
                }
            };
            rest = &rest[open + length..];
        }
        text.push_str(rest);
        if source.open.is_some() || target.open.is_some() {
            return Err(format!("{}: a mark is never closed", self.id));
        }
        let (source, target) = (source.spans, target.spans);
        Ok(Sentence { id: self.id, text, source, target, kind: self.kind, quad: self.quad })
    }
}

const MARKS: [&str; 4] = ["<s>", "</s>", "<t>", "</t>"];

/// The spans of one actor.
#[derive(Default)]
struct Marks {
    spans: Vec<Span>,
    open: Option<u32>,
}

impl Marks {
    fn mark(&mut self, at: u32, opens: bool) -> Result<(), String> {
        match (self.open.take(), opens) {
            (None, true) => self.open = Some(at),
            (Some(start), false) => self.spans.push(Span::new(start, at)),
            (Some(_), true) => return Err("stands inside another".to_owned()),
            (None, false) => return Err("closes nothing".to_owned()),
        }
        Ok(())
    }
}

/// A PLOVER root in the file's terms: `YIELD` is what PLOVER has since split into two.
pub(crate) fn in_its_terms(kind: &str) -> &str {
    match kind {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    }
}

/// The most frequent type and its quad class: the guess where nothing is found.
pub(super) fn most_frequent(sentences: &[Sentence]) -> (String, u8) {
    let mut counts: BTreeMap<(&str, u8), usize> = BTreeMap::new();
    for s in sentences {
        *counts.entry((&s.kind, s.quad)).or_default() += 1;
    }
    let best = counts.iter().max_by_key(|(_, n)| **n);
    best.map(|((kind, quad), _)| ((*kind).to_owned(), *quad)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(marked: &str) -> Row {
        let (id, kind) = ("7".to_owned(), "COERCE".to_owned());
        Row { id, marked: marked.to_owned(), kind, quad: 4 }
    }

    fn words<'a>(spans: &[Span], text: &'a str) -> Vec<&'a str> {
        spans.iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn marks_become_spans() {
        let s = row("<t>Zoë's <s>Aland</s> club</t> sued <s>Aland</s> at <5.").read().unwrap();
        assert_eq!(s.text, "Zoë's Aland club sued Aland at <5.");
        assert_eq!(words(&s.source, &s.text), ["Aland", "Aland"]);
        assert_eq!(words(&s.target, &s.text), ["Zoë's Aland club"]);
    }

    #[test]
    fn an_actor_may_be_missing_but_no_mark_open() {
        assert!(row("<s>Aland</s> sued").read().unwrap().target.is_empty());
        assert!(row("<s>Aland sued").read().err().unwrap().contains('7'));
        assert!(row("Aland</s> sued").read().is_err());
    }
}
