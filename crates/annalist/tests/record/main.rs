//! Whole records: their form, their validity on any input, and what comes out of four reports.

mod events;
mod form;
mod names;
mod place;
mod properties;
mod render;
mod reports;
mod roundup;
mod speakers;
mod valid;
mod when;

use std::sync::OnceLock;

use annalist::{Config, Pipeline};
use annalist_doc::{Document, Published, PublishedFrom, Report};
use annalist_read::{Options, text};

/// The whole path, loaded once.
fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| {
        let language = annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
        let gazetteer = annalist_gazetteer::Gazetteer::open(annalist_testing::gazetteer()).unwrap();
        let config = Config { gazetteer: Some(gazetteer), ..Config::default() };
        Pipeline::new(language, config).unwrap()
    })
}

/// What reading makes of a text.
fn document(text: &str, published: Option<&str>) -> Option<Document> {
    let published =
        published.map(|day| Published { value: day.into(), from: PublishedFrom::Given });
    text::document(text.as_bytes(), "report.txt", &Options { published, ..Options::default() }).ok()
}

/// The record of a text.
fn record(text: &str, published: &str) -> Report {
    pipeline().code(vec![document(text, Some(published)).unwrap()]).remove(0)
}
