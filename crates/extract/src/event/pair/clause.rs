//! The clause that says what an actor does: the verb at the end of a chain of verbs that only colour it
//! ("said it would refuse to meet"), the colours on the way, and what it is done to.

use annalist_doc::{Dep, Modality, Polarity, Tag};
use annalist_lexicon::{SensePos, Tone};

use super::{is_verb, senses};
use crate::event::Scene;
use crate::tree::Tree;

/// How many verbs of a chain are followed.
const DEPTH: usize = 6;

/// What an actor does, in short.
#[derive(Debug)]
pub(crate) struct Clause<'l> {
    /// The verb that tells what is done.
    pub(crate) verb: usize,
    /// Its object, or the subject of a passive.
    pub(crate) object: Option<usize>,
    /// What colours it, from the outside in: "intend", "negative", "planned".
    pub(super) colours: Vec<&'l str>,
}

impl<'l> Clause<'l> {
    /// Follows the chain of verbs down from `main`.
    pub(crate) fn below(scene: &Scene<'_, '_, 'l>, main: usize) -> Self {
        let mut colours = Vec::new();
        let mut verb = main;
        for _ in 0..DEPTH {
            helpers(scene, verb, &mut colours);
            let Some(next) = next(scene, verb, &mut colours) else { break };
            let before = colours.len();
            colours.extend(governing(scene, verb, SensePos::Verb));
            if colours.len() == before {
                colours.push("other");
            }
            verb = next;
        }
        let tree = scene.tree;
        let passive = || {
            let own = tree.any_child(verb, &[Dep::Auxpass, Dep::Nsubjpass]);
            own.and_then(|_| tree.child(verb, Dep::Nsubjpass))
        };
        let object = tree.child(verb, Dep::Dobj).or_else(passive);
        Self { verb, object, colours }
    }

    /// The verb at the end of a chain in which no verb has an object of its own: "agreed to withdraw", not
    /// "declared victory by retaking".
    pub(crate) fn colouring(scene: &Scene<'_, '_, 'l>, main: usize) -> usize {
        let mut verb = main;
        for _ in 0..DEPTH {
            let own =
                scene.tree.any_child(verb, &[Dep::Dobj, Dep::Dative, Dep::Nsubjpass]).is_some();
            let Some(next) = next(scene, verb, &mut Vec::new()).filter(|_| !own) else { break };
            verb = next;
        }
        verb
    }

    /// The colour that counts most, with a mark if it is negative.
    pub(super) fn key(&self, scene: &Scene<'_, '_, '_>) -> (&'static str, &'l str) {
        let negative = if self.colours.contains(&"negative") { "not" } else { "" };
        let plain =
            |c: &&&str| !matches!(**c, "negative" | "other") && !scene.lexicon.senses.is_faint(c);
        (negative, self.colours.iter().find(plain).copied().unwrap_or(""))
    }
}

/// What the helper verbs and negations of a verb say.
fn helpers<'l>(scene: &Scene<'_, '_, 'l>, verb: usize, colours: &mut Vec<&'l str>) {
    let tree = scene.tree;
    let (words, reality) = (&scene.lexicon.words, &scene.lexicon.reality);
    for aux in tree.children(verb).filter(|c| tree.dep(*c) == Dep::Aux && tree.tag(*c) == Tag::Md) {
        let modal = reality.get(tree.lemma(aux)).or_else(|| reality.get(tree.lower(aux)));
        colours.push(match modal.map(|m| m.modality) {
            Some(Modality::Planned) => "planned",
            Some(Modality::Hypothetical) => "hypothetical",
            Some(Modality::Demanded) => "demanded",
            Some(_) => "possible",
            None => continue,
        });
    }
    if tree.is_negated(verb, &words.negations) {
        colours.push("negative");
    }
}

/// The names of the senses in which a word colours what is below it.
fn governing<'l>(
    scene: &Scene<'_, '_, 'l>,
    t: usize,
    pos: SensePos,
) -> impl Iterator<Item = &'l str> + use<'l> {
    senses(scene, t).filter(move |s| s.governs.contains(&pos)).map(|s| s.name.as_str())
}

/// The verb below this one in the chain, if there is one.
fn next<'l>(scene: &Scene<'_, '_, 'l>, verb: usize, colours: &mut Vec<&'l str>) -> Option<usize> {
    let tree = scene.tree;
    for child in tree.children(verb) {
        match tree.dep(child) {
            Dep::Xcomp | Dep::Ccomp if is_verb(tree.tag(child)) => return Some(child),
            Dep::Acomp | Dep::Oprd => {
                // "is ready to", "is unwilling to".
                colours.extend(governing(scene, child, SensePos::Verb));
                let mut below = tree.children(child);
                let open = below.rfind(|c| tree.dep(*c) == Dep::Xcomp && is_verb(tree.tag(*c)));
                if open.is_some() {
                    return open;
                }
                if is_verb(tree.tag(child)) {
                    return Some(child);
                }
            }
            Dep::Prep => {
                // "insisted on leaving".
                if let Some(clause) =
                    tree.child(child, Dep::Pcomp).filter(|c| is_verb(tree.tag(*c)))
                {
                    return Some(clause);
                }
            }
            Dep::Dobj => {
                // "has a plan to leave".
                let mut clause = tree.children(child).filter(|c| {
                    matches!(tree.dep(*c), Dep::Acl | Dep::Relcl) && tree.tag(*c) == Tag::Vb
                });
                if let Some(clause) = clause.next_back() {
                    let before = colours.len();
                    colours.extend(governing(scene, child, SensePos::Noun));
                    if colours.len() > before {
                        return Some(clause);
                    }
                }
            }
            _ => {}
        }
    }
    None
}

/// The tone of a word's senses: `+` together, `-` against, `0` neither, `?` both.
pub(super) fn tone(scene: &Scene<'_, '_, '_>, t: usize) -> &'static str {
    let (mut plus, mut minus) = (0, 0);
    for sense in senses(scene, t) {
        plus += usize::from(sense.tone == Tone::Cooperative);
        minus += usize::from(sense.tone == Tone::Conflictual);
    }
    match plus.cmp(&minus) {
        std::cmp::Ordering::Greater => "+",
        std::cmp::Ordering::Less => "-",
        std::cmp::Ordering::Equal if plus == 0 => "0",
        std::cmp::Ordering::Equal => "?",
    }
}

/// The tone of the object of a clause; that of its modifiers where it has none itself.
pub(super) fn object_tone(scene: &Scene<'_, '_, '_>, object: usize) -> &'static str {
    let own = tone(scene, object);
    if matches!(own, "+" | "-") {
        return own;
    }
    let tree = scene.tree;
    let mut modifiers = tree
        .children(object)
        .filter(|c| matches!(tree.dep(*c), Dep::Amod | Dep::Compound))
        .map(|c| tone(scene, c));
    modifiers.rfind(|t| matches!(*t, "+" | "-")).unwrap_or(own)
}

/// Whether a verb turns the tone of its object.
pub(super) fn reverses(scene: &Scene<'_, '_, '_>, verb: usize) -> bool {
    senses(scene, verb).any(|s| s.tone == Tone::Reversing)
}

/// The verbs above a token, the nearest first.
pub(super) fn verbs_above<'t>(tree: &'t Tree<'_>, t: usize) -> impl Iterator<Item = usize> + 't {
    tree.climb(t).skip(1).filter(|a| is_verb(tree.tag(*a)))
}

/// How an event's polarity is named.
pub(super) fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "is",
        Polarity::Negative => "not",
    }
}

/// How an event's modality is named.
pub(super) fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual | Modality::Historical | Modality::Attempted => "actual",
        Modality::Possible => "possible",
        Modality::Planned | Modality::Threatened => "planned",
        Modality::Demanded | Modality::Ordered => "demanded",
        Modality::Conditional => "conditional",
        Modality::Hypothetical => "hypothetical",
    }
}
