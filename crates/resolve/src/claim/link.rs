//! How claims on the same matter relate.

use std::cmp::Ordering;

use annalist_doc::{
    Account, Claim, ClaimLink, ClaimLinkKind, EntityId, EntityKind, Polarity, Revision, Span,
};

use super::{Told, order, value};

/// All links, those of each claim in text order.
pub(super) fn links(told: Told<'_>, claims: &[Claim], accounts: &[&Account]) -> Vec<ClaimLink> {
    let mut all: Vec<ClaimLink> = Vec::new();
    for n in 0..claims.len() {
        let earlier = (0..n).rev().filter(|o| same_matter(&claims[*o], &claims[n]));
        let earlier: Vec<usize> = earlier.collect();
        // The same source's nearest word.
        let own = earlier.iter().find(|o| same_source(told, &claims[**o], &claims[n]));
        if let Some(o) = own {
            all.extend(of_one_source(told, claims, accounts, *o, n));
        }
        for o in &earlier {
            let old = &claims[*o];
            // Only the latest word of each other source.
            let later = |x: &usize| {
                let known = order::compare(told, accounts[*x], accounts[*o]);
                x != o
                    && same_source(told, &claims[*x], old)
                    && (known == Ordering::Greater || known == Ordering::Equal && x > o)
            };
            if same_source(told, old, &claims[n]) || earlier.iter().any(later) {
                continue;
            }
            if let Some(kind) = between(told, old, &claims[n]) {
                let link = ClaimLink { from: claims[n].id, to: old.id, kind, evidence: Vec::new() };
                all.push(link);
            }
        }
    }
    all
}

/// The same event, the same attribute, the same people counted.
fn same_matter(old: &Claim, new: &Claim) -> bool {
    // Nobody at all is also none of any group.
    let none = |x: &Claim| x.value.high == Some(0) && x.scope.is_none();
    let scope =
        old.scope == new.scope || (none(old) || none(new)) && old.value.high != new.value.high;
    old.attribute == new.attribute && old.event == new.event && scope
}

/// Whether one source, or one that speaks for the other, gives both.
fn same_source(told: Told<'_>, a: &Claim, b: &Claim) -> bool {
    let body = |by: Option<EntityId>| by.map(|id| speaks_for(told, id));
    a.by == b.by || a.by.is_some() && b.by.is_some() && body(a.by) == body(b.by)
}

/// The body that a person without a name speaks for: the ministry of a ministry's spokesman.
fn speaks_for(told: Told<'_>, id: EntityId) -> EntityId {
    let Some(entity) = told.entities.get(id.index()) else { return id };
    let unnamed = entity.name.is_none() && entity.kind == EntityKind::Person;
    entity.affiliation.filter(|_| unnamed).unwrap_or(id)
}

/// How one source's later claim relates to its earlier one.
fn of_one_source(
    told: Told<'_>,
    claims: &[Claim],
    accounts: &[&Account],
    o: usize,
    n: usize,
) -> Option<ClaimLink> {
    // Which of them was said later may differ from the order of telling.
    let (older, newer) = match order::compare(told, accounts[o], accounts[n]) {
        Ordering::Greater => (n, o),
        _ => (o, n),
    };
    let (old, new) = (&claims[older].value, &claims[newer].value);
    let words = order::words(accounts[older], accounts[newer]);
    let any = |wanted: &[Revision]| words.iter().any(|(means, _)| wanted.contains(means));
    let turned = old.polarity != new.polarity;
    let kind = if !turned && old.entity == new.entity && value::same(old, new) {
        ClaimLinkKind::Repeats
    } else if turned && new.polarity == Polarity::Negative {
        ClaimLinkKind::Retracts
    } else if any(&[Revision::Replaced]) || any(&[Revision::First]) && !any(&[Revision::Grown]) {
        ClaimLinkKind::Corrects
    } else if old.low.is_none() && old.high.is_none() && old.entity.is_some() {
        return None;
    } else if value::refines(old, new) && !any(&[Revision::Grown]) {
        ClaimLinkKind::Refines
    } else {
        ClaimLinkKind::Updates
    };
    let evidence: Vec<Span> = words.into_iter().map(|(_, span)| span).collect();
    Some(ClaimLink { from: claims[newer].id, to: claims[older].id, kind, evidence })
}

/// How a claim relates to another source's earlier one.
fn between(told: Told<'_>, old: &Claim, new: &Claim) -> Option<ClaimLinkKind> {
    use Polarity::{Negative, Positive};
    let same_entity = match (old.value.entity, new.value.entity) {
        (Some(x), Some(y)) => {
            speaks_for(told, x) == speaks_for(told, y)
                || same_name(&old.value.text, &new.value.text)
        }
        _ => true,
    };
    let numbers = old.value.low.is_some() || old.value.high.is_some();
    match (old.value.polarity, new.value.polarity) {
        (Positive, Negative) => (same_entity
            && (!numbers || value::compatible(&old.value, &new.value)))
        .then_some(ClaimLinkKind::Denies),
        (Negative, Positive) => same_entity.then_some(ClaimLinkKind::Contradicts),
        (Negative, Negative) => same_entity.then_some(ClaimLinkKind::Corroborates),
        (Positive, Positive) if old.value.entity.is_some() => {
            Some(if same_entity { ClaimLinkKind::Corroborates } else { ClaimLinkKind::Contradicts })
        }
        (Positive, Positive) if value::same(&old.value, &new.value) => {
            Some(ClaimLinkKind::Corroborates)
        }
        (Positive, Positive) if value::compatible(&old.value, &new.value) => None,
        (Positive, Positive) if new.value.high == Some(0) => Some(ClaimLinkKind::Denies),
        (Positive, Positive) => Some(ClaimLinkKind::Contradicts),
    }
}

/// Whether one way to write a name is a part of the other: "Blue Dawn", "the Blue Dawn movement".
fn same_name(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let all = text.split_whitespace().filter(|w| w.starts_with(char::is_uppercase));
        all.map(str::to_lowercase).filter(|w| w != "the").collect()
    };
    let (a, b) = (words(a), words(b));
    let within = |x: &[String], y: &[String]| !x.is_empty() && x.iter().all(|w| y.contains(w));
    within(&a, &b) || within(&b, &a)
}
