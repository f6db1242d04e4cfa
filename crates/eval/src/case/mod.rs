//! `case`: one report's record beside a careful reader's.

mod gold;
mod layers;

use std::path::{Path, PathBuf};

use annalist_doc::{Document, Published, PublishedFrom, Report};
use gold::Gold;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The report; the reader's record stands beside it as `NAME.gold.json`.
    report: PathBuf,
    /// Prints the program's record as well.
    #[arg(long)]
    show: bool,
}

/// Prints found, missed and extra per layer. `Ok(false)` when something is missed.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let gold_path = args.report.with_extension("gold.json");
    let gold_text =
        std::fs::read_to_string(&gold_path).map_err(|e| format!("{}: {e}", gold_path.display()))?;
    let gold: Gold =
        serde_json::from_str(&gold_text).map_err(|e| format!("{}: {e}", gold_path.display()))?;
    let options = annalist_read::Options::default();
    let mut documents =
        annalist_read::open(annalist_read::Input::Path(args.report.clone()), &options);
    let document = documents.next().ok_or("no document")?.map_err(|e| e.to_string())?;
    let published = Published { value: gold.published.clone(), from: PublishedFrom::Given };
    let document = Document { published: Some(published), ..document };
    let report = crate::model::pipeline(model)?.code(vec![document]).remove(0);
    report.check_spans().map_err(|s| format!("span {s:?} does not fit the text"))?;
    if args.show {
        show(&report);
    }
    Ok(layers::compare(&gold, &report))
}

fn show(report: &Report) {
    let text = &report.document.text;
    println!("{}", "-".repeat(72));
    for s in &report.statements {
        let words = |spans: &[annalist_doc::Span]| {
            spans.iter().map(|x| x.of(text)).collect::<Vec<_>>().join(" … ")
        };
        let name = s.source.entity.and_then(|e| report.entities[e.index()].name.clone());
        println!(
            "{} [{:?} {:?}] {} ({name:?}) «{}» {} : {}",
            s.id,
            s.kind,
            s.polarity,
            words(&s.source.spans),
            words(&s.cue.spans),
            s.parent.map_or_else(String::new, |p| format!("in {p}")),
            words(&s.content)
        );
    }
    for e in &report.events {
        let told: Vec<String> = e.according_to.iter().map(ToString::to_string).collect();
        let time = e.time.and_then(|t| report.times[t.index()].value.clone());
        let place = e.place.map(|p| report.places[p.index()].name.clone());
        println!(
            "{} {} «{}» {:?} {:?} {:?} at {time:?} in {place:?} by {told:?}",
            e.id,
            e.codes.plover,
            e.trigger.of(text),
            e.polarity,
            e.modality,
            e.tense
        );
        for a in &e.arguments {
            let name = a.entity.map(|n| format!("{n} {:?}", report.entities[n.index()].name));
            println!("     {:?}: {} → {name:?}", a.role, a.span.of(text));
        }
    }
    for n in &report.entities {
        let mentions: Vec<&str> =
            n.mentions.iter().map(|m| report.mentions[m.index()].span.of(text)).collect();
        println!(
            "{} {:?} {:?} {:?} of {:?} {:?} {:?}: {mentions:?}",
            n.id, n.kind, n.name, n.roles, n.affiliation, n.country, n.actor
        );
    }
    for t in &report.times {
        println!(
            "{} «{}» {:?} {:?} {:?}..{:?}",
            t.id,
            t.span.of(text),
            t.kind,
            t.value,
            t.earliest,
            t.latest
        );
    }
    for c in &report.claims {
        println!(
            "{} on {} {} {:?} by {:?} in {:?}",
            c.id, c.event, c.attribute, c.value, c.by, c.statement
        );
    }
    for l in &report.claim_links {
        println!("{} {:?} {}", l.from, l.kind, l.to);
    }
    println!("{}", "-".repeat(72));
}
