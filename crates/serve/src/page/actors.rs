//! Actors by name.

use maud::html;

use super::parts::{empty, pager, plain, told};
use crate::answer::{Answer, Ask, Form, Page, json, objects, rows};
use crate::filter::text;
use crate::names::{self, count};
use crate::trouble::Trouble;

/// So many actors on a page.
const SHOWN: usize = 60;

/// The list of actors: those in most reports first.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let filter = &ask.filter;
    let most = if ask.form == Form::Page { SHOWN } else { 1000 };
    let skip = (u64::from(filter.page) - 1) * most as u64;
    let mut values = Vec::new();
    // Without an index by reports the many actors of a large store are read once and kept in order.
    let from = if filter.q.is_empty() {
        "actors a"
    } else {
        let words: Vec<String> =
            filter.q.split_whitespace().map(|w| format!("\"{}\"*", w.replace('"', ""))).collect();
        values.push(text(&words.join(" ")));
        "(SELECT DISTINCT actor FROM actor_words WHERE actor_words MATCH ?1) x JOIN actors a ON a.id = x.actor"
    };
    let sql = format!(
        "SELECT a.id, a.name, a.type, a.country, a.sectors, a.documents AS reports FROM {from} \
         ORDER BY a.documents DESC, a.id LIMIT {} OFFSET {skip}",
        most + 1
    );
    let table = ask.table(&sql, &values, most)?;
    match ask.form {
        Form::Csv => return Ok(Answer::Csv(table)),
        Form::Json => {
            let list = serde_json::json!({
                "page": filter.page, "more": table.more, "rows": objects(&table),
            });
            return json(&list);
        }
        Form::Page => {}
    }
    let body = html! {
        div .head {
            h1 { "Actors" }
            @if ask.desk.settings.alike.is_some() { a href="/alike" { "Who may be one?" } }
            form .inline role="search" aria-label="Actors" {
                label .unseen for="q" { "A name" }
                input #q type="search" name="q" value=(plain(&filter.q)) dir="auto" placeholder="A name, or how it begins" data-search;
                " " button type="submit" { "Find" }
            }
        }
        @if table.rows.is_empty() {
            (empty("Nobody in this store goes by that name.", &html! { a href="/actors" { "All actors" } }))
        } @else {
            ul .people data-list {
                @for row in rows(&table) {
                    li .card {
                        p .what { a .open href={ "/actors/" (row.number("id")) } { (told(row.text("name"))) } }
                        p .meta .quiet {
                            (row.text("type"))
                            @if let Some(country) = row.maybe("country") { " · " (names::country(country)) }
                            @if let Some(sectors) = row.maybe("sectors") { " · " (sectors) }
                            br; (count(row.number("reports"), "report", "reports"))
                        }
                    }
                }
            }
            (pager(filter, "/actors", table.more))
        }
    };
    Ok(Answer::Page(Page { title: "Actors".to_owned(), here: "/actors", body, scripts: &[] }))
}
