//! Addresses, against a server of our own on this machine.
#![cfg(feature = "fetch")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use annalist_read::fetch::{Limits, USER_AGENT, fetch};
use annalist_read::{Fetched, Input, Options, ReadError, open};

/// A server that gives these answers by path, and notes what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&str, u16) -> Option<String> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let mut head = Vec::new();
                while let Some(Ok(line)) = lines.next()
                    && !line.is_empty()
                {
                    head.push(line);
                }
                let Some(path) = head.first().and_then(|line| line.split(' ').nth(1)) else {
                    continue;
                };
                notes.lock().unwrap().push(head.join("\n"));
                let mut stream = stream;
                match answer(path, port) {
                    Some(answer) => drop(stream.write_all(answer.as_bytes())),
                    // Silence.
                    None => thread::sleep(Duration::from_secs(3)),
                }
            }
        });
        Self { port, asked }
    }

    fn fetch(&self, path: &str, limits: &Limits) -> Result<Fetched, ReadError> {
        fetch(&format!("http://127.0.0.1:{}{path}", self.port), limits)
    }

    fn asked(&self) -> Vec<String> {
        let all = self.asked.lock().unwrap();
        all.iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect()
    }
}

fn ok(kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn status(status: &str, fields: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{fields}Content-Length: 0\r\nConnection: close\r\n\r\n")
}

fn here() -> Limits {
    Limits { allow_private: true, ..Limits::default() }
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>Ostwick Times</title><item><title>Ferry free</title>\
    <link>https://example.org/1</link><description>The ferry is free again.</description></item></channel></rss>";

#[test]
fn a_page_is_asked_for_once_after_robots_txt() {
    let server = Server::start(|path, _| {
        Some(match path {
            "/robots.txt" => ok("text/plain", "User-agent: *\nDisallow: /private/\n"),
            _ => ok("application/rss+xml", FEED),
        })
    });
    let fetched = server.fetch("/feed", &here()).unwrap();
    assert_eq!(server.asked(), ["/robots.txt", "/feed"]);
    assert!(server.asked.lock().unwrap()[1].contains(&format!("ser-agent: {USER_AGENT}")));
    let documents: Vec<_> = open(Input::Fetched(fetched), &Options::default()).collect();
    assert_eq!(documents.len(), 1);
    let document = documents[0].as_ref().unwrap();
    assert_eq!(document.title.as_deref(), Some("Ferry free"));
    assert_eq!(document.text, "The ferry is free again.");
    let container = document.source.container.as_deref();
    assert_eq!(container, Some(format!("http://127.0.0.1:{}/feed", server.port).as_str()));
}

#[test]
fn robots_txt_is_respected() {
    let server = Server::start(|path, _| {
        Some(match path {
            "/robots.txt" => ok("text/plain", "User-agent: annalist\nDisallow: /private/\n"),
            "/moved" => status("302 Found", "Location: /private/page\r\n"),
            _ => ok("text/html", "<p>words</p>"),
        })
    });
    for path in ["/private/page", "/moved"] {
        let error = server.fetch(path, &here()).unwrap_err();
        assert!(error.is_refused() && error.to_string().contains("robots.txt"), "{error}");
    }
    assert!(!server.asked().iter().any(|path| path.starts_with("/private")));
    assert!(server.fetch("/public", &here()).is_ok());
}

#[test]
fn a_site_that_cannot_say_its_wishes_is_left_alone() {
    let server = Server::start(|path, _| {
        Some(if path == "/robots.txt" {
            status("503 Busy", "")
        } else {
            ok("text/html", "<p>x</p>")
        })
    });
    assert!(server.fetch("/page", &here()).unwrap_err().is_refused());
    let server = Server::start(|path, _| {
        Some(if path == "/robots.txt" {
            status("404 Not Found", "")
        } else {
            ok("text/html", "<p>x</p>")
        })
    });
    assert!(server.fetch("/page", &here()).is_ok());
}

#[test]
fn this_machine_is_asked_only_when_allowed() {
    let server = Server::start(|_, _| Some(ok("text/html", "<p>secret</p>")));
    let limits = Limits::default();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"] {
        let error = fetch(&format!("http://{host}:{}/", server.port), &limits).unwrap_err();
        assert!(error.is_refused(), "{host}: {error}");
        assert!(error.to_string().contains("--allow-private"), "{error}");
    }
    assert!(server.asked().is_empty(), "{:?}", server.asked());
}

#[test]
fn redirects_are_followed_a_few_times_and_looked_at() {
    let server = Server::start(|path, port| {
        Some(match path {
            "/robots.txt" => status("404 Not Found", ""),
            "/a" => status("301 Moved", "Location: /b\r\n"),
            "/b" => status("307 Moved", &format!("Location: http://localhost:{port}/c\r\n")),
            "/c" => ok("text/plain", "The ferry is free."),
            "/file" => status("302 Found", "Location: file:///etc/passwd\r\n"),
            "/round" => status("302 Found", "Location: /round\r\n"),
            "/nowhere" => status("302 Found", ""),
            _ => status("410 Gone", ""),
        })
    });
    let fetched = server.fetch("/a", &here()).unwrap();
    assert_eq!(fetched.uri, format!("http://localhost:{}/c", server.port));
    assert_eq!(fetched.bytes, b"The ferry is free.");
    // Another host has wishes of its own.
    assert_eq!(server.asked().iter().filter(|path| *path == "/robots.txt").count(), 2);
    assert!(server.fetch("/file", &here()).unwrap_err().is_refused());
    let said = |path: &str| server.fetch(path, &here()).unwrap_err().to_string();
    assert!(said("/round").contains("redirects more than 5 times"));
    assert!(said("/nowhere").contains("redirects to nowhere"));
    assert!(said("/gone").contains("410"));
}

#[test]
fn size_and_time_have_limits() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Some(status("404 Not Found", "")),
        "/silent" => None,
        _ => Some(ok("text/plain", &"word ".repeat(1000))),
    });
    let small = Limits { max_bytes: 4999, ..here() };
    assert!(server.fetch("/long", &small).unwrap_err().is_too_large());
    assert!(server.fetch("/long", &Limits { max_bytes: 5000, ..here() }).is_ok());
    let short = Limits { timeout: Duration::from_millis(500), ..here() };
    let error = server.fetch("/silent", &short).unwrap_err().to_string();
    assert!(error.contains("did not answer within"), "{error}");
    assert!(fetch("http://no such host/", &here()).is_err());
}
