//! `annalist read` from the outside; nothing here needs a language pipeline.

use std::fs;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

const PAGE: &str = "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\">\
    <title>Ferry runs aground near Ostwick</title>\
    <meta property=\"article:published_time\" content=\"2031-05-14T09:30:00+02:00\"></head><body>\
    <nav><a href=\"/\">Home</a></nav><article><h1>Ferry runs aground near Ostwick</h1>\
    <p>A ferry with forty people on board ran aground near Ostwick on Monday, the coast guard said in a \
    statement.</p><p>A tug will pull the ferry free at high water on Tuesday evening, the harbour master \
    told reporters, and nobody was hurt.</p></article></body></html>";

fn run(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let output: Output = Command::new(cargo_bin!("annalist"))
        .current_dir(folder.path())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .args(args)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

#[test]
fn a_page_in_a_terminal_and_as_json() {
    let folder = folder(&[("page.html", PAGE)]);
    let (code, shown, said) = run(&folder, &["read", "page.html", "--format", "text"]);
    assert_eq!((code, said.as_str()), (0, ""));
    for words in [
        "Ferry runs aground near Ostwick",
        "(web page)",
        "2031-05-14T09:30:00+02:00 (by its meta tags)",
        "language   en",
    ] {
        assert!(shown.replace('\u{a0}', " ").contains(words), "{words}\n{shown}");
    }
    assert!(!shown.contains("Home"));
    let (_, json, _) = run(&folder, &["read", "page.html"]);
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["source"]["format"], "html");
    assert_eq!(document["language"], "en");
    let (start, end) = (&document["blocks"][0]["start"], &document["blocks"][0]["end"]);
    assert!(start.as_u64() < end.as_u64());
}

#[test]
fn duplicates_are_marked_or_left_out() {
    let body = "A ferry with forty people on board ran aground near Ostwick on Monday, the coast guard \
        said in a statement that was read out in the harbour. Nobody was hurt, it said.";
    let folder =
        folder(&[("a.txt", body), ("b.txt", &body.to_uppercase()), ("c.txt", "Rain fell.")]);
    let args = ["read", "a.txt", "b.txt", "c.txt"];
    let (code, out, _) = run(&folder, &args);
    let all: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, all.len()), (0, 3));
    assert_eq!(all[1]["duplicate_of"]["id"], all[0]["id"]);
    assert_eq!(all[1]["duplicate_of"]["kind"], "exact");
    assert_eq!(all[2]["duplicate_of"], Value::Null);
    let (code, out, said) = run(&folder, &[&args[..], &["--skip-duplicates"]].concat());
    assert_eq!((code, out.lines().count()), (0, 2));
    assert_eq!(said, "note: 1 duplicate was left out\n");
}

#[test]
fn private_addresses_are_refused() {
    let folder = folder(&[]);
    let (code, _, said) = run(&folder, &["read", "http://127.0.0.1:9/"]);
    assert_eq!(code, 3);
    assert!(said.starts_with("error: http://127.0.0.1:9/: 127.0.0.1 is on this machine"), "{said}");
    assert!(said.contains("--allow-private"), "{said}");
}

#[test]
fn failures_are_listed_and_the_rest_is_read() {
    let folder = folder(&[("a.txt", "Rain fell."), ("b.txt", ""), ("t.csv", "words\nRain.\n")]);
    let (code, out, said) = run(&folder, &["read", "a.txt", "b.txt", "gone-*.txt", "t.csv"]);
    assert_eq!((code, out.lines().count()), (3, 1));
    assert!(said.contains("b.txt: there are no words"), "{said}");
    assert!(said.contains("gone-*.txt: no file fits this pattern"), "{said}");
    assert!(said.contains("t.csv, line 2: no column \"text\"; the table has \"words\""), "{said}");
    assert!(said.ends_with("note: 3 of 4 documents failed, see above\n"), "{said}");
    let (code, _, said) = run(&folder, &["read", "."]);
    assert_eq!(code, 3, "{said}");
    let (code, _, _) = run(&tempfile::tempdir().unwrap(), &["read", "."]);
    assert_eq!(code, 1);
}

#[test]
fn a_large_page_is_read_by_a_process_of_its_own_as_it_is_in_place() {
    use annalist_read::{Input, Options, open};
    let paragraph =
        "<p>The old bridge of Ostwick stays closed until the spring, the mayor said.</p>";
    let page = format!("<html><body><article>{}</article></body></html>", paragraph.repeat(8000));
    let folder = folder(&[("large.html", &page)]);
    let (code, out, err) = run(&folder, &["read", "large.html", "--format", "ndjson"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let read: Value = serde_json::from_str(&out).unwrap();
    let path = folder.path().join("large.html");
    let in_place = open(Input::Path(path), &Options::default()).next().unwrap().unwrap();
    assert_eq!(read["text"], Value::String(in_place.text));
}
