//! Contents that a cue may govern.

use annalist_doc::{Dep, Span, Tag};

use super::super::Scene;
use super::super::content::shaped;
use super::super::cue::{Match, Mode};
use super::super::source::Found;
use super::{What, quoted};
use crate::tree::Tree;

/// Relations whose subtree may be what a cue governs.
fn may_hold(dep: Dep) -> bool {
    matches!(
        dep,
        Dep::Ccomp
            | Dep::Xcomp
            | Dep::Advcl
            | Dep::Dobj
            | Dep::Attr
            | Dep::Oprd
            | Dep::Acomp
            | Dep::Pcomp
            | Dep::Pobj
            | Dep::Acl
            | Dep::Relcl
            | Dep::Nsubj
            | Dep::Nsubjpass
            | Dep::Csubj
            | Dep::Csubjpass
            | Dep::DepRel
            | Dep::Intj
            | Dep::Dative
            | Dep::Appos
            | Dep::Parataxis
            | Dep::Compound
            | Dep::Npadvmod
    )
}

/// A stretch of the tree before it is shaped.
struct Stretch {
    first: usize,
    last: usize,
    path: [&'static str; 2],
    word: Option<usize>,
    top: usize,
    /// Its first part, where it has two.
    with: Option<usize>,
}

/// All contents of cue `m`.
pub(super) fn of(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    source: &Found,
    ruled: &[Span],
    beside: &[Span],
) -> Vec<What> {
    let tree = scene.tree;
    let mut stretches = Vec::new();
    match found.mode {
        Mode::Preposition | Mode::Adverb => above(tree, found, &mut stretches),
        _ => {
            below(tree, found, &mut stretches);
            around(tree, found, &mut stretches);
        }
    }
    let mut all: Vec<What> = Vec::with_capacity(stretches.len() + 2);
    let mut add = |what: What| {
        if what.spans.is_empty() {
            return;
        }
        match all.iter_mut().find(|w| w.spans == what.spans) {
            Some(same) => same.ruled |= what.ruled,
            None => all.push(what),
        }
    };
    let near = quoted::near(scene, found);
    for s in stretches {
        let spans = shaped(
            scene,
            found,
            source,
            vec![tree.cover(s.first..=s.last)],
            beside,
            &[Some(s.top), s.with],
        );
        let more = quoted::going_on(scene, found, &near, &spans);
        let (path, word, top) = (s.path, s.word, Some(s.top));
        if let Some(spans) = more {
            add(What { spans, path: [s.path[0], "quotes"], word, top, ruled: false });
        }
        add(What { spans, path, word, top, ruled: false });
    }
    for (name, spans) in near.choices(scene) {
        add(What { spans, path: ["quotes", name], word: None, top: None, ruled: false });
    }
    if !ruled.is_empty() {
        let path = ["rule", ""];
        add(What { spans: ruled.to_vec(), path, word: None, top: None, ruled: true });
    }
    // "The bridge was closed, police said; two cars were damaged": what follows is nothing that they said.
    let last = found.tokens.iter().max().copied().unwrap_or(found.head());
    let ended = last + 1 < tree.len() && tree.lower(last + 1) == ";";
    if ended {
        let end = tree.span(last + 1).start;
        let before = |w: &What| w.spans.iter().all(|s| s.start < end);
        if all.iter().any(before) {
            all.retain(before);
        }
    }
    all
}

/// What hangs on the cue, and what hangs on its object.
fn below(tree: &Tree<'_>, found: &Match<'_>, all: &mut Vec<Stretch>) {
    let ends = |c: usize| (*tree.subtree(c).start(), *tree.subtree(c).end());
    let head = found.head();
    let mut push = |first: usize, last: usize, path, word, top, with| {
        all.push(Stretch { first, last, path, word, top, with });
    };
    let own = |c: &usize| !found.tokens.contains(c);
    // "is adamant that": the clause may hang on the verb above.
    let above = tree.head(head);
    let predicate = above != head
        && matches!(tree.dep(head), Dep::Acomp | Dep::Attr | Dep::Nsubj | Dep::Oprd)
        && found.mode != Mode::Verb;
    let beside = predicate.then_some(above);
    for (t, from) in found.tokens.iter().map(|t| (*t, "")).chain(beside.map(|b| (b, "beside"))) {
        let asks = |o: &usize| matches!(tree.tag(*o), Tag::Wp | Tag::Wdt);
        let object = tree.child(t, Dep::Dobj).filter(own).filter(|o| !asks(o));
        let passive = tree.child(t, Dep::Nsubjpass).filter(own);
        // "put the toll at forty": the object of a cue's own preposition, with the verb's.
        let own_object = tree.child(t, Dep::Pobj).filter(|_| t != head);
        let verbs = tree.child(head, Dep::Dobj).filter(own);
        if let Some((object, o)) = verbs.zip(own_object).filter(|(object, o)| object < o) {
            push(ends(object).0, ends(o).1, ["object and", "own"], None, o, None);
        }
        for c in tree.children(t).filter(own).filter(|c| *c != head) {
            let dep = tree.dep(c);
            if may_hold(dep) && (from.is_empty() || !matches!(dep, Dep::Nsubj)) {
                let (first, last) = ends(c);
                let mark = tree.child(c, Dep::Mark);
                let name = if from.is_empty() { [dep.as_str(), ""] } else { [from, dep.as_str()] };
                push(first, last, name, mark, c, None);
            }
            let prep = matches!(dep, Dep::Prep | Dep::Agent)
                .then(|| tree.prep_object(c).or_else(|| tree.predicate_after(c)))
                .flatten();
            if let Some(o) = prep {
                push(ends(o).0, ends(o).1, ["prep", tree.dep(o).as_str()], Some(c), o, None);
            }
            // "saw the deal as a mistake", "accused the mayor of theft", "urged him to leave".
            let joins =
                prep.is_some() || matches!(dep, Dep::Xcomp | Dep::Oprd | Dep::Ccomp | Dep::Acomp);
            if joins && c > t {
                let word = prep.is_some().then_some(c);
                if let Some(o) = object.filter(|o| *o < c) {
                    push(ends(o).0, ends(c).1, ["object and", dep.as_str()], word, c, Some(o));
                }
                if let Some(s) = passive {
                    push(ends(s).0, ends(c).1, ["passive and", dep.as_str()], word, c, Some(s));
                }
            }
            if !matches!(dep, Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Oprd) {
                continue;
            }
            for g in tree.children(c).filter(own) {
                let below = tree.dep(g);
                if matches!(below, Dep::Acl | Dep::Relcl | Dep::Ccomp | Dep::Xcomp | Dep::Advcl) {
                    push(ends(g).0, ends(g).1, [dep.as_str(), below.as_str()], None, g, None);
                } else if below == Dep::Prep
                    && let Some(o) = tree.prep_object(g)
                {
                    push(ends(o).0, ends(o).1, [dep.as_str(), "prep"], Some(g), o, None);
                }
            }
        }
    }
}

/// "The bridge, he said, will reopen", "the plan proposed by the council": the cue stands inside.
fn around(tree: &Tree<'_>, found: &Match<'_>, all: &mut Vec<Stretch>) {
    let head = found.head();
    let (main, dep) = (tree.head(head), tree.dep(head));
    if main == head {
        return;
    }
    let inside = matches!(
        dep,
        Dep::Parataxis
            | Dep::Ccomp
            | Dep::Advcl
            | Dep::DepRel
            | Dep::Acl
            | Dep::Relcl
            | Dep::Amod
            | Dep::Compound
            | Dep::Conj
            | Dep::Acomp
            | Dep::Intj
    );
    if !inside {
        return;
    }
    let range = tree.subtree(main);
    let (first, last) = (*range.start(), *range.end());
    all.push(Stretch {
        first,
        last,
        path: ["around", dep.as_str()],
        word: None,
        top: main,
        with: None,
    });
    // Only what stands before the cue's own clause, or after it.
    let own = tree.subtree(head);
    if *own.start() > first && dep != Dep::Compound {
        let last = own.start() - 1;
        all.push(Stretch {
            first,
            last,
            path: ["before", dep.as_str()],
            word: None,
            top: main,
            with: None,
        });
    }
}

/// The clause or phrase that "according to" and "reportedly" stand in.
fn above(tree: &Tree<'_>, found: &Match<'_>, all: &mut Vec<Stretch>) {
    let Some(first) = found.tokens.iter().min_by_key(|t| tree.climb(**t).count()) else { return };
    let up = tree.head(*first);
    if up == *first {
        return;
    }
    let verb = tree.climb(up).find(|a| tree.tag(*a).is_verb() || tree.is_root(*a));
    let root = tree.climb(up).last();
    for (name, main) in [("clause", verb), ("word", Some(up)), ("sentence", root)] {
        let Some(main) = main else { continue };
        let range = tree.subtree(main);
        let (first, last) = (*range.start(), *range.end());
        all.push(Stretch { first, last, path: ["above", name], word: None, top: main, with: None });
    }
    let object = found.tokens.iter().find_map(|t| tree.any_child(*t, &[Dep::Pobj, Dep::Pcomp]));
    if let Some(o) = object.filter(|o| tree.tag(*o) != Tag::Cd) {
        let range = tree.subtree(o);
        let (first, last) = (*range.start(), *range.end());
        all.push(Stretch { first, last, path: ["prep", "pobj"], word: None, top: o, with: None });
    }
}
