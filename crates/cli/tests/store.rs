//! `annalist add` and what is found again: ten short reports on five things, with two contradictions and
//! one revised account.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn reports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/ten.jsonl")
}

fn annalist(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("annalist")
        .unwrap()
        .env("ANNALIST_MODEL", annalist_testing::model())
        .args(arguments)
        .assert()
}

/// A store of the ten reports.
fn filled(folder: &Path) -> String {
    let store = folder.join("news.db").display().to_string();
    let reports = reports().display().to_string();
    annalist(&["add", "-s", &store, &reports, "--date-column", "date", "--no-places"]).code(0);
    store
}

fn output(arguments: &[&str]) -> String {
    let done = annalist(arguments).code(0);
    String::from_utf8(done.get_output().stdout.clone()).unwrap()
}

#[test]
fn contradictions_are_found_and_revisions_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let found = output(&["find", "-s", &store, "--contradictions", "--format", "ndjson"]);
    let rows: Vec<serde_json::Value> =
        found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let pair = |a: &str, b: &str| {
        rows.iter().any(|row| {
            let says = [row["says"].as_str(), row["against"].as_str()];
            says == [Some(a), Some(b)] || says == [Some(b), Some(a)]
        })
    };
    assert!(pair("nine", "twenty"), "the union against the ministry: {found}");
    assert!(pair("six", "two"), "the doctors against the army: {found}");
    let happening =
        rows.iter().find(|r| r["says"] == "twenty" || r["against"] == "twenty").unwrap();
    let told = output(&["happening", "-s", &store, &happening["happening"].to_string()]);
    assert!(told.contains("2031-05-02") && told.contains("updates"), "{told}");
    let before =
        ["happening", "-s", &store, &happening["happening"].to_string(), "--as-of", "2031-05-02"];
    assert!(!output(&before).contains("updates"), "the ministry's second word came a day later");
}

#[test]
fn adding_again_changes_nothing_and_what_is_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let all = ["sql", "-s", &store, "SELECT * FROM event_list", "--format", "csv"];
    let before = output(&all);
    assert!(before.lines().count() > 5, "{before}");
    let reports = reports().display().to_string();
    let again = ["add", "-s", &store, &reports, "--date-column", "date", "--no-places"];
    let done = annalist(&again);
    let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(said.contains("0 reports added, 10 known before"), "{said}");
    assert_eq!(before, output(&all));
    let refused = annalist(&["sql", "-s", &store, "DELETE FROM events"]).code(2);
    assert!(
        String::from_utf8_lossy(&refused.get_output().stderr).contains("only questions that read")
    );
    annalist(&["find", "-s", &store, "--text", "\"unclosed"]).code(2);
    annalist(&["find", "-s", &store, "--actor", "nobody of this name"]).code(1);
    annalist(&["find", "-s", "no/such.db"]).code(2);
}
