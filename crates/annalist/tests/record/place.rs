//! Where things happened: asked for any verb, an event of the lexicon or not.

use annalist_doc::Span;

use super::{document, pipeline, record};

/// Sentence, verb, the place.
const TOLD: &[(&str, &str, Option<&str>)] = &[
    ("Gunmen killed three miners in Baghdad on Monday.", "killed", Some("Baghdad")),
    ("Hundreds of students marched in Cairo on Friday.", "marched", Some("Cairo")),
    ("A bomb exploded near Kirkuk, killing two officers.", "killing", Some("Kirkuk")),
    ("Soldiers shelled the town of Idlib overnight.", "shelled", Some("Idlib")),
    // Where somebody spoke is not where it happened, and no place is no guess.
    ("Gunmen killed three miners, police said.", "killed", None),
    ("The minister said he was sorry.", "said", None),
];

#[test]
fn any_verb_can_be_asked() {
    for (text, verb, place) in TOLD {
        let at = text.find(verb).unwrap();
        let span = Span::new(at as u32, (at + verb.len()) as u32);
        let found = pipeline().places_of_verbs(&[document(text, None).unwrap()], &[span]).remove(0);
        assert_eq!(found.as_ref().map(|p| p.name.as_str()), *place, "{text}");
    }
}

/// A report of Wednesday, January 22, 2020, an event's trigger, and its place: that of the dateline where
/// a reader would say so.
const WRITTEN: &[(&str, &str, Option<&str>)] = &[
    (
        "KIRKUK, Iraq, Jan 22 (Annex) - Gunmen killed three oil workers on Tuesday, police said.",
        "killed",
        Some("KIRKUK"),
    ),
    (
        "KIRKUK, Iraq (Annex) - Gunmen killed three oil workers on Tuesday.\n\nPolice arrested a guard.",
        "arrested",
        Some("KIRKUK"),
    ),
    (
        "REYKJAVIK, Iceland - Iceland summoned the Norwegian ambassador on Tuesday.",
        "summoned",
        Some("REYKJAVIK"),
    ),
    // Its own place is better.
    (
        "KIRKUK, Iraq (Annex) - Gunmen killed three workers in Mosul on Tuesday.",
        "killed",
        Some("Mosul"),
    ),
    // The report has gone elsewhere.
    (
        "KIRKUK, Iraq (Annex) - Two workers drowned in Mosul on Tuesday.\n\nPolice arrested a guard.",
        "arrested",
        None,
    ),
    (
        "BEIRUT (Annex) - The minister travelled to Tripoli on Tuesday after gunmen killed two soldiers.",
        "killed",
        None,
    ),
    // Another time; another country's soldiers; a plan; a body of many countries.
    ("KIRKUK, Iraq (Annex) - Gunmen killed three workers in May 2014.", "killed", None),
    ("WASHINGTON (Annex) - Iranian forces killed three workers on Tuesday.", "killed", None),
    ("KIRKUK, Iraq (Annex) - Workers plan to protest on Friday.", "protest", None),
    ("REYKJAVIK, Iceland - The United Nations condemned the arrests.", "condemned", None),
];

#[test]
fn a_dateline_is_the_place_of_the_reports_own_events() {
    for (text, trigger, place) in WRITTEN {
        let report = record(text, "2020-01-22");
        let event = report.events.iter().find(|e| e.trigger.of(text).contains(trigger));
        let event = event.unwrap_or_else(|| panic!("no event {trigger:?} in {text:?}"));
        let found = event.place.map(|p| report.places[p.index()].name.as_str());
        assert_eq!(found, *place, "{text}");
    }
}

#[test]
fn a_verb_that_is_not_there_has_no_place() {
    let text = "Rain.";
    let found = pipeline().places_of_verbs(&[document(text, None).unwrap()], &[Span::new(90, 95)]);
    assert_eq!(found, vec![None]);
}

#[test]
fn an_agency_in_brackets_is_not_the_place_before_it() {
    let report = record(
        "West Palm Beach, Florida (CNN) The mayor of Ostwick said that the bridge is open.",
        "2031-05-15",
    );
    let named = |name: &str| report.entities.iter().find(|e| e.name.as_deref() == Some(name));
    assert!(named("CNN").is_some_and(|e| e.aliases.is_empty()), "{:?}", report.entities);
}

#[test]
fn abbreviations_of_countries_have_capitals_only() {
    let text = "Car bombs killed ten people. Clashes went on in CAR. Rio police were sent to Goa.";
    let report = record(text, "2031-05-15");
    let names: Vec<&str> = report.places.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["CAR", "Goa"]);
}

/// A report, a name in it, how often it is named before, and where it must lie: the country, and how exactly.
const REPORTS: &[(&str, &str, usize, &str, &str)] = &[
    // What a report is on: towns of greater names lie there.
    (
        "Colombian rebels on Friday freed three oil workers near Florencia, the Red Cross said. The men \
         were flown to Neiva. Two others are held near San Vicente. The army says another group operates \
         around La Plata and Santa Rosa. A priest in Palermo helped.",
        "San Vicente",
        0,
        "CO",
        "settlement",
    ),
    // One name, the region and its city.
    (
        "In the Kherson region, a bus was struck in Antonivka, a suburb of Kherson.",
        "Kherson",
        0,
        "UA",
        "admin1",
    ),
    (
        "In the Kherson region, a bus was struck in Antonivka, a suburb of Kherson.",
        "Kherson",
        1,
        "UA",
        "settlement",
    ),
    // A town that its county is named after.
    (
        "Two men, from York and Lebanon, were arrested after a robbery in Lancaster, 40 miles from \
         Harrisburg.",
        "Lancaster",
        0,
        "US",
        "settlement",
    ),
    // "Bacolod" is what "Bacolod City" is called.
    ("A bus overturned near Bacolod, in Negros Occidental.", "Bacolod", 0, "PH", "settlement"),
    // What stands beside a name makes it a place: a distance, a place that is sure.
    (
        "Shepparton is dry. Kerang, 280 km northwest of Melbourne, was told to prepare.",
        "Kerang",
        0,
        "AU",
        "settlement",
    ),
    ("A boat from Kenya's Lamu was missing on Monday.", "Lamu", 0, "KE", "settlement"),
    // Cities of the world in national news; where the report is of a state, its own towns.
    (
        "The White House said the president will fly to Paris and Berlin in May. Offices in Boston and New \
         York were told.",
        "Berlin",
        0,
        "DE",
        "settlement",
    ),
    (
        "Virginia prosecutors said the man had met contacts in Lima, Rome and Cairo before he left \
         Richmond.",
        "Lima",
        0,
        "PE",
        "settlement",
    ),
    (
        "Students of a college in Ohio marched through Athens. Police from Lima and Toledo helped.",
        "Athens",
        0,
        "US",
        "settlement",
    ),
    (
        "The Texas governor opened a factory in Paris, an hour from Dallas, for workers from Lamar County.",
        "Paris",
        0,
        "US",
        "settlement",
    ),
];

#[test]
fn places_lie_where_the_report_says() {
    for (text, name, nth, country, precision) in REPORTS {
        let report = record(text, "2031-05-15");
        let found = report.places.iter().filter(|p| p.name.eq_ignore_ascii_case(name)).nth(*nth);
        let found = found.unwrap_or_else(|| panic!("no place {name:?} in {text:?}"));
        assert_eq!(found.country.as_deref(), Some(*country), "{text}");
        let own = serde_json::to_value(found.precision).unwrap();
        assert_eq!(own.as_str(), Some(*precision), "{text}");
    }
}

#[test]
fn a_country_named_in_passing_moves_no_capital() {
    let text =
        "Canada's weather office in Toronto and Ottawa sent a note to a paper in London, England.";
    let report = record(text, "2031-05-15");
    let london = report.places.iter().find(|p| p.name == "London").unwrap();
    assert_eq!(london.country.as_deref(), Some("GB"));
}

#[test]
fn a_place_that_the_gazetteer_lacks_is_not_put_elsewhere() {
    use annalist_doc::NoPlace::NoneFits;
    let report = record(
        "Mali's army said it killed 30 fighters in the Mopti region, near the village of Boni.\n\nThe army had been \
         in Moura before. Officials in Bamako, the capital of Mali, and in Gao said the minister would fly to \
         Paris.",
        "2024-11-18",
    );
    let of = |name: &str| report.places.iter().find(|p| p.name == name).unwrap();
    // The gazetteer has a Moura in Portugal, and calls Bonn "Boni".
    for name in ["Boni", "Moura"] {
        assert_eq!((of(name).reason, of(name).lat), (Some(NoneFits), None), "{name}");
    }
    for (name, country) in [("Mopti", "ML"), ("Bamako", "ML"), ("Gao", "ML"), ("Paris", "FR")] {
        assert_eq!(of(name).country.as_deref(), Some(country), "{name}");
    }
}

#[test]
fn a_name_that_only_sounds_like_a_town_needs_something_that_speaks_for_it() {
    let of = |text: &str, name: &str| {
        let report = record(text, "2025-03-14");
        report.places.iter().find(|p| p.name == name).cloned().unwrap()
    };
    // "Cerro" in Havana is what the gazetteer has that sounds like it.
    let bare = of("The government met in Carrow on Friday. Crews came to help.", "Carrow");
    assert_eq!((bare.reason, bare.lat), (Some(annalist_doc::NoPlace::NoneFits), None));
    // Here the country speaks for it.
    let spoken = of("Officials in Iraq said gunmen shot at a bus in Baqouba on Friday.", "Baqouba");
    assert_eq!(spoken.country.as_deref(), Some("IQ"));
    // And this everybody knows.
    let known = of("Gunmen shot at a bus in Kandahaar on Friday.", "Kandahaar");
    assert_eq!(known.country.as_deref(), Some("AF"));
}

/// Names of places with their units, and of each event its words and its place.
fn told(text: &str) -> [Vec<(String, String)>; 2] {
    let report = record(text, "2024-05-14");
    let places = report.places.iter();
    let places = places.map(|p| (p.name.clone(), p.admin1.clone().unwrap_or_default())).collect();
    let at = |e: &annalist_doc::Event| e.place.map(|p| report.places[p.index()].name.clone());
    let events = report.events.iter();
    let words = |e: &annalist_doc::Event| e.trigger.of(&report.document.text).to_owned();
    [places, events.map(|e| (words(e), at(e).unwrap_or_default())).collect()]
}

#[test]
fn what_the_report_says_of_where_a_name_lies_decides() {
    for (text, name, unit) in [
        (
            "Police in Dayton, Akron and Toledo, Ohio, looked for him. He was held in Cleveland, Tennessee.",
            "Cleveland",
            "Tennessee",
        ),
        (
            "He moved to Aurangabad, Bihar. He was born in Aurangabad, Maharashtra.",
            "Aurangabad",
            "Bihar",
        ),
        ("In Chile, a bus crashed in Los Angeles.", "Los Angeles", "Biobio"),
        ("In Canada, a bus crashed in London on Friday.", "London", "Ontario"),
        (
            "Soldiers were killed near the village of Hlyboke in the Kharkiv region of Ukraine.",
            "Hlyboke",
            "",
        ),
        ("Protesters marched in Washington on Friday.", "Washington", "District of Columbia"),
    ] {
        let [places, _] = told(text);
        let found =
            places.iter().find(|p| p.0 == name).unwrap_or_else(|| panic!("{text}: {places:?}"));
        assert_eq!(found.1, unit, "{text}");
    }
    let [_, events] =
        told("Police killed a man in Portland, Oregon. In Portland, Maine, a bomb killed two.");
    assert_eq!(events.len(), 2, "{events:?}");
}

#[test]
fn events_are_where_they_happened() {
    for (text, event, place) in [
        ("In Ireland, a fire killed two people in Westport.", "fire", "Westport"),
        ("A missile hit Kramatorsk on Monday, killing two.", "hit", "Kramatorsk"),
        ("The Donetsk region was shelled.", "shelled", "Donetsk"),
        ("Gunmen kidnapped a Warri-based trader in Sapele.", "kidnapped", "Sapele"),
        ("Protesters from Columbia University rallied in New York.", "rallied", "New York"),
        ("The minister, speaking in Geneva, said troops had bombed the villages.", "bombed", ""),
        (
            "The general told reporters in Brussels that missiles had killed nine civilians.",
            "killed",
            "",
        ),
        ("In Kano, police said gunmen had killed four people.", "killed", "Kano"),
    ] {
        let [_, events] = told(text);
        let found =
            events.iter().find(|e| e.0 == event).unwrap_or_else(|| panic!("{text}: {events:?}"));
        assert_eq!(found.1, place, "{text}");
    }
}

#[test]
fn people_and_ships_are_no_places() {
    for text in [
        "The victims were Florence Houston, 71, and her grandson Austin, 9.",
        "Her daughter Victoria, 6, was unhurt.",
        "The container ship Dali hit a bridge.",
        "The ferry Princess of Cebu sank on Friday.",
    ] {
        let [places, _] = told(text);
        assert!(places.is_empty(), "{text}: {places:?}");
    }
}
