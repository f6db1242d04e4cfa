//! The form of the JSON: every record is what the schema says.

use annalist_doc::json_schema;
use serde_json::Value;

use super::{document, pipeline, reports};

/// A record keeps to the schema, and the schema is strict enough to notice one that does not.
#[test]
fn records_keep_to_the_schema() {
    let schema = json_schema();
    assert!(jsonschema::meta::is_valid(&schema), "the schema itself is no JSON Schema");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let texts = reports::ALL.map(|(_, text, day)| (text, Some(day)));
    let odd = [("“Zoë 🎉 said: “no””, (they said. “", None), (".", None)];
    for (text, day) in texts.into_iter().chain(odd) {
        let report = pipeline().code(vec![document(text, day).unwrap()]).remove(0);
        let json: Value = serde_json::from_str(&report.into_wire().to_json()).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}\n{json:#}");

        let mut more = json.clone();
        more["surplus"] = Value::from(1);
        assert!(!validator.is_valid(&more), "a field too many is not noticed");
        let mut less = json;
        less.as_object_mut().unwrap().remove("statements");
        assert!(!validator.is_valid(&less), "a missing field is not noticed");
    }
}
