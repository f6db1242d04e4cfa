//! What can be written on the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::desk::args as desk;
use crate::read;
use crate::store::args as store;
use annalist_doc::Published;
use annalist_gazetteer::ATTRIBUTION;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// The version, and whose data it comes with.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{}\n{ATTRIBUTION}", env!("CARGO_PKG_VERSION")));

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXIT_CODES: &str = "\
Exit codes:
  0  all well
  1  nothing found: no document, or no record holds a statement or an event
  2  wrong usage, or something needed is missing (a language pipeline, a gazetteer, a place to write)
  3  some documents failed; they are listed on standard error, the others are coded";

const EXAMPLES: &str = "\
Examples:
  Read one report and look at what it says:
    annalist code report.txt --published 2020-01-22

  Code a folder, a record a line:
    annalist code reports/ --output records.ndjson

  Code a table, a document a line, with its own dates:
    annalist code news.jsonl --text-column body --date-column day > records.ndjson

  Ask the records (here: who accuses):
    annalist code report.txt --format ndjson | jq -c '.events[] | select(.type == \"ACCUSE\")'";

const READ_EXAMPLES: &str = "\
Examples:
  annalist read page.html
  annalist read https://example.org/news/ferry-runs-aground
  annalist read crawl.warc.gz --format ndjson | jq -r '[.published.value, .title] | @tsv'
  annalist read news.parquet --text-column body --id-column url --output news.ndjson";

const ADD_EXAMPLES: &str = "\
Examples:
  annalist add -s news.db reports/ feed.xml crawl.warc.gz
  annalist add -s news.db news.csv --text-column body --id-column url --date-column day";

const FIND_EXAMPLES: &str = "\
Examples:
  annalist find -s news.db --type protest --since 2031-05-01
  annalist find -s news.db --statements --said-by 'interior ministry' --text 'toll OR killed'
  annalist find -s news.db --near 33.3,44.4,50 --format csv
  annalist find -s news.db --contradictions";

const REVIEW_EXAMPLES: &str = "\
Examples:
  annalist review actors -s news.db                       which may be one?
  annalist review actors -s news.db --join 4 9            they are
  annalist review actors -s news.db --apart 4 9           they are not
  annalist review actors -s news.db --split 4 --reports 20994fdc… --as 'Ada Okoro (painter)'
  annalist review event -s news.db 20994fdc…/e3 --wrong

Decisions are kept beside the store, in news.db.decisions.ndjson: a line each, to be kept under version
control. `annalist add` carries them out again, also on a store that is made anew.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  annalist export -s news.db --format parquet --output news/
  annalist export -s news.db --format geojson --output events.geojson
  annalist export -s news.db --format ftm | head

docs/export.md tells each form column by column.";

const SERVE_EXAMPLES: &str = "\
Examples:
  annalist serve -s news.db --open
  annalist serve -s news.db --listen 0.0.0.0:8300 --host desk.newsroom.example";

const CODE_EXAMPLES: &str = "\
Examples:
  annalist code report.txt
  annalist code report.txt --published 2020-01-22 --format json
  annalist code monday.txt tuesday.txt reports/ --output records.ndjson
  annalist code page.html feed.xml crawl.warc.gz --skip-duplicates
  annalist code news.csv --text-column body --id-column url --date-column day
  curl -s https://example.org/report.txt | annalist code - | jq .statements";

/// Reads news reports and writes down who says what and what happened, with the words behind it.
#[derive(Parser, Debug)]
#[command(name = "annalist", version, styles = STYLES, max_term_width = 100)]
#[command(long_version = VERSION.as_str())]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colour [default: on a terminal, unless NO_COLOR is set]
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: When,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Read reports and write their records
    #[command(after_help = format!("{CODE_EXAMPLES}\n\n{EXIT_CODES}"))]
    Code(Box<Code>),
    /// Show the texts, their parts and their publication, as annalist sees them
    #[command(after_help = format!("{READ_EXAMPLES}\n\n{EXIT_CODES}"))]
    Read(Box<Read>),
    /// Read reports, write their records into a store, and link them with what it has
    #[command(after_help = format!("{ADD_EXAMPLES}\n\n{EXIT_CODES}"))]
    Add(Box<store::Add>),
    /// Find events, statements, claims and reports in a store
    #[command(after_help = FIND_EXAMPLES)]
    Find(Box<store::FindArgs>),
    /// Ask a store in SQL; nothing is changed
    Sql(store::Sql),
    /// Tell one happening: who says what of it, since when, and against whom
    Happening(store::Happening),
    /// Tell one story: its reports and what happened
    Story(store::Story),
    /// Make the records of a store anew that another version, pipeline or data made
    Recode(store::Recode),
    /// Look at what is not sure, and decide: actors that may be one, events that are wrong
    #[command(after_help = REVIEW_EXAMPLES)]
    Review(store::Review),
    /// Write a store's rows for other tools: Parquet, CSV, GeoJSON, ACLED, GDELT, FollowTheMoney, annotations
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(store::Export),
    /// Show a store in the browser: search, timeline, map, accounts side by side
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(desk::Serve),
    /// Show what annalist is for: a small store of invented reports, in the browser
    Demo(desk::Demo),
    /// Show, fetch and check language pipelines
    Model(Model),
    /// Show, fetch and check the gazetteer: where places are
    Gazetteer(Gazetteer),
    /// Find the article of a cleaned page: what this program starts for each large page
    #[command(hide = true, name = read::ARTICLE)]
    Article,
    /// Print the JSON Schema of the record
    Schema,
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  annalist completions bash > ~/.local/share/bash-completion/completions/annalist"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What `annalist code` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Code {
    /// What to read.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to write the records [default: text on a terminal, ndjson in a pipe or a file]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Format>,
    /// Write to a file; it appears, or is replaced, as a whole when all is done
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// How many documents to work on at once [default: one per processor core]. The output is the
    /// same whatever the number
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Which statements to keep [default: all]
    #[arg(
        long,
        value_enum,
        value_name = "WHICH",
        default_value = "all",
        hide_default_value = true
    )]
    pub(crate) statements: Statements,
    /// The language pipeline: sm or md (English, small or with word vectors; fetched once into the cache
    /// folder), or a wheel, a model folder or an installed package's folder [default: sm]
    #[arg(long, value_name = "NAME|PATH", env = "ANNALIST_MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// The gazetteer's file [default: the one built once, from packages, into the cache folder]
    #[arg(long, value_name = "PATH", env = "ANNALIST_GAZETTEER")]
    pub(crate) gazetteer: Option<PathBuf>,
    /// Do not put places on the map: no gazetteer is needed, places stay names, and each record says so
    #[arg(long, conflicts_with = "gazetteer")]
    pub(crate) no_places: bool,
}

/// What `annalist read` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Read {
    /// What to read.
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to write the documents [default: text on a terminal, ndjson in a pipe or a file]
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Format>,
    /// Write to a file; it appears, or is replaced, as a whole when all is done
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What to read, and how.
#[derive(ClapArgs, Debug)]
pub(crate) struct Reading {
    /// Files, folders, patterns such as 'news/*.html', http(s) addresses, or `-` for standard input
    /// [default: standard input, when it is no terminal]. Texts, web pages, feeds (RSS, Atom, JSON
    /// Feed), web archives (WARC) and tables (JSON Lines, CSV, Parquet), each also packed as .gz or
    /// .zst; told by their names, else by how they begin
    #[arg(value_name = "FILE|DIR|URL|-")]
    pub(crate) inputs: Vec<PathBuf>,
    /// When the documents were published, for those that do not bring a date: 2020-01-22, or
    /// 2020-01-22T19:30:00Z. Without it "yesterday" is kept but not put on a calendar
    #[arg(long, short, value_name = "DATE", value_parser = annalist_read::published)]
    pub(crate) published: Option<Published>,
    /// What the inputs hold, where neither name nor beginning tell
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) from: Option<From>,
    /// The column of a table that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_column: String,
    /// The column that holds a name for the document; it comes back in document.source.id
    /// [default: id, where there is one]
    #[arg(long, value_name = "NAME")]
    pub(crate) id_column: Option<String>,
    /// The column that holds the publication date
    #[arg(long, value_name = "NAME")]
    pub(crate) date_column: Option<String>,
    /// The column that holds the headline
    #[arg(long, value_name = "NAME")]
    pub(crate) title_column: Option<String>,
    /// The column that holds who published it: a name, a host or an address. Publishers are counted by
    /// it, and where one is at home is a clue for places
    #[arg(long, value_name = "NAME")]
    pub(crate) site_column: Option<String>,
    /// Leave out documents that repeat an earlier one of this run. Without it they are kept, and
    /// document.duplicate_of names the first publication
    #[arg(long)]
    pub(crate) skip_duplicates: bool,
    /// Also fetch from addresses of this machine and of private networks
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One record a line
    Ndjson,
    /// Indented: one object for a single text, a list for several documents
    Json,
    /// For reading in a terminal
    Text,
}

/// Which statements are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Statements {
    /// Also beliefs, wishes and intentions
    All,
    /// Only what was said or written
    Reported,
}

/// What inputs hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Plain text, one document a file
    Text,
    /// A web page, one document a file
    Html,
    /// RSS, Atom or JSON Feed, one document an item
    Feed,
    /// A web archive, one document a page
    Warc,
    /// JSON Lines, one document a line
    Jsonl,
    /// Values separated by commas, semicolons or tabs, one document a row
    Csv,
    /// A Parquet table, one document a row
    Parquet,
}

/// What `annalist model` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Model {
    /// What to do with pipelines.
    #[command(subcommand)]
    pub(crate) action: Option<ModelAction>,
}

/// What can be done with pipelines.
#[derive(Subcommand, Clone, Debug)]
pub(crate) enum ModelAction {
    /// List the pipelines that annalist knows, and where they are
    List,
    /// Print the path of the pipeline that `annalist code` would use
    Path,
    /// Fetch a pipeline with Python's package client, unless it is here
    Fetch {
        /// sm or md [default: sm]
        name: Option<String>,
        /// Fetch it again, also when a file is here.
        #[arg(long)]
        force: bool,
    },
    /// Check that a pipeline is complete, unchanged and can be loaded
    Check {
        /// sm or md, a wheel, or a folder [default: the one that `annalist code` would use]
        path: Option<PathBuf>,
    },
}

/// What `annalist gazetteer` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Gazetteer {
    /// What to do with it.
    #[command(subcommand)]
    pub(crate) action: Option<GazetteerAction>,
}

/// What can be done with the gazetteer.
#[derive(Subcommand, Clone, Debug)]
pub(crate) enum GazetteerAction {
    /// Show what it is made of, and where it is
    List,
    /// Print the path of the file that `annalist code` would use
    Path,
    /// Fetch its packages with Python's package client and build it, unless it is here
    Fetch {
        /// Build it again, also when a file is here.
        #[arg(long)]
        force: bool,
    },
    /// Check that it is whole and can be read
    Check {
        /// A file [default: the one that `annalist code` would use]
        path: Option<PathBuf>,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_makes_sense() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_nonsense_date_is_a_usage_error() {
        let error =
            Args::try_parse_from(["annalist", "code", "a.txt", "--published", "soon"]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("2020-01-22"), "{error}");
    }
}
