//! What is stated: the clause, phrase or quotation that a cue governs.

mod governed;
mod quoted;

use annalist_doc::{Dep, Span, Tag};
use annalist_lexicon::Take;

use super::Scene;
use super::cue::{Match, Matches, Mode};
use super::source::{Found, beside};
use crate::tree::Tree;
use governed::{clause_around, governed_by_noun, governed_by_verb};

/// What all cues of a document govern in the tree.
pub(crate) struct Contents<'s, 'a, 'd, 'l> {
    scene: &'s Scene<'a, 'd, 'l>,
    matches: &'s Matches<'l>,
    /// First and last token of what each cue governs by itself.
    governed: Vec<Option<(usize, usize)>>,
    /// For each cue, the cue beside which it belongs although the tree puts it below.
    beside: Vec<Option<usize>>,
}

impl<'s, 'a, 'd, 'l> Contents<'s, 'a, 'd, 'l> {
    pub(crate) fn new(scene: &'s Scene<'a, 'd, 'l>, matches: &'s Matches<'l>) -> Self {
        let governed = matches.iter().map(|found| match found.mode {
            Mode::Verb => governed_by_verb(scene, found),
            Mode::Noun | Mode::Adjective => governed_by_noun(scene, found),
            Mode::Preposition | Mode::Adverb | Mode::Verbless => None,
        });
        let beside = (0..matches.len()).map(|m| {
            let own = || beside(scene, matches, m).or_else(|| contrasted(scene, matches, m));
            (matches[m].mode == Mode::Verb).then(own).flatten()
        });
        Self { scene, matches, governed: governed.collect(), beside: beside.collect() }
    }

    /// Whether cue `m` only states something with somebody who speaks, and has nobody.
    pub(crate) fn is_mute(&self, m: usize, source: &Found) -> bool {
        let found = &self.matches[m];
        let sure = source.speaks || self.is_clause(m) || raised(self.scene.tree, found).is_some();
        found.cue.speaker_only && !sure
    }

    /// Whether what cue `m` governs is a finite clause, which only speakers state.
    fn is_clause(&self, m: usize) -> bool {
        let found = &self.matches[m];
        found.mode == Mode::Verb
            && found.cue.may_take(&Take::Clause)
            && self.scene.tree.children(found.head()).any(|c| {
                self.scene.tree.dep(c) == Dep::Ccomp
                    && self.scene.tree.child(c, Dep::Mark).is_some()
            })
    }

    /// The content of cue `m`, in text order; empty when the cue governs none here.
    pub(crate) fn of(&self, m: usize, source: &Found) -> Vec<Span> {
        let (scene, found) = (self.scene, &self.matches[m]);
        let governed = match found.mode {
            Mode::Preposition | Mode::Adverb => clause_around(scene, found, source),
            _ => self.governed[m],
        };
        let mut spans: Vec<Span> = governed
            .map(|(first, last)| scene.tree.cover(first..=with_name(scene, found, last)))
            .into_iter()
            .collect();
        if scene.quote_around(found.head()).is_none() {
            self.add_quotes(m, &mut spans);
        }
        let keep = governed.map(|(first, last)| {
            let subject = raised(scene.tree, found).filter(|s| (first..=last).contains(s));
            [Some(last), subject]
        });
        shaped(scene, found, source, spans, &self.beside_of(m), &keep.unwrap_or_default())
    }

    /// What stands inside the content of cue `m` in the tree and belongs beside it.
    pub(crate) fn beside_of(&self, m: usize) -> Vec<Span> {
        let tree = self.scene.tree;
        let below = self.beside.iter().enumerate().filter(|(_, other)| **other == Some(m));
        below.map(|(k, _)| tree.cover(tree.subtree(self.matches[k].head()))).collect()
    }
}

/// What is left of a content when everything is taken out that is none of it: the cue, its source,
/// what stands `beside` it, stops at the ends. What holds one of the tokens to `keep` stays.
pub(crate) fn shaped(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    source: &Found,
    mut spans: Vec<Span>,
    beside: &[Span],
    keep: &[Option<usize>],
) -> Vec<Span> {
    if let Some(around) = scene.quote_around(found.head()).map(|q| q.inner) {
        // A cue inside a quotation governs nothing outside of it.
        spans.iter_mut().for_each(|s| {
            *s = Span::new(s.start.max(around.start), s.end.min(around.end).max(s.start))
        });
    }
    let keep: Vec<u32> = keep.iter().flatten().map(|t| scene.tree.span(*t).start).collect();
    for other in not_content(scene, found, source).iter().chain(beside) {
        if !keep.iter().any(|at| other.holds(*at)) {
            cut(&mut spans, *other);
        }
    }
    tidy(scene, spans)
}

/// "The army said that it had killed 30, while the opposition said that most were civilians": what others say is
/// no part of what the army said. The cue in whose content the tree puts it.
fn contrasted(scene: &Scene<'_, '_, '_>, matches: &Matches<'_>, m: usize) -> Option<usize> {
    let tree = scene.tree;
    let verb = matches[m].head();
    let mark = tree.child(verb, Dep::Mark)?;
    let contrasts = tree.dep(verb) == Dep::Advcl
        && scene.lexicon.words.contrast_marks.iter().any(|w| w == tree.lower(mark))
        && mark > 0
        && tree.tag(mark - 1) == Tag::Comma
        && matches[m].cue.reporting
        && tree.child(verb, Dep::Nsubj).is_some();
    let head = tree.head(verb);
    contrasts.then(|| tree.climb(head).find_map(|a| matches.verb_at(a))).flatten()
}

/// "The rebels are said to have left": the subject of the verb is what is stated of, and nobody states it.
pub(crate) fn raised(tree: &Tree<'_>, found: &Match<'_>) -> Option<usize> {
    let verb = found.head();
    let stated = tree.children(verb).any(|c| {
        tree.dep(c) == Dep::Xcomp
            && tree.children(c).any(|a| tree.dep(a) == Dep::Aux && tree.tag(a) == Tag::To)
    });
    let told = found.cue.may_take(&Take::Clause) || !found.cue.is_listed();
    let subject = tree.child(verb, Dep::Nsubjpass)?;
    (found.mode == Mode::Verb && stated && told && tree.tag(subject) != Tag::Ex).then_some(subject)
}

/// "… of the killing of the commander, Ana Pol": the parser may hang a closing apposition on the cue
/// itself; it still belongs to what is said.
fn with_name(scene: &Scene<'_, '_, '_>, found: &Match<'_>, last: usize) -> usize {
    let tree = scene.tree;
    let next = last + 2;
    if next >= tree.sentence(found.head()).last as usize
        || tree.tag(last + 1) != Tag::Comma
        || !tree.tag(next).is_proper()
        || last < found.head()
    {
        return last;
    }
    let top = tree.climb(next).take_while(|t| *t != found.head()).last().unwrap_or(next);
    let loose = tree.head(top) == found.head()
        && top > last
        && tree.tag(top).is_proper()
        && matches!(
            tree.dep(top),
            Dep::Npadvmod | Dep::Appos | Dep::DepRel | Dep::Conj | Dep::Dobj
        );
    if loose { *tree.subtree(top).end() } else { last }
}

/// "As the mayor said": whether a verb's clause stands beside what is stated.
pub(super) fn is_aside(scene: &Scene<'_, '_, '_>, verb: usize) -> bool {
    let mark = scene.tree.child(verb, Dep::Mark).map(|m| scene.tree.lower(m));
    mark.is_some_and(|mark| scene.lexicon.words.aside_marks.iter().any(|w| w == mark))
}

/// What stands inside the content in the tree and is none of it: the cue, its source.
fn not_content(scene: &Scene<'_, '_, '_>, found: &Match<'_>, source: &Found) -> Vec<Span> {
    let tree = scene.tree;
    let mut all = Vec::new();
    let head = found.head();
    // The cue's own words with their small helpers: "would only say", "has said".
    let first = tree
        .children(head)
        .filter(|c| matches!(tree.dep(*c), Dep::Aux | Dep::Auxpass | Dep::Neg))
        .min();
    let cue_first = first.unwrap_or(head).min(head);
    let cue_last =
        found.tokens.iter().copied().take_while(|t| *t < head + 4).max().unwrap_or(head).max(head);
    all.push(tree.cover(cue_first..=cue_last));
    all.extend(found.tokens.iter().map(|t| tree.span(*t)));
    if found.mode == Mode::Verb {
        // "As the mayor told reporters in Tarsk, …": the whole of the cue's own clause.
        let stated = tree.any_child(head, &[Dep::Ccomp, Dep::Xcomp]).is_some();
        if !stated && is_aside(scene, head) {
            all.push(tree.cover(tree.subtree(head)));
        }
        all.extend(when_said(scene, found));
        // Whom it is said to, when and where: not stated.
        for child in tree.children(head) {
            // A mark opens the cue's own clause: "As the mayor put it, …".
            if matches!(
                tree.dep(child),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dative | Dep::Agent | Dep::Mark
            ) || tree.dep(child) == Dep::Npadvmod && !tree.tag(child).is_proper()
                || tree.dep(child) == Dep::Prep && child == head + 1
                || tree.dep(child) == Dep::Advmod && child.abs_diff(head) == 1
            {
                let range = tree.subtree(child);
                if range.end() - range.start() < 12 {
                    all.push(tree.cover(range));
                }
            }
        }
    }
    if found.mode == Mode::Preposition
        && let Some(noun) = source.head
    {
        let range = tree.subtree(noun);
        if !range.contains(&tree.head(found.head())) {
            all.push(tree.cover(range));
        }
    }
    if let Some(span) =
        source.span.filter(|_| source.head.is_some_and(|s| !tree.dominates(s, head)))
    {
        all.push(span);
    }
    all
}

/// "The army said on Monday it had killed 30": the parser often hangs the day on what is said.
fn when_said(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Option<Span> {
    let (tree, times) = (scene.tree, &scene.lexicon.words.time);
    let first = found.head() + 1;
    let end = tree.sentence(found.head()).last as usize;
    let day =
        if first < end && times.is_in("said_on", tree.lower(first)) { first + 1 } else { first };
    let is_day =
        |t: usize| ["weekday", "month", "dayword"].iter().any(|c| times.is_in(c, tree.lower(t)));
    // "said Monday was quiet", "said in March 2024 it had"
    let clause = |t: usize| {
        tree.tag(t).is_noun() || matches!(tree.tag(t), Tag::Prp | Tag::Dt | Tag::PrpPoss)
    };
    let told = day + 1 < end
        && found.cue.reporting
        && is_day(day)
        && clause(day + 1)
        && !matches!(tree.dep(day), Dep::Nsubj | Dep::Nsubjpass | Dep::Compound | Dep::Poss);
    told.then(|| tree.cover(first..=day))
}

/// Takes `hole` out of the spans.
pub(crate) fn cut(spans: &mut Vec<Span>, hole: Span) {
    let mut rest = Vec::with_capacity(spans.len() + 1);
    for span in spans.drain(..) {
        if !span.overlaps(hole) {
            rest.push(span);
            continue;
        }
        if span.start < hole.start {
            rest.push(Span::new(span.start, hole.start));
        }
        if hole.end < span.end {
            rest.push(Span::new(hole.end, span.end));
        }
    }
    *spans = rest;
}

/// Takes commas, conjunctions and complementizers off the ends and drops what is then empty.
pub(crate) fn tidy(scene: &Scene<'_, '_, '_>, spans: Vec<Span>) -> Vec<Span> {
    let tree = scene.tree;
    let mut clean: Vec<Span> = Vec::new();
    for span in spans {
        let mut range = tree.tokens_in(span);
        let quoted = |t: usize| {
            let next = scene.quotes.partition_point(|q| q.outer.start <= tree.span(t).start);
            scene.quotes[..next].last().is_some_and(|q| q.outer.contains(tree.span(t)))
        };
        let skip_first = |t: usize| {
            !quoted(t)
                && (is_stop(scene, t)
                    || tree.dep(t) == Dep::Mark && tree.lower(t) == "that"
                    || tree.tag(t) == Tag::Cc)
        };
        while !range.is_empty() && skip_first(range.start) {
            range.start += 1;
        }
        let skip_last = |t: usize| !quoted(t) && (is_stop(scene, t) || tree.tag(t) == Tag::Cc);
        while !range.is_empty() && skip_last(range.end - 1) {
            range.end -= 1;
        }
        if range.is_empty()
            || !range.clone().any(|t| tree.word(t).starts_with(char::is_alphanumeric))
        {
            continue;
        }
        let mut trimmed = tree.cover(range.start..=range.end - 1);
        // A quotation at either end is taken whole, marks included.
        let (near, range_end) =
            (scene.quotes.partition_point(|q| q.outer.end <= trimmed.start), trimmed.end);
        let silent = |from: u32, to: u32| {
            from >= to || !tree.text[from as usize..to as usize].contains(char::is_alphanumeric)
        };
        for quote in scene.quotes[near..].iter().take_while(|q| q.outer.start < range_end) {
            if silent(quote.inner.start, trimmed.start) && silent(trimmed.end, quote.inner.end) {
                trimmed = trimmed.cover(quote.outer);
            }
        }
        match clean.last_mut() {
            Some(last) if last.end >= trimmed.start => *last = last.cover(trimmed),
            _ => clean.push(trimmed),
        }
    }
    clean
}

fn is_stop(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let tree = scene.tree;
    tree.dep(t) == Dep::Punct
        && !matches!(tree.tag(t), Tag::OpenBracket | Tag::CloseBracket)
        && !tree.word(t).starts_with(char::is_alphanumeric)
}
