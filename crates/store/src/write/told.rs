//! What a record tells of the world: its happenings, events, figures and claims.

use annalist_doc::{Argument, EntityId, Event, Role};
use rusqlite::{Result, params};

use super::HappeningChoice;
use super::keys::Keys;
use super::rows::{Rows, joined, row_of, word};
use super::tally::Tally;

impl<'a> Rows<'a> {
    /// The first and the last day of an event, where they are known.
    fn days(event: &'a Event) -> (Option<&'a str>, Option<&'a str>) {
        (event.earliest.as_deref(), event.latest.as_deref())
    }

    /// The sentence an event is told in.
    fn sentence(&self, event: &Event) -> String {
        let sentence = self.report.sentences.iter().find(|s| s.contains(event.trigger));
        self.words(sentence.copied().unwrap_or(event.trigger))
    }

    pub(super) fn happenings(&mut self, keys: &mut Keys) -> Result<()> {
        let mut begin = self.prepare(
            "INSERT INTO happenings (type, mode, first_day, last_day, place, country, precision, \
             latitude, longitude, summary, events, reports, publishers) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, 1, 1)",
        )?;
        // A report counts once for a happening, and so does a publisher.
        let mut go_on = self.prepare(
            "UPDATE happenings SET events = events + 1, reports = reports + ?2, \
             publishers = publishers + (?2 AND NOT EXISTS (SELECT 1 FROM events e \
                 JOIN documents d ON d.id = e.document \
                 WHERE e.happening = ?1 AND ifnull(d.site, '') = ?3)), \
             first_day = coalesce(first_day, ?4), last_day = coalesce(last_day, ?5), \
             place = coalesce(place, ?6), country = coalesce(country, ?7), \
             precision = iif(place IS NULL, ?8, precision), \
             latitude = iif(place IS NULL, ?9, latitude), \
             longitude = iif(place IS NULL, ?10, longitude) WHERE id = ?1",
        )?;
        for (n, event) in self.report.events.iter().enumerate() {
            let Some((choice, own)) = self.links.happenings.get(n).and_then(Option::as_ref) else {
                self.happenings.push(None);
                continue;
            };
            let (first, last) = Self::days(event);
            let place = event.place.and_then(|p| self.report.places.get(p.index()));
            let (name, country) =
                (place.map(|p| p.name.as_str()), place.and_then(|p| p.country.as_deref()));
            let precision = place.and_then(|p| p.precision.as_ref().and_then(word));
            let (lat, lon) = (place.and_then(|p| p.lat), place.and_then(|p| p.lon));
            let known = match choice {
                HappeningChoice::As(earlier) => self.happenings.get(*earlier).copied().flatten(),
                HappeningChoice::Known(number) => Some(*number),
                HappeningChoice::New => None,
            };
            let number = if let Some(number) = known {
                let is_new_report = !self.happenings.contains(&known);
                go_on.execute(params![
                    number,
                    is_new_report,
                    self.site,
                    first,
                    last,
                    name,
                    country,
                    precision,
                    lat,
                    lon
                ])?;
                number
            } else {
                begin.insert(params![
                    event.kind,
                    event.mode,
                    first,
                    last,
                    name,
                    country,
                    precision,
                    lat,
                    lon,
                    self.sentence(event)
                ])?
            };
            keys.put(self.connection, own, number)?;
            self.happenings.push(Some(number));
        }
        Ok(())
    }

    pub(super) fn events(&mut self, tally: &mut Tally) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO events (document, local, happening, type, mode, contexts, quad, cameo, \
             acled, trigger, start, \"end\", sentence, actor, actor_id, recipient, recipient_id, \
             polarity, modality, tense, day, first_day, last_day, place, country, statement, \
             confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, \
             ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
        )?;
        let mut boxes = self.prepare(
            "INSERT INTO event_boxes (id, west, east, south, north) VALUES (?1, ?2, ?2, ?3, ?3)",
        )?;
        let mut arguments = self.prepare(
            "INSERT INTO arguments (event, role, text, entity, start, \"end\") \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
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
                self.document,
                event.id.to_string(),
                self.happenings.get(n).copied().flatten(),
                event.kind,
                event.mode,
                joined(&event.contexts),
                event.quad,
                event.codes.cameo,
                event.codes.acled,
                self.words(event.trigger),
                span.start,
                span.end,
                self.sentence(event),
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
            if let Some((lat, lon)) = place.and_then(|p| p.lat.zip(p.lon)) {
                boxes.execute(params![row, lon, lat])?;
            }
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
            if let Some(day) = day {
                tally.event(day, &event.kind, country.unwrap_or_default());
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
                self.document,
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

    pub(super) fn claims(&mut self) -> Result<()> {
        let mut into = self.prepare(
            "INSERT INTO claims (document, local, event, happening, attribute, low, high, \
             qualifier, text, by, actor, statement, said_first, said_last, scope, polarity, \
             responsible) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
             ?15, ?16, ?17)",
        )?;
        for claim in &self.report.claims {
            let by = claim.by.and_then(|e| self.report.entities.get(e.index()));
            let by = by.and_then(|e| e.name.clone().or_else(|| e.roles.first().cloned()));
            let statement = claim.statement.and_then(|s| self.report.statements.get(s.index()));
            let said = statement.and_then(|s| s.source.spans.first()).map(|s| self.words(*s));
            let row = into.insert(params![
                self.document,
                claim.id.to_string(),
                row_of(&self.events, Some(claim.event.index())),
                self.happenings.get(claim.event.index()).copied().flatten(),
                claim.attribute,
                whole(claim.value.low),
                whole(claim.value.high),
                word(&claim.value.qualifier),
                claim.value.text,
                by.or(said),
                self.actor(claim.by),
                row_of(&self.statements, claim.statement.map(|s| s.index())),
                claim.said.earliest.as_deref().or(self.day),
                claim.said.latest.as_deref().or(self.day),
                claim.scope,
                word(&claim.value.polarity),
                self.actor(claim.value.entity)
            ])?;
            self.claims.push(row);
        }
        // A row of values: an INSERT from a SELECT makes SQLite write the full-text index out each time.
        for link in &self.report.claim_links {
            self.run(
                "INSERT INTO claim_links (\"from\", \"to\", type, said) \
                 VALUES (?1, ?2, ?3, (SELECT said_first FROM claims WHERE id = ?1))",
                params![
                    row_of(&self.claims, Some(link.from.index())),
                    row_of(&self.claims, Some(link.to.index())),
                    word(&link.kind)
                ],
            )?;
        }
        Ok(())
    }

    pub(super) fn warnings(&self) -> Result<()> {
        for warning in &self.report.warnings {
            self.run(
                "INSERT INTO warnings (document, code, message) VALUES (?1, ?2, ?3)",
                params![self.document, warning.code, warning.message],
            )?;
        }
        Ok(())
    }
}

/// SQLite's whole numbers end at 2⁶³ − 1.
fn whole(number: Option<u64>) -> Option<i64> {
    number.map(|n| i64::try_from(n).unwrap_or(i64::MAX))
}
