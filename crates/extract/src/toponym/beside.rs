//! What stands beside a candidate and speaks for it beyond what was learned: a place that is sure, joined
//! with it or measured from it, a noun that says what it is; or that it heads a paragraph.

use annalist_doc::{Dep, NameLabel};

use super::candidate::{Candidate, Fit};
use super::{Scene, bearing, is_possessive};

/// "Kerang, 280 km northwest of Melbourne".
const MEASURED: i32 = 3000;
/// "Troy and Brundidge".
const JOINED: i32 = 1800;
/// "the village of Inates", "Kenya's Lamu".
const CALLED: i32 = 2000;
/// "Kano. Gunmen killed four people."
const HEADING: i32 = 3000;

/// "Shelled Ostwick", "a strike on Ostwick".
const STRUCK: i32 = 3000;
/// So many people live in a town that is named so without more.
const TOWN: u32 = 5_000;

/// So much speaks for a candidate, in thousandths of log-odds; `sure` are those that are places, in text order.
pub(super) fn speaks(
    scene: Scene<'_, '_>,
    candidates: &[Candidate],
    c: usize,
    sure: &[usize],
) -> i32 {
    let own = &candidates[c];
    let tree = scene.tree;
    let recognized = matches!(own.label, Some(NameLabel::Gpe | NameLabel::Loc));
    // Known under its own name, or taken for a place; whole, and no part of a longer name.
    let known = own.hits.main || recognized;
    let capital = tree.tag(own.last).is_proper();
    let sentence = tree.sentence(own.first);
    let (start, end) = (sentence.first as usize, sentence.last as usize);
    let goes_on = own.last + 1 < end
        && tree.tag(own.last + 1).is_proper()
        && tree.word(own.last + 1).starts_with(char::is_uppercase);
    if !known || !capital || own.shorter || goes_on || matches!(own.fit, Fit::Across | Fit::Inside)
    {
        return 0;
    }
    let span = |k: usize| (candidates[k].first, candidates[k].last);
    let after = sure.partition_point(|k| candidates[*k].first <= own.first);
    let before =
        sure[..after].last().filter(|k| candidates[**k].last < own.first).map(|k| span(*k));
    let next = sure.get(after).filter(|k| candidates[**k].first > own.last).map(|k| span(*k));
    let me = (own.first, own.last);
    let mut sum = 0;
    if before.is_some_and(|b| bearing::measured(scene, b, me))
        || next.is_some_and(|n| bearing::measured(scene, me, n))
    {
        sum += MEASURED;
    }
    let joins = |t: usize| scene.lexicon.places.joins.iter().any(|w| w == tree.lower(t));
    let between = |left: usize, right: usize| right == left + 2 && joins(left + 1);
    if before.is_some_and(|b| between(b.1, own.first))
        || next.is_some_and(|n| between(own.last, n.0))
    {
        sum += JOINED;
    }
    let kind = |t: usize| scene.lexicon.places.kinds.iter().any(|k| k == tree.lower(t));
    let of = own.first >= start + 2 && tree.is(own.first - 1, "of") && kind(own.first - 2);
    let has = before.is_some_and(|b| b.1 + 2 == own.first && is_possessive(tree, b.1 + 1));
    // "the Ostwick region"
    let unit = own.first > start
        && own.last + 1 < end
        && tree.is(own.first - 1, "the")
        && scene.lexicon.places.units.iter().any(|u| u == tree.word(own.last + 1));
    if of || has && own.hits.main || unit {
        sum += CALLED;
    }
    let town = known && (own.hits.admin1 || own.hits.population >= TOWN);
    // Whoever is taken for a person may be attacked, too.
    if town && own.label != Some(NameLabel::Person) && is_struck(scene, own) {
        sum += STRUCK;
    }
    let block = tree.document.blocks[sentence.block as usize].span;
    let opens = tree.span(own.first).start == block.start;
    let ends = own.last + 1 < end && matches!(tree.lower(own.last + 1), "." | ":");
    if opens && ends && own.hits.main && own.last + 2 < tree.len() {
        sum += HEADING;
    }
    sum
}

/// Whether something is done to a candidate that is done to towns.
fn is_struck(scene: Scene<'_, '_>, own: &Candidate) -> bool {
    let (tree, words) = (scene.tree, &scene.lexicon.places);
    let head = own.last;
    let above = tree.head(head);
    let among = |all: &[String], t: usize| all.iter().any(|w| w == tree.lemma(t));
    match tree.dep(head) {
        Dep::Dobj | Dep::Nsubjpass => tree.tag(above).is_verb() && among(&words.struck, above),
        Dep::Pobj if matches!(tree.lower(above), "on" | "of") => {
            let noun = tree.head(above);
            tree.tag(noun).is_noun() && among(&words.strikes, noun)
        }
        _ => false,
    }
}
