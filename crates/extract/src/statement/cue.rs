//! Where a cue of the lexicon stands in the text.

use annalist_doc::{BlockKind, Dep, Tag};
use annalist_lexicon::{Cue, CuePos};

use super::Scene;

/// How a cue governs its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// "said", "made clear".
    Verb,
    /// "his claim".
    Noun,
    /// "is afraid".
    Adjective,
    /// "according to", "in the words of": the source follows.
    Preposition,
    /// "reportedly".
    Adverb,
    /// No word, but how the text is set: "Q: …".
    Verbless,
}

/// A cue in the text.
#[derive(Clone, Debug)]
pub(crate) struct Match<'l> {
    pub(crate) cue: &'l Cue,
    pub(crate) mode: Mode,
    /// Its tokens; the one that governs the content first.
    pub(crate) tokens: Vec<usize>,
}

impl Match<'_> {
    /// The token that governs the content.
    pub(crate) fn head(&self) -> usize {
        self.tokens[0]
    }
}

/// All cues of a document in text order.
#[derive(Debug)]
pub(crate) struct Matches<'l> {
    all: Vec<Match<'l>>,
    /// For each token, the cue that it is the head of.
    by_head: Vec<Option<u32>>,
}

impl<'l> std::ops::Deref for Matches<'l> {
    type Target = [Match<'l>];
    fn deref(&self) -> &Self::Target {
        &self.all
    }
}

impl Matches<'_> {
    /// The cue with this head.
    pub(crate) fn at(&self, token: usize) -> Option<usize> {
        self.by_head[token].map(|m| m as usize)
    }

    /// The verb cue with this head.
    pub(crate) fn verb_at(&self, token: usize) -> Option<usize> {
        let m = self.by_head[token]? as usize;
        (self.all[m].mode == Mode::Verb).then_some(m)
    }

    /// The cues whose heads lie in a stretch of tokens.
    pub(crate) fn within(
        &self,
        tokens: std::ops::Range<usize>,
    ) -> impl Iterator<Item = usize> + '_ {
        self.by_head[tokens].iter().filter_map(|m| m.map(|m| m as usize))
    }
}

/// Which words are cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those of the lexicon.
    Listed,
    /// Any word that governs something: learned weights decide.
    Any,
}

/// Finds all cues; of entries that match the same words, the longest.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>, reach: Reach) -> Matches<'l> {
    let tree = scene.tree;
    let cues = &scene.lexicon.cues;
    let mut found: Vec<Match<'l>> = Vec::new();
    for i in 0..tree.len() {
        let (lemma, lowered) = (tree.lemma(i), tree.lower(i));
        let by_form = (lemma != lowered).then(|| cues.starting_with(lowered)).into_iter().flatten();
        let hits =
            cues.starting_with(lemma).chain(by_form).filter_map(|cue| match_at(scene, cue, i));
        if let Some(best) = hits.max_by_key(|m| m.tokens.len()) {
            // "did not comment": the longer cue takes the verb from the shorter one.
            if !found.iter().rev().take(4).any(|m| m.tokens.contains(&best.head())) {
                found.push(best);
            }
        } else if reach == Reach::Any
            && !in_heading(scene, i)
            && let Some(cue) = unlisted(scene, i)
            && !found.iter().rev().take(4).any(|m| m.tokens.contains(&i))
        {
            let mode = match cue.pos {
                CuePos::Verb => Mode::Verb,
                CuePos::Noun => Mode::Noun,
                CuePos::Phrase | CuePos::Adverb => Mode::Adjective,
            };
            found.push(Match { cue, mode, tokens: vec![i] });
        }
    }
    let mut by_head = vec![None; tree.len()];
    for (m, found) in found.iter().enumerate() {
        by_head[found.head()] = Some(m as u32);
    }
    Matches { all: found, by_head }
}

/// Headlines are no sentences: only words that are known as cues are trusted there.
fn in_heading(scene: &Scene<'_, '_, '_>, i: usize) -> bool {
    let block = scene.tree.sentence(i).block as usize;
    scene.tree.document.blocks.get(block).is_some_and(|b| b.kind == BlockKind::Heading)
}

/// A word that governs something and has no entry.
fn unlisted<'l>(scene: &Scene<'_, '_, 'l>, i: usize) -> Option<&'l Cue> {
    let tree = scene.tree;
    let cues = &scene.lexicon.cues;
    let (tag, dep) = (tree.tag(i), tree.dep(i));
    if tag.is_verb() && !matches!(dep, Dep::Aux | Dep::Auxpass) {
        return Some(cues.unlisted(CuePos::Verb));
    }
    let clause = [Dep::Acl, Dep::Ccomp, Dep::Xcomp, Dep::Relcl, Dep::Advcl];
    if matches!(tag, Tag::Nn | Tag::Nns) {
        let owned = tree.child(i, Dep::Poss).is_some() && tree.child(i, Dep::Prep).is_some();
        let governs = owned || tree.any_child(i, &clause).is_some();
        return governs.then(|| cues.unlisted(CuePos::Noun));
    }
    let predicate = matches!(dep, Dep::Acomp | Dep::Oprd | Dep::Conj | Dep::Amod | Dep::Advcl);
    (matches!(tag, Tag::Jj | Tag::Vbn) && predicate)
        .then(|| tree.any_child(i, &[Dep::Ccomp, Dep::Xcomp, Dep::Prep]))
        .flatten()
        .map(|_| cues.unlisted(CuePos::Phrase))
}

fn match_at<'l>(scene: &Scene<'_, '_, 'l>, cue: &'l Cue, i: usize) -> Option<Match<'l>> {
    let tree = scene.tree;
    let mode = match cue.pos {
        CuePos::Verb => Mode::Verb,
        CuePos::Noun => Mode::Noun,
        CuePos::Adverb => Mode::Adverb,
        CuePos::Phrase if tree.dep(i) == Dep::Prep => Mode::Preposition,
        CuePos::Phrase if tree.tag(i).is_verb() || tree.dep(i) == Dep::Neg => Mode::Verb,
        CuePos::Phrase if matches!(tree.tag(i), Tag::Jj | Tag::Vbn) => Mode::Adjective,
        CuePos::Phrase if tree.tag(i).is_noun() => Mode::Verb,
        CuePos::Phrase => Mode::Preposition,
    };
    let fits = match mode {
        Mode::Verb if cue.pos == CuePos::Verb => {
            tree.tag(i).is_verb() && !matches!(tree.dep(i), Dep::Amod | Dep::Aux | Dep::Auxpass)
        }
        Mode::Noun => matches!(tree.tag(i), Tag::Nn | Tag::Nns),
        Mode::Adverb => matches!(tree.tag(i), Tag::Rb | Tag::Jj),
        Mode::Adjective => matches!(tree.dep(i), Dep::Acomp | Dep::Oprd | Dep::Conj),
        _ => true,
    };
    let mut tokens = fits.then(|| others(scene, i, &cue.words)).flatten()?;
    // "not comment", "word has it": the verb governs.
    if mode == Mode::Verb && !tree.tag(tokens[0]).is_verb() {
        let verb = tokens.iter().position(|t| tree.tag(*t).is_verb())?;
        tokens.swap(0, verb);
    }
    Some(Match { cue, mode, tokens })
}

/// The tokens of a cue: its further words follow the first or hang on it.
fn others(scene: &Scene<'_, '_, '_>, head: usize, words: &[String]) -> Option<Vec<usize>> {
    let tree = scene.tree;
    let mut tokens = vec![head];
    for word in &words[1..] {
        let last = *tokens.last()?;
        let end = tree.sentence(head).last as usize;
        let same = |t: usize| match word.as_str() {
            "one's" => tree.tag(t) == Tag::PrpPoss,
            "oneself" => tree.lower(t).ends_with("self") || tree.lower(t).ends_with("selves"),
            _ => tree.is(t, word),
        };
        let next = Some(last + 1).filter(|t| *t < end && same(*t));
        let below = |t: usize| tree.children(t).find(|c| *c > last && *c <= last + 8 && same(*c));
        tokens.push(next.or_else(|| below(head)).or_else(|| below(last))?);
    }
    Some(tokens)
}
