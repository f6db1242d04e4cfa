//! Each row's evidence as W3C Web Annotations, with PROV for what made it. One JSON-LD document.

use std::io::Write;

use annalist_store::Store;
use serde_json::{Map, Value, json};

use crate::error::Error;

/// So many characters of the text stand before and behind a quotation, so that it is found again.
const AROUND: usize = 32;

/// The layers of a record whose rows are annotated.
const LAYERS: [&str; 6] = ["statements", "events", "figures", "claims", "times", "places"];

pub(crate) fn write(store: &Store, to: &mut dyn Write) -> Result<u64, Error> {
    let context = json!([
        "http://www.w3.org/ns/anno.jsonld",
        {
            "prov": "http://www.w3.org/ns/prov#",
            "annalist": "urn:annalist:",
            "schema": "https://schema.org/",
        }
    ]);
    write!(to, "{{\"@context\":{context},\"id\":\"urn:annalist:annotations\",\"@graph\":[")?;
    let mut out = List { to, items: 0 };
    let codings = "SELECT id, program_version, pipeline, pipeline_hash, lexicon_hash, \
                   nullif(gazetteer_hash, '') FROM codings ORDER BY id";
    store.each(codings, &[], |line| {
        let names = ["", "version", "pipeline", "pipelineHash", "lexiconHash", "gazetteerHash"];
        let mut item = Map::new();
        item.insert("id".into(), coding(line.whole(0)).into());
        item.insert("type".into(), json!(["prov:SoftwareAgent", "Software"]));
        item.insert("schema:name".into(), "annalist".into());
        item.insert("annalist:places".into(), crate::ATTRIBUTION.into());
        for (n, name) in names.iter().enumerate().skip(1) {
            if let Some(value) = line.text(n) {
                item.insert(format!("annalist:{name}"), value.into());
            }
        }
        out.put(&item.into())
    })?;
    let mut annotations = 0;
    store.each(
        "SELECT hash, CASE WHEN source_id LIKE 'http%' THEN source_id ELSE uri END, coding, title, published FROM documents ORDER BY id",
        &[],
        |line| {
            let Some(hash) = line.text(0) else { return Ok(()) };
            let Some(record) = store.record(hash)? else { return Ok(()) };
            let document =
                Document::new(hash, line.text(1), coding(line.whole(2)), record.to_json());
            out.put(&document.entity(line.text(3), line.text(4)))?;
            for annotation in document.annotations() {
                out.put(&annotation)?;
                annotations += 1;
            }
            Ok::<(), Error>(())
        },
    )?;
    to.write_all(b"\n]}\n")?;
    Ok(annotations)
}

fn coding(number: Option<i64>) -> String {
    format!("urn:annalist:coding-{}", number.unwrap_or(0))
}

struct List<'a> {
    to: &'a mut dyn Write,
    items: u64,
}

impl List<'_> {
    fn put(&mut self, item: &Value) -> Result<(), Error> {
        write!(self.to, "{}\n{item}", if self.items == 0 { "" } else { "," })?;
        self.items += 1;
        Ok(())
    }
}

/// One report with its record as JSON.
struct Document {
    name: String,
    source: String,
    coding: String,
    record: Value,
    text: Vec<char>,
}

impl Document {
    fn new(hash: &str, uri: Option<&str>, coding: String, record: String) -> Self {
        let record: Value = serde_json::from_str(&record).unwrap_or_default();
        let text = record["document"]["text"].as_str().unwrap_or_default().chars().collect();
        let name = format!("urn:annalist:{hash}");
        // Only an address can be followed; a path on somebody's disk says nothing elsewhere.
        let source = uri.filter(|uri| uri.starts_with("http")).unwrap_or(&name).to_owned();
        Self { name, source, coding, record, text }
    }

    /// The text itself, as something that others are derived from.
    fn entity(&self, title: Option<&str>, published: Option<&str>) -> Value {
        let mut item = Map::new();
        item.insert("id".into(), self.name.clone().into());
        item.insert("type".into(), json!(["prov:Entity", "Text"]));
        if self.source != self.name {
            item.insert("prov:hadPrimarySource".into(), json!({"id": self.source}));
        }
        let facts = [("schema:headline", title), ("schema:datePublished", published)];
        item.extend(facts.into_iter().filter_map(|(name, v)| Some((name.to_owned(), v?.into()))));
        item.into()
    }

    fn annotations(&self) -> impl Iterator<Item = Value> {
        LAYERS.iter().flat_map(move |layer| {
            let rows = self.record[layer].as_array().into_iter().flatten();
            rows.filter_map(move |row| self.annotation(layer, row))
        })
    }

    fn annotation(&self, layer: &str, row: &Value) -> Option<Value> {
        let id = format!("{}/{}", self.name, row["id"].as_str()?);
        let targets: Vec<Value> = spans(layer, row)
            .into_iter()
            .filter_map(|(role, span)| self.target(role, span))
            .collect();
        if targets.is_empty() {
            return None;
        }
        let label = label(layer, row);
        let motivation =
            if layer == "places" || layer == "times" { "identifying" } else { "classifying" };
        Some(json!({
            "id": id,
            "type": ["Annotation", "prov:Entity"],
            "motivation": motivation,
            "body": [
                { "type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": label },
                { "type": "TextualBody", "purpose": "describing", "format": "application/json",
                  "value": without_spans(row).to_string() },
            ],
            "target": targets,
            "prov:wasDerivedFrom": { "id": self.name },
            "prov:wasAttributedTo": { "id": self.coding },
        }))
    }

    fn target(&self, role: &str, (start, end): (usize, usize)) -> Option<Value> {
        let words = |from: usize, to: usize| -> Option<String> {
            self.text.get(from..to).map(|chars| chars.iter().collect())
        };
        let exact = words(start, end).filter(|w| !w.is_empty())?;
        Some(json!({
            "type": "SpecificResource",
            "source": self.source,
            "annalist:role": role,
            "selector": [
                { "type": "TextPositionSelector", "start": start, "end": end },
                { "type": "TextQuoteSelector", "exact": exact,
                  "prefix": words(start.saturating_sub(AROUND), start)?,
                  "suffix": words(end, (end + AROUND).min(self.text.len()))? },
            ],
        }))
    }
}

/// The spans of a row, each with what it is there.
fn spans<'a>(layer: &str, row: &'a Value) -> Vec<(&'a str, (usize, usize))> {
    let point = |v: &Value| v.as_u64().and_then(|n| usize::try_from(n).ok());
    let pair = |v: &Value| Some((point(&v[0])?, point(&v[1])?));
    let own = |v: &Value| Some((point(&v["start"])?, point(&v["end"])?));
    let pairs = |v: &Value| v.as_array().map(|all| all.iter().filter_map(pair).collect::<Vec<_>>());
    let mut found = Vec::new();
    let mut add = |role: &'a str, spans: Option<Vec<(usize, usize)>>| {
        found.extend(spans.into_iter().flatten().map(|span| (role, span)));
    };
    match layer {
        "statements" => {
            add("content", pairs(&row["content"]));
            add("source", pairs(&row["source"]["spans"]));
            add("cue", pairs(&row["cue"]["spans"]));
        }
        "events" => {
            add("trigger", pair(&row["trigger"]).map(|span| vec![span]));
            for argument in row["arguments"].as_array().into_iter().flatten() {
                let role = argument["role"].as_str().unwrap_or("argument");
                add(role, own(argument).map(|span| vec![span]));
            }
        }
        "claims" => add("evidence", pairs(&row["evidence"])),
        _ => add("words", own(row).map(|span| vec![span])),
    }
    found
}

/// A row in a few words.
fn label(layer: &str, row: &Value) -> String {
    let word = |v: &Value| v.as_str().map(str::to_owned);
    let words = match layer {
        "statements" => [Some("statement".into()), word(&row["kind"]), word(&row["cue"]["lemma"])],
        "events" => [word(&row["type"]), word(&row["mode"]), word(&row["modality"])],
        "figures" => [word(&row["what"]), word(&row["text"]), word(&row["qualifier"])],
        "claims" => [Some("claim".into()), word(&row["attribute"]), word(&row["value"]["text"])],
        "times" => [word(&row["type"]), word(&row["value"]), None],
        _ => [Some("place".into()), word(&row["sense"]), word(&row["name"])],
    };
    words.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

/// A row without what stands in the targets.
fn without_spans(row: &Value) -> Value {
    let mut row = row.clone();
    if let Some(fields) = row.as_object_mut() {
        fields.retain(|name, _| {
            !matches!(name.as_str(), "start" | "end" | "evidence" | "alternatives")
        });
    }
    row
}
