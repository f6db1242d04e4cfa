//! The rows of a record, cell by cell: each column's value by its name.

use annalist_doc::{
    Argument, Claim, Entity, EntityKind, Event, Figure, Points, Report, Role, Span, Statement,
};
use serde::Serialize;

use crate::cell::Cell;

/// A record that rows are made of. Days and words are told as the store tells them.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    report: &'a Report,
    points: &'a Points,
}

impl<'a> Record<'a> {
    /// The rows of a report; `points` counts the characters of its text.
    #[must_use]
    pub fn new(report: &'a Report, points: &'a Points) -> Self {
        Self { report, points }
    }

    /// How many rows it has in a table.
    pub(crate) fn rows(&self, table: &str) -> usize {
        let report = self.report;
        match table {
            "documents" => 1,
            "statements" => report.statements.len(),
            "events" => report.events.len(),
            "arguments" => report.events.iter().map(|e| e.arguments.len()).sum(),
            "figures" => report.figures.len(),
            "claims" => report.claims.len(),
            "claim_links" => report.claim_links.len(),
            "entities" => report.entities.len(),
            "mentions" => report.mentions.len(),
            "places" => report.places.len(),
            "times" => report.times.len(),
            "warnings" => report.warnings.len(),
            _ => 0,
        }
    }

    /// What stands in a column of a row; nothing where the record does not tell, as for the links to other
    /// reports. `None` where no such column is known.
    pub(crate) fn cell(&self, table: &str, row: usize, column: &str) -> Option<Cell<'a>> {
        let report = self.report;
        match table {
            "documents" => self.document(column),
            "statements" => self.statement(report.statements.get(row)?, column),
            "events" => self.event(report.events.get(row)?, column),
            "arguments" => {
                let all =
                    report.events.iter().flat_map(|e| e.arguments.iter().map(move |a| (e, a)));
                let (event, argument) = all.clone().nth(row)?;
                self.argument(event, argument, column)
            }
            "figures" => self.figure(report.figures.get(row)?, column),
            "claims" => self.claim(report.claims.get(row)?, column),
            "claim_links" => {
                let link = report.claim_links.get(row)?;
                Some(match column {
                    "from" => self.key(link.from),
                    "to" => self.key(link.to),
                    "type" => word(&link.kind),
                    _ => return None,
                })
            }
            "entities" => self.entity(report.entities.get(row)?, column),
            "mentions" => {
                let mention = report.mentions.get(row)?;
                Some(match column {
                    "key" => self.key(mention.id),
                    "entity" => self.key(mention.entity),
                    "kind" => word(&mention.kind),
                    "text" => self.words(mention.span).into(),
                    _ => return self.span(mention.span, column),
                })
            }
            "places" => self.place(row, column),
            "times" => self.time(row, column),
            "warnings" => {
                let warning = report.warnings.get(row)?;
                Some(match column {
                    "document" => Cell::from(report.document.id.as_str()),
                    "code" => warning.code.as_str().into(),
                    "message" => warning.message.as_str().into(),
                    _ => return None,
                })
            }
            _ => None,
        }
    }

    /// The key of a row: the same in every table and store that has the report.
    fn key(&self, local: impl std::fmt::Display) -> Cell<'a> {
        format!("{}/{local}", self.report.document.id).into()
    }

    /// Words of the text, white space made single.
    fn words(&self, span: Span) -> String {
        let words = span.of(&self.report.document.text).split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    }

    fn all_words(&self, spans: &[Span]) -> Option<String> {
        let words: Vec<String> = spans.iter().map(|span| self.words(*span)).collect();
        (!words.is_empty()).then(|| words.join(" … "))
    }

    fn span(&self, span: Span, column: &str) -> Option<Cell<'a>> {
        let span = self.points.span(span);
        match column {
            "start" => Some(i64::from(span.start).into()),
            "end" => Some(i64::from(span.end).into()),
            _ => None,
        }
    }

    /// The day of the report's publication.
    fn day(&self) -> Option<&'a str> {
        self.report.document.published.as_ref().and_then(|p| p.value.get(..10))
    }

    /// What every row tells of its document.
    fn of_document(&self, column: &str) -> Option<Cell<'a>> {
        let document = &self.report.document;
        Some(match column {
            "document" => document.id.as_str().into(),
            "title" => document.title.as_deref().into(),
            "site" => document.site.as_deref().into(),
            "published" => document.published.as_ref().map(|p| p.value.as_str()).into(),
            "uri" => document.source.uri.as_deref().into(),
            "story" => Cell::Null,
            _ => return None,
        })
    }

    fn document(&self, column: &str) -> Option<Cell<'a>> {
        let document = &self.report.document;
        Some(match column {
            "hash" => document.id.as_str().into(),
            "byline" => document.byline.as_deref().into(),
            "day" => Cell::day(self.day()),
            "language" => document.language.as_deref().into(),
            "source_id" => document.source.id.as_deref().into(),
            "format" => word(&document.source.format),
            "text" => document.text.as_str().into(),
            _ => return self.of_document(column),
        })
    }

    fn statement(&self, statement: &'a Statement, column: &str) -> Option<Cell<'a>> {
        let source = &statement.source;
        let whole = || {
            let all = statement.content.iter().chain(&statement.cue.spans).chain(&source.spans);
            let start = all.clone().map(|s| s.start).min().unwrap_or(0);
            Span::new(start, all.map(|s| s.end).max().unwrap_or(start))
        };
        Some(match column {
            "key" => self.key(statement.id),
            "day" => {
                let time = statement.time.and_then(|t| self.report.times.get(t.index()));
                Cell::day(time.and_then(|t| t.earliest.as_deref()).or(self.day()))
            }
            "kind" => word(&statement.kind),
            "source" => self.all_words(&source.spans).into(),
            "source_class" => word(&source.class),
            "source_entity" => source.entity.map_or(Cell::Null, |e| self.key(e)),
            "actor_name" => self.actor_name(source.entity),
            "actor_key" => Cell::Null,
            "cue" => statement.cue.lemma.as_str().into(),
            "cue_class" => statement.cue.class.as_str().into(),
            "content" => self.all_words(&statement.content).unwrap_or_default().into(),
            "polarity" => word(&statement.polarity),
            "certainty" => word(&statement.certainty),
            "parent" => statement.parent.map_or(Cell::Null, |s| self.key(s)),
            "start" | "end" => return self.span(whole(), column),
            _ => return self.of_document(column),
        })
    }

    /// The name of an entity that can act.
    fn actor_name(&self, entity: Option<annalist_doc::EntityId>) -> Cell<'a> {
        use EntityKind::{Country, Group, Organization, Person};
        let entity = entity.and_then(|e| self.report.entities.get(e.index()));
        let entity = entity.filter(|e| matches!(e.kind, Person | Organization | Country | Group));
        entity.and_then(|e| e.name.as_deref()).into()
    }

    fn event(&self, event: &'a Event, column: &str) -> Option<Cell<'a>> {
        let first = |role| event.arguments.iter().find(|a: &&Argument| a.role == role);
        let first_day = event.earliest.as_deref();
        let last_day = event.latest.as_deref();
        let place = event.place.and_then(|p| self.report.places.get(p.index()));
        let statement =
            event.according_to.last().and_then(|s| self.report.statements.get(s.index()));
        Some(match column {
            "key" => self.key(event.id),
            "day" => Cell::day(first_day.or(self.day())),
            "first_day" => Cell::day(first_day),
            "last_day" => Cell::day(last_day),
            "type" => event.kind.as_str().into(),
            "mode" => event.mode.as_deref().into(),
            "contexts" => Cell::words(&event.contexts),
            "quad" => i64::from(event.quad).into(),
            "cameo" => event.codes.cameo.as_deref().into(),
            "acled" => event.codes.acled.as_deref().into(),
            "trigger" => self.words(event.trigger).into(),
            "start" | "end" => return self.span(event.trigger, column),
            "sentence" => {
                let sentence = self.report.sentences.iter().find(|s| s.contains(event.trigger));
                self.words(sentence.copied().unwrap_or(event.trigger)).into()
            }
            "actor" => first(Role::Actor).map(|a| self.words(a.span)).into(),
            "actor_name" => self.actor_name(first(Role::Actor).and_then(|a| a.entity)),
            "recipient" => first(Role::Recipient).map(|a| self.words(a.span)).into(),
            "recipient_name" => self.actor_name(first(Role::Recipient).and_then(|a| a.entity)),
            "polarity" => word(&event.polarity),
            "modality" => word(&event.modality),
            "tense" => event.tense.as_ref().map_or(Cell::Null, word),
            "place" => place.map(|p| p.name.as_str()).into(),
            "country" => place.and_then(|p| p.country.as_deref()).into(),
            "admin1" => place.and_then(|p| p.admin1.as_deref()).into(),
            "latitude" => place.and_then(|p| p.lat).into(),
            "longitude" => place.and_then(|p| p.lon).into(),
            "precision" => place.and_then(|p| p.precision.as_ref()).map_or(Cell::Null, word),
            "geonameid" => place.and_then(|p| p.geonameid).map(i64::from).into(),
            "place_source" => place.and_then(|p| p.source.as_deref()).into(),
            "figures" => {
                let all = self.report.figures.iter().filter(|f| self.event_of(f) == Some(event.id));
                Cell::List(all.map(|f| format!("{} {}", f.text, f.what.as_str())).collect())
            }
            "according_to" => statement.and_then(|s| self.all_words(&s.source.spans)).into(),
            "statement" => statement.map_or(Cell::Null, |s| self.key(s.id)),
            // As the store rounds it.
            "confidence" => ((f64::from(event.confidence) * 1000.0).round() / 1000.0).into(),
            // Links to other reports, and what people decide.
            "actor_key" | "recipient_key" | "happening" | "verdict" => Cell::Null,
            _ => return self.of_document(column),
        })
    }

    fn argument(&self, event: &Event, argument: &Argument, column: &str) -> Option<Cell<'a>> {
        Some(match column {
            "event" => self.key(event.id),
            "role" => word(&argument.role),
            "text" => self.words(argument.span).into(),
            "entity" => argument.entity.map_or(Cell::Null, |e| self.key(e)),
            _ => return self.span(argument.span, column),
        })
    }

    /// The first event that has a figure.
    fn event_of(&self, figure: &Figure) -> Option<annalist_doc::EventId> {
        self.report.events.iter().find(|e| e.figures.contains(&figure.id)).map(|e| e.id)
    }

    fn figure(&self, figure: &'a Figure, column: &str) -> Option<Cell<'a>> {
        Some(match column {
            "key" => self.key(figure.id),
            "event" => self.event_of(figure).map_or(Cell::Null, |e| self.key(e)),
            "what" => figure.what.as_str().into(),
            "low" => whole(figure.low),
            "high" => whole(figure.high),
            "qualifier" => word(&figure.qualifier),
            "text" => figure.text.as_str().into(),
            "who" => figure.who.as_deref().into(),
            _ => return self.span(figure.span, column),
        })
    }

    fn claim(&self, claim: &'a Claim, column: &str) -> Option<Cell<'a>> {
        Some(match column {
            "key" => self.key(claim.id),
            "event" => self.key(claim.event),
            "scope" => claim.scope.as_deref().into(),
            "polarity" => word(&claim.value.polarity),
            "attribute" => claim.attribute.as_str().into(),
            "low" => whole(claim.value.low),
            "high" => whole(claim.value.high),
            "qualifier" => word(&claim.value.qualifier),
            "text" => claim.value.text.as_str().into(),
            "by" => {
                let by = claim.by.and_then(|e| self.report.entities.get(e.index()));
                let by = by.and_then(|e| e.name.as_ref().or(e.roles.first())).map(String::as_str);
                let statement = claim.statement.and_then(|s| self.report.statements.get(s.index()));
                let said =
                    || statement.and_then(|s| s.source.spans.first()).map(|s| self.words(*s));
                by.map_or_else(|| said().into(), Cell::from)
            }
            "statement" => claim.statement.map_or(Cell::Null, |s| self.key(s)),
            "said_first" => Cell::day(claim.said.earliest.as_deref().or(self.day())),
            "said_last" => Cell::day(claim.said.latest.as_deref().or(self.day())),
            "actor_key" | "happening" => Cell::Null,
            _ => return self.of_document(column),
        })
    }

    fn entity(&self, entity: &'a Entity, column: &str) -> Option<Cell<'a>> {
        Some(match column {
            "key" => self.key(entity.id),
            "type" => word(&entity.kind),
            "name" => entity.name.as_deref().into(),
            "roles" => Cell::words(&entity.roles),
            "country" => entity.country.as_deref().into(),
            "sectors" => entity.actor.as_ref().map_or(Cell::Null, |a| Cell::words(&a.sectors)),
            "mentions" => i64::try_from(entity.mentions.len()).unwrap_or(i64::MAX).into(),
            "actor_key" => Cell::Null,
            _ => return None,
        })
    }

    fn place(&self, row: usize, column: &str) -> Option<Cell<'a>> {
        let place = self.report.places.get(row)?;
        Some(match column {
            "key" => self.key(place.id),
            "name" => place.name.as_str().into(),
            "sense" => word(&place.sense),
            "country" => place.country.as_deref().into(),
            "admin1" => place.admin1.as_deref().into(),
            "latitude" => place.lat.into(),
            "longitude" => place.lon.into(),
            "feature" => place.feature.as_deref().into(),
            "precision" => place.precision.as_ref().map_or(Cell::Null, word),
            "geonameid" => place.geonameid.map(i64::from).into(),
            "source" => place.source.as_deref().into(),
            _ => return self.span(place.span, column),
        })
    }

    fn time(&self, row: usize, column: &str) -> Option<Cell<'a>> {
        let time = self.report.times.get(row)?;
        Some(match column {
            "key" => self.key(time.id),
            "text" => self.words(time.span).into(),
            "type" => word(&time.kind),
            "value" => time.value.as_deref().into(),
            "edtf" => time.edtf.as_deref().into(),
            "first_day" => Cell::day(time.earliest.as_deref()),
            "last_day" => Cell::day(time.latest.as_deref()),
            _ => return self.span(time.span, column),
        })
    }
}

/// How an enumeration is written in JSON.
fn word<'a>(value: &impl Serialize) -> Cell<'a> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.into(),
        _ => Cell::Null,
    }
}

/// Arrow's whole numbers end at 2⁶³ − 1, as SQLite's do.
fn whole<'a>(number: Option<u64>) -> Cell<'a> {
    number.map(|n| i64::try_from(n).unwrap_or(i64::MAX)).into()
}
