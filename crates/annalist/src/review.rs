//! Which actors of a store may be one: what people are asked to decide.

use std::collections::HashSet;

use annalist_resolve::{ListedActor, unsure_actors};
use annalist_store::{Decided, Decision, Error, Store};

pub use annalist_resolve::Likeness;

/// An actor with what helps to tell who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// `person`, `organization`, …
    pub kind: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// What it is called for what it does in the report that named it first.
    pub roles: Option<String>,
    /// In how many reports.
    pub documents: i64,
}

/// Two actors that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsurePair {
    /// The one.
    pub one: Candidate,
    /// The other.
    pub other: Candidate,
    /// Why.
    pub likeness: Likeness,
}

/// Pairs of actors that may be one and on which nobody has decided, those in many reports first.
///
/// # Errors
/// When the store cannot be read.
pub fn unsure_pairs(store: &Store, decided: &[Decided]) -> Result<Vec<UnsurePair>, Error> {
    let mut actors: Vec<Candidate> = Vec::new();
    let question = "SELECT a.id, a.name, a.type, a.country, a.documents, \
                    (SELECT n.roles FROM entities n WHERE n.actor = a.id AND n.roles IS NOT NULL LIMIT 1) \
                    FROM actors a ORDER BY a.id";
    store.each(question, &[], |line| {
        actors.push(Candidate {
            id: line.whole(0).unwrap_or_default(),
            name: line.text(1).unwrap_or_default().to_owned(),
            kind: line.text(2).unwrap_or_default().to_owned(),
            country: line.text(3).map(str::to_owned),
            roles: line.text(5).map(str::to_owned),
            documents: line.whole(4).unwrap_or_default(),
        });
        Ok::<(), Error>(())
    })?;
    let listed: Vec<ListedActor<'_>> = actors
        .iter()
        .map(|a| ListedActor {
            id: a.id,
            kind: &a.kind,
            name: &a.name,
            country: a.country.as_deref(),
        })
        .collect();
    let apart: HashSet<(&str, &str)> = decided
        .iter()
        .filter_map(|d| match &d.decision {
            Decision::Apart { one, other } => Some((one.name.as_str(), other.name.as_str())),
            Decision::Split { of, name, .. } => Some((of.name.as_str(), name.as_str())),
            _ => None,
        })
        .flat_map(|(a, b)| [(a, b), (b, a)])
        .collect();
    let mut pairs: Vec<UnsurePair> = unsure_actors(&listed)
        .into_iter()
        .map(|(a, b, likeness)| UnsurePair {
            one: actors[a].clone(),
            other: actors[b].clone(),
            likeness,
        })
        .filter(|pair| !apart.contains(&(pair.one.name.as_str(), pair.other.name.as_str())))
        .collect();
    pairs.sort_by_key(|p| std::cmp::Reverse(p.one.documents.min(p.other.documents)));
    Ok(pairs)
}
