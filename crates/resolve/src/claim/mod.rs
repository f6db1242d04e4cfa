//! Claims: each source's word on how many were killed, hurt, arrested …, on who did it and whether it
//! happened at all, and how these words relate.
//!
//! Claims are only ever added. The same source's later value *updates* the earlier one; it *corrects*
//! it only where the text says so ("initially … later"). Values of different sources contradict each
//! other only when no value fits both.

mod link;
mod order;
mod value;

use annalist_doc::{
    Account, Block, Claim, ClaimId, ClaimLink, ClaimValue, Entity, EntityId, Event, Figure, Matter,
    Polarity, Qualifier, Said, Statement, StatementId, Time,
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
    /// What sources say about events, in text order.
    pub accounts: &'a [Account],
    /// Events in text order.
    pub events: &'a [Event],
    /// Their figures.
    pub figures: &'a [Figure],
    /// Statements in text order.
    pub statements: &'a [Statement],
    /// Entities.
    pub entities: &'a [Entity],
    /// Anchored times.
    pub times: &'a [Time],
    /// Blocks of the text; a time at the head of one is that of all it says.
    pub blocks: &'a [Block],
    /// The text.
    pub text: &'a str,
    /// Day of publication, the latest day anything in the report was said.
    pub published: Option<&'a str>,
}

/// Sets down the claims of a report.
#[must_use]
pub fn claims(told: Told<'_>) -> Claims {
    let mut all = Claims::default();
    let mut accounts: Vec<&Account> = Vec::new();
    for account in told.accounts {
        let Some((attribute, value)) = value_of(told, account) else { continue };
        let statement = account.according_to.last().copied();
        let source =
            statement.and_then(|s| told.statements.get(s.index())).and_then(|s| s.source.entity);
        all.claims.push(Claim {
            id: ClaimId(all.claims.len() as u32),
            event: account.event,
            attribute,
            scope: account.scope.clone(),
            value,
            by: source.or(account.by),
            statement,
            said: said(told, account, statement),
            evidence: account.evidence.clone(),
        });
        accounts.push(account);
    }
    all.links = link::links(told, &all.claims, &accounts);
    all
}

/// Attribute and value of an account.
fn value_of(told: Told<'_>, account: &Account) -> Option<(String, ClaimValue)> {
    let plain = |text: String, entity: Option<EntityId>| ClaimValue {
        polarity: account.polarity,
        entity,
        low: None,
        high: None,
        qualifier: Qualifier::Exact,
        text,
    };
    Some(match account.matter {
        Matter::Figure(id) => {
            let figure = told.figures.get(id.index())?;
            let value = ClaimValue {
                polarity: account.polarity,
                entity: None,
                low: figure.low,
                high: figure.high,
                qualifier: figure.qualifier,
                text: figure.text.clone(),
            };
            (figure.what.as_str().to_owned(), value)
        }
        Matter::Responsible(entity, words) => {
            ("responsible".to_owned(), plain(words.of(told.text).to_owned(), Some(entity)))
        }
        Matter::Occurred => {
            let text = if account.polarity == Polarity::Positive { "yes" } else { "no" };
            ("occurred".to_owned(), plain(text.to_owned(), None))
        }
    })
}

/// When it was said: the statement's own time, else any day up to publication.
fn said(told: Told<'_>, account: &Account, statement: Option<StatementId>) -> Said {
    match order::moment(told, account, statement) {
        Some(time) => Said { earliest: time.earliest.clone(), latest: time.latest.clone() },
        None => {
            Said { earliest: None, latest: told.published.map(|p| p.chars().take(10).collect()) }
        }
    }
}
