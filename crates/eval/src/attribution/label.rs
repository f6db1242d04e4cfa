//! Candidates of the training articles, each labelled by whether PolNeAR annotates it.

use std::path::Path;

use annalist::StatementCandidate;

use super::data::{Article, page};
use super::reporting::Reporting;
use super::scorer::{Page, agree, overlap, shared};
use crate::words::covered;

/// A candidate's features and whether it is a statement.
pub(crate) struct Labelled {
    pub(crate) features: Vec<String>,
    pub(crate) is: bool,
}

/// All candidates that can be labelled; none where the gold is absent.
pub(crate) fn labelled(
    model: Option<&Path>,
    limit: Option<usize>,
) -> Result<Option<Vec<Labelled>>, String> {
    let Some(path) = crate::gold::find("attribution/polnear-train.jsonl") else { return Ok(None) };
    let articles: Vec<Article> = crate::gold::rows(&path, limit)?;
    let pipeline = crate::model::pipeline(model)?;
    let reporting = Reporting::load()?;
    let (mut all, mut reached, mut to_reach, mut contents) = (Vec::new(), 0, 0, 0);
    for some in articles.chunks(16) {
        let documents: Result<Vec<_>, String> =
            some.iter().map(|a| crate::gold::document(&a.id, &a.text, None)).collect();
        let candidates = pipeline.statement_candidates(&documents?);
        for (article, candidates) in some.iter().zip(candidates) {
            let page = page(article, &[], &reporting)?;
            let sets: Vec<Words> = candidates.iter().map(|c| Words::of(&page, c)).collect();
            to_reach += page.gold.len();
            for gold in &page.gold {
                let same = |w: &&Words| overlap(&gold.content, &w.content) >= 0.5;
                contents += usize::from(sets.iter().any(|w| same(&w)));
                let right = |w: &&Words| same(w) && agree(&gold.source, &w.source);
                reached += usize::from(sets.iter().any(|w| right(&w)));
            }
            for (candidate, words) in candidates.into_iter().zip(&sets) {
                if let Some(is) = words.label(&page) {
                    all.push(Labelled { features: candidate.features, is });
                }
            }
        }
    }
    let share = |n: usize| 100.0 * crate::scores::share(n, to_reach);
    println!(
        "of {to_reach} attributions candidates reach the content of {:.1} %, with the source {:.1} %",
        share(contents),
        share(reached)
    );
    Ok(Some(all))
}

/// A candidate as sets of words.
struct Words {
    source: Vec<usize>,
    cue: Vec<usize>,
    content: Vec<usize>,
}

impl Words {
    fn of(page: &Page, candidate: &StatementCandidate) -> Self {
        let set = |spans| covered(&page.words, spans);
        Self {
            source: set(&candidate.source),
            cue: set(&candidate.cue),
            content: set(&candidate.content),
        }
    }

    /// Whether it is annotated; none where that cannot be told.
    fn label(&self, page: &Page) -> Option<bool> {
        let is = page
            .gold
            .iter()
            .any(|g| overlap(&g.content, &self.content) >= 0.5 && agree(&g.source, &self.source));
        let within = |g: &super::scorer::Attribution| {
            !self.cue.is_empty() && shared(&self.cue, &g.content) == self.cue.len()
        };
        let inside = page.gold.iter().any(within);
        (is || !inside).then_some(is)
    }
}
