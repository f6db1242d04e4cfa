//! The clause or phrase that a cue governs in the tree.

use annalist_doc::{Dep, Polarity, Tag};
use annalist_lexicon::{Cue, Take};

use super::super::Scene;
use super::super::cue::{Match, Mode};
use super::super::source::Found;
use super::{is_aside, raised};

pub(super) fn governed_by_verb(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
) -> Option<(usize, usize)> {
    let tree = scene.tree;
    let verb = found.head();
    let cue = found.cue;
    let ends = |c: usize| (*tree.subtree(c).start(), *tree.subtree(c).end());
    let below = || {
        found.tokens.iter().flat_map(|t| tree.children(*t)).filter(|c| !found.tokens.contains(c))
    };
    if let Some(before) = closing(scene, found) {
        return Some(before);
    }
    if found.cue.may_take(&Take::Clause) {
        if let Some(c) = below().find(|c| is_clause(scene, *c)) {
            return Some(ends(c));
        }
        // "called the offer an insult": a clause without its verb.
        let named =
            tree.child(verb, Dep::Oprd).zip(tree.child(verb, Dep::Dobj)).filter(|(o, d)| d < o);
        if let Some((predicate, object)) = named {
            return Some((ends(object).0, ends(predicate).1));
        }
    }
    let infinitive = |c: &usize| {
        *c > verb
            && matches!(tree.dep(*c), Dep::Xcomp | Dep::Advcl | Dep::Ccomp)
            && tree.children(*c).any(|a| tree.dep(a) == Dep::Aux && tree.tag(a) == Tag::To)
    };
    if found.cue.may_take(&Take::To)
        && let Some(c) = below().find(infinitive)
    {
        // "urged residents to leave": with whoever is to do it.
        let whom = tree
            .child(verb, Dep::Dobj)
            .filter(|o| *o > verb && *o < c && !found.tokens.contains(o))
            .or_else(|| raised(tree, found));
        return Some((whom.map_or(ends(c).0, |o| ends(o).0), ends(c).1));
    }
    let ing = |c: &usize| {
        matches!(tree.dep(*c), Dep::Xcomp | Dep::Ccomp | Dep::Pcomp) && tree.tag(*c) == Tag::Vbg
    };
    if cue.may_take(&Take::Ing)
        && let Some(c) = below().find(ing)
    {
        return Some(ends(c));
    }
    if let Some(main) = around(scene, found) {
        return Some(ends(main));
    }
    if let Some(before) = run_on(scene, found) {
        return Some(before);
    }
    let object = tree
        .logical_object(verb)
        .filter(|o| !found.tokens.contains(o) && *o != verb && !tree.dominates(*o, verb));
    for take in &cue.takes {
        let Take::Prep(word) = take else { continue };
        let after = |t: &usize| {
            let prep =
                || tree.children(*t).find(|c| tree.dep(*c) == Dep::Prep && tree.is(*c, word));
            tree.object_of(*t, word).or_else(|| tree.predicate_after(prep()?))
        };
        let own = found.tokens.iter().find_map(after);
        let Some(after) = own.or_else(|| object.and_then(|o| tree.object_of(o, word))) else {
            continue;
        };
        // "accused the mayor of theft", "saw the deal as a mistake": the object is part of it.
        let whole = word == "as" || cue.may_take(&Take::Object);
        let first = object.filter(|o| whole && *o < after).map_or(ends(after).0, |o| ends(o).0);
        return Some((first, ends(after).1));
    }
    if !cue.may_take(&Take::Object) {
        return None;
    }
    // "objected to the noise": the object of the cue's own preposition.
    let own_prep = |t: &&usize| **t != verb && matches!(tree.tag(**t), Tag::In | Tag::To | Tag::Rp);
    let last = found
        .tokens
        .iter()
        .filter(own_prep)
        .find_map(|t| tree.any_child(*t, &[Dep::Pobj, Dep::Pcomp]));
    if let Some(object) = last {
        return Some(ends(object));
    }
    // "denied the rebels a haven": nothing is stated.
    let given = cue.polarity == Polarity::Negative && tree.child(verb, Dep::Dative).is_some();
    object.filter(|o| !given && is_statable(scene, cue, *o)).map(ends)
}

/// Whether a token heads a finite clause that a cue can govern.
fn is_clause(scene: &Scene<'_, '_, '_>, c: usize) -> bool {
    let tree = scene.tree;
    match tree.dep(c) {
        Dep::Ccomp => true,
        Dep::Xcomp => {
            tree.child(c, Dep::Mark).is_some()
                || tree.any_child(c, &[Dep::Nsubj, Dep::Nsubjpass]).is_some()
        }
        Dep::Advcl | Dep::Acl => {
            tree.child(c, Dep::Mark).is_some_and(|k| matches!(tree.lower(k), "that" | "whether"))
        }
        _ => false,
    }
}

/// "The bridge, he said, will reopen": the cue stands inside what it governs.
fn around(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Option<usize> {
    let tree = scene.tree;
    let verb = found.head();
    if !found.cue.may_take(&Take::Clause)
        || tree.child(verb, Dep::Nsubj).is_none()
        || !matches!(tree.dep(verb), Dep::Parataxis | Dep::Ccomp | Dep::Advcl | Dep::DepRel)
    {
        return None;
    }
    let (main, own) = (tree.head(verb), tree.subtree(verb));
    let short = own.end() - own.start() <= 8 && set_off(scene, *own.start(), *own.end());
    let aside = tree.dep(verb) == Dep::Parataxis
        || is_aside(scene, verb)
        || tree.child(verb, Dep::Mark).is_none() && short;
    (aside && tree.tag(main).is_verb()).then_some(main)
}

/// "Troops killed nine in a raid near Velmark, Minister Ada Pol said on Monday.": the parser joins the saying to
/// what is said, without an "and".
fn run_on(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Option<(usize, usize)> {
    let tree = scene.tree;
    let verb = found.head();
    let (main, own) = (tree.head(verb), tree.subtree(verb));
    let (start, end) = (*own.start(), *own.end());
    let subject = tree.child(verb, Dep::Nsubj).is_some_and(|s| s < verb);
    let joined = tree.children(main).any(|c| tree.dep(c) == Dep::Cc && main < c && c < start);
    let last = tree.sentence(verb).tokens().rfind(|t| tree.dep(*t) != Dep::Punct);
    let fits = found.cue.may_take(&Take::Clause)
        && tree.dep(verb) == Dep::Conj
        && tree.tag(main).is_finite()
        && subject
        && !joined
        && start > main + 1
        && tree.lower(start - 1) == ","
        && last.is_some_and(|last| last <= end);
    fits.then(|| (*tree.subtree(main).start(), start - 2))
}

/// "A ferry carrying 140 people sank, killing 17, the coast guard said on Saturday.": who closes a sentence with a
/// subject and a verb of saying says all before the comma, whatever the parser makes of it.
fn closing(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Option<(usize, usize)> {
    let tree = scene.tree;
    let verb = found.head();
    let sentence = tree.sentence(verb).tokens();
    if !found.cue.reporting || !found.cue.may_take(&Take::Clause) || !tree.tag(verb).is_finite() {
        return None;
    }
    let subject = tree.child(verb, Dep::Nsubj).filter(|s| *s < verb)?;
    let comma = (sentence.start..subject).rev().find(|t| tree.tag(*t) == Tag::Comma)?;
    let plain = |t: usize| !tree.tag(t).is_finite() && tree.dep(t) != Dep::Mark;
    // Nothing but the subject between the comma and the verb, and no clause behind it.
    let own = (comma + 1..verb)
        .all(|t| plain(t) && !matches!(tree.tag(t), Tag::Wdt | Tag::Wp | Tag::Cc))
        || (comma + 1..verb).all(|t| plain(t) && tree.dominates(subject, t));
    let states = tree.any_child(verb, &[Dep::Dobj, Dep::Ccomp, Dep::Xcomp, Dep::Oprd]);
    if states.is_some_and(|c| c > verb) {
        return None;
    }
    let after = verb + 1..sentence.end;
    let ends = after.len() <= AFTER && after.clone().all(|t| plain(t) && tree.tag(t) != Tag::Comma);
    let told = (sentence.start..comma).any(|t| tree.tag(t).is_finite());
    let start = tree.span(sentence.start).start;
    let open =
        scene.quotes.iter().any(|q| q.outer.end > start && q.outer.start < tree.span(verb).start);
    (own && ends && told && !open && comma > sentence.start + 2)
        .then(|| (sentence.start, comma - 1))
}

/// So many words may follow who closes a sentence by saying it: "on Saturday."
const AFTER: usize = 7;

/// Whether an object can be what is stated: a thing with a content ("the charge"), not somebody or
/// some place ("supported the rebels"), except for cues that are about people.
fn is_statable(scene: &Scene<'_, '_, '_>, cue: &Cue, object: usize) -> bool {
    let tree = scene.tree;
    let lemma = tree.lemma(object);
    if cue.class == "accusing" {
        return !matches!(tree.tag(object), Tag::Wp);
    }
    let somebody = tree.tag(object).is_proper()
        || tree.token(object).name.is_some()
        || scene.lexicon.actors.role(lemma).is_some()
        || scene.lexicon.words.people.iter().any(|p| p == lemma);
    tree.tag(object).is_noun() && !somebody
}

/// Whether commas or the sentence's ends stand on both sides.
fn set_off(scene: &Scene<'_, '_, '_>, first: usize, last: usize) -> bool {
    let tree = scene.tree;
    let sentence = tree.sentence(first).tokens();
    let stop = |t: usize| tree.dep(t) == Dep::Punct;
    (first == sentence.start || stop(first - 1))
        && (last + 1 >= sentence.end || stop(last) || stop(last + 1))
}

pub(super) fn governed_by_noun(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
) -> Option<(usize, usize)> {
    let tree = scene.tree;
    let noun = found.head();
    let ends = |c: usize| (*tree.subtree(c).start(), *tree.subtree(c).end());
    let above = tree.head(noun);
    // "is adamant that", "the consensus is that": the clause may hang on the verb.
    let predicate =
        tree.lemma(above) == "be" && matches!(tree.dep(noun), Dep::Acomp | Dep::Attr | Dep::Nsubj);
    let beside = predicate
        .then(|| tree.children(above))
        .into_iter()
        .flatten()
        .filter(|c| *c > noun && tree.dep(*c) == Dep::Ccomp);
    let governs = |c: &usize| {
        let to = tree.children(*c).any(|a| tree.dep(a) == Dep::Aux && tree.tag(a) == Tag::To);
        let that =
            tree.child(*c, Dep::Mark).is_some_and(|k| matches!(tree.lower(k), "that" | "whether"))
                || found.mode == Mode::Adjective && tree.dep(*c) == Dep::Ccomp;
        let clause =
            matches!(tree.dep(*c), Dep::Acl | Dep::Ccomp | Dep::Relcl | Dep::Xcomp | Dep::Advcl);
        clause && (that && found.cue.may_take(&Take::Clause) || to && found.cue.may_take(&Take::To))
    };
    let below = || {
        found.tokens.iter().flat_map(|t| tree.children(*t)).filter(|c| !found.tokens.contains(c))
    };
    let clause = below().chain(beside).find(governs);
    let after = || {
        found.cue.takes.iter().find_map(|take| match take {
            Take::Prep(word) => found.tokens.iter().find_map(|t| tree.object_of(*t, word)),
            // "opposition to the law", "critical of the airport".
            Take::Object if found.tokens.len() > 1 => found
                .tokens
                .iter()
                .skip(1)
                .find_map(|t| tree.any_child(*t, &[Dep::Pobj, Dep::Pcomp])),
            _ => None,
        })
    };
    clause.or_else(after).map(ends)
}

/// "According to X, …", "reportedly": the clause that the words stand in.
pub(super) fn clause_around(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    source: &Found,
) -> Option<(usize, usize)> {
    let tree = scene.tree;
    if found.mode == Mode::Preposition && source.head.is_none() && !found.cue.nobodys {
        return None;
    }
    let first = *found.tokens.iter().min_by_key(|t| tree.climb(**t).count())?;
    let above = tree.head(first);
    if above == first {
        return None;
    }
    let verb = tree.climb(above).find(|a| tree.tag(*a).is_verb() || tree.is_root(*a))?;
    // An adverb before an adjective or participle speaks of that phrase alone.
    let head = if found.mode == Mode::Adverb && !tree.tag(above).is_verb() { above } else { verb };
    let range = tree.subtree(head);
    Some((*range.start(), *range.end()))
}
