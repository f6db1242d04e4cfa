//! Which mention stands at which token.

use annalist_doc::MentionKind;

use super::Found;
use crate::tree::Tree;

/// Which mention stands at which token.
#[derive(Debug)]
pub(crate) struct MentionIndex {
    /// For each token, the longest mention that it is the head of.
    by_head: Vec<Option<u32>>,
    /// For each token, the name that it is a word of.
    name_at: Vec<Option<u32>>,
    /// For each token, the name (with its title) that begins there.
    name_from: Vec<Option<u32>>,
    /// For each token, the longest mention whose description it is a word of.
    described_at: Vec<Option<u32>>,
}

impl MentionIndex {
    pub(crate) fn new(tree: &Tree<'_>, mentions: &[Found<'_>]) -> Self {
        let mut index = Self {
            by_head: vec![None; tree.len()],
            name_at: vec![None; tree.len()],
            name_from: vec![None; tree.len()],
            described_at: vec![None; tree.len()],
        };
        let longer = |slot: Option<u32>, m: usize, of: fn(&Found<'_>) -> u32| {
            slot.is_none_or(|o| of(&mentions[m]) >= of(&mentions[o as usize]))
        };
        for (m, found) in mentions.iter().enumerate() {
            if longer(index.by_head[found.head], m, |f| f.span.len()) {
                index.by_head[found.head] = Some(m as u32);
            }
            if found.kind == MentionKind::Name {
                index.name_from[tree.tokens_in(found.span).start] = Some(m as u32);
            }
            for t in tree.tokens_in(found.core) {
                if found.kind == MentionKind::Name {
                    index.name_at[t] = Some(m as u32);
                }
                if longer(index.described_at[t], m, |f| f.core.len()) {
                    index.described_at[t] = Some(m as u32);
                }
            }
        }
        index
    }

    /// The mention with this head; else the name that holds the token.
    pub(crate) fn at(&self, token: usize) -> Option<usize> {
        self.by_head[token].or(self.name_at[token]).map(|m| m as usize)
    }

    /// The mention with this head; else the longest whose description holds the token.
    pub(crate) fn around(&self, token: usize) -> Option<usize> {
        self.by_head[token].or(self.described_at[token]).map(|m| m as usize)
    }

    /// The name that begins at the token, title included.
    pub(crate) fn name_from(&self, token: usize) -> Option<usize> {
        self.name_from[token].map(|m| m as usize)
    }

    /// The name that the token is a word of.
    pub(crate) fn name(&self, token: usize) -> Option<usize> {
        self.name_at[token].map(|m| m as usize)
    }
}
