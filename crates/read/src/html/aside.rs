//! The article of a large page, found elsewhere: by whoever can end the work.
//!
//! A thread cannot be stopped from outside and a stack that overflows takes its whole process along, so
//! a program may have the articles of large pages found by a process of its own. Starting one is not the
//! business of a stage; what is given to it and what comes back is. Pages below [`HEAVY`] are bounded by
//! what `clean` lets through and are read in place.

use std::fmt::Debug;
use std::io::{self, Read, Write};

use annalist_doc::BlockKind;

use super::body::{self, Part};

/// Cleaned pages of so many bytes are read elsewhere.
const HEAVY: usize = 512 << 10;

/// Finds the articles of large pages, and knows when to stop.
pub trait Aside: Debug + Send + Sync {
    /// What [`find_article`] writes for this cleaned page.
    ///
    /// # Errors
    /// Why nothing was found, as the end of the sentence "the search for the article in this page …".
    fn find(&self, html: &str) -> Result<Vec<u8>, String>;
}

/// The article of a cleaned page, found elsewhere where the page is large.
pub(super) fn article(aside: Option<&dyn Aside>, html: &str) -> Result<Vec<Part>, String> {
    let Some(aside) = aside.filter(|_| html.len() >= HEAVY) else {
        return Ok(body::article(html));
    };
    let pairs: Vec<(BlockKind, String)> = serde_json::from_slice(&aside.find(html)?)
        .map_err(|error| format!("gave no list of blocks ({error})"))?;
    Ok(pairs.into_iter().map(|(kind, words)| Part { kind, words }).collect())
}

/// Finds the article of a cleaned page and writes it as a JSON list of pairs: a block's kind, its words.
///
/// # Errors
/// When reading or writing fails.
pub fn find_article(mut input: impl Read, output: impl Write) -> io::Result<()> {
    let mut html = String::new();
    input.read_to_string(&mut html)?;
    let parts = body::article(&html);
    let pairs: Vec<(BlockKind, String)> = parts.into_iter().map(|p| (p.kind, p.words)).collect();
    serde_json::to_writer(output, &pairs)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a process would do, and one that never answers.
    #[derive(Debug)]
    enum Fake {
        Finds,
        Late,
        Garbles,
    }

    impl Aside for Fake {
        fn find(&self, html: &str) -> Result<Vec<u8>, String> {
            let mut found = Vec::new();
            match self {
                Self::Finds => find_article(html.as_bytes(), &mut found).unwrap(),
                Self::Late => return Err("took too long".to_owned()),
                Self::Garbles => found.extend(b"[[\"paragraph\""),
            }
            Ok(found)
        }
    }

    fn page(paragraphs: usize) -> String {
        let paragraph = "<p>The bridge stays closed, the mayor said.</p>";
        format!("<article>{}</article>", paragraph.repeat(paragraphs))
    }

    #[test]
    fn what_is_found_elsewhere_is_what_is_found_in_place() {
        let html = page(12_000);
        let (here, there) = (article(None, &html), article(Some(&Fake::Finds), &html));
        assert!(here.as_ref().is_ok_and(|parts| !parts.is_empty()));
        assert_eq!(here, there);
    }

    #[test]
    fn only_large_pages_are_sent_away() {
        assert!(article(Some(&Fake::Late), &page(10)).is_ok());
        assert_eq!(article(Some(&Fake::Late), &page(12_000)), Err("took too long".to_owned()));
        assert!(article(Some(&Fake::Garbles), &page(12_000)).is_err());
    }
}
