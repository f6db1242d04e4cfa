//! Events that have a place, as GeoJSON (RFC 7946).

use std::io::Write;

use annalist_store::Store;
use serde_json::{Map, Value, json};

use crate::error::Error;

/// The properties of each point, in order, with where they come from.
const PROPERTIES: [(&str, &str); 20] = [
    ("start", "coalesce(e.first_day, e.day)"),
    ("end", "coalesce(e.last_day, e.first_day, e.day)"),
    ("type", "e.type"),
    ("mode", "e.mode"),
    ("actor", "coalesce((SELECT a.name FROM actors a WHERE a.id = e.actor_id), e.actor)"),
    (
        "recipient",
        "coalesce((SELECT a.name FROM actors a WHERE a.id = e.recipient_id), e.recipient)",
    ),
    ("place", "p.name"),
    ("country", "p.country"),
    ("precision", "p.precision"),
    ("place_source", "p.source"),
    (
        "figures",
        "(SELECT group_concat(f.text || ' ' || f.what, '; ') FROM figures f WHERE f.event = e.id)",
    ),
    ("polarity", "e.polarity"),
    ("modality", "e.modality"),
    ("according_to", "s.source"),
    ("sentence", "e.sentence"),
    ("title", "d.title"),
    ("site", "d.site"),
    ("published", "d.published"),
    ("uri", "d.uri"),
    ("document", "d.hash"),
];

pub(crate) fn write(store: &Store, to: &mut dyn Write) -> Result<u64, Error> {
    let columns: Vec<&str> = PROPERTIES.iter().map(|(_, sql)| *sql).collect();
    let question = format!(
        "SELECT d.hash || '/' || e.local, p.longitude, p.latitude, {} \
         FROM events e JOIN documents d ON d.id = e.document JOIN places p ON p.id = e.place \
         LEFT JOIN statements s ON s.id = e.statement \
         WHERE e.verdict IS NULL AND p.latitude IS NOT NULL AND p.longitude IS NOT NULL ORDER BY e.id",
        columns.join(", ")
    );
    let attribution = json!(crate::ATTRIBUTION);
    write!(to, "{{\"type\":\"FeatureCollection\",\"attribution\":{attribution},\"features\":[")?;
    let mut rows = 0;
    store.each(&question, &[], |line| {
        let names = PROPERTIES.iter().enumerate();
        let properties: Map<String, Value> =
            names.map(|(n, (name, _))| ((*name).to_owned(), line.text(n + 3).into())).collect();
        let feature = json!({
            "type": "Feature",
            "id": line.text(0),
            "geometry": { "type": "Point", "coordinates": [line.real(1), line.real(2)] },
            "properties": properties,
        });
        write!(to, "{}\n{feature}", if rows == 0 { "" } else { "," })?;
        rows += 1;
        Ok::<(), Error>(())
    })?;
    to.write_all(b"\n]}\n")?;
    Ok(rows)
}
