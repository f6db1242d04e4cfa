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

/// Reports of one day, each under its own id, as JSON Lines.
fn written(folder: &Path, texts: &[&str]) -> String {
    let lines = texts.iter().enumerate().map(|(n, text)| {
        serde_json::json!({"id": n, "date": "2031-05-02", "text": text}).to_string() + "\n"
    });
    let path = folder.join(format!("made-{}.jsonl", texts.len()));
    std::fs::write(&path, lines.collect::<String>()).unwrap();
    path.display().to_string()
}

fn added(store: &str, reports: &str) -> String {
    let done = annalist(&["add", "-s", store, reports, "--date-column", "date", "--no-places"]);
    String::from_utf8_lossy(&done.code(0).get_output().stderr).into_owned()
}

const OKORO: [&str; 3] = [
    "Harbour minister Ada Okoro said on Friday that the port of Belmar would open again. Ada Okoro \
     thanked the dockers.",
    "Minister A. Okoro accused the shipping line of breaking its promise to the dockers of Belmar.",
    "The painter Ada Okoro said her new pictures showed the sea at night. Ada Okoro criticised the \
     city museum.",
];

#[test]
fn people_decide_who_is_who_and_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news.db").display().to_string();
    let reports = written(folder.path(), &OKORO);
    added(&store, &reports);
    let rows = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let done = annalist(&[arguments, &["-s", &store, "--format", "json"]].concat());
        serde_json::from_slice(&done.get_output().stdout).unwrap_or_default()
    };
    let unsure = rows(&["review", "actors"]);
    let pair = unsure.iter().find(|r| r["why"] == "an initial").expect("A. and Ada");
    let (one, other) = (pair["id"].to_string(), pair["other_id"].to_string());
    annalist(&["review", "actors", "-s", &store, "--join", &one, &other]).code(0);
    assert!(!rows(&["review", "actors"]).iter().any(|r| r["why"] == "an initial"));
    let names =
        "SELECT a.name, a.documents FROM actors a WHERE a.name LIKE '%Okoro%' ORDER BY a.name";
    assert_eq!(rows(&["sql", names])[0]["documents"], 3, "all three are one now");
    // The painter is another.
    let painter = rows(&["find", "--reports", "--text", "painter"])[0]["key"].clone();
    let painter = painter.as_str().unwrap();
    let split = ["review", "actors", "-s", &store, "--split", &one, "--reports", painter];
    annalist(&[&split[..], &["--as", "Ada Okoro (painter)"]].concat()).code(0);
    let after = rows(&["sql", names]);
    assert_eq!((after.len(), &after[0]["documents"]), (2, &2.into()), "{after:?}");
    let by = rows(&["find", "--statements", "--said-by", "Ada Okoro (painter)"]);
    // What "the painter Ada Okoro" said is hers, too.
    assert_eq!(by.len(), 2, "{by:?}");
    // An accusation that was none.
    let event = rows(&["find", "--type", "accuse"])[0]["key"].clone();
    let event = event.as_str().unwrap();
    annalist(&["review", "event", "-s", &store, event, "--wrong", "--note", "a promise only"])
        .code(0);
    assert!(!rows(&["find", "--type", "accuse"]).iter().any(|r| r["key"] == event));
    let counted = rows(&["sql", "SELECT sum(events) AS n FROM event_counts"]);
    let right = rows(&[
        "sql",
        "SELECT count(*) AS n FROM events WHERE verdict IS NULL AND day IS NOT NULL",
    ]);
    assert_eq!(counted, right);
    // The same decisions on a store that is made anew.
    let anew = folder.path().join("anew.db").display().to_string();
    std::fs::copy(format!("{store}.decisions.ndjson"), format!("{anew}.decisions.ndjson")).unwrap();
    added(&anew, &reports);
    let of =
        |store: &str, question: &str| output(&["sql", "-s", store, question, "--format", "csv"]);
    for question in [
        "SELECT a.name, a.documents, group_concat(n.name, ';') FROM actors a JOIN actor_names n \
         ON n.actor = a.id GROUP BY a.name ORDER BY a.name, n.name",
        "SELECT s.content, a.name FROM statements s LEFT JOIN actors a ON a.id = s.actor ORDER BY 1",
        "SELECT sentence, verdict FROM events ORDER BY 1",
    ] {
        assert_eq!(of(&store, question), of(&anew, question), "{question}");
    }
    // Adding once more replays them and changes nothing.
    let before = of(&anew, "SELECT * FROM actors");
    added(&anew, &reports);
    assert_eq!(before, of(&anew, "SELECT * FROM actors"));
    annalist(&["review", "actors", "-s", &store, "--join", "1", "999"]).code(2);
    std::fs::write(format!("{anew}.decisions.ndjson"), "join them\n").unwrap();
    let refused = annalist(&["add", "-s", &anew, &reports]).code(2);
    assert!(
        String::from_utf8_lossy(&refused.get_output().stderr).contains("line 1 is no decision")
    );
}

#[test]
fn reprints_of_earlier_runs_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news.db").display().to_string();
    let text = "The ferry Morning Star ran aground off Ostwick on Friday evening with sixty people on board. \
        Lifeboats brought all of them ashore before midnight, the coast guard said. The captain had \
        reported a failing rudder an hour earlier and asked for a tug, which came too late.";
    added(&store, &written(folder.path(), &[text, OKORO[0]]));
    let reprint = format!("{text} Read more in our harbour pages.");
    let said = added(&store, &written(folder.path(), &[&reprint]));
    assert!(said.contains("0 reports added, 1 known before"), "{said}");
    let question = "SELECT count(*) AS n FROM publications WHERE similarity < 1";
    assert!(output(&["sql", "-s", &store, question, "--format", "json"]).contains("1"));
}

/// A limit on the size of files stands for a full disk: the system refuses to write on.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_what_was_added_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news.db").display().to_string();
    added(&store, &written(folder.path(), &OKORO[..1]));
    let before = output(&["sql", "-s", &store, "SELECT hash FROM documents ORDER BY id"]);
    let many: Vec<String> = (0..400)
        .map(|n| {
            format!("Report {n} says that {}", format!("the {} of pier {n} ", n * 31).repeat(60))
        })
        .collect();
    let reports = written(folder.path(), &many.iter().map(String::as_str).collect::<Vec<_>>());
    // In blocks of 1024 bytes; the store has some hundred kilobytes already.
    let line = format!(
        "ulimit -f 1200; trap '' XFSZ; exec {} add -s {store} {reports} --date-column date --no-places",
        env!("CARGO_BIN_EXE_annalist")
    );
    let run = |line: &str| {
        std::process::Command::new("bash")
            .args(["-c", line])
            .env("ANNALIST_MODEL", annalist_testing::model())
            .output()
            .unwrap()
    };
    let done = run(&line);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("no room left") && said.contains("news.db"), "{said}");
    let after = output(&["sql", "-s", &store, "SELECT hash FROM documents ORDER BY id"]);
    assert!(after.starts_with(&before), "what was there is there");
    // With room again it goes on where it was.
    let said = added(&store, &reports);
    assert!(said.contains("reports added"), "{said}");
    let question = "SELECT count(*) AS n FROM documents";
    assert!(output(&["sql", "-s", &store, question, "--format", "csv"]).contains("401"));
}

#[test]
fn a_second_adding_waits_and_then_says_who_holds_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news.db").display().to_string();
    let reports = written(folder.path(), &OKORO);
    added(&store, &reports);
    let lock = std::fs::File::options().write(true).open(format!("{store}.lock")).unwrap();
    lock.lock().unwrap();
    std::fs::write(format!("{store}.lock"), "annalist add, process 4711").unwrap();
    let held = annalist(&["add", "-s", &store, &reports, "--no-places", "--wait", "0"]).code(2);
    let said = String::from_utf8_lossy(&held.get_output().stderr).into_owned();
    assert!(said.contains("annalist add, process 4711") && said.contains("wait"), "{said}");
    // Reading goes on.
    output(&["find", "-s", &store, "--reports"]);
    drop(lock);
    annalist(&[
        "add",
        "-s",
        &store,
        &reports,
        "--date-column",
        "date",
        "--no-places",
        "--wait",
        "0",
    ])
    .code(0);
}

#[test]
fn records_of_another_version_are_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let reprint = written(folder.path(), &[OKORO[0], OKORO[1]]);
    added(&store, &reprint);
    let again = format!("{} {} Read more in our harbour pages.", OKORO[0], OKORO[1]);
    added(&store, &written(folder.path(), &[&again]));
    let rows = |question: &str| output(&["sql", "-s", &store, question, "--format", "csv"]);
    let all = [
        "SELECT * FROM event_list",
        "SELECT * FROM statement_list",
        "SELECT * FROM claim_list",
        "SELECT id, hash, story, day, text FROM documents",
        "SELECT * FROM actors",
        "SELECT * FROM publications",
        "SELECT document, record IS NULL, length(terms), length(print) FROM records",
    ];
    let before = all.map(rows);
    let recode = ["recode", "-s", &store, "--no-places"];
    let said = |done: &assert_cmd::assert::Assert| {
        String::from_utf8_lossy(&done.get_output().stderr).into_owned()
    };
    assert!(said(&annalist(&recode).code(0)).contains("every record is of this version"));
    // As if an earlier version had coded half of them, worse.
    let other = rusqlite::Connection::open(&store).unwrap();
    other
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             INSERT INTO codings SELECT 99, '0.0.1', pipeline, pipeline_hash, 'old', '' FROM codings WHERE id = 1;
             UPDATE documents SET coding = 99 WHERE id % 2 = 0;
             DELETE FROM event_boxes; DELETE FROM claim_links; DELETE FROM claims; DELETE FROM figures;
             DELETE FROM arguments; DELETE FROM events; DELETE FROM happening_keys; DELETE FROM happenings;",
        )
        .unwrap();
    drop(other);
    // What a run of yet another version left is not used.
    std::fs::copy(&store, format!("{store}.recoding")).unwrap();
    assert!(said(&annalist(&recode).code(0)).contains("6 of 12 records made anew"));
    assert_eq!(all.map(rows), before, "what comes out is what adding gives");
    let earlier = "SELECT count(*), min(c.program_version) FROM recodings r JOIN codings c ON c.id = r.coding";
    assert!(rows(earlier).ends_with("6,0.0.1\n"), "{}", rows(earlier));
    assert!(!std::path::Path::new(&format!("{store}.recoding")).exists());
    assert!(said(&annalist(&recode).code(0)).contains("every record is of this version"));
}
