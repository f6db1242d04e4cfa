//! Which of one source's claims came first: the text's words, then the times, then the order of telling.

use std::cmp::Ordering;

use annalist_doc::{Account, Revision, Span, StatementId, Time, TimeKind};

use super::Told;

/// The time at which an account was given: its statement's, else the time at the head of its block.
pub(super) fn moment<'a>(
    told: Told<'a>,
    account: &Account,
    statement: Option<StatementId>,
) -> Option<&'a Time> {
    let own = statement
        .and_then(|s| told.statements.get(s.index()))
        .and_then(|s| s.time)
        .and_then(|t| told.times.get(t.index()));
    own.or_else(|| {
        let at = account.evidence.first()?.start;
        let block = told.blocks.iter().find(|b| b.span.holds(at))?;
        let head = |t: &&Time| t.kind == TimeKind::Time && t.span.start == block.span.start;
        told.times.iter().find(head)
    })
}

/// Whether the first account came before or after the second; equal where nothing tells.
pub(super) fn compare(told: Told<'_>, a: &Account, b: &Account) -> Ordering {
    let rank = |x: &Account| {
        let means = |wanted: Revision| x.revisions.iter().any(|(m, _)| *m == wanted);
        if means(Revision::First) {
            0
        } else if means(Revision::Replaced) || means(Revision::Grown) || means(Revision::Later) {
            2
        } else {
            1
        }
    };
    let by_word = rank(a).cmp(&rank(b));
    if by_word != Ordering::Equal && (rank(a) != 2 || rank(b) != 2) {
        return by_word;
    }
    if a.before != b.before {
        return if a.before { Ordering::Less } else { Ordering::Greater };
    }
    let value = |x: &Account| {
        let time = moment(told, x, x.according_to.last().copied())?;
        Some((time.earliest.clone()?, time.value.clone()?, time.latest.clone()?))
    };
    if let (Some(x), Some(y)) = (value(a), value(b)) {
        // Days that do not overlap, or two clock times of one day.
        if x.2 < y.0 || y.2 < x.0 {
            return x.0.cmp(&y.0);
        }
        let clock = |v: &str| {
            v.split_once('T')
                .map(|(_, t)| t.to_owned())
                .filter(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        };
        if let (Some(p), Some(q)) = (clock(&x.1), clock(&y.1)) {
            return p.cmp(&q);
        }
    }
    Ordering::Equal
}

/// The words that say that the newer account takes the place of the older one, or follows it.
pub(super) fn words(older: &Account, newer: &Account) -> Vec<(Revision, Span)> {
    let of = |x: &Account, wanted: &[Revision]| -> Vec<(Revision, Span)> {
        x.revisions.iter().filter(|(m, _)| wanted.contains(m)).copied().collect()
    };
    let mut all = of(older, &[Revision::First]);
    all.extend(of(
        newer,
        &[Revision::Later, Revision::Replaced, Revision::Grown, Revision::Withdrawn],
    ));
    all.sort_by_key(|(_, span)| *span);
    all
}
