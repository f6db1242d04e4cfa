//! One record on its way into the store: linked to what is known.

use annalist_doc::{Document, Event, Report};
use annalist_resolve::{
    ActorKey, EventKeys, NamedActor, ToldHappening, ToldSpot, same_actor, same_happening,
};
use annalist_store::{
    ActorChoice, ActorLink, Error, HappeningChoice, HappeningLink, Known, Linked, Links,
    StoryChoice,
};

use super::Ready;
use crate::claims;
use crate::decisions::Decisions;

/// The linking end with what people decided.
pub(super) struct Linking<'a> {
    pub(super) known: &'a mut Known,
    pub(super) decisions: &'a Decisions,
}

impl Linking<'_> {
    /// The document that a text is a further publication of, where the store has it; and how alike they are.
    pub(super) fn known_text(&self, document: &Document) -> Result<Option<(i64, f64)>, Error> {
        if let Some(number) = self.known.number_of(&document.id)? {
            return Ok(Some((number, 1.0)));
        }
        let Some(first) = &document.duplicate_of else { return Ok(None) };
        Ok(self.known.number_of(&first.id)?.map(|number| (number, first.similarity)))
    }

    /// Links a new text; `number` is its story's, also where it begins that.
    pub(super) fn new_text(
        &mut self,
        ready: &Ready,
        story: StoryChoice,
        number: i64,
    ) -> Result<Linked, Error> {
        let report = ready.packed.report();
        let links = Links {
            story,
            actors: self.actors(report, &ready.actors)?,
            happenings: self.happenings(ready, number)?,
            terms: ready.terms.to_bytes(),
        };
        // Nobody else has claimed anything of what this report is the first to tell of.
        let is_known = |link: &HappeningLink| {
            link.as_ref().is_some_and(|(choice, _)| *choice != HappeningChoice::New)
        };
        let are_known: Vec<bool> = links.happenings.iter().map(is_known).collect();
        let mut linked = self.known.link(&ready.packed, links)?;
        self.claims(report, &are_known, &mut linked)?;
        Ok(linked)
    }

    fn actors(
        &mut self,
        report: &Report,
        keys: &[Option<ActorKey>],
    ) -> Result<Vec<ActorLink>, Error> {
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

    fn actor(
        &mut self,
        entity: &annalist_doc::Entity,
        key: &ActorKey,
    ) -> Result<ActorChoice, Error> {
        let Some(name) = key.names.first() else { return Ok(ActorChoice::New) };
        let known = self.known.actors(name)?;
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

    fn happenings(&mut self, ready: &Ready, story: i64) -> Result<Vec<HappeningLink>, Error> {
        let mut choices: Vec<HappeningLink> = Vec::with_capacity(ready.events.len());
        for (event, facets) in ready.packed.report().events.iter().zip(&ready.events) {
            let Some(facets) = facets else {
                choices.push(None);
                continue;
            };
            let keys = facets.keys(story);
            let same = self.happening(event, &keys)?;
            // Two events of one report in one known happening count once.
            let choice = same.map_or(HappeningChoice::New, HappeningChoice::Known);
            choices.push(Some((choice, keys.own)));
        }
        Ok(choices)
    }

    fn happening(&mut self, event: &Event, keys: &EventKeys) -> Result<Option<i64>, Error> {
        let enough = |shared: &[i64]| keys.are_enough(shared);
        let known = self.known.happenings(&keys.near, &keys.common, enough)?;
        let told = known.into_iter().map(|(h, shared)| ToldHappening {
            id: h.id,
            mode: h.mode.as_deref(),
            spot: h.place.as_deref().map(|name| ToldSpot {
                name,
                country: h.country.as_deref(),
                point: h.point(),
            }),
            days: (h.first_day.as_deref(), h.last_day.as_deref()),
            events: h.events,
            shared,
        });
        Ok(same_happening(event, keys, &told.collect::<Vec<_>>()))
    }

    /// Links the claims of a new report to those of others about the same happenings: each to the last
    /// word of every other source, and to the last of its own.
    fn claims(
        &mut self,
        report: &Report,
        are_known: &[bool],
        linked: &mut Linked,
    ) -> Result<(), Error> {
        for (n, claim) in report.claims.iter().enumerate() {
            let event = claim.event.index();
            let happening = linked.happenings().get(event).copied().flatten();
            let Some(happening) = happening.filter(|_| are_known.get(event) == Some(&true)) else {
                continue;
            };
            let known = self.known.claims(happening, &claim.attribute, claim.scope.as_deref())?;
            let (number, document) = (linked.claim(n), linked.document());
            let Some(own) = known.iter().find(|k| k.id == number) else { continue };
            let others = known.iter().filter(|k| k.document != document);
            for (other, kind) in claims::links(own, others) {
                linked.link_claims(n, other, kind);
            }
        }
        Ok(())
    }
}
