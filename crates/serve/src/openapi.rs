//! The description of the API, made of the same list as its addresses.

use serde_json::{Map, Value, json};

use crate::routes::{ROUTES, Route};

/// The OpenAPI 3.1 document that stands at `/openapi.json`.
#[must_use]
pub fn openapi() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let path = route.data.unwrap_or(route.path);
        paths.insert(format!("{path}.json"), json!({ "get": operation(route, "json") }));
        if route.list {
            paths.insert(format!("{path}.csv"), json!({ "get": operation(route, "csv") }));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Annalist desk",
            "version": "1",
            "description": "A store of records of news reports, read-only. Paths, parameters and fields \
                that stand here stay; new ones may come. Coordinates and place names: GeoNames, CC BY 4.0.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error", "detail"],
                    "properties": {
                        "error": { "type": "string", "description": "What went wrong, in few words" },
                        "detail": { "type": "string", "description": "What happened and what to do" },
                    },
                },
            },
            "securitySchemes": {
                "token": {
                    "type": "http", "scheme": "bearer",
                    "description": "Asked for where the desk listens on more than this machine",
                },
            },
        },
    })
}

fn operation(route: &Route, form: &str) -> Value {
    let path = route.data.unwrap_or(route.path);
    let name: String = path.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let given = route.parameters.iter().flat_map(|list| list.iter());
    let mut parameters: Vec<Value> =
        given.map(|(name, meaning)| parameter(name, meaning)).collect();
    if route.path.contains("{id}") {
        let kind = if route.path.starts_with("/reports") { "string" } else { "integer" };
        parameters.push(json!({
            "name": "id", "in": "path", "required": true, "schema": { "type": kind },
        }));
    }
    let (media, schema) = match form {
        "csv" => ("text/csv", json!({ "type": "string" })),
        _ => ("application/json", json!({ "type": "object", "required": route.fields })),
    };
    let failure = |description: &str| {
        json!({
            "description": description,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
        })
    };
    json!({
        "operationId": format!("{name}_{form}"),
        "summary": route.summary,
        "parameters": parameters,
        "responses": {
            "200": { "description": "The answer", "content": { media: { "schema": schema } } },
            "400": failure("The question was not understood"),
            "404": failure("The store has no such thing"),
            "503": failure("Too much to look through, or the store is being written to"),
        },
    })
}

fn parameter(name: &str, meaning: &str) -> Value {
    let schema = match name {
        "page" => json!({ "type": "integer", "minimum": 1, "default": 1 }),
        "type" => json!({
            "type": "array",
            "items": { "type": "string", "enum": crate::names::types().collect::<Vec<_>>() },
        }),
        "since" | "until" | "as_of" => json!({ "type": "string", "format": "date" }),
        _ => json!({ "type": "string" }),
    };
    json!({ "name": name, "in": "query", "description": meaning, "schema": schema })
}
