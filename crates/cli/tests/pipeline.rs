//! The whole program with the English pipeline, which is fetched when it is not here.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const REPORT: &str = "Blast shuts harbour of Ostwick\n\nThe mayor of Ostwick, Mara Lindqvist, said on \
    Monday that a bomb had damaged the northern pier. “We will rebuild it before winter,” she added.\n\n\
    video\n\nOfficials initially said that nobody had been injured, but later announced that 11 sailors \
    were in hospital.\n";

fn program() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("annalist"));
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

struct Case {
    folder: TempDir,
    model: &'static Path,
}

impl Case {
    fn new() -> Self {
        let case = Self { model: annalist_testing::model(), folder: tempfile::tempdir().unwrap() };
        case.file("report.txt", REPORT);
        case
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        command.current_dir(self.folder.path()).env("ANNALIST_MODEL", self.model);
        command.env("ANNALIST_GAZETTEER", annalist_testing::gazetteer()).args(args);
        command
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }
}

#[test]
fn one_report_gives_one_record() {
    let case = Case::new();
    let (code, out, said) = case.run(&["code", "report.txt", "--published", "2031-05-14"]);
    assert_eq!((code, said.as_str()), (0, ""));
    let record: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(out.lines().count(), 1);
    assert_eq!(record["schema"], "annalist.report/1");
    assert_eq!(record["document"]["published"]["from"], "given");
    assert_eq!(record["document"]["title"], "Blast shuts harbour of Ostwick");
    assert_eq!(record["document"]["source"]["uri"], "report.txt");
    assert!(record["statements"].as_array().is_some_and(|rows| rows.len() >= 3), "{record:#}");
}

#[test]
fn the_same_bytes_for_any_number_of_jobs() {
    let case = Case::new();
    let row = |n: usize| format!("{}\n", serde_json::json!({"id": n, "text": REPORT}));
    let rows: String = (0..150).map(row).collect();
    case.file("table.jsonl", rows.clone() + "broken\n" + &row(150));
    let (code, one, said) = case.run(&["code", "table.jsonl", "report.txt", "--jobs", "1"]);
    assert_eq!(code, 3);
    assert!(said.contains("table.jsonl, line 151"), "{said}");
    assert_eq!(case.run(&["code", "table.jsonl", "report.txt", "--jobs", "5"]).1, one);
    let ids: Vec<Value> = one
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["document"]["source"]["id"].take())
        .collect();
    let expected = (0..=150).map(|n| Value::String(n.to_string())).chain([Value::Null]);
    assert!(ids.into_iter().eq(expected));
}

#[test]
fn json_for_one_and_for_many() {
    let case = Case::new();
    let (_, one, _) = case.run(&["code", "report.txt", "-f", "json"]);
    let one: Value = serde_json::from_str(&one).unwrap();
    let (_, two, _) = case.run(&["code", "report.txt", "report.txt", "-f", "json"]);
    // The second time it is a further publication of the same report.
    let mut again = one.clone();
    again["document"]["duplicate_of"] =
        serde_json::json!({"id": one["document"]["id"], "kind": "exact", "similarity": 1.0});
    assert_eq!(serde_json::from_str::<Value>(&two).unwrap(), serde_json::json!([one, again]));
}

#[test]
fn text_for_people() {
    let case = Case::new();
    let (code, plain, _) = case.run(&["code", "report.txt", "--format", "text"]);
    assert_eq!(code, 0);
    assert!(plain.contains("Who says what") && !plain.contains('\u{1b}'), "{plain}");
    let (_, colored, _) = case.run(&["code", "report.txt", "-f", "text", "--color", "always"]);
    assert!(colored.contains('\u{1b}'), "{colored}");
}

#[test]
fn an_output_file() {
    let case = Case::new();
    let path = case.file("out.ndjson", "old");
    let (code, out, _) = case.run(&["code", "report.txt", "-o", "out.ndjson"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(fs::read_to_string(path).unwrap().starts_with("{\"schema\""));
}

#[test]
fn standard_input() {
    let case = Case::new();
    let from = || Stdio::from(fs::File::open(case.folder.path().join("report.txt")).unwrap());
    let bare = case.command(&["code"]).stdin(from()).output().unwrap();
    let named = case.command(&["code", "-"]).stdin(from()).output().unwrap();
    assert_eq!(bare, named);
    let record: Value = serde_json::from_slice(&bare.stdout).unwrap();
    assert_eq!(record["document"]["source"]["uri"], "-");
}

#[test]
fn bad_files_leave_the_others_unharmed() {
    let case = Case::new();
    case.file("latin.txt", b"caf\xE9");
    case.file("empty.txt", "");
    let (code, out, said) =
        case.run(&["code", "latin.txt", "report.txt", "gone.txt", "empty.txt", "report.txt"]);
    assert_eq!((code, out.lines().count()), (3, 2));
    assert_eq!(said.lines().filter(|line| line.starts_with("error: ")).count(), 3, "{said}");
    assert!(said.ends_with("note: 3 of 5 documents failed, see above\n"), "{said}");
}

#[test]
fn nothing_found() {
    let case = Case::new();
    case.file("number.txt", "Ostwick, a harbour.");
    let (code, out, _) = case.run(&["code", "number.txt"]);
    assert_eq!((code, out.lines().count()), (1, 1));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let case = Case::new();
    let rows = format!("{}\n", serde_json::json!({"text": REPORT})).repeat(3000);
    case.file("table.jsonl", rows);
    let mut child = case
        .command(&["code", "table.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("{\"schema\""));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn a_wheel_that_is_cut_short_or_no_wheel_at_all() {
    let case = Case::new();
    if !case.model.is_file() {
        return;
    }
    let whole = fs::read(case.model).unwrap();
    case.file("short.whl", &whole[..whole.len() / 2]);
    case.file("none.whl", "this is not a wheel");
    case.file("empty.whl", "");
    fs::create_dir(case.folder.path().join("folder")).unwrap();
    for name in ["short.whl", "none.whl", "empty.whl", "folder"] {
        let (code, out, said) = case.run(&["code", "report.txt", "--model", name]);
        assert_eq!((code, out.as_str()), (2, ""), "{said}");
        assert!(said.starts_with("error: the language pipeline cannot be used: "), "{said}");
        assert!(said.contains(name), "{said}");
    }
    let mut bad = whole;
    let middle = bad.len() / 2;
    bad[middle..middle + 4096].fill(0);
    case.file("bad.whl", bad);
    assert_eq!(case.run(&["code", "report.txt", "--model", "bad.whl"]).0, 2);
    assert_eq!(case.run(&["model", "check", "bad.whl"]).0, 2);
    assert_eq!(case.run(&["model", "check"]).0, 0);
}

#[test]
fn a_pipeline_of_another_architecture() {
    let case = Case::new();
    let folder = case.folder.path().join("en_core_web_trf");
    fs::create_dir(&folder).unwrap();
    let config = "[nlp]\nlang = \"en\"\npipeline = [\"transformer\",\"tagger\",\"parser\"]\n\n[components]\n\n\
        [components.transformer]\nfactory = \"curated_transformer\"\n\n[components.tagger]\n\
        factory = \"tagger\"\n\n[components.parser]\nfactory = \"parser\"\n";
    let meta = "{\"lang\":\"en\",\"name\":\"core_web_trf\",\"version\":\"3.8.0\",\
        \"pipeline\":[\"transformer\",\"tagger\",\"parser\"]}";
    fs::write(folder.join("config.cfg"), config).unwrap();
    fs::write(folder.join("meta.json"), meta).unwrap();
    let (code, _, said) = case.run(&["code", "report.txt", "--model", "en_core_web_trf"]);
    assert_eq!(code, 2);
    assert!(said.contains("transformer"), "{said}");
}
