//! Candidates of annotated articles, each labelled by whether PolNeAR annotates it.

use annalist::{Annotated, Pipeline, StatementCandidate};
use annalist_doc::Span;

use super::data::{Article, page};
use super::reporting::Reporting;
use super::scorer::{Attribution, Page, agree, overlap, shared};
use crate::words::covered;

/// Of contents that match the same attribution, one that matches worse than the best by this is no example.
const CLOSE: f64 = 0.1;

/// What of an article is an example of what.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    /// Names of features, and whether they are those of a statement, its source or a quotation alone.
    pub(crate) all: Vec<(Vec<String>, bool)>,
    /// How many attributions there are, how many have a content among the candidates, with the source.
    pub(crate) reached: [usize; 3],
}

/// The examples of one article.
pub(crate) fn examples(
    article: &Article,
    annotated: &Annotated,
    pipeline: &Pipeline,
    reporting: &Reporting,
) -> Result<Examples, String> {
    let page = page(article, &[], reporting)?;
    let set = |spans: &[Span]| covered(&page.words, spans);
    let is_right =
        |cue: &[Span], content: &[Span]| right(&page, &set(cue), &set(content)).is_some();
    let candidates = pipeline.statement_candidates(annotated, &is_right);
    let mut examples = Examples::default();
    let mut best = vec![0f64; page.gold.len()];
    let mut sourced = vec![false; page.gold.len()];
    let words: Vec<[Vec<usize>; 2]> =
        candidates.iter().map(|c| [set(&c.cue), set(&c.content)]).collect();
    for (candidate, [cue, content]) in candidates.iter().zip(&words) {
        let Some((g, dice)) = right(&page, cue, content) else { continue };
        best[g] = best[g].max(dice);
        sourced[g] |= candidate.sources.iter().any(|(s, _)| agree(&page.gold[g].source, &set(s)));
    }
    for (candidate, [cue, content]) in candidates.into_iter().zip(&words) {
        label(&page, candidate, (cue, content), &best, &mut examples.all);
    }
    examples.reached = [
        page.gold.len(),
        best.iter().filter(|b| **b > 0.0).count(),
        sourced.iter().filter(|s| **s).count(),
    ];
    Ok(examples)
}

/// The attribution that a cue with a content matches, and how well.
fn right(page: &Page, cue: &[usize], content: &[usize]) -> Option<(usize, f64)> {
    let same_cue = |g: &Attribution| cue.is_empty() || g.cue.is_empty() || shared(cue, &g.cue) > 0;
    let all = page.gold.iter().enumerate().filter(|(_, g)| same_cue(g));
    let all = all.map(|(n, g)| (n, overlap(&g.content, content))).filter(|(_, d)| *d >= 0.5);
    all.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn label(
    page: &Page,
    candidate: StatementCandidate,
    (cue, content): (&[usize], &[usize]),
    best: &[f64],
    all: &mut Vec<(Vec<String>, bool)>,
) {
    let matched = right(page, cue, content);
    if cue.is_empty() {
        let source = candidate.sources.first().map(|(s, _)| covered(&page.words, s));
        let agrees = |g: usize| source.is_some_and(|s| agree(&page.gold[g].source, &s));
        all.push((candidate.features, matched.is_some_and(|(g, _)| agrees(g))));
        return;
    }
    let Some((g, dice)) = matched else {
        // PolNeAR annotates nothing inside of what it annotates.
        let within = |g: &Attribution| shared(cue, &g.content) == cue.len();
        if !page.gold.iter().any(within) {
            all.push((candidate.features, false));
        }
        return;
    };
    if dice + CLOSE >= best[g] {
        all.push((candidate.features, true));
    }
    for (source, features) in candidate.sources {
        all.push((features, agree(&page.gold[g].source, &covered(&page.words, &source))));
    }
}
