//! Counts as such: "the toll rose to nine", "the number of dead", and who gives a figure, with the words
//! that say what becomes of an earlier one.

use annalist_doc::{Dep, FigureKind, NameLabel, Order, Revision, Span, Tag};

use super::figure::{self, FigureDraft, is_real};
use super::{EventDraft, Scene, part, told_by};
use crate::number::around;

/// How far up the tree a word may say what becomes of a figure.
const REACH: usize = 6;

/// A figure with whose it is and how it relates to others.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) figure: FigureDraft,
    pub(crate) according_to: Vec<usize>,
    /// Cluster of whoever gives the figure where no statement tells.
    pub(crate) by: Option<usize>,
    pub(crate) revisions: Vec<(Revision, Span)>,
    /// Told in the pluperfect.
    pub(crate) before: bool,
    /// Whether it is told as a fact.
    pub(crate) real: bool,
}

/// All figures of a document, in text order.
pub(crate) fn find(scene: &Scene<'_, '_, '_>, events: &[EventDraft<'_>]) -> Vec<Counted> {
    let tree = scene.tree;
    let figures = figure::find(scene, events);
    let mut all: Vec<Counted> = Vec::new();
    for t in 0..tree.len() {
        let Some(own) = scene.lexicon.outcomes.toll(tree.lemma(t)) else { continue };
        if !tree.tag(t).is_noun() {
            continue;
        }
        let last = || {
            all.iter()
                .map(|c| &c.figure)
                .chain(&figures)
                .filter(|f| f.head < t)
                .max_by_key(|f| f.head)
        };
        let kind = counted_kind(scene, t)
            .or(own)
            .or_else(|| refers_back(scene, t).then(|| last().map(|f| f.kind)).flatten());
        let Some(kind) = kind else { continue };
        for (figure, earlier) in toll_figures(scene, t, kind) {
            if !figures.iter().any(|f| f.number == figure.number) {
                let mut counted = counted(scene, figure, t);
                if earlier {
                    // Whoever gives the new figure gave the old one.
                    let new = all.last();
                    counted.according_to = new.map(|n| n.according_to.clone()).unwrap_or_default();
                    counted.by = new.and_then(|n| n.by);
                    counted.revisions.clear();
                    counted.before = true;
                }
                all.push(counted);
            }
        }
    }
    for figure in figures {
        let outcome = figure.outcome;
        all.push(counted(scene, figure, outcome));
    }
    all.sort_by_key(|c| (c.figure.number, c.figure.kind));
    all
}

/// A figure with whoever gives it.
pub(super) fn counted(scene: &Scene<'_, '_, '_>, figure: FigureDraft, at: usize) -> Counted {
    let tree = scene.tree;
    let according_to = told_by(scene, figure.head);
    let (mut revisions, by) = (revisions(scene, at, &figure), giver(scene, at));
    let told = according_to.last().map(|s| &scene.statements[*s]);
    if let Some((order, span)) = told.and_then(|d| d.order.zip(d.order_span)) {
        let means = if order == Order::First { Revision::First } else { Revision::Later };
        revisions.push((means, span));
    }
    let verb = match told {
        Some(draft) => draft.cue_tokens.first().copied(),
        None => tree.climb(at).take(REACH).find(|a| tree.tag(*a).is_verb() && at != figure.outcome),
    };
    let before = verb.is_some_and(|v| is_pluperfect(scene, v));
    let real = is_real(scene, &figure);
    Counted { figure, according_to, by, revisions, before, real }
}

fn is_pluperfect(scene: &Scene<'_, '_, '_>, verb: usize) -> bool {
    let tree = scene.tree;
    tree.tag(verb) == Tag::Vbn
        && tree
            .children(verb)
            .any(|c| tree.dep(c) == Dep::Aux && tree.tag(c) == Tag::Vbd && tree.lemma(c) == "have")
}

/// What a count counts, in its own phrase: "death toll", "the number of people killed".
fn counted_kind(scene: &Scene<'_, '_, '_>, toll: usize) -> Option<FigureKind> {
    let tree = scene.tree;
    let of = tree.object_of(toll, "of");
    let below = |n: usize| {
        part::told_by(scene, n).or_else(|| {
            tree.children(n)
                .filter(|c| {
                    matches!(tree.dep(*c), Dep::Amod | Dep::Acl | Dep::Relcl | Dep::Compound)
                })
                .find_map(|c| part::told_by(scene, c))
        })
    };
    let crowd = |n: &usize| scene.lexicon.outcomes.crowds.iter().any(|w| w == tree.lemma(*n));
    if of.as_ref().is_some_and(crowd) {
        return Some(FigureKind::Participants);
    }
    of.and_then(below).or_else(|| {
        let modifiers = tree
            .children(toll)
            .filter(|c| *c < toll && matches!(tree.dep(*c), Dep::Compound | Dep::Amod));
        modifiers.into_iter().find_map(|c| part::told_by(scene, c))
    })
}

/// "the figure", "its count": the one just told.
fn refers_back(scene: &Scene<'_, '_, '_>, toll: usize) -> bool {
    let tree = scene.tree;
    tree.object_of(toll, "of").is_none()
        && tree.children(toll).any(|c| {
            tree.dep(c) == Dep::Poss
                || tree.dep(c) == Dep::Det
                    && scene.lexicon.words.definite.iter().any(|d| d == tree.lower(c))
        })
}

/// The number of a toll, and the earlier one where it is told beside: "rose to 12 from nine". The flag
/// marks the earlier one.
fn toll_figures(
    scene: &Scene<'_, '_, '_>,
    toll: usize,
    kind: FigureKind,
) -> Vec<(FigureDraft, bool)> {
    let tree = scene.tree;
    let verb = tree.climb(toll).take(4).skip(1).find(|a| tree.tag(*a).is_verb());
    let number = |t: usize| {
        let numeral = if tree.tag(t) == Tag::Cd { Some(t) } else { tree.child(t, Dep::Nummod) };
        numeral.filter(|n| {
            !matches!(
                tree.token(*n).name,
                Some(NameLabel::Date | NameLabel::Time | NameLabel::Percent)
            )
        })
    };
    let under = |word: &str| {
        let of_verb = verb.and_then(|v| tree.object_of(v, word));
        of_verb.or_else(|| tree.object_of(toll, word)).and_then(number)
    };
    let predicate = || {
        let verb = verb?;
        let objects = tree
            .children(verb)
            .filter(|c| matches!(tree.dep(*c), Dep::Attr | Dep::Dobj | Dep::Npadvmod));
        objects.filter(|o| *o != toll && *o > toll).find_map(number)
    };
    let now = ["to", "at", "as"].iter().find_map(|w| under(w)).or_else(predicate).or_else(|| {
        // "a death toll of seven".
        tree.object_of(toll, "of").filter(|o| part::told_by(scene, *o).is_none()).and_then(number)
    });
    // "up from 187", "from nine to 12".
    let earlier = under("from").or_else(|| {
        let verb = verb?;
        let up = tree.children(verb).find(|c| {
            tree.child(*c, Dep::Prep).is_some()
                && matches!(tree.dep(*c), Dep::Advmod | Dep::Prep | Dep::Advcl)
        })?;
        tree.object_of(up, "from").and_then(number)
    });
    let earlier = earlier.or_else(|| {
        // "…, up from 187 a day earlier" behind the one who says so.
        let from = (now?..tree.sentence(toll).last as usize)
            .find(|t| tree.lower(*t) == "from" && tree.lower(*t - 1) == "up")?;
        (from + 1 < tree.len() && tree.tag(from + 1) == Tag::Cd).then_some(from + 1)
    });
    let draft = |numeral: usize| {
        let quantity = around(tree, &scene.lexicon.words, numeral)?;
        let number = tree.cover(quantity.first..=quantity.last);
        Some(FigureDraft {
            kind,
            span: number,
            quantity,
            number,
            who: None,
            scope: tree.object_of(toll, "of").and_then(|o| figure::scope_of(scene, o)),
            outcome: toll,
            head: numeral,
            part: false,
        })
    };
    let mut all = Vec::new();
    if let Some(now) = now.and_then(draft) {
        all.push((now, false));
        if let Some(earlier) = earlier.and_then(draft).filter(|e| all[0].0.number != e.number) {
            all.push((earlier, true));
        }
    }
    all
}

/// Who gives a figure in a clause of its own: "the union counted 12 arrests", "police put the toll at nine".
fn giver(scene: &Scene<'_, '_, '_>, at: usize) -> Option<usize> {
    let tree = scene.tree;
    let gives = |v: &usize| {
        tree.tag(*v).is_verb() && scene.lexicon.accounts.givers.iter().any(|g| g == tree.lemma(*v))
    };
    // "It has revised its figure: seven people were killed" gives in the clause above.
    let above = tree.climb(at).skip(1).take(4).find(gives);
    let verb = above.or_else(|| before_colon(scene, at).filter(gives))?;
    let subject = tree.logical_subject(verb)?;
    if tree.dominates(subject, at) {
        return None;
    }
    scene.entity_at(subject).map(|(_, cluster)| cluster)
}

/// The clause before a colon, which the parser hangs below what follows: "revised its figure: seven died".
fn before_colon(scene: &Scene<'_, '_, '_>, at: usize) -> Option<usize> {
    let tree = scene.tree;
    let colon = tree.children(at).find(|c| *c < at && tree.lower(*c) == ":")?;
    tree.children(at).find(|c| {
        *c < colon && tree.tag(*c).is_verb() && matches!(tree.dep(*c), Dep::Ccomp | Dep::Parataxis)
    })
}

/// What the verbs and adverbs above a figure say about an earlier one.
fn revisions(scene: &Scene<'_, '_, '_>, at: usize, figure: &FigureDraft) -> Vec<(Revision, Span)> {
    let tree = scene.tree;
    let words = &scene.lexicon.words;
    let mut all: Vec<(Revision, Span)> = Vec::new();
    let toll = scene.lexicon.outcomes.toll(tree.lemma(at)).is_some();
    let mut below = at;
    for verb in tree.climb(at).take(REACH).chain(before_colon(scene, at)) {
        let via = tree.dep(below);
        below = verb;
        if verb != at && !tree.tag(verb).is_verb() {
            continue;
        }
        let particle = tree.child(verb, Dep::Prt).or_else(|| tree.child(verb, Dep::Advmod));
        let pair = particle.map(|p| format!("{} {}", tree.lemma(verb), tree.lower(p)));
        let change = pair
            .and_then(|p| scene.lexicon.accounts.change(&p))
            .or_else(|| scene.lexicon.accounts.change(tree.lemma(verb)));
        if let Some(means) = change.filter(|_| tree.tag(verb).is_verb()) {
            // "raising an earlier toll of 61": the number is the old one, unless a new one is told.
            let new = || tree.object_of(verb, "to").is_some();
            let inside = matches!(via, Dep::Dobj | Dep::Nsubjpass | Dep::Pobj)
                && (!toll || via == Dep::Dobj && tree.object_of(at, "of").is_some() && !new());
            let means = match means {
                // "withdrew a statement that nine were killed": what was told before.
                Revision::Withdrawn | Revision::Replaced | Revision::Grown if inside => {
                    Revision::First
                }
                Revision::Withdrawn => Revision::Replaced,
                other => other,
            };
            all.push((means, tree.span(verb)));
        }
        for adverb in tree.children(verb).filter(|c| tree.dep(*c) == Dep::Advmod) {
            let range = tree.subtree(adverb);
            if range.end() - range.start() > 2 {
                continue;
            }
            let span = tree.cover(range);
            let text = span.of(tree.text).to_lowercase();
            if words.first_words.contains(&text) {
                all.push((Revision::First, span));
            } else if words.later_words.contains(&text) && verb != figure.outcome {
                all.push((Revision::Later, span));
            }
        }
    }
    all.sort_by_key(|r| r.1);
    all.dedup();
    all
}
