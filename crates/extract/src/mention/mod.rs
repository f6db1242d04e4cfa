//! Where the text speaks of somebody or something: names, nominals, pronouns.

mod index;
mod names;
mod nominal;
mod shape;
mod speaker;
mod spot;

use annalist_doc::{Dep, EntityKind, MentionKind, Span, Tag};
use annalist_lexicon::{Lexicon, Pronoun, Role};

pub(crate) use index::MentionIndex;
pub(crate) use speaker::add as add_speakers;
pub(crate) use spot::Spots;

use crate::tree::Tree;

/// A mention before its entity is known.
#[derive(Clone, Debug)]
pub(crate) struct Found<'l> {
    pub(crate) span: Span,
    /// The name itself, without title and article; the phrase for others.
    pub(crate) core: Span,
    /// Token at the head of the phrase.
    pub(crate) head: usize,
    pub(crate) kind: MentionKind,
    pub(crate) what: EntityKind,
    /// Whether the kind of entity is sure (from a table) rather than guessed.
    pub(crate) sure: bool,
    /// Role word of a nominal, or title of a name.
    pub(crate) role: Option<&'l Role>,
    /// The role as written: "deputy commander".
    pub(crate) role_text: Option<String>,
    pub(crate) pronoun: Option<Pronoun>,
    pub(crate) plural: bool,
    pub(crate) definite: bool,
    /// Canonical name from the tables: the same for all names of one country or organization.
    pub(crate) canonical: Option<&'l str>,
}

/// Finds all mentions, in text order.
pub(crate) fn find<'l>(tree: &Tree<'_>, lexicon: &'l Lexicon, spots: &Spots) -> Vec<Found<'l>> {
    let taken = vec![false; tree.len()];
    let mut finder = Finder { tree, lexicon, spots, taken, found: Vec::new() };
    finder.known_names();
    finder.recognized_names();
    finder.capitalized_runs();
    finder.nominals_and_pronouns();
    let mut found = finder.found;
    found.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    found.dedup_by_key(|m| (m.span, m.head));
    found
}

struct Finder<'t, 'd, 'l> {
    tree: &'t Tree<'d>,
    lexicon: &'l Lexicon,
    spots: &'t Spots,
    taken: Vec<bool>,
    found: Vec<Found<'l>>,
}

impl Finder<'_, '_, '_> {
    fn is_article(&self, i: usize) -> bool {
        self.tree.tag(i) == Tag::Dt
    }

    /// Whether the word heads its phrase rather than describing another.
    fn stands_alone(&self, i: usize) -> bool {
        let tree = self.tree;
        tree.tag(i).is_noun()
            && !matches!(tree.dep(i), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Npadvmod)
    }

    /// Whether the whole sentence is in capitals, so that they tell nothing.
    fn shouted(&self, i: usize) -> bool {
        let words = self.tree.sentence(i).span.of(self.tree.text);
        let upper = words.chars().filter(|c| c.is_uppercase()).count();
        let lower = words.chars().filter(|c| c.is_lowercase()).count();
        upper > 12 && lower * 4 < upper
    }
}
