//! Which characters the bytes of a page stand for.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// A page says its charset within so many bytes, if it does (the standard says 1024; pages are late).
const PRESCAN: usize = 16 << 10;
/// The detector looks at so many bytes.
const SAMPLE: usize = 64 << 10;

/// The page as text: by its byte order mark, what the server said, what the page says, or what its
/// bytes look like, in this order. Bytes that say they are one thing and are valid UTF-8 are UTF-8.
pub(super) fn decode<'a>(bytes: &'a [u8], told: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !looks_like_utf16(bytes)
    {
        return Cow::Borrowed(text);
    }
    let encoding = told
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declared(bytes))
        .filter(|&encoding| encoding != UTF_8 || is_mostly_utf8(bytes))
        .unwrap_or_else(|| detect(bytes));
    encoding.decode_without_bom_handling(bytes).0
}

/// What the page itself says, in a `<meta>` tag or an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(after) = after(rest) {
        rest = rest.get(after..)?;
        let value = rest.trim_ascii_start();
        let value = value.strip_prefix(b"=").map(<[u8]>::trim_ascii_start);
        let Some(value) = value else { continue };
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')))
            .unwrap_or(value.len());
        let Some(encoding) = Encoding::for_label(value.get(..end)?) else { continue };
        // A page that could be read this far is not UTF-16, whatever it says.
        return Some(match encoding {
            e if e == UTF_16BE || e == UTF_16LE => UTF_8,
            e if e == X_USER_DEFINED => WINDOWS_1252,
            e => e,
        });
    }
    None
}

/// Where the next word for a charset ends.
fn after(haystack: &[u8]) -> Option<usize> {
    let find = |word: &[u8]| {
        haystack.windows(word.len()).position(|window| window == word).map(|at| at + word.len())
    };
    [find(b"charset"), find(b"encoding")].into_iter().flatten().min()
}

/// What the bytes look like.
fn detect(bytes: &[u8]) -> &'static Encoding {
    if looks_like_utf16(bytes) {
        let at_even = bytes.iter().take(512).step_by(2).filter(|&&b| b == 0).count();
        return if at_even > 100 { UTF_16BE } else { UTF_16LE };
    }
    // The first words that are not ASCII tell most.
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(1024);
    let sample = bytes.get(start..).unwrap_or(bytes);
    let sample = sample.get(..SAMPLE).unwrap_or(sample);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Every other byte of a Western page in UTF-16 is a NUL.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = bytes.get(..512).unwrap_or(bytes);
    let even = head.iter().step_by(2).filter(|&&b| b == 0).count();
    let odd = head.iter().skip(1).step_by(2).filter(|&&b| b == 0).count();
    head.len() >= 16 && even.max(odd) * 5 > head.len() * 2 && even.min(odd) * 20 < head.len()
}

/// Whether the bytes are UTF-8 but for a few that broke on the way.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_its_charset() {
        let page = b"<meta charset=windows-1251><p>\xcf\xee\xe6\xe0\xf0</p>";
        assert!(decode(page, None).contains("Пожар"));
        let page = b"<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-2'>\xb1";
        assert!(decode(page, None).ends_with('ą'));
        assert!(
            decode(b"<?xml version='1.0' encoding='shift_jis'?>\x89\xce", None).ends_with('火')
        );
    }

    #[test]
    fn the_server_is_believed_before_the_page_and_valid_utf8_before_both() {
        let page = b"<meta charset=windows-1252><p>\xcf\xee\xe6\xe0\xf0</p>";
        assert!(decode(page, Some("windows-1251")).contains("Пожар"));
        assert_eq!(decode("é".as_bytes(), Some("iso-8859-1")), "é");
    }

    #[test]
    fn without_a_word_the_bytes_are_looked_at() {
        let words = "Сильный пожар произошёл в порту города, погибших нет, сообщили власти. ";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(words);
        assert_eq!(decode(&bytes, None), words);
        let utf16: Vec<u8> =
            "<p>The harbour was closed.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, None), "<p>The harbour was closed.");
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_it_another_charset() {
        let mut page = "<meta charset=utf-8><p>Zürich, Genève, Łódź, Málaga".as_bytes().to_vec();
        page.push(0xff);
        let text = decode(&page, None);
        assert!(text.contains("Łódź") && text.ends_with('\u{fffd}'), "{text}");
    }
}
