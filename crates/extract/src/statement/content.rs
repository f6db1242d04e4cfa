//! What is stated: the clause, phrase or quotation that a cue governs.

use annalist_doc::{Dep, Polarity, Span, Tag};
use annalist_lexicon::{Cue, Take};

use super::Scene;
use super::cue::{Match, Matches, Mode};
use super::source::{Found, beside};
use crate::quote::Quote;

/// A quotation of fewer words that no comma or colon introduces is a title or a scare quote.
const SPEECH_WORDS: usize = 3;

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
            Mode::Preposition | Mode::Adverb => None,
        });
        let beside = (0..matches.len())
            .map(|m| (matches[m].mode == Mode::Verb).then(|| beside(scene, matches, m)).flatten());
        Self { scene, matches, governed: governed.collect(), beside: beside.collect() }
    }

    /// Whether what cue `m` governs is a finite clause, which only speakers state.
    pub(crate) fn is_clause(&self, m: usize) -> bool {
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
        if let Some(around) = scene.quote_around(found.head()).map(|q| q.inner) {
            // A cue inside a quotation governs nothing outside of it.
            spans.iter_mut().for_each(|s| {
                *s = Span::new(s.start.max(around.start), s.end.min(around.end).max(s.start))
            });
        } else {
            self.add_quotes(m, &mut spans);
        }
        for other in self.not_content(m, source) {
            cut(&mut spans, other);
        }
        tidy(scene, spans)
    }
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

fn governed_by_verb(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Option<(usize, usize)> {
    let tree = scene.tree;
    let verb = found.head();
    let cue = found.cue;
    let ends = |c: usize| (*tree.subtree(c).start(), *tree.subtree(c).end());
    let below = || {
        found.tokens.iter().flat_map(|t| tree.children(*t)).filter(|c| !found.tokens.contains(c))
    };
    if cue.may_take(&Take::Clause) {
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
    if cue.may_take(&Take::To)
        && let Some(c) = below().find(infinitive)
    {
        // "urged residents to leave": with whoever is to do it.
        let whom = tree
            .child(verb, Dep::Dobj)
            .filter(|o| *o > verb && *o < c && !found.tokens.contains(o));
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
    let object = tree
        .logical_object(verb)
        .filter(|o| !found.tokens.contains(o) && *o != verb && !tree.dominates(*o, verb));
    for take in &cue.takes {
        let Take::Prep(word) = take else { continue };
        let own = found.tokens.iter().find_map(|t| tree.object_of(*t, word));
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
    let aside = tree.dep(verb) == Dep::Parataxis || tree.child(verb, Dep::Mark).is_none() && short;
    (aside && tree.tag(main).is_verb()).then_some(main)
}

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

fn governed_by_noun(scene: &Scene<'_, '_, '_>, found: &Match<'_>) -> Option<(usize, usize)> {
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
fn clause_around(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    source: &Found,
) -> Option<(usize, usize)> {
    let tree = scene.tree;
    if found.mode == Mode::Preposition && source.head.is_none() {
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

impl Contents<'_, '_, '_, '_> {
    /// Adds the quotations that belong to the cue, whole, however many sentences they run over.
    fn add_quotes(&self, m: usize, spans: &mut Vec<Span>) {
        let (scene, tree, found) = (self.scene, self.scene.tree, &self.matches[m]);
        let sentence = tree.sentence(found.head());
        let takes_quotes = found.mode == Mode::Verb && found.cue.may_take(&Take::Quote);
        let at = tree.span(found.head()).start;
        for quote in scene.quotes {
            let near = quote.block == sentence.block
                || takes_quotes && self.opens_next_block(sentence, quote);
            if !near || quote.outer.holds(at) {
                continue;
            }
            let within = spans.iter_mut().find(|s| s.overlaps(quote.inner));
            if let Some(span) = within {
                *span = span.cover(quote.outer);
            } else if takes_quotes && self.belongs(m, quote) {
                spans.push(quote.outer);
            }
        }
        spans.sort();
    }

    /// `He said:` and the quotation begins the next paragraph.
    fn opens_next_block(&self, sentence: &annalist_doc::Sentence, quote: &Quote) -> bool {
        let tree = self.scene.tree;
        let between = tree.text.get(sentence.span.end as usize..quote.outer.start as usize);
        sentence.block < quote.block
            && between.is_some_and(|t| t.trim().is_empty())
            && sentence.span.of(tree.text).trim_end().ends_with(':')
    }

    /// Whether a quotation that the tree does not put under the cue is the cue's all the same.
    fn belongs(&self, m: usize, quote: &Quote) -> bool {
        let (tree, found) = (self.scene.tree, &self.matches[m]);
        let sentence = tree.sentence(found.head());
        let speech = quote.words(tree.text) >= SPEECH_WORDS || is_introduced(tree.text, quote);
        if !speech {
            return false;
        }
        if quote.outer.overlaps(sentence.span) {
            return self.nearest(quote) == Some(m);
        }
        // `She said: "…"` and `"…" she said` cut apart by the sentence splitter.
        let between = |from: u32, to: u32| {
            tree.text.get(from as usize..to as usize).is_some_and(|t| t.trim().is_empty())
        };
        let before = between(quote.outer.end, sentence.span.start) && {
            let early = found.head() < sentence.first as usize + 5;
            let lower = tree.word(sentence.first as usize).starts_with(char::is_lowercase);
            early
                && (lower
                    || quote.inner.of(tree.text).trim_end().ends_with([',', '?', '!', '-', '—']))
        };
        let after = between(sentence.span.end, quote.outer.start)
            && sentence.span.of(tree.text).trim_end().ends_with([':', ',']);
        (before || after) && self.rivals(sentence.tokens()).next() == Some(m)
    }

    /// The cues among some tokens that could take a quotation.
    fn rivals(&self, tokens: std::ops::Range<usize>) -> impl Iterator<Item = usize> + '_ {
        self.matches.within(tokens).filter(|o| {
            let other = &self.matches[*o];
            other.mode == Mode::Verb
                && other.cue.may_take(&Take::Quote)
                && self.scene.quote_around(other.head()).is_none()
        })
    }

    /// The cue nearest to a quotation among those of its sentences; none when a cue's own clause holds it.
    fn nearest(&self, quote: &Quote) -> Option<usize> {
        let tree = self.scene.tree;
        let inside = tree.tokens_in(quote.outer);
        if inside.is_empty() {
            return None;
        }
        let tokens =
            tree.sentence(inside.start).first as usize..tree.sentence(inside.end - 1).last as usize;
        let mut best: Option<((bool, u32), usize)> = None;
        for o in self.rivals(tokens) {
            if self.governed[o]
                .is_some_and(|(first, last)| first < inside.end && inside.start <= last)
            {
                return None;
            }
            let span = tree.span(self.matches[o].head());
            let distance = if span.start >= quote.outer.end {
                span.start - quote.outer.end
            } else {
                quote.outer.start.saturating_sub(span.end)
            };
            // A cue that already has a clause of its own yields to one that has none.
            let key = (self.governed[o].is_some(), distance);
            if best.is_none_or(|(top, _)| key < top) {
                best = Some((key, o));
            }
        }
        best.map(|(_, o)| o)
    }

    /// What stands inside the content in the tree and is none of it: the cue, its source, cues beside it.
    fn not_content(&self, m: usize, source: &Found) -> Vec<Span> {
        let (tree, found) = (self.scene.tree, &self.matches[m]);
        let mut all = Vec::new();
        let head = found.head();
        // The cue's own words with their small helpers: "would only say", "has said".
        let first = tree
            .children(head)
            .filter(|c| matches!(tree.dep(*c), Dep::Aux | Dep::Auxpass | Dep::Neg))
            .min();
        let cue_first = first.unwrap_or(head).min(head);
        let cue_last = found
            .tokens
            .iter()
            .copied()
            .take_while(|t| *t < head + 4)
            .max()
            .unwrap_or(head)
            .max(head);
        all.push(tree.cover(cue_first..=cue_last));
        all.extend(found.tokens.iter().map(|t| tree.span(*t)));
        if found.mode == Mode::Verb {
            // Whom it is said to, when and where: not stated.
            for child in tree.children(head) {
                if matches!(tree.dep(child), Dep::Nsubj | Dep::Nsubjpass | Dep::Dative | Dep::Agent)
                    || tree.dep(child) == Dep::Npadvmod && !tree.tag(child).is_proper()
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
        for (k, other) in self.beside.iter().enumerate() {
            if *other == Some(m) {
                all.push(tree.cover(tree.subtree(self.matches[k].head())));
            }
        }
        all
    }
}

/// Whether a comma or colon stands before the quotation, or one of its own stops ends it.
fn is_introduced(text: &str, quote: &Quote) -> bool {
    let before = text[..quote.outer.start as usize].trim_end();
    let ending = quote.inner.of(text).trim_end();
    before.ends_with([',', ':']) || ending.ends_with([',', '.', '?', '!'])
}

/// Takes `hole` out of the spans.
fn cut(spans: &mut Vec<Span>, hole: Span) {
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
fn tidy(scene: &Scene<'_, '_, '_>, spans: Vec<Span>) -> Vec<Span> {
    let tree = scene.tree;
    let mut clean: Vec<Span> = Vec::new();
    for span in spans {
        let mut range = tree.tokens_in(span);
        let quoted = |t: usize| scene.quotes.iter().find(|q| q.outer.contains(tree.span(t)));
        let skip_first = |t: usize| {
            quoted(t).is_none()
                && (is_stop(scene, t)
                    || tree.dep(t) == Dep::Mark && tree.lower(t) == "that"
                    || tree.tag(t) == Tag::Cc)
        };
        while !range.is_empty() && skip_first(range.start) {
            range.start += 1;
        }
        let skip_last =
            |t: usize| quoted(t).is_none() && (is_stop(scene, t) || tree.tag(t) == Tag::Cc);
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
        for quote in scene.quotes {
            if quote.outer.overlaps(trimmed) && span.contains(quote.outer) {
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
