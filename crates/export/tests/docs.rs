//! `docs/export.md` tells what is written, no more and no less.

use annalist_export::{Form, Kind, SHEETS};

const DOCS: &str = include_str!("../../../docs/export.md");

/// The first two cells of the table's rows under a heading.
fn rows(heading: &str) -> Vec<(String, String)> {
    let lines = DOCS.lines().skip_while(|line| *line != heading).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let name = cells.next()?.strip_prefix('`')?.strip_suffix('`')?.to_owned();
        Some((name, cells.next()?.to_owned()))
    };
    lines.filter_map(row).collect()
}

#[test]
fn every_table_and_column_is_documented() {
    for sheet in SHEETS {
        let kind = |kind| match kind {
            Kind::Text => "words",
            Kind::Whole | Kind::Real => "number",
            Kind::Day => "day",
            Kind::Words => "several",
        };
        let present: Vec<(String, String)> =
            sheet.columns.iter().map(|c| (c.name.to_owned(), kind(c.kind).to_owned())).collect();
        assert_eq!(rows(&format!("### {}", sheet.name)), present, "{}", sheet.name);
    }
    let headings = DOCS.lines().filter(|line| line.starts_with("### ")).count();
    assert_eq!(headings, SHEETS.len());
    for (heading, form) in [("## ACLED", Form::Acled), ("## GDELT", Form::Gdelt)] {
        let documented: Vec<String> = rows(heading).into_iter().map(|(name, _)| name).collect();
        assert_eq!(documented, form.columns(), "{heading}");
    }
}
