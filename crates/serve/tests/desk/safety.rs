//! What must not pass: strangers' names, strangers' scripts, strangers' links, and too much of anything.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use annalist_serve::Settings;

use super::client::Desk;
use super::store;

const PAGES: &[&str] = &[
    "/",
    "/search",
    "/search?what=statements",
    "/search?what=claims",
    "/search?what=contradictions",
    "/search?what=reports",
    "/timeline",
    "/map",
    "/stories",
    "/stories/1",
    "/happenings/1",
    "/actors",
    "/actors/1",
    "/quotes",
    "/alike",
];

fn hostile() -> (tempfile::TempDir, Desk, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&store::hostile(folder.path()));
    let reports = desk.get("/search.json?what=reports").json();
    let of = |row: &serde_json::Value| format!("/reports/{}", row["report"].as_str().unwrap());
    let reports = reports["rows"].as_array().unwrap().iter().map(of);
    let pages = PAGES.iter().map(|p| (*p).to_owned()).chain(reports).collect();
    (folder, desk, pages)
}

#[test]
fn stored_html_is_words() {
    let (_folder, desk, pages) = hostile();
    for path in pages {
        let page = desk.get(&path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>") && !page.body.contains("<img"), "{path}");
        // The only scripts are the desk's own files, and no element has any of its own.
        let scripts = page.body.matches("<script").count();
        assert_eq!(page.body.matches("<script src=\"/assets/").count(), scripts, "{path}");
        assert!(!page.body.contains(" onerror=alert(1)>\""), "{path}");
        assert!(!page.body.contains("style="), "{path}: no style but that of the file");
    }
}

#[test]
fn words_in_an_address_are_words() {
    let (_folder, desk, _) = hostile();
    let script = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for path in [
        "/search?q=",
        "/search?actor=",
        "/timeline?place=",
        "/map?site=",
        "/quotes?q=",
        "/actors?q=",
        "/happenings/1?as_of=",
        "/nowhere/",
    ] {
        let page = desk.get(&format!("{path}{script}"));
        assert!(!page.body.contains("<script>"), "{path}");
    }
}

#[test]
fn script_links_are_dropped() {
    let (_folder, desk, pages) = hostile();
    for path in pages {
        let page = desk.get(&path).body.to_lowercase();
        assert!(!page.contains("href=\"javascript:"), "{path}");
        for link in page.split("href=\"").skip(1) {
            let fine = ["/", "#", "?", "https://example.org/", "https://www.geonames.org/"];
            assert!(fine.iter().any(|f| link.starts_with(f)), "{path}: {}", &link[..40]);
        }
    }
}

#[test]
fn turned_words_stay_in_their_isolates() {
    let (_folder, desk, pages) = hostile();
    for path in pages {
        let page = desk.get(&path).body;
        let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        assert!(
            !title.unwrap().contains('\u{202e}'),
            "{path}: the title turns the browser's own words"
        );
        // Everywhere else they stand in an isolate, or in a block with a direction of its own.
        for (at, _) in page.match_indices('\u{202e}') {
            let before = &page[..at];
            let element = before.rsplit('<').next().unwrap();
            let open = |tag: &str| {
                before.matches(&format!("<{tag}")).count()
                    > before.matches(&format!("</{tag}>")).count()
            };
            assert!(
                open("bdi")
                    || element.contains("dir=\"auto\"")
                    || open("p dir=\"auto\"")
                    || open("h1 dir=\"auto\""),
                "{path}: …{}",
                &before[before.len().saturating_sub(80)..]
            );
        }
    }
    let arabic = desk.get("/search?what=reports").body;
    assert!(arabic.contains("<bdi>انفجار في الميناء</bdi>"));
}

#[test]
fn a_cell_is_no_formula() {
    let (_folder, desk, _) = hostile();
    let csv = desk.get("/search.csv?what=statements").body;
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
}

#[test]
fn every_answer_says_what_may_run() {
    let (_folder, desk, mut pages) = hostile();
    pages.extend(
        ["/nowhere", "/search.json", "/search.csv", "/openapi.json", "/assets/x/desk.js"]
            .map(str::to_owned),
    );
    for path in pages {
        let answer = desk.get(&path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        assert!(answer.header("access-control-allow-origin").is_none(), "{path}");
    }
}

#[test]
fn strangers_names_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = store::plain(folder.path());
    let settings = Settings { store, hosts: vec!["desk.example".into()], ..Settings::default() };
    let desk = Desk::with(settings, "127.0.0.1:0");
    let status = |host: &str| desk.ask("GET", "/", &format!("Host: {host}\r\n"), "").status;
    for host in
        ["localhost", "localhost:8300", "127.0.0.1:9", "[::1]:9", "desk.example", "DESK.example:80"]
    {
        assert_eq!(status(host), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.4", ""]
    {
        assert_eq!(status(host), 421, "{host}");
    }
}

#[test]
fn away_from_this_machine_a_token_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = store::plain(folder.path());
    let desk = Desk::with(Settings { store, ..Settings::default() }, "0.0.0.0:0");
    let token = desk.link.split("token=").nth(1).unwrap();
    assert_eq!(token.len(), 32);
    for path in
        ["/", "/search.json", "/assets/x/desk.js", "/openapi.json", "/?token=wrong", "/nowhere"]
    {
        let answer = desk.get(path);
        assert_eq!(answer.status, 401, "{path}");
        assert!(!answer.body.contains("Harbour"), "{path}");
    }
    let welcome = desk.get(&format!("//evil.example/?q=a&token={token}"));
    assert_eq!((welcome.status, welcome.header("location")), (303, Some("/evil.example/?q=a")));
    let cookie = welcome.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    let shown = cookie.split(';').next().unwrap();
    assert_eq!(desk.ask("GET", "/", &format!("Cookie: a=b; {shown}\r\n"), "").status, 200);
    assert_eq!(
        desk.ask("GET", "/search.json", &format!("Authorization: Bearer {token}\r\n"), "").status,
        200
    );
    assert_eq!(desk.ask("GET", "/", "Cookie: annalist_desk=wrong\r\n", "").status, 401);
}

#[test]
fn nothing_is_changed_without_leave() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&store::plain(folder.path()));
    for path in ["/search", "/actors/1", "/happenings/1"] {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            assert_eq!(desk.ask(method, path, "", "").status, 405, "{method} {path}");
        }
    }
    for headers in
        ["Sec-Fetch-Site: cross-site\r\n", "Origin: https://evil.example\r\n", "Origin: null\r\n"]
    {
        assert_eq!(desk.ask("POST", "/search", headers, "").status, 403, "{headers}");
    }
}

#[test]
fn huge_requests_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&store::plain(folder.path()));
    assert_eq!(desk.get(&format!("/search?q={}", "a".repeat(10_000))).status, 414);
    assert_eq!(desk.get(&format!("/search?{}", "type=X&".repeat(1_000))).status, 200);
    let head = format!("X-Long: {}\r\n", "a".repeat(200_000));
    assert!(matches!(desk.ask("GET", "/", &head, "").status, 431 | 0));
    let many = "X-Many: a\r\n".repeat(500);
    assert!(matches!(desk.ask("GET", "/", &many, "").status, 431 | 0));
}

#[test]
fn whoever_is_slow_is_let_go_and_others_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&store::plain(folder.path()));
    let slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(desk.address).unwrap();
            stream.write_all(b"GET / HT").unwrap();
            stream
        })
        .collect();
    assert_eq!(desk.get("/").status, 200);
    let began = Instant::now();
    for mut stream in slow {
        stream.set_read_timeout(Some(Duration::from_secs(25))).unwrap();
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
    }
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "slow clients were held for {:?}",
        began.elapsed()
    );
}
