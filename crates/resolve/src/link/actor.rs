//! Actors: the same person or organization across reports.
//!
//! Sure cases only: full names that are written alike up to case and marks, of one kind and of no two
//! countries. A surname alone is taken for a known person only when one person goes by it. Other pairs
//! stay apart, for people to look at.

use annalist_doc::{Entity, EntityKind};

use super::fold::fold;

/// Under what an entity is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorKey {
    /// The folded forms of its name and aliases, the name's first.
    pub names: Vec<String>,
    /// Whether the name alone tells who it is: not a lone surname.
    pub full: bool,
}

/// An actor that a store knows under the name looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedActor<'a> {
    /// Its number.
    pub id: i64,
    /// `person`, `organization`, …
    pub kind: &'a str,
    /// Its first name in the store.
    pub name: &'a str,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<&'a str>,
}

/// For each entity under what it is looked for; `None` for what is no actor or has no name.
#[must_use]
pub fn actor_keys(entities: &[Entity]) -> Vec<Option<ActorKey>> {
    entities.iter().map(key).collect()
}

fn key(entity: &Entity) -> Option<ActorKey> {
    let actor = matches!(
        entity.kind,
        EntityKind::Person | EntityKind::Organization | EntityKind::Country | EntityKind::Group
    );
    let name = entity.name.as_ref().filter(|_| actor)?;
    // A country has one name in every report: its code.
    let names = match (&entity.country, entity.kind) {
        (Some(code), EntityKind::Country) => std::iter::once(name)
            .chain(&entity.aliases)
            .map(|_| format!("country {}", code.to_lowercase()))
            .collect(),
        _ => std::iter::once(name).chain(&entity.aliases).map(|n| fold(n)).collect(),
    };
    let full = entity.kind != EntityKind::Person || fold(name).contains(' ');
    Some(ActorKey { names, full })
}

/// Which of the actors known under its name an entity is, if any.
#[must_use]
pub fn same_actor(entity: &Entity, key: &ActorKey, known: &[NamedActor<'_>]) -> Option<i64> {
    let kind = match entity.kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Country => "country",
        EntityKind::Group => "group",
        _ => return None,
    };
    let country = entity.country.as_deref();
    let fits = |a: &&NamedActor<'_>| {
        a.kind == kind && (country.is_none() || a.country.is_none() || a.country == country)
    };
    let mut fitting = known.iter().filter(fits);
    let first = fitting.next()?;
    let only = fitting.next().is_none();
    let full_there = kind != "person" || fold(first.name).contains(' ');
    match (key.full, full_there) {
        // Two full names: the oldest that fits.
        (true, true) => Some(first.id),
        // A surname on one side: only where no second person goes by it.
        _ => only.then_some(first.id),
    }
}

#[cfg(test)]
mod tests {
    use annalist_doc::EntityId;

    use super::*;

    fn person(name: &str) -> Entity {
        Entity {
            id: EntityId(0),
            kind: EntityKind::Person,
            name: Some(name.to_owned()),
            aliases: Vec::new(),
            roles: Vec::new(),
            affiliation: None,
            country: None,
            actor: None,
            mentions: Vec::new(),
        }
    }

    fn known(id: i64, name: &str) -> NamedActor<'_> {
        NamedActor { id, kind: "person", name, country: None }
    }

    #[test]
    fn a_surname_is_taken_only_when_one_goes_by_it() {
        let entity = person("Okoro");
        let key = key(&entity).unwrap();
        assert!(!key.full);
        assert_eq!(same_actor(&entity, &key, &[known(4, "Ada Okoro")]), Some(4));
        let two = [known(4, "Ada Okoro"), known(9, "Ben Okoro")];
        assert_eq!(same_actor(&entity, &key, &two), None);
        let entity = person("Ada Okoro");
        let key = super::key(&entity).unwrap();
        assert_eq!(same_actor(&entity, &key, &two[..1]), Some(4));
    }
}
