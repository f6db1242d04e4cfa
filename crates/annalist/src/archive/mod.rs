//! Many reports: each record is linked to what the store has and kept there.

mod put;

use std::collections::HashSet;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;

use annalist_doc::Report;
use annalist_resolve::{
    ActorKey, EventFacets, Stories, Terms, actor_keys, day_number, event_facets,
};
use annalist_store::{
    Decided, Error, Holder, Packed, StoryChoice, Writer, decisions_of, read_decisions,
};

use self::put::Putting;
use crate::Pipeline;
use crate::decisions::Decisions;

/// A store that records are added to, with what is known of the stories going on.
///
/// Reports are linked in the order in which they are added: the same reports in the same order make the
/// same store, however they are split into batches and wherever an earlier run was cut off.
#[derive(Debug)]
pub struct Archive {
    writer: Writer,
    stories: Stories,
    decisions: Decisions,
    /// Records added since the last were kept.
    unkept: usize,
}

/// A record ready for an archive: what its own words tell, worked out on any thread.
#[derive(Debug)]
pub struct Ready {
    packed: Packed,
    terms: Terms,
    /// The day of its publication, by its number.
    day: Option<i32>,
    actors: Vec<Option<ActorKey>>,
    events: Vec<Option<EventFacets>>,
}

impl Ready {
    /// Makes a record ready; the pipeline is the one that it was coded with.
    #[must_use]
    pub fn new(report: Report, pipeline: &Pipeline) -> Self {
        let terms = Terms::of(&report, pipeline.story_words());
        let actors = actor_keys(&report.entities);
        let events = event_facets(&report, pipeline.story_words());
        let day = report.document.published.as_ref().and_then(|p| day_number(&p.value));
        Self { packed: Packed::new(report), terms, day, actors, events }
    }

    /// Adds the fingerprint by which reprints of the text are found.
    #[must_use]
    pub fn with_print(self, print: Vec<u8>) -> Self {
        Self { packed: self.packed.with_print(print), ..self }
    }
}

/// What is to become of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    New,
    Known,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// The store had the text.
    Known,
}

impl Archive {
    /// So many records are worth being kept together.
    pub const TOGETHER: usize = 1024;

    /// Opens a store for adding, carries out what people decided (the file beside it, see
    /// [`annalist_store::decisions_of`]), and looks once through its last reports.
    ///
    /// # Errors
    /// When another program keeps writing to it, or it cannot be opened, made or written to; when the
    /// file of decisions cannot be read.
    pub fn open(path: &Path, own: &Holder, wait: Duration) -> Result<Self, Error> {
        let decided = read_decisions(&decisions_of(path))?;
        Self::with_decisions(path, own, wait, decided)
    }

    /// As [`Archive::open`], with decisions from elsewhere.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn with_decisions(
        path: &Path,
        own: &Holder,
        wait: Duration,
        decided: Vec<Decided>,
    ) -> Result<Self, Error> {
        let mut writer = Writer::open(path, own, wait)?;
        let decisions = Decisions::new(decided);
        writer.begin()?;
        decisions.replay(&mut writer)?;
        writer.commit()?;
        let mut archive = Self { writer, stories: Stories::default(), decisions, unkept: 0 };
        archive.recall()?;
        Ok(archive)
    }

    /// The stories as the store's last reports tell them.
    fn recall(&mut self) -> Result<(), Error> {
        self.stories = Stories::default();
        for report in self.writer.store().recent(Stories::WINDOW)? {
            let day = report.day.as_deref().and_then(day_number);
            self.stories.note(report.story, day, &Terms::from_bytes(&report.terms));
        }
        Ok(())
    }

    /// Whether the store has a text, by its content hash.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has(&self, hash: &str) -> Result<bool, Error> {
        self.writer.known(hash).map(|number| number.is_some())
    }

    /// The store as it is now.
    #[must_use]
    pub fn store(&self) -> &annalist_store::Store {
        self.writer.store()
    }

    /// Adds records; [`keep`](Archive::keep) keeps them. What was added and not kept is gone when the
    /// archive is dropped.
    ///
    /// # Errors
    /// When they could not be written. The store is then as it was when records were last kept.
    pub fn add(&mut self, records: &[Ready]) -> Result<Vec<Added>, Error> {
        if self.unkept == 0 && !records.is_empty() {
            self.writer.begin()?;
        }
        self.unkept += records.len();
        let added = self.put(records);
        if added.is_err() {
            self.take_back()?;
        }
        added
    }

    /// How many records were added since the last were kept.
    #[must_use]
    pub fn unkept(&self) -> usize {
        self.unkept
    }

    /// Keeps what was added: all of it or, where it cannot be written, none.
    ///
    /// Pages that many records touch are written once for all of them: keeping a thousand records at a
    /// time ([`Archive::TOGETHER`]) costs a large store a fraction of what keeping a hundred does.
    ///
    /// # Errors
    /// When it could not be written. The store is then as it was when records were last kept.
    pub fn keep(&mut self) -> Result<(), Error> {
        if self.unkept == 0 {
            return Ok(());
        }
        let done = self.writer.commit();
        if done.is_err() {
            self.take_back()?;
        } else {
            self.unkept = 0;
        }
        done
    }

    /// Puts records. A thread of its own sorts them into stories, which needs nothing of the store, while
    /// those before them are written.
    fn put(&mut self, records: &[Ready]) -> Result<Vec<Added>, Error> {
        let fates = self.fates(records)?;
        let mut next = self.writer.store().next_story()?;
        let Self { writer, stories, decisions, .. } = self;
        let mut putting = Putting { writer, decisions };
        let new = records.iter().zip(&fates).filter(|(_, fate)| **fate == Fate::New);
        std::thread::scope(|scope| {
            let (send, receive) = channel();
            scope.spawn(move || {
                for (ready, _) in new {
                    let story = stories.find(&ready.terms, ready.day);
                    let number = story.unwrap_or(next);
                    next += i64::from(story.is_none());
                    stories.note(number, ready.day, &ready.terms);
                    let choice = story.map_or(StoryChoice::New, StoryChoice::Known);
                    if send.send((choice, number)).is_err() {
                        return;
                    }
                }
            });
            let put = |(ready, fate): (&Ready, &Fate)| {
                if *fate == Fate::New
                    && let Ok((choice, number)) = receive.recv()
                {
                    putting.new_text(ready, choice, number)?;
                    return Ok(Added::New);
                }
                putting.known_text(ready)?;
                Ok(Added::Known)
            };
            records.iter().zip(&fates).map(put).collect()
        })
    }

    /// Which of some records have a text that the store, or one of those before them, does not have.
    fn fates(&self, records: &[Ready]) -> Result<Vec<Fate>, Error> {
        let mut new: HashSet<&str> = HashSet::new();
        let mut fates = Vec::with_capacity(records.len());
        for ready in records {
            let document = &ready.packed.report().document;
            let first = document.duplicate_of.as_ref().map(|first| first.id.as_str());
            let mut known = false;
            for hash in first.into_iter().chain([document.id.as_str()]) {
                known = known || new.contains(hash) || self.has(hash)?;
            }
            if !known {
                new.insert(&document.id);
            }
            fates.push(if known { Fate::Known } else { Fate::New });
        }
        Ok(fates)
    }

    fn take_back(&mut self) -> Result<(), Error> {
        // What failed is told; that the rest is taken back needs no word of its own.
        let _ = self.writer.rollback();
        self.unkept = 0;
        self.recall()
    }

    /// The writing end, for what is no adding; what was not kept is taken back.
    #[must_use]
    pub fn into_writer(mut self) -> Writer {
        if self.unkept > 0 {
            // What is not taken back now is when the writer is dropped.
            let _ = self.writer.rollback();
        }
        self.writer
    }
}
