//! What a record tells of the world: its events, figures and claims.

use annalist_doc::{Argument, EntityId, Event, Role};
use rusqlite::{Result, params};

use super::changes::Counts;
use super::rows::{Rows, row_of};
use crate::cells::{by, joined, sentence, whole, word};

impl<'a> Rows<'a> {
    /// The first and the last day of an event, where they are known.
    fn days(event: &'a Event) -> (Option<&'a str>, Option<&'a str>) {
        (event.earliest.as_deref(), event.latest.as_deref())
    }

    pub(super) fn events(&mut self, counts: &mut Counts) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO events (document, local, happening, type, mode, contexts, quad, cameo, \
             acled, trigger, start, \"end\", sentence, actor, actor_id, recipient, recipient_id, \
             polarity, modality, tense, day, first_day, last_day, place, country, statement, \
             confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, \
             ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
        )?;
        for (n, event) in self.report.events.iter().enumerate() {
            let span = self.points(event.trigger);
            let first = |role| event.arguments.iter().find(|a: &&Argument| a.role == role);
            let (actor, recipient) = (first(Role::Actor), first(Role::Recipient));
            let (first_day, last_day) = Self::days(event);
            let place = event.place.and_then(|p| self.report.places.get(p.index()));
            let country = place.and_then(|p| p.country.as_deref());
            // The day by which it is counted: its own when exact, else that of the report's publication.
            let day = first_day.filter(|d| Some(*d) == last_day).or(first_day).or(self.day);
            let statement = event.according_to.last().map(|s| s.index());
            let row = into.insert(params![
                self.linked.document,
                event.id.to_string(),
                self.linked.happenings.get(n).copied().flatten(),
                event.kind,
                event.mode,
                joined(&event.contexts),
                event.quad,
                event.codes.cameo,
                event.codes.acled,
                self.words(event.trigger),
                span.start,
                span.end,
                sentence(self.report, event),
                actor.map(|a| self.words(a.span)),
                actor.and_then(|a| self.actor(a.entity)),
                recipient.map(|a| self.words(a.span)),
                recipient.and_then(|a| self.actor(a.entity)),
                word(&event.polarity),
                word(&event.modality),
                event.tense.as_ref().and_then(word),
                day,
                first_day,
                last_day,
                row_of(&self.places, event.place.map(|p| p.index())),
                country,
                row_of(&self.statements, statement),
                (f64::from(event.confidence) * 1000.0).round() / 1000.0
            ])?;
            self.events.push(row);
            if let Some(day) = day {
                counts.event(day, &event.kind, country.unwrap_or_default());
            }
        }
        Ok(())
    }

    /// What stands in the slots of the events, and where on earth they were.
    pub(super) fn arguments(&self) -> Result<()> {
        let mut arguments = self.prepare(
            "INSERT INTO arguments (event, role, text, entity, start, \"end\") \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut boxes = self.prepare(
            "INSERT INTO event_boxes (id, west, east, south, north) VALUES (?1, ?2, ?2, ?3, ?3)",
        )?;
        for (event, row) in self.report.events.iter().zip(&self.events) {
            for argument in &event.arguments {
                let span = self.points(argument.span);
                arguments.execute(params![
                    row,
                    word(&argument.role),
                    self.words(argument.span),
                    row_of(&self.entities, argument.entity.map(EntityId::index)),
                    span.start,
                    span.end
                ])?;
            }
            let place = event.place.and_then(|p| self.report.places.get(p.index()));
            if let Some((lat, lon)) = place.and_then(|p| p.lat.zip(p.lon)) {
                boxes.execute(params![row, lon, lat])?;
            }
        }
        Ok(())
    }

    pub(super) fn figures(&self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO figures (document, local, event, what, low, high, qualifier, text, \
             who, start, \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        for figure in &self.report.figures {
            let span = self.points(figure.span);
            let event = self.report.events.iter().position(|e| e.figures.contains(&figure.id));
            into.execute(params![
                self.linked.document,
                figure.id.to_string(),
                row_of(&self.events, event),
                figure.what.as_str(),
                whole(figure.low),
                whole(figure.high),
                word(&figure.qualifier),
                figure.text,
                figure.who,
                span.start,
                span.end
            ])?;
        }
        Ok(())
    }

    pub(super) fn claims(&self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO claims (id, document, local, event, happening, attribute, low, high, \
             qualifier, text, by, actor, statement, said_first, said_last, scope, polarity, \
             responsible) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
             ?15, ?16, ?17, ?18)",
        )?;
        for (n, claim) in self.report.claims.iter().enumerate() {
            into.execute(params![
                self.linked.claim(n),
                self.linked.document,
                claim.id.to_string(),
                row_of(&self.events, Some(claim.event.index())),
                self.linked.happenings.get(claim.event.index()).copied().flatten(),
                claim.attribute,
                whole(claim.value.low),
                whole(claim.value.high),
                word(&claim.value.qualifier),
                claim.value.text,
                by(self.report, claim),
                self.actor(claim.by),
                row_of(&self.statements, claim.statement.map(|s| s.index())),
                self.said(n),
                claim.said.latest.as_deref().or(self.day),
                claim.scope,
                word(&claim.value.polarity),
                self.actor(claim.value.entity)
            ])?;
        }
        Ok(())
    }

    /// The first day on which a claim may have been made.
    fn said(&self, claim: usize) -> Option<&str> {
        let claim = self.report.claims.get(claim)?;
        claim.said.earliest.as_deref().or(self.day)
    }

    /// How the claims relate to each other and to those of other documents.
    pub(super) fn claim_links(&self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO claim_links (\"from\", \"to\", type, said) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for link in &self.report.claim_links {
            let (from, to) = (link.from.index(), link.to.index());
            let numbers = (self.linked.claim(from), self.linked.claim(to));
            into.execute(params![numbers.0, numbers.1, word(&link.kind), self.said(from)])?;
        }
        for (own, other, kind) in &self.linked.claim_links {
            into.execute(params![self.linked.claim(*own), other, word(kind), self.said(*own)])?;
        }
        Ok(())
    }

    pub(super) fn warnings(&self) -> Result<()> {
        for warning in &self.report.warnings {
            self.run(
                "INSERT INTO warnings (document, code, message) VALUES (?1, ?2, ?3)",
                params![self.linked.document, warning.code, warning.message],
            )?;
        }
        Ok(())
    }
}
