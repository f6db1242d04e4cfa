//! One record as rows: the document, who and what it names, and what is said. What it tells of the world
//! stands in `told`.

use annalist_doc::{EntityId, Report, Span, StatementId};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result, ToSql, params};
use serde::Serialize;

use super::memory::Memory;
use super::{ActorChoice, Links, Packed, Put, StoryChoice};

/// One record on its way into the tables.
pub(super) struct Rows<'a> {
    pub(super) connection: &'a Connection,
    pub(super) packed: &'a Packed,
    pub(super) report: &'a Report,
    pub(super) links: &'a Links,
    pub(super) document: i64,
    pub(super) day: Option<&'a str>,
    pub(super) site: &'a str,
    /// Row numbers by index in the record.
    pub(super) actors: Vec<Option<i64>>,
    pub(super) entities: Vec<i64>,
    pub(super) places: Vec<i64>,
    pub(super) statements: Vec<i64>,
    pub(super) happenings: Vec<Option<i64>>,
    pub(super) events: Vec<i64>,
    pub(super) claims: Vec<i64>,
}

/// How an enumeration is written in JSON.
pub(super) fn word(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}

/// Several words in one cell; none for none.
pub(super) fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(", "))
}

/// The row of an id, where there is one.
pub(super) fn row_of(rows: &[i64], index: Option<usize>) -> Option<i64> {
    index.and_then(|n| rows.get(n).copied())
}

impl<'a> Rows<'a> {
    pub(super) fn new(connection: &'a Connection, packed: &'a Packed, links: &'a Links) -> Self {
        let report = &packed.report;
        let published = report.document.published.as_ref();
        Self {
            connection,
            packed,
            report,
            links,
            document: 0,
            day: published.and_then(|p| p.value.get(..10)),
            site: report.document.site.as_deref().unwrap_or_default(),
            actors: Vec::new(),
            entities: Vec::new(),
            places: Vec::new(),
            statements: Vec::new(),
            happenings: Vec::new(),
            events: Vec::new(),
            claims: Vec::new(),
        }
    }

    pub(super) fn put(mut self, memory: &mut Memory) -> Result<Put> {
        let story = self.story()?;
        self.document(story)?;
        self.actors(memory)?;
        self.entities()?;
        self.places()?;
        self.times()?;
        self.statements()?;
        self.happenings(&mut memory.keys)?;
        self.events(&mut memory.tally)?;
        self.figures()?;
        self.claims()?;
        self.warnings()?;
        Ok(Put::Added {
            document: self.document,
            story,
            happenings: self.happenings,
            claims: self.claims,
        })
    }

    pub(super) fn insert(&self, sql: &str, values: &[&dyn ToSql]) -> Result<i64> {
        self.connection.prepare_cached(sql)?.insert(values)
    }

    /// A statement for many rows.
    pub(super) fn prepare(&self, sql: &str) -> Result<CachedStatement<'a>> {
        self.connection.prepare_cached(sql)
    }

    pub(super) fn run(&self, sql: &str, values: &[&dyn ToSql]) -> Result<()> {
        self.connection.prepare_cached(sql)?.execute(values).map(drop)
    }

    /// Words of the text, white space made single.
    pub(super) fn words(&self, span: Span) -> String {
        let words = span.of(&self.report.document.text).split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    }

    pub(super) fn points(&self, span: Span) -> Span {
        self.packed.points.span(span)
    }

    fn story(&self) -> Result<i64> {
        let document = &self.report.document;
        match self.links.story {
            StoryChoice::Known(story) => {
                self.run(
                    "UPDATE stories SET reports = reports + 1, \
                     first_day = min(coalesce(first_day, ?2), coalesce(?2, first_day)), \
                     last_day = max(coalesce(last_day, ?2), coalesce(?2, last_day)), \
                     publishers = publishers + (SELECT count(*) = 0 FROM documents \
                         WHERE story = ?1 AND ifnull(site, '') = ?3) WHERE id = ?1",
                    params![story, self.day, self.site],
                )?;
                Ok(story)
            }
            StoryChoice::New => self.insert(
                "INSERT INTO stories (title, first_day, last_day, reports, publishers) \
                 VALUES (?1, ?2, ?2, 1, 1)",
                params![document.title, self.day],
            ),
        }
    }

    fn document(&mut self, story: i64) -> Result<()> {
        let (document, program) = (&self.report.document, &self.report.program);
        let coding = params![
            program.version,
            program.pipeline,
            program.pipeline_hash,
            program.lexicon_hash,
            program.gazetteer_hash.as_deref().unwrap_or_default()
        ];
        let known = self
            .prepare(
                "SELECT id FROM codings WHERE program_version = ?1 AND pipeline = ?2 \
                 AND pipeline_hash = ?3 AND lexicon_hash = ?4 AND gazetteer_hash = ?5",
            )?
            .query_row(coding, |row| row.get(0))
            .optional()?;
        let coding: i64 = match known {
            Some(known) => known,
            None => self.insert(
                "INSERT INTO codings \
                 (program_version, pipeline, pipeline_hash, lexicon_hash, gazetteer_hash) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                coding,
            )?,
        };
        let published = document.published.as_ref();
        self.document = self.insert(
            "INSERT INTO documents (hash, title, site, byline, published, published_from, day, \
             language, uri, source_id, format, text, story, coding) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                document.id,
                document.title,
                document.site,
                document.byline,
                published.map(|p| p.value.as_str()),
                published.and_then(|p| word(&p.from)),
                self.day,
                document.language,
                document.source.uri,
                document.source.id,
                word(&document.source.format),
                document.text,
                story,
                coding
            ],
        )?;
        self.run(
            "INSERT INTO records (document, record, terms, print) VALUES (?1, ?2, ?3, ?4)",
            params![self.document, self.packed.record, self.links.terms, self.packed.print],
        )?;
        self.run(
            "INSERT INTO document_text (rowid, title, text) VALUES (?1, ?2, ?3)",
            params![self.document, document.title, document.text],
        )
    }

    fn actors(&mut self, memory: &mut Memory) -> Result<()> {
        for (n, entity) in self.report.entities.iter().enumerate() {
            let Some((choice, names)) = self.links.actors.get(n).and_then(Option::as_ref) else {
                self.actors.push(None);
                continue;
            };
            let number = match choice {
                ActorChoice::As(earlier) => self.actors.get(*earlier).copied().flatten(),
                ActorChoice::Known(number) => {
                    memory.tally.actor(*number);
                    Some(*number)
                }
                ActorChoice::New => {
                    let actor = entity.actor.as_ref();
                    let sectors = actor.and_then(|a| joined(&a.sectors));
                    Some(self.insert(
                        "INSERT INTO actors (name, type, country, sectors, documents) \
                         VALUES (?1, ?2, ?3, ?4, 1)",
                        params![entity.name, word(&entity.kind), entity.country, sectors],
                    )?)
                }
            };
            self.actors.push(number);
            let Some(number) = number else { continue };
            let written = entity.name.iter().chain(&entity.aliases);
            for (name, folded) in written.zip(names) {
                if memory.tally.name(self.connection, number, name)? {
                    memory.names.forget(folded);
                    self.run(
                        "INSERT INTO actor_names (actor, name, folded, documents) \
                         VALUES (?1, ?2, ?3, 1)",
                        params![number, name, folded],
                    )?;
                    self.run(
                        "INSERT INTO actor_words (name, actor) VALUES (?1, ?2)",
                        params![name, number],
                    )?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn actor(&self, entity: Option<EntityId>) -> Option<i64> {
        entity.and_then(|e| self.actors.get(e.index()).copied().flatten())
    }

    fn entities(&mut self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO entities (document, local, type, name, roles, country, sectors, \
             mentions, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (n, entity) in self.report.entities.iter().enumerate() {
            let actor = entity.actor.as_ref();
            let row = into.insert(params![
                self.document,
                entity.id.to_string(),
                word(&entity.kind),
                entity.name,
                joined(&entity.roles),
                entity.country,
                actor.and_then(|a| joined(&a.sectors)),
                entity.mentions.len() as i64,
                self.actors.get(n).copied().flatten()
            ])?;
            self.entities.push(row);
        }
        Ok(())
    }

    fn places(&mut self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO places (document, local, start, \"end\", name, sense, country, admin1, \
             latitude, longitude, feature, precision, geonameid, source) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        for place in &self.report.places {
            let span = self.points(place.span);
            let row = into.insert(params![
                self.document,
                place.id.to_string(),
                span.start,
                span.end,
                place.name,
                word(&place.sense),
                place.country,
                place.admin1,
                place.lat,
                place.lon,
                place.feature,
                place.precision.as_ref().and_then(word),
                place.geonameid,
                place.source
            ])?;
            self.places.push(row);
        }
        Ok(())
    }

    fn times(&self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO times (document, local, start, \"end\", text, type, value, edtf, \
             first_day, last_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for time in &self.report.times {
            let span = self.points(time.span);
            into.execute(params![
                self.document,
                time.id.to_string(),
                span.start,
                span.end,
                self.words(time.span),
                word(&time.kind),
                time.value,
                time.edtf,
                time.earliest,
                time.latest
            ])?;
        }
        Ok(())
    }

    fn statements(&mut self) -> Result<()> {
        let mut parents: Vec<(i64, StatementId)> = Vec::new();
        let mut into = self.prepare(
            "INSERT INTO statements (document, local, kind, source, source_class, entity, \
             actor, cue, cue_class, content, polarity, certainty, start, \"end\", day) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        for statement in &self.report.statements {
            let all = |spans: &[Span]| {
                let words: Vec<String> = spans.iter().map(|s| self.words(*s)).collect();
                (!words.is_empty()).then(|| words.join(" … "))
            };
            let (source, content) = (all(&statement.source.spans), all(&statement.content));
            let whole = statement.content.iter().chain(&statement.cue.spans);
            let whole = whole.chain(&statement.source.spans);
            let start = whole.clone().map(|s| s.start).min().unwrap_or(0);
            let span = Span::new(start, whole.map(|s| s.end).max().unwrap_or(start));
            let span = self.points(span);
            let time = statement.time.and_then(|t| self.report.times.get(t.index()));
            let row = into.insert(params![
                self.document,
                statement.id.to_string(),
                word(&statement.kind),
                source,
                word(&statement.source.class),
                row_of(&self.entities, statement.source.entity.map(EntityId::index)),
                self.actor(statement.source.entity),
                statement.cue.lemma,
                statement.cue.class,
                content.unwrap_or_default(),
                word(&statement.polarity),
                word(&statement.certainty),
                span.start,
                span.end,
                time.and_then(|t| t.earliest.as_deref()).or(self.day)
            ])?;
            self.statements.push(row);
            parents.extend(statement.parent.map(|parent| (row, parent)));
        }
        // A parent may stand behind its child in the text.
        for (row, parent) in parents {
            let parent = row_of(&self.statements, Some(parent.index()));
            self.run("UPDATE statements SET parent = ?2 WHERE id = ?1", params![row, parent])?;
        }
        Ok(())
    }
}
