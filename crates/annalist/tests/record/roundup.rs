//! Reports that tell of many things: each stays by itself, with its own dead and its own place.

use annalist_doc::{Event, Modality, Polarity, Report};

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

/// The event that these words tell of.
fn event<'r>(report: &'r Report, words: &str) -> &'r Event {
    let text = &report.document.text;
    let tells = |e: &&Event| e.mentions.iter().any(|m| m.span.of(text) == words);
    report.events.iter().find(tells).unwrap_or_else(|| panic!("{words}: {:?}", told(report)))
}

fn place<'r>(report: &'r Report, words: &str) -> Option<&'r str> {
    event(report, words).place.map(|p| report.places[p.index()].name.as_str())
}

#[test]
fn a_place_over_a_paragraph_is_where_its_events_were() {
    let report = record(
        "Weekly bulletin\n\nKano. Gunmen killed four people on Monday. The mayor met elders.\n\nMaiduguri: Aid \
         workers delivered 120 tonnes of maize on Tuesday.",
        DAY,
    );
    assert_eq!(place(&report, "killed"), Some("Kano"));
    assert_eq!(place(&report, "delivered"), Some("Maiduguri"));
    assert_eq!(place(&report, "met"), None);
}

#[test]
fn a_toll_of_many_is_not_that_of_one_accident() {
    let report = record(
        "Rivers in the south have burst their banks. According to the ministry, 41 people have died in six \
         districts as of Tuesday evening.\n\nTwelve people drowned on Monday when a boat capsized near Nchalo.",
        DAY,
    );
    assert_ne!(event(&report, "died").id, event(&report, "drowned").id);
    assert_eq!(event(&report, "drowned").id, event(&report, "capsized").id);
}

#[test]
fn figures_go_to_what_they_are_told_of() {
    // The headline's dead are the text's; two deaths are not in a fire that only stands beside them; what was
    // years ago has its own.
    let report = record(
        "Three killed as protests spread\n\nIBADAN, 14 March 2025 (Meridian) - Three people were killed on \
         Thursday when police opened fire on demonstrators in Ibadan, hospital workers said. The commissioner \
         confirmed two deaths and said his officers had acted after a house caught fire.\n\nA similar march in \
         August 2021 ended with 14 arrests.",
        DAY,
    );
    let shots = event(&report, "opened fire");
    assert!(shots.figures.len() >= 2, "{shots:?}");
    assert!(event(&report, "caught fire").figures.is_empty());
    let arrests = event(&report, "arrests");
    assert_eq!(
        arrests.time.and_then(|t| report.times[t.index()].value.as_deref()),
        Some("2021-08")
    );
    assert_eq!(arrests.modality, Modality::Historical);
    assert!(!report.places.iter().any(|p| p.name == "Meridian"));
}

#[test]
fn what_a_denial_takes_for_granted_is_not_denied() {
    let text = "She denied that officers used live ammunition in Kitwe, where a student was shot in the leg.";
    let report = record(text, DAY);
    assert_eq!(event(&report, "shot").polarity, Polarity::Positive);
    assert_eq!(event(&report, "used").polarity, Polarity::Negative);
}

#[test]
fn a_semicolon_ends_what_somebody_said() {
    let report = record(
        "On the night of Sunday a drone attack cut power to 14,000 households, the regional governor, Vera \
         Malin, said; the ministry denied that its forces had struck the plant.\n\nHis spokesman, Bayo Onanuga, said the plant was safe.",
        DAY,
    );
    let said = |who: &str| {
        let named = |s: &&annalist_doc::Statement| {
            let entity = s.source.entity.map(|e| &report.entities[e.index()]);
            entity.and_then(|e| e.name.as_deref()) == Some(who)
        };
        let content = &report.statements.iter().find(named).unwrap().content;
        content.iter().map(|c| c.of(&report.document.text)).collect::<String>()
    };
    assert!(said("Vera Malin").contains("drone attack") && !said("Vera Malin").contains("denied"));
    assert_eq!(said("Bayo Onanuga"), "the plant was safe");
}

#[test]
fn a_strike_that_is_called_is_a_protest() {
    let report = record("The union has called a two-day general strike from Monday.", DAY);
    assert_eq!(event(&report, "general strike").kind, "PROTEST");
}

#[test]
fn one_person_counts_where_nobody_else_is_counted() {
    let report = record(
        "Gunmen shot dead a teacher in Kano on Monday.\n\nIn Maiduguri, a suicide bomber killed a soldier and wounded \
         three others. In Jos, a man and a woman were killed in a fire.\n\nTroops killed the rebel commander Musa Bello \
         in Yola on Friday. A mob stabbed a policeman to death in Sokoto.\n\nAt least nine people died when a ferry sank \
         off Lagos. The singer Ada Bell nearly died in a crash near Enugu.",
        DAY,
    );
    let mut told: Vec<(Option<&str>, &str, Option<u64>, &str)> = Vec::new();
    for event in &report.events {
        for figure in &event.figures {
            let figure = &report.figures[figure.index()];
            let town = event.place.map(|p| report.places[p.index()].name.as_str());
            told.push((town, figure.what.as_str(), figure.low, figure.text.as_str()));
        }
    }
    told.sort_unstable();
    assert_eq!(
        told,
        [
            (Some("Jos"), "killed", Some(2), "a man and a woman"),
            (Some("Kano"), "killed", Some(1), "a teacher"),
            (Some("Lagos"), "killed", Some(9), "At least nine"),
            (Some("Maiduguri"), "injured", Some(3), "three"),
            (Some("Maiduguri"), "killed", Some(1), "a soldier"),
            (Some("Sokoto"), "killed", Some(1), "a policeman"),
            (Some("Yola"), "killed", Some(1), "the rebel commander"),
        ]
    );
    assert!(report.claim_links.is_empty(), "{:?}", report.claim_links);
}

#[test]
fn victims_tell_events_apart() {
    let split = |text: &str| record(text, DAY).events.len();
    assert_eq!(
        split(
            "Police detained 14 demonstrators outside the court. Lawmaker Hasan Polat was arrested at Istanbul airport \
             on Sunday."
        ),
        2
    );
    assert_eq!(
        split("Gunmen killed two farmers. Three soldiers were shot dead in Goma on Monday."),
        2
    );
}

#[test]
fn people_told_one_by_one_count_beside_a_number() {
    let report = record("A policeman and four soldiers were wounded in Gao.", DAY);
    let counts: Vec<_> = report.claims.iter().map(|c| (c.scope.as_deref(), c.value.low)).collect();
    assert_eq!(counts, [(None, Some(5)), (Some("soldiers"), Some(4))]);
}

#[test]
fn nobody_is_the_victim_in_their_own_words() {
    let report =
        record("Army spokesman John Mensah said the victim had been shot by bandits.", DAY);
    let name = |id: annalist_doc::EntityId| report.entities[id.index()].name.clone();
    let shot = event(&report, "shot");
    let victims: Vec<_> = shot.arguments.iter().filter_map(|a| name(a.entity?)).collect();
    assert!(!victims.iter().any(|v| v.contains("Mensah")), "{victims:?}");
}

#[test]
fn a_count_of_one_town_is_not_that_of_an_event_in_another() {
    let report = record(
        "Police put the number of protesters in Lima at 3,000. In Cusco, 500 people marched to the cathedral.",
        DAY,
    );
    let march = event(&report, "marched");
    let counts: Vec<_> = march.figures.iter().map(|f| report.figures[f.index()].low).collect();
    assert_eq!(counts, [Some(500)]);
    assert!(report.claim_links.is_empty(), "{:?}", report.claim_links);
}

#[test]
fn force_reaches_whom_it_scatters_and_what_could_be_is_none() {
    let report =
        record("Police fired tear gas to disperse demonstrators in Nairobi on Monday.", DAY);
    let fired = event(&report, "fired");
    let reached = |a: &annalist_doc::Argument| a.span.of(&report.document.text).to_owned();
    let words: Vec<String> = fired.arguments.iter().map(reached).collect();
    assert!(words.contains(&"demonstrators".to_owned()), "{words:?}");
    let report = record("Engineers warned that an explosion could hit the plant.", DAY);
    let actual = report.events.iter().filter(|e| e.modality == Modality::Actual);
    assert!(!actual.into_iter().any(|e| e.kind == "ASSAULT"), "{:?}", told(&report));
}
