//! Events: triggers of the lexicon with their participants, polarity, modality and figures.

mod argument;
mod blame;
mod figure;
mod home;
mod incident;
mod join;
mod judge;
#[cfg(feature = "training")]
pub(crate) mod marked;
mod modality;
mod pair;
mod part;
mod participant;
mod same;
mod single;
mod spot;
mod tally;
mod tie;
mod town;
mod trigger;
mod when;
mod where_;
mod whose;

use annalist_doc::{
    Dep, FigureKind, Modality, PlaceId, Polarity, Role, Span, Tense, TimeId, Timex, Toponym,
};
use annalist_lexicon::{Lexicon, Trigger};

pub(crate) use figure::FigureDraft;
pub(crate) use join::{AccountDraft, Happening, MatterDraft, Story, join};
pub(crate) use spot::best as place_of_verb;
#[cfg(feature = "training")]
pub(crate) use spot::for_training as places_for_training;
pub(crate) use when::When;

use crate::coref::Resolved;
use crate::mention::{Found, MentionIndex};
use crate::statement::{Draft, Told};
use crate::timex;
use crate::tree::Tree;

/// Everything the parts of this module look at.
pub(crate) struct Scene<'a, 'd, 'l> {
    pub(crate) tree: &'a Tree<'d>,
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) mentions: &'a [Found<'l>],
    pub(crate) index: &'a MentionIndex,
    pub(crate) resolved: &'a Resolved<'l>,
    pub(crate) statements: &'a [Draft<'l>],
    pub(crate) told: &'a Told,
    pub(crate) times: &'a [Timex],
    pub(crate) places: &'a [Toponym],
}

impl Scene<'_, '_, '_> {
    /// The mention and entity at the head of an argument.
    pub(crate) fn entity_at(&self, head: usize) -> Option<(usize, usize)> {
        let best = self.index.around(head)?;
        self.resolved.of_mention[best].map(|cluster| (best, cluster))
    }
}

/// An event before ids are given.
#[derive(Clone, Debug)]
pub(crate) struct EventDraft<'l> {
    pub(crate) trigger: &'l Trigger,
    /// The token at the head of its words.
    pub(crate) head: usize,
    pub(crate) span: Span,
    pub(crate) arguments: Vec<Participant>,
    /// What it is about.
    pub(crate) contexts: Vec<&'l str>,
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    /// The words that show polarity and modality.
    pub(crate) evidence: Vec<Span>,
    pub(crate) tense: Option<Tense>,
    pub(crate) time: Option<TimeId>,
    pub(crate) place: Option<PlaceId>,
    /// Heads of those whom its trigger counts, and what became of them.
    pub(crate) counted: Vec<(FigureKind, usize)>,
    /// Indices of the statements it stands in, the outermost first.
    pub(crate) according_to: Vec<usize>,
}

/// Somebody or something that takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Participant {
    pub(crate) role: Role,
    pub(crate) head: usize,
    pub(crate) span: Span,
    pub(crate) cluster: Option<usize>,
}

/// The features of two actors, to learn from.
#[cfg(feature = "training")]
pub(crate) fn pair_for_training(
    scene: &Scene<'_, '_, '_>,
    source: &[Span],
    target: &[Span],
) -> Vec<String> {
    let side = |spans| pair::Side::new(scene.tree, spans);
    let pair = pair::Pair { source: side(source), target: side(target) };
    let mut features = Vec::new();
    pair::features(scene, &pair, &by_rule(scene), &mut features);
    features
}

/// All events before they are kept or dropped, to learn from.
#[cfg(feature = "training")]
pub(crate) fn judged_for_training<'l>(
    scene: &Scene<'_, '_, 'l>,
) -> Vec<(EventDraft<'l>, Vec<String>)> {
    judge::for_training(scene, by_rule(scene))
}

/// Finds all places that tell of events, in text order.
pub(crate) fn find<'l>(scene: &Scene<'_, '_, 'l>) -> Vec<EventDraft<'l>> {
    judge::judge(scene, by_rule(scene))
}

/// The events that the lexicon's triggers tell of, in text order.
fn by_rule<'l>(scene: &Scene<'_, '_, 'l>) -> Vec<EventDraft<'l>> {
    let when = When::new(scene);
    trigger::find(scene).iter().map(|found| draft(scene, &when, found)).collect()
}

/// An event that no entry tells of, with this verb as its trigger and nobody in it yet.
fn describe<'l>(scene: &Scene<'_, '_, 'l>, trigger: &'l Trigger, verb: usize) -> EventDraft<'l> {
    let particle = scene.tree.child(verb, annalist_doc::Dep::Prt).filter(|p| *p == verb + 1);
    let tokens = std::iter::once(verb).chain(particle).collect();
    let found = trigger::Match { trigger, tokens, head: verb, light: None };
    draft(scene, &When::new(scene), &found)
}

fn draft<'l>(
    scene: &Scene<'_, '_, 'l>,
    when: &When<'_, '_>,
    found: &trigger::Match<'l>,
) -> EventDraft<'l> {
    let tree = scene.tree;
    let arguments = participant::participants(scene, found);
    let colour = modality::of(scene, found.head);
    let mut evidence = colour.spans(tree);
    let mut polarity = colour.polarity();
    let told = found.trigger.modality.or_else(|| found.light.and_then(|(_, light)| light.modality));
    let mut modality =
        told.filter(|_| colour.modality == Modality::Actual).unwrap_or(colour.modality);
    let according_to = told_by(scene, found.head);
    let denial = according_to
        .last()
        .map(|s| &scene.statements[*s])
        .filter(|s| s.polarity == Polarity::Negative && is_denied(scene, s, found.head))
        // "denied shelling", "would not sign a truce" are denied once.
        .filter(|s| {
            let by = |t: &usize| colour.evidence.iter().any(|e| e == t || tree.head(*e) == *t);
            !(s.cue_tokens.iter().any(by))
        });
    if let Some(denial) = denial {
        polarity = flip(polarity);
        evidence.extend(denial.cue_tokens.iter().map(|t| tree.span(*t)));
        evidence.sort_unstable();
        evidence.dedup();
    }
    let time = when.of(found.governor()).or_else(|| when.of(found.head));
    let tense = timex::tense_of(tree, found.verb());
    let timex = time.map(|id| &scene.times[id.index()]);
    let month = |value: &str| {
        Some((value.get(..4)?.parse().ok()?, value.get(5..7).map_or(Some(1), |m| m.parse().ok())?))
    };
    let published = tree.document.published.as_ref().and_then(|p| month(&p.value));
    // "In April last year the army said that it had killed 203": long ago, too.
    let said = || {
        let saying = &scene.statements[*according_to.last()?];
        let time = when.of(*saying.cue_tokens.first()?)?;
        Some(&scene.times[time.index()]).filter(|_| tense == Some(Tense::Past))
    };
    let told_in = timex.or_else(said).filter(|t| modality::is_history(t, published, tense));
    if let Some(timex) = told_in
        && modality == Modality::Actual
    {
        modality = Modality::Historical;
        evidence.push(timex.span);
    }
    let counted = found.trigger.figure.iter().flat_map(|(kind, slot)| {
        argument::fill(scene, found, slot).into_iter().map(|head| (*kind, head))
    });
    EventDraft {
        counted: counted.collect(),
        contexts: contexts(scene, found),
        time,
        place: where_::of(scene, found, &arguments),
        tense,
        trigger: found.trigger,
        head: found.head,
        span: found.span(tree),
        arguments,
        polarity,
        modality,
        evidence,
        according_to,
    }
}

/// What an event is about: what its entry says, and the words of its sentence, in order of name.
fn contexts<'l>(scene: &Scene<'_, '_, 'l>, found: &trigger::Match<'l>) -> Vec<&'l str> {
    let tree = scene.tree;
    let mut all: Vec<&'l str> = found.trigger.contexts.iter().map(String::as_str).collect();
    for t in tree.sentence(found.head).tokens() {
        all.extend(scene.lexicon.contexts.of(tree.lemma(t)));
        if tree.lower(t) != tree.lemma(t) {
            all.extend(scene.lexicon.contexts.of(tree.lower(t)));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether what is denied is the event itself: "rejected the results of the election as police fired" denies
/// neither the election nor that police fired.
fn is_denied(scene: &Scene<'_, '_, '_>, denial: &Draft<'_>, head: usize) -> bool {
    let tree = scene.tree;
    let up_to_cue = tree.climb(head).take_while(|t| !denial.cue_tokens.contains(t));
    let occasions = &scene.lexicon.accounts.occasions;
    let mut clause = false;
    for t in up_to_cue {
        let marked = tree.dep(t) == Dep::Advcl
            && tree
                .any_child(t, &[Dep::Mark, Dep::Advmod])
                .is_some_and(|m| occasions.iter().any(|w| w == tree.lower(m)));
        // "denied that shots were fired in the town, where a man was killed": nobody denies that he was.
        if marked || tree.dep(t) == Dep::Relcl {
            return false;
        }
        clause |= tree.tag(t).is_verb();
        // "reports of an attack" tell of it, "the results of the election" do not.
        let inside = tree.dep(t) == Dep::Prep && tree.tag(tree.head(t)).is_noun();
        let told = scene.lexicon.cues.starting_with(tree.lemma(tree.head(t))).next().is_some();
        if inside && !clause && !told {
            return false;
        }
    }
    true
}

fn flip(polarity: Polarity) -> Polarity {
    match polarity {
        Polarity::Positive => Polarity::Negative,
        Polarity::Negative => Polarity::Positive,
    }
}

/// The statements that a token stands in, the outermost first.
fn told_by(scene: &Scene<'_, '_, '_>, token: usize) -> Vec<usize> {
    let at = scene.tree.span(token).start;
    let size = |s: usize| scene.statements[s].content.iter().map(|c| c.len()).sum::<u32>();
    let near = scene.told.near(scene.tree.sentence_index(token));
    let mut all: Vec<usize> = near.filter(|s| scene.statements[*s].covers(at)).collect();
    // Of two with the same words, who passes them on comes first.
    let own = |s: usize| scene.statements[s].relayed_by.is_none();
    all.sort_by_key(|s| std::cmp::Reverse((size(*s), own(*s), usize::MAX - *s)));
    all
}
