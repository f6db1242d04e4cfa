//! One happening: accounts side by side, and where they differ.

use annalist_store::{Cell, Table};
use maud::{Markup, html};

use super::accounts::{board, claims};
use super::parts::{day, kind, reality, report, sentence, told};
use crate::answer::{Answer, Ask, Form, Page, json, objects, rows};
use crate::names::{self, count};
use crate::trouble::Trouble;

/// The page of a happening.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let id = ask.number("Happenings")?;
    let head = ask.table(
        "SELECT id, type, mode, first_day, last_day, place, country, summary, reports, publishers \
         FROM happenings WHERE id = ?1",
        &[Cell::Whole(id)],
        1,
    )?;
    let Some(row) = rows(&head).into_iter().next() else {
        return Err(Trouble::missing(format!("There is no happening {id}.")));
    };
    let board = board(ask, id)?;
    let events = events(ask, id)?;
    match ask.form {
        Form::Csv => Ok(Answer::Csv(claims(ask, id)?.0)),
        Form::Json => json(&serde_json::json!({
            "happening": objects(&head)[0], "accounts": board, "events": objects(&events),
        })),
        Form::Page => {
            let summary = row.text("summary");
            let told_by = html! {
                h2 #told { "Told by" }
                ol .entries data-list aria-labelledby="told" {
                    @for event in rows(&events) { li { (telling(ask.desk, &event, id)) } }
                }
            };
            let body = html! {
                article .happening .(names::family(row.text("type")).key) {
                    header .title {
                        p .meta {
                            (kind(row.text("type"), row.maybe("mode")))
                            @if let Some(days) = names::days(row.maybe("first_day"), row.maybe("last_day")) { " " (days) }
                            @if let Some(place) = row.maybe("place") { " · " (told(place)) }
                            @if let Some(country) = row.maybe("country") { ", " (names::country(country)) }
                        }
                        h1 { (told(summary)) }
                        p .quiet {
                            "Told in " (count(row.number("reports"), "report", "reports")) " of "
                            (count(row.number("publishers"), "publisher", "publishers"))
                        }
                    }
                    (board.whole(ask.parameter("as_of")))
                    (told_by)
                }
            };
            let title = summary.to_owned();
            Ok(Answer::Page(Page { title, here: "", body, scripts: &[] }))
        }
    }
}

fn telling(desk: &crate::desk::Desk, row: &crate::answer::Row<'_>, happening: i64) -> Markup {
    let wrong = row.maybe("verdict").is_some();
    let key = format!("{}/{}", row.text("report"), row.text("local"));
    html! {
        article .entry .wrong[wrong] {
            p .meta {
                @if let Some(site) = row.maybe("site") { strong .site { (told(site)) } " " }
                (day(row.maybe("published"))) " "
                (reality(row.text("polarity"), row.text("modality")))
                @if wrong { span .tag .change { "marked wrong" } " " }
                @if row.number("reprints") > 0 { span .tag { (count(row.number("reprints"), "reprint", "reprints")) } }
            }
            p .what {
                a .open href={ "/reports/" (row.text("report")) "#m-" (row.text("local")) } {
                    (sentence(row.text("sentence"), row.text("trigger")))
                }
            }
            p .meta .quiet {
                @if let Some(source) = row.maybe("according_to") { "according to " (told(source)) " · " }
                (report(row.text("report"), row.maybe("title"), None, ""))
            }
            (super::corrections::verdict(desk, &key, wrong, &format!("/happenings/{happening}")))
        }
    }
}

fn events(ask: &Ask<'_>, id: i64) -> Result<Table, Trouble> {
    ask.table(
        "SELECT e.day, e.actor, e.actor_id, e.recipient, e.recipient_id, e.trigger, e.polarity, \
         e.modality, s.source AS according_to, e.sentence, d.title, d.site, d.published, e.verdict, \
         (SELECT count(*) FROM publications p WHERE p.document = d.id) AS reprints, \
         d.hash AS report, e.local FROM events e JOIN documents d ON d.id = e.document \
         LEFT JOIN statements s ON s.id = e.statement WHERE e.happening = ?1 \
         ORDER BY d.published, e.id LIMIT 500",
        &[Cell::Whole(id)],
        500,
    )
}
