//! Pairs of actors with the type that holds between them, as features: what event weights are learned from.

use annalist::Pipeline;
use annalist_doc::Span;
use annalist_lexicon::{Choice, Example as Marked, Lexicon};

use super::logistic::Names;
use super::softmax::{Example, Settings, learn};
use crate::plv::{Sentence, in_its_terms};

/// A pair, named.
#[derive(Clone, Debug)]
pub(crate) struct Labelled {
    pub(crate) features: Vec<String>,
    pub(crate) kind: String,
    pub(crate) weight: f64,
}

/// How the weights are learned.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Recipe {
    /// Steps of the learner at most.
    #[arg(long, value_name = "N", default_value_t = 250)]
    steps: usize,
    /// L2 penalty on each weight.
    #[arg(long, value_name = "X", default_value_t = 3.3)]
    penalty: f64,
    /// Features seen less often are left out.
    #[arg(long, value_name = "N", default_value_t = 2)]
    seen: u32,
    /// Weights smaller than this many thousandths are left out.
    #[arg(long, value_name = "N", default_value_t = 15)]
    least: i32,
    /// How much an example sentence of the lexicon counts beside one of the file.
    #[arg(long, value_name = "X", default_value_t = 0.2)]
    examples: f64,
    /// The same, for what is kept.
    #[arg(long, value_name = "X", default_value_t = 0.4)]
    told: f64,
    /// How much an event that is offered where nothing happens counts beside one of the file.
    #[arg(long, value_name = "X", default_value_t = 3.0)]
    nothing: f64,
    /// Least score with which an event that the rules find is kept.
    #[arg(long, value_name = "N", default_value_t = -2500, allow_hyphen_values = true)]
    threshold: i32,
    /// Least score with which a clause without a trigger becomes an event.
    #[arg(long, value_name = "N", default_value_t = -200, allow_hyphen_values = true)]
    propose: i32,
    /// The same for a clause of a report of more than three sentences, and for a
    /// type other than the trigger's there.
    #[arg(long, value_name = "N", default_value_t = 5000, allow_hyphen_values = true)]
    later: i32,
    /// The same for one of which the rules know who does it to whom.
    #[arg(long, value_name = "N", default_value_t = -3500, allow_hyphen_values = true)]
    whole: i32,
    /// The same for a noun of a report of more than three sentences.
    #[arg(long, value_name = "N", default_value_t = -2100, allow_hyphen_values = true)]
    passing: i32,
}

/// Least scores.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Least {
    pub(crate) ruled: i32,
    pub(crate) proposed: i32,
    pub(crate) later: i32,
    pub(crate) whole: i32,
    pub(crate) passing: i32,
}

impl std::str::FromStr for Least {
    type Err = String;

    /// `-1500:-1000`
    fn from_str(text: &str) -> Result<Self, String> {
        let pair = text.split_once(':').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        let (ruled, proposed) = pair.ok_or_else(|| format!("expected N:N, found {text}"))?;
        Ok(Self { ruled, proposed, later: 5000, whole: -3500, passing: -2100 })
    }
}

impl Recipe {
    /// Least scores with which events of the rules and others are kept.
    pub(crate) fn least(&self) -> Least {
        Least {
            ruled: self.threshold,
            proposed: self.propose,
            later: self.later,
            whole: self.whole,
            passing: self.passing,
        }
    }

    /// How much an event of the lexicon counts when it is learned what is kept.
    pub(crate) fn told(&self) -> f64 {
        self.told
    }

    /// How much an event where nothing happens counts.
    pub(crate) fn nothing(&self) -> f64 {
        self.nothing
    }

    /// How much a sentence of the lexicon counts.
    pub(crate) fn examples(&self) -> f64 {
        self.examples
    }
}

/// The marked sentences as pairs.
pub(crate) fn of_sentences(
    pipeline: &Pipeline,
    sentences: &[Sentence],
) -> Result<Vec<Labelled>, String> {
    let rows = sentences.iter().map(|s| (&*s.text, &*s.source, &*s.target, &*s.kind));
    let features = features(pipeline, rows.clone())?;
    let labelled = rows.zip(features);
    Ok(labelled
        .map(|((_, _, _, kind), features)| Labelled {
            features,
            kind: kind.to_owned(),
            weight: 1.0,
        })
        .collect())
}

/// The example sentences of the event lexicon as pairs. What the rules make of them is left out: they
/// know their own examples.
pub(crate) fn of_lexicon(pipeline: &Pipeline, weight: f64) -> Result<Vec<Labelled>, String> {
    let lexicon = Lexicon::english().map_err(|e| e.to_string())?;
    let mut rows: Vec<(Marked, &str)> = Vec::new();
    for trigger in lexicon.triggers.all() {
        let kind = in_its_terms(&trigger.kind);
        rows.extend(trigger.examples.iter().map(|e| (Marked::parse(e), kind)));
    }
    let spans = |row: &(Marked, &str), role| row.0.spans(role).collect::<Vec<Span>>();
    let actors: Vec<(Vec<Span>, Vec<Span>)> =
        rows.iter().map(|r| (spans(r, "actor"), spans(r, "recipient"))).collect();
    let texts = rows.iter().zip(&actors);
    let named = features(
        pipeline,
        texts.map(|((marked, kind), (s, t))| (&*marked.text, &**s, &**t, *kind)),
    )?;
    let mut all = Vec::new();
    for (((_, kind), (source, target)), mut features) in rows.iter().zip(&actors).zip(named) {
        if source.is_empty() && target.is_empty() {
            continue;
        }
        features.retain(|f| !f.starts_with("coded"));
        all.push(Labelled { features, kind: (*kind).to_owned(), weight });
    }
    Ok(all)
}

fn features<'r>(
    pipeline: &Pipeline,
    rows: impl Iterator<Item = (&'r str, &'r [Span], &'r [Span], &'r str)>,
) -> Result<Vec<Vec<String>>, String> {
    let rows: Vec<_> = rows.collect();
    let mut all = Vec::new();
    for some in rows.chunks(32) {
        let documents: Result<Vec<_>, String> =
            some.iter().map(|r| crate::gold::document("pair", r.0, None)).collect();
        let actors: Vec<(&[Span], &[Span])> = some.iter().map(|r| (r.1, r.2)).collect();
        all.extend(pipeline.pair_features(&documents?, &actors));
    }
    Ok(all)
}

/// The weights of a file, as its text.
pub(crate) fn weights(all: &[&Labelled], recipe: Recipe) -> String {
    let mut classes: Vec<&str> = all.iter().map(|l| &*l.kind).collect();
    classes.sort_unstable();
    classes.dedup();
    let mut names = Names::default();
    let mut examples: Vec<Example> = Vec::new();
    for l in all {
        let mut features: Vec<u32> = l.features.iter().map(|f| names.number(f.clone())).collect();
        features.sort_unstable();
        features.dedup();
        let class = classes.iter().position(|c| *c == l.kind).unwrap_or_default();
        examples.push(Example { features, class, weight: l.weight });
    }
    for example in &mut examples {
        example.features.retain(|f| names.count(*f) >= recipe.seen);
    }
    let settings = Settings { steps: recipe.steps, penalty: recipe.penalty };
    let learned = learn(&examples, names.len(), classes.len(), settings);
    let mut text = format!("@classes\t{}\n", classes.join(" "));
    for (name, id) in names.sorted() {
        let row = &learned[id as usize * classes.len()..][..classes.len()];
        let thousandths = row.iter().map(|w| (w * 1000.0).round() as i32);
        let kept: Vec<String> = thousandths
            .zip(&classes)
            .filter(|(w, _)| w.abs() >= recipe.least)
            .map(|(w, class)| format!("{class}:{w}"))
            .collect();
        if !kept.is_empty() {
            text.push_str(&format!("{name}\t{}\n", kept.join(" ")));
        }
    }
    text
}

/// The class that weights choose, with its lead over the next.
pub(crate) fn chosen(weights: &Choice, features: &[String]) -> (String, i32) {
    let mut scores = vec![0; weights.classes().len()];
    for f in features {
        weights.add(annalist_lexicon::Weights::named(f), &mut scores);
    }
    let top = (0..scores.len()).max_by_key(|c| (scores[*c], std::cmp::Reverse(*c))).unwrap_or(0);
    let next = (0..scores.len()).filter(|c| *c != top).map(|c| scores[c]).max().unwrap_or(0);
    (weights.classes().get(top).cloned().unwrap_or_default(), scores.get(top).unwrap_or(&0) - next)
}
