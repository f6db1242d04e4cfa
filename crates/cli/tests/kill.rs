//! A store that `annalist add` was killed over, again and again, ends with the same rows as one that was
//! filled undisturbed.

#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Short reports; some are reprints, some continue a story.
fn reports(path: &Path, number: usize) {
    const PLACES: [&str; 6] = ["Belmar", "Tarsk", "Odrava", "Ostwick", "Veldan", "Kirrin"];
    const BODIES: [&str; 5] =
        ["police", "the harbour union", "the interior ministry", "the army", "the city council"];
    const DEEDS: [&str; 5] = [
        "arrested {n} demonstrators in {p}",
        "said {n} people were killed in the bombing in {p}",
        "accused the governor of {p} of hiding {n} letters",
        "signed an agreement with {n} villages near {p}",
        "fired on demonstrators in {p}, wounding {n} people",
    ];
    let mut dice = Dice(7);
    let (mut lines, mut last) = (String::new(), String::new());
    for n in 0..number {
        let mut pick = |of: &[&'static str]| of[dice.next(of.len() as u64) as usize];
        let (place, body, other) = (pick(&PLACES), pick(&BODIES), pick(&BODIES));
        let deed = pick(&DEEDS).replace("{p}", place).replace("{n}", &(n % 40 + 2).to_string());
        let mut word = || -> String {
            (0..3)
                .map(|_| {
                    ["ba", "ki", "lo", "ste", "mur", "dre", "fen", "gol"][dice.next(8) as usize]
                })
                .collect()
        };
        let mut own = || -> String { (0..12).map(|_| word() + " ").collect() };
        let mut text = format!(
            "{body} {deed} on Monday. Mayor Lena Voss of {place} said {other} had been warned {n} times \
             of {}and {}by the {} committee.",
            own(),
            own(),
            own()
        );
        if n % 12 == 5 {
            // A reprint with something added.
            text = format!("{last} Read on in our weekend pages.");
        }
        last.clone_from(&text);
        let day = n / 40 % 28 + 1;
        let line = serde_json::json!({"id": n, "date": format!("2031-05-{day:02}"), "text": text});
        lines.push_str(&format!("{line}\n"));
    }
    std::fs::write(path, lines).unwrap();
}

fn add(store: &Path, reports: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annalist"));
    command
        .env("ANNALIST_MODEL", annalist_testing::model())
        .arg("add")
        .arg("-s")
        .arg(store)
        .arg(reports)
        .args(["--date-column", "date", "--id-column", "id", "--no-places", "--jobs", "2"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Every row of every table.
fn rows(store: &Path) -> Vec<(String, String)> {
    let ask = |question: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_annalist"))
            .args(["sql", "--format", "csv", "-s"])
            .arg(store)
            .arg(question)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let tables = ask(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_%' ESCAPE '\\' \
                      UNION ALL VALUES ('claim_links'), ('actor_names'), ('event_counts'), ('happening_keys')",
    );
    let names = tables.lines().skip(1);
    let all: Vec<(String, String)> = names
        .map(|name| {
            let columns = ask(&format!("SELECT group_concat('quote(\"' || name || '\")', ', ') FROM pragma_table_info('{name}')"));
            let columns = columns.lines().nth(1).unwrap().trim_matches('"').replace("\"\"", "\"");
            (name.to_owned(), ask(&format!("SELECT {columns} FROM \"{name}\" ORDER BY 1, 2")))
        })
        .collect();
    assert!(all.len() > 12 && all.iter().any(|(_, rows)| rows.lines().count() > 100));
    all
}

fn killed(documents: usize, kills: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reports.jsonl");
    reports(&path, documents);
    let (whole, broken) = (folder.path().join("whole.db"), folder.path().join("broken.db"));
    let start = std::time::Instant::now();
    assert!(add(&whole, &path).status().unwrap().success());
    let undisturbed = start.elapsed();
    // Spread over the whole run: each attempt gets a little further.
    let mut dice = Dice(documents as u64);
    let mut done = 0;
    let mut finished = 0;
    while done < kills {
        let mut child = add(&broken, &path).spawn().unwrap();
        let most = undisturbed.as_millis() as u64 / 10 + 300;
        std::thread::sleep(Duration::from_millis(dice.next(most)));
        if child.try_wait().unwrap().is_some() {
            // It was through already: from the beginning once more.
            finished += 1;
            assert_eq!(rows(&whole), rows(&broken), "after {done} kills");
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.path().join(format!("broken.db{ending}")));
            }
            continue;
        }
        // SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap();
        done += 1;
    }
    assert!(add(&broken, &path).status().unwrap().success());
    assert_eq!(rows(&whole), rows(&broken), "after {kills} kills, {finished} times through");
}

#[test]
fn kills_lose_nothing() {
    killed(400, 6);
}

/// `cargo test -p annalist-cli --test kill -- --ignored --nocapture`
#[test]
#[ignore = "takes some minutes"]
fn fifty_kills_over_five_thousand_documents_lose_nothing() {
    killed(5000, 50);
}
