//! What `annalist serve` and `annalist demo` take.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::store::args::Which;

/// The usual port.
const PORT: u16 = 8300;

/// What `annalist serve` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Serve {
    /// Which store.
    #[command(flatten)]
    pub(crate) which: Which,
    /// Where to listen.
    #[command(flatten)]
    pub(crate) listening: Listening,
    /// Let readers correct the record: join or split actors, mark events wrong
    #[arg(long)]
    pub(crate) edit: bool,
}

/// What `annalist demo` takes.
#[derive(ClapArgs, Debug)]
pub(crate) struct Demo {
    /// Keep the store in this file [default: a file that is gone when the demonstration ends]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Only make the store, open no desk
    #[arg(long, requires = "store")]
    pub(crate) no_serve: bool,
    /// Where to listen.
    #[command(flatten)]
    pub(crate) listening: Listening,
    /// Let readers correct the record
    #[arg(long)]
    pub(crate) edit: bool,
    /// The language pipeline: sm or md, a wheel or a folder [default: sm]
    #[arg(long, value_name = "NAME|PATH", env = "ANNALIST_MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// The gazetteer's file [default: the one built once, from packages, into the cache folder]
    #[arg(long, value_name = "PATH", env = "ANNALIST_GAZETTEER")]
    pub(crate) gazetteer: Option<PathBuf>,
}

/// Where a desk listens.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Listening {
    /// Where to listen: a port, or an address with a port. Any address but this machine's own asks
    /// readers for a token, which the printed link holds [default: 127.0.0.1:8300]
    #[arg(long, short, value_name = "ADDRESS", value_parser = address)]
    pub(crate) listen: Option<SocketAddr>,
    /// A name under which readers reach this machine; may be given several times
    #[arg(long = "host", value_name = "NAME")]
    pub(crate) hosts: Vec<String>,
    /// The token that readers must show [default: a new one each time, where one is needed]
    #[arg(long, value_name = "TOKEN", env = "ANNALIST_TOKEN", hide_env_values = true, value_parser = token)]
    pub(crate) token: Option<String>,
    /// Open the desk in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

impl Listening {
    /// The address to listen at.
    pub(crate) fn address(&self) -> SocketAddr {
        self.listen.unwrap_or(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), PORT))
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    }
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Ok(address);
    }
    match text.parse::<IpAddr>() {
        Ok(ip) => Ok(SocketAddr::new(ip, PORT)),
        Err(_) => {
            Err("expected a port or an address with a port, for example 8300 or 0.0.0.0:8300"
                .to_owned())
        }
    }
}

fn token(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    if text.len() >= 16 && text.chars().all(fits) {
        return Ok(text.to_owned());
    }
    Err("expected 16 or more letters, digits and - _ . ~".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_to_listen() {
        assert_eq!(address("9000").unwrap().to_string(), "127.0.0.1:9000");
        assert_eq!(address("0.0.0.0:9000").unwrap().to_string(), "0.0.0.0:9000");
        assert_eq!(address("::1").unwrap().to_string(), "[::1]:8300");
        assert!(address("example.org").unwrap_err().contains("8300"));
        assert!(token("short").is_err() && token("a token with blanks").is_err());
    }
}
