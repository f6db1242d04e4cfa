//! When events were, and what the text itself says of its date.

use annalist_doc::{BlockKind, Format, PublishedFrom, Report, Source};

use super::{document, pipeline, record};

/// The value of the time of the first event whose trigger has this word.
fn time_of(report: &Report, trigger: &str) -> Option<String> {
    let text = &report.document.text;
    let event = report.events.iter().find(|e| {
        let words = std::iter::once(e.trigger).chain(e.mentions.iter().map(|m| m.span));
        words.into_iter().any(|w| w.of(text).contains(trigger))
    });
    let event = event.unwrap_or_else(|| panic!("no event {trigger:?} in {text:?}"));
    event.time.and_then(|id| report.times[id.index()].value.clone())
}

/// Sentence, trigger, the value of its time. Published on Wednesday, January 22, 2020.
const TOLD: &[(&str, &str, Option<&str>)] = &[
    ("Gunmen killed three miners on Monday.", "killed", Some("2020-01-20")),
    ("On Monday, gunmen killed three miners.", "killed", Some("2020-01-20")),
    ("Gunmen attacked the village on Monday and burned two houses.", "burned", Some("2020-01-20")),
    ("Monday's attack killed three miners.", "attack", Some("2020-01-20")),
    // The saying has a time; what is said has its own or none.
    ("Police said on Tuesday that gunmen killed three miners.", "killed", None),
    (
        "Police said on Tuesday that gunmen killed three miners last week.",
        "killed",
        Some("2020-W03"),
    ),
    ("Gunmen killed three miners on Monday, police said on Tuesday.", "killed", Some("2020-01-20")),
    ("Soldiers fired at the crowd on Monday, killing two students.", "killing", Some("2020-01-20")),
    ("Gunmen killed three miners.", "killed", None),
    ("Airstrikes against the rebels last week killed nine.", "killed", Some("2020-W03")),
    ("The army bombed the port in March 2014.", "bombed", Some("2014-03")),
];

#[test]
fn events_have_the_time_that_governs_them() {
    for (text, trigger, value) in TOLD {
        let report = record(text, "2020-01-22");
        assert_eq!(time_of(&report, trigger).as_deref(), *value, "{text:?}");
    }
}

#[test]
fn a_saying_has_its_own_time() {
    let report = record("Police said on Tuesday that gunmen killed three miners.", "2020-01-22");
    let time = report.statements[0].time.unwrap();
    assert_eq!(report.times[time.index()].value.as_deref(), Some("2020-01-21"));
}

#[test]
fn a_dateline_dates_a_report_that_nothing_else_dates() {
    let text = "MARROWGATE, Jan. 22, 2020 (Annex) -- Gunmen killed three miners on Monday.\n";
    let report = pipeline().code(vec![document(text, None).unwrap()]).remove(0);
    let published = report.document.published.as_ref().unwrap();
    assert_eq!((published.value.as_str(), published.from), ("2020-01-22", PublishedFrom::Text));
    assert_eq!(time_of(&report, "killed").as_deref(), Some("2020-01-20"));
    assert!(report.warnings.iter().any(|w| w.code == "date-from-text"));
}

#[test]
fn sources_of_the_date_that_disagree_are_named() {
    let text = "MARROWGATE, Jan. 22 (Annex) -- Gunmen killed three miners on Monday.\n";
    let codes = |day| {
        let report = record(text, day);
        report.warnings.into_iter().map(|w| w.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("2020-01-23"), Vec::<String>::new());
    assert_eq!(codes("2020-06-01"), ["date-conflict"]);
}

#[test]
fn without_a_day_of_publication_relative_times_stay_open() {
    let text = "Gunmen killed three miners on Monday. They had come two days earlier.";
    let source = Source { format: Format::Text, ..Source::default() };
    let document = annalist_read::text::from_text(text.to_owned(), source, None).unwrap();
    assert!(document.blocks.iter().any(|b| b.kind == BlockKind::Paragraph));
    let report = pipeline().code(vec![document]).remove(0);
    assert!(!report.times.is_empty());
    for time in &report.times {
        assert!(time.value.as_deref().is_some_and(|v| v.starts_with("XXXX")), "{time:?}");
        assert_eq!((&time.earliest, &time.latest), (&None, &None));
    }
}
