//! Search: events, statements, claims, contradictions or reports that pass the filters, with counts.

use annalist_store::{Cell, Table};
use maud::{Markup, html};
use serde_json::json as value;

use super::parts::{day, empty, kind, pager, reality, report, sentence, told, who};
use crate::answer::{Answer, Ask, Form, Page, Row, json, objects, rows};
use crate::filter::{Filter, What, conditions};
use crate::names::{self, FAMILIES, count, countries, number};
use crate::trouble::Trouble;

/// So many rows on a page.
const SHOWN: usize = 30;
/// So many rows in a list for programs.
const LISTED: usize = 1000;
/// Counting stops here: "10,000 or more" is as good.
const COUNTED: i64 = 10_000;

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

/// The rows behind each kind of list.
fn from(what: What) -> &'static str {
    match what {
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
        from(what),
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
    let from = from(what);
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

/// The filters as a form.
pub(super) fn form(filter: &Filter, types: &[(String, i64)], path: &str) -> Markup {
    let counted = |kind: &str| types.iter().find(|(k, _)| k == kind).map_or(0, |(_, n)| *n);
    html! {
        form .filters action=(path) aria-label="Filters" data-filters {
            @if filter.what != What::Events { input type="hidden" name="what" value=(filter.what.key()); }
            (field("q", "Words of the report", &filter.q, "search", "flood NOT insurance"))
            details open[!filter.types.is_empty()] {
                summary { "Types of events" @if !filter.types.is_empty() { " (" (filter.types.len()) ")" } }
                @for family in FAMILIES {
                    fieldset .(family.key) {
                        legend { (family.name) }
                        @for kind in family.types {
                            @let n = counted(kind);
                            label .check {
                                input type="checkbox" name="type" value=(kind)
                                    checked[filter.types.iter().any(|t| t == kind)];
                                " " span { (names::words(kind)) } " " span .n { (number(n)) }
                            }
                        }
                    }
                }
            }
            (field("actor", "Who takes part", &filter.actor, "text", "Harbour Authority"))
            (field("said_by", "According to", &filter.said_by, "text", "interior ministry"))
            (field("place", "Place", &filter.place, "text", "Varna"))
            div {
                label for="f-country" { "Country" }
                select #f-country name="country" {
                    option value="" { "any" }
                    @for (code, name) in countries() {
                        option value=(code) selected[filter.country == code] { (name) }
                    }
                }
            }
            (field("site", "Publisher", &filter.site, "text", ""))
            div .pair {
                (field("since", "From", &filter.since, "date", ""))
                (field("until", "To", &filter.until, "date", ""))
            }
            div .buttons {
                button type="submit" { "Apply" }
                @if !filter.is_open() { " " a href=(path) { "Clear" } }
            }
        }
    }
}

fn field(name: &str, label: &str, value: &str, kind: &str, example: &str) -> Markup {
    html! {
        div {
            label for={ "f-" (name) } { (label) }
            input id={ "f-" (name) } type=(kind) name=(name) value=(value) dir="auto"
                placeholder=[(!example.is_empty()).then_some(example)]
                data-search[name == "q"];
        }
    }
}

/// The filters that are set, each with a way to take it away.
pub(super) fn chosen(filter: &Filter, path: &str) -> Markup {
    let pairs: Vec<(&str, &str)> =
        filter.pairs().into_iter().filter(|(key, _)| *key != "what").collect();
    let without = |key: &str, value: &str| {
        let rest = filter.pairs().into_iter().filter(|pair| *pair != (key, value));
        let rest: Vec<(String, String)> = rest.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        Filter::read(&rest).address(path, &[])
    };
    html! {
        @if !pairs.is_empty() {
            ul .chosen aria-label="Filters that are set" {
                @for (key, value) in pairs {
                    li {
                        a href=(without(key, value)) {
                            span .quiet { (key.replace('_', " ")) } " " (told(shown(key, value)))
                            span .unseen { ": take this filter away" } span aria-hidden="true" { " ×" }
                        }
                    }
                }
            }
        }
    }
}

fn shown<'a>(key: &str, value: &'a str) -> &'a str {
    if key == "country" { names::country(value) } else { value }
}

fn entry(what: What, row: &Row<'_>) -> Markup {
    match what {
        What::Events => event(row),
        What::Statements => statement(row),
        What::Claims => claim(row),
        What::Contradictions => contradiction(row),
        What::Reports => a_report(row),
    }
}

/// An event as an entry of a list.
pub(super) fn event(row: &Row<'_>) -> Markup {
    let key = names::family(row.text("type")).key;
    html! {
        article .entry .(key) {
            p .meta {
                (kind(row.text("type"), row.maybe("mode"))) " "
                (day(row.maybe("day")))
                @if let Some(place) = row.maybe("place") { " · " (told(place)) }
                @if let Some(country) = row.maybe("country") { ", " (names::country(country)) }
                " " (reality(row.text("polarity"), row.text("modality")))
            }
            p .what {
                a .open href={ "/reports/" (row.text("report")) "#m-" (row.text("local")) } {
                    (sentence(row.text("sentence"), row.text("trigger")))
                }
            }
            p .meta {
                @if row.maybe("actor").is_some() || row.maybe("recipient").is_some() {
                    span .roles {
                        @if let Some(actor) = row.maybe("actor") { (who(actor, row.whole("actor_id"))) }
                        @else { span .quiet { "somebody" } }
                        span aria-hidden="true" { " → " } span .unseen { " to " }
                        @if let Some(to) = row.maybe("recipient") { (who(to, row.whole("recipient_id"))) }
                        @else { span .quiet { "nobody named" } }
                    }
                    " "
                }
                @if let Some(figures) = row.maybe("figures") { span .tag { (told(figures)) } " " }
                @if let Some(source) = row.maybe("according_to") {
                    span .by { "according to " (who(source, row.whole("according_to_id"))) }
                }
            }
            p .meta .quiet {
                (report(row.text("report"), row.maybe("title"), row.maybe("site"), row.text("local")))
                @if let Some(happening) = row.whole("happening") {
                    @let others = row.number("told_by");
                    " · " a href={ "/happenings/" (happening) } {
                        @if others > 1 { "all accounts (" (count(others, "report", "reports")) ")" }
                        @else { "happening" }
                    }
                }
            }
        }
    }
}

/// A statement as an entry of a list.
pub(super) fn statement(row: &Row<'_>) -> Markup {
    html! {
        article .entry .quote {
            p .meta {
                @let source = row.maybe("source").unwrap_or("Somebody");
                strong { (who(source, row.whole("actor_id"))) } " "
                @if let Some(actor) = row.maybe("actor").filter(|actor| !source.contains(actor)) {
                    span .quiet { "(" (told(actor)) ") " }
                }
                span .cue { (row.text("cue")) } " "
                @if row.text("polarity") == "negative" { span .tag .no { "denies" } " " }
                @if row.text("certainty") != "certain" { span .tag { (row.text("certainty")) } " " }
                (day(row.maybe("day")))
            }
            p .what {
                a .open href={ "/reports/" (row.text("report")) "#m-" (row.text("local")) } {
                    (told(row.text("content")))
                }
            }
            p .meta .quiet {
                (report(row.text("report"), row.maybe("title"), row.maybe("site"), row.text("local")))
            }
        }
    }
}

fn by(row: &Row<'_>, by: &str, id: &str, site: &str) -> Markup {
    html! {
        @match row.maybe(by) {
            Some(name) => (who(name, row.whole(id))),
            None => (told(row.maybe(site).unwrap_or("the report"))),
        }
    }
}

fn claim(row: &Row<'_>) -> Markup {
    html! {
        article .entry .(names::family(row.text("type")).key) {
            p .meta { (kind(row.text("type"), row.maybe("mode"))) " " (day(row.maybe("said"))) }
            p .what {
                a .open href={ "/happenings/" (row.number("happening")) } {
                    span .value { (told(row.text("text"))) } " " (names::words(row.text("attribute")))
                }
                ", according to " strong { (by(row, "by", "by_id", "site")) }
            }
            p .context { (sentence(row.text("sentence"), row.text("trigger"))) }
            p .meta .quiet {
                (report(row.text("report"), row.maybe("title"), row.maybe("site"), row.text("local")))
            }
        }
    }
}

fn contradiction(row: &Row<'_>) -> Markup {
    html! {
        article .entry .(names::family(row.text("type")).key) {
            p .meta {
                (kind(row.text("type"), row.maybe("mode"))) " "
                span .tag .no { (row.text("link")) } " " (names::words(row.text("attribute")))
            }
            div .versus {
                div {
                    p .value { (told(row.text("says"))) }
                    p { (by(row, "by", "by_id", "site")) ", " (day(row.maybe("said"))) }
                    p .quiet { (report(row.text("report"), row.maybe("title"), row.maybe("site"), row.text("local"))) }
                }
                div {
                    p .value { (told(row.text("against"))) }
                    p { (by(row, "against_by", "against_by_id", "against_site")) ", " (day(row.maybe("against_said"))) }
                    p .quiet {
                        (report(row.text("against_report"), row.maybe("against_title"), row.maybe("against_site"), row.text("against_local")))
                    }
                }
            }
            p .context {
                a .open href={ "/happenings/" (row.number("happening")) } { "All accounts" } ": "
                (told(row.text("sentence")))
            }
        }
    }
}

fn a_report(row: &Row<'_>) -> Markup {
    let begins: String = row.text("begins").split_whitespace().collect::<Vec<_>>().join(" ");
    let begins = begins.strip_prefix(row.text("title")).unwrap_or(&begins);
    let begins: String = begins.trim().chars().take(260).collect();
    html! {
        article .entry .report {
            p .meta {
                @if let Some(site) = row.maybe("site") { span .site { (told(site)) } " · " }
                (day(row.maybe("day")))
                @if row.number("reprints") > 0 { " · " (count(row.number("reprints"), "reprint", "reprints")) }
            }
            p .what {
                a .open href={ "/reports/" (row.text("report")) } {
                    strong { (told(row.maybe("title").unwrap_or("Report without a headline"))) }
                }
            }
            p .context { (told(&begins)) "…" }
            p .meta .quiet {
                (count(row.number("events"), "event", "events")) ", "
                (count(row.number("statements"), "statement", "statements"))
                @if let Some(story) = row.whole("story") { " · " a href={ "/stories/" (story) } { "story" } }
            }
        }
    }
}
