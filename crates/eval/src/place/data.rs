//! LGL and GeoVirus.

use annalist_doc::{Document, Span};
use serde::Deserialize;

use crate::gold::Points;

/// A set of documents.
pub(crate) struct Corpus {
    pub(crate) name: &'static str,
    /// Whether demonyms count as names of places there.
    pub(crate) demonyms: bool,
    pub(crate) docs: Vec<Doc>,
    /// What peers reached: found F1, right among found, right of all gold with coordinates.
    pub(super) peers: &'static [(&'static str, [Option<f64>; 3])],
    /// Right of all, with the words given: the largest place of the name.
    pub(super) largest: f64,
}

/// One document.
pub(crate) struct Doc {
    pub(crate) id: String,
    pub(crate) domain: Option<String>,
    pub(crate) text: String,
    pub(crate) gold: Vec<Gold>,
}

/// A name of a place as the annotators put it down.
#[derive(Clone)]
pub(crate) struct Gold {
    pub(crate) span: Span,
    pub(crate) geonameid: Option<u32>,
    pub(crate) fcode: Option<String>,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
    pub(crate) admin1: Option<String>,
    /// ISO code of a gold toponym that is itself a country.
    pub(crate) is_country: Option<String>,
    pub(crate) country: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    domain: Option<String>,
    text: String,
    toponyms: Vec<Toponym>,
}

#[derive(Deserialize)]
struct Toponym {
    start: usize,
    end: usize,
    #[serde(default)]
    text: String,
    geonameid: Option<u32>,
    fcode: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    country: Option<String>,
    admin1: Option<String>,
    page: Option<String>,
}

/// Both sets; none where the gold data are absent.
pub(crate) fn corpora(limit: Option<usize>) -> Result<Option<Vec<Corpus>>, String> {
    let lexicon = annalist_lexicon::Lexicon::english().map_err(|e| e.to_string())?;
    let code = |name: &str| lexicon.actors.country(name).map(|c| c.code.clone());
    let Some(lgl) = read("place/lgl.jsonl", limit, &code)? else { return Ok(None) };
    let Some(geovirus) = read("place/geovirus.jsonl", limit, &code)? else { return Ok(None) };
    Ok(Some(vec![
        Corpus {
            name: "lgl",
            demonyms: true,
            docs: lgl,
            peers: &[
                ("CamCoder", [Some(0.654), Some(0.717), Some(0.393)]),
                ("Edinburgh", [Some(0.604), Some(0.817), Some(0.306)]),
                ("Mordecai 3.5 (exact id)", [None, None, Some(0.57)]),
            ],
            largest: 0.627,
        },
        Corpus {
            name: "geovirus",
            demonyms: false,
            docs: geovirus,
            peers: &[("CamCoder", [Some(0.866), Some(0.770), Some(0.618)])],
            largest: 0.619,
        },
    ]))
}

fn read(
    name: &str,
    limit: Option<usize>,
    code: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Vec<Doc>>, String> {
    let Some(path) = crate::gold::find(name) else { return Ok(None) };
    let rows: Vec<Row> = crate::gold::rows(&path, limit)?;
    let docs = rows.into_iter().map(|row| {
        let points = Points::new(&row.text);
        let mut gold: Vec<Gold> = Vec::new();
        for t in row.toponyms {
            let wrong =
                || format!("{name}, {}: {}..{} does not fit the text", row.id, t.start, t.end);
            let span = points.span([t.start, t.end]).ok_or_else(wrong)?;
            // GeoNames says what it is; Wikipedia's page is named after what it is.
            let state = t.fcode.as_deref().is_some_and(|f| f.starts_with("PCL"));
            let page =
                t.page.as_deref().and_then(|p| p.rsplit('/').next()).map(|p| p.replace('_', " "));
            let page = page.map(|p| p.trim_end_matches(" (country)").to_owned());
            let is_country = if state {
                t.country.as_deref().and_then(code)
            } else {
                page.as_deref().and_then(code)
            };
            let _ = t.text;
            gold.push(Gold {
                span,
                geonameid: t.geonameid,
                fcode: t.fcode,
                lat: t.lat,
                lon: t.lon,
                admin1: t.admin1,
                is_country,
                country: t.country.or(page),
            });
        }
        gold.sort_by_key(|g| g.span);
        Ok(Doc { id: row.id, domain: row.domain, text: row.text, gold })
    });
    docs.collect::<Result<_, String>>().map(Some)
}

/// The documents as the program reads them, with their publisher.
pub(crate) fn documents(corpus: &Corpus) -> Result<Vec<Document>, String> {
    let all = corpus.docs.iter().map(|doc| {
        let mut document = crate::gold::document(&doc.id, &doc.text, None)?;
        document.site.clone_from(&doc.domain);
        Ok(document)
    });
    all.collect()
}

/// The gold's words.
pub(crate) fn gold_spans(corpus: &Corpus) -> Vec<Vec<Span>> {
    corpus.docs.iter().map(|doc| doc.gold.iter().map(|g| g.span).collect()).collect()
}
