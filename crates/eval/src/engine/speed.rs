//! Words a second beside spaCy's, in turns, on the same texts.

use std::path::{Path, PathBuf};

use annalist_annotate::Pipeline;
use serde_json::{Value, json};

use super::ours::Pass;
use super::peer::Peer;
use super::{machine, median, ours, peak};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Texts to annotate, field `text` (default: the 840 PolNeAR train articles).
    #[arg(long, value_name = "FILE.jsonl")]
    data: Option<PathBuf>,
    /// Annotates only the first N texts.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Passes of each program; their median counts.
    #[arg(long, value_name = "N", default_value_t = 5)]
    rounds: usize,
    /// The Python that has spaCy (default: the environment that peers/setup.sh makes).
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,
    /// Stores the figures in scores/engine.json.
    #[arg(long, conflicts_with_all = ["limit"])]
    write: bool,
}

/// Median words a second on the clock and of the processor's time.
struct Rate {
    clock: f64,
    busy: f64,
}

impl Rate {
    fn of(passes: &[Pass]) -> Self {
        let rates = |seconds: fn(&Pass) -> f64| -> Vec<f64> {
            passes.iter().map(|p| p.tokens as f64 / seconds(p)).collect()
        };
        Self { clock: median(&rates(|p| p.seconds)), busy: median(&rates(|p| p.busy)) }
    }
}

pub(super) fn run(args: &Args, model: &Path) -> Result<bool, String> {
    let Some(texts) = super::texts(args.data.as_ref(), args.limit)? else { return Ok(true) };
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let engine = Pipeline::open(model).map_err(|e| e.to_string())?;
    let python = crate::agree::python(args.python.as_deref())?;
    let mut spacy = Peer::start(&python, model, &texts)?;
    let peak = peak::gigaflops();
    let warm = ours::pass(&engine, &texts[..texts.len().min(16)], 1);
    assert!(warm.tokens > 0, "there are words to annotate");
    let (mut one, mut two, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let counted = operations(|| one.push(ours::pass(&engine, &texts, 1)));
    for round in 0..args.rounds {
        if round > 0 {
            one.push(ours::pass(&engine, &texts, 1));
        }
        two.push(ours::pass(&engine, &texts, 2));
        let pass = spacy.pass()?;
        let (a, b, c) = (one[round], two[round], pass);
        println!(
            "round {}: ours {:.0} words/s, two threads {:.0}, spaCy {:.0}",
            round + 1,
            a.tokens as f64 / a.seconds,
            b.tokens as f64 / b.seconds,
            c.tokens as f64 / c.seconds
        );
        if a.tokens != pass.tokens {
            println!("note: spaCy found {} words, we {}", pass.tokens, a.tokens);
        }
        theirs.push(pass);
    }
    let about = spacy.about.clone();
    spacy.finish()?;
    let (one, two, theirs, tokens) =
        (Rate::of(&one), Rate::of(&two), Rate::of(&theirs), one[0].tokens);
    println!("\n{} texts, {tokens} words; medians of {}; {about}", texts.len(), args.rounds);
    println!("{}\n", machine());
    println!("{:<28}{:>10}{:>12}", "", "words/s", "of the CPU");
    let line = |name: &str, r: &Rate| println!("{name:<28}{:>10.0}{:>12.0}", r.clock, r.busy);
    line("spaCy, one core", &theirs);
    line("annalist, one core", &one);
    line("annalist, two cores", &two);
    println!("\ntimes spaCy, one core        {:>9.1}", one.clock / theirs.clock);
    println!("two cores, times one         {:>9.2}", two.clock / one.clock);
    println!("plain matrix product         {peak:>9.1} GFLOP/s on one core");
    let limit = counted.map(|n| limit(n, tokens, peak, &one));
    if limit.is_none() {
        println!("floating-point operations are counted with --features flops");
    }
    if args.write {
        let figures = json!({
            "machine": machine(),
            "peer": about,
            "texts": texts.len(),
            "words": tokens,
            "rounds": args.rounds,
            "words_per_second": {
                "spacy_one_core": theirs.clock.round(),
                "annalist_one_core": one.clock.round(),
                "annalist_two_cores": two.clock.round(),
            },
            "words_per_cpu_second": {
                "spacy_one_core": theirs.busy.round(),
                "annalist_one_core": one.busy.round(),
                "annalist_two_cores": two.busy.round(),
            },
            "times_spacy": tenth(one.clock / theirs.clock),
            "two_cores_times_one": (two.clock / one.clock * 100.0).round() / 100.0,
            "peak_gflops_plain_product": tenth(peak),
            "limit": limit,
        });
        crate::scores::store("engine", "speed", None, figures)?;
    }
    Ok(true)
}

/// How near the passes come to what the machine could do with the matrix products alone.
fn limit(operations: u64, tokens: usize, peak: f64, one: &Rate) -> Value {
    let each = operations as f64 / tokens as f64;
    let reached = each * one.clock / 1e9;
    println!("operations in products       {:>9.0} a word", each);
    println!(
        "reached                      {reached:>9.1} GFLOP/s, {:.0} % of it",
        100.0 * reached / peak
    );
    println!("limit if only products cost  {:>9.0} words/s", peak * 1e9 / each);
    json!({
        "operations_per_word": each.round(),
        "reached_gflops": tenth(reached),
        "share_of_peak": (100.0 * reached / peak).round(),
        "words_per_second_if_only_products_cost": (peak * 1e9 / each).round(),
    })
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The floating-point operations of the matrix products that something takes, where they are counted.
fn operations(work: impl FnOnce()) -> Option<u64> {
    #[cfg(feature = "flops")]
    {
        let before = annalist_annotate::flops();
        work();
        Some(annalist_annotate::flops() - before)
    }
    #[cfg(not(feature = "flops"))]
    {
        work();
        None
    }
}
