//! `place`: names of places found and put on the map, scored on LGL and GeoVirus, beside the peers.

mod data;
mod event;
mod load;
mod score;

use std::path::Path;

use annalist_doc::{Place, PlaceSense};
use cpu_time::ProcessTime;

use data::{Corpus, Doc};
use score::{Scores, right};

pub(crate) use data::{Corpus as GoldCorpus, corpora, documents, gold_spans};
pub(crate) use event::{EventSentence, EventTally, event_sentences};
pub(crate) use score::right as is_right;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Scores only the first N documents of each set.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stores the figures in scores/place.json.
    #[arg(long, conflicts_with = "limit")]
    write: bool,
    /// Only measures how long the gazetteer takes to open.
    #[arg(long)]
    load: bool,
    /// Leaves out what was learned: the rules stand alone.
    #[arg(long)]
    rules_alone: bool,
    /// Prints N errors of each set, spread over it.
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
    /// Only errors of this kind.
    #[arg(long, value_enum, requires = "errors")]
    errors_kind: Option<Kind>,
}

/// Kinds of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// A name in the gold that was not found.
    Missed,
    /// A name that was found and is not in the gold.
    Spurious,
    /// A name, its words given, put to the wrong place.
    Wrong,
}

/// Whether a name of this sense counts as a toponym in a set.
pub(crate) fn counts(sense: PlaceSense, demonyms: bool) -> bool {
    match sense {
        PlaceSense::Demonym => demonyms,
        PlaceSense::Part | PlaceSense::Place | PlaceSense::Actor | PlaceSense::Dateline => true,
    }
}

/// Prints the tables; always ends well when the gold can be read.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let opened = load::measure()?;
    if args.write {
        crate::scores::store("place", "gazetteer", None, opened)?;
    }
    if args.load {
        return Ok(true);
    }
    let Some(corpora) = corpora(args.limit)? else { return Ok(true) };
    let pipeline = crate::model::pipeline_with(model, args.rules_alone)?;
    for corpus in &corpora {
        let documents = documents(corpus)?;
        let given = pipeline.places_at(&documents, &gold_spans(corpus));
        let given: Vec<Vec<Place>> = given.into_iter().map(|(_, places)| places).collect();
        let reports = crate::coding::code(&pipeline, documents.clone());
        let found: Vec<Vec<&Place>> = reports
            .iter()
            .map(|r| r.places.iter().filter(|p| counts(p.sense, corpus.demonyms)).collect())
            .collect();
        let scores = Scores::of(corpus, &found, &given);
        scores.print(corpus);
        let speed = speed(&pipeline, &documents);
        println!("  places alone: {speed:.0} documents a second and core (processor time)");
        if let Some(count) = args.errors {
            errors(corpus, &found, &given, args.errors_kind, count);
        }
        if args.write {
            let program = reports.first().map(|r| &r.program);
            let mut figures = scores.figures(corpus);
            figures["documents a second of processor time, on top of the parse"] =
                speed.round().into();
            crate::scores::store("place", corpus.name, program, figures)?;
        }
    }
    events(args, &pipeline)?;
    Ok(true)
}

/// Where events happen: asked for each marked verb, and as the record says it.
fn events(args: &Args, pipeline: &annalist::Pipeline) -> Result<(), String> {
    let Some((sentences, documents)) = event_sentences(args.limit)? else { return Ok(()) };
    let verbs: Vec<annalist_doc::Span> = sentences.iter().map(|s| s.verb).collect();
    let asked = pipeline.places_of_verbs(&documents, &verbs);
    let reports = crate::coding::code(pipeline, documents);
    let [mut given, mut all, mut told] = [(); 3].map(|()| EventTally::default());
    for ((sentence, report), asked) in sentences.iter().zip(&reports).zip(&asked) {
        given.add(sentence, asked.as_ref().map(|p| p.span));
        let answer = event::recorded(sentence, report);
        all.add(sentence, answer);
        if report.events.iter().any(|e| e.trigger.overlaps(sentence.verb)) {
            told.add(sentence, answer);
        }
    }
    println!("\nwhere events happen\n  asked for the marked verb: {}", given.line());
    println!("  in the record, every marked verb: {}", all.line());
    println!("  in the record, verbs that are events of it: {}", told.line());
    if args.write {
        let program = reports.first().map(|r| &r.program);
        let figures = serde_json::json!({
            "asked for the verb": given.figures(),
            "record, every verb": all.figures(),
            "record, events": told.figures(),
        });
        crate::scores::store("place", "event-location-a", program, figures)?;
    }
    Ok(())
}

/// Documents a second of processor time, for finding and resolving places on top of everything else.
fn speed(pipeline: &annalist::Pipeline, documents: &[annalist_doc::Document]) -> f64 {
    let some = &documents[..documents.len().min(200)];
    let layered = pipeline.layers(some);
    let start = ProcessTime::now();
    let rounds = 5;
    for _ in 0..rounds {
        std::hint::black_box(pipeline.places_of(some, &layered));
    }
    (rounds * some.len()) as f64 / start.elapsed().as_secs_f64()
}

fn errors(
    corpus: &Corpus,
    found: &[Vec<&Place>],
    given: &[Vec<Place>],
    kind: Option<Kind>,
    count: usize,
) {
    let mut lines: Vec<(Kind, String)> = Vec::new();
    for ((doc, found), given) in corpus.docs.iter().zip(found).zip(given) {
        list(doc, found, given, &mut lines);
    }
    lines.retain(|(k, _)| kind.is_none_or(|wanted| wanted == *k));
    let step = (lines.len() / count.max(1)).max(1);
    println!("  {} errors", lines.len());
    for (kind, line) in lines.iter().step_by(step).take(count) {
        println!("  {kind:?}: {line}");
    }
}

fn list(doc: &Doc, found: &[&Place], given: &[Place], lines: &mut Vec<(Kind, String)>) {
    let near = |a: u32, b: u32| a.abs_diff(b) <= 1;
    let same = |p: &Place, g: &data::Gold| {
        near(p.span.start, g.span.start) && near(p.span.end, g.span.end)
    };
    let around = |start: u32, end: u32| {
        let from =
            (0..=start.saturating_sub(40) as usize).rev().find(|i| doc.text.is_char_boundary(*i));
        let to = (end as usize + 40..doc.text.len()).find(|i| doc.text.is_char_boundary(*i));
        let (from, to) = (from.unwrap_or(0), to.unwrap_or(doc.text.len()));
        let (start, end) = (start as usize, end as usize);
        format!("…{}[{}]{}…", &doc.text[from..start], &doc.text[start..end], &doc.text[end..to])
            .replace('\n', " ")
    };
    for gold in &doc.gold {
        if !found.iter().any(|p| same(p, gold)) {
            lines.push((
                Kind::Missed,
                format!("{} {}", doc.id, around(gold.span.start, gold.span.end)),
            ));
        }
        let Some(place) = given.iter().find(|p| same(p, gold)) else { continue };
        if gold.lat.is_some() && !right(place, gold) {
            lines.push((
                Kind::Wrong,
                format!(
                    "{} {} — {:?} {:?} {:?} {:?} {:?}, gold {:?} {:?} {:?} {:?} {:.1?} {:.1?}",
                    doc.id,
                    around(gold.span.start, gold.span.end),
                    place.geonameid,
                    place.feature,
                    place.admin1,
                    place.country,
                    place.alternatives.first().map(|a| (a.geonameid, a.score)),
                    gold.geonameid,
                    gold.fcode,
                    gold.admin1,
                    gold.country,
                    gold.lat,
                    gold.lon,
                ),
            ));
        }
    }
    for place in found.iter().filter(|p| !doc.gold.iter().any(|g| same(p, g))) {
        lines.push((
            Kind::Spurious,
            format!("{} {} {:?}", doc.id, around(place.span.start, place.span.end), place.sense),
        ));
    }
}
