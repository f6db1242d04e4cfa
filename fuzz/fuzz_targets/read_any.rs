//! Bytes of any kind, packed or not, told by how they begin: documents with sound blocks or errors that can be shown, and an end.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod common;

fuzz_target!(|bytes: &[u8]| common::read(bytes, None));
