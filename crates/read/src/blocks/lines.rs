//! Which lines belong together.

use annalist_doc::Span;

use super::ends_sentence;

/// Lines longer than this, in characters, were not wrapped by hand.
const WIDEST: usize = 120;
/// Texts wrapped to fewer characters than this are lists or verse.
const NARROWEST: usize = 40;

/// One line or several that make one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// From the first letter to the last.
    pub(super) span: Span,
    /// How many lines it holds.
    pub(super) lines: usize,
    /// What its first line begins with.
    pub(super) mark: Mark,
    /// Whether a blank line, or the beginning of the text, comes before.
    pub(super) after_gap: bool,
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing special.
    None,
    /// The sign of a list item.
    Item,
    /// The sign of a quotation.
    Quote,
}

/// A line with at least one letter.
struct Line<'a> {
    words: &'a str,
    span: Span,
    after_gap: bool,
    indent: usize,
    width: usize,
    mark: Mark,
    alone: bool,
}

/// Puts lines together; `stands_alone` knows lines that never belong to another.
pub(super) fn group(text: &str, stands_alone: &dyn Fn(&str) -> bool) -> Vec<Group> {
    let lines = split(text, stands_alone);
    let mut groups: Vec<Group> = Vec::new();
    let mut rest = lines.as_slice();
    while !rest.is_empty() {
        let end = 1 + rest.iter().skip(1).take_while(|line| !line.after_gap).count();
        let (stanza, more) = rest.split_at(end.min(rest.len()));
        rest = more;
        let wrap = wrap_width(stanza);
        let mut before: Option<&Line<'_>> = None;
        for line in stanza {
            match (groups.last_mut(), before) {
                (Some(group), Some(above)) if continues(above, line, group, wrap) => {
                    group.span = group.span.cover(line.span);
                    group.lines += 1;
                }
                _ => groups.push(Group {
                    span: line.span,
                    lines: 1,
                    mark: line.mark,
                    after_gap: line.after_gap,
                }),
            }
            before = Some(line);
        }
    }
    groups
}

/// The lines that hold more than white space.
fn split<'a>(text: &'a str, stands_alone: &dyn Fn(&str) -> bool) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut at = 0usize;
    let mut after_gap = true;
    for raw in text.split(['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let start = at;
        let mut end = start + raw.len();
        at = end + text.get(end..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let words = raw.trim();
        if words.is_empty() {
            // In `\r\n` there is no empty line between the two.
            let inside = text.get(..start).is_some_and(|t| t.ends_with('\r'));
            after_gap |= !(inside && text.get(start..).is_some_and(|t| t.starts_with('\n')));
            continue;
        }
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
        let left = start + (raw.len() - raw.trim_start().len());
        end = left + words.len();
        lines.push(Line {
            words,
            span: Span::from(left..end),
            after_gap,
            indent,
            width: words.chars().count(),
            mark: mark(words),
            alone: stands_alone(words),
        });
        after_gap = false;
    }
    lines
}

/// What a line begins with; a sign counts only with a space and a word after it.
fn mark(line: &str) -> Mark {
    let after = |rest: &str| {
        rest.starts_with([' ', '\t', '\u{a0}']) && rest.trim().chars().any(char::is_alphabetic)
    };
    if let Some(rest) = line.strip_prefix('>') {
        let bare = rest.trim_start_matches(['>', ' ']);
        return if bare.chars().any(char::is_alphabetic) { Mark::Quote } else { Mark::None };
    }
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '‣', '◦', '▪', '●', '·', '–'])
    {
        return if after(rest) { Mark::Item } else { Mark::None };
    }
    // A bullet that some converter turned into a full stop.
    if let Some(rest) = line.strip_prefix('.') {
        let bullet = rest.chars().take(2).all(char::is_whitespace) && after(rest);
        return if bullet { Mark::Item } else { Mark::None };
    }
    let numbered = line.trim_start_matches('(');
    let number = numbered.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = numbered.len() - number.len();
    let letter = numbered.strip_prefix(|c: char| c.is_ascii_lowercase());
    let rest = if (1..=2).contains(&digits) { Some(number) } else { letter };
    match rest.and_then(|rest| rest.strip_prefix(if digits > 0 { ['.', ')'] } else { [')'; 2] })) {
        Some(rest) if after(rest) => Mark::Item,
        _ => Mark::None,
    }
}

/// The width to which the lines between two blank lines were wrapped, if they were.
///
/// Whoever wraps text puts a word on the next line only when it does not fit on this one any more.
/// Where nearly every line is like that, and few lines but the last end with a sentence, the text was
/// wrapped; a file with a paragraph on each line fails both.
fn wrap_width(stanza: &[Line<'_>]) -> Option<usize> {
    let lines: Vec<&Line<'_>> = stanza.iter().filter(|line| !line.alone).collect();
    let width = lines.iter().map(|line| line.width).max()?;
    let joins = lines.len().checked_sub(1).filter(|&joins| joins > 0)?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let pairs = || lines.iter().zip(lines.iter().skip(1));
    let full = pairs().filter(|(line, next)| is_full(line, next, width)).count();
    let stops = pairs().filter(|(line, _)| ends_sentence(line.words)).count();
    // Two lines alone prove little: the upper one must be long and break off.
    let enough = if joins == 1 {
        stops == 0 && full == 1
    } else {
        full * 10 >= joins * 6 && stops * 2 <= joins
    };
    enough.then_some(width)
}

/// Whether the next line's first word would not have fitted on this one.
fn is_full(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    let word = next.words.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.width + 1 + word > width
}

/// Whether `line` goes on with the block that `above` ends.
fn continues(above: &Line<'_>, line: &Line<'_>, block: &Group, wrap: Option<usize>) -> bool {
    if above.alone || line.alone || line.mark == Mark::Item {
        return false;
    }
    if (line.mark == Mark::Quote) != (block.mark == Mark::Quote) {
        return false;
    }
    let indented = line.indent >= above.indent + 2;
    if block.mark == Mark::Item {
        if indented || line.indent == above.indent && above.indent > 0 {
            return true;
        }
    } else if indented && line.mark == Mark::None {
        return false;
    }
    let bare = line.words.trim_start_matches(['>', ' ', '"', '“', '‘', '\'', '(']);
    let goes_on = !ends_sentence(above.words) && bare.starts_with(char::is_lowercase);
    match wrap {
        Some(width) => is_full(above, line, width) || goes_on,
        None => goes_on && (NARROWEST..=WIDEST).contains(&above.width) && line.width <= WIDEST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<&str> {
        group(text, &|line| line == "video").iter().map(|g| g.span.of(text)).collect()
    }

    const WRAPPED: &str = "The council of Ostwick met on Monday to talk about the harbour, which\n\
        has been closed since the storm. Members said that the wall must be\n\
        repaired before the winter. Nobody spoke against it. A vote will be\n\
        held next week.";

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        assert_eq!(blocks(WRAPPED), [WRAPPED]);
        let two = format!("{WRAPPED}\n\n{WRAPPED}");
        assert_eq!(blocks(&two).len(), 2);
        let windows = WRAPPED.replace('\n', "\r\n");
        assert_eq!(blocks(&windows).len(), 1);
        let quoted = format!("> {}", WRAPPED.replace('\n', "\n> "));
        assert_eq!(blocks(&quoted).len(), 1);
    }

    #[test]
    fn a_short_last_line_ends_a_wrapped_paragraph() {
        let text = format!("{WRAPPED}\n{WRAPPED}");
        assert_eq!(blocks(&text).len(), 2);
        let indented = format!("{WRAPPED}\n   {WRAPPED}");
        assert_eq!(blocks(&indented).len(), 2);
    }

    #[test]
    fn a_paragraph_a_line() {
        let text = "The council met on Monday.\nIt spoke about the harbour wall and the ferry.\nA \
                    vote will be held next week in the old town hall.";
        assert_eq!(blocks(text).len(), 3);
        let long = "Soldiers held the bridge for most of a week, and said so. ".repeat(4);
        assert_eq!(blocks(&format!("Okello\n{long}\n{long}")).len(), 3);
    }

    #[test]
    fn two_lines_that_break_off_are_one() {
        assert_eq!(
            blocks("The council of Ostwick met on Monday to talk\nabout the wall.").len(),
            1
        );
        assert_eq!(blocks("The council met on Monday.\nabout the wall.").len(), 2);
    }

    #[test]
    fn items_and_noise_stand_alone() {
        assert_eq!(blocks("- first one\n- second one\n  and its end\n1. third").len(), 3);
        let noisy = WRAPPED.replace("\nrepaired", "\nvideo\nrepaired");
        assert_eq!(blocks(&noisy).len(), 3);
    }

    #[test]
    fn knows_marks() {
        for (line, expected) in [
            ("- one", Mark::Item),
            ("-one", Mark::None),
            ("• one", Mark::Item),
            ("12) one", Mark::Item),
            ("(a) one", Mark::Item),
            ("a. one", Mark::None),
            ("2020. A year.", Mark::None),
            ("3.5 million", Mark::None),
            ("> one", Mark::Quote),
            ("---", Mark::None),
            (".\u{a0} near the port", Mark::Item),
            ("... and more", Mark::None),
            ("— said so", Mark::None),
        ] {
            assert_eq!(mark(line), expected, "{line}");
        }
    }
}
