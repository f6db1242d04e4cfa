//! What the words of a name tell beyond what the recognizer took it for: where it ends, and what it is.

use annalist_doc::{Dep, EntityKind};
use annalist_lexicon::RoleKind;

use super::Finder;

impl Finder<'_, '_, '_> {
    /// The last token of a person's name that the recognizer broke off: "Ada Maria [Pol Okoro]".
    pub(super) fn with_surname(&self, first: usize, mut last: usize) -> usize {
        let tree = self.tree;
        let end = tree.sentence(first).last as usize;
        let goes_on = |t: usize, last: usize| {
            t < end
                && tree.token(t).name.is_none()
                && !self.taken[t]
                && tree.tag(t).is_proper()
                && tree.word(t).starts_with(char::is_uppercase)
                && tree.word(t).chars().any(char::is_lowercase)
                && self.lexicon.actors.role(tree.lower(t)).is_none()
                && (tree.head(last) >= t || tree.head(t) == last)
                && tree.dep(last) == Dep::Compound
        };
        while last < first + 4 && goes_on(last + 1, last) {
            last += 1;
        }
        last
    }

    /// What a recognized name stands for, where its words tell more than the recognizer does.
    pub(super) fn told_apart(&self, first: usize, last: usize, what: EntityKind) -> EntityKind {
        let (tree, actors) = (self.tree, &self.lexicon.actors);
        // "Alina Okoro resigns": a headline's name is often taken for a body's.
        let given = || actors.is_female_name(tree.word(first)).is_some();
        let body = || actors.role(tree.lower(last)).is_some_and(|r| r.kind != RoleKind::Person);
        if self.spots.is(first, last) {
            EntityKind::Place
        } else if first == last && is_host(tree.word(first)) {
            EntityKind::Organization
        } else if what == EntityKind::Organization && last == first + 1 && given() && !body() {
            EntityKind::Person
        } else {
            what
        }
    }

    /// Whether a single word says what somebody is, not how they are called: "Police closed the road",
    /// "Interior Minister Ada Pol".
    pub(super) fn is_role(&self, t: usize, what: EntityKind) -> bool {
        let tree = self.tree;
        let (actors, heads) = (&self.lexicon.actors, &self.lexicon.words.portfolio_heads);
        let body = actors.role(tree.lower(t)).is_some_and(|r| r.kind != RoleKind::Person);
        let portfolio =
            tree.sentence(t).last as usize > t + 1 && heads.iter().any(|w| w == tree.lower(t + 1));
        what == EntityKind::Organization && (body || portfolio)
    }

    /// The last token of a name before "in" and a place, "on" and a day: "[Steinsson] in Tromso" is a
    /// recognizer's slip.
    pub(super) fn without_place(&self, first: usize, last: usize) -> usize {
        let tree = self.tree;
        let preps = &self.lexicon.words.place_preps;
        let before = self.spots.closing(first, last).and_then(|place| place.checked_sub(1));
        let prep = before.filter(|b| {
            *b > first && tree.dep(*b) == Dep::Prep && preps.iter().any(|w| w == tree.word(*b))
        });
        prep.map_or(last, |prep| prep - 1)
    }

    /// Whether a name that was taken for a body's has a person's shape: "executive [Ada Pol]".
    pub(super) fn may_be_person(&self, first: usize, last: usize) -> bool {
        let tree = self.tree;
        let plain = |t: usize| {
            tree.tag(t).is_proper()
                && self.lexicon.actors.role(tree.lower(t)).is_none()
                && tree.word(t).chars().any(char::is_lowercase)
        };
        (first + 1..=first + 2).contains(&last) && (first..=last).all(plain)
    }

    pub(super) fn is_nameish(&self, first: usize, last: usize) -> bool {
        (first..=last).any(|t| self.tree.word(t).chars().any(char::is_uppercase))
            && (first..=last).any(|t| self.tree.word(t).chars().any(char::is_alphabetic))
    }
}

/// Whether a word is the name of a host: "news.example.org".
fn is_host(word: &str) -> bool {
    let ends = word.rsplit_once('.').is_some_and(|(_, last)| {
        (2..=4).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_lowercase())
    });
    ends && word.len() > 5
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}
