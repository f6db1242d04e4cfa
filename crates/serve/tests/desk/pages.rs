//! Every page says what it should, in each of its forms.

use super::client::Desk;
use super::store;

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&store::plain(folder.path()));
    (folder, desk)
}

#[test]
fn accounts_stand_side_by_side() {
    let (_folder, desk) = desk();
    let page = desk.get("/happenings/1").body;
    assert!(page.contains("Accounts differ: 15 against 4"), "{page}");
    assert!(page.contains("Harbour Authority") && page.contains("Union"));
    let accounts = desk.get("/happenings/1.json").json();
    let killed = &accounts["accounts"]["attributes"][0];
    assert_eq!(
        (killed["name"].as_str(), killed["differs"].as_bool()),
        (Some("killed"), Some(true))
    );
    assert_eq!(killed["sources"].as_array().unwrap().len(), 2);
    let early = desk.get("/happenings/1.json?as_of=2031-03-04").json();
    assert_eq!(early["accounts"]["attributes"][0]["sources"].as_array().unwrap().len(), 1);
}

#[test]
fn a_report_has_its_marks_and_rows() {
    let (_folder, desk) = desk();
    let reports = desk.get("/search.json?what=reports").json();
    let hash = reports["rows"][0]["report"].as_str().unwrap();
    let page = desk.get(&format!("/reports/{hash}")).body;
    for row in ["e1", "s1", "p1", "n1", "f1"] {
        assert!(page.contains(&format!("id=\"{row}\"")), "{row}: {page}");
        assert!(page.contains(&format!("id=\"m-{row}\"")), "the words of {row}: {page}");
    }
    assert!(page.contains("class=\"noise\""), "{page}");
    assert!(page.contains("href=\"/happenings/1\""));
    let record = desk.get(&format!("/reports/{hash}.json")).json();
    assert_eq!(record["schema"], "annalist.report/1");
    assert!(record["document"]["text"].as_str().unwrap().contains("Toll rises"));
}

#[test]
fn filters_filter_and_stay_in_links() {
    let (_folder, desk) = desk();
    let count = |query: &str| desk.get(&format!("/search.json?{query}")).json()["count"].clone();
    assert_eq!(count(""), 2);
    assert_eq!(count("q=toll"), 1);
    assert_eq!(count("type=PROTEST"), 0);
    assert_eq!(count("type=assault&country=bg&since=2031-03-05"), 1);
    assert_eq!(count("what=statements&said_by=dockers%27+union"), 1);
    assert_eq!(count("what=contradictions"), 1);
    assert_eq!(count("what=claims&site=Courier"), 1);
    assert_eq!(count("place=varna&actor=harbour"), 1);
    assert_eq!(count("q=%22open+AND+(("), 0, "what is no question by its grammar is still words");
    let page = desk.get("/search?q=toll&type=ASSAULT").body;
    assert!(
        page.contains("href=\"/search?what=statements&amp;q=toll&amp;type=ASSAULT\""),
        "{page}"
    );
    let csv = desk.get("/search.csv?type=ASSAULT");
    assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
    assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
}

#[test]
fn other_pages_tell_what_the_store_has() {
    let (_folder, desk) = desk();
    let says = |path: &str, words: &str| {
        let page = desk.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains(words), "{path}: {words}: {}", page.body);
    };
    says("/", "Where accounts differ");
    says("/timeline", "2 events");
    says("/map", "2 events in 1 place");
    says("/stories", "Blast in Varna");
    says("/stories/1", "Toll rises");
    says("/actors", "Harbour Authority");
    says("/actors?q=harb", "Harbour Authority");
    says("/actors/1", "What it said");
    says("/quotes", "killed 4 people");
    says("/keys", "Next entry");
    says("/api", "openapi.json");
    let map = desk.get("/map.json").json();
    assert_eq!(map["places"][0]["precision"], "settlement");
    assert_eq!(desk.get("/timeline.json").json()["bins"][0]["types"]["ASSAULT"], 1);
    assert_eq!(desk.get("/timeline.json?q=toll").json()["events"], 1);
}

#[test]
fn what_is_not_there_is_told() {
    let (_folder, desk) = desk();
    for path in [
        "/happenings/99",
        "/actors/x",
        "/stories/-1",
        "/reports/nothing",
        "/nowhere",
        "/happenings/99999999999999999999",
    ] {
        let page = desk.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert!(page.body.contains("<h1>Not in this store</h1>"), "{path}: {}", page.body);
    }
    let answer = desk.get("/happenings/99.json");
    assert_eq!((answer.status, answer.json()["error"].as_str()), (404, Some("Not in this store")));
    assert_eq!(desk.get("/stories/1.csv").status, 404);
    assert!(desk.get("/search?q=zeppelin").body.contains("Nothing fits these filters"));
}

#[test]
fn an_empty_store_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    drop(annalist_store::Store::open(&path).unwrap());
    let desk = Desk::open(&path);
    assert!(desk.get("/").body.contains("annalist add -s FILE reports/"));
    for path in ["/search", "/timeline", "/map", "/stories", "/actors", "/quotes"] {
        let page = desk.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("class=\"empty\""), "{path}: {}", page.body);
    }
}
