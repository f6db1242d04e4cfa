//! The comparison, layer by layer.

use std::collections::HashMap;

use annalist_doc::{
    BlockKind, ClaimLinkKind, EntityId, Event, Polarity, Report, Span, Statement, StatementId,
    StatementKind,
};

use super::gold::{self, Gold};
use crate::words::{covered, dice, words};

/// A content that overlaps the reader's less than this is another one.
const SAME_CONTENT: f64 = 0.5;
/// What a content must reach to be called right.
const RIGHT_CONTENT: f64 = 0.9;

/// Prints the comparison; whether nothing is missed.
pub(super) fn compare(gold: &Gold, report: &Report) -> bool {
    let mut case =
        Case { gold, report, text: &report.document.text, entity_of: HashMap::new(), missed: 0 };
    case.noise();
    case.entities();
    let matched = case.statements();
    case.events(&matched);
    case.claims(&matched);
    println!(
        "\n{}",
        if case.missed == 0 {
            "all found".to_owned()
        } else {
            format!("{} missed or wrong", case.missed)
        }
    );
    case.missed == 0
}

struct Case<'a> {
    gold: &'a Gold,
    report: &'a Report,
    text: &'a str,
    entity_of: HashMap<&'a str, EntityId>,
    missed: usize,
}

impl<'a> Case<'a> {
    fn line(&mut self, wrong: &[String], id: &str, what: &str) {
        let what: String = what.chars().take(90).collect();
        if wrong.is_empty() {
            println!("  found   {id:<6} {what}");
        } else {
            self.missed += 1;
            println!("  WRONG   {id:<6} {what}  — {}", wrong.join("; "));
        }
    }

    fn noise(&mut self) {
        println!("noise");
        for words in &self.gold.noise {
            let mut wrong = Vec::new();
            match words.span(self.text) {
                None => wrong.push("not in the text".to_owned()),
                Some(span) => {
                    if self.report.sentences.iter().any(|s| s.overlaps(span)) {
                        wrong.push("read as a sentence".to_owned());
                    }
                    let kept = self.report.document.blocks.iter().any(|b| {
                        matches!(b.kind, BlockKind::Noise | BlockKind::Caption)
                            && b.span.overlaps(span)
                    });
                    if !kept {
                        wrong.push("no noise or caption block".to_owned());
                    }
                }
            }
            self.line(&wrong, "", &words.text.replace('\n', " ⏎ "));
        }
    }

    /// Words of a phrase without its article, for comparing mentions.
    fn bare(words: &str) -> String {
        let lower = words.to_lowercase();
        lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
    }

    /// Whether the record's mention is the reader's: the same words, or the reader's without what
    /// follows ("the alliance" of "the alliance against the tax").
    fn same_mention(found: &str, wanted: &str) -> bool {
        let (found, wanted) = (Self::bare(found), Self::bare(wanted));
        let rest = wanted.strip_prefix(&found);
        found == wanted
            || rest.is_some_and(|r| {
                ["in", "of", "for", "against", "at"]
                    .iter()
                    .any(|p| r.starts_with(&format!(" {p} ")))
            })
    }

    fn entities(&mut self) {
        println!("\nentities");
        let report = self.report;
        for entity in &self.gold.entities {
            // The record's entity that shares the most of the reader's mentions.
            let shared = |n: &annalist_doc::Entity| {
                let texts: Vec<&str> = n
                    .mentions
                    .iter()
                    .map(|m| report.mentions[m.index()].span.of(&report.document.text))
                    .collect();
                entity
                    .mentions
                    .iter()
                    .filter(|m| texts.iter().any(|t| Self::same_mention(t, m)))
                    .count()
            };
            let best = report.entities.iter().max_by_key(|n| (shared(n), std::cmp::Reverse(n.id)));
            let mut wrong = Vec::new();
            match best.filter(|n| shared(n) > 0) {
                None => wrong.push("missed".to_owned()),
                Some(n) => {
                    self.entity_of.insert(&entity.id, n.id);
                    let texts: Vec<&str> = n
                        .mentions
                        .iter()
                        .map(|m| report.mentions[m.index()].span.of(&report.document.text))
                        .collect();
                    let lost: Vec<&String> = entity
                        .mentions
                        .iter()
                        .filter(|m| !texts.iter().any(|t| Self::same_mention(t, m)))
                        .collect();
                    if !lost.is_empty() {
                        wrong.push(format!("not its mentions: {lost:?}"));
                    }
                    let kind = format!("{:?}", n.kind).to_lowercase();
                    if kind != entity.kind && !(entity.kind == "organization" && kind == "group") {
                        wrong.push(format!("is a {kind}, not a {}", entity.kind));
                    }
                }
            }
            self.line(&wrong, &entity.id, "");
        }
    }

    fn find(&self, words: &str) -> Option<Span> {
        self.text.find(words).map(|at| (at..at + words.len()).into())
    }

    /// Compares statements; which of the record's is the reader's.
    fn statements(&mut self) -> HashMap<&'a str, StatementId> {
        println!("\nstatements");
        let report = self.report;
        let all = words(self.text);
        let mut matched: HashMap<&str, StatementId> = HashMap::new();
        for wanted in &self.gold.statements {
            let content =
                self.find(&wanted.content).map(|s| covered(&all, &[s])).unwrap_or_default();
            let score = |s: &Statement| dice(&content, &covered(&all, &s.content));
            let best = report
                .statements
                .iter()
                .filter(|s| !matched.values().any(|m| *m == s.id))
                .max_by(|a, b| score(a).total_cmp(&score(b)));
            let mut wrong = Vec::new();
            match best.filter(|s| score(s) >= SAME_CONTENT) {
                None => wrong.push("missed".to_owned()),
                Some(s) => {
                    matched.insert(&wanted.id, s.id);
                    if score(s) < RIGHT_CONTENT {
                        wrong.push(format!(
                            "content overlaps {:.2}: {:?}",
                            score(s),
                            s.content.iter().map(|c| c.of(self.text)).collect::<Vec<_>>()
                        ));
                    }
                    let source: Vec<&str> =
                        s.source.spans.iter().map(|x| x.of(self.text)).collect();
                    if !source.iter().any(|w| *w == wanted.source) {
                        wrong.push(format!("source {source:?} not {:?}", wanted.source));
                    }
                    let cue: Vec<&str> = s.cue.spans.iter().map(|x| x.of(self.text)).collect();
                    if cue.join(" ") != wanted.cue {
                        wrong.push(format!("cue {cue:?} not {:?}", wanted.cue));
                    }
                    let kind = match s.kind {
                        StatementKind::Direct => "direct",
                        StatementKind::Indirect => "indirect",
                        StatementKind::Mixed => "mixed",
                    };
                    if kind != wanted.kind {
                        wrong.push(format!("{kind}, not {}", wanted.kind));
                    }
                    if let Some(entity) = self.entity_of.get(wanted.entity.as_str())
                        && s.source.entity != Some(*entity)
                    {
                        wrong.push(format!(
                            "said by {:?}, not {}",
                            s.source.entity.map(|e| &report.entities[e.index()].name),
                            wanted.entity
                        ));
                    }
                }
            }
            self.line(&wrong, &wanted.id, &wanted.content);
        }
        for extra in report.statements.iter().filter(|s| !matched.values().any(|m| *m == s.id)) {
            let cue: Vec<&str> = extra.cue.spans.iter().map(|c| c.of(self.text)).collect();
            println!(
                "  extra   {:<6} {cue:?} {:?}",
                extra.id.to_string(),
                extra.content.iter().map(|c| c.of(self.text)).collect::<Vec<_>>()
            );
        }
        matched
    }

    fn events(&mut self, statements: &HashMap<&str, StatementId>) {
        println!("\nevents");
        let report = self.report;
        let mut used = Vec::new();
        let mut full = 0;
        for wanted in &self.gold.events {
            let trigger = self.trigger_spans(wanted);
            let told = |e: &Event| match statements.get(wanted.according_to.as_str()) {
                Some(s) => e.according_to.contains(s),
                None => e.according_to.is_empty(),
            };
            let near = |e: &Event| trigger.iter().any(|t| t.overlaps(e.trigger));
            let best = report
                .events
                .iter()
                .filter(|e| near(e))
                .max_by_key(|e| (told(e), e.arguments.len()));
            let mut wrong = Vec::new();
            match best {
                None => wrong.push("missed".to_owned()),
                Some(e) => {
                    used.push(e.id);
                    if !told(e) {
                        wrong.push(format!(
                            "according to {:?}, not {}",
                            e.according_to.iter().map(ToString::to_string).collect::<Vec<_>>(),
                            wanted.according_to
                        ));
                    }
                    if (e.polarity == Polarity::Negative) != (wanted.reality == "denied") {
                        wrong.push(format!("polarity {:?}", e.polarity));
                    }
                    if let Some(agent) = wanted
                        .agent
                        .as_ref()
                        .filter(|a| self.gold.entities.iter().any(|n| n.id == **a))
                        && !self.takes_part(e, annalist_doc::Role::Actor, agent)
                    {
                        wrong.push(format!("actor is not {agent}"));
                    }
                    for patient in &wanted.patients {
                        if !self.takes_part(e, annalist_doc::Role::Recipient, patient) {
                            wrong.push(format!("recipient lacks {patient}"));
                        }
                    }
                    if let Some(when) = &wanted.when {
                        let value = e.time.and_then(|t| report.times[t.index()].value.clone());
                        if value.as_deref() != Some(when.value.as_str()) {
                            wrong.push(format!(
                                "time {value:?}, not {} ({})",
                                when.value, when.text
                            ));
                        }
                    }
                    if let Some(place) = &wanted.place {
                        let here = e.place.map(|p| report.places[p.index()].span);
                        let right = self.find(&place.text);
                        let name = here.map(|s| s.of(self.text));
                        if !here.zip(right).is_some_and(|(a, b)| a.overlaps(b))
                            && name != Some(place.text.as_str())
                            && (name.is_none() || name != place.place.as_deref())
                        {
                            wrong.push(format!("place {name:?}, not {}", place.text));
                        }
                    }
                }
            }
            full += usize::from(wrong.is_empty());
            self.line(&wrong, &wanted.id, &format!("{} ({})", wanted.trigger, wanted.what));
        }
        let found = self
            .gold
            .events
            .iter()
            .filter(|w| {
                let t = self.trigger_spans(w);
                report.events.iter().any(|e| t.iter().any(|t| t.overlaps(e.trigger)))
            })
            .count();
        println!("  {found} of {} found, {full} right in everything", self.gold.events.len());
        for e in report.events.iter().filter(|e| !used.contains(&e.id)) {
            let told: Vec<String> = e.according_to.iter().map(ToString::to_string).collect();
            println!(
                "  extra   {:<6} {} «{}» {:?} {:?} {}",
                e.id.to_string(),
                e.codes.plover,
                e.trigger.of(self.text),
                e.polarity,
                e.modality,
                told.join(" ")
            );
        }
    }

    /// All places of a trigger's words; of "killed or injured", each word too.
    fn trigger_spans(&self, wanted: &gold::Event) -> Vec<Span> {
        let whole: Vec<Span> = self
            .text
            .match_indices(&wanted.trigger)
            .map(|(at, w)| (at..at + w.len()).into())
            .collect();
        // The reader's statement tells which of several is meant.
        let within = self
            .gold
            .statements
            .iter()
            .find(|s| s.id == wanted.according_to)
            .and_then(|s| self.find(&s.content));
        let narrowed: Vec<Span> =
            whole.iter().copied().filter(|s| within.is_none_or(|w| w.contains(*s))).collect();
        if narrowed.is_empty() { whole } else { narrowed }
    }

    fn takes_part(&self, event: &Event, role: annalist_doc::Role, who: &str) -> bool {
        let mut of_role = event.arguments.iter().filter(|a| a.role == role);
        match self.entity_of.get(who) {
            // A country's forces are the country's.
            Some(entity) => of_role.filter_map(|a| a.entity).any(|e| {
                e == *entity || self.report.entities[e.index()].affiliation == Some(*entity)
            }),
            None => of_role
                .any(|a| a.span.of(self.text).contains(who) || who.contains(a.span.of(self.text))),
        }
    }

    fn claims(&mut self, statements: &HashMap<&str, StatementId>) {
        println!("\nclaims");
        let report = self.report;
        let of = |wanted: &gold::Claim, attribute: &str, value: u64| {
            let statement = statements.get(wanted.statement.as_str()).copied();
            report.claims.iter().find(|c| {
                c.statement == statement && c.attribute == attribute && c.value.low == Some(value)
            })
        };
        for wanted in &self.gold.claims {
            let mut wrong = Vec::new();
            for (attribute, value) in &wanted.value {
                match of(wanted, attribute, *value) {
                    None => wrong.push(format!("no claim {attribute} = {value}")),
                    Some(claim) => {
                        if let Some(by) = self.entity_of.get(wanted.by.as_str())
                            && claim.by != Some(*by)
                        {
                            wrong.push(format!("by {:?}, not {}", claim.by, wanted.by));
                        }
                        let old = wanted
                            .revises
                            .as_ref()
                            .and_then(|id| self.gold.claims.iter().find(|c| c.id == *id));
                        if let Some(old) = old {
                            let earlier = old
                                .value
                                .iter()
                                .filter_map(|(a, v)| of(old, a, *v))
                                .map(|c| c.id)
                                .collect::<Vec<_>>();
                            let revises = report.claim_links.iter().any(|l| {
                                l.from == claim.id
                                    && earlier.contains(&l.to)
                                    && matches!(
                                        l.kind,
                                        ClaimLinkKind::Corrects | ClaimLinkKind::Updates
                                    )
                            });
                            if !revises {
                                wrong.push(format!("does not revise {}", old.id));
                            }
                        }
                    }
                }
            }
            self.line(&wrong, &wanted.id, &format!("{:?}", wanted.value));
        }
    }
}
