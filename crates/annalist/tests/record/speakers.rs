//! Ways to say whose words they are, each with a text of our own.

use annalist_doc::{Report, Statement, StatementKind};

use super::record;

/// The statement whose content holds these words, with its source's words; the innermost one.
fn said<'r>(report: &'r Report, words: &str) -> Option<(&'r Statement, String)> {
    let text = &report.document.text;
    let at = text.find(words).unwrap() as u32;
    let holding = report.statements.iter().filter(|s| s.content.iter().any(|c| c.holds(at)));
    let size = |s: &&Statement| s.content.iter().map(|c| c.len()).sum::<u32>();
    let statement = holding.min_by_key(size)?;
    let source: Vec<&str> = statement.source.spans.iter().map(|s| s.of(text)).collect();
    Some((statement, source.join(" … ")))
}

/// Whose words they are, as the record has it.
fn source_of(report: &Report, words: &str) -> String {
    said(report, words).map_or_else(|| "no statement".to_owned(), |(_, source)| source)
}

#[test]
fn turns_of_a_transcript() {
    let report = record(
        "Below is part of the briefing in Tarrin.\n\n\
         GEN. POL: The bridge was never closed.\n\n\
         Q: Did the convoy cross it?\n\n\
         GEN. POL: It crossed at noon.\n\n\
         It came back an hour later.\n\n\
         Q: Thank you, general.",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "The bridge was never"), "GEN. POL");
    assert_eq!(source_of(&report, "Did the convoy"), "Q");
    assert_eq!(source_of(&report, "It came back"), "GEN. POL");
    assert_eq!(source_of(&report, "Below is part"), "no statement");
}

#[test]
fn links_and_notes_are_no_turns() {
    let report = record(
        "WATCH: The ferry leaves the harbour.\n\nNOTE: The port opens at six.\n\n\
         READ MORE: The tide tables of the bay.\n\nThe ferry left at noon.",
        "2031-05-15",
    );
    assert_eq!(report.statements.len(), 0);
}

#[test]
fn signed_quotations_and_openers() {
    let report = record(
        "\u{201c}Nobody asked the village.\u{201d} \u{2014} Ana Pol\n\n\
         From the ministry: the dam will stay shut until spring.\n\n\
         The road through the pass is open again. \u{2014} ministry statement",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "Nobody asked"), "Ana Pol");
    assert_eq!(source_of(&report, "the dam will stay"), "the ministry");
    assert_eq!(source_of(&report, "The road through"), "ministry statement");
}

#[test]
fn quotations_of_all_kinds() {
    let report = record(
        "\u{ab}The harbour is ours,\u{bb} said Mara Quell.\n\n\
         \u{201e}The mill is lost,\u{201c} said Jon Reve.\n\n\
         \u{201c}We left at dawn,\u{201d} Ana Pol said, \u{201c}and nobody stopped us. The gate stood open.\n\n\
         \u{201c}We met no guards on the road either.\u{201d}",
        "2031-05-15",
    );
    assert_eq!(source_of(&report, "The harbour is"), "Mara Quell");
    assert_eq!(source_of(&report, "The mill is"), "Jon Reve");
    assert_eq!(source_of(&report, "The gate stood"), "Ana Pol");
    assert_eq!(source_of(&report, "We met no guards"), "Ana Pol");
    assert_eq!(said(&report, "We left").unwrap().0.kind, StatementKind::Direct);
}

#[test]
fn posts_documents_and_officials_without_names() {
    let report = record(
        "The front\u{2019}s commander wrote on Telegram that the depot had burned down. \
         A report by the audit office found that the fund was empty. \
         According to data from the harbour office, forty ships left the bay. \
         Officials who asked not to be named said the talks had failed. \
         Four sources said the envoy had resigned.",
        "2031-05-15",
    );
    assert!(source_of(&report, "the depot had").contains("commander"));
    assert!(source_of(&report, "the fund was").contains("report"));
    assert!(source_of(&report, "forty ships").contains("data"));
    assert!(source_of(&report, "the talks had").starts_with("Officials"));
    assert_eq!(source_of(&report, "the envoy had"), "Four sources");
}
