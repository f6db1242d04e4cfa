//! A desk that runs, and the plainest of clients.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use annalist_serve::Settings;

/// A desk on a store, until the test ends.
pub(crate) struct Desk {
    pub(crate) address: SocketAddr,
    pub(crate) link: String,
    _threads: tokio::runtime::Runtime,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let named =
            |line: &&str| line.split(':').next().is_some_and(|n| n.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| line.split_once(": ")).map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

impl Desk {
    pub(crate) fn open(store: &Path) -> Self {
        let alike: Option<annalist_serve::Alike> = Some(super::store::alike);
        let settings = Settings { store: store.to_owned(), alike, ..Settings::default() };
        Self::with(settings, "127.0.0.1:0")
    }

    pub(crate) fn with(settings: Settings, listen: &str) -> Self {
        let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let running =
            threads.block_on(annalist_serve::bind(settings, listen.parse().unwrap())).unwrap();
        let (mut address, link) = (running.address(), running.link());
        address.set_ip("127.0.0.1".parse().unwrap());
        threads.spawn(annalist_serve::serve(running, std::future::pending()));
        Self { address, link, _threads: threads }
    }

    /// Sends bytes as they are and reads what comes until the connection ends.
    pub(crate) fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // A server that closes early has said what it had to say.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Asks with some headers more, each with its line end.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let host = self.address;
        let host =
            if headers.contains("Host:") { String::new() } else { format!("Host: {host}\r\n") };
        let length = if body.is_empty() {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        self.send(&format!(
            "{method} {path} HTTP/1.1\r\n{host}Connection: close\r\n{headers}{length}\r\n{body}"
        ))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "")
    }
}
