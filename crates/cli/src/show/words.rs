//! From ids to words.

use annalist_doc::{
    Claim, ClaimId, Entity, EntityId, EntityKind, Event, EventId, Figure, FigureId, MentionKind,
    Place, PlaceId, Report, Span, Statement, StatementId, Time, TimeId,
};
use anstyle::Style;

use super::rich::Rich;
use super::style;

/// Two columns between things; the wrapping makes one of any other white space.
pub(super) const GAP: &str = "\u{a0} ";

/// A report in which rows are found by their ids; rows that are not there are `None`.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    /// The report.
    pub(super) report: &'a Report,
}

impl<'a> Lookup<'a> {
    /// Looks into a report.
    pub(super) fn new(report: &'a Report) -> Self {
        Self { report }
    }

    pub(super) fn entity(&self, id: EntityId) -> Option<&'a Entity> {
        self.report.entities.get(id.index())
    }

    pub(super) fn event(&self, id: EventId) -> Option<&'a Event> {
        self.report.events.get(id.index())
    }

    pub(super) fn statement(&self, id: StatementId) -> Option<&'a Statement> {
        self.report.statements.get(id.index())
    }

    pub(super) fn claim(&self, id: ClaimId) -> Option<&'a Claim> {
        self.report.claims.get(id.index())
    }

    pub(super) fn figure(&self, id: FigureId) -> Option<&'a Figure> {
        self.report.figures.get(id.index())
    }

    pub(super) fn time(&self, id: TimeId) -> Option<&'a Time> {
        self.report.times.get(id.index())
    }

    pub(super) fn place(&self, id: PlaceId) -> Option<&'a Place> {
        self.report.places.get(id.index())
    }

    /// The words of a span on one line.
    pub(super) fn words(&self, span: Span) -> String {
        one_line(span.of(&self.report.document.text))
    }

    /// What to call an entity: its name, or its first words in the text.
    pub(super) fn name(&self, id: EntityId) -> Option<String> {
        let entity = self.entity(id)?;
        if let Some(name) = &entity.name {
            return Some(one_line(name));
        }
        let mentions =
            || entity.mentions.iter().filter_map(|m| self.report.mentions.get(m.index()));
        let telling = mentions().find(|mention| mention.kind != MentionKind::Pronoun);
        telling.or_else(|| mentions().next()).map(|mention| self.words(mention.span))
    }

    /// Whose statement it is, in words: the entity, or the words of the source.
    pub(super) fn speaker(&self, statement: &Statement) -> String {
        let words = || {
            let spans: Vec<String> =
                statement.source.spans.iter().map(|s| self.words(*s)).collect();
            if spans.is_empty() { "nobody in particular".to_owned() } else { spans.join(" … ") }
        };
        statement.source.entity.and_then(|id| self.name(id)).unwrap_or_else(words)
    }

    /// The day or time that an expression stands for, as short as it can be said.
    pub(super) fn day(&self, id: TimeId) -> Option<String> {
        let time = self.time(id)?;
        if let (Some(from), Some(to)) = (&time.earliest, &time.latest)
            && from == to
        {
            return Some(from.clone());
        }
        let calendar = |value: &&String| value.starts_with(|c: char| c.is_ascii_digit());
        let value = time.edtf.as_ref().or(time.value.as_ref()).filter(calendar);
        Some(value.map_or_else(|| format!("“{}”", self.words(time.span)), |value| season(value)))
    }
}

/// A date of the Extended Date/Time Format with its season, if it has one, in a word.
fn season(date: &str) -> String {
    const SEASONS: [(&str, &str); 4] =
        [("-21", "spring"), ("-22", "summer"), ("-23", "autumn"), ("-24", "winter")];
    let found = SEASONS.iter().find_map(|(code, name)| Some((date.strip_suffix(code)?, name)));
    match found {
        Some((year, name)) if year.len() == 4 => format!("{name} {year}"),
        _ => date.to_owned(),
    }
}

/// Words with single spaces between them.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The colour of an entity.
pub(super) fn color(kind: EntityKind) -> Style {
    match kind {
        EntityKind::Person | EntityKind::Organization | EntityKind::Group => style::PERSON,
        EntityKind::Country | EntityKind::Place | EntityKind::Facility => style::PLACE,
        EntityKind::Other => style::PLAIN,
    }
}

/// Several texts with a separator between them.
pub(super) fn join(parts: impl IntoIterator<Item = Rich>, separator: &str) -> Rich {
    let mut all = Rich::default();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !all.is_empty() {
            all.push(style::QUIET, separator);
        }
        all.append(&part);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_have_names() {
        assert_eq!(season("2014-22"), "summer 2014");
        assert_eq!(season("2014-12"), "2014-12");
        assert_eq!(season("2014-05-22"), "2014-05-22");
    }
}
