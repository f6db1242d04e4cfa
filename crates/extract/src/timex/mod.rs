//! Time expressions: where they are and what they say before they are put on a calendar.

mod calendar;
mod relative;

use annalist_doc::{Dep, Span, Tag, Tense, TimeExpr, TimeId, TimeKind, TimeMod, Timex};
use annalist_lexicon::{TimeWords, Words};

use crate::tree::Tree;

/// A time expression found at some token.
struct Hit {
    /// First token.
    first: usize,
    /// One past the last token.
    end: usize,
    kind: TimeKind,
    expr: TimeExpr,
    modifier: Option<TimeMod>,
}

impl Hit {
    fn new(first: usize, end: usize, kind: TimeKind, expr: TimeExpr) -> Self {
        Self { first, end, kind, expr, modifier: None }
    }
}

/// Looks at tokens as words of time.
struct Reader<'a, 'd, 'w> {
    tree: &'a Tree<'d>,
    words: &'w Words,
}

impl<'w> Reader<'_, '_, 'w> {
    fn time(&self) -> &'w TimeWords {
        &self.words.time
    }

    /// The token's letters in lower case; nothing beyond the sentence of `from`.
    fn at(&self, from: usize, i: usize) -> Option<&str> {
        (i < self.tree.len() && self.tree.sentence_index(i) == self.tree.sentence_index(from))
            .then(|| self.tree.lower(i))
    }

    fn number(&self, from: usize, i: usize) -> Option<u64> {
        self.at(from, i)?;
        crate::number::value_of(self.tree, self.words, i)
    }

    fn is(&self, from: usize, i: usize, words: &[&str]) -> bool {
        self.at(from, i).is_some_and(|w| words.contains(&w))
    }
}

/// Finds all time expressions, in text order, none inside another.
pub(crate) fn find(tree: &Tree<'_>, words: &Words) -> Vec<Timex> {
    let reader = Reader { tree, words };
    let mut all: Vec<Timex> = Vec::new();
    let mut i = 0;
    while i < tree.len() {
        let Some(mut hit) = reader.calendar(i).or_else(|| reader.relative(i)) else {
            i += 1;
            continue;
        };
        reader.widen(&mut hit);
        let floor = all.last().map_or(0, |t| t.span.end);
        let span = tree.cover(hit.first..=hit.end - 1);
        if span.start >= floor {
            all.push(Timex {
                id: TimeId(all.len() as u32),
                span,
                kind: hit.kind,
                expr: hit.expr,
                modifier: hit.modifier,
                tense: tense(tree, hit.first, hit.end),
            });
        }
        i = hit.end;
    }
    all
}

impl Reader<'_, '_, '_> {
    /// Takes in the words before that belong to the expression: "early", "the", "earlier (this month)".
    fn widen(&self, hit: &mut Hit) {
        let before = |first: usize| first.checked_sub(1).and_then(|b| self.at(hit.end - 1, b));
        if let Some(word) = before(hit.first)
            && hit.modifier.is_none()
        {
            let named = self.time().modifiers.get(word).copied();
            let this_unit = matches!(&hit.expr, TimeExpr::Offset { count: 0, .. });
            let earlier = match word {
                "earlier" if this_unit => Some(None),
                "later" if this_unit => Some(None),
                _ => None,
            };
            if let Some(modifier) = named.map(Some).or(earlier) {
                if hit.kind == TimeKind::Date
                    || hit.kind == TimeKind::Duration && modifier == Some(TimeMod::Approx)
                {
                    hit.modifier = modifier;
                    hit.first -= 1;
                }
            } else if word == "-" && hit.first >= 2 && self.is(hit.end - 1, hit.first - 2, &["mid"])
            {
                hit.modifier = Some(TimeMod::Mid);
                hit.first -= 2;
            }
        }
        let first = hit.first;
        if let Some(at) = first.checked_sub(1)
            && self.at(hit.end - 1, at) == Some("the")
        {
            hit.first = at;
        }
    }
}

/// Tense of the clause that a time expression stands in.
fn tense(tree: &Tree<'_>, first: usize, end: usize) -> Option<Tense> {
    let top = (first..end).min_by_key(|t| tree.climb(*t).count())?;
    let verb = tree.climb(top).find(|a| tree.tag(*a).is_verb())?;
    tense_of(tree, verb)
}

/// Tense of a verb with its helpers.
pub(crate) fn tense_of(tree: &Tree<'_>, verb: usize) -> Option<Tense> {
    let aux = || tree.children(verb).filter(|c| matches!(tree.dep(*c), Dep::Aux | Dep::Auxpass));
    if aux().any(|a| tree.tag(a) == Tag::Md && matches!(tree.lemma(a), "will" | "shall" | "'ll")) {
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
                None if tree.is_root(verb) => (tree.tag(verb) == Tag::Vbn).then_some(Tense::Past),
                None => {
                    let above = tree
                        .climb(verb)
                        .skip(1)
                        .find(|a| tree.tag(*a).is_verb() || tree.tag(*a) == Tag::Md)?;
                    let infinitive = tree.children(verb).any(|a| tree.tag(a) == Tag::To);
                    if infinitive { Some(Tense::Future) } else { tense_of_above(tree, above) }
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

/// The time expression that governs a token: under it in the tree, or under the clause it stands in.
pub(crate) fn governing(tree: &Tree<'_>, times: &[Timex], token: usize) -> Option<TimeId> {
    let sentence = tree.sentence(token);
    let near: Vec<&Timex> = times
        .iter()
        .filter(|t| {
            sentence.span.overlaps(t.span) && matches!(t.kind, TimeKind::Date | TimeKind::Time)
        })
        .collect();
    if near.is_empty() {
        return None;
    }
    let top_of = |span: Span| tree.tokens_in(span).min_by_key(|t| tree.climb(*t).count());
    let hangs_on = |t: &Timex| {
        let top = top_of(t.span)?;
        let mut at = top;
        for _ in 0..6 {
            let head = tree.head(at);
            if head == at
                || !matches!(
                    tree.dep(at),
                    Dep::Pobj
                        | Dep::Npadvmod
                        | Dep::Prep
                        | Dep::Advmod
                        | Dep::Nmod
                        | Dep::Compound
                        | Dep::Pcomp
                        | Dep::Dobj
                        | Dep::Amod
                        | Dep::Nummod
                )
            {
                break;
            }
            at = head;
            if at == token {
                return Some(0usize);
            }
            if tree.tag(at).is_verb() {
                break;
            }
        }
        (at == token).then_some(0).or(Some(usize::MAX)).map(|far| if far == 0 { 0 } else { at + 1 })
    };
    // Its own expression first; then the one of a verb above that it is an infinitive, participle or noun of.
    if let Some(own) = near.iter().find(|t| hangs_on(t) == Some(0)) {
        return Some(own.id);
    }
    let mut at = token;
    for _ in 0..4 {
        let head = tree.head(at);
        let passes = matches!(
            tree.dep(at),
            Dep::Xcomp
                | Dep::Conj
                | Dep::Pcomp
                | Dep::Prep
                | Dep::Pobj
                | Dep::Dobj
                | Dep::Advcl
                | Dep::Acl
                | Dep::Nsubj
                | Dep::Nsubjpass
                | Dep::Attr
                | Dep::Compound
        );
        if head == at || !passes {
            return None;
        }
        at = head;
        if let Some(above) = near.iter().find(|t| hangs_on(t) == Some(at + 1)) {
            return Some(above.id);
        }
    }
    None
}
