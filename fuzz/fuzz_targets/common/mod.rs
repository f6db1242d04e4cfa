//! What holds for every format.

use annalist_doc::Format;
use annalist_read::fingerprint::Publications;
use annalist_read::{Fetched, Input, Options, open};

/// Reads the bytes as if an address had given them.
pub fn read(bytes: &[u8], format: Option<Format>) {
    let options = Options {
        format,
        date_column: Some("date".into()),
        max_bytes: 1 << 20,
        max_line: 1 << 16,
        ..Options::default()
    };
    let input = Input::Fetched(Fetched { bytes: bytes.to_vec(), ..Fetched::default() });
    let mut seen = Publications::remembering(16);
    for item in open(input, &options).take(100_000) {
        match item {
            Ok(document) => {
                let mut end = 0;
                for block in &document.blocks {
                    assert!(block.span.fits(&document.text) && block.span.start >= end);
                    end = block.span.end;
                }
                seen.note(&document);
                assert!(document.to_json().starts_with('{'));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}
