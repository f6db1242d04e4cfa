//! `annalist gazetteer` from the outside, and what becomes of a gazetteer that is missing or damaged.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use annalist_gazetteer::FILE;

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    /// A machine whose Python reaches nothing.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("programs/python3");
        fs::create_dir(script.parent().unwrap()).unwrap();
        fs::write(&script, "#!/bin/sh\necho 'ERROR: the network is down' >&2; exit 1\n").unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    /// Where the gazetteer of the cache lies.
    fn kept(&self) -> PathBuf {
        let folder = self.folder.path().join("cache/annalist/gazetteer");
        fs::create_dir_all(&folder).unwrap();
        folder.join(FILE)
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("annalist"));
        let Output { status, stdout, stderr } = command
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("ANNALIST_GAZETTEER")
            .env("ANNALIST_MODEL", annalist_testing::model())
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .env("PATH", self.folder.path().join("programs"))
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    /// A file of the folder with the gazetteer's bytes, changed.
    fn changed(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut bytes = fs::read(annalist_testing::gazetteer()).unwrap();
        change(&mut bytes);
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn a_good_file_is_told_with_its_source() {
    let case = Case::new();
    let (code, said, _) = case.run(&["gazetteer", "check", &text(annalist_testing::gazetteer())]);
    assert_eq!(code, 0);
    assert!(
        said.contains("all well") && said.contains("GeoNames (geonames.org), CC BY 4.0"),
        "{said}"
    );
    assert!(fs::metadata(annalist_testing::gazetteer()).unwrap().len() < 40_000_000);
}

#[test]
fn the_version_names_geonames() {
    let (code, said, _) = Case::new().run(&["--version"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("annalist ") && said.contains("GeoNames"), "{said}");
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let case = Case::new();
    let cut = case.changed("cut.bin", |bytes| bytes.truncate(bytes.len() / 2));
    let flipped = case.changed("flipped.bin", |bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x40;
    });
    let other = case.changed("other.bin", |bytes| *bytes = b"name,lat,lon\n".to_vec());
    let empty = case.changed("empty.bin", Vec::clear);
    let missing = text(&case.folder.path().join("missing.bin"));
    fs::write(case.folder.path().join("report.txt"), "Rain fell in Ostwick.").unwrap();
    for path in [cut, flipped, other, empty, missing] {
        for args in
            [vec!["gazetteer", "check", &path], vec!["code", "report.txt", "--gazetteer", &path]]
        {
            let (code, out, said) = case.run(&args);
            assert_eq!((code, out.as_str()), (2, ""), "{said}");
            assert!(said.contains(&path), "{said}");
            assert!(
                said.contains("annalist gazetteer fetch") && said.contains("--no-places"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_damaged_file_of_the_cache_is_built_anew_or_told_how() {
    let case = Case::new();
    let kept = case.kept();
    fs::write(&kept, "no gazetteer").unwrap();
    fs::write(case.folder.path().join("report.txt"), "Rain fell in Ostwick.").unwrap();
    let (code, _, said) = case.run(&["code", "report.txt"]);
    assert_eq!(code, 2);
    assert!(said.contains(&text(&kept)) && said.contains("it is built anew"), "{said}");
    // Nothing can be fetched here: what to put where is said.
    assert!(said.contains("could not be built") && said.contains("the network is down"), "{said}");
    assert!(said.contains(&text(kept.parent().unwrap())), "{said}");
    assert!(said.contains("--no-places"), "{said}");
}

#[test]
fn without_places_the_record_says_so() {
    let case = Case::new();
    fs::write(
        case.folder.path().join("report.txt"),
        "Nobody was hurt in Paris on Monday, the police said.",
    )
    .unwrap();
    let (code, record, said) =
        case.run(&["code", "report.txt", "--no-places", "--format", "ndjson", "-p", "2020-01-22"]);
    assert_eq!(code, 0, "{said}");
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let place = &record["places"][0];
    assert_eq!(place["name"], "Paris");
    assert!(place["lat"].is_null() && place["geonameid"].is_null());
    assert_eq!(place["reason"], "no_gazetteer");
    assert!(record["program"]["gazetteer_hash"].is_null());
    let warnings = record["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|w| w["message"].as_str().unwrap().contains("--no-places")));
}
