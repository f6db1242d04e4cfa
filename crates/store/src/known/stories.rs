//! Stories: what another report adds to one.

use annalist_doc::Document;

use super::held::Held;
use crate::error::Error;
use crate::open::Store;
use crate::write::StoryChoice;

/// So many stories are held at least.
const MOST: usize = 10_000;

/// A story's row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StoryRow {
    pub(crate) id: i64,
    pub(crate) title: Option<String>,
    pub(crate) first_day: Option<String>,
    pub(crate) last_day: Option<String>,
    pub(crate) reports: i64,
    pub(crate) publishers: i64,
}

/// A story with its publishers.
#[derive(Debug)]
struct Told {
    row: StoryRow,
    is_new: bool,
    sites: Vec<Box<str>>,
}

/// A story as it is to be written.
#[derive(Debug)]
pub(crate) struct StoryChange {
    pub(crate) row: StoryRow,
    pub(crate) is_new: bool,
}

/// Stories that are being told.
#[derive(Debug)]
pub(super) struct Stories {
    held: Held<i64, Told>,
    next: i64,
}

impl Stories {
    pub(super) fn open(store: &Store) -> Result<Self, Error> {
        Ok(Self { held: Held::new(MOST), next: store.next("stories")? })
    }

    /// The number that the next story will have.
    pub(super) fn next(&self) -> i64 {
        self.next
    }

    /// Gives a document its story, as was chosen.
    pub(super) fn link(
        &mut self,
        store: &Store,
        choice: StoryChoice,
        document: &Document,
        batch: u64,
    ) -> Result<i64, Error> {
        let published = document.published.as_ref();
        let day = published.and_then(|p| p.value.get(..10));
        let site = document.site.as_deref().unwrap_or_default();
        let StoryChoice::Known(number) = choice else {
            let number = self.next;
            self.next += 1;
            let row = StoryRow {
                id: number,
                title: document.title.clone(),
                first_day: day.map(str::to_owned),
                last_day: day.map(str::to_owned),
                reports: 1,
                publishers: 1,
            };
            let told = Told { row, is_new: true, sites: vec![site.into()] };
            self.held.make(number, told, batch);
            return Ok(number);
        };
        if self.held.get(&number).is_none()
            && let Some(row) = store.known_story(number)?
        {
            let sites = store.sites_of_story(number)?;
            self.held.read(number, Told { row, is_new: false, sites });
        }
        if let Some(Told { row, sites, .. }) = self.held.change(&number, batch) {
            row.reports += 1;
            if let Some(day) = day {
                if row.first_day.as_deref().is_none_or(|first| day < first) {
                    row.first_day = Some(day.to_owned());
                }
                if row.last_day.as_deref().is_none_or(|last| day > last) {
                    row.last_day = Some(day.to_owned());
                }
            }
            if !sites.iter().any(|known| **known == *site) {
                row.publishers += 1;
                sites.push(site.into());
            }
        }
        Ok(number)
    }

    /// What is to be written since this was last asked.
    pub(super) fn changes(&mut self, batch: u64) -> Vec<StoryChange> {
        let changed = self.held.changed(batch);
        let mut changes: Vec<StoryChange> = changed
            .map(|(_, told)| StoryChange {
                row: told.row.clone(),
                is_new: std::mem::take(&mut told.is_new),
            })
            .collect();
        changes.sort_unstable_by_key(|change| change.row.id);
        changes
    }

    pub(super) fn bound(&mut self, kept: u64) {
        self.held.bound(kept);
    }
}
