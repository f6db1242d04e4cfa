//! Whoever speaks is somebody: sources of statements that no list of roles knows ("the harbour master").

use annalist_doc::{Dep, EntityKind, MentionKind, Tag};
use annalist_lexicon::Lexicon;

use super::Found;
use crate::statement::Draft;
use crate::tree::Tree;

/// Adds a mention for every source without one, and moves a source to the name that stands at its end
/// ("at a briefing that evening Rusk said").
pub(crate) fn add(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    mentions: &mut Vec<Found<'_>>,
    statements: &mut [Draft<'_>],
) {
    let mut held = vec![None; tree.len()];
    for (m, found) in mentions.iter().enumerate() {
        for t in tree.tokens_in(found.core) {
            held[t] = Some(m);
        }
        held[found.head] = Some(m);
    }
    let mut added: Vec<usize> = Vec::new();
    for draft in statements {
        let Some(head) = draft.source.filter(|h| held[*h].is_none() && tree.tag(*h).is_noun())
        else {
            continue;
        };
        let last = draft.source_span.map(|s| tree.tokens_in(s)).and_then(|r| r.clone().last());
        let name = last
            .filter(|t| *t > head && tree.dep(*t) != Dep::Pobj)
            .and_then(|t| held[t])
            .map(|m| &mentions[m])
            .filter(|m| m.kind == MentionKind::Name && m.what == EntityKind::Person);
        // "the ferry's owner, Brightwater Lines".
        let apposed = tree.child(head, Dep::Appos).and_then(|a| held[a]).map(|m| &mentions[m]);
        if let Some(name) = name.or(apposed.filter(|m| m.kind == MentionKind::Name)) {
            draft.source = Some(name.head);
            continue;
        }
        added.push(head);
    }
    // So is who counts ("the clinic counted 12 bodies") and who blames.
    for t in (0..tree.len()).filter(|t| tree.tag(*t).is_verb()) {
        let gives = lexicon.accounts.givers.iter().any(|g| g == tree.lemma(t))
            || lexicon.accounts.blames_of(tree.lemma(t)).next().is_some();
        if gives {
            added.extend(tree.logical_subject(t).filter(|s| held[*s].is_none()));
        }
    }
    added.sort_unstable();
    added.dedup();
    added.retain(|head| matches!(tree.tag(*head), Tag::Nn | Tag::Nns));
    for head in added {
        let short = tree.short_phrase(head);
        let first = *short.start();
        let span = tree.cover(short);
        let described = if tree.dep(first) == Dep::Det && first < head {
            tree.cover(first + 1..=head)
        } else {
            span
        };
        let plural = tree.tag(head).is_plural();
        let definite = tree.children(head).any(|c| {
            tree.dep(c) == Dep::Poss
                || tree.dep(c) == Dep::Det && !matches!(tree.lower(c), "a" | "an")
        });
        mentions.push(Found {
            span,
            core: described,
            head,
            kind: MentionKind::Nominal,
            what: if plural { EntityKind::Group } else { EntityKind::Other },
            sure: false,
            role: None,
            role_text: Some(described.of(tree.text).to_lowercase()),
            pronoun: None,
            plural,
            definite,
            canonical: None,
        });
    }
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    mentions.dedup_by_key(|m| (m.span, m.head));
}
