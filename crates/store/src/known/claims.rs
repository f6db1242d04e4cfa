//! What was claimed of happenings lately.

use annalist_doc::{Claim, Polarity, Report};

use super::held::Held;
use crate::cells::{self, whole, word};
use crate::error::Error;
use crate::link::KnownClaim;
use crate::open::Store;

/// The claims on so many happenings are held at least.
const MOST: usize = 20_000;

/// The claims on one thing about a happening: an attribute, of all or of a part.
#[derive(Debug)]
struct OnOne {
    attribute: String,
    scope: Option<String>,
    claims: Vec<KnownClaim>,
}

/// What is known of the claims on a happening.
#[derive(Debug, Default)]
struct OnHappening {
    /// Whether it began lately, so that the file has none that are not held.
    is_whole: bool,
    things: Vec<OnOne>,
}

/// What was claimed of happenings lately.
#[derive(Debug)]
pub(super) struct Claims {
    held: Held<i64, OnHappening>,
    next: i64,
}

impl Claims {
    /// A claim is compared with so many before it.
    pub(super) const WINDOW: usize = 200;

    pub(super) fn open(store: &Store) -> Result<Self, Error> {
        Ok(Self { held: Held::new(MOST), next: store.next("claims")? })
    }

    /// Numbers for so many claims: the first.
    pub(super) fn number(&mut self, claims: usize) -> i64 {
        let first = self.next;
        self.next += i64::try_from(claims).unwrap_or(i64::MAX);
        first
    }

    /// A happening begins.
    pub(super) fn begin(&mut self, happening: i64, batch: u64) {
        self.held.make(happening, OnHappening { is_whole: true, things: Vec::new() }, batch);
    }

    /// The last claims on one thing about a happening, in the order in which they were added.
    pub(super) fn on(
        &mut self,
        store: &Store,
        happening: i64,
        attribute: &str,
        scope: Option<&str>,
    ) -> Result<&mut Vec<KnownClaim>, Error> {
        let all = self.held.get_or_default(happening);
        let same = |one: &OnOne| one.attribute == attribute && one.scope.as_deref() == scope;
        let at = match all.things.iter().position(same) {
            Some(at) => at,
            None => {
                let claims = if all.is_whole {
                    Vec::new()
                } else {
                    store.known_claims(happening, attribute, scope, Some(Self::WINDOW))?
                };
                let (attribute, scope) = (attribute.to_owned(), scope.map(str::to_owned));
                all.things.push(OnOne { attribute, scope, claims });
                all.things.len() - 1
            }
        };
        Ok(&mut all.things[at].claims)
    }

    /// Another claim on a happening.
    pub(super) fn put(
        &mut self,
        store: &Store,
        happening: i64,
        claim: KnownClaim,
        batch: u64,
    ) -> Result<(), Error> {
        let claims = self.on(store, happening, &claim.attribute, claim.scope.as_deref())?;
        if claims.len() >= Self::WINDOW {
            claims.drain(..=claims.len() - Self::WINDOW);
        }
        claims.push(claim);
        self.held.change(&happening, batch);
        Ok(())
    }

    /// Forgets all claims, which the file must have: people changed whose they are.
    pub(super) fn forget(&mut self) {
        self.held.clear();
    }

    pub(super) fn bound(&mut self, kept: u64) {
        self.held.bound(kept);
    }
}

impl KnownClaim {
    /// A claim of a report that is being put; `actors` are those of its entities.
    pub(super) fn of(
        report: &Report,
        claim: &Claim,
        id: i64,
        document: i64,
        actors: &[Option<i64>],
    ) -> Self {
        let actor = |entity: Option<annalist_doc::EntityId>| {
            entity.and_then(|e| actors.get(e.index()).copied().flatten())
        };
        Self {
            id,
            document,
            attribute: claim.attribute.clone(),
            low: whole(claim.value.low),
            high: whole(claim.value.high),
            qualifier: word(&claim.value.qualifier).unwrap_or_default(),
            by: cells::by(report, claim),
            actor: actor(claim.by),
            site: report.document.site.clone(),
            scope: claim.scope.clone(),
            denied: claim.value.polarity == Polarity::Negative,
            responsible: actor(claim.value.entity),
            text: claim.value.text.clone(),
        }
    }
}
