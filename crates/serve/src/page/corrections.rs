//! Corrections: what people decided, and the forms with which they decide more.

use std::time::Duration;

use annalist_store::{Cell, Decided, Decision, Holder, Store, Table, decide as keep};
use annalist_store::{decisions_of, read_decisions};
use axum::http::StatusCode;
use maud::{Markup, html};

use super::parts::{day, empty, told};
use crate::answer::{Answer, Ask, Form, Page, json, rows};
use crate::desk::{Desk, same_secret};
use crate::names;
use crate::trouble::Trouble;

/// So long a decision waits for another program that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// The list of decisions.
pub(crate) fn answer(ask: &Ask<'_>) -> Result<Answer, Trouble> {
    let file = decisions_of(&ask.desk.settings.store);
    let decided = read_decisions(&file)?;
    match ask.form {
        Form::Json => return json(&serde_json::json!({ "decisions": decided })),
        Form::Csv => return Ok(Answer::Csv(table(&decided))),
        Form::Page => {}
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let body = html! {
        h1 { "Corrections" }
        p {
            "What people decide is kept beside the store, in " bdi .file { (name) }
            ", a line each. It can be kept under version control, and " code { "annalist add" }
            " carries it out again, also on a store that is made anew."
        }
        @if !ask.desk.settings.edit {
            p .quiet { "This desk only reads. Start it with " code { "--edit" } " to decide here." }
        }
        @if ask.desk.settings.alike.is_some() {
            p { a href="/alike" { "Actors that may be one" } }
        }
        @if decided.is_empty() {
            (empty("Nothing has been decided yet.", &html! {
                "Actors are joined, kept apart or split on their own pages; events are marked wrong where \
                 their happening is told. " a href="/actors" { "Actors" }
            }))
        } @else {
            ol .entries data-list {
                @for one in decided.iter().rev() { li { article .entry {
                    p .meta {
                        span .tag .change { (word(&one.decision)) } " "
                        @if let Some(on) = &one.on { (day(Some(on))) }
                    }
                    p .what { (sentence(&one.decision)) }
                    @if let Some(note) = &one.note { p .context { (told(note)) } }
                } } }
            }
        }
    };
    Ok(Answer::Page(Page {
        title: "Corrections".to_owned(),
        here: "/corrections",
        body,
        scripts: &[],
    }))
}

fn word(decision: &Decision) -> &'static str {
    match decision {
        Decision::Join { .. } => "joined",
        Decision::Apart { .. } => "kept apart",
        Decision::Split { .. } => "split",
        Decision::Wrong { .. } => "wrong",
        Decision::Right { .. } => "right after all",
    }
}

fn sentence(decision: &Decision) -> Markup {
    html! {
        @match decision {
            Decision::Join { one, other } => { (told(&one.name)) " and " (told(&other.name)) " are one." },
            Decision::Apart { one, other } => { (told(&one.name)) " and " (told(&other.name)) " are two." },
            Decision::Split { of, reports, name } => {
                (told(&of.name)) " is " (told(name)) " in "
                (names::count(reports.len() as i64, "report", "reports")) "."
            },
            Decision::Wrong { event, kind, trigger } | Decision::Right { event, kind, trigger } => {
                @let (report, local) = event.split_once('/').unwrap_or((event, ""));
                a .open href={ "/reports/" (report) "#" (local) } { (names::words(kind)) ": " (told(trigger)) }
            },
        }
    }
}

fn table(decided: &[Decided]) -> Table {
    let text = |t: &str| Cell::Text(t.to_owned());
    let row = |one: &Decided| {
        let (what, other) = match &one.decision {
            Decision::Join { one, other } | Decision::Apart { one, other } => {
                (one.name.as_str(), other.name.clone())
            }
            Decision::Split { of, reports, name } => {
                (of.name.as_str(), format!("{name} ({})", reports.join(" ")))
            }
            Decision::Wrong { event, trigger, .. } | Decision::Right { event, trigger, .. } => {
                (event.as_str(), trigger.clone())
            }
        };
        let maybe = |t: &Option<String>| t.clone().map_or(Cell::Null, Cell::Text);
        vec![
            text(word(&one.decision)),
            text(what),
            Cell::Text(other),
            maybe(&one.on),
            maybe(&one.note),
        ]
    };
    Table {
        columns: ["decision", "what", "other", "on", "note"].map(str::to_owned).to_vec(),
        rows: decided.iter().map(row).collect(),
        more: false,
    }
}

/// Decides what a form asks for, and leads back to where it stood.
pub(crate) fn decide(
    desk: &Desk,
    store: &Store,
    form: &[(String, String)],
) -> Result<Answer, Trouble> {
    if !desk.settings.edit {
        return Err(Trouble::refused(
            "This desk only reads. Start it with --edit to correct the record.",
        ));
    }
    let all = |name: &str| {
        let named = form.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.trim()).filter(|v| !v.is_empty()).collect::<Vec<_>>()
    };
    let field = |name: &str| all(name).first().copied().unwrap_or_default();
    if !same_secret(&desk.change_token, field("token")) {
        return Err(Trouble::refused(
            "The form is not from a page of this desk as it runs now. Load the page again, then decide.",
        ));
    }
    let number = |name: &str| {
        field(name)
            .parse::<i64>()
            .map_err(|_| Trouble::wrong(format!("{name}: the number of an actor is missing.")))
    };
    let decision = match field("do") {
        "join" => store.joining(number("one")?, number("other")?)?,
        "apart" => store.keeping_apart(number("one")?, number("other")?)?,
        "split" => {
            let reports: Vec<String> = all("report").into_iter().map(str::to_owned).collect();
            if reports.is_empty() || field("name").is_empty() {
                let detail = "Choose the reports that are about somebody else, and say what they are called.";
                return Err(Trouble::new(StatusCode::BAD_REQUEST, "Something is missing", detail));
            }
            store.splitting(number("one")?, &reports, field("name"))?
        }
        "wrong" => store.judging(field("event"), true)?,
        "right" => store.judging(field("event"), false)?,
        other => return Err(Trouble::wrong(format!("{other:?} is nothing that can be decided."))),
    };
    let decided = Decided {
        decision,
        on: Some(jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()),
        note: Some(field("note").chars().take(500).collect())
            .filter(|note: &String| !note.is_empty()),
    };
    let holder = Holder(format!("annalist serve, process {}", std::process::id()));
    match desk.settings.decide {
        Some(decide) => decide(&desk.settings.store, &holder, PATIENCE, &decided)?,
        None => keep(&desk.settings.store, &holder, PATIENCE, &decided, |_, _| Ok(()))?,
    };
    desk.forget();
    // Only a path of this desk: two slashes would be another host.
    let back = field("back");
    let own = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    Ok(Answer::SeeOther(if own { back } else { "/corrections" }.to_owned()))
}

/// What every form must bring.
fn hidden(desk: &Desk, what: &str, back: &str) -> Markup {
    html! {
        input type="hidden" name="token" value=(desk.change_token);
        input type="hidden" name="do" value=(what);
        input type="hidden" name="back" value=(back);
    }
}

/// The button that marks an event wrong, or right again.
pub(super) fn verdict(desk: &Desk, event: &str, wrong: bool, back: &str) -> Markup {
    html! {
        @if desk.settings.edit {
            form .verdict-form method="post" action="/corrections/decide" {
                (hidden(desk, if wrong { "right" } else { "wrong" }, back))
                input type="hidden" name="event" value=(event);
                button .minor type="submit" { @if wrong { "Right after all" } @else { "Mark wrong" } }
            }
        }
    }
}

/// The button that joins two actors or keeps them apart; `name` tells a screen reader whom.
pub(super) fn pair(
    desk: &Desk,
    what: &str,
    (one, other): (i64, i64),
    (label, name): (&str, &str),
    back: &str,
) -> Markup {
    html! {
        form method="post" action="/corrections/decide" {
            (hidden(desk, what, back))
            input type="hidden" name="one" value=(one);
            input type="hidden" name="other" value=(other);
            button .minor type="submit" { (label) span .unseen { ": " (super::parts::plain(name)) } }
        }
    }
}

/// The forms with which an actor is joined with others, kept apart from them, or split.
pub(super) fn of_actor(ask: &Ask<'_>, id: i64, name: &str) -> Result<Markup, Trouble> {
    if !ask.desk.settings.edit {
        return Ok(html! {});
    }
    let words: Vec<String> = name
        .split_whitespace()
        .filter(|w| w.chars().count() > 2)
        .map(|w| format!("\"{}\"", w.replace('"', "")))
        .collect();
    let like = if words.is_empty() {
        Table::default()
    } else {
        ask.table(
            "SELECT DISTINCT a.id, a.name, a.type, a.country, a.documents AS reports FROM \
             (SELECT actor FROM actor_words WHERE actor_words MATCH ?1 LIMIT 200) x \
             JOIN actors a ON a.id = x.actor WHERE a.id <> ?2 ORDER BY a.documents DESC LIMIT 12",
            &[Cell::Text(words.join(" OR ")), Cell::Whole(id)],
            12,
        )?
    };
    let reports = ask.table(
        "SELECT d.hash AS report, d.title, d.site, d.day FROM entities n \
         JOIN documents d ON d.id = n.document WHERE n.actor = ?1 GROUP BY d.id ORDER BY d.day LIMIT 200",
        &[Cell::Whole(id)],
        200,
    )?;
    let back = format!("/actors/{id}");
    Ok(html! {
        section .correct aria-labelledby="correct" {
            h2 #correct { "Correct" }
            @if !like.rows.is_empty() {
                table {
                    caption { "Actors of a like name" }
                    thead { tr { th scope="col" { "Name" } th scope="col" { "What" } th scope="col" { "Decide" } } }
                    tbody { @for row in rows(&like) {
                        @let other = row.number("id");
                        tr {
                            th scope="row" { a href={ "/actors/" (other) } { (told(row.text("name"))) } }
                            td { (row.text("type")) @if let Some(c) = row.maybe("country") { ", " (names::country(c)) } ", " (names::count(row.number("reports"), "report", "reports")) }
                            td .buttons { (pair(ask.desk, "join", (id, other), ("The same", row.text("name")), &back)) (pair(ask.desk, "apart", (id, other), ("Not the same", row.text("name")), &back)) }
                        }
                    } }
                }
            }
            @if reports.rows.len() > 1 {
                details {
                    summary { "Some of its reports are about somebody else" }
                    form .split method="post" action="/corrections/decide" {
                        (hidden(ask.desk, "split", &back))
                        input type="hidden" name="one" value=(id);
                        fieldset {
                            legend { "Reports that are about the other" }
                            @for row in rows(&reports) {
                                label .check {
                                    input type="checkbox" name="report" value=(row.text("report"));
                                    " " span {
                                        (told(row.maybe("title").unwrap_or("Report without a headline")))
                                        span .quiet { " " (told(row.text("site"))) " " (names::day(row.text("day"))) }
                                    }
                                }
                            }
                        }
                        div {
                            label for="split-name" { "What the other is called" }
                            input #split-name type="text" name="name" dir="auto" required;
                        }
                        button type="submit" { "Split" }
                    }
                }
            }
        }
    })
}
