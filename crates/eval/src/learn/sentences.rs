//! The marked sentences of the cue lexicon as examples: they are our own, and what the lexicon says shall
//! not be unlearned.

use annalist::{Annotated, Pipeline};
use annalist_doc::{Block, BlockKind, Document, Source, Span};
use annalist_lexicon::{Cue, Example, Lexicon};

/// How often each sentence is told, so that it is heard among the articles: with a cue, and without.
const TIMES: [usize; 2] = [5, 20];

/// Names of features, and whether they are those of a statement or its source.
pub(super) fn sentences(pipeline: &Pipeline) -> Result<Vec<(Vec<String>, bool)>, String> {
    let lexicon = Lexicon::english().map_err(|e| e.to_string())?;
    let mut marked: Vec<(&Cue, bool, Example)> = Vec::new();
    for cue in lexicon.cues.all().iter().filter(|c| !c.learned) {
        let yes = cue.examples.iter().map(|text| (cue, true, Example::parse(text)));
        let no = cue.not.iter().map(|text| (cue, false, Example::parse(text)));
        marked.extend(yes.chain(no));
    }
    let mut all = Vec::new();
    for some in marked.chunks(64) {
        let annotated = pipeline.annotate(some.iter().map(|(.., e)| document(&e.text)).collect());
        for ((cue, is, example), annotated) in some.iter().zip(&annotated) {
            let mut made = Vec::new();
            if *is {
                right(pipeline, example, annotated, &mut made);
            } else {
                wrong(pipeline, cue, annotated, &mut made);
            }
            for _ in 0..TIMES[usize::from(!*is)] {
                all.extend(made.iter().cloned());
            }
        }
    }
    Ok(all)
}

/// Candidates with the marked cue, and their sources.
fn right(
    pipeline: &Pipeline,
    example: &Example,
    annotated: &Annotated,
    all: &mut Vec<(Vec<String>, bool)>,
) {
    let marks = |role| -> Vec<Span> { example.spans(role).collect() };
    let (source, cue, content) = (marks("source"), marks("cue"), marks("content"));
    let same = |spans: &[Span]| dice(spans, &content) >= 0.8;
    for candidate in pipeline.statement_candidates(annotated, &|_, spans| same(spans)) {
        if candidate.cue.iter().any(|c| cue.iter().any(|m| m.overlaps(*c))) {
            all.push((candidate.features, same(&candidate.content)));
            for (spans, features) in candidate.sources {
                let agrees = spans.is_empty() && source.is_empty() || dice(&spans, &source) > 0.0;
                all.push((features, agrees));
            }
        }
    }
}

/// Candidates of an entry where it is no cue.
fn wrong(
    pipeline: &Pipeline,
    cue: &Cue,
    annotated: &Annotated,
    all: &mut Vec<(Vec<String>, bool)>,
) {
    let candidates = pipeline.statement_candidates(annotated, &|_, _| false);
    let lemma = cue.lemma();
    all.extend(candidates.into_iter().filter(|c| c.lemma == lemma).map(|c| (c.features, false)));
}

/// How much two sets of spans have in common, in bytes.
fn dice(a: &[Span], b: &[Span]) -> f64 {
    let size = |spans: &[Span]| spans.iter().map(|s| s.len()).sum::<u32>();
    let both = |x: &Span, y: &Span| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    let shared: u32 = a.iter().flat_map(|x| b.iter().map(move |y| both(x, y))).sum();
    2.0 * f64::from(shared) / f64::from((size(a) + size(b)).max(1))
}

/// A document of one paragraph.
fn document(text: &str) -> Document {
    Document {
        id: String::new(),
        source: Source::default(),
        title: None,
        byline: None,
        site: None,
        language: None,
        published: None,
        text: text.to_owned(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span: (0..text.len()).into() }],
        duplicate_of: None,
        warnings: Vec::new(),
    }
}
