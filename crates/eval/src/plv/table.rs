//! Figures with and without the marked actors, and the peers' beside them.

use std::collections::{BTreeMap, BTreeSet};

use annalist_doc::{Report, Span};
use serde_json::{Map, Value, json};

use super::choose::{Choice, WHYS, fits};
use super::data::{Sentence, in_its_terms};
use crate::scores::{Rate, percent, share};

/// What peers reach on the sister set, as `gold/README.md` and the design have it: accuracy, macro-F,
/// accuracy of the quad class.
const PEERS: [(&str, &str); 3] = [
    ("dictionary coders, both pattern sets", "  48.7    48.2    63.1"),
    ("linear classifier over the parse path", "  75.7    71.5       –"),
    ("zero-shot RoBERTa-large, marked", "  83.5    82.1    89.7"),
];

/// Most frequent confusions shown.
const CONFUSIONS: usize = 12;

#[derive(Default)]
pub(super) struct Scores {
    right: usize,
    quad_right: usize,
    /// By type: precision and recall.
    types: BTreeMap<String, Rate>,
    /// By reason of the choice: right ones, all.
    whys: [(usize, usize); WHYS.len()],
    confusions: BTreeMap<(String, String), usize>,
    /// Types among all the sentence's events.
    unmarked: Rate,
    /// Right type with both actors.
    with_actors: usize,
    /// Sentences without any event.
    silent: usize,
}

/// The types of all events of a record.
fn types(report: &Report) -> BTreeSet<&str> {
    report.events.iter().map(|e| in_its_terms(&e.kind)).collect()
}

impl Scores {
    pub(super) fn of(sentences: &[Sentence], reports: &[Report], choices: &[Choice]) -> Self {
        let mut all = Self::default();
        for ((sentence, report), choice) in sentences.iter().zip(reports).zip(choices) {
            all.add(sentence, report, choice);
        }
        all
    }

    fn add(&mut self, sentence: &Sentence, report: &Report, choice: &Choice) {
        let right = choice.kind == sentence.kind;
        self.right += usize::from(right);
        self.quad_right += usize::from(choice.quad == sentence.quad);
        let why = &mut self.whys[choice.why as usize];
        *why = (why.0 + usize::from(right), why.1 + 1);
        let gold = self.types.entry(sentence.kind.clone()).or_default();
        gold.gold += 1;
        gold.hit += usize::from(right);
        let found = self.types.entry(choice.kind.clone()).or_default();
        found.found += 1;
        found.right += usize::from(right);
        if !right {
            let pair = (sentence.kind.clone(), choice.kind.clone());
            *self.confusions.entry(pair).or_default() += 1;
        }
        let types = types(report);
        let there = types.contains(sentence.kind.as_str());
        self.unmarked.gold += 1;
        self.unmarked.hit += usize::from(there);
        self.unmarked.found += types.len();
        self.unmarked.right += usize::from(there);
        self.silent += usize::from(types.is_empty());
        let both =
            |e: &annalist_doc::Event| in_its_terms(&e.kind) == sentence.kind && fits(e, sentence);
        self.with_actors += usize::from(report.events.iter().any(both));
    }

    /// The mean F over the types that the gold has.
    fn macro_f(&self) -> f64 {
        let gold: Vec<f64> = self.types.values().filter(|r| r.gold > 0).map(|r| r.f()).collect();
        if gold.is_empty() { 0.0 } else { gold.iter().sum::<f64>() / gold.len() as f64 }
    }

    fn line(&self, name: &str, all: usize) {
        println!(
            "{name:<40}{:>8.1}{:>8.1}{:>8.1}",
            100.0 * share(self.right, all),
            100.0 * self.macro_f(),
            100.0 * share(self.quad_right, all)
        );
    }

    fn kinds(&self) {
        println!("\n{:<40}{:>8}{:>8}{:>8}{:>8}{:>8}", "by type", "P", "R", "F", "chosen", "gold");
        for (kind, rate) in &self.types {
            let [p, r, f] = [rate.precision(), rate.recall(), rate.f()].map(|x| 100.0 * x);
            let Rate { found, gold, .. } = rate;
            println!("{kind:<40}{p:>8.1}{r:>8.1}{f:>8.1}{found:>8}{gold:>8}");
        }
        let mut pairs: Vec<_> = self.confusions.iter().collect();
        pairs.sort_by_key(|(pair, n)| (std::cmp::Reverse(**n), (*pair).clone()));
        println!("\ngold → chosen, the most frequent confusions");
        for ((gold, chosen), count) in pairs.into_iter().take(CONFUSIONS) {
            println!("{count:>6}  {gold} → {chosen}");
        }
    }

    fn print(&self, all: usize) {
        println!("\n{:<40}{:>8}{:>8}", "by reason of the choice", "accuracy", "of");
        for (why, (right, count)) in WHYS.iter().zip(self.whys) {
            println!("{:<40}{:>8.1}{count:>8}", why.name(), 100.0 * share(right, count));
        }
        println!("\n{:<40}{:>8}{:>8}{:>8}", "unmarked", "recall", "prec.", "actors");
        println!(
            "{:<40}{:>8.1}{:>8.1}{:>8.1}",
            "Annalist",
            100.0 * self.unmarked.recall(),
            100.0 * self.unmarked.precision(),
            100.0 * share(self.with_actors, all)
        );
        println!("{:<40}{:>8}{:>8}{:>8}", "dictionary coders", "61.5", "41.2", "44.4");
        println!("sentences without an event: {}", self.silent);
    }

    pub(super) fn figures(&self, all: usize) -> Value {
        let whys: Map<String, Value> = WHYS
            .iter()
            .zip(self.whys)
            .map(|(w, (right, of))| (w.name().to_owned(), json!({"right": right, "of": of})))
            .collect();
        let types: Map<String, Value> =
            self.types.iter().map(|(kind, rate)| (kind.clone(), rate.json())).collect();
        json!({
            "sentences": all,
            "marked": {
                "accuracy": percent(share(self.right, all)),
                "macro_f": percent(self.macro_f()),
                "quad_accuracy": percent(share(self.quad_right, all)),
                "by_reason": whys,
                "by_type": types,
            },
            "unmarked": {
                "type_recall": percent(self.unmarked.recall()),
                "type_precision": percent(self.unmarked.precision()),
                "type_with_both_actors": percent(share(self.with_actors, all)),
                "without_event": self.silent,
            },
        })
    }
}

/// Prints the tables: what records say, and what the weights say of the marked actors.
pub(super) fn print(records: &Scores, given: Option<&Scores>, all: usize) {
    println!("plv-train: {all} sentences\n");
    println!("{:<40}{:>8}{:>8}{:>8}", "marked: which type holds", "accuracy", "macro-F", "quad");
    match given {
        Some(given) => {
            given.line("Annalist, actors given, 5-fold", all);
            records.line("Annalist, from its records, 5-fold", all);
        }
        None => records.line("Annalist, rules alone", all),
    }
    for (peer, figures) in PEERS {
        println!("{peer:<40}{figures}");
    }
    given.unwrap_or(records).kinds();
    records.print(all);
}

/// One line: what is found without marked actors, at some least scores.
pub(super) fn line(least: crate::learn::pairs::Least, scores: &Scores) {
    let unmarked = &scores.unmarked;
    println!(
        "{:>6}:{:<6} recall {:.1} precision {:.1} with actors {:.1} silent {}",
        least.ruled,
        least.proposed,
        percent(unmarked.recall()),
        percent(unmarked.precision()),
        percent(share(scores.with_actors, unmarked.gold)),
        scores.silent
    );
}

/// What went wrong with a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Fault {
    /// The marked actors get another type.
    #[default]
    Type,
    /// No event has its type.
    Missed,
    /// Events have its type, but other actors.
    Actors,
    /// An event has another type.
    Extra,
}

impl Fault {
    fn of(self, sentence: &Sentence, report: &Report, choice: &Choice) -> bool {
        let mut typed = report.events.iter().filter(|e| in_its_terms(&e.kind) == sentence.kind);
        match self {
            Self::Type => choice.kind != sentence.kind,
            Self::Missed => typed.next().is_none(),
            Self::Actors => {
                let all: Vec<_> = typed.collect();
                !all.is_empty() && !all.iter().any(|e| fits(e, sentence))
            }
            Self::Extra => types(report).iter().any(|t| *t != sentence.kind),
        }
    }
}

/// Prints sentences with a fault, and their events.
pub(super) fn errors(
    sentences: &[Sentence],
    reports: &[Report],
    choices: &[Choice],
    (fault, of_type): (Fault, Option<&str>),
    wanted: usize,
) {
    let wrong = |n: &usize| {
        fault.of(&sentences[*n], &reports[*n], &choices[*n])
            && of_type.is_none_or(|t| t == sentences[*n].kind)
    };
    let all: Vec<usize> = (0..sentences.len()).filter(wrong).collect();
    let shown = wanted.min(all.len());
    println!("\nwrong: {}", all.len());
    for n in (0..shown).map(|n| all[n * all.len() / shown]) {
        let (s, choice) = (&sentences[n], &choices[n]);
        println!("{} {} → {} ({}): {}", s.id, s.kind, choice.kind, choice.why.name(), s.text);
        let words = |spans: &[Span]| spans.iter().map(|x| x.of(&s.text)).collect::<Vec<_>>();
        println!("    source {:?} target {:?}", words(&s.source), words(&s.target));
        for event in &reports[n].events {
            let parts = event.arguments.iter();
            let parts: Vec<String> =
                parts.map(|a| format!("{:?} «{}»", a.role, a.span.of(&s.text))).collect();
            let (kind, trigger) = (&event.codes.plover, event.trigger.of(&s.text));
            println!("    {kind} «{trigger}» {}", parts.join(", "));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macro_f_is_over_the_types_of_the_gold() {
        let mut scores = Scores::default();
        scores.types.insert("AID".to_owned(), Rate { right: 1, found: 1, hit: 1, gold: 1 });
        scores.types.insert("AGREE".to_owned(), Rate { right: 0, found: 0, hit: 0, gold: 2 });
        scores.types.insert("REJECT".to_owned(), Rate { right: 0, found: 2, hit: 0, gold: 0 });
        assert!((scores.macro_f() - 0.5).abs() < 1e-9);
    }
}
