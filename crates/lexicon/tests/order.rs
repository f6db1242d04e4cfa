//! The data files are as their READMEs say: sorted, nothing twice, with examples whose marks are known.
//! Whether the examples come out as marked is tested where the whole program is: `crates/annalist/tests/lexicon`.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_lexicon::{Example, Lexicon};
use toml::{Table, Value};

/// The keys that entries are sorted by, and the marks of their examples; by folder or file.
const ENTRIES: [(&str, &str, &[&str], &[&str]); 12] = [
    ("cues", "cue", &["lemma", "pos"], &["source", "cue", "content"]),
    (
        "events",
        "trigger",
        &["lemma", "pos", "mode"],
        &["trigger", "actor", "recipient", "topic", "figure", "place"],
    ),
    ("events", "light", &["lemma"], &["trigger", "actor", "recipient", "topic", "figure", "place"]),
    ("accounts.toml", "blame", &["words", "who"], &["blame", "who", "event"]),
    ("accounts.toml", "change", &["word"], &["change"]),
    ("outcomes.toml", "outcome", &["word", "pos"], &["figure", "number"]),
    ("reality.toml", "word", &["lemma"], &["event"]),
    ("contexts.toml", "context", &["name"], &["context"]),
    ("senses.toml", "sense", &["name"], &["sense"]),
    ("roles.toml", "role", &["word"], &["role"]),
    ("organizations.toml", "organization", &["name"], &[]),
    ("countries.toml", "country", &["code"], &[]),
];

/// The `.toml` files of a folder, or the file itself.
fn files(name: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("en").join(name);
    if path.is_file() {
        return vec![path];
    }
    let files = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    files
}

/// The entries of a file's tables of this name.
fn entries(path: &Path, table: &str) -> Vec<Table> {
    let file: Table = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let rows = file.get(table).and_then(Value::as_array).cloned().unwrap_or_default();
    rows.into_iter().map(|row| row.as_table().unwrap().clone()).collect()
}

/// What an entry is sorted by.
fn key(entry: &Table, keys: &[&str]) -> Vec<String> {
    let value = |key: &&str| entry.get(*key).and_then(Value::as_str).unwrap_or_default();
    keys.iter().map(|key| value(key).to_lowercase()).collect()
}

/// All complaints at once: whoever adds ten words wants to hear of ten mistakes.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn entries_are_sorted_and_there_once() {
    let mut wrong = Vec::new();
    for (name, table, keys, _) in ENTRIES {
        for path in files(name) {
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let all: Vec<Vec<String>> =
                entries(&path, table).iter().map(|entry| key(entry, keys)).collect();
            for pair in all.windows(2) {
                if pair[0] > pair[1] {
                    wrong.push(format!(
                        "{file}: {} must stand before {}",
                        pair[1].join(" "),
                        pair[0].join(" ")
                    ));
                }
            }
        }
    }
    none(&wrong);
}

#[test]
fn a_cue_stands_in_one_file() {
    let mut seen: HashMap<(String, String), String> = HashMap::new();
    let mut wrong = Vec::new();
    for cue in Lexicon::english().unwrap().cues.all() {
        let key = (cue.lemma().to_owned(), format!("{:?}", cue.pos).to_lowercase());
        if let Some(class) = seen.insert(key, cue.class.clone()) {
            wrong.push(format!("{} ({:?}): {class} and {}", cue.lemma(), cue.pos, cue.class));
        }
    }
    none(&wrong);
}

#[test]
fn examples_are_marked() {
    let mut wrong = Vec::new();
    for (name, table, keys, marks) in ENTRIES.iter().filter(|entry| !entry.3.is_empty()) {
        for path in files(name) {
            for entry in entries(&path, table) {
                let list =
                    entry.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
                let examples: Vec<Value> =
                    list.into_iter().chain(entry.get("example").cloned()).collect();
                if examples.is_empty() && *table != "role" {
                    wrong.push(format!("{}: no example", key(&entry, keys).join(" ")));
                }
                for marked in
                    examples.iter().filter_map(Value::as_str).filter(|text| !text.is_empty())
                {
                    let example = Example::parse(marked);
                    let known =
                        example.parts.iter().all(|part| marks.contains(&part.role.as_str()));
                    let first =
                        example.spans(marks[if marks[0] == "source" { 1 } else { 0 }]).next();
                    if !known || first.is_none() || example.text.contains('|') {
                        wrong.push(format!("{}: marks of {marked:?}", key(&entry, keys).join(" ")));
                    }
                }
            }
        }
    }
    none(&wrong);
}

#[test]
fn every_type_and_mode_is_mapped_to_cameo() {
    let lexicon = Lexicon::english().unwrap();
    // Accidents and disasters have no code.
    let unmapped = lexicon
        .triggers
        .all()
        .iter()
        .filter(|trigger| trigger.cameo.is_none() && trigger.quad != 0);
    none(&unmapped.map(|t| format!("{} ({})", t.words.join(" "), t.kind)).collect::<Vec<_>>());
}

/// Whether a marked word is a form of one of these.
fn is_form(word: &str, of: &[String]) -> bool {
    let word = word.to_lowercase();
    of.iter().any(|w| {
        word == *w || {
            let stem = w.char_indices().next_back().map_or("", |(last, _)| &w[..last]);
            !stem.is_empty() && word.starts_with(stem)
        }
    })
}

#[test]
fn contexts_and_senses_mark_words_of_their_own() {
    let mut wrong = Vec::new();
    for (file, table) in [("contexts.toml", "context"), ("senses.toml", "sense")] {
        for entry in entries(&files(file)[0], table) {
            let lists = ["words", "verbs", "nouns", "others"].iter().filter_map(|k| entry.get(*k));
            let words: Vec<String> = lists
                .filter_map(Value::as_array)
                .flatten()
                .filter_map(|w| w.as_str().map(str::to_owned))
                .collect();
            let example = Example::parse(entry["example"].as_str().unwrap());
            for span in example.spans(table) {
                if !is_form(span.of(&example.text), &words) {
                    wrong.push(format!("{file}: {:?} marks no word of its entry", example.text));
                }
            }
        }
    }
    none(&wrong);
}
