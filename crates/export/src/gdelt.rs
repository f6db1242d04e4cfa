//! Happenings in the shape of GDELT's event table 2.0: 61 columns between tabs, without a header.
//! `docs/export.md` tells what is approximated.

use std::io::Write;

use annalist_store::{Line, Store};

use crate::codes::{country, date, gdelt_quad, goldstein};
use crate::error::Error;

/// GDELT's columns.
pub(crate) const COLUMNS: [&str; 61] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

const QUESTION: &str = "SELECT d.hash, e.local, coalesce(h.first_day, e.day), \
     a.name, a.country, a.sectors, r.name, r.country, r.sectors, \
     e.start, e.cameo, h.events, h.publishers, h.reports, \
     p.name, p.admin1, p.country, p.latitude, p.longitude, p.precision, p.geonameid, \
     d.day, CASE WHEN d.source_id LIKE 'http%' THEN d.source_id ELSE d.uri END, coalesce(a.name, e.actor), coalesce(r.name, e.recipient) \
     FROM happenings h JOIN events e ON e.id = (SELECT min(x.id) FROM events x \
      WHERE x.happening = h.id AND x.cameo IS NOT NULL AND x.polarity = 'positive' AND x.verdict IS NULL) \
     JOIN documents d ON d.id = e.document \
     LEFT JOIN actors a ON a.id = e.actor_id LEFT JOIN actors r ON r.id = e.recipient_id \
     LEFT JOIN places p ON p.id = (SELECT x.place FROM events x WHERE x.happening = h.id \
      AND x.place IS NOT NULL ORDER BY x.id LIMIT 1) \
     ORDER BY h.id";

/// An event that begins within so many characters is taken to stand in the first paragraph.
const LEAD: i64 = 400;

pub(crate) fn write(store: &Store, to: &mut dyn Write) -> Result<u64, Error> {
    let mut rows = 0;
    store.each(QUESTION, &[], |line| {
        writeln!(to, "{}", row(line).join("\t"))?;
        rows += 1;
        Ok::<(), Error>(())
    })?;
    Ok(rows)
}

fn row(line: &Line<'_>) -> Vec<String> {
    let clean = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = |n: usize| line.text(n).map(clean).unwrap_or_default();
    let whole = |n: usize| line.whole(n).map(|x| x.to_string()).unwrap_or_default();
    let number = |n: usize| line.real(n).map(|x| x.to_string()).unwrap_or_default();
    let day = text(2);
    let (year, month, of_month) = date(&day).unwrap_or_default();
    let fraction = f64::from(year) + f64::from((month.max(1) - 1) * 30 + of_month) / 365.0;
    let known = |value: String| if year == 0 { String::new() } else { value };
    let root = text(10).get(..2).unwrap_or_default().to_owned();
    let mut row = vec![
        number_of(&text(0), &text(1)),
        known(format!("{year:04}{month:02}{of_month:02}")),
        known(format!("{year:04}{month:02}")),
        known(format!("{year:04}")),
        known(format!("{fraction:.4}")),
    ];
    for (name, country_column, sectors) in [(23, 4, 5), (24, 7, 8)] {
        row.extend(actor(&text(name), line.text(country_column), line.text(sectors)));
    }
    row.push(u8::from(line.whole(9).is_some_and(|start| start < LEAD)).to_string());
    row.extend([text(10), text(10), root.clone()]);
    row.push(gdelt_quad(&root).map(|q| q.to_string()).unwrap_or_default());
    row.push(goldstein(&root).unwrap_or_default().to_owned());
    row.extend([whole(11), whole(12), whole(13), String::new()]);
    // Where the actors are at home is not told by where something happened.
    row.extend(std::iter::repeat_n(String::new(), 16));
    let there = line.text(16).and_then(country);
    let kind = match line.text(19) {
        None => "0",
        Some("country") => "1",
        Some("admin1" | "admin2" | "region") => "5",
        Some(_) => "4",
    };
    let parts = [text(14), text(15), there.map_or("", |c| c.name).to_owned()];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
    let fips = there.map_or("", |c| c.fips).to_owned();
    row.extend([kind.to_owned(), parts.join(", "), fips.clone(), fips, String::new()]);
    row.extend([number(17), number(18), whole(20)]);
    row.push(text(21).replace('-', "") + if text(21).is_empty() { "" } else { "000000" });
    row.push(text(22));
    row
}

/// A number that is the same wherever this report is coded alike.
fn number_of(hash: &str, local: &str) -> String {
    let high = hash.get(..8).and_then(|h| u64::from_str_radix(h, 16).ok()).unwrap_or(0);
    let low: u64 = local.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
    ((high << 20) | (low & 0xf_ffff)).to_string()
}

/// An actor's ten columns.
fn actor(name: &str, code: Option<&str>, sectors: Option<&str>) -> [String; 10] {
    let alpha3 = code.and_then(country).map_or("", |c| c.alpha3);
    let mut kinds = sectors.into_iter().flat_map(crate::sheet::parts).map(str::to_owned);
    let kinds: [String; 3] = std::array::from_fn(|_| kinds.next().unwrap_or_default());
    let none = String::new;
    let [first, second, third] = kinds.clone();
    [
        format!("{alpha3}{}", kinds.concat()),
        name.to_uppercase(),
        alpha3.to_owned(),
        none(),
        none(),
        none(),
        none(),
        first,
        second,
        third,
    ]
}
