//! Snapshots of what comes out of four short reports, to be read by people.
//!
//! After a change that is meant to change them: `just accept`, and read the difference.

use annalist_doc::{ClaimLinkKind, EntityKind};

use super::{record, render, valid};

const HARBOUR: &str = include_str!("../../../../examples/harbour-blast.txt");

/// Name, text, day of publication.
pub(crate) const ALL: [(&str, &str, &str); 4] = [
    ("revised-toll", include_str!("reports/revised-toll.txt"), "2031-05-15"),
    ("nested", include_str!("reports/nested.txt"), "2031-06-10"),
    ("protest", include_str!("reports/protest.txt"), "2030-03-04"),
    ("harbour-blast", HARBOUR, "2025-03-14"),
];

/// The example of the README stands for itself below: it would make a long snapshot.
#[test]
fn short_reports() {
    for (name, text, day) in &ALL[..3] {
        let report = record(text, day);
        valid::check(&report).unwrap();
        insta::assert_snapshot!(*name, render::lines(&report));
    }
}
