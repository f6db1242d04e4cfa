//! Tests of the module above.

use super::*;

#[test]
fn rules_prefer_known_forms_and_exceptions_come_first() {
    let rules = [("s", ""), ("ies", "y")].map(|(a, b)| (a.into(), b.into()));
    let mut tables = Tables { rules: rules.into(), ..Tables::default() };
    tables.index.insert(murmur64(b"city"));
    tables.exceptions.insert(string_id("mice"), vec!["mouse".into()]);
    assert_eq!(tables.first("Cities", "cities"), "city");
    assert_eq!(tables.first("Zorgs", "zorgs"), "zorg");
    assert_eq!(tables.first("Mice", "mice"), "mouse");
    assert_eq!(tables.first("Data", "data"), "Data");
    assert_eq!(tables.first("S", "s"), "S");
}

#[test]
fn base_forms() {
    let base = Morph { singular: true, ..Morph::default() };
    assert!(is_base_form(Kind::Noun, base) && !is_base_form(Kind::ProperNoun, base));
    let present = Morph { finite: true, present: true, no_number: true, ..Morph::default() };
    assert!(is_base_form(Kind::Verb, present) && !is_base_form(Kind::Other, present));
}
