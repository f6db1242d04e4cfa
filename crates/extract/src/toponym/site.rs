//! Names of sites and small features that no gazetteer has: "Ostwick Central Hospital", "at Maren Ridge".

use annalist_doc::{NameLabel, PlaceId, PlaceSense, Toponym};

use super::Scene;

/// All of them that lie over no name that is found already.
pub(super) fn find(scene: Scene<'_, '_>, known: &[(Toponym, bool)]) -> Vec<Toponym> {
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
        let free = !known
            .iter()
            .any(|(t, _)| t.span == span || t.span.overlaps(span) && t.span.contains(span));
        if free && is_site(scene, i, last) {
            all.push(Toponym {
                id: PlaceId(0),
                span,
                name: span.of(tree.text).to_owned(),
                sense: PlaceSense::Place,
                country: None,
                within: None,
                sentence: tree.sentence_index(i) as u32,
                site: true,
                unsure: true,
            });
        }
        i = last + 1;
    }
    all
}

fn is_site(scene: Scene<'_, '_>, first: usize, last: usize) -> bool {
    let tree = scene.tree;
    let label = tree.token(last).name;
    if matches!(
        label,
        Some(
            NameLabel::Date
                | NameLabel::Time
                | NameLabel::Norp
                | NameLabel::Cardinal
                | NameLabel::Money
                | NameLabel::Percent
        )
    ) || scene.lexicon.actors.country_of_adjective(tree.word(last)).is_some()
    {
        return false;
    }
    let named_site =
        last > first && scene.lexicon.places.sites.iter().any(|s| s == tree.lower(last));
    let mut before = first;
    while before > tree.sentence(first).first as usize
        && matches!(tree.tag(before - 1), annalist_doc::Tag::Dt | annalist_doc::Tag::Jj)
    {
        before -= 1;
    }
    let led = before > tree.sentence(first).first as usize
        && scene.lexicon.words.place_preps.iter().any(|p| p == tree.lower(before - 1));
    let person = matches!(label, Some(NameLabel::Person | NameLabel::Org));
    named_site || label == Some(NameLabel::Fac) || led && !person
}
