//! What stands in single cells.

use annalist_doc::{Claim, Event, Report, Span};
use serde::Serialize;

/// How an enumeration is written in JSON.
pub(crate) fn word(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}

/// Several words in one cell; none for none.
pub(crate) fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(", "))
}

/// Words of a report's text, white space made single.
pub(crate) fn words(report: &Report, span: Span) -> String {
    let mut words = String::with_capacity(span.of(&report.document.text).len());
    for word in span.of(&report.document.text).split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// The sentence an event is told in.
pub(crate) fn sentence(report: &Report, event: &Event) -> String {
    let sentence = report.sentences.iter().find(|s| s.contains(event.trigger));
    words(report, sentence.copied().unwrap_or(event.trigger))
}

/// Whose claim it is, in words.
pub(crate) fn by(report: &Report, claim: &Claim) -> Option<String> {
    let by = claim.by.and_then(|e| report.entities.get(e.index()));
    by.and_then(|e| e.name.clone().or_else(|| e.roles.first().cloned())).or_else(|| {
        let statement = claim.statement.and_then(|s| report.statements.get(s.index()));
        statement.and_then(|s| s.source.spans.first()).map(|s| words(report, *s))
    })
}

/// The day of a report's publication.
pub(crate) fn day(report: &Report) -> Option<&str> {
    report.document.published.as_ref().and_then(|p| p.value.get(..10))
}

/// SQLite's whole numbers end at 2⁶³ − 1.
pub(crate) fn whole(number: Option<u64>) -> Option<i64> {
    number.map(|n| i64::try_from(n).unwrap_or(i64::MAX))
}
