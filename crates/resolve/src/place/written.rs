//! Events that happened where the report was written: "BAGHDAD, Jan 22 (Agency) — Two men were killed".
//!
//! A dateline serves an event that names no place of its own where a careful reader would take it so:
//! what the report's first paragraph tells, and what it tells after that as long as it has gone to no
//! other place; never what is told of another time, or what somebody from another country does.

use annalist_doc::{
    Argument, Block, BlockKind, Entity, Event, Modality, Place, PlaceId, PlaceSense, Polarity,
    Precision, Role, Span,
};
use jiff::civil::Date;

use crate::value;

/// How many days before publication an event still belongs to the report's own.
const RECENT: i32 = 7;

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The report's events, with their days.
    pub events: &'a [Event],
    /// Its places, on the map.
    pub places: &'a [Place],
    /// Its entities, with their countries.
    pub entities: &'a [Entity],
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Its sentences.
    pub sentences: &'a [Span],
    /// When it was published.
    pub published: Option<&'a str>,
}

/// For each event, the place of the dateline where that is where it happened.
#[must_use]
pub fn where_written(report: Written<'_>) -> Vec<Option<PlaceId>> {
    let Some(home) = Home::of(report) else { return vec![None; report.events.len()] };
    report.events.iter().map(|event| home.holds(event).then_some(home.place.id)).collect()
}

/// The place of a dateline.
struct Home<'a> {
    report: Written<'a>,
    place: &'a Place,
    country: &'a str,
    /// The paragraph that it begins.
    lead: Span,
}

impl<'a> Home<'a> {
    fn of(report: Written<'a>) -> Option<Self> {
        let place = report.places.iter().find(|p| p.sense == PlaceSense::Dateline)?;
        let settled =
            |p: &Place| matches!(p.precision, Some(Precision::Settlement | Precision::Exact));
        let country = place.country.as_deref().filter(|_| settled(place))?;
        let block = |b: &&Block| {
            b.kind == BlockKind::Paragraph
                && b.span.start <= place.span.start
                && place.span.end <= b.span.end
        };
        let lead = report.blocks.iter().find(block)?.span;
        Some(Self { report, place, country, lead })
    }

    fn holds(&self, event: &Event) -> bool {
        let begins = |span: Span| self.lead.start <= span.start && span.end <= self.lead.end;
        let lead = begins(event.trigger);
        event.place.is_none()
            && event.modality == Modality::Actual
            && event.polarity == Polarity::Positive
            && event.trigger.start > self.place.span.end
            && self.is_recent(event)
            && !self.is_elsewhere(event)
            && (lead || self.stays(event))
            && self.is_at_home(event)
    }

    /// Whether the event is of the days of the report, as far as it has days.
    fn is_recent(&self, event: &Event) -> bool {
        let day = |text: &str| text.get(..10).and_then(|d| d.parse::<Date>().ok());
        let published = self.report.published.and_then(day);
        match (&event.earliest, &event.latest) {
            (Some(first), Some(last)) => {
                let gap = |d: &str| Some(value::days_between(day(d)?, published?));
                gap(first).is_some_and(|days| days <= RECENT)
                    && gap(last).is_some_and(|days| days >= -1)
            }
            _ => event.time.is_none(),
        }
    }

    /// Whether the place named last before an event, if any was since the dateline, is the dateline's own.
    fn stays(&self, event: &Event) -> bool {
        let relayed = event.quad != 4 && !event.according_to.is_empty();
        let wide = |p: &Place| {
            p.precision == Some(Precision::Country)
                && (p.country.as_deref() == Some(self.country) || self.takes_part(p))
        };
        let before = self.report.places.iter().rev().find(|p| {
            p.span.end <= event.trigger.start && p.sense == PlaceSense::Place && !wide(p)
        });
        let own = |p: &Place| {
            p.span.start <= self.place.span.start
                || p.geonameid.is_some() && p.geonameid == self.place.geonameid
        };
        !relayed && before.is_none_or(own)
    }

    /// Whether its sentence names a place that no other event there has.
    fn is_elsewhere(&self, event: &Event) -> bool {
        let sentence = self.report.sentences.iter().find(|s| s.contains(event.trigger));
        let Some(sentence) = sentence else { return true };
        // "accused Norway of shelling a boat off Skagen": Norway takes part, the boat has the other.
        let taken = |p: &Place| {
            p.precision == Some(Precision::Country) && self.takes_part(p)
                // "travelled to Tripoli after gunmen killed two soldiers": not before the words.
                || p.span.start > event.trigger.start
                    && self.report.events.iter().any(|e| e.place == Some(p.id))
        };
        let holder = |p: &Place| {
            // "TROMSO, Norway": what holds the dateline's place.
            p.span.start >= self.place.span.end && p.span.start - self.place.span.end <= 3
        };
        self.report.places.iter().any(|p| {
            matches!(p.sense, PlaceSense::Place | PlaceSense::Part)
                && sentence.contains(p.span)
                && p.geonameid != self.place.geonameid
                && !holder(p)
                && !taken(p)
        })
    }

    /// Whether a place stands for somebody who takes part in an event.
    fn takes_part(&self, place: &Place) -> bool {
        let part = |a: &Argument| a.span.contains(place.span);
        self.report.events.iter().any(|e| e.arguments.iter().any(part))
    }

    /// Whether who takes part belongs here: nobody from abroad fights here, and of what is only said
    /// or signed, the doer, who must be known, is not from abroad.
    fn is_at_home(&self, event: &Event) -> bool {
        let entity = |a: &Argument| self.report.entities.get(a.entity?.index());
        let with = |role: Role| event.arguments.iter().filter(move |a| a.role == role);
        // A body of many countries is at home nowhere.
        let foreign = |a: &Argument| {
            entity(a).is_some_and(|e| {
                e.country.as_deref().is_some_and(|c| c != self.country)
                    || e.actor.as_ref().is_some_and(|code| code.sectors.iter().any(|s| s == "IGO"))
            })
        };
        match event.quad {
            1 | 3 => with(Role::Actor).next().is_some() && !with(Role::Actor).any(foreign),
            _ => !with(Role::Actor).chain(with(Role::Recipient)).any(foreign),
        }
    }
}
