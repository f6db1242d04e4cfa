//! Many reports: each record is linked to what the store has and kept there.

mod pen;
mod put;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use annalist_doc::Report;
use annalist_resolve::{
    ActorKey, EventFacets, Stories, Terms, actor_keys, day_number, event_facets,
};
use annalist_store::{
    Decided, Error, Holder, Known, Packed, StoryChoice, Writer, decisions_of, read_decisions,
};

use self::pen::{Answer, Lot, Pen};
use self::put::Linking;
use crate::Pipeline;
use crate::decisions::Decisions;

/// A store that records are added to, with what is known of the stories going on.
///
/// Reports are linked in the order in which they are added: the same reports in the same order make the
/// same store, however they are split into batches and wherever an earlier run was cut off. A thread of its
/// own writes what was linked.
#[derive(Debug)]
pub struct Archive {
    known: Known,
    pen: Pen,
    stories: Stories,
    decisions: Arc<Decisions>,
    /// Records added since the last were handed over to be kept.
    unkept: usize,
    /// Whether the writing thread is keeping a batch.
    is_keeping: bool,
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
    pub const TOGETHER: usize = 4096;

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
        let decisions = Arc::new(decisions);
        let known = Known::open(path)?;
        let pen = Pen::start(writer, Arc::clone(&decisions))
            .map_err(|e| Error::other(path, format!("no thread to write with ({e})")))?;
        let stories = Stories::default();
        let mut archive = Self { known, pen, stories, decisions, unkept: 0, is_keeping: false };
        archive.recall()?;
        Ok(archive)
    }

    /// The stories as the store's last reports tell them.
    fn recall(&mut self) -> Result<(), Error> {
        self.stories = Stories::default();
        for report in self.known.store().recent(Stories::WINDOW)? {
            let day = report.day.as_deref().and_then(day_number);
            self.stories.note(report.story, day, &Terms::from_bytes(&report.terms));
        }
        Ok(())
    }

    /// Whether a text was added, by its content hash.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has(&self, hash: &str) -> Result<bool, Error> {
        self.known.number_of(hash).map(|number| number.is_some())
    }

    /// The store as it is now, with what was kept.
    #[must_use]
    pub fn store(&self) -> &annalist_store::Store {
        self.known.store()
    }

    /// Adds records; [`keep`](Archive::keep) keeps them. What was added and not kept is gone when the
    /// archive is dropped.
    ///
    /// # Errors
    /// When the store could not be read, or what was added before could not be written. The store is then as
    /// it was when records were last kept.
    pub fn add(&mut self, records: Vec<Ready>) -> Result<Vec<Added>, Error> {
        let added = self.link(records);
        if added.is_err() {
            self.take_back()?;
        }
        added
    }

    /// How many records were added since the last were kept, or are being kept.
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
        self.begin_keeping()?;
        self.wait()
    }

    /// As [`Archive::keep`], but does not wait for it: more can be added meanwhile. Whether it was kept, the
    /// next call of this or of [`Archive::keep`] tells.
    ///
    /// # Errors
    /// When what was to be kept before could not be. The store is then as it was when records were last kept.
    pub fn begin_keeping(&mut self) -> Result<(), Error> {
        self.wait()?;
        if self.unkept > 0 {
            let changes = self.known.changes();
            self.pen.keep(changes, self.known.end());
            self.unkept = 0;
            self.is_keeping = true;
        }
        Ok(())
    }

    /// Waits until what is being kept is.
    fn wait(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.is_keeping) {
            match self.pen.answer() {
                Ok(Answer::Kept(batch)) => self.known.kept(batch),
                Ok(Answer::Decided(_)) => {}
                Err(error) => {
                    self.take_back()?;
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn link(&mut self, records: Vec<Ready>) -> Result<Vec<Added>, Error> {
        let mut lot = Lot::default();
        let mut added = Vec::with_capacity(records.len());
        for ready in records {
            self.unkept += 1;
            let mut linking = Linking { known: &mut self.known, decisions: &self.decisions };
            let document = &ready.packed.report().document;
            if let Some((number, alike)) = linking.known_text(document)? {
                lot.again.push((number, document.clone(), alike));
                added.push(Added::Known);
                continue;
            }
            let story = self.stories.find(&ready.terms, ready.day);
            let number = story.unwrap_or_else(|| linking.known.next_story());
            self.stories.note(number, ready.day, &ready.terms);
            let choice = story.map_or(StoryChoice::New, StoryChoice::Known);
            let linked = linking.new_text(&ready, choice, number)?;
            let decisions = self.decisions.about(ready.packed.report());
            lot.records.push((ready.packed, linked));
            added.push(Added::New);
            if !decisions.is_empty() {
                self.pen.write(std::mem::take(&mut lot));
                self.decide(decisions)?;
            }
        }
        self.pen.write(lot);
        Ok(added)
    }

    /// Has decisions carried out that a record falls under; what is linked next is linked to what they made.
    fn decide(&mut self, decisions: Vec<usize>) -> Result<(), Error> {
        self.wait()?;
        let changes = self.known.changes();
        self.pen.decide(changes, decisions);
        if let Answer::Decided(true) = self.pen.answer()? {
            self.keep()?;
            self.known.actors_changed()?;
        }
        Ok(())
    }

    fn take_back(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.is_keeping) {
            // What failed is told; what else is taken back needs no word of its own.
            let _ = self.pen.answer();
        }
        self.pen.take_back();
        self.unkept = 0;
        self.known.take_back()?;
        self.recall()
    }
}
