//! How likely what a cue states is somebody's.

use super::super::Scene;
use super::super::cue::Match;
use super::super::propose::{What, Whom};
use super::super::source::speaks;
use super::describe::{bucket, class_above, mode_name, source_kind, yes};
use crate::feature::Sink;

/// Names the features of one source of a cue and its content.
pub(super) fn features(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    what: &What,
    whom: &Whom,
    sink: &mut impl Sink,
) {
    let tree = scene.tree;
    let head = found.head();
    let lemma = if found.cue.is_listed() { found.cue.lemma() } else { tree.lemma(head) };
    let mode = mode_name(found.mode);
    let passive = yes(tree.is_passive(head));
    let ruled = yes(whom.ruled);
    let kind = source_kind(scene, whom.head);
    let [a, b, c, d] = whom.path;
    let word = whom.word.map_or("", |w| tree.lower(w));
    let [path, more] = what.path;

    sink.add(&["s"]);
    sink.add(&["s", "ruled", ruled, mode, passive]);
    sink.add(&["s", "ruled", ruled, a, b]);
    sink.add(&["s", "ruled", ruled, kind]);
    sink.add(&["s", "path", a, b, c, d]);
    sink.add(&["s", "path", a, b, c, d, word]);
    sink.add(&["s", "path", a, b, c, d, passive]);
    sink.add(&["s", "path", a, b, c, d, mode, path]);
    sink.add(&["s", "path", a, d, kind]);
    sink.add(&["s", "last", d, kind, passive]);
    sink.add(&["s", "cue", lemma, a, d]);
    sink.add(&["s", "cue", lemma, ruled]);
    sink.add(&["s", "cue", lemma, word, passive]);
    sink.add(&["s", "kind", kind, mode]);
    sink.add(&["s", "kind", kind, path]);
    sink.add(&["s", "content", path, more, a, d, passive]);
    sink.add(&["s", "tag", tree.tag(head).as_str(), a, d]);
    sink.add(&["s", "dep", tree.dep(head).as_str(), a, d]);
    let up = tree.head(head);
    sink.add(&["s", "up", tree.lemma(up), a, d]);
    let above = class_above(scene, head);
    sink.add(&["s", "above", above, tree.dep(head).as_str(), a, d]);
    let Some(s) = whom.head else {
        let subject = tree.any_child(head, &[annalist_doc::Dep::Nsubj, annalist_doc::Dep::Expl]);
        sink.add(&["s", "nobody", subject.map_or("", |s| tree.dep(s).as_str()), passive, mode]);
        sink.add(&["s", "nobody", source_kind(scene, subject), path]);
        return;
    };
    sink.add(&["s", "who", tree.lemma(s)]);
    sink.add(&["s", "speaks", yes(speaks(scene, s)), a, d]);
    let name = tree.token(s).name.map_or("", annalist_doc::NameLabel::as_str);
    sink.add(&["s", "name", name, a, d]);
    sink.add(&["s", "sdep", tree.dep(s).as_str(), mode, passive]);
    sink.add(&["s", "far", bucket(s.abs_diff(head)), yes(s < head), d]);
    let at = tree.span(s).start;
    let inside = yes(what.spans.iter().any(|c| c.holds(at)));
    sink.add(&["s", "in content", inside, a, d]);
    sink.add(&["s", "in content", inside, path, more]);
    let quoted = yes(scene.quote_around(s).is_some());
    let cue_quoted = yes(scene.quote_around(head).is_some());
    sink.add(&["s", "in quotation", quoted, cue_quoted, kind]);
    let far = tree.sentence_index(head) - tree.sentence_index(s).min(tree.sentence_index(head));
    sink.add(&["s", "sentences", bucket(far), a]);
}
