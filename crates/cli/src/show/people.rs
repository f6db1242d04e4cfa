//! Who is who: people, organizations and groups with their other names and roles.

use annalist_doc::{Entity, EntityKind};

use super::rich::Rich;
use super::words::{GAP, Lookup, color, join, one_line};
use super::{Page, style};

/// Writes everybody with a name.
pub(super) fn list(lookup: &Lookup<'_>, page: &mut Page) {
    let named = |kinds: &'static [EntityKind]| {
        let entities = lookup.report.entities.iter();
        entities.filter(move |entity| kinds.contains(&entity.kind) && entity.name.is_some())
    };
    for entity in named(&[EntityKind::Person]) {
        page.put(&one(entity, lookup), 0, 4);
    }
    for entity in named(&[EntityKind::Organization, EntityKind::Group]) {
        page.put(&one(entity, lookup), 0, 4);
    }
    let places: Vec<Rich> = named(&[EntityKind::Country, EntityKind::Place, EntityKind::Facility])
        .filter_map(|entity| entity.name.as_deref())
        .map(|name| place(name, lookup))
        .collect();
    if !places.is_empty() {
        page.put(&join(places, " · "), 0, 4);
    }
}

/// A place with its country and coordinates, where these are known.
fn place(name: &str, lookup: &Lookup<'_>) -> Rich {
    let mut line = Rich::of(style::PLACE, &one_line(name));
    let known = lookup.report.places.iter().find(|p| p.name == name && p.lat.is_some());
    if let Some((lat, lon)) = known.and_then(|p| Some((p.lat?, p.lon?))) {
        let country =
            known.and_then(|p| p.country.as_deref()).map_or(String::new(), |c| format!("{c} "));
        line.push(style::QUIET, &format!(" {country}{lat:.2},{lon:.2}"));
    }
    line
}

/// One entity with all that is known of it.
fn one(entity: &Entity, lookup: &Lookup<'_>) -> Rich {
    let name = entity.name.as_deref().map(one_line).unwrap_or_default();
    let mut known: Vec<Rich> = Vec::new();
    if !entity.roles.is_empty() {
        let roles: Vec<String> = entity.roles.iter().map(|role| one_line(role)).collect();
        known.push(Rich::of(style::PLAIN, &roles.join(", ")));
    }
    if let Some(of) = entity.affiliation.and_then(|id| lookup.name(id)) {
        known.push(Rich::of(style::QUIET, "of ").with(style::PERSON, &of));
    }
    let aliases: Vec<Rich> = entity
        .aliases
        .iter()
        .map(|alias| one_line(alias))
        .filter(|alias| alias.to_lowercase() != name.to_lowercase())
        .map(|alias| Rich::of(color(entity.kind), &alias))
        .collect();
    if !aliases.is_empty() {
        let mut also = Rich::of(style::QUIET, "also ");
        also.append(&join(aliases, ", "));
        known.push(also);
    }
    if let Some(actor) = &entity.actor {
        let codes: Vec<&str> =
            actor.country.iter().chain(&actor.sectors).map(String::as_str).collect();
        known.push(Rich::of(style::QUIET, &codes.join(" ")));
    }
    let mentions = entity.mentions.len();
    if mentions > 1 {
        known.push(Rich::of(style::QUIET, &format!("{mentions}×")));
    }
    let mut line = Rich::of(color(entity.kind).bold(), &name);
    if known.iter().any(|part| !part.is_empty()) {
        line.push(style::PLAIN, GAP);
        line.append(&join(known, " · "));
    }
    line
}
