//! Few words for what many candidates have in common.

use annalist_doc::{Dep, StatementKind, Tag};
use annalist_lexicon::{CuePos, Pronoun};

use super::super::Scene;
use super::super::cue::{Match, Mode};
use crate::tree::Tree;

/// Few words for many numbers.
pub(super) fn bucket(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=4 => "4",
        5..=8 => "8",
        9..=16 => "16",
        17..=32 => "32",
        _ => "more",
    }
}

pub(super) fn yes(is: bool) -> &'static str {
    if is { "y" } else { "n" }
}

/// How a content begins: its complementizer, or what stands for one.
pub(super) fn marker<'t>(tree: &'t Tree<'_>, top: usize) -> &'t str {
    if let Some(mark) = tree.child(top, Dep::Mark) {
        return tree.lower(mark);
    }
    let first = *tree.subtree(top).start();
    if matches!(tree.tag(first), Tag::Wrb | Tag::Wp | Tag::Wdt) {
        return "wh";
    }
    if tree.children(top).any(|c| tree.dep(c) == Dep::Aux && tree.tag(c) == Tag::To) {
        return "to";
    }
    match tree.tag(top) {
        Tag::Vbg => "ing",
        tag if tag.is_noun() => "noun",
        tag if tag.is_verb() || tag == Tag::Md => "verb",
        _ => "none",
    }
}

/// What features of a cue are made of.
pub(super) struct CueWords<'a> {
    pub(super) head: usize,
    /// As the lexicon calls it, else the word.
    pub(super) lemma: &'a str,
    pub(super) class: &'a str,
    pub(super) mode: &'static str,
    pub(super) tag: &'static str,
    pub(super) dep: &'static str,
}

impl<'a> CueWords<'a> {
    pub(super) fn of(scene: &'a Scene<'_, '_, '_>, found: &'a Match<'_>) -> Self {
        let (tree, head) = (scene.tree, found.head());
        let listed = found.cue.is_listed();
        Self {
            head,
            lemma: if listed { found.cue.lemma() } else { tree.lemma(head) },
            class: if listed { &found.cue.class } else { "unlisted" },
            mode: mode_name(found.mode),
            tag: tree.tag(head).as_str(),
            dep: tree.dep(head).as_str(),
        }
    }
}

/// What kind of words the source is.
pub(super) fn source_kind(scene: &Scene<'_, '_, '_>, source: Option<usize>) -> &'static str {
    let tree = scene.tree;
    let Some(head) = source else { return "none" };
    if let Some(pronoun) = scene.lexicon.words.pronouns.get(tree.lower(head)) {
        return match pronoun {
            Pronoun::Speaker => "I",
            Pronoun::Speakers => "we",
            _ if tree.lower(head) == "it" => "it",
            _ if tree.lower(head) == "you" => "you",
            _ if tree.lower(head) == "they" => "they",
            _ => "he",
        };
    }
    match tree.tag(head) {
        Tag::Prp | Tag::PrpPoss if matches!(tree.lower(head), "you" | "your") => "you",
        Tag::Prp | Tag::PrpPoss => "pronoun",
        Tag::Wp | Tag::Wdt => "wh",
        Tag::Nnp | Tag::Nnps => match tree.token(head).name.map(annalist_doc::NameLabel::as_str) {
            Some("PERSON") => "person",
            Some("ORG") => "org",
            Some("GPE" | "NORP" | "LOC") => "gpe",
            _ => "name",
        },
        Tag::Nn | Tag::Nns if super::super::source::speaks(scene, head) => "speaker",
        Tag::Nn | Tag::Nns => "thing",
        Tag::Cd => "number",
        Tag::Dt => "this",
        Tag::Vbg => "ing",
        _ => "other",
    }
}

pub(super) fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Verb => "verb",
        Mode::Noun => "noun",
        Mode::Adjective => "adjective",
        Mode::Preposition => "phrase",
        Mode::Adverb => "adverb",
        Mode::Verbless => "verbless",
    }
}

pub(super) fn kind_name(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Direct => "direct",
        StatementKind::Mixed => "mixed",
        StatementKind::Indirect => "indirect",
    }
}

/// The lexicon's class of the verb that a cue hangs on.
pub(super) fn class_above<'l>(scene: &Scene<'_, '_, 'l>, cue: usize) -> &'l str {
    let tree = scene.tree;
    let up = tree.head(cue);
    if up == cue || !tree.tag(up).is_verb() {
        return "";
    }
    let mut all = scene.lexicon.cues.starting_with(tree.lemma(up));
    all.find(|c| c.words.len() == 1 && c.pos == CuePos::Verb).map_or("none", |c| &c.class)
}
