//! Pairs of actors that may be one, side by side: people decide.

use annalist_store::{decisions_of, read_decisions};
use maud::{Markup, html};

use super::corrections::pair;
use super::parts::{empty, pager, told};
use crate::answer::{Answer, Ask, Form, Page, Row, json, objects, rows};
use crate::names::{self, count};
use crate::trouble::Trouble;

/// So many pairs on a page.
const SHOWN: usize = 30;

/// So many pairs in data: nobody decides on more in a day.
const MOST: usize = 1000;

/// The list of pairs, the likeliest first.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let Some(alike) = ask.desk.settings.alike else {
        return Err(Trouble::missing("This desk was opened without what compares actors."));
    };
    let decided = read_decisions(&decisions_of(&ask.desk.settings.store))?;
    let filter = &ask.filter;
    let skip = (filter.page as usize - 1).saturating_mul(SHOWN);
    let most = if ask.form == Form::Page { skip.saturating_add(SHOWN) } else { MOST };
    let table = alike(ask.store, &decided, most)?;
    match ask.form {
        Form::Csv => return Ok(Answer::Csv(table)),
        Form::Json => {
            return json(&serde_json::json!({ "more": table.more, "rows": objects(&table) }));
        }
        Form::Page => {}
    }
    let all = rows(&table);
    let shown = all.get(skip..).unwrap_or_default();
    let edit = ask.desk.settings.edit;
    let back = filter.address("/alike", &[]);
    let body = html! {
        h1 { "Who may be one?" }
        p {
            "Names that are alike, and no report says whether one person or body is meant. Unsure pairs \
             stay apart until somebody decides."
        }
        @if !edit {
            p .quiet { "This desk only reads. Start it with " code { "--edit" } " to decide here." }
        }
        @if shown.is_empty() {
            (empty("No two actors are alike, or all such pairs are decided.", &html! {
                a href="/actors" { "All actors" } " · " a href="/corrections" { "What was decided" }
            }))
        } @else {
            ol .entries data-list { @for row in shown { li { article .entry .pair {
                p .meta { span .tag { (row.text("why")) } }
                div .two {
                    (side(*row, "")) (side(*row, "other_"))
                }
                @if edit {
                    @let (one, other) = (row.number("id"), row.number("other_id"));
                    @let both = format!("{} and {}", row.text("name"), row.text("other_name"));
                    div .buttons {
                        (pair(ask.desk, "join", (one, other), ("The same", &both), &back))
                        (pair(ask.desk, "apart", (one, other), ("Not the same", &both), &back))
                    }
                }
            } } } }
            (pager(filter, "/alike", table.more))
        }
    };
    Ok(Answer::Page(Page {
        title: "Who may be one?".to_owned(),
        here: "/alike",
        body,
        scripts: &[],
    }))
}

/// One actor of a pair.
fn side(row: Row<'_>, of: &str) -> Markup {
    let column = |name: &str| format!("{of}{name}");
    html! {
        div {
            p .what {
                a .open[of.is_empty()] href={ "/actors/" (row.number(&column("id"))) } {
                    (told(row.text(&column("name"))))
                }
            }
            p .meta .quiet {
                (row.text(&column("type")))
                @if let Some(country) = row.maybe(&column("country")) { " · " (names::country(country)) }
                @if let Some(roles) = row.maybe(&column("roles")) { " · " (told(roles)) }
                br; (count(row.number(&column("reports")), "report", "reports"))
            }
        }
    }
}
