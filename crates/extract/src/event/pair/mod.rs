//! What holds between two actors of a sentence: the features of the pair, and the type that the learned
//! weights choose for it.

mod clause;
mod features;
mod propose;

use annalist_doc::{Span, Tag};
use annalist_lexicon::{Choice, Sense, SensePos, Weights};

use super::{EventDraft, Scene};
use crate::feature::Sink;
use crate::tree::Tree;

pub(crate) use clause::Clause;
pub(crate) use features::{broad, features};
pub(crate) use propose::{Link, acts, links};

/// One of the two: the token that the others of it hang on, and its words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    pub(crate) head: Option<usize>,
    pub(crate) spans: Vec<Span>,
}

/// Two actors, either of which may be missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pair {
    pub(crate) source: Side,
    pub(crate) target: Side,
}

impl Side {
    /// The words of these spans.
    #[cfg(feature = "training")]
    pub(crate) fn new(tree: &Tree<'_>, spans: &[Span]) -> Self {
        Self { head: spans.iter().find_map(|s| head_in(tree, *s)), spans: spans.to_vec() }
    }

    fn holds(&self, tree: &Tree<'_>, t: usize) -> bool {
        self.spans.iter().any(|s| s.overlaps(tree.span(t)))
    }
}

/// The token of a span whose own head stands outside.
#[cfg(feature = "training")]
fn head_in(tree: &Tree<'_>, span: Span) -> Option<usize> {
    use annalist_doc::Dep;
    let range = tree.tokens_in(span);
    let outside = |t: &usize| tree.is_root(*t) || !range.contains(&tree.head(*t));
    let word = |t: &usize| tree.dep(*t) != Dep::Punct && tree.tag(*t) != Tag::Space;
    let head = range.clone().filter(word).find(outside)?;
    // "on the airport": the noun.
    let noun = if tree.tag(head) == Tag::In { tree.child(head, Dep::Pobj) } else { None };
    Some(noun.unwrap_or(head))
}

/// Scores of the classes.
struct Scores<'w> {
    weights: &'w Choice,
    sums: Vec<i32>,
}

impl Sink for Scores<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.weights.add(Weights::feature(parts), &mut self.sums);
    }
}

/// What the weights say of each class, in thousandths of log-odds.
pub(crate) fn scores(
    scene: &Scene<'_, '_, '_>,
    pair: &Pair,
    events: &[EventDraft<'_>],
    weights: &Choice,
) -> Vec<i32> {
    let mut all = Scores { weights, sums: vec![0; weights.classes().len()] };
    features(scene, pair, events, &mut all);
    all.sums
}

/// The senses of a token.
fn senses<'l>(
    scene: &Scene<'_, '_, 'l>,
    t: usize,
) -> impl Iterator<Item = &'l Sense> + Clone + use<'l> {
    let tree = scene.tree;
    let table = &scene.lexicon.senses;
    let tag = tree.tag(t);
    let lemma = tree.lemma(t);
    let lower = tree.lower(t);
    let pos = match tag {
        _ if is_verb(tag) => SensePos::Verb,
        _ if tag.is_noun() => SensePos::Noun,
        Tag::Jj | Tag::Jjr | Tag::Jjs if !table.has(lower, SensePos::Other) => {
            if table.has(lower, SensePos::Verb) { SensePos::Verb } else { SensePos::Noun }
        }
        _ => SensePos::Other,
    };
    let proper = tag.is_proper();
    let word = if !proper && table.has(lemma, pos) { lemma } else { lower };
    table.of(word, pos)
}

fn is_verb(tag: Tag) -> bool {
    tag.is_verb() || tag == Tag::Md
}

/// The event types that the lexicon gives a single word, each once.
fn kinds<'l>(
    scene: &Scene<'_, '_, 'l>,
    t: usize,
) -> impl Iterator<Item = &'l str> + Clone + use<'l> {
    use annalist_lexicon::TriggerPos;
    let tree = scene.tree;
    let tag = tree.tag(t);
    let pos = if tag.is_verb() { TriggerPos::Verb } else { TriggerPos::Noun };
    let known = tag.is_verb() || tag.is_noun();
    let all = scene.lexicon.triggers.starting_with(if known { tree.lemma(t) } else { "" });
    let all = all.filter(move |e| e.pos == pos && e.words.len() == 1).map(|e| e.kind.as_str());
    // Entries of one word stand together by type.
    let mut last = "";
    let mut unique: Vec<&'l str> = Vec::new();
    for kind in all {
        if kind != last && !unique.contains(&kind) {
            unique.push(kind);
        }
        last = kind;
    }
    unique.into_iter()
}

/// The names of a token's senses.
pub(crate) fn sense_names<'l>(
    scene: &Scene<'_, '_, 'l>,
    t: usize,
) -> impl Iterator<Item = &'l str> + use<'l> {
    senses(scene, t).map(|s| s.name.as_str())
}

/// Whether a word tells of a concession that is a retreat.
pub(crate) fn retreats(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    senses(scene, t).any(|s| s.retreats)
}

/// Whether a noun is what something is done with: "an airstrike killed".
pub(crate) fn is_means(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    scene.tree.tag(t).is_noun() && senses(scene, t).any(|s| s.means)
}
