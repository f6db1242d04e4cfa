//! Many reports: each record is linked to what the store has and kept there.

use std::path::Path;
use std::time::Duration;

use annalist_doc::Report;
use annalist_resolve::{
    ActorKey, EventKeys, NamedActor, Stories, Terms, ToldHappening, actor_keys, day_number,
    event_keys, same_actor, same_happening,
};
use annalist_store::{
    ActorChoice, ActorLink, Decided, Error, HappeningChoice, HappeningLink, Holder, Links, Packed,
    Put, StoryChoice, Writer, decisions_of, read_decisions,
};

use crate::Pipeline;
use crate::claims;
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
    actors: Vec<Option<ActorKey>>,
}

impl Ready {
    /// Makes a record ready; the pipeline is the one that it was coded with.
    #[must_use]
    pub fn new(report: Report, pipeline: &Pipeline) -> Self {
        let terms = Terms::of(&report, pipeline.story_words());
        let actors = actor_keys(&report.entities);
        Self { packed: Packed::new(report), terms, actors }
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
        let added: Result<Vec<Added>, Error> =
            records.iter().map(|ready| self.put(ready)).collect();
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

    fn put(&mut self, ready: &Ready) -> Result<Added, Error> {
        let Ready { packed, terms, actors } = ready;
        let report = packed.report();
        if self.has(&report.document.id)? {
            self.writer.put(packed, &Links::default())?;
            return Ok(Added::Known);
        }
        if let Some(first) = &report.document.duplicate_of
            && let Some(number) = self.writer.known(&first.id)?
        {
            self.writer.published_again(number, &report.document, first.similarity)?;
            return Ok(Added::Known);
        }
        let published = report.document.published.as_ref();
        let day = published.and_then(|p| day_number(&p.value));
        let story = self.stories.find(terms, day);
        let number = match story {
            Some(story) => story,
            None => self.store().next_story()?,
        };
        let links = Links {
            story: story.map_or(StoryChoice::New, StoryChoice::Known),
            actors: self.actors(report, actors)?,
            happenings: self.happenings(report, number)?,
            terms: terms.to_bytes(),
        };
        let put = self.writer.put(packed, &links)?;
        if let Put::Added { story, document, happenings, claims } = put {
            self.stories.note(story, day, terms);
            self.decisions.replay_for(report, &mut self.writer)?;
            self.claims(report, document, &happenings, &claims)?;
        }
        Ok(Added::New)
    }

    fn actors(&self, report: &Report, keys: &[Option<ActorKey>]) -> Result<Vec<ActorLink>, Error> {
        let mut choices = Vec::with_capacity(keys.len());
        for (n, key) in keys.iter().enumerate() {
            let Some(ActorKey { names, .. }) = key else {
                choices.push(None);
                continue;
            };
            // Two entities of one report under one name ("Iraq" and "Iraqi") are one actor.
            let twin = keys[..n]
                .iter()
                .position(|k| k.as_ref().is_some_and(|k| k.names.first() == names.first()));
            let choice = match (twin, key) {
                (Some(twin), _) => ActorChoice::As(twin),
                (None, Some(key)) => self.actor(&report.entities[n], key)?,
                (None, None) => ActorChoice::New,
            };
            choices.push(Some((choice, names.clone())));
        }
        Ok(choices)
    }

    fn actor(&self, entity: &annalist_doc::Entity, key: &ActorKey) -> Result<ActorChoice, Error> {
        let Some(name) = key.names.first() else { return Ok(ActorChoice::New) };
        let known = self.store().known_actors(name)?;
        let named: Vec<NamedActor<'_>> = known
            .iter()
            .filter(|a| !self.decisions.apart(entity.name.as_deref(), &a.name))
            .map(|a| NamedActor {
                id: a.id,
                kind: &a.kind,
                name: &a.name,
                country: a.country.as_deref(),
            })
            .collect();
        let same = same_actor(entity, key, &named);
        Ok(same.map_or(ActorChoice::New, ActorChoice::Known))
    }

    fn happenings(&self, report: &Report, story: i64) -> Result<Vec<HappeningLink>, Error> {
        let keys = event_keys(report, story);
        let mut choices: Vec<HappeningLink> = Vec::with_capacity(keys.len());
        for (event, keys) in report.events.iter().zip(&keys) {
            let Some(keys) = keys else {
                choices.push(None);
                continue;
            };
            let known = self.known(keys)?;
            let same = same_happening(event, keys, &known);
            // Two events of one report in one known happening count once.
            let choice = same.map_or(HappeningChoice::New, HappeningChoice::Known);
            choices.push(Some((choice, keys.own.clone())));
        }
        Ok(choices)
    }

    fn known(&self, keys: &EventKeys) -> Result<Vec<ToldHappening>, Error> {
        let known = self.store().known_happenings(&keys.near, &keys.common, EventKeys::LEAST)?;
        let told = known.into_iter().map(|h| {
            let days = (h.first_day.as_deref(), h.last_day.as_deref());
            ToldHappening::new(h.id, h.mode, h.place.as_deref(), days, h.shared)
        });
        Ok(told.collect())
    }

    /// Links the claims of a new report to those of others about the same happenings: each to the last
    /// word of every other source, and to the last of its own.
    fn claims(
        &mut self,
        report: &Report,
        document: i64,
        happenings: &[Option<i64>],
        claims: &[i64],
    ) -> Result<(), Error> {
        for (claim, row) in report.claims.iter().zip(claims) {
            let Some(happening) = happenings.get(claim.event.index()).copied().flatten() else {
                continue;
            };
            let (attribute, scope) = (&claim.attribute, claim.scope.as_deref());
            let known =
                self.store().known_claims(happening, attribute, scope, Some(claims::WINDOW))?;
            let Some(own) = known.iter().find(|k| k.id == *row) else { continue };
            let others = known.iter().filter(|k| k.document != document);
            let links = claims::links(own, others);
            for (other, kind) in links {
                self.writer.link_claims(*row, other, kind)?;
            }
        }
        Ok(())
    }
}
