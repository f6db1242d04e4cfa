//! Names that are often in the news: each is found, and lies where it must (`names.tsv`).

use annalist_gazetteer::Point;

use super::{document, pipeline};

/// How far off a place may be, in kilometres: sources put middles of towns and regions differently.
const NEAR: f64 = 75.0;

#[test]
fn names_in_the_news_are_found_and_lie_where_they_must() {
    let rows: Vec<Vec<&str>> = include_str!("names.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(rows.len() >= 100);
    let documents = rows.iter().map(|row| document(row[4], None).unwrap()).collect();
    let mut wrong = Vec::new();
    for (row, report) in rows.iter().zip(pipeline().code(documents)) {
        let country = Some(row[1]).filter(|code| *code != "-");
        let point = Point { lat: row[2].parse().unwrap(), lon: row[3].parse().unwrap() };
        let fits = |p: &annalist_doc::Place| {
            let at = p.lat.zip(p.lon).map(|(lat, lon)| Point { lat, lon });
            p.name == row[0]
                && at.is_some_and(|at| at.distance(point) <= NEAR)
                && (country.is_none() || p.country.as_deref() == country)
        };
        if !report.places.iter().any(fits) {
            let found: Vec<_> =
                report.places.iter().map(|p| (&p.name, &p.country, p.lat, p.lon)).collect();
            wrong.push(format!("{row:?}\n   found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
