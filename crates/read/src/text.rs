//! Plain UTF-8 text: one document a file.
//!
//! A byte order mark is dropped, and line ends of Windows (`\r\n`) and old Macs (`\r`) become `\n`, so
//! that the same report has the same id wherever it was saved, and offsets count what Python's
//! `open(path, encoding="utf-8-sig").read()` gives. Everything else is kept, character by character.

use annalist_doc::{Document, Published, Source};
use sha2::{Digest, Sha256};

use crate::error::{Kind, ReadError, size};
use crate::{Options, blocks};

/// Reads the bytes of one plain-text file; `file` is its name as the user gave it.
///
/// # Errors
/// When the bytes are too many, binary, not UTF-8, without a word, or have a line so long that they
/// cannot be prose.
pub fn document(bytes: &[u8], file: &str, options: &Options) -> Result<Document, ReadError> {
    let source = Source { uri: Some(file.to_owned()), ..Source::default() };
    let mut document = of_bytes(bytes, file, source, options)?;
    document.published.clone_from(&options.published);
    Ok(document)
}

/// Reads a text that stands in `file`, as a part of it or as a whole.
pub(crate) fn of_bytes(
    bytes: &[u8],
    file: &str,
    source: Source,
    options: &Options,
) -> Result<Document, ReadError> {
    if bytes.len() as u64 > options.limit() {
        return Err(too_large(file, bytes.len() as u64, options));
    }
    let text = unix_lines(decode(bytes, file)?);
    if let Some(line) = text.split('\n').position(|line| line.len() > options.max_line) {
        return Err(long_line(file, options).at_line(line as u64 + 1));
    }
    from_text(text, source, None)
}

/// Makes a document of a text that is already in memory, unchanged.
///
/// # Errors
/// When the text has no words, or is binary data in disguise.
pub fn from_text(
    text: String,
    source: Source,
    published: Option<Published>,
) -> Result<Document, ReadError> {
    let file = source.uri.as_deref().unwrap_or("-");
    check_characters(text.as_bytes(), file)?;
    if text.trim().is_empty() {
        return Err(ReadError::new(Kind::Empty, file, "there are no words in it; nothing to code"));
    }
    let blocks::Parts { blocks, title, byline } = blocks::split(&text);
    Ok(Document {
        id: fingerprint(&text),
        source,
        title,
        byline,
        site: None,
        language: None,
        published,
        duplicate_of: None,
        text,
        blocks,
        warnings: Vec::new(),
    })
}

/// Makes a document of a text that a program holds, as a row of a table becomes one: unchanged, with its
/// language told.
///
/// # Errors
/// When the text has no words, is binary data in disguise, or is too long for a report.
pub fn held(
    text: String,
    id: Option<String>,
    published: Option<Published>,
) -> Result<Document, ReadError> {
    let options = Options::default();
    if text.len() > options.max_line {
        return Err(long_line("-", &options));
    }
    let mut document = from_text(text, Source { id, ..Source::default() }, published)?;
    crate::language::set(&mut document);
    Ok(document)
}

/// The name of a text: the first 32 hexadecimal digits of its SHA-256.
///
/// ```
/// let id = annalist_read::text::fingerprint("The same text is the same document.");
/// assert_eq!(id.len(), 32);
/// ```
#[must_use]
pub fn fingerprint(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The complaint about too large a file.
pub(crate) fn too_large(file: &str, bytes: u64, options: &Options) -> ReadError {
    let (is, limit) = (size(bytes), size(options.limit()));
    ReadError::new(
        Kind::TooLarge,
        file,
        format!(
            "{is} in one document, the limit is {limit}; many reports in one file go one a line into \
             a .jsonl file"
        ),
    )
}

/// The complaint about too large a page or feed.
pub(crate) fn too_large_a_page(file: &str, limit: u64) -> ReadError {
    let what = format!("more than {}, the limit for one document; it was not read", size(limit));
    ReadError::new(Kind::TooLarge, file, what)
}

/// The complaint about too long a line.
pub(crate) fn long_line(file: &str, options: &Options) -> ReadError {
    let limit = size(options.max_line as u64);
    ReadError::new(
        Kind::TooLarge,
        file,
        format!("a single line of more than {limit}; no report has one, so it was not read"),
    )
}

/// The text that the bytes stand for, without a byte order mark.
pub(crate) fn decode<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, ReadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        let what = "not UTF-8 but UTF-16; convert it, for instance with `iconv -f UTF-16 -t UTF-8`";
        return Err(ReadError::new(Kind::NotUtf8, file, what).at_line(1));
    }
    check_characters(bytes, file)?;
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or(0);
        let what = format!(
            "not UTF-8 at byte {at} (0x{byte:02X}); convert it, for instance with `iconv -f \
             WINDOWS-1252 -t UTF-8`"
        );
        ReadError::new(Kind::NotUtf8, file, what).at_line(line_of(bytes, at))
    })
}

/// Refuses bytes that no text has: a NUL anywhere, or more than a stray control character.
fn check_characters(bytes: &[u8], file: &str) -> Result<(), ReadError> {
    /// A text may hold one odd control character (a leftover of some converter) in so many bytes.
    const STRAY: usize = 200;
    let odd = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r');
    let nul = bytes.iter().position(|&b| b == 0);
    let many = || {
        let count = bytes.iter().filter(|&&b| odd(b)).count();
        (count > bytes.len() / STRAY).then(|| bytes.iter().position(|&b| odd(b))).flatten()
    };
    let Some(at) = nul.or_else(many) else { return Ok(()) };
    let byte = bytes.get(at).copied().unwrap_or(0);
    let what = format!(
        "looks binary: byte {at} is the control character 0x{byte:02X}; give plain UTF-8 text"
    );
    Err(ReadError::new(Kind::Binary, file, what).at_line(line_of(bytes, at)))
}

/// The line, from 1, that a byte stands on.
fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + bytes.iter().take(at).filter(|&&b| b == b'\n').count() as u64
}

/// The text with `\n` as its only line end.
fn unix_lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// The words with single spaces between them.
pub(crate) fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Document, ReadError> {
        document(bytes, "a.txt", &Options::default())
    }

    #[test]
    fn the_same_text_is_the_same_document() {
        let plain = read(b"One line.\n\nAnother line.\n").unwrap();
        let windows = read(b"\xEF\xBB\xBFOne line.\r\n\r\nAnother line.\r\n").unwrap();
        assert_eq!(plain, windows);
        assert_eq!(plain.id, fingerprint("One line.\n\nAnother line.\n"));
        assert_eq!(read(b"a\rb").unwrap().text, "a\nb");
    }

    #[test]
    fn names_the_byte_that_is_not_utf8() {
        let error = read(b"A caf\xE9 burnt down.\n").unwrap_err();
        assert!(error.is_not_utf8());
        assert_eq!(
            error.to_string(),
            "a.txt, line 1: not UTF-8 at byte 5 (0xE9); convert it, for instance with `iconv -f \
             WINDOWS-1252 -t UTF-8`"
        );
        assert!(read(b"one\ntwo \xFF").unwrap_err().to_string().contains("line 2"));
        assert!(read(b"\xFF\xFEA\0").unwrap_err().to_string().contains("UTF-16"));
    }

    #[test]
    fn refuses_binary() {
        assert!(read(b"\x89PNG\r\n\x1A\n\0\0").unwrap_err().is_binary());
        assert!(read(b"\x01\x02\x03").unwrap_err().is_binary());
        let stray = format!("{}\x1A", "The river rose again. ".repeat(20));
        assert!(read(stray.as_bytes()).is_ok());
    }

    #[test]
    fn refuses_nothing_and_too_much() {
        assert!(read(b"").unwrap_err().is_empty());
        assert!(read("\u{FEFF} \n\u{a0}\t".as_bytes()).unwrap_err().is_empty());
        let options = Options { max_bytes: 10, ..Options::default() };
        let error = document(b"eleven byte", "a.txt", &options).unwrap_err();
        assert!(error.is_too_large(), "{error}");
        let options = Options { max_line: 10, ..Options::default() };
        let error = document(b"short\neleven byte", "a.txt", &options).unwrap_err();
        assert!(error.is_too_large() && error.line() == Some(2), "{error}");
    }
}
