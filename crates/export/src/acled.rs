//! Happenings in the shape of ACLED's table. `docs/export.md` tells what is approximated.

use std::io::Write;

use annalist_store::{Line, Store};

use crate::codes::{Country, acled, acled_actor, country};
use crate::error::Error;
use crate::sheets::happening_key;

/// ACLED's columns.
pub(crate) const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// The event that stands for its happening is the first that has a type of ACLED's and did happen.
/// Deaths: of the last day on which numbers were given, the lowest.
const QUESTION: &str = concat!(
    "SELECT ",
    happening_key!("h.id"),
    ", h.first_day, h.last_day, e.day, e.acled, \
     coalesce(a.name, e.actor), a.sectors, coalesce(r.name, e.recipient), r.sectors, \
     p.country, p.admin1, p.name, p.latitude, p.longitude, p.precision, \
     (SELECT group_concat(site, '; ') FROM (SELECT DISTINCT d.site FROM events x \
      JOIN documents d ON d.id = x.document WHERE x.happening = h.id AND d.site IS NOT NULL ORDER BY 1)), \
     h.summary, \
     (SELECT min(c.low) FROM claims c WHERE c.happening = h.id AND c.attribute = 'killed' \
      AND c.said_first IS (SELECT max(x.said_first) FROM claims x WHERE x.happening = h.id \
      AND x.attribute = 'killed' AND x.low IS NOT NULL)), \
     (SELECT count(*) FROM claims c WHERE c.happening = h.id AND c.attribute = 'killed'), \
     p.source, h.country \
     FROM happenings h JOIN events e ON e.id = (SELECT min(x.id) FROM events x \
      WHERE x.happening = h.id AND x.acled IS NOT NULL AND x.modality = 'actual' AND x.polarity = 'positive' AND x.verdict IS NULL) \
     LEFT JOIN actors a ON a.id = e.actor_id LEFT JOIN actors r ON r.id = e.recipient_id \
     LEFT JOIN places p ON p.id = (SELECT x.place FROM events x WHERE x.happening = h.id \
      AND x.place IS NOT NULL ORDER BY x.id LIMIT 1) \
     ORDER BY h.id"
);

pub(crate) fn write(store: &Store, to: &mut dyn Write) -> Result<u64, Error> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(COLUMNS)?;
    let mut rows = 0;
    store.each(QUESTION, &[], |line| {
        if let Some(row) = row(line) {
            out.write_record(row)?;
            rows += 1;
        }
        Ok::<(), Error>(())
    })?;
    out.flush()?;
    Ok(rows)
}

fn row(line: &Line<'_>) -> Option<[String; 31]> {
    let text = |n: usize| line.text(n).unwrap_or_default().to_owned();
    let (disorder, event) = acled(line.text(4)?)?;
    let where_: Option<Country> = line.text(9).or(line.text(20)).and_then(country);
    let day = line.text(1).or(line.text(3)).unwrap_or_default().to_owned();
    let exact = line.text(1).is_some() && line.text(1) == line.text(2);
    let inter = |sectors: usize, name: usize| {
        let known = line.text(sectors).and_then(acled_actor);
        known.unwrap_or(if line.text(name).is_some() { "Actor unknown" } else { "" })
    };
    let (first, second) = (inter(6, 5), inter(8, 7));
    let interaction = match (first, second) {
        ("", one) | (one, "") => one.to_owned(),
        (a, b) => format!("{a}-{b}"),
    };
    let civilians = second == "Civilians" && disorder == "Political violence";
    let place_precision = match line.text(14) {
        Some("exact" | "settlement") => "1",
        Some("admin2") => "2",
        Some(_) => "3",
        None => "",
    };
    let number = |n: usize| line.real(n).map(|x| x.to_string()).unwrap_or_default();
    // A toll without a number stays without one; where nobody tells of deaths there are none.
    let deaths = match (line.whole(17), line.whole(18)) {
        (Some(low), _) => low.to_string(),
        (None, None | Some(0)) => "0".to_owned(),
        (None, Some(_)) => String::new(),
    };
    Some([
        format!("{}-{}", where_.map_or("XXX", |c| c.alpha3), text(0)),
        day.clone(),
        day.get(..4).unwrap_or_default().to_owned(),
        if exact { "1" } else { "2" }.to_owned(),
        disorder.to_owned(),
        event.to_owned(),
        text(4),
        text(5),
        String::new(),
        first.to_owned(),
        text(7),
        String::new(),
        second.to_owned(),
        interaction,
        if civilians { "Civilian targeting" } else { "" }.to_owned(),
        where_.map_or("", |c| c.number).to_owned(),
        String::new(),
        where_.map_or("", |c| c.name).to_owned(),
        text(10),
        String::new(),
        String::new(),
        text(11),
        number(12),
        number(13),
        place_precision.to_owned(),
        text(15),
        String::new(),
        text(16),
        deaths,
        line.text(19).map(|source| format!("coordinates: {source}")).unwrap_or_default(),
        String::new(),
    ])
}
