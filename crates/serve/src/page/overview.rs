//! The start page: what the store holds, where accounts differ, the latest stories.

use annalist_store::Cell;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::accounts::{Board, board};
use super::parts::{day, empty, kind, told};
use crate::answer::{Answer, Ask, Form, Page, json, rows};
use crate::chart::{self, Look, Series};
use crate::names::{self, count, number};
use crate::trouble::Trouble;

#[derive(Serialize, Deserialize)]
struct Counts {
    reports: i64,
    reprints: i64,
    publishers: i64,
    stories: i64,
    happenings: i64,
    events: i64,
    statements: i64,
    actors: i64,
    contradictions: i64,
}

#[derive(Serialize, Deserialize)]
struct Differing {
    happening: i64,
    kind: String,
    mode: Option<String>,
    first_day: Option<String>,
    place: Option<String>,
    summary: String,
    reports: i64,
    publishers: i64,
}

#[derive(Serialize, Deserialize)]
struct Story {
    id: i64,
    title: Option<String>,
    first_day: Option<String>,
    last_day: Option<String>,
    reports: i64,
    publishers: i64,
    /// Reports by day.
    days: Vec<(String, i64)>,
}

#[derive(Serialize, Deserialize)]
struct Overview {
    counts: Counts,
    differing: Vec<Differing>,
    stories: Vec<Story>,
    /// Events by day and type.
    days: Vec<(String, String, i64)>,
}

/// The start page.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let overview: Overview = ask.desk.keep(ask.store, "overview", || read(ask))?;
    if ask.form != Form::Page {
        return json(&overview);
    }
    let mut boards = Vec::new();
    for differing in overview.differing.iter().take(3) {
        boards.push((differing, board(ask, differing.happening)?));
    }
    Ok(Answer::Page(Page {
        title: "Annalist: who did what, according to whom".to_owned(),
        here: "/",
        scripts: &[],
        body: body(&overview, &boards),
    }))
}

fn read(ask: &Ask<'_>) -> Result<Overview, Trouble> {
    let table = ask.table(
        "SELECT (SELECT count(*) FROM documents) AS reports, \
         (SELECT count(*) FROM publications) AS reprints, \
         (SELECT count(DISTINCT site) FROM documents) AS publishers, \
         (SELECT count(*) FROM stories) AS stories, \
         (SELECT count(*) FROM happenings) AS happenings, \
         (SELECT coalesce(sum(events), 0) FROM event_counts) AS events, \
         (SELECT count(*) FROM statements) AS statements, \
         (SELECT count(*) FROM actors) AS actors, \
         (SELECT count(*) FROM claim_links WHERE type IN ('contradicts', 'denies')) AS contradictions",
        &[],
        1,
    )?;
    let counts = rows(&table).first().map_or_else(
        || Counts {
            reports: 0,
            reprints: 0,
            publishers: 0,
            stories: 0,
            happenings: 0,
            events: 0,
            statements: 0,
            actors: 0,
            contradictions: 0,
        },
        |row| Counts {
            reports: row.number("reports"),
            reprints: row.number("reprints"),
            publishers: row.number("publishers"),
            stories: row.number("stories"),
            happenings: row.number("happenings"),
            events: row.number("events"),
            statements: row.number("statements"),
            actors: row.number("actors"),
            contradictions: row.number("contradictions"),
        },
    );
    let days = ask.table(
        "SELECT day, type, sum(events) AS events FROM event_counts GROUP BY day, type",
        &[],
        usize::MAX,
    )?;
    let days = rows(&days)
        .iter()
        .map(|r| (r.text("day").to_owned(), r.text("type").to_owned(), r.number("events")))
        .collect();
    Ok(Overview { counts, differing: differing(ask)?, stories: stories(ask)?, days })
}

/// Happenings that sources differ about: of the latest contradictions those that most publishers tell of.
fn differing(ask: &Ask<'_>) -> Result<Vec<Differing>, Trouble> {
    let table = ask.table(
        "SELECT h.id, h.type, h.mode, h.first_day, h.place, h.summary, h.reports, h.publishers \
         FROM (SELECT c.happening AS id, count(*) AS links FROM \
             (SELECT \"from\" FROM claim_links WHERE type IN ('contradicts', 'denies') \
              ORDER BY id DESC LIMIT 4000) l JOIN claims c ON c.id = l.\"from\" \
             GROUP BY c.happening) x JOIN happenings h ON h.id = x.id \
         ORDER BY h.publishers DESC, x.links DESC, h.id LIMIT 12",
        &[],
        12,
    )?;
    let text = |t: Option<&str>| t.map(str::to_owned);
    Ok(rows(&table)
        .iter()
        .map(|row| Differing {
            happening: row.number("id"),
            kind: row.text("type").to_owned(),
            mode: text(row.maybe("mode")),
            first_day: text(row.maybe("first_day")),
            place: text(row.maybe("place")),
            summary: row.text("summary").to_owned(),
            reports: row.number("reports"),
            publishers: row.number("publishers"),
        })
        .collect())
}

fn stories(ask: &Ask<'_>) -> Result<Vec<Story>, Trouble> {
    let table = ask.table(
        "SELECT id, title, first_day, last_day, reports, publishers FROM \
         (SELECT * FROM stories ORDER BY last_day DESC, id DESC LIMIT 300) \
         ORDER BY reports > 1 DESC, last_day DESC, id DESC LIMIT 6",
        &[],
        6,
    )?;
    let mut stories = Vec::new();
    for row in rows(&table) {
        let days = ask.table(
            "SELECT day, count(*) AS reports FROM documents WHERE story = ?1 AND day IS NOT NULL \
             GROUP BY day",
            &[Cell::Whole(row.number("id"))],
            400,
        )?;
        stories.push(Story {
            id: row.number("id"),
            title: row.maybe("title").map(str::to_owned),
            first_day: row.maybe("first_day").map(str::to_owned),
            last_day: row.maybe("last_day").map(str::to_owned),
            reports: row.number("reports"),
            publishers: row.number("publishers"),
            days: rows(&days)
                .iter()
                .map(|r| (r.text("day").to_owned(), r.number("reports")))
                .collect(),
        });
    }
    Ok(stories)
}

fn body(overview: &Overview, boards: &[(&Differing, Board)]) -> Markup {
    let counts = &overview.counts;
    let days = overview.days.iter().map(|(d, t, n)| (d.as_str(), t.as_str(), *n));
    let series = Series::of(days);
    html! {
        section .hero {
            h1 { "Who did what to whom, according to whom" }
            form action="/search" role="search" aria-label="The record" {
                label .unseen for="q" { "Search the record" }
                input #q type="search" name="q" placeholder="Words of a report: explosion, \"tear gas\", minist*" data-search;
                button type="submit" { "Search" }
            }
            @if counts.reports > 0 { (totals(counts)) }
        }
        @if counts.reports == 0 {
            (empty("This store holds no report yet.", &html! {
                "Add some: " code { "annalist add -s FILE reports/" } ", then load this page again."
            }))
        } @else {
            @if !boards.is_empty() {
                section aria-labelledby="differ" {
                    div .head {
                        h2 #differ { "Where accounts differ" }
                        a href="/search?what=contradictions" { "All contradictions" }
                    }
                    div .boards {
                        @for (differing, board) in boards {
                            article .card .(names::family(&differing.kind).key) {
                                p .meta {
                                    (kind(&differing.kind, differing.mode.as_deref())) " "
                                    (day(differing.first_day.as_deref()))
                                    @if let Some(place) = &differing.place { " · " (told(place)) }
                                }
                                h3 { a href={ "/happenings/" (differing.happening) } { (told(&differing.summary)) } }
                                (board.digest())
                                p .quiet {
                                    (count(differing.reports, "report", "reports")) ", "
                                    (count(differing.publishers, "publisher", "publishers"))
                                }
                            }
                        }
                    }
                    @if overview.differing.len() > boards.len() {
                        ul .plainlist .more {
                            @for differing in &overview.differing[boards.len()..] {
                                li {
                                    (kind(&differing.kind, None)) " "
                                    a href={ "/happenings/" (differing.happening) } { (told(&differing.summary)) }
                                }
                            }
                        }
                    }
                }
            }
            section aria-labelledby="when" {
                div .head {
                    h2 #when { "When" }
                    a href="/timeline" { "Timeline" }
                }
                (chart::bars(&series, &Look {
                    width: 1000.0,
                    height: 170.0,
                    axes: true,
                    label: format!("{} by {}", count(counts.events, "event", "events"), names::words(step_name(&series))),
                }))
                (chart::legend())
            }
            section aria-labelledby="latest" {
                div .head {
                    h2 #latest { "Latest stories" }
                    a href="/stories" { "All stories" }
                }
                ul .cards data-list {
                    @for story in &overview.stories {
                        li .card {
                            h3 { a href={ "/stories/" (story.id) } {
                                (told(story.title.as_deref().unwrap_or("A story without a headline")))
                            } }
                            (sparks(story))
                            p .quiet {
                                (names::days(story.first_day.as_deref(), story.last_day.as_deref()).unwrap_or_default())
                                br;
                                (count(story.reports, "report", "reports")) ", "
                                (count(story.publishers, "publisher", "publishers"))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn step_name(series: &Series) -> &'static str {
    match series.step {
        chart::Step::Day => "day",
        chart::Step::Week => "week",
        chart::Step::Month => "month",
    }
}

fn totals(counts: &Counts) -> Markup {
    let all = [
        (counts.reports, "reports", "/search?what=reports"),
        (counts.reprints, "reprints", ""),
        (counts.publishers, "publishers", ""),
        (counts.events, "events", "/search"),
        (counts.statements, "statements", "/search?what=statements"),
        (counts.contradictions, "contradictions", "/search?what=contradictions"),
        (counts.stories, "stories", "/stories"),
        (counts.actors, "actors", "/actors"),
    ];
    html! {
        dl .totals {
            @for (n, name, address) in all.into_iter().filter(|(n, ..)| *n > 0) {
                div {
                    dt { (name) }
                    dd {
                        @if address.is_empty() { (number(n)) }
                        @else { a href=(address) { (number(n)) span .unseen { " " (name) } } }
                    }
                }
            }
        }
    }
}

/// A story's reports by day, small.
fn sparks(story: &Story) -> Markup {
    let series = Series::of(story.days.iter().map(|(day, n)| (day.as_str(), "", *n)));
    let label = format!("Reports by day: {}", count(story.reports, "report", "reports"));
    chart::bars(&series, &Look { width: 240.0, height: 34.0, axes: false, label })
}
