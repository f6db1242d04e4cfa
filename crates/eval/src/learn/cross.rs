//! Event weights cross-validated: each sentence is answered with weights that were learned without it.

use std::path::Path;

use annalist::Pipeline;
use annalist_doc::Report;
use annalist_lexicon::{Choice, Weights};

use super::kept;
use super::pairs::{self, Least, Recipe};
use crate::plv::Sentence;

/// Into how many parts the sentences are split.
pub(crate) const FOLDS: usize = 5;

/// Parts that the sentences one learns from are split into, to see events as a stranger sees them.
const INNER: usize = 3;

/// What is answered for each sentence.
pub(crate) struct Held {
    /// The type between the marked actors.
    pub(crate) chosen: Vec<String>,
    /// The record.
    pub(crate) reports: Vec<Report>,
}

/// Everything that is learned from, before any weights.
pub(crate) struct Material<'s> {
    sentences: &'s [Sentence],
    pairs: Vec<pairs::Labelled>,
    examples: Vec<pairs::Labelled>,
}

impl<'s> Material<'s> {
    pub(crate) fn new(
        pipeline: &Pipeline,
        sentences: &'s [Sentence],
        recipe: Recipe,
    ) -> Result<Self, String> {
        Ok(Self {
            sentences,
            pairs: pairs::of_sentences(pipeline, sentences)?,
            examples: pairs::of_lexicon(pipeline, recipe.examples())?,
        })
    }

    /// How many pairs there are.
    pub(crate) fn len(&self) -> usize {
        self.pairs.len() + self.examples.len()
    }

    /// The weights of types learned from some sentences, as the text of their file.
    fn types(&self, from: &[usize], recipe: Recipe) -> String {
        let some = from.iter().map(|n| &self.pairs[*n]).chain(&self.examples);
        pairs::weights(&some.collect::<Vec<_>>(), recipe)
    }

    /// Both files learned from some sentences.
    pub(crate) fn learn(
        &self,
        pipeline: &mut Pipeline,
        from: &[usize],
        recipe: Recipe,
    ) -> Result<(String, String), String> {
        let mut events = Vec::new();
        for part in 0..INNER {
            let (held, rest) = split(from, part, INNER);
            pipeline.use_event_weights(Some(choice(&self.types(&rest, recipe))?), None);
            let some: Vec<&Sentence> = held.iter().map(|n| &self.sentences[*n]).collect();
            events.extend(kept::of_sentences(pipeline, &some)?);
            if part == 0 {
                events.extend(kept::of_lexicon(pipeline, [recipe.told(), recipe.nothing()])?);
                events.extend(kept::of_nothing(pipeline, recipe.nothing())?);
            }
        }
        Ok((self.types(from, recipe), kept::weights(&events, recipe.least())))
    }
}

fn choice(text: &str) -> Result<Choice, String> {
    Choice::parse("events.tsv", text).map_err(|e| e.to_string())
}

/// One part and the rest.
fn split(all: &[usize], part: usize, parts: usize) -> (Vec<usize>, Vec<usize>) {
    let numbered = all.iter().copied().enumerate();
    let (held, rest): (Vec<_>, Vec<_>) = numbered.partition(|(place, _)| place % parts == part);
    let plain = |v: Vec<(usize, usize)>| v.into_iter().map(|(_, n)| n).collect();
    (plain(held), plain(rest))
}

/// Answers every sentence, once for each of the least scores.
pub(crate) fn validated(
    model: Option<&Path>,
    sentences: &[Sentence],
    recipe: Recipe,
    sweep: &[Least],
) -> Result<Vec<Held>, String> {
    let mut pipeline = crate::model::pipeline(model)?;
    let material = Material::new(&pipeline, sentences, recipe)?;
    let all: Vec<usize> = (0..sentences.len()).collect();
    let mut chosen = vec![String::new(); all.len()];
    let mut reports: Vec<Vec<Option<Report>>> = vec![vec![None; all.len()]; sweep.len()];
    for part in 0..FOLDS {
        let (held, rest) = split(&all, part, FOLDS);
        let (text, kept) = material.learn(&mut pipeline, &rest, recipe)?;
        let types = choice(&text)?;
        for n in &held {
            chosen[*n] = pairs::chosen(&types, &material.pairs[*n].features).0;
        }
        for (least, reports) in sweep.iter().zip(&mut reports) {
            let kept = kept.clone() + &kept::settings(*least);
            let kept = Weights::parse("kept-events.tsv", &kept).map_err(|e| e.to_string())?;
            pipeline.use_event_weights(Some(choice(&text)?), Some(kept));
            let documents: Result<Vec<_>, String> = held
                .iter()
                .map(|n| crate::gold::document(&sentences[*n].id, &sentences[*n].text, None))
                .collect();
            for (n, report) in held.iter().zip(crate::coding::code(&pipeline, documents?)) {
                reports[*n] = Some(report);
            }
        }
    }
    let held = |reports: Vec<Option<Report>>| Held {
        chosen: chosen.clone(),
        reports: reports.into_iter().flatten().collect(),
    };
    Ok(reports.into_iter().map(held).collect())
}
