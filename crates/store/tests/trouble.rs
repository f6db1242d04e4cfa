//! Damaged, newer, full, read-only, held: a clear word, and no harm.

use std::fs;
use std::path::Path;
use std::time::Duration;

use annalist_doc::{Block, BlockKind, Document, Program, Report, Source, Span};
use annalist_store::{ErrorKind, FORM, Find, Holder, Known, Links, Packed, Store, Writer};

fn holder() -> Holder {
    Holder("annalist add, process 4711".into())
}

/// A record of a text in which nothing was found.
fn record(number: usize, text: &str) -> Packed {
    let document = Document {
        id: format!("{number:032x}"),
        source: Source::default(),
        title: None,
        byline: None,
        site: None,
        language: None,
        published: None,
        duplicate_of: None,
        text: text.to_owned(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::from(0..text.len()) }],
        warnings: Vec::new(),
    };
    Packed::new(Report::empty(document, Program::default()))
}

/// Links a record and puts it.
fn put(
    writer: &mut Writer,
    known: &mut Known,
    record: Packed,
) -> Result<(), annalist_store::Error> {
    let linked = known.link(&record, Links::default())?;
    writer.put(&[(record, linked)])?;
    writer.change(&known.changes())
}

fn fill(path: &Path, from: usize, to: usize) -> Result<(), annalist_store::Error> {
    let mut writer = Writer::open(path, &holder(), Duration::ZERO)?;
    let mut known = Known::open(path)?;
    for number in from..to {
        writer.begin()?;
        let text = format!("{number} {}", format!("{} ", number * 7919).repeat(900));
        let put = put(&mut writer, &mut known, record(number, &text));
        if let Err(error) = put.and_then(|()| writer.commit()) {
            let _ = writer.rollback();
            return Err(error);
        }
    }
    Ok(())
}

fn count(path: &Path) -> usize {
    let reports = Find { what: annalist_store::What::Reports, ..Find::default() };
    Store::open_existing(path).unwrap().find(&reports).unwrap().rows.len()
}

#[test]
fn a_damaged_store_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    fill(&path, 0, 40).unwrap();
    let whole = fs::read(&path).unwrap();
    // From its 20th page on.
    let mut broken = whole.clone();
    broken[20 * 4096..].iter_mut().for_each(|byte| *byte ^= 0x5a);
    fs::write(&path, &broken).unwrap();
    let found = Store::open_existing(&path).and_then(|store| {
        store.find(&Find { what: annalist_store::What::Reports, ..Find::default() })
    });
    let error = found.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
    assert!(error.to_string().contains(".recover"), "{error}");
    let error = fill(&path, 40, 60).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
    // Cut in the middle, or only its beginning left.
    for length in [whole.len() / 2, 5000, 100, 17] {
        fs::write(&path, &whole[..length]).unwrap();
        let tried = Store::open_existing(&path).and_then(|store| {
            store.find(&Find { what: annalist_store::What::Reports, ..Find::default() })
        });
        let error = tried.expect_err("half a store is none");
        assert!(
            matches!(error.kind(), ErrorKind::Damaged | ErrorKind::NoStore),
            "{length}: {error}"
        );
    }
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    fill(&path, 0, 3).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.pragma_update(None, "user_version", FORM + 1).unwrap();
    drop(other);
    for error in [Store::open(&path).unwrap_err(), fill(&path, 3, 4).unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Newer);
        let said = error.to_string();
        assert!(said.contains("newer annalist") && said.contains(&FORM.to_string()), "{said}");
    }
    let other = rusqlite::Connection::open(&path).unwrap();
    let rows: i64 = other.query_row("SELECT count(*) FROM documents", [], |r| r.get(0)).unwrap();
    assert_eq!(rows, 3);
}

#[test]
fn every_earlier_form_is_brought_up_to_date() {
    let present = |path: &Path| {
        let store = Store::open(path).unwrap();
        let question = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
        store.sql(question, usize::MAX).unwrap().rows
    };
    let folder = tempfile::tempdir().unwrap();
    let fresh = present(&folder.path().join("fresh.db"));
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut steps: Vec<_> =
        fs::read_dir(migrations).unwrap().map(|entry| entry.unwrap().path()).collect();
    steps.sort();
    assert_eq!(steps.len() as i64, FORM);
    for form in 0..steps.len() {
        let path = folder.path().join(format!("{form}.db"));
        let old = rusqlite::Connection::open(&path).unwrap();
        for step in &steps[..form] {
            old.execute_batch(&fs::read_to_string(step).unwrap()).unwrap();
        }
        old.pragma_update(None, "user_version", form as i64).unwrap();
        if form > 0 {
            old.pragma_update(None, "application_id", 0x414e_4e4c).unwrap();
            old.execute_batch(
                "INSERT INTO codings VALUES (1, '0', 'p', 'h', 'l', '');
                 INSERT INTO documents (id, hash, format, text, coding) VALUES (1, 'ab', 'text', 'the mast', 1);
                 INSERT INTO document_text (rowid, title, text) VALUES (1, NULL, 'the mast');",
            )
            .unwrap();
        }
        drop(old);
        assert_eq!(present(&path), fresh, "from form {form}");
        assert_eq!(count(&path), usize::from(form > 0), "from form {form}");
        fill(&path, 1, 3).unwrap();
        assert_eq!(count(&path), 2 + usize::from(form > 0));
    }
}

#[test]
fn a_second_writer_waits_and_readers_read_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    fill(&path, 0, 5).unwrap();
    let mut writer = Writer::open(&path, &holder(), Duration::ZERO).unwrap();
    let mut known = Known::open(&path).unwrap();
    writer.begin().unwrap();
    put(&mut writer, &mut known, record(100, "half a batch")).unwrap();
    // Three readers at once see what is committed and nothing of the batch.
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || count(&path))
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.join().unwrap(), 5);
    }
    let error = Writer::open(&path, &holder(), Duration::from_millis(80)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Held);
    assert!(error.to_string().contains("annalist add, process 4711"), "{error}");
    // One that waits long enough gets its turn.
    let waiting = {
        let path = path.clone();
        std::thread::spawn(move || {
            Writer::open(&path, &holder(), Duration::from_secs(20)).map(drop)
        })
    };
    std::thread::sleep(Duration::from_millis(100));
    writer.commit().unwrap();
    drop(writer);
    waiting.join().unwrap().unwrap();
    assert_eq!(count(&path), 6);
    // Dropped in the middle of a batch: nothing of it is kept.
    let mut writer = Writer::open(&path, &holder(), Duration::ZERO).unwrap();
    writer.begin().unwrap();
    put(&mut writer, &mut known, record(101, "never committed")).unwrap();
    drop(writer);
    assert_eq!(count(&path), 6);
}

#[test]
fn a_power_cut_in_the_middle_of_a_write_loses_no_committed_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let mut writer = Writer::open(&path, &holder(), Duration::ZERO).unwrap();
    let mut known = Known::open(&path).unwrap();
    let wal = folder.path().join("a.db-wal");
    let mut after = Vec::new();
    for number in 0..6 {
        writer.begin().unwrap();
        put(&mut writer, &mut known, record(number, &format!("text {number}"))).unwrap();
        writer.commit().unwrap();
        after.push(fs::metadata(&wal).map_or(0, |m| m.len()));
    }
    let (database, log) = (fs::read(&path).unwrap(), fs::read(&wal).unwrap());
    // What the disk may hold after a cut: the log up to any byte, the last bytes perhaps not as written.
    let cut = folder.path().join("cut.db");
    let cut_log = folder.path().join("cut.db-wal");
    for (number, end) in after.iter().enumerate() {
        for more in [0, 1, 40, 2000] {
            let length = (*end as usize + more).min(log.len());
            let mut partial = log[..length].to_vec();
            let written = *end as usize;
            partial[written.min(length)..].iter_mut().for_each(|byte| *byte ^= 0x33);
            fs::write(&cut, &database).unwrap();
            fs::write(&cut_log, &partial).unwrap();
            let _ = fs::remove_file(folder.path().join("cut.db-shm"));
            assert_eq!(count(&cut), number + 1, "cut {more} bytes behind record {number}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    fill(&path, 0, 2).unwrap();
    // Whoever may write everywhere is asked about a folder where nobody may.
    let missing = Path::new("/proc/self/a.db");
    let error = fill(missing, 0, 1).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Open | ErrorKind::ReadOnly), "{error}");
    assert!(error.to_string().contains("/proc/self/a.db"), "{error}");
    let mode = |bits| fs::set_permissions(folder.path(), fs::Permissions::from_mode(bits)).unwrap();
    mode(0o555);
    let refused = fs::File::create(folder.path().join("probe")).is_err();
    let tried = fill(&folder.path().join("new.db"), 0, 1);
    mode(0o755);
    if refused {
        let error = tried.unwrap_err();
        assert!(error.to_string().contains("permissions"), "{error}");
    }
    assert_eq!(count(&path), 2);
}
