//! Records added to a store, linked and found again.

use std::path::Path;
use std::time::Duration;

use annalist::{Added, Archive, Config, Pipeline, Ready, decide};
use annalist_doc::{Published, PublishedFrom, Report, Source};
use annalist_store::{Cell, Decided, Decision, ErrorKind, Find, Holder, Store, What};

fn pipeline() -> Pipeline {
    let language = annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
    Pipeline::new(language, Config::default()).unwrap()
}

fn code(pipeline: &Pipeline, day: &str, site: &str, text: &str) -> Report {
    let published = Published { value: day.to_owned(), from: PublishedFrom::Given };
    let source = Source { uri: Some(format!("{site}/{day}")), ..Source::default() };
    let mut document =
        annalist_read::text::from_text(text.to_owned(), source, Some(published)).unwrap();
    document.site = Some(site.to_owned());
    pipeline.code(vec![document]).remove(0)
}

/// Three reports of two papers on one blast, and one on something else.
const REPORTS: [(&str, &str, &str); 4] = [
    (
        "2031-05-02",
        "Tarsk Courier",
        "A bomb exploded at the fish market of Odrava on Thursday, killing nine people.\n\n\
         The Odravan interior ministry said nine people had been killed in the market bombing.",
    ),
    (
        "2031-05-02",
        "Evening Post of Belmar",
        "The parliament of Belmar adopted a budget on Friday. Prime Minister Ansa Kolt said the \
         vote had restored confidence in the government.",
    ),
    (
        "2031-05-03",
        "Northern Wire",
        "Rescuers searched the fish market of Odrava after the bombing on Thursday that killed \
         fourteen people.\n\nThe Odravan interior ministry said fourteen people had been killed \
         in the market bombing at Odrava.",
    ),
    (
        "2031-05-04",
        "Tarsk Courier",
        "Odrava buried the victims of the bombing at the fish market on Sunday. The bomb killed \
         people from every quarter of Odrava, the interior ministry said.",
    ),
];

fn holder() -> Holder {
    Holder("the test".into())
}

/// One of the reports, ready for an archive.
fn ready(pipeline: &Pipeline, n: usize) -> Ready {
    let (day, site, text) = REPORTS[n];
    Ready::new(code(pipeline, day, site, text), pipeline)
}

fn fill(path: &Path, pipeline: &Pipeline, batch: usize) {
    let mut archive = Archive::open(path, &holder(), Duration::ZERO).unwrap();
    let mut ready = (0..REPORTS.len()).map(|n| ready(pipeline, n)).peekable();
    while ready.peek().is_some() {
        let added = archive.add(ready.by_ref().take(batch).collect()).unwrap();
        // The next are linked while these are being kept.
        archive.begin_keeping().unwrap();
        assert!(added.iter().all(|a| *a == Added::New));
    }
    archive.keep().unwrap();
}

fn count(store: &Store, table: &str) -> i64 {
    match store.sql(&format!("SELECT count(*) FROM {table}"), 1).unwrap().rows[0][0] {
        Cell::Whole(n) => n,
        _ => panic!("a count"),
    }
}

fn rows(path: &Path) -> [Vec<Vec<Cell>>; 8] {
    let store = Store::open_existing(path).unwrap();
    let tables = [
        "documents",
        "entities",
        "actors",
        "events",
        "happenings",
        "stories",
        "claims",
        "claim_links",
    ];
    tables.map(|t| store.sql(&format!("SELECT * FROM {t}"), usize::MAX).unwrap().rows)
}

#[test]
fn reports_become_rows_stories_and_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    let pipeline = pipeline();
    fill(&path, &pipeline, 4);
    let store = Store::open_existing(&path).unwrap();
    assert_eq!(count(&store, "documents"), 4);
    // The blast is one story, the budget another.
    let stories = store.sql("SELECT story FROM documents ORDER BY id", 9).unwrap().rows;
    assert_eq!(stories[0], stories[2]);
    assert_eq!(stories[0], stories[3]);
    assert_ne!(stories[0], stories[1]);
    // Whatever a row refers to is there.
    let missing = store.sql("SELECT * FROM pragma_foreign_key_check", 9).unwrap().rows;
    assert!(missing.is_empty(), "{missing:?}");
    // What was put in comes out.
    let found = store.find(&Find { text: Some("budget".into()), ..Find::default() }).unwrap();
    assert!(!found.rows.is_empty());
    let said = Find { what: What::Statements, said_by: Some("kolt".into()), ..Find::default() };
    assert_eq!(store.find(&said).unwrap().rows.len(), 1);
    let whole = code(&pipeline, REPORTS[0].0, REPORTS[0].1, REPORTS[0].2);
    let kept = store.record(&whole.document.id).unwrap().unwrap();
    assert_eq!(kept.to_json(), whole.into_wire().to_json());
}

#[test]
fn adding_twice_changes_nothing_and_batches_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let pipeline = pipeline();
    let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
    fill(&one, &pipeline, 4);
    fill(&two, &pipeline, 1);
    let first = rows(&one);
    assert_eq!(first, rows(&two));
    let mut archive = Archive::open(&one, &holder(), Duration::ZERO).unwrap();
    for (day, site, text) in REPORTS {
        let again = vec![Ready::new(code(&pipeline, day, site, text), &pipeline)];
        assert_eq!(archive.add(again).unwrap(), [Added::Known]);
    }
    assert_eq!(first, rows(&one));
}

#[test]
fn what_cannot_be_written_is_told_and_the_archive_goes_on_from_what_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let pipeline = pipeline();
    let (whole, path) = (folder.path().join("whole.db"), folder.path().join("news.db"));
    fill(&whole, &pipeline, 4);
    let ready = |n| ready(&pipeline, n);
    let mut archive = Archive::open(&path, &holder(), Duration::ZERO).unwrap();
    archive.add(vec![ready(0)]).unwrap();
    archive.keep().unwrap();
    // Somebody renames a table, and later takes it back.
    let rename = |from: &str, to: &str| {
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch(&format!("ALTER TABLE {from} RENAME TO {to}")).unwrap();
    };
    rename("times", "hidden");
    archive.add(vec![ready(1)]).unwrap();
    archive.begin_keeping().unwrap();
    // This is linked to what will not be kept.
    let error = archive.add(vec![ready(2)]).and_then(|_| archive.keep()).unwrap_err();
    assert!(error.to_string().contains("times"), "{error}");
    assert_eq!((count(archive.store(), "documents"), archive.unkept()), (1, 0));
    rename("hidden", "times");
    let added = archive.add(vec![ready(1), ready(2), ready(0), ready(3)]).unwrap();
    assert_eq!(added, [Added::New, Added::New, Added::Known, Added::New]);
    archive.keep().unwrap();
    drop(archive);
    assert_eq!(rows(&path), rows(&whole));
}

#[test]
fn what_is_counted_in_memory_stands_in_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    let pipeline = pipeline();
    let mut archive = Archive::open(&path, &holder(), Duration::ZERO).unwrap();
    let ready = |n| ready(&pipeline, n);
    // The same text twice in one batch, batches taken back and kept.
    archive.add(vec![ready(1), ready(0)]).unwrap();
    drop(archive);
    let mut archive = Archive::open(&path, &holder(), Duration::ZERO).unwrap();
    let added = archive.add(vec![ready(0), ready(0), ready(2)]).unwrap();
    assert_eq!(added, [Added::New, Added::Known, Added::New]);
    archive.keep().unwrap();
    archive.add(vec![ready(1), ready(3), ready(2)]).unwrap();
    archive.keep().unwrap();
    let zero = |sql: &str| {
        let rows = archive.store().sql(sql, 9).unwrap().rows;
        assert!(rows.is_empty(), "{sql}: {rows:?}");
    };
    assert_eq!(count(archive.store(), "documents"), 4);
    zero(
        "SELECT day, type, country, events FROM event_counts EXCEPT \
         SELECT day, type, ifnull(country, ''), count(*) FROM events GROUP BY 1, 2, 3",
    );
    zero(
        "SELECT a.id, a.documents, count(DISTINCT e.document) AS n FROM actors a \
         JOIN entities e ON e.actor = a.id GROUP BY a.id HAVING a.documents <> n",
    );
    zero(
        "SELECT a.id FROM actor_names n JOIN actors a ON a.id = n.actor WHERE n.documents > a.documents",
    );
    zero(
        "SELECT h.id, h.events, h.reports, count(*) AS n, count(DISTINCT e.document) AS r \
         FROM happenings h JOIN events e ON e.happening = h.id GROUP BY h.id \
         HAVING h.events <> n OR h.reports <> r",
    );
    // The blast is one happening of the two reports that date it.
    let blast =
        "SELECT reports FROM happenings WHERE summary LIKE 'A bomb exploded%' AND reports = 2";
    assert_eq!(archive.store().sql(blast, 9).unwrap().rows.len(), 1);
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    std::fs::write(&path, "these are my notes, not a database, and they are long enough to look")
        .unwrap();
    let error = Archive::open(&path, &holder(), Duration::ZERO).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoStore);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("these are my notes"));
}

#[test]
fn no_link_of_an_old_claim_is_lost_when_sources_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    let pipeline = pipeline();
    let told = |who: &str, killed: &str| {
        let text = format!(
            "A bomb exploded at the fish market of Odrava on Thursday.\n\n\
             {who} said the bomb at the market had killed {killed} people."
        );
        code(&pipeline, "2031-05-02", "Tarsk Courier", &text)
    };
    let reports = [told("Alina Okoro", "four"), told("Oskar Brandt", "nine")];
    let ready: Vec<Ready> = (0..230)
        .map(|n| {
            let mut report = reports[n % 2].clone();
            report.document.id = format!("{n:064}");
            Ready::new(report, &pipeline)
        })
        .collect();
    let mut archive = Archive::open(&path, &holder(), Duration::ZERO).unwrap();
    archive.add(ready).unwrap();
    archive.keep().unwrap();
    drop(archive);
    let linked = || {
        let store = Store::open_existing(&path).unwrap();
        count(&store, "(SELECT DISTINCT \"from\" FROM claim_links)")
    };
    let before = linked();
    let store = Store::open_existing(&path).unwrap();
    let of = |name: &str| {
        let sql = format!("SELECT id FROM actors WHERE name = '{name}'");
        match store.sql(&sql, 1).unwrap().rows[0][0] {
            Cell::Whole(n) => n,
            _ => panic!("a number"),
        }
    };
    let decision = store.joining(of("Alina Okoro"), of("Oskar Brandt")).unwrap();
    let decided = Decided { decision, on: None, note: None };
    assert!(decide(&path, &holder(), Duration::ZERO, &decided).unwrap());
    assert!(before > 220 && linked() == before, "{before}, then {}", linked());
}

#[test]
fn claims_relate_anew_when_their_sources_are_joined_or_split() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    let pipeline = pipeline();
    let blast = "A bomb exploded at the fish market of Odrava on Thursday.";
    let told = [
        (
            "2031-05-02",
            "Tarsk Courier",
            "Alina Okoro said the bomb at the market had killed four people.",
        ),
        (
            "2031-05-03",
            "Northern Wire",
            "Oskar Brandt said the bomb at the market had killed nine people.",
        ),
    ];
    let mut archive = Archive::open(&path, &holder(), Duration::ZERO).unwrap();
    for (day, site, words) in told {
        let report = code(&pipeline, day, site, &format!("{blast}\n\n{words}"));
        archive.add(vec![Ready::new(report, &pipeline)]).unwrap();
    }
    archive.keep().unwrap();
    drop(archive);
    let links = || {
        let store = Store::open_existing(&path).unwrap();
        let sql = "SELECT l.type FROM claim_links l JOIN claims a ON a.id = l.\"from\" \
                   JOIN claims b ON b.id = l.\"to\" WHERE a.document <> b.document \
                   AND a.attribute = 'killed'";
        let rows = store.sql(sql, 9).unwrap().rows;
        rows.into_iter().map(|row| format!("{:?}", row[0])).collect::<Vec<_>>()
    };
    assert_eq!(links(), [r#"Text("contradicts")"#]);
    let decided = |decision: Decision| {
        let decided = Decided { decision, on: None, note: None };
        assert!(decide(&path, &holder(), Duration::ZERO, &decided).unwrap());
    };
    let store = Store::open_existing(&path).unwrap();
    let number = |name: &str| match store
        .sql(&format!("SELECT id FROM actors WHERE name = '{name}'"), 1)
        .unwrap()
        .rows[0][0]
    {
        Cell::Whole(n) => n,
        _ => panic!("a number"),
    };
    let (one, other) = (number("Alina Okoro"), number("Oskar Brandt"));
    decided(store.joining(one, other).unwrap());
    assert_eq!(links(), [r#"Text("updates")"#]);
    let hash =
        match &store.sql("SELECT hash FROM documents ORDER BY id DESC", 1).unwrap().rows[0][0] {
            Cell::Text(hash) => hash.clone(),
            _ => panic!("a hash"),
        };
    let store = Store::open_existing(&path).unwrap();
    decided(store.splitting(one.min(other), &[hash], "Oskar Brandt").unwrap());
    assert_eq!(links(), [r#"Text("contradicts")"#]);
}
