//! Python's `str` predicates. Rust's own differ (`is_alphabetic` takes in combining vowels,
//! `is_whitespace` leaves out four control characters), so the tables are Python's.

use crate::tables::{ALPHA, DECIMAL, DIGIT, NUMERIC, UPPER};

fn within(table: &[(u32, u32)], c: char) -> bool {
    let cp = c as u32;
    let at = table.partition_point(|&(_, end)| end < cp);
    at < table.len() && table[at].0 <= cp
}

/// `str.isspace` for one character.
#[inline]
pub(crate) fn is_space(c: char) -> bool {
    match c {
        '\t'..='\r' | '\x1c'..='\x1f' | ' ' => true,
        '\0'..='\x7f' => false,
        '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' => true,
        '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => true,
        _ => false,
    }
}

/// `str.isalpha` for one character.
pub(crate) fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { within(&ALPHA, c) }
}

/// `str.isupper` for one character.
pub(crate) fn is_upper(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { within(&UPPER, c) }
}

/// `str.isdigit` for one character.
pub(crate) fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { within(&DIGIT, c) }
}

/// `str.isdecimal` for one character: what `\d` matches.
pub(crate) fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { within(&DECIMAL, c) }
}

/// What `\w` matches.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || c == '_'
    } else {
        within(&ALPHA, c) || within(&NUMERIC, c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_python() {
        assert!(is_space('\x1c') && is_space('\u{a0}') && !is_space('\u{200b}'));
        assert!(is_alpha('é') && !is_alpha('\u{93f}') && !is_alpha('Ⅷ'));
        assert!(is_digit('²') && !is_decimal('²') && is_decimal('٣') && !is_digit('½'));
        assert!(is_word('½') && is_word('_') && !is_word('-'));
        assert!(is_upper('É') && is_upper('Ⅷ') && !is_upper('ß'));
    }
}
