//! `annalist completions`: scripts that teach shells the command line.

use clap::CommandFactory;

use crate::args::Args;
use crate::exit::{Outcome, Stop};
use crate::terminal;

/// Prints the script for a shell.
pub(crate) fn run(shell: clap_complete::Shell) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "annalist", &mut script);
    terminal::print(&String::from_utf8_lossy(&script)).map(|()| Outcome::Done)
}
