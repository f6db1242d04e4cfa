//! The tense around a time expression, which tells which way an open one points.

use annalist_doc::{Dep, Span, Tag, Tense};
use annalist_lexicon::time::Times;

use crate::tree::Tree;

/// Tense of the clause that a time expression stands in.
pub(super) fn around(tree: &Tree<'_>, times: &Times, span: Span) -> Option<Tense> {
    let tokens = tree.tokens_in(span);
    let before = tokens.start.checked_sub(1).filter(|b| {
        tokens.start < tree.len() && tree.sentence_index(*b) == tree.sentence_index(tokens.start)
    });
    // "since March", "until March": the word itself points.
    let cue = |class| before.is_some_and(|b| times.is_in(class, tree.lower(b)));
    if cue("points_back") {
        return Some(Tense::Past);
    }
    if cue("points_on") {
        // "Until Friday nobody had said so", "the fire burned until Friday"
        let verb = before.and_then(|b| tree.climb(b).find(|a| tree.tag(*a).is_verb()));
        let gone = verb.is_some_and(|v| {
            let lasts = || times.is_in("points_lasting", tree.lemma(v));
            (tree.children(v).any(|c| tree.dep(c) == Dep::Neg || is_had(tree, c)) || lasts())
                && tense_of(tree, v) == Some(Tense::Past)
        });
        return Some(if gone { Tense::Past } else { Tense::Future });
    }
    // The verb right before it, which a wrong tree may part from it ("said Friday").
    let preposition = before.filter(|b| tree.tag(*b) == Tag::In);
    let near =
        if preposition.is_some() { preposition.and_then(|p| p.checked_sub(1)) } else { before };
    // "payable Dec. 7"
    if near.is_some_and(|n| times.is_in("points_coming", tree.lower(n))) {
        return Some(Tense::Future);
    }
    if let Some(verb) = near.filter(|v| matches!(tree.tag(*v), Tag::Vbd | Tag::Vbn)) {
        if plans(tree, times, verb, preposition) {
            return Some(Tense::Future).filter(|_| !was_had(tree, verb));
        }
        // "could not be found Friday": neither.
        if open_ended(tree, times, verb) {
            return None;
        }
        let helped = tree.children(verb).any(|c| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass));
        return if helped { tense_of(tree, verb) } else { Some(Tense::Past) };
    }
    let top = tree.top(tokens)?;
    // "the Friday ruling": when the noun's time is, the clause does not say.
    if matches!(tree.dep(top), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss | Dep::Nummod) {
        return None;
    }
    let verb = tree.climb(top).find(|a| tree.tag(*a).is_verb())?;
    let verb = told_of_ranked(tree, times, verb).unwrap_or(verb);
    if plans(tree, times, verb, before) {
        return Some(Tense::Future).filter(|_| !was_had(tree, verb));
    }
    // "announced a curfew from Tuesday"
    let starts = before.is_some_and(|b| times.is_in("points_start", tree.lower(b)));
    if starts && times.is_in("points_start_verb", tree.lemma(verb)) {
        return Some(Tense::Future);
    }
    if open_ended(tree, times, verb) {
        return None;
    }
    let tense = tense_of(tree, verb);
    // "planned a march in the old town on Friday", whichever word the tree hangs "on" on
    let object = || {
        tree.children(verb).any(|c| tree.dep(c) == Dep::Dobj && c < top)
            && !tree.children(verb).any(|c| {
                // "They planned the march on Friday and were arrested": it is over.
                is_had(tree, c)
                    || tree.dep(c) == Dep::Conj && matches!(tree.tag(c), Tag::Vbd | Tag::Vbn)
            })
    };
    if times.is_in("points_plan_object", tree.lemma(verb)) && verb < top && object() {
        return Some(Tense::Future);
    }
    // "On Friday they plan to march", "planned a march on Friday"
    if times.is_in("points_plan_verb", tree.lemma(verb))
        && (tense == Some(Tense::Present) || inside_object(tree, top, verb))
    {
        return Some(Tense::Future);
    }
    tense
}

/// Whether a calendar says what will be then: "the truce expires on Friday", but not "opens fire on Friday".
pub(super) fn is_scheduled(tree: &Tree<'_>, times: &Times, span: Span) -> bool {
    let top = tree.top(tree.tokens_in(span));
    let verb = top.and_then(|top| tree.climb(top).find(|a| tree.tag(*a).is_verb()));
    verb.is_some_and(|verb| {
        matches!(tree.tag(verb), Tag::Vbz | Tag::Vbp)
            && times.is_in("points_schedule", tree.lemma(verb))
            && !tree.children(verb).any(|c| tree.dep(c) == Dep::Dobj)
    })
}

/// Whether the clause says that something will be.
pub(super) fn is_to_come(tree: &Tree<'_>, span: Span) -> bool {
    let top = tree.top(tree.tokens_in(span));
    let verb = top.and_then(|top| tree.climb(top).find(|a| tree.tag(*a).is_verb()));
    verb.is_some_and(|verb| tree.children(verb).any(|c| is_will(tree, c)))
}

fn is_will(tree: &Tree<'_>, word: usize) -> bool {
    matches!(tree.dep(word), Dep::Aux | Dep::Auxpass)
        && tree.tag(word) == Tag::Md
        && matches!(tree.lemma(word), "will" | "shall" | "'ll")
        && !matches!(tree.lower(word), "would" | "should")
}

/// The verb of a clause beside its sentence in which an expression stands: ", who retired in 2012,", "Founded in
/// 1923, the firm …".
pub(super) fn aside(tree: &Tree<'_>, span: Span) -> Option<usize> {
    let top = tree.top(tree.tokens_in(span))?;
    tree.climb(top).find(|a| {
        let own = tree.any_child(*a, &[Dep::Nsubj, Dep::Nsubjpass]).is_some();
        match tree.dep(*a) {
            Dep::Relcl | Dep::Acl => tree.tag(*a).is_verb(),
            Dep::Advcl => matches!(tree.tag(*a), Tag::Vbn | Tag::Vbg) && !own,
            _ => false,
        }
    })
}

/// Whether a word stands inside the object of a verb rather than beside it.
fn inside_object(tree: &Tree<'_>, word: usize, verb: usize) -> bool {
    tree.climb(word).skip(1).take_while(|a| *a != verb).any(|a| tree.dep(a) == Dep::Dobj)
}

/// The verb that tells when, for what hangs on a noun of rank: "the first country to leave on Friday was
/// Torne".
fn told_of_ranked(tree: &Tree<'_>, times: &Times, verb: usize) -> Option<usize> {
    let infinitive = tree.children(verb).any(|c| tree.tag(c) == Tag::To);
    if !infinitive || !matches!(tree.dep(verb), Dep::Acl | Dep::Relcl) {
        return None;
    }
    let noun = tree.head(verb);
    // "the first country", "among the first three of the countries"
    let nouns = tree.climb(noun).take(3).take_while(|n| !tree.tag(*n).is_verb());
    let mut near = nouns.flat_map(|n| tree.children(n)).filter(|c| tree.dep(*c) != Dep::Prep);
    if !near.any(|c| c < verb && times.is_in("points_rank", tree.lower(c))) {
        return None;
    }
    tree.climb(noun).skip(1).find(|a| tree.tag(*a).is_verb())
}

/// "had been set for Friday": may be over.
fn was_had(tree: &Tree<'_>, verb: usize) -> bool {
    tree.children(verb).any(|c| is_had(tree, c))
}

/// "had", as a helping verb.
fn is_had(tree: &Tree<'_>, word: usize) -> bool {
    tree.dep(word) == Dep::Aux && tree.lemma(word) == "have" && tree.tag(word) == Tag::Vbd
}

/// Whether the helpers of a verb say nothing of its time.
fn open_ended(tree: &Tree<'_>, times: &Times, verb: usize) -> bool {
    let may = |a: usize| tree.tag(a) == Tag::Md && times.is_in("points_nowhere", tree.lower(a));
    tree.children(verb).any(may)
}

/// Whether the verb says that something is yet to come: "scheduled for March", "set for March"
/// but not "set in March".
fn plans(tree: &Tree<'_>, times: &Times, verb: usize, before: Option<usize>) -> bool {
    let word = tree.lower(verb);
    let goal = || {
        let mut near = before.into_iter().chain(tree.children(verb));
        near.any(|word| times.is_in("plan_goal", tree.lower(word)))
    };
    tree.tag(verb) == Tag::Vbn
        && (times.is_in("points_plan", word) || times.is_in("points_plan_goal", word) && goal())
}

/// Tense of a verb with its helpers.
pub(crate) fn tense_of(tree: &Tree<'_>, verb: usize) -> Option<Tense> {
    let aux = || tree.children(verb).filter(|c| matches!(tree.dep(*c), Dep::Aux | Dep::Auxpass));
    if aux().any(|a| is_will(tree, a)) {
        return Some(Tense::Future);
    }
    match tree.tag(verb) {
        Tag::Vbd => Some(Tense::Past),
        Tag::Vbp | Tag::Vbz => Some(Tense::Present),
        Tag::Vbn | Tag::Vbg | Tag::Vb => {
            let finite = aux().find(|a| tree.tag(*a).is_finite());
            match finite.map(|a| (tree.tag(a), tree.lemma(a))) {
                Some((Tag::Vbd, _)) => Some(Tense::Past),
                // "has fled": past in meaning.
                Some((_, "have")) if tree.tag(verb) == Tag::Vbn => Some(Tense::Past),
                Some((Tag::Md, _)) => Some(Tense::Future),
                Some(_) if tree.tag(verb) == Tag::Vbn => Some(Tense::Present),
                Some(_) => Some(Tense::Present),
                // "shares issued Friday"
                None if tree.tag(verb) == Tag::Vbn && tree.dep(verb) == Dep::Acl => {
                    Some(Tense::Past)
                }
                None if tree.is_root(verb) => (tree.tag(verb) == Tag::Vbn).then_some(Tense::Past),
                None => {
                    let above = tree
                        .climb(verb)
                        .skip(1)
                        .find(|a| tree.tag(*a).is_verb() || tree.tag(*a) == Tag::Md)?;
                    let infinitive = tree.children(verb).any(|a| tree.tag(a) == Tag::To);
                    match tree.dep(verb) {
                        // "met to mark the entry on Friday": may be either.
                        Dep::Advcl if infinitive => None,
                        // "had been due to expire Friday": may be either.
                        _ if infinitive && tree.children(above).any(|c| is_had(tree, c)) => None,
                        // "was to have landed on Friday"
                        _ if infinitive && aux().any(|a| tree.lemma(a) == "have") => {
                            Some(Tense::Past)
                        }
                        _ if infinitive => Some(Tense::Future),
                        _ => tense_of_above(tree, above),
                    }
                }
            }
        }
        _ => None,
    }
}

fn tense_of_above(tree: &Tree<'_>, verb: usize) -> Option<Tense> {
    // Climbing is bounded by the depth of the tree, which `Tree::climb` caps.
    match tree.tag(verb) {
        Tag::Vbd => Some(Tense::Past),
        Tag::Vbp | Tag::Vbz => Some(Tense::Present),
        _ => {
            let aux = tree.children(verb).find(|a| {
                matches!(tree.dep(*a), Dep::Aux | Dep::Auxpass) && tree.tag(*a).is_finite()
            });
            match aux.map(|a| tree.tag(a)) {
                Some(Tag::Vbd) => Some(Tense::Past),
                Some(Tag::Md) => Some(Tense::Future),
                Some(_) => Some(Tense::Present),
                None => None,
            }
        }
    }
}
