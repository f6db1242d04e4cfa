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

/// Sentence, trigger, first and last day. Published on Wednesday, January 22, 2020.
const RANGES: &[(&str, &str, [&str; 2])] = &[
    (
        "Gunmen besieged the fort from Monday to Wednesday.",
        "besieged",
        ["2020-01-20", "2020-01-22"],
    ),
    // Not yet over on that Wednesday, so a week earlier.
    ("Gunmen besieged the fort from Monday to Friday.", "besieged", ["2020-01-13", "2020-01-17"]),
    ("The army bombed the port between 2014 and 2017.", "bombed", ["2014-01-01", "2017-12-31"]),
    ("The army bombed the port from March 3 to 5.", "bombed", ["2019-03-03", "2019-03-05"]),
    ("The army bombed the port on 3–5 March 2018.", "bombed", ["2018-03-03", "2018-03-05"]),
    (
        "From June until August 2018, rebels shelled the town.",
        "shelled",
        ["2018-06-01", "2018-08-31"],
    ),
    ("Workers will strike from Thursday until Sunday.", "strike", ["2020-01-23", "2020-01-26"]),
    ("Gunmen killed three miners on Monday.", "killed", ["2020-01-20", "2020-01-20"]),
];

#[test]
fn a_range_is_the_time_of_its_event_from_end_to_end() {
    for (text, trigger, days) in RANGES {
        let report = record(text, "2020-01-22");
        let event = report.events.iter().find(|e| e.trigger.of(text).contains(trigger));
        let event = event.unwrap_or_else(|| panic!("no event {trigger:?} in {text:?}"));
        let found = [&event.earliest, &event.latest].map(|day| day.as_deref().unwrap_or("?"));
        assert_eq!(found, *days, "{text:?}");
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
fn a_dateline_without_a_year_takes_it_from_the_text() {
    let published = |text: &str| {
        let report = pipeline().code(vec![document(text, None).unwrap()]).remove(0);
        report.document.published.map(|p| p.value)
    };
    let told = "Marrowgate, 22 January (Annex) -- Gunmen killed three miners on Monday. Four had been \
                killed there on December 3, 2019.\n";
    assert_eq!(published(told).as_deref(), Some("2020-01-22"));
    // Too long ago to tell the year.
    let old = told.replace("2019", "2009").replace("December", "May");
    assert_eq!(published(&old), Some("2009-05-03".to_owned()));
    let none = "MARROWGATE, Jan. 22 (Annex) -- Gunmen killed three miners on Monday.\n";
    assert_eq!(published(none), None);
    // What is said elsewhere is no conflict.
    let codes = |text| record(text, "2020-01-22").warnings.len();
    assert_eq!(codes("MARROWGATE, Jan. 22 (Annex) -- Nine died in January 2019.\n"), 0);
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
