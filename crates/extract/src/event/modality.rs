//! How real an event is in the words around its trigger.

use annalist_doc::{Dep, Modality, Polarity, Span, Tag, Tense, TimeExpr, TimeUnit, Timex, Year};
use annalist_lexicon::RealityWord;

use super::Scene;
use crate::tree::Tree;

/// How far up the tree a word may colour an event.
const REACH: usize = 4;

/// What the words around a trigger say about its reality.
#[derive(Clone, Debug)]
pub(crate) struct Colour {
    pub(crate) negative: bool,
    pub(crate) modality: Modality,
    /// The tokens that say so.
    pub(crate) evidence: Vec<usize>,
}

impl Colour {
    /// The first word that takes reality away decides; what is only "would" yields to what governs it.
    fn weaken(&mut self, by: Modality, word: usize) {
        let soft = matches!(self.modality, Modality::Actual)
            || matches!(
                (self.modality, by),
                (
                    Modality::Hypothetical | Modality::Planned,
                    Modality::Threatened | Modality::Ordered | Modality::Attempted
                ) | (Modality::Planned | Modality::Hypothetical, Modality::Conditional)
            );
        if soft && by != Modality::Actual {
            self.modality = by;
            self.evidence.push(word);
        }
    }

    fn deny(&mut self, word: usize) {
        self.negative = true;
        self.evidence.push(word);
    }

    /// The words as spans in text order.
    pub(crate) fn spans(&self, tree: &Tree<'_>) -> Vec<Span> {
        let mut tokens = self.evidence.clone();
        tokens.sort_unstable();
        tokens.dedup();
        let mut all: Vec<Span> = Vec::new();
        for t in tokens {
            match all.last_mut() {
                Some(last) if tree.span(t).start <= last.end + 1 => {
                    *last = last.cover(tree.span(t))
                }
                _ => all.push(tree.span(t)),
            }
        }
        all
    }

    pub(crate) fn polarity(&self) -> Polarity {
        if self.negative { Polarity::Negative } else { Polarity::Positive }
    }
}

/// Polarity and modality of the trigger token.
pub(crate) fn of(scene: &Scene<'_, '_, '_>, head: usize) -> Colour {
    let tree = scene.tree;
    let mut colour = Colour { negative: false, modality: Modality::Actual, evidence: Vec::new() };
    if let Some(no) = negation(scene, head) {
        colour.deny(no);
    }
    // "An explosion could hit the plant": one that may never be.
    if let Some(verb) = open_subject(scene, head) {
        helpers(scene, verb, &mut colour);
    }
    if let Some(almost) = almost(scene, head) {
        colour.deny(almost);
    }
    helpers(scene, head, &mut colour);
    let light = super::trigger::light_verb(scene, head).map(|(verb, _)| verb);
    let mut at = head;
    for _ in 0..REACH {
        let (up, dep) = (tree.head(at), tree.dep(at));
        if dep == Dep::Advcl
            && let Some(mark) = tree
                .any_child(at, &[Dep::Mark, Dep::Advmod])
                .filter(|m| scene.lexicon.reality.conditions.iter().any(|w| w == tree.lower(*m)))
                .or_else(|| inverted(scene, at))
        {
            colour.weaken(Modality::Conditional, mark);
        }
        if up == at {
            break;
        }
        if dep == Dep::Prep && !is_carrier(scene, up) {
            break;
        }
        if light == Some(up) || brings(scene, up, dep) {
            shared(scene, up, &mut colour);
        }
        if !climb(scene, at, up, dep, &mut colour) {
            break;
        }
        at = up;
    }
    colour
}

/// "had the army attacked, the town would have burned": the helper that opens a condition without "if".
fn inverted(scene: &Scene<'_, '_, '_>, verb: usize) -> Option<usize> {
    let tree = scene.tree;
    let subject = tree.any_child(verb, &[Dep::Nsubj, Dep::Nsubjpass])?;
    tree.children(verb).find(|c| {
        *c < subject
            && matches!(tree.dep(*c), Dep::Aux | Dep::Auxpass)
            && scene.lexicon.reality.inverted.iter().any(|w| w == tree.lower(*c))
    })
}

/// Whether what is said of a word is said of what hangs on it by a preposition: "thwarted a series of attacks",
/// "the threat of a strike", not "denied involvement in the attack".
fn is_carrier(scene: &Scene<'_, '_, '_>, word: usize) -> bool {
    let (tree, words) = (scene.tree, &scene.lexicon.words);
    let among = |all: &[String], form: &str| all.iter().any(|w| w == form);
    !tree.tag(word).is_noun()
        || among(&words.series, tree.lemma(word))
        || among(&words.vague_numbers, tree.lower(word))
        || scene.lexicon.cues.starting_with(tree.lemma(word)).next().is_some()
        || governing(scene, word).is_some()
}

/// "did not win the approval": what is said of such a verb is said of its object.
fn brings(scene: &Scene<'_, '_, '_>, verb: usize, dep: Dep) -> bool {
    matches!(dep, Dep::Dobj | Dep::Nsubjpass)
        && scene.lexicon.reality.bringing.iter().any(|w| w == scene.tree.lemma(verb))
}

/// What helps or negates a verb, for what shares it.
fn shared(scene: &Scene<'_, '_, '_>, verb: usize, colour: &mut Colour) {
    helpers(scene, verb, colour);
    if let Some(no) = negation(scene, verb) {
        colour.deny(no);
    }
}

/// What the word above adds; whether to go on from there.
fn climb(scene: &Scene<'_, '_, '_>, at: usize, up: usize, dep: Dep, colour: &mut Colour) -> bool {
    let tree = scene.tree;
    let infinitive = tree.children(at).any(|a| tree.dep(a) == Dep::Aux && tree.tag(a) == Tag::To);
    match dep {
        Dep::Conj
            // "should be stopped and searched": helpers and negation are shared.
            if tree.child(at, Dep::Aux).is_none() && tree.tag(at) == tree.tag(up) => {
                helpers(scene, up, colour);
                if let Some(no) = negation(scene, up).filter(|_| shares_negation(scene, at, up)) {
                    colour.deny(no);
                }
            }
        Dep::Xcomp
        | Dep::Ccomp
        | Dep::Pcomp
        | Dep::Prep
        | Dep::Dobj
        | Dep::Pobj
        | Dep::Acl
        | Dep::Advcl
        | Dep::Nsubjpass
        | Dep::Dative => {
            let clause = matches!(dep, Dep::Xcomp | Dep::Acl | Dep::Pcomp) || infinitive;
            let going_on = matches!(dep, Dep::Prep | Dep::Advcl) && goes_on(scene, up, at);
            let noun_object = matches!(dep, Dep::Dobj | Dep::Pobj | Dep::Prep | Dep::Nsubjpass);
            let helped = tree.children(at).any(|c| tree.dep(c) == Dep::Aux && tree.tag(c) == Tag::Md);
            let subjunctive = dep == Dep::Ccomp && tree.tag(at) == Tag::Vb && !helped;
            let governs = clause || noun_object || subjunctive || dep == Dep::Ccomp;
            if governs
                && let Some(word) = governing(scene, up)
                && (!word.clause || clause || subjunctive || dep == Dep::Ccomp)
                // "blocked the road to protest": what it is done for is not what does not happen.
                && !(word.negative && dep == Dep::Advcl)
                // "was wanted for murder"
                && !(word.modality == Modality::Demanded && dep == Dep::Prep && tree.is_passive(up))
                && (dep != Dep::Ccomp || subjunctive || infinitive || of_clauses(word.modality))
            {
                colour.weaken(word.modality, up);
                if word.negative {
                    colour.negative = !colour.negative;
                    colour.evidence.push(up);
                }
                if clause && let Some(no) = negation(scene, up) {
                    colour.deny(no);
                }
                helpers(scene, up, colour);
            } else if infinitive && matches!(dep, Dep::Acl | Dep::Advcl) {
                let to = tree.children(at).find(|a| tree.tag(*a) == Tag::To).unwrap_or(at);
                colour.weaken(Modality::Planned, to);
            } else if matches!(dep, Dep::Pcomp | Dep::Pobj) && denies(scene, up) {
                colour.deny(up);
            } else if dep == Dep::Xcomp || going_on {
                shared(scene, up, colour);
            }
            // "said that it would attack": not imagined, but announced.
            if dep == Dep::Ccomp && colour.modality == Modality::Hypothetical && tree.tag(up) == Tag::Vbd {
                colour.modality = Modality::Planned;
            }
            // What a full clause says is its own.
            if matches!(dep, Dep::Ccomp | Dep::Advcl) && !infinitive && !going_on {
                return false;
            }
        }
        Dep::Attr | Dep::Nsubj | Dep::Appos => return false,
        // "asked for a treaty, a request that Pakistan rejected": it was.
        Dep::Relcl if crate::timex::tense_of(tree, at) == Some(Tense::Past) => return false,
        _ => {}
    }
    true
}

/// Modalities that a full clause takes from the verb above it: "warned that", "suspects that".
fn of_clauses(modality: Modality) -> bool {
    matches!(
        modality,
        Modality::Threatened | Modality::Possible | Modality::Hypothetical | Modality::Demanded
    )
}

/// The entry of the word above, with its second word where it has one ("rule out").
fn governing<'l>(scene: &Scene<'_, '_, 'l>, up: usize) -> Option<&'l RealityWord> {
    let tree = scene.tree;
    // "ought to" governs; a helper does not.
    if tree.tag(up) == Tag::Md && tree.dep(up) == Dep::Aux {
        return None;
    }
    let entries = scene.lexicon.reality.starting_with(tree.lemma(up));
    let fits = |word: &&RealityWord| {
        (!word.present || tree.tag(up) != Tag::Vbd)
            && word.lemma.split(' ').skip(1).all(|w| tree.children(up).any(|c| tree.is(c, w)))
    };
    // "is possible that", "is ready to".
    let predicate = || {
        let adjective = tree.child(up, Dep::Acomp)?;
        scene.lexicon.reality.starting_with(tree.lemma(adjective)).find(|w| !w.lemma.contains(' '))
    };
    entries.filter(fits).max_by_key(|word| word.lemma.len()).or_else(predicate)
}

/// "would go on protesting": what helps the verb of going on is said of what goes on.
fn goes_on(scene: &Scene<'_, '_, '_>, verb: usize, what: usize) -> bool {
    let close = verb < what && what <= verb + 2;
    close && scene.lexicon.reality.going_on.iter().any(|w| w == scene.tree.lemma(verb))
}

/// "without firing", "instead of meeting".
fn denies(scene: &Scene<'_, '_, '_>, prep: usize) -> bool {
    let tree = scene.tree;
    let lower = tree.lower(prep);
    let words = &scene.lexicon.reality.without;
    scene.lexicon.words.negations.iter().any(|n| n == lower)
        || words.iter().any(|w| match w.split_once(' ') {
            Some((first, last)) => last == lower && prep > 0 && tree.lower(prep - 1) == first,
            None => w == lower,
        })
}

/// The word that negates a verb or noun: "not", "never", "no".
fn negation(scene: &Scene<'_, '_, '_>, i: usize) -> Option<usize> {
    let tree = scene.tree;
    let words = &scene.lexicon.words.negations;
    if !tree.is_negated(i, words) {
        return None;
    }
    let negates = |c: &usize| tree.dep(*c) == Dep::Neg || words.iter().any(|n| n == tree.lower(*c));
    let below = |c: usize| tree.children(c).find(negates);
    tree.children(i).find(negates).or_else(|| tree.children(i).find_map(below)).or(Some(i))
}

/// The verb of which a noun for some event, no certain one, is the subject.
fn open_subject(scene: &Scene<'_, '_, '_>, noun: usize) -> Option<usize> {
    let tree = scene.tree;
    let some = tree.children(noun).any(|c| matches!(tree.lower(c), "a" | "an" | "another" | "any"));
    let subject = tree.tag(noun).is_noun() && tree.dep(noun) == Dep::Nsubj && some;
    subject.then(|| tree.head(noun)).filter(|verb| tree.tag(*verb).is_verb())
}

/// "nearly died": the word that says that it did not come to it.
fn almost(scene: &Scene<'_, '_, '_>, verb: usize) -> Option<usize> {
    let tree = scene.tree;
    let before = verb.checked_sub(1).filter(|b| tree.head(*b) == verb)?;
    let says = scene.lexicon.reality.nearly.iter().any(|w| w == tree.lower(before));
    (tree.tag(verb).is_verb() && says).then_some(before)
}

/// "was not stopped and searched": the "not" is for both; "did not flee but surrendered": for one.
fn shares_negation(scene: &Scene<'_, '_, '_>, at: usize, up: usize) -> bool {
    let tree = scene.tree;
    let cc = tree.children(up).find(|c| tree.dep(*c) == Dep::Cc && *c < at);
    cc.is_some_and(|c| matches!(tree.lower(c), "or" | "nor" | "and"))
        && tree.any_child(at, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
}

/// What the helper verbs of a verb say.
fn helpers(scene: &Scene<'_, '_, '_>, verb: usize, colour: &mut Colour) {
    let tree = scene.tree;
    let reality = &scene.lexicon.reality;
    for aux in tree.children(verb).filter(|c| tree.dep(*c) == Dep::Aux && tree.tag(*c) == Tag::Md) {
        if let Some(word) = reality.get(tree.lemma(aux)).or_else(|| reality.get(tree.lower(aux))) {
            colour.weaken(word.modality, aux);
        }
    }
}

/// Whether an event's time lies long before the report, a year or some months: it is told as history. The report
/// is of year and month `published`.
pub(crate) fn is_history(
    timex: &Timex,
    published: Option<(i32, i32)>,
    tense: Option<Tense>,
) -> bool {
    let before = |year: Year, open: i32| match year {
        Year::Known(year) => published.is_some_and(|(now, _)| year + open < now),
        Year::Step(step) => step < -1,
        Year::Open | Year::Narrative(_) => false,
    };
    let past = match &timex.expr {
        TimeExpr::Calendar(date) => {
            let month = date.month.filter(|_| date.open == 0).map(i32::from);
            // December's news is no history in January.
            let months = |m: i32| {
                let (year, month) = published?;
                match date.year {
                    Year::Known(own) => Some((year - own) * 12 + month - m),
                    Year::Step(step) => Some(-step * 12 + month - m),
                    Year::Open | Year::Narrative(_) => None,
                }
            };
            match month.and_then(months) {
                Some(months) => months > RECENT,
                None => before(
                    date.year,
                    i32::from(month.is_some()) + if date.open > 0 { 9 } else { 0 },
                ),
            }
        }
        TimeExpr::Period { year, .. } => before(*year, 0),
        TimeExpr::Offset { unit: TimeUnit::Year, count, .. } => *count < -1,
        TimeExpr::Offset { unit: TimeUnit::Decade | TimeUnit::Century, count, .. } => *count < 0,
        _ => false,
    };
    past && tense != Some(Tense::Future)
}

/// So many months ago is still news.
const RECENT: i32 = 5;
