//! When an event was: the time expression in its clause, or the one that governs it.

use annalist_doc::{Dep, Tag, TimeExpr, TimeId, TimeKind, Timex};
use annalist_lexicon::Reality;
use annalist_lexicon::time::Times;

use super::Scene;
use crate::tree::Tree;

/// The times of a document, each with the words that it tells the time of.
pub(crate) struct When<'a, 'd> {
    tree: &'a Tree<'d>,
    words: &'a Times,
    /// Words that make what hangs on them less than real.
    reality: &'a Reality,
    /// Verbs that report: their time is that of the saying, not of what is said.
    reports: Vec<usize>,
    /// Token, whether it stands close, time; sorted.
    told: Vec<(usize, bool, TimeId)>,
    vague: Vec<bool>,
    /// For each time that ends a range, the one that begins it.
    begins: Vec<Option<TimeId>>,
}

impl<'a, 'd> When<'a, 'd> {
    pub(crate) fn new(scene: &Scene<'a, 'd, '_>) -> Self {
        let (tree, words, times) = (scene.tree, &scene.lexicon.words.time, scene.times);
        let mut told = Vec::new();
        for time in times.iter().filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time)) {
            let said = when_said(scene, time).map(|verb| vec![verb]);
            let governors = said.unwrap_or_else(|| governors(tree, words, time));
            for (nth, token) in governors.into_iter().enumerate() {
                told.push((token, nth == 0, time.id));
            }
        }
        told.sort_by_key(|(token, close, id)| (*token, !close, *id));
        let vague = times.iter().map(|t| matches!(t.expr, TimeExpr::Vague(_))).collect();
        let mut begins = vec![None; times.len()];
        for time in times {
            let end = time.until.and_then(|end| begins.get_mut(end.index()));
            if let Some(end) = end {
                *end = Some(time.id);
            }
        }
        let cues = scene.statements.iter().flat_map(|s| s.cue_tokens.iter().copied());
        let mut reports: Vec<usize> = cues.collect();
        reports.sort_unstable();
        Self { tree, words, reality: &scene.lexicon.reality, reports, told, vague, begins }
    }

    fn reports(&self, token: usize) -> bool {
        self.reports.binary_search(&token).is_ok()
    }

    /// The time of what the token tells; of a range its beginning.
    pub(crate) fn of(&self, token: usize) -> Option<TimeId> {
        let mut time = self.found(token)?;
        while let Some(begin) = self.begins[time.index()] {
            time = begin;
        }
        Some(time)
    }

    fn found(&self, token: usize) -> Option<TimeId> {
        if self.told.is_empty() {
            return None;
        }
        if let Some(own) = self.at(token, true) {
            return Some(own);
        }
        let mut at = token;
        for _ in 0..6 {
            // What is joined to a verb and has no subject of its own happened with it.
            if let Some(shared) = self.joined(at) {
                return Some(shared);
            }
            let above = self.tree.head(at);
            if above == at || !self.passes(at, above) {
                break;
            }
            if let Some(time) = self.at(above, true) {
                return Some(time);
            }
            // "A march in August ended with 14 arrests": when the subject was.
            if self.tree.tag(above).is_verb()
                && let Some(time) = self.at(above, false)
            {
                return Some(time);
            }
            at = above;
        }
        self.at(token, false)
    }

    /// The time told of this very token; one on the calendar before a vague one.
    fn at(&self, token: usize, close: bool) -> Option<TimeId> {
        let first = self.told.partition_point(|(t, ..)| *t < token);
        let own = || {
            let rest = self.told[first..].iter().take_while(move |(t, ..)| *t == token);
            rest.filter(move |(_, c, _)| *c || !close).map(|(.., id)| *id)
        };
        own().find(|id| !self.vague[id.index()]).or_else(|| own().next())
    }

    /// The time of a verb joined to this one by "and" that shares its subject.
    fn joined(&self, token: usize) -> Option<TimeId> {
        let shares = |c: &usize| {
            self.tree.dep(*c) == Dep::Conj
                && self.tree.tag(*c).is_verb()
                && self.tree.any_child(*c, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
        };
        let next = self.tree.children(token).find(shares)?;
        self.at(next, true)
    }

    /// Whether the time of `above` is also that of what hangs on it.
    fn passes(&self, token: usize, above: usize) -> bool {
        let tree = self.tree;
        let together = |t: usize| self.words.is_in("same_time", tree.lower(t));
        match tree.dep(token) {
            Dep::Conj | Dep::Attr | Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Agent => true,
            Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj => !self.reports(above),
            // What is said has a time of its own; so has what is only wanted or planned.
            Dep::Ccomp => !self.reports(above),
            // "managed to take", not "wants to take"
            Dep::Xcomp => !self.reports(above) && self.reality.get(tree.lemma(above)).is_none(),
            Dep::Dobj | Dep::Oprd | Dep::Acomp => !self.reports(above),
            Dep::Prep => together(token),
            Dep::Pobj | Dep::Pcomp => true,
            // "fired at the crowd, killing two", "was shot as he left"
            Dep::Advcl => {
                let mark = tree.children(token).find(|c| {
                    *c < token && (tree.dep(*c) == Dep::Mark || tree.tag(*c) == Tag::Wrb)
                });
                match mark {
                    Some(mark) => together(mark),
                    None => tree.tag(token) == Tag::Vbg && !self.is_infinitive(token),
                }
            }
            _ => false,
        }
    }

    fn is_infinitive(&self, token: usize) -> bool {
        self.tree.children(token).any(|c| self.tree.tag(c) == Tag::To)
    }
}

/// "The army said on Monday it had killed 30": when it was said, whatever the parser makes of it.
fn when_said(scene: &Scene<'_, '_, '_>, time: &Timex) -> Option<usize> {
    let tree = scene.tree;
    let first = tree.tokens_in(time.span).start;
    let before = first.checked_sub(1)?;
    let on = scene.lexicon.words.time.is_in("said_on", tree.lower(before));
    let verb = if on { before.checked_sub(1)? } else { before };
    let near = scene.told.near(tree.sentence_index(verb));
    let mut said = near.map(|s| &scene.statements[s]);
    said.any(|s| s.cue_tokens.contains(&verb) && !s.covers(time.span.start)).then_some(verb)
}

/// The words that an expression tells the time of, the closest first: the verb or noun that it hangs
/// on, and above such a noun the verb.
fn governors(tree: &Tree<'_>, words: &Times, time: &Timex) -> Vec<usize> {
    let tokens = tree.tokens_in(time.span);
    let Some(top) = tokens.clone().min_by_key(|t| tree.climb(*t).count()) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut at = top;
    // "Monday was quiet": a time that is subject or object tells the time of its verb too.
    for _ in 0..8 {
        let above = tree.head(at);
        if above == at
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
                    | Dep::Poss
                    | Dep::Appos
                    | Dep::DepRel
                    | Dep::Nsubj
                    | Dep::Attr
            )
        {
            break;
        }
        // "the 2008 crash": a time inside a noun's phrase is the noun's alone.
        let inside =
            matches!(tree.dep(at), Dep::Amod | Dep::Compound | Dep::Nummod | Dep::Nmod | Dep::Poss);
        at = above;
        if tokens.contains(&at) {
            continue;
        }
        if tree.tag(at).is_verb() {
            all.push(at);
            break;
        }
        let of_time = ["unit", "units", "part", "start_or_end_of", "dayword", "weekday"]
            .iter()
            .any(|class| words.is_in(class, tree.lower(at)));
        if tree.tag(at).is_noun() && !of_time && all.is_empty() {
            all.push(at);
            if inside {
                break;
            }
        }
    }
    all
}
