//! Feeds, web archives, packed files and tables, found by name or by how they begin.

use std::fs;
use std::io::Write;
use std::path::Path;

use annalist_doc::{Document, Format};
use annalist_read::{Input, Options, ReadError, open};

type Results = Vec<Result<Document, ReadError>>;

fn read(path: &Path, options: &Options) -> Results {
    open(Input::Path(path.to_owned()), options).collect()
}

fn read_bytes(name: &str, bytes: &[u8]) -> Results {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&path, &Options::default())
}

fn documents(results: &Results) -> Vec<&Document> {
    results.iter().flatten().collect()
}

fn complaints(results: &Results) -> Vec<String> {
    results.iter().filter_map(|r| r.as_ref().err()).map(ToString::to_string).collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    // With a check sum, without which a damaged field is not to be noticed.
    let mut to = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    to.include_checksum(true).unwrap();
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn page(number: usize) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Ferry {number} runs aground</title></head><body><article>\
         <h1>Ferry {number} runs aground</h1><p>Ferry number {number} ran aground near Ostwick on \
         Monday, the coast guard said in a statement.</p><p>A tug will pull the ferry free at high \
         water on Tuesday evening, the harbour master told reporters.</p></article></body></html>"
    )
}

/// A record of an archive: an answer with this page.
fn record(number: usize) -> Vec<u8> {
    let body = page(number);
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    warc_record(
        "response",
        &format!("https://example.org/{number}"),
        "application/http",
        http.as_bytes(),
    )
}

fn warc_record(kind: &str, uri: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    use sha1::{Digest, Sha1};
    let digest = data_encoding::BASE32.encode(&Sha1::digest(block));
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{kind}-{}>\r\nWARC-Target-URI: \
         {uri}\r\nWARC-Block-Digest: sha1:{digest}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {}\r\n\r\n",
        uri.len(),
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn numbers(results: &Results) -> Vec<String> {
    let uri = |d: &&Document| d.source.uri.clone().unwrap();
    documents(results).iter().map(uri).map(|u| u.rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn an_archive_in_every_packing() {
    let records: Vec<Vec<u8>> = (0..5).map(record).collect();
    let plain = records.concat();
    let members =
        |pack: fn(&[u8]) -> Vec<u8>| records.iter().flat_map(|r| pack(r)).collect::<Vec<u8>>();
    let whole = gz(&plain);
    for (name, bytes) in [
        ("a.warc", plain.clone()),
        ("a.warc.gz", members(gz)),
        ("a.warc.zst", members(zst)),
        ("whole.warc.gz", whole),
        ("no-name", members(gz)),
        ("no-name-z", members(zst)),
    ] {
        let found = read_bytes(name, &bytes);
        assert_eq!(numbers(&found), ["0", "1", "2", "3", "4"], "{name}: {:?}", complaints(&found));
        assert_eq!(found.len(), 5);
        let first = documents(&found)[0];
        assert!(first.text.contains("Ferry number 0 ran aground"));
        assert_eq!(first.source.format, Format::Html);
        assert!(first.source.container.as_ref().unwrap().ends_with(name));
        assert_eq!(first.source.id.as_deref(), Some("urn:uuid:response-21"));
    }
}

#[test]
fn a_damaged_member_is_named_and_only_it_is_lost() {
    for pack in [gz, zst] {
        let members: Vec<Vec<u8>> = (0..9).map(record).map(|r| pack(&r)).collect();
        let start: usize = members[..4].iter().map(Vec::len).sum();
        let length = members[4].len();
        for damage in (0..length).step_by(3) {
            let mut bytes = members.concat();
            bytes[start + damage] ^= 0x55;
            let found = read_bytes("a.warc.packed", &bytes);
            let numbers = numbers(&found);
            let others: Vec<&str> = ["0", "1", "2", "3", "5", "6", "7", "8"].to_vec();
            let here: Vec<&String> = numbers.iter().filter(|n| *n != "4").collect();
            assert_eq!(here, others, "byte {damage} of {length}: {:?}", complaints(&found));
            if numbers.len() == 8 {
                let said = complaints(&found).join("\n");
                assert!(said.contains(&format!("record 5 at byte {start}")), "{damage}: {said}");
                assert!(said.contains("is lost"), "{said}");
            }
        }
    }
}

#[test]
fn a_payload_that_differs_from_its_digest_is_kept_and_said_to() {
    // Of "abc", which no page is.
    let field = "WARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\nContent-Length: ";
    let whole = String::from_utf8(record(1)).unwrap();
    let block = whole.lines().find(|l| l.starts_with("WARC-Block-Digest")).unwrap().to_owned();
    let alone = whole.replace(&format!("{block}\r\n"), "");
    let codes = |archive: &str| {
        let found = read_bytes("a.warc", archive.as_bytes());
        let documents = documents(&found);
        let warnings = documents.iter().flat_map(|d| &d.warnings);
        (documents.len(), warnings.map(|w| w.code.clone()).collect::<Vec<_>>())
    };
    let (one, other) = (codes(&alone), codes(&alone.replacen("Content-Length: ", field, 1)));
    assert_eq!(one, (1, vec![]));
    assert_eq!(other, (1, vec!["digest-differs".into()]));
    // The whole block's digest was right.
    assert_eq!(codes(&whole.replacen("Content-Length: ", field, 1)), (1, vec![]));
}

#[test]
fn a_wrong_length_or_digest_costs_one_record() {
    let mut records: Vec<Vec<u8>> = (0..5).map(record).collect();
    let of = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let length = |text: &str| {
        let at = text.find("Content-Length: ").unwrap() + 16;
        text[at..].lines().next().unwrap().to_owned()
    };
    let text = of(&records[1]);
    let real = length(&text);
    for wrong in ["12", "99999", "999999999999", "many"] {
        records[1] = text
            .replace(&format!("Content-Length: {real}"), &format!("Content-Length: {wrong}"))
            .into_bytes();
        let found = read_bytes("a.warc", &records.concat());
        if wrong != "999999999999" {
            assert_eq!(numbers(&found), ["0", "2", "3", "4"], "{wrong}: {:?}", complaints(&found));
        }
        let said = complaints(&found).join("\n");
        assert!(said.contains("record 2 at byte"), "{wrong}: {said}");
    }
    records[1] = text.replace("coast guard", "boast guard").into_bytes();
    let found = read_bytes("a.warc", &records.concat());
    assert_eq!(numbers(&found), ["0", "2", "3", "4"]);
    let said = complaints(&found);
    assert!(
        said[0].contains("not those of its digest; this record (https://example.org/1) is lost"),
        "{said:?}"
    );
    let cut = records.concat();
    let found = read_bytes("a.warc", &cut[..cut.len() - 100]);
    assert_eq!(numbers(&found), ["0", "2", "3"]);
}

#[test]
fn what_is_no_page_is_passed_over() {
    let answer = |status: &str, kind: &str, body: &str| {
        format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}").into_bytes()
    };
    let http = "application/http; msgtype=response";
    let uri = "https://example.org/1";
    let text = "The coast guard said that the ferry is free.";
    let bytes = [
        warc_record("warcinfo", "", "application/warc-fields", b"software: by hand"),
        warc_record("request", uri, "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("response", uri, http, &answer("404 Not Found", "text/html", &page(1))),
        warc_record("response", uri, http, &answer("200 OK", "image/png", "\u{89}PNG")),
        warc_record("response", "dns:example.org", "text/dns", b"example.org. 1 IN A 192.0.2.1"),
        warc_record("conversion", "https://example.org/text", "text/plain", text.as_bytes()),
        warc_record(
            "response",
            "https://example.org/last",
            http,
            &answer("200 OK", "text/plain", text),
        ),
        warc_record("response", "https://example.org/bad", http, b"nothing of the kind"),
    ]
    .concat();
    let found = read_bytes("a.warc", &bytes);
    assert_eq!(numbers(&found), ["text", "last"], "{:?}", complaints(&found));
    assert_eq!(documents(&found)[1].text, text);
    assert!(complaints(&found)[0].contains("not the answer of a web server"));
    assert!(read_bytes("a.warc", b"")[0].as_ref().unwrap_err().is_empty());
}

#[test]
fn threads_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let bytes: Vec<u8> = (0..200).flat_map(|n| gz(&record(n))).collect();
    fs::write(&path, &bytes).unwrap();
    let one = documents(&read(&path, &Options::default())).into_iter().cloned().collect::<Vec<_>>();
    let three = read(&path, &Options { threads: 3, ..Options::default() });
    assert_eq!(documents(&three).into_iter().cloned().collect::<Vec<_>>(), one);
    assert_eq!(one.len(), 200);
}

const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Ostwick Times</title><link>https://example.org/</link><description>News</description>
<item><title>Ferry &amp; tug</title><link>https://example.org/ferry</link><guid>ferry-1</guid>
<dc:creator>Mara Lindqvist</dc:creator><pubDate>Wed, 14 May 2031 09:30:00 +0000</pubDate>
<description>The first lines.</description>
<content:encoded><![CDATA[<p>A ferry ran aground near Ostwick on Monday, the coast guard said.</p>
<p>A tug will pull it free at high water on Tuesday evening, officials said.</p>]]></content:encoded></item>
<item><title>Bridge closed</title><link>https://example.org/bridge</link>
<description>The mayor said that the bridge will stay closed.</description></item>
<item><title></title><link>https://example.org/nothing</link></item>
</channel></rss>"#;

#[test]
fn a_feed_gives_its_items() {
    for name in ["feed.xml", "feed.rss", "feed"] {
        let found = read_bytes(name, RSS.as_bytes());
        let all = documents(&found);
        assert_eq!(all.len(), 2, "{:?}", complaints(&found));
        let first = all[0];
        assert_eq!(first.source.uri.as_deref(), Some("https://example.org/ferry"));
        assert_eq!(first.source.id.as_deref(), Some("ferry-1"));
        assert_eq!(first.title.as_deref(), Some("Ferry & tug"));
        assert_eq!(first.byline.as_deref(), Some("Mara Lindqvist"));
        assert_eq!(first.site.as_deref(), Some("Ostwick Times"));
        assert_eq!(first.published.as_ref().unwrap().value, "2031-05-14T09:30:00Z");
        assert!(first.text.contains("A tug will pull it free"), "{}", first.text);
        assert!(all[1].text.contains("The mayor said that the bridge"), "{}", all[1].text);
        let said = complaints(&found).join("\n");
        assert!(said.contains("item 3: there are no words"), "{said}");
    }
}

#[test]
fn atom_and_json_feeds() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Ostwick Times</title>
        <entry><title>Ferry runs aground</title><id>tag:1</id><link href="https://example.org/a"/>
        <updated>2031-05-14T09:30:00Z</updated><content type="text">The ferry ran aground.</content>
        </entry></feed>"#;
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Ostwick Times",
        "items": [{"id": "1", "url": "https://example.org/a", "title": "Ferry runs aground",
        "content_text": "The ferry ran aground.", "date_published": "2031-05-14T09:30:00Z"}]}"#;
    for (name, bytes) in [("a.atom", atom), ("a.json", json), ("stdin-like", json)] {
        let found = read_bytes(name, bytes.as_bytes());
        let all = documents(&found);
        assert_eq!(all.len(), 1, "{name}: {:?}", complaints(&found));
        assert_eq!(all[0].text, "Ferry runs aground\n\nThe ferry ran aground.");
        assert_eq!(all[0].published.as_ref().unwrap().value, "2031-05-14T09:30:00Z");
        assert_eq!(all[0].source.uri.as_deref(), Some("https://example.org/a"));
    }
    let broken = read_bytes("a.rss", b"<rss><channel><item></rss>");
    assert!(broken.iter().all(Result::is_err) && !broken.is_empty());
}

#[test]
fn packed_tables_and_texts() {
    let jsonl = b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n";
    for (name, bytes) in [
        ("a.jsonl.gz", gz(jsonl)),
        ("a.jsonl.zst", zst(jsonl)),
        ("a.ndjson", jsonl.to_vec()),
        ("no-name", gz(jsonl)),
        ("a.csv.gz", gz(b"id,text\n1,One.\n2,Two.\n")),
        ("a.tsv", b"id\ttext\n1\tOne.\n2\tTwo.\n".to_vec()),
    ] {
        let found = read_bytes(name, &bytes);
        let texts: Vec<&str> = documents(&found).iter().map(|d| d.text.as_str()).collect();
        assert_eq!(texts, ["One.", "Two."], "{name}: {:?}", complaints(&found));
    }
    let found = read_bytes("a.txt.gz", &gz(b"The ferry is free."));
    assert_eq!(documents(&found)[0].text, "The ferry is free.");
    let mut cut = gz(&jsonl.repeat(10_000));
    cut.truncate(cut.len() / 2);
    let found = read_bytes("a.jsonl.gz", &cut);
    assert!(found.last().unwrap().as_ref().unwrap_err().to_string().contains("could not be read"));
}

#[test]
fn a_text_that_unpacks_to_very_much_is_refused() {
    let bomb = zst(&vec![b'a'; 100 << 20]);
    assert!(bomb.len() < 100_000);
    for name in ["a.txt.zst", "a.html.zst", "a.rss.zst"] {
        let found = read_bytes(name, &bomb);
        assert!(found[0].as_ref().unwrap_err().is_too_large(), "{name}: {:?}", complaints(&found));
    }
}

#[test]
fn patterns_find_files_and_folders() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("c")).unwrap();
    for name in ["b.txt", "a.txt", "c/d.txt", "e.md"] {
        fs::write(folder.path().join(name), name).unwrap();
    }
    let texts = |pattern: &str| {
        let pattern = folder.path().join(pattern);
        let input = Input::from_argument(&pattern);
        assert!(matches!(input, Input::Glob(_)), "{input:?}");
        open(input, &Options::default()).flatten().map(|d| d.text).collect::<Vec<_>>()
    };
    assert_eq!(texts("*.txt"), ["a.txt", "b.txt"]);
    assert_eq!(texts("**/*.txt"), ["a.txt", "b.txt", "c/d.txt"]);
    assert_eq!(texts("[bc]*"), ["b.txt", "c/d.txt"]);
    let input = Input::from_argument(Path::new("no/such/*.txt"));
    let found: Results = open(input, &Options::default()).collect();
    assert_eq!(complaints(&found), ["no/such/*.txt: no file fits this pattern; check the name"]);
}
