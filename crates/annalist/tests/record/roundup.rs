//! Reports that tell of many things: each stays by itself, with its own dead and its own place.

use annalist_doc::{Event, Report};

use super::record;

const DAY: &str = "2025-03-14";

/// Each event as its mentions' words, in text order.
fn told(report: &Report) -> Vec<Vec<&str>> {
    let text = &report.document.text;
    let words = |e: &Event| e.mentions.iter().map(|m| m.span.of(text)).collect();
    report.events.iter().map(words).collect()
}

#[test]
fn each_of_a_bulletin_has_its_own_dead() {
    let report = record(
        "A bus crashed near Odense on Monday and a woman was killed.\n\nA cyclist died in a flood at Porto. One \
         man died in a fire in Lyon.\n\nTwo climbers were killed in an avalanche near Grenoble on Sunday. A \
         teacher was killed by gunmen in Lagos.\n\nPolice arrested nine people in Accra on Tuesday. In Kumasi, \
         police arrested two men on Wednesday.\n\nGunmen killed four people in Kano. Soldiers killed two \
         protesters in Khartoum. A bomb killed six people in Mosul.",
        DAY,
    );
    let mut events = told(&report);
    events.sort_unstable();
    assert_eq!(
        events,
        [
            vec!["arrested"],
            vec!["arrested"],
            vec!["avalanche"],
            vec!["crashed", "killed"],
            vec!["died", "fire"],
            vec!["died", "flood"],
            vec!["killed"],
            vec!["killed"],
            vec!["killed"],
            vec!["killed"],
        ]
    );
    let most = report.events.iter().map(|e| e.figures.len()).max();
    assert_eq!(most, Some(1));
    assert!(report.claim_links.is_empty(), "{:?}", report.claim_links);
}

#[test]
fn one_attack_told_on_stays_one() {
    let report = record(
        "A bomb exploded at a market in Mosul on Monday. The blast killed six people, police said.\n\nTwo of the \
         wounded died on Tuesday, raising the death toll to eight.",
        DAY,
    );
    let blast = report.events.iter().find(|e| e.figures.len() > 1).unwrap();
    let words: Vec<&str> =
        blast.mentions.iter().map(|m| m.span.of(&report.document.text)).collect();
    assert!(words.contains(&"exploded") && words.contains(&"killed"), "{words:?}");
    assert_eq!(blast.figures.len(), 3, "{words:?}");
}

#[test]
fn accidents_are_told_where_nobody_is_counted() {
    for (text, words) in [
        ("A bus crashed into a wall near Odense on Monday.", "crashed"),
        ("A woman died after being hit by a van in Bergen.", "hit"),
        ("She was struck and killed by a car in Bergen.", "struck"),
        ("An earthquake was felt in Lima on Monday.", "earthquake"),
        ("A fire in a warehouse closed the coast road on Friday.", "fire"),
    ] {
        let report = record(text, DAY);
        let found = told(&report).into_iter().flatten().any(|w| w == words);
        assert!(found, "{text}: {:?}", told(&report));
    }
    for text in [
        "They met by accident.",
        "The talks collapsed on Monday.",
        "A flood of letters reached the mayor.",
        "Share prices plunged and the market crashed.",
        "The court overturned the ban.",
        "She won the vote in a landslide.",
    ] {
        let report = record(text, DAY);
        let incident = report.events.iter().find(|e| e.kind == "INCIDENT");
        assert!(incident.is_none(), "{text}: {incident:?}");
    }
}
