//! Words as the scorers count them.

use annalist_doc::Span;

/// Words of a text (`\w+(?:['’]\w+)*`) with their spans in bytes.
pub(crate) fn words(text: &str) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    let mut start = None;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (k, (at, c)) in letters.iter().enumerate() {
        let inner = matches!(c, '\'' | '’')
            && start.is_some()
            && letters.get(k + 1).is_some_and(|(_, n)| n.is_alphanumeric() || *n == '_');
        if c.is_alphanumeric() || *c == '_' || inner {
            start.get_or_insert(*at);
        } else if let Some(from) = start.take() {
            all.push((from..*at).into());
        }
    }
    if let Some(from) = start {
        all.push((from..text.len()).into());
    }
    all
}

/// The indices of the words that any of the spans overlaps.
pub(crate) fn covered(words: &[Span], spans: &[Span]) -> Vec<usize> {
    (0..words.len()).filter(|w| spans.iter().any(|s| s.overlaps(words[*w]))).collect()
}

/// Dice coefficient of two sorted sets.
pub(crate) fn dice(a: &[usize], b: &[usize]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let shared = a.iter().filter(|x| b.binary_search(x).is_ok()).count();
    2.0 * shared as f64 / (a.len() + b.len()) as f64
}
