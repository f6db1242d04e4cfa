//! What a reader looks for: read from an address, written into one, and asked of the store.

use annalist_store::Cell;

/// Filters; what is empty does not filter. They stand in the address, so that a link keeps them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    /// What is listed.
    pub(crate) what: What,
    /// Words of the report.
    pub(crate) q: String,
    /// Types of events.
    pub(crate) types: Vec<String>,
    /// Somebody of this name takes part.
    pub(crate) actor: String,
    /// It is told by a source of this name.
    pub(crate) said_by: String,
    /// A place's name.
    pub(crate) place: String,
    /// A country's two letters.
    pub(crate) country: String,
    /// The publisher's name.
    pub(crate) site: String,
    /// Not before this day.
    pub(crate) since: String,
    /// Not after this day.
    pub(crate) until: String,
    /// Which page of the list, from 1.
    pub(crate) page: u32,
}

/// What is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum What {
    /// Events.
    #[default]
    Events,
    /// Who said what.
    Statements,
    /// What sources claim of events.
    Claims,
    /// Claims that contradict one another.
    Contradictions,
    /// Reports.
    Reports,
}

impl What {
    /// All, in the order of their tabs.
    pub(crate) const ALL: [Self; 5] =
        [Self::Events, Self::Statements, Self::Claims, Self::Contradictions, Self::Reports];

    /// Its name in addresses.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Statements => "statements",
            Self::Claims => "claims",
            Self::Contradictions => "contradictions",
            Self::Reports => "reports",
        }
    }
}

/// The parameters that make a filter, with what they mean.
pub(crate) const PARAMETERS: &[(&str, &str)] = &[
    ("q", "Words of the report: budget, \"cease fire\", minist*, flood NOT insurance"),
    ("type", "PLOVER type of the event, for instance PROTEST; may be given several times"),
    ("actor", "Somebody of this name takes part"),
    ("said_by", "It is told by a source of this name"),
    ("place", "A place of this name"),
    ("country", "The place's country: ISO 3166-1 alpha-2"),
    ("site", "The report's publisher"),
    ("since", "Not before this day, ISO 8601"),
    ("until", "Not after this day, ISO 8601"),
];

/// A longer value is cut: no name is as long.
const LONGEST: usize = 300;

impl Filter {
    /// Reads the parameters of an address; what is unknown or no day is left out.
    pub(crate) fn read(query: &[(String, String)]) -> Self {
        let mut filter = Self { page: 1, ..Self::default() };
        for (key, value) in query {
            let value: String = value.trim().chars().take(LONGEST).collect();
            match key.as_str() {
                "what" => {
                    let named = What::ALL.iter().find(|w| w.key() == value);
                    filter.what = named.copied().unwrap_or_default();
                }
                "q" => filter.q = value,
                "type" => {
                    let kind = value.to_uppercase();
                    if !kind.is_empty() && !filter.types.contains(&kind) && filter.types.len() < 40
                    {
                        filter.types.push(kind);
                    }
                }
                "actor" => filter.actor = value,
                "said_by" => filter.said_by = value,
                "place" => filter.place = value,
                "country" => filter.country = value.to_uppercase(),
                "site" => filter.site = value,
                "since" if is_day(&value) => filter.since = value,
                "until" if is_day(&value) => filter.until = value,
                "page" => filter.page = value.parse().unwrap_or(1).clamp(1, 100_000),
                _ => {}
            }
        }
        filter
    }

    /// The pairs that make this filter, without what is usual.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = Vec::new();
        if self.what != What::Events {
            pairs.push(("what", self.what.key()));
        }
        pairs.push(("q", self.q.as_str()));
        pairs.extend(self.types.iter().map(|t| ("type", t.as_str())));
        let rest = [
            ("actor", &self.actor),
            ("said_by", &self.said_by),
            ("place", &self.place),
            ("country", &self.country),
            ("site", &self.site),
            ("since", &self.since),
            ("until", &self.until),
        ];
        pairs.extend(rest.map(|(key, value)| (key, value.as_str())));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// The filter as the part of an address after `path`, with some pairs more.
    pub(crate) fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs());
        query.extend_pairs(more);
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Whether nothing is filtered.
    pub(crate) fn is_open(&self) -> bool {
        self.pairs().iter().all(|(key, _)| *key == "what")
    }

    /// Whether the daily counts of types and countries can answer.
    pub(crate) fn is_counted(&self) -> bool {
        self.pairs()
            .iter()
            .all(|(key, _)| matches!(*key, "what" | "type" | "country" | "since" | "until"))
    }
}

fn is_day(value: &str) -> bool {
    value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok()
}

/// Conditions of one question, with their values.
#[derive(Debug, Default)]
pub(crate) struct Where {
    conditions: Vec<String>,
    /// The values, in the order of the conditions.
    pub(crate) values: Vec<Cell>,
}

impl Where {
    /// Adds a condition; each `?` in it takes the next of the values.
    pub(crate) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Cell>) {
        self.conditions.push(format!("({condition})"));
        self.values.extend(values);
    }

    /// The conditions in SQL.
    pub(crate) fn sql(&self) -> String {
        if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" AND ") }
    }
}

/// A value of words.
pub(crate) fn text(word: &str) -> Cell {
    Cell::Text(word.to_owned())
}

/// A name as a full-text phrase: its words side by side.
fn phrase(name: &str) -> Cell {
    Cell::Text(format!("\"{}\"", name.replace('"', "\"\"")))
}

/// Words that any reader may type, as a full-text question: where they are no question by its grammar,
/// each of them must be there.
fn words(typed: &str) -> Cell {
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace();
    let quotes = typed.matches('"').count();
    let typed_in_grammar = quotes.is_multiple_of(2)
        && typed.chars().all(|c| plain(c) || matches!(c, '"' | '*'))
        && !typed.trim_start().starts_with(['*'])
        && !typed.contains(" *")
        && !typed.contains("**")
        && !typed.contains("\"*");
    let operator = |w: &&str| ["AND", "OR", "NOT", "NEAR"].contains(w);
    let all: Vec<&str> = typed.split_whitespace().collect();
    let dangling = all.first().is_some_and(operator)
        || all.last().is_some_and(operator)
        || all.windows(2).any(|pair| operator(&pair[0]) && operator(&pair[1]));
    if typed_in_grammar && !dangling {
        return text(typed);
    }
    let each: Vec<String> = all
        .iter()
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(|w| format!("\"{}\"", w.replace('"', "")))
        .collect();
    // Nothing but signs: a question that no report answers.
    text(&if each.is_empty() { "\"\"".to_owned() } else { each.join(" ") })
}

const BY_NAME: &str = "SELECT actor FROM actor_words WHERE actor_words MATCH ?";

/// The conditions of a filter on rows of a kind: `e` events, `s` statements, `c` claims (of the event
/// `e`), `d` reports.
pub(crate) fn conditions(filter: &Filter, what: What) -> Where {
    let mut all = Where::default();
    let (day, document) = match what {
        What::Events => ("e.day", "e.document"),
        What::Statements => ("s.day", "s.document"),
        What::Claims => ("c.said_first", "c.document"),
        // A link has the day of its newer claim.
        What::Contradictions => ("l.said", "c.document"),
        What::Reports => ("d.day", "d.id"),
    };
    if !filter.since.is_empty() {
        all.and(&format!("{day} >= ?"), [text(&filter.since)]);
    }
    if !filter.until.is_empty() {
        all.and(&format!("{day} <= ?"), [text(&filter.until)]);
    }
    if !filter.q.is_empty() {
        let found = "(SELECT rowid FROM document_text WHERE document_text MATCH ?)";
        all.and(&format!("{document} IN {found}"), [words(&filter.q)]);
    }
    if !filter.site.is_empty() {
        let of = format!("{document} IN (SELECT id FROM documents WHERE site = ?)");
        all.and(&of, [text(&filter.site)]);
    }
    if !filter.said_by.is_empty() {
        let name = || phrase(&filter.said_by);
        let said = format!("SELECT id FROM statements WHERE actor IN ({BY_NAME})");
        match what {
            What::Events => all.and(&format!("e.statement IN ({said})"), [name()]),
            What::Statements => all.and(&format!("s.actor IN ({BY_NAME})"), [name()]),
            What::Claims => all.and(&format!("c.actor IN ({BY_NAME})"), [name()]),
            What::Contradictions => all.and(
                &format!("c.actor IN ({BY_NAME}) OR o.actor IN ({BY_NAME})"),
                [name(), name()],
            ),
            What::Reports => {
                let by = "SELECT document FROM statements WHERE actor IN";
                all.and(&format!("d.id IN ({by} ({BY_NAME}))"), [name()]);
            }
        }
    }
    // What people marked wrong is shown only where its happening or its report is.
    if matches!(what, What::Events | What::Claims | What::Contradictions) {
        all.and("e.verdict IS NULL", []);
    }
    let own = of_event(filter);
    if own.conditions.is_empty() {
        return all;
    }
    if matches!(what, What::Events | What::Claims | What::Contradictions) {
        all.and(&own.sql(), own.values);
    } else {
        let fits = format!("e.verdict IS NULL AND {}", own.sql());
        // Of some days only: each of their rows is asked for its report's events. Else those are few.
        let dated = !filter.since.is_empty() || !filter.until.is_empty();
        let within = if dated {
            format!("EXISTS (SELECT 1 FROM events e WHERE e.document = {document} AND {fits})")
        } else {
            format!("{document} IN (SELECT e.document FROM events e WHERE {fits})")
        };
        all.and(&within, own.values);
    }
    all
}

/// What is asked of an event: of the row's own, or of any in its report.
fn of_event(filter: &Filter) -> Where {
    let mut own = Where::default();
    if !filter.types.is_empty() {
        let marks = vec!["?"; filter.types.len()].join(", ");
        own.and(&format!("e.type IN ({marks})"), filter.types.iter().map(|t| text(t)));
    }
    if !filter.actor.is_empty() {
        let part = format!("e.actor_id IN ({BY_NAME}) OR e.recipient_id IN ({BY_NAME})");
        own.and(&part, [phrase(&filter.actor), phrase(&filter.actor)]);
    }
    if !filter.place.is_empty() {
        let there = "e.place IN (SELECT id FROM places WHERE name = ? COLLATE NOCASE)";
        own.and(there, [text(&filter.place)]);
    }
    if !filter.country.is_empty() {
        own.and("e.country = ?", [text(&filter.country)]);
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Filter {
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Filter::read(&pairs)
    }

    #[test]
    fn an_address_keeps_the_filter() {
        let query =
            "what=claims&q=cod+%26+quota&type=AGREE&type=CONSULT&country=no&since=2031-05-01";
        let filter = read(query);
        assert_eq!(filter.country, "NO");
        let again = filter.address("/search", &[]);
        assert_eq!(read(again.strip_prefix("/search?").unwrap()), filter);
        assert!(!filter.is_open() && !filter.is_counted());
        assert!(read("what=claims").is_open());
        assert!(read("type=AGREE&until=2031-05-01").is_counted());
    }

    #[test]
    fn nonsense_is_left_out() {
        let filter = read("since=soon&page=-4&what=all&type=&colour=red");
        assert_eq!(filter, Filter { page: 1, ..Filter::default() });
        assert_eq!(filter.address("/search", &[]), "/search");
    }

    #[test]
    fn whatever_is_typed_is_a_question() {
        let typed = |w| match words(w) {
            Cell::Text(text) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(typed("flood NOT insurance"), "flood NOT insurance");
        assert_eq!(typed("\"cease fire\" minist*"), "\"cease fire\" minist*");
        assert_eq!(typed("what's up?"), "\"what's\" \"up?\"");
        assert_eq!(typed("AND"), "\"AND\"");
        assert_eq!(typed("\"open"), "\"open\"");
        assert_eq!(typed("(((; --"), "\"\"");
    }
}
