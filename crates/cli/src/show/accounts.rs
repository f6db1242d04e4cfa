//! Accounts that changed: what was said first, what later, and how the two relate.

use annalist_doc::{Claim, ClaimId, ClaimLink, ClaimLinkKind, Order, Report};

use super::events::{deed, number};
use super::rich::Rich;
use super::words::{GAP, Lookup, join};
use super::{Page, style};

/// How many links say that an account changed.
pub(super) fn changes(report: &Report) -> usize {
    report.claim_links.iter().filter(|link| is_change(link.kind)).count()
}

/// Writes every chain of claims in which one changes another.
pub(super) fn list(lookup: &Lookup<'_>, page: &mut Page) {
    for (at, chain) in chains(lookup.report).iter().enumerate() {
        if at > 0 {
            page.blank();
        }
        page.put(&headline(chain, lookup), 0, 2);
        for id in chain {
            let Some(claim) = lookup.claim(*id) else { continue };
            page.put(&one(claim, lookup), 2, 4);
            for link in lookup.report.claim_links.iter().filter(|link| link.from == *id) {
                page.put(&change(link, lookup), 4, 6);
            }
        }
    }
}

fn is_change(kind: ClaimLinkKind) -> bool {
    !matches!(kind, ClaimLinkKind::Repeats | ClaimLinkKind::Corroborates)
}

/// Claims that are linked, directly or by others, each chain in the order of the text.
fn chains(report: &Report) -> Vec<Vec<ClaimId>> {
    let mut chains: Vec<Vec<ClaimId>> = Vec::new();
    for link in report.claim_links.iter().filter(|link| is_change(link.kind)) {
        let mut whole = vec![link.to, link.from];
        chains.retain(|chain| {
            let linked = chain.contains(&link.from) || chain.contains(&link.to);
            if linked {
                whole.extend(chain);
            }
            !linked
        });
        whole.sort_unstable();
        whole.dedup();
        chains.push(whole);
    }
    chains.sort();
    chains
}

/// What the claims are about, and the way of its value.
fn headline(chain: &[ClaimId], lookup: &Lookup<'_>) -> Rich {
    let claims: Vec<&Claim> = chain.iter().filter_map(|id| lookup.claim(*id)).collect();
    let Some(first) = claims.first() else { return Rich::default() };
    let mut line = Rich::of(style::FIGURE, &format!("{}: ", first.attribute));
    line.append(&join(claims.iter().map(|claim| Rich::of(style::ALERT, &value(claim))), " → "));
    if let Some(event) = lookup.event(first.event) {
        line.push(style::QUIET, &format!("{GAP}when "));
        line.append(&deed(event, lookup));
    }
    line
}

/// Who claims what, in which words.
fn one(claim: &Claim, lookup: &Lookup<'_>) -> Rich {
    let mut line = match claim.by.and_then(|id| lookup.name(id)) {
        Some(name) => Rich::of(style::PERSON, &name),
        None => Rich::of(style::QUIET, "the report itself"),
    };
    match claim.statement.and_then(|id| lookup.statement(id)).and_then(|s| s.order) {
        Some(Order::First) => line.push(style::QUIET, ", at first"),
        Some(Order::Later) => line.push(style::QUIET, ", later"),
        None => {}
    }
    let when = match (&claim.said.earliest, &claim.said.latest) {
        (Some(from), Some(to)) if from == to => Some(from.clone()),
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
        (from, to) => from.clone().or_else(|| to.clone()),
    };
    if let Some(when) = when {
        line.push(style::QUIET, ", ");
        line.push(style::TIME, &when);
    }
    let words: Vec<String> = claim.evidence.iter().map(|span| lookup.words(*span)).collect();
    let words = if words.is_empty() { claim.value.text.clone() } else { words.join(" … ") };
    line.push(style::PLAIN, &format!(": {words}"));
    line
}

/// What a claim does to an earlier one, and which words show it.
fn change(link: &ClaimLink, lookup: &Lookup<'_>) -> Rich {
    let ends = lookup.claim(link.from).zip(lookup.claim(link.to));
    let Some((claim, other)) = ends else { return Rich::default() };
    let whose = match (other.by, claim.by) {
        (Some(other), Some(one)) if other == one => "their own".to_owned(),
        (Some(other), _) => {
            lookup.name(other).map_or("another's".into(), |name| format!("{name}:"))
        }
        (None, _) => "the report's".to_owned(),
    };
    let mut line = Rich::of(style::ALERT, &format!("↳ {}", verb(link.kind)));
    line.push(style::QUIET, &format!(" {whose} “{}”", value(other)));
    let shown: Vec<String> =
        link.evidence.iter().map(|span| format!("“{}”", lookup.words(*span))).collect();
    if !shown.is_empty() {
        line.push(style::QUIET, &format!(", as the text says: {}", shown.join(" … ")));
    }
    line
}

fn value(claim: &Claim) -> String {
    let value = &claim.value;
    number(value.low, value.high, value.qualifier, &value.text)
}

fn verb(kind: ClaimLinkKind) -> &'static str {
    match kind {
        ClaimLinkKind::Repeats => "repeats",
        ClaimLinkKind::Refines => "refines",
        ClaimLinkKind::Updates => "updates",
        ClaimLinkKind::Corrects => "corrects",
        ClaimLinkKind::Retracts => "takes back",
        ClaimLinkKind::Denies => "denies",
        ClaimLinkKind::Contradicts => "contradicts",
        ClaimLinkKind::Corroborates => "agrees with",
    }
}
