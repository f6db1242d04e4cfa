//! One report: its text with every mark, and the rows that the marks stand for.

use std::collections::{BTreeSet, HashMap};

use annalist_doc::{
    BlockKind, EntityId, Event, Polarity, Report, Role, Span, Statement, StatementId, StatementKind,
};
use annalist_store::{Cell, Table};
use maud::{Markup, html};

use super::marks::{Marks, slice};
use super::parts::{day, kind, outward, reality, told, who};
use crate::answer::{Answer, Ask, Form, Page, rows};
use crate::names::{self, count};
use crate::trouble::Trouble;

/// What the store knows of the report's rows beyond the record.
struct Known {
    /// Happening and number of reports by event.
    happenings: HashMap<String, (i64, i64)>,
    /// Events that people marked wrong.
    wrong: BTreeSet<String>,
    /// Actor by entity.
    actors: HashMap<String, i64>,
}

/// The page of a report.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let hash = ask.id;
    let missing = || {
        Trouble::missing(
            "There is no report of this name. Reports go by the first 32 digits of their text's SHA-256.",
        )
    };
    let record = ask.store.record(hash)?.ok_or_else(missing)?;
    if ask.form == Form::Json {
        return Ok(Answer::JsonText(record.to_json()));
    }
    let report = record.into_report();
    let given = [Cell::Text(hash.to_owned())];
    let head = ask.table("SELECT d.id, d.story, s.title AS story_title, s.reports FROM documents d LEFT JOIN stories s ON s.id = d.story WHERE d.hash = ?1", &given, 1)?;
    let Some(row) = rows(&head).into_iter().next() else { return Err(missing()) };
    let document = [Cell::Whole(row.number("id"))];
    let events = ask.table(
        "SELECT e.local, e.happening, e.verdict, h.reports FROM events e JOIN happenings h ON h.id = e.happening \
         WHERE e.document = ?1",
        &document,
        usize::MAX,
    )?;
    let entities = ask.table(
        "SELECT local, actor FROM entities WHERE document = ?1 AND actor IS NOT NULL",
        &document,
        usize::MAX,
    )?;
    let reprints = ask.table(
        "SELECT site, title, published, uri, similarity FROM publications WHERE document = ?1 ORDER BY id LIMIT 100",
        &document,
        100,
    )?;
    let known = Known {
        happenings: rows(&events)
            .iter()
            .map(|r| (r.text("local").to_owned(), (r.number("happening"), r.number("reports"))))
            .collect(),
        wrong: rows(&events)
            .iter()
            .filter(|r| r.maybe("verdict").is_some())
            .map(|r| r.text("local").to_owned())
            .collect(),
        actors: rows(&entities)
            .iter()
            .map(|r| (r.text("local").to_owned(), r.number("actor")))
            .collect(),
    };
    let story = row
        .whole("story")
        .map(|id| (id, row.text("story_title").to_owned(), row.number("reports")));
    let title = report.document.title.clone().unwrap_or_else(|| "Report".to_owned());
    let body = html! {
        article .report {
            (header(&report, &reprints, story.as_ref()))
            (legend())
            (text(&report, &known))
            (tables(&report, &known))
        }
    };
    Ok(Answer::Page(Page { title, here: "", body, scripts: &[] }))
}

fn header(report: &Report, reprints: &Table, story: Option<&(i64, String, i64)>) -> Markup {
    let document = &report.document;
    let published = document.published.as_ref().map(|p| p.value.as_str());
    let heading = document.title.as_deref().filter(|title| {
        // The headline stands in the text already, as a heading of its own.
        !document
            .blocks
            .iter()
            .any(|b| b.kind == BlockKind::Heading && slice(&document.text, b.span).trim() == *title)
    });
    html! {
        header .title {
            p .meta {
                @if let Some(site) = &document.site { strong .site { (told(site)) } " · " }
                (day(published))
                @if let Some(byline) = &document.byline { " · " (told(byline)) }
                @if let Some(uri) = &document.source.uri {
                    " · " (outward(uri, &html! { bdi .file { (uri) } }))
                }
            }
            @if let Some(heading) = heading { h1 { (told(heading)) } }
            @if let Some((id, title, n)) = story.filter(|(.., n)| *n > 1) {
                p .quiet { "Part of the story " a href={ "/stories/" (id) } { (told(title)) } " (" (count(*n, "report", "reports")) ")" }
            }
            @if !reprints.rows.is_empty() {
                details .reprints {
                    summary { "Also published " (count(reprints.rows.len() as i64, "time", "times")) }
                    ul { @for row in rows(reprints) { li {
                        @if let Some(site) = row.maybe("site") { strong { (told(site)) } " · " }
                        (day(row.maybe("published"))) " "
                        @if let Some(title) = row.maybe("title") { (told(title)) " " }
                        @if let Some(uri) = row.maybe("uri") { (outward(uri, &html! { bdi .file { (uri) } })) }
                        @if row.real("similarity").is_some_and(|s| s < 1.0) { " " span .tag { "slightly changed" } }
                    } } }
                }
            }
        }
    }
}

fn legend() -> Markup {
    html! {
        ul .legend .marks aria-label="Marks in the text" {
            li { span .m .event .force { "event" } } li { span .m .source { "source" } }
            li { span .m .cue { "says" } } li { span .said { "what is said" } }
            li { span .m .figure { "figure" } } li { span .m .place { "place" } }
            li { span .m .time { "date" } } li { span .m .entity { "name" } }
        }
    }
}

/// The text block by block, and beside each block the statements and events that begin in it.
fn text(report: &Report, known: &Known) -> Markup {
    let (document, marks) = (&report.document, Marks::of(report));
    let text = document.text.as_str();
    let mut first = BTreeSet::new();
    let title = document.title.as_deref().unwrap_or_default();
    html! {
        div .reading {
            @for block in &document.blocks {
                @let body = marks.block(text, block, &mut first);
                @let within = |at: u32| block.span.start <= at && at < block.span.end;
                @let statements = report.statements.iter().filter(|s| within(start(s))).collect::<Vec<_>>();
                @let events = report.events.iter().filter(|e| within(e.trigger.start)).collect::<Vec<_>>();
                div .row {
                    div .words {
                        @match block.kind {
                            BlockKind::Heading if slice(text, block.span).trim() == title => h1 dir="auto" { (body) },
                            BlockKind::Heading => h2 dir="auto" { (body) },
                            BlockKind::Noise => p .noise dir="auto" title="not read" { span .unseen { "Not read: " } (body) },
                            BlockKind::Caption => p .caption dir="auto" { (body) },
                            BlockKind::List => p .list dir="auto" { (body) },
                            BlockKind::Quote => blockquote dir="auto" { (body) },
                            BlockKind::Paragraph => p dir="auto" { (body) },
                        }
                    }
                    @if !statements.is_empty() || !events.is_empty() {
                        div .beside {
                            @for statement in statements { (said(report, statement, known)) }
                            @for event in events { (happened(report, event, known)) }
                        }
                    }
                }
            }
        }
    }
}

/// Where a statement begins in the text.
fn start(statement: &Statement) -> u32 {
    let spans = statement.content.iter().chain(&statement.cue.spans).chain(&statement.source.spans);
    spans.map(|s| s.start).min().unwrap_or(0)
}

fn back(row: &str) -> Markup {
    html! { a .back href={ "#m-" (row) } title="In the text" { span aria-hidden="true" { "¶" } span .unseen { "In the text" } } }
}

fn joined(text: &str, spans: &[Span]) -> String {
    let words = |s: &Span| slice(text, *s).split_whitespace().collect::<Vec<_>>().join(" ");
    spans.iter().map(words).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" … ")
}

/// A value as it is written in JSON.
fn code(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

fn source(report: &Report, id: StatementId) -> String {
    let statement = report.statements.get(id.index());
    let words = statement.map(|s| joined(&report.document.text, &s.source.spans));
    words.filter(|w| !w.is_empty()).unwrap_or_else(|| "somebody".to_owned())
}

fn actor_of(known: &Known, entity: Option<EntityId>) -> Option<i64> {
    entity.and_then(|e| known.actors.get(&e.to_string()).copied())
}

/// A statement as a card.
fn said(report: &Report, statement: &Statement, known: &Known) -> Markup {
    let text = report.document.text.as_str();
    let row = statement.id.to_string();
    let claims = report.claims.iter().filter(|c| c.statement == Some(statement.id));
    let certainty = code(&statement.certainty);
    let name = source(report, statement.id);
    let full = statement.source.entity.and_then(|e| report.entities.get(e.index()));
    let full = full.and_then(|e| e.name.as_deref()).filter(|n| !name.contains(n));
    html! {
        section .slip .quote id=(row) data-m=(row) aria-label={ "Statement of " (super::parts::plain(&name)) } {
            p .meta {
                strong { (who(&name, actor_of(known, statement.source.entity))) } " "
                @if let Some(full) = full { span .quiet { "(" (told(full)) ") " } }
                span .cue { (told(&statement.cue.lemma)) } (back(&row))
            }
            p .content { (told(&joined(text, &statement.content))) }
            p .meta {
                @if statement.kind != StatementKind::Indirect { span .tag { (code(&statement.kind)) } " " }
                @if statement.polarity == Polarity::Negative { span .tag .no { "denies" } " " }
                @if certainty != "certain" { span .tag { (certainty) } " " }
                @if let Some(order) = &statement.order { span .tag .change { "said " (code(order)) } " " }
                @if let Some(parent) = statement.parent {
                    span .quiet { "within what " a href={ "#" (parent) } { (told(&source(report, parent))) } " says " }
                }
                @for claim in claims {
                    span .tag .claim id=(claim.id) { (names::words(&claim.attribute)) ": " (told(&claim.value.text)) (links(report, claim.id)) } " "
                }
            }
        }
    }
}

/// How a claim relates to earlier ones of the report.
fn links(report: &Report, claim: annalist_doc::ClaimId) -> Markup {
    html! {
        @for link in report.claim_links.iter().filter(|l| l.from == claim) {
            @if let Some(other) = report.claims.get(link.to.index()) {
                " (" (code(&link.kind)) " " a href={ "#" (link.to) } { (told(&other.value.text)) } ")"
            }
        }
    }
}

/// An event as a card.
fn happened(report: &Report, event: &Event, known: &Known) -> Markup {
    let text = report.document.text.as_str();
    let row = event.id.to_string();
    let key = names::family(&event.kind).key;
    let part = |role: Role| event.arguments.iter().find(move |a| a.role == role);
    let place = event.place.and_then(|p| report.places.get(p.index()));
    let days = names::days(event.earliest.as_deref(), event.latest.as_deref());
    let figures = event.figures.iter().filter_map(|f| report.figures.get(f.index()));
    let own = report.claims.iter().filter(|c| c.event == event.id && c.statement.is_none());
    let happening = known.happenings.get(&row);
    html! {
        section .slip .(key) .wrong[known.wrong.contains(&row)] id=(row) data-m=(row) aria-label={ "Event: " (names::words(&event.kind)) } {
            p .meta {
                (kind(&event.kind, event.mode.as_deref())) " "
                (reality(&code(&event.polarity), &code(&event.modality)))
                @if known.wrong.contains(&row) { span .tag .change { "marked wrong" } }
                (back(&row))
            }
            p .roles {
                @match part(Role::Actor) {
                    Some(a) => (who(&joined(text, &[a.span]), actor_of(known, a.entity))),
                    None => span .quiet { "somebody" },
                }
                span aria-hidden="true" { " → " } span .unseen { " to " }
                @match part(Role::Recipient) {
                    Some(a) => (who(&joined(text, &[a.span]), actor_of(known, a.entity))),
                    None => span .quiet { "nobody named" },
                }
            }
            p .meta {
                @for figure in figures { span .tag id=(figure.id) data-m=(figure.id) { (told(&figure.text)) " " (figure.what.as_str()) } " " }
                @if let Some(days) = days { (days) " " }
                @if let Some(place) = place { "in " a href={ "#" (place.id) } { (told(&place.name)) } " " }
                @if let Some(by) = event.according_to.last() {
                    "according to " a href={ "#" (by) } { (told(&source(report, *by))) } " "
                }
                @for claim in own { span #{ (claim.id) } {} (links(report, claim.id)) }
            }
            @if let Some((id, reports)) = happening {
                p .meta { a href={ "/happenings/" (id) } {
                    @if *reports > 1 { "All accounts (" (count(*reports, "report", "reports")) ")" } @else { "The happening" }
                } }
            }
        }
    }
}

/// People, places, dates, and what the program says of its own work.
fn tables(report: &Report, known: &Known) -> Markup {
    let text = report.document.text.as_str();
    let named = || report.entities.iter().filter(|e| e.name.is_some());
    html! {
        div .two .tables {
            section aria-labelledby="names" {
                h2 #names { "People and organizations" }
                @if named().next().is_none() { p .quiet { "Nobody is named." } }
                table {
                    thead { tr { th scope="col" { "Name" } th scope="col" { "What" } th scope="col" { "Mentions" } th scope="col" { span .unseen { "In the text" } } } }
                    tbody { @for entity in named() {
                        @let row = entity.id.to_string();
                        tr id=(row) data-m=(row) {
                            th scope="row" { (who(entity.name.as_deref().unwrap_or_default(), actor_of(known, Some(entity.id)))) }
                            td {
                                (code(&entity.kind))
                                @if !entity.roles.is_empty() { ", " (told(&entity.roles.join(", "))) }
                                @if let Some(country) = &entity.country { ", " (names::country(country)) }
                            }
                            td .num { (entity.mentions.len()) }
                            td { (back(&row)) }
                        }
                    } }
                }
            }
            div {
                section aria-labelledby="places" {
                    h2 #places { "Places" }
                    @if report.places.is_empty() { p .quiet { "No place is named." } }
                    @else { table {
                        thead { tr { th scope="col" { "Name" } th scope="col" { "Where" } th scope="col" { span .unseen { "In the text" } } } }
                        tbody { @for place in &report.places {
                            @let row = place.id.to_string();
                            tr id=(row) data-m=(row) {
                                th scope="row" { (told(&place.name)) }
                                td {
                                    @if let Some(admin) = &place.admin1 { (told(admin)) ", " }
                                    @if let Some(country) = &place.country { (names::country(country)) } @else { "not known" }
                                    @if let Some(precision) = &place.precision { span .quiet { " (" (code(precision)) ")" } }
                                    " " span .quiet { (code(&place.sense)) }
                                }
                                td { (back(&row)) }
                            }
                        } }
                    } }
                }
                section aria-labelledby="dates" {
                    h2 #dates { "Dates" }
                    @if report.times.is_empty() { p .quiet { "No date or time is told." } }
                    @else { table {
                        thead { tr { th scope="col" { "Words" } th scope="col" { "When" } th scope="col" { span .unseen { "In the text" } } } }
                        tbody { @for time in &report.times {
                            @let row = time.id.to_string();
                            tr id=(row) data-m=(row) {
                                th scope="row" { (told(&joined(text, &[time.span]))) }
                                td { (names::days(time.earliest.as_deref(), time.latest.as_deref()).unwrap_or_else(|| "not on the calendar".to_owned())) }
                                td { (back(&row)) }
                            }
                        } }
                    } }
                }
                @if !report.warnings.is_empty() {
                    section aria-labelledby="warnings" {
                        h2 #warnings { "To know" }
                        ul { @for warning in &report.warnings { li { (told(&warning.message)) } } }
                    }
                }
                p .quiet {
                    "Made by annalist " (report.program.version) " with " (report.program.pipeline) "."
                }
            }
        }
    }
}
