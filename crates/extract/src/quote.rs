//! Quotation marks, paired by kind within each block.

use annalist_doc::{BlockKind, Document, Span};

/// The name that signs a block quotation has at most so many words, with its dash.
const SIGNATURE: usize = 9;

/// A stretch between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub outer: Span,
    /// Without them.
    pub inner: Span,
    /// Index of the block it stands in.
    pub block: u32,
    /// Whether the closing mark is missing: the next paragraph goes on with a reopened mark.
    pub open: bool,
}

impl Quote {
    /// How many words it holds.
    pub(crate) fn words(&self, text: &str) -> usize {
        self.inner.of(text).split_whitespace().count()
    }
}

/// Finds the quotations of a document: `"…"`, “…”, ‘…’, «…», „…“, ``…''.
///
/// Straight marks open after a space, a bracket or a dash and close otherwise; apostrophes are left
/// alone. A mark that is never closed runs to the end of its block.
#[must_use]
pub fn quotes(document: &Document) -> Vec<Quote> {
    let mut all = Vec::new();
    for (b, block) in document.blocks.iter().enumerate() {
        if block.kind == BlockKind::Quote {
            all.extend(set_apart(document, b));
        } else if block.kind.is_read() {
            find(&document.text, block.span, b as u32, &mut all);
        }
    }
    all
}

/// A block quotation is one quotation, up to the name that may sign it; the next one goes on with it.
fn set_apart(document: &Document, b: usize) -> Option<Quote> {
    let text = &document.text;
    let whole = document.blocks[b].span.trim(text);
    let words = whole.of(text);
    let signed = words
        .rfind(" —")
        .or_else(|| words.rfind("\n—"))
        .filter(|at| *at > 0 && words[*at..].split_whitespace().count() <= SIGNATURE);
    let end = whole.start + signed.unwrap_or(words.len()) as u32;
    let outer = Span::new(whole.start, end).trim(text);
    let marks = ['"', '“', '”', '«', '»', '„'];
    let bare = outer.of(text).trim_start_matches(marks);
    let start = outer.end - bare.len() as u32;
    let inner = Span::new(start, start + bare.trim_end_matches(marks).len() as u32);
    let next = document.blocks.get(b + 1).map(|n| n.kind);
    let open = signed.is_none() && next == Some(BlockKind::Quote);
    (!inner.is_empty()).then_some(Quote { outer, inner, block: b as u32, open })
}

/// A mark in a block: where it is, how long it is, what it counts as.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    len: usize,
    /// `"` for two single marks in a row, which some agencies write for one double mark.
    kind: char,
}

fn marks(words: &str) -> Vec<Mark> {
    let mut all: Vec<Mark> = Vec::new();
    for (at, kind) in words.char_indices() {
        if !matches!(kind, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '`') {
            continue;
        }
        let doubled = all.last().filter(|m| {
            m.at + m.len == at && m.kind == kind && matches!(kind, '\'' | '’' | '‘' | '`')
        });
        if doubled.is_some() {
            if let Some(last) = all.last_mut() {
                last.kind = match kind {
                    '‘' => '“',
                    '’' => '”',
                    _ => '"',
                };
                last.len += kind.len_utf8();
            }
        } else {
            all.push(Mark { at, len: kind.len_utf8(), kind });
        }
    }
    all
}

/// The closing marks that may end a quotation opened by `mark`.
fn closers(mark: char) -> &'static [char] {
    match mark {
        '"' => &['"', '”'],
        '“' => &['”', '"'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        '»' => &['«'],
        '‘' => &['’'],
        '\'' | '`' => &['\''],
        _ => &[],
    }
}

fn find(text: &str, span: Span, block: u32, all: &mut Vec<Quote>) {
    let words = span.of(text);
    let marks = marks(words);
    let mut used = 0;
    for (m, mark) in marks.iter().enumerate() {
        if mark.at < used || !opens(words, mark) {
            continue;
        }
        let after = mark.at + mark.len;
        let single = matches!(mark.kind, '‘' | '\'' | '`');
        let end = marks[m + 1..]
            .iter()
            .find(|c| closers(mark.kind).contains(&c.kind) && closes(words, c, single));
        let offset = span.start as usize;
        let quote = match end {
            Some(close) => Quote {
                outer: (offset + mark.at..offset + close.at + close.len).into(),
                inner: (offset + after..offset + close.at).into(),
                block,
                open: false,
            },
            // An apostrophe that happens to follow a space opens nothing.
            None if single || words[after..].trim().is_empty() => continue,
            None => Quote {
                outer: (offset + mark.at..offset + words.len()).into(),
                inner: (offset + after..offset + words.len()).into(),
                block,
                open: true,
            },
        };
        used = (quote.outer.end - span.start) as usize;
        if !quote.inner.trim(text).is_empty() {
            all.push(quote);
        }
    }
}

fn opens(words: &str, mark: &Mark) -> bool {
    let before = words[..mark.at].chars().next_back();
    let rest = &words[mark.at + mark.len..];
    let after = rest.chars().next();
    let free = before.is_none_or(|c| c.is_whitespace() || "([{-–—/“\"‘'".contains(c));
    match mark.kind {
        '“' | '„' | '«' => true,
        '»' => free && after.is_some_and(char::is_alphanumeric),
        '"' => {
            free || after.is_some_and(|c| !c.is_whitespace())
                && before.is_some_and(|c| ":,".contains(c))
        }
        '‘' | '\'' | '`' => {
            free && after.is_some_and(|c| c.is_alphanumeric()) && !is_elision(rest)
        }
        _ => false,
    }
}

/// "'90s", "'em", "'tis": an apostrophe, not a quotation mark.
fn is_elision(after: &str) -> bool {
    let word: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
    word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word.to_lowercase().as_str(), "em" | "tis" | "twas" | "til" | "n")
}

fn closes(words: &str, mark: &Mark, single: bool) -> bool {
    let before = words[..mark.at].chars().next_back();
    let after = words[mark.at + mark.len..].chars().next();
    if single {
        // Not inside a word, and not the mark of a plural possessor before another word.
        return before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| !c.is_alphanumeric())
            && (before.is_some_and(|c| !c.is_alphanumeric() || c != 's')
                || after.is_none_or(|c| !c.is_whitespace()));
    }
    match mark.kind {
        '"' => {
            let spaced = before.is_some_and(|c| c.is_whitespace());
            !(spaced && after.is_some_and(|c| !c.is_whitespace()))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_doc::{Block, Source};

    fn found(text: &str) -> Vec<String> {
        found_in(BlockKind::Paragraph, text)
    }

    fn found_in(kind: BlockKind, text: &str) -> Vec<String> {
        let block = Block { kind, span: (0..text.len()).into() };
        let document = Document {
            id: String::new(),
            source: Source::default(),
            title: None,
            byline: None,
            site: None,
            language: None,
            published: None,
            duplicate_of: None,
            text: text.to_owned(),
            blocks: vec![block],
            warnings: Vec::new(),
        };
        quotes(&document).iter().map(|q| q.inner.of(text).to_owned()).collect()
    }

    #[test]
    fn pairs_marks_by_kind() {
        assert_eq!(found(r#"He said "no", then "yes." Done."#), ["no", "yes."]);
        assert_eq!(found("“It’s ours,” she said. “Go.”"), ["It’s ours,", "Go."]);
        assert_eq!(found("''It's ours,'' she said."), ["It's ours,"]);
        assert_eq!(found("Er sagte «nein» und „ja“."), ["nein", "ja"]);
        assert_eq!(found("The 'quiet' ones' dogs don't bark in the '90s."), ["quiet"]);
    }

    #[test]
    fn a_block_quotation_is_one_quotation() {
        assert_eq!(found_in(BlockKind::Quote, "We left. We ran."), ["We left. We ran."]);
        assert_eq!(found_in(BlockKind::Quote, "“We left.” — Ana Pol, May 3"), ["We left."]);
        assert_eq!(found_in(BlockKind::Quote, " "), Vec::<String>::new());
    }

    #[test]
    fn an_unclosed_mark_runs_to_the_end_of_the_block() {
        assert_eq!(found("She wrote: \"We left at dawn."), ["We left at dawn."]);
        assert_eq!(found("Odd \" "), Vec::<String>::new());
    }
}
