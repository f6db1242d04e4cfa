//! How likely words are what a cue states: what the cue says for it ([`of_cue`]), whatever its words,
//! and what these words do ([`features`]).

use annalist_doc::{BlockKind, Dep};

use super::super::Scene;
use super::super::cue::Match;
use super::super::kind_of;
use super::super::propose::What;
use super::super::source::Found;
use super::describe::{CueWords, bucket, class_above, kind_name, marker, source_kind, yes};
use crate::feature::Sink;

/// Names the features that all contents of a cue share.
pub(super) fn of_cue(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    whose: &Found,
    sink: &mut impl Sink,
) {
    let tree = scene.tree;
    let CueWords { head, lemma, class, mode, tag, dep } = CueWords::of(scene, found);
    let source = source_kind(scene, whose.head);

    sink.add(&["c"]);
    sink.add(&["c", "cue", lemma, mode]);
    sink.add(&["c", "cue", lemma, "source", source]);
    sink.add(&["c", "cue", lemma, "tag", tag]);
    sink.add(&["c", "cue", lemma, "dep", dep]);
    sink.add(&["c", "class", class, source]);
    sink.add(&["c", "source", source, mode]);
    if let Some(s) = whose.head {
        if tree.tag(s).is_noun() && !tree.tag(s).is_proper() {
            sink.add(&["c", "who", tree.lemma(s)]);
        }
        sink.add(&["c", "far", bucket(s.abs_diff(head)), yes(s < head), mode]);
    }
    sink.add(&["c", "tag", tag, mode]);
    let up = tree.head(head);
    if up != head {
        sink.add(&["c", "up", tree.lemma(up), dep]);
        sink.add(&["c", "up", tree.tag(up).as_str(), dep]);
        sink.add(&["c", "above", class_above(scene, head), dep, mode]);
    }
    for child in tree.children(head) {
        let word = tree.lower(child);
        match tree.dep(child) {
            Dep::Aux | Dep::Auxpass => sink.add(&["c", "aux", word, lemma]),
            Dep::Neg => {
                sink.add(&["c", "neg", class]);
                sink.add(&["c", "neg", lemma]);
            }
            Dep::Mark => sink.add(&["c", "mark", word]),
            Dep::Advmod => sink.add(&["c", "adv", word]),
            Dep::Prt | Dep::Prep => sink.add(&["c", "with", lemma, word]),
            _ => {}
        }
    }
    let block = tree.document.blocks.get(tree.sentence(head).block as usize).map(|b| b.kind);
    let listed = yes(found.cue.is_listed());
    sink.add(&["c", "heading", yes(block == Some(BlockKind::Heading)), listed]);
    if head + 1 < tree.len() {
        sink.add(&["c", "next", tree.lemma(head), tree.lower(head + 1)]);
    }
}

/// Names the features of one content of a cue.
pub(super) fn features(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    whose: &Found,
    what: &What,
    sink: &mut impl Sink,
) {
    let tree = scene.tree;
    let CueWords { lemma, class, mode, tag, dep, .. } = CueWords::of(scene, found);
    let kind = kind_name(kind_of(scene, &what.spans));
    let [path, more] = what.path;
    let word = what.word.map_or("", |w| tree.lower(w));
    let marker = what.top.map_or("", |t| marker(tree, t));
    let ruled = yes(what.ruled);
    let source = source_kind(scene, whose.head);
    let words: usize = what.spans.iter().map(|c| tree.tokens_in(*c).len()).sum();
    let length = bucket(words);

    sink.add(&["c", "ruled", ruled, mode]);
    sink.add(&["c", "ruled", ruled, class]);
    sink.add(&["c", "ruled", ruled, path, more]);
    sink.add(&["c", "ruled", ruled, kind, length]);
    sink.add(&["c", "path", path, more]);
    sink.add(&["c", "path", path, more, word]);
    sink.add(&["c", "path", path, more, word, mode]);
    sink.add(&["c", "path", path, more, kind]);
    sink.add(&["c", "path", path, more, marker, class]);
    sink.add(&["c", "path", path, more, length]);
    sink.add(&["c", "path", path, more, tag]);
    sink.add(&["c", "path", path, more, dep]);
    sink.add(&["c", "path", path, more, source]);
    sink.add(&["c", "cue", lemma, path, more]);
    sink.add(&["c", "cue", lemma, path, word]);
    sink.add(&["c", "cue", lemma, "kind", kind]);
    sink.add(&["c", "cue", lemma, marker]);
    sink.add(&["c", "class", class, marker, kind]);
    sink.add(&["c", "reporting", yes(found.cue.reporting), kind, marker]);
    sink.add(&["c", "content", mode, marker, kind]);
    sink.add(&["c", "content", mode, kind, length]);
    sink.add(&["c", "source", source, kind, marker]);
    sink.add(&["c", "tag", tag, marker, kind]);
    sink.add(&["c", "dep", dep, mode, marker]);
    helpers(scene, found, (lemma, class, path), what, sink);
    place(scene, found, what, (kind, marker, mode, path), sink);
    if let Some(t) = what.top {
        let top = tree.lemma(t);
        sink.add(&["c", "top", top, path]);
        sink.add(&["c", "top", tree.tag(t).as_str(), path, more]);
        sink.add(&[
            "c",
            "top",
            tree.token(t).name.map_or("", annalist_doc::NameLabel::as_str),
            path,
        ]);
        if path != "ccomp" {
            sink.add(&["c", "top", top, lemma]);
            let mut kids = tree.children(t).map(|c| tree.dep(c));
            sink.add(&[
                "c",
                "top clause",
                yes(kids.any(|d| matches!(d, Dep::Acl | Dep::Ccomp | Dep::Relcl | Dep::Prep))),
                path,
                class,
            ]);
        }
    }
    if kind != "indirect" {
        let quoted = scene.quotes.iter().filter(|q| what.spans.iter().any(|c| c.overlaps(q.outer)));
        let words: usize = quoted.map(|q| q.words(tree.text)).max().unwrap_or(0);
        sink.add(&["c", "quoted", bucket(words), kind, mode]);
        sink.add(&["c", "quoted", bucket(words), class, path]);
    }
}

/// What stands with the cue.
fn helpers(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    (lemma, class, path): (&str, &str, &str),
    what: &What,
    sink: &mut impl Sink,
) {
    let tree = scene.tree;
    let head = found.head();
    let mut helpers = false;
    for child in tree.children(head) {
        match tree.dep(child) {
            Dep::Aux | Dep::Auxpass => {
                helpers = true;
                sink.add(&["c", "aux", tree.lower(child), path]);
            }
            Dep::Dobj if what.top != Some(child) => {
                sink.add(&["c", "object", lemma, tree.lemma(child)]);
                sink.add(&["c", "object", tree.tag(child).as_str(), path]);
            }
            Dep::Ccomp | Dep::Xcomp | Dep::Dative | Dep::Acomp | Dep::Attr
                if what.top != Some(child) =>
            {
                sink.add(&["c", "beside", tree.dep(child).as_str(), path]);
            }
            _ => {}
        }
    }
    sink.add(&["c", "helpers", yes(helpers), tree.tag(head).as_str(), path]);
    if tree.is_passive(head) {
        sink.add(&["c", "passive", path, class]);
    }
}

/// Where in the text it stands.
fn place(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    what: &What,
    (kind, marker, mode, path): (&str, &str, &str, &str),
    sink: &mut impl Sink,
) {
    let tree = scene.tree;
    let head = found.head();
    let listed = found.cue.is_listed();
    let inside = yes(scene.quote_around(head).is_some());
    sink.add(&["c", "in quotation", inside, mode, marker]);
    sink.add(&["c", "in quotation", inside, path, yes(listed)]);
    let sentence = tree.sentence(head);
    let at = tree.span(head).start;
    let before = yes(what.spans.iter().any(|c| c.start < at));
    let after = yes(what.spans.iter().any(|c| c.start > at));
    sink.add(&["c", "place", before, after, mode]);
    sink.add(&["c", "place", before, after, kind, marker]);
    sink.add(&["c", "place", before, after, kind, path]);
    // What stands between.
    let (start, end) = (tree.span(head).start, tree.span(head).end);
    let next = what.spans.iter().find(|c| c.start >= end).map(|c| tree.tokens_in(*c).start);
    let last = what.spans.iter().rev().find(|c| c.end <= start).map(|c| tree.tokens_in(*c).end);
    let gap = match (last, next) {
        (Some(l), _) if l <= head => head - l,
        (_, Some(n)) if n > head => n - head - 1,
        _ => 0,
    };
    sink.add(&["c", "gap", bucket(gap), path, kind]);
    let other = next
        .or(last.map(|l| l - 1))
        .map_or(0, |t| tree.sentence_index(t).abs_diff(tree.sentence_index(head)));
    sink.add(&["c", "sentences", bucket(other), kind]);
    if head + 1 < tree.len() {
        sink.add(&["c", "next", tree.lower(head + 1), path]);
    }
    if head > 0 {
        sink.add(&["c", "last", tree.tag(head - 1).as_str(), path, kind]);
    }
    let end = sentence.span.of(tree.text).trim_end_matches(['"', '”', ')']).chars().next_back();
    sink.add(&["c", "asked", yes(end == Some('?')), kind]);
}
