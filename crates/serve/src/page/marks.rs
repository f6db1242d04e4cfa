//! The text of a report with its marks: every row of the record that has words in the text.

use annalist_doc::{Block, BlockKind, EntityKind, MentionKind, Report, Span};
use maud::{Markup, html};

use crate::names::{family, words};

/// What kind of row a mark stands for, in the order in which one is linked where several meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Event,
    Figure,
    Cue,
    Source,
    Place,
    Time,
    Entity,
    /// What is said: shown behind the other marks, and linked by its cue.
    Said,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Figure => "figure",
            Self::Cue => "cue",
            Self::Source => "source",
            Self::Place => "place",
            Self::Time => "time",
            Self::Entity => "entity",
            Self::Said => "said",
        }
    }
}

/// Words that stand for a row.
struct Mark {
    kind: Kind,
    span: Span,
    /// The row's name: `e3`.
    row: String,
    /// The family of an event, and what the mark is called.
    family: &'static str,
    label: String,
}

/// All marks of a report.
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// Gathers them.
    pub(super) fn of(report: &Report) -> Self {
        let mut marks = Vec::new();
        let mut put = |kind, span: Span, row: String, family, label: String| {
            if span.start < span.end {
                marks.push(Mark { kind, span, row, family, label });
            }
        };
        for event in &report.events {
            let (key, name) = (family(&event.kind).key, words(&event.kind));
            put(Kind::Event, event.trigger, event.id.to_string(), key, name.clone());
            for mention in event.mentions.iter().filter(|m| m.span != event.trigger) {
                put(Kind::Event, mention.span, event.id.to_string(), key, name.clone());
            }
        }
        for figure in &report.figures {
            put(
                Kind::Figure,
                figure.span,
                figure.id.to_string(),
                "",
                figure.what.as_str().to_owned(),
            );
        }
        for statement in &report.statements {
            let row = || statement.id.to_string();
            for span in &statement.cue.spans {
                put(Kind::Cue, *span, row(), "", "statement".to_owned());
            }
            for span in &statement.source.spans {
                put(Kind::Source, *span, row(), "", "source".to_owned());
            }
            for span in &statement.content {
                put(Kind::Said, *span, row(), "", String::new());
            }
        }
        for place in &report.places {
            put(Kind::Place, place.span, place.id.to_string(), "", "place".to_owned());
        }
        for time in &report.times {
            put(Kind::Time, time.span, time.id.to_string(), "", "date or time".to_owned());
        }
        for mention in &report.mentions {
            let entity = report.entities.get(mention.entity.index());
            let Some(entity) = entity.filter(|_| mention.kind == MentionKind::Name) else {
                continue;
            };
            let label = match entity.kind {
                EntityKind::Person => "person",
                EntityKind::Organization => "organization",
                EntityKind::Group => "group",
                EntityKind::Country => "country",
                _ => "name",
            };
            put(Kind::Entity, mention.span, entity.id.to_string(), "", label.to_owned());
        }
        Self(marks)
    }

    /// A block of the text with its marks; `first` remembers which rows have been met before.
    pub(super) fn block(
        &self,
        text: &str,
        block: &Block,
        first: &mut std::collections::BTreeSet<String>,
    ) -> Markup {
        let span = block.span;
        if block.kind == BlockKind::Noise {
            return html! { (slice(text, span)) };
        }
        let inside: Vec<&Mark> = self.0.iter().filter(|m| m.span.overlaps(span)).collect();
        let ends = inside.iter().flat_map(|m| [m.span.start, m.span.end]);
        let mut cuts: Vec<u32> = ends.chain([span.start, span.end]).collect();
        cuts.retain(|cut| (span.start..=span.end).contains(cut));
        cuts.sort_unstable();
        cuts.dedup();
        html! {
            @for pair in cuts.windows(2) {
                @let piece = Span { start: pair[0], end: pair[1] };
                @let mut over = inside.iter().filter(|m| m.span.contains(piece)).copied().collect::<Vec<_>>();
                @let () = over.sort_by_key(|m| (m.kind, m.span.end - m.span.start));
                (self::piece(slice(text, piece), &over, first))
            }
        }
    }
}

/// The words of a span; none where it does not fit the text.
pub(super) fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

fn piece(words: &str, over: &[&Mark], first: &mut std::collections::BTreeSet<String>) -> Markup {
    let said = over.iter().any(|m| m.kind == Kind::Said);
    let names: Vec<&str> = over.iter().map(|m| m.row.as_str()).collect();
    let rows = names.join(" ");
    // Where a row is met first in the text, there its row's link leads.
    let new: Vec<&Mark> = over.iter().filter(|m| first.insert(m.row.clone())).copied().collect();
    let linked = over.first().filter(|m| m.kind != Kind::Said);
    let own = linked.filter(|mark| new.iter().any(|m| m.row == mark.row));
    let anchors = new.iter().filter(|m| own.is_none_or(|mark| mark.row != m.row));
    html! {
        @for mark in anchors { span .anchor id={ "m-" (mark.row) } {} }
        @match linked {
            Some(mark) => a .m .(mark.kind.class()) .(mark.family) .insaid[said] href={ "#" (mark.row) }
                id=[own.map(|mark| format!("m-{}", mark.row))] title=(mark.label) data-m=(rows) { (words) },
            None if said => span .said data-m=(rows) { (words) },
            None => (words),
        }
    }
}
