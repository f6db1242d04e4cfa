//! Stores made by hand.

use std::path::{Path, PathBuf};
use std::time::Duration;

use annalist_doc::{Report, Source, WireReport};
use annalist_store::{
    ActorChoice, Decided, Error, HappeningChoice, Holder, Known, Links, Packed, Store, StoryChoice,
    Table, Writer,
};
use serde_json::json;

/// Every two actors of a store, as pairs that may be one.
pub(crate) fn alike(store: &Store, _: &[Decided], most: usize) -> Result<Table, Error> {
    let side = |a: &str, of: &str| {
        let columns = ["id", "name", "type", "country", "sectors AS roles", "documents AS reports"];
        let named = columns.map(|c| {
            let name = c.rsplit(' ').next().unwrap_or(c);
            format!("{a}.{} AS {of}{name}", c.split(' ').next().unwrap_or(c))
        });
        named.join(", ")
    };
    let sql = format!(
        "SELECT {}, {}, 'a letter' AS why FROM actors a JOIN actors b ON b.id > a.id ORDER BY a.id, b.id",
        side("a", ""),
        side("b", "other_")
    );
    store.ask(&sql, &[], most)
}

/// Words that would do harm where they are taken for more than words.
pub(crate) const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&amp;";
/// Words that turn what follows around.
pub(crate) const TURNED: &str = "\u{202e}elgna\u{2066}";

/// A report by one source on one event, every word of it chosen by the test.
pub(crate) struct Told<'a> {
    pub(crate) title: &'a str,
    pub(crate) site: &'a str,
    pub(crate) uri: &'a str,
    pub(crate) source: &'a str,
    pub(crate) killed: u64,
    pub(crate) day: &'a str,
}

/// The record of it.
pub(crate) fn record(told: &Told<'_>) -> Report {
    let Told { title, site, uri, source, killed, day } = told;
    let text = format!(
        "{title}\n\n{source} said a blast killed {killed} people in Varna.\n\nShare this\n"
    );
    let points = |part: &str| {
        let at = text.rfind(part).unwrap();
        let start = text[..at].chars().count();
        json!([start, start + part.chars().count()])
    };
    let span = |part: &str| {
        let points = points(part);
        (points[0].clone(), points[1].clone())
    };
    let block =
        |kind: &str, part: &str| json!({"kind": kind, "start": span(part).0, "end": span(part).1});
    let sentence = format!("{source} said a blast killed {killed} people in Varna.");
    let content = format!("a blast killed {killed} people in Varna");
    let figure = span(&killed.to_string());
    let name = span(source);
    let place = span("Varna");
    let source_of = Source { uri: Some((*uri).to_owned()), ..Source::default() };
    let record = json!({
        "schema": "annalist.report/1",
        "program": {"version": "0", "pipeline": "none", "pipeline_hash": "", "lexicon_hash": "", "gazetteer_hash": null},
        "document": {
            "id": hash(&text), "source": source_of,
            "title": title, "byline": source, "site": site, "language": "en",
            "published": {"value": day, "from": "given"}, "duplicate_of": null, "text": text,
            "blocks": [block("heading", title), block("paragraph", &sentence), block("noise", "Share this")],
        },
        "sentences": [points(&sentence)],
        "mentions": [{"id": "m1", "start": name.0, "end": name.1, "kind": "name", "entity": "n1"}],
        "entities": [{"id": "n1", "type": "organization", "name": source, "aliases": [], "roles": [], "affiliation": null, "country": "BG", "actor": null, "mentions": ["m1"]}],
        "times": [],
        "places": [{"id": "p1", "start": place.0, "end": place.1, "name": "Varna", "sense": "place", "geonameid": 726_050, "source": "geonames", "lat": 43.2, "lon": 27.9, "feature": "PPLA", "country": "BG", "admin1": null, "precision": "settlement", "alternatives": [], "reason": null}],
        "statements": [{"id": "s1", "kind": "indirect", "source": {"spans": [points(source)], "mention": "m1", "entity": "n1", "class": "organization"}, "cue": {"spans": [points("said")], "lemma": "say", "class": "neutral"}, "content": [points(&content)], "parent": null, "polarity": "positive", "certainty": "certain", "time": null, "order": null}],
        "events": [{"id": "e1", "trigger": points("killed"), "type": "ASSAULT", "mode": null, "contexts": [], "quad": 4, "codes": {"plover": "ASSAULT", "cameo": "18", "acled": null}, "arguments": [{"role": "actor", "start": name.0, "end": name.1, "entity": "n1"}], "time": null, "place": "p1", "figures": ["f1"], "polarity": "positive", "modality": "actual", "modality_evidence": [], "mentions": [], "tense": "past", "according_to": ["s1"], "confidence": 0.5}],
        "figures": [{"id": "f1", "start": figure.0, "end": figure.1, "what": "killed", "low": killed, "high": killed, "text": killed.to_string(), "who": null, "qualifier": "exact"}],
        "claims": [{"id": "c1", "event": "e1", "attribute": "killed", "scope": null, "value": {"polarity": "positive", "entity": null, "low": killed, "high": killed, "qualifier": "exact", "text": killed.to_string()}, "by": "n1", "statement": "s1", "said": {"earliest": day, "latest": day}, "evidence": [points(&killed.to_string())]}],
        "claim_links": [], "warnings": [],
    });
    WireReport::from_json(&record.to_string()).unwrap().into_report()
}

/// A name of the right form; that it is no hash of the text matters to nobody here.
fn hash(text: &str) -> String {
    let sum = text.bytes().fold(7u128, |sum, b| sum.wrapping_mul(1_000_003).wrapping_add(b.into()));
    format!("{sum:032x}")
}

/// A store with these reports on one happening; each claim contradicts the one before.
pub(crate) fn store(folder: &Path, reports: &[Told<'_>]) -> PathBuf {
    let path = folder.join("news.db");
    let holder = Holder("a test".to_owned());
    let mut writer = Writer::open(&path, &holder, Duration::ZERO).unwrap();
    writer.begin().unwrap();
    let mut known = Known::open(&path).unwrap();
    let mut before: Option<i64> = None;
    for (n, told) in reports.iter().enumerate() {
        let first = n == 0;
        let links = Links {
            story: if first { StoryChoice::New } else { StoryChoice::Known(1) },
            actors: vec![Some((ActorChoice::New, vec![told.source.to_lowercase()]))],
            happenings: vec![Some((
                if first { HappeningChoice::New } else { HappeningChoice::Known(1) },
                vec![1],
            ))],
            terms: Vec::new(),
        };
        let packed = Packed::new(record(told));
        let mut linked = known.link(&packed, links).unwrap();
        if let Some(before) = before.replace(linked.claim(0)) {
            linked.link_claims(0, before, annalist_doc::ClaimLinkKind::Contradicts);
        }
        writer.put(&[(packed, linked)]).unwrap();
    }
    writer.change(&known.changes()).unwrap();
    writer.commit().unwrap();
    path
}

/// Two plain reports that differ.
pub(crate) fn plain(folder: &Path) -> PathBuf {
    let told = |title, site, source, killed, day| Told {
        title,
        site,
        uri: "https://example.org/a",
        source,
        killed,
        day,
    };
    store(
        folder,
        &[
            told("Blast in Varna", "Courier", "Harbour Authority", 4, "2031-03-04"),
            told("Toll rises", "Evening Post", "Dockers' Union", 15, "2031-03-05"),
        ],
    )
}

/// A report whose every word would do harm, and one in a script from right to left.
pub(crate) fn hostile(folder: &Path) -> PathBuf {
    let harm = format!("{TURNED} {SCRIPT} =1+1");
    let told = |uri, source, killed| Told {
        title: &harm,
        site: &harm,
        uri,
        source,
        killed,
        day: "2031-03-04",
    };
    store(
        folder,
        &[
            told("javascript:alert(1)", &harm, 4),
            told("JaVaScRiPt:alert(2)", "=HYPERLINK(\"http://evil.example\")", 15),
            Told {
                title: "انفجار في الميناء",
                site: "صحيفة الميناء",
                uri: "https://example.org/ar",
                source: "وزارة الداخلية",
                killed: 9,
                day: "2031-03-05",
            },
        ],
    )
}
