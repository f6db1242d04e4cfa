//! `annalist-eval`: how good Annalist is, measured beside its peers.
//!
//! Gold data is looked for in `../shared/gold`, or where `ANNALIST_GOLD` says. Where it is absent a
//! command says so and ends well: nothing was measured.

mod attribution;
mod case;
mod coding;
mod gold;
mod model;
mod scores;
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
    /// Who says what: scored on PolNeAR, beside the peers.
    Attribution(attribution::Args),
    /// Compares the record of a report with what a careful reader records from it.
    Case(case::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let model = cli.model.as_deref();
    let done = match cli.command {
        Command::Attribution(args) => attribution::run(&args, model),
        Command::Case(args) => case::run(&args, model),
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
