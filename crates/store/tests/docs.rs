//! `docs/store.md` tells what is in the file, no more and no less.

use std::collections::BTreeMap;

use annalist_store::{Cell, Store};

type Tables = BTreeMap<String, Vec<String>>;

fn documented() -> Tables {
    let text = include_str!("../../../docs/store.md");
    let mut tables = Tables::new();
    let mut table = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            table = Some(name.to_owned()).filter(|n| !n.contains(' '));
        } else if let (Some(table), Some(rest)) = (&table, line.strip_prefix("| `")) {
            let column = rest.split('`').next().unwrap_or_default();
            tables.entry(table.clone()).or_default().push(column.to_owned());
        }
    }
    tables
}

fn present() -> Tables {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("empty.db")).unwrap();
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        other => panic!("{other:?} is no name"),
    };
    // Virtual tables, and those in which they keep their own things, begin with their names.
    let own = "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'document_text%' \
               AND m.name NOT LIKE 'actor_words%' AND m.name NOT LIKE 'event_boxes%'";
    let mut tables = Tables::new();
    for row in store.sql(own, usize::MAX).unwrap().rows {
        tables.entry(text(&row[0])).or_default().push(text(&row[1]));
    }
    tables
}

#[test]
fn every_table_and_column_is_documented() {
    assert_eq!(documented(), present());
}
