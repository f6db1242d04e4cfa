//! The parts of a text: paragraphs, headings, captions, lists, quotations and noise.
//!
//! [`split`] goes over the lines twice: first `lines` decides which of them belong together (a
//! hard-wrapped paragraph is one block, in a file with a paragraph on each line every line is one),
//! then `kind` says what each block is. Nothing is lost: the blocks hold every letter of the text, in
//! order, and only white space lies between them. A block may hold line ends.

mod kind;
mod lines;

use annalist_doc::{Block, BlockKind};

use crate::lexicon::Lines;
use crate::text::one_line;

/// What [`split`] finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The parts of the text, in order, without white space at their ends.
    pub blocks: Vec<Block>,
    /// The heading at the top, if there is one.
    pub title: Option<String>,
    /// The line that says who signed it, as written.
    pub byline: Option<String>,
}

/// Cuts a text into its parts.
///
/// ```
/// use annalist_doc::BlockKind;
/// let text = "The harbour is open again.\nIt had been closed since May.\n\nShare this article";
/// let blocks = annalist_read::blocks::split(text).blocks;
/// assert_eq!(blocks.len(), 3);
/// assert_eq!(blocks[2].kind, BlockKind::Noise);
/// assert_eq!(blocks[2].span.of(text), "Share this article");
/// ```
#[must_use]
pub fn split(text: &str) -> Parts {
    let lexicon = Lines::english();
    let groups = lines::group(text, &|line| kind::stands_alone(line, lexicon));
    let found = kind::name(text, &groups, lexicon);
    let blocks: Vec<Block> =
        groups.iter().zip(&found.kinds).map(|(g, &kind)| Block { kind, span: g.span }).collect();
    let top = blocks.iter().find(|b| b.kind.is_read());
    let title = top.filter(|b| b.kind == BlockKind::Heading).map(|b| one_line(b.span.of(text)));
    let byline = found.byline.map(|at| one_line(at.of(text)));
    Parts { blocks, title, byline }
}

/// Whether a line ends as a sentence does, closing quotation marks and brackets set aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

#[cfg(test)]
mod tests {
    use annalist_doc::Span;
    use proptest::prelude::*;

    use super::*;

    /// Kind and words of every block.
    fn parts(text: &str) -> Vec<(BlockKind, &str)> {
        split(text).blocks.iter().map(|b| (b.kind, b.span.of(text))).collect()
    }

    #[test]
    fn a_report_with_leftovers_of_its_page() {
        use BlockKind::{Caption, Heading, Noise, Paragraph};
        let text = "Ferry runs aground near Ostwick\nBy Mara Lindqvist\n\nA ferry with 40 people on \
                    board ran aground on Monday, the coast guard said in Ostwick.\n\n7123436882001 \
                    e3e32a24-861d-445f-8361-b0d927d7e8e2\nvideo\n\nOkello\nThe captain, Tomas Okello, \
                    said that nobody was hurt and that Captain Okello would stay on board.\n\nWhat \
                    comes next\nA tug will pull the ferry free at high water on Tuesday evening.\n\n\
                    (Photo by Mara Lindqvist)\nRead more: Ferry strike enters third week\n© 2031 \
                    Harbour Times";
        let kinds: Vec<BlockKind> = parts(text).iter().map(|p| p.0).collect();
        assert_eq!(
            kinds,
            [
                Heading, Noise, Paragraph, Noise, Noise, Caption, Paragraph, Heading, Paragraph,
                Caption, Noise, Noise
            ]
        );
        let split = split(text);
        assert_eq!(split.title.as_deref(), Some("Ferry runs aground near Ostwick"));
        assert_eq!(split.byline.as_deref(), Some("By Mara Lindqvist"));
    }

    #[test]
    fn a_single_line_is_a_paragraph() {
        assert_eq!(parts("Rebels left the town"), [(BlockKind::Paragraph, "Rebels left the town")]);
        assert_eq!(split("Rebels left the town").title, None);
        assert_eq!(split(" \n\t\n").blocks, []);
    }

    fn check(text: &str) -> Result<(), TestCaseError> {
        let mut at = 0u32;
        for Block { span, .. } in split(text).blocks {
            prop_assert!(span.fits(text) && !span.is_empty() && span.start >= at);
            prop_assert!(Span::new(at, span.start).of(text).trim().is_empty());
            prop_assert_eq!(span.trim(text), span);
            at = span.end;
        }
        prop_assert!(Span::new(at, text.len() as u32).of(text).trim().is_empty());
        Ok(())
    }

    proptest! {
        #[test]
        fn blocks_hold_every_letter_of_any_text(text in any::<String>()) {
            check(&text)?;
        }

        #[test]
        fn blocks_hold_every_letter_of_texts_like_reports(
            lines in prop::collection::vec(
                "(  |\t|> |- |1\\. )?([A-Z]?[a-zé]{1,9}[ ,]){0,18}[a-z]{0,5}[.?”]?(\r|\u{2029}|\u{a0})?", 0..30)
        ) {
            check(&lines.join("\n"))?;
        }
    }
}
