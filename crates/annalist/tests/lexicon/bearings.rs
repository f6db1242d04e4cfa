//! Every sentence on where one place lies to another, through the whole program: the marked name is put where
//! the sentence says, which a name alone would not tell.

use annalist::{Config, Pipeline};
use annalist_lexicon::{Example, Lexicon};

#[test]
fn every_bearing_puts_its_place() {
    let lexicon = Lexicon::english().unwrap();
    let bonds = lexicon.bearings.bonds();
    let marked: Vec<&String> = bonds.iter().flat_map(|bond| &bond.examples).collect();
    assert!(bonds.iter().all(|bond| !bond.examples.is_empty()), "a pattern has no example");
    let examples: Vec<Example> = marked.iter().map(|text| Example::parse(text)).collect();
    let open = || annalist_annotate::Pipeline::open(annalist_testing::model()).unwrap();
    let gazetteer = annalist_gazetteer::Gazetteer::open(annalist_testing::gazetteer()).unwrap();
    let config = Config { gazetteer: Some(gazetteer), ..Config::default() };
    let documents = examples.iter().map(|e| super::document(&e.text)).collect();
    let reports = Pipeline::new(open(), config).unwrap().code(documents);
    let mut wrong = Vec::new();
    for ((marked, example), report) in marked.iter().zip(&examples).zip(&reports) {
        for part in &example.parts {
            let found = report.places.iter().find(|p| p.span == part.span);
            let country = found.and_then(|p| p.country.clone()).unwrap_or_default();
            let unit = found.and_then(|p| p.admin1.clone()).unwrap_or_default();
            let whole = format!("{country}.{}", unit.replace(' ', "_"));
            if part.role != country && part.role != whole {
                wrong.push(format!("{marked}\n   found {whole:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), marked.len(), wrong.join("\n"));
}
