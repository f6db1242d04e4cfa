//! A happening with all its accounts, a story with its reports.

use annalist_doc::WireReport;
use rusqlite::Row;

use crate::error::{Error, ErrorKind};
use crate::open::Store;
use crate::table::Table;

/// A happening and who says what of it.
#[derive(Clone, Debug, PartialEq)]
pub struct HappeningAccounts {
    /// Its number.
    pub id: i64,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// First and last day.
    pub days: (Option<String>, Option<String>),
    /// Where.
    pub place: Option<String>,
    /// The sentence that told of it first.
    pub summary: String,
    /// How many reports tell of it.
    pub reports: i64,
    /// How many publishers.
    pub publishers: i64,
    /// What is claimed, by attribute and then by the day of the claim.
    pub accounts: Vec<Account>,
    /// Every event, with its sentence and report.
    pub events: Table,
}

/// One claim of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The claim's number.
    pub id: i64,
    /// What it is about.
    pub attribute: String,
    /// The value in its own words.
    pub text: String,
    /// Whose claim; none when the report tells it.
    pub by: Option<String>,
    /// The day it was said.
    pub said: Option<String>,
    /// The report's title.
    pub title: Option<String>,
    /// The report's publisher.
    pub site: Option<String>,
    /// How it relates to earlier ones: the type and the other claim's number.
    pub links: Vec<(String, i64)>,
}

/// A story: reports about one thing over time.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryReports {
    /// Its number.
    pub id: i64,
    /// The first report's title.
    pub title: Option<String>,
    /// First and last day of publication.
    pub days: (Option<String>, Option<String>),
    /// How many publishers.
    pub publishers: i64,
    /// Its reports, the earliest first.
    pub reports: Table,
    /// Its happenings, those told by most reports first.
    pub happenings: Table,
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        attribute: row.get(1)?,
        text: row.get(2)?,
        by: row.get(3)?,
        said: row.get(4)?,
        title: row.get(5)?,
        site: row.get(6)?,
        links: Vec::new(),
    })
}

impl Store {
    /// A happening with what was claimed of it up to a day; none when there is none of this number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn happening(
        &self,
        id: i64,
        as_of: Option<&str>,
    ) -> Result<Option<HappeningAccounts>, Error> {
        let sql = "SELECT id, type, mode, first_day, last_day, place, summary, reports, publishers \
                   FROM happenings WHERE id = ?1";
        let head = self.one(sql, [id], |row| {
            Ok(HappeningAccounts {
                id: row.get(0)?,
                kind: row.get(1)?,
                mode: row.get(2)?,
                days: (row.get(3)?, row.get(4)?),
                place: row.get(5)?,
                summary: row.get(6)?,
                reports: row.get(7)?,
                publishers: row.get(8)?,
                accounts: Vec::new(),
                events: Table::default(),
            })
        })?;
        let Some(mut head) = head else { return Ok(None) };
        if as_of.is_some() {
            let sql = "SELECT count(DISTINCT d.id), count(DISTINCT ifnull(d.site, '')) FROM events e \
                       JOIN documents d ON d.id = e.document \
                       WHERE e.happening = ?1 AND (d.day IS NULL OR d.day <= ?2)";
            let told =
                self.one(sql, rusqlite::params![id, as_of], |r| Ok((r.get(0)?, r.get(1)?)))?;
            (head.reports, head.publishers) = told.unwrap_or_default();
        }
        let sql = "SELECT c.id, c.attribute, c.text, c.by, c.said_first, d.title, d.site \
                   FROM claims c JOIN documents d ON d.id = c.document \
                   WHERE c.happening = ?1 AND (?2 IS NULL OR c.said_first <= ?2) \
                   ORDER BY c.attribute, c.said_first, c.id";
        head.accounts = self.list(sql, rusqlite::params![id, as_of], account)?;
        for account in &mut head.accounts {
            let sql = "SELECT type, \"to\" FROM claim_links WHERE \"from\" = ?1 ORDER BY id";
            account.links = self.list(sql, [account.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        }
        head.events = self.told(
            "SELECT v.day, v.actor, v.recipient, v.place, v.figures, v.polarity, v.modality, \
             v.according_to, v.sentence, v.title, v.site, v.published, v.key \
             FROM event_list v WHERE v.happening = ?1 AND v.verdict IS NULL \
             AND (?2 IS NULL OR v.published IS NULL OR substr(v.published, 1, 10) <= ?2) \
             ORDER BY v.published, v.id",
            rusqlite::params![id, as_of],
        )?;
        Ok(Some(head))
    }

    /// A story with its reports; none when there is none of this number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn story(&self, id: i64) -> Result<Option<StoryReports>, Error> {
        let sql = "SELECT id, title, first_day, last_day, publishers FROM stories WHERE id = ?1";
        let head = self.one(sql, [id], |row| {
            Ok(StoryReports {
                id: row.get(0)?,
                title: row.get(1)?,
                days: (row.get(2)?, row.get(3)?),
                publishers: row.get(4)?,
                reports: Table::default(),
                happenings: Table::default(),
            })
        })?;
        let Some(mut story) = head else { return Ok(None) };
        story.reports = self.told(
            "SELECT d.day, d.title, d.site, \
             (SELECT count(*) FROM publications p WHERE p.document = d.id) AS reprints, d.hash AS key \
             FROM documents d WHERE d.story = ?1 ORDER BY d.day, d.id",
            [id],
        )?;
        story.happenings = self.told(
            "SELECT h.id, h.first_day AS day, h.type, h.place, h.reports, h.publishers, h.summary \
             FROM happenings h WHERE h.id IN (SELECT e.happening FROM events e \
             JOIN documents d ON d.id = e.document WHERE d.story = ?1 AND e.verdict IS NULL) \
             ORDER BY h.reports DESC, h.id",
            [id],
        )?;
        Ok(Some(story))
    }

    fn told(&self, sql: &str, given: impl rusqlite::Params) -> Result<Table, Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|e| self.trouble(&e))?;
        self.rows(&mut statement, given, usize::MAX)
    }

    /// A whole record by the document's content hash; none when the store does not have it.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds is damaged.
    pub fn record(&self, hash: &str) -> Result<Option<WireReport>, Error> {
        let sql = "SELECT r.record, d.text FROM documents d JOIN records r ON r.document = d.id \
                   WHERE d.hash = ?1";
        let found: Option<(Vec<u8>, String)> =
            self.one(sql, [hash], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((packed, text)) = found else { return Ok(None) };
        crate::write::unpack(&packed, text).map(Some).map_err(|e| {
            Error::new(
                ErrorKind::Damaged,
                &self.path,
                format!("the record of document {hash}: {e}"),
            )
        })
    }
}
