//! `annalist-eval`: how good Annalist is, measured beside its peers.
//!
//! Gold data is looked for in `../shared/gold`, or where `ANNALIST_GOLD` says. Where it is absent a
//! command says so and ends well: nothing was measured.

mod agree;
mod archive;
mod attribution;
mod case;
mod coding;
mod coref;
mod desk;
mod duplicates;
mod engine;
mod gold;
mod language;
mod learn;
mod model;
mod pages;
mod place;
mod plv;
mod run;
mod sampled;
mod scores;
mod store;
mod stories;
mod time;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "annalist-eval", about = "How good Annalist is, measured beside its peers")]
struct Cli {
    /// The language pipeline: a wheel or a directory (else ANNALIST_MODEL, else the cache).
    #[arg(long, global = true)]
    model: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Whether the language engine gives spaCy's answers, with real spaCy beside it.
    Agree(agree::Args),
    /// Who says what: scored on PolNeAR, beside the peers.
    Attribution(attribution::Args),
    /// Compares the record of a report with what a careful reader records from it.
    Case(case::Args),
    /// Who is who: scored on GUM's documents.
    Coref(coref::Args),
    /// Whether reprints are found, and only reprints: on edited PolNeAR articles.
    Duplicates(duplicates::Args),
    /// Which mentions tell of the same event: scored on ECB+, beside two baselines.
    EventsCoref(coref::events::Args),
    /// How many of a sample of events a reader finds right.
    EventsSampled(sampled::Args),
    /// How fast the language engine is, how much memory it takes, how soon it is ready.
    Engine(engine::Args),
    /// The text and the facts of web pages, beside Python's trafilatura.
    Pages(pages::Args),
    /// Whether the language of a text is told rightly.
    Language(language::Args),
    /// How fast the desk answers on a large store, also while it is written to and many read.
    Desk(desk::Args),
    /// Names of places, found and put on the map: scored on LGL and GeoVirus, beside the peers.
    Place(place::Args),
    /// What happens between two marked actors: scored on PLV's sentences, beside the peers.
    Plv(plv::Args),
    /// Learns where a verb's event happens, and writes the weights into the lexicon.
    TrainEventPlaces(learn::EventPlaceArgs),
    /// Learns which place a name means, and writes the weights into the lexicon.
    TrainPlaces(learn::PlaceArgs),
    /// Learns which words are names of places, and writes the weights into the lexicon.
    TrainToponyms(learn::ToponymArgs),
    /// Learns which event mentions speak of one event, and writes the weights into the lexicon.
    TrainSameEvents(learn::SameEventArgs),
    /// When things happened: scored on TimeBank and AQUAINT, beside HeidelTime.
    Time(time::Args),
    /// How fast records are added to a store and found in it, and how much room they take.
    Store(store::Args),
    /// Which reports tell one story: scored on news clusters, beside two baselines.
    Stories(stories::Args),
    /// Learns which type of event holds between two actors, and writes the weights into the lexicon.
    TrainEvents(learn::EventArgs),
    /// Learns which candidates are statements, and writes the weights into the lexicon.
    TrainStatements(learn::StatementArgs),
    /// Records of a web archive a second, beside warcio, and what becomes of a damaged one.
    Warc(archive::Args),
    /// The whole main path over real documents, every promise of the record checked.
    Run(run::Args),
}

/// Ends quietly when whoever reads our output has seen enough, as in `… | head`.
fn end_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let message = info.payload().downcast_ref::<String>();
        if message.is_some_and(|m| m.starts_with("failed printing to stdout")) {
            std::process::exit(0);
        }
        usual(info);
    }));
}

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    end_with_the_reader();
    let cli = Cli::parse();
    let model = cli.model.as_deref();
    let done = match cli.command {
        Command::Agree(args) => agree::run(&args, model),
        Command::Attribution(args) => attribution::run(&args, model),
        Command::Case(args) => case::run(&args, model),
        Command::Coref(args) => coref::run(&args, model),
        Command::Duplicates(args) => duplicates::run(&args),
        Command::EventsCoref(args) => coref::events::run(&args, model),
        Command::EventsSampled(args) => sampled::run(&args, model),
        Command::Engine(args) => engine::run(&args, model),
        Command::Pages(args) => pages::run(&args),
        Command::Language(args) => language::run(&args),
        Command::Warc(args) => archive::run(&args),
        Command::Desk(args) => desk::run(&args, model),
        Command::Place(args) => place::run(&args, model),
        Command::Plv(args) => plv::run(&args, model),
        Command::Time(args) => time::run(&args, model),
        Command::Store(args) => store::run(&args, model),
        Command::Stories(args) => stories::run(&args, model),
        Command::TrainEvents(args) => learn::events(&args, model),
        Command::TrainStatements(args) => learn::statements(&args, model),
        Command::TrainEventPlaces(args) => learn::event_places(&args, model),
        Command::TrainPlaces(args) => learn::places(&args, model),
        Command::TrainToponyms(args) => learn::toponyms(&args, model),
        Command::TrainSameEvents(args) => learn::same_events(&args, model),
        Command::Run(args) => run::run(&args, model),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("annalist-eval: {message}");
            ExitCode::from(2)
        }
    }
}
