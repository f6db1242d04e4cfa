//! How the claims on one happening in several reports relate: found when a report is added, and anew when
//! people decide who its sources are.

use std::collections::BTreeSet;

use annalist_doc::{ClaimLinkKind, Qualifier};
use annalist_resolve::{Position, relate};
use annalist_store::{Error, Known, KnownClaim, Writer};

/// A claim is compared with so many before it.
const WINDOW: usize = Known::CLAIMS;

/// How a claim relates to the last word of every source among others, in their order.
pub(crate) fn links<'k>(
    own: &KnownClaim,
    others: impl Iterator<Item = &'k KnownClaim>,
) -> Vec<(i64, ClaimLinkKind)> {
    let mut last: Vec<(String, &KnownClaim)> = Vec::new();
    for other in others {
        let source = source(other);
        last.retain(|(known, _)| *known != source);
        last.push((source, other));
    }
    let (own_source, own_value) = (source(own), value(own));
    let own = position(own, &own_source, own_value.as_deref());
    let links = last.iter().filter_map(|(source, other)| {
        let value = value(other);
        relate(&own, &position(other, source, value.as_deref())).map(|kind| (other.id, kind))
    });
    links.collect()
}

/// Links the claims anew on all happenings of which these actors claim something, or are blamed for them.
pub(crate) fn relink(writer: &mut Writer, actors: &[i64]) -> Result<(), Error> {
    let mut happenings = BTreeSet::new();
    for actor in actors {
        happenings.extend(writer.store().happenings_claimed_by(*actor)?);
    }
    for happening in happenings {
        writer.unlink_claims(happening)?;
        for (attribute, scope) in writer.store().claimed_of(happening)? {
            let all = writer.store().known_claims(happening, &attribute, scope.as_deref(), None)?;
            for (n, own) in all.iter().enumerate() {
                let before = &all[n.saturating_sub(WINDOW)..n];
                let before = before.iter().filter(|k| k.document != own.document);
                for (other, kind) in links(own, before) {
                    writer.link_claims(own.id, other, kind)?;
                }
            }
        }
    }
    Ok(())
}

/// Whoever claims it, in one form for the same source: the actor, the words, or the publisher.
fn source(claim: &KnownClaim) -> String {
    match (claim.actor, &claim.by, &claim.site) {
        (Some(actor), _, _) => format!("actor {actor}"),
        (None, Some(by), _) => annalist_resolve::fold(by),
        (None, None, Some(site)) => format!("site {site}"),
        (None, None, None) => String::new(),
    }
}

/// What a claim that is no number names, in one form for the same: an actor, or the words.
fn value(claim: &KnownClaim) -> Option<String> {
    let number = claim.low.is_some() || claim.high.is_some() || claim.qualifier == "vague";
    match (claim.attribute.as_str(), number, claim.responsible) {
        (_, true, _) => None,
        // Whether it was at all: what is said is the same, or it is denied.
        ("occurred", ..) => Some(String::new()),
        (.., Some(actor)) => Some(format!("actor {actor}")),
        _ => Some(annalist_resolve::fold(&claim.text)),
    }
}

fn position<'a>(claim: &KnownClaim, by: &'a str, named: Option<&'a str>) -> Position<'a> {
    let qualifier = match claim.qualifier.as_str() {
        "at_least" => Qualifier::AtLeast,
        "about" => Qualifier::About,
        "at_most" => Qualifier::AtMost,
        "vague" => Qualifier::Vague,
        _ => Qualifier::Exact,
    };
    let number = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
    Position {
        low: number(claim.low),
        high: number(claim.high),
        qualifier,
        named,
        denied: claim.denied,
        by,
    }
}
