//! What each part of finding statements contributes.

use std::collections::HashSet;
use std::path::Path;

use annalist_doc::{Document, Report, Statement};
use annalist_lexicon::Lexicon;
use serde_json::{Map, Value};

use super::data::Article;
use super::{Reporting, scores_of};
use crate::scores::percent;

/// Scores the rules alone, then what is learned, a part at a time; prints a table and gives its figures.
pub(super) fn measure(
    articles: &[Article],
    documents: Vec<Document>,
    reports: &[Report],
    model: Option<&Path>,
) -> Result<Value, String> {
    let rules = crate::model::pipeline_with(model, true)?;
    let by_rules = crate::coding::code(&rules, documents);
    let lexicon = Lexicon::english().map_err(|e| e.to_string())?;
    let listed: HashSet<String> =
        lexicon.cues.all().iter().filter(|c| !c.learned).map(|c| c.lemma().to_owned()).collect();
    let cued = |s: &Statement| !s.cue.spans.is_empty();
    let known = |s: &Statement| cued(s) && listed.contains(&s.cue.lemma);
    let rows = [
        ("the rules, cues alone", kept(&by_rules, known)),
        ("  and words without a cue", by_rules),
        ("learned, the lexicon's cues", kept(reports, known)),
        ("  and cues that it does not list", kept(reports, cued)),
        ("  and words without a cue: all", reports.to_vec()),
    ];
    let reporting = Reporting::load()?;
    let mut figures = Map::new();
    println!(
        "\n{:<36}{:>6}{:>6}{:>6}{:>8}{:>7}{:>9}",
        "", "P", "R", "F", "direct", "mixed", "indirect"
    );
    for (name, reports) in rows {
        let scores = scores_of(articles, &reports, &reporting)?;
        let [direct, mixed, indirect] = scores.classes.map(|r| 100.0 * r.f());
        let all = scores.strict;
        println!(
            "{name:<36}{:>6.1}{:>6.1}{:>6.1}{direct:>8.1}{mixed:>7.1}{indirect:>9.1}",
            100.0 * all.precision(),
            100.0 * all.recall(),
            100.0 * all.f()
        );
        let mut row = all.json();
        for (class, f) in [("direct", direct), ("mixed", mixed), ("indirect", indirect)] {
            row[class] = percent(f / 100.0).into();
        }
        figures.insert(name.trim().to_owned(), row);
    }
    Ok(Value::Object(figures))
}

/// The records with only some of their statements.
fn kept(reports: &[Report], which: impl Fn(&Statement) -> bool) -> Vec<Report> {
    let mut some = reports.to_vec();
    for report in &mut some {
        report.statements.retain(|s| which(s));
    }
    some
}
