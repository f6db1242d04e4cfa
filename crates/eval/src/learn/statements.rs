//! `train-statements`: which candidates are statements and whose, learned from PolNeAR's training articles.
//!
//! The recipe: every candidate that is proposed in the 840 training articles is an example; a content is
//! right when it matches an annotated one (Dice at least a half) and the cues share a word; a source is
//! right when it shares a word with the annotated one. Candidates whose cue stands inside an annotated
//! content are left out: PolNeAR annotates nothing there. What is kept of the articles is a weight for each
//! feature, never a sentence.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use annalist::{Annotated, Pipeline};

use super::logistic::{Example, Names, rounded};
use super::sentences::sentences;
use super::sparse::{Settings, learn};
use crate::attribution::{Article, Examples, Reporting, examples, strict};
use crate::scores::share;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Learns from the first N articles only.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Keeps every Nth article to itself and scores on these.
    #[arg(long, value_name = "N")]
    held_out: Option<usize>,
    /// Passes over the examples.
    #[arg(long, value_name = "N", default_value_t = 8)]
    passes: usize,
    /// How strongly weights are drawn to nothing; of several, the last one's weights are written.
    #[arg(long, value_name = "X", value_delimiter = ',', default_value = "8")]
    sparse: Vec<f64>,
    /// How strongly weights are kept small.
    #[arg(long, value_name = "X", default_value_t = 2.0)]
    small: f64,
    /// Features seen less often are left out.
    #[arg(long, value_name = "N", default_value_t = 3)]
    seen: u32,
    /// Weights smaller than this are left out, in thousandths.
    #[arg(long, value_name = "N", default_value_t = 20)]
    least: i32,
    /// Least likelihood of a statement, its logarithm in thousandths.
    #[arg(long, value_name = "N", default_value_t = -1100, allow_hyphen_values = true)]
    threshold: i32,
    /// Least likelihood of a said clause inside another statement.
    #[arg(long, value_name = "N", default_value_t = -400, allow_hyphen_values = true)]
    inside: i32,
    /// Least likelihood inside another statement of anything else.
    #[arg(long, value_name = "N", default_value_t = -50, allow_hyphen_values = true)]
    inside_other: i32,
    /// Least score of a quotation without a cue, in thousandths of log-odds.
    #[arg(long, value_name = "N", default_value_t = -400, allow_hyphen_values = true)]
    alone: i32,
    /// Scores on the development articles with thresholds around the given ones.
    #[arg(long)]
    check: bool,
    /// Where the weights go (default: the lexicon).
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Annotated articles.
struct Set {
    articles: Vec<Article>,
    annotated: Vec<Annotated>,
}

/// Learns and writes the weights.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let mut pipeline = crate::model::pipeline_with(model, true)?;
    let Some(train) = read(&pipeline, "attribution/polnear-train.jsonl", args.limit)? else {
        return Ok(true);
    };
    let (train, held_out) = split(train, args.held_out);
    let (names, all) = collected(args, &pipeline, &train)?;
    let dev =
        if args.check { read(&pipeline, "attribution/polnear-dev.jsonl", None)? } else { None };
    let mut text = String::new();
    for &sparse in &args.sparse {
        text = learned(args, &names, &all, sparse);
        if !held_out.articles.is_empty() {
            check("held out", args, &mut pipeline, &held_out, &text)?;
        }
        if let Some(dev) = &dev {
            check("polnear-dev", args, &mut pipeline, dev, &text)?;
        }
    }
    let lexicon = concat!(env!("CARGO_MANIFEST_DIR"), "/../lexicon/en/weights/statements.tsv");
    let path = args.output.clone().unwrap_or_else(|| lexicon.into());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    std::fs::write(&path, &text).map_err(|e| format!("{}: {e}", path.display()))?;
    println!("{} KB in {}", text.len() >> 10, path.display());
    Ok(true)
}

fn read(pipeline: &Pipeline, name: &str, limit: Option<usize>) -> Result<Option<Set>, String> {
    let Some(path) = crate::gold::find(name) else { return Ok(None) };
    let articles: Vec<Article> = crate::gold::rows(&path, limit)?;
    let batches: Vec<&[Article]> = articles.chunks(16).collect();
    let annotated: Result<Vec<Vec<Annotated>>, String> = on_all_cores(&batches, |batch| {
        let documents: Result<Vec<_>, String> =
            batch.iter().map(|a| crate::gold::document(&a.id, &a.text, None)).collect();
        Ok(pipeline.annotate(documents?))
    });
    let annotated = annotated?.into_iter().flatten().collect();
    Ok(Some(Set { articles, annotated }))
}

/// The articles to learn from and every `nth`, to score on.
fn split(all: Set, nth: Option<usize>) -> (Set, Set) {
    let mut sets = [(); 2].map(|()| Set { articles: Vec::new(), annotated: Vec::new() });
    for (n, (article, annotated)) in all.articles.into_iter().zip(all.annotated).enumerate() {
        let set = &mut sets[usize::from(nth.is_some_and(|nth| n % nth == 0))];
        set.articles.push(article);
        set.annotated.push(annotated);
    }
    let [train, held_out] = sets;
    (train, held_out)
}

/// What `work` makes of each item, in their order.
fn on_all_cores<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, String> + Sync,
) -> Result<Vec<R>, String> {
    let done: Vec<Mutex<Option<Result<R, String>>>> =
        items.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(n) else { return };
                    let made = work(item);
                    if let Ok(mut slot) = done[n].lock() {
                        *slot = Some(made);
                    }
                }
            });
        }
    });
    let lost = || Err("a thread was lost".to_owned());
    done.into_iter().map(|slot| slot.into_inner().ok().flatten().unwrap_or_else(lost)).collect()
}

/// The examples that articles and the lexicon's sentences make, and the names of their features.
fn collected(
    args: &Args,
    pipeline: &Pipeline,
    train: &Set,
) -> Result<(Names, Vec<Example>), String> {
    let reporting = Reporting::load()?;
    let pairs: Vec<(&Article, &Annotated)> = train.articles.iter().zip(&train.annotated).collect();
    let mut names = Names::default();
    let (mut all, mut right, mut reached) = (Vec::new(), 0, [0; 3]);
    for some in pairs.chunks(32) {
        let made: Vec<Examples> = on_all_cores(some, |(article, annotated)| {
            examples(article, annotated, pipeline, &reporting)
        })?;
        for made in made {
            reached.iter_mut().zip(made.reached).for_each(|(sum, n)| *sum += n);
            for (features, is) in made.all {
                right += usize::from(is);
                let features = features.into_iter().map(|f| names.number(f)).collect();
                all.push(Example { features, is });
            }
        }
    }
    let [gold, contents, sources] = reached;
    println!(
        "of {gold} attributions candidates reach the content of {:.1} %, with the source {:.1} %",
        100.0 * share(contents, gold),
        100.0 * share(sources, gold)
    );
    for (features, is) in sentences(pipeline)? {
        let features = features.into_iter().map(|f| names.number(f)).collect();
        all.push(Example { features, is });
    }
    for example in &mut all {
        example.features.retain(|f| names.count(*f) >= args.seen);
    }
    println!("{} examples, {right} of them right; {} features", all.len(), names.len());
    Ok((names, all))
}

/// Learns; a table of weights.
fn learned(args: &Args, names: &Names, all: &[Example], sparse: f64) -> String {
    let settings = Settings { passes: args.passes, rate: 0.1, sparse, small: args.small };
    let start = std::time::Instant::now();
    let weights = learn(all, names.len(), settings);
    println!("sparse {sparse}: learned in {} s", start.elapsed().as_secs());
    let rows = rounded(names, &weights, args.least);
    let mut text = String::from(
        "# Which candidates are statements and whose: thousandths of log-odds, learned by\n\
         # `annalist-eval train-statements` from PolNeAR's training articles. Do not edit by hand.\n",
    );
    text.push_str(&thresholds([args.threshold, args.inside, args.inside_other, args.alone]));
    for (name, weight) in &rows {
        let _ = writeln!(text, "{name}\t{weight}");
    }
    println!("{} weights, {} KB", rows.len(), text.len() >> 10);
    text
}

fn thresholds([threshold, inside, other, alone]: [i32; 4]) -> String {
    format!("@threshold\t{threshold}\n@inside\t{inside}\n@inside-other\t{other}\n@alone\t{alone}\n")
}

/// Scores on a set with several thresholds.
fn check(
    name: &str,
    args: &Args,
    pipeline: &mut Pipeline,
    set: &Set,
    text: &str,
) -> Result<(), String> {
    println!("{name}: threshold, inside, others inside: P R F, direct mixed indirect");
    let body: String =
        text.lines().filter(|l| !l.starts_with('@')).flat_map(|l| [l, "\n"]).collect();
    let step = 200;
    let (near, other) = (args.inside, args.inside_other);
    for (threshold, inside, other) in [
        (args.threshold - 2 * step, near, other),
        (args.threshold - step, near, other),
        (args.threshold, near, other),
        (args.threshold + step, near, other),
        (args.threshold, near / 2, other),
        (args.threshold, 2 * near, other),
        (args.threshold, near, other / 2),
        (args.threshold, near, 2 * other),
        (args.threshold, 1, 1),
    ] {
        let table = thresholds([threshold, inside, other, args.alone]) + &body;
        pipeline.set_statement_weights(&table).map_err(|e| e.to_string())?;
        let reports = on_all_cores(&set.annotated, |a| Ok(pipeline.record_of(a)))?;
        let [all, direct, mixed, indirect] = strict(&set.articles, &reports)?;
        println!(
            "{threshold:>6} {inside:>6} {other:>6}: {:.1} {:.1} {:.1}, {:.1} {:.1} {:.1}",
            100.0 * all.precision(),
            100.0 * all.recall(),
            100.0 * all.f(),
            100.0 * direct.f(),
            100.0 * mixed.f(),
            100.0 * indirect.f(),
        );
    }
    Ok(())
}
