//! Which reports tell one story: articles added to a store in the order of their publication, scored with
//! B-cubed against the events they were collected for, beside two baselines.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use annalist::{Archive, Ready};
use annalist_store::{Cell, Holder};
use serde::Deserialize;
use serde_json::json;

use crate::scores::{harmonic, percent};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Stores the figures in scores/stories.json.
    #[arg(long)]
    write: bool,
}

#[derive(Deserialize)]
struct Article {
    id: String,
    title: String,
    text: String,
    site: String,
    published: String,
    event: u32,
}

/// Precision, recall and F of a clustering.
type Score = [f64; 3];

/// B-cubed (Bagga and Baldwin 1998): for each item the share of its cluster that belongs with it, and the
/// share of what belongs with it that is in its cluster.
fn b_cubed(gold: &[String], found: &[String]) -> Score {
    let sets = |names: &[String]| {
        let mut sets: HashMap<String, HashSet<usize>> = HashMap::new();
        for (n, name) in names.iter().enumerate() {
            sets.entry(name.clone()).or_default().insert(n);
        }
        sets
    };
    let (in_gold, in_found) = (sets(gold), sets(found));
    let (mut precision, mut recall) = (0.0, 0.0);
    for (g, f) in gold.iter().zip(found) {
        let (g, f) = (&in_gold[g], &in_found[f]);
        let both = g.intersection(f).count() as f64;
        precision += both / f.len() as f64;
        recall += both / g.len() as f64;
    }
    let all = gold.len().max(1) as f64;
    let (p, r) = (precision / all, recall / all);
    [p, r, harmonic(p, r)]
}

/// The stories that a store makes of the articles, added one after the other.
fn ours(articles: &[Article], model: Option<&Path>) -> Result<Vec<String>, String> {
    let pipeline = crate::model::pipeline(model)?;
    let documents: Result<Vec<_>, String> = articles
        .iter()
        .map(|a| {
            let mut document =
                crate::gold::document(&a.id, &a.text, Some(a.published.get(..10).unwrap_or("")))?;
            document.title = Some(a.title.clone());
            document.site = Some(a.site.clone());
            Ok(document)
        })
        .collect();
    let reports = crate::coding::code(&pipeline, documents?);
    let hashes: Vec<String> = reports.iter().map(|r| r.document.id.clone()).collect();
    let ready: Vec<Ready> = reports.into_iter().map(|r| Ready::new(r, &pipeline)).collect();
    let folder = std::env::temp_dir().join(format!("annalist-eval-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let into = folder.join("a.db");
    let added = move || -> Result<HashMap<String, String>, annalist_store::Error> {
        let holder = Holder("annalist-eval stories".to_owned());
        let mut archive = Archive::open(&into, &holder, Duration::ZERO)?;
        archive.add(ready)?;
        archive.keep()?;
        let rows = archive.store().sql("SELECT hash, story FROM documents", usize::MAX)?.rows;
        let pair = |row: Vec<Cell>| match <[Cell; 2]>::try_from(row) {
            Ok([Cell::Text(hash), Cell::Whole(story)]) => Some((hash, story.to_string())),
            _ => None,
        };
        Ok(rows.into_iter().filter_map(pair).collect())
    };
    let stories = added().map_err(|e| e.to_string());
    // A folder of the system's own for such things: what is left there does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    let stories = stories?;
    Ok(hashes.iter().map(|h| stories.get(h).cloned().unwrap_or_default()).collect())
}

/// Same day and same words: an article joins the first earlier one of its day whose title has at least
/// half of its title's words.
fn same_day_same_words(articles: &[Article]) -> Vec<String> {
    let words = |a: &Article| -> HashSet<String> {
        a.title.split_whitespace().map(str::to_lowercase).collect()
    };
    let mut found: Vec<String> = Vec::with_capacity(articles.len());
    for (n, article) in articles.iter().enumerate() {
        let own = words(article);
        let twin = (0..n).find(|m| {
            let other = &articles[*m];
            other.published.get(..10) == article.published.get(..10)
                && 2 * words(other).intersection(&own).count() >= own.len()
        });
        found.push(twin.map_or_else(|| article.id.clone(), |m| found[m].clone()));
    }
    found
}

/// Measures and prints.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let name = "stories/clusters-a.jsonl";
    let Some(path) = crate::gold::find(name) else { return Ok(true) };
    let mut articles: Vec<Article> = crate::gold::rows(&path, None)?;
    articles.sort_by(|a, b| (&a.published, &a.id).cmp(&(&b.published, &b.id)));
    let gold: Vec<String> = articles.iter().map(|a| a.event.to_string()).collect();
    let apart: Vec<String> = articles.iter().map(|a| a.id.clone()).collect();
    let rows: BTreeMap<&str, Score> = [
        ("Annalist", b_cubed(&gold, &ours(&articles, model)?)),
        ("all apart", b_cubed(&gold, &apart)),
        ("same day, same words", b_cubed(&gold, &same_day_same_words(&articles))),
    ]
    .into();
    let events = gold.iter().collect::<HashSet<_>>().len();
    println!("{name}: {} articles about {events} events, B-cubed", articles.len());
    println!("{:24}{:>8}{:>8}{:>8}", "", "P", "R", "F");
    for (who, score) in &rows {
        let [p, r, f] = score.map(percent);
        println!("{who:24}{p:8.1}{r:8.1}{f:8.1}");
    }
    if args.write {
        let figures: BTreeMap<&str, _> = rows
            .iter()
            .map(|(who, score)| {
                let [precision, recall, f] = score.map(percent);
                (*who, json!({ "precision": precision, "recall": recall, "f": f }))
            })
            .collect();
        crate::scores::store("stories", "clusters-a", None, json!({ "b_cubed": figures }))?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_cubed_is_as_defined() {
        let names = |s: &str| s.chars().map(String::from).collect::<Vec<_>>();
        let [p, r, _] = b_cubed(&names("aab"), &names("xyy"));
        // x: 1/1 and 1/2; y: 1/2 and 1/2; y: 1/2 and 1/1.
        assert!((p - 2.0 / 3.0).abs() < 1e-9 && (r - 2.0 / 3.0).abs() < 1e-9);
    }
}
