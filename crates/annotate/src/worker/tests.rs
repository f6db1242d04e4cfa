//! Tests of the module above.

use super::*;

#[test]
fn presets_name_tokens_by_their_first_byte() {
    let tok = |start, end| Tok { start, end, lexeme: 0, norm: 0, space: true };
    let toks = [tok(0, 2), tok(3, 6), tok(7, 9)];
    let sent_starts = [
        (3, SentStart::Always),
        (7, SentStart::Never),
        (4, SentStart::Always),
        (99, SentStart::Never),
    ];
    let mut found = Vec::new();
    presets(&mut found, &toks, &Input { text: "", sent_starts: &sent_starts });
    assert_eq!(found, [1, 1, -1]);
}
