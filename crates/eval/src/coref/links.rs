//! Single links: whom a pronoun stands for, and which names are one entity's.

use annalist_doc::{MentionKind, Report, Span};

use super::align::{Aligned, words};
use super::gum::{Document, Kind};
use crate::scores::Rate;

/// Rows of the table.
const ROWS: [&str; 6] = ["he, she", "it", "they", "I, we, you", "other pronouns", "names"];

/// Links right and wrong. A pronoun's link goes to the nearest earlier mention of its entity that is no
/// pronoun; a name's to the nearest earlier name. A found link is right when both of its ends are gold
/// mentions of one entity; a gold link counts as found when the record links its later end rightly.
#[derive(Default)]
pub(super) struct Links {
    rates: [Rate; ROWS.len()],
    wrong: Vec<String>,
    missed: Vec<String>,
}

/// The row of a pronoun.
fn row(word: &str) -> usize {
    match word.to_lowercase().as_str() {
        "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" => 0,
        "it" | "its" | "itself" => 1,
        "they" | "them" | "their" | "theirs" | "themselves" => 2,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
        | "you" | "your" | "yours" | "yourself" | "yourselves" => 3,
        _ => 4,
    }
}

const NAMES: usize = 5;

impl Links {
    pub(super) fn add(&mut self, document: &Document, report: &Report, aligned: &Aligned) {
        let gold = document.mentions.as_slice();
        let text = document.text.as_str();
        // The gold mentions whose links the record has, and has rightly.
        let mut right = vec![false; gold.len()];
        for (n, mention) in report.mentions.iter().enumerate() {
            let (kind, wanted): (usize, fn(MentionKind) -> bool) = match mention.kind {
                MentionKind::Pronoun => (row(mention.span.of(text)), |k| k != MentionKind::Pronoun),
                MentionKind::Name => (NAMES, |k| k == MentionKind::Name),
                MentionKind::Nominal => continue,
            };
            let earlier = (0..n).rev().find(|&m| {
                let other = &report.mentions[m];
                other.entity == mention.entity && wanted(other.kind)
            });
            let Some(earlier) = earlier else { continue };
            let (to, from) = (aligned.number[earlier], aligned.number[n]);
            let entity = |m: usize| gold.get(m).map(|g| g.entity.as_str());
            let is_right = entity(from).is_some() && entity(from) == entity(to);
            self.rates[kind].found += 1;
            self.rates[kind].right += usize::from(is_right);
            if is_right {
                right[from] = true;
            } else {
                let target = report.mentions[earlier].span;
                let note = match (entity(from), entity(to)) {
                    (None, _) => "no mention in the gold",
                    (_, None) => "its target is no mention in the gold",
                    _ => "another entity in the gold",
                };
                let line = describe(document, mention.span, target, note);
                self.wrong.push(format!("{}: {line}", ROWS[kind]));
            }
        }
        for (n, mention) in gold.iter().enumerate() {
            let (kind, wanted): (usize, fn(Kind) -> bool) = match mention.kind {
                Kind::Pronoun => (row(mention.head.of(text)), |k| k != Kind::Pronoun),
                Kind::Name => (NAMES, |k| k == Kind::Name),
                Kind::Nominal => continue,
            };
            let earlier =
                gold[..n].iter().rev().find(|g| g.entity == mention.entity && wanted(g.kind));
            let Some(earlier) = earlier else { continue };
            self.rates[kind].gold += 1;
            self.rates[kind].hit += usize::from(right[n]);
            if !right[n] {
                let known = aligned.number.contains(&n);
                let note = if known { "a mention in the record" } else { "no mention there" };
                let line = describe(document, mention.span, earlier.span, note);
                self.missed.push(format!("{}: {line}", ROWS[kind]));
            }
        }
    }

    /// Each row, and all pronouns of the third person together.
    pub(super) fn rows(&self) -> Vec<(&'static str, Rate)> {
        let mut third = Rate::default();
        for rate in &self.rates[..3] {
            third.right += rate.right;
            third.found += rate.found;
            third.hit += rate.hit;
            third.gold += rate.gold;
        }
        let rows = ROWS.into_iter().zip(self.rates);
        std::iter::once(("third person", third)).chain(rows).collect()
    }

    /// Prints wrong and missed links, spread over the documents.
    pub(super) fn show(&self, wanted: usize) {
        for (name, all) in [("wrong", &self.wrong), ("missed", &self.missed)] {
            println!("\n{name}: {}", all.len());
            let shown = wanted.min(all.len());
            for n in 0..shown {
                println!("  {}", all[n * all.len() / shown]);
            }
        }
    }
}

/// A link in words, for the terminal.
fn describe(document: &Document, from: Span, to: Span, note: &str) -> String {
    let text = document.text.as_str();
    let before = text[..from.start as usize].char_indices().rev().take(80).last();
    let before = before.map_or("", |(at, _)| &text[at..from.start as usize]).replace('\n', " ⏎ ");
    let (id, target, word) = (&document.id, words(to, text), words(from, text));
    format!("{id}: …{before}[{word}] → [{target}] ({note})")
}
