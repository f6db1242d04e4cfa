//! What holds for every format.

use std::panic;
use std::sync::Once;

use annalist_doc::Format;
use annalist_read::fingerprint::Publications;
use annalist_read::{Fetched, Input, Options, open};

/// The table library panics on some damaged files; the reader catches that. Any other panic ends the run.
fn allow_caught_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let end = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            let library = about.location().is_some_and(|at| at.file().contains("/parquet-"));
            if !library {
                end(about);
            }
        }));
    });
}

/// Reads the bytes as if an address had given them.
pub fn read(bytes: &[u8], format: Option<Format>) {
    allow_caught_panics();
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
