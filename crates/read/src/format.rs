//! What bytes hold: by the file's name, else by how they begin.

use std::path::Path;

use annalist_doc::Format;

/// How many of the first bytes are looked at.
pub(crate) const LOOK: usize = 4 << 10;

/// Endings of file names, and what such files hold.
const ENDINGS: [(&str, Format); 15] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("jsonl", Format::Jsonl),
    ("ndjson", Format::Jsonl),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("rss", Format::Feed),
    ("atom", Format::Feed),
    ("rdf", Format::Feed),
    ("warc", Format::Warc),
    ("wet", Format::Warc),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("parquet", Format::Parquet),
];

/// What a file of this name holds, a `.gz` or `.zst` at its end set aside; `None` where the name does
/// not tell.
pub(crate) fn by_name(path: &Path) -> Option<Format> {
    let bare = unpacked(path);
    let ending = bare.extension()?.to_str()?;
    ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, format)| *format)
}

/// Whether a file in a folder may be one of those that are read: its name tells, or it is XML or JSON,
/// whose beginning tells.
pub(crate) fn promising(path: &Path) -> bool {
    let xml = |path: &Path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml"));
    by_name(path).is_some() || xml(unpacked(path))
}

/// The path without the ending that says how it is packed.
pub(crate) fn unpacked(path: &Path) -> &Path {
    let packed = path.extension().and_then(|e| e.to_str()).is_some_and(|ending| {
        ["gz", "gzip", "zst", "zstd"].iter().any(|known| known.eq_ignore_ascii_case(ending))
    });
    match path.file_stem() {
        Some(stem) if packed => Path::new(stem),
        _ => path,
    }
}

/// What bytes hold that begin like this.
///
/// ```
/// use annalist_doc::Format;
/// use annalist_read::format_of_bytes;
/// assert_eq!(format_of_bytes(b"WARC/1.1\r\nWARC-Type: response\r\n"), Format::Warc);
/// assert_eq!(format_of_bytes(b"<?xml version='1.0'?>\n<rss version='2.0'>"), Format::Feed);
/// assert_eq!(format_of_bytes(b"<!DOCTYPE html><title>"), Format::Html);
/// assert_eq!(format_of_bytes(b"A ferry ran aground."), Format::Text);
/// ```
#[must_use]
pub fn format_of_bytes(start: &[u8]) -> Format {
    let start = start.get(..LOOK).unwrap_or(start);
    if start.starts_with(b"WARC/") {
        return Format::Warc;
    }
    if start.starts_with(b"PAR1") {
        return Format::Parquet;
    }
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    match text.first() {
        Some(b'<') => markup(text),
        Some(b'{') if holds(text, b"https://jsonfeed.org/version/") => Format::Feed,
        Some(b'{') if is_json_line(text) => Format::Jsonl,
        _ => Format::Text,
    }
}

/// A feed, a page, or text that happens to begin with `<`: what its first elements say.
fn markup(text: &[u8]) -> Format {
    const FEED: [&[u8]; 3] = [b"<rss", b"<feed", b"<rdf:rdf"];
    const PAGE: [&[u8]; 9] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<meta",
        b"<title",
        b"<div",
        b"<article",
        b"<script",
    ];
    let low = text.to_ascii_lowercase();
    let first = |names: &[&[u8]]| names.iter().filter_map(|name| find(&low, name)).min();
    match (first(&FEED), first(&PAGE)) {
        (Some(feed), Some(page)) if feed < page => Format::Feed,
        (Some(_), None) => Format::Feed,
        (_, Some(_)) => Format::Html,
        (None, None) => Format::Text,
    }
}

/// Whether the first line is a JSON object, or the beginning of a long one.
fn is_json_line(text: &[u8]) -> bool {
    match text.iter().position(|&byte| byte == b'\n') {
        Some(end) => text
            .get(..end)
            .is_some_and(|line| serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()),
        None => serde_json::from_slice::<serde::de::IgnoredAny>(text)
            .map_or_else(|e| e.is_eof(), |_| true),
    }
}

fn find(text: &[u8], words: &[u8]) -> Option<usize> {
    text.windows(words.len()).position(|at| at == words)
}

fn holds(text: &[u8], words: &[u8]) -> bool {
    find(text, words).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_whatever_their_packing() {
        let of = |name: &str| by_name(Path::new(name));
        assert_eq!(of("a/b.WARC.GZ"), Some(Format::Warc));
        assert_eq!(of("news.csv.zst"), Some(Format::Csv));
        assert_eq!(of("page.htm"), Some(Format::Html));
        assert_eq!(of("feed.xml"), None);
        assert_eq!(of("README"), None);
        assert_eq!(of(".gz"), None);
        assert!(promising(Path::new("feed.xml.gz")) && !promising(Path::new("notes.md")));
    }

    #[test]
    fn beginnings_tell() {
        for (start, format) in [
            ("{\"text\": \"One.\"}\n{\"te", Format::Jsonl),
            ("{\"text\": \"A long one", Format::Jsonl),
            ("{\n \"version\": \"https://jsonfeed.org/version/1.1\",", Format::Feed),
            ("{curly} words", Format::Text),
            ("\u{FEFF} <feed xmlns=\"http://www.w3.org/2005/Atom\">", Format::Feed),
            ("<?xml version=\"1.0\"?><html><body>see our <rss", Format::Html),
            ("<?xml version=\"1.0\"?><!-- made by hand -->\n<rdf:RDF>", Format::Feed),
            ("<- an arrow", Format::Text),
            ("PAR1\u{15}", Format::Parquet),
            ("", Format::Text),
        ] {
            assert_eq!(format_of_bytes(start.as_bytes()), format, "{start}");
        }
    }
}
