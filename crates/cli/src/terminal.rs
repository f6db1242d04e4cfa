//! Standard output and standard error: colour, width, and messages for people.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use crate::args::When;
use crate::exit::Stop;

/// Makes `--color` hold for everything that is written from here on.
pub(crate) fn set_color(when: When) {
    match when {
        // `NO_COLOR`, `CLICOLOR` and what the terminal can do decide.
        When::Auto => {}
        When::Always => ColorChoice::Always.write_global(),
        When::Never => ColorChoice::Never.write_global(),
    }
}

/// Standard output, which drops colours where they are not wanted.
pub(crate) fn stdout() -> AutoStream<io::Stdout> {
    AutoStream::auto(io::stdout())
}

/// Whether standard output shows colours.
pub(crate) fn stdout_has_color() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Whether a person sees standard error as it is written.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// How many columns text may take: those of the terminal, at most 100; 80 without a terminal.
pub(crate) fn width() -> usize {
    const WIDEST: u16 = 100;
    const NARROWEST: u16 = 30;
    let own = terminal_size::terminal_size().map(|(width, _)| width.0);
    let asked = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    usize::from(own.or_else(asked).unwrap_or(80).clamp(NARROWEST, WIDEST))
}

/// Writes a text to standard output.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut out = stdout();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Stop::writing("standard output", &error))
}

/// Tells people of an error.
pub(crate) fn error(message: &str) {
    say("error", AnsiColor::Red.on_default().bold(), message);
}

/// Tells people of something they should know.
pub(crate) fn note(message: &str) {
    say("note", AnsiColor::Cyan.on_default().bold(), message);
}

fn say(word: &str, style: Style, message: &str) {
    // Where standard error cannot be written to, there is nobody to tell.
    let _ = writeln!(AutoStream::auto(io::stderr()), "{style}{word}:{style:#} {message}");
}
