//! The table of figures, and the peers' rows beside it.

use serde_json::{Map, Value, json};

use super::quoted::Class;
use super::scorer::Scores;
use crate::scores::{Rate, percent};

/// What peers reach by the same scorer, on PolNeAR's **test** part, as `gold/README.md` has it:
/// name, precision and recall, F, F of direct, mixed, indirect, F of the words of source, cue, content.
const PEERS: [(&str, [Option<f64>; 9]); 5] = [
    ("textacy, by paragraph", row([60.9, 18.7, 28.7, 66.5, 0.0, 2.4, NONE, NONE, NONE])),
    ("GenderGapTracker rules", row([67.4, 37.3, 48.0, 61.5, 59.2, 38.1, 61.9, 38.1, 70.0])),
    ("BBC Citron, retrained", row([71.4, 44.0, 54.4, 73.4, 65.0, 45.2, 61.5, 46.2, 70.9])),
    ("parse and regression", row([NONE, NONE, 59.0, 63.0, 71.0, 56.0, NONE, NONE, NONE])),
    ("people, pair by pair", row([NONE, NONE, 76.7, 97.1, 88.8, 70.9, 81.3, 69.7, 91.3])),
];

const NONE: f64 = -1.0;

const fn row(values: [f64; 9]) -> [Option<f64>; 9] {
    let mut all = [None; 9];
    let mut i = 0;
    while i < 9 {
        if values[i] >= 0.0 {
            all[i] = Some(values[i]);
        }
        i += 1;
    }
    all
}

/// Prints the table: our figures, those of findings that stand inside no other (the gold annotates
/// nothing inside another content), and the peers'.
pub(super) fn print(name: &str, articles: usize, scores: &Scores, outermost: &Scores) {
    println!(
        "{name}: {articles} articles, {} attributions in the gold, {} found\n",
        scores.strict.gold, scores.strict.found
    );
    println!("strict, content and source                             words of a role");
    println!(
        "{:<24}{:>6}{:>6}{:>6}{:>8}{:>7}{:>9}{:>9}{:>6}{:>9}",
        "", "P", "R", "F", "direct", "mixed", "indirect", "source", "cue", "content"
    );
    line("Annalist", &own(scores));
    line("  outermost only", &own(outermost));
    println!("peers, on the test part:");
    for (peer, values) in PEERS {
        line(peer, &values);
    }
    println!("\n{:<30}{:>6}{:>6}{:>6}{:>8}{:>8}", "", "P", "R", "F", "found", "gold");
    for (what, rate) in rows(scores) {
        println!(
            "{what:<30}{:>6.1}{:>6.1}{:>6.1}{:>8}{:>8}",
            100.0 * rate.precision(),
            100.0 * rate.recall(),
            100.0 * rate.f(),
            rate.found,
            rate.gold
        );
    }
}

/// The values of our own row.
fn own(scores: &Scores) -> [Option<f64>; 9] {
    let f = |rate: Rate| Some(percent(rate.f()));
    let [source, cue, content] = scores.tokens.map(f);
    let [direct, mixed, indirect] = scores.classes.map(f);
    let (p, r) = (percent(scores.strict.precision()), percent(scores.strict.recall()));
    [Some(p), Some(r), f(scores.strict), direct, mixed, indirect, source, cue, content]
}

fn line(name: &str, values: &[Option<f64>; 9]) {
    let [p, r, f, direct, mixed, indirect, source, cue, content] =
        values.map(|v| v.map_or("–".to_owned(), |v| format!("{v:.1}")));
    println!(
        "{name:<24}{p:>6}{r:>6}{f:>6}{direct:>8}{mixed:>7}{indirect:>9}{source:>9}{cue:>6}{content:>9}"
    );
}

/// Every rate with its name.
fn rows(scores: &Scores) -> Vec<(String, Rate)> {
    let mut all = vec![("strict".to_owned(), scores.strict)];
    for class in Class::ALL {
        all.push((format!("strict, {}", class.name()), scores.classes[class as usize]));
    }
    all.extend([
        ("content alone".to_owned(), scores.content_only),
        ("lenient".to_owned(), scores.lenient),
        ("reporting cue, lenient".to_owned(), scores.reporting),
        ("reporting cue, strict".to_owned(), scores.reporting_strict),
    ]);
    for (role, rate) in ["source", "cue", "content"].iter().zip(scores.tokens) {
        all.push((format!("words of the {role}"), rate));
    }
    all
}

/// The figures as they are stored.
pub(super) fn figures(articles: usize, scores: &Scores, outermost: &Scores) -> Value {
    let all = |scores| rows(scores).into_iter().map(|(n, r)| (n, r.json())).collect::<Map<_, _>>();
    json!({"articles": articles, "all": all(scores), "outermost only": all(outermost)})
}
