//! What goes wrong, for the eyes of whoever improves it; printed, never stored.

use std::collections::BTreeMap;

use super::data::Article;
use super::quoted::Class;
use super::scorer::{Attribution, Page, agree, matched, overlap, shared};

/// How many of the most frequent cues are listed.
const CUES: usize = 25;

/// A kind of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// In the gold, not found.
    Missed,
    /// Found, not in the gold.
    Extra,
    /// Found with the right content and the wrong source.
    Source,
}

/// Which errors are wanted.
pub(super) struct Filter<'a> {
    pub(super) kind: Option<Kind>,
    pub(super) class: Option<Class>,
    pub(super) cue: Option<&'a str>,
}

/// An error: the attribution it is about and the nearest one on the other side.
struct Error<'a> {
    kind: Kind,
    cause: &'static str,
    article: usize,
    about: &'a Attribution,
    near: Option<&'a Attribution>,
}

/// Prints `wanted` errors spread evenly over the articles, then how often each cause occurs.
pub(super) fn print(articles: &[Article], pages: &[Page], filter: &Filter<'_>, wanted: usize) {
    let mut all: Vec<Error<'_>> =
        pages.iter().enumerate().flat_map(|(n, page)| errors(n, page)).collect();
    all.retain(|e| {
        let text = &articles[e.article].text;
        let cue = words_of(text, &pages[e.article], &e.about.cue).to_lowercase();
        filter.kind.is_none_or(|k| k == e.kind)
            && filter.class.is_none_or(|c| c == e.about.class)
            && filter.cue.is_none_or(|w| cue.split(' ').any(|c| c == w.to_lowercase()))
    });
    let shown = wanted.min(all.len());
    println!();
    for n in 0..shown {
        let error = &all[n * all.len() / shown];
        show(error, &articles[error.article], &pages[error.article]);
    }
    counts(&all);
    cues(&all, articles, pages);
}

/// The errors of one article.
fn errors(number: usize, page: &Page) -> Vec<Error<'_>> {
    let strict = matched(page, true);
    let mut all = Vec::new();
    let free_gold = |g: &usize| !strict.iter().any(|(x, _)| x == g);
    let free_found = |f: &usize| !strict.iter().any(|(_, x)| x == f);
    for g in (0..page.gold.len()).filter(free_gold) {
        let about = &page.gold[g];
        let (near, cause) = nearest(about, &page.found);
        let kind = if cause == SOURCE { Kind::Source } else { Kind::Missed };
        all.push(Error { kind, cause, article: number, about, near });
    }
    for f in (0..page.found.len()).filter(free_found) {
        let about = &page.found[f];
        let (near, cause) = nearest(about, &page.gold);
        // With the right content it was counted above, on the gold's side.
        if cause != SOURCE {
            all.push(Error { kind: Kind::Extra, cause, article: number, about, near });
        }
    }
    all
}

const SOURCE: &str = "content right, source wrong";

/// The attribution of the other side that overlaps most, and what is wrong.
fn nearest<'a>(
    about: &Attribution,
    others: &'a [Attribution],
) -> (Option<&'a Attribution>, &'static str) {
    let by = |o: &Attribution| overlap(&about.content, &o.content);
    let near = others.iter().max_by(|a, b| by(a).total_cmp(&by(b)));
    let near = near.filter(|o| by(o) > 0.0);
    let cause = match near {
        None => "nothing there on the other side",
        Some(o) if by(o) >= 0.5 && agree(&about.source, &o.source) => "taken by another one",
        Some(o) if by(o) >= 0.5 => SOURCE,
        Some(o) if shared(&about.cue, &o.cue) == 0 => "overlaps one with another cue",
        Some(o) if o.content.len() > about.content.len() => "same cue, content of the other longer",
        Some(_) => "same cue, content of the other shorter",
    };
    (near, cause)
}

/// The words of a set, joined; gaps are marked.
fn words_of(text: &str, page: &Page, set: &[usize]) -> String {
    let mut out = String::new();
    for (n, &w) in set.iter().enumerate() {
        if n > 0 {
            out.push_str(if set[n - 1] + 1 == w { " " } else { " … " });
        }
        out.push_str(page.words[w].of(text));
    }
    out
}

fn show(error: &Error<'_>, article: &Article, page: &Page) {
    println!("{:?} ({}) in {}", error.kind, error.cause, article.id);
    let mine = if error.kind == Kind::Extra { "found" } else { "gold " };
    let other = if error.kind == Kind::Extra { "gold " } else { "found" };
    attribution(mine, error.about, article, page);
    if let Some(near) = error.near {
        attribution(other, near, article, page);
    }
    let all = [&error.about.source, &error.about.cue, &error.about.content];
    let first = all.iter().filter_map(|s| s.first()).min();
    let last = all.iter().filter_map(|s| s.last()).max();
    if let (Some(first), Some(last)) = (first, last) {
        let from = page.words[first.saturating_sub(20)].start as usize;
        let to = page.words[(last + 20).min(page.words.len() - 1)].end as usize;
        println!("  text   {}", article.text[from..to].replace('\n', " ⏎ "));
    }
    println!();
}

fn attribution(side: &str, a: &Attribution, article: &Article, page: &Page) {
    let words = |set: &[usize]| words_of(&article.text, page, set);
    let (source, cue, content) = (words(&a.source), words(&a.cue), words(&a.content));
    println!("  {side}  [{}] «{source}» «{cue}»: {content}", a.class.name());
}

fn counts(all: &[Error<'_>]) {
    let mut table: BTreeMap<(String, &str), [usize; 4]> = BTreeMap::new();
    for e in all {
        let row = table.entry((format!("{:?}", e.kind), e.cause)).or_default();
        row[e.about.class as usize] += 1;
        row[3] += usize::from(e.about.reporting);
    }
    println!(
        "{:<50}{:>7}{:>7}{:>9}{:>7}{:>11}",
        "errors", "direct", "mixed", "indirect", "all", "reporting"
    );
    for ((kind, cause), [direct, mixed, indirect, reporting]) in table {
        let sum = direct + mixed + indirect;
        println!(
            "{:<50}{direct:>7}{mixed:>7}{indirect:>9}{sum:>7}{reporting:>11}",
            format!("{kind}: {cause}")
        );
    }
}

/// The most frequent cues of each kind of error.
fn cues(all: &[Error<'_>], articles: &[Article], pages: &[Page]) {
    for kind in [Kind::Missed, Kind::Extra, Kind::Source] {
        let mut table: BTreeMap<String, usize> = BTreeMap::new();
        for e in all.iter().filter(|e| e.kind == kind) {
            let text = &articles[e.article].text;
            let cue = words_of(text, &pages[e.article], &e.about.cue).to_lowercase();
            *table.entry(if cue.is_empty() { "(none)".to_owned() } else { cue }).or_default() += 1;
        }
        let mut rows: Vec<(String, usize)> = table.into_iter().collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let rows: Vec<String> = rows.iter().take(CUES).map(|(c, n)| format!("{c} {n}")).collect();
        if !rows.is_empty() {
            println!("\n{kind:?}, by cue: {}", rows.join(", "));
        }
    }
}
