//! Quotations without a cue.

use super::super::{Draft, Scene};
use super::describe::{bucket, kind_name, source_kind};
use crate::feature::Sink;

/// Names the features of a quotation that goes on, or stands alone.
pub(super) fn features(scene: &Scene<'_, '_, '_>, draft: &Draft<'_>, sink: &mut impl Sink) {
    let tree = scene.tree;
    let kind = kind_name(draft.kind);
    let source = source_kind(scene, draft.source);
    let words: usize = draft.content.iter().map(|c| tree.tokens_in(*c).len()).sum();
    let length = bucket(words);
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
