//! `events-coref --across`: which mentions tell of one happening in several documents, as a store joins
//! them, beside ECB+'s annotators; and which documents tell one story.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use annalist::{Archive, Pipeline, Ready};
use annalist_doc::Report;
use annalist_store::{Cell, Holder};
use serde_json::{Map, Value, json};

use super::events::{Gold, WAYS, grouped};
use super::scorer::{Scores, conll};
use crate::scores::percent;

/// Where a store puts documents and their events: story by hash, happening by hash and event.
type Placed = (HashMap<String, String>, HashMap<(String, String), String>);

/// Adds the records to a store and asks it where they went.
fn placed(reports: Vec<Report>, pipeline: &Pipeline) -> Result<Placed, annalist_store::Error> {
    let folder = std::env::temp_dir().join(format!("annalist-eval-across-{}", std::process::id()));
    // Where it cannot be made, opening the store tells.
    let _ = std::fs::create_dir_all(&folder);
    let asked = || {
        let holder = Holder("annalist-eval events-coref".to_owned());
        let mut archive = Archive::open(&folder.join("a.db"), &holder, Duration::ZERO)?;
        let ready: Vec<Ready> = reports.into_iter().map(|r| Ready::new(r, pipeline)).collect();
        archive.add(&ready)?;
        let store = archive.store();
        let stories = store.sql("SELECT hash, 'd', story FROM documents", usize::MAX)?;
        let happenings = store.sql(
            "SELECT d.hash, e.local, e.happening FROM events e JOIN documents d ON d.id = e.document \
             WHERE e.happening IS NOT NULL",
            usize::MAX,
        )?;
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Whole(n) => n.to_string(),
            _ => String::new(),
        };
        let row = |row: &Vec<Cell>| ((text(&row[0]), text(&row[1])), text(&row[2]));
        let stories =
            stories.rows.iter().map(row).map(|((hash, _), story)| (hash, story)).collect();
        Ok((stories, happenings.rows.iter().map(row).collect()))
    };
    let done = asked();
    // A folder of the system's own for such things: what is left there does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    done
}

/// For each mention of all documents: its topic, its chain in gold, its lemma, and where we put it.
struct Told {
    topic: String,
    chain: String,
    lemma: String,
    ours: String,
}

/// Measures and prints; gives back the figures.
pub(super) fn measure(gold: &[Gold], pipeline: &Pipeline) -> Result<Value, String> {
    let documents: Vec<_> = gold.iter().map(|g| g.document.clone()).collect();
    let marked: Vec<_> = gold
        .iter()
        .map(|g| (g.document.clone(), g.mentions.iter().map(|m| m.0).collect()))
        .collect();
    let chains = pipeline.event_chains(&marked);
    let reports = crate::coding::code(pipeline, documents);
    let (stories, happenings) = placed(reports.clone(), pipeline).map_err(|e| e.to_string())?;
    let mut all: Vec<Told> = Vec::new();
    for ((document, report), chains) in gold.iter().zip(&reports).zip(&chains) {
        let hash = &report.document.id;
        // A chain within the document goes where the store put the first of its events.
        let mut of_chain: HashMap<usize, String> = HashMap::new();
        for ((span, _), (first, _)) in document.mentions.iter().zip(chains) {
            let tells =
                |e: &&annalist_doc::Event| e.mentions.iter().any(|m| m.span.overlaps(*span));
            let event = report.events.iter().find(tells);
            let happening = event.and_then(|e| happenings.get(&(hash.clone(), e.id.to_string())));
            if let Some(happening) = happening {
                of_chain.entry(*first).or_insert_with(|| format!("happening {happening}"));
            }
        }
        for ((_, chain), (first, lemma)) in document.mentions.iter().zip(chains) {
            let ours = of_chain.get(first).cloned();
            all.push(Told {
                topic: document.topic.clone(),
                chain: chain.clone(),
                lemma: lemma.clone(),
                ours: ours.unwrap_or_else(|| format!("{hash} {first}")),
            });
        }
    }
    let mut figures = Map::new();
    let topics = grouped(all.iter().map(|t| t.topic.as_str()));
    let groups =
        [("within topics", topics), ("over all documents", vec![(0..all.len()).collect()])];
    for (title, groups) in groups {
        println!("across documents, {title}: MUC, B-cubed, CEAF-e, CoNLL");
        let mut rows = Map::new();
        for (way, name) in WAYS.iter().enumerate() {
            let mut scores = Scores::default();
            for group in &groups {
                let told: Vec<&Told> = group.iter().map(|n| &all[*n]).collect();
                let found = match way {
                    0 => (0..told.len()).map(|n| vec![n]).collect(),
                    1 => grouped(told.iter().map(|t| t.lemma.as_str())),
                    _ => grouped(told.iter().map(|t| t.ours.as_str())),
                };
                scores.add_clusters(&grouped(told.iter().map(|t| t.chain.as_str())), &found);
            }
            let [muc, b, ceaf] = scores.rows().map(|row| percent(row.3));
            let mean = percent(conll(&scores));
            println!("  {name:<20}{muc:>7.1}{b:>9.1}{ceaf:>8.1}{mean:>8.1}");
            let row = json!({ "muc": muc, "b_cubed": b, "ceaf_e": ceaf, "conll": mean });
            rows.insert((*name).to_owned(), row);
        }
        figures.insert(title.to_owned(), Value::Object(rows));
    }
    figures.insert("stories".to_owned(), of_stories(gold, &reports, &stories));
    Ok(Value::Object(figures))
}

/// Documents of one half of a topic tell one story: B-cubed, beside all apart and a story a topic.
fn of_stories(gold: &[Gold], reports: &[Report], stories: &HashMap<String, String>) -> Value {
    let half = |g: &Gold| format!("{} {}", g.topic, g.is_second_half());
    let key = grouped(gold.iter().map(half));
    let ours = reports.iter().map(|r| stories.get(&r.document.id).cloned().unwrap_or_default());
    let ways: BTreeMap<&str, Vec<Vec<usize>>> = [
        ("all apart", (0..gold.len()).map(|n| vec![n]).collect()),
        ("annalist", grouped(ours)),
        ("one a topic", grouped(gold.iter().map(|g| g.topic.clone()))),
    ]
    .into();
    println!("stories, B-cubed over {} halves of topics", key.len());
    let mut rows = Map::new();
    for (name, found) in ways {
        let mut scores = Scores::default();
        scores.add_clusters(&key, &found);
        let (_, p, r, f) = scores.rows()[1];
        let [p, r, f] = [p, r, f].map(percent);
        println!("  {name:<20}{p:>7.1}{r:>9.1}{f:>8.1}");
        rows.insert(name.to_owned(), json!({ "precision": p, "recall": r, "f": f }));
    }
    Value::Object(rows)
}
