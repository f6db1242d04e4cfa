//! Where things happened: asked for any verb, an event of the lexicon or not.

use annalist_doc::Span;

use super::{document, pipeline};

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

#[test]
fn a_verb_that_is_not_there_has_no_place() {
    let text = "Rain.";
    let found = pipeline().places_of_verbs(&[document(text, None).unwrap()], &[Span::new(90, 95)]);
    assert_eq!(found, vec![None]);
}
