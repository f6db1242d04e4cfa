//! Search: events, statements, claims, contradictions or reports that pass the filters, with counts.

use annalist_store::{Cell, Table};
use maud::{Markup, html};
use serde_json::json as value;

use super::entry::entry;
use super::filters::{chosen, form};
use super::parts::{empty, pager};
use crate::answer::{Answer, Ask, Form, Page, json, objects, rows};
use crate::filter::{Filter, What, conditions};
use crate::names::number;
use crate::trouble::Trouble;

/// So many rows on a page.
const SHOWN: usize = 30;
/// So many rows in a list for programs.
const LISTED: usize = 1000;
/// Counting stops here: "2,000 or more" is as good.
const COUNTED: i64 = 2_000;

/// The search page.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let filter = &ask.filter;
    let most = if ask.form == Form::Page { SHOWN } else { LISTED };
    let table = find(ask, most)?;
    match ask.form {
        Form::Csv => Ok(Answer::Csv(table)),
        Form::Json => json(&value!({
            "what": filter.what.key(),
            "count": total(ask, filter.what)?,
            "counted_up_to": COUNTED,
            "types": types(ask)?.into_iter().map(|(t, n)| value!({"type": t, "events": n})).collect::<Vec<_>>(),
            "page": filter.page,
            "more": table.more,
            "rows": objects(&table),
        })),
        Form::Page => {
            let mut counts = Vec::new();
            for what in What::ALL {
                counts.push((what, total(ask, what)?));
            }
            let body = body(filter, &counts, &types(ask)?, &table);
            let title = if filter.q.is_empty() { "Search".to_owned() } else { filter.q.clone() };
            Ok(Answer::Page(Page { title, here: "/search", body, scripts: &[] }))
        }
    }
}

/// The rows behind each kind of list. Where days are asked for, they lead (`CROSS JOIN`): there is an index
/// of them, and the store cannot tell how few fall between two.
fn from(filter: &Filter, what: What) -> &'static str {
    let dated = !filter.since.is_empty() || !filter.until.is_empty();
    match what {
        What::Claims if dated => "claims c CROSS JOIN events e ON e.id = c.event",
        What::Contradictions if dated => {
            "claim_links l CROSS JOIN claims c ON c.id = l.\"from\" \
             CROSS JOIN claims o ON o.id = l.\"to\" CROSS JOIN events e ON e.id = c.event"
        }
        What::Events => "events e",
        What::Statements => "statements s",
        What::Claims => "claims c JOIN events e ON e.id = c.event",
        What::Contradictions => {
            "claim_links l JOIN claims c ON c.id = l.\"from\" JOIN claims o ON o.id = l.\"to\" \
             JOIN events e ON e.id = c.event"
        }
        What::Reports => "documents d",
    }
}

/// The conditions of a kind of list.
fn sifted(filter: &Filter, what: What) -> (String, Vec<Cell>) {
    let mut all = conditions(filter, what);
    if what == What::Contradictions {
        all.and("l.type IN ('contradicts', 'denies')", []);
    }
    (all.sql(), all.values)
}

fn find(ask: &Ask<'_>, most: usize) -> Result<Table, Trouble> {
    let what = ask.filter.what;
    let (sifted, values) = sifted(&ask.filter, what);
    let skip = (u64::from(ask.filter.page) - 1) * most as u64;
    let (id, order) = match what {
        What::Events => ("e.id", "e.day DESC, e.id"),
        What::Statements => ("s.id", "s.day DESC, s.id"),
        What::Claims => ("c.id", "c.id DESC"),
        What::Contradictions => ("l.id", "l.id DESC"),
        What::Reports => ("d.id", "d.day DESC, d.id"),
    };
    let ids = format!(
        "SELECT {id} AS id FROM {} WHERE {sifted} ORDER BY {order} LIMIT {} OFFSET {skip}",
        from(&ask.filter, what),
        most + 1
    );
    let shown = match what {
        What::Events => {
            "SELECT e.day, e.type, e.mode, e.trigger, e.actor, e.actor_id, e.recipient, e.recipient_id, \
             p.name AS place, p.precision, e.country, p.latitude, p.longitude, e.polarity, e.modality, \
             (SELECT group_concat(f.text || ' ' || f.what, '; ') FROM figures f WHERE f.event = e.id) AS figures, \
             s.source AS according_to, s.actor AS according_to_id, e.sentence, d.title, d.site, \
             d.published, d.hash AS report, e.local, e.happening, h.reports AS told_by, d.story \
             FROM ({ids}) x JOIN events e ON e.id = x.id JOIN documents d ON d.id = e.document \
             LEFT JOIN places p ON p.id = e.place LEFT JOIN statements s ON s.id = e.statement \
             LEFT JOIN happenings h ON h.id = e.happening ORDER BY e.day DESC, e.id"
        }
        What::Statements => {
            "SELECT s.day, s.source, a.name AS actor, s.actor AS actor_id, s.cue, s.cue_class, s.kind, \
             s.polarity, s.certainty, s.content, d.title, d.site, d.published, d.hash AS report, s.local, \
             d.story FROM ({ids}) x JOIN statements s ON s.id = x.id \
             JOIN documents d ON d.id = s.document LEFT JOIN actors a ON a.id = s.actor \
             ORDER BY s.day DESC, s.id"
        }
        What::Claims => {
            "SELECT c.said_first AS said, c.by, c.actor AS by_id, c.attribute, c.text, c.low, c.high, \
             c.qualifier, e.type, e.mode, e.trigger, e.sentence, d.title, d.site, d.hash AS report, \
             e.local, c.happening FROM ({ids}) x JOIN claims c ON c.id = x.id \
             JOIN events e ON e.id = c.event JOIN documents d ON d.id = c.document ORDER BY c.id DESC"
        }
        What::Contradictions => {
            "SELECT l.type AS link, c.attribute, c.text AS says, c.by, c.actor AS by_id, \
             c.said_first AS said, d.title, d.site, d.hash AS report, o.text AS against, \
             o.by AS against_by, o.actor AS against_by_id, o.said_first AS against_said, \
             od.title AS against_title, od.site AS against_site, od.hash AS against_report, \
             e.type, e.mode, e.sentence, e.local, oe.local AS against_local, c.happening \
             FROM ({ids}) x JOIN claim_links l ON l.id = x.id JOIN claims c ON c.id = l.\"from\" \
             JOIN claims o ON o.id = l.\"to\" JOIN events e ON e.id = c.event \
             JOIN events oe ON oe.id = o.event JOIN documents d ON d.id = c.document \
             JOIN documents od ON od.id = o.document ORDER BY l.id DESC"
        }
        What::Reports => {
            "SELECT d.day, d.title, d.site, d.byline, d.published, d.language, \
             substr(d.text, 1, 600) AS begins, \
             (SELECT count(*) FROM events x WHERE x.document = d.id) AS events, \
             (SELECT count(*) FROM statements x WHERE x.document = d.id) AS statements, \
             (SELECT count(*) FROM publications x WHERE x.document = d.id) AS reprints, \
             d.story, d.uri, d.hash AS report \
             FROM ({ids}) x JOIN documents d ON d.id = x.id ORDER BY d.day DESC, d.id"
        }
    };
    ask.table(&shown.replace("{ids}", &ids), &values, most)
}

/// How many rows pass; at most [`COUNTED`] are counted.
fn total(ask: &Ask<'_>, what: What) -> Result<i64, Trouble> {
    let (sifted, values) = sifted(&ask.filter, what);
    let from = from(&ask.filter, what);
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from} WHERE {sifted} LIMIT {COUNTED})");
    ask.one(&sql, &values)
}

/// Events of each type, counted over all filters but that of types.
fn types(ask: &Ask<'_>) -> Result<Vec<(String, i64)>, Trouble> {
    let filter = Filter { types: Vec::new(), ..ask.filter.clone() };
    let table = if filter.is_open() {
        let sql = "SELECT type, sum(events) AS events FROM event_counts GROUP BY type";
        let kept: Vec<(String, i64)> = ask.desk.keep(ask.store, "types", || {
            let table = ask.table(sql, &[], 100)?;
            Ok(rows(&table)
                .iter()
                .map(|r| (r.text("type").to_owned(), r.number("events")))
                .collect())
        })?;
        return Ok(kept);
    } else {
        let all = conditions(&filter, What::Events);
        let sql = format!(
            "SELECT type, count(*) AS events FROM (SELECT e.type FROM events e WHERE {} LIMIT 20000) \
             GROUP BY type",
            all.sql()
        );
        ask.table(&sql, &all.values, 100)?
    };
    Ok(rows(&table).iter().map(|r| (r.text("type").to_owned(), r.number("events"))).collect())
}

fn body(filter: &Filter, counts: &[(What, i64)], types: &[(String, i64)], table: &Table) -> Markup {
    let up_to = |n: i64| if n >= COUNTED { format!("{}+", number(n)) } else { number(n) };
    html! {
        h1 .unseen { "Search" }
        div .sides {
            (form(filter, types, "/search"))
            section .results aria-label="Results" {
                nav .tabs aria-label="What is listed" {
                    @for (what, n) in counts {
                        @let to = Filter { what: *what, page: 1, ..filter.clone() };
                        a href=(to.address("/search", &[]))
                          aria-current=[(*what == filter.what).then_some("page")] {
                            (what.key()) " " span .n { (up_to(*n)) }
                        }
                    }
                }
                (chosen(filter, "/search"))
                @if table.rows.is_empty() {
                    (empty("Nothing fits these filters.", &html! {
                        "Take one away above, look in another tab, or "
                        a href="/search" { "begin anew" } "."
                    }))
                } @else {
                    ol .entries data-list {
                        @for row in rows(table) { li { (entry(filter.what, &row)) } }
                    }
                    (pager(filter, "/search", table.more))
                }
            }
        }
    }
}
