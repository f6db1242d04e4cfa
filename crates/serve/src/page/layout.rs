//! What all pages have in common.

use maud::{DOCTYPE, Markup, html};

use super::parts::plain;
use crate::answer::Page;
use crate::assets;
use crate::desk::Desk;
use crate::routes::ROUTES;
use crate::trouble::Trouble;

/// The parts of the desk: address and name.
const PARTS: &[(&str, &str)] = &[
    ("/search", "Search"),
    ("/timeline", "Timeline"),
    ("/map", "Map"),
    ("/stories", "Stories"),
    ("/actors", "Actors"),
    ("/quotes", "Quotes"),
];

/// Where the record is corrected, if it may be.
const CORRECTIONS: (&str, &str) = ("/corrections", "Corrections");

/// A whole page.
pub(crate) fn whole(desk: &Desk, page: &Page, path: &str, query: &str) -> String {
    let store = desk.settings.store.file_name().unwrap_or_default().to_string_lossy();
    let title = plain(&page.title);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) @if page.here != "/" { " · Annalist" } }
                link rel="icon" href=(assets::address("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::address("desk.css"));
                script src=(assets::address("desk.js")) defer {}
                @for script in page.scripts {
                    script src=(assets::address(script)) defer {}
                }
            }
            body {
                a .skip href="#main" { "Skip to the content" }
                header .top {
                    a .brand href="/" aria-current=[(page.here == "/").then_some("page")] {
                        span .mark aria-hidden="true" {} "Annalist"
                    }
                    nav aria-label="Parts of the desk" {
                        ul {
                            @for (address, name) in PARTS.iter().chain(desk.settings.edit.then_some(&CORRECTIONS)) {
                                li {
                                    a href=(address)
                                      aria-current=[(page.here == *address).then_some("page")] {
                                        (name)
                                    }
                                }
                            }
                        }
                    }
                    @if page.here != "/" && page.here != "/search" {
                        form .quick action="/search" role="search" aria-label="All reports" {
                            label .unseen for="quick" { "Search the record" }
                            input #quick type="search" name="q" placeholder="Search the record" data-search;
                        }
                    }
                }
                @if desk.settings.demo {
                    aside .demo aria-label="Demonstration" {
                        strong { "Demonstration. " }
                        "Every report here is invented; the people, firms and events do not exist. "
                        "The record was made from the texts by the program alone."
                    }
                }
                main #main tabindex="-1" { (page.body) }
                footer .foot {
                    p {
                        "Store " bdi .file { (store) }
                        @if !desk.settings.edit { " · read-only" }
                    }
                    (forms(path, query))
                    p { a href="/keys" data-keys { "Keys" } " · " a href="/api" { "API" } }
                }
            }
        }
    }
    .into_string()
}

/// The same page in other forms.
fn forms(path: &str, query: &str) -> Markup {
    let fits = |known: &str| match known.split_once("{id}") {
        Some((before, _)) => path.len() > before.len() && path.starts_with(before),
        None => known == path,
    };
    let route = ROUTES.iter().find(|route| fits(route.path));
    let after = if query.is_empty() { String::new() } else { format!("?{query}") };
    html! {
        @if let Some(route) = route {
            @let path = route.data.unwrap_or(path);
            p {
                "This page as " a href={ (path) ".json" (after) } { "JSON" }
                @if route.list { ", " a href={ (path) ".csv" (after) } { "CSV" } }
            }
        }
    }
}

/// A page that says what went wrong.
pub(crate) fn trouble(trouble: &Trouble) -> Page {
    Page {
        title: trouble.title.to_owned(),
        here: "",
        scripts: &[],
        body: html! {
            section .empty {
                p .number { (trouble.status.as_u16()) }
                h1 { (trouble.title) }
                p { bdi { (trouble.detail) } }
                p { a .button href="/search" { "Search the record" } " " a href="/" { "Start page" } }
            }
        },
    }
}

/// Which keys do what.
pub(crate) fn keys() -> Page {
    const KEYS: &[(&str, &str)] = &[
        ("/", "Write in the search box"),
        ("j", "Next entry of a list, next mark in a report"),
        ("k", "Entry before"),
        ("Enter", "Open the entry"),
        ("Esc", "Leave a box, close what is open"),
        ("g h", "Start page"),
        ("g s", "Search"),
        ("g t", "Timeline"),
        ("g m", "Map"),
        ("g r", "Stories"),
        ("g a", "Actors"),
        ("g q", "Quotes"),
        ("?", "These keys"),
    ];
    Page {
        title: "Keys".to_owned(),
        here: "",
        scripts: &[],
        body: html! {
            div #keys .keys {
                h1 { "Keys" }
                table {
                    thead { tr { th scope="col" { "Key" } th scope="col" { "What it does" } } }
                    tbody {
                        @for (key, what) in KEYS {
                            tr {
                                td { @for part in key.split(' ') { kbd { (part) } " " } }
                                td { (what) }
                            }
                        }
                    }
                }
                p .quiet {
                    "On the timeline: drag over the days to look at these only. On the map: arrow keys \
                     move, + and − come nearer and go away, 0 shows all."
                }
            }
        },
    }
}
