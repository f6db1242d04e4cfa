//! Rows as entries of a list.

use maud::{Markup, html};

use super::parts::{day, kind, reality, report, sentence, told, who};
use crate::answer::Row;
use crate::filter::What;
use crate::names::{self, count};

/// A row of a search.
pub(super) fn entry(what: What, row: &Row<'_>) -> Markup {
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
