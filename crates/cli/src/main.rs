//! The program `annalist`: news reports in, records out. One module per command.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | all well |
//! | 1 | nothing found: no document, or no record holds a statement or an event |
//! | 2 | wrong usage, or something needed is missing (a language pipeline, a place to write) |
//! | 3 | some documents failed; they are listed on standard error |

mod args;
mod code;
mod completions;
mod desk;
mod exit;
mod gazetteer;
mod model;
mod progress;
mod read;
mod schema;
mod show;
mod sink;
mod sources;
mod store;
mod tally;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    terminal::set_color(args.color);
    let done = match args.command {
        Command::Code(code) => code::run(&code),
        Command::Add(add) => store::add(&add),
        Command::Find(find) => store::find(&find),
        Command::Sql(sql) => store::sql(&sql),
        Command::Happening(happening) => store::happening(&happening),
        Command::Story(story) => store::story(&story),
        Command::Recode(recode) => store::recode(&recode),
        Command::Review(review) => store::review(&review),
        Command::Export(export) => store::export(&export),
        Command::Serve(serve) => desk::serve(&serve),
        Command::Demo(demo) => desk::demo(&demo),
        Command::Read(reading) => read::run(&reading),
        Command::Model(model) => model::run(model),
        Command::Gazetteer(gazetteer) => gazetteer::run(gazetteer),
        Command::Article => read::article(),
        Command::Schema => schema::run(),
        Command::Completions { shell } => completions::run(shell),
    };
    exit::report(done)
}
