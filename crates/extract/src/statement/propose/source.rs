//! Whose words they may be.

use annalist_doc::{Dep, Tag};
use annalist_lexicon::CuePos;

use super::super::Scene;
use super::super::cue::Match;
use super::super::source::{Found, speaks};

/// How many words up the tree a source is looked for.
const UP: usize = 5;

/// One source of a cue.
#[derive(Clone, Debug)]
pub(crate) struct Whom {
    /// Head of the phrase; none for nobody.
    pub(crate) head: Option<usize>,
    /// How it hangs on the cue: relations from the cue up, and the last one down.
    pub(crate) path: [&'static str; 4],
    /// The preposition on the way.
    pub(crate) word: Option<usize>,
    /// Whether the rules would take it.
    pub(crate) ruled: bool,
}

/// Subjects of the reporting verbs of a document, in text order.
pub(super) struct Speakers(Vec<usize>);

impl Speakers {
    pub(super) fn new(scene: &Scene<'_, '_, '_>) -> Self {
        let tree = scene.tree;
        let cues = &scene.lexicon.cues;
        let reports = |t: usize| {
            tree.tag(t).is_verb()
                && cues.starting_with(tree.lemma(t)).any(|c| c.pos == CuePos::Verb && c.reporting)
        };
        let subject = |t: usize| tree.child(t, Dep::Nsubj).filter(|s| speaks(scene, *s));
        Self((0..tree.len()).filter(|t| reports(*t)).filter_map(subject).collect())
    }

    /// The last one before a token, of an earlier sentence.
    fn before(&self, scene: &Scene<'_, '_, '_>, token: usize) -> Option<usize> {
        let sentence = scene.tree.sentence_index(token);
        let last = self.0.partition_point(|s| *s < token);
        self.0[..last].iter().rev().copied().find(|s| scene.tree.sentence_index(*s) < sentence)
    }
}

/// All sources of a cue; the last is nobody.
pub(super) fn of(
    scene: &Scene<'_, '_, '_>,
    found: &Match<'_>,
    by_rule: &Found,
    speakers: &Speakers,
) -> Vec<Whom> {
    let tree = scene.tree;
    let head = found.head();
    let mut all: Vec<Whom> = Vec::new();
    let mut add = |token: usize, path: [&'static str; 4], word: Option<usize>| {
        let usable = tree.dep(token) != Dep::Expl
            && tree.dep(token) != Dep::Punct
            && !found.tokens.contains(&token)
            && tree.word(token).starts_with(char::is_alphanumeric);
        if usable && !all.iter().any(|w| w.head == Some(token)) {
            all.push(Whom { head: Some(token), path, word, ruled: by_rule.head == Some(token) });
        }
    };
    for &t in &found.tokens {
        for c in tree.children(t) {
            let dep = tree.dep(c);
            match dep {
                Dep::Nsubj | Dep::Nsubjpass => {
                    let real = tree.antecedent(c);
                    let name = if real == c { "" } else { "antecedent" };
                    add(real, [dep.as_str(), name, "", ""], None);
                    for p in tree.children(c) {
                        if matches!(tree.dep(p), Dep::Poss | Dep::Appos) {
                            add(p, [dep.as_str(), tree.dep(p).as_str(), "", ""], None);
                        }
                    }
                }
                Dep::Agent | Dep::Prep => {
                    if let Some(o) = tree.any_child(c, &[Dep::Pobj, Dep::Pcomp]) {
                        add(o, [dep.as_str(), "pobj", "", ""], Some(c));
                    }
                }
                Dep::Dobj
                | Dep::Pobj
                | Dep::Dative
                | Dep::Poss
                | Dep::Compound
                | Dep::Amod
                | Dep::Nmod
                | Dep::Csubj
                | Dep::Npadvmod
                | Dep::DepRel
                | Dep::Appos
                | Dep::Attr => add(c, [dep.as_str(), "", "", ""], None),
                _ => {}
            }
        }
    }
    climb(scene, head, &mut add);
    let beside = |t: usize| tree.tag(t).is_noun() || tree.tag(t) == Tag::Prp;
    if head > 0 && beside(head - 1) {
        add(head - 1, ["word before", "", "", ""], None);
    }
    if let Some(s) = speakers.before(scene, head) {
        add(s, ["speaker before", "", "", ""], None);
    }
    if let Some(ruled) = by_rule.head {
        add(ruled, ["rule", "", "", ""], None);
    }
    let ruled = by_rule.head.is_none();
    all.push(Whom { head: None, path: ["nobody", "", "", ""], word: None, ruled });
    all
}

/// Subjects, objects and owners above the cue.
fn climb(
    scene: &Scene<'_, '_, '_>,
    head: usize,
    add: &mut impl FnMut(usize, [&'static str; 4], Option<usize>),
) {
    let tree = scene.tree;
    let mut way: [&'static str; 3] = [""; 3];
    for (n, t) in tree.climb(head).take(UP).enumerate() {
        let up = tree.head(t);
        if up == t {
            return;
        }
        if n < 3 {
            way[n] = tree.dep(t).as_str();
        } else {
            way[2] = "far";
        }
        let path = |last: &'static str| [way[0], way[1], way[2], last];
        if tree.tag(up).is_noun() {
            add(up, path("itself"), None);
        }
        for c in tree.children(up).filter(|c| *c != t) {
            let dep = tree.dep(c);
            match dep {
                Dep::Nsubj | Dep::Nsubjpass => add(tree.antecedent(c), path(dep.as_str()), None),
                Dep::Dobj | Dep::Poss | Dep::Dative | Dep::Attr if c < t => {
                    add(c, path(dep.as_str()), None);
                }
                Dep::Poss | Dep::Compound | Dep::Amod if tree.tag(up).is_noun() => {
                    add(c, path(dep.as_str()), None);
                }
                Dep::Agent | Dep::Prep => {
                    if let Some(o) = (n < 2).then(|| tree.child(c, Dep::Pobj)).flatten() {
                        add(o, path("prep"), Some(c));
                    }
                }
                _ => {}
            }
        }
    }
}
