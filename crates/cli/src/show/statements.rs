//! Who says what: each source with its statements in their order.

use annalist_doc::{Certainty, EntityId, Order, Polarity, SourceClass, Statement, StatementKind};

use super::rich::Rich;
use super::words::{GAP, Lookup, color, join, one_line};
use super::{Page, mark, style};

/// Columns for cues; longer ones push their statement to the right.
const CUES: usize = 18;

/// Writes all statements.
pub(super) fn list(lookup: &Lookup<'_>, page: &mut Page) {
    let mut sources: Vec<(Source, Vec<&Statement>)> = Vec::new();
    for statement in &lookup.report.statements {
        let source = Source::of(statement, lookup);
        match sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, statements)) => statements.push(statement),
            None => sources.push((source, vec![statement])),
        }
    }
    let longest =
        lookup.report.statements.iter().map(|s| Rich::of(style::CUE, &cue(s, lookup)).width());
    let column = longest.max().unwrap_or(0).min(CUES).min(page.columns() / 3);
    for (at, (source, statements)) in sources.iter().enumerate() {
        if at > 0 {
            page.blank();
        }
        page.put(&headline(source, statements, lookup), 0, 4);
        for statement in statements {
            one(statement, lookup, column, page);
        }
    }
    if !sources.is_empty() {
        page.blank();
        let entries = [
            Rich::of(style::QUOTE, "┃").with(style::QUIET, " in their own words"),
            Rich::of(style::QUOTE, "╏").with(style::QUIET, " partly"),
            Rich::of(style::QUIET, "│ in the reporter's words"),
            Rich::of(style::ALERT, "✗").with(style::QUIET, " denied"),
        ];
        page.put(&join(entries, GAP), 0, 0);
    }
}

/// Who speaks: an entity, or just words.
#[derive(PartialEq, Eq)]
enum Source {
    Entity(EntityId),
    Words(String),
}

impl Source {
    fn of(statement: &Statement, lookup: &Lookup<'_>) -> Self {
        match statement.source.entity.filter(|id| lookup.entity(*id).is_some()) {
            Some(id) => Self::Entity(id),
            None => Self::Words(lookup.speaker(statement)),
        }
    }
}

/// The name of a source and what else is known of it.
fn headline(source: &Source, statements: &[&Statement], lookup: &Lookup<'_>) -> Rich {
    let Some(first) = statements.first() else { return Rich::default() };
    let (name, kind) = match source {
        Source::Entity(id) => {
            (lookup.speaker(first), lookup.entity(*id).map_or(style::PERSON, |e| color(e.kind)))
        }
        Source::Words(words) => (words.clone(), style::PERSON),
    };
    let mut line = Rich::of(kind.bold(), &capital(&name));
    let mut known: Vec<String> = Vec::new();
    if let Source::Entity(id) = source
        && let Some(entity) = lookup.entity(*id)
    {
        known.extend(entity.roles.iter().map(|role| one_line(role)));
        known.extend(entity.affiliation.and_then(|of| lookup.name(of)));
    }
    match first.source.class {
        SourceClass::Unnamed => known.push("not named".to_owned()),
        SourceClass::Implicit => known.push("no source is named".to_owned()),
        SourceClass::Document => known.push("a document".to_owned()),
        _ => {}
    }
    // A role that only repeats the name says nothing.
    known.retain(|words| !name.to_lowercase().contains(&words.to_lowercase()));
    known.dedup();
    if !known.is_empty() {
        line.push(style::QUIET, &format!("{GAP}{}", known.join(", ")));
    }
    line
}

/// One statement: a bar for its kind, its cue, and what is stated.
fn one(statement: &Statement, lookup: &Lookup<'_>, column: usize, page: &mut Page) {
    let bar = match statement.kind {
        StatementKind::Direct => Rich::of(style::QUOTE, "┃ "),
        StatementKind::Mixed => Rich::of(style::QUOTE, "╏ "),
        StatementKind::Indirect => Rich::of(style::QUIET, "│ "),
    };
    let mut said = Rich::of(style::CUE, &cue(statement, lookup));
    let pad = (column + 2).saturating_sub(said.width()).max(2);
    said.push(style::PLAIN, &"\u{a0}".repeat(pad));
    if statement.polarity == Polarity::Negative {
        said.push(style::ALERT, "✗ ");
    }
    for (at, span) in statement.content.iter().enumerate() {
        if at > 0 {
            said.push(style::QUIET, " … ");
        }
        said.append(&mark::quoted(lookup, *span, statement.kind));
    }
    for note in notes(statement, lookup) {
        said.push(style::QUIET, &format!("{GAP}[{note}]"));
    }
    let indent = if statement.parent.is_some() { 4 } else { 2 };
    let columns = page.columns().saturating_sub(indent + 2);
    for line in said.wrap(columns, 0, column + 2) {
        let mut whole = Rich::of(style::PLAIN, &" ".repeat(indent));
        whole.append(&bar);
        whole.append(&line);
        page.line(&whole);
    }
}

/// The words of the cue, or its dictionary form.
fn cue(statement: &Statement, lookup: &Lookup<'_>) -> String {
    let spans: Vec<String> = statement.cue.spans.iter().map(|span| lookup.words(*span)).collect();
    if !spans.is_empty() {
        return spans.join(" … ");
    }
    if statement.cue.lemma.is_empty() { "—".to_owned() } else { statement.cue.lemma.clone() }
}

/// What else is known of a statement.
fn notes(statement: &Statement, lookup: &Lookup<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    match statement.order {
        Some(Order::First) => notes.push("at first".to_owned()),
        Some(Order::Later) => notes.push("later".to_owned()),
        None => {}
    }
    match statement.certainty {
        Certainty::Certain => {}
        Certainty::Probable => notes.push("thinks it likely".to_owned()),
        Certainty::Possible => notes.push("thinks it possible".to_owned()),
    }
    notes.extend(statement.time.and_then(|id| lookup.day(id)));
    let parent = statement.parent.and_then(|id| lookup.statement(id));
    notes.extend(parent.map(|parent| format!("as told by {}", lookup.speaker(parent))));
    notes
}

/// The words with a capital first letter.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
