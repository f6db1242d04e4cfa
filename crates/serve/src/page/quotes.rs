//! Quotes: speakers by how much they said, and one speaker's statements.

use annalist_store::Cell;
use maud::html;

use super::entry;
use super::parts::{empty, pager, plain, told};
use crate::answer::{Answer, Ask, Form, Page, json, objects, rows};
use crate::filter::{Filter, text};
use crate::names::number;
use crate::trouble::Trouble;

/// So many speakers.
const SPEAKERS: usize = 60;
/// So many statements on a page.
const SHOWN: usize = 40;

/// The page of quotes.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let filter = &ask.filter;
    let speakers = speakers(ask)?;
    let chosen = filter.actor.parse::<i64>().ok();
    let chosen = chosen.or_else(|| {
        let first = rows(&speakers).first().map(|r| r.number("id"));
        first.filter(|_| ask.form == Form::Page)
    });
    let most = if ask.form == Form::Page { SHOWN } else { 1000 };
    let skip = (u64::from(filter.page) - 1) * most as u64;
    let said = match chosen {
        None => None,
        Some(actor) => Some(ask.table(
            &format!(
                "SELECT s.day, s.source, a.name AS actor, s.actor AS actor_id, s.cue, s.kind, s.polarity, s.certainty, \
                 s.content, d.title, d.site, d.published, d.hash AS report, s.local, d.story \
                 FROM statements s JOIN documents d ON d.id = s.document \
                 LEFT JOIN actors a ON a.id = s.actor WHERE s.actor = ?1 \
                 ORDER BY s.kind = 'indirect', s.day DESC, s.id LIMIT {} OFFSET {skip}",
                most + 1
            ),
            &[Cell::Whole(actor)],
            most,
        )?),
    };
    match (ask.form, &said) {
        (Form::Csv, Some(said)) => return Ok(Answer::Csv(said.clone())),
        (Form::Csv, None) => return Ok(Answer::Csv(speakers)),
        (Form::Json, _) => {
            return json(&serde_json::json!({
                "speakers": objects(&speakers), "actor": chosen,
                "statements": said.as_ref().map(objects), "page": filter.page,
            }));
        }
        (Form::Page, _) => {}
    }
    let name = match chosen {
        Some(actor) => {
            let table =
                ask.table("SELECT name FROM actors WHERE id = ?1", &[Cell::Whole(actor)], 1)?;
            rows(&table).first().map(|r| r.text("name").to_owned())
        }
        None => None,
    };
    let body = html! {
        h1 .unseen { "Quotes" }
        div .sides {
            section .speakers aria-labelledby="speakers" {
                h2 #speakers { "Speakers" }
                form role="search" aria-label="Speakers" {
                    label .unseen for="q" { "A speaker's name" }
                    input #q type="search" name="q" value=(plain(&filter.q)) dir="auto" placeholder="A name" data-search;
                }
                @if speakers.rows.is_empty() { p .quiet { "Nobody of this name said anything." } }
                ol .plainlist {
                    @for row in rows(&speakers) {
                        @let id = row.number("id");
                        @let mut to = Filter { actor: id.to_string(), ..Filter::default() };
                        @let () = to.q.clone_from(&filter.q);
                        li {
                            a href=(to.address("/quotes", &[])) aria-current=[(Some(id) == chosen).then_some("true")] {
                                (told(row.text("name")))
                            }
                            " " span .n { (number(row.number("statements"))) span .unseen { " statements" } }
                        }
                    }
                }
            }
            section .results aria-label="Statements" {
                @match (&said, &name) {
                    (Some(said), Some(name)) if !said.rows.is_empty() => {
                        div .head {
                            h2 .name { (told(name)) }
                            @if let Some(actor) = chosen { a href={ "/actors/" (actor) } { "What else it did" } }
                        }
                        ol .entries .quotes data-list {
                            @for row in rows(said) { li .(row.text("kind")) { (entry::statement(&row)) } }
                        }
                        (pager(filter, "/quotes", said.more))
                    },
                    _ => (empty("Nobody is quoted here.", &html! {
                        "Choose a speaker, or see "
                        a href="/search?what=statements" { "all statements" } "."
                    })),
                }
            }
        }
    };
    let title = name.map_or("Quotes".to_owned(), |name| format!("Quotes of {name}"));
    Ok(Answer::Page(Page { title, here: "/quotes", body, scripts: &[] }))
}

/// Those who said most; with a name, those of that name.
fn speakers(ask: &Ask<'_>) -> Result<annalist_store::Table, Trouble> {
    let (from, values) = if ask.filter.q.is_empty() {
        // Whoever said most stands in many reports: the count is made for these only.
        ("(SELECT id FROM actors ORDER BY documents DESC LIMIT 400)", Vec::new())
    } else {
        let words: Vec<String> = ask
            .filter
            .q
            .split_whitespace()
            .map(|w| format!("\"{}\"*", w.replace('"', "")))
            .collect();
        let found =
            "(SELECT DISTINCT actor AS id FROM actor_words WHERE actor_words MATCH ?1 LIMIT 400)";
        (found, vec![text(&words.join(" "))])
    };
    let sql = format!(
        "SELECT a.id, a.name, a.type, a.country, n AS statements FROM (SELECT x.id, \
         (SELECT count(*) FROM statements s WHERE s.actor = x.id) AS n FROM {from} x) c \
         JOIN actors a ON a.id = c.id WHERE n > 0 ORDER BY n DESC, a.id LIMIT {SPEAKERS}"
    );
    if ask.filter.q.is_empty() {
        let kept: Vec<(i64, String, String, Option<String>, i64)> =
            ask.desk.keep(ask.store, "speakers", || {
                let table = ask.table(&sql, &[], SPEAKERS)?;
                Ok(rows(&table)
                    .iter()
                    .map(|r| {
                        (
                            r.number("id"),
                            r.text("name").to_owned(),
                            r.text("type").to_owned(),
                            r.maybe("country").map(str::to_owned),
                            r.number("statements"),
                        )
                    })
                    .collect())
            })?;
        let row = |(id, name, kind, country, n): (i64, String, String, Option<String>, i64)| {
            let country = country.map_or(Cell::Null, Cell::Text);
            vec![Cell::Whole(id), Cell::Text(name), Cell::Text(kind), country, Cell::Whole(n)]
        };
        let columns = ["id", "name", "type", "country", "statements"].map(str::to_owned).to_vec();
        let rows = kept.into_iter().map(row).collect();
        return Ok(annalist_store::Table { columns, rows, more: false });
    }
    ask.table(&sql, &values, SPEAKERS)
}
