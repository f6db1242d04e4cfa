//! JSON Lines: a document or an error for each line, in order, and an end.
#![no_main]

use std::io::Cursor;
use std::sync::Arc;

use annalist_read::Options;
use annalist_read::jsonl::JsonLines;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options =
        Options { date_column: Some("date".into()), max_line: 4096, ..Options::default() };
    let from = Box::new(Cursor::new(bytes.to_vec()));
    let lines = JsonLines::new(from, "fuzz.jsonl", Arc::new(options));
    let most = bytes.split(|&byte| byte == b'\n').count() + 1;
    let mut rows = 0;
    for row in lines {
        rows += 1;
        assert!(rows <= most, "more rows than lines");
        match row {
            Ok(document) => {
                assert!(document.blocks.iter().all(|block| block.span.fits(&document.text)));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
