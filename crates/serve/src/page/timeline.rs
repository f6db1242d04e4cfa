//! The timeline: events by day, week or month, by type.

use annalist_store::{Cell, Table};
use maud::html;
use serde_json::json as value;

use super::filters::{chosen, form};
use super::parts::empty;
use crate::answer::{Answer, Ask, Form, Page, json, rows};
use crate::chart::{self, Look, Series, Step};
use crate::filter::{What, conditions, text};
use crate::names::{self, FAMILIES, count, number};
use crate::trouble::Trouble;

/// The timeline page.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let table = counts(ask)?;
    if ask.form == Form::Csv {
        return Ok(Answer::Csv(table));
    }
    let counts = rows(&table);
    let counts = counts.iter().map(|r| (r.text("day"), r.text("type"), r.number("events")));
    let series = Series::of(counts.clone());
    if ask.form == Form::Json {
        let events: i64 = counts.map(|(.., n)| n).sum();
        return json(&value!({ "events": events, "step": series.step, "bins": series.bins }));
    }
    let mut types: Vec<(String, i64)> = Vec::new();
    for (_, kind, n) in counts {
        match types.iter_mut().find(|(k, _)| k == kind) {
            Some((_, sum)) => *sum += n,
            None => types.push((kind.to_owned(), n)),
        }
    }
    let events: i64 = types.iter().map(|(_, n)| n).sum();
    let filter = &ask.filter;
    let step = match series.step {
        Step::Day => "day",
        Step::Week => "week",
        Step::Month => "month",
    };
    let search = |bin: &chart::Bin| {
        let days = [("since", bin.first.as_str()), ("until", bin.last.as_str())];
        let rest =
            crate::filter::Filter { since: String::new(), until: String::new(), ..filter.clone() };
        rest.address("/search", &days)
    };
    let body = html! {
        h1 .unseen { "Timeline" }
        div .sides {
            (form(filter, &types, "/timeline"))
            section .results aria-label="Events over time" {
                div .head {
                    p .lead { (count(events, "event", "events")) " by " (step) }
                    p .links {
                        a href=(filter.address("/search", &[])) { "As a list" } " · "
                        a href=(filter.address("/map", &[])) { "On the map" }
                    }
                }
                (chosen(filter, "/timeline"))
                @if series.bins.is_empty() {
                    (empty("No event fits these filters.", &html! {
                        "Take one away above, or " a href="/timeline" { "begin anew" } "."
                    }))
                } @else {
                    figure .timeline data-timeline {
                        (chart::bars(&series, &Look {
                            width: 900.0,
                            height: 300.0,
                            axes: true,
                            label: format!("{} by {step}; the table below has the numbers", count(events, "event", "events")),
                        }))
                        figcaption { (chart::legend())
                            p .quiet .hint hidden data-hint { "Drag over the chart to look at these days only." }
                        }
                    }
                    details open {
                        summary { "The numbers" }
                        div .scroll tabindex="0" role="region" aria-label="Events by step of time" {
                            table .numbers {
                                thead { tr {
                                    th scope="col" { (names::words(step)) }
                                    @for family in FAMILIES { th scope="col" .num { (family.name) } }
                                    th scope="col" .num { "All" }
                                } }
                                tbody data-list {
                                    @for bin in series.bins.iter().filter(|b| b.events > 0) {
                                        tr {
                                            th scope="row" { a .open href=(search(bin)) {
                                                (names::days(Some(&bin.first), Some(&bin.last)).unwrap_or_default())
                                            } }
                                            @for (_, n) in bin.families() { td .num { @if n > 0 { (number(n)) } } }
                                            td .num { (number(bin.events)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Answer::Page(Page {
        title: "Timeline".to_owned(),
        here: "/timeline",
        body,
        scripts: &["timeline.js"],
    }))
}

/// Events by day and type: from the daily counts where these can answer.
fn counts(ask: &Ask<'_>) -> Result<Table, Trouble> {
    let filter = &ask.filter;
    if !filter.is_counted() {
        let all = conditions(filter, What::Events);
        let sql = format!(
            "SELECT e.day AS day, e.type AS type, count(*) AS events FROM events e \
             WHERE e.day IS NOT NULL AND {} GROUP BY e.day, e.type ORDER BY e.day, e.type",
            all.sql()
        );
        return ask.table(&sql, &all.values, usize::MAX);
    }
    let mut sql = "SELECT day, type, sum(events) AS events FROM event_counts WHERE 1".to_owned();
    let mut values: Vec<Cell> = Vec::new();
    if !filter.types.is_empty() {
        sql += &format!(" AND type IN ({})", vec!["?"; filter.types.len()].join(", "));
        values.extend(filter.types.iter().map(|t| text(t)));
    }
    let rest = [
        (" AND country = ?", &filter.country),
        (" AND day >= ?", &filter.since),
        (" AND day <= ?", &filter.until),
    ];
    for (condition, given) in rest.into_iter().filter(|(_, given)| !given.is_empty()) {
        sql += condition;
        values.push(text(given));
    }
    sql += " GROUP BY day, type ORDER BY day, type";
    ask.table(&sql, &values, usize::MAX)
}
