//! Snapshots of what comes out of five short reports, to be read by people.
//!
//! After a change that is meant to change them: `just accept`, and read the difference.

use super::{record, render, valid};

const HARBOUR: &str = include_str!("../../../../examples/harbour-blast.txt");

/// Name, text, day of publication.
pub(crate) const ALL: [(&str, &str, &str); 5] = [
    ("revised-toll", include_str!("reports/revised-toll.txt"), "2031-05-15"),
    ("nested", include_str!("reports/nested.txt"), "2031-06-10"),
    ("protest", include_str!("reports/protest.txt"), "2030-03-04"),
    ("harbour-dispute", include_str!("reports/harbour-dispute.txt"), "2031-05-15"),
    ("harbour-blast", HARBOUR, "2025-03-14"),
];

/// The example of the README stands for itself below: it would make a long snapshot.
#[test]
fn short_reports() {
    for (name, text, day) in &ALL[..4] {
        let report = record(text, day);
        valid::check(&report).unwrap();
        insta::assert_snapshot!(*name, render::lines(&report));
    }
}

/// The report that the README codes first: too long for a snapshot, but its speakers must be found, and
/// nothing but its prose be read.
#[test]
fn the_example_of_the_readme() {
    let report = record(HARBOUR, "2025-03-14");
    valid::check(&report).unwrap();
    let text = &report.document.text;
    assert_eq!(
        report.document.title.as_deref(),
        Some("Blast tears through grain terminal in Ostwick")
    );
    for words in ["video", "Photo: Smoke"] {
        let at = text.find(words).unwrap() as u32;
        let read =
            report.sentences.iter().find(|sentence| (sentence.start..sentence.end).contains(&at));
        assert_eq!(read, None, "{words:?} is read as a sentence");
    }
    let said = |speaker: &str| {
        let entities = report.statements.iter().filter_map(|s| s.source.entity);
        entities.into_iter().any(|id| {
            let mut words = report.entities[id.index()]
                .mentions
                .iter()
                .map(|m| report.mentions[m.index()].span);
            words.any(|span| span.of(text).contains(speaker))
        })
    };
    for speaker in
        ["Reval", "Ministry of Ports", "Oduya", "Lena Corvat", "Harrow Freight", "Stanek"]
    {
        assert!(said(speaker), "{speaker} says nothing");
    }
}
