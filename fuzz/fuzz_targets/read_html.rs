//! A web page: a document whose blocks lie in its text, in order, or an error that can be shown.
#![no_main]

use annalist_doc::{Format, Source};
use annalist_read::html::{Hints, page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source =
        Source { uri: Some("fuzz.html".to_owned()), format: Format::Html, ..Source::default() };
    // The first byte chooses what the server said of the charset.
    let charset = [None, Some("utf-8"), Some("windows-1251"), Some("nonsense")];
    let charset = bytes.first().and_then(|&b| charset[usize::from(b) % 4]).map(str::to_owned);
    let hints = Hints { uri: None, charset, published: None, aside: None };
    match page(bytes, source, &hints) {
        Ok(page) => {
            let document = page.document;
            let mut end = 0;
            for block in &document.blocks {
                assert!(block.span.fits(&document.text) && !block.span.is_empty(), "{block:?}");
                assert!(document.text[end..block.span.start as usize].trim().is_empty());
                end = block.span.end as usize;
            }
            assert!(!document.text.trim().is_empty(), "a document without words");
            if let Some(published) = document.published {
                assert!(annalist_read::published(&published.value).is_ok(), "{published:?}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
