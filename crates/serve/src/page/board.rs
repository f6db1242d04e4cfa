//! Accounts side by side, as tables and small lines.

use maud::{Markup, html};

use super::accounts::{Attribute, Board, Source, Word};
use super::parts::{told, who};
use crate::chart::round;
use crate::names::{self, count, number, short_day};

impl Board {
    /// The first attribute, small: for cards.
    pub(crate) fn digest(&self) -> Markup {
        html! {
            @if let Some(attribute) = self.attributes.first() {
                @let (class, verdict) = attribute.verdict();
                p .verdict .(class) { span .quiet { (names::words(&attribute.name)) ": " } (told(&verdict)) }
                ul .mini {
                    @for source in attribute.sources.iter().take(5) {
                        @if let Some(last) = source.words.last() {
                            li {
                                span .name { (told(&source.name)) }
                                (strip(attribute, source))
                                span .value { (told(&last.short())) }
                            }
                        }
                    }
                    @if attribute.sources.len() > 5 {
                        li .quiet { "and " (count(attribute.sources.len() as i64 - 5, "source more", "sources more")) }
                    }
                }
            }
        }
    }

    /// All attributes, each with its sources side by side.
    pub(super) fn whole(&self, as_of: Option<&str>) -> Markup {
        html! {
            section aria-labelledby="accounts" {
                div .head {
                    h2 #accounts { "Accounts side by side" }
                    form .inline {
                        label for="as_of" { "As of" } " "
                        input #as_of type="date" name="as_of" value=[as_of];
                        " " button type="submit" { "Show" }
                        @if as_of.is_some() { " " a href="?" { "All" } }
                    }
                }
                @if self.attributes.is_empty() {
                    p .quiet { "No source gives a number or names who did it." }
                }
                @for attribute in &self.attributes { (attribute.table()) }
            }
        }
    }
}

impl Attribute {
    fn table(&self) -> Markup {
        let (class, verdict) = self.verdict();
        let span = self.span();
        let id = format!("a-{}", self.name);
        html! {
            div .account {
                div .head {
                    h3 id=(id) { (names::words(&self.name)) }
                    p .verdict .(class) { (told(&verdict)) }
                }
                div .scroll tabindex="0" role="region" aria-label={ "Accounts: " (names::words(&self.name)) } {
                    table .accounts {
                        thead { tr {
                            th scope="col" { "Source" }
                            th scope="col" { "Says" }
                            @if let Some((low, high)) = span {
                                th scope="col" .strip {
                                    span .unseen { "On a line from " }
                                    span .ends { span { (number(low)) } span .unseen { " to " } span { (number(high)) } }
                                }
                            }
                            th scope="col" { "What it said, when" }
                            th scope="col" { "Against" }
                        } }
                        tbody {
                            @for source in &self.sources { (self.row(source, span.is_some())) }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, source: &Source, strips: bool) -> Markup {
        let Some((last, before)) = source.words.split_last() else { return html! {} };
        html! {
            tr .against[!source.against.is_empty()] {
                th scope="row" {
                    (who(&source.name, source.actor))
                    @if source.publisher { span .quiet { " in its own words" } }
                }
                td .value { (last.value()) }
                @if strips { td .strip { (strip(self, source)) } }
                td {
                    ol .history {
                        @for (n, word) in source.words.iter().enumerate() {
                            li .old[n + 1 < source.words.len()] {
                                @if let Some(change) = &word.change {
                                    span aria-hidden="true" .arrow { "→ " }
                                    @if change != "updates" { span .tag .change { (passive(change)) } " " }
                                }
                                @if n < before.len() || n > 0 { span .word { (word.value()) } " " }
                                (said(word))
                            }
                        }
                    }
                }
                td {
                    @for other in source.against.iter().filter_map(|n| self.sources.get(*n)) {
                        @if let Some(word) = other.words.last() {
                            span .tag .no { (told(&other.name)) ": " (told(&word.short())) } " "
                        }
                    }
                    @if let Some(other) = source.overtaken.filter(|_| source.against.is_empty()).and_then(|n| self.sources.get(n)) {
                        @if let Some(word) = other.words.last() {
                            span .tag .change { "overtaken by " (told(&other.name)) ": " (told(&word.short())) }
                        }
                    }
                }
            }
        }
    }
}

fn passive(change: &str) -> &'static str {
    match change {
        "corrects" => "corrected to",
        "retracts" => "withdrawn for",
        "refines" => "made exact",
        _ => "updated to",
    }
}

/// Since when, by which reports.
fn said(word: &Word) -> Markup {
    html! {
        @match &word.said {
            Some(day) => time datetime=(day) { (short_day(day)) },
            None => span .quiet { "day unknown" },
        }
        span .sources {
            @for at in &word.reports {
                " " a href={ "/reports/" (at.report) "#m-" (at.local) } {
                    (told(at.site.as_deref().or(at.title.as_deref()).unwrap_or("report")))
                }
            }
        }
    }
}

/// A source's numbers on a line that all sources of the attribute share.
fn strip(attribute: &Attribute, source: &Source) -> Markup {
    let Some((low, high)) = attribute.span() else { return html! {} };
    // Room for the dots at both ends.
    let at = |n: i64| round(4.0 + 92.0 * (n - low) as f64 / (high - low).max(1) as f64);
    let percent = |x: f64| format!("{x}%");
    let last = source.words.len().saturating_sub(1);
    html! {
        svg .line width="100%" height="22" aria-hidden="true" focusable="false" {
            line .base x1="0" x2="100%" y1="11" y2="11" {}
            @for (n, word) in source.words.iter().enumerate() {
                @let class = if n == last { "now" } else { "then" };
                @match (word.low, word.high) {
                    (Some(from), None) => {
                        line .(class) x1=(percent(at(from))) x2="100%" y1="11" y2="11" {}
                        circle .(class) cx=(percent(at(from))) cy="11" r="5" {}
                    },
                    (None, Some(to)) => {
                        line .(class) x1="0" x2=(percent(at(to))) y1="11" y2="11" {}
                        circle .(class) cx=(percent(at(to))) cy="11" r="5" {}
                    },
                    (Some(from), Some(to)) => {
                        @if from != to { line .(class) x1=(percent(at(from))) x2=(percent(at(to))) y1="11" y2="11" {} }
                        circle .(class) cx=(percent(f64::midpoint(at(from), at(to)))) cy="11" r="5" {}
                    },
                    (None, None) => {},
                }
            }
        }
    }
}
