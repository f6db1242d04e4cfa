//! The map: places where events happened, each as exactly as it is known.

use annalist_store::Table;
use maud::html;
use serde::Serialize;

use super::filters::{chosen, form};
use super::parts::{empty, told};
use crate::answer::{Answer, Ask, Form, Page, json, rows};
use crate::assets;
use crate::filter::{Filter, What, conditions};
use crate::names::{self, FAMILIES, count, family, number};
use crate::trouble::Trouble;

/// The events of so many latest rows are put on the map.
const EVENTS: i64 = 20_000;

/// A place with what happened there.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Spot {
    /// As most reports write it.
    pub(crate) name: String,
    /// Two letters.
    pub(crate) country: Option<String>,
    /// The country's number on the map.
    pub(crate) number: Option<&'static str>,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    /// exact, settlement, admin2, admin1, region or country.
    pub(crate) precision: String,
    /// Events by family.
    pub(crate) families: Vec<(&'static str, i64)>,
    pub(crate) events: i64,
    /// Where they are listed.
    pub(crate) search: String,
}

/// The map page.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let table = counts(ask)?;
    if ask.form == Form::Csv {
        return Ok(Answer::Csv(table));
    }
    let spots = spots(&ask.filter, &table);
    let events: i64 = spots.iter().map(|s| s.events).sum();
    if ask.form == Form::Json {
        return json(&serde_json::json!({
            "events": events, "latest": EVENTS, "places": spots,
            "source": "Places: GeoNames, CC BY 4.0",
        }));
    }
    let mut types: Vec<(String, i64)> = Vec::new();
    for row in rows(&table) {
        let n = row.number("events");
        match types.iter_mut().find(|(k, _)| k == row.text("type")) {
            Some((_, sum)) => *sum += n,
            None => types.push((row.text("type").to_owned(), n)),
        }
    }
    let filter = &ask.filter;
    let body = html! {
        h1 .unseen { "Map" }
        div .sides {
            (form(filter, &types, "/map"))
            section .results aria-label="Events on the map" {
                div .head {
                    p .lead { (count(events, "event", "events")) " in " (count(spots.len() as i64, "place", "places")) }
                    p .links {
                        a href=(filter.address("/search", &[])) { "As a list" } " · "
                        a href=(filter.address("/timeline", &[])) { "Over time" }
                    }
                }
                (chosen(filter, "/map"))
                @if spots.is_empty() {
                    (empty("No event with a known place fits these filters.", &html! {
                        "Take one away above, or " a href="/map" { "begin anew" }
                        ". Stores made with " code { "--no-places" } " have names of places only."
                    }))
                } @else {
                    figure .map data-map=(filter.address("/map.json", &[]))
                        data-shapes=(assets::address("countries.json")) {
                        div .drawn role="group" aria-label="Map of events; the table below has the same places" {
                            p .quiet .noscript { "The map is drawn by script; the table below has the same places." }
                        }
                        figcaption {
                            (crate::chart::legend())
                            ul .legend aria-label="Signs" {
                                li { span .sign .town aria-hidden="true" {} "town or exact place" }
                                li { span .sign .area aria-hidden="true" {} "somewhere in this area" }
                                li { span .sign .land aria-hidden="true" {} "somewhere in this country" }
                            }
                        }
                    }
                    @if events >= EVENTS { p .quiet { "The latest " (number(EVENTS)) " events that fit." } }
                    details open {
                        summary { "The places" }
                        div .scroll tabindex="0" role="region" aria-label="Places with events" {
                            table .numbers {
                                thead { tr {
                                    th scope="col" { "Place" } th scope="col" { "Country" }
                                    th scope="col" { "Known to" }
                                    @for family in FAMILIES { th scope="col" .num { (family.name) } }
                                    th scope="col" .num { "All" }
                                } }
                                tbody data-list {
                                    @for spot in spots.iter().take(400) {
                                        tr {
                                            th scope="row" { a .open href=(spot.search) { (told(&spot.name)) } }
                                            td { (spot.country.as_deref().map_or("", names::country)) }
                                            td { (known_to(&spot.precision)) }
                                            @for family in FAMILIES {
                                                td .num { @if let Some((_, n)) = spot.families.iter().find(|(k, _)| *k == family.key) { (number(*n)) } }
                                            }
                                            td .num { (number(spot.events)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    p .quiet { "Places: " a href="https://www.geonames.org/" rel="noopener noreferrer" { "GeoNames" } ", CC BY 4.0. Shapes: Natural Earth." }
                }
            }
        }
    };
    Ok(Answer::Page(Page {
        title: "Map".to_owned(),
        here: "/map",
        body,
        scripts: &["d3-array.js", "d3-geo.js", "topojson-client.js", "map.js"],
    }))
}

fn known_to(precision: &str) -> &str {
    match precision {
        "exact" => "the spot",
        "settlement" => "the town",
        "admin2" => "the district",
        "admin1" => "the province",
        "region" => "the region",
        "country" => "the country",
        _ => "the name",
    }
}

fn counts(ask: &Ask<'_>) -> Result<Table, Trouble> {
    let all = conditions(&ask.filter, What::Events);
    let sql = format!(
        "SELECT p.name, p.country, round(p.latitude, 3) AS latitude, round(p.longitude, 3) AS longitude, \
         p.precision, x.type, count(*) AS events FROM \
         (SELECT e.place AS place, e.type AS type FROM events e WHERE e.place IS NOT NULL AND {} \
          ORDER BY e.day DESC LIMIT {EVENTS}) x JOIN places p ON p.id = x.place \
         WHERE p.latitude IS NOT NULL \
         GROUP BY p.name, p.country, latitude, longitude, p.precision, x.type ORDER BY events DESC",
        all.sql()
    );
    ask.table(&sql, &all.values, usize::MAX)
}

/// One spot for each place, whatever its names: those with most events first.
fn spots(filter: &Filter, table: &Table) -> Vec<Spot> {
    let mut spots: std::collections::BTreeMap<(i64, i64, String), Spot> = Default::default();
    for row in rows(table) {
        let (Some(latitude), Some(longitude)) = (row.real("latitude"), row.real("longitude"))
        else {
            continue;
        };
        let key = |x: f64| (x * 1000.0).round() as i64;
        let place = (key(latitude), key(longitude), row.text("precision").to_owned());
        let spot = spots.entry(place).or_insert_with(|| Spot {
            name: row.text("name").to_owned(),
            country: row.maybe("country").map(str::to_owned),
            number: row.maybe("country").and_then(names::country_number),
            latitude,
            longitude,
            precision: row.text("precision").to_owned(),
            search: Filter { place: row.text("name").to_owned(), page: 1, ..filter.clone() }
                .address("/search", &[]),
            ..Spot::default()
        });
        let (key, n) = (family(row.text("type")).key, row.number("events"));
        spot.events += n;
        match spot.families.iter_mut().find(|(k, _)| *k == key) {
            Some((_, sum)) => *sum += n,
            None => spot.families.push((key, n)),
        }
    }
    let mut spots: Vec<Spot> = spots.into_values().collect();
    spots.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
    spots
}
