//! Which event a figure belongs to: the attack that killed, the protest that was attended.

use annalist_doc::{BlockKind, Dep, FigureKind, Modality, Polarity, Role};

use super::join::mention;
use super::pair::acts;
use super::same::{conflict, counts_differ, is_elsewhere, related};
use super::tally::Counted;
use super::town::is_counted_elsewhere;
use super::{EventDraft, FigureDraft, Participant, Scene, part};

/// A figure without a cause in its own sentence looks this many sentences back.
const REACH: usize = 8;

/// For each figure the index of its event, if there is one.
pub(crate) fn find(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    figures: &[Counted],
) -> Vec<Option<usize>> {
    let mut homes: Vec<Option<usize>> = Vec::new();
    for (f, counted) in figures.iter().enumerate() {
        let before = figures[..f].iter().zip(&homes);
        let last = before
            .filter(|(other, home)| {
                home.is_some() && family(other.figure.kind) == family(counted.figure.kind)
            })
            .filter_map(|(_, home)| *home)
            .rfind(|home| events[*home].modality != Modality::Historical);
        // "two of the wounded had died": where these were wounded.
        let of = scene.tree.object_of(counted.figure.head, "of");
        let others = of.and_then(|o| part::told_by(scene, o)).and_then(|kind| {
            let mut told = figures[..f].iter().zip(&homes).rev();
            told.find(|(o, _)| o.figure.kind == kind && kind != counted.figure.kind)
        });
        let found = others.and_then(|(_, home)| *home);
        homes.push(found.or_else(|| home(scene, events, counted, last)));
    }
    headlines(scene, events, figures, &mut homes);
    homes
}

/// "Three killed as protests spread": the figure of a headline is that of the text with the same number, if the
/// headline does not tell what killed them.
fn headlines(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    figures: &[Counted],
    homes: &mut [Option<usize>],
) {
    let violent =
        |e: usize| matches!(events[e].trigger.quad, 0 | 4) && events[e].trigger.kind != "PROTEST";
    let heads = |f: &Counted| {
        let block = scene.tree.sentence(f.figure.head).block as usize;
        scene.tree.document.blocks[block].kind == BlockKind::Heading
    };
    let number = |f: &Counted| (f.figure.kind, f.figure.quantity.low);
    for f in 0..figures.len() {
        let same = |o: &usize| {
            !heads(&figures[*o])
                && homes[*o].is_some()
                && number(&figures[*o]) == number(&figures[f])
        };
        let told = || (f + 1..figures.len()).find(same);
        if heads(&figures[f])
            && figures[f].figure.quantity.low.is_some()
            && family(figures[f].figure.kind) == 0
            && homes[f].is_none_or(|home| !violent(home))
            && let Some(told) = told()
        {
            homes[f] = homes[told];
        }
    }
}

/// Kinds of figures that share their events.
pub(crate) fn family(kind: FigureKind) -> u8 {
    match kind {
        FigureKind::Killed | FigureKind::Injured | FigureKind::Missing => 0,
        FigureKind::Displaced | FigureKind::Evacuated => 1,
        FigureKind::Arrested => 2,
        FigureKind::Participants => 3,
    }
}

fn home(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    counted: &Counted,
    last: Option<usize>,
) -> Option<usize> {
    let tree = scene.tree;
    let figure = &counted.figure;
    let t = figure.outcome;
    let own = events.iter().position(|e| e.head == t).or_else(|| {
        let holds = |e: &&EventDraft<'_>| e.span.contains(tree.span(t));
        let all = || events.iter().enumerate().filter(|(_, e)| holds(e));
        all().find(|(_, e)| !is_outcome(scene, e)).or_else(|| all().next()).map(|(e, _)| e)
    });
    let told = own.map(|o| mention(scene, &events[o]));
    // "Gunmen killed four in Kano": not in the attack on Lagos.
    let apart = |e: &EventDraft<'_>| {
        let near = tree.sentence_index(e.head) == tree.sentence_index(t);
        let tied = |o: usize| {
            near && tree.tag(e.head).is_noun()
                || tree.dominates(events[o].head, e.head)
                || tree.dominates(e.head, t)
        };
        family(figure.kind) < 2
            && own.zip(told.as_ref()).is_some_and(|(o, told)| {
                let now = e.modality != Modality::Historical;
                let old = events[o].modality == Modality::Historical;
                let apart = || {
                    let other = mention(scene, e);
                    is_elsewhere(scene, &other, told) || counts_differ(scene, &other, told)
                };
                !tied(o) && (now && old || apart())
            })
    };
    let apart =
        |e: &EventDraft<'_>| apart(e) || own.is_none() && is_counted_elsewhere(scene, figure, e);
    let last = last.filter(|l| !apart(&events[*l]));
    let wanted = scene.lexicon.outcomes.homes(figure.kind);
    // An event as such, not what became of people in it.
    let cause = |e: &EventDraft<'_>| {
        wanted.contains(&e.trigger.kind)
            // Nobody is killed in an abduction.
            && (family(figure.kind) > 0 || e.trigger.mode.as_deref() != Some("abduct"))
            && (family(figure.kind) > 1 || !is_outcome(scene, e))
            && e.polarity == Polarity::Positive
            && matches!(e.modality, Modality::Actual | Modality::Possible | Modality::Historical)
            && !apart(e)
    };
    // "left for treatment" tells of the wounded, not of what wounded them.
    let itself = own.filter(|o| {
        family(figure.kind) > 1
            || !is_outcome(scene, &events[*o]) && wanted.contains(&events[*o].trigger.kind)
    });
    if let Some(own) = itself {
        // One report's arrests are one event, unless something tells them apart.
        let again = last.filter(|l| {
            let (a, b) = (&events[*l], &events[own]);
            family(figure.kind) > 1
                && a.trigger.kind == b.trigger.kind
                && a.trigger.mode == b.trigger.mode
                && tree.sentence_index(t).abs_diff(tree.sentence_index(a.head)) <= REACH
                && !conflict(scene, &mention(scene, a), &mention(scene, b))
        });
        return again.or(itself);
    }
    // "At least seven have died since the protests began": all of them, in whatever happened.
    let since = || {
        let opens = |c: usize| scene.lexicon.accounts.sums.iter().any(|w| w == tree.lower(c));
        tree.children(t).any(|c| opens(c) || tree.child(c, Dep::Mark).is_some_and(opens))
    };
    if let Some(own) = own.filter(|o| is_outcome(scene, &events[*o]) && since()) {
        return Some(own);
    }
    if let Some(apart) = told_apart(scene, events, figure, own, &cause) {
        return Some(apart);
    }
    if let Some(found) = in_sentence(scene, events, t, &cause) {
        // "killed in the unrest": the one whose dead were counted before.
        let before = last.filter(|l| events[*l].head < events[found].head);
        return before.filter(|_| speaks_of(scene, events[found].head)).or(Some(found));
    }
    // "were killed in the strikes": those that were told before.
    let scenes = &scene.lexicon.accounts.scenes;
    if let Some(noun) = scenes.iter().find_map(|p| tree.object_of(t, p)) {
        let named = |e: &EventDraft<'_>| e.head < t && related(scene, e.head, noun) && cause(e);
        let found = events.iter().rposition(named);
        if found.is_some() {
            return found;
        }
    }
    let here = tree.sentence_index(t);
    let recent = || {
        let mut before = (0..events.len()).rev().filter(|e| {
            let there = tree.sentence_index(events[*e].head);
            let now = events[*e].modality != Modality::Historical;
            there < here && here - there <= REACH && now && cause(&events[*e])
        });
        before.next()
    };
    let doer = own.is_some_and(|o| {
        events[o].arguments.iter().any(|a| a.role == Role::Actor && a.cluster.is_some())
    });
    let near = |e: &usize| here.saturating_sub(tree.sentence_index(events[*e].head)) <= REACH;
    let toll = scene.lexicon.outcomes.toll(tree.lemma(t)).is_some();
    let found = match (recent(), last) {
        (Some(_), Some(last)) if toll => Some(last),
        // A march is no more than the scene of what became of people.
        (Some(recent), Some(last))
            if family(figure.kind) == 0 && events[recent].trigger.kind == "PROTEST" =>
        {
            Some(last)
        }
        (Some(recent), Some(last)) => {
            Some(if events[recent].head > events[last].head { recent } else { last })
        }
        (one, other) => one.or(other),
    };
    found
        .filter(|e| !doer || near(e))
        .or_else(|| {
            let mut after = (0..events.len()).filter(|e| {
                let there = tree.sentence_index(events[*e].head);
                there > here && there - here <= 2 && cause(&events[*e])
            });
            own.or_else(|| after.next())
        })
        .or_else(|| {
            let near = |e: &EventDraft<'_>| tree.sentence_index(e.head).abs_diff(here) <= REACH;
            (0..events.len()).find(|e| near(&events[*e]) && cause(&events[*e]))
        })
}

/// The event that a figure has for itself, whatever else its sentence tells of.
fn told_apart(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    figure: &FigureDraft,
    own: Option<usize>,
    cause: &impl Fn(&EventDraft<'_>) -> bool,
) -> Option<usize> {
    let (tree, t) = (scene.tree, figure.outcome);
    // "the murder of three teachers": whose it is stands with it.
    let of = tree.tag(t).is_noun() && tree.object_of(t, "of") == Some(figure.head);
    if let Some(own) = own.filter(|o| of && events[*o].trigger.quad == 4) {
        return Some(own);
    }
    // "after rebels ambushed a patrol, killing six": in the ambush.
    let inside = |e: &EventDraft<'_>| {
        e.head != t && tree.dominates(e.head, t) && is_apart(scene, e.head) && cause(e)
    };
    if events.iter().any(inside) {
        return None;
    }
    // "it came a week after soldiers shot dead seven": another event than the main clause tells of.
    let around = own.or_else(|| events.iter().position(|e| e.span.contains(tree.span(t))));
    around.filter(|o| {
        let does = |a: &Participant| a.role == Role::Actor && acts(scene, a.head);
        let old = events[*o].modality == Modality::Historical;
        events[*o].arguments.iter().any(does) && (old || is_apart(scene, t))
    })
}

/// Whether a word stands in a clause that tells of another time than the one above it.
pub(super) fn is_apart(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let tree = scene.tree;
    let mark = |a: usize| match tree.dep(a) {
        Dep::Advcl => tree.child(a, Dep::Mark).filter(|m| *m < a),
        Dep::Pcomp | Dep::Pobj => Some(tree.head(a)),
        _ => None,
    };
    let words = &scene.lexicon.accounts.apart;
    let mut marks = tree.climb(t).take(4).filter_map(mark);
    marks.any(|m| words.iter().any(|w| w == tree.lower(m)))
}

/// Whether a noun only speaks of what was told: "the unrest", "this incident".
fn speaks_of(scene: &Scene<'_, '_, '_>, noun: usize) -> bool {
    let tree = scene.tree;
    let definite = &scene.lexicon.words.definite;
    scene.lexicon.accounts.happenings.iter().any(|h| h == tree.lemma(noun))
        && tree.children(noun).any(|c| c < noun && definite.iter().any(|d| d == tree.lower(c)))
}

/// Whether the event is only what became of people: "were killed", "died".
pub(crate) fn is_outcome(scene: &Scene<'_, '_, '_>, event: &EventDraft<'_>) -> bool {
    use annalist_lexicon::OutcomePos::{Noun, State, Verb};
    let outcomes = &scene.lexicon.outcomes;
    // "is dead", "found dead".
    let more = event.trigger.words.iter().skip(1).filter(|_| event.trigger.quad == 0);
    let own = [scene.tree.lemma(event.head), scene.tree.lower(event.head)];
    let mut of = own.into_iter().chain(more.map(String::as_str)).flat_map(|w| outcomes.of(w));
    event.trigger.hazard.is_none()
        && of.any(|o| matches!(o.pos, Verb | State | Noun) && o.what.iter().any(|k| family(*k) < 2))
}

/// The event that the grammar or the sentence ties to the outcome word.
fn in_sentence(
    scene: &Scene<'_, '_, '_>,
    events: &[EventDraft<'_>],
    t: usize,
    cause: &impl Fn(&EventDraft<'_>) -> bool,
) -> Option<usize> {
    let tree = scene.tree;
    let at = |head: usize| events.iter().position(|e| e.head == head && cause(e));
    // "an explosion killed", "died in the blaze".
    let subject = tree.climb(t).take(3).find_map(|a| tree.logical_subject(a));
    if let Some(found) =
        subject.and_then(|s| at(s).or_else(|| tree.object_of(s, "of").and_then(at)))
    {
        return Some(found);
    }
    let here = tree.sentence_index(t);
    // "confirmed two deaths and said police had acted after a station was set on fire": not in that fire.
    let verb = tree.climb(t).find(|a| tree.tag(*a).is_verb()).unwrap_or(t);
    let joined = |a: &usize| tree.dep(*a) == Dep::Conj && tree.head(*a) == verb;
    let below = |head: usize| {
        tree.dominates(verb, head)
            && !tree.climb(head).take_while(|a| *a != verb).any(|a| joined(&a))
    };
    let inside = (0..events.len()).filter(|e| {
        let head = events[*e].head;
        tree.sentence_index(head) == here
            && cause(&events[*e])
            && (!is_apart(scene, head) || below(head) || is_apart(scene, t))
    });
    let rank = |e: &usize| {
        let head = events[*e].head;
        let below = tree.dominates(t, head);
        let above = tree.dominates(head, t);
        (!below, !above, head.abs_diff(t))
    };
    inside.min_by_key(rank)
}
