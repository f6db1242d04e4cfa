//! What the name of a place stands for.

use annalist_doc::{Dep, NameLabel, PlaceSense};

use super::Scene;
use super::candidate::{Candidate, Fit};

/// No dateline is longer than this many bytes.
pub(super) const DATELINE: u32 = 60;

/// What it stands for, and the country that the lexicon knows it by.
pub(super) fn of(scene: Scene<'_, '_>, candidate: &Candidate) -> (PlaceSense, Option<String>) {
    let tree = scene.tree;
    let actors = &scene.lexicon.actors;
    let words = tree.cover(candidate.first..=candidate.last).of(tree.text);
    if let Some(country) = actors.country(words) {
        return (used(scene, candidate, true), Some(country.code.clone()));
    }
    let demonym = actors.country_of_adjective(words).or_else(|| actors.country_of_people(words));
    if let Some(country) = demonym {
        return (PlaceSense::Demonym, Some(country.code.clone()));
    }
    let capital = actors.country_of_metonym(words).is_some();
    (used(scene, candidate, capital), None)
}

fn used(scene: Scene<'_, '_>, candidate: &Candidate, governs: bool) -> PlaceSense {
    let tree = scene.tree;
    if is_dateline(scene, candidate) {
        return PlaceSense::Dateline;
    }
    let body = matches!(
        candidate.label,
        Some(
            NameLabel::Org
                | NameLabel::Person
                | NameLabel::Fac
                | NameLabel::Event
                | NameLabel::Law
                | NameLabel::WorkOfArt
                | NameLabel::Product
        )
    );
    // "detained [Steinsson in Tromso]": a recognizer's slip, not a name's part.
    let there = matches!(candidate.label, Some(NameLabel::Person | NameLabel::Org))
        && candidate.fit == Fit::End
        && candidate.first.checked_sub(1).is_some_and(|before| {
            tree.dep(before) == Dep::Prep
                && scene.lexicon.words.place_preps.iter().any(|w| w == tree.word(before))
        });
    if body && !there && matches!(candidate.fit, Fit::Begin | Fit::End | Fit::Inside) {
        return PlaceSense::Part;
    }
    let head = (candidate.first..=candidate.last)
        .find(|t| !(candidate.first..=candidate.last).contains(&tree.head(*t)))
        .unwrap_or(candidate.last);
    let verb = tree.head(head);
    let speaks = || {
        let mut cues = scene.lexicon.cues.starting_with(tree.lemma(verb));
        cues.any(|cue| cue.reporting)
    };
    let acts = match tree.dep(head) {
        Dep::Nsubj if tree.tag(verb).is_verb() => {
            speaks() || governs && !matches!(tree.lemma(verb), "be" | "have")
        }
        Dep::Agent => governs,
        Dep::Pobj if governs => tree.dep(verb) == Dep::Agent,
        _ => false,
    };
    if acts { PlaceSense::Actor } else { PlaceSense::Place }
}

/// Whether it stands at a block's beginning, before the dash of a dateline.
fn is_dateline(scene: Scene<'_, '_>, candidate: &Candidate) -> bool {
    let tree = scene.tree;
    let sentence = tree.sentence(candidate.first);
    let block = tree.document.blocks[sentence.block as usize].span;
    let start = tree.span(candidate.first).start;
    if start.saturating_sub(block.start) > DATELINE {
        return false;
    }
    let head = &tree.text[block.start as usize..start as usize];
    // Only capitals, digits and short words stand before it in a dateline.
    let first = head.trim().is_empty();
    let shouted =
        tree.word(candidate.first).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let rest = &tree.text[tree.span(candidate.last).end as usize..block.end as usize];
    let dash = [" - ", " – ", " — ", " -- ", "--", "—"].iter().filter_map(|d| rest.find(d)).min();
    let opens = first && rest.trim_start().starts_with(['(', ',', '-', '–', '—']);
    dash.is_some_and(|at| at <= DATELINE as usize && !rest[..at].contains(". "))
        && (shouted || opens)
}
