//! What each block is.

use std::collections::HashSet;

use annalist_doc::{BlockKind, Span};

use super::ends_sentence;
use super::lines::{Group, Mark};
use crate::lexicon::{LineKind, Lines};

/// A line with more characters than this is prose, whatever else it looks like.
const LONG: usize = 60;

/// The kind of each block, and where the byline is.
pub(super) struct Named {
    pub(super) kinds: Vec<BlockKind>,
    pub(super) byline: Option<Span>,
}

/// Whether a line is known to be a block of its own.
pub(super) fn stands_alone(line: &str, lexicon: &Lines) -> bool {
    is_machine_made(line) || lexicon.find(line).is_some()
}

/// Says what each block is.
pub(super) fn name(text: &str, groups: &[Group], lexicon: &Lines) -> Named {
    let mut byline = None;
    let words_of = |group: &Group| group.span.of(text);
    // First what a block tells by itself …
    let mut kinds: Vec<Option<BlockKind>> = Vec::with_capacity(groups.len());
    for group in groups {
        let words = words_of(group);
        let entry = if group.lines == 1 { lexicon.find(words) } else { None };
        kinds.push(match (entry.map(|entry| entry.kind), group.mark) {
            _ if is_machine_made(words) => Some(BlockKind::Noise),
            (Some(LineKind::Byline), _) if byline.is_none() && near_top(&kinds) => {
                byline = Some(group.span);
                Some(BlockKind::Noise)
            }
            (Some(LineKind::Noise), _) => Some(BlockKind::Noise),
            (Some(LineKind::Caption), _) => Some(BlockKind::Caption),
            (_, Mark::Quote) => Some(BlockKind::Quote),
            (_, Mark::Item) => Some(BlockKind::List),
            _ if words.chars().nth(LONG * 3).is_some() => Some(BlockKind::Paragraph),
            _ => None,
        });
    }
    // … then, for short ones, what their place tells.
    let names = names_in(text, groups);
    for at in 0..groups.len() {
        if kinds.get(at).copied().flatten().is_some() {
            continue;
        }
        let Some(group) = groups.get(at) else { break };
        let next = groups.get(at + 1).zip(kinds.get(at + 1).copied());
        let follows = next.is_some_and(|(g, kind)| is_prose(words_of(g), kind));
        let above = kinds.iter().take(at).rev().flatten().find(|kind| **kind != BlockKind::Noise);
        let place = Place {
            top: above.is_none(),
            below_heading: above == Some(&BlockKind::Heading),
            follows,
            portrait: follows && next.is_some_and(|(g, _)| g.mark == Mark::None),
            more: kinds.iter().skip(at + 1).any(|kind| kind.is_none_or(BlockKind::is_read)),
        };
        let kind = by_place(words_of(group), place, &names);
        if let Some(slot) = kinds.get_mut(at) {
            *slot = Some(kind);
        }
    }
    Named { kinds: kinds.into_iter().map(|k| k.unwrap_or(BlockKind::Paragraph)).collect(), byline }
}

/// Where a short block stands.
#[derive(Clone, Copy)]
struct Place {
    /// Nothing but noise comes before.
    top: bool,
    /// The block above is a heading.
    below_heading: bool,
    /// Prose comes right after.
    follows: bool,
    /// What comes right after is prose that is no list or quotation.
    portrait: bool,
    /// Something to read comes after, somewhere.
    more: bool,
}

fn by_place(words: &str, place: Place, names: &HashSet<&str>) -> BlockKind {
    if place.top {
        return if place.more && is_headline(words) {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
    }
    if !place.follows
        || ends_sentence(words)
        || words.ends_with([':', ';', ',', '"', '”', '’', '\''])
    {
        return BlockKind::Paragraph;
    }
    if place.portrait && !place.below_heading && is_bare_name(words, names) {
        return BlockKind::Caption;
    }
    if is_subheading(words) { BlockKind::Heading } else { BlockKind::Paragraph }
}

/// Whether at most a few paragraphs came so far: bylines stand at the top.
fn near_top(kinds: &[Option<BlockKind>]) -> bool {
    kinds.iter().filter(|kind| kind.is_none_or(BlockKind::is_read)).count() <= 3
}

/// A first line that is a headline: of at most 25 words, not ended like a sentence unless its words
/// begin with capitals.
fn is_headline(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let fits = (1..=25).contains(&count) && words.chars().count() <= LONG * 3;
    let begins = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let stops = words.ends_with('.') || words.ends_with(".”") || words.ends_with(".\"");
    let open = words.ends_with(':') || words.ends_with(',');
    fits && !open
        && !begins.starts_with(char::is_lowercase)
        && (!stops || count >= 3 && capital_share(words) >= 0.7)
}

/// A short line above a paragraph that is no sentence.
fn is_subheading(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let begins = words.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let fits = (1..=10).contains(&count) && words.chars().count() <= LONG + 20;
    begins && fits && (count <= 6 || capital_share(words) >= 0.6)
}

/// The share of the longer words that begin with a capital.
fn capital_share(words: &str) -> f64 {
    let long =
        || words.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 3);
    let capital = long().filter(|word| first_letter(word).is_some_and(char::is_uppercase)).count();
    capital as f64 / long().count().max(1) as f64
}

/// One to five words that the text uses as names elsewhere: the caption of a portrait.
fn is_bare_name(words: &str, names: &HashSet<&str>) -> bool {
    let count = words.split_whitespace().count();
    (1..=5).contains(&count)
        && words.split_whitespace().all(|word| {
            let bare = bare(word);
            names.contains(bare) || bare.len() <= 3 && bare.starts_with(char::is_lowercase)
        })
        && words.chars().any(char::is_uppercase)
}

/// Words that stand in prose with a capital where no sentence begins, and never without one.
fn names_in<'a>(text: &'a str, groups: &[Group]) -> HashSet<&'a str> {
    let mut names = HashSet::new();
    for group in groups {
        let prose = group.span.of(text);
        if prose.chars().nth(LONG).is_none() {
            continue;
        }
        let mut begins = true;
        for word in prose.split_whitespace() {
            let bare = bare(word);
            if !begins && bare.starts_with(char::is_uppercase) {
                names.insert(bare);
            }
            begins = ends_sentence(word)
                || word.ends_with(':')
                || word.starts_with(['"', '“', '‘', '(']);
        }
    }
    names
}

/// A word without the punctuation around it and without a possessive ending.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn first_letter(word: &str) -> Option<char> {
    word.chars().find(|c| c.is_alphabetic())
}

/// Whether a block is a sentence or more of running text.
fn is_prose(words: &str, kind: Option<BlockKind>) -> bool {
    match kind {
        Some(kind) => matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List),
        None => ends_sentence(words) || words.chars().nth(LONG).is_some(),
    }
}

/// Whether no person wrote the line: ids, addresses, numbers, rulers. Knows no language.
fn is_machine_made(line: &str) -> bool {
    if line.len() > 600 {
        return false;
    }
    let mut any = false;
    let all = line.split_whitespace().all(|word| {
        any = true;
        !word.chars().any(char::is_alphabetic) || is_id(word) || is_address(word)
    });
    any && all
}

/// A UUID, a hash, or a key of letters and many digits.
fn is_id(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    plain && (digits >= 6 && digits * 3 >= word.len() || hex && digits >= 2 && word.len() >= 16)
}

/// A web address, a handle, a hashtag.
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '[', ']', '<', '>', ',', '.', '|']);
    let tagged = word.strip_prefix(['@', '#']).is_some_and(|rest| !rest.is_empty());
    tagged || word.contains("://") || word.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_machines_write() {
        for line in [
            "6124436882001 e3e32a24-861d-445f-8361-b0d927d7e8e2",
            "***",
            "16",
            "https://example.org/a?b=1",
            "@harbourtimes #ferry",
            "d41d8cd98f00b204e9800998ecf8427e",
            "- - -",
        ] {
            assert!(is_machine_made(line), "{line}");
        }
        for line in ["In 2017", "video", "B-52", "F-16", "12 dead", "@mayor said so", "كابول"]
        {
            assert!(!is_machine_made(line), "{line}");
        }
    }

    #[test]
    fn knows_headlines() {
        for line in [
            "Ferry runs aground near Ostwick",
            "Is the wall safe?",
            "Ostwick Council Votes To Close The Old Harbour.",
            "‘Never again,’ says mayor of Ostwick",
        ] {
            assert!(is_headline(line), "{line}");
        }
        for line in ["The ferry ran aground.", "and then it rained", "The dead are:"] {
            assert!(!is_headline(line), "{line}");
        }
    }

    fn kinds(text: &str) -> Vec<BlockKind> {
        super::super::split(text).blocks.iter().map(|block| block.kind).collect()
    }

    #[test]
    fn a_bare_name_between_paragraphs_is_a_caption() {
        use BlockKind::{Caption, Heading, Paragraph};
        let prose = "In the evening Captain Tomas Okello spoke to the families at the old harbour.";
        assert_eq!(
            kinds(&format!("{prose}\nTomas Okello\n{prose}")),
            [Paragraph, Caption, Paragraph]
        );
        assert_eq!(
            kinds(&format!("{prose}\nBackground\n{prose}")),
            [Paragraph, Heading, Paragraph]
        );
        assert_eq!(
            kinds(&format!("{prose}\nHe met:\nTomas Okello\nMara Lind\n{prose}")).get(2),
            Some(&Paragraph)
        );
    }

    #[test]
    fn headings_stand_above_paragraphs() {
        use BlockKind::{Heading, Paragraph};
        let prose = "The harbour of Ostwick was closed by the storm and is still not open again.";
        assert_eq!(
            kinds(&format!("{prose}\n\nThe cost\n\n{prose}\n\nThe end")),
            [Paragraph, Heading, Paragraph, Paragraph]
        );
        assert_eq!(kinds(&format!("{prose}\n\nThe mayor said:\n\n{prose}")), [Paragraph; 3]);
    }
}
