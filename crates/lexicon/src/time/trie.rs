//! All sequences of all rules in one tree: what begins alike is looked at once.

use super::pattern::{Element, Test};
use super::words::WordId;

/// A tree of sequences.
#[derive(Debug, Default)]
pub struct Trie {
    nodes: Vec<Node>,
    /// Beginnings with a word, by its number.
    by_word: Vec<Vec<u32>>,
    /// Beginnings with a word of a class, a number or the like.
    open: Vec<u32>,
    /// Beginnings with an expression that another rule finds.
    inner: Vec<u32>,
    /// What leads to each node.
    elements: Vec<Element>,
}

/// Where a sequence has come to.
#[derive(Debug, Default)]
pub struct Node {
    /// The nodes that may follow.
    pub next: Vec<u32>,
    /// The rules that end here, first ones first.
    pub ends: Vec<u16>,
}

impl Trie {
    pub(super) fn add(&mut self, sequence: &[Element], rule: u16) {
        let mut at: Option<u32> = None;
        for element in sequence {
            let known = match (at, element.test) {
                (None, Test::Word(word)) => {
                    let word = usize::from(word);
                    if self.by_word.len() <= word {
                        self.by_word.resize_with(word + 1, Vec::new);
                    }
                    &mut self.by_word[word]
                }
                (None, Test::Special(special)) if special.is_inner() => &mut self.inner,
                (None, _) => &mut self.open,
                (Some(node), _) => &mut self.nodes[node as usize].next,
            };
            let found = known.iter().copied().find(|n| self.elements[*n as usize] == *element);
            let next = found.unwrap_or(self.elements.len() as u32);
            if found.is_none() {
                known.push(next);
                self.elements.push(*element);
                self.nodes.push(Node::default());
            }
            at = Some(next);
        }
        if let Some(node) = at
            && !self.nodes[node as usize].ends.contains(&rule)
        {
            self.nodes[node as usize].ends.push(rule);
        }
    }

    /// Nodes that a sequence may begin with at a word; `open` when it is a number or in some class.
    pub fn beginnings(&self, word: Option<WordId>, open: bool) -> impl Iterator<Item = u32> + '_ {
        let own = word.and_then(|w| self.by_word.get(usize::from(w)));
        let own = own.map(Vec::as_slice).unwrap_or_default();
        let open = if open { self.open.as_slice() } else { &[] };
        own.iter().chain(open).chain(&self.inner).copied()
    }

    /// What must fit to come to a node.
    #[must_use]
    pub fn element(&self, node: u32) -> &Element {
        &self.elements[node as usize]
    }

    /// A node.
    #[must_use]
    pub fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }
}
