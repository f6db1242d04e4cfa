//! What happened: one line an event, its day on the left.

use annalist_doc::{Argument, Event, Figure, FigureKind, Modality, Polarity, Qualifier, Role};

use super::rich::Rich;
use super::words::{Lookup, color, join, one_line};
use super::{Page, style};

/// Columns for days.
const DAYS: usize = 12;

/// Writes all events.
pub(super) fn list(lookup: &Lookup<'_>, page: &mut Page) {
    let days: Vec<String> = lookup.report.events.iter().map(|event| day(event, lookup)).collect();
    let widest = days.iter().map(|day| day.chars().count()).max().unwrap_or(0);
    let column = widest.min(DAYS).min(page.columns() / 4);
    for (event, day) in lookup.report.events.iter().zip(&days) {
        let known = event.time.is_some();
        let mut line = Rich::of(if known { style::TIME } else { style::QUIET }, day);
        let pad = (column + 2).saturating_sub(line.width()).max(1);
        line.push(style::PLAIN, &"\u{a0}".repeat(pad));
        line.append(&deed(event, lookup));
        page.put(&line, 0, column + 2);
        page.put(&details(event, lookup), column + 4, column + 4);
    }
}

fn day(event: &Event, lookup: &Lookup<'_>) -> String {
    // "from Monday to Wednesday"
    let ends = event.time.and_then(|id| lookup.time(id)).and_then(|t| t.latest.as_ref());
    if let (Some(from), Some(to)) = (&event.earliest, &event.latest)
        && ends.is_some_and(|end| end != to)
    {
        return format!("{from}/{to}");
    }
    event.time.and_then(|id| lookup.day(id)).unwrap_or_else(|| "—".to_owned())
}

/// Who does what to whom.
pub(super) fn deed(event: &Event, lookup: &Lookup<'_>) -> Rich {
    let real = event.modality == Modality::Actual && event.polarity == Polarity::Positive;
    let mut line = Rich::default();
    if let Some(word) = unreal(event) {
        line.push(style::ALERT, word);
        line.push(style::PLAIN, " ");
    }
    let arrow = " → ";
    let actors = party(event, Role::Actor, lookup);
    if !actors.is_empty() {
        line.append(&actors);
        line.push(style::QUIET, arrow);
    }
    line.push(if real { style::TRIGGER } else { style::UNREAL }, &lookup.words(event.trigger));
    let recipients = party(event, Role::Recipient, lookup);
    if !recipients.is_empty() {
        line.push(style::QUIET, arrow);
        line.append(&recipients);
    }
    line
}

/// A word for what is not told as a fact.
fn unreal(event: &Event) -> Option<&'static str> {
    let denied = event.polarity == Polarity::Negative;
    Some(match (event.modality, denied) {
        (Modality::Actual, false) => return None,
        (Modality::Actual, true) => "✗ not:",
        (Modality::Possible, false) => "? possibly:",
        (Modality::Possible, true) => "? possibly not:",
        (Modality::Planned, false) => "◷ planned:",
        (Modality::Planned, true) => "◷ planned not:",
        (Modality::Threatened, false) => "! threatened:",
        (Modality::Threatened, true) => "! threatened not:",
        (Modality::Ordered, false) => "! ordered:",
        (Modality::Ordered, true) => "! ordered not:",
        (Modality::Attempted, false) => "? attempted:",
        (Modality::Attempted, true) => "? attempted not:",
        (Modality::Historical, false) => "◷ in the past:",
        (Modality::Historical, true) => "◷ in the past not:",
        (Modality::Demanded, false) => "! demanded:",
        (Modality::Demanded, true) => "! demanded not:",
        (Modality::Conditional, false) => "? if:",
        (Modality::Conditional, true) => "? if not:",
        (Modality::Hypothetical, false) => "? imagined:",
        (Modality::Hypothetical, true) => "? imagined not:",
    })
}

/// Everybody who takes one part in an event, once each.
fn party(event: &Event, role: Role, lookup: &Lookup<'_>) -> Rich {
    let mut seen: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    for argument in event.arguments.iter().filter(|argument| argument.role == role) {
        let (name, style) = named(argument, lookup);
        if !seen.contains(&name) {
            parts.push(Rich::of(style, &name));
            seen.push(name);
        }
    }
    join(parts, ", ")
}

fn named(argument: &Argument, lookup: &Lookup<'_>) -> (String, anstyle::Style) {
    let entity = argument.entity.and_then(|id| lookup.entity(id).zip(lookup.name(id)));
    match entity {
        Some((entity, name)) => (name, color(entity.kind)),
        None => (lookup.words(argument.span), style::PLAIN),
    }
}

/// Type, place, numbers, and on whose word.
fn details(event: &Event, lookup: &Lookup<'_>) -> Rich {
    let mode =
        event.mode.as_ref().map_or(String::new(), |mode| format!(", {}", mode.replace('_', " ")));
    let mut parts = vec![Rich::of(style::QUIET, &format!("{}{mode}", event.kind.to_lowercase()))];
    let place = event.place.and_then(|id| lookup.place(id));
    parts.extend(place.map(|place| Rich::of(style::PLACE, &one_line(&place.name))));
    let with = party(event, Role::Instrument, lookup);
    if !with.is_empty() {
        let mut line = Rich::of(style::QUIET, "with ");
        line.append(&with);
        parts.push(line);
    }
    let about = party(event, Role::Topic, lookup);
    if !about.is_empty() {
        let mut line = Rich::of(style::QUIET, "about ");
        line.append(&about);
        parts.push(line);
    }
    parts.extend(event.figures.iter().filter_map(|id| lookup.figure(*id)).map(figure));
    let mut told: Vec<String> = Vec::new();
    for statement in event.according_to.iter().filter_map(|id| lookup.statement(*id)) {
        let speaker = lookup.speaker(statement);
        if !told.contains(&speaker) {
            told.push(speaker);
        }
    }
    if !told.is_empty() {
        let words =
            Rich::of(style::QUIET, "according to ").with(style::PERSON, &told.join(", by way of "));
        parts.push(words);
    }
    join(parts, " · ")
}

/// A number of people, in words.
fn figure(figure: &Figure) -> Rich {
    let none = (figure.low, figure.high) == (Some(0), Some(0));
    let count = match none {
        true => "no".to_owned(),
        false => number(figure.low, figure.high, figure.qualifier, &figure.text),
    };
    let who = match &figure.who {
        Some(who) => one_line(who),
        None if none => "one".to_owned(),
        None => String::new(),
    };
    let what = match figure.what {
        FigureKind::Participants => "taking part",
        other => other.as_str(),
    };
    Rich::of(style::FIGURE, &count).with(style::PLAIN, &format!(" {who} {what}"))
}

/// A number as the words allow it.
pub(super) fn number(
    low: Option<u64>,
    high: Option<u64>,
    qualifier: Qualifier,
    text: &str,
) -> String {
    let range = match (low, high) {
        (Some(0), Some(0)) => return "none".to_owned(),
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => return format!("“{}”", one_line(text)),
    };
    match qualifier {
        Qualifier::Exact => range,
        Qualifier::AtLeast => format!("at least {range}"),
        Qualifier::AtMost => format!("at most {range}"),
        Qualifier::About => format!("about {range}"),
        Qualifier::Vague => format!("“{}”", one_line(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        use Qualifier::{About, AtLeast, Exact, Vague};
        assert_eq!(number(Some(11), Some(11), Exact, "eleven"), "11");
        assert_eq!(number(Some(5), None, AtLeast, "at least 5"), "at least 5");
        assert_eq!(number(Some(5), Some(7), About, "5 to 7"), "about 5 to 7");
        assert_eq!(number(Some(0), Some(0), Exact, "no"), "none");
        assert_eq!(number(None, None, Vague, "dozens"), "“dozens”");
    }
}
