//! Names that are no toponyms and may still be where something happens: sites and small features that no
//! gazetteer has ("Ostwick Central Hospital", "at Maren Ridge"), villages taken for people.

use annalist_doc::{NameLabel, PlaceId, PlaceSense, Tag, Toponym};

use super::{Scene, Standing};

/// All of them that lie over no name that is found already.
pub(super) fn find(
    scene: Scene<'_, '_>,
    known: &[(Toponym, Standing)],
) -> Vec<(Toponym, Standing)> {
    let tree = scene.tree;
    let capital = |t: usize| tree.word(t).starts_with(char::is_uppercase) && tree.tag(t).is_noun();
    let mut all = Vec::new();
    let mut i = 0;
    while i < tree.len() {
        if !capital(i) {
            i += 1;
            continue;
        }
        let end = tree.sentence(i).last as usize;
        let mut last = i;
        // Hyphens and small particles may stand inside: "Al-Maren", "Bab al-Maren".
        while last + 1 < end
            && (capital(last + 1)
                || last + 2 < end
                    && capital(last + 2)
                    && (tree.word(last + 1) == "-"
                        || scene
                            .lexicon
                            .words
                            .name_particles
                            .iter()
                            .any(|p| p == tree.lower(last + 1))
                            && tree.lower(last + 1) != "of"))
        {
            last += 1;
        }
        let span = tree.cover(i..=last);
        let over = || known.iter().filter(|(t, _)| t.span.overlaps(span));
        // A site is named beside the place in its name; any other name stands alone.
        let free = over().all(|(t, _)| !t.span.contains(span) && is_site(scene, i, last));
        if free && may_be(scene, i, last) {
            let likely = is_site(scene, i, last) || is_led(scene, i, last);
            let standing = if likely { Standing::Site } else { Standing::Guess };
            let toponym = Toponym {
                id: PlaceId(0),
                span,
                name: span.of(tree.text).to_owned(),
                sense: PlaceSense::Place,
                country: None,
                within: None,
                bearings: Vec::new(),
                sentence: tree.sentence_index(i) as u32,
                site: true,
                unit: false,
                unsure: true,
            };
            all.push((toponym, standing));
        }
        i = last + 1;
    }
    all
}

/// Whether a run of words may be the name of somewhere: anything but numbers, days and peoples.
fn may_be(scene: Scene<'_, '_>, first: usize, last: usize) -> bool {
    let tree = scene.tree;
    let label = tree.token(last).name;
    let counts = matches!(
        label,
        Some(
            NameLabel::Date
                | NameLabel::Time
                | NameLabel::Cardinal
                | NameLabel::Money
                | NameLabel::Percent
        )
    );
    let people = scene.lexicon.actors.country_of_adjective(tree.word(last)).is_some();
    // A common noun in capitals only opens its sentence.
    let common = first == last && label.is_none() && !tree.tag(first).is_proper();
    !counts && !people && !common
}

/// Whether the last word says that it is a site: "Ostwick Central Hospital".
fn is_site(scene: Scene<'_, '_>, first: usize, last: usize) -> bool {
    let tree = scene.tree;
    let sites = &scene.lexicon.places.sites;
    last > first && sites.iter().any(|s| s == tree.lower(last))
        || tree.token(last).name == Some(NameLabel::Fac)
}

/// Whether a preposition of place stands before it, and it is taken for nobody.
fn is_led(scene: Scene<'_, '_>, first: usize, last: usize) -> bool {
    let tree = scene.tree;
    let start = tree.sentence(first).first as usize;
    let mut before = first;
    while before > start && matches!(tree.tag(before - 1), Tag::Dt | Tag::Jj) {
        before -= 1;
    }
    let body = matches!(tree.token(last).name, Some(NameLabel::Person | NameLabel::Org));
    let preps = &scene.lexicon.words.place_preps;
    !body && before > start && preps.iter().any(|p| p == tree.lower(before - 1))
}
