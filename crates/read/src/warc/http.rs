//! What a web server answered: status, the fields that matter, and the page as it was before it was
//! packed for the way.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// A web server's answer.
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    /// The field `Content-Type`, as it stands there.
    pub(super) content_type: Option<String>,
    chunked: bool,
    encoding: Option<String>,
    /// What follows the fields.
    pub(super) payload: &'a [u8],
}

/// Reads an answer; `None` where the bytes are none.
pub(super) fn parse(bytes: &[u8]) -> Option<Answer<'_>> {
    let mut fields = [httparse::EMPTY_HEADER; 256];
    let mut answer = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .ignore_invalid_headers_in_responses(true);
    let httparse::Status::Complete(end) = config.parse_response(&mut answer, bytes).ok()? else {
        return None;
    };
    let field = |name: &str| {
        let field = answer.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(field.value).trim().to_owned())
    };
    Some(Answer {
        status: answer.code?,
        content_type: field("Content-Type"),
        chunked: field("Transfer-Encoding").is_some_and(|f| f.eq_ignore_ascii_case("chunked")),
        encoding: field("Content-Encoding").map(|encoding| encoding.to_ascii_lowercase()),
        payload: bytes.get(end..).unwrap_or_default(),
    })
}

impl Answer<'_> {
    /// The payload with its chunks joined, where it has any.
    pub(super) fn joined(&self) -> Vec<u8> {
        let joined = if self.chunked { dechunk(self.payload) } else { None };
        joined.unwrap_or_else(|| self.payload.to_vec())
    }

    /// The page itself, at most `most` bytes of it. Many archives keep the fields of a packing that
    /// they have undone; so what cannot be unpacked is taken as it is.
    pub(super) fn body(&self, most: u64) -> Vec<u8> {
        let joined = if self.chunked { dechunk(self.payload) } else { None };
        let packed = joined.as_deref().unwrap_or(self.payload);
        let unpacked = match self.encoding.as_deref() {
            Some("gzip" | "x-gzip") => all(MultiGzDecoder::new(packed), most),
            Some("deflate") => all(ZlibDecoder::new(packed), most)
                .or_else(|| all(DeflateDecoder::new(packed), most)),
            Some("br") => all(brotli_decompressor::Decompressor::new(packed, 4096), most),
            Some("zstd") => {
                zstd::stream::read::Decoder::new(packed).ok().and_then(|from| all(from, most))
            }
            _ => None,
        };
        unpacked.unwrap_or_else(|| joined.unwrap_or_else(|| self.payload.to_vec()))
    }
}

/// All that can be read, when anything can. A page that was cut keeps its beginning.
fn all(from: impl Read, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(most).read_to_end(&mut bytes);
    (read.is_ok() || !bytes.is_empty()).then_some(bytes)
}

/// Joins the chunks of a chunked body; `None` when it is not chunked, whatever its fields say.
fn dechunk(mut from: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(from.len());
    loop {
        match httparse::parse_chunk_size(from) {
            Ok(httparse::Status::Complete((_, 0))) => return Some(joined),
            Ok(httparse::Status::Complete((start, length))) => {
                let rest = from.get(start..)?;
                let length = usize::try_from(length).unwrap_or(usize::MAX).min(rest.len());
                joined.extend_from_slice(rest.get(..length)?);
                from = rest.get(length..)?;
                from = from.strip_prefix(b"\r\n").unwrap_or(from);
            }
            // The end is missing: a record that was cut.
            Ok(httparse::Status::Partial) if !joined.is_empty() => return Some(joined),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body(fields: &str, payload: &[u8]) -> String {
        let head = format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n");
        let bytes = [head.as_bytes(), payload].concat();
        String::from_utf8(parse(&bytes).unwrap().body(1000)).unwrap()
    }

    #[test]
    fn joins_and_unpacks() {
        assert_eq!(body("Content-Type: text/html", b"<p>One"), "<p>One");
        let chunks = b"5\r\n<p>On\r\n1\r\ne\r\n0\r\n\r\n";
        assert_eq!(body("Transfer-Encoding: chunked", chunks), "<p>One");
        assert_eq!(body("Transfer-Encoding: chunked", b"<p>One"), "<p>One");
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(b"<p>One").unwrap();
        let gz = gz.finish().unwrap();
        assert_eq!(body("Content-Encoding: gzip", &gz), "<p>One");
        assert_eq!(body("Content-Encoding: gzip", b"<p>One"), "<p>One");
        let zst = zstd::encode_all(&b"<p>One"[..], 1).unwrap();
        assert_eq!(body("content-encoding: zstd", &zst), "<p>One");
    }

    #[test]
    fn a_packed_page_does_not_fill_the_memory() {
        let zst = zstd::encode_all(&vec![b'a'; 10_000_000][..], 1).unwrap();
        assert_eq!(body("Content-Encoding: zstd", &zst).len(), 1000);
        assert!(parse(b"GET / HTTP/1.1\r\n\r\n").is_none());
    }
}
