//! A plain-text file: a document whose blocks hold every letter, or an error that can be shown.
#![no_main]

use annalist_read::{Options, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match text::document(bytes, "fuzz.txt", &Options::default()) {
        Ok(document) => {
            let mut end = 0;
            for block in &document.blocks {
                assert!(block.span.fits(&document.text) && !block.span.is_empty(), "{block:?}");
                assert!(document.text[end..block.span.start as usize].trim().is_empty());
                end = block.span.end as usize;
            }
            assert!(document.text[end..].trim().is_empty(), "words after the last block");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
