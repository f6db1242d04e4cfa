//! How likely two mentions speak of one event, as learned: what is known of both words, who is in them, how
//! far apart they stand.

use annalist_doc::{Dep, Role};
use annalist_lexicon::Weights;

use super::apart::{conflict, is_other, is_sure, places_differ, same_party, times_differ};
use super::{Mention, points_back, related, same};
use crate::event::{Scene, pair};
use crate::feature::Sink;

/// The sum of weights.
pub(super) fn score(
    scene: &Scene<'_, '_, '_>,
    weights: &Weights,
    mentions: &[Mention<'_>],
    pair: (usize, usize),
) -> i32 {
    crate::feature::score(weights, |sink| features(scene, mentions, pair, sink))
}

/// Names what holds of two mentions, the first of which stands before the second.
pub(super) fn features(
    scene: &Scene<'_, '_, '_>,
    mentions: &[Mention<'_>],
    (i, j): (usize, usize),
    sink: &mut dyn Sink,
) {
    let tree = scene.tree;
    let (a, b) = (&mentions[i], &mentions[j]);
    let (x, y) = (tree.lemma(a.head), tree.lemma(b.head));
    let equal = x.eq_ignore_ascii_case(y);
    let word = match (equal, related(scene, a.head, b.head)) {
        (true, _) => "same",
        (false, true) => "related",
        (false, false) => "other",
    };
    let sort = |t: usize| {
        let tag = tree.tag(t);
        if tag.is_verb() {
            "verb"
        } else if tag.is_proper() {
            "name"
        } else if tag.is_noun() {
            "noun"
        } else {
            "else"
        }
    };
    let sorts = [sort(a.head), sort(b.head)];
    sink.add(&["word", word]);
    sink.add(&["word", word, sorts[0], sorts[1]]);
    let definite = match points_back(scene, b.head) {
        Some(true) => "definite",
        Some(false) => "new",
        None => "bare",
    };
    sink.add(&["definite", definite, word, sorts[1]]);
    let kind = match (a.kind, b.kind) {
        (Some((x, m)), Some((y, n))) if pair::broad(x) == pair::broad(y) => match (m, n) {
            (Some(m), Some(n)) if m == n => "same mode",
            (Some(_), Some(_)) => "other mode",
            _ => "same type",
        },
        (Some(_), Some(_)) => "other type",
        (None, None) => "none",
        _ => "one",
    };
    sink.add(&["kind", kind, word]);
    sink.add(&["kind", kind, definite, sorts[1]]);
    words(scene, (a.head, b.head), word, sink);
    people(scene, a, b, word, sink);
    let apart = |yes: bool, no: bool| {
        if yes {
            "differ"
        } else if no {
            "open"
        } else {
            "agree"
        }
    };
    let times = apart(times_differ(scene, a, b), a.time.is_none() || b.time.is_none());
    sink.add(&["times", times, word]);
    let places = apart(places_differ(scene, a, b), a.place.is_none() || b.place.is_none());
    sink.add(&["places", places, word]);
    let rule = if same(scene, a, b) {
        "joins"
    } else if conflict(scene, a, b) {
        "parts"
    } else {
        "leaves"
    };
    sink.add(&["rule", rule]);
    sink.add(&["rule", rule, kind]);
    sink.add(&["rule", rule, word, sorts[1]]);
    if is_other(scene, b.head) {
        sink.add(&["another", word]);
    }
    distance(scene, mentions, (i, j), word, sink);
}

/// What the two words mean.
fn words(scene: &Scene<'_, '_, '_>, (a, b): (usize, usize), word: &str, sink: &mut dyn Sink) {
    let tree = scene.tree;
    let (x, y) = (tree.lemma(a).to_lowercase(), tree.lemma(b).to_lowercase());
    if word == "other" {
        let (first, second) = if x < y { (&x, &y) } else { (&y, &x) };
        sink.add(&["pair", first, second]);
    } else {
        sink.add(&["lemma", &x]);
    }
    let mut shared = "none";
    for sense in pair::sense_names(scene, a) {
        if pair::sense_names(scene, b).any(|s| s == sense) {
            shared = "shared";
            sink.add(&["sense", sense, word]);
        } else {
            pair::sense_names(scene, b).for_each(|s| sink.add(&["senses", sense, s]));
        }
    }
    sink.add(&["senses", shared, word]);
    let says = |t: usize| scene.lexicon.cues.starting_with(tree.lemma(t)).any(|c| c.reporting);
    if says(a) || says(b) {
        sink.add(&["says", if says(a) && says(b) { "both" } else { "one" }, word]);
    }
    let bond = if tree.head(a) == b {
        tree.dep(a).as_str()
    } else if tree.head(b) == a {
        tree.dep(b).as_str()
    } else {
        return;
    };
    sink.add(&["bond", bond, word]);
}

/// Whether the same people are in both.
fn people(
    scene: &Scene<'_, '_, '_>,
    a: &Mention<'_>,
    b: &Mention<'_>,
    word: &str,
    sink: &mut dyn Sink,
) {
    for (role, name) in [(Role::Actor, "actor"), (Role::Recipient, "recipient")] {
        let of = |m: &Mention<'_>| -> Vec<(Role, usize, Option<usize>)> {
            m.parties.iter().filter(|p| p.0 == role).copied().collect()
        };
        let (x, y) = (of(a), of(b));
        let agree = x.iter().any(|x| y.iter().any(|y| same_party(scene, x, y)));
        let sure = |all: &[(Role, usize, Option<usize>)]| all.iter().all(|p| is_sure(scene, p));
        let what = match (x.is_empty(), y.is_empty()) {
            (true, true) => "none",
            (true, false) => "second",
            (false, true) => "first",
            _ if agree => "agree",
            _ if sure(&x) && sure(&y) => "differ",
            _ => "open",
        };
        sink.add(&[name, what, word]);
    }
    let crossed =
        a.parties.iter().any(|x| b.parties.iter().any(|y| x.0 != y.0 && same_party(scene, x, y)));
    if crossed {
        sink.add(&["crossed", word]);
    }
    let takes = |m: &Mention<'_>, head: usize| m.parties.iter().any(|p| p.1 == head);
    if takes(a, b.head) || takes(b, a.head) {
        sink.add(&["takes part", word]);
    }
}

/// How far apart they stand.
fn distance(
    scene: &Scene<'_, '_, '_>,
    mentions: &[Mention<'_>],
    (i, j): (usize, usize),
    word: &str,
    sink: &mut dyn Sink,
) {
    let tree = scene.tree;
    let sentence = |m: usize| tree.sentence_index(mentions[m].head);
    let away = match sentence(j).abs_diff(sentence(i)) {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=5 => "3",
        6..=12 => "6",
        _ => "far",
    };
    sink.add(&["sentences", away, word]);
    let first = if sentence(i) == 0 { "first" } else { "later" };
    sink.add(&["from", first, word]);
    let between = &mentions[i + 1..j];
    let again =
        |m: &Mention<'_>| tree.lemma(m.head).eq_ignore_ascii_case(tree.lemma(mentions[i].head));
    sink.add(&["between", if between.iter().any(again) { "again" } else { "not" }, word]);
    let clause = |t: usize| matches!(tree.dep(t), Dep::Root | Dep::Ccomp | Dep::Conj);
    let main = [mentions[i].head, mentions[j].head].iter().filter(|t| clause(**t)).count();
    sink.add(&["main", ["none", "one", "both"][main.min(2)], word]);
}
