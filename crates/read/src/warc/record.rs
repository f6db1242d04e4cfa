//! One record: named fields, then as many bytes as they say.

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The named fields of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the lines between the version and the empty line.
    pub(super) fn parse(header: &[u8]) -> Self {
        let text = String::from_utf8_lossy(header);
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines().skip(1) {
            match (line.strip_prefix([' ', '\t']), fields.last_mut()) {
                // A line that begins with white space continues the one before it.
                (Some(more), Some((_, value))) => {
                    value.push(' ');
                    value.push_str(more.trim());
                }
                _ => {
                    if let Some((name, value)) = line.split_once(':') {
                        fields.push((name.trim().to_owned(), value.trim().to_owned()));
                    }
                }
            }
        }
        Self(fields)
    }

    /// The value of a field, whatever the case of its name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.as_str())
    }

    /// The address it was fetched from; some writers put it in angle brackets.
    pub(super) fn uri(&self) -> Option<&str> {
        self.get("WARC-Target-URI").map(bare).filter(|uri| !uri.is_empty())
    }

    /// The record's own name.
    pub(super) fn id(&self) -> Option<&str> {
        self.get("WARC-Record-ID").map(bare).filter(|id| !id.is_empty())
    }

    pub(super) fn length(&self) -> Option<u64> {
        self.get("Content-Length")?.parse().ok()
    }
}

fn bare(value: &str) -> &str {
    value.trim_start_matches('<').trim_end_matches('>')
}

/// Whether bytes have the digest that a field gives (`sha1:…` or `sha256:…`, in base 32 or
/// hexadecimal); `None` for another kind of digest.
pub(super) fn has_digest(bytes: &[u8], field: &str) -> Option<bool> {
    let (kind, given) = field.split_once(':')?;
    let real = match kind.to_ascii_lowercase().as_str() {
        "sha1" => Sha1::digest(bytes).to_vec(),
        "sha256" => Sha256::digest(bytes).to_vec(),
        _ => return None,
    };
    let given = given.trim().to_ascii_uppercase();
    let hex = data_encoding::HEXUPPER.encode(&real);
    let base32 = data_encoding::BASE32.encode(&real);
    Some(given == hex || given.trim_end_matches('=') == base32.trim_end_matches('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_names_in_any_case_and_may_go_on() {
        let fields = Fields::parse(
            b"WARC/1.0\r\nwarc-target-uri: <https://example.org/a>\r\nWARC-Filename: a\r\n b\r\nContent-Length: 12\r\nnonsense",
        );
        assert_eq!(fields.uri(), Some("https://example.org/a"));
        assert_eq!(fields.get("WARC-Filename"), Some("a b"));
        assert_eq!(fields.length(), Some(12));
        assert_eq!(fields.id(), None);
    }

    #[test]
    fn digests_in_both_writings() {
        let hex = "sha1:a9993e364706816aba3e25717850c26c9cd0d89d";
        assert_eq!(has_digest(b"abc", hex), Some(true));
        assert_eq!(has_digest(b"abc", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), Some(true));
        assert_eq!(has_digest(b"abd", hex), Some(false));
        assert_eq!(has_digest(b"abc", "md5:900150983cd24fb0d6963f7d28e17f72"), None);
        assert_eq!(has_digest(b"abc", "nothing"), None);
    }
}
