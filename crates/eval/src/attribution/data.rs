//! PolNeAR's articles, and a record's statements in the same terms.

use annalist_doc::{Span, Statement};
use serde::Deserialize;

use super::quoted::{Class, quoted};
use super::reporting::Reporting;
use super::scorer::{Attribution, Page};
use crate::gold::Points;
use crate::words::{covered, words};

#[derive(Deserialize)]
pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) text: String,
    atts: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
}

/// An article with its gold attributions and the record's, as sets of words.
pub(super) fn page(
    article: &Article,
    statements: &[Statement],
    reporting: &Reporting,
) -> Result<Page, String> {
    let text = article.text.as_str();
    let points = Points::new(text);
    let words = words(text);
    let inside = quoted(text, &words);
    let attribution = |source: &[Span], cue: &[Span], content: &[Span], nested| {
        let (cue, content) = (covered(&words, cue), covered(&words, content));
        Attribution {
            source: covered(&words, source),
            class: Class::of(&content, &inside),
            reporting: reporting.found_in(cue.iter().map(|w| words[*w].of(text))),
            cue,
            content,
            nested,
        }
    };
    let mut gold = Vec::with_capacity(article.atts.len());
    for att in &article.atts {
        let spans = |role| points.spans(role).map_err(|e| format!("{}: {e}", article.id));
        let (source, cue, content) = (spans(&att.source)?, spans(&att.cue)?, spans(&att.content)?);
        gold.push(attribution(&source, &cue, &content, false));
    }
    let found = statements.iter();
    let found =
        found.map(|s| attribution(&s.source.spans, &s.cue.spans, &s.content, s.parent.is_some()));
    let found = found.collect();
    Ok(Page { words, gold, found })
}
