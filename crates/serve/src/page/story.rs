//! One story over time: who reported when, what happened, where accounts differ.

use annalist_store::{Cell, Table};
use jiff::Unit;
use jiff::civil::Date;
use maud::{Markup, html};

use super::parts::{day, kind, told};
use crate::answer::{Answer, Ask, Form, Page, json, objects, rows};
use crate::chart::round;
use crate::names::{self, count, short_day};
use crate::trouble::Trouble;

/// The page of a story.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let id = ask.number("Stories")?;
    let given = [Cell::Whole(id)];
    let head = ask.table(
        "SELECT id, title, first_day, last_day, reports, publishers FROM stories WHERE id = ?1",
        &given,
        1,
    )?;
    let Some(row) = rows(&head).into_iter().next() else {
        return Err(Trouble::missing(format!("There is no story {id}.")));
    };
    let reports = ask.table(
        "SELECT d.day, d.title, d.site, d.published, \
         (SELECT count(*) FROM events e WHERE e.document = d.id) AS events, \
         (SELECT count(*) FROM publications p WHERE p.document = d.id) AS reprints, d.hash AS report \
         FROM documents d WHERE d.story = ?1 ORDER BY d.day, d.id LIMIT 1000",
        &given,
        1000,
    )?;
    let happenings = ask.table(
        "SELECT h.id, h.first_day AS day, \
         (SELECT min(e.day) FROM events e WHERE e.happening = h.id) AS reported, h.type, h.mode, h.place, h.reports, h.publishers, h.summary, \
         (SELECT count(*) FROM claims c JOIN claim_links l ON l.\"from\" = c.id \
          WHERE c.happening = h.id AND l.type IN ('contradicts', 'denies')) AS contradictions \
         FROM happenings h WHERE h.id IN (SELECT e.happening FROM events e \
         JOIN documents d ON d.id = e.document WHERE d.story = ?1) \
         ORDER BY coalesce(day, reported, '9999'), h.id LIMIT 500",
        &given,
        500,
    )?;
    if ask.form == Form::Json {
        return json(&serde_json::json!({
            "story": objects(&head)[0], "reports": objects(&reports), "happenings": objects(&happenings),
        }));
    }
    let title = row.maybe("title").unwrap_or("A story without a headline").to_owned();
    let body = html! {
        article .story {
            header .title {
                p .meta { "Story · " (names::days(row.maybe("first_day"), row.maybe("last_day")).unwrap_or_default()) }
                h1 { (told(&title)) }
                p .quiet {
                    (count(row.number("reports"), "report", "reports")) ", "
                    (count(row.number("publishers"), "publisher", "publishers"))
                }
            }
            (lanes(&reports))
            div .two {
                section aria-labelledby="happened" {
                    h2 #happened { "What happened" }
                    ol .spine data-list { @for row in rows(&happenings) { li .(names::family(row.text("type")).key) {
                        p .meta {
                            @if row.maybe("day").is_some() { (day(row.maybe("day"))) }
                            @else { span .quiet { "reported " (day(row.maybe("reported"))) } }
                            " " (kind(row.text("type"), row.maybe("mode")))
                            @if let Some(place) = row.maybe("place") { " · " (told(place)) }
                        }
                        p { a .open href={ "/happenings/" (row.number("id")) } { (told(row.text("summary"))) } }
                        p .meta .quiet {
                            (count(row.number("reports"), "report", "reports"))
                            @if row.number("contradictions") > 0 { " " span .tag .no { "accounts differ" } }
                        }
                    } } }
                }
                section aria-labelledby="reports" {
                    h2 #reports { "Reports" }
                    ol .spine data-list { @for row in rows(&reports) { li {
                        p .meta {
                            (day(row.maybe("day")))
                            @if let Some(site) = row.maybe("site") { " · " span .site { (told(site)) } }
                        }
                        p { a .open href={ "/reports/" (row.text("report")) } {
                            (told(row.maybe("title").unwrap_or("Report without a headline")))
                        } }
                        p .meta .quiet {
                            (count(row.number("events"), "event", "events"))
                            @if row.number("reprints") > 0 { ", " (count(row.number("reprints"), "reprint", "reprints")) }
                        }
                    } } }
                }
            }
        }
    };
    Ok(Answer::Page(Page { title, here: "/stories", body, scripts: &[] }))
}

/// A lane for each publisher with a dot for each of its reports.
fn lanes(reports: &Table) -> Markup {
    let dated: Vec<(Date, &str, &str, &str)> = rows(reports)
        .into_iter()
        .filter_map(|r| {
            let day = r.text("day").parse().ok()?;
            Some((
                day,
                r.maybe("site").unwrap_or("publisher unknown"),
                r.text("title"),
                r.text("report"),
            ))
        })
        .collect();
    let (Some(first), Some(last)) =
        (dated.iter().map(|d| d.0).min(), dated.iter().map(|d| d.0).max())
    else {
        return html! {};
    };
    let days = |to: Date| first.until((Unit::Day, to)).map_or(0, |span| span.get_days());
    let all = f64::from(days(last).max(1));
    let mut sites: Vec<&str> = Vec::new();
    for (_, site, ..) in &dated {
        if !sites.contains(site) {
            sites.push(site);
        }
    }
    sites.truncate(12);
    let x = |day: Date| round(5.0 + 90.0 * f64::from(days(day)) / all);
    html! {
        figure .lanes {
            @for site in &sites {
                div .lane {
                    span .name { (told(site)) }
                    svg width="100%" height="24" role="group" aria-label={ "Reports of " (super::parts::plain(site)) } {
                        line .base x1="0" x2="100%" y1="12" y2="12" {}
                        @for (day, _, title, hash) in dated.iter().filter(|d| d.1 == *site) {
                            a href={ "/reports/" (hash) } aria-label={ (super::parts::plain(title)) ", " (names::day(&day.to_string())) } {
                                title { (super::parts::plain(title)) }
                                circle .hit cx={ (x(*day)) "%" } cy="12" r="12" {}
                                circle .now cx={ (x(*day)) "%" } cy="12" r="6" {}
                            }
                        }
                    }
                }
            }
            figcaption .ends { span { (short_day(&first.to_string())) } span { (short_day(&last.to_string())) " " (last.year()) } }
        }
    }
}
