//! Word sequences and what is kept of them.

/// So many numbers are kept of a text.
pub(super) const HASHES: usize = 96;
/// So many words make a sequence.
const SEQUENCE: usize = 3;

/// What is kept of a text: for each of many orders of all possible word sequences, which of the text's
/// comes first. The share of places at which two texts agree estimates the share of their sequences
/// that both have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signature(pub(super) [u16; HASHES]);

impl Signature {
    pub(super) fn of(shingles: &[u32]) -> Self {
        let orders = orders();
        let mut first = [u32::MAX; HASHES];
        for &shingle in shingles {
            for (first, (mix, odd)) in first.iter_mut().zip(&orders) {
                *first = (*first).min((shingle ^ mix).wrapping_mul(*odd));
            }
        }
        Self(first.map(|hash| (hash.wrapping_mul(0x9E37_79B1) >> 16) as u16))
    }

    /// The estimated share of both texts' sequences that both have.
    pub(super) fn alike(&self, other: &Self) -> f64 {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f64 / HASHES as f64
    }
}

/// The orders: always the same.
const fn orders() -> [(u32, u32); HASHES] {
    let mut all = [(0, 0); HASHES];
    let mut at = 0;
    while at < HASHES {
        let number = mix(at as u64 + 1);
        all[at] = (number as u32, (number >> 32) as u32 | 1);
        at += 1;
    }
    all
}

/// A number for each word, whatever its case and the marks around it. Where a script has no spaces,
/// every character counts as a word.
pub(super) fn words<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<u64> {
    const START: u64 = 0xCBF2_9CE4_8422_2325;
    let mut all = Vec::new();
    for part in parts {
        let mut word = START;
        for c in part.chars() {
            let letter = c.is_alphanumeric();
            if letter {
                for c in c.to_lowercase() {
                    word = (word ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3);
                }
            }
            if (!letter && !is_inside(c) || stands_alone(c)) && word != START {
                all.push(mix(word));
                word = START;
            }
        }
        if word != START {
            all.push(mix(word));
        }
    }
    all
}

/// Marks that belong into a word: an apostrophe, a soft hyphen, an accent of its own.
fn is_inside(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{AD}' | '\u{200D}' | '\u{300}'..='\u{36F}')
}

/// Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{ABFF}' | '\u{20000}'..)
}

/// A number for all the words together.
pub(super) fn whole(words: &[u64]) -> u128 {
    let mut both = (0x243F_6A88_85A3_08D3u64, 0x1319_8A2E_0370_7344u64);
    for &word in words {
        both = (mix(both.0 ^ word), mix(both.1.wrapping_add(word)));
    }
    u128::from(both.0) << 64 | u128::from(both.1)
}

/// The different word sequences.
pub(super) fn shingles(words: &[u64]) -> Vec<u32> {
    let sequence = |words: &[u64]| {
        let joined = words.iter().fold(0u64, |all, word| mix(all.rotate_left(17) ^ word));
        (joined >> 32) as u32
    };
    let mut all: Vec<u32> = words.windows(SEQUENCE).map(sequence).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Spreads a number over all its bits.
pub(super) const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_whatever_their_marks() {
        let of = |text: &str| words(std::iter::once(text));
        assert_eq!(of("The mayor’s “boat”"), of("the MAYOR's, boat!"));
        assert_eq!(of("one two").len(), 2);
        assert_eq!(of("渡輪擱淺").len(), 4);
        assert_ne!(of("one two"), of("two one"));
        assert!(of(" … ").is_empty());
    }

    #[test]
    fn estimates_what_texts_share() {
        let range = |from: u64, to: u64| {
            let words: Vec<u64> = (from..to).map(mix).collect();
            Signature::of(&shingles(&words))
        };
        let alike = |from: u64| range(0, 1000).alike(&range(from, from + 1000));
        assert!((alike(0) - 1.0).abs() < 1e-9);
        assert!((alike(333) - 0.5).abs() < 0.15, "{}", alike(333));
        assert!(alike(1000) < 0.05, "{}", alike(1000));
    }
}
