//! Who does what to whom in a clause: logical subject and object through passives, relative
//! clauses, conjunction and control.

use annalist_doc::{Dep, Tag};

use crate::tree::Tree;

/// How far a chain of verbs without subjects of their own is followed.
const DEPTH: usize = 8;

impl Tree<'_> {
    /// Whether the verb is passive: "was killed", "the man killed by".
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        if self.tag(verb) != Tag::Vbn {
            return false;
        }
        if self.any_child(verb, &[Dep::Auxpass, Dep::Nsubjpass, Dep::Agent]).is_some() {
            return true;
        }
        match self.dep(verb) {
            // "reports that soldiers had shot protesters"
            Dep::Acl if self.any_child(verb, &[Dep::Nsubj]).is_some() => false,
            Dep::Acl | Dep::Amod => true,
            Dep::Conj => self.child(verb, Dep::Aux).is_none() && self.is_passive(self.head(verb)),
            _ => false,
        }
    }

    /// Who does it, if the sentence says so.
    pub(crate) fn logical_subject(&self, verb: usize) -> Option<usize> {
        self.subject_within(verb, DEPTH)
    }

    fn subject_within(&self, verb: usize, depth: usize) -> Option<usize> {
        if depth == 0 {
            return None;
        }
        if self.is_passive(verb) {
            let agent = self.child(verb, Dep::Agent).or_else(|| {
                self.children(verb).find(|c| self.dep(*c) == Dep::Prep && self.lower(*c) == "by")
            });
            // "was shot and killed by a sniper": he did both.
            let beside = || {
                let next = self.children(verb).find(|c| {
                    self.dep(*c) == Dep::Conj && *c == verb + 2 && self.tag(*c) == Tag::Vbn
                });
                next.and_then(|c| self.child(c, Dep::Agent))
            };
            let by = agent.or_else(beside).and_then(|agent| self.prep_object(agent));
            // An -ing clause after "by" is a means, not a doer.
            return by.filter(|o| self.dep(*o) != Dep::Pcomp);
        }
        if let Some(subject) = self.any_child(verb, &[Dep::Nsubj, Dep::Csubj]) {
            return Some(self.antecedent(subject));
        }
        if let Some(subject) = self.mistaken_subject(verb) {
            return Some(subject);
        }
        // "wounded in shelling by the army": a noun that looks like a participle.
        if self.tag(verb) == Tag::Vbg && self.child(verb, Dep::Dobj).is_none() {
            let by = self.children(verb).find(|c| *c == verb + 1 && self.lower(*c) == "by");
            if let Some(doer) = by.and_then(|by| self.child(by, Dep::Pobj)) {
                return Some(doer);
            }
        }
        let head = self.head(verb);
        if head == verb {
            // Inverted questions and headlines: a noun right before a participle.
            return None;
        }
        match self.dep(verb) {
            Dep::Conj if self.tag(head).is_verb() => {
                if self.is_passive(head) {
                    // "was beaten and left": the passive subject does the second thing.
                    self.surface_subject(head)
                } else {
                    self.subject_within(head, depth - 1)
                }
            }
            Dep::Conj | Dep::Acl => self.noun_subject(verb, head, depth),
            Dep::Relcl => self.tag(head).is_noun().then_some(head),
            Dep::Xcomp => self.controller(verb, head, depth),
            Dep::Advcl | Dep::Ccomp | Dep::DepRel | Dep::Parataxis
                if self.tag(verb) == Tag::Vbg
                    || self.child(verb, Dep::Aux).is_some_and(|a| self.tag(a) == Tag::To) =>
            {
                self.surface_or_logical(head, depth)
            }
            Dep::Pcomp => {
                let (above, object) = self.over_preposition(head)?;
                object.or_else(|| self.surface_or_logical(above, depth))
            }
            Dep::Amod if self.tag(verb) == Tag::Vbg => Some(head),
            _ => None,
        }
    }

    /// Subject of a verb that hangs on a noun: "soldiers firing", "the plan to attack".
    fn noun_subject(&self, verb: usize, noun: usize, depth: usize) -> Option<usize> {
        if !self.tag(noun).is_noun() {
            return None;
        }
        // "The envoy called for talks": the parser sometimes takes a verb for a participle.
        if self.tag(verb) == Tag::Vbg || self.tag(verb).is_finite() {
            return Some(noun);
        }
        // "its decision to leave", "the government's plan to": the noun's possessor.
        if let Some(owner) = self.child(noun, Dep::Poss) {
            return Some(owner);
        }
        // "began a new phase of the operation to free": the subject of the verb that has the noun as object;
        // "in an effort to free the port, they shelled": of the verb that it opens.
        let of = |t: &usize| {
            let prep = self.head(*t);
            (self.dep(*t) == Dep::Pobj && self.lower(prep) == "of").then(|| self.head(prep))
        };
        let top = std::iter::successors(Some(noun), of).take(DEPTH).last().unwrap_or(noun);
        let above = self.head(top);
        let opens = self.dep(top) == Dep::Pobj && self.lower(above) == "in";
        let verb = if opens { self.head(above) } else { above };
        (verb != top && (opens || self.dep(top) == Dep::Dobj) && self.tag(verb).is_verb())
            .then(|| self.subject_within(verb, depth - 1))
            .flatten()
    }

    /// "responded by bombing": the verb over a preposition; and its object, if the clause is about that: "accused
    /// the firm of ignoring", "stopped them from leaving".
    fn over_preposition(&self, preposition: usize) -> Option<(usize, Option<usize>)> {
        let above = self.climb(preposition).find(|a| self.tag(*a).is_verb())?;
        let about = matches!(self.lower(preposition), "of" | "from" | "with" | "for");
        let object = self.child(above, Dep::Dobj).filter(|o| *o < preposition && about);
        Some((above, object))
    }

    /// Subject of an open complement: of the object where there is one ("urged Iran to stop").
    fn controller(&self, verb: usize, head: usize, depth: usize) -> Option<usize> {
        let object = self.any_child(head, &[Dep::Dobj, Dep::Dative]).filter(|o| *o < verb);
        if let Some(object) = object.filter(|o| self.tag(*o).is_noun() || self.tag(*o) == Tag::Prp)
        {
            // \"began their advance to encircle\": the possessor of the object, if there is one.
            return Some(self.child(object, Dep::Poss).unwrap_or(object));
        }
        if self.is_passive(head) {
            return self.surface_subject(head);
        }
        self.surface_or_logical(head, depth)
    }

    /// "With the help of its neighbours, the army, which …, has advanced": the parser sometimes takes the
    /// subject after a comma for an apposition in what stands before the comma.
    fn mistaken_subject(&self, verb: usize) -> Option<usize> {
        let mut parts = self.children(verb).filter(|c| {
            matches!(self.dep(*c), Dep::Aux | Dep::Auxpass) && self.tag(*c).is_finite()
        });
        let first = parts.next().unwrap_or(verb);
        if !self.tag(first).is_finite() || self.surface_subject(verb).is_some() || first == 0 {
            return None;
        }
        let comma = self.dep(first - 1) == Dep::Punct;
        let last = if comma { first.checked_sub(2)? } else { first - 1 };
        let fits = |a: usize| {
            self.dep(a) == Dep::Appos && self.tag(a).is_noun() && *self.subtree(a).end() <= last + 1
        };
        let opening = |a: usize| {
            self.climb(a).any(|x| self.dep(x) == Dep::Prep && self.head(x) == verb && x < a)
        };
        self.climb(last).take(DEPTH).find(|a| fits(*a) && opening(*a))
    }

    fn surface_or_logical(&self, verb: usize, depth: usize) -> Option<usize> {
        if !self.tag(verb).is_verb() && self.tag(verb) != Tag::Md {
            // "is ready to": the adjective hangs on the verb.
            let above = self.climb(verb).skip(1).find(|a| self.tag(*a).is_verb())?;
            return self.surface_subject(above).or_else(|| self.subject_within(above, depth - 1));
        }
        if self.child(verb, Dep::Csubj).is_some() {
            return None;
        }
        self.surface_subject(verb).or_else(|| self.subject_within(verb, depth - 1))
    }

    /// The subject as it stands, active or passive.
    pub(crate) fn surface_subject(&self, verb: usize) -> Option<usize> {
        if let Some(own) = self.any_child(verb, &[Dep::Nsubj, Dep::Nsubjpass]) {
            return Some(self.antecedent(own));
        }
        match self.dep(verb) {
            // A clause as subject ("monitoring them did not stop") is nobody.
            _ if self.child(verb, Dep::Csubj).is_some() => None,
            Dep::Conj if self.tag(self.head(verb)).is_verb() => self.surface_subject_of_head(verb),
            _ => None,
        }
    }

    fn surface_subject_of_head(&self, verb: usize) -> Option<usize> {
        let mut at = self.head(verb);
        for _ in 0..DEPTH {
            if let Some(own) = self.any_child(at, &[Dep::Nsubj, Dep::Nsubjpass]) {
                return Some(self.antecedent(own));
            }
            if self.dep(at) != Dep::Conj {
                return None;
            }
            at = self.head(at);
        }
        None
    }

    /// To whom it is done, if the sentence says so.
    pub(crate) fn logical_object(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            if let Some(own) = self.child(verb, Dep::Nsubjpass) {
                return Some(self.antecedent(own));
            }
            return match self.dep(verb) {
                Dep::Acl | Dep::Amod | Dep::Relcl => Some(self.head(verb)),
                Dep::Conj => {
                    let head = self.head(verb);
                    if self.is_passive(head) {
                        self.logical_object(head)
                    } else {
                        self.surface_subject(head)
                    }
                }
                Dep::Xcomp | Dep::Advcl => self.surface_subject(self.head(verb)),
                // "died after being hit".
                Dep::Pcomp => {
                    let (above, object) = self.over_preposition(self.head(verb))?;
                    object.or_else(|| self.surface_subject(above))
                }
                // "In Ostwick, a man and a woman were killed".
                _ => self.mistaken_subject(verb),
            };
        }
        if let Some(own) = self.child(verb, Dep::Dobj) {
            return Some(self.antecedent(own));
        }
        // "welcomed soldiers visiting from the north": the parser takes them for the clause's.
        let visiting = self.child(verb, Dep::Ccomp).filter(|c| {
            self.tag(*c) == Tag::Vbg && self.any_child(*c, &[Dep::Aux, Dep::Mark]).is_none()
        });
        if let Some(subject) =
            visiting.and_then(|c| self.child(c, Dep::Nsubj)).filter(|s| *s > verb)
        {
            return Some(subject);
        }
        // "the town (that) rebels took": the gap is the antecedent.
        if self.dep(verb) == Dep::Relcl
            && self.any_child(verb, &[Dep::Nsubj]).is_some_and(|s| !self.is_relative(s))
        {
            return Some(self.head(verb));
        }
        // "attacked and burned the village": the object stands with the last verb.
        let next =
            self.children(verb).find(|c| self.dep(*c) == Dep::Conj && self.tag(*c).is_verb())?;
        let object = self.child(next, Dep::Dobj)?;
        (self.tag(next) == self.tag(verb)
            && next < object
            && self.any_child(verb, &[Dep::Prep, Dep::Xcomp, Dep::Ccomp, Dep::Prt]).is_none())
        .then_some(object)
    }

    pub(crate) fn is_relative(&self, i: usize) -> bool {
        matches!(self.tag(i), Tag::Wdt | Tag::Wp | Tag::WpPoss)
            || (self.lower(i) == "that" && matches!(self.tag(i), Tag::Wdt | Tag::In))
    }

    /// The noun that a relative pronoun stands for; any other token itself.
    pub(crate) fn antecedent(&self, i: usize) -> usize {
        if !self.is_relative(i) {
            return i;
        }
        let clause = self.climb(i).find(|a| self.dep(*a) == Dep::Relcl);
        clause.map_or(i, |clause| self.head(clause))
    }

    /// Whether a word under this one makes it negative: "not", "never", "no".
    pub(crate) fn is_negated(&self, i: usize, negations: &[String]) -> bool {
        let negative = |c: usize| {
            self.dep(c) == Dep::Neg
                || matches!(
                    self.dep(c),
                    Dep::Det
                        | Dep::Advmod
                        | Dep::Preconj
                        | Dep::Cc
                        | Dep::Nsubj
                        | Dep::Nsubjpass
                        | Dep::Dobj
                ) && negations.iter().any(|n| n == self.lower(c))
        };
        self.children(i).any(|c| {
            negative(c)
                || matches!(
                    self.dep(c),
                    Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr | Dep::Agent
                ) && self.children(c).any(|g| {
                    let opens = matches!(self.dep(g), Dep::Det | Dep::Preconj | Dep::Cc);
                    opens && g < c && negative(g) || self.dep(g) == Dep::Neg
                })
        })
    }
}
