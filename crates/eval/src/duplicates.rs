//! `duplicates`: are reprints found, and only reprints? On PolNeAR's articles, edited in memory.

use annalist_doc::{Document, Source};
use annalist_read::fingerprint::Publications;
use annalist_read::text;
use cpu_time::ProcessTime;
use serde::Deserialize;
use serde_json::json;

use crate::scores::{Rate, percent, store};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// So many edited articles.
    #[arg(long, default_value_t = 2000)]
    edited: usize,
    /// The seed of the edits.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Stores the figures.
    #[arg(long)]
    write: bool,
}

#[derive(Deserialize)]
struct Row {
    text: String,
}

/// What is done to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    /// The tail is cut: 20 to 50 % of it.
    Cut,
    /// Another headline.
    Retitled,
    /// Its sentences with quotation marks are replaced by those of another article.
    Quotes,
    /// One word in ten is another.
    Words,
    /// Another headline, a tail cut by 10 to 30 %, and one word in twenty another.
    All,
}

const EDITS: [Edit; 5] = [Edit::Cut, Edit::Retitled, Edit::Quotes, Edit::Words, Edit::All];

/// Measures, prints, and stores the figures when asked to.
pub(crate) fn run(args: &Args) -> Result<bool, String> {
    let mut rows: Vec<Row> = Vec::new();
    for part in ["attribution/polnear-train.jsonl", "attribution/polnear-dev.jsonl"] {
        let Some(path) = crate::gold::find(part) else { return Ok(true) };
        rows.extend(crate::gold::rows::<Row>(&path, None)?);
    }
    let articles: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let mut chance = Chance(args.seed);

    // All originals come first, as they are: which of them repeat one another is found out, and
    // such a family counts as one article.
    let mut seen = Publications::default();
    let mut family = Vec::with_capacity(articles.len());
    let mut repeated = 0;
    for article in &articles {
        let document = document(article)?;
        let first = seen.note(&document).map(|duplicate| duplicate.id);
        repeated += usize::from(first.is_some());
        family.push(first.unwrap_or(document.id));
    }
    println!("{} articles, {repeated} of them repeat an earlier one", articles.len());

    let (mut busy, mut bytes) = (0.0, 0);
    let mut table: Vec<(Edit, Rate)> = EDITS.iter().map(|&edit| (edit, Rate::default())).collect();
    let mut all = Rate::default();
    for number in 0..args.edited {
        let at = number * articles.len() / args.edited.max(1);
        let edit = EDITS[number % EDITS.len()];
        let other = articles[(at + 1 + chance.below(articles.len() - 1)) % articles.len()];
        let document = document(&edited(articles[at], other, edit, &mut chance))?;
        bytes += document.text.len();
        let start = ProcessTime::now();
        let found = seen.find(&document);
        busy += start.elapsed().as_secs_f64();
        let right = found.as_ref().is_some_and(|found| found.id == family[at]);
        for rate in [&mut all, &mut table[number % EDITS.len()].1] {
            rate.gold += 1;
            rate.hit += usize::from(right);
            rate.found += usize::from(found.is_some());
            rate.right += usize::from(right);
        }
    }
    // Articles that repeat nothing: each against all the others.
    let mut strangers = Publications::default();
    let mut alike = 0;
    for (at, article) in articles.iter().enumerate() {
        let found = strangers.note(&document(article)?);
        alike += usize::from(found.is_some_and(|found| found.id != family[at]));
    }
    for (edit, rate) in &table {
        let (p, r) = (percent(rate.precision()), percent(rate.recall()));
        let name = format!("{edit:?}");
        println!("{name:<10} precision {p:5.1}  recall {r:5.1}  of {}", rate.gold);
    }
    let (p, r) = (percent(all.precision()), percent(all.recall()));
    let speed = bytes as f64 / busy.max(1e-9) / 1e6;
    println!(
        "all        precision {p:5.1}  recall {r:5.1}  of {}; {speed:.0} MB per CPU second",
        all.gold
    );
    println!("unedited articles marked as another's duplicate beside their family: {alike}");
    if args.write {
        let edits: serde_json::Map<String, serde_json::Value> = table
            .iter()
            .map(|(edit, rate)| (format!("{edit:?}").to_lowercase(), rate.json()))
            .collect();
        let figures = json!({
            "all": all.json(),
            "by_edit": edits,
            "articles": articles.len(),
            "articles_that_repeat_another": repeated,
            "seed": args.seed,
            "mb_per_cpu_second": speed.round(),
        });
        store("duplicates", "polnear, edited", None, figures)?;
    }
    Ok(all.precision() >= 0.99 && all.recall() >= 0.95)
}

fn document(words: &str) -> Result<Document, String> {
    text::from_text(words.to_owned(), Source::default(), None).map_err(|e| e.to_string())
}

/// An article after an editor had it.
fn edited(article: &str, other: &str, edit: Edit, chance: &mut Chance) -> String {
    match edit {
        Edit::Cut => {
            let share = 50 + chance.below(31);
            cut(article, share)
        }
        Edit::Retitled => retitled(article, chance),
        Edit::Quotes => quotes_from(article, other),
        Edit::Words => changed(article, other, 10, chance),
        Edit::All => {
            let share = 70 + chance.below(21);
            changed(&cut(&retitled(article, chance), share), other, 20, chance)
        }
    }
}

/// The first so many hundredths, up to the end of a word.
fn cut(article: &str, share: usize) -> String {
    let end = article.len() * share / 100;
    let end = article
        .char_indices()
        .find(|(at, c)| *at >= end && c.is_whitespace())
        .map_or(article.len(), |(at, _)| at);
    article[..end].to_owned()
}

/// The article under a headline made of its own words.
fn retitled(article: &str, chance: &mut Chance) -> String {
    let words: Vec<&str> = article.split_whitespace().collect();
    let title: Vec<&str> = (0..9).map(|_| words[chance.below(words.len())]).collect();
    let body = article.split_once('\n').map_or(article, |(_, body)| body);
    format!("{}\n\n{body}", title.join(" "))
}

/// The article with the quotations of another one in place of its own.
fn quotes_from(article: &str, other: &str) -> String {
    let parts = |text: &str| -> Vec<String> {
        text.replace(['“', '”'], "\"").split('"').map(str::to_owned).collect()
    };
    let (own, others) = (parts(article), parts(other));
    let mut theirs = others.iter().skip(1).step_by(2).cycle();
    let mut joined = Vec::with_capacity(own.len());
    for (at, part) in own.iter().enumerate() {
        let quote = (at % 2 == 1).then(|| theirs.next()).flatten();
        joined.push(quote.unwrap_or(part).as_str());
    }
    joined.join("\"")
}

/// The article with one word in so many replaced by a word of another one.
fn changed(article: &str, other: &str, one_in: usize, chance: &mut Chance) -> String {
    let words: Vec<&str> = other.split_whitespace().collect();
    let mut out = String::with_capacity(article.len());
    for piece in article.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if !word.is_empty() && chance.below(one_in) == 0 {
            out.push_str(words[chance.below(words.len())]);
            out.push_str(&piece[word.len()..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// Numbers that look like chance and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_do_what_they_say() {
        let article =
            "Ferry free\n\nThe ferry is free, “we are glad” said the captain of the ferry.";
        let other = "The bridge is \"closed for good\", the mayor said.";
        assert_eq!(cut("one two three four", 50), "one two three");
        assert!(quotes_from(article, other).contains("free, \"closed for good\" said"));
        let mut chance = Chance(3);
        let new = retitled(article, &mut chance);
        assert!(new.ends_with("captain of the ferry.") && !new.starts_with("Ferry free\n"));
        let long = "word ".repeat(10_000);
        let new = changed(&long, "other", 10, &mut chance);
        let count = new.matches("other").count();
        assert!((900..1100).contains(&count), "{count}");
    }
}
