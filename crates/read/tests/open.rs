//! From files to documents: order, limits, and what is said about bad input.

use std::fs;
use std::path::Path;

use annalist_doc::{Document, Format};
use annalist_read::{Input, Options, ReadError, open, published, text};
use proptest::prelude::*;

fn read(path: &Path, options: &Options) -> Vec<Result<Document, ReadError>> {
    open(Input::Path(path.to_owned()), options).collect()
}

fn lines(content: &[u8], options: &Options) -> Vec<Result<Document, ReadError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, content).unwrap();
    read(&path, options)
}

fn said(results: &[Result<Document, ReadError>]) -> Vec<String> {
    let place = |e: &ReadError| e.to_string().rsplit_once("a.jsonl").map(|(_, m)| m.to_owned());
    results
        .iter()
        .map(|r| match r {
            Ok(d) => d.text.clone(),
            Err(e) => place(e).unwrap_or_else(|| e.to_string()),
        })
        .collect()
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("b")).unwrap();
    fs::write(at("c.txt"), "The third.").unwrap();
    fs::write(at("a.TXT"), "The first.").unwrap();
    fs::write(at("b/1.jsonl"), "{\"text\": \"The second.\"}\n").unwrap();
    fs::write(at("b/2.txt"), "").unwrap();
    fs::write(at("b/notes.md"), "Not read.").unwrap();
    let input = Input::Path(folder.path().to_owned());
    let mut documents = open(input.clone(), &Options::default());
    let progress = documents.progress();
    let results: Vec<_> = documents.by_ref().collect();
    let texts: Vec<_> = results.iter().flatten().map(|d| d.text.as_str()).collect();
    assert_eq!(texts, ["The first.", "The second.", "The third."]);
    assert!(results.iter().any(|r| r.as_ref().is_err_and(ReadError::is_empty)));
    let size = input.size(&Options::default()).unwrap();
    assert_eq!(progress.load(std::sync::atomic::Ordering::Relaxed), size);
}

#[cfg(unix)]
#[test]
fn a_link_in_a_circle_is_reported_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/again")).unwrap();
    fs::write(folder.path().join("b.txt"), "The end.").unwrap();
    let results = read(folder.path(), &Options::default());
    assert_eq!(results.len(), 2);
    assert!(results[0].as_ref().unwrap_err().to_string().contains("a link back to"));
    assert!(results[1].is_ok());
}

#[test]
fn a_missing_file_is_named() {
    let results = read(Path::new("no/such/report.txt"), &Options::default());
    let error = results[0].as_ref().unwrap_err();
    assert!(error.is_missing());
    assert_eq!(error.to_string(), "no/such/report.txt: no such file or folder; check the name");
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.txt");
    fs::File::create(&path).unwrap().set_len(200_000_000).unwrap();
    let error = read(&path, &Options::default()).pop().unwrap().unwrap_err();
    assert!(error.is_too_large());
    assert!(
        error.to_string().contains("190.7 MiB in one document, the limit is 64 MiB"),
        "{error}"
    );
}

#[test]
fn bad_lines_are_named_and_the_others_are_read() {
    let content = b"\xEF\xBB\xBF{\"text\": \"One.\", \"id\": 7}\n\n{\"text\": \"broken\n[1]\n\
        {\"body\": \"x\"}\n{\"text\": 3}\n{\"text\": \" \"}\ncaf\xE9\n{\"text\":\"Two.\"}";
    let results = lines(content, &Options::default());
    let expected = [
        "One.",
        ", line 3, column 16: not JSON: EOF while parsing a string",
        ", line 4: expected a JSON object such as {\"text\": \"…\"}",
        ", line 5: no column \"text\"; the line has \"body\"; name the one that holds the text",
        ", line 6: column \"text\": expected a text, found a number",
        ", line 7: there are no words in it; nothing to code",
        ", line 8: not UTF-8 at byte 3 (0xE9); convert it, for instance with `iconv -f WINDOWS-1252 \
         -t UTF-8`",
        "Two.",
    ];
    assert_eq!(said(&results), expected);
    let first = results[0].as_ref().unwrap();
    assert_eq!(first.source.id.as_deref(), Some("7"));
    assert_eq!(first.source.format, Format::Jsonl);
}

#[test]
fn a_line_over_the_limit_is_passed_over() {
    let options = Options { max_line: 40, ..Options::default() };
    let long = format!("{{\"text\": \"{}\"}}", "word ".repeat(20_000));
    let content = format!("{long}\n{{\"text\": \"Short.\"}}\n{long}");
    let results = lines(content.as_bytes(), &options);
    assert_eq!(results.len(), 3);
    assert!(results[0].as_ref().unwrap_err().is_too_large());
    assert_eq!(results[1].as_ref().unwrap().text, "Short.");
    assert_eq!(results[2].as_ref().unwrap_err().line(), Some(3));
    let exact = format!("{{\"text\": \"{}\"}}\n", "a".repeat(28));
    assert_eq!(exact.len(), 41);
    assert!(lines(exact.as_bytes(), &options)[0].is_ok());
}

#[test]
fn columns_can_be_named() {
    let options = Options {
        text_column: "body".into(),
        id_column: Some("key".into()),
        date_column: Some("day".into()),
        published: Some(published("2031-05-01").unwrap()),
        ..Options::default()
    };
    let content = "{\"body\":\"One.\",\"key\":\"k1\",\"day\":\"2031-05-14\"}\n\
        {\"body\":\"Two.\",\"key\":null,\"day\":null}\n{\"body\":\"Three.\",\"day\":\"soon\"}\n";
    let results = lines(content.as_bytes(), &options);
    let day = |at: usize| results[at].as_ref().unwrap().published.clone().unwrap().value;
    assert_eq!((day(0), day(1)), ("2031-05-14".into(), "2031-05-01".into()));
    assert_eq!(results[0].as_ref().unwrap().source.id.as_deref(), Some("k1"));
    let error = results[2].as_ref().unwrap_err();
    assert!(error.is_bad_date());
    assert!(error.to_string().contains("column \"day\": \"soon\" is not a date"), "{error}");
}

#[test]
fn a_column_that_no_line_has_is_reported_once() {
    let options = Options { date_column: Some("dya".into()), ..Options::default() };
    let results = lines(b"{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n", &options);
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 2);
    let error = results[2].as_ref().unwrap_err();
    assert!(error.is_bad_column() && error.to_string().contains("\"dya\""), "{error}");
}

#[test]
fn an_empty_table_is_an_error() {
    assert!(lines(b"", &Options::default())[0].as_ref().unwrap_err().is_empty());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let options = Options::default();
        if let Ok(document) = text::document(&bytes, "a.txt", &options) {
            prop_assert!(!document.blocks.is_empty());
        }
        lines(&bytes, &options);
    }

    #[test]
    fn no_json_makes_it_panic(line in r#"[\{\[]("(text|id)":("[a-z\\u0d8 ]{0,9}"|[0-9e.]{1,5}|null),?){0,3}[\}\]]"#) {
        lines(line.as_bytes(), &Options::default());
    }
}
