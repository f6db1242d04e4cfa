//! What learned weights choose from: for every word that may be a cue, several contents and several sources.
//!
//! The rules' own choice is among them and marked, so that what the lexicon knows speaks first.

mod content;
mod quoted;
mod source;

use annalist_doc::Span;

use super::Scene;
use super::content::Contents;
use super::cue::{self, Matches};
use super::source::{Found, Sources};

pub(crate) use source::Whom;

/// One content that a cue may govern.
#[derive(Clone, Debug)]
pub(crate) struct What {
    pub(crate) spans: Vec<Span>,
    /// How it hangs on the cue: relations from the cue down, or `around` and the relation up.
    pub(crate) path: [&'static str; 2],
    /// The preposition on the way.
    pub(crate) word: Option<usize>,
    /// The token that heads it; none for quotations alone.
    pub(crate) top: Option<usize>,
    /// Whether the rules would take it.
    pub(crate) ruled: bool,
}

/// All proposals of one document.
pub(crate) struct Proposals<'l> {
    pub(crate) matches: Matches<'l>,
    /// For each cue, its contents.
    pub(crate) contents: Vec<Vec<What>>,
    /// For each cue, its sources; the last one is nobody.
    pub(crate) sources: Vec<Vec<Whom>>,
    /// For each cue, whose it is by the rules.
    pub(crate) by_rule: Vec<Found>,
}

/// Proposes for every cue of a document.
pub(crate) fn all<'l>(scene: &Scene<'_, '_, 'l>) -> Proposals<'l> {
    let listed = cue::find(scene, cue::Reach::Listed);
    let mut known = Sources::new(scene, &listed);
    let governed = Contents::new(scene, &listed);
    let matches = cue::find(scene, cue::Reach::Any);
    let speakers = source::Speakers::new(scene);
    let mut by_rule = Vec::with_capacity(matches.len());
    let (mut contents, mut whoms) = (Vec::new(), Vec::new());
    for found in matches.iter() {
        let (mut whose, mut what, mut beside) = (Found::default(), Vec::new(), Vec::new());
        if let Some(m) = listed.at(found.head()) {
            whose = known.of(m);
            beside = governed.beside_of(m);
            let mute = governed.is_mute(m, &whose);
            if !mute && !super::own_words(scene, found, &whose) {
                what = governed.of(m, &whose);
            }
        } else if let Some(head) = scene.tree.logical_subject(found.head()) {
            whose = Found { head: Some(head), ..Found::default() };
        }
        contents.push(content::of(scene, found, &whose, &what, &beside));
        whoms.push(source::of(scene, found, &whose, &speakers));
        by_rule.push(whose);
    }
    Proposals { matches, contents, sources: whoms, by_rule }
}
