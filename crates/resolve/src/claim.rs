//! Claims: each source's word on how many were killed, hurt, arrested …, and how these words relate.
//!
//! Claims are only ever added. The same source's later value *updates* the earlier one; it *corrects*
//! it only where the text says so ("initially … later"). Values of different sources contradict each
//! other only when no number fits both.

use annalist_doc::{
    Claim, ClaimId, ClaimLink, ClaimLinkKind, ClaimValue, EntityId, Event, EventId, Figure,
    Modality, Order, Polarity, Qualifier, Said, Span, Statement, StatementId, Tally, Time,
};

/// All claims of a report and how they relate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// In text order.
    pub claims: Vec<Claim>,
    /// Each later claim with the earlier one it relates to.
    pub links: Vec<ClaimLink>,
}

/// What claims are made from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Events in text order.
    pub events: &'a [Event],
    /// Their figures.
    pub figures: &'a [Figure],
    /// Figures about events that other sentences tell.
    pub tallies: &'a [Tally],
    /// Statements in text order.
    pub statements: &'a [Statement],
    /// The words that put a statement first or later, one slot per statement.
    pub order_evidence: &'a [Option<Span>],
    /// Anchored times.
    pub times: &'a [Time],
    /// Day of publication, the latest day anything in the report was said.
    pub published: Option<&'a str>,
    /// How many sentences lie between two offsets.
    pub sentences: &'a [Span],
}

/// Sets down the claims of a report.
#[must_use]
pub fn claims(told: Told<'_>) -> Claims {
    let mut words: Vec<Word<'_>> = Vec::new();
    for event in told.events {
        let real = matches!(event.modality, Modality::Actual | Modality::Possible);
        for figure in
            event.figures.iter().filter_map(|id| told.figures.get(id.index())).filter(|_| real)
        {
            if let Some(value) = value_of(event.polarity, figure) {
                let evidence = vec![figure.span, event.trigger];
                words.push(Word {
                    figure,
                    value,
                    event: incident(told, event),
                    according_to: &event.according_to,
                    by: None,
                    revised: None,
                    evidence,
                });
            }
        }
    }
    for tally in told.tallies {
        let Some(figure) = told.figures.get(tally.figure.index()) else { continue };
        if let Some(value) = value_of(Polarity::Positive, figure) {
            let evidence = std::iter::once(figure.span).chain(tally.revised).collect();
            words.push(Word {
                figure,
                value,
                event: tally.event,
                according_to: &tally.according_to,
                by: tally.by,
                revised: tally.revised,
                evidence,
            });
        }
    }
    words.sort_by_key(|word| word.figure.span);
    let mut all = Claims::default();
    for word in words {
        let statement = word.according_to.last().copied();
        let source =
            statement.and_then(|s| told.statements.get(s.index())).and_then(|s| s.source.entity);
        let claim = Claim {
            id: ClaimId(all.claims.len() as u32),
            event: word.event,
            attribute: word.figure.what.as_str().to_owned(),
            value: word.value,
            by: source.or(word.by),
            statement,
            said: said(told, statement),
            evidence: word.evidence,
        };
        link(told, &mut all, &claim, word.revised);
        all.claims.push(claim);
    }
    all
}

/// One figure as somebody gives it.
struct Word<'a> {
    figure: &'a Figure,
    value: ClaimValue,
    event: EventId,
    according_to: &'a [StatementId],
    by: Option<EntityId>,
    revised: Option<Span>,
    evidence: Vec<Span>,
}

/// The value claimed; a denied event claims none ("no soldiers were hurt" is 0, "did not kill 5" nothing).
fn value_of(polarity: Polarity, figure: &Figure) -> Option<ClaimValue> {
    let zero = figure.high == Some(0);
    if polarity == Polarity::Negative && !zero {
        return None;
    }
    Some(ClaimValue {
        low: figure.low,
        high: figure.high,
        qualifier: figure.qualifier,
        text: figure.text.clone(),
    })
}

/// The happening a toll belongs to: the event itself, or the nearest attack told just before it when
/// the sentence gives only what became of people.
fn incident(told: Told<'_>, event: &Event) -> EventId {
    let has_actor = event.arguments.iter().any(|a| a.role == annalist_doc::Role::Actor);
    if has_actor {
        return event.id;
    }
    let at = sentence_of(told, event.trigger.start);
    let attack = told.events.iter().rev().find(|other| {
        let gap = at.saturating_sub(sentence_of(told, other.trigger.start));
        other.trigger.start < event.trigger.start
            && gap <= REACH
            && other.quad == 4
            && other.figures.is_empty()
            && other.modality == Modality::Actual
            && other.polarity == Polarity::Positive
            && (other.mode.is_some()
                || other.arguments.iter().any(|a| a.role == annalist_doc::Role::Actor))
    });
    attack.map_or(event.id, |attack| attack.id)
}

/// A toll belongs to an attack at most this many sentences before it.
const REACH: usize = 2;

fn sentence_of(told: Told<'_>, at: u32) -> usize {
    told.sentences.partition_point(|s| s.end <= at)
}

/// When it was said: the statement's own time, else any day up to publication.
fn said(told: Told<'_>, statement: Option<StatementId>) -> Said {
    let statement = statement.and_then(|s| told.statements.get(s.index()));
    let time = statement.and_then(|s| s.time).and_then(|t| told.times.get(t.index()));
    match time {
        Some(time) => Said { earliest: time.earliest.clone(), latest: time.latest.clone() },
        None => {
            Said { earliest: None, latest: told.published.map(|p| p.chars().take(10).collect()) }
        }
    }
}

/// Links a new claim to the earlier ones on the same matter.
fn link(told: Told<'_>, all: &mut Claims, new: &Claim, revised: Option<Span>) {
    let same_matter = |old: &&Claim| {
        old.attribute == new.attribute && (old.event == new.event || near(told, old, new))
    };
    let mut links = Vec::new();
    if let Some(old) = all.claims.iter().rev().filter(same_matter).find(|old| old.by == new.by) {
        let mut evidence = order_words(told, old, new);
        evidence.extend(revised);
        let kind = match (
            same(&old.value, &new.value),
            within(&old.value, &new.value),
            evidence.is_empty(),
        ) {
            (true, ..) => ClaimLinkKind::Repeats,
            (false, _, false) => ClaimLinkKind::Corrects,
            (false, true, true) => ClaimLinkKind::Refines,
            (false, false, true) => ClaimLinkKind::Updates,
        };
        links.push(ClaimLink { from: new.id, to: old.id, kind, evidence });
    }
    let mut seen = Vec::new();
    for old in all.claims.iter().rev().filter(same_matter).filter(|old| old.by != new.by) {
        // Only the latest word of each other source.
        if seen.contains(&old.by) {
            continue;
        }
        seen.push(old.by);
        let kind = if same(&old.value, &new.value) {
            ClaimLinkKind::Corroborates
        } else if compatible(&old.value, &new.value) {
            continue;
        } else if new.value.high == Some(0) {
            ClaimLinkKind::Denies
        } else {
            ClaimLinkKind::Contradicts
        };
        links.push(ClaimLink { from: new.id, to: old.id, kind, evidence: Vec::new() });
    }
    all.links.extend(links);
}

/// Whether two claims of one source stand close enough together to be about one toll.
fn near(told: Told<'_>, old: &Claim, new: &Claim) -> bool {
    let at = |claim: &Claim| claim.evidence.first().map_or(0, |span| sentence_of(told, span.start));
    old.by.is_some()
        && old.by == new.by
        && at(new).abs_diff(at(old)) <= REACH
        && ordered(told, old, new)
}

fn ordered(told: Told<'_>, old: &Claim, new: &Claim) -> bool {
    let order = |claim: &Claim| {
        claim.statement.and_then(|s| told.statements.get(s.index())).and_then(|s| s.order)
    };
    order(old) == Some(Order::First) || order(new) == Some(Order::Later)
}

/// The words that say that the new claim takes the place of the old one.
fn order_words(told: Told<'_>, old: &Claim, new: &Claim) -> Vec<Span> {
    let words = |claim: &Claim, wanted: Order| {
        let statement = claim.statement?;
        let order = told.statements.get(statement.index())?.order?;
        (order == wanted)
            .then(|| told.order_evidence.get(statement.index()).copied().flatten())
            .flatten()
    };
    words(old, Order::First).into_iter().chain(words(new, Order::Later)).collect()
}

fn same(a: &ClaimValue, b: &ClaimValue) -> bool {
    (a.low, a.high, a.qualifier) == (b.low, b.high, b.qualifier)
        && (a.low.is_some() || a.text.eq_ignore_ascii_case(&b.text))
}

/// Whether the new value lies inside the old one and is narrower.
fn within(old: &ClaimValue, new: &ClaimValue) -> bool {
    let (old_low, old_high) = bounds(old);
    let (new_low, new_high) = bounds(new);
    old_low <= new_low && new_high <= old_high
}

/// Whether some number fits both.
fn compatible(a: &ClaimValue, b: &ClaimValue) -> bool {
    let ((a_low, a_high), (b_low, b_high)) = (bounds(a), bounds(b));
    a_low <= b_high && b_low <= a_high
}

/// Lowest and highest number that the words allow; "about" leaves a tenth on both sides.
fn bounds(value: &ClaimValue) -> (u64, u64) {
    let slack = |v: u64| if value.qualifier == Qualifier::About { v / 10 } else { 0 };
    let low = value.low.map_or(0, |v| v.saturating_sub(slack(v)));
    let high = value.high.map_or(u64::MAX, |v| v.saturating_add(slack(v)));
    (low, high)
}
