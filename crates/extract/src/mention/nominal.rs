//! Nominals ("the general") and pronouns.

use annalist_doc::{Dep, EntityKind, MentionKind, Tag};
use annalist_lexicon::{Pronoun, RoleKind};

use super::{Finder, Found};

impl Finder<'_, '_, '_> {
    pub(super) fn nominals_and_pronouns(&mut self) {
        let tree = self.tree;
        for i in 0..tree.len() {
            if self.taken[i] {
                continue;
            }
            if let Some(pronoun) = self.pronoun(i) {
                self.found.push(Found {
                    span: tree.span(i),
                    core: tree.span(i),
                    head: i,
                    kind: MentionKind::Pronoun,
                    what: EntityKind::Other,
                    sure: false,
                    role: None,
                    role_text: None,
                    pronoun: Some(pronoun),
                    plural: matches!(pronoun, Pronoun::Plural | Pronoun::Speakers),
                    definite: true,
                    canonical: None,
                });
            } else if tree.tag(i).is_noun() {
                self.nominal(i);
            }
        }
    }

    fn pronoun(&self, i: usize) -> Option<Pronoun> {
        let tree = self.tree;
        if !matches!(tree.tag(i), Tag::Prp | Tag::PrpPoss) || tree.dep(i) == Dep::Expl {
            return None;
        }
        let pronoun = *self.lexicon.words.pronouns.get(tree.lower(i))?;
        // "It is clear that …": nothing is meant.
        if pronoun == Pronoun::Thing && tree.dep(i) == Dep::Nsubj {
            let verb = tree.head(i);
            let clause = |c: usize| {
                matches!(tree.dep(c), Dep::Xcomp | Dep::Ccomp | Dep::Advcl | Dep::Acl | Dep::Csubj)
            };
            let predicate = tree.any_child(verb, &[Dep::Acomp, Dep::Attr]);
            if predicate
                .is_some_and(|p| tree.children(p).any(clause) || tree.children(verb).any(clause))
            {
                return None;
            }
        }
        Some(pronoun)
    }

    fn nominal(&mut self, i: usize) {
        let tree = self.tree;
        let actors = &self.lexicon.actors;
        let words = &self.lexicon.words;
        if matches!(tree.dep(i), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Npadvmod)
            && tree.head(i) > i
            && tree.head(i) <= i + 3
        {
            // A modifier: "military official" is one mention, headed by its last word.
            return;
        }
        // "at 9pm", "on board": nobody.
        let idiom = i > 0
            && tree.child(i, Dep::Det).is_none()
            && words
                .nobodys
                .iter()
                .any(|w| w.split_once(' ') == Some((tree.lower(i - 1), tree.lower(i))));
        if self.spots.is_time(i, i) || idiom {
            return;
        }
        let pair = (i > 0).then(|| format!("{} {}", tree.lower(i - 1), tree.lemma(i)));
        let role = pair
            .and_then(|p| actors.role(&p))
            .or_else(|| actors.role(tree.lemma(i)))
            .or_else(|| actors.role(tree.lower(i)));
        let lemma = tree.lemma(i);
        let (what, role) = match role {
            Some(role) if role.kind == RoleKind::Person => (
                if tree.tag(i).is_plural() { EntityKind::Group } else { EntityKind::Person },
                Some(role),
            ),
            Some(role) if role.kind == RoleKind::Group => (EntityKind::Group, Some(role)),
            Some(role) => (EntityKind::Organization, Some(role)),
            None if words.people.iter().any(|p| p == lemma) => {
                (if tree.tag(i).is_plural() { EntityKind::Group } else { EntityKind::Person }, None)
            }
            None if !tree.tag(i).is_plural()
                && words.country_words.iter().any(|c| c == lemma)
                && self.is_definite(i) =>
            {
                (EntityKind::Country, None)
            }
            None => return,
        };
        let short = tree.short_phrase(i);
        let first = *short.start();
        let span = tree.cover(first..=self.with_complement(i));
        // Numbers and articles stay in the phrase; the role is what is left.
        let described = tree.cover(self.described_from(first, i)..=i);
        self.found.push(Found {
            span,
            core: described,
            head: i,
            kind: MentionKind::Nominal,
            what,
            sure: role.is_some(),
            role,
            role_text: Some(
                described.of(tree.text).trim_start_matches(['-', '‐', '–']).to_lowercase(),
            ),
            pronoun: None,
            plural: tree.tag(i).is_plural(),
            definite: self.is_definite(i),
            canonical: None,
        });
    }

    /// The last token of a description with what it is of: "the commander of the guards".
    fn with_complement(&self, head: usize) -> usize {
        let tree = self.tree;
        let end = crate::coref::right_edge(tree, head);
        let quoted = (head..=end).any(|t| matches!(tree.tag(t), Tag::OpenQuote | Tag::CloseQuote));
        if quoted { head } else { end }
    }

    /// Where the description begins within a noun phrase, after articles, possessors and numbers.
    fn described_from(&self, first: usize, head: usize) -> usize {
        let tree = self.tree;
        (first..head)
            .rev()
            .take_while(|t| {
                !matches!(
                    tree.dep(*t),
                    Dep::Det
                        | Dep::Poss
                        | Dep::Nummod
                        | Dep::Case
                        | Dep::Quantmod
                        | Dep::Predet
                        | Dep::Punct
                ) || tree.tag(*t) == Tag::Hyphen
            })
            .last()
            .unwrap_or(head)
    }

    fn is_definite(&self, i: usize) -> bool {
        let det = self.tree.child(i, Dep::Det);
        det.is_some_and(|d| self.lexicon.words.definite.iter().any(|w| w == self.tree.lower(d)))
            || self.tree.child(i, Dep::Poss).is_some()
    }
}
