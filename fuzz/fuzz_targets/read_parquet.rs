//! A Parquet table: documents with sound blocks or errors that can be shown, and an end.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod common;

fuzz_target!(|bytes: &[u8]| common::read(bytes, Some(annalist_doc::Format::Parquet)));
