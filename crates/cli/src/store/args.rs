//! What the commands of the store take.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use annalist_store::{Near, What};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use crate::args::Reading;

/// Which store.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Which {
    /// The store: one SQLite file
    #[arg(long, short, value_name = "FILE", env = "ANNALIST_STORE")]
    pub(crate) store: PathBuf,
}

/// What reports are coded with.
#[derive(ClapArgs, Debug)]
pub(crate) struct Coding {
    /// The language pipeline: sm or md, a wheel or a folder [default: sm]
    #[arg(long, value_name = "NAME|PATH", env = "ANNALIST_MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// The gazetteer's file [default: the one built once, from packages, into the cache folder]
    #[arg(long, value_name = "PATH", env = "ANNALIST_GAZETTEER")]
    pub(crate) gazetteer: Option<PathBuf>,
    /// Do not put places on the map: no gazetteer is needed, places stay names
    #[arg(long, conflicts_with = "gazetteer")]
    pub(crate) no_places: bool,
}

/// What `annalist recode` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Recode {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// What reports are coded with.
    #[command(flatten)]
    pub(crate) coding: Coding,
    /// How long to wait when another program writes to the store, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) wait: u64,
}

/// What `annalist add` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Add {
    /// Which store; it is made where there is none.
    #[command(flatten)]
    pub(crate) which: Which,
    /// What to read.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How many documents to work on at once [default: one per processor core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// What reports are coded with.
    #[command(flatten)]
    pub(crate) coding: Coding,
    /// How long to wait when another program writes to the store, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) wait: u64,
}

/// What `annalist find` takes.
#[derive(ClapArgs, Debug)]
#[command(group = clap::ArgGroup::new("what").multiple(false))]
pub(crate) struct FindArgs {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// Somebody of this name takes part, or part of a name
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// It is told by a source of this name
    #[arg(long, value_name = "NAME")]
    pub(crate) said_by: Option<String>,
    /// The event's PLOVER type: ASSAULT, PROTEST, AGREE, …
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) kind: Option<String>,
    /// It is there: the name of a place, or two letters for a country
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// It is around a point: degrees north, degrees east, kilometres
    #[arg(long, value_name = "LAT,LON,KM", value_parser = near, allow_hyphen_values = true)]
    pub(crate) near: Option<Near>,
    /// Not before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) since: Option<String>,
    /// Not after this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) until: Option<String>,
    /// The report holds these words: budget, "cease fire", minist*, flood NOT insurance
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// Look for statements: who said what
    #[arg(long, group = "what")]
    pub(crate) statements: bool,
    /// Look for claims: what sources say of how many were killed, hurt, arrested, …
    #[arg(long, group = "what")]
    pub(crate) claims: bool,
    /// Look for claims that contradict one another, side by side
    #[arg(long, group = "what")]
    pub(crate) contradictions: bool,
    /// Look for reports
    #[arg(long, group = "what")]
    pub(crate) reports: bool,
    /// At most so many rows; 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// How to write the rows [default: table on a terminal, csv in a pipe]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Rows>,
}

impl FindArgs {
    /// What is looked for.
    pub(crate) fn what(&self) -> What {
        match (self.statements, self.claims, self.contradictions, self.reports) {
            (true, ..) => What::Statements,
            (_, true, ..) => What::Claims,
            (_, _, true, _) => What::Contradictions,
            (.., true) => What::Reports,
            _ => What::Events,
        }
    }
}

/// What `annalist sql` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Sql {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// A question that reads: SELECT …; docs/store.md tells the tables
    #[arg(value_name = "SELECT …")]
    pub(crate) question: String,
    /// At most so many rows; 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 0)]
    pub(crate) limit: usize,
    /// How to write the rows [default: table on a terminal, csv in a pipe]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Rows>,
}

/// What `annalist happening` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Happening {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// Its number, as `annalist find` shows it
    pub(crate) id: i64,
    /// Only what was said up to this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) as_of: Option<String>,
}

/// What `annalist story` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Story {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// Its number, as `annalist find` shows it
    pub(crate) id: i64,
}

/// What `annalist review` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Review {
    /// What is looked at.
    #[command(subcommand)]
    pub(crate) what: ReviewOf,
}

/// What is looked at.
#[derive(Subcommand, Debug)]
pub(crate) enum ReviewOf {
    /// List actors that may be one; join them, keep them apart, split one
    Actors(ReviewActors),
    /// Mark an event as wrong, or as right after all
    Event(ReviewEvent),
}

/// What `annalist review actors` takes.
#[derive(ClapArgs, Debug)]
#[command(group = clap::ArgGroup::new("decision").multiple(false))]
pub(crate) struct ReviewActors {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// These two are one
    #[arg(long, value_names = ["ID", "ID"], num_args = 2, group = "decision")]
    pub(crate) join: Option<Vec<i64>>,
    /// These two are not one; they are listed no more
    #[arg(long, value_names = ["ID", "ID"], num_args = 2, group = "decision")]
    pub(crate) apart: Option<Vec<i64>>,
    /// In some reports this name means somebody else
    #[arg(long, value_name = "ID", group = "decision", requires = "reports", requires = "name")]
    pub(crate) split: Option<i64>,
    /// In which reports: keys, as `annalist find --reports` shows them
    #[arg(long, value_name = "KEY", num_args = 1.., requires = "split")]
    pub(crate) reports: Vec<String>,
    /// What the other is called from now on
    #[arg(long = "as", value_name = "NAME", requires = "split")]
    pub(crate) name: Option<String>,
    /// Why, for whoever reads the decisions
    #[arg(long, value_name = "WORDS", requires = "decision")]
    pub(crate) note: Option<String>,
    /// At most so many pairs; 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// How to write the pairs [default: table on a terminal, csv in a pipe]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Rows>,
    /// How long to wait when another program writes to the store, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) wait: u64,
}

/// What `annalist review event` takes.
#[derive(ClapArgs, Debug)]
#[command(group = clap::ArgGroup::new("verdict").required(true).multiple(false))]
pub(crate) struct ReviewEvent {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// Its key, as `annalist find` shows it
    pub(crate) key: String,
    /// It is not what the report says: left out of answers and exports
    #[arg(long, group = "verdict")]
    pub(crate) wrong: bool,
    /// It is right after all
    #[arg(long, group = "verdict")]
    pub(crate) right: bool,
    /// Why, for whoever reads the decisions
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,
    /// How long to wait when another program writes to the store, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) wait: u64,
}

/// What `annalist export` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Export {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// In which form
    #[arg(long, short, value_enum)]
    pub(crate) format: ExportForm,
    /// Where to: a folder for parquet and csv, else a file [default: standard output]
    #[arg(long, short, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

/// In which form rows are taken elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportForm {
    /// Apache Parquet with Arrow types, one file for each table
    Parquet,
    /// CSV with labels, one file for each table
    Csv,
    /// Events that have a place, as points on a map
    Geojson,
    /// Happenings in the shape of ACLED's table (CSV)
    Acled,
    /// Happenings in the shape of GDELT's event table 2.0 (between tabs)
    Gdelt,
    /// FollowTheMoney entities, one a line
    Ftm,
    /// W3C Web Annotations with PROV (JSON-LD)
    Webannotation,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rows {
    /// For reading in a terminal
    Table,
    /// Values separated by commas (RFC 4180)
    Csv,
    /// A list of objects
    Json,
    /// One object a line
    Ndjson,
}

fn day(text: &str) -> Result<String, String> {
    let read = annalist_read::published(text).map_err(|e| e.to_string())?;
    Ok(read.value.get(..10).unwrap_or(&read.value).to_owned())
}

fn near(text: &str) -> Result<Near, String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    match numbers[..] {
        [latitude, longitude, km]
            if latitude.abs() <= 90.0
                && longitude.abs() <= 180.0
                && (0.0..=20_040.0).contains(&km) =>
        {
            Ok(Near { latitude, longitude, km })
        }
        _ => Err("expected degrees north (-90 to 90), degrees east (-180 to 180) and kilometres, \
                  for example 33.3,44.4,50"
            .to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_checked() {
        assert_eq!(near("33.3, 44.4,50").unwrap().km, 50.0);
        assert!(near("99,44,50").unwrap_err().contains("33.3,44.4,50"));
        assert!(near("33,44").is_err());
        assert!(near("NaN,44,50").is_err());
    }
}
