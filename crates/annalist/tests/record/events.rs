//! What comes out of sentences and one report as events: how real they are, who takes part, which mentions are
//! one event, and to which event the dead belong.

use annalist_doc::{Event, Modality, Polarity, Report, Role};

use super::record;

const DAY: &str = "2031-05-09";

/// The event that these words tell of.
fn event<'r>(report: &'r Report, words: &str) -> Option<&'r Event> {
    let text = &report.document.text;
    report.events.iter().find(|e| e.mentions.iter().any(|m| m.span.of(text) == words))
}

/// The words of those in a role.
fn who<'r>(report: &'r Report, event: &Event, role: Role) -> Vec<&'r str> {
    let of_role = event.arguments.iter().filter(|a| a.role == role);
    of_role.map(|a| a.span.of(&report.document.text)).collect()
}

#[test]
fn what_is_said_of_a_light_verb_is_said_of_what_it_carries() {
    use Modality::{Actual, Conditional, Planned, Possible};
    use Polarity::{Negative, Positive};
    let told = [
        ("The army carried out an attack on the village.", "attack", Positive, Actual),
        ("The army did not carry out the attack on the village.", "attack", Negative, Actual),
        ("The attack was not carried out by the rebels.", "attack", Negative, Actual),
        ("The army never held talks with the rebels.", "talks", Negative, Actual),
        ("The army will carry out an attack on the village.", "attack", Positive, Planned),
        ("The ministers may hold a meeting on Friday.", "meeting", Positive, Possible),
        ("The governor called off a meeting with the rebels.", "meeting", Negative, Planned),
        (
            "Had the army attacked, the town would have been destroyed.",
            "attacked",
            Positive,
            Conditional,
        ),
    ];
    for (text, words, polarity, modality) in told {
        let report = record(text, DAY);
        let found = event(&report, words).map(|e| (e.polarity, e.modality));
        assert_eq!(found, Some((polarity, modality)), "{text}");
    }
}

#[test]
fn whoever_is_reached_by_the_way_is_reached() {
    let report = record("The senators' vote on the law to expel the envoys took an hour.", DAY);
    let vote = event(&report, "vote").unwrap();
    assert_eq!(who(&report, vote, Role::Recipient), ["the law", "the envoys"]);
    let text = "The army won a victory over the rebels by capturing half of the province.";
    let report = record(text, DAY);
    let capturing = event(&report, "capturing").unwrap();
    let reached = who(&report, capturing, Role::Recipient);
    assert_eq!(reached, ["the rebels", "half of the province"]);
}

#[test]
fn only_what_is_denied_is_denied() {
    let told = [
        ("The rebels denied involvement in the bombing.", "bombing"),
        ("The party rejected the offer as police dispersed the protesters.", "dispersed"),
        ("Residents blocked the road to protest against the budget.", "protest"),
    ];
    for (text, words) in told {
        let report = record(text, DAY);
        let found = event(&report, words).map(|e| e.polarity);
        assert_eq!(found, Some(Polarity::Positive), "{text}");
    }
}

#[test]
fn a_count_is_of_its_own_participle() {
    let report =
        record("At least two people were killed and dozens arrested in Ostwick, police said.", DAY);
    let of = |attribute: &str| {
        let claims = report.claims.iter().filter(|c| c.attribute == attribute);
        claims.map(|c| c.value.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((of("killed"), of("arrested")), (vec!["At least two"], vec!["dozens"]));
}

#[test]
fn concerns_are_no_threats() {
    for text in [
        "The minister warned that prices would rise.",
        "The mayor warned that the bridge might collapse.",
    ] {
        assert!(event(&record(text, DAY), "warned").is_none(), "{text}");
    }
    let report = record("The general warned that the army would destroy the camps.", DAY);
    assert_eq!(event(&report, "warned").map(|e| e.kind.as_str()), Some("THREATEN"));
}

#[test]
fn what_an_attack_answers_is_another_event() {
    let text = "Jets struck targets near the port early on Thursday, hours after militants fired two \
        rockets at the town, the army said.\n\nThree people were killed in the strikes, the ministry said. \
        One of the rockets landed in a field.";
    let report = record(text, DAY);
    let (struck, fired) = (event(&report, "struck").unwrap(), event(&report, "fired").unwrap());
    assert_ne!(struck.id, fired.id);
    let killed = report.claims.iter().find(|c| c.attribute == "killed").unwrap();
    assert_eq!(killed.event, struck.id);
}

#[test]
fn other_dead_are_another_killing() {
    let text = "Troops killed 11 rebels in a raid near the river on Sunday, the army said.\n\nOne of the dead \
        was wanted for the murder of three teachers in 2029.\n\nThe mayor said he had counted seven bodies.";
    let report = record(text, DAY);
    let (killed, murder) = (event(&report, "killed").unwrap(), event(&report, "murder").unwrap());
    assert_ne!(killed.id, murder.id);
    assert_eq!(murder.modality, Modality::Historical);
    let counts = report.claims.iter().filter(|c| c.attribute == "killed" && c.event == killed.id);
    let counts: Vec<&str> = counts.map(|c| c.value.text.as_str()).collect();
    assert!(counts.contains(&"seven"), "{counts:?}");
}

const BOMBING: &str = include_str!("reports/market-bombing.txt");

#[test]
fn the_dead_of_another_event_stay_its_own() {
    let report = record(BOMBING, DAY);
    let (bombing, shot) =
        (event(&report, "detonated").unwrap(), event(&report, "shot dead").unwrap());
    assert_ne!(bombing.id, shot.id);
    for words in ["killed", "wounded", "died"] {
        assert_eq!(event(&report, words).map(|e| e.id), Some(bombing.id), "{words}");
    }
    assert_eq!(event(&report, "killings").map(|e| e.id), Some(shot.id));
    assert_eq!(who(&report, bombing, Role::Actor), ["A suicide bomber"]);
    let claims = report.claims.iter().filter(|c| c.attribute == "killed");
    let told: Vec<_> =
        claims.map(|c| (c.value.text.as_str(), c.scope.as_deref(), c.event)).collect();
    assert!(told.contains(&("seven", None, shot.id)), "{told:?}");
    assert!(told.contains(&("two", Some("wounded"), bombing.id)), "{told:?}");
    assert!(told.contains(&("16", None, bombing.id)), "{told:?}");
}

#[test]
fn who_leaves_for_treatment_was_hurt() {
    let text = "Officials at first said that no soldiers had been killed or injured in the attack, but later \
        announced that 11 soldiers had left the island for treatment.";
    let report = record(text, DAY);
    let hurt = report.claims.iter().filter(|c| c.attribute == "injured");
    let hurt: Vec<_> = hurt.map(|c| c.value.low).collect();
    assert_eq!(hurt, [Some(0), Some(11)]);
}

#[test]
fn nobody_killed_here_is_not_who_was_killed_there() {
    let text = "The army killed General Aron Osk in an air strike on Friday. Rebels fired rockets at a base on \
        Monday. Officials said that no soldier had been killed or injured in the attack.";
    let report = record(text, DAY);
    let event_of = |negative: bool| {
        let wanted = if negative { Polarity::Negative } else { Polarity::Positive };
        report.events.iter().find(|e| {
            e.mentions.iter().any(|m| m.span.of(text) == "killed" && m.polarity == wanted)
        })
    };
    assert_ne!(event_of(true).unwrap().id, event_of(false).unwrap().id);
}
