//! The API for people.

use maud::html;

use crate::answer::Page;
use crate::routes::ROUTES;

/// The page that tells the API.
pub(crate) fn page() -> Page {
    let body = html! {
        h1 { "API" }
        p {
            "Every page has its data at the same address with " code { ".json" } ", every list also with "
            code { ".csv" } "; filters stand in the address. " a href="/openapi.json" { "openapi.json" }
            " describes all of it (OpenAPI 3.1). Paths, parameters and fields that stand there stay; new ones may come."
        }
        p {
            "In CSV a cell that a spreadsheet would take for a formula has an apostrophe before it; JSON has the text as it is."
        }
        @for route in ROUTES {
            section .route {
                h2 { code { (route.data.unwrap_or(route.path)) ".json" } @if route.list { " " code { ".csv" } } }
                p { (route.summary) "." }
                @let parameters = route.parameters.iter().flat_map(|p| p.iter()).collect::<Vec<_>>();
                @if !parameters.is_empty() {
                    div .scroll tabindex="0" role="region" aria-label={ "Parameters of " (route.path) } { table {
                        thead { tr { th scope="col" { "Parameter" } th scope="col" { "Meaning" } } }
                        tbody { @for (name, meaning) in parameters { tr { th scope="row" { code { (name) } } td { (meaning) } } } }
                    } }
                }
            }
        }
    };
    Page { title: "API".to_owned(), here: "", body, scripts: &[] }
}
