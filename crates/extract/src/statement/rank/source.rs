//! How likely what a cue states is somebody's: what speaks for a source whatever is stated
//! ([`of_cue`]), and what this content does ([`features`]).

use annalist_doc::Dep;

use super::super::Scene;
use super::super::cue::Match;
use super::super::propose::{What, Whom};
use super::super::source::speaks;
use super::describe::{CueWords, bucket, class_above, mode_name, source_kind, yes};
use crate::feature::Sink;
use crate::tree::Tree;

/// Names the features of one source of a cue that do not hang on the content.
pub(super) fn of_cue(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    whom: &Whom,
    sink: &mut impl Sink,
) {
    let tree = scene.tree;
    let CueWords { head, lemma, mode, tag, dep, .. } = CueWords::of(scene, found);
    let passive = yes(tree.is_passive(head));
    let ruled = yes(whom.ruled);
    let kind = source_kind(scene, whom.head);
    let [a, b, c, d] = whom.path;
    let word = whom.word.map_or("", |w| tree.lower(w));

    sink.add(&["s"]);
    sink.add(&["s", "ruled", ruled, mode, passive]);
    sink.add(&["s", "ruled", ruled, a, b]);
    sink.add(&["s", "ruled", ruled, kind]);
    sink.add(&["s", "path", a, b, c, d]);
    sink.add(&["s", "path", a, b, c, d, word]);
    sink.add(&["s", "path", a, b, c, d, passive]);
    sink.add(&["s", "path", a, d, kind]);
    sink.add(&["s", "last", d, kind, passive]);
    sink.add(&["s", "cue", lemma, a, d]);
    sink.add(&["s", "cue", lemma, ruled]);
    sink.add(&["s", "cue", lemma, word, passive]);
    sink.add(&["s", "kind", kind, mode]);
    sink.add(&["s", "tag", tag, a, d]);
    sink.add(&["s", "dep", dep, a, d]);
    let up = tree.head(head);
    sink.add(&["s", "up", tree.lemma(up), a, d]);
    let above = class_above(scene, head);
    sink.add(&["s", "above", above, dep, a, d]);
    let Some(s) = whom.head else {
        let subject = subject_of(tree, head);
        sink.add(&["s", "nobody", subject.map_or("", |s| tree.dep(s).as_str()), passive, mode]);
        return;
    };
    sink.add(&["s", "who", tree.lemma(s)]);
    sink.add(&["s", "speaks", yes(speaks(scene, s)), a, d]);
    let name = tree.token(s).name.map_or("", annalist_doc::NameLabel::as_str);
    sink.add(&["s", "name", name, a, d]);
    sink.add(&["s", "sdep", tree.dep(s).as_str(), mode, passive]);
    sink.add(&["s", "far", bucket(s.abs_diff(head)), yes(s < head), d]);
    let quoted = yes(scene.quote_around(s).is_some());
    let cue_quoted = yes(scene.quote_around(head).is_some());
    sink.add(&["s", "in quotation", quoted, cue_quoted, kind]);
    let far = tree.sentence_index(head) - tree.sentence_index(s).min(tree.sentence_index(head));
    sink.add(&["s", "sentences", bucket(far), a]);
}

/// Names the features of one source of a cue with its content.
pub(super) fn features(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    what: &What,
    whom: &Whom,
    sink: &mut impl Sink,
) {
    let tree = scene.tree;
    let head = found.head();
    let kind = source_kind(scene, whom.head);
    let [a, b, c, d] = whom.path;
    let [path, more] = what.path;
    sink.add(&["s", "path", a, b, c, d, mode_name(found.mode), path]);
    sink.add(&["s", "kind", kind, path]);
    sink.add(&["s", "content", path, more, a, d, yes(tree.is_passive(head))]);
    if let Some(s) = whom.head {
        let at = tree.span(s).start;
        let inside = yes(what.spans.iter().any(|c| c.holds(at)));
        sink.add(&["s", "in content", inside, a, d]);
        sink.add(&["s", "in content", inside, path, more]);
    } else {
        sink.add(&["s", "nobody", source_kind(scene, subject_of(tree, head)), path]);
    }
}

/// Who does what the cue tells, by the grammar alone.
fn subject_of(tree: &Tree<'_>, head: usize) -> Option<usize> {
    tree.any_child(head, &[Dep::Nsubj, Dep::Expl])
}
