//! Words with styles: wrapped by their width on the screen, then painted.

use std::fmt::Write as _;

use anstyle::{Effects, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text in which each stretch has a style.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rich {
    parts: Vec<(Style, String)>,
}

impl Rich {
    /// A text in one style.
    pub(super) fn of(style: Style, words: &str) -> Self {
        Self::default().with(style, words)
    }

    /// The same with more at its end.
    #[must_use]
    pub(super) fn with(mut self, style: Style, words: &str) -> Self {
        self.push(style, words);
        self
    }

    /// Adds words at the end; what could steer a terminal is replaced.
    pub(super) fn push(&mut self, style: Style, words: &str) {
        if words.is_empty() {
            return;
        }
        let fresh = self.parts.last().is_none_or(|(last, _)| *last != style);
        if fresh {
            self.parts.push((style, String::with_capacity(words.len())));
        }
        if let Some((_, to)) = self.parts.last_mut() {
            to.extend(words.chars().map(harmless));
        }
    }

    /// Adds another text at the end.
    pub(super) fn append(&mut self, other: &Self) {
        for (style, words) in &other.parts {
            self.push(*style, words);
        }
    }

    /// Whether there are no words in it.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.iter().all(|(_, words)| words.is_empty())
    }

    /// Columns it takes on one line.
    pub(super) fn width(&self) -> usize {
        self.parts.iter().map(|(_, words)| words.width()).sum()
    }

    /// Cuts it into lines of at most `columns`, the first indented by `first`, the others by `rest`.
    /// White space becomes single spaces; a word that is too long for a line is cut.
    pub(super) fn wrap(&self, columns: usize, first: usize, rest: usize) -> Vec<Self> {
        let mut lines =
            Lines { columns, rest, line: Self::default(), width: first, done: Vec::new() };
        lines.line.push(Style::new(), &" ".repeat(first));
        let mut word = Self::default();
        let mut space = None;
        for (style, words) in &self.parts {
            for c in words.chars() {
                // A no-break space keeps words together here, too.
                if c.is_whitespace() && c != '\u{a0}' {
                    lines.add(&std::mem::take(&mut word), &mut space);
                    space = space.or(Some(*style));
                } else {
                    word.push(*style, c.encode_utf8(&mut [0; 4]));
                }
            }
        }
        lines.add(&word, &mut space);
        if !lines.line.is_blank() {
            lines.done.push(lines.line);
        }
        lines.done
    }

    /// Whether nothing but spaces is in it.
    fn is_blank(&self) -> bool {
        self.parts.iter().all(|(_, words)| words.trim().is_empty())
    }

    /// As text with ANSI styles, or without. White space at the end is left out.
    pub(super) fn paint(&self, color: bool) -> String {
        let mut out = String::new();
        let last = self.parts.iter().rposition(|(_, words)| !words.trim_end().is_empty());
        for (at, (style, words)) in self.parts.iter().enumerate() {
            let words = match last {
                Some(last) if at < last => words.as_str(),
                Some(last) if at == last => words.trim_end(),
                _ => break,
            };
            if color && *style != Style::new() {
                let _ = write!(out, "{style}{words}{style:#}");
            } else {
                out.push_str(words);
            }
        }
        out
    }
}

/// Lines that are being filled.
struct Lines {
    columns: usize,
    rest: usize,
    line: Rich,
    width: usize,
    done: Vec<Rich>,
}

impl Lines {
    /// Adds a word, after a space when there was one before it.
    fn add(&mut self, word: &Rich, space: &mut Option<Style>) {
        if word.is_empty() {
            return;
        }
        let gap = space.take().filter(|_| !self.line.is_blank());
        let width = word.width();
        if !self.line.is_blank() && self.width + usize::from(gap.is_some()) + width > self.columns {
            self.next();
        } else if let Some(style) = gap {
            self.line.push(between(style, word), " ");
            self.width += 1;
        }
        if self.width + width <= self.columns {
            self.line.append(word);
            self.width += width;
            return;
        }
        for (style, words) in &word.parts {
            for c in words.chars() {
                let wide = c.width().unwrap_or(0);
                if self.width + wide > self.columns && !self.line.is_blank() {
                    self.next();
                }
                self.line.push(*style, c.encode_utf8(&mut [0; 4]));
                self.width += wide;
            }
        }
    }

    fn next(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
        self.line.push(Style::new(), &" ".repeat(self.rest));
        self.width = self.rest;
    }
}

/// The style of a space: underlined only where the words on both sides are.
fn between(style: Style, word: &Rich) -> Style {
    let underlined = |style: &Style| style.get_effects().contains(Effects::UNDERLINE);
    if word.parts.first().is_some_and(|(next, _)| underlined(next)) {
        return style;
    }
    style.effects(style.get_effects().remove(Effects::UNDERLINE))
}

/// The character, or one in its place where it could steer a terminal or turn the line around.
fn harmless(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' => ' ',
        '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{FEFF}' => '\u{B7}',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rich: &Rich, columns: usize, first: usize, rest: usize) -> Vec<String> {
        rich.wrap(columns, first, rest).iter().map(|line| line.paint(false)).collect()
    }

    #[test]
    fn wraps_at_spaces_and_indents() {
        let rich = Rich::of(Style::new(), "one two  three\nfour");
        assert_eq!(lines(&rich, 9, 0, 2), ["one two", "  three", "  four"]);
        assert_eq!(lines(&rich, 80, 3, 0), ["   one two three four"]);
    }

    #[test]
    fn cuts_what_does_not_fit_and_knows_wide_letters() {
        let rich = Rich::of(Style::new(), "ab 0123456789");
        assert_eq!(lines(&rich, 4, 0, 1), ["ab", " 012", " 345", " 678", " 9"]);
        assert_eq!(lines(&Rich::of(Style::new(), "東京の港"), 4, 0, 0), ["東京", "の港"]);
    }

    #[test]
    fn a_word_may_change_its_style() {
        let bold = Style::new().bold();
        let rich = Rich::of(Style::new(), "a “").with(bold, "b c").with(Style::new(), "” d");
        let painted: Vec<String> = rich.wrap(5, 0, 0).iter().map(|l| l.paint(true)).collect();
        assert_eq!(painted, [format!("a “{bold}b{bold:#}"), format!("{bold}c{bold:#}” d")]);
    }

    #[test]
    fn nothing_gives_no_line() {
        assert!(Rich::of(Style::new(), " \n ").wrap(9, 2, 2).is_empty());
        assert_eq!(Rich::of(Style::new(), "a  ").paint(true), "a");
    }
}
