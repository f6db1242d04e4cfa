//! What holds for any text: a valid record, and the same record in any company.

use annalist_doc::{Document, Report};
use proptest::prelude::*;

use super::{document, pipeline, valid};

/// Words that make the extractor work, and characters that make it stumble.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "The mayor", "Zoë Lindqvist", "Gen. Oren Halvik", "she", "they", "who", "officials",
    "the U.S.", "Iran's", "IS (Islamic State)", "Dr.", "Ministry of Ports", "11 soldiers",
    "dozens of people", "at least 3.5 million", "1,000", "two or three", "said", "said that",
    "denied", "added:", "according to", "initially said", "later revised the toll to",
    "claimed responsibility for", "told reporters", "accused", "of", "killed", "were killed by",
    "bombed", "arrested", "marched through", "threatened to strike", "met with", "did not",
    "would", "may have", "if", "on Tuesday", "in 2017", "last summer", "Wednesday evening",
    "two weeks ago", "30 February", "99999999999999999999", "May 3", "12:75", "and", ",", ".", "!",
    "?", "…", ";", ":", "—", " - ", "\"", "“", "”", "‘", "’", "'", "«", "»", "''", "``", "(", ")",
    "[", "]", "{", "}", "<b>", "&amp;", "\n", "\n\n", "\r\n", "\t", " ", "  ", "\u{a0}",
    "\u{2028}", "\u{200b}", "\u{feff}", "\u{301}", "e\u{301}\u{301}", "🏳️‍🌈", "👩‍👩‍👧", "नमस्ते",
    "السلام", "日本語。", "ǅ", "İ", "ß", "ﬃ", "𝔗𝔥𝔢", "\u{202e}", "\u{1}", "\u{7f}", "-", "--",
    "http://a.b/c?d=e", "@x", "#y", "$5", "50%", "a@b.c", "video", "Photo: a pier", "By Ana Lund",
    "MARROWGATE, March 3 (Annex) -", "32 February 2020", "the year 99999", "December 31, 9999",
    "nine hundred trillion years ago", "a century later", "99999 centuries earlier", "44 BC",
    "9999 BC", "the 99th century BC", "two days later", "Easter 9999", "the '90s", "1899-1901",
    "April 30 and 31", "Q9 2000", "24:00 GMT", "half a million decades", "000", "10 p.m. Monday",
    "early next year", "between 9000 and 12000 B.C.", "ten million weeks before Christmas",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES).prop_map(str::to_owned);
    let piece = prop_oneof![12 => piece, 1 => any::<String>(), 1 => "[ -~]{0,12}"];
    let space = prop_oneof![6 => Just(" "), 1 => Just("")];
    prop::collection::vec((piece, space), 1..60)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(p, s)| [p, s.to_owned()]).collect())
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let day = prop::option::of(Just("2031-05-14"));
    prop::collection::vec((text(), day), 1..6)
        .prop_map(|texts| texts.iter().filter_map(|(text, day)| document(text, *day)).collect())
}

fn json(reports: Vec<Report>) -> Vec<String> {
    reports.into_iter().map(|report| report.into_wire().to_json()).collect()
}

proptest! {
    /// Every span fits the text, every reference leads somewhere, JSON loses nothing.
    #[test]
    fn records_are_valid(documents in documents()) {
        for report in pipeline().code(documents) {
            let fault = valid::check(&report).err();
            prop_assert_eq!(fault, None, "{:?}", report.document.text);
        }
    }

    /// Coded alone, together, or in another order: the same bytes.
    #[test]
    fn company_changes_nothing(documents in documents()) {
        let alone: Vec<String> =
            documents.iter().flat_map(|d| json(pipeline().code(vec![d.clone()]))).collect();
        prop_assert_eq!(&json(pipeline().code(documents.clone())), &alone);
        let mut turned = json(pipeline().code(documents.into_iter().rev().collect()));
        turned.reverse();
        prop_assert_eq!(turned, alone);
    }
}
