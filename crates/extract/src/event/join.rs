//! From places that tell of events to events: mentions of one happening become one event, figures find
//! theirs, and what sources say about it is set down.

use annalist_doc::{Dep, Modality, Polarity, Revision, Role, Span, Tag, TimeId};
use annalist_lexicon::Trigger;

use super::same::{Mention, chains, merge};
use super::tie::{same_doer, tied};
use super::{EventDraft, FigureDraft, Participant, Scene, blame, home, incident, single, tally};

/// One event with all places that tell of it.
#[derive(Clone, Debug)]
pub(crate) struct Happening<'l> {
    /// The place that tells it best.
    pub(crate) lead: EventDraft<'l>,
    pub(crate) mentions: Vec<MentionDraft>,
    /// Indices of its figures.
    pub(crate) figures: Vec<usize>,
}

/// A place that tells of an event.
#[derive(Clone, Debug)]
pub(crate) struct MentionDraft {
    pub(crate) span: Span,
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    pub(crate) according_to: Vec<usize>,
}

/// What somebody says about an event.
#[derive(Clone, Debug)]
pub(crate) struct AccountDraft {
    /// Index of the event.
    pub(crate) event: usize,
    pub(crate) matter: MatterDraft,
    pub(crate) negative: bool,
    pub(crate) according_to: Vec<usize>,
    pub(crate) by: Option<usize>,
    pub(crate) revisions: Vec<(Revision, Span)>,
    pub(crate) before: bool,
    pub(crate) evidence: Vec<Span>,
}

/// What it is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MatterDraft {
    /// Index of the figure.
    Figure(usize),
    /// Cluster and words of who did it.
    Responsible(usize, Span),
    Occurred,
}

/// Everything that a report tells of events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story<'l> {
    pub(crate) events: Vec<Happening<'l>>,
    pub(crate) figures: Vec<FigureDraft>,
    pub(crate) accounts: Vec<AccountDraft>,
}

/// Puts the places together.
pub(crate) fn join<'l>(scene: &Scene<'_, '_, 'l>, mut drafts: Vec<EventDraft<'l>>) -> Story<'l> {
    let told = drafts.len();
    let mut counted = tally::find(scene, &drafts);
    single::add_beside(scene, &mut counted);
    let mut homes = home::find(scene, &drafts, &counted);
    incident::without_name(scene, &mut drafts, &counted, &mut homes);
    let blames = blame::find(scene, &drafts);
    let mut first: Vec<usize> = (0..drafts.len()).collect();
    // What became of people is part of what it became of them in.
    for (count, home) in counted.iter().zip(&homes) {
        let own = drafts.iter().position(|d| d.head == count.figure.outcome);
        if let (Some(own), Some(home)) = (own, *home)
            && own != home
            && real(&drafts[own])
            && same_doer(scene, &drafts, own, home)
            && (drafts[own].trigger.kind == drafts[home].trigger.kind
                || home::is_outcome(scene, &drafts[own])
                    && matches!(drafts[own].trigger.quad, 0 | 4))
        {
            merge(&mut first, own, home);
        }
    }
    tied(scene, &drafts, &mut first);
    let mentions: Vec<Mention<'_>> = drafts[..told].iter().map(|d| mention(scene, d)).collect();
    chains(scene, &mentions, &mut first);
    let singles = single::find(scene, &drafts, &first, &counted, &homes);
    let kept = |root: usize| {
        let members: Vec<usize> = (0..drafts.len()).filter(|d| first[*d] == root).collect();
        incident::is_kept(scene, &drafts, &homes, &members)
    };
    let mut roots: Vec<usize> = first.clone();
    roots.sort_unstable();
    roots.dedup();
    roots.retain(|root| kept(*root));
    let ones = singles.into_iter().map(|(count, draft)| (count, Some(draft)));
    let mut told: Vec<(tally::Counted, Option<usize>)> =
        counted.into_iter().zip(homes).chain(ones).collect();
    told.sort_by_key(|(count, _)| (count.figure.number, count.figure.kind));
    let (mut counted, homes): (Vec<_>, Vec<_>) = told.into_iter().unzip();
    settle(scene, &mut counted);
    let mut events: Vec<Happening<'l>> =
        roots.iter().map(|root| happening(scene, &drafts, &first, *root)).collect();
    let order = |h: &Happening<'_>| (h.lead.span, h.lead.head);
    let mut by_place: Vec<usize> = (0..events.len()).collect();
    by_place.sort_by_key(|e| order(&events[*e]));
    let index = |draft: usize| {
        let root = roots.iter().position(|r| *r == first[draft])?;
        by_place.iter().position(|e| *e == root)
    };
    let mut story = Story::default();
    for (count, home) in counted.iter().zip(&homes) {
        let figure = story.figures.len();
        story.figures.push(count.figure.clone());
        let Some(event) = home.and_then(index) else { continue };
        events[by_place[event]].figures.push(figure);
        if count.real {
            let told = count.according_to.last().map(|s| &scene.statements[*s]);
            let denied = told.is_some_and(|s| s.polarity == Polarity::Negative);
            let mut evidence = vec![count.figure.span, scene.tree.span(count.figure.outcome)];
            evidence.dedup();
            story.accounts.push(AccountDraft {
                event,
                matter: MatterDraft::Figure(figure),
                negative: denied && count.figure.quantity.high != Some(0),
                according_to: count.according_to.clone(),
                by: count.by,
                revisions: count.revisions.clone(),
                before: count.before,
                evidence,
            });
        }
    }
    for blame in blames {
        let Some(event) = index(blame.event) else { continue };
        let revisions = Vec::new();
        story.accounts.push(AccountDraft {
            event,
            matter: MatterDraft::Responsible(blame.who, blame.words),
            negative: blame.negative,
            according_to: if blame.own { Vec::new() } else { blame.according_to },
            by: blame.by,
            revisions,
            before: false,
            evidence: blame.evidence,
        });
    }
    for (draft, of) in drafts.iter().enumerate() {
        if !is_contested(scene, &drafts, &first, draft) {
            continue;
        }
        let Some(event) = index(draft) else { continue };
        story.accounts.push(AccountDraft {
            event,
            matter: MatterDraft::Occurred,
            negative: of.polarity == Polarity::Negative,
            according_to: of.according_to.clone(),
            by: None,
            revisions: Vec::new(),
            before: false,
            evidence: std::iter::once(of.span).chain(of.evidence.iter().copied()).collect(),
        });
    }
    story.accounts.sort_by_key(|a| a.evidence.first().copied());
    story.events = by_place.iter().map(|e| events[*e].clone()).collect();
    story
}

/// "They revised the number of dead": not the dead, but whoever spoke before.
fn settle(scene: &Scene<'_, '_, '_>, counted: &mut [tally::Counted]) {
    let source = |c: &tally::Counted| {
        let told = c.according_to.last().and_then(|s| scene.statements[*s].source);
        told.and_then(|h| scene.entity_at(h)).map(|(_, cluster)| cluster).or(c.by)
    };
    let victims: Vec<Option<usize>> = counted
        .iter()
        .map(|c| scene.entity_at(c.figure.head).map(|(_, cluster)| cluster))
        .collect();
    for c in 0..counted.len() {
        if counted[c].by.is_some()
            && counted[c].according_to.is_empty()
            && victims.contains(&counted[c].by)
        {
            counted[c].by = counted[..c].iter().rev().find_map(source).or(counted[c].by);
        }
    }
}

/// Whether the place tells of an event that some tell to have happened and others deny.
fn is_contested(
    scene: &Scene<'_, '_, '_>,
    drafts: &[EventDraft<'_>],
    first: &[usize],
    draft: usize,
) -> bool {
    let told = |d: &EventDraft<'_>| {
        matches!(d.modality, Modality::Actual | Modality::Historical)
            && matches!(d.trigger.quad, 3 | 4)
            && scene.tree.tag(d.head).is_verb()
            && !home::is_outcome(scene, d)
    };
    let members = || (0..drafts.len()).filter(|d| first[*d] == first[draft]).map(|d| &drafts[d]);
    let affirmed = members().any(|d| told(d) && d.polarity == Polarity::Positive);
    let denied = members()
        .any(|d| told(d) && d.polarity == Polarity::Negative && !d.according_to.is_empty());
    told(&drafts[draft]) && affirmed && denied
}

pub(super) fn mention<'l>(scene: &Scene<'_, '_, '_>, draft: &EventDraft<'l>) -> Mention<'l> {
    Mention {
        head: draft.head,
        kind: Some((draft.trigger.kind.as_str(), draft.trigger.mode.as_deref())),
        hazard: draft.trigger.hazard.as_deref(),
        parties: draft.arguments.iter().map(|a| (a.role, a.head, a.cluster)).collect(),
        place: draft.place,
        time: draft.time,
        old: draft.modality == Modality::Historical,
        negative: draft.polarity == Polarity::Negative,
        outcome: home::is_outcome(scene, draft),
    }
}

/// Marked places as the events that they tell of, each with its first.
#[cfg(feature = "training")]
pub(super) fn of_chains<'l>(
    scene: &Scene<'_, '_, 'l>,
    drafts: &[EventDraft<'l>],
    first: &[usize],
) -> Story<'l> {
    let roots = (0..drafts.len()).filter(|d| first[*d] == *d);
    let events = roots.map(|root| happening(scene, drafts, first, root)).collect();
    Story { events, ..Story::default() }
}

pub(super) fn real(draft: &EventDraft<'_>) -> bool {
    draft.polarity == Polarity::Positive
        && matches!(draft.modality, Modality::Actual | Modality::Possible | Modality::Historical)
}

/// Whether a verb or one of its helpers shows tense.
fn is_finite(scene: &Scene<'_, '_, '_>, t: usize) -> bool {
    let tree = scene.tree;
    let helper =
        |c: usize| matches!(tree.dep(c), Dep::Aux | Dep::Auxpass) && tree.tag(c).is_finite();
    tree.tag(t).is_finite() || tree.tag(t).is_verb() && tree.children(t).any(helper)
}

/// All drafts of one root as one event.
fn happening<'l>(
    scene: &Scene<'_, '_, '_>,
    drafts: &[EventDraft<'l>],
    first: &[usize],
    root: usize,
) -> Happening<'l> {
    let members: Vec<&EventDraft<'l>> =
        (0..drafts.len()).filter(|d| first[*d] == root).map(|d| &drafts[d]).collect();
    let verb = |d: &EventDraft<'_>| scene.tree.tag(d.head);
    // "The blast killed": what the event itself does is done by nobody.
    let agent = |a: &Participant| {
        a.role == Role::Actor && a.cluster.is_some() && !drafts.iter().any(|d| d.head == a.head)
    };
    let rank = |d: &&&EventDraft<'l>| {
        (
            !real(d),
            home::is_outcome(scene, d) && !d.arguments.iter().any(agent),
            d.trigger.quad == 0,
            !d.according_to.is_empty(),
            !is_finite(scene, d.head),
            !verb(d).is_verb(),
            std::cmp::Reverse(d.arguments.len()),
            d.span,
        )
    };
    let mut lead = match members.iter().min_by_key(rank) {
        Some(lead) => (**lead).clone(),
        None => drafts[root].clone(),
    };
    // "The strike on the base destroyed two hangars": it is for both.
    let doers: Vec<usize> =
        lead.arguments.iter().filter(|a| a.role == Role::Actor).map(|a| a.head).collect();
    let does = |d: &EventDraft<'_>| doers.contains(&d.head);
    lead.arguments.retain(|a| !members.iter().any(|d| d.head == a.head));
    for d in members.iter().filter(|d| d.span != lead.span && real(d)).filter(|d| {
        let accident = lead.trigger.quad == 0 && home::is_outcome(scene, d);
        d.trigger.quad == lead.trigger.quad || accident
    }) {
        let has = |role: Role| lead.arguments.iter().any(|a| a.role == role);
        // Who was killed in it suffers it too.
        let (actor, recipient) =
            (!has(Role::Actor), !has(Role::Recipient) || home::is_outcome(scene, d) || does(d));
        // Of the many counted through a report only those of its own sentence are named with it.
        let tree = scene.tree;
        let near = tree.sentence_index(d.head) == tree.sentence_index(lead.head);
        let wanted = |a: &&Participant| match a.role {
            Role::Actor => actor && agent(a) && lead.trigger.quad != 0,
            Role::Recipient => {
                recipient && (near || !has(Role::Recipient)) && tree.tag(a.head) != Tag::Cd
            }
            _ => false,
        };
        let taken = |a: &&Participant| {
            !lead
                .arguments
                .iter()
                .any(|o| o.span == a.span || o.cluster.is_some() && o.cluster == a.cluster)
                && !members.iter().any(|d| d.head == a.head)
        };
        let more: Vec<Participant> =
            d.arguments.iter().filter(wanted).filter(taken).copied().collect();
        lead.arguments.extend(more);
    }
    for a in lead.arguments.iter_mut().filter(|a| a.role == Role::Actor) {
        if super::pair::is_means(scene, a.head) {
            a.role = Role::Instrument;
        }
    }
    lead.arguments.sort_by_key(|a| a.role);
    let time: Option<TimeId> = members.iter().find_map(|d| d.time);
    lead.time = lead.time.or(time);
    lead.place = lead.place.or_else(|| members.iter().find_map(|d| d.place));
    let mode: Option<&'l Trigger> =
        members.iter().map(|d| d.trigger).find(|t| t.mode.is_some() && t.kind == lead.trigger.kind);
    if lead.trigger.mode.is_none()
        && let Some(trigger) = mode
    {
        lead.trigger = trigger;
    }
    let mentions = members
        .iter()
        .map(|d| MentionDraft {
            span: d.span,
            polarity: d.polarity,
            modality: d.modality,
            according_to: d.according_to.clone(),
        })
        .collect();
    Happening { lead, mentions, figures: Vec::new() }
}
