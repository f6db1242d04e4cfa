//! What people decide on the desk, and who may not.

use annalist_serve::Settings;

use super::client::{Answer, Desk};
use super::store;

fn desk(edit: bool) -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let path = store::plain(folder.path());
    let alike: Option<annalist_serve::Alike> = Some(store::alike);
    let settings = Settings { store: path, edit, alike, ..Settings::default() };
    let desk = Desk::with(settings, "127.0.0.1:0");
    (folder, desk)
}

/// The token in a form of a page.
fn token(desk: &Desk) -> String {
    let page = desk.get("/happenings/1").body;
    let token =
        page.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.unwrap().to_owned()
}

fn decide(desk: &Desk, headers: &str, form: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    desk.ask("POST", "/corrections/decide", &format!("{kind}{headers}"), &body)
}

#[test]
fn an_event_is_marked_wrong_and_right_again() {
    let (folder, desk) = desk(true);
    let (token, row) = (token(&desk), desk.get("/search.json").json()["rows"][0].clone());
    let key = format!("{}/{}", row["report"].as_str().unwrap(), row["local"].as_str().unwrap());
    let count = || desk.get("/search.json").json()["count"].as_i64().unwrap();
    assert_eq!(count(), 2);
    let form = |what| {
        [
            ("token", token.as_str()),
            ("do", what),
            ("event", key.as_str()),
            ("back", "/happenings/1"),
            ("note", "a drill"),
        ]
    };
    let done = decide(&desk, "Sec-Fetch-Site: same-origin\r\n", &form("wrong"));
    assert_eq!(
        (done.status, done.header("location")),
        (303, Some("/happenings/1")),
        "{}",
        done.body
    );
    assert_eq!(count(), 1);
    let happening = desk.get("/happenings/1").body;
    assert!(
        happening.contains("marked wrong") && happening.contains("Right after all"),
        "{happening}"
    );
    assert_eq!(desk.get("/timeline.json").json()["events"], 1);
    let kept = std::fs::read_to_string(folder.path().join("news.db.decisions.ndjson")).unwrap();
    assert!(kept.contains("\"decision\":\"wrong\"") && kept.contains("a drill"), "{kept}");
    assert_eq!(desk.get("/corrections.json").json()["decisions"][0]["event"], key);
    assert!(desk.get("/corrections.csv").body.contains("a drill"));
    decide(&desk, "", &form("right"));
    assert_eq!(count(), 2);
}

#[test]
fn actors_are_joined_and_split() {
    let (_folder, desk) = desk(true);
    let token = token(&desk);
    let actors = || desk.get("/actors.json").json()["rows"].as_array().unwrap().len();
    assert_eq!(actors(), 2);
    let done =
        decide(&desk, "", &[("token", &token), ("do", "join"), ("one", "1"), ("other", "2")]);
    assert_eq!(
        (done.status, done.header("location")),
        (303, Some("/corrections")),
        "{}",
        done.body
    );
    assert_eq!(actors(), 1);
    let report = desk.get("/search.json?what=reports").json()["rows"][0]["report"].clone();
    let split = [
        ("token", token.as_str()),
        ("do", "split"),
        ("one", "1"),
        ("report", report.as_str().unwrap()),
        ("name", "The other"),
    ];
    assert_eq!(decide(&desk, "", &split).status, 303);
    assert_eq!(actors(), 2);
    assert!(desk.get("/corrections").body.contains("The other"));
}

#[test]
fn only_from_this_desk_and_only_where_it_is_allowed() {
    let (_folder, reading) = desk(false);
    assert!(!reading.get("/happenings/1").body.contains("<form class=\"verdict-form\""));
    assert_eq!(decide(&reading, "", &[("do", "join"), ("one", "1"), ("other", "2")]).status, 403);
    let (_folder, desk) = desk(true);
    let token = token(&desk);
    let join = |token| [("token", token), ("do", "join"), ("one", "1"), ("other", "2")];
    for wrong in ["", "wrong", &token[1..]] {
        assert_eq!(decide(&desk, "", &join(wrong)).status, 403, "{wrong}");
    }
    for headers in [
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Origin: https://evil.example\r\n",
    ] {
        assert_eq!(decide(&desk, headers, &join(&token)).status, 403, "{headers}");
    }
    assert_eq!(desk.get("/corrections/decide").status, 405);
    assert_eq!(
        desk.get("/actors.json").json()["rows"].as_array().unwrap().len(),
        2,
        "nothing was changed"
    );
}

#[test]
fn nonsense_is_told_and_changes_nothing() {
    let (_folder, desk) = desk(true);
    let token = token(&desk);
    let status = |form: &[(&str, &str)]| {
        let form: Vec<(&str, &str)> =
            form.iter().copied().chain([("token", token.as_str())]).collect();
        decide(&desk, "", &form).status
    };
    assert_eq!(status(&[("do", "burn")]), 400);
    assert_eq!(status(&[("do", "join"), ("one", "1")]), 400);
    assert_eq!(status(&[("do", "join"), ("one", "1"), ("other", "99")]), 409);
    assert_eq!(status(&[("do", "wrong"), ("event", "nothing")]), 409);
    assert_eq!(status(&[("do", "split"), ("one", "1"), ("name", "x")]), 400);
    let huge = "x".repeat(100_000);
    assert_eq!(status(&[("do", "wrong"), ("note", &huge)]), 413);
    let back = |to: &str| {
        let form = [
            ("token", token.as_str()),
            ("do", "apart"),
            ("one", "1"),
            ("other", "2"),
            ("back", to),
        ];
        decide(&desk, "", &form).header("location").map(str::to_owned)
    };
    for to in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"] {
        assert_eq!(back(to).as_deref(), Some("/corrections"), "{to}");
    }
    assert_eq!(back("/actors/1").as_deref(), Some("/actors/1"));
}

#[test]
fn actors_that_may_be_one_are_listed_with_what_to_decide() {
    let (_folder, desk) = desk(true);
    let list = desk.get("/alike.json").json();
    let first = &list["rows"][0];
    let [one, other] = ["id", "other_id"].map(|c| first[c].as_i64().unwrap());
    let page = desk.get("/alike").body;
    assert!(page.contains(&format!("/actors/{one}\"")) && page.contains("Not the same"), "{page}");
    assert!(desk.get("/alike.csv").body.starts_with("id,name,type,country,roles,reports,other_id"));
    assert!(desk.get("/actors").body.contains("href=\"/alike\""));
    let (one, other) = (one.to_string(), other.to_string());
    let token = token(&desk);
    let form =
        [("token", &*token), ("do", "apart"), ("one", &one), ("other", &other), ("back", "/alike")];
    let done = decide(&desk, "Sec-Fetch-Site: same-origin\r\n", &form);
    assert_eq!((done.status, done.header("location")), (303, Some("/alike")), "{}", done.body);
    assert!(desk.get("/corrections").body.contains("kept apart"));
    assert!(!self::desk(false).1.get("/alike").body.contains("Not the same"));
}
