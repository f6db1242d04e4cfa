//! `store`: how fast records are added to a store and found in it, and how much room they take.

mod make;

use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use annalist::{Archive, Pipeline, Ready};
use annalist_doc::Report;
use annalist_store::{Find, Holder, Near, Store, What};
use cpu_time::ProcessTime;
use serde_json::json;

use self::make::{Dice, day, person, place, record, text_word};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// So many records.
    #[arg(long, default_value_t = 100_000)]
    records: usize,
    /// Where the store is put [default: the folder for temporary files; taken away afterwards].
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Questions of each kind.
    #[arg(long, default_value_t = 25)]
    questions: usize,
    /// Stores the figures.
    #[arg(long)]
    write: bool,
}

/// So many records are put down in one go, as `annalist add` does.
const BATCH: usize = 32;
/// So many records are made before they are added.
const MADE: usize = 16_384;
/// What the issue asks for.
const RECORDS_A_SECOND: f64 = 2000.0;
const MILLISECONDS: f64 = 50.0;

/// Measures, prints, and stores the figures when asked to.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let pipeline = crate::model::pipeline(model)?;
    let folder = args.keep.clone().unwrap_or_else(std::env::temp_dir);
    let path = folder.join(format!("annalist-eval-{}.db", std::process::id()));
    let done = measure(args, &path, &pipeline);
    if args.keep.is_none() {
        for ending in ["", "-wal", "-shm", ".lock"] {
            // What cannot be removed was told by whatever failed.
            let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
        }
    }
    done
}

/// What adding came to.
struct Adding {
    seconds: f64,
    busy: f64,
    slowest_tenth: f64,
    text: usize,
}

fn measure(args: &Args, path: &Path, pipeline: &Pipeline) -> Result<bool, String> {
    let adding = add(args.records, path, pipeline)?;
    let records = args.records as f64;
    let (rate, busy) = (records / adding.seconds, records / adding.busy);
    let bytes = std::fs::metadata(path).map_err(|e| e.to_string())?.len() as f64 / records;
    let text = adding.text as f64 / records;
    println!("{} records of {text:.0} bytes of text", args.records);
    println!(
        "added: {rate:.0} a second by the clock, {busy:.0} per CPU second of all threads; \
         the slowest tenth {:.0}",
        adding.slowest_tenth
    );
    println!("room: {bytes:.0} bytes a record, {:.2} times its text", bytes / text);
    let store = Store::open_existing(path).map_err(|e| e.to_string())?;
    let mut times = serde_json::Map::new();
    let mut slow = Vec::new();
    for (name, ask) in kinds() {
        let (median, worst, rows) = asked(&store, args, ask)?;
        println!("find {name:28} median {median:8.2} ms, worst {worst:8.2} ms, {rows:6.1} rows");
        times.insert(name.into(), json!({ "median_ms": median, "worst_ms": worst, "rows": rows }));
        if median > MILLISECONDS {
            slow.push(name);
        }
    }
    if args.write {
        let figures = json!({
            "machine": crate::engine::machine(),
            "records": args.records,
            "text_bytes_a_record": text.round(),
            "added_a_second": rate.round(),
            "added_per_cpu_second": busy.round(),
            "slowest_tenth_a_second": adding.slowest_tenth.round(),
            "bytes_a_record": bytes.round(),
            "find": times,
        });
        let data = format!("{} records made by a seeded generator", args.records);
        crate::scores::store("store", &data, None, figures)?;
    }
    if !slow.is_empty() {
        println!("slower than {MILLISECONDS} ms: {}", slow.join(", "));
    }
    Ok(slow.is_empty() && busy.max(rate) >= RECORDS_A_SECOND)
}

/// Adds the records, so many of them made beforehand at a time: making them is the benchmark's own and is not
/// counted. One thread packs them, as the coding threads of `annalist add` do; all are kept at the end.
fn add(records: usize, path: &Path, pipeline: &Pipeline) -> Result<Adding, String> {
    let failed = |e: annalist_store::Error| e.to_string();
    let holder = Holder("annalist-eval store".to_owned());
    let mut archive = Archive::open(path, &holder, Duration::ZERO).map_err(failed)?;
    let mut all = Adding { seconds: 0.0, busy: 0.0, slowest_tenth: 0.0, text: 0 };
    let mut tenths: Vec<(f64, usize)> = vec![(0.0, 0); 10];
    for start in (0..records).step_by(MADE) {
        let made: Vec<_> = (start..records.min(start + MADE)).map(|n| record(n, records)).collect();
        all.text += made.iter().map(|r| r.document.text.len()).sum::<usize>();
        let number = made.len();
        let (clock, busy) = (Instant::now(), ProcessTime::now());
        put(&mut archive, made, pipeline).map_err(failed)?;
        let took = clock.elapsed().as_secs_f64();
        all.seconds += took;
        all.busy += busy.elapsed().as_secs_f64();
        let tenth = &mut tenths[(start * 10 / records.max(1)).min(9)];
        *tenth = (tenth.0 + took, tenth.1 + number);
    }
    let rates = tenths.iter().filter(|(_, n)| *n > 0).map(|(seconds, n)| *n as f64 / seconds);
    all.slowest_tenth = rates.fold(f64::INFINITY, f64::min);
    Ok(all)
}

/// Packs and adds records, and keeps them.
fn put(
    archive: &mut Archive,
    made: Vec<Report>,
    pipeline: &Pipeline,
) -> Result<(), annalist_store::Error> {
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<Ready>>(4);
        scope.spawn(move || {
            let mut made = made.into_iter().peekable();
            while made.peek().is_some() {
                let batch = made.by_ref().take(BATCH).map(|r| Ready::new(r, pipeline)).collect();
                if send.send(batch).is_err() {
                    break;
                }
            }
        });
        for ready in receive {
            archive.add(ready)?;
            if archive.unkept() >= Archive::TOGETHER {
                archive.begin_keeping()?;
            }
        }
        archive.keep()
    })
}

type Ask = fn(&mut Dice) -> Find;

/// One question of each kind.
fn kinds() -> [(&'static str, Ask); 14] {
    fn base(what: What) -> Find {
        Find { what, most: 50, ..Find::default() }
    }
    fn someone(dice: &mut Dice) -> Option<String> {
        let most = [40, 2000, 20_000][dice.below(3)];
        Some(person(dice.below(most)))
    }
    [
        ("--actor", |d| Find { actor: someone(d), ..base(What::Events) }),
        ("--actor (common first name)", |d| Find {
            actor: person(d.below(90)).split(' ').next().map(str::to_owned),
            ..base(What::Events)
        }),
        ("--statements --said-by", |d| Find { said_by: someone(d), ..base(What::Statements) }),
        ("--said-by", |d| Find { said_by: someone(d), ..base(What::Events) }),
        ("--type", |d| Find {
            kind: Some(["assault", "coerce", "accuse", "reject"][d.below(4)].into()),
            ..base(What::Events)
        }),
        ("--place", |d| Find { place: Some(place(d.below(3000)).0), ..base(What::Events) }),
        ("--place (country)", |d| Find {
            place: Some(["IQ", "KE", "ZZ"][d.below(3)].into()),
            ..base(What::Events)
        }),
        ("--near", |d| {
            let (_, latitude, longitude, _) = place(d.below(3000));
            let near = Near { latitude, longitude, km: 30.0 + d.below(400) as f64 };
            Find { near: Some(near), ..base(What::Events) }
        }),
        ("--since --until --type", |d| {
            let first = d.below(1000);
            Find {
                since: Some(day(first)),
                until: Some(day(first + 7)),
                kind: Some("ASSAULT".into()),
                ..base(What::Events)
            }
        }),
        ("--text", |d| Find { text: Some(text_word(d)), ..base(What::Events) }),
        ("--reports --text", |d| Find {
            text: Some(format!("{} OR {}", text_word(d), text_word(d))),
            ..base(What::Reports)
        }),
        ("--claims --since", |d| Find { since: Some(day(d.below(1000))), ..base(What::Claims) }),
        ("--contradictions", |_| base(What::Contradictions)),
        ("--contradictions --actor", |d| Find { actor: someone(d), ..base(What::Contradictions) }),
    ]
}

/// Median and worst time of a kind of question in milliseconds, and how many rows came on average.
fn asked(store: &Store, args: &Args, ask: Ask) -> Result<(f64, f64, f64), String> {
    let mut dice = Dice::new(11);
    let mut times = Vec::with_capacity(args.questions);
    let mut rows = 0;
    for _ in 0..args.questions {
        let find = ask(&mut dice);
        let start = Instant::now();
        rows += store.find(&find).map_err(|e| e.to_string())?.rows.len();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let rounded = |x: f64| (x * 100.0).round() / 100.0;
    let median = times.get(times.len() / 2).copied().unwrap_or(0.0);
    let worst = times.last().copied().unwrap_or(0.0);
    Ok((rounded(median), rounded(worst), rows as f64 / args.questions.max(1) as f64))
}
