//! One record as rows: the document, who and what it names, and what is said. What it tells of the world
//! stands in `told`.

use annalist_doc::{EntityId, Report, Span, StatementId};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result, ToSql, params};

use super::Packed;
use super::changes::Counts;
use crate::cells::{day, joined, word, words};
use crate::known::Linked;

/// A coding's row: what it was made with, and its number.
#[derive(Debug)]
pub(super) struct Coding([String; 5], i64);

/// One record on its way into the tables.
pub(super) struct Rows<'a> {
    pub(super) connection: &'a Connection,
    pub(super) packed: &'a Packed,
    pub(super) report: &'a Report,
    pub(super) linked: &'a Linked,
    pub(super) day: Option<&'a str>,
    /// Row numbers by index in the record.
    pub(super) entities: Vec<i64>,
    pub(super) places: Vec<i64>,
    pub(super) statements: Vec<i64>,
    pub(super) events: Vec<i64>,
}

/// The row of an id, where there is one.
pub(super) fn row_of(rows: &[i64], index: Option<usize>) -> Option<i64> {
    index.and_then(|n| rows.get(n).copied())
}

impl<'a> Rows<'a> {
    pub(super) fn new(connection: &'a Connection, packed: &'a Packed, linked: &'a Linked) -> Self {
        let report = &packed.report;
        Self {
            connection,
            packed,
            report,
            linked,
            day: day(report),
            entities: Vec::new(),
            places: Vec::new(),
            statements: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Puts records table by table: what the processor holds of one is used for all of them.
    pub(super) fn put(
        lot: &mut [Self],
        coding: &mut Option<Coding>,
        counts: &mut Counts,
    ) -> Result<()> {
        for rows in &*lot {
            let coding = rows.coding(coding)?;
            rows.document(coding)?;
        }
        lot.iter_mut().try_for_each(Self::entities)?;
        lot.iter_mut().try_for_each(Self::places)?;
        lot.iter().try_for_each(Self::times)?;
        lot.iter_mut().try_for_each(Self::statements)?;
        lot.iter_mut().try_for_each(|rows| rows.events(counts))?;
        lot.iter().try_for_each(Self::arguments)?;
        lot.iter().try_for_each(Self::figures)?;
        lot.iter().try_for_each(Self::claims)?;
        lot.iter().try_for_each(Self::claim_links)?;
        lot.iter().try_for_each(Self::warnings)
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
        words(self.report, span)
    }

    pub(super) fn points(&self, span: Span) -> Span {
        self.packed.points.span(span)
    }

    /// The number of the record's coding.
    fn coding(&self, last: &mut Option<Coding>) -> Result<i64> {
        let program = &self.report.program;
        let of = [
            &program.version,
            &program.pipeline,
            &program.pipeline_hash,
            &program.lexicon_hash,
            program.gazetteer_hash.as_deref().unwrap_or_default(),
        ];
        if let Some(Coding(known, number)) = last
            && *known == of
        {
            return Ok(*number);
        }
        let known = self
            .prepare(
                "SELECT id FROM codings WHERE program_version = ?1 AND pipeline = ?2 \
                 AND pipeline_hash = ?3 AND lexicon_hash = ?4 AND gazetteer_hash = ?5",
            )?
            .query_row(of, |row| row.get(0))
            .optional()?;
        let number: i64 = match known {
            Some(known) => known,
            None => self
                .prepare(
                    "INSERT INTO codings \
                     (program_version, pipeline, pipeline_hash, lexicon_hash, gazetteer_hash) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .insert(of)?,
        };
        *last = Some(Coding(of.map(str::to_owned), number));
        Ok(number)
    }

    fn document(&self, coding: i64) -> Result<()> {
        let document = &self.report.document;
        let published = document.published.as_ref();
        let number = self.linked.document;
        self.run(
            "INSERT INTO documents (id, hash, title, site, byline, published, published_from, day, \
             language, uri, source_id, format, text, story, coding) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            params![
                number,
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
                self.linked.story,
                coding
            ],
        )?;
        self.run(
            "INSERT INTO records (document, record, terms, print) VALUES (?1, ?2, ?3, ?4)",
            params![number, self.packed.record, self.linked.terms, self.packed.print],
        )?;
        self.run(
            "INSERT INTO document_text (rowid, title, text) VALUES (?1, ?2, ?3)",
            params![number, document.title, document.text],
        )
    }

    pub(super) fn actor(&self, entity: Option<EntityId>) -> Option<i64> {
        entity.and_then(|e| self.linked.actors.get(e.index()).copied().flatten())
    }

    fn entities(&mut self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO entities (document, local, type, name, roles, country, sectors, \
             mentions, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (n, entity) in self.report.entities.iter().enumerate() {
            let actor = entity.actor.as_ref();
            let row = into.insert(params![
                self.linked.document,
                entity.id.to_string(),
                word(&entity.kind),
                entity.name,
                joined(&entity.roles),
                entity.country,
                actor.and_then(|a| joined(&a.sectors)),
                entity.mentions.len() as i64,
                self.linked.actors.get(n).copied().flatten()
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
                self.linked.document,
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
                self.linked.document,
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
                self.linked.document,
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
