//! `language`: is a text's language told rightly, by how much of it? On texts of our own in 27
//! languages, and on the sentences of an English corpus, none of which may be taken for another.

use annalist_read::language::detect;
use cpu_time::ProcessTime;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::scores::{percent, share, store};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Prints the texts, one JSON object a line, for other programs.
    #[arg(long)]
    print: bool,
    /// Stores the figures.
    #[arg(long)]
    write: bool,
}

#[derive(Deserialize)]
struct Data {
    language: Vec<Language>,
}

#[derive(Deserialize)]
struct Language {
    tag: String,
    sentences: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    text: String,
}

/// How many texts were told rightly, wrongly, or not at all.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    silent: usize,
}

impl Count {
    fn note(&mut self, text: &str, tag: &str) {
        match detect(text) {
            Some(found) if found == tag => self.right += 1,
            Some(_) => self.wrong += 1,
            None => self.silent += 1,
        }
    }

    fn all(&self) -> usize {
        self.right + self.wrong + self.silent
    }

    fn json(&self) -> Value {
        json!({
            "right": percent(share(self.right, self.all())),
            "wrong": percent(share(self.wrong, self.all())),
            "not_told": percent(share(self.silent, self.all())),
            "texts": self.all(),
        })
    }
}

/// Measures, prints, and stores the figures when asked to.
pub(crate) fn run(args: &Args) -> Result<bool, String> {
    let data: Data = toml::from_str(include_str!("../data/languages.toml"))
        .map_err(|e| format!("languages.toml: {e}"))?;
    let mut table: Vec<(&str, Count)> = Vec::new();
    for (name, sentences) in [("one sentence", 1), ("two sentences", 2), ("three sentences", 3)] {
        let mut count = Count::default();
        for language in &data.language {
            for window in language.sentences.windows(sentences) {
                let text = window.join(" ");
                if args.print {
                    println!("{}", json!({"tag": language.tag, "set": name, "text": text}));
                }
                count.note(&text, &language.tag);
            }
        }
        table.push((name, count));
    }
    if let Some(path) = crate::gold::find("attribution/polnear-dev.jsonl") {
        let rows: Vec<Row> = crate::gold::rows(&path, None)?;
        let (mut whole, mut lines) = (Count::default(), Count::default());
        let (mut bytes, start) = (0, ProcessTime::now());
        for row in &rows {
            whole.note(&row.text, "en");
            bytes += row.text.len();
        }
        let speed = bytes as f64 / start.elapsed().as_secs_f64().max(1e-9) / 1e6;
        let all = rows.iter().flat_map(|row| row.text.lines());
        all.filter(|line| !line.trim().is_empty()).for_each(|line| lines.note(line, "en"));
        table.push(("English articles", whole));
        table.push(("English paragraphs", lines));
        if !args.print {
            println!("{speed:.0} MB of articles per CPU second");
        }
    }
    if args.print {
        return Ok(true);
    }
    for (name, count) in &table {
        println!(
            "{name:<20} right {:5} wrong {:5} not told {:5}",
            count.right, count.wrong, count.silent
        );
    }
    if args.write {
        let figures: Map<String, Value> =
            table.iter().map(|(name, count)| ((*name).to_owned(), count.json())).collect();
        store("language", "texts of our own, polnear-dev", None, Value::Object(figures))?;
    }
    Ok(table.iter().all(|(_, count)| share(count.wrong, count.all()) <= 0.02))
}
