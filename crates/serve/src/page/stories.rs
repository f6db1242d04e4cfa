//! Stories, the latest first.

use maud::html;

use super::parts::{empty, pager, plain, told};
use crate::answer::{Answer, Ask, Form, Page, json, objects, rows};
use crate::filter::text;
use crate::names::{self, count};
use crate::trouble::Trouble;

/// So many stories on a page.
const SHOWN: usize = 40;

/// The list of stories.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let filter = &ask.filter;
    let most = if ask.form == Form::Page { SHOWN } else { 1000 };
    let skip = (u64::from(filter.page) - 1) * most as u64;
    let mut all = "1";
    let mut values = Vec::new();
    if !filter.q.is_empty() {
        all = "title LIKE '%' || ?1 || '%' ESCAPE '\\'";
        values.push(text(&filter.q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
    }
    let sql = format!(
        "SELECT id, title, first_day, last_day, reports, publishers FROM stories WHERE {all} \
         ORDER BY last_day DESC, id DESC LIMIT {} OFFSET {skip}",
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
            h1 { "Stories" }
            form .inline role="search" aria-label="Stories" {
                label .unseen for="q" { "Words of a headline" }
                input #q type="search" name="q" value=(plain(&filter.q)) placeholder="Words of a headline" data-search;
                " " button type="submit" { "Find" }
            }
        }
        @if table.rows.is_empty() {
            (empty("No story fits.", &html! { a href="/stories" { "All stories" } }))
        } @else {
            ol .entries data-list {
                @for row in rows(&table) {
                    li { article .entry {
                        p .meta { (names::days(row.maybe("first_day"), row.maybe("last_day")).unwrap_or_default()) }
                        p .what { a .open href={ "/stories/" (row.number("id")) } {
                            (told(row.maybe("title").unwrap_or("A story without a headline")))
                        } }
                        p .meta .quiet {
                            (count(row.number("reports"), "report", "reports")) ", "
                            (count(row.number("publishers"), "publisher", "publishers"))
                        }
                    } }
                }
            }
            (pager(filter, "/stories", table.more))
        }
    };
    Ok(Answer::Page(Page { title: "Stories".to_owned(), here: "/stories", body, scripts: &[] }))
}
