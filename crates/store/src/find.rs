//! Finding rows by plain filters.

use rusqlite::types::Value;

use crate::error::Error;
use crate::open::Store;
use crate::table::Table;

/// What is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// Events.
    #[default]
    Events,
    /// Who said what.
    Statements,
    /// What sources claim of events.
    Claims,
    /// Claims that contradict one another, side by side.
    Contradictions,
    /// Reports.
    Reports,
}

/// Around a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
    /// How far at most, in kilometres.
    pub km: f64,
}

/// Filters; what is `None` does not filter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Find {
    /// What is looked for.
    pub what: What,
    /// Somebody takes part under this name.
    pub actor: Option<String>,
    /// It is told by this source.
    pub said_by: Option<String>,
    /// PLOVER type of the event.
    pub kind: Option<String>,
    /// It is there: a place's name or a country's two letters.
    pub place: Option<String>,
    /// It is near a point.
    pub near: Option<Near>,
    /// Not before this day, ISO 8601.
    pub since: Option<String>,
    /// Not after this day, ISO 8601.
    pub until: Option<String>,
    /// The report holds these words (SQLite's full-text syntax).
    pub text: Option<String>,
    /// At most so many rows; 0 for all.
    pub most: usize,
}

/// Kilometres in a degree of a great circle.
const DEGREE: f64 = 111.195;

/// Conditions of one question, with their values.
#[derive(Default)]
struct Where {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// Adds a condition; each `?` in it takes the next of the values.
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(format!("({condition})"));
        self.values.extend(values);
    }

    fn sql(&self) -> String {
        if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" AND ") }
    }
}

fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

/// A name as a full-text phrase: its words side by side.
fn phrase(name: &str) -> Value {
    Value::Text(format!("\"{}\"", name.replace('"', "\"\"")))
}

const BY_NAME: &str = "SELECT actor FROM actor_words WHERE actor_words MATCH ?";

/// How columns are called in the question for each kind of row.
///
/// Which rows are shown is asked first, of the tables that filters and order look at; only of these few
/// the columns are put together.
struct Columns {
    /// The tables that filters look at.
    from: &'static str,
    /// The row's number among them.
    id: &'static str,
    order: &'static str,
    /// Where the shown columns come from; `page` holds the numbers of the rows.
    shown: &'static str,
    select: &'static str,
    /// The order once more, among the shown.
    shown_order: &'static str,
    day: &'static str,
    document: &'static str,
    /// The event's alias, where there is one.
    event: Option<&'static str>,
    said_by: &'static str,
}

fn columns(what: What) -> Columns {
    match what {
        What::Events => Columns {
            from: "events e",
            id: "e.id",
            shown: "event_list v ON v.id = page.id",
            select: "v.day, v.type, v.mode, v.actor, v.recipient, v.place, v.country, v.figures, \
                     v.polarity, v.modality, v.according_to, v.sentence, v.title, v.site, v.published, \
                     v.happening, v.story, v.key",
            order: "e.day DESC, e.id",
            shown_order: "v.day DESC, v.id",
            day: "e.day",
            document: "e.document",
            event: Some("e"),
            said_by: "e.id IN (SELECT x.id FROM statements s JOIN events x \
                      ON x.document = s.document AND x.statement = s.id WHERE s.actor IN ({names}))",
        },
        What::Statements => Columns {
            from: "statements s",
            id: "s.id",
            shown: "statement_list v ON v.id = page.id",
            select: "v.day, v.source, v.actor, v.cue, v.cue_class, v.kind, v.polarity, v.certainty, \
                     v.content, v.title, v.site, v.published, v.story, v.key",
            order: "s.day DESC, s.id",
            shown_order: "v.day DESC, v.id",
            day: "s.day",
            document: "s.document",
            event: None,
            said_by: "s.actor IN ({names})",
        },
        What::Claims => Columns {
            from: "claims c JOIN events e ON e.id = c.event",
            id: "c.id",
            shown: "claim_list v ON v.id = page.id",
            select: "v.said_first AS said, v.by, v.attribute, v.text, v.low, v.high, v.qualifier, v.links, \
                     v.event_type, v.sentence, v.title, v.site, v.happening, v.key",
            order: "c.said_first DESC, c.id",
            shown_order: "v.said_first DESC, v.id",
            day: "c.said_first",
            document: "c.document",
            event: Some("e"),
            said_by: "c.actor IN ({names})",
        },
        What::Contradictions => Columns {
            from: "claim_links l JOIN claims c ON c.id = l.\"from\" JOIN claims o ON o.id = l.\"to\" \
                   JOIN events e ON e.id = c.event",
            id: "l.id",
            shown: "claim_links l ON l.id = page.id JOIN claims c ON c.id = l.\"from\" \
                    JOIN claims o ON o.id = l.\"to\" JOIN events e ON e.id = c.event \
                    JOIN documents d ON d.id = c.document JOIN documents od ON od.id = o.document",
            select: "l.type AS link, c.attribute, c.text AS says, c.by, c.said_first AS said, d.title, d.site, \
                     o.text AS against, o.by AS against_by, o.said_first AS against_said, \
                     od.title AS against_title, od.site AS against_site, e.type AS event_type, e.sentence, \
                     c.happening",
            order: "l.said DESC, c.id, o.id",
            shown_order: "l.said DESC, c.id, o.id",
            day: "l.said",
            document: "c.document",
            event: Some("e"),
            said_by: "c.actor IN ({names}) OR o.actor IN ({names})",
        },
        What::Reports => Columns {
            from: "documents d",
            id: "d.id",
            shown: "documents d ON d.id = page.id",
            select: "d.day, d.title, d.site, d.byline, d.language, \
                     (SELECT count(*) FROM events x WHERE x.document = d.id) AS events, \
                     (SELECT count(*) FROM statements x WHERE x.document = d.id) AS statements, \
                     (SELECT count(*) FROM publications x WHERE x.document = d.id) AS reprints, \
                     d.story, d.uri, d.hash AS key",
            order: "d.day DESC, d.id",
            shown_order: "d.day DESC, d.id",
            day: "d.day",
            document: "d.id",
            event: None,
            said_by: "d.id IN (SELECT document FROM statements WHERE actor IN ({names}))",
        },
    }
}

impl Store {
    /// Rows that pass all filters, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read, or the full-text words are not understood.
    pub fn find(&self, find: &Find) -> Result<Table, Error> {
        let columns = columns(find.what);
        let mut filter = Where::default();
        if let Some(since) = &find.since {
            filter.and(&format!("{} >= ?", columns.day), [text(since)]);
        }
        if let Some(until) = &find.until {
            filter.and(&format!("{} <= ?", columns.day), [text(until)]);
        }
        if let Some(words) = &find.text {
            let condition = format!(
                "{} IN (SELECT rowid FROM document_text WHERE document_text MATCH ?)",
                columns.document
            );
            filter.and(&condition, [text(words)]);
        }
        if let Some(name) = &find.said_by {
            let condition = columns.said_by.replace("{names}", BY_NAME);
            let times = condition.matches('?').count();
            filter.and(&condition, std::iter::repeat_n(phrase(name), times));
        }
        if find.what == What::Contradictions {
            filter.and("l.type IN ('contradicts', 'denies')", []);
        }
        if columns.event.is_some() {
            // What a person has marked wrong is no answer.
            filter.and("e.verdict IS NULL", []);
        }
        self.of_event(find, &columns, &mut filter)?;
        let most = if find.most == 0 { usize::MAX } else { find.most };
        let limit = i64::try_from(most).map_or(-1, |n| n.saturating_add(1));
        let sql = format!(
            "WITH page AS (SELECT {} AS id FROM {} WHERE {} ORDER BY {} LIMIT {limit}) \
             SELECT {} FROM page JOIN {} ORDER BY {}",
            columns.id,
            columns.from,
            filter.sql(),
            columns.order,
            columns.select,
            columns.shown,
            columns.shown_order
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(|e| self.trouble(&e))?;
        self.rows(&mut statement, rusqlite::params_from_iter(filter.values), most)
    }

    /// Filters on what an event is: of its own row, or of any event of the document.
    fn of_event(&self, find: &Find, columns: &Columns, filter: &mut Where) -> Result<(), Error> {
        let mut own = Where::default();
        if let Some(name) = &find.actor {
            let taking_part = format!("e.actor_id IN ({BY_NAME}) OR e.recipient_id IN ({BY_NAME})");
            own.and(&taking_part, [phrase(name), phrase(name)]);
        }
        if let Some(kind) = &find.kind {
            own.and("e.type = ?", [Value::Text(kind.to_uppercase())]);
        }
        if let Some(place) = &find.place {
            self.there(place, &mut own)?;
        }
        if let Some(near) = find.near {
            around(near, &mut own);
        }
        if own.conditions.is_empty() {
            return Ok(());
        }
        if columns.event.is_some() {
            filter.and(&own.sql(), own.values);
        } else {
            let condition = format!(
                "{} IN (SELECT e.document FROM events e WHERE {})",
                columns.document,
                own.sql()
            );
            filter.and(&condition, own.values);
        }
        Ok(())
    }

    /// At a place of this name or, for two letters, in a country. Only one of them is asked where the
    /// other cannot be meant: rows of a country lie in the order in which they are shown.
    fn there(&self, place: &str, own: &mut Where) -> Result<(), Error> {
        const NAMED: &str = "e.place IN (SELECT id FROM places WHERE name = ? COLLATE NOCASE)";
        let code = place.len() == 2 && place.bytes().all(|b| b.is_ascii_alphabetic());
        let name = "SELECT 1 FROM places WHERE name = ?1 COLLATE NOCASE LIMIT 1";
        let named = !code || self.one(name, [place], |_| Ok(()))?.is_some();
        let upper = Value::Text(place.to_uppercase());
        match (code, named) {
            (true, false) => own.and("e.country = ?", [upper]),
            (true, true) => own.and(&format!("e.country = ? OR {NAMED}"), [upper, text(place)]),
            (false, _) => own.and(NAMED, [text(place)]),
        }
        Ok(())
    }
}

/// Within a circle: first by boxes, which may reach over the 180th meridian, then by distance.
fn around(near: Near, filter: &mut Where) {
    let north = near.km / DEGREE;
    let shrink = near.latitude.to_radians().cos().abs().max(0.01);
    let east = (near.km / (DEGREE * shrink)).min(180.0);
    let mut boxes = vec![(near.longitude - east, near.longitude + east)];
    if near.longitude - east < -180.0 {
        boxes.push((near.longitude - east + 360.0, 180.0));
    }
    if near.longitude + east > 180.0 {
        boxes.push((-180.0, near.longitude + east - 360.0));
    }
    let inside = "e.id IN (SELECT id FROM event_boxes \
                  WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)";
    let values = boxes.iter().flat_map(|(west, east)| {
        [*west, *east, near.latitude - north, near.latitude + north].map(Value::Real)
    });
    let condition = vec![inside; boxes.len()].join(" OR ");
    filter.and(&condition, values.collect::<Vec<_>>());
    let distance = "e.place IN (SELECT id FROM places p WHERE p.id = e.place AND \
        (p.latitude - ?) * (p.latitude - ?) + ? * \
        min(abs(p.longitude - ?), 360 - abs(p.longitude - ?)) * \
        min(abs(p.longitude - ?), 360 - abs(p.longitude - ?)) <= ?)";
    let (lat, lon) = (Value::Real(near.latitude), Value::Real(near.longitude));
    let values = [
        lat.clone(),
        lat,
        Value::Real(shrink * shrink),
        lon.clone(),
        lon.clone(),
        lon.clone(),
        lon,
        Value::Real(north * north),
    ];
    filter.and(distance, values);
}
