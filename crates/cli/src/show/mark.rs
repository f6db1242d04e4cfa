//! The text with marks: who speaks, cues, quotations, events, names, places, dates.

use annalist_doc::{
    BlockKind, EntityKind, MentionKind, Modality, Polarity, Report, Span, StatementKind,
};
use anstyle::{Effects, Style};

use super::rich::Rich;
use super::words::Lookup;
use super::{Page, style, words};

/// Writes the text.
pub(super) fn text(report: &Report, page: &mut Page) {
    let marks = marks(report);
    let text = report.document.text.as_str();
    let mut before: Option<BlockKind> = None;
    for block in &report.document.blocks {
        let close = matches!(
            (before, block.kind),
            (Some(BlockKind::Noise), BlockKind::Noise) | (Some(BlockKind::List), BlockKind::List)
        );
        if before.is_some() && !close {
            page.blank();
        }
        before = Some(block.kind);
        let (base, first, rest) = match block.kind {
            BlockKind::Heading => (style::HEADING, 0, 0),
            BlockKind::Caption => (style::QUIET, 4, 4),
            BlockKind::Noise => (style::QUIET, 0, 0),
            BlockKind::List => (style::PLAIN, 0, 2),
            BlockKind::Quote => (style::PLAIN, 2, 2),
            BlockKind::Paragraph => (style::PLAIN, 0, 0),
        };
        let read = block.kind.is_read();
        page.put(&styled(text, block.span, base, if read { &marks } else { &[] }), first, rest);
    }
    if page.view.color && !marks.is_empty() {
        page.blank();
        page.put(&legend(), 0, 0);
    }
}

/// What the colours mean.
fn legend() -> Rich {
    let entries = [
        (style::PERSON.underline(), "source"),
        (style::CUE, "cue"),
        (style::QUOTE, "quotation"),
        (style::TRIGGER, "event"),
        (style::UNREAL, "not (yet) so"),
        (style::PERSON, "people, organizations"),
        (style::PLACE, "places"),
        (style::TIME, "times"),
    ];
    words::join(entries.map(|(style, name)| Rich::of(style, name)), " · ")
}

/// A mark; those that come later in a list lie above the others.
struct Mark {
    span: Span,
    change: Change,
}

enum Change {
    /// Takes the place of what is below.
    Style(Style),
    /// Is added to what is below.
    Underline,
}

/// All marks of a report, the lowest first.
fn marks(report: &Report) -> Vec<Mark> {
    let text = report.document.text.as_str();
    let mut marks = Vec::new();
    let mut add =
        |span: Span, style: Style| marks.push(Mark { span, change: Change::Style(style) });
    for content in report.statements.iter().flat_map(|statement| &statement.content) {
        for quote in quotes(text, *content) {
            add(quote, style::QUOTE);
        }
    }
    for mention in report.mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
        let kind =
            report.entities.get(mention.entity.index()).map_or(EntityKind::Other, |e| e.kind);
        add(mention.span, words::color(kind));
    }
    report.places.iter().for_each(|place| add(place.span, style::PLACE));
    report.times.iter().for_each(|time| add(time.span, style::TIME));
    report.figures.iter().for_each(|figure| add(figure.span, style::FIGURE));
    for cue in report.statements.iter().flat_map(|statement| &statement.cue.spans) {
        add(*cue, style::CUE);
    }
    for event in &report.events {
        let real = event.modality == Modality::Actual && event.polarity == Polarity::Positive;
        add(event.trigger, if real { style::TRIGGER } else { style::UNREAL });
    }
    for source in report.statements.iter().flat_map(|statement| &statement.source.spans) {
        marks.push(Mark { span: *source, change: Change::Underline });
    }
    marks
}

/// The stretches of a span between quotation marks, the marks included.
fn quotes(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<u32> = None;
    for (at, c) in span.of(text).char_indices() {
        let start = span.start + at as u32;
        let end = start + c.len_utf8() as u32;
        match (c, open) {
            ('“' | '„' | '«' | '"', None) => open = Some(start),
            ('”' | '“' | '»' | '"', Some(from)) => {
                found.push(Span::new(from, end));
                open = None;
            }
            // The first of the content may lie behind its opening mark.
            ('”' | '»', None) => found.push(Span::new(span.start, end)),
            _ => {}
        }
    }
    found.extend(open.map(|from| Span::new(from, span.end)));
    found
}

/// The words of a statement's content, those in quotation marks as such.
pub(super) fn quoted(lookup: &Lookup<'_>, content: Span, kind: StatementKind) -> Rich {
    let quotes = match kind {
        StatementKind::Direct => vec![content],
        StatementKind::Mixed => quotes(&lookup.report.document.text, content),
        StatementKind::Indirect => Vec::new(),
    };
    let text = lookup.report.document.text.as_str();
    let mut rich = Rich::default();
    let mut at = content.start;
    for quote in quotes {
        rich.push(style::PLAIN, Span::new(at, quote.start).of(text));
        rich.push(style::QUOTE, quote.of(text));
        at = quote.end;
    }
    rich.push(style::PLAIN, Span::new(at, content.end).of(text));
    rich
}

/// The words of a block in their styles.
fn styled(text: &str, block: Span, base: Style, marks: &[Mark]) -> Rich {
    let mut styles = vec![base; block.len() as usize];
    for mark in marks.iter().filter(|mark| mark.span.overlaps(block)) {
        let from = mark.span.start.max(block.start) - block.start;
        let to = mark.span.end.min(block.end) - block.start;
        for style in styles.get_mut(from as usize..to as usize).unwrap_or_default() {
            *style = match mark.change {
                Change::Style(over) => over
                    .effects(over.get_effects() | kept(style.get_effects() | base.get_effects())),
                Change::Underline => style.underline(),
            };
        }
    }
    let mut rich = Rich::default();
    for ((at, c), _) in block.of(text).char_indices().zip(0..) {
        let style = styles.get(at).copied().unwrap_or(base);
        rich.push(style, c.encode_utf8(&mut [0; 4]));
    }
    rich
}

/// The effects that shine through from below.
fn kept(below: Effects) -> Effects {
    if below.contains(Effects::BOLD) && !below.contains(Effects::ITALIC) {
        Effects::BOLD
    } else {
        Effects::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_quotations_of_all_kinds() {
        let of = |text: &'static str| -> Vec<&str> {
            quotes(text, Span::from(0..text.len())).iter().map(|span| span.of(text)).collect()
        };
        assert_eq!(of("he said \"no\" and “yes”"), ["\"no\"", "“yes”"]);
        assert_eq!(of("it is “not over"), ["“not over"]);
        assert_eq!(of("over” it is"), ["over”"]);
        assert!(of("it isn't").is_empty());
    }
}
