//! Answers depend on the text alone: not on the batch, the threads, or what came before.

mod common;

use annalist_annotate::Doc;

fn texts() -> Vec<String> {
    let fixture: serde_json::Value =
        serde_json::from_str(include_str!("fixture.json")).expect("the fixture is JSON");
    let cases = fixture["cases"].as_array().expect("cases").iter();
    let mut texts: Vec<String> =
        cases.map(|c| c["text"].as_str().expect("a text").to_owned()).collect();
    // Longer ones by joining, up to one that is worked on page by page.
    texts.push(texts.join("\n\n"));
    texts.push(texts.join(" ").repeat(4));
    texts
}

#[test]
fn batches_and_order_do_not_matter() {
    let pipeline = common::pipeline();
    let texts = texts();
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let expected = pipeline.annotate(&all);
    assert!(expected.last().is_some_and(|d| d.len() > 5_000));
    for (text, expected) in all.iter().zip(&expected) {
        assert_eq!(&pipeline.annotate(&[text])[0], expected);
    }
    let reversed: Vec<&str> = all.iter().rev().copied().collect();
    let found: Vec<Doc> = pipeline.annotate(&reversed).into_iter().rev().collect();
    assert_eq!(found, expected);
}

#[test]
fn threads_do_not_matter() {
    let pipeline = common::pipeline();
    let texts = texts();
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let expected = pipeline.annotate(&all);
    std::thread::scope(|scope| {
        for n in 0..4 {
            let (all, expected) = (&all, &expected);
            scope.spawn(move || {
                for i in (n % all.len()..all.len()).chain(0..n) {
                    assert_eq!(&pipeline.annotate(&all[i..=i])[0], &expected[i]);
                }
            });
        }
    });
}

#[test]
fn a_page_at_a_time_gives_the_same_as_all_at_once() {
    let pipeline = common::pipeline();
    // Far from the joint, a short and a long document that share a part agree on it.
    let part = texts()[2..30].join(" ");
    let short = &pipeline.annotate(&[&part])[0];
    let long = &pipeline.annotate(&[&format!("{part} ").repeat(9)])[0];
    assert!(short.len() < 4_000 && long.len() > 4_096, "{} {}", short.len(), long.len());
    let n = short.len() - 60;
    for (a, b) in short.tokens()[..n].iter().zip(long.tokens()) {
        assert_eq!((a.range(), a.tag, a.head, a.dep), (b.range(), b.tag, b.head, b.dep));
        assert_eq!((short.lemma(a), a.ent_type), (long.lemma(b), b.ent_type));
    }
}

#[test]
fn any_text_is_annotated() {
    let pipeline = common::pipeline();
    let mut x = 1u32;
    let mut next = || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        x >> 8
    };
    let alphabet: Vec<char> =
        "aZ9 .,'’\"-\n\t\0:/@$%()é東😀\u{301}\u{200d}\u{a0}\u{1c}\u{2028}\u{feff}"
            .chars()
            .collect();
    let mut texts: Vec<String> = (0..300)
        .map(|i| (0..i % 60).map(|_| alphabet[next() as usize % alphabet.len()]).collect())
        .collect();
    texts.push("\0".repeat(300));
    texts.push("a".repeat(1 << 20));
    for unit in ["(", ".", "a.", ":", "a:", "-", "'s", "😀", "\u{301}", "http://", "a@"] {
        texts.push(unit.repeat(20_000));
    }
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (text, doc) in all.iter().zip(pipeline.annotate(&all)) {
        let mut at = 0;
        for token in doc.tokens() {
            assert!(text[at..token.start as usize].chars().all(|c| c == ' '), "in {text:?}");
            assert!(token.start < token.end && (token.head as usize) < doc.len());
            at = token.range().end;
            assert!(text.is_char_boundary(at));
        }
        assert!(text[at..].len() <= 1);
        let covered: usize = doc.sentences().map(|s| s.len()).sum();
        assert_eq!(covered, doc.len());
    }
}
