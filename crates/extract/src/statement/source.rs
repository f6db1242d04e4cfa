//! Whose statement it is.

use annalist_doc::{Dep, Polarity, Span, Tag};

use annalist_lexicon::Take;

use super::Scene;
use super::cue::{Matches, Mode};
use crate::quote::Quote;

/// The source of one cue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// Head token of the source phrase; none for an implicit source.
    pub(crate) head: Option<usize>,
    pub(crate) span: Option<Span>,
    /// Whether it is somebody or something that can speak.
    pub(crate) speaks: bool,
    /// Set when the cue stands inside another cue's content in the tree but belongs beside it:
    /// the index of that other cue.
    pub(crate) beside: Option<usize>,
}

/// Sources of all cues of a document, found in text order because later ones may lean on earlier ones.
pub(crate) struct Sources<'s, 'a, 'd, 'l> {
    scene: &'s Scene<'a, 'd, 'l>,
    matches: &'s Matches<'l>,
    known: Vec<Option<Found>>,
}

impl<'s, 'a, 'd, 'l> Sources<'s, 'a, 'd, 'l> {
    pub(crate) fn new(scene: &'s Scene<'a, 'd, 'l>, matches: &'s Matches<'l>) -> Self {
        Self { scene, matches, known: vec![None; matches.len()] }
    }

    /// The source of cue `m`.
    pub(crate) fn of(&mut self, m: usize) -> Found {
        if let Some(known) = &self.known[m] {
            return known.clone();
        }
        // A cue that leans on itself in a circle has no source.
        self.known[m] = Some(Found::default());
        let found = match self.matches[m].mode {
            Mode::Verb => self.verb(m),
            Mode::Noun => self.noun(m),
            Mode::Adjective => self.adjective(m),
            Mode::Preposition => self.phrase(m),
            Mode::Adverb | Mode::Verbless => Found::default(),
        };
        self.known[m] = Some(found.clone());
        found
    }

    fn verb(&mut self, m: usize) -> Found {
        let tree = self.scene.tree;
        let verb = self.matches[m].head();
        if let Some(other) = beside(self.scene, self.matches, m) {
            return Found { beside: Some(other), ..self.of(other) };
        }
        // "said … and warned …": a cue joined to a cue shares its source.
        if tree.dep(verb) == Dep::Conj
            && tree.any_child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
        {
            let head = tree.head(verb);
            if let Some(other) = self.matches.verb_at(head) {
                let shared = self.of(other);
                return Found { beside: shared.beside, ..shared };
            }
        }
        // `"…," warned the ranger`: the parser often takes the speaker for an object.
        let inverted = || {
            let object = tree
                .child(verb, Dep::Dobj)
                .filter(|o| *o > verb && self.matches[m].cue.may_take(&Take::Quote));
            let before = tree.span(verb).start;
            let quoted = |q: &Quote| q.outer.end <= before && before - q.outer.end <= 2;
            object.filter(|_| {
                self.scene.quotes.iter().any(quoted)
                    && tree.any_child(verb, &[Dep::Nsubj, Dep::Aux]).is_none()
            })
        };
        // "In a talk with the paper Ana Pol said": a name right before the verb that the parser hung
        // on the words before it.
        let name_before = || {
            let same = |b: &usize| {
                tree.tag(*b).is_proper() && tree.sentence_index(*b) == tree.sentence_index(verb)
            };
            let before = verb.checked_sub(1).filter(same)?;
            (tree.tag(verb).is_finite() && !tree.is_passive(verb)).then_some(before)
        };
        let subject = inverted().or_else(|| tree.logical_subject(verb)).or_else(name_before);
        let Some(head) = subject else {
            return Found::default();
        };
        if tree.dep(head) == Dep::Expl
            || tree.tag(head) == Tag::Ex
            || !tree.word(head).starts_with(char::is_alphanumeric)
        {
            return Found::default();
        }
        self.at(head)
    }

    fn noun(&mut self, m: usize) -> Found {
        let tree = self.scene.tree;
        let noun = self.matches[m].head();
        let owner = tree
            .child(noun, Dep::Poss)
            .or_else(|| tree.object_of(noun, "by"))
            .or_else(|| tree.object_of(noun, "from"))
            .or_else(|| {
                tree.object_of(noun, "of").filter(|o| {
                    !self.matches[m].cue.may_take(&Take::Prep("of".to_owned()))
                        && speaks(self.scene, *o)
                })
            })
            .or_else(|| {
                let modifier = |c: &usize| {
                    *c < noun
                        && tree.tag(*c).is_noun()
                        && matches!(tree.dep(*c), Dep::Compound | Dep::Nmod)
                };
                tree.children(noun).find(modifier)
            });
        if let Some(owner) = owner {
            return self.at(owner);
        }
        // "made the claim that": the subject of the verb that has the noun as its object; not in "rejected
        // claims that", which are somebody else's.
        let above = tree.head(noun);
        let rejected = |m: usize| self.matches[m].cue.polarity == Polarity::Negative;
        if above != noun
            && tree.dep(noun) == Dep::Dobj
            && !self.matches.verb_at(above).is_some_and(rejected)
            && let Some(subject) = tree.logical_subject(above)
        {
            return self.at(subject);
        }
        Found::default()
    }

    /// "The minister is afraid that": the subject of the verb above.
    fn adjective(&mut self, m: usize) -> Found {
        let tree = self.scene.tree;
        let above = tree.climb(self.matches[m].head()).skip(1).find(|a| tree.tag(*a).is_verb());
        let subject = above
            .and_then(|verb| tree.surface_subject(verb).or_else(|| tree.logical_subject(verb)));
        subject.map_or_else(Found::default, |s| self.at(s))
    }

    fn phrase(&mut self, m: usize) -> Found {
        let tree = self.scene.tree;
        let tokens = &self.matches[m].tokens;
        let object = tokens.iter().rev().find_map(|t| {
            tree.any_child(*t, &[Dep::Pobj, Dep::Dobj]).filter(|o| !tokens.contains(o))
        });
        match object {
            Some(object) => self.at(object),
            None => {
                // The parser may have lost the object: the noun phrase right after the phrase.
                let next = tokens.last().map_or(0, |t| t + 1);
                let limit = (next + 8).min(tree.sentence(tokens[0]).last as usize);
                (next..limit)
                    .find(|t| tree.tag(*t).is_noun() && *tree.short_phrase(*t).start() <= next)
                    .map_or_else(Found::default, |t| self.at(t))
            }
        }
    }

    fn at(&self, head: usize) -> Found {
        Found {
            head: Some(head),
            span: Some(super::spans::source(self.scene, head)),
            speaks: speaks(self.scene, head),
            beside: None,
        }
    }
}

/// Whether the words can stand for somebody who speaks, writes or thinks.
pub(crate) fn speaks(scene: &Scene<'_, '_, '_>, head: usize) -> bool {
    let tree = scene.tree;
    let lexicon = scene.lexicon;
    match tree.tag(head) {
        Tag::Prp => tree.lower(head) != "it" || tree.dep(head) == Dep::Nsubj,
        Tag::Wp => true,
        Tag::Nnp | Tag::Nnps => true,
        Tag::Nn | Tag::Nns => {
            let lemma = tree.lemma(head);
            lexicon.actors.role(lemma).is_some()
                || lexicon.words.people.iter().any(|p| p == lemma)
                || lexicon.words.documents.iter().any(|d| d == lemma)
                || tree.token(head).name.is_some()
        }
        Tag::Cd | Tag::Dt | Tag::Jj => tree.dep(head) == Dep::Nsubj,
        _ => false,
    }
}

/// Another cue beside which this one belongs although the tree puts it inside that cue's content.
///
/// Two mistakes that parsers often make: "officials said that nobody had been hurt, and indicated
/// that …" (a finite verb joined to a participle), and "said that the road 'was closed,' stressing
/// that …" (an -ing clause after the end of a quotation, or under a subject that cannot speak).
pub(crate) fn beside(scene: &Scene<'_, '_, '_>, matches: &Matches<'_>, m: usize) -> Option<usize> {
    let tree = scene.tree;
    let verb = matches[m].head();
    if tree.any_child(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_some() {
        return None;
    }
    let head = tree.head(verb);
    let outer = || tree.climb(head).filter(|a| *a != verb).find_map(|a| matches.verb_at(a));
    match tree.dep(verb) {
        Dep::Conj if tree.tag(verb).is_finite() && tree.tag(head).is_verb() => {
            let joined_to_cue = matches.verb_at(head).is_some();
            let odd = !tree.tag(head).is_finite()
                && tree.any_child(head, &[Dep::Aux, Dep::Auxpass]).is_some();
            let mute = tree.logical_subject(verb).is_some_and(|s| !speaks(scene, s));
            (!joined_to_cue && (odd || mute)).then(outer).flatten()
        }
        Dep::Advcl | Dep::Acl | Dep::Xcomp | Dep::Conj if tree.tag(verb) == Tag::Vbg => {
            let other = outer()?;
            if other >= m {
                return None;
            }
            let before = *tree.subtree(verb).start();
            let after_quote = before > 0
                && scene.quotes.iter().any(|q| {
                    q.outer.end <= tree.span(before).start
                        && tree.span(before).start - q.outer.end <= 2
                });
            let after_comma = before > 0 && matches!(tree.lower(before - 1), "," | "”" | "\"");
            let mute = tree.logical_subject(verb).is_none_or(|s| !speaks(scene, s));
            (after_quote || after_comma && mute).then_some(other)
        }
        _ => None,
    }
}
