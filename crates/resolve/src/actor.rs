//! Country and sector of each entity.

use annalist_doc::{ActorCode, Entity, EntityKind};
use annalist_lexicon::{Lexicon, RoleKind};

/// What is known about one entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Codes of event coders.
    pub code: Option<ActorCode>,
}

/// Country and sectors of every entity, in the same order.
#[must_use]
pub fn actors(entities: &[Entity], lexicon: &Lexicon) -> Vec<Actor> {
    entities.iter().map(|entity| actor(entities, entity, lexicon)).collect()
}

fn actor(entities: &[Entity], entity: &Entity, lexicon: &Lexicon) -> Actor {
    let tables = &lexicon.actors;
    let names = || entity.name.iter().chain(&entity.aliases);
    let body = names()
        .find_map(|name| tables.organization(name))
        .filter(|_| entity.kind != EntityKind::Person);
    let mut sectors: Vec<String> = body.map(|b| b.sectors.clone()).unwrap_or_default();
    let words = entity.roles.iter().flat_map(|role| roles_in(role, lexicon));
    for role in words {
        sectors.extend(role.sector.clone().filter(|s| !sectors.contains(s)));
    }
    // "Interior Ministry": the name says what it is.
    if entity.kind == EntityKind::Organization
        && sectors.is_empty()
        && let Some(name) = &entity.name
    {
        let bodies = roles_in(&name.to_lowercase(), lexicon).into_iter();
        let bodies = bodies.filter(|role| role.kind != RoleKind::Person);
        sectors.extend(bodies.filter_map(|role| role.sector.clone()).take(1));
    }
    if entity.kind == EntityKind::Country && sectors.is_empty() {
        sectors.push("GOV".to_owned());
    }
    let country = match entity.kind {
        EntityKind::Country => {
            names().find_map(|name| tables.country(name)).map(|c| c.code.clone())
        }
        _ => body.and_then(|b| b.country.clone()).or_else(|| inherited(entities, entity, lexicon)),
    };
    let alpha3 =
        country.as_deref().and_then(|c| tables.country_by_code(c)).map(|c| c.alpha3.clone());
    let acts = !matches!(entity.kind, EntityKind::Place | EntityKind::Facility);
    let known = acts && (alpha3.is_some() || !sectors.is_empty());
    Actor { country, code: known.then_some(ActorCode { country: alpha3, sectors }) }
}

/// The role entries of a description, the last word first: "deputy commander" is a commander.
fn roles_in<'l>(description: &str, lexicon: &'l Lexicon) -> Vec<&'l annalist_lexicon::Role> {
    let words: Vec<&str> = description.split_whitespace().collect();
    let singular = |word: &str| {
        let lexical = lexicon.actors.role(word);
        lexical.or_else(|| word.strip_suffix('s').and_then(|w| lexicon.actors.role(w))).or_else(
            || word.strip_suffix("ies").and_then(|w| lexicon.actors.role(&format!("{w}y"))),
        )
    };
    let last_two = words.len().checked_sub(2).map(|i| words[i..].join(" "));
    let pair = last_two.and_then(|w| singular(&w));
    let head = pair.or_else(|| words.last().and_then(|w| singular(w)));
    // "army spokesman": a head without a sector takes its modifier's.
    let bare = head.is_some_and(|role| role.sector.is_none());
    let modifier = words
        .len()
        .checked_sub(2)
        .filter(|_| bare && pair.is_none())
        .and_then(|i| singular(words[i]));
    modifier.into_iter().chain(head).collect()
}

/// The country of what an entity belongs to, a few steps up.
fn inherited(entities: &[Entity], entity: &Entity, lexicon: &Lexicon) -> Option<String> {
    let mut at = entity;
    for _ in 0..4 {
        at = entities.get(at.affiliation?.index())?;
        let names = || at.name.iter().chain(&at.aliases);
        let code = match at.kind {
            EntityKind::Country => {
                names().find_map(|n| lexicon.actors.country(n)).map(|c| c.code.clone())
            }
            _ => {
                names().find_map(|n| lexicon.actors.organization(n)).and_then(|b| b.country.clone())
            }
        };
        if code.is_some() {
            return code;
        }
    }
    None
}
