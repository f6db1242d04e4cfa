//! FollowTheMoney entities, one JSON object a line: articles, actors, places, happenings, and in which
//! articles an actor stands.

use std::io::Write;

use annalist_store::{Line, Store};
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::sheets::{actor_key, happening_key};

/// What a place is known by: its GeoNames number, else its point.
macro_rules! spot {
    () => {
        "coalesce('geonames-' || p.geonameid, printf('%.4f_%.4f', p.latitude, p.longitude))"
    };
}

pub(crate) fn write(store: &Store, to: &mut dyn Write) -> Result<u64, Error> {
    let mut out = Lines { to, rows: 0 };
    articles(store, &mut out)?;
    actors(store, &mut out)?;
    places(store, &mut out)?;
    happenings(store, &mut out)?;
    documented(store, &mut out)?;
    Ok(out.rows)
}

struct Lines<'a> {
    to: &'a mut dyn Write,
    rows: u64,
}

impl Lines<'_> {
    /// Writes one entity; properties without a value are left out.
    fn put(
        &mut self,
        id: &str,
        schema: &str,
        properties: Vec<(&str, Vec<String>)>,
    ) -> Result<(), Error> {
        let full = properties.into_iter().filter(|(_, values)| !values.is_empty());
        let properties: Map<String, Value> =
            full.map(|(name, values)| (name.to_owned(), json!(values))).collect();
        writeln!(self.to, "{}", json!({"id": id, "schema": schema, "properties": properties}))?;
        self.rows += 1;
        Ok(())
    }
}

/// An id in FollowTheMoney's manner; keys have a stroke, which its ids must not.
fn id(kind: &str, key: &str) -> String {
    format!("annalist-{kind}-{}", key.replace('/', "-"))
}

fn one(line: &Line<'_>, column: usize) -> Vec<String> {
    line.text(column).map(str::to_owned).into_iter().collect()
}

/// Values that the store joins with a line feed in between.
fn many(line: &Line<'_>, column: usize) -> Vec<String> {
    line.text(column).into_iter().flat_map(|all| all.split('\n')).map(str::to_owned).collect()
}

fn lower(line: &Line<'_>, column: usize) -> Vec<String> {
    line.text(column).map(str::to_lowercase).into_iter().collect()
}

fn articles(store: &Store, out: &mut Lines<'_>) -> Result<(), Error> {
    let question = "SELECT hash, title, byline, published, site, \
         CASE WHEN source_id LIKE 'http%' THEN source_id ELSE uri END, language FROM documents ORDER BY id";
    store.each(question, &[], |line| {
        let address = line.text(5).filter(|uri| uri.starts_with("http"));
        // FollowTheMoney wants three letters; only English is coded.
        let language = line.text(6).filter(|l| l.starts_with("en")).map(|_| "eng".to_owned());
        let published: Vec<String> =
            line.text(3).and_then(|p| p.get(..10)).map(str::to_owned).into_iter().collect();
        out.put(
            &id("article", line.text(0).unwrap_or_default()),
            "Article",
            vec![
                ("title", one(line, 1)),
                ("author", one(line, 2)),
                ("publishedAt", published),
                ("publisher", one(line, 4)),
                ("sourceUrl", address.map(str::to_owned).into_iter().collect()),
                ("fileName", if address.is_none() { one(line, 5) } else { Vec::new() }),
                ("language", language.into_iter().collect()),
            ],
        )
    })
}

fn actors(store: &Store, out: &mut Lines<'_>) -> Result<(), Error> {
    let question = concat!(
        "SELECT ",
        actor_key!("a.id"),
        ", a.type, a.name, \
         (SELECT group_concat(n.name, char(10)) FROM actor_names n WHERE n.actor = a.id AND n.name <> a.name), \
         a.country, a.sectors FROM actors a ORDER BY a.id"
    );
    store.each(question, &[], |line| {
        let Some(key) = line.text(0) else { return Ok(()) };
        let schema = match line.text(1) {
            Some("person") => "Person",
            Some("country") => "PublicBody",
            Some("organization") => "Organization",
            _ => "LegalEntity",
        };
        let sectors = line.text(5).into_iter().flat_map(crate::sheet::parts).map(str::to_owned);
        out.put(
            &id("actor", key),
            schema,
            vec![
                ("name", one(line, 2)),
                ("alias", many(line, 3)),
                ("country", lower(line, 4)),
                ("sector", sectors.collect()),
            ],
        )
    })
}

fn places(store: &Store, out: &mut Lines<'_>) -> Result<(), Error> {
    let question = concat!(
        "SELECT ",
        spot!(),
        " AS spot, min(p.name), min(p.country), min(p.admin1), p.latitude, p.longitude, \
         min(p.source) FROM places p WHERE p.latitude IS NOT NULL GROUP BY spot ORDER BY spot"
    );
    store.each(question, &[], |line| {
        let number = |n: usize| line.real(n).map(|x| x.to_string()).into_iter().collect();
        let source = match line.text(6) {
            Some("geonames") => vec!["GeoNames (CC BY 4.0)".to_owned()],
            _ => one(line, 6),
        };
        out.put(
            &id("place", line.text(0).unwrap_or_default()),
            "Address",
            vec![
                ("full", one(line, 1)),
                ("country", lower(line, 2)),
                ("state", one(line, 3)),
                ("latitude", number(4)),
                ("longitude", number(5)),
                ("publisher", source),
            ],
        )
    })
}

fn happenings(store: &Store, out: &mut Lines<'_>) -> Result<(), Error> {
    let question = concat!(
        "SELECT ",
        happening_key!("h.id"),
        ", h.type, h.mode, h.first_day, h.last_day, h.place, h.country, \
         h.summary, (SELECT ",
        spot!(),
        " FROM places p JOIN events x ON x.place = p.id \
          WHERE x.happening = h.id AND p.latitude IS NOT NULL ORDER BY x.id LIMIT 1), h.id, \
         (SELECT min(x.day) FROM events x WHERE x.happening = h.id) FROM happenings h WHERE EXISTS \
         (SELECT 1 FROM events x WHERE x.happening = h.id AND x.verdict IS NULL) ORDER BY h.id"
    );
    let involved = concat!(
        "SELECT DISTINCT ",
        actor_key!("w.actor"),
        " FROM (SELECT actor_id AS actor FROM events \
         WHERE happening = ?1 UNION SELECT recipient_id FROM events WHERE happening = ?1) w \
         WHERE w.actor IS NOT NULL ORDER BY 1"
    );
    let proof = "SELECT DISTINCT d.hash FROM events e JOIN documents d ON d.id = e.document \
                 WHERE e.happening = ?1 ORDER BY d.id";
    let said = "SELECT c.attribute || ': ' || c.text || ', ' || coalesce(c.by, 'the report') || \
                coalesce(', ' || c.said_first, '') FROM claims c WHERE c.happening = ?1 ORDER BY c.id";
    store.each(question, &[], |line| {
        let (Some(key), Some(number)) = (line.text(0), line.whole(9)) else { return Ok(()) };
        let list = |question: &str| {
            let mut values: Vec<String> = Vec::new();
            store.each(question, &[number], |line| {
                values.extend(line.text(0).map(str::to_owned));
                Ok::<(), Error>(())
            })?;
            Ok::<_, Error>(values)
        };
        let ids = |kind: &str, keys: Vec<String>| keys.iter().map(|k| id(kind, k)).collect();
        let kind = line.text(1).unwrap_or_default();
        let words = [Some(kind), line.text(2), line.text(5), line.text(3)];
        let name: Vec<&str> = words.into_iter().flatten().collect();
        let keywords = [line.text(1), line.text(2)].into_iter().flatten().map(str::to_owned);
        let day = if line.text(3).is_some() { Vec::new() } else { one(line, 10) };
        out.put(
            &id("event", key),
            "Event",
            vec![
                ("name", vec![name.join(", ")]),
                ("summary", one(line, 7)),
                ("startDate", one(line, 3)),
                ("endDate", one(line, 4)),
                ("date", day),
                ("location", one(line, 5)),
                ("addressEntity", line.text(8).map(|s| id("place", s)).into_iter().collect()),
                ("country", lower(line, 6)),
                ("involved", ids("actor", list(involved)?)),
                ("proof", ids("article", list(proof)?)),
                ("notes", list(said)?),
                ("keywords", keywords.collect()),
                ("recordId", vec![key.to_owned()]),
            ],
        )
    })
}

fn documented(store: &Store, out: &mut Lines<'_>) -> Result<(), Error> {
    let question = concat!(
        "SELECT ",
        actor_key!("w.actor"),
        ", d.hash, d.day FROM \
         (SELECT DISTINCT document, actor FROM entities WHERE actor IS NOT NULL) w \
         JOIN documents d ON d.id = w.document ORDER BY w.document, w.actor"
    );
    store.each(question, &[], |line| {
        let (Some(actor), Some(hash)) = (line.text(0), line.text(1)) else { return Ok(()) };
        out.put(
            &format!("{}-{hash}", id("mention", actor)),
            "Documentation",
            vec![
                ("entity", vec![id("actor", actor)]),
                ("document", vec![id("article", hash)]),
                ("date", one(line, 2)),
                ("role", vec!["mentioned".to_owned()]),
            ],
        )
    })
}
