//! How the program ends.

use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::terminal;

/// What a command came to when nothing kept it from its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All well.
    Done,
    /// There was nothing to find.
    Nothing,
    /// Some documents failed; they have been listed.
    SomeFailed,
}

/// What kept a command from its work: wrong usage, or something that is missing.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A message for people, of one line or several.
    Message(String),
    /// Nobody reads the output any more. That is no error.
    BrokenPipe,
}

impl Stop {
    /// A message made of anything that can be shown.
    pub(crate) fn because(what: impl fmt::Display) -> Self {
        Self::Message(what.to_string())
    }

    /// Trouble with writing to `place`.
    pub(crate) fn writing(place: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::BrokenPipe;
        }
        Self::Message(format!("could not write to {place}: {error}"))
    }
}

impl From<annalist_resources::Error> for Stop {
    fn from(error: annalist_resources::Error) -> Self {
        Self::because(error)
    }
}

/// The code that tells the shell how it went.
pub(crate) fn report(done: Result<Outcome, Stop>) -> ExitCode {
    ExitCode::from(match done {
        Ok(Outcome::Done) | Err(Stop::BrokenPipe) => 0,
        Ok(Outcome::Nothing) => 1,
        Err(Stop::Message(message)) => {
            terminal::error(&message);
            2
        }
        Ok(Outcome::SomeFailed) => 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_pipe_is_no_error() {
        let pipe = Stop::writing("standard output", &io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(matches!(pipe, Stop::BrokenPipe));
        let full = Stop::writing("a.json", &io::Error::from(io::ErrorKind::StorageFull));
        assert!(matches!(full, Stop::Message(m) if m.starts_with("could not write to a.json")));
    }
}
