//! What a marked sentence asks for, and what is wrong with its record.

use annalist_doc::{Event, Report, Role, Span, Statement};
use annalist_lexicon::{Cue, Example, Lexicon, Trigger};

use crate::parse::Sentence;

/// One sentence of the lexicon.
pub(crate) struct Case<'a> {
    /// The file it stands in, as far as the entry tells.
    pub(crate) file: String,
    /// The entry's own name.
    pub(crate) entry: String,
    /// The sentence with its marks.
    pub(crate) marked: &'a str,
    /// What must come out.
    pub(crate) expect: Expect<'a>,
    example: Example,
}

/// What must come out; with `not`, must not.
pub(crate) enum Expect<'a> {
    Cue { cue: &'a Cue, not: bool },
    Event { trigger: &'a Trigger, not: bool },
    Light,
    Role,
}

/// All sentences of the lexicon.
pub(crate) fn cases(lexicon: &Lexicon) -> Vec<Case<'_>> {
    let mut all = Vec::new();
    let mut add = |file: String, entry: String, marked, expect| {
        all.push(Case { file, entry, marked, expect, example: Example::parse(marked) });
    };
    for cue in lexicon.cues.all() {
        let file = || format!("cues/{}", cue.class);
        let name = || format!("{} ({:?})", cue.lemma(), cue.pos).to_lowercase();
        for (not, marked) in both(&cue.examples, &cue.not) {
            add(file(), name(), marked, Expect::Cue { cue, not });
        }
    }
    for trigger in lexicon.triggers.all() {
        let file = || format!("events/{}", trigger.kind.to_lowercase());
        let mode = trigger.mode.as_deref().map_or(String::new(), |mode| format!(", {mode}"));
        let name =
            || format!("{} ({:?}{mode})", trigger.words.join(" "), trigger.pos).to_lowercase();
        for (not, marked) in both(&trigger.examples, &trigger.not) {
            add(file(), name(), marked, Expect::Event { trigger, not });
        }
    }
    for light in lexicon.triggers.all_lights() {
        // A light verb leaves no trace of its own in the record, so what it must not carry is not
        // looked at.
        for marked in &light.examples {
            add("events/light".into(), light.lemma.clone(), marked, Expect::Light);
        }
    }
    for role in lexicon.actors.roles().iter().filter(|role| !role.example.is_empty()) {
        add("roles".into(), role.word.clone(), &role.example, Expect::Role);
    }
    all
}

fn both<'a>(yes: &'a [String], no: &'a [String]) -> impl Iterator<Item = (bool, &'a str)> {
    let yes = yes.iter().map(|marked| (false, marked.as_str()));
    yes.chain(no.iter().map(|marked| (true, marked.as_str())))
}

impl Case<'_> {
    /// The sentence.
    pub(crate) fn text(&self) -> &str {
        &self.example.text
    }

    fn marks(&self, role: &str) -> Vec<Span> {
        self.example.spans(role).collect()
    }

    /// What is wrong with the record; nothing if all is well.
    pub(crate) fn wrong(&self, report: &Report, sentence: &Sentence) -> Vec<String> {
        match self.expect {
            Expect::Cue { cue, not: false } => {
                best(report.statements.iter().map(|s| self.statement(s, cue, sentence)))
                    .unwrap_or_else(|| vec!["no statement".into()])
            }
            Expect::Cue { cue, not: true } => {
                let fires = |s: &&Statement| s.cue.lemma == cue.lemma() && s.cue.class == cue.class;
                let fired = report.statements.iter().filter(fires);
                fired.map(|_| "it fires".to_owned()).collect()
            }
            Expect::Event { trigger, not: false } => {
                best(report.events.iter().map(|e| self.event(e, Some(&trigger.kind), sentence)))
                    .unwrap_or_else(|| vec!["no event".into()])
            }
            Expect::Event { trigger, not: true } => {
                let fired = report.events.iter().filter(|e| fires(trigger, e, sentence));
                fired.map(|_| "it fires".to_owned()).collect()
            }
            Expect::Light => best(report.events.iter().map(|e| self.event(e, None, sentence)))
                .unwrap_or_else(|| vec!["no event".into()]),
            Expect::Role => {
                let marked = self.marks("role");
                let held =
                    |m: Span| report.mentions.iter().any(|x| x.span.contains(sentence.head(m)));
                if marked.into_iter().all(held) { vec![] } else { vec!["no mention".into()] }
            }
        }
    }

    fn statement(&self, found: &Statement, cue: &Cue, sentence: &Sentence) -> Vec<String> {
        let mut wrong = Vec::new();
        let nobody = self.marks("source").is_empty();
        let class = cue.unsourced.as_ref().filter(|_| nobody).unwrap_or(&cue.class);
        if !any_overlap(&found.cue.spans, &self.marks("cue")) {
            wrong.push("cue".to_owned());
        } else if found.cue.class != *class {
            wrong.push(format!("class {} for {class}", found.cue.class));
        }
        if !same_heads(&found.source.spans, &self.marks("source"), sentence) {
            wrong.push("source".to_owned());
        }
        let marked = self.marks("content");
        let dice = dice(&found.content, &marked, sentence);
        if !marked.is_empty() && dice < 0.8 {
            wrong.push(format!("content (Dice {dice:.2})"));
        }
        wrong
    }

    fn event(&self, found: &Event, kind: Option<&str>, sentence: &Sentence) -> Vec<String> {
        let mut wrong = Vec::new();
        let mentions: Vec<Span> = found.mentions.iter().map(|m| m.span).collect();
        if !any_overlap(&mentions, &self.marks("trigger")) {
            wrong.push("trigger".to_owned());
        }
        if kind.is_some_and(|kind| kind != found.kind) {
            wrong.push(format!("type {}", found.kind));
        }
        for (role, name) in
            [(Role::Actor, "actor"), (Role::Recipient, "recipient"), (Role::Topic, "topic")]
        {
            let spans: Vec<Span> =
                found.arguments.iter().filter(|a| a.role == role).map(|a| a.span).collect();
            if !same_heads(&spans, &self.marks(name), sentence) {
                wrong.push(name.to_owned());
            }
        }
        wrong
    }
}

/// The candidate with the fewest faults; one that has only its place in common is as good as none.
fn best(candidates: impl Iterator<Item = Vec<String>>) -> Option<Vec<String>> {
    candidates.min_by_key(|wrong| (wrong.iter().any(|w| w == "cue" || w == "trigger"), wrong.len()))
}

/// Whether the record has an event of this very entry.
fn fires(trigger: &Trigger, event: &Event, sentence: &Sentence) -> bool {
    let of_entry =
        |lemma: &String| trigger.words.first() == Some(lemma) || trigger.also.contains(lemma);
    let words =
        sentence.0.iter().filter(|word| event.mentions.iter().any(|m| word.span.overlaps(m.span)));
    event.kind == trigger.kind
        && event.mode == trigger.mode
        && words.into_iter().any(|word| of_entry(&word.lemma))
}

fn any_overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)))
}

/// Whether the head of each marked part lies in what was found. Nothing marked asks for nothing.
fn same_heads(found: &[Span], marked: &[Span], sentence: &Sentence) -> bool {
    marked.iter().all(|m| any_overlap(found, &[sentence.head(*m)]))
}

/// Dice coefficient over words, punctuation left out.
fn dice(found: &[Span], marked: &[Span], sentence: &Sentence) -> f64 {
    let words = sentence.0.iter().filter(|word| word.lemma.contains(char::is_alphanumeric));
    let (mut a, mut b, mut shared) = (0usize, 0usize, 0usize);
    for word in words {
        let (x, y) = (any_overlap(found, &[word.span]), any_overlap(marked, &[word.span]));
        (a, b, shared) = (a + usize::from(x), b + usize::from(y), shared + usize::from(x && y));
    }
    if a + b == 0 { 0.0 } else { 2.0 * shared as f64 / (a + b) as f64 }
}

/// What came out, for people.
pub(crate) fn found(expect: &Expect<'_>, report: &Report) -> Vec<String> {
    let text = &report.document.text;
    let words = |spans: &[Span]| -> String {
        spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ")
    };
    match expect {
        Expect::Cue { .. } => report
            .statements
            .iter()
            .map(|s| {
                format!(
                    "[{}|source] [{}|cue] [{}|content]  {} ({})",
                    words(&s.source.spans),
                    words(&s.cue.spans),
                    words(&s.content),
                    s.cue.lemma,
                    s.cue.class
                )
            })
            .collect(),
        Expect::Event { .. } | Expect::Light => report
            .events
            .iter()
            .map(|e| {
                let arguments: String = e
                    .arguments
                    .iter()
                    .map(|a| format!(" [{}|{:?}]", a.span.of(text), a.role).to_lowercase())
                    .collect();
                format!("[{}|trigger]{arguments}  {}", e.trigger.of(text), e.codes.plover)
            })
            .collect(),
        Expect::Role => {
            report.mentions.iter().map(|m| format!("[{}|{:?}]", m.span.of(text), m.kind)).collect()
        }
    }
}
