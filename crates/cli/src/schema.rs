//! `annalist schema`: the JSON Schema of the record.

use crate::exit::{Outcome, Stop};
use crate::terminal;

/// Prints the schema.
pub(crate) fn run() -> Result<Outcome, Stop> {
    terminal::print(&text()).map(|()| Outcome::Done)
}

/// The schema as it is printed and kept in the repository.
fn text() -> String {
    format!("{:#}\n", annalist_doc::json_schema())
}

#[cfg(test)]
mod tests {
    /// To write the file anew: `cargo run -p annalist-cli -- schema > schema/annalist.report.1.json`.
    #[test]
    fn the_schema_in_the_repository_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/annalist.report.1.json");
        let kept = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            kept == super::text(),
            "{path} is out of date: run `just schema`, or `cargo run -p \
            annalist-cli -- schema > schema/annalist.report.1.json`"
        );
    }
}
