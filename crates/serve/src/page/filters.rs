//! Filters as a form, and those that are set.

use maud::{Markup, html};

use super::parts::told;
use crate::filter::{Filter, What};
use crate::names::{self, FAMILIES, countries, number};

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
