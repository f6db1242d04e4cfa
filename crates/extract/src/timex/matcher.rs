//! Matches the rules of time against the text, all at once.

use std::cell::RefCell;

use annalist_doc::{NameLabel, Tag, TimeExpr, TimeKind, TimeMod};
use annalist_lexicon::time::{Element, Need, Rule, Sense, Slot, Special, Test, Times, Trie};

use super::fine::{Join, Piece, PieceKind};
use super::slots::Slots;
use crate::tree::Tree;

/// A time expression found at some piece.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) first: usize,
    /// One past the last piece.
    pub(super) end: usize,
    pub(super) kind: TimeKind,
    pub(super) expr: TimeExpr,
    pub(super) modifier: Option<TimeMod>,
    /// The rule says that this is no time expression.
    pub(super) nothing: bool,
}

/// What a sequence of the rules came to.
#[derive(Clone, Copy)]
struct End<'w> {
    at: usize,
    number: u16,
    rule: &'w Rule,
    slots: Slots,
}

/// The pieces of a document with the rules.
pub(super) struct Matcher<'a, 'd, 'w> {
    pub(super) tree: &'a Tree<'d>,
    pub(super) pieces: &'a [Piece],
    pub(super) times: &'w Times,
    /// What [`core`](Matcher::core) found where it was asked last: several rules ask at one piece.
    asked: RefCell<Vec<(usize, Option<Hit>)>>,
}

/// So many answers are remembered.
const REMEMBERED: usize = 8;

impl<'a, 'd, 'w> Matcher<'a, 'd, 'w> {
    pub(super) fn new(tree: &'a Tree<'d>, pieces: &'a [Piece], times: &'w Times) -> Self {
        Self { tree, pieces, times, asked: RefCell::default() }
    }

    /// The longest expression that begins at a piece.
    pub(super) fn longest(&self, at: usize) -> Option<Hit> {
        if self.pieces[at].word.is_none() && self.pieces[at].kind == PieceKind::Letters {
            return None;
        }
        let core = self.run(&self.times.core, at);
        let outer = self.run(&self.times.outer, at);
        let best = match (core, outer) {
            (Some(c), Some(o)) if o.at >= c.at => o,
            (Some(c), _) => c,
            (None, o) => o?,
        };
        self.hit(at, &best)
    }

    /// The longest expression at a piece that needs no other one inside it.
    fn core(&self, at: usize) -> Option<Hit> {
        let known = |asked: &[(usize, Option<Hit>)]| {
            asked.iter().find(|(a, _)| *a == at).map(|(_, hit)| hit.clone())
        };
        if let Some(hit) = known(&self.asked.borrow()) {
            return hit;
        }
        let best = self.run(&self.times.core, at);
        let hit = best.and_then(|best| self.hit(at, &best)).filter(|hit| !hit.nothing);
        let mut asked = self.asked.borrow_mut();
        if asked.len() == REMEMBERED {
            asked.remove(0);
        }
        asked.push((at, hit.clone()));
        hit
    }

    fn hit(&self, first: usize, best: &End<'w>) -> Option<Hit> {
        let (rule, slots) = (best.rule, &best.slots);
        let inner = slots.inner().and_then(|(at, end)| self.core(at).filter(|h| h.end == end));
        let nothing = rule.sense == Sense::Nothing;
        let (mut kind, expr) = if nothing {
            (TimeKind::Date, TimeExpr::Vague(annalist_doc::VagueTime::Present))
        } else {
            super::build::meaning(self.times, rule, slots, inner.as_ref())?
        };
        if let Some(own) = rule.kind {
            kind = own;
        }
        let modifier = rule
            .modifier
            .or_else(|| super::build::modifier(slots))
            .or(inner.and_then(|h| h.modifier));
        Some(Hit { first, end: best.at, kind, expr, modifier, nothing })
    }

    fn run(&self, trie: &'w Trie, at: usize) -> Option<End<'w>> {
        let piece = &self.pieces[at];
        let open = match piece.word.map(|w| self.times.entry(w)) {
            Some(word) => {
                !word.senses.is_empty() || word.number.is_some() || word.ordinal.is_some()
            }
            None if matches!(piece.kind, PieceKind::Digits(..)) => true,
            // What the lexicon does not know begins no expression.
            None => return None,
        };
        let (none, mut best) = (Slots::default(), None);
        for node in trie.beginnings(piece.word, open) {
            self.walk(trie, node, at, at, &none, &mut best);
        }
        best
    }

    fn walk(
        &self,
        trie: &'w Trie,
        node: u32,
        first: usize,
        at: usize,
        slots: &Slots,
        best: &mut Option<End<'w>>,
    ) {
        let element = trie.element(node);
        let Some(piece) = self.pieces.get(at) else { return };
        if at > first && (piece.join == Join::Break || element.glued && piece.join != Join::Glued) {
            return;
        }
        let Some((end, value)) = self.fits(element, at) else { return };
        let mut slots = *slots;
        if let Test::Special(special) = element.test
            && special.is_inner()
        {
            slots.set_inner(at, end);
        }
        if element.slot != Slot::None {
            slots.set(element.slot, value);
        }
        let node = trie.node(node);
        for number in &node.ends {
            let longer = best.is_none_or(|b| (end, b.number) > (b.at, *number));
            let rule = self.times.rule(*number);
            if longer && self.allowed(rule, first, end) {
                let mut slots = slots;
                rule.set.iter().for_each(|(slot, value)| slots.set(*slot, i64::from(*value)));
                *best = Some(End { at: end, number: *number, rule, slots });
            }
        }
        for next in &node.next {
            self.walk(trie, *next, first, end, &slots, best);
        }
    }

    /// Whether what stands before and after lets the rule apply.
    fn allowed(&self, rule: &Rule, first: usize, end: usize) -> bool {
        let before = first.checked_sub(1).filter(|_| self.pieces[first].join != Join::Break);
        let after = Some(end)
            .filter(|e| self.pieces.get(*e).is_some_and(|piece| piece.join != Join::Break));
        let any = |tests: &[Test], at: Option<usize>| {
            at.is_some_and(|at| tests.iter().any(|test| self.test(*test, at).is_some()))
        };
        if rule.capital && !(first..end).any(|at| self.is_capital(at)) {
            return false;
        }
        (rule.before.is_empty() || any(&rule.before, before))
            && !any(&rule.before_not, before)
            && (rule.after.is_empty() || any(&rule.after, after))
            && !any(&rule.after_not, after)
    }

    fn fits(&self, element: &Element, at: usize) -> Option<(usize, i64)> {
        self.test(element.test, at)
    }

    /// The end and the value of what fits a test at a piece.
    fn test(&self, test: Test, at: usize) -> Option<(usize, i64)> {
        let piece = &self.pieces[at];
        match test {
            Test::Word(word) => (piece.word == Some(word)).then_some((at + 1, 0)),
            Test::Class(class) => {
                let entry = self.times.entry(piece.word?);
                let sense = entry.senses.iter().find(|s| s.class == class)?;
                let stop = self.mark(at + 1, ".");
                let holds = match sense.need {
                    Need::Nothing => true,
                    Need::Proper => self.is_name(at),
                    Need::Noun => self.tag(at).is_noun(),
                    Need::Stop => stop && self.is_capital(at),
                    Need::Capital => self.is_capital(at) && !self.is_person(at),
                };
                let end = at + 1 + usize::from(stop && entry.stop);
                holds.then_some((end, i64::from(sense.value)))
            }
            Test::Special(special) => self.special(special, at),
        }
    }

    fn special(&self, special: Special, at: usize) -> Option<(usize, i64)> {
        let piece = &self.pieces[at];
        if special.is_inner() {
            let hit = self.core(at)?;
            return super::build::is_inner(special, &hit).then_some((hit.end, 0));
        }
        match special {
            Special::Noun => self.tag(at).is_noun().then_some((at + 1, 0)),
            Special::Plural => self.tag(at).is_plural().then_some((at + 1, 0)),
            Special::Adjective => (self.tag(at) == Tag::Jj).then_some((at + 1, 0)),
            Special::Name => self.tag(at).is_proper().then_some((at + 1, 0)),
            Special::Verb => self.tag(at).is_verb().then_some((at + 1, 0)),
            Special::Any => (piece.kind == PieceKind::Letters).then_some((at + 1, 0)),
            Special::Digits => matches!(piece.kind, PieceKind::Digits(..)).then_some((at + 1, 0)),
            _ => super::numeral::special(self, special, at),
        }
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.pieces
            .get(at)
            .map(|p| &self.tree.text[p.start as usize..p.end as usize])
            .unwrap_or_default()
    }

    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tree.tag(self.pieces[at].token as usize)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.text(at).starts_with(char::is_uppercase)
    }

    fn is_name(&self, at: usize) -> bool {
        let token = self.tree.token(self.pieces[at].token as usize);
        self.is_capital(at)
            && !self.is_person(at)
            && (token.tag.is_proper() || token.name == Some(NameLabel::Date))
    }

    /// "Theresa May", "June Ostrander"
    fn is_person(&self, at: usize) -> bool {
        self.tree.token(self.pieces[at].token as usize).name == Some(NameLabel::Person)
    }

    pub(super) fn is_dated(&self, at: usize) -> bool {
        self.tree.token(self.pieces[at].token as usize).name == Some(NameLabel::Date)
    }

    /// Whether the piece is an article or the like, which may belong to a later noun.
    pub(super) fn is_article(&self, at: usize) -> bool {
        self.pieces[at].word.is_some_and(|w| self.times.is_word_in("determiner", w))
    }

    /// Whether a piece is a word of this class.
    pub(super) fn is_in(&self, class: &str, at: usize) -> bool {
        let word = self.pieces.get(at).and_then(|piece| piece.word);
        word.is_some_and(|word| self.times.is_word_in(class, word))
    }

    /// The modifier that a word such as "early" gives.
    pub(super) fn modifier(&self, at: usize) -> Option<TimeMod> {
        let value = self.times.value_in("start_or_end", self.pieces.get(at)?.word?)?;
        let mut slots = Slots::default();
        slots.set(Slot::Mod, i64::from(value));
        super::build::modifier(&slots)
    }

    /// Whether this mark stands right after the piece before it.
    pub(super) fn mark(&self, at: usize, mark: &str) -> bool {
        self.pieces.get(at).is_some_and(|p| p.join == Join::Glued) && self.text(at) == mark
    }

    /// Whether the piece follows without white space.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|p| p.join == Join::Glued)
    }
}
