//! A record as lines for people: words in place of offsets.

use std::fmt::{Display, Write as _};

use annalist_doc::{EntityId, Report, Span};

/// The record's rows, one a line.
pub(crate) fn lines(report: &Report) -> String {
    let text = &report.document.text;
    let words = |spans: &[Span]| -> String {
        let all: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        all.join(" … ").replace('\n', " ")
    };
    let name = |id: EntityId| {
        let entity = &report.entities[id.index()];
        let first = || words(&[report.mentions[entity.mentions[0].index()].span]);
        entity.name.clone().unwrap_or_else(first)
    };
    let mut out = String::new();
    let head = |out: &mut String, title: &str| writeln!(out, "\n{title}").unwrap();

    writeln!(out, "sentences").unwrap();
    for s in &report.sentences {
        writeln!(out, "  {}", words(&[*s])).unwrap();
    }
    head(&mut out, "entities");
    for n in &report.entities {
        let mentions: Vec<String> =
            n.mentions.iter().map(|m| words(&[report.mentions[m.index()].span])).collect();
        write!(out, "  {} {}: {}", n.id, lower(n.kind), mentions.join(" | ")).unwrap();
        if !n.roles.is_empty() {
            write!(out, "; roles {}", n.roles.join(", ")).unwrap();
        }
        let of = n.affiliation.map(name);
        writeln!(out, "{}", of.map_or(String::new(), |of| format!("; of {of}"))).unwrap();
    }
    head(&mut out, "times");
    for t in &report.times {
        let value = t.value.as_deref().unwrap_or("?");
        let days = [&t.earliest, &t.latest].map(|day| day.as_deref().unwrap_or("?"));
        writeln!(out, "  {} [{}] {value} {}..{}", t.id, words(&[t.span]), days[0], days[1])
            .unwrap();
    }
    head(&mut out, "statements");
    for s in &report.statements {
        let by = s.source.entity.map_or("?".into(), name);
        write!(out, "  {} {} {} by {by}", s.id, lower(s.kind), s.cue.class).unwrap();
        write!(out, "{}", note("in", s.parent)).unwrap();
        write!(out, "{}", note("", s.order.map(lower))).unwrap();
        if lower(s.polarity) != "positive" {
            write!(out, ", denied").unwrap();
        }
        writeln!(out, ": [{}] [{}]", words(&s.source.spans), words(&s.cue.spans)).unwrap();
        writeln!(out, "     {}", words(&s.content)).unwrap();
    }
    head(&mut out, "events");
    for e in &report.events {
        write!(out, "  {} {} [{}]", e.id, e.codes.plover, words(&[e.trigger])).unwrap();
        for a in &e.arguments {
            write!(out, ", {} [{}]", lower(a.role), words(&[a.span])).unwrap();
        }
        let [polarity, modality] = [lower(e.polarity), lower(e.modality)];
        for odd in [polarity, modality].iter().filter(|w| *w != "positive" && *w != "actual") {
            write!(out, ", {odd}").unwrap();
        }
        write!(out, "{}{}", note("time", e.time), note("place", e.place)).unwrap();
        let others: Vec<Span> =
            e.mentions.iter().map(|m| m.span).filter(|m| *m != e.trigger).collect();
        if !others.is_empty() {
            write!(out, ", also [{}]", words(&others)).unwrap();
        }
        if !e.modality_evidence.is_empty() {
            write!(out, ", for [{}]", words(&e.modality_evidence)).unwrap();
        }
        for id in &e.figures {
            write!(out, "{}", note("figure", Some(id))).unwrap();
        }
        writeln!(out, "{}", note("according to", e.according_to.last())).unwrap();
    }
    head(&mut out, "figures");
    for f in &report.figures {
        let number = |n: Option<u64>| n.map_or("?".into(), |n| n.to_string());
        let (low, high) = (number(f.low), number(f.high));
        writeln!(out, "  {} {} {low}..{high} [{}]", f.id, lower(f.what), words(&[f.span])).unwrap();
    }
    head(&mut out, "claims");
    for c in &report.claims {
        let by = c.by.map_or("the report".into(), name);
        let not = if lower(c.value.polarity) == "negative" { "not " } else { "" };
        let of = c.scope.as_ref().map_or(String::new(), |scope| format!(" of {scope}"));
        let value = &c.value.text;
        write!(out, "  {} {} {not}{} {value}{of} by {by}", c.id, c.event, c.attribute).unwrap();
        writeln!(out, "{}", note("in", c.statement)).unwrap();
    }
    for link in &report.claim_links {
        writeln!(out, "  {} {} {}", link.from, lower(link.kind), link.to).unwrap();
    }
    head(&mut out, "warnings");
    for w in &report.warnings {
        writeln!(out, "  {}", w.code).unwrap();
    }
    out
}

fn lower(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

fn note(word: &str, value: Option<impl Display>) -> String {
    value.map_or(String::new(), |value| format!(", {word} {value}").replace(",  ", ", "))
}
