//! `annalist export`: what it writes is read by the programs that people use for each form, and says the
//! same as the store. The programs are installed with pip, at the versions in `export/consumers`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export")
}

fn annalist(arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_annalist"))
        .env("ANNALIST_MODEL", annalist_testing::model())
        .env("ANNALIST_GAZETTEER", annalist_testing::gazetteer())
        .args(arguments)
        .output()
        .unwrap()
}

/// A store of four reports; made once for all tests of this file.
fn store() -> &'static str {
    static STORE: OnceLock<(tempfile::TempDir, String)> = OnceLock::new();
    let (_, path) = STORE.get_or_init(|| {
        let kept = tempfile::tempdir().unwrap();
        let path = kept.path().join("news.db").display().to_string();
        let reports = folder().join("reports.jsonl").display().to_string();
        let done =
            annalist(&["add", "-s", &path, &reports, "--date-column", "date", "--id-column", "id"]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        (kept, path)
    });
    path
}

/// Writes a form beside the store and gives back where.
fn exported(form: &str) -> PathBuf {
    let to = Path::new(store()).with_file_name(format!("out.{form}"));
    let done = annalist(&["export", "-s", store(), "-f", form, "-o", &to.display().to_string()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    to
}

/// What another program says of a file, as JSON on its last line.
fn consumer(requirements: &str, script: &str, path: &Path) -> Value {
    let consumers = folder().join("consumers");
    let python = annalist_testing::python(&consumers.join(requirements));
    let output = Command::new(python).arg(consumers.join(script)).arg(path).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{requirements}: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(said.lines().last().unwrap()).unwrap()
}

/// A number that the store gives.
fn count(question: &str) -> u64 {
    let done = annalist(&["sql", "-s", store(), question, "--format", "json"]);
    let rows: Value = serde_json::from_slice(&done.stdout).unwrap();
    rows[0]["n"].as_u64().unwrap()
}

#[test]
fn duckdb_reads_parquet_and_csv() {
    exported("csv");
    let said = consumer("duckdb.txt", "tables.py", &exported("parquet"));
    let (events, claims) =
        (count("SELECT count(*) AS n FROM events"), count("SELECT count(*) AS n FROM claims"));
    assert!(events > 5 && claims > 3);
    for kind in ["parquet", "csv"] {
        assert_eq!(said[kind]["events"], events, "{said}");
        assert_eq!(said[kind]["joined"], events, "{said}");
        assert_eq!(said[kind]["claims"], claims, "{said}");
        assert_eq!(said[kind]["types"][0], "DATE", "{said}");
        assert_eq!(said[kind]["basra"], serde_json::json!(["2031-03-02", "30.0", "IQ"]), "{said}");
    }
    assert_eq!(said["lists"], "VARCHAR[]");
}

#[test]
fn pyarrow_sees_arrow_types_and_the_attribution() {
    let said = consumer("pyarrow.txt", "arrow.py", &exported("parquet"));
    assert_eq!(said["rows"], count("SELECT count(*) AS n FROM events"));
    let types =
        [("day", "date32[day]"), ("latitude", "double"), ("start", "int64"), ("type", "string")];
    for (column, kind) in types {
        assert_eq!(said["types"][column], kind, "{said}");
    }
    assert!(said["types"]["figures"].as_str().unwrap().starts_with("list<"), "{said}");
    assert!(said["attribution"].as_str().unwrap().contains("GeoNames"));
}

#[test]
fn gdal_reads_geojson() {
    let said = consumer("gdal.txt", "gdal.py", &exported("geojson"));
    assert_eq!(said["driver"], "GeoJSON");
    assert_eq!(said["shape"], "Point");
    assert_eq!(said["crs"], "EPSG:4326");
    let placed = "SELECT count(*) AS n FROM events e JOIN places p ON p.id = e.place WHERE p.latitude IS NOT NULL";
    assert_eq!(said["features"], count(placed), "{said}");
    let west = said["bounds"][0].as_f64().unwrap();
    assert!((29.0..30.0).contains(&west), "longitude comes first: {said}");
    assert!(said["places"].to_string().contains("Nairobi"), "{said}");
}

#[test]
fn followthemoney_knows_every_schema_and_property() {
    let said = consumer("ftm.txt", "ftm.py", &exported("ftm"));
    assert_eq!(said["Article"], count("SELECT count(*) AS n FROM documents"), "{said}");
    assert_eq!(said["Event"], count("SELECT count(*) AS n FROM happenings"), "{said}");
    assert!(said["Person"].as_u64() >= Some(2) && said["Address"].as_u64() >= Some(3), "{said}");
}

#[test]
fn json_ld_becomes_rdf_and_quotations_are_where_they_are_said_to_be() {
    let said = consumer("jsonld.txt", "jsonld.py", &exported("webannotation"));
    let rows = ["events", "figures", "statements", "claims", "places", "times"];
    let all: u64 = rows.iter().map(|t| count(&format!("SELECT count(*) AS n FROM {t}"))).sum();
    assert_eq!(said["notes"], all, "{rows:?}");
    assert_eq!(said["derived"], all);
    assert!(said["quads"].as_u64() > Some(all * 5));
    let texts =
        annalist(&["sql", "-s", store(), "SELECT source_id, text FROM documents", "-f", "json"]);
    let texts: Value = serde_json::from_slice(&texts.stdout).unwrap();
    for quote in said["quotes"].as_array().unwrap() {
        let of = texts.as_array().unwrap().iter().find(|t| t["source_id"] == quote[0]).unwrap();
        let (start, end) =
            (quote[1].as_u64().unwrap() as usize, quote[2].as_u64().unwrap() as usize);
        let words: String =
            of["text"].as_str().unwrap().chars().skip(start).take(end - start).collect();
        assert_eq!(quote[3], words);
    }
}

#[test]
fn acled_and_gdelt_have_their_columns() {
    let gdelt = exported("gdelt");
    let said = consumer("duckdb.txt", "shapes.py", &exported("acled"));
    let acled = said["acled"].as_array().unwrap();
    let bomb =
        acled.iter().find(|r| r[1] == "Explosions/Remote violence" && r[2] == "Iraq").unwrap();
    // Of the last day, the lowest number with a source: the hospitals' eleven, a day after the ministry's four.
    assert_eq!((bomb[0].as_str(), bomb[3].as_str()), (Some("2031-03-02"), Some("11")), "{said}");
    assert!(acled.iter().any(|r| r[1] == "Protests" && r[2] == "Kenya"), "{said}");
    let rows = said["gdelt"].as_array().unwrap();
    assert!(rows.len() >= acled.len() && rows.iter().all(|r| r.as_array().unwrap().len() == 61));
    assert!(rows.iter().any(|r| r[1] == "20310302" && r[28] == "18" && r[53] == "IZ"), "{said}");
    let beside = gdelt.with_file_name("out.gdelt.attribution.txt");
    assert!(std::fs::read_to_string(beside).unwrap().contains("GeoNames"));
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_left() {
    let done = annalist(&["export", "-s", store(), "-f", "csv"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("--output"));
    let nowhere = Path::new(store()).with_file_name("no/such/folder.geojson");
    let to = nowhere.display().to_string();
    let done = annalist(&["export", "-s", store(), "-f", "geojson", "-o", &to]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains(&to));
    let bytes = |form: &str| std::fs::read(exported(form)).unwrap();
    for form in ["geojson", "ftm", "webannotation", "acled", "gdelt"] {
        assert_eq!(bytes(form), bytes(form), "{form} twice");
    }
}
