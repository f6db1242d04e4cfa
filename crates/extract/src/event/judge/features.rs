//! What an offered event is judged by.

use annalist_doc::{Modality, Polarity, Role};

use super::offer::Offer;
use crate::event::{Scene, pair};
use crate::feature::Sink;

/// Names it.
pub(super) fn features(scene: &Scene<'_, '_, '_>, offer: &Offer<'_>, sink: &mut dyn Sink) {
    let tree = scene.tree;
    let draft = &offer.draft;
    let kind = pair::broad(&draft.trigger.kind);
    let has = |role: Role| draft.arguments.iter().any(|a| a.role == role);
    let who = match (has(Role::Actor), has(Role::Recipient)) {
        (true, true) => "both",
        (true, false) => "actor",
        (false, true) => "recipient",
        (false, false) => "none",
    };
    let head = draft.head;
    let dep = tree.dep(head).as_str();
    let depth = ["0", "1", "2", "3", "4"][(tree.climb(head).count() - 1).min(4)];
    let part = if tree.tag(head).is_verb() { "verb" } else { "noun" };
    let past =
        matches!(draft.modality, Modality::Actual | Modality::Historical | Modality::Attempted);
    let real = match (past, draft.polarity) {
        (true, Polarity::Positive) => "real",
        (true, Polarity::Negative) => "not",
        (_, Polarity::Positive) => "open",
        (_, Polarity::Negative) => "open not",
    };
    let by = match offer.ruled {
        None if offer.listed => "proposed, listed",
        None => "proposed",
        Some(ruled) if pair::broad(ruled) == kind => "ruled",
        Some(_) => "retyped",
    };
    sink.add(&["any"]);
    sink.add(&["by", by]);
    sink.add(&["kind", kind, by]);
    sink.add(&["mode", if offer.moded { "known" } else { "none" }, by]);
    sink.add(&["who", who, by]);
    sink.add(&["who", who, part]);
    sink.add(&["dep", dep, part]);
    sink.add(&["dep", dep, who]);
    sink.add(&["depth", depth, part]);
    sink.add(&["depth", depth, by]);
    sink.add(&["real", real, depth]);
    sink.add(&["real", real, by]);
    sink.add(&["real", real, kind]);
    sink.add(&["members", ["0", "1", "more"][offer.members.min(2)], by]);
    let lead = match offer.lead {
        ..-2500 => "-25",
        -2500..-1200 => "-12",
        -1200..0 => "-0",
        0..300 => "0",
        300..800 => "3",
        800..1500 => "8",
        1500..2500 => "15",
        _ => "25",
    };
    sink.add(&["lead", lead, by]);
    sink.add(&["lead", lead, who]);
    sink.add(&["lead", lead, part]);
    if offer.chosen != kind {
        sink.add(&["instead of", offer.chosen, kind]);
    }
    if by.starts_with("proposed") {
        let mut senses = pair::sense_names(scene, head).peekable();
        if senses.peek().is_none() {
            sink.add(&["senseless"]);
        }
        senses.for_each(|s| sink.add(&["proposed by", s]));
    }
    for (role, name) in [(Role::Actor, "actor is"), (Role::Recipient, "recipient is")] {
        let first = draft.arguments.iter().find(|a| a.role == role);
        let what = first.map_or("none", |a| sort(scene, a.head));
        sink.add(&[name, what, by]);
        sink.add(&[name, what, kind, real]);
    }
    let up = tree.climb(head).skip(1).find(|a| tree.tag(*a).is_verb());
    if let Some(up) = up {
        pair::sense_names(scene, up).for_each(|s| sink.add(&["below is", s, dep]));
    }
    let told = if draft.according_to.is_empty() { "by the report" } else { "by a source" };
    sink.add(&["said", told]);
}

/// What kind of participant this is.
fn sort(scene: &Scene<'_, '_, '_>, head: usize) -> &'static str {
    use annalist_doc::EntityKind::{Country, Facility, Group, Organization, Person, Place};
    let kind = scene.entity_at(head).map(|(_, cluster)| scene.resolved.clusters[cluster].kind);
    match kind {
        Some(Person) => "person",
        Some(Group) => "group",
        Some(Organization) => "organization",
        Some(Country) => "country",
        Some(Place | Facility) => "place",
        Some(_) => "other",
        None if scene.lexicon.actors.role(scene.tree.lemma(head)).is_some() => "role",
        None => "thing",
    }
}
