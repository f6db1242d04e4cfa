//! The description of the API and the addresses are the same list, and answers are as described.

use serde_json::Value;

use super::client::Desk;
use super::store;

#[test]
fn every_described_address_answers_as_described() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&store::plain(folder.path()));
    let report = desk.get("/search.json?what=reports").json()["rows"][0]["report"].clone();
    let described = desk.get("/openapi.json").json();
    assert_eq!(described, annalist_serve::openapi());
    assert_eq!(described["openapi"], "3.1.0");
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.len() >= 17);
    for (path, operations) in paths {
        let id = if path.starts_with("/reports") { report.as_str().unwrap() } else { "1" };
        let answer = desk.get(&path.replace("{id}", id));
        assert_eq!(answer.status, 200, "{path}");
        let media = operations["get"]["responses"]["200"]["content"].as_object().unwrap();
        let kind = answer.header("content-type").unwrap();
        assert!(media.keys().any(|m| kind.starts_with(m.as_str())), "{path}: {kind}");
        let fields = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            ["required"]
            .as_array();
        if path.ends_with(".json") {
            let data = answer.json();
            for field in fields.unwrap_or_else(|| panic!("{path} names no fields")) {
                assert!(
                    data.get(field.as_str().unwrap()).is_some(),
                    "{path}: {field} is not there"
                );
            }
        }
        // Each parameter is taken, and its name stands in the page's own code only if it is.
        for parameter in operations["get"]["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            if parameter["in"] == "query" {
                let value = match name {
                    "since" | "until" | "as_of" => "2031-03-04",
                    "page" | "actor" => "1",
                    _ => "x",
                };
                let asked = format!("{}?{name}={value}", path.replace("{id}", id));
                assert_eq!(desk.get(&asked).status, 200, "{asked}");
            }
        }
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let described = annalist_serve::openapi();
    let operations = described["paths"].as_object().unwrap().values();
    let mut names: Vec<&str> =
        operations.map(|o| o["get"]["operationId"].as_str().unwrap()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// The rows of lists hold what they held: a field that goes would break whoever reads it.
#[test]
fn rows_keep_their_fields() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&store::plain(folder.path()));
    let fields = |path: &str| {
        let data = desk.get(path).json();
        let Value::Object(row) = data["rows"][0].clone() else { panic!("{path}: {data}") };
        row.keys().cloned().collect::<Vec<_>>()
    };
    let expected: &[(&str, &[&str])] = &[
        (
            "/search.json",
            &[
                "day",
                "type",
                "mode",
                "actor",
                "actor_id",
                "recipient",
                "place",
                "country",
                "latitude",
                "longitude",
                "precision",
                "figures",
                "polarity",
                "modality",
                "according_to",
                "sentence",
                "title",
                "site",
                "published",
                "report",
                "local",
                "happening",
                "story",
            ],
        ),
        (
            "/search.json?what=statements",
            &[
                "day",
                "source",
                "actor",
                "actor_id",
                "cue",
                "kind",
                "polarity",
                "certainty",
                "content",
                "title",
                "site",
                "report",
                "local",
            ],
        ),
        (
            "/search.json?what=claims",
            &["said", "by", "attribute", "text", "low", "high", "qualifier", "happening", "report"],
        ),
        (
            "/search.json?what=contradictions",
            &["link", "attribute", "says", "by", "against", "against_by", "happening"],
        ),
        (
            "/search.json?what=reports",
            &["day", "title", "site", "events", "statements", "reprints", "story", "uri", "report"],
        ),
        ("/stories.json", &["id", "title", "first_day", "last_day", "reports", "publishers"]),
        ("/actors.json", &["id", "name", "type", "country", "sectors", "reports"]),
    ];
    for (path, wanted) in expected {
        let there = fields(path);
        for field in *wanted {
            assert!(there.iter().any(|f| f == field), "{path}: {field} is gone from {there:?}");
        }
    }
}
