//! `events-coref --across`: which mentions tell of one happening in several documents, as a store joins
//! them, beside ECB+'s annotators; and which documents tell one story.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use annalist::{Archive, Pipeline, Ready};
use annalist_doc::{Document, Report, Span};
use annalist_store::{Cell, Holder};
use serde_json::{Map, Value, json};

use super::events::{Gold, WAYS, grouped, numbers};
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
        archive.add(ready)?;
        archive.keep()?;
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

/// A mention: its topic, its number in gold (or one of its own where gold has none), its lemma, and where
/// the store put it.
struct Told {
    topic: String,
    number: usize,
    lemma: String,
    ours: String,
}

/// Measures and prints; gives back the figures.
pub(super) fn measure(gold: &[Gold], pipeline: &Pipeline) -> Result<Value, String> {
    let mut key: Vec<(&str, &str)> = Vec::new();
    let mut firsts = Vec::with_capacity(gold.len());
    for document in gold {
        firsts.push(key.len());
        key.extend(document.mentions.iter().map(|m| (document.topic.as_str(), m.1.as_str())));
    }
    let marked: Vec<(Document, Vec<Span>)> = gold
        .iter()
        .map(|g| (g.document.clone(), g.mentions.iter().map(|m| m.0).collect()))
        .collect();
    let mut figures = Map::new();
    let (given, _) =
        told(gold, &firsts, key.len(), &marked, pipeline.code_marked(&marked), pipeline)?;
    figures.insert("gold mentions given".to_owned(), compared("gold mentions given", &key, &given));
    let reports = crate::coding::code(pipeline, gold.iter().map(|g| g.document.clone()).collect());
    let own = |report: &Report| {
        let mut all: Vec<Span> =
            report.events.iter().flat_map(|e| e.mentions.iter().map(|m| m.span)).collect();
        all.sort();
        all.dedup();
        (report.document.clone(), all)
    };
    let marked: Vec<(Document, Vec<Span>)> = reports.iter().map(own).collect();
    let (found, stories) = told(gold, &firsts, key.len(), &marked, reports.clone(), pipeline)?;
    figures.insert("mentions found".to_owned(), compared("mentions found", &key, &found));
    figures.insert("stories".to_owned(), of_stories(gold, &reports, &stories));
    Ok(Value::Object(figures))
}

/// What became of marked mentions in a store of the reports; and the stories of these.
fn told(
    gold: &[Gold],
    firsts: &[usize],
    mut next: usize,
    marked: &[(Document, Vec<Span>)],
    reports: Vec<Report>,
    pipeline: &Pipeline,
) -> Result<(Vec<Told>, HashMap<String, String>), String> {
    let lemmas = pipeline.event_chains(marked);
    let (stories, happenings) = placed(reports.clone(), pipeline).map_err(|e| e.to_string())?;
    let mut all: Vec<Told> = Vec::new();
    for (n, report) in reports.iter().enumerate() {
        let hash = &report.document.id;
        let spans: Vec<(Span, usize)> = marked[n].1.iter().map(|s| (*s, 0)).collect();
        for ((number, span), (_, lemma)) in
            numbers(&gold[n], &spans).into_iter().zip(&marked[n].1).zip(&lemmas[n])
        {
            let number = if number < gold[n].mentions.len() { firsts[n] + number } else { next };
            next += usize::from(number == next);
            let event = report.events.iter().find(|e| e.mentions.iter().any(|m| m.span == *span));
            let event = event.map(|e| e.id.to_string()).unwrap_or_default();
            let happening = happenings.get(&(hash.clone(), event.clone()));
            all.push(Told {
                topic: gold[n].topic.clone(),
                number,
                lemma: lemma.clone(),
                ours: happening
                    .map_or_else(|| format!("{hash} {event}"), |h| format!("happening {h}")),
            });
        }
    }
    Ok((all, stories))
}

/// Prints how mentions were put together, beside gold and the two plain ways.
fn compared(title: &str, key: &[(&str, &str)], all: &[Told]) -> Value {
    let topics = grouped(all.iter().map(|t| t.topic.as_str()));
    let groups =
        [("within topics", topics), ("over all documents", vec![(0..all.len()).collect()])];
    let mut figures = Map::new();
    for (scope, groups) in groups {
        println!("across documents, {title}, {scope}: MUC, B-cubed, CEAF-e, CoNLL");
        let mut rows = Map::new();
        for (way, name) in WAYS.iter().enumerate() {
            let mut scores = Scores::default();
            for group in &groups {
                let told: Vec<&Told> = group.iter().map(|n| &all[*n]).collect();
                let found: Vec<Vec<usize>> = match way {
                    0 => (0..told.len()).map(|n| vec![n]).collect(),
                    1 => grouped(told.iter().map(|t| t.lemma.as_str())),
                    _ => grouped(told.iter().map(|t| t.ours.as_str())),
                };
                let number = |c: &Vec<usize>| c.iter().map(|n| told[*n].number).collect();
                let found: Vec<Vec<usize>> = found.iter().map(number).collect();
                let topic = told.first().map(|t| t.topic.as_str()).unwrap_or_default();
                let whole = groups.len() == 1;
                let of_group: Vec<usize> =
                    (0..key.len()).filter(|k| whole || key[*k].0 == topic).collect();
                let gold: Vec<Vec<usize>> = grouped(of_group.iter().map(|k| key[*k].1))
                    .iter()
                    .map(|c| c.iter().map(|n| of_group[*n]).collect())
                    .collect();
                scores.add_clusters(&gold, &found);
            }
            let [muc, b, ceaf] = scores.rows().map(|row| percent(row.3));
            let mean = percent(conll(&scores));
            println!("  {name:<20}{muc:>7.1}{b:>9.1}{ceaf:>8.1}{mean:>8.1}");
            let row = json!({ "muc": muc, "b_cubed": b, "ceaf_e": ceaf, "conll": mean });
            rows.insert((*name).to_owned(), row);
        }
        figures.insert(scope.to_owned(), Value::Object(rows));
    }
    Value::Object(figures)
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
