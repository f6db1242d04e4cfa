//! Bytes in, record out: whatever the bytes, nothing panics and the record is valid.
#![no_main]

use std::sync::LazyLock;

use annalist::{Config, Pipeline};
use annalist_read::{Options, text};
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/annalist/tests/record/valid.rs"]
mod valid;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let language = annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
    let gazetteer = annalist_gazetteer::Gazetteer::open(annalist_testing::gazetteer()).unwrap();
    let config = Config { gazetteer: Some(gazetteer), ..Config::default() };
    Pipeline::new(language, config).unwrap()
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = text::document(bytes, "fuzz.txt", &Options::default()) else { return };
    for report in PIPELINE.code(vec![document]) {
        valid::check(&report).unwrap();
    }
});
