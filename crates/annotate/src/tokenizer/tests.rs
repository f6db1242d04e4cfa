//! Tests of the module above.

use super::*;

fn str(text: &str) -> Vec<u8> {
    [&[0xd9, text.len() as u8], text.as_bytes()].concat()
}

/// A small tokenizer: brackets, quotes and full stops, hyphens between letters, and two
/// exceptions, one of which the rules would cut.
fn tokenizer() -> Tokenizer {
    let mut bytes = vec![0x85];
    for (key, pattern) in [
        ("prefix_search", "^\\(|^\""),
        ("suffix_search", "\\)$|\"$|\\.$"),
        ("infix_finditer", "(?<=[a-z])-(?=[a-z])"),
        ("url_match", "^[a-z]+\\.com/\\S*$"),
    ] {
        bytes.extend([str(key), str(pattern)].concat());
    }
    bytes.extend(str("exceptions"));
    bytes.push(0x82);
    // {65: "is"}, {65: "n't", 67: "not"}
    bytes.extend([str("isn't"), vec![0x92, 0x81, 65], str("is"), vec![0x82, 65]].concat());
    bytes.extend([str("n't"), vec![67], str("not")].concat());
    bytes.extend([str("(a)"), vec![0x91, 0x81, 65], str("(a)")].concat());
    Tokenizer::parse(&bytes).unwrap()
}

fn cut(text: &str) -> Vec<String> {
    let (vocab, mut lexicon, mut cache) =
        (Vocab::default(), Lexicon::default(), ChunkCache::default());
    let mut toks = Vec::new();
    let tokenizer = tokenizer();
    for _ in 0..2 {
        toks.clear();
        tokenizer.tokenize(text, &vocab, &mut lexicon, &mut cache, &mut toks);
    }
    let text = |t: &Tok| {
        let norm = tokenizer.norm(t.norm).0;
        let form = &text[t.start as usize..t.end as usize];
        format!(
            "{form}{}{}{norm}",
            if t.space { "_" } else { "" },
            if norm.is_empty() { "" } else { "=" }
        )
    };
    toks.iter().map(text).collect()
}

#[test]
fn affixes_infixes_urls_and_exceptions() {
    assert_eq!(cut("(\"a-b\")."), ["(", "\"", "a", "-", "b", "\"", ")", "."]);
    assert_eq!(
        cut("see x.com/a-b (it isn't)"),
        ["see_", "x.com/a-b_", "(", "it_", "is", "n't=not", ")"]
    );
    assert_eq!(cut("x(a) (a). (a )"), ["x(a", ")_", "(a)", "._", "(", "a_", ")"]);
}

#[test]
fn white_space_is_kept() {
    assert_eq!(cut(" a  b\n\n c "), [" ", "a_", " ", "b", "\n\n ", "c_"]);
    assert_eq!(cut("").len(), 0);
    assert_eq!(cut(" "), [" "]);
}

#[test]
fn broken_files_are_refused() {
    assert!(Tokenizer::parse(b"").unwrap_err().is_damaged());
    let bytes = [vec![0x81], str("prefix_search"), str("(?i)x")].concat();
    assert!(Tokenizer::parse(&bytes).unwrap_err().is_unsupported());
}
