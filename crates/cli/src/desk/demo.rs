//! `annalist demo`: a desk on a small store, made here and now from invented reports.

use std::collections::HashMap;
use std::time::Duration;

use annalist::{Archive, Pipeline, Ready};
use annalist_doc::{Document, Source};
use annalist_read::fingerprint::Publications;
use annalist_store::Holder;

use super::args::Demo;
use super::serve::desk;
use crate::exit::{Outcome, Stop};
use crate::{gazetteer, model, terminal};

/// The reports; each begins with lines on its publication.
const REPORTS: &[&str] = &[
    include_str!("../../demo/fishery-01.txt"),
    include_str!("../../demo/fishery-02.txt"),
    include_str!("../../demo/fishery-03.txt"),
    include_str!("../../demo/fishery-04.txt"),
    include_str!("../../demo/fishery-05.txt"),
    include_str!("../../demo/fishery-06.txt"),
    include_str!("../../demo/fishery-07.txt"),
    include_str!("../../demo/fishery-08.txt"),
    include_str!("../../demo/fishery-09.txt"),
    include_str!("../../demo/harbour-01.txt"),
    include_str!("../../demo/harbour-02.txt"),
    include_str!("../../demo/harbour-03.txt"),
    include_str!("../../demo/harbour-04.txt"),
    include_str!("../../demo/harbour-05.txt"),
    include_str!("../../demo/harbour-06.txt"),
    include_str!("../../demo/harbour-07.txt"),
    include_str!("../../demo/harbour-08.txt"),
    include_str!("../../demo/harbour-09.txt"),
    include_str!("../../demo/harbour-10.txt"),
    include_str!("../../demo/ports-01.txt"),
    include_str!("../../demo/ports-02.txt"),
    include_str!("../../demo/ports-03.txt"),
    include_str!("../../demo/ports-04.txt"),
    include_str!("../../demo/ports-05.txt"),
    include_str!("../../demo/ports-06.txt"),
    include_str!("../../demo/ports-07.txt"),
    include_str!("../../demo/ports-08.txt"),
    include_str!("../../demo/ports-09.txt"),
    include_str!("../../demo/ports-10.txt"),
];

/// Runs `annalist demo`.
pub(crate) fn run(args: &Demo) -> Result<Outcome, Stop> {
    let folder = tempfile::tempdir()
        .map_err(|e| Stop::because(format!("no folder for the demonstration's store: {e}")))?;
    let store = args.store.clone().unwrap_or_else(|| folder.path().join("demo.db"));
    let language = model::load(args.model.as_deref().filter(|p| !p.as_os_str().is_empty()))?;
    let named = args.gazetteer.as_deref().filter(|path| !path.as_os_str().is_empty());
    let config =
        annalist::Config { gazetteer: Some(gazetteer::load(named)?), ..Default::default() };
    let pipeline = Pipeline::new(language, config)
        .map_err(|error| Stop::because(format!("the coder could not be set up: {error}")))?;
    let documents = documents()?;
    let number = documents.len();
    let holder = Holder(format!("annalist demo, process {}", std::process::id()));
    let mut archive =
        Archive::open(&store, &holder, Duration::from_secs(10)).map_err(Stop::because)?;
    let reports = pipeline.code(documents).into_iter();
    let batch: Vec<Ready> = reports.map(|report| Ready::new(report, &pipeline)).collect();
    archive.add(batch).and_then(|_| archive.keep()).map_err(Stop::because)?;
    // The writer's turn ends before readers come.
    drop(archive);
    terminal::note(&format!("{number} invented reports were read and put on record"));
    if args.no_serve {
        return Ok(Outcome::Done);
    }
    desk(store, &args.listening, args.edit, true)
}

/// The invented reports in the order of their days, reprints told from first publications.
fn documents() -> Result<Vec<Document>, Stop> {
    let mut documents: Vec<Document> =
        REPORTS.iter().map(|text| document(text)).collect::<Result<_, _>>()?;
    let day = |d: &Document| d.published.as_ref().map(|p| p.value.clone());
    documents.sort_by_key(day);
    let mut publications = Publications::default();
    for document in &mut documents {
        document.duplicate_of = publications.note(document);
    }
    Ok(documents)
}

fn document(file: &str) -> Result<Document, Stop> {
    let (head, text) = file.split_once("\n\n").unwrap_or(("", file));
    let head: HashMap<&str, &str> = head.lines().filter_map(|line| line.split_once(": ")).collect();
    let source = Source { uri: head.get("address").map(|&a| a.to_owned()), ..Source::default() };
    let published = head.get("published").map(|day| annalist_read::published(day));
    let published = published.transpose().map_err(Stop::because)?;
    let document = annalist_read::text::from_text(text.to_owned(), source, published);
    let mut document = document.map_err(Stop::because)?;
    document.site = head.get("site").map(|&site| site.to_owned());
    document.language = annalist_read::language::detect(&document.text).map(str::to_owned);
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reports_are_whole() {
        let documents = documents().unwrap();
        assert!(documents.len() >= 25);
        for document in &documents {
            assert!(document.site.is_some() && document.published.is_some(), "{document:?}");
            assert!(document.title.is_some(), "{document:?}");
            assert!(document.source.uri.as_deref().is_some_and(|uri| uri.contains(".example/")));
            // Of the shortest, full of foreign names, it is not sure.
            assert!(document.language.as_deref().is_none_or(|language| language == "en"));
        }
        assert_eq!(documents.iter().filter(|d| d.duplicate_of.is_some()).count(), 3);
    }
}
