//! Which words stand inside double quotes, and what that makes of an attribution.

use annalist_doc::Span;

/// From this share of quoted content words on, an attribution is direct.
const DIRECT: f64 = 0.9;

/// The class of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Class {
    Direct,
    Mixed,
    Indirect,
}

impl Class {
    pub(super) const ALL: [Self; 3] = [Self::Direct, Self::Mixed, Self::Indirect];

    /// The class of a content by the share of its words that are quoted.
    pub(super) fn of(content: &[usize], quoted: &[bool]) -> Self {
        let inside = content.iter().filter(|w| quoted[**w]).count();
        match inside {
            0 => Self::Indirect,
            n if n as f64 >= DIRECT * content.len() as f64 => Self::Direct,
            _ => Self::Mixed,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// For each word whether it stands inside double quotes: “ ” in pairs, `"` toggled, within a line;
/// a quote left open runs to the line's end.
pub(super) fn quoted(text: &str, words: &[Span]) -> Vec<bool> {
    let mut quotes: Vec<Span> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let closes = matches!(c, '”' | '"' | '\n') && open.is_some();
        if closes && let Some(from) = open.take() {
            quotes.push((from..at).into());
        } else if matches!(c, '“' | '"') {
            open.get_or_insert(at + c.len_utf8());
        }
    }
    if let Some(from) = open {
        quotes.push((from..text.len()).into());
    }
    // Both are in text order.
    let mut quotes = quotes.into_iter().peekable();
    let mut inside = Vec::with_capacity(words.len());
    for word in words {
        while quotes.next_if(|q| q.end <= word.start).is_some() {}
        inside.push(quotes.peek().is_some_and(|q| q.overlaps(*word)));
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn inside(text: &str) -> Vec<&str> {
        let all = words(text);
        let marks = quoted(text, &all);
        all.iter().zip(marks).filter(|(_, q)| *q).map(|(w, _)| w.of(text)).collect()
    }

    #[test]
    fn quotes_open_and_close() {
        assert_eq!(inside("He said “we go home” and left"), ["we", "go", "home"]);
        assert_eq!(inside("\"Rain\" fell, \"all day\", she said"), ["Rain", "all", "day"]);
        assert_eq!(inside("no quote ” here"), Vec::<&str>::new());
        assert_eq!(inside("it’s 'single' only"), Vec::<&str>::new());
    }

    #[test]
    fn an_open_quote_ends_with_its_line() {
        assert_eq!(inside("“We stay\nThey left “for good"), ["We", "stay", "for", "good"]);
        assert_eq!(inside("say \"we stay\n\"and\" go"), ["we", "stay", "and"]);
    }

    #[test]
    fn classes_by_share() {
        let quoted = [true, true, true, true, true, true, true, true, true, false, false];
        let words: Vec<usize> = (0..10).collect();
        assert_eq!(Class::of(&words, &quoted), Class::Direct);
        assert_eq!(Class::of(&(0..11).collect::<Vec<_>>(), &quoted), Class::Mixed);
        assert_eq!(Class::of(&[9, 10], &quoted), Class::Indirect);
        assert_eq!(Class::of(&[], &quoted), Class::Indirect);
    }
}
