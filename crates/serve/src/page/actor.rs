//! One actor: what it did, what was done to it, what it said, its names, with whom.

use annalist_store::{Cell, Table};
use maud::{Markup, html};

use super::entry;
use super::parts::{told, who};
use crate::answer::{Answer, Ask, Form, Page, Row, json, objects, rows};
use crate::chart::{self, Look, Series};
use crate::filter::Filter;
use crate::names::{self, count};
use crate::trouble::Trouble;

/// So many rows of each kind.
const SHOWN: usize = 12;
const LISTED: usize = 200;

const EVENTS: &str = "SELECT e.day, e.type, e.mode, e.trigger, e.actor, e.actor_id, e.recipient, \
     e.recipient_id, p.name AS place, e.country, e.polarity, e.modality, \
     (SELECT group_concat(f.text || ' ' || f.what, '; ') FROM figures f WHERE f.event = e.id) AS figures, \
     s.source AS according_to, s.actor AS according_to_id, e.sentence, d.title, d.site, d.published, \
     d.hash AS report, e.local, e.happening, h.reports AS told_by, d.story \
     FROM events e JOIN documents d ON d.id = e.document LEFT JOIN places p ON p.id = e.place \
     LEFT JOIN statements s ON s.id = e.statement LEFT JOIN happenings h ON h.id = e.happening \
     WHERE {part} = ?1 AND e.verdict IS NULL ORDER BY e.day DESC LIMIT 201";

/// The page of an actor.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let id = ask.number("Actors")?;
    let given = [Cell::Whole(id)];
    let head = ask.table(
        "SELECT id, name, type, country, sectors, documents AS reports FROM actors WHERE id = ?1",
        &given,
        1,
    )?;
    let Some(row) = rows(&head).into_iter().next() else {
        return Err(Trouble::missing(format!("There is no actor {id}.")));
    };
    let names = ask.table(
        "SELECT name, documents AS reports FROM actor_names WHERE actor = ?1 \
         ORDER BY documents DESC, name LIMIT 60",
        &given,
        60,
    )?;
    let most = if ask.form == Form::Page { SHOWN } else { LISTED };
    let did = ask.table(&EVENTS.replace("{part}", "e.actor_id"), &given, most)?;
    let met = ask.table(&EVENTS.replace("{part}", "e.recipient_id"), &given, most)?;
    let said = ask.table(
        "SELECT s.day, s.source, a.name AS actor, s.actor AS actor_id, s.cue, s.kind, s.polarity, s.certainty, s.content, \
         d.title, d.site, d.published, d.hash AS report, s.local, d.story FROM statements s \
         JOIN documents d ON d.id = s.document LEFT JOIN actors a ON a.id = s.actor \
         WHERE s.actor = ?1 ORDER BY s.day DESC LIMIT 201",
        &given,
        most,
    )?;
    let with = ask.table(
        "SELECT a.id, a.name, sum(n) AS events FROM ( \
             SELECT recipient_id AS other, count(*) AS n FROM events WHERE actor_id = ?1 GROUP BY 1 \
             UNION ALL \
             SELECT actor_id, count(*) FROM events WHERE recipient_id = ?1 GROUP BY 1) x \
         JOIN actors a ON a.id = x.other WHERE a.id <> ?1 GROUP BY a.id \
         ORDER BY events DESC, a.id LIMIT 20",
        &given,
        20,
    )?;
    let days = ask.table(
        "SELECT day, type, count(*) AS events FROM events \
         WHERE (actor_id = ?1 OR recipient_id = ?1) AND day IS NOT NULL GROUP BY day, type",
        &given,
        20_000,
    )?;
    if ask.form == Form::Json {
        return json(&serde_json::json!({
            "actor": objects(&head)[0], "names": objects(&names), "with": objects(&with),
            "did": objects(&did), "done_to": objects(&met), "said": objects(&said),
        }));
    }
    let name = row.text("name");
    let correct = super::corrections::of_actor(ask, id, name)?;
    let filter = |filter: Filter, path: &str| filter.address(path, &[]);
    let as_actor = Filter { actor: name.to_owned(), ..Filter::default() };
    let as_source = Filter {
        what: crate::filter::What::Statements,
        said_by: name.to_owned(),
        ..Filter::default()
    };
    let series =
        Series::of(rows(&days).iter().map(|r| (r.text("day"), r.text("type"), r.number("events"))));
    let body = html! {
        article .actor {
            header .title {
                p .meta {
                    "Actor · " (row.text("type"))
                    @if let Some(country) = row.maybe("country") { " · " (names::country(country)) }
                    @if let Some(sectors) = row.maybe("sectors") { " · " (sectors) }
                    " · " (count(row.number("reports"), "report", "reports"))
                }
                h1 { (told(name)) }
                @if names.rows.len() > 1 {
                    p { span .quiet { "Also " }
                        @for other in rows(&names).iter().filter(|n| n.text("name") != name) {
                            span .tag { (told(other.text("name"))) } " "
                        }
                    }
                }
            }
            @if series.bins.iter().map(|bin| bin.events).sum::<i64>() >= 5 {
                (chart::bars(&series, &Look {
                    width: 1000.0, height: 130.0, axes: true,
                    label: format!("Events with {} over time", super::parts::plain(name)),
                }))
                (chart::legend())
            }
            div .two {
                div {
                    (list("did", "What it did", "Nothing is told of what it did.", &did, entry::event,
                        &filter(as_actor.clone(), "/search")))
                    (list("met", "What was done to it", "Nothing is told of what was done to it.", &met,
                        entry::event, &filter(as_actor, "/search")))
                }
                div {
                    section aria-labelledby="with" {
                        h2 #with { "With whom" }
                        @if with.rows.is_empty() { p .quiet { "It stands alone in all of its events." } }
                        ol .plainlist {
                            @for other in rows(&with) {
                                li {
                                    (who(other.text("name"), other.whole("id"))) " "
                                    span .n { (count(other.number("events"), "event", "events")) }
                                }
                            }
                        }
                    }
                    (list("said", "What it said", "It is the source of no statement.", &said,
                        entry::statement, &filter(as_source, "/search")))
                }
            }
            (correct)
        }
    };
    Ok(Answer::Page(Page { title: name.to_owned(), here: "/actors", body, scripts: &[] }))
}

fn list(
    id: &str,
    title: &str,
    none: &str,
    table: &Table,
    entry: fn(&Row<'_>) -> Markup,
    all: &str,
) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            @if table.rows.is_empty() { p .quiet { (none) } }
            @else {
                ol .entries data-list { @for row in rows(table) { li { (entry(&row)) } } }
                @if table.more { p { a href=(all) { "All of them" } } }
            }
        }
    }
}
