//! `annalist serve`: a store's pages on this machine.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use annalist_serve::Settings;

use super::args::{Listening, Serve};
use crate::exit::{Outcome, Stop};
use crate::store;
use crate::terminal;

/// Runs `annalist serve`.
pub(crate) fn run(args: &Serve) -> Result<Outcome, Stop> {
    desk(args.which.store.clone(), &args.listening, args.edit, false)
}

/// Opens a desk on a store, until it is stopped from the keyboard.
pub(super) fn desk(
    store: PathBuf,
    listening: &Listening,
    edit: bool,
    demo: bool,
) -> Result<Outcome, Stop> {
    let settings = Settings {
        store,
        hosts: listening.hosts.clone(),
        token: listening.token.clone(),
        edit,
        demo,
        alike: Some(store::alike),
        decide: Some(annalist::decide),
    };
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let threads = threads.map_err(|e| Stop::because(format!("no threads for the desk: {e}")))?;
    threads.block_on(async {
        let address = listening.address();
        let running = annalist_serve::bind(settings, address).await.map_err(Stop::because)?;
        let link = running.link();
        terminal::print(&format!("The desk is at {link}\n"))?;
        terminal::note("Ctrl-C closes it");
        if !running.address().ip().is_loopback() {
            terminal::note(
                "it can be reached from other machines, unencrypted: whoever has the token can read all of it",
            );
        }
        if listening.open {
            open(&link);
        }
        annalist_serve::serve(running, stopped()).await;
        Ok(Outcome::Done)
    })
}

/// Waits for the sign to stop, from the keyboard or from whoever runs this machine.
async fn stopped() {
    let keyboard = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = keyboard => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    let _ = keyboard.await;
}

/// Shows an address in the user's browser; where there is none the printed link does.
fn open(link: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(first)
        .arg(link)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        terminal::note("no browser was found; open the link by hand");
    }
}
