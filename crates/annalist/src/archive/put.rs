//! One record on its way into the store: linked to what stands there, and written.

use annalist_doc::Report;
use annalist_resolve::{
    ActorKey, EventKeys, NamedActor, Spot, ToldHappening, same_actor, same_happening,
};
use annalist_store::{
    ActorChoice, ActorLink, Error, HappeningChoice, HappeningLink, Links, Put, StoryChoice, Writer,
};

use super::Ready;
use crate::claims;
use crate::decisions::Decisions;

/// The writing end with what people decided.
pub(super) struct Putting<'a> {
    pub(super) writer: &'a mut Writer,
    pub(super) decisions: &'a Decisions,
}

impl Putting<'_> {
    /// Notes where a text that the store has was published again.
    pub(super) fn known_text(&mut self, ready: &Ready) -> Result<(), Error> {
        let document = &ready.packed.report().document;
        if self.writer.known(&document.id)?.is_none()
            && let Some(first) = &document.duplicate_of
            && let Some(number) = self.writer.known(&first.id)?
        {
            return self.writer.published_again(number, document, first.similarity);
        }
        self.writer.put(&ready.packed, &Links::default()).map(drop)
    }

    /// Puts a new text; `number` is its story's, also where it begins that.
    pub(super) fn new_text(
        &mut self,
        ready: &Ready,
        story: StoryChoice,
        number: i64,
    ) -> Result<(), Error> {
        let report = ready.packed.report();
        let links = Links {
            story,
            actors: self.actors(report, &ready.actors)?,
            happenings: self.happenings(ready, number)?,
            terms: ready.terms.to_bytes(),
        };
        let put = self.writer.put(&ready.packed, &links)?;
        if let Put::Added { document, happenings, claims, .. } = put {
            self.decisions.replay_for(report, self.writer)?;
            // Nobody else has claimed anything of what this report is the first to tell of.
            let known = links.happenings.iter().zip(happenings).map(|(link, number)| match link {
                Some((HappeningChoice::New, _)) | None => None,
                Some(_) => number,
            });
            self.claims(report, document, &known.collect::<Vec<_>>(), &claims)?;
        }
        Ok(())
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
        let known = self.writer.store().known_actors(name)?;
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
            let known = self.known(&keys)?;
            let same = same_happening(event, &keys, &known);
            // Two events of one report in one known happening count once.
            let choice = same.map_or(HappeningChoice::New, HappeningChoice::Known);
            choices.push(Some((choice, keys.own)));
        }
        Ok(choices)
    }

    fn known(&mut self, keys: &EventKeys) -> Result<Vec<ToldHappening>, Error> {
        let enough = |shared: &[i64]| keys.are_enough(shared);
        let known = self.writer.known_happenings(&keys.near, &keys.common, enough)?;
        let told = known.into_iter().map(|h| {
            let days = (h.first_day.as_deref(), h.last_day.as_deref());
            let spot = h.place.as_deref().map(|name| Spot::new(name, h.country.clone(), h.point));
            ToldHappening::new(h.id, h.mode, spot, days, h.events, h.shared)
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
            let known = self.writer.store().known_claims(
                happening,
                attribute,
                scope,
                Some(claims::WINDOW),
            )?;
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
