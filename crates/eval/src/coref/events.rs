//! `events-coref`: which mentions tell of the same event within a document, beside ECB+'s annotators.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use annalist_doc::{Block, BlockKind, Document, Span};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::scorer::{Scores, conll};
use crate::scores::percent;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Scores the training part in place of the development part.
    #[arg(long)]
    train: bool,
    /// Scores only the first N documents.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stores the figures in scores/events-coref.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
    /// Scores happenings and stories over several documents, as a store joins them.
    #[arg(long)]
    across: bool,
    /// Prints N wrong and N missed links, gold mentions given.
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    topic: String,
    tokens: Vec<(u32, u32, String)>,
    events: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    sentence: u32,
    tokens: Vec<u32>,
    chain: String,
}

/// A document with its event mentions in text order.
pub(super) struct Gold {
    pub(super) document: Document,
    pub(super) mentions: Vec<(Span, String)>,
    pub(super) topic: String,
    id: String,
}

impl Gold {
    /// Tokens with a space between, each sentence a paragraph, as the corpus has neither.
    fn new(row: Row) -> Result<Self, String> {
        let (mut text, mut blocks, mut at) = (String::new(), Vec::new(), HashMap::new());
        let mut last: Option<(u32, u32)> = None;
        for (sentence, token, word) in &row.tokens {
            match last {
                Some((before, _)) if before == *sentence => text.push(' '),
                _ => text.push_str(if last.is_some() { "\n\n" } else { "" }),
            }
            let start = match last {
                Some((before, start)) if before == *sentence => start,
                _ => text.len() as u32,
            };
            last = Some((*sentence, start));
            let from = text.len() as u32;
            text.push_str(word);
            at.insert((*sentence, *token), Span::new(from, text.len() as u32));
            let span = Span::new(start, text.len() as u32);
            match blocks.last_mut() {
                Some(Block { span: known, .. }) if known.start == start => *known = span,
                _ => blocks.push(Block { kind: BlockKind::Paragraph, span }),
            }
        }
        let mut document = crate::gold::document(&row.id, &text, None)?;
        document.text = text;
        document.blocks = blocks;
        let mut mentions = Vec::new();
        for event in row.events {
            let spans = event.tokens.iter().filter_map(|t| at.get(&(event.sentence, *t)).copied());
            if let Some(span) = spans.reduce(Span::cover) {
                mentions.push((span, event.chain));
            }
        }
        mentions.sort();
        mentions.dedup();
        Ok(Self { document, mentions, topic: row.topic, id: row.id })
    }

    /// ECB+ tells a second, similar thing in half of each topic.
    pub(super) fn is_second_half(&self) -> bool {
        self.id.ends_with("plus")
    }

    fn clusters(&self) -> Vec<Vec<usize>> {
        let chains = self.mentions.iter().map(|(_, chain)| chain.as_str());
        grouped(chains)
    }
}

/// Numbers of equal keys together.
pub(super) fn grouped<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<Vec<usize>> {
    let mut all: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (n, key) in keys.enumerate() {
        all.entry(key).or_default().push(n);
    }
    all.into_values().collect()
}

pub(super) const WAYS: [&str; 3] = ["all apart", "same lemma", "annalist"];

/// The three ways to put mentions together.
fn ways(chains: &[(usize, String)]) -> [Vec<Vec<usize>>; 3] {
    [
        (0..chains.len()).map(|n| vec![n]).collect(),
        grouped(chains.iter().map(|(_, lemma)| lemma.as_str())),
        grouped(chains.iter().map(|(first, _)| *first)),
    ]
}

/// Scores by way, singletons kept and left out.
type Tables = [[Scores; 2]; 3];

fn add(tables: &mut Tables, gold: &[Vec<usize>], found: [Vec<Vec<usize>>; 3]) {
    for (table, clusters) in tables.iter_mut().zip(&found) {
        table[0].add_clusters(gold, clusters);
        let more = |all: &[Vec<usize>]| -> Vec<Vec<usize>> {
            all.iter().filter(|c| c.len() > 1).cloned().collect()
        };
        table[1].add_clusters(&more(gold), &more(clusters));
    }
}

/// The documents of a part of ECB+; none where the gold is absent.
pub(super) fn documents(name: &str, limit: Option<usize>) -> Result<Option<Vec<Gold>>, String> {
    let Some(path) = crate::gold::find(&format!("stories/{name}.jsonl")) else { return Ok(None) };
    let rows: Vec<Row> = crate::gold::rows(&path, limit)?;
    rows.into_iter().map(Gold::new).collect::<Result<_, _>>().map(Some)
}

/// For each document of a part of ECB+ its text, the places of its events and the chain of each.
pub(crate) type Chained = (Document, Vec<Span>, Vec<String>);

/// Those of a part of ECB+, to learn from.
pub(crate) fn chained(name: &str) -> Result<Option<Vec<Chained>>, String> {
    let apart = |g: Gold| {
        let (spans, chains) = g.mentions.into_iter().unzip();
        (g.document, spans, chains)
    };
    Ok(documents(name, None)?.map(|all| all.into_iter().map(apart).collect()))
}

/// Prints the figures; always ends well when the gold can be read.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let name = if args.train { "ecbplus-train" } else { "ecbplus-dev" };
    let Some(gold) = documents(name, args.limit)? else { return Ok(true) };
    let pipeline = crate::model::pipeline(model)?;
    if args.across {
        let figures = super::across::measure(&gold, &pipeline)?;
        if args.write {
            crate::scores::store(
                "events-coref",
                &format!("{name}, across documents"),
                None,
                figures,
            )?;
        }
        return Ok(true);
    }
    let (mut given, mut free) = (Tables::default(), Tables::default());
    let marked = |g: &Gold| (g.document.clone(), g.mentions.iter().map(|m| m.0).collect());
    let chains = pipeline.event_chains(&gold.iter().map(marked).collect::<Vec<_>>());
    let mut errors = Vec::new();
    for (document, chains) in gold.iter().zip(&chains) {
        add(&mut given, &document.clusters(), ways(chains));
        errors.extend(wrong(document, chains));
    }
    let documents = gold.iter().map(|g| g.document.clone()).collect();
    let reports = crate::coding::code(&pipeline, documents);
    // Mentions found, and which event each belongs to.
    let mut found: Vec<Vec<(Span, usize)>> = Vec::new();
    for report in &reports {
        let of_event = |(e, event): (usize, &annalist_doc::Event)| {
            event.mentions.iter().map(|m| (m.span, e)).collect::<Vec<_>>()
        };
        let mut all: Vec<(Span, usize)> =
            report.events.iter().enumerate().flat_map(of_event).collect();
        all.sort();
        found.push(all);
    }
    let marked: Vec<(Document, Vec<Span>)> = gold
        .iter()
        .zip(&found)
        .map(|(g, f)| (g.document.clone(), f.iter().map(|m| m.0).collect()))
        .collect();
    let lemmas = pipeline.event_chains(&marked);
    let (mut hit, mut all_found, mut all_gold) = (0, 0, 0);
    for ((document, found), lemmas) in gold.iter().zip(&found).zip(&lemmas) {
        let number = numbers(document, found);
        hit += number.iter().filter(|n| **n < document.mentions.len()).count();
        (all_found, all_gold) = (all_found + found.len(), all_gold + document.mentions.len());
        let own = found.iter().zip(lemmas).map(|((_, event), (_, lemma))| (*event, lemma.clone()));
        let renumbered = ways(&own.collect::<Vec<_>>())
            .map(|way| way.iter().map(|c| c.iter().map(|n| number[*n]).collect()).collect());
        add(&mut free, &document.clusters(), renumbered);
    }
    println!("{name}: {} documents, {all_gold} mentions in gold\n", gold.len());
    print("gold mentions given", &given);
    println!();
    print("mentions found", &free);
    println!("\n{hit} of {all_found} mentions found are gold's, of {all_gold}");
    let wanted = args.errors.unwrap_or(0);
    for kind in [false, true] {
        let all: Vec<&(bool, String)> = errors.iter().filter(|e| e.0 == kind).collect();
        let step = (all.len() / wanted.max(1)).max(1);
        for (_, line) in all.iter().step_by(step).take(wanted) {
            println!("{} {line}", if kind { "missed" } else { "wrong " });
        }
    }
    if args.write {
        let mut figures = Map::new();
        figures.insert("documents".to_owned(), json!(gold.len()));
        figures.insert("gold mentions given".to_owned(), table(&given));
        figures.insert("mentions found".to_owned(), table(&free));
        let program = reports.first().map(|r| &r.program);
        crate::scores::store("events-coref", name, program, Value::Object(figures))?;
    }
    Ok(true)
}

/// The gold's number of each mention found, if they share words; else a number of its own.
pub(super) fn numbers(document: &Gold, found: &[(Span, usize)]) -> Vec<usize> {
    let mut taken = vec![false; document.mentions.len()];
    let mut all = Vec::new();
    for (n, (span, _)) in found.iter().enumerate() {
        let fits = |g: &usize| !taken[*g] && document.mentions[*g].0.overlaps(*span);
        match (0..taken.len()).find(fits) {
            Some(g) => {
                taken[g] = true;
                all.push(g);
            }
            None => all.push(taken.len() + n),
        }
    }
    all
}

/// Links that are wrong (false) or missed (true), for people.
fn wrong(document: &Gold, chains: &[(usize, String)]) -> Vec<(bool, String)> {
    let mut all = Vec::new();
    let words = |n: usize| document.mentions[n].0.of(&document.document.text);
    for j in 0..chains.len() {
        for i in (0..j).rev() {
            let gold = document.mentions[i].1 == document.mentions[j].1;
            let ours = chains[i].0 == chains[j].0;
            if gold != ours {
                let around = |n: usize| {
                    let text = &document.document.text;
                    let at = document.mentions[n].0;
                    let from = text[..at.start as usize]
                        .char_indices()
                        .rev()
                        .nth(30)
                        .map_or(0, |(i, _)| i);
                    let to = text[at.end as usize..]
                        .char_indices()
                        .nth(30)
                        .map_or(text.len(), |(i, _)| at.end as usize + i);
                    text[from..to].replace('\n', " ")
                };
                all.push((
                    gold,
                    format!("{} ~ {}   «{}» «{}»", words(i), words(j), around(i), around(j)),
                ));
                break;
            }
        }
    }
    all
}

fn print(title: &str, tables: &Tables) {
    println!(
        "{title:<22}{:>7}{:>9}{:>8}{:>8}   no singletons: CoNLL",
        "MUC", "B-cubed", "CEAF-e", "CoNLL"
    );
    for (name, table) in WAYS.iter().zip(tables) {
        let [muc, b, ceaf] = table[0].rows().map(|row| 100.0 * row.3);
        let [all, long] = [conll(&table[0]), conll(&table[1])].map(|x| 100.0 * x);
        println!("  {name:<20}{muc:>7.1}{b:>9.1}{ceaf:>8.1}{all:>8.1}{long:>25.1}");
    }
}

fn table(tables: &Tables) -> Value {
    let mut all = Map::new();
    for (name, table) in WAYS.iter().zip(tables) {
        let [muc, b, ceaf] = table[0].rows().map(|row| percent(row.3));
        let row = json!({
            "muc": muc,
            "b_cubed": b,
            "ceaf_e": ceaf,
            "conll": percent(conll(&table[0])),
            "conll_no_singletons": percent(conll(&table[1])),
        });
        all.insert((*name).to_owned(), row);
    }
    Value::Object(all)
}
