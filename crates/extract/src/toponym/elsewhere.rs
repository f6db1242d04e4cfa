//! Candidates that are no names of places, whatever else speaks for them: somebody's, an agency's, words that only
//! look like a country's abbreviation.

use annalist_doc::{NameLabel, Tag};

use super::Scene;
use super::candidate::Candidate;
use super::decide::around;
use super::sense::DATELINE;
use crate::tree::Tree;

/// Whether a candidate is none; `surnames` are those of people who are named in full, sorted.
pub(super) fn is_none(scene: Scene<'_, '_>, candidate: &Candidate, surnames: &[&str]) -> bool {
    is_called(scene, candidate, surnames)
        || is_borne(scene, candidate)
        || has_age(scene.tree, candidate)
        || is_no_abbreviation(scene.tree, candidate)
        || is_agency(scene.tree, candidate)
}

/// "The ship Dali", "her daughter Victoria".
fn is_borne(scene: Scene<'_, '_>, candidate: &Candidate) -> bool {
    let tree = scene.tree;
    let start = tree.sentence(candidate.first).first as usize;
    let before = candidate.first.checked_sub(1).filter(|b| *b >= start);
    // "the ferry Princess of Cebu": the whole name is the ferry's.
    let of = before.filter(|b| tree.is(*b, "of") && *b >= start + 2).map(|b| b - 2);
    let bears = |t: usize| scene.lexicon.places.bearers.iter().any(|w| w == tree.lower(t));
    // "The tanker Iran seized" is not called so.
    !candidate.demonym
        && !candidate.country
        && (before.is_some_and(bears)
            || of.is_some_and(|t| bears(t) && tree.word(t + 1).starts_with(char::is_uppercase)))
}

/// "Austin, 9, was unhurt": a person's age stands behind the name.
fn has_age(tree: &Tree<'_>, candidate: &Candidate) -> bool {
    let sentence = tree.sentence(candidate.first);
    let (start, end) = (sentence.first as usize, sentence.last as usize);
    let at = candidate.last + 1;
    if at + 2 >= end || tree.word(at) != "," || candidate.country || candidate.demonym {
        return false;
    }
    let age = tree.word(at + 1).parse::<u8>().is_ok_and(|age| (1..=110).contains(&age));
    // "Houston, 14, Dallas, 9, and Austin, 5": a list with numbers.
    let before = candidate.first.checked_sub(1).filter(|b| *b >= start);
    let described = before.is_some_and(|b| {
        tree.tag(b).is_noun() || matches!(tree.tag(b), Tag::PrpPoss | Tag::Pos | Tag::Jj)
    });
    age && described && matches!(tree.word(at + 2), "," | "." | ";" | "and" | "was" | "is")
}

/// The last words of people who are named in full: "Ada [Lincoln]".
pub(super) fn surnames<'t>(tree: &'t Tree<'_>) -> Vec<&'t str> {
    let named = |t: usize| tree.token(t).name == Some(NameLabel::Person);
    let begins = |t: usize| tree.token(t).name_begins;
    let last = |t: &usize| {
        let (here, next) = (*t, *t + 1);
        named(here) && !begins(here) && (next == tree.len() || !named(next) || begins(next))
    };
    let mut all: Vec<&str> = (0..tree.len()).filter(last).map(|t| tree.word(t)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a name is somebody's in this document: the surname of a person who is named in full, unless it
/// stands where places do, or a body that is known.
fn is_called(scene: Scene<'_, '_>, candidate: &Candidate, surnames: &[&str]) -> bool {
    let tree = scene.tree;
    let words = tree.cover(candidate.first..=candidate.last).of(tree.text);
    if candidate.country || candidate.demonym {
        return false;
    }
    if candidate.first == candidate.last && surnames.binary_search(&words).is_ok() {
        let around = around(scene, candidate);
        let led = scene.lexicon.words.place_preps.iter().any(|w| w == around.before);
        return !led && around.after != ",";
    }
    candidate.hits.population < 100_000
        && !candidate.hits.wide()
        && scene.lexicon.actors.organization(words).is_some()
}

/// "[Car] bombs killed ten": the gazetteer knows countries by abbreviations, whatever the case of its letters;
/// no country's own name is as short.
fn is_no_abbreviation(tree: &Tree<'_>, candidate: &Candidate) -> bool {
    let mut letters = tree.word(candidate.first).chars().filter(|c| c.is_alphabetic());
    candidate.first == candidate.last
        && candidate.hits.country
        && letters.clone().count() <= 3
        && letters.any(char::is_lowercase)
}

/// "OSTWICK, Jan 22 ([Meridian]) - A blast": what a dateline has in brackets before its dash is an agency.
fn is_agency(tree: &Tree<'_>, candidate: &Candidate) -> bool {
    let after = candidate.last + 1;
    let bracketed = candidate.first > 0
        && tree.word(candidate.first - 1) == "("
        && after + 1 < tree.len()
        && tree.word(after) == ")";
    let start = tree.document.blocks[tree.sentence(candidate.first).block as usize].span.start;
    bracketed
        && matches!(tree.word(after + 1), "-" | "--" | "–" | "—")
        && tree.span(candidate.first).start - start <= DATELINE
}
