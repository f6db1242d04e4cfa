//! How real an event is in the words around its trigger.

use annalist_doc::{Dep, Modality, Polarity, Tag};

use super::Scene;

/// How far up the tree a word may colour an event.
const REACH: usize = 4;

/// Polarity and modality of the trigger token.
pub(crate) fn of(scene: &Scene<'_, '_, '_>, head: usize) -> (Polarity, Modality) {
    let tree = scene.tree;
    let words = &scene.lexicon.words;
    let mut negative = tree.is_negated(head, &words.negations);
    let mut modality = helpers(scene, head);
    let mut at = head;
    for _ in 0..REACH {
        let (up, dep) = (tree.head(at), tree.dep(at));
        if dep == Dep::Advcl
            && tree
                .child(at, Dep::Mark)
                .is_some_and(|m| matches!(tree.lower(m), "if" | "unless" | "should" | "lest"))
        {
            weaken(&mut modality, Modality::Conditional);
        }
        if up == at {
            break;
        }
        let infinitive =
            tree.children(at).any(|a| tree.dep(a) == Dep::Aux && tree.tag(a) == Tag::To);
        match dep {
            Dep::Conj
                // "should be stopped and searched": helpers and negation are shared.
                if tree.child(at, Dep::Aux).is_none() && tree.tag(at) == tree.tag(up) => {
                    weaken(&mut modality, helpers(scene, up));
                    negative |=
                        tree.is_negated(up, &words.negations) && shares_negation(scene, at, up);
                }
            Dep::Xcomp
            | Dep::Ccomp
            | Dep::Pcomp
            | Dep::Prep
            | Dep::Dobj
            | Dep::Pobj
            | Dep::Acl
            | Dep::Advcl
            | Dep::Nsubjpass => {
                let clause = matches!(dep, Dep::Xcomp | Dep::Acl | Dep::Pcomp) || infinitive;
                let noun_object = matches!(dep, Dep::Dobj | Dep::Pobj | Dep::Prep | Dep::Nsubjpass);
                if (clause || noun_object)
                    && let Some(modal) =
                        words.modals.get(tree.lemma(up)).filter(|_| tree.tag(up) != Tag::Md)
                {
                    weaken(&mut modality, modal.modality);
                    negative ^= modal.negative;
                    if tree.is_negated(up, &words.negations) && clause {
                        negative = true;
                    }
                    weaken(&mut modality, helpers(scene, up));
                } else if infinitive && matches!(dep, Dep::Acl | Dep::Advcl) {
                    weaken(&mut modality, Modality::Planned);
                } else if dep == Dep::Pcomp && words.negations.iter().any(|n| n == tree.lower(up)) {
                    negative = true;
                } else if dep == Dep::Xcomp {
                    weaken(&mut modality, helpers(scene, up));
                    negative |= tree.is_negated(up, &words.negations);
                }
                // What a full clause says is its own.
                if matches!(dep, Dep::Ccomp | Dep::Advcl) && !infinitive {
                    break;
                }
            }
            Dep::Attr | Dep::Nsubj => break,
            _ => {}
        }
        at = up;
    }
    (if negative { Polarity::Negative } else { Polarity::Positive }, modality)
}

/// "was not stopped and searched": the "not" is for both; "did not flee but surrendered": for one.
fn shares_negation(scene: &Scene<'_, '_, '_>, at: usize, up: usize) -> bool {
    let tree = scene.tree;
    let cc = tree.children(up).find(|c| tree.dep(*c) == Dep::Cc && *c < at);
    cc.is_some_and(|c| matches!(tree.lower(c), "or" | "nor" | "and"))
        && tree.any_child(at, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
}

/// What the helper verbs of a verb say.
fn helpers(scene: &Scene<'_, '_, '_>, verb: usize) -> Modality {
    let tree = scene.tree;
    let modals = &scene.lexicon.words.modals;
    let mut result = Modality::Actual;
    for aux in tree.children(verb).filter(|c| tree.dep(*c) == Dep::Aux && tree.tag(*c) == Tag::Md) {
        if let Some(modal) = modals.get(tree.lemma(aux)).or_else(|| modals.get(tree.lower(aux))) {
            weaken(&mut result, modal.modality);
        }
    }
    result
}

/// The first word that takes reality away decides.
fn weaken(modality: &mut Modality, by: Modality) {
    if *modality == Modality::Actual {
        *modality = by;
    }
}
