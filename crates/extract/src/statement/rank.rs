//! Which candidates are statements: a linear model over their grammar, its weights learned elsewhere
//! (`annalist-eval train-statements`) and given with the lexicon.
//!
//! A score is a sum of whole numbers, thousandths of log-odds: above 0 a candidate is more likely a
//! statement than not.

use annalist_doc::{Dep, StatementKind, Tag};
use annalist_lexicon::{Pronoun, Weights};

use super::cue::Mode;
use super::{Draft, Scene};
use crate::tree::Tree;

/// Takes the features of one candidate.
pub(crate) trait Sink {
    /// One feature; its parts make its name.
    fn add(&mut self, parts: &[&str]);
}

/// Sums the weights of features.
struct Score<'w> {
    weights: &'w Weights,
    sum: i32,
}

impl Sink for Score<'_> {
    fn add(&mut self, parts: &[&str]) {
        self.sum += self.weights.of(Weights::key(parts));
    }
}

/// Keeps the names of features, for learning.
impl Sink for Vec<String> {
    fn add(&mut self, parts: &[&str]) {
        self.push(parts.join("|"));
    }
}

/// What the weights say of a candidate.
pub(crate) fn score(scene: &Scene<'_, '_, '_>, draft: &Draft<'_>, weights: &Weights) -> i32 {
    let mut score = Score { weights, sum: 0 };
    features(scene, draft, &mut score);
    score.sum
}

/// The token that governs the content: the first whose own head stands outside.
fn governor(tree: &Tree<'_>, draft: &Draft<'_>) -> Option<usize> {
    let inside = |t: usize| draft.covers(tree.span(t).start);
    let mut tokens = draft.content.iter().flat_map(|c| tree.tokens_in(*c));
    let first = tokens.clone().next();
    tokens
        .find(|t| tree.dep(*t) != Dep::Punct && (tree.is_root(*t) || !inside(tree.head(*t))))
        .or(first)
}

/// Few words for many numbers.
fn bucket(n: usize) -> &'static str {
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

fn yes(is: bool) -> &'static str {
    if is { "y" } else { "n" }
}

/// How a content begins: its complementizer, or what stands for one.
fn marker<'t>(tree: &'t Tree<'_>, top: usize) -> &'t str {
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

/// What kind of words the source is.
fn source_kind(scene: &Scene<'_, '_, '_>, source: Option<usize>) -> &'static str {
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
        Tag::Nn | Tag::Nns if super::source::speaks(scene, head) => "speaker",
        Tag::Nn | Tag::Nns => "thing",
        Tag::Cd => "number",
        Tag::Dt => "this",
        Tag::Vbg => "ing",
        _ => "other",
    }
}

/// Names every feature of a candidate.
pub(crate) fn features(scene: &Scene<'_, '_, '_>, draft: &Draft<'_>, sink: &mut dyn Sink) {
    let tree = scene.tree;
    let kind = match draft.kind {
        StatementKind::Direct => "direct",
        StatementKind::Mixed => "mixed",
        StatementKind::Indirect => "indirect",
    };
    let source = source_kind(scene, draft.source);
    let words: usize = draft.content.iter().map(|c| tree.tokens_in(*c).len()).sum();
    let top = governor(tree, draft);
    let cdep = top.map_or("", |t| tree.dep(t).as_str());
    let marker = top.map_or("", |t| marker(tree, t));
    let length = bucket(words);
    let Some(&head) = draft.cue_tokens.first() else {
        return uncued(scene, draft, sink, kind, source, length);
    };
    let listed = draft.cue.is_some_and(annalist_lexicon::Cue::is_listed);
    let (mode, lemma) = (mode_name(draft.mode), &*draft.lemma);
    let class = match draft.cue {
        Some(cue) if listed => &*cue.class,
        Some(_) => "unlisted",
        None => "introduced",
    };
    sink.add(&["any"]);
    sink.add(&["mode", mode, yes(listed)]);
    sink.add(&["class", class]);
    sink.add(&["class", class, marker, kind]);
    sink.add(&["class", class, source]);
    sink.add(&["reporting", yes(draft.cue.is_some_and(|c| c.reporting)), kind, marker]);
    sink.add(&["cue", lemma, mode]);
    sink.add(&["cue", lemma, "kind", kind]);
    sink.add(&["cue", lemma, "marker", marker]);
    sink.add(&["cue", lemma, "cdep", cdep]);
    sink.add(&["cue", lemma, "source", source]);
    sink.add(&["content", mode, cdep, marker, kind]);
    sink.add(&["content", mode, kind, length]);
    sink.add(&["source", source, mode]);
    sink.add(&["source", source, kind, marker]);
    if let Some(s) = draft.source {
        if tree.tag(s).is_noun() && !tree.tag(s).is_proper() {
            sink.add(&["who", tree.lemma(s)]);
        }
        let far = bucket(s.abs_diff(head));
        sink.add(&["far", far, yes(s < head), mode]);
        sink.add(&["sdep", tree.dep(s).as_str(), mode]);
        sink.add(&["slen", bucket(draft.source_span.map_or(0, |span| tree.tokens_in(span).len()))]);
        let same = draft.content.iter().any(|c| c.holds(tree.span(s).start));
        sink.add(&["source in content", yes(same)]);
    }
    let (tag, dep) = (tree.tag(head).as_str(), tree.dep(head).as_str());
    sink.add(&["tag", tag, mode]);
    sink.add(&["tag", tag, lemma]);
    sink.add(&["tag", tag, marker, kind]);
    sink.add(&["dep", dep, mode]);
    sink.add(&["dep", dep, mode, marker, kind]);
    sink.add(&["dep", dep, lemma]);
    let up = tree.head(head);
    if up != head {
        sink.add(&["up", tree.lemma(up), dep]);
        sink.add(&["up", tree.tag(up).as_str(), dep]);
    }
    let mut helpers = false;
    for child in tree.children(head) {
        match tree.dep(child) {
            Dep::Aux | Dep::Auxpass => {
                helpers = true;
                sink.add(&["aux", tree.lower(child)]);
                sink.add(&["aux", tree.lower(child), lemma]);
            }
            Dep::Neg => {
                sink.add(&["neg", class]);
                sink.add(&["neg", lemma]);
            }
            Dep::Mark => sink.add(&["mark", tree.lower(child)]),
            Dep::Advmod => sink.add(&["adv", tree.lower(child)]),
            Dep::Prt | Dep::Prep => sink.add(&["with", lemma, tree.lower(child)]),
            Dep::Dobj if !draft.covers(tree.span(child).start) => {
                sink.add(&["object", lemma, tree.lemma(child)]);
            }
            _ => {}
        }
    }
    sink.add(&["helpers", yes(helpers), tag]);
    if tree.is_passive(head) {
        sink.add(&["passive", mode, source]);
    }
    let inside = scene.quote_around(head).is_some();
    sink.add(&["in quotation", yes(inside), source]);
    sink.add(&["in quotation", yes(inside), mode, marker]);
    let block = tree.sentence(head).block;
    let heading = tree.document.blocks.get(block as usize).map(|b| b.kind);
    let heading = heading == Some(annalist_doc::BlockKind::Heading);
    sink.add(&["heading", yes(heading), yes(listed)]);
    let at = tree.span(head).start;
    let before = draft.content.iter().any(|c| c.start < at);
    let after = draft.content.iter().any(|c| c.start > at);
    sink.add(&["place", yes(before), yes(after), mode]);
    sink.add(&["place", yes(before), yes(after), kind, marker]);
    if head + 1 < tree.len() {
        sink.add(&["next", lemma, tree.lower(head + 1)]);
    }
    if let Some(t) = top {
        let word = tree.lemma(t);
        sink.add(&["top", word, mode]);
        sink.add(&["top", tree.tag(t).as_str(), mode, kind]);
        if cdep != "ccomp" {
            sink.add(&["top", word, lemma]);
        }
    }
    let sentence = tree.sentence(head);
    let end = sentence.span.of(tree.text).trim_end_matches(['"', '”', ')']).chars().next_back();
    sink.add(&["asked", yes(end == Some('?')), kind]);
    if kind != "indirect" {
        let quoted =
            scene.quotes.iter().filter(|q| draft.content.iter().any(|c| c.overlaps(q.outer)));
        let words: usize = quoted.map(|q| q.words(tree.text)).max().unwrap_or(0);
        sink.add(&["quoted", bucket(words), kind, mode]);
    }
}

/// A quotation that goes on, or stands alone.
fn uncued(
    scene: &Scene<'_, '_, '_>,
    draft: &Draft<'_>,
    sink: &mut dyn Sink,
    kind: &str,
    source: &str,
    length: &str,
) {
    let tree = scene.tree;
    sink.add(&["alone"]);
    sink.add(&["alone", kind, length]);
    sink.add(&["alone", "source", source]);
    let Some(content) = draft.content.first() else { return };
    let before = tree.text[..content.start as usize].trim_end_matches(' ').chars().next_back();
    let mut letter = [0; 4];
    let before = before.map_or("", |c| &*c.encode_utf8(&mut letter));
    sink.add(&["alone", "after", if before == "\n" { "line" } else { before }]);
    let rest = tree.text[content.end as usize..].chars().next();
    let mut letter = [0; 4];
    let after = rest.map_or("", |c| &*c.encode_utf8(&mut letter));
    sink.add(&["alone", "before", if after == "\n" { "line" } else { after }]);
    if let (Some(s), Some(t)) = (draft.source, tree.tokens_in(*content).next()) {
        let far = tree.sentence_index(t).saturating_sub(tree.sentence_index(s));
        sink.add(&["alone", "far", bucket(far)]);
    }
}

fn mode_name(mode: Option<Mode>) -> &'static str {
    match mode {
        Some(Mode::Verb) => "verb",
        Some(Mode::Noun) => "noun",
        Some(Mode::Adjective) => "adjective",
        Some(Mode::Preposition) => "phrase",
        Some(Mode::Adverb) => "adverb",
        None => "none",
    }
}
