//! Decisions of people, carried out in the tables. Each can be carried out again and changes nothing then.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::Writer;
use crate::decision::{Decided, Decision, Who, append, decisions_of};
use crate::error::{Error, ErrorKind};
use crate::lock::Holder;
use crate::open::Store;

/// What carrying out a decision came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Whether a row changed.
    pub any: bool,
    /// The actors who now stand where others stood: what hangs on who a source is may have changed.
    pub actors: Vec<i64>,
}

/// Writes a decision down in the file beside a store and carries it out, with what `after` has to do for
/// the actors that it changed. Says whether it changed a row.
///
/// # Errors
/// When another program keeps writing to the store, or store or file cannot be written to.
pub fn decide(
    store: &Path,
    own: &Holder,
    wait: Duration,
    decided: &Decided,
    after: impl FnOnce(&mut Writer, &[i64]) -> std::result::Result<(), Error>,
) -> std::result::Result<bool, Error> {
    let mut writer = Writer::open(store, own, wait)?;
    writer.begin()?;
    let done = writer
        .decide(&decided.decision)
        .and_then(|changed| after(&mut writer, &changed.actors).map(|()| changed.any))
        // The file first: what is in it and not in the store is carried out by the next writer.
        .and_then(|changed| append(&decisions_of(store), decided).map(|()| changed));
    match done {
        Ok(changed) => writer.commit().map(|()| changed),
        Err(error) => {
            // What failed is told; that the rest is taken back needs no word of its own.
            let _ = writer.rollback();
            Err(error)
        }
    }
}

impl Writer {
    /// Carries out a decision; says what it changed.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn decide(&mut self, decision: &Decision) -> std::result::Result<Changed, Error> {
        self.count()?;
        let connection = &self.store.connection;
        let actors = |all: Vec<i64>| Changed { any: !all.is_empty(), actors: all };
        let row = |any: bool| Changed { any, actors: Vec::new() };
        let done = match decision {
            Decision::Join { one, other } => join(connection, one, other).map(actors),
            Decision::Apart { .. } => Ok(Changed::default()),
            Decision::Split { of, reports, name } => {
                split(connection, of, reports, name).map(actors)
            }
            Decision::Wrong { event, kind, trigger } => {
                judge(connection, event, kind, trigger, Some("wrong")).map(row)
            }
            Decision::Right { event, kind, trigger } => {
                judge(connection, event, kind, trigger, None).map(row)
            }
        };
        done.map_err(|e| self.store.trouble(&e))
    }
}

/// Where actors are named, beside `actors` and their names.
const NAMED: [(&str, &str); 6] = [
    ("entities", "actor"),
    ("statements", "actor"),
    ("events", "actor_id"),
    ("events", "recipient_id"),
    ("claims", "actor"),
    ("claims", "responsible"),
];

/// An actor's number: that of its entity if it still bears the name, else the first of the name.
fn find(connection: &Connection, who: &Who) -> Result<Option<i64>> {
    let (hash, local) = who.entity.split_once('/').unwrap_or((who.entity.as_str(), ""));
    let of_entity = connection
        .prepare_cached(
            "SELECT n.actor FROM entities n JOIN documents d ON d.id = n.document \
             JOIN actor_names a ON a.actor = n.actor AND a.name = ?3 \
             WHERE d.hash = ?1 AND n.local = ?2",
        )?
        .query_row([hash, local, &who.name], |row| row.get(0))
        .optional()?;
    if of_entity.is_some() {
        return Ok(of_entity);
    }
    connection
        .prepare_cached(
            "SELECT id FROM actors WHERE name = ?1 AND type = ?2 UNION ALL SELECT a.id FROM actor_names n \
             JOIN actors a ON a.id = n.actor WHERE n.name = ?1 AND a.type = ?2 ORDER BY id LIMIT 1",
        )?
        .query_row([&who.name, &who.kind], |row| row.get(0))
        .optional()
}

/// Makes two actors one; the one that is left, or nobody where there are no two.
fn join(connection: &Connection, one: &Who, other: &Who) -> Result<Vec<i64>> {
    let (Some(one), Some(other)) = (find(connection, one)?, find(connection, other)?) else {
        return Ok(Vec::new());
    };
    if one == other {
        return Ok(Vec::new());
    }
    let (kept, gone) = (one.min(other), one.max(other));
    for (table, column) in NAMED {
        let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {column} = ?2");
        connection.prepare_cached(&sql)?.execute([kept, gone])?;
    }
    let steps = [
        "INSERT INTO actor_names (actor, name, folded, documents) \
         SELECT ?1, name, folded, documents FROM actor_names WHERE actor = ?2 \
         ON CONFLICT DO UPDATE SET documents = documents + excluded.documents",
        "UPDATE actor_words SET actor = ?1 WHERE actor = ?2",
        "UPDATE actors SET country = coalesce(country, (SELECT country FROM actors WHERE id = ?2)), \
         sectors = coalesce(sectors, (SELECT sectors FROM actors WHERE id = ?2)) WHERE id = ?1",
    ];
    for step in steps {
        connection.execute(step, [kept, gone])?;
    }
    connection.execute("DELETE FROM actor_names WHERE actor = ?1", [gone])?;
    connection.execute("DELETE FROM actors WHERE id = ?1", [gone])?;
    count(connection, kept)?;
    Ok(vec![kept])
}

/// Makes two actors of one; both, or nobody where there was nothing to split.
fn split(connection: &Connection, of: &Who, reports: &[String], name: &str) -> Result<Vec<i64>> {
    let Some(old) = find(connection, of)? else { return Ok(Vec::new()) };
    let mut documents = Vec::new();
    for hash in reports {
        let with = "SELECT d.id FROM documents d WHERE d.hash = ?1 \
                    AND EXISTS (SELECT 1 FROM entities n WHERE n.document = d.id AND n.actor = ?2)";
        let found: Option<i64> = connection
            .prepare_cached(with)?
            .query_row(params![hash, old], |row| row.get(0))
            .optional()?;
        documents.extend(found);
    }
    let named = "SELECT id FROM actors WHERE name = ?1 AND type = ?2 AND id <> ?3";
    let new: Option<i64> = connection
        .prepare_cached(named)?
        .query_row(params![name, of.kind, old], |row| row.get(0))
        .optional()?;
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let new = match new {
        Some(new) => new,
        None => {
            connection.execute(
                "INSERT INTO actors (name, type, country, sectors, documents) \
                 SELECT ?1, type, country, NULL, 0 FROM actors WHERE id = ?2",
                params![name, old],
            )?;
            let new = connection.last_insert_rowid();
            // The name given by a person is none that reports are known to use: it has no folded form.
            connection.execute(
                "INSERT INTO actor_names (actor, name, folded, documents) VALUES (?1, ?2, '', 0)",
                params![new, name],
            )?;
            connection.execute(
                "INSERT INTO actor_words (name, actor) VALUES (?1, ?2)",
                params![name, new],
            )?;
            new
        }
    };
    for document in documents {
        for (table, column) in NAMED {
            let sql =
                format!("UPDATE {table} SET {column} = ?1 WHERE {column} = ?2 AND document = ?3");
            connection.prepare_cached(&sql)?.execute([new, old, document])?;
        }
    }
    count(connection, old)?;
    count(connection, new)?;
    Ok(vec![old, new])
}

/// In how many reports an actor stands.
fn count(connection: &Connection, actor: i64) -> Result<()> {
    connection
        .execute(
            "UPDATE actors SET documents = (SELECT count(DISTINCT document) FROM entities \
             WHERE actor = ?1) WHERE id = ?1",
            [actor],
        )
        .map(drop)
}

fn judge(
    connection: &Connection,
    event: &str,
    kind: &str,
    trigger: &str,
    verdict: Option<&str>,
) -> Result<bool> {
    let (hash, local) = event.split_once('/').unwrap_or((event, ""));
    // A later coding may have given the event another number.
    let found = connection
        .prepare_cached(
            "SELECT e.id, e.day, e.type, ifnull(e.country, '') FROM events e \
             JOIN documents d ON d.id = e.document WHERE d.hash = ?1 AND e.type = ?3 AND e.trigger = ?4 \
             ORDER BY e.local <> ?2, e.id LIMIT 1",
        )?
        .query_row(params![hash, local, kind, trigger], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Option<String>>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        })
        .optional()?;
    let Some((id, day, kind, country)) = found else { return Ok(false) };
    let changed = connection.execute(
        "UPDATE events SET verdict = ?2 WHERE id = ?1 AND verdict IS NOT ?2",
        params![id, verdict],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    // What is wrong is not counted.
    let by = if verdict.is_some() { -1 } else { 1 };
    connection.execute(
        "UPDATE event_counts SET events = events + ?4 WHERE day = ?1 AND type = ?2 AND country = ?3",
        params![day, kind, country, by],
    )?;
    Ok(true)
}

impl Store {
    /// An actor as decisions name it; none where there is none of this number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn who(&self, actor: i64) -> std::result::Result<Option<Who>, Error> {
        self.who_beside(actor, &[])
    }

    /// The decision that two actors are one.
    ///
    /// # Errors
    /// When the store cannot be read or has no such actor.
    pub fn joining(&self, one: i64, other: i64) -> std::result::Result<Decision, Error> {
        Ok(Decision::Join { one: self.needed(one)?, other: self.needed(other)? })
    }

    /// The decision that two actors stay two.
    ///
    /// # Errors
    /// When the store cannot be read or has no such actor.
    pub fn keeping_apart(&self, one: i64, other: i64) -> std::result::Result<Decision, Error> {
        Ok(Decision::Apart { one: self.needed(one)?, other: self.needed(other)? })
    }

    /// The decision that in these reports (by hash) an actor's name means somebody else.
    ///
    /// # Errors
    /// When the store cannot be read, has no such actor, or would leave the actor no report.
    pub fn splitting(
        &self,
        actor: i64,
        reports: &[String],
        name: &str,
    ) -> std::result::Result<Decision, Error> {
        let Some(of) = self.who_beside(actor, reports)? else {
            let detail =
                format!("actor {actor} is in no other report than these; nothing to split");
            return Err(Error::new(ErrorKind::Decision, &self.path, detail));
        };
        Ok(Decision::Split { of, reports: reports.to_vec(), name: name.to_owned() })
    }

    /// The decision that an event, by its key (`HASH/e3`), is wrong, or right after all.
    ///
    /// # Errors
    /// When the store cannot be read or has no such event.
    pub fn judging(&self, event: &str, wrong: bool) -> std::result::Result<Decision, Error> {
        let (hash, local) = event.split_once('/').unwrap_or((event, ""));
        let sql = "SELECT e.type, e.trigger FROM events e JOIN documents d ON d.id = e.document \
                   WHERE d.hash = ?1 AND e.local = ?2";
        let found: Option<(String, String)> =
            self.one(sql, [hash, local], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((kind, trigger)) = found else {
            let detail = format!("there is no event {event}; `annalist find` shows keys");
            return Err(Error::new(ErrorKind::Decision, &self.path, detail));
        };
        let event = event.to_owned();
        Ok(if wrong {
            Decision::Wrong { event, kind, trigger }
        } else {
            Decision::Right { event, kind, trigger }
        })
    }

    fn needed(&self, actor: i64) -> std::result::Result<Who, Error> {
        self.who(actor)?.ok_or_else(|| {
            let detail =
                format!("there is no actor {actor}; `annalist review actors` shows numbers");
            Error::new(ErrorKind::Decision, &self.path, detail)
        })
    }

    /// An actor, named by an entity that is in none of these reports.
    fn who_beside(
        &self,
        actor: i64,
        reports: &[String],
    ) -> std::result::Result<Option<Who>, Error> {
        let read = || -> Result<Option<Who>> {
            let mut entities = self.connection.prepare_cached(
                "SELECT a.name, a.type, d.hash, n.local FROM entities n JOIN actors a ON a.id = n.actor \
                 JOIN documents d ON d.id = n.document WHERE n.actor = ?1 ORDER BY n.id",
            )?;
            let mut rows = entities.query([actor])?;
            while let Some(row) = rows.next()? {
                let hash: String = row.get(2)?;
                if !reports.contains(&hash) {
                    let entity = format!("{hash}/{}", row.get::<_, String>(3)?);
                    return Ok(Some(Who { name: row.get(0)?, kind: row.get(1)?, entity }));
                }
            }
            Ok(None)
        };
        read().map_err(|e| self.trouble(&e))
    }
}
